package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var checkConflict = &lint.Rule{
	Name:  "check/conflict",
	Title: "Settings that the daemon does not accept together",
	Doc: `Each of the settings is valid by itself, and the daemon refuses to start with both: an address and a command that
finds one, ZooKeeper and a contender module, two different sorters, isolators that exclude each other or that do not work
with the selected launcher. Which pairs are refused depends on the release.

Most of the agent's checks are made when it creates its containerizers: they apply only if --containerizers lists mesos, or
docker if they are about the Docker containerizer.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--ip=10.0.0.1
--ip_discovery_command=/usr/local/bin/detect_ip
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--ip_discovery_command=/usr/local/bin/detect_ip
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { conflictStart.Look(p, n) },
}

var conflictStart = resolved.StartChecks{List: conflictChecks}

// conflictChecks are the start-up checks of settings that exclude each other.
func conflictChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: []string{"master-ip-twice"}, Find: bothGiven},
		{IDs: []string{"agent-ip-twice"}, Find: bothGiven},
		{IDs: []string{"agent-ip6-twice"}, Find: bothGiven},
		{IDs: []string{"agent-master-and-detector"}, Find: bothGiven},
		{IDs: []string{"master-registry-strict-in-memory"}, Find: strictInMemory},
		{IDs: []string{"master-zk-and-modules"}, Find: zooKeeperAndModules},
		{IDs: []string{"master-sorters-differ"}, Find: sorters},
		{IDs: []string{"agent-isolators-disk-twice"}, Find: isolatorNames},
		{IDs: []string{"agent-isolators-filesystem-several"}, Find: isolatorKind("filesystem/", "")},
		{IDs: []string{"agent-isolators-network-several"}, Find: isolatorKind("network/", "network/ports")},
		{IDs: []string{"agent-images-launcher"}, Find: imageLauncher},
		{IDs: []string{"agent-filesystem-linux-launcher"}, Find: wantsLinuxLauncher("filesystem/linux")},
		{IDs: []string{"agent-namespaces-pid-launcher"}, Find: wantsLinuxLauncher("namespaces/pid")},
		{IDs: []string{"agent-namespaces-ipc-launcher"}, Find: wantsLinuxLauncher("namespaces/ipc")},
		{IDs: []string{"agent-volume-secret-launcher"}, Find: wantsLinuxLauncher("volume/secret")},
		{IDs: []string{"agent-volume-host-path-launcher"}, Find: wantsLinuxLauncher("volume/host_path")},
		{IDs: []string{"agent-linux-devices-launcher"}, Find: wantsLinuxLauncher("linux/devices")},
		{IDs: []string{"agent-network-ports-launcher"}, Find: wantsLinuxLauncher("network/ports")},
		{IDs: []string{"agent-port-ranges-twice"}, Find: portsTwice},
		{IDs: []string{"agent-perf-duration-maximum"}, Find: perfDuration},
		{IDs: []string{"agent-gpu-devices-and-resources"}, Find: gpuResources},
		{IDs: []string{"agent-gpu-isolator-order"}, Find: gpuOrder},
		{IDs: []string{"agent-external-containerizer-logger"}, Find: externalLogger},
	}
}

// bothGiven refuses two flags of which only one may be given.
func bothGiven(s *resolved.Start) {
	given := s.Own()
	if len(given) < 2 {
		return
	}
	s.Refuse(resolved.Finding{
		At: given[1], Beside: given[:1],
		What: fmt.Sprintf("`%s` and `%s` are both given", given[0].Name, given[1].Name),
		Help: "keep the one that is meant and delete the other", Fix: withoutOption(s, given[1]),
	})
}

// withoutOption returns the manual fix that deletes a flag beside which another one cannot be given.
func withoutOption(s *resolved.Start, o resolved.Option) *lint.Fix {
	return manual(deletion(s.Daemon, o.Value.Setting), fmt.Sprintf("delete `%s`, if the other one is meant", o.Name))
}

func strictInMemory(s *resolved.Start) {
	strict := s.Option("registry_strict")
	if !strict.Given() || !strict.Parsed.Bool {
		return
	}
	registry := s.Option("registry")
	if registry.Text != "in_memory" {
		return
	}
	s.Refuse(resolved.Finding{
		At: strict, Beside: []resolved.Option{registry},
		What: "the registry is in memory, which cannot be strict",
		Help: "delete `registry_strict`, or select another registry",
	})
}

func zooKeeperAndModules(s *resolved.Start) {
	zk := s.Option("zk")
	if !zk.Given() {
		return
	}
	for _, o := range s.Own() {
		if o.Name == zk.Name {
			continue
		}
		s.Refuse(resolved.Finding{
			At: o, Beside: []resolved.Option{zk},
			What: fmt.Sprintf("`%s` replaces `zk`, which is given as well", o.Name),
			Help: "keep the one that is meant and delete the other", Fix: withoutOption(s, o),
		})
		return
	}
}

// sorters refuses sorters that are not one of those the built-in allocator has, the same for roles and frameworks.
func sorters(s *resolved.Start) {
	allocator := s.Option("allocator")
	if !builtIn(s, allocator) {
		return
	}
	roles, frameworks := s.Option("role_sorter"), s.Option("framework_sorter")
	if roles.Text == frameworks.Text && builtIn(s, roles) {
		return
	}
	at := roles
	if !at.Given() || builtIn(s, roles) && frameworks.Given() {
		at = frameworks
	}
	s.Refuse(resolved.Finding{
		At: at, Beside: slices.DeleteFunc([]resolved.Option{roles, frameworks}, func(o resolved.Option) bool { return o.Name == at.Name }),
		What: fmt.Sprintf("`%s` is %q and `%s` is %q; both must be %s", roles.Name, roles.Text, frameworks.Name, frameworks.Text,
			resolved.AnyOf(valueNames(s, roles.Name))),
		Help: fmt.Sprintf("give `%s` and `%s` the same value", roles.Name, frameworks.Name),
	})
}

// builtIn reports whether a flag that is set by name has one of the names built into the release.
func builtIn(s *resolved.Start, o resolved.Option) bool {
	return slices.Contains(valueNames(s, o.Name), o.Text)
}

// valueNames returns the names built into the release for a flag that somebody may write: no old names, and none of builds
// for Windows.
func valueNames(s *resolved.Start, flag string) []string {
	set := catalog.Values(s.Node.Component, flag)
	if set == nil {
		return nil
	}
	var names []string
	for _, v := range set.At(s.Release) {
		if !slices.Contains(v.Needs, "windows") && !v.DeprecatedIn.Contains(s.Release) {
			names = append(names, v.Name)
		}
	}
	return names
}

func isolatorNames(s *resolved.Start) {
	if iso := s.Isolation(); iso != nil {
		refuseIn(s, iso, iso.BothNames(), "keep only one of them in the list")
	}
}

func isolatorKind(kind, except string) func(*resolved.Start) {
	return func(s *resolved.Start) {
		if iso := s.Isolation(); iso != nil {
			refuseIn(s, iso, iso.SecondOf(kind, except), "keep only one of them in the list")
		}
	}
}

// refuseIn reports what is wrong with the list of isolators.
func refuseIn(s *resolved.Start, iso *resolved.Isolation, problem *startup.Problem, help string) {
	if problem != nil {
		s.Refuse(resolved.Finding{At: iso.Option, Problem: problem, What: problem.Text, Help: help})
	}
}

// imageLauncher refuses container images with another launcher than the one that can isolate their file systems.
func imageLauncher(s *resolved.Start) {
	iso := s.Isolation()
	providers := s.Option("image_providers")
	if iso == nil || !providers.Given() {
		return
	}
	refuseLauncher(s, resolved.Finding{At: providers}, "container images need")
}

// wantsLinuxLauncher refuses an isolator that works with the Linux launcher only, where another one is chosen.
func wantsLinuxLauncher(isolator string) func(*resolved.Start) {
	return func(s *resolved.Start) {
		iso := s.Isolation()
		if iso == nil {
			return
		}
		if name, found := iso.Find(isolator); found {
			refuseLauncher(s, iso.Finding(name), fmt.Sprintf("isolator `%s` needs", isolator))
		}
	}
}

// linuxLauncher is the launcher that isolators of Linux need. Which launcher is the default depends on who runs the agent.
const linuxLauncher = "linux"

func refuseLauncher(s *resolved.Start, f resolved.Finding, needs string) {
	launcher := s.Option("launcher")
	if !launcher.Given() || launcher.Text == linuxLauncher {
		return
	}
	f.Beside = append(f.Beside, launcher)
	f.What = fmt.Sprintf("%s the launcher `%s`, and `launcher` is %q", needs, linuxLauncher, launcher.Text)
	f.Help = fmt.Sprintf("write `%s`", resolved.Assigned(launcher.Value.Setting, launcher.Name, linuxLauncher))
	s.Refuse(f)
}

func portsTwice(s *resolved.Start) {
	if _, active := s.Isolator("network/ports"); !active {
		return
	}
	only, ranges := s.Option(s.Check.Flags[0]), s.Option(s.Check.Flags[1])
	if !only.Given() || !only.Parsed.Bool || !ranges.Given() {
		return
	}
	s.Refuse(resolved.Finding{
		At: ranges, Beside: []resolved.Option{only},
		What: fmt.Sprintf("`%s` and `%s` are both given", only.Name, ranges.Name),
		Help: "keep the one that is meant and delete the other", Fix: withoutOption(s, ranges),
	})
}

func perfDuration(s *resolved.Start) {
	if _, active := s.Isolator("cgroups/perf_event"); !active {
		return
	}
	if s.Holds("perf-events-optional") && !s.Option("perf_events").Given() {
		return
	}
	duration, interval := s.Option("perf_duration"), s.Option("perf_interval")
	if duration.Parsed.Duration <= interval.Parsed.Duration {
		return
	}
	at, beside := duration, interval
	if !at.Given() {
		at, beside = beside, at
	}
	s.Refuse(resolved.Finding{
		At: at, Beside: []resolved.Option{beside},
		What: fmt.Sprintf("samples that last `perf_duration` (%s) do not fit into `perf_interval` (%s)", duration.Parsed, interval.Parsed),
		Help: "make `perf_interval` as long as `perf_duration` or longer",
	})
}

// gpuResources compares the GPUs that are listed as devices with those that are offered as resources. Without the
// library of the vendor the isolator itself does not start.
func gpuResources(s *resolved.Start) {
	name, active := s.Isolator(gpuIsolator)
	if !active {
		return
	}
	devices, resources := s.Option("nvidia_gpu_devices"), s.Option("resources")
	offered, known := resourcesOf(s)
	if !known {
		return
	}
	count, some := offered.Scalar("gpus")
	none := !some || count == 0
	f := resolved.Finding{At: devices, Beside: []resolved.Option{resources}}
	if !devices.Given() {
		f = name
		f.Beside = []resolved.Option{resources}
	}
	list := devices.Parsed.List
	twice := slices.Clone(list)
	slices.Sort(twice)
	switch {
	case none && strings.Contains(resources.Text, "gpus") && !devices.Given():
		return
	case none && !devices.Given():
		return // the agent offers what it finds
	case none:
		f.What = "`nvidia_gpu_devices` is given and the resources offer no `gpus`"
		f.Help = "offer as many `gpus` as there are devices in the list"
	case !devices.Given():
		f.What = "the resources offer `gpus` and `nvidia_gpu_devices` is not given"
		f.Help = "list the devices in `nvidia_gpu_devices`"
	case count != float64(int64(count)):
		f.What = "the resource `gpus` is not a whole number"
		f.Help = "offer as many `gpus` as there are devices in the list"
	case len(slices.Compact(twice)) != len(list):
		f.What = "`nvidia_gpu_devices` lists a device twice"
		f.Help = "list each device once"
	case float64(len(list)) != count:
		f.What = fmt.Sprintf("`nvidia_gpu_devices` lists %d devices and the resources offer %v `gpus`", len(list), count)
		f.Help = "offer as many `gpus` as there are devices in the list"
	default:
		return
	}
	s.Refuse(f)
}

const gpuIsolator = "gpu/nvidia"

// gpuOrder refuses a list in which the GPU isolator stands before one that must come first.
func gpuOrder(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(gpuIsolator)
	if !found {
		return
	}
	for _, first := range gpuNeeds(s) {
		if _, listed := iso.Find(first); listed && !iso.Before(first, gpuIsolator) {
			f := iso.Finding(name)
			f.What = fmt.Sprintf("`%s` must be listed before `%s`", first, gpuIsolator)
			f.Help = fmt.Sprintf("move `%s` before `%s`", first, gpuIsolator)
			s.Refuse(f)
			return
		}
	}
}

// gpuNeeds returns the isolators that the GPU isolator needs on the release.
func gpuNeeds(s *resolved.Start) []string {
	needs := []string{"cgroups/devices"}
	if s.Holds("gpu-needs-filesystem") {
		needs = append(needs, "filesystem/linux")
	}
	return needs
}

func externalLogger(s *resolved.Start) {
	logger := s.Option("container_logger")
	if !logger.Given() {
		return
	}
	if at, external := s.External(); external {
		s.Refuse(resolved.Finding{
			At: logger, Beside: []resolved.Option{at},
			What: "the external containerizer does not support `container_logger`",
			Help: "delete `container_logger`",
		})
	}
}
