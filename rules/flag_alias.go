package rules

import (
	"fmt"
	"slices"
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
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			if !isDuplicate(r, problem.Setting) { // which nothing is accepted of
				p.Report(renamedFlag(r, problem, p.Upgrade.From))
			}
		}, stout.DeprecatedAlias)
	},
}

// isDuplicate reports whether the release refuses a setting beside another one of its flag: flag/duplicate says what to do.
func isDuplicate(r *resolved.Daemon, s *config.Setting) bool {
	return slices.ContainsFunc(r.Problems, func(problem resolved.FlagProblem) bool {
		return problem.Class == stout.Duplicate && (problem.Setting == s || problem.Beside == s)
	})
}

// renamedFlag is about a flag under its deprecated name. running is the release that the daemon is upgraded from, zero if that is not
// asked: one without the new name must not get it, whether a fix writes it or somebody by hand.
func renamedFlag(r *resolved.Daemon, problem resolved.FlagProblem, running release.Release) lint.Diagnostic {
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
	if taken := givenBy(r, name, name); taken != nil {
		found.Help = resolved.DeleteBeside(taken.Name)
		found.Fix = manual(deletion(r, s), fmt.Sprintf("delete `%s`", s.Name))
		found.Related = []lint.Related{{Span: taken.NameSpan, Message: "`" + taken.Name + "` is given here"}}
	} else if found.Fix = renameAll(r, alias, name); found.Fix != nil {
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

// givenBy returns a setting of a node that gives a flag under one of its names, whether it takes effect or not; nil if none does.
func givenBy(r *resolved.Daemon, flag, name string) *config.Setting {
	for _, s := range r.Node.Settings {
		if s.Overridden == nil && r.FlagOf(s) == flag && strings.EqualFold(strings.TrimPrefix(strings.ToLower(flagName(s)), "no-"), name) {
			return s
		}
	}
	return nil
}

// renameAll gives a flag its new name wherever a node gives it by the old one: under two names it would be given twice. It is
// nil if that cannot be done everywhere.
func renameAll(r *resolved.Daemon, alias, name string) *lint.Fix {
	all := &lint.Fix{}
	for _, s := range r.Node.Settings {
		if s.Overridden != nil || r.FlagOf(s) != name {
			continue
		}
		one := renaming(r, s, resolved.RenameFlag(r.Node, s, alias, name))
		if one == nil {
			return nil
		}
		all.Edits = append(all.Edits, one.Edits...)
		all.Renames = append(all.Renames, one.Renames...)
	}
	return all
}
