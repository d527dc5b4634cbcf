package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var checkMachine = &lint.Rule{
	Name:  "check/machine",
	Title: "The machine decides whether the daemon starts",
	Doc: `Some settings need something that the machine must have: a kernel feature, a directory that the daemon does not
create, a mount. Without it the daemon does not start. The configuration does not show whether the machine has it; this rule
names what to check before the daemon is restarted.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resource_provider_config_dir=/etc/mesos/providers
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: resolved.StartRule(machineChecks()...),
}

// machineChecks are the start-up checks of settings that ask something of the machine.
func machineChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: []string{"agent-swap-accounting"}, Find: machineOf(withOn("cgroups/mem"))},
		{IDs: []string{"agent-cfs-quota"}, Find: machineOf(withOn("cgroups/cpu"))},
		{IDs: []string{"agent-perf-events-unsupported"}, Find: machineOf(withIsolators("cgroups/perf_event"))},
		{IDs: []string{"agent-cni-config-directory"}, Find: machineOf(withIsolators("network/cni"))},
		{IDs: []string{"agent-cni-plugins-directory"}, Find: machineOf(withIsolators("network/cni"))},
		{IDs: []string{"agent-image-backend-unusable"}, Find: machineOf(func(s *resolved.Start, o resolved.Option) bool { return s.UsesContainerizer("mesos") && builtIn(s, o) })},
		{IDs: []string{"agent-resource-provider-creation"}, Find: machineOf(nil)},
		{IDs: []string{"agent-csi-plugin-config-dir-unusable"}, Find: machineOf(nil)},
		{IDs: []string{"agent-disk-source-directory"}, Find: machineOf(func(_ *resolved.Start, o resolved.Option) bool { return strings.Contains(o.Text, `"MOUNT"`) })},
		{IDs: []string{"agent-domain-socket-systemd"}, Find: machineOf(func(s *resolved.Start, o resolved.Option) bool {
			return strings.HasPrefix(o.Text, "systemd:") && s.IsOn(s.Option("http_executor_domain_sockets"))
		})},
	}
}

// machineOf says of each flag of the check that is given what it needs of the machine, where applies holds; nil always
// does.
func machineOf(applies func(*resolved.Start, resolved.Option) bool) func(*resolved.Start) {
	return func(s *resolved.Start) {
		for _, o := range s.Own() {
			if o.Text == "" || applies != nil && !applies(s, o) || s.Lost {
				continue
			}
			s.Report(lint.Diagnostic{
				Span: o.Value.ValueSpan(), Effect: lint.Advice, Component: s.Node.Component, Subject: o.Name,
				Message: fmt.Sprintf("`%s` needs %s: on a machine without it, %s will not start",
					o.Name, s.Check.Needs, s.Who()),
				Help:  "check the machine before the daemon is restarted",
				Notes: resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}
}

// withIsolators holds if one of the isolators is used.
func withIsolators(isolators ...string) func(*resolved.Start, resolved.Option) bool {
	return func(s *resolved.Start, _ resolved.Option) bool {
		return slices.ContainsFunc(isolators, func(name string) bool {
			_, active := s.Isolator(name)
			return active && s.Knows("isolation", name)
		})
	}
}

// withOn holds if the flag is true and the isolator, or all of its kind, is used.
func withOn(isolator string) func(*resolved.Start, resolved.Option) bool {
	kind, _, _ := strings.Cut(isolator, "/")
	active := withIsolators(isolator, kind+"/all")
	return func(s *resolved.Start, o resolved.Option) bool { return o.Parsed.Bool && active(s, o) }
}
