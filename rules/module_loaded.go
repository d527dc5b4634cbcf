package rules

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// loadedModule is a module that a modules file lists.
type loadedModule struct {
	document *resolved.Document
	// library is the file that is opened for it.
	library string
	name    *resolved.DocumentValue
	module  *resolved.DocumentValue
}

// parameters returns the module's parameters as the daemon compares them.
func (m loadedModule) parameters() []string {
	var out []string
	for _, parameter := range m.module.All("parameters") {
		out = append(out, parameter.Get("key").Text(), parameter.Get("value").Text())
	}
	return out
}

// libraryFile returns the file that is opened for a library.
func libraryFile(library *resolved.DocumentValue) string {
	if file := library.Get("file"); file != nil {
		return file.Text()
	}
	return "lib" + library.Get("name").Text() + ".so"
}

// listedModules returns the modules of a document, in the order they are loaded.
func listedModules(j *resolved.Document) []loadedModule {
	var out []loadedModule
	for _, library := range j.Values.All("libraries") {
		file := libraryFile(library)
		for _, module := range library.All("modules") {
			if name := module.Get("name"); name != nil {
				out = append(out, loadedModule{document: j, library: file, name: name, module: module})
			}
		}
	}
	return out
}

// repeatedModule is a module that was listed before, with where that first was.
type repeatedModule struct{ module, before loadedModule }

// repeatedModules returns the modules of a document that are listed before in it, or in another file of its directory.
func repeatedModules(p *lint.Pass, j *resolved.Document) []repeatedModule {
	if j.Flag.Held != catalog.Directory || j.Setting == nil {
		return repeatedAmong(listedModules(j))[j.Document]
	}
	type key struct {
		setting *config.Setting
		release release.Release
	}
	return lint.Shared(p, key{j.Setting, j.Release}, func() map[*config.Document][]repeatedModule {
		modules, _ := modulesOfSetting(p, j.Setting, j.Release)
		return repeatedAmong(modules)
	})[j.Document]
}

// repeatedAmong returns the modules of each document that come a second time.
func repeatedAmong(modules []loadedModule) map[*config.Document][]repeatedModule {
	first := make(map[string]loadedModule, len(modules))
	out := map[*config.Document][]repeatedModule{}
	for _, m := range modules {
		name := m.name.Text()
		if before, ok := first[name]; ok {
			out[m.document.Document] = append(out[m.document.Document], repeatedModule{m, before})
		} else {
			first[name] = m
		}
	}
	return out
}

// moduleKnowledge is how much is known of the modules that a node loads.
type moduleKnowledge uint8

const (
	// allModules: no other module is loaded.
	allModules moduleKnowledge = iota
	// modulesFromOutside: something that is not known may give a modules flag.
	modulesFromOutside
	// modulesUnread: a modules flag is given, and what it lists was not read, or is refused.
	modulesUnread
)

// modulesOfNode returns the modules that a node loads on a release, and how much that is. What is given for certain leaves
// no room for more from outside: no daemon starts with modules from two sources.
func modulesOfNode(p *lint.Pass, n *config.Node, on release.Release) (modules []loadedModule, known moduleKnowledge) {
	r := resolved.On(p, n, on)
	if r == nil {
		return nil, modulesUnread
	}
	given := false
	for _, flag := range []string{"modules", "modules_dir"} {
		switch v, how := r.Flag(flag); how {
		case resolved.Unset:
		case resolved.MayBeSet:
			if known = max(known, modulesFromOutside); r.Maybe[flag] != nil {
				return modules, modulesUnread
			}
		case resolved.Opaque, resolved.Refused:
			return nil, modulesUnread
		default:
			found, read := modulesOfSetting(p, v.Setting, on)
			if !read {
				return found, modulesUnread
			}
			modules, given = append(modules, found...), true
		}
	}
	if given {
		known = allModules
	}
	return modules, known
}

// modulesByName is modulesOfNode by the names of the modules, the first of each.
func modulesByName(p *lint.Pass, n *config.Node, on release.Release) (map[string]loadedModule, moduleKnowledge) {
	type key struct {
		node    *config.Node
		release release.Release
	}
	type named struct {
		modules map[string]loadedModule
		known   moduleKnowledge
	}
	out := lint.Memo(p, key{n, on}, func() named {
		modules, known := modulesOfNode(p, n, on)
		byName := make(map[string]loadedModule, len(modules))
		for _, m := range slices.Backward(modules) {
			byName[m.name.Text()] = m
		}
		return named{byName, known}
	})
	return out.modules, out.known
}

// modulesOfSetting returns the modules of all documents that a setting refers to or carries, in the order of their names.
// read is false if one of them, or all, could not be read or is refused.
func modulesOfSetting(p *lint.Pass, s *config.Setting, on release.Release) (modules []loadedModule, read bool) {
	type key struct {
		setting *config.Setting
		release release.Release
	}
	type found struct {
		modules []loadedModule
		read    bool
	}
	f := lint.Shared(p, key{s, on}, func() found {
		modules, read := readModulesOfSetting(p, s, on)
		return found{modules, read}
	})
	return f.modules, f.read
}

func readModulesOfSetting(p *lint.Pass, s *config.Setting, on release.Release) (modules []loadedModule, read bool) {
	read = s.Reference == nil || s.Reference.Problem == ""
	var documents []*resolved.Document
	for _, d := range p.Config().Documents {
		if d.Kind != config.Modules || !resolved.IsOf(d, s) {
			continue
		}
		if j := resolved.DocumentOn(p, d, on); j.Taken() {
			documents = append(documents, j)
		} else {
			read = false
		}
	}
	if s.Reference == nil && len(documents) == 0 {
		read = false
	}
	slices.SortStableFunc(documents, func(a, b *resolved.Document) int {
		return strings.Compare(a.Text.Source().Path, b.Text.Source().Path)
	})
	for _, j := range documents {
		modules = append(modules, listedModules(j)...)
	}
	return modules, read
}
