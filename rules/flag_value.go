package rules

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var flagValue = &lint.Rule{
	Name:  "flag/value",
	Title: "The value is not one of the flag's type",
	Doc: `Every flag has a type, and a value that is not one of it stops the start: a boolean is true, 1, false or 0 and nothing
else, a duration needs one of the units ns, us, ms, secs, mins, hrs, days and weeks directly behind the number, a size is
a whole number with B, KB, MB, GB or TB.

Numbers were read more loosely before 0.28.1: what follows the digits was dropped (1.5 and 1x are 1), a number out of range
became the nearest one that fits, and an empty value left whatever was in memory. From 0.28.1 on the whole value must be
the number; a line end in a file that file:// names then stops the start. On every release a minus sign in front of an
unsigned number counts around (a port of -1 is 65535).

JSON documents are not judged here.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Node: func(p *lint.Pass, n *config.Node) {
		eachProblem(p, n, func(r *Resolved, problem FlagProblem) {
			p.Report(refusedValue(p, r, &FlagValue{problem.Given, problem.Setting}))
		}, stout.BadValue)
		eachValue(p, n, func(r *Resolved, v *FlagValue) {
			if v.known() && v.Parsed.Surprise != stout.NoSurprise || v.Refused == 0 && v.Parsed.Surprise == stout.Uninitialised {
				p.Report(surprisingValue(r, v))
			}
		})
	},
}

func refusedValue(p *lint.Pass, r *Resolved, v *FlagValue) lint.Diagnostic {
	name := v.Flag.Name
	found := lint.Diagnostic{
		Span: v.ErrorSpan(), Effect: lint.Fatal, Component: r.Node.Component, Subject: name,
		Message: fmt.Sprintf("%s refuses the value of `%s` and will not start: %s", r.who(), v.Setting.Name, v.Err.Problem),
		Help:    "write " + exampleOf(v.Parsed.Kind),
		Release: dated(p, r.Release, func(on release.Release) bool { return r.refuses(v, on) }),
	}
	if v.Parsed.File != "" {
		if line := strings.TrimRight(v.Parsed.Text, "\r\n"); line != v.Parsed.Text && r.takes(v, line) {
			found.Help = "remove the line end at the end of the file"
		}
		found.Related = []lint.Related{{Span: v.ValueSpan(), Message: "the file is named here"}}
	}
	found.Message = found.Message + "; " + found.Help
	return found
}

// takes reports whether the target release takes another text for the flag.
func (r *Resolved) takes(v *FlagValue, text string) bool {
	_, err := stout.ParseValue(v.Flag.Type, text, r.Dialect, nil)
	return err == nil
}

// refuses reports whether a release has the flag and refuses the value.
func (r *Resolved) refuses(v *FlagValue, on release.Release) bool {
	def, _, _, ok := r.Flags.At(strings.TrimPrefix(v.Name, "no-"), on)
	if !ok {
		return false
	}
	_, err := stout.ParseValue(def.Type, v.Text, catalog.FlagDialect(on), func(string) (string, bool) { return v.Parsed.Text, true })
	return err != nil
}

// surprisingValue is about a value that the release takes and reads as something else than what is written.
func surprisingValue(r *Resolved, v *FlagValue) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: v.ValueSpan(), Effect: lint.Changed, Component: r.Node.Component, Subject: v.Flag.Name,
		Message: fmt.Sprintf("%s reads the value of `%s` as %s: ", r.who(), v.Setting.Name, v.Parsed),
		Help:    "write " + exampleOf(v.Parsed.Kind),
	}
	switch v.Parsed.Surprise {
	case stout.Cut:
		found.Message += "it drops what follows the number"
	case stout.Clamped:
		found.Message += "what is written is out of range"
	case stout.Wrapped:
		found.Message += "what is written is out of range and counts around"
	case stout.Zeroed:
		found.Message += "there is no number"
	case stout.Uninitialised:
		found.Message = fmt.Sprintf("%s takes whatever is in memory for `%s`, which has no value", r.who(), v.Setting.Name)
	}
	for _, on := range catalog.Releases().All() {
		if r.Release.Less(on) && r.refuses(v, on) {
			found.Message += fmt.Sprintf(" (%s refuses it)", on)
			break
		}
	}
	found.Message = found.Message + "; " + found.Help
	return found
}

// exampleOf says how a value of a type is written.
func exampleOf(kind string) string {
	switch kind {
	case "bool":
		return "`true` or `false`"
	case "int", "numify<int>", "numify<long>":
		return "a whole number like `3`"
	case "uint16_t":
		return "a whole number from 0 to 65535"
	case "unsigned int", "size_t":
		return "a whole number, 0 or more"
	case "double":
		return "a number like `0.5`"
	case "Duration":
		return "a number and a unit like `10secs`"
	case "Bytes":
		return "a whole number and a unit like `100MB`"
	case "net::IP", "net::IPv4":
		return "an address like `10.0.0.1`"
	case "net::IPv6":
		return "an address like `fd00::1`"
	case "set<string>":
		return "each name once, with commas between them"
	case "vector<unsigned int>":
		return "whole numbers with commas between them"
	case "rate":
		return "a number and a duration like `2/1secs`"
	}
	return "another value"
}

var flagForbiddenValue = &lint.Rule{
	Name:  "flag/forbidden-value",
	Title: "The flag's own validation refuses the value",
	Doc: `Some flags are validated once they are loaded: a duration must lie between bounds, a count must be at least one, and
registry_strict, whose support ended in 1.0.0, may be given only as false. A value of the right type outside these bounds
stops the start like one of the wrong type.`,
	Effects: []lint.Effect{lint.Fatal},
	Node: func(p *lint.Pass, n *config.Node) {
		eachValue(p, n, func(r *Resolved, v *FlagValue) {
			def := r.definition(v.Flag.Name)
			problem := r.outside(v, def.Limits)
			if problem == "" {
				return
			}
			found := lint.Diagnostic{
				Span: v.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: def.Name,
				Message: fmt.Sprintf("%s refuses the value of `%s` and will not start: %s", r.who(), v.Setting.Name, problem),
				Help:    helpWithin(v, def.Limits),
				Release: sinceOrAlways(r.Release, func(on release.Release) bool {
					at, _, _, ok := r.Flags.At(strings.TrimPrefix(v.Name, "no-"), on)
					return ok && at.Limits != nil
				}),
				Notes: []string{"validated: " + def.Validator + " (" + def.Evidence + ")"},
			}
			found.Message = found.Message + "; " + found.Help
			p.Report(found)
		})
	},
}

// allows reports whether the release's validation accepts the value.
func (r *Resolved) allows(v *FlagValue) bool {
	return r.outside(v, r.definition(v.Flag.Name).Limits) == ""
}

// outside says which limit a known value breaks, "" where it breaks none.
func (r *Resolved) outside(v *FlagValue, limits *catalog.Limits) string {
	if !v.known() {
		return ""
	}
	return beyond(v.Parsed, limits, r.Dialect)
}

// beyond says which limit a value breaks, "" where it breaks none or there are none.
func beyond(value stout.Parsed, limits *catalog.Limits, d stout.FlagDialect) string {
	if limits == nil {
		return ""
	}
	for i, only := range limits.Only {
		if value.String() == only {
			break
		}
		if i == len(limits.Only)-1 {
			return "it must be " + strings.Join(limits.Only, " or ")
		}
	}
	switch {
	case limits.Least != "" && less(value, limits.Least, d) < 0:
		return "it must be at least " + limits.Least
	case limits.Most != "" && less(value, limits.Most, d) > 0:
		return "it must be at most " + limits.Most
	case limits.Longest > 0 && len(value.Text) > limits.Longest:
		return fmt.Sprintf("it must be at most %d bytes long", limits.Longest)
	}
	return ""
}

// less compares a value with a bound of its own type.
func less(value stout.Parsed, bound string, d stout.FlagDialect) int {
	b, _ := stout.ParseValue(value.Kind, bound, d, nil)
	return cmp.Or(cmp.Compare(value.Int, b.Int), cmp.Compare(value.Uint, b.Uint), cmp.Compare(value.Float, b.Float),
		cmp.Compare(value.Duration, b.Duration))
}

// helpWithin says what to write instead of a value outside the limits.
func helpWithin(v *FlagValue, limits *catalog.Limits) string {
	switch {
	case len(limits.Only) == 1:
		return fmt.Sprintf("write `%s`, or delete it", assigned(v.Setting, v.Flag.Name, limits.Only[0]))
	case limits.Longest > 0:
		return "write a shorter one"
	case limits.Least != "" && limits.Most != "":
		return fmt.Sprintf("write %s to %s", limits.Least, limits.Most)
	case limits.Least != "":
		return fmt.Sprintf("write `%s` or more", assigned(v.Setting, v.Flag.Name, limits.Least))
	}
	return fmt.Sprintf("write `%s` or less", assigned(v.Setting, v.Flag.Name, limits.Most))
}
