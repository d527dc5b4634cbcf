package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagValue = &lint.Rule{
	Name:  "flag/value",
	Title: "The value is not one of the flag's type",
	Doc: `Every flag has a type, and a value that is not one of it stops the start: a boolean is true, 1, false or 0 and nothing
else, a duration needs one of the units ns, us, ms, secs, mins, hrs, days and weeks directly after the number, a size is
a whole number with B, KB, MB, GB or TB.

Numbers were parsed less strictly before 0.28.1: what follows the digits was dropped (1.5 and 1x are 1), a number out of
range became the nearest one that fits, and an empty value left an uninitialised number. From 0.28.1 on the whole value must
be the number; a newline at the end of a file given as file:// then stops the start. On every release a minus sign in front
of an unsigned number wraps around (a port of -1 is 65535).

No value may be longer than 128 KiB, the name before it included: the kernel starts no program with a longer argument or
variable. A file that the daemon reads itself, given as file://, has no such bound.

JSON documents have their own rules.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=two
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			p.Report(refusedValue(p, r, &resolved.FlagValue{Given: problem.Given, Setting: problem.Setting}))
		}, stout.BadValue)
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if v.Known() && v.Parsed.Surprise != stout.NoSurprise || v.Refused == 0 && v.Parsed.Surprise == stout.Uninitialised {
				p.Report(surprisingValue(r, v))
			}
		})
		for _, s := range n.Settings {
			if n.Component != config.AnyComponent && s.Overridden == nil && !s.Dynamic && passedLength(s) >= kernelLimit {
				p.Report(tooLong(n, s))
			}
		}
	},
}

// kernelLimit is how many bytes Linux takes of one argument or variable of a program that is started, the byte that ends it
// included: MAX_ARG_STRLEN of include/uapi/linux/binfmts.h, with pages of 4 KiB.
const kernelLimit = 128 << 10

// passedLength is the number of bytes of the argument or variable that a setting becomes.
func passedLength(s *config.Setting) int {
	n := len(s.Name)
	if s.HasValue {
		n += len("=") + s.Value.Len()
	}
	if s.Way.OnCommandLine() {
		n += len("--")
	}
	return n
}

func tooLong(n *config.Node, s *config.Setting) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: n.Component, Subject: s.Name,
		Message: fmt.Sprintf("the value of `%s` has %d bytes: the kernel starts no program with a longer argument or variable than %d, and the %s will not start",
			s.Name, s.Value.Len(), kernelLimit-1, n.Component),
		Help:  "shorten it; a flag whose value is JSON takes a file instead, as file:///PATH",
		Notes: []string{"see MAX_ARG_STRLEN in include/uapi/linux/binfmts.h of Linux"},
	}
	if s.Optional {
		found.Severity, found.Condition = lint.Warning, "if the setting is there"
	}
	return found
}

func refusedValue(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue) lint.Diagnostic {
	name := v.Flag.Name
	found := lint.Diagnostic{
		Span: v.ErrorSpan(), Effect: lint.Fatal, Component: r.Node.Component, Subject: name,
		Message: fmt.Sprintf("%s refuses the value of `%s` and will not start: %s", r.Who(), v.Setting.Name, v.Err.Problem),
		Help:    "write " + resolved.ExampleOf(v.Parsed.Kind),
		Release: resolved.Dated(p, r.Release, func(on release.Release) bool { return refusesValue(r, v, on) }),
	}
	switch {
	case r.Flags.Flag(name) != nil && r.Flags.Flag(name).Exits:
		found.Help = "delete it: the daemon prints something and exits if it is true"
	case isRendered(v):
		found.Help = "write `\"true\"` or `\"false\"`, in quotes: without them it is a truth value, which is rendered as `True` or `False`"
	}
	if v.Parsed.File != "" {
		if line := strings.TrimRight(v.Parsed.Text, "\r\n"); line != v.Parsed.Text && takesValue(r, v, line) {
			found.Help = "remove the newline at the end of the file"
		}
		found.Related = []lint.Related{{Span: v.ValueSpan(), Message: "the file is given here"}}
	}
	return deletable(found, r, v.Setting)
}

// isRendered reports whether the format of a file makes the text of a truth value from what is written: Python writes True or
// False for the yes, no, true and false of YAML in any case. A value behind a colon that stands in no quotes may be one, and
// quotes do no harm to any other.
func isRendered(v *resolved.FlagValue) bool {
	text := v.Setting.Value
	is := strings.EqualFold(text.String(), "true") || strings.EqualFold(text.String(), "false")
	if !is || text.Source() == nil {
		return false
	}
	raw := text.Raw()
	before := bytes.TrimRight(text.Source().Data[:raw.Start], " \t")
	return strings.Trim(raw.Text(), `"'`) != text.String() || len(before) < raw.Start && bytes.HasSuffix(before, []byte(":"))
}

// takesValue reports whether the target release takes another text for the flag.
func takesValue(r *resolved.Daemon, v *resolved.FlagValue, text string) bool {
	_, err := stout.ParseValue(v.Flag.Type, text, r.Dialect, nil)
	return err == nil
}

// refusesValue reports whether a release has the flag and refuses the value.
func refusesValue(r *resolved.Daemon, v *resolved.FlagValue, on release.Release) bool {
	def, _, _, ok := r.Flags.At(strings.TrimPrefix(v.Name, "no-"), on)
	if !ok {
		return false
	}
	_, err := stout.ParseValue(def.Type, v.Text, catalog.FlagDialect(on), func(string) (string, bool) { return v.Parsed.Text, true })
	return err != nil
}

// surprisingValue is about a value that the release takes and reads as something else than what is written.
func surprisingValue(r *resolved.Daemon, v *resolved.FlagValue) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: v.ValueSpan(), Effect: lint.Changed, Component: r.Node.Component, Subject: v.Flag.Name,
		Message: fmt.Sprintf("%s reads the value of `%s` as %s: ", r.Who(), v.Setting.Name, v.Parsed),
		Help:    "write " + resolved.ExampleOf(v.Parsed.Kind),
	}
	switch v.Parsed.Surprise {
	case stout.Cut:
		found.Message += "it drops what follows the number"
	case stout.Clamped:
		found.Message += "the number is out of range"
	case stout.Wrapped:
		found.Message += "the number is out of range and wraps around"
	case stout.Zeroed:
		found.Message += "there is no number"
	case stout.Uninitialised:
		found.Message = fmt.Sprintf("%s uses an uninitialised number for `%s`, which has no value", r.Who(), v.Setting.Name)
	}
	for _, on := range catalog.Releases().All() {
		if r.Release.Less(on) && refusesValue(r, v, on) {
			found.Message += fmt.Sprintf(" (%s refuses it)", on)
			break
		}
	}
	return found
}

var flagForbiddenValue = &lint.Rule{
	Name:  "flag/forbidden-value",
	Title: "The flag's own validation refuses the value",
	Doc: `Some flags are validated once they are loaded: a duration must lie between bounds, a count must be at least one,
and registry_strict, which is not supported since 1.0.0, may only be false. A value of the right type outside these bounds
stops the start like one of the wrong type.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_ping_timeout=30mins
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_ping_timeout=15mins
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			def := r.Definition(v.Flag.Name)
			problem := r.Outside(v, def.Limits)
			if problem == "" {
				return
			}
			found := lint.Diagnostic{
				Check: catalog.CheckReported("flag/forbidden-value", n.Component, r.Release, v.Flag.Name, ""),
				Span:  v.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: def.Name,
				Message: fmt.Sprintf("%s refuses the value of `%s` and will not start: %s", r.Who(), v.Setting.Name, problem),
				Help:    helpWithin(v, def.Limits),
				Release: resolved.SinceOrAlways(r.Release, func(on release.Release) bool {
					at, _, _, ok := r.Flags.At(strings.TrimPrefix(v.Name, "no-"), on)
					return ok && at.Limits != nil
				}),
				Notes: []string{"validated: " + def.Validator + " (" + def.Evidence + ")"},
			}
			p.Report(found)
		})
	},
}

// helpWithin says what to write instead of a value outside the limits.
func helpWithin(v *resolved.FlagValue, limits *catalog.Limits) string {
	switch {
	case len(limits.Only) == 1:
		return fmt.Sprintf("write `%s`, or delete it", resolved.Assigned(v.Setting, v.Flag.Name, limits.Only[0]))
	case limits.Longest > 0:
		return "write a shorter value"
	case limits.Least != "" && limits.Most != "":
		return fmt.Sprintf("write %s to %s", limits.Least, limits.Most)
	case limits.Least != "":
		return fmt.Sprintf("write `%s` or more", resolved.Assigned(v.Setting, v.Flag.Name, limits.Least))
	}
	return fmt.Sprintf("write `%s` or less", resolved.Assigned(v.Setting, v.Flag.Name, limits.Most))
}
