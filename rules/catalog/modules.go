package catalog

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// ModuleKind is one kind of module that can be loaded.
type ModuleKind struct {
	// Kind is its name in a module's manifest, "ContainerLogger".
	Kind string `json:"kind"`
	// Words is its name in a message, "a container logger".
	Words string         `json:"words"`
	In    release.Ranges `json:"in"`
	// Flags name the modules of this kind that are used. A kind without any is used when it is loaded.
	Flags []ModuleFlag `json:"flags"`
}

// ModuleFlag is a flag of a component that names modules.
type ModuleFlag struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
}

//go:embed data/modules.json
var modulesText string

var moduleKinds = sync.OnceValue(func() []*ModuleKind { return read[[]*ModuleKind]("modules.json", modulesText) })

// ModuleKinds returns the kinds of module, by name.
func ModuleKinds() []*ModuleKind { return moduleKinds() }

// ModuleKindOf returns the kind of the modules that a flag of a component names, nil where it names none.
func ModuleKindOf(c config.Component, flag string) *ModuleKind {
	for _, kind := range moduleKinds() {
		if slices.Contains(kind.Flags, ModuleFlag{c, flag}) {
			return kind
		}
	}
	return nil
}

// Change is one entry of the upgrade guides.
type Change struct {
	ID      string          `json:"id"`
	Release release.Release `json:"release"`
	// Area is "core", "flags", "framework API", "module API" or "endpoints".
	Area string `json:"area"`
	// Kind is "added", "changed", "deprecated" or "removed".
	Kind string `json:"kind"`
	// Module is the kind of module it is about, "" where it is about none.
	Module string `json:"module"`
	// What changed, and what to Do about it: clauses without a capital and a full stop.
	What string `json:"what"`
	Do   string `json:"do"`
	// Evidence is where the guide has it.
	Evidence []string `json:"evidence"`
}

// On reports whether an upgrade comes past the change.
func (c *Change) On(u release.Upgrade) bool { return u.From.Less(c.Release) && !u.To.Less(c.Release) }

//go:embed data/changes.json
var changesText string

var changes = sync.OnceValue(func() []*Change { return read[[]*Change]("changes.json", changesText) })

// Changes returns the entries of the upgrade guides, oldest first.
func Changes() []*Change { return changes() }

// ModuleChanges returns what changed for a kind of module on the way of an upgrade, oldest first.
func ModuleChanges(kind string, u release.Upgrade) []*Change {
	var out []*Change
	for _, c := range changes() {
		if c.Module == kind && c.On(u) {
			out = append(out, c)
		}
	}
	return out
}
