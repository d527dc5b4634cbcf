package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var moduleNotNamed = &lint.Rule{
	Name:  "module/not-named",
	Title: "A module is loaded and no flag names it",
	Doc: `--modules loads the libraries. A module in them is created only if a flag names it: an allocator by --allocator, an isolator
by --isolation, a hook by --hooks. Without that the daemon uses its built-in one, and nothing logs it. Anonymous modules
are the exception: they are created as soon as they are loaded, and no flag names them.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On:        "1.3",
		Condition: "unless it is an anonymous module",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
		},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--hooks=com_example_Hook
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil || d.Node == nil {
			return
		}
		named, known := namedModules(p)
		if !known {
			return
		}
		for _, m := range listedModules(j) {
			name := m.name.Text()
			set, shipped := shippedModule(name)
			if name == "" || named[name] || isOfFlaglessKind(name) || shipped != nil && !shipped.In.Contains(j.Release) {
				continue
			}
			found := lint.Diagnostic{
				Span: m.name.Value.Span(), Effect: lint.Ignored, Severity: lint.Info, Subject: name,
				Message: fmt.Sprintf("no flag names `%s`: %s loads it and does not use it", name, j.Who()),
				Help:    "name it in the flag of its kind, or remove it from the modules",
				Notes:   resolved.ReadAt(catalog.BehaviourNamed("anonymous-modules").Evidence...),
			}
			switch {
			case shipped == nil:
				found.Condition = "unless it is an anonymous module"
			case set.Component != d.Node.Component:
				continue // it is there for the other daemon
			default:
				found.Help = fmt.Sprintf("name it in `%s`, or remove it from the modules", set.Flag)
			}
			j.Report(p, found)
		}
	},
}

// isOfFlaglessKind reports whether a module is called after a kind that no flag names.
func isOfFlaglessKind(name string) bool {
	return slices.ContainsFunc(catalog.ModuleKinds(), func(k *catalog.ModuleKind) bool { return len(k.Flags) == 0 && strings.Contains(name, k.Kind) })
}

// namedModules returns the names that the flags which name modules hold, of all nodes together, because one list of modules
// often serves both daemons. known is false if one of them cannot be told.
func namedModules(p *lint.Pass) (names map[string]bool, known bool) {
	names = map[string]bool{}
	for _, n := range p.Config().Nodes {
		r := resolved.Of(p, n)
		if r == nil {
			return nil, false
		}
		for _, flag := range moduleFlags(r) {
			v, knowledge := r.Flag(flag)
			switch knowledge {
			case resolved.Unset:
			case resolved.Known:
				for name := range resolved.ListedNames(v) {
					names[name] = true
				}
			default:
				return nil, false
			}
		}
	}
	return names, true
}

// moduleFlags returns the flags of a daemon that name modules, as the release calls them.
func moduleFlags(r *resolved.Daemon) []string {
	var flags []string
	for _, kind := range catalog.ModuleKinds() {
		for _, f := range kind.Flags {
			known, isFlag := r.Schema.Lookup(f.Flag)
			if f.Component == r.Node.Component && isFlag && !slices.Contains(flags, known.Name) {
				flags = append(flags, known.Name)
			}
		}
	}
	return flags
}
