package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var documentNoIsolator = &lint.Rule{
	Name:  "document/no-isolator",
	Title: "No isolator of the agent looks at this document",
	Doc: `Capabilities are limited by the isolator linux/capabilities, devices by cgroups/devices and, from 1.7 on, by
linux/devices. Where --isolation does not list them, --effective_capabilities, --bounding_capabilities and
--allowed_devices are accepted and limit nothing.`,
	Effects: []lint.Effect{lint.Ignored},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved(p, n)
		if r == nil {
			return
		}
		for _, f := range catalog.DocumentFlags() {
			v := r.given[canonicalName(r, f.Flag)]
			if f.Isolators == nil || f.Component != n.Component || !f.In.Contains(r.Release) || v == nil || v.Name != f.Flag {
				continue
			}
			active, known := r.isolators()
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
		r := resolved(p, n)
		check := catalog.CheckNamed("c-caps")
		if r == nil || !check.On(n.Component, r.Release) || !r.isolates(check.Flags[0]) {
			return
		}
		effective, bounding := documentOfFlag(p, r, check.Flags[0]), documentOfFlag(p, r, check.Flags[1])
		if !effective.taken() || !bounding.taken() {
			return
		}
		var allowed []string
		for _, c := range bounding.values.all("capabilities") {
			allowed = append(allowed, c.text())
		}
		for _, c := range effective.values.all("capabilities") {
			if slices.Contains(allowed, c.text()) {
				continue
			}
			effective.report(p, lint.Diagnostic{
				Span:    c.value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("%s is not among the bounding capabilities; %s", c.text(), effective.refusal()),
				Subject: c.text(),
				Related: []lint.Related{{Span: bounding.start(), Message: "the bounding capabilities"}},
				Help:    "add it there, or take it out here",
				Notes:   readAt(check.Evidence...),
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
		r := resolved(p, n)
		if r == nil {
			return
		}
		j := documentOfFlag(p, r, "allowed_devices")
		if !j.taken() {
			return
		}
		active, known := r.isolators()
		if !known {
			return
		}
		for _, entry := range j.values.all("allowed_devices") {
			judgeDevice(p, j, entry, active)
		}
	},
}

func judgeDevice(p *lint.Pass, j *jsonDocument, entry *arrived, active []string) {
	report := func(effect lint.Effect, what, help string) {
		j.report(p, lint.Diagnostic{
			Span:    firstByte(entry.value),
			Effect:  effect,
			Message: what,
			Subject: "allowed_devices",
			Help:    help,
		})
	}
	byCgroup := slices.Contains(active, "cgroups/devices")
	byKernel := slices.Contains(active, "cgroups/all")
	if entry.get("device").get("path") == nil {
		const help = "add the path of the device"
		switch refused := catalog.CheckNamed("c-alloweddev").On(config.Agent, p.Upgrade.To); {
		case !refused && (byCgroup || byKernel):
			report(lint.Ignored, fmt.Sprintf("the device has no `path`: the %s agent leaves the entry out", p.Upgrade.To), help)
		case refused && (byCgroup || slices.Contains(active, "linux/devices")):
			report(lint.Fatal, fmt.Sprintf("the device has no `path`; %s", j.refusal()), help)
		case refused && byKernel:
			report(lint.Advice, fmt.Sprintf("the device has no `path`; where the kernel has the cgroup of devices, %s", j.refusal()), help)
		}
		return
	}
	for _, right := range []string{"read", "write", "mknod"} {
		if given := entry.get("access").get(right); given != nil && stout.Truth(given.value) {
			return
		}
	}
	switch {
	case byCgroup:
		report(lint.Fatal, fmt.Sprintf("nothing is allowed of the device; %s", j.refusal()), `write "access": {"read": true}`)
	case byKernel:
		report(lint.Advice, fmt.Sprintf("nothing is allowed of the device; where the kernel has the cgroup of devices, %s", j.refusal()),
			`write "access": {"read": true}`)
	}
}

// isolators returns the isolators that --isolation lists, none where the Mesos containerizer is not used. known is false
// where that cannot be told.
func (r *Resolved) isolators() (names []string, known bool) {
	containerizers, known := r.namesOf("containerizers")
	if !known {
		return nil, false
	}
	if !slices.Contains(containerizers, "mesos") {
		return nil, true
	}
	return r.namesOf("isolation")
}

// isolates reports whether an isolator is listed that looks at the document of a flag.
func (r *Resolved) isolates(flag string) bool {
	d := catalog.DocumentOf(r.Node.Component, flag)
	active, known := r.isolators()
	return known && slices.ContainsFunc(active, func(name string) bool { return slices.Contains(d.Isolators, name) })
}

// namesOf returns the names in a flag's comma-separated value, or in its default where it is not given.
func (r *Resolved) namesOf(flag string) (list []string, known bool) {
	v, how := r.Flag(flag)
	switch how {
	case Unset:
		def, _, _, ok := r.Flags.At(flag, r.Release)
		if !ok || def.Default == nil {
			return nil, ok
		}
		return strings.Split(*def.Default, ","), true
	case Known:
		for name := range listedNames(v) {
			list = append(list, name)
		}
		return list, true
	}
	return nil, false
}

// canonicalName returns the name under which the release keeps a flag, "" where it has none of that name.
func canonicalName(r *Resolved, flag string) string {
	f, _ := r.schema.Lookup(flag)
	return f.Name
}

// documentOfFlag returns the document that a flag of a node carries or refers to, nil where there is none.
func documentOfFlag(p *lint.Pass, r *Resolved, flag string) *jsonDocument {
	v := r.given[canonicalName(r, flag)]
	if v == nil {
		return nil
	}
	for _, d := range p.Config.Documents {
		if d.Component == r.Node.Component && isOf(d, v.Setting) {
			return documentJSONOn(p, d, r.Release)
		}
	}
	return nil
}
