package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var moduleUnnamed = &lint.Rule{
	Name:  "module/unnamed",
	Title: "A module or its library has no name",
	Doc: `Each library of a modules file needs "file", a path, or "name", which stands for libNAME.so. Each of its modules
needs "name". The parser requires no field of the file, so that it accepts a misspelt key; the daemon then exits when it
loads the modules.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"nmae": "com_example_Hook"}]}]}
`}},
		After: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		report := func(at *resolved.DocumentValue, subject, lacks, help string) {
			j.Report(p, lint.Diagnostic{
				Span:    resolved.FirstByte(at.Value),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("this %s has no %s; %s", subject, lacks, j.Refusal()),
				Subject: subject,
				Help:    help,
			})
		}
		for _, library := range j.Values.All("libraries") {
			if library.Get("file") == nil && library.Get("name") == nil {
				report(library, "library", "`file` and no `name`", "add `file`, or `name` if the library is on the linker's path")
			}
			for _, module := range library.All("modules") {
				if module.Get("name") == nil {
					report(module, "module", "`name`", "add `name`")
				}
			}
		}
	},
}

var moduleNotYet = &lint.Rule{
	Name:  "module/not-yet",
	Title: "Only a later release comes with the module",
	Doc: `Some modules are built with Mesos itself: a resource estimator since 0.23, a QoS controller and a container logger
since 0.27, a disk profile adaptor since 1.5. An older daemon cannot load a library with one of them: it is built for
another release, and usually for a kind of module that the older release does not know. The daemon exits when it loads it.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/mesos/modules/liburi_disk_profile_adaptor.so", "modules": [{"name": "org_apache_mesos_UriDiskProfileAdaptor"}]}]}
`}},
		After: []lint.File{{Path: "modules.json", Gone: true}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		for _, m := range listedModules(j) {
			set, shipped := shippedModule(m.name.Text())
			if shipped == nil || shipped.In.Contains(j.Release) {
				continue
			}
			why := "its library is built for another release"
			if kind := catalog.ModuleKindOf(set.Component, set.Flag); kind != nil && !kind.In.Contains(j.Release) {
				why = fmt.Sprintf("it is %s, and %s does not know modules of that kind", kind.Words, j.Release)
			}
			j.Report(p, lint.Diagnostic{
				Span:    m.name.Value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("`%s` comes with Mesos in %s: %s; %s", m.name.Text(), shipped.In, why, j.Refusal()),
				Subject: m.name.Text(),
				Help:    "remove it on this release",
				Notes:   resolved.ReadAt(catalog.BehaviourNamed("module-exact-release").Evidence...),
			})
		}
	},
}

// shippedModule returns the module of a name that comes with Mesos on some release, and the flag whose values have it; nil
// if there is none.
func shippedModule(name string) (*catalog.ValueSet, *catalog.Value) {
	for _, s := range catalog.AllValues() {
		if v := s.Value(name); v != nil && v.ShippedModule {
			return s, v
		}
	}
	return nil, nil
}

// isOneOfMany reports whether a document is a file of a directory, every file of which is read: one that holds nothing keeps
// the directory, and loses nothing.
func isOneOfMany(d *config.Document) bool {
	return d.Setting != nil && d.Setting.Reference != nil && d.Setting.Reference.Mode.IsDir()
}

// isEmpty reports whether an object has no members.
func isEmpty(v source.JSON) bool {
	empty := true
	v.ForEach(func(_, _ source.JSON) bool {
		empty = false
		return false
	})
	return empty
}

var moduleNothingLoaded = &lint.Rule{
	Name:  "module/nothing-loaded",
	Title: "A modules file that loads nothing",
	Doc: `No key of a modules file is required. If "libraries" is missing, misspelt or empty, the file is accepted and
silently nothing is loaded; the task of the modules is not done. A library without "modules" is opened, and nothing in it is
used.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules={"libraries": []}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		libraries := j.Values.All("libraries")
		if len(libraries) == 0 && resolved.WrongKind(p, j.JSON, d) == "" && !(isOneOfMany(d) && isEmpty(j.JSON)) {
			j.Report(p, lint.Diagnostic{
				Span:    j.Start(),
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("there are no `libraries` in it: %s loads no module", j.Who()),
				Subject: "libraries",
				Help:    `write {"libraries": [{"file": "…", "modules": [{"name": "…"}]}]}`,
			})
		}
		for _, library := range libraries {
			if len(library.All("modules")) == 0 {
				j.Report(p, lint.Diagnostic{
					Span:    resolved.FirstByte(library.Value),
					Effect:  lint.Ignored,
					Message: fmt.Sprintf("there are no `modules` in this library: %s opens it and uses nothing in it", j.Who()),
					Subject: "modules",
					Help:    `add "modules": [{"name": "…"}]`,
				})
			}
		}
	},
}

var moduleDuplicate = &lint.Rule{
	Name:  "module/duplicate",
	Title: "A module is loaded twice",
	Doc: `Up to 0.27 a module that is listed a second time stops the daemon. From 0.28 on it may be listed again, for the
same library and with the same parameters in the same order; otherwise the daemon exits. The files of --modules_dir are read
as one list, in the order of their names.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "modules.json", Text: `{"libraries": [
  {"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]},
  {"file": "/usr/local/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}
]}
`}},
		After: []lint.File{{Path: "modules.json", Text: `{"libraries": [
  {"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}
]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		repeatable := catalog.Behaviour("module-repeatable").Contains(j.Release)
		for _, again := range repeatedModules(p, j) {
			m, before := again.module, again.before
			if repeatable && m.library == before.library && slices.Equal(m.parameters(), before.parameters()) {
				continue
			}
			why := "it is listed already"
			switch {
			case !repeatable:
			case m.library != before.library:
				why = "another library already has a module with this name"
			default:
				why = "it is listed already, with other parameters"
			}
			j.Report(p, lint.Diagnostic{
				Span:    m.name.Value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("`%s` cannot be loaded: %s; %s", m.name.Text(), why, j.Refusal()),
				Subject: m.name.Text(),
				Related: []lint.Related{{Span: before.name.Value.Span(), Message: "listed here"}},
				Help:    "list each module once",
				Notes:   resolved.ReadAt(catalog.BehaviourNamed("module-repeatable").Evidence...),
			})
		}
	},
}

var moduleTwoSources = &lint.Rule{
	Name:  "module/two-sources",
	Title: "`modules` and `modules_dir` are both given",
	Doc: `A daemon reads its modules from --modules or from the files of --modules_dir. Given both, it exits, even if one of
them is empty.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hooks=com_example_Hook,com_example_OtherHook
--modules=file:///etc/mesos/modules.json
--modules_dir=/etc/mesos/modules
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
			{Path: "etc/mesos/modules/other.json", Text: `{"libraries": [{"file": "/usr/lib/libother.so", "modules": [{"name": "com_example_OtherHook"}]}]}
`},
		},
		After: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hooks=com_example_Hook,com_example_OtherHook
--modules_dir=/etc/mesos/modules
`},
			{Path: "etc/mesos/modules.json", Gone: true},
			{Path: "etc/mesos/modules/hook.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
		},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		check := catalog.CheckNamed("master-modules-twice")
		if n.Component == config.Agent {
			check = catalog.CheckNamed("agent-modules-twice")
		}
		modules, dir := r.Given["modules"], r.Given["modules_dir"]
		if modules == nil || dir == nil || !check.On(n.Component, r.Release) {
			return
		}
		p.Report(lint.Diagnostic{
			Span:      dir.Setting.Span,
			Effect:    lint.Fatal,
			Component: n.Component,
			Message:   fmt.Sprintf("`modules` is given as well as `modules_dir`; %s will not start", r.Who()),
			Subject:   "modules_dir",
			Related:   []lint.Related{{Span: modules.Setting.Span, Message: "`modules` is given here"}},
			Help:      "move the content of `modules` into a file of the directory, and delete the flag",
			Check:     check.ID,
			Notes:     resolved.ReadAt(check.Evidence...),
		})
	},
}

var moduleNoDirectory = &lint.Rule{
	Name:  "module/no-directory",
	Title: "`modules_dir` is given and empty",
	Doc: `--modules_dir names a directory whose files list modules. Without a path, the daemon cannot list the directory and
does not start.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules_dir=
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || r.OnlyPrints() {
			return
		}
		v, knowledge := r.Flag("modules_dir")
		if knowledge != resolved.Known || v.Parsed.Text != "" {
			return
		}
		p.Report(lint.Diagnostic{
			Span: v.Setting.Span, Effect: lint.Fatal, Component: n.Component, Subject: v.Flag.Name,
			Message: fmt.Sprintf("`%s` is empty, not the path of a directory: %s cannot list it and will not start", v.Setting.Name, r.Who()),
			Help:    "give the path of the directory, or delete the flag",
			Notes:   resolved.ReadAt("src/module/manager.cpp:361@1.11.0"),
		})
	},
}

var moduleEmptyName = &lint.Rule{
	Name:  "module/empty-name",
	Title: "A module or a library has an empty name",
	Doc: `An empty "name" or "file" counts as given. The daemon then looks for a library or a module with an empty name, finds
none, and does not start.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": ""}]}]}
`}},
		After: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		report := func(v *resolved.DocumentValue, what string) {
			if v == nil || v.Text() != "" {
				return
			}
			j.Report(p, lint.Diagnostic{
				Span: v.Value.Span(), Effect: lint.Fatal, Subject: what,
				Message: fmt.Sprintf("%s is empty: %s", what, j.Refusal()),
				Help:    "give it, or delete the entry",
				Notes:   resolved.ReadAt("src/module/manager.cpp:277@1.11.0"),
			})
		}
		for _, library := range j.Values.All("libraries") {
			modules := library.All("modules")
			if len(modules) > 0 {
				report(library.Get("file"), "the `file` of a library")
				if library.Get("file") == nil {
					report(library.Get("name"), "the `name` of a library")
				}
			}
			for _, module := range modules {
				report(module.Get("name"), "the `name` of a module")
			}
		}
	},
}
