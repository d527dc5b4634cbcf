package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var moduleRebuild = &lint.Rule{
	Name:  "module/rebuild",
	Title: "A module library must be rebuilt for the release",
	Doc: `A daemon loads a module only if it was compiled against exactly the daemon's own release, patch level included:
every release declares itself the oldest release that any kind of module may be built for. A library that was not rebuilt
stops the daemon with "Minimum supported mesos version for …".

The configuration does not show what the library was built for, so this is reported for every library on every upgrade,
except for those that come with Mesos.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On:      "1.2..1.3",
		AfterOn: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--hooks=com_example_Hook
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
		},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		u := p.Upgrade
		if u.From.IsZero() || u.From == u.To || !catalog.Behaviour("module-exact-release").Contains(u.To) {
			return
		}
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		for _, library := range j.Values.All("libraries") {
			file := cmp.Or(library.Get("file"), library.Get("name"))
			if file == nil || comesWithMesos(library) {
				continue
			}
			opened := libraryFile(library)
			j.Report(p, lint.Diagnostic{
				Span:    file.Value.Span(),
				Effect:  lint.Changed,
				Message: fmt.Sprintf("%s loads `%s` only if it was built for %s exactly", j.Who(), opened, u.To),
				Subject: opened,
				Help:    fmt.Sprintf("rebuild it against Mesos %s and install it with the new binaries", u.To),
				Notes:   resolved.ReadAt(catalog.BehaviourNamed("module-exact-release").Evidence...),
			})
		}
	},
}

// comesWithMesos reports whether a library has no module but those of Mesos itself.
func comesWithMesos(library *resolved.DocumentValue) bool {
	modules := library.All("modules")
	return len(modules) > 0 && !slices.ContainsFunc(modules, func(module *resolved.DocumentValue) bool {
		_, shipped := shippedModule(module.Get("name").Text())
		return shipped == nil
	})
}

var moduleInterfaceChanged = &lint.Rule{
	Name:  "module/interface-changed",
	Title: "The interface of a loaded module changes with the upgrade",
	Doc: `The flags of a node say what its modules are for: --allocator names an allocator, --isolation isolators, --hooks
hooks, and so on. If the upgrade guides say that the interface of such modules changed between the two releases, the module
must be adapted before it is rebuilt, and its authors need to know what changed.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On:      "1.2..1.3",
		AfterOn: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--allocator=com_example_Allocator
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/liballocator.so", "modules": [{"name": "com_example_Allocator"}]}]}
`},
		},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		if p.Upgrade.From.IsZero() {
			return
		}
		for _, used := range usedModules(p, n, p.Upgrade.To) {
			if changes := catalog.ModuleChanges(used.kind.Kind, p.Upgrade); len(changes) > 0 {
				p.Report(interfaceChanged(used, changes))
			}
		}
	},
}

func interfaceChanged(used usedModule, changes []*catalog.Change) lint.Diagnostic {
	found := lint.Diagnostic{
		Span:      used.span,
		Effect:    lint.Changed,
		Component: used.component,
		Subject:   used.name,
		Release:   changes[0].Release,
		Message: fmt.Sprintf("`%s` is %s, whose interface changes in %s",
			used.name, used.kind.Words, byRelease(used.kind.Kind, changes)),
		Help: clause(changes[0].Do),
	}
	if len(changes) > 1 {
		found.Help = "adapt it and rebuild it; the notes say what to do about each change"
	}
	for _, c := range changes {
		found.Notes = append(found.Notes, fmt.Sprintf("%s: %s; %s (%s)", c.Release, changeOf(used.kind.Kind, c), clause(c.Do),
			strings.Join(c.Evidence, ", ")))
	}
	if used.listed != nil {
		found.Related = []lint.Related{{Span: used.listed.Value.Span(), Message: "loaded here"}}
	}
	return found
}

// byRelease names every change in one line: "1.2.0: prepare is given the user; in 1.3.0: it returns a
// ContainerIO".
func byRelease(kind string, changes []*catalog.Change) string {
	var text strings.Builder
	for i, c := range changes {
		switch {
		case i == 0:
			text.WriteString(c.Release.String() + ": ")
		case changes[i-1].Release == c.Release:
			text.WriteString("; ")
		default:
			text.WriteString("; in " + c.Release.String() + ": ")
		}
		text.WriteString(changeOf(kind, c))
	}
	return text.String()
}

// changeOf returns the summary of a change as a clause about a kind of module that is named already.
func changeOf(kind string, c *catalog.Change) string {
	return clause(strings.TrimPrefix(c.Summary, kind+": "))
}

// clause returns a sentence as a part of another one: without its full stop, and without the capital of its first word if
// that is not a name, which has more capitals or other signs.
func clause(sentence string) string {
	sentence = strings.TrimSuffix(sentence, ".")
	first, _, _ := strings.Cut(sentence, " ")
	for i, r := range first {
		if i > 0 && !unicode.IsLower(r) {
			return sentence
		}
	}
	return strings.ToLower(sentence[:min(1, len(sentence))]) + sentence[min(1, len(sentence)):]
}

// usedModule is a module that a flag of a node names.
type usedModule struct {
	component config.Component
	kind      *catalog.ModuleKind
	name      string
	// span is the name in the flag's value.
	span source.Span
	// listed is where the modules file loads it, nil if that is not known.
	listed *resolved.DocumentValue
}

// usedModules returns the modules that the flags of a node name on a release: names that are neither built in nor those
// of modules that come with Mesos. If all modules the node loads are known, a name that is not among them is not a module.
func usedModules(p *lint.Pass, n *config.Node, on release.Release) []usedModule {
	r := resolved.On(p, n, on)
	if r == nil {
		return nil
	}
	loaded, known := modulesByName(p, n, on)
	var out []usedModule
	for _, kind := range catalog.ModuleKinds() {
		for _, f := range kind.Flags {
			v := cmp.Or(r.Given[f.Flag], r.Maybe[f.Flag])
			if f.Component != n.Component || v == nil || v.Opaque || v.Refused != 0 {
				continue
			}
			builtIn := catalog.Values(n.Component, f.Flag)
			for name, span := range resolved.ListedNames(v) {
				if builtIn != nil && builtIn.Value(name) != nil || catalog.IsOwnModule(name) {
					continue // built in, or a module that comes with Mesos and changes with it
				}
				used := usedModule{component: n.Component, kind: kind, name: name, span: span}
				if used.listed = loaded[name].name; used.listed == nil && known == allModules {
					continue
				}
				out = append(out, used)
			}
		}
	}
	return out
}
