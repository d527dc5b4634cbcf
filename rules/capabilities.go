package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var capabilitiesNotASubset = &lint.Rule{
	Name:  "capabilities/not-a-subset",
	Title: "A task's default capabilities exceed what the agent allows",
	Doc: `From 1.4 on, --bounding_capabilities limits the capabilities that a task can have, and --effective_capabilities
lists those it has by default. With the isolator linux/capabilities the agent exits if the second list has a capability that
the first lacks.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,linux/capabilities
--effective_capabilities={"capabilities": ["NET_RAW", "CHOWN"]}
--bounding_capabilities={"capabilities": ["NET_RAW"]}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,linux/capabilities
--effective_capabilities={"capabilities": ["NET_RAW"]}
--bounding_capabilities={"capabilities": ["NET_RAW"]}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		check := catalog.CheckNamed("agent-capabilities-not-a-subset")
		if r == nil || !check.On(n.Component, r.Release) || !r.Isolates(check.Flags[0]) {
			return
		}
		effective, bounding := resolved.DocumentOfFlag(p, r, check.Flags[0]), resolved.DocumentOfFlag(p, r, check.Flags[1])
		if !effective.Taken() || !bounding.Taken() {
			return
		}
		var allowed []string
		for _, c := range bounding.Values.All("capabilities") {
			allowed = append(allowed, c.Text())
		}
		for _, c := range effective.Values.All("capabilities") {
			if slices.Contains(allowed, c.Text()) {
				continue
			}
			effective.Report(p, lint.Diagnostic{
				Span:    c.Value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("%s is not among the bounding capabilities; %s", c.Text(), effective.Refusal()),
				Subject: c.Text(),
				Related: []lint.Related{{Span: bounding.Start(), Message: "the bounding capabilities"}},
				Help:    "add it there, or remove it here",
				Check:   check.ID,
				Notes:   resolved.ReadAt(check.Evidence...),
			})
		}
	},
}
