package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagRenamed = &lint.Rule{
	Name:  "flag/renamed",
	Title: "The flag is given by a deprecated name",
	Doc: `Since 1.0.0 a flag can have a deprecated name besides its own. The daemon accepts it and logs a warning. If the
flag is given under both names, even with the same value, it does not start: see flag/duplicate.

The fix writes the new name, which releases before the renaming do not know: apply it only when no older binary reads the
file.`,
	Effects: []lint.Effect{lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--slave_ping_timeout=20secs
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_ping_timeout=20secs
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		var names *oldNames
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			if names == nil {
				names = oldNamesOf(r)
			}
			if !names.refused[problem.Setting] { // of which nothing is accepted: flag/duplicate says what to do
				p.Report(renamedFlag(r, problem, names, p.Upgrade.From))
			}
		}, stout.DeprecatedAlias)
	},
}

// oldNames are the settings of a node that give flags by deprecated names, and what is around them.
type oldNames struct {
	refused map[*config.Setting]bool   // beside another one of their flag
	taken   map[string]*config.Setting // by flag: one that gives it by its own name
	stuck   map[string]bool            // flags that are given by an old name where nothing can rename it
	// rest renames, by flag, the settings that nothing is reported of, because another one takes effect: under two names the flag
	// would be given twice.
	rest map[string]*lint.Fix
}

func oldNamesOf(r *resolved.Daemon) *oldNames {
	o := &oldNames{map[*config.Setting]bool{}, map[string]*config.Setting{}, map[string]bool{}, map[string]*lint.Fix{}}
	reported := map[*config.Setting]bool{}
	for _, problem := range r.Problems {
		switch problem.Class {
		case stout.DeprecatedAlias:
			reported[problem.Setting] = true
		case stout.Duplicate:
			o.refused[problem.Setting], o.refused[problem.Beside] = true, true
		}
	}
	for _, s := range r.Node.Settings {
		flag, name := r.FlagOf(s), readName(s)
		switch {
		case s.Overridden != nil || flag == "":
		case name == flag:
			if o.taken[flag] == nil {
				o.taken[flag] = s
			}
		default:
			one := renaming(r, s, resolved.RenameFlag(r.Node, s, name, flag))
			switch {
			case one == nil:
				o.stuck[flag] = true
			case !reported[s]:
				o.rest[flag] = both(o.rest[flag], one)
			}
		}
	}
	return o
}

// both makes one fix of the changes of two, of which the first may be nil.
func both(a, b *lint.Fix) *lint.Fix {
	if a == nil {
		return b
	}
	return &lint.Fix{Edits: append(a.Edits, b.Edits...), Renames: append(a.Renames, b.Renames...)}
}

// renamedFlag is about a flag under its deprecated name. running is the release that the daemon is upgraded from, zero if that is not
// asked: one without the new name must not get it, whether a fix writes it or somebody by hand.
func renamedFlag(r *resolved.Daemon, problem resolved.FlagProblem, names *oldNames, running release.Release) lint.Diagnostic {
	s, name := problem.Setting, problem.Flag
	alias := strings.TrimPrefix(problem.Name, "no-")
	renamed := resolved.Since(r.Release, func(on release.Release) bool {
		_, canonical, old, ok := r.Flags.At(alias, on)
		return ok && old && canonical == name
	})
	written := resolved.Written(s, negation(problem)+name)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Deprecated, Component: r.Node.Component, Subject: alias, Release: renamed,
		Message: fmt.Sprintf("`%s` is the old name of `%s` since %s: %s accepts it and logs a warning", s.Name, written, renamed, r.Who()),
		Help:    fmt.Sprintf("write `%s`", written),
		Notes:   []string{resolved.History(r.Node.Component, r.Flags.Flag(name))},
	}
	if taken := names.taken[name]; taken != nil {
		found.Help = resolved.DeleteBeside(taken.Name)
		found.Fix = manual(deletion(r, s), fmt.Sprintf("delete `%s`", s.Name))
		found.Related = []lint.Related{{Span: taken.NameSpan, Message: "`" + taken.Name + "` is given here"}}
	} else if one := resolved.RenameFlag(r.Node, s, alias, name); one != nil && !names.stuck[name] {
		if rest := names.rest[name]; rest != nil {
			one, names.rest[name] = both(one, rest), nil
		}
		found.Fix = one
		found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, renamed
		found.Fix.Message = fmt.Sprintf("rename `%s` to `%s`", alias, name)
	} else if !running.IsZero() && !r.Flags.Flag(name).Exists.Contains(running) {
		found.Help += fmt.Sprintf("; not before the upgrade: %s does not have it", resolved.Who(r.Node.Component, running))
	}
	if found.Fix == nil {
		found.Help += whereUsed(r, s)
	}
	return found
}
