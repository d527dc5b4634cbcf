package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var startOldCommand = &lint.Rule{
	Name:  "start/old-command",
	Title: "The daemon is started by a deprecated command",
	Doc: "`mesos slave` runs mesos-slave. From 1.0 on it prints a warning that the subcommand is deprecated in favour of `mesos agent`,\n" +
		"which runs mesos-agent: the same program. Older releases do not install mesos-agent, so the new command fails on them.",
	Effects: []lint.Effect{lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/bin/mesos slave --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/bin/mesos agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachStartChange(p, n, "start/old-command", func(c *catalog.Change) {
			p.Report(lint.Diagnostic{
				Span: n.ProgramAt.Raw(), Component: n.Component, Subject: n.Program, Effect: lint.Deprecated,
				Release: resolved.Dated(p, p.Upgrade.To, c.In),
				Message: fmt.Sprintf("`%s` is deprecated in Mesos %s", n.Program, p.Upgrade.To),
				Help:    fmt.Sprintf("write `%s`", c.ReplacedBy),
				Notes:   resolved.ReadAt(c.Evidence...),
				Fix:     newLastWord(n, c, lint.Safe),
			})
		})
	},
}

// newLastWord returns the fix that writes the last word of the new name of what starts a daemon; nil if the old one is not
// written out.
func newLastWord(n *config.Node, c *catalog.Change, how lint.Applicability) *lint.Fix {
	last := func(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }
	text := n.ProgramAt
	start := text.Len() - len(last(n.Program))
	if start < 0 || text.String()[start:] != last(n.Program) {
		return nil
	}
	fix := resolved.Rewrite(&text, start, text.Len(), last(c.ReplacedBy), how, fmt.Sprintf("write `%s`", c.ReplacedBy))
	if fix != nil {
		fix.ValidFrom = c.Release
	}
	return fix
}

var startOldProgram = &lint.Rule{
	Name:  "start/old-program",
	Title: "The upgrade gives the program of the daemon a new name",
	Doc: `From 1.0 on the agent is installed as mesos-agent. Its old name, mesos-slave, is installed too, up to 1.11, so nothing has
to be done at once. Write the new name when all machines that have the file run 1.0.`,
	Effects: []lint.Effect{lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "0.28..1.0",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-slave --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --executor_environment_variables={}
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --executor_environment_variables={}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachStartChange(p, n, "start/old-program", func(c *catalog.Change) {
			fix := newLastWord(n, c, lint.Manual)
			if p.Upgrade.From.IsZero() || !c.On(p.Upgrade) || fix == nil { // an image names it, not this file
				return
			}
			p.Report(lint.Diagnostic{
				Span: n.ProgramAt.Raw(), Component: n.Component, Subject: n.Program, Effect: lint.Deprecated, Severity: lint.Info,
				Release: c.Release,
				Message: fmt.Sprintf("`%s` is called `%s` from %s on; Mesos %s has the old name too", n.Program, c.ReplacedBy, c.Release, p.Upgrade.To),
				Help:    fmt.Sprintf("write `%s` after the upgrade", c.ReplacedBy),
				Notes:   resolved.ReadAt(c.Evidence...),
				Fix:     fix,
			})
		})
	},
}

// eachStartChange calls fn for each change that a rule reports of what starts a node and that the target has.
func eachStartChange(p *lint.Pass, n *config.Node, rule string, fn func(*catalog.Change)) {
	if n.Program == "" {
		return
	}
	for _, c := range catalog.Changes() {
		if c.Rule == rule && c.Applies != nil && c.Applies.Starts == n.Program && c.In(p.Upgrade.To) {
			fn(c)
		}
	}
}
