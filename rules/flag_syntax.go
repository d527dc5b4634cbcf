package rules

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagSyntax = &lint.Rule{
	Name:  "flag/syntax",
	Title: "The command line does not mean what it seems to mean",
	Doc: `A flag starts with two dashes and its value follows an equals sign. "--quorum 2" is a flag without a value, which
stops the start, and an unused argument; "--hostname_lookup false" is true, because the argument is silently skipped. So is
everything else that does not start with two dashes: "-quorum=2", and a dash that a text processor has replaced by a longer
one. A "--" by itself ends the flags.

"--no-" is allowed only in front of booleans, and without a value.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hostname_lookup false
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hostname_lookup=false
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		taken := map[*config.Argument]bool{}
		for _, problem := range r.Problems {
			switch problem.Class {
			case stout.MissingValue:
				p.Report(missingValue(r, problem, taken))
			case stout.NegatedValue, stout.ValueOfNegated:
				p.Report(wrongNegation(r, problem))
			case stout.Unknown:
				if f, blank := spacedValue(r, problem.Setting); blank >= 0 {
					p.Report(spacedFlag(r, problem.Setting, f, blank))
				}
			}
		}
		for _, v := range r.Values {
			if a := following(n, v.Setting); a != nil && v.Flag.Boolean() && isTruth(a.Text.String()) {
				taken[a] = true
				p.Report(detachedTruth(r, v, a))
			}
		}
		for i := range n.Arguments {
			if a := &n.Arguments[i]; !taken[a] {
				reportSkipped(p, r, a)
			}
		}
	},
}

func missingValue(r *resolved.Daemon, problem resolved.FlagProblem, taken map[*config.Argument]bool) lint.Diagnostic {
	s := problem.Setting
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Message: fmt.Sprintf("`%s` has no value: %s will not start", s.Name, r.Who()),
		Help:    fmt.Sprintf("write `--%s=VALUE`", problem.Flag),
	}
	if s.File != "" {
		found.Help = "remove the ? from the file's name and write the value into the file"
	}
	if a := following(r.Node, s); a != nil {
		taken[a] = true
		found.Help = fmt.Sprintf("write `=` between `--%s` and its value", s.Name)
		found.Fix = attach(r, s, a, lint.Unsafe, fmt.Sprintf("give `%s` the word after it as its value", s.Name))
	}
	return found
}

// spacedValue returns the flag that a setting means where a blank stands in its name, as in "--quorum 2" written as one word,
// and where that blank is; -1 if there is none.
func spacedValue(r *resolved.Daemon, s *config.Setting) (f stout.Flag, blank int) {
	if blank = strings.IndexAny(s.Name, " \t"); blank < 0 || s.Way != config.CommandLine {
		return f, -1
	}
	f, ok := r.Schema.Lookup(strings.TrimPrefix(strings.ToLower(s.Name[:blank]), "no-"))
	if !ok {
		return f, -1
	}
	return f, blank
}

func spacedFlag(r *resolved.Daemon, s *config.Setting, f stout.Flag, blank int) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: f.Name,
		Message: fmt.Sprintf("the name of this flag contains a blank: %s will not start", r.Who()),
		Help:    fmt.Sprintf("write `--%s=VALUE`", f.Name),
	}
	value := strings.TrimLeft(s.Name[blank:], " \t")
	if s.NameSpan.Text() != s.Name || s.HasValue && value != "" {
		return found
	}
	between := s.NameSpan
	between.Start += blank
	between.End -= len(value)
	found.Fix = &lint.Fix{
		Applicability: lint.Unsafe, Message: fmt.Sprintf("`%s` takes effect", f.Name), ValidFrom: resolved.ReadSince(r, f.Name),
		Edits: []lint.Edit{{Span: between, Text: "="}},
	}
	if s.HasValue {
		found.Fix.Edits[0].Text = ""
	}
	return found
}

func wrongNegation(r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
	s := problem.Setting
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Message: fmt.Sprintf("`%s` is not a boolean, so that there is no `%s`: %s will not start", problem.Flag, s.Name, r.Who()),
		Help:    fmt.Sprintf("delete it, or give `%s` a value", problem.Flag),
	}
	if r.Alone(s, problem.Flag) && isRequired(r, problem.Flag) {
		found.Help = fmt.Sprintf("give `%s` a value", problem.Flag)
	}
	if problem.Class == stout.ValueOfNegated {
		found.Span = s.Value.All()
		found.Message = fmt.Sprintf("`%s` takes no value: %s will not start", s.Name, r.Who())
		found.Help, found.Fix = negatedOtherwise(r, problem)
	}
	return deletable(found, r, s)
}

// negatedOtherwise returns how a negated flag is given that has a value as well, "no-x" with "true", and the fix that gives it
// so; nil if its value is not one of a boolean, or the flag is given another time.
func negatedOtherwise(r *resolved.Daemon, problem resolved.FlagProblem) (help string, fix *lint.Fix) {
	s, flag := problem.Setting, problem.Flag
	word := strings.TrimSpace(s.Value.String())
	meant := "false"
	if word == "false" || word == "0" {
		meant = "true"
	}
	switch {
	case !r.Alone(s, flag):
		return fmt.Sprintf("delete it: `%s` is given already", flag), manual(resolved.DeleteSetting(s), fmt.Sprintf("delete `%s`", s.Name))
	case s.Way == config.FlagDirectory:
		help = fmt.Sprintf("rename the file to `%s` and write `%s` into it", flag, meant)
		if isTruth(word) && s.File != "" && s.Span.Start < s.Span.End {
			fix = resolved.RenameFlag(r.Node, s, s.Name, flag)
		}
		if fix != nil {
			fix.Edits = []lint.Edit{{Span: s.Value.Raw(), Text: meant}}
		}
		return help, manual(fix, help)
	}
	help = fmt.Sprintf("write `%s`", resolved.Assigned(s, flag, meant))
	if isTruth(word) && s.NameSpan.Text() == s.Name && s.Value.Identity() {
		fix = &lint.Fix{Edits: []lint.Edit{{Span: s.NameSpan, Text: resolved.Written(s, flag)}, {Span: s.Value.Raw(), Text: meant}}}
	}
	return help, manual(fix, help)
}

// detachedTruth is about a boolean whose value comes after it as a word of its own. The boolean is true.
func detachedTruth(r *resolved.Daemon, v *resolved.FlagValue, a *config.Argument) lint.Diagnostic {
	word := a.Text.String()
	found := lint.Diagnostic{
		Span: a.Text.Raw(), Effect: lint.Ignored, Component: r.Node.Component, Subject: v.Flag.Name,
		Message: fmt.Sprintf("%s silently skips `%s`: `%s` is %s", r.Who(), word, v.Flag.Name, v.Text),
		Help:    fmt.Sprintf("write `--%s=%s`", v.Flag.Name, word),
	}
	meant := word == "true" || word == "1"
	if meant == v.Parsed.Bool {
		found.Fix = attach(r, v.Setting, a, lint.Safe, fmt.Sprintf("write `=` between `%s` and its value", v.Setting.Name))
		return found
	}
	found.Effect = lint.Changed
	if v.Name == v.Flag.Name {
		found.Fix = attach(r, v.Setting, a, lint.Unsafe, fmt.Sprintf("`%s` becomes %s", v.Flag.Name, word))
	}
	return found
}

func isTruth(word string) bool {
	return word == "true" || word == "false" || word == "1" || word == "0"
}

// following returns the word that stands directly after a flag without a value, in the same file with nothing but blanks
// between them; nil if there is none.
func following(n *config.Node, s *config.Setting) *config.Argument {
	if s.HasValue || s.Way != config.CommandLine || s.Span.Source == nil {
		return nil
	}
	for i := range n.Arguments {
		at := n.Arguments[i].Text.Raw()
		if n.Arguments[i].AfterEnd || at.Source != s.Span.Source || at.Start <= s.Span.End {
			continue
		}
		if strings.Trim(string(at.Source.Data[s.Span.End:at.Start]), " \t") == "" && dashes(n.Arguments[i].Text.String()) == "" {
			return &n.Arguments[i]
		}
	}
	return nil
}

// attach writes "=" in place of the blanks between a flag and the word after it; nil if either is quoted.
func attach(r *resolved.Daemon, s *config.Setting, a *config.Argument, how lint.Applicability, message string) *lint.Fix {
	if !a.Text.Identity() || s.NameSpan.Text() != s.Name || s.NameSpan.End != s.Span.End {
		return nil
	}
	between := s.Span
	between.Start, between.End = s.Span.End, a.Text.Raw().Start
	return &lint.Fix{Applicability: how, Message: message, ValidFrom: resolved.ReadSince(r, s.Name), Edits: []lint.Edit{{Span: between, Text: "="}}}
}

// namesProgram reports whether a word is the name of the daemon's program, with or without its directory.
func namesProgram(c config.Component, word string) bool {
	name := path.Base(word)
	return name == "mesos-"+c.String() || c == config.Agent && name == "mesos-slave"
}

// reportSkipped reports a word that Mesos passes over and that looks like it was meant for it.
func reportSkipped(p *lint.Pass, r *resolved.Daemon, a *config.Argument) {
	word := strings.TrimLeft(a.Text.String(), " \t\r\n")
	lead := dashes(word)
	name, _, _ := strings.Cut(word[len(lead):], "=")
	f, isFlag := r.Schema.Lookup(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "no-"))
	found := lint.Diagnostic{
		Span: a.Text.Raw(), Effect: lint.Ignored, Component: r.Node.Component, Subject: "argument",
	}
	switch {
	case a.AfterEnd && isFlag && lead != "":
		found.Subject = f.Name
		found.Message = fmt.Sprintf("%s silently skips `%s%s`: it comes after `--`, which ends the flags", r.Who(), lead, name)
		found.Help = "move it before the `--`"
	case a.AfterEnd:
		return
	case lead != "" && isFlag:
		found.Subject = f.Name
		found.Message = fmt.Sprintf("%s silently skips `%s%s`: a flag starts with `--`", r.Who(), lead, name)
		found.Help = fmt.Sprintf("write `--%s`", name)
		if a.Text.Identity() {
			at := a.Text.Raw()
			at.Start += a.Text.Len() - len(word)
			at.End = at.Start + len(lead)
			found.Fix = &lint.Fix{
				Applicability: lint.Unsafe, Message: fmt.Sprintf("write `--%s`, which takes effect", name), ValidFrom: resolved.ReadSince(r, f.Name),
				Edits: []lint.Edit{{Span: at, Text: "--"}},
			}
		}
	case namesProgram(r.Node.Component, word):
		return // the image's entrypoint is the program already: skipping its name changes nothing
	default:
		found.Message = r.Who() + " silently skips this argument: it does not start with `--`"
		found.Help = "delete it, or write it as `--name=value`"
	}
	p.Report(found)
}

// dashes returns what a word starts with that is a dash or looks like one.
func dashes(word string) string {
	end := 0
	for end < len(word) {
		c, size := utf8.DecodeRuneInString(word[end:])
		if !unicode.Is(unicode.Pd, c) && c != '\u2212' {
			break
		}
		end += size
	}
	return word[:end]
}

var flagBarePath = &lint.Rule{
	Name:  "flag/bare-path",
	Title: "A file is named without file://",
	Doc: `A flag whose value is a JSON document reads it from a file when the value is an absolute path. This is deprecated
from 0.22.0 on: the daemon logs a warning that it will be removed. The path with file:// in front means the same on every
release.

Flags of other types never read a bare path, and no flag reads a relative one.`,
	Effects: []lint.Effect{lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=/etc/mesos/modules.json
--hooks=com_example_Hook
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
		},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--hooks=com_example_Hook
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if !v.Parsed.BarePath || !r.Dialect.WarnsOfBarePath || !strings.HasPrefix(v.Text, "/") {
				return
			}
			found := lint.Diagnostic{
				Span: v.ValueSpan(), Effect: lint.Deprecated, Component: n.Component, Subject: v.Flag.Name,
				Message: fmt.Sprintf("%s reads the file and warns that a path without file:// is deprecated in `%s`",
					r.Who(), v.Setting.Name),
				Help: "write `file://` before the path",
			}
			if text, ok := v.WrittenText(); ok {
				found.Fix = resolved.Rewrite(&text, 0, 0, "file://", lint.Safe, "name the file with file://")
			}
			p.Report(found)
		})
	},
}

var flagExits = &lint.Rule{
	Name:  "flag/exits",
	Title: "The daemon prints something and exits",
	Doc: `With --help and --version the daemon prints its usage or its version and exits. In the settings of a service, given
as a flag or through a variable such as MESOS_VERSION, they keep the daemon from running.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--version
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if !r.Flags.Flag(v.Flag.Name).Exits || !v.Known() || !v.Parsed.Bool {
				return
			}
			p.Report(deletable(lint.Diagnostic{
				Span: v.Setting.NameSpan, Effect: lint.Fatal, Component: n.Component, Subject: v.Flag.Name,
				Message: fmt.Sprintf("`%s` makes %s print and exit: it will not start", v.Setting.Name, r.Who()),
				Help:    "delete it",
			}, r, v.Setting))
		})
	},
}

var flagBuild = &lint.Rule{
	Name:  "flag/build",
	Title: "Only some builds have the flag",
	Doc: `Some flags exist only in binaries that were built for them. Any other build of the same release does not know them
and does not start if one is on its command line.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--xfs_project_range=[5000-10000]
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			def := r.Definition(v.Flag.Name)
			if !strings.HasPrefix(def.Build, "--") {
				return
			}
			effect := "does not start with it"
			if v.Setting.Way == config.Environment {
				effect = "silently ignores it"
			}
			p.Report(lint.Diagnostic{
				Span: v.Setting.NameSpan, Effect: lint.Advice, Component: n.Component, Subject: def.Name,
				Message: fmt.Sprintf("`%s` exists only if %s was built with %s: any other build %s",
					v.Setting.Name, r.Who(), def.Build, effect),
				Help:  "make sure that the installed binary has this build option",
				Notes: resolved.ReadAt(def.Evidence),
			})
		})
	},
}
