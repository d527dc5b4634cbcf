package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var documentNoIsolator = &lint.Rule{
	Name:  "document/no-isolator",
	Title: "No isolator of the agent reads this document",
	Doc: `Capabilities are limited by the isolator linux/capabilities, devices by cgroups/devices and, from 1.7 on, by
linux/devices. If --isolation does not list them, --effective_capabilities, --bounding_capabilities and --allowed_devices
are accepted and limit nothing.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem
--bounding_capabilities={"capabilities": ["NET_RAW"]}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,linux/capabilities
--bounding_capabilities={"capabilities": ["NET_RAW"]}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		for _, f := range catalog.DocumentFlags() {
			v := r.Given[r.Canonical(f.Flag)]
			if f.Isolators == nil || f.Component != n.Component || !f.In.Contains(r.Release) || v == nil || v.Name != f.Flag {
				continue
			}
			active, known := r.Isolators()
			if !known || slices.ContainsFunc(active, func(name string) bool { return slices.Contains(f.Isolators, name) }) {
				continue
			}
			there := slices.DeleteFunc(slices.Clone(f.Isolators), func(name string) bool {
				built := catalog.Values(n.Component, "isolation").Value(name)
				return built == nil || !built.In.Contains(r.Release)
			})
			p.Report(lint.Diagnostic{
				Span:      v.Setting.NameSpan,
				Effect:    lint.Ignored,
				Component: n.Component,
				Message:   fmt.Sprintf("`%s` has no effect: `isolation` does not list %s", f.Flag, strings.Join(there, " or ")),
				Subject:   f.Flag,
				Help:      fmt.Sprintf("add %s to `isolation`", there[0]),
			})
		}
	},
}
