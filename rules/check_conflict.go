package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var checkConflict = &lint.Rule{
	Name:  "check/conflict",
	Title: "Settings that the daemon does not take together",
	Doc: `Each of the settings is right by itself, and the daemon refuses to start with both: an address and a command that
finds one, ZooKeeper and a contender of one's own, two sorters that differ, isolators that exclude each other or that do
not work with the launcher that is chosen. Which pairs are refused depends on the release.

Most of the agent's checks are made when it creates its containerizers: they count only where --containerizers lists mesos,
or docker where they are about that.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(conflictChecks()...),
}

// conflictChecks are the start-up checks of settings that exclude each other.
func conflictChecks() []startCheck {
	return []startCheck{
		{"m-ip", bothGiven},
		{"a-ip", bothGiven},
		{"a-ip6", bothGiven},
		{"a-master-both", bothGiven},
		{"m-strict-mem", strictInMemory},
		{"m-zk-or-pair", zooKeeperAndModules},
		{"m-sorters", sorters},
		{"c-iso-disk", isolatorNames},
		{"c-iso-multifs", isolatorKind("filesystem/", "")},
		{"c-iso-multinet", isolatorKind("network/", "network/ports")},
		{"c-img-launcher", imageLauncher},
		{"c-fslinux-launcher", wantsLinuxLauncher("filesystem/linux")},
		{"c-pid-launcher", wantsLinuxLauncher("namespaces/pid")},
		{"c-ipc-launcher", wantsLinuxLauncher("namespaces/ipc")},
		{"c-volsecret-launcher", wantsLinuxLauncher("volume/secret")},
		{"c-volhost-launcher", wantsLinuxLauncher("volume/host_path")},
		{"c-lindev-launcher", wantsLinuxLauncher("linux/devices")},
		{"c-ports-launcher", wantsLinuxLauncher("network/ports")},
		{"c-ports", portsTwice},
		{"c-perf-dur", perfDuration},
		{"c-gpu-res", gpuResources},
		{"c-gpu-order", gpuOrder},
		{"c-ext-logger", externalLogger},
	}
}

// bothGiven refuses two flags of which only one may be given.
func bothGiven(s *start) {
	given := s.own()
	if len(given) < 2 {
		return
	}
	s.refuse(finding{
		at: given[1], beside: given[:1],
		what: fmt.Sprintf("`%s` and `%s` are both given", given[0].name, given[1].name),
		help: "give one of them",
	})
}

func strictInMemory(s *start) {
	strict := s.option("registry_strict")
	if !strict.given() || !strict.parsed.Bool {
		return
	}
	registry := s.option("registry")
	if registry.text != "in_memory" {
		return
	}
	s.refuse(finding{
		at: strict, beside: []option{registry},
		what: "the registry is in memory, which cannot be strict",
		help: "delete `registry_strict`, or choose another registry",
	})
}

func zooKeeperAndModules(s *start) {
	zk := s.option("zk")
	if !zk.given() {
		return
	}
	for _, o := range s.own() {
		if o.name == zk.name {
			continue
		}
		s.refuse(finding{
			at: o, beside: []option{zk},
			what: fmt.Sprintf("`%s` replaces `zk`, which is given as well", o.name),
			help: "delete one of them",
		})
		return
	}
}

// sorters refuses sorters that are not one of those the built-in allocator has, the same for roles and frameworks.
func sorters(s *start) {
	allocator := s.option("allocator")
	if !builtIn(s, allocator) {
		return
	}
	roles, frameworks := s.option("role_sorter"), s.option("framework_sorter")
	if roles.text == frameworks.text && builtIn(s, roles) {
		return
	}
	at := roles
	if !at.given() || builtIn(s, roles) && frameworks.given() {
		at = frameworks
	}
	s.refuse(finding{
		at: at, beside: slices.DeleteFunc([]option{roles, frameworks}, func(o option) bool { return o.name == at.name }),
		what: fmt.Sprintf("`%s` is %q and `%s` is %q; both must be %s", roles.name, roles.text, frameworks.name, frameworks.text,
			anyOf(valueNames(s, roles.name))),
		help: fmt.Sprintf("give `%s` and `%s` the same value", roles.name, frameworks.name),
	})
}

// builtIn reports whether a flag that is set by name has one of the names built into the release.
func builtIn(s *start, o option) bool {
	return slices.Contains(valueNames(s, o.name), o.text)
}

// valueNames returns the names built into the release for a flag.
func valueNames(s *start, flag string) []string {
	set := catalog.Values(s.Node.Component, flag)
	if set == nil {
		return nil
	}
	var names []string
	for _, v := range set.At(s.Release) {
		names = append(names, v.Name)
	}
	return names
}

func isolatorNames(s *start) {
	if iso := s.isolation(); iso != nil {
		s.refuseIn(iso, iso.BothNames(), "list one of them")
	}
}

func isolatorKind(kind, except string) func(*start) {
	return func(s *start) {
		if iso := s.isolation(); iso != nil {
			s.refuseIn(iso, iso.SecondOf(kind, except), "list one of them")
		}
	}
}

// refuseIn reports what is wrong with the list of isolators.
func (s *start) refuseIn(iso *isolation, problem *startup.Problem, help string) {
	if problem != nil {
		s.refuse(finding{at: iso.option, problem: problem, what: problem.Text, help: help})
	}
}

// imageLauncher refuses container images with another launcher than the one that can isolate their file systems.
func imageLauncher(s *start) {
	iso := s.isolation()
	providers := s.option("image_providers")
	if iso == nil || !providers.given() {
		return
	}
	s.refuseLauncher(finding{at: providers}, "container images need")
}

// wantsLinuxLauncher refuses an isolator that works with the Linux launcher only, where another one is chosen.
func wantsLinuxLauncher(isolator string) func(*start) {
	return func(s *start) {
		iso := s.isolation()
		if iso == nil {
			return
		}
		if name, found := iso.Find(isolator); found {
			s.refuseLauncher(iso.finding(name), fmt.Sprintf("isolator `%s` needs", isolator))
		}
	}
}

// linuxLauncher is the launcher that isolators of Linux need. Which launcher is the default depends on who runs the agent.
const linuxLauncher = "linux"

func (s *start) refuseLauncher(f finding, needs string) {
	launcher := s.option("launcher")
	if !launcher.given() || launcher.text == linuxLauncher {
		return
	}
	f.beside = append(f.beside, launcher)
	f.what = fmt.Sprintf("%s the launcher `%s`, and `launcher` is %q", needs, linuxLauncher, launcher.text)
	f.help = fmt.Sprintf("write `%s`", assigned(launcher.value.Setting, launcher.name, linuxLauncher))
	s.refuse(f)
}

func portsTwice(s *start) {
	if _, active := s.isolator("network/ports"); !active {
		return
	}
	only, ranges := s.option(s.check.Flags[0]), s.option(s.check.Flags[1])
	if !only.given() || !only.parsed.Bool || !ranges.given() {
		return
	}
	s.refuse(finding{
		at: ranges, beside: []option{only},
		what: fmt.Sprintf("`%s` and `%s` are both given", only.name, ranges.name),
		help: "give one of them",
	})
}

func perfDuration(s *start) {
	if _, active := s.isolator("cgroups/perf_event"); !active {
		return
	}
	if s.on("perf-events-optional") && !s.option("perf_events").given() {
		return
	}
	duration, interval := s.option("perf_duration"), s.option("perf_interval")
	if duration.parsed.Duration <= interval.parsed.Duration {
		return
	}
	at, beside := duration, interval
	if !at.given() {
		at, beside = beside, at
	}
	s.refuse(finding{
		at: at, beside: []option{beside},
		what: fmt.Sprintf("samples that last `perf_duration` (%s) do not fit into `perf_interval` (%s)", duration.parsed, interval.parsed),
		help: "make `perf_interval` as long as `perf_duration` or longer",
	})
}

// gpuResources compares the GPUs that are listed as devices with those that are offered as resources. Without the
// library of the vendor the isolator itself does not start.
func gpuResources(s *start) {
	name, active := s.isolator(gpuIsolator)
	if !active {
		return
	}
	devices, resources := s.option("nvidia_gpu_devices"), s.option("resources")
	offered, known := s.resources()
	if !known {
		return
	}
	count, some := offered.Scalar("gpus")
	none := !some || count == 0
	f := finding{at: devices, beside: []option{resources}}
	if !devices.given() {
		f = name
		f.beside = []option{resources}
	}
	list := devices.parsed.List
	twice := slices.Clone(list)
	slices.Sort(twice)
	switch {
	case none && strings.Contains(resources.text, "gpus") && !devices.given():
		return
	case none && !devices.given():
		return // the agent offers what it finds
	case none:
		f.what = "`nvidia_gpu_devices` is given and the resources offer no `gpus`"
		f.help = "offer as many `gpus` as there are devices in the list"
	case !devices.given():
		f.what = "the resources offer `gpus` and `nvidia_gpu_devices` is not given"
		f.help = "list the devices in `nvidia_gpu_devices`"
	case count != float64(int64(count)):
		f.what = "the resource `gpus` is no whole number"
		f.help = "offer as many `gpus` as there are devices in the list"
	case len(slices.Compact(twice)) != len(list):
		f.what = "`nvidia_gpu_devices` lists a device twice"
		f.help = "list each device once"
	case float64(len(list)) != count:
		f.what = fmt.Sprintf("`nvidia_gpu_devices` lists %d devices and the resources offer %v `gpus`", len(list), count)
		f.help = "offer as many `gpus` as there are devices in the list"
	default:
		return
	}
	s.refuse(f)
}

const gpuIsolator = "gpu/nvidia"

// gpuOrder refuses a list in which the GPU isolator stands before one that must come first.
func gpuOrder(s *start) {
	iso := s.isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(gpuIsolator)
	if !found {
		return
	}
	for _, first := range s.gpuNeeds() {
		if _, listed := iso.Find(first); listed && !iso.Before(first, gpuIsolator) {
			f := iso.finding(name)
			f.what = fmt.Sprintf("`%s` must be listed before `%s`", first, gpuIsolator)
			f.help = "change their order"
			s.refuse(f)
			return
		}
	}
}

// gpuNeeds returns the isolators that the GPU isolator needs on the release.
func (s *start) gpuNeeds() []string {
	needs := []string{"cgroups/devices"}
	if s.on("gpu-needs-filesystem") {
		needs = append(needs, "filesystem/linux")
	}
	return needs
}

func externalLogger(s *start) {
	logger := s.option("container_logger")
	if !logger.given() {
		return
	}
	if at, external := s.external(); external {
		s.refuse(finding{
			at: logger, beside: []option{at},
			what: "the external containerizer takes no `container_logger`",
			help: "delete `container_logger`",
		})
	}
}
