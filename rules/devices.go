package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var devicesUnusable = &lint.Rule{
	Name:  "devices/unusable",
	Title: "An allowed device that the agent cannot allow",
	Doc: `Each entry of --allowed_devices needs the path of a device, and, for the isolator cgroups/devices, at least one of
"read", "write" and "mknod" that is true. The agent exits at any other entry when it creates the isolator, with one
exception: from 1.4 to 1.6 it silently ignores an entry without a path. Up to 1.3 the path is a required field.

The path must also be that of a device on the agent's machine, which the configuration does not show.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored, lint.Advice},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=cgroups/devices,filesystem/posix
--allowed_devices={"allowed_devices": [{"device": {"path": "/dev/fuse"}, "access": {}}]}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=cgroups/devices,filesystem/posix
--allowed_devices={"allowed_devices": [{"device": {"path": "/dev/fuse"}, "access": {"read": true, "write": true}}]}
`}},
	},
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
	check := ""
	report := func(effect lint.Effect, what, help string) {
		j.Report(p, lint.Diagnostic{
			Check:   check,
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
		missing := catalog.CheckNamed("agent-allowed-devices-path")
		refused := missing.On(config.Agent, p.Upgrade.To)
		if refused {
			check = missing.ID
		}
		switch {
		case !refused && (byCgroup || byKernel):
			report(lint.Ignored, fmt.Sprintf("the device has no `path`: the %s agent silently ignores the entry", p.Upgrade.To), help)
		case refused && (byCgroup || slices.Contains(active, "linux/devices")):
			report(lint.Fatal, fmt.Sprintf("the device has no `path`; %s", j.Refusal()), help)
		case refused && byKernel:
			report(lint.Advice, fmt.Sprintf("the device has no `path`; if the kernel has the devices cgroup, %s", j.Refusal()), help)
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
		report(lint.Fatal, fmt.Sprintf("the entry allows no access to the device; %s", j.Refusal()), `write "access": {"read": true}`)
	case byKernel:
		report(lint.Advice, fmt.Sprintf("the entry allows no access to the device; if the kernel has the devices cgroup, %s", j.Refusal()),
			`write "access": {"read": true}`)
	}
}
