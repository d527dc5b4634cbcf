package catalog

import (
	_ "embed"
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
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

var moduleKinds = lazy.Value[[]*ModuleKind]{Make: func() []*ModuleKind { return read[[]*ModuleKind]("modules.json", modulesText) }}

// ModuleKinds returns the kinds of module, by name.
func ModuleKinds() []*ModuleKind { return moduleKinds.Get() }

// ModuleKindOf returns the kind of the modules that a flag of a component names, nil if it names none.
func ModuleKindOf(c config.Component, flag string) *ModuleKind {
	for _, kind := range moduleKinds.Get() {
		if slices.Contains(kind.Flags, ModuleFlag{c, flag}) {
			return kind
		}
	}
	return nil
}
