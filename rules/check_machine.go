package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var checkMachine = &lint.Rule{
	Name:  "check/machine",
	Title: "The machine decides whether the daemon starts",
	Doc: `Some settings need something that the machine must have: a kernel feature, a directory that the daemon does not
create, a mount. Without it the daemon does not start. The configuration does not show whether the machine has it; this rule
names what to check before the daemon is restarted: root, cgroups of version 1, the version of Docker, dvdcli for docker/volume,
NVML for gpu/nvidia, XFS for disk/xfs, the kernel's accounting of swap.

A systemd unit says who the agent is started as. If that is not root, isolators that need root stop the start.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On:        "1.11",
		Condition: onMachine,
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resource_provider_config_dir=/etc/mesos/providers
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { machineStart.Look(p, n) },
}

var machineStart = resolved.StartChecks{List: machineChecks}

// machineChecks are the start-up checks of settings that ask something of the machine.
func machineChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: []string{"agent-root-missing"}, Find: machineOfNames},
		{IDs: []string{"agent-docker-client"}, Find: machineOfNames},
		{IDs: []string{"agent-docker-volume-client"}, Find: machineOfNames},
		{IDs: []string{"agent-nvml-missing"}, Find: machineOfNames},
		{IDs: []string{"agent-xfs-missing"}, Find: machineOfNames},
		{IDs: []string{"agent-swap-accounting"}, Find: machineOf(withOn("cgroups/mem"))},
		{IDs: []string{"agent-cfs-quota"}, Find: machineOf(withOn("cgroups/cpu"))},
		{IDs: []string{"agent-perf-events-unsupported"}, Find: machineOf(withIsolators("cgroups/perf_event"))},
		{IDs: []string{"agent-cni-config-directory"}, Find: machineOf(notSeen(withIsolators("network/cni")))},
		{IDs: []string{"agent-cni-plugins-directory"}, Find: machineOf(withIsolators("network/cni"))},
		{IDs: []string{"agent-image-backend-unusable"}, Find: machineOf(func(s *resolved.Start, o resolved.Option) bool { return s.UsesContainerizer("mesos") && builtIn(s, o) })},
		{IDs: []string{"agent-resource-provider-creation"}, Find: machineOf(notSeen(nil))},
		{IDs: []string{"agent-csi-plugin-config-dir-unusable"}, Find: machineOf(notSeen(nil))},
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
				Message:   fmt.Sprintf("`%s` needs %s: %s will not start", o.Name, s.Check.Needs, s.Who()),
				Condition: onMachine,
				Help:      checkTheMachine,
				Notes:     resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}
}

// notSeen holds if applies does, and the directory that the flag names was not found; nil always does.
func notSeen(applies func(*resolved.Start, resolved.Option) bool) func(*resolved.Start, resolved.Option) bool {
	return func(s *resolved.Start, o resolved.Option) bool {
		ref := o.Value.Setting.Reference
		return (ref == nil || ref.Problem != "") && (applies == nil || applies(s, o))
	}
}

// onMachine is the condition of what the machine may lack.
const (
	onMachine       = "unless the machine has it"
	checkTheMachine = "check the machine before the daemon is restarted"
)

// machineOfNames says what the names that are listed need of the machine, once for all that need the same.
func machineOfNames(s *resolved.Start) {
	if len(s.Own()) == 0 {
		return // and the table need not be read
	}
	for _, need := range catalog.MachineNeedsOf(s.Check.ID, s.Node.Component, s.Release) {
		needy := needyNames(s, need)
		switch user := s.Node.User; {
		case len(needy.names) == 0, user != "" && user == need.User:
		case need.User != "" && user == "" && (s.Node.Part || isRunning(s.Node)):
			// Something unseen starts it; or it runs, as it could not without.
		case need.User == "" || user == "":
			if !metAlready(s, need, needy) {
				s.Report(needy.diagnostic(s, need))
			}
		default:
			f := resolved.Finding{
				At: needy.at, Problem: needy.part, Evidence: needy.evidence,
				What: fmt.Sprintf("%s, and it is started as the user `%s`", needy.what(need), user),
				Help: "start it as " + need.User,
			}
			s.Refuse(f)
		}
	}
}

// isRunning reports whether the settings of a node are what a running daemon printed.
func isRunning(n *config.Node) bool { return n.Start.Source != nil && n.Start.Source.Printed }

// metAlready reports whether the release that the upgrade starts from needs the same for the same names, so that the machine
// has it.
func metAlready(s *resolved.Start, need *catalog.MachineNeed, needy needyValues) bool {
	from := s.Pass.Upgrade.From
	if from.IsZero() || !need.In.Contains(from) {
		return false
	}
	before := needyNames(&resolved.Start{
		Daemon: resolved.On(s.Pass, s.Node, from), Pass: s.Pass, Check: s.Check, StartDialect: catalog.StartupDialect(from),
	}, need)
	return !slices.ContainsFunc(needy.keys, func(key string) bool { return !slices.Contains(before.keys, key) })
}

// needyValues are the names of a node's values that need the same of the machine.
type needyValues struct {
	// at is the first option that has one, part where that stands if it is the only one.
	at       resolved.Option
	part     *startup.Problem
	names    []string
	evidence []string
	// keys are the names as they are called on every release.
	keys []string
}

func needyNames(s *resolved.Start, need *catalog.MachineNeed) needyValues {
	var out needyValues
	for _, named := range need.Named {
		v, knowledge := s.Flag(s.Canonical(named.Flag))
		if knowledge != resolved.Known || named.With != "" && !s.IsGiven(named.With) || catalog.Values(s.Node.Component, named.Flag) != nil && named.Flag != "containerizers" && !s.UsesContainerizer("mesos") {
			continue
		}
		o := resolved.Option{Name: v.Flag.Name, Value: v, Text: v.Parsed.Text, Set: true, Parsed: v.Parsed}
		before := len(out.names)
		for _, name := range namesThatNeed(s, named, o) {
			if shown := named.Label + "`" + name.Text + "`"; !slices.Contains(out.names, shown) {
				out.names = append(out.names, shown)
			}
			if out.keys = append(out.keys, named.Label+name.Text); len(named.Names) == 0 {
				out.keys[len(out.keys)-1] = named.Label // the flag may be called otherwise on another release
			}
			if out.part = nil; len(out.names) == 1 {
				out.at, out.part = o, &startup.Problem{Start: name.Start, End: name.End}
			}
		}
		if len(out.names) > before {
			if at := nearest(named.Evidence, s.Release); !slices.Contains(out.evidence, at) {
				out.evidence = append(out.evidence, at)
			}
		}
	}
	return out
}

// namesThatNeed returns the names of a value that need what a row of the table says; the flag itself if any value does.
func namesThatNeed(s *resolved.Start, named catalog.NeedyNames, o resolved.Option) []startup.Name {
	if len(named.Names) == 0 && o.Text != "" {
		return []startup.Name{{Text: o.Name, Start: 0, End: len(o.Text)}}
	}
	return slices.DeleteFunc(startup.Names(o.Text, true), func(name startup.Name) bool {
		return !slices.Contains(named.Names, name.Text) || !s.Knows(named.Flag, name.Text)
	})
}

// nearest returns the piece of evidence of the newest release up to one, the first if all are newer. They are in order.
func nearest(evidence []string, on release.Release) string {
	at := evidence[0]
	for _, e := range evidence {
		if _, tag, _ := strings.Cut(e, "@"); !on.Less(release.MustParse(tag)) {
			at = e
		}
	}
	return at
}

// what says what the names need.
func (v needyValues) what(need *catalog.MachineNeed) string {
	verb := "needs"
	if len(v.names) > 1 {
		verb = "need"
	}
	return fmt.Sprintf("%s %s %s", resolved.Joined(v.names), verb, need.Needs)
}

func (v needyValues) diagnostic(s *resolved.Start, need *catalog.MachineNeed) lint.Diagnostic {
	span := v.at.Value.ValueSpan()
	if v.part != nil {
		span = v.at.Value.PartSpan(v.part.Start, v.part.End)
	}
	help := checkTheMachine
	if need.User != "" {
		help = "make sure that it is started as " + need.User
	}
	return lint.Diagnostic{
		Span: span, Effect: lint.Advice, Component: s.Node.Component, Subject: v.at.Name,
		Message:   fmt.Sprintf("%s: %s will not start", v.what(need), s.Who()),
		Condition: need.Condition,
		Help:      help,
		Notes:     resolved.ReadAt(v.evidence...),
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
