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
)

var valueUnknown = &lint.Rule{
	Name:  "value/unknown",
	Title: "The daemon has nothing of this name",
	Doc: `Isolators, containerizers, authenticators, allocators and many other parts of a daemon are chosen by name. A name that
is not built in is looked for among the modules that --modules or --modules_dir load, where the flag takes modules at all.
Where it is neither, the daemon does not start.

Which modules are loaded is read from the node's own modules configuration. Where that is not known, it is a warning that
the name has to come from there.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(nameChecks(neverThere)...),
}

var valueRemoved = &lint.Rule{
	Name:  "value/removed",
	Title: "The release has dropped what the value names",
	Doc: `What the flag names was built into an older release and is not any more: the external containerizer went in 1.1. The
daemon does not start.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(nameChecks(gone)...),
}

var valueNotYet = &lint.Rule{
	Name:  "value/not-yet",
	Title: "Only a later release has what the value names",
	Doc: `What the flag names is built into a later release, and this one does not know it. The daemon does not start. A
configuration must not be shipped to binaries that are too old for it.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(nameChecks(toCome)...),
}

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
func nameChecks(life lifeOf) []startCheck {
	always := func(*start) bool { return true }
	mesos := func(s *start) bool { return s.usesContainerizer("mesos") }
	docker := func(s *start) bool { return s.usesImages("DOCKER") }
	internal := func(s *start) bool { return !s.isExternal(s.option("isolation")) }
	containers := func(s *start) bool { return s.usesContainerizer("mesos") || s.usesContainerizer("docker") }
	named := func(when func(*start) bool, flag string) func(*start) {
		return func(s *start) {
			if o := s.option(flag); o.given() {
				s.unknownNames(life, o, namesIn(s, o), when)
			}
		}
	}
	return []startCheck{
		{"m-registry", named(always, "registry")},
		{"m-allocator", named(always, "allocator")},
		{"m-contender", named(always, "master_contender")},
		{"m-detector", named(always, "master_detector")},
		{"a-detector", named(always, "master_detector")},
		{"m-authorizers-create", named(always, "authorizers")},
		{"a-authorizer", named(always, "authorizer")},
		{"m-authn-unknown", named(always, "authenticators")},
		{"m-httpauth-028b", named(always, "http_authenticators")},
		{"mh-httpauth-unknown", func(s *start) { httpAuthenticators(s, life) }},
		{"m-hooks", named(always, "hooks")},
		{"a-hooks", named(always, "hooks")},
		{"b-loglevel", named(always, "logging_level")},
		{"a-recover", named(always, "recover")},
		{"a-reconf", named(always, "reconfiguration_policy")},
		{"a-resest", named(always, "resource_estimator")},
		{"a-qos", named(always, "qos_controller")},
		{"a-secretres", named(always, "secret_resolver")},
		{"a-diskprof", named(always, "disk_profile_adaptor")},
		{"c-logger", named(containers, "container_logger")},
		{"c-cont-unknown", named(internal, "containerizers")},
		{"c-launcher", named(mesos, "launcher")},
		{"c-backend", named(mesos, "image_provisioner_backend")},
		{"c-img-type", named(mesos, "image_providers")},
		{"c-puller", named(docker, "docker_puller")},
		{"c-iso-unknown", func(s *start) { isolators(s, life) }},
	}
}

// namesIn returns the names that a flag's value is made of; none where it has more of them than the release takes.
func namesIn(s *start, o option) []startup.Name {
	set := catalog.Values(s.Node.Component, o.name)
	all := []startup.Name{{Text: o.text, Start: 0, End: len(o.text)}}
	switch {
	case set == nil && o.name == "hooks":
		return startup.Names(o.text, true)
	case set == nil:
		return all
	case set.List.Contains(s.Release):
		// Only the lists of image providers and of isolators leave out empty names.
		return startup.Names(o.text, !set.AnyCase)
	case strings.Contains(o.text, ",") && !set.Modules.Contains(s.Release):
		return all
	case strings.Contains(o.text, ","):
		return nil // refused as a list
	}
	return all
}

// unknownNames refuses the names of a value that the daemon does not have, where when says that it looks at them.
func (s *start) unknownNames(life lifeOf, o option, names []startup.Name, when func(*start) bool) {
	for _, name := range names {
		if s.lacks(life, o.name, name.Text) && when(s) {
			s.refuseName(life, o, name, finding{
				at: o, problem: &startup.Problem{Start: name.Start, End: name.End},
			})
		}
	}
}

// lacks reports whether a name is not built into the release, and whether its life is the one asked for.
func (s *start) lacks(life lifeOf, flag, name string) bool {
	v := s.builtin(flag, name)
	if v == nil {
		return life == neverThere || life == loaded
	}
	if v.In.Contains(s.Release) && !v.ShippedModule || slices.Contains(v.Needs, "windows") {
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

// builtin returns what the catalogue has of a name of a flag, nil where it has none.
func (s *start) builtin(flag, name string) *catalog.Value {
	set := catalog.Values(s.Node.Component, flag)
	if set == nil {
		return nil
	}
	return set.Value(name)
}

// takesModules reports whether a name of a flag may be a module's.
func (s *start) takesModules(flag string) bool {
	set := catalog.Values(s.Node.Component, flag)
	return set == nil || set.Modules.Contains(s.Release)
}

// refuseName reports a name the daemon does not have, unless it is a module's; where the modules are not known it warns.
func (s *start) refuseName(life lifeOf, o option, name startup.Name, f finding) {
	shown := fmt.Sprintf("`%s` names `%s`", o.name, name.Text)
	if name.Text == "" {
		shown = fmt.Sprintf("`%s` has an empty name", o.name)
	}
	f.what, f.help = shown+", which is not known", s.instead(o, name.Text)
	v := s.builtin(o.name, name.Text)
	switch life {
	case gone:
		f.what = fmt.Sprintf("%s, which exists in %s only", shown, v.In)
	case toCome:
		f.what = fmt.Sprintf("%s, which comes with %s", shown, v.In[0].First)
		f.help = fmt.Sprintf("leave it out before %s", v.In[0].First)
	}
	if !s.takesModules(o.name) {
		if life != loaded {
			s.refuse(f)
		}
		return
	}
	modules, known := modulesOfNode(s.pass, s.Node, s.Release)
	if _, hasModules := s.schema.Lookup("modules"); !hasModules {
		modules, known = nil, true
	}
	module := slices.IndexFunc(modules, func(m loadedModule) bool { return m.name.text() == name.Text })
	switch {
	case module >= 0 && life == loaded:
		s.refuseParameters(o, f, modules[module])
		return
	case module >= 0 || life == loaded:
		return
	}
	if life == neverThere {
		f.what = shown + ", which is neither built in nor one of the modules"
		if v != nil && v.ShippedModule {
			f.help = fmt.Sprintf("load `%s`, which comes with Mesos, through `modules`", name.Text)
		}
	}
	if !known {
		s.doubt("modules")
	}
	s.refuse(f)
}

// instead says what to write for a name the daemon does not have.
func (s *start) instead(o option, name string) string {
	names := valueNames(s, o.name)
	switch meant := nearest(name, slices.Values(names)); {
	case meant != "":
		return fmt.Sprintf("did you mean `%s`?", meant)
	case s.takesModules(o.name) && len(names) > 0 && len(names) <= 5:
		return "load the module that has the name, or write " + anyOf(names)
	case s.takesModules(o.name):
		return "load the module that has the name"
	}
	return "write " + anyOf(names)
}

// httpAuthenticators refuses the authenticators of realms in which HTTP authentication is on.
func httpAuthenticators(s *start, life lifeOf) {
	reported := map[string]bool{}
	for _, realm := range s.httpRealms() {
		for _, name := range realm.names {
			o := realm.authenticators
			if !o.given() || reported[o.name+name.Text] || !s.lacks(life, o.name, name.Text) {
				continue
			}
			reported[o.name+name.Text] = true
			s.refuseName(life, o, name, realm.finding(name))
		}
	}
}

// isolators refuses the isolators the agent does not have.
func isolators(s *start, life lifeOf) {
	iso := s.isolation()
	if iso == nil || !iso.option.given() {
		return
	}
	for _, name := range iso.Isolators {
		v := s.builtin(iso.option.name, name.Text)
		wholeOnly := v != nil && v.In.Contains(s.Release) && v.Whole.Contains(s.Release)
		switch {
		case wholeOnly && life == neverThere:
			f := iso.finding(name)
			f.what = fmt.Sprintf("`%s` stands for other isolators only where it is the whole of `%s`", name.Text, iso.option.name)
			f.help = fmt.Sprintf("write `%s` for it", v.Replacement)
			s.refuse(f)
		case !wholeOnly && s.lacks(life, iso.option.name, name.Text):
			s.refuseName(life, iso.option, name, iso.finding(name))
		}
	}
}

var valueRenamed = &lint.Rule{
	Name:  "value/renamed",
	Title: "The value is the old name of something",
	Doc: `The release takes the old name, with a warning in the log, and does what the new name says: isolation=process stands for
posix/cpu,posix/mem, isolation=cgroups for cgroups/cpu,cgroups/mem, posix/disk for disk/du. Before 1.6 process and cgroups
are replaced only where they are the whole value.`,
	Effects: []lint.Effect{lint.Deprecated},
	Fixable: true,
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved(p, n)
		if r == nil || r.onlyPrints() {
			return
		}
		for _, set := range catalog.AllValues() {
			v, k := r.Flag(canonicalName(r, set.Flag))
			if set.Component != n.Component || k != Known {
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

func reportRenamed(p *lint.Pass, r *Resolved, v *FlagValue, set *catalog.ValueSet, old *catalog.Value, name startup.Name, all []startup.Name) {
	found := lint.Diagnostic{
		Span: v.partSpan(name.Start, name.End), Effect: lint.Deprecated, Component: r.Node.Component, Subject: name.Text,
		Message: fmt.Sprintf("`%s` is deprecated in `%s` of %s", name.Text, v.Flag.Name, r.who()),
		Help:    old.Note,
		Release: sinceOrAlways(r.Release, old.DeprecatedIn.Contains),
		Notes:   readAt(set.Evidence...),
	}
	if old.Replacement != "" {
		found.Message += fmt.Sprintf(": it stands for `%s`", old.Replacement)
		found.Help = fmt.Sprintf("write `%s`", old.Replacement)
		found.Fix = renameValue(r, v, set, old, name, all)
	}
	if last := old.In[len(old.In)-1].Last; !last.IsZero() {
		found.Message += fmt.Sprintf(" (it is gone after %s)", last)
	}
	p.Report(found)
}

// renameValue writes what an old name stands for in its place; nil where some of that is listed already, so that the list
// would have it twice.
func renameValue(r *Resolved, v *FlagValue, set *catalog.ValueSet, old *catalog.Value, name startup.Name, all []startup.Name) *lint.Fix {
	var validFrom release.Release
	for replacement := range strings.SplitSeq(old.Replacement, ",") {
		if slices.ContainsFunc(all, func(n startup.Name) bool { return n.Text == replacement }) {
			return nil
		}
		if first := set.Value(replacement).In[0].First; validFrom.Less(first) {
			validFrom = first
		}
	}
	fix := v.rewritePart(name.Start, name.End, old.Replacement, lint.Safe, fmt.Sprintf("write `%s` for `%s`", old.Replacement, name.Text))
	if fix != nil && catalog.Releases().All()[0].Less(validFrom) {
		fix.ValidFrom = validFrom
	}
	return fix
}
