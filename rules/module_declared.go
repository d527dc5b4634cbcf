package rules

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// isDeclared reports whether the user knows a module of a name that is of the kind which a flag names.
func isDeclared(p *lint.Pass, c config.Component, flag, name string) bool {
	kind := catalog.ModuleKindOf(c, flag)
	return kind != nil && slices.Contains(p.Config().Modules, config.Module{Name: name, Kind: kind.Kind})
}
