package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagEmpty = &lint.Rule{
	Name:  "flag/empty",
	Title: "An empty value that the daemon uses",
	Doc: `A flag that is given with an empty value is given: --hostname= is not the same as no --hostname. An empty file in a flag
directory and a variable that a script leaves empty do just that. If the daemon uses the value, it then uses
an empty text: a master with an empty host name publishes it, and does not look up its own name.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hostname=
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if !v.Known() || strings.TrimSpace(v.Parsed.Text) != "" {
				return
			}
			e := catalog.EmptyValueOf(n.Component, v.Flag.Name, r.Release)
			if e == nil || r.OnlyPrints() {
				return
			}
			found := lint.Diagnostic{
				Span: v.Setting.NameSpan, Effect: lint.Changed, Component: n.Component, Subject: v.Flag.Name,
				Message: fmt.Sprintf("`%s` is given and empty: %s %s", v.Setting.Name, r.Who(), e.Means),
				Help:    "write a value, or delete it",
				Notes:   resolved.ReadAt(e.Evidence...),
				Fix:     manual(resolved.DeleteSetting(v.Setting), fmt.Sprintf("delete `%s`", v.Setting.Name)),
			}
			if v.Setting.File != "" {
				found.Help = "write a value into the file, or move it out of the flag directory"
			}
			if isRequired(r, v.Flag.Name) {
				found.Help, found.Fix = "write a value", nil
				if v.Setting.File != "" {
					found.Help = "write a value into the file"
				}
			} else if e.Without != "" {
				found.Help += "; without it " + e.Without
				if found.Fix != nil {
					found.Fix.Message += ": without it " + e.Without
				}
			}
			p.Report(found)
		})
	},
}
