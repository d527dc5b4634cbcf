package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var whitelistEmpty = &lint.Rule{
	Name:  "whitelist/empty",
	Title: "The whitelist of agents is empty",
	Doc: `The file of --whitelist lists the agents whose resources are offered, one a line. An empty file lists no agents:
the master silently offers nothing to any framework.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--whitelist=/etc/mesos/whitelist
`},
			{Path: "etc/mesos/whitelist"},
		},
		After: []lint.File{{Path: "etc/mesos/whitelist", Text: `agent1.example
agent2.example
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || n.Component != config.Master {
			return
		}
		v, knowledge := r.Flag("whitelist")
		if v == nil || knowledge == resolved.Refused {
			return
		}
		ref := v.Setting.Reference
		if ref == nil || ref.Source == nil || strings.Trim(string(ref.Source.Data), "\n") != "" {
			return
		}
		p.Report(lint.Diagnostic{
			Span: v.ValueSpan(), Effect: lint.Changed, Component: n.Component, Subject: v.Flag.Name,
			Message: fmt.Sprintf("the whitelist is empty: %s does not offer the resources of any agent", r.Who()),
			Help:    "list the agents in the file, one a line, or delete the flag",
			Notes:   resolved.ReadAt("src/watcher/whitelist_watcher.cpp:94@1.3.2"),
		})
	},
}
