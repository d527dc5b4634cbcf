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

var valueUnknown = &lint.Rule{
	Name:  "value/unknown",
	Title: "The daemon does not know this name",
	Doc: `Isolators, containerizers, authenticators, allocators and many other parts of a daemon are selected by name. A name
that is not built in is looked up among the modules that --modules or --modules_dir load, if the flag accepts modules. If it
is neither, the daemon does not start.

The node's modules configuration says which modules are loaded. If it is not known, this is a warning that a module must
have the name.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=cgroups/cpus,cgroups/mem
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=cgroups/cpu,cgroups/mem
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { unknownNameStart.Look(p, n) },
}

var unknownNameStart = resolved.StartChecks{List: func() []resolved.StartCheck { return nameChecks(neverThere) }}

var valueRemoved = &lint.Rule{
	Name:  "value/removed",
	Title: "The value names something that was removed",
	Doc: `What the flag names was built into older releases and was removed: the external containerizer was removed in 1.1.
The daemon does not start.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.1",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--containerizers=external,mesos
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--containerizers=mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { removedNameStart.Look(p, n) },
}

var removedNameStart = resolved.StartChecks{List: func() []resolved.StartCheck { return nameChecks(gone) }}

var valueNotYet = &lint.Rule{
	Name:  "value/not-yet",
	Title: "The value names something that only a later release has",
	Doc: `What the flag names is built into a later release, and this release does not know it. The daemon does not start. Do
not install a configuration before the binaries that support it.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "0.26",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,docker/runtime
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { laterNameStart.Look(p, n) },
}

var laterNameStart = resolved.StartChecks{List: func() []resolved.StartCheck { return nameChecks(toCome) }}

// lifeOf is where a name stands that is not built into a release.
type lifeOf uint8

const (
	neverThere lifeOf = iota
	gone
	toCome
	// loaded: a module has the name, and may not be created with its parameters.
	loaded
)

// nameChecks are the checks of flags that are set by name, as one of the rules looks at them.
func nameChecks(life lifeOf) []resolved.StartCheck {
	always := func(*resolved.Start) bool { return true }
	mesos := func(s *resolved.Start) bool { return s.UsesContainerizer("mesos") }
	docker := func(s *resolved.Start) bool { return s.UsesImages("DOCKER") }
	internal := func(s *resolved.Start) bool { return !s.IsExternal(s.Option("isolation")) }
	containers := func(s *resolved.Start) bool { return s.UsesContainerizer("mesos") || s.UsesContainerizer("docker") }
	named := func(when func(*resolved.Start) bool, flag string) func(*resolved.Start) {
		return func(s *resolved.Start) {
			if o := s.Option(flag); o.Given() {
				unknownNames(s, life, o, namesIn(s, o), when)
			}
		}
	}
	return []resolved.StartCheck{
		{IDs: []string{"master-registry-unknown"}, Find: named(always, "registry")},
		{IDs: []string{"master-allocator-unknown"}, Find: named(always, "allocator")},
		{IDs: []string{"master-contender-creation"}, Find: named(always, "master_contender")},
		{IDs: []string{"master-detector-creation"}, Find: named(always, "master_detector")},
		{IDs: []string{"agent-detector-creation"}, Find: named(always, "master_detector")},
		{IDs: []string{"master-authorizer-unknown"}, Find: named(always, "authorizers")},
		{IDs: []string{"agent-authorizer-unknown"}, Find: named(always, "authorizer")},
		{IDs: []string{"master-authenticator-unknown"}, Find: named(always, "authenticators")},
		{IDs: []string{"master-http-authenticator-unknown"}, Find: named(always, "http_authenticators")},
		{IDs: []string{"http-authenticator-unknown"}, Find: func(s *resolved.Start) { httpAuthenticators(s, life) }},
		{IDs: []string{"master-hooks-unknown"}, Find: named(always, "hooks")},
		{IDs: []string{"agent-hooks-unknown"}, Find: named(always, "hooks")},
		{IDs: []string{"logging-level-unknown"}, Find: named(always, "logging_level")},
		{IDs: []string{"agent-recover-unknown"}, Find: named(always, "recover")},
		{IDs: []string{"agent-reconfiguration-policy-unknown"}, Find: named(always, "reconfiguration_policy")},
		{IDs: []string{"agent-resource-estimator-unknown"}, Find: named(always, "resource_estimator")},
		{IDs: []string{"agent-qos-controller-unknown"}, Find: named(always, "qos_controller")},
		{IDs: []string{"agent-secret-resolver-unknown"}, Find: named(always, "secret_resolver")},
		{IDs: []string{"agent-disk-profile-adaptor-unknown"}, Find: named(always, "disk_profile_adaptor")},
		{IDs: []string{"agent-container-logger-unknown"}, Find: named(containers, "container_logger")},
		{IDs: []string{"agent-containerizer-unknown"}, Find: named(internal, "containerizers")},
		{IDs: []string{"agent-launcher-unknown"}, Find: named(mesos, "launcher")},
		{IDs: []string{"agent-image-backend-unusable"}, Find: named(mesos, "image_provisioner_backend")},
		{IDs: []string{"agent-image-provider-unknown"}, Find: named(mesos, "image_providers")},
		{IDs: []string{"agent-docker-puller-unknown"}, Find: named(docker, "docker_puller")},
		{IDs: []string{"agent-isolator-unknown"}, Find: func(s *resolved.Start) { isolators(s, life) }},
	}
}

// namesIn returns the names that a flag's value is made of; none if it has more of them than the release takes.
func namesIn(s *resolved.Start, o resolved.Option) []startup.Name {
	set := catalog.Values(s.Node.Component, o.Name)
	all := []startup.Name{{Text: o.Text, Start: 0, End: len(o.Text)}}
	switch {
	case set == nil && o.Name == "hooks":
		return startup.Names(o.Text, true)
	case set == nil:
		return all
	case set.List.Contains(s.Release):
		// Only the lists of image providers and of isolators leave out empty names.
		return startup.Names(o.Text, !set.AnyCase)
	case strings.Contains(o.Text, ",") && set.Single.Contains(s.Release):
		return nil // refused as a list
	}
	return all
}

// unknownNames refuses the names of a value that the daemon does not have, where when says that it looks at them.
func unknownNames(s *resolved.Start, life lifeOf, o resolved.Option, names []startup.Name, when func(*resolved.Start) bool) {
	for _, name := range names {
		if lacksName(s, life, o.Name, name.Text) && when(s) {
			refuseName(s, life, o, name, resolved.Finding{
				At: o, Problem: &startup.Problem{Start: name.Start, End: name.End},
			})
		}
	}
}

// lacksName reports whether a name is not built into the release, and whether its life is the one asked for.
func lacksName(s *resolved.Start, life lifeOf, flag, name string) bool {
	v := builtInName(s, flag, name)
	if v == nil {
		return life == neverThere || life == loaded
	}
	if slices.Contains(v.Needs, "windows") {
		return life == neverThere
	}
	if v.In.Contains(s.Release) && !v.ShippedModule {
		return false
	}
	switch {
	case v.ShippedModule:
		return life == neverThere || life == loaded
	case v.In[0].First.Less(s.Release):
		return life == gone
	}
	return life == toCome
}

// builtInName returns what the catalogue has of a name of a flag, nil if it has none.
func builtInName(s *resolved.Start, flag, name string) *catalog.Value {
	set := catalog.Values(s.Node.Component, flag)
	if set == nil {
		return nil
	}
	return set.Value(name)
}

// takesModules reports whether a name of a flag may be a module's.
func takesModules(s *resolved.Start, flag string) bool {
	set := catalog.Values(s.Node.Component, flag)
	return set == nil || set.Modules.Contains(s.Release)
}

// refuseName reports a name the daemon does not have, unless it is a module's; if the modules are not known it warns.
func refuseName(s *resolved.Start, life lifeOf, o resolved.Option, name startup.Name, f resolved.Finding) {
	shown := fmt.Sprintf("`%s` names `%s`", o.Name, name.Text)
	if name.Text == "" {
		shown = fmt.Sprintf("`%s` has an empty name", o.Name)
	}
	f.What, f.Help = shown+", which is not known", insteadOfName(s, o, name.Text)
	v := builtInName(s, o.Name, name.Text)
	if v != nil && slices.Contains(v.Needs, "windows") {
		f.What = shown + ", which only builds for Windows have"
		s.Refuse(f)
		return
	}
	switch life {
	case gone:
		f.What = fmt.Sprintf("%s, which exists only in %s", shown, v.In)
		if running := s.Pass.Upgrade.From; !running.IsZero() && v.In.Contains(running) {
			f.Help += fmt.Sprintf("; not before the upgrade: %s has it", resolved.Who(s.Node.Component, running))
		}
	case toCome:
		f.What = fmt.Sprintf("%s, which comes with %s", shown, v.In[0].First)
		f.Help = fmt.Sprintf("remove it before %s", v.In[0].First)
	}
	if !takesModules(s, o.Name) {
		if life != loaded {
			s.Refuse(f)
		}
		return
	}
	modules, known := modulesByName(s.Pass, s.Node, s.Release)
	if _, hasModules := s.Schema.Lookup("modules"); !hasModules {
		modules, known = nil, allModules
	}
	module, isLoaded := modules[name.Text]
	switch {
	case isLoaded && life == loaded:
		refuseParameters(s, o, f, module)
		return
	case isLoaded || life == loaded || known == modulesUnread:
		return
	case known == modulesFromOutside && isDeclared(s.Pass, s.Node.Component, o.Name, name.Text):
		return
	}
	if life == neverThere {
		f.What = shown + ", which is neither built in nor one of the loaded modules"
		if v != nil && v.ShippedModule {
			f.Help = fmt.Sprintf("load `%s`, which comes with Mesos, through `modules`", name.Text)
		}
	}
	if known == modulesFromOutside {
		s.Doubt("modules")
	}
	s.Refuse(f)
}

// insteadOfName says what to write for a name the daemon does not have.
func insteadOfName(s *resolved.Start, o resolved.Option, name string) string {
	names := valueNames(s, o.Name)
	meant := resolved.Nearest(name, slices.Values(names))
	list := listOf(s, o)
	listed := func(n string) bool { return n != name && list.count[n] > 0 }
	others := list.all > list.count[name]
	names = slices.DeleteFunc(slices.Clone(names), listed)
	switch {
	case listed(meant) && takesModules(s, o.Name):
		return fmt.Sprintf("delete it: `%s`, which it looks like, is listed already, or load the module with that name", meant)
	case listed(meant):
		return fmt.Sprintf("delete it: `%s` is listed already", meant)
	case others && len(names) == 0:
		return "delete it"
	case meant == "" && others && !takesModules(s, o.Name):
		return "delete it, or write " + resolved.AnyOf(names)
	case meant != "" && takesModules(s, o.Name):
		return fmt.Sprintf("write `%s`, or load the module with that name", meant)
	case meant != "":
		return fmt.Sprintf("write `%s`", meant)
	case takesModules(s, o.Name) && len(names) > 0 && len(names) <= 5:
		return "load the module with that name, or write " + resolved.AnyOf(names)
	case takesModules(s, o.Name):
		return "load the module with that name"
	}
	return "write " + resolved.AnyOf(names)
}

// httpAuthenticators refuses the authenticators of realms in which HTTP authentication is on.
func httpAuthenticators(s *resolved.Start, life lifeOf) {
	reported := map[string]bool{}
	for _, realm := range httpRealms(s) {
		for _, name := range realm.names {
			o := realm.authenticators
			if !o.Given() || reported[o.Name+name.Text] || !lacksName(s, life, o.Name, name.Text) {
				continue
			}
			reported[o.Name+name.Text] = true
			refuseName(s, life, o, name, realm.finding(name))
		}
	}
}

// isolators refuses the isolators the agent does not have.
func isolators(s *resolved.Start, life lifeOf) {
	iso := s.Isolation()
	if iso == nil || !iso.Option.Given() {
		return
	}
	for _, name := range iso.Isolators {
		v := builtInName(s, iso.Option.Name, name.Text)
		wholeOnly := v != nil && v.In.Contains(s.Release) && v.Whole.Contains(s.Release)
		switch {
		case wholeOnly && life == neverThere:
			f := iso.Finding(name)
			f.What = fmt.Sprintf("`%s` stands for other isolators only if it is the whole value of `%s`", name.Text, iso.Option.Name)
			f.Help = fmt.Sprintf("write `%s` in its place", v.Replacement)
			s.Refuse(f)
		case !wholeOnly && lacksName(s, life, iso.Option.Name, name.Text):
			refuseName(s, life, iso.Option, name, iso.Finding(name))
		}
	}
}

var valueBuild = &lint.Rule{
	Name:  "value/build",
	Title: "Only some builds have what the value names",
	Doc: `Some isolators are compiled in only if Mesos was configured for them: disk/xfs, network/ports,
network/port_mapping, linux/seccomp. Packages from different sources differ in this, and the configuration does not show it.
An agent without the isolator does not start.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:        "1.8",
		Condition: "unless it was built with --enable-xfs-disk-isolator",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--launcher=linux
--isolation=filesystem/linux,disk/xfs
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--launcher=linux
--isolation=filesystem/linux,disk/du
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || r.OnlyPrints() {
			return
		}
		for _, set := range catalog.AllValues() {
			v, k := r.Flag(r.Canonical(set.Flag))
			if set.Component != n.Component || k != resolved.Known {
				continue
			}
			for _, name := range startup.Names(v.Parsed.Text, false) {
				value := set.Value(name.Text)
				if value == nil || !value.In.Contains(r.Release) {
					continue
				}
				for _, need := range value.Needs {
					if !strings.HasPrefix(need, "--") {
						continue
					}
					p.Report(lint.Diagnostic{
						Span: v.PartSpan(name.Start, name.End), Effect: lint.Advice, Component: n.Component, Subject: name.Text,
						Message:   fmt.Sprintf("`%s` names `%s`, which only some builds have: without it %s will not start", v.Flag.Name, name.Text, r.Who()),
						Condition: "unless it was built with " + need,
						Help:      "make sure that the binary has it before the daemon is restarted",
						Notes:     resolved.ReadAt(set.Evidence...),
					})
				}
			}
		}
	},
}

var valueRenamed = &lint.Rule{
	Name:  "value/renamed",
	Title: "The value is the old name of something",
	Doc: `The release accepts the old name, logs a warning, and does what the new name says: isolation=process stands for
posix/cpu,posix/mem, isolation=cgroups for cgroups/cpu,cgroups/mem, posix/disk for disk/du. Before 1.6 process and cgroups
are replaced only if they are the whole value.

The cgroups isolator of 1.5 and later reads --isolation as it was given: for the old name cgroups it loads no subsystem, so
that nothing is isolated from 1.5.0 on, and the agent aborts from 1.7.0 on.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,posix/disk
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=posix/cpu,posix/mem,disk/du
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || r.OnlyPrints() {
			return
		}
		for _, set := range catalog.AllValues() {
			v, k := r.Flag(r.Canonical(set.Flag))
			if set.Component != n.Component || k != resolved.Known {
				continue
			}
			names := startup.Names(v.Parsed.Text, false)
			for _, name := range names {
				value := set.Value(name.Text)
				if value == nil || !value.In.Contains(r.Release) || !value.DeprecatedIn.Contains(r.Release) ||
					value.Whole.Contains(r.Release) && len(names) > 1 {
					continue
				}
				reportRenamed(p, r, v, set, value, name, names)
			}
		}
	},
}

func reportRenamed(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue, set *catalog.ValueSet, old *catalog.Value, name startup.Name, all []startup.Name) {
	found := lint.Diagnostic{
		Check: catalog.CheckReported("value/renamed", r.Node.Component, r.Release, v.Flag.Name, name.Text),
		Span:  v.PartSpan(name.Start, name.End), Effect: lint.Deprecated, Component: r.Node.Component, Subject: name.Text,
		Message: fmt.Sprintf("`%s` is deprecated in `%s` of %s", name.Text, v.Flag.Name, r.Who()),
		Help:    old.Note,
		Release: resolved.SinceOrAlways(r.Release, old.DeprecatedIn.Contains),
		Notes:   resolved.ReadAt(set.Evidence...),
	}
	others := make([]string, 0, len(all))
	for _, n := range all {
		if n != name {
			others = append(others, n.Text)
		}
	}
	broken := old.BrokenOn(r.Release, others)
	if old.Replacement != "" {
		found.Help = fmt.Sprintf("write `%s`", old.Replacement)
		found.Fix = renameValue(v, set, old, name, all)
	}
	switch {
	case broken != nil:
		found.Effect, found.Severity = lint.Effect(broken.Effect), lint.Error
		found.Message = fmt.Sprintf("`%s` in `%s` no longer stands for `%s`: %s", name.Text, v.Flag.Name, old.Replacement,
			fmt.Sprintf(broken.What, r.Release.String()+" "+r.Node.Component.String()))
		found.Notes = resolved.ReadAt(broken.Evidence...)
		found.Release = resolved.Since(r.Release, func(on release.Release) bool { return old.BrokenOn(on, others) != nil })
		if from := p.Upgrade.From; found.Fix != nil && (from.IsZero() || !old.DeprecatedIn.Contains(from) || old.BrokenOn(from, others) != nil) {
			found.Fix.Applicability = lint.Unsafe
			found.Fix.Message += ", which isolates what is not isolated today"
		}
	case old.Replacement != "":
		found.Message += fmt.Sprintf(": it stands for `%s`", old.Replacement)
	}
	if last := old.In[len(old.In)-1].Last; !last.IsZero() {
		found.Message += fmt.Sprintf(" (%s is the last release that accepts it)", last)
	}
	p.Report(found)
}

// renameValue writes what an old name stands for in its place; nil if some of that is listed already, so that the list
// would have it twice.
func renameValue(v *resolved.FlagValue, set *catalog.ValueSet, old *catalog.Value, name startup.Name, all []startup.Name) *lint.Fix {
	var validFrom release.Release
	for replacement := range strings.SplitSeq(old.Replacement, ",") {
		if slices.ContainsFunc(all, func(n startup.Name) bool { return n.Text == replacement }) {
			return nil
		}
		if first := set.Value(replacement).In[0].First; validFrom.Less(first) {
			validFrom = first
		}
	}
	fix := v.RewritePart(name.Start, name.End, old.Replacement, lint.Safe, fmt.Sprintf("replace `%s` by `%s`", name.Text, old.Replacement))
	if fix != nil && catalog.Releases().All()[0].Less(validFrom) {
		fix.ValidFrom = validFrom
	}
	return fix
}
