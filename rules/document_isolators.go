package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var documentNoIsolator = &lint.Rule{
	Name:  "document/no-isolator",
	Title: "No isolator of the agent looks at this document",
	Doc: `Capabilities are limited by the isolator linux/capabilities, devices by cgroups/devices and, from 1.7 on, by
linux/devices. Where --isolation does not list them, --effective_capabilities, --bounding_capabilities and
--allowed_devices are accepted and limit nothing.`,
	Effects: []lint.Effect{lint.Ignored},
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

var capabilitiesNotASubset = &lint.Rule{
	Name:  "capabilities/not-a-subset",
	Title: "A task's default capabilities exceed what the agent allows",
	Doc: `From 1.4 on, --bounding_capabilities is the most that a task can have, and --effective_capabilities what it has by
default. With the isolator linux/capabilities the agent exits where the second is not a part of the first.`,
	Effects: []lint.Effect{lint.Fatal},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		check := catalog.CheckNamed("c-caps")
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
				Help:    "add it there, or take it out here",
				Notes:   resolved.ReadAt(check.Evidence...),
			})
		}
	},
}

var devicesUnusable = &lint.Rule{
	Name:  "devices/unusable",
	Title: "An allowed device that the agent cannot allow",
	Doc: `Each entry of --allowed_devices needs the path of a device, and, for the isolator cgroups/devices, at least one of "read",
"write" and "mknod" that is true. The agent exits at any other entry when it creates the isolator, but for one: from 1.4 to
1.6 it leaves out an entry without a path without a word. Up to 1.3 the path is a required field.

The path must also be that of a device of the agent's machine, which this cannot see.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored, lint.Advice},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		j := resolved.DocumentOfFlag(p, r, "allowed_devices")
		if !j.Taken() {
			return
		}
		active, known := r.Isolators()
		if !known {
			return
		}
		for _, entry := range j.Values.All("allowed_devices") {
			judgeDevice(p, j, entry, active)
		}
	},
}

func judgeDevice(p *lint.Pass, j *resolved.Document, entry *resolved.DocumentValue, active []string) {
	report := func(effect lint.Effect, what, help string) {
		j.Report(p, lint.Diagnostic{
			Span:    resolved.FirstByte(entry.Value),
			Effect:  effect,
			Message: what,
			Subject: "allowed_devices",
			Help:    help,
		})
	}
	byCgroup := slices.Contains(active, "cgroups/devices")
	byKernel := slices.Contains(active, "cgroups/all")
	if entry.Get("device").Get("path") == nil {
		const help = "add the path of the device"
		switch refused := catalog.CheckNamed("c-alloweddev").On(config.Agent, p.Upgrade.To); {
		case !refused && (byCgroup || byKernel):
			report(lint.Ignored, fmt.Sprintf("the device has no `path`: the %s agent leaves the entry out", p.Upgrade.To), help)
		case refused && (byCgroup || slices.Contains(active, "linux/devices")):
			report(lint.Fatal, fmt.Sprintf("the device has no `path`; %s", j.Refusal()), help)
		case refused && byKernel:
			report(lint.Advice, fmt.Sprintf("the device has no `path`; where the kernel has the cgroup of devices, %s", j.Refusal()), help)
		}
		return
	}
	for _, right := range []string{"read", "write", "mknod"} {
		if given := entry.Get("access").Get(right); given != nil && stout.Truth(given.Value) {
			return
		}
	}
	switch {
	case byCgroup:
		report(lint.Fatal, fmt.Sprintf("nothing is allowed of the device; %s", j.Refusal()), `write "access": {"read": true}`)
	case byKernel:
		report(lint.Advice, fmt.Sprintf("nothing is allowed of the device; where the kernel has the cgroup of devices, %s", j.Refusal()),
			`write "access": {"read": true}`)
	}
}
