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
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			p.Report(renamedFlag(r, problem))
		}, stout.DeprecatedAlias)
	},
}

func renamedFlag(r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
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
	if r.Alone(s, name) {
		if found.Fix = resolved.RenameFlag(r.Node, s, alias, name); found.Fix != nil {
			found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, renamed
			found.Fix.Message = fmt.Sprintf("rename `%s` to `%s`", alias, name)
		}
	} else {
		found.Help = fmt.Sprintf("delete one of them: `%s` is given more than once", name)
	}
	return found
}
