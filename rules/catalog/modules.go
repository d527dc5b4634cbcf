package catalog

import (
	"slices"

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

// ModuleKinds returns the kinds of module, by name.
func ModuleKinds() []*ModuleKind { return moduleKindData }

// ModuleKindOf returns the kind of the modules that a flag of a component names, nil if it names none.
func ModuleKindOf(c config.Component, flag string) *ModuleKind {
	for _, kind := range moduleKindData {
		if slices.Contains(kind.Flags, ModuleFlag{c, flag}) {
			return kind
		}
	}
	return nil
}
