package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// ModuleParameters is what a module that comes with Mesos makes of its parameters. Of any other module nothing is known.
type ModuleParameters struct {
	Module string         `json:"module"`
	In     release.Ranges `json:"in"`
	// Unknown is what becomes of a parameter that is not one of Parameters.
	Unknown UnknownParameter `json:"unknown"`
	// Any is set if the module needs at least one of its parameters.
	Any        bool              `json:"any"`
	Parameters []ModuleParameter `json:"parameters"`
	Evidence   []string          `json:"evidence"`
}

// UnknownParameter is what a module does with a parameter that it does not know.
type UnknownParameter string

// The fates of such a parameter.
const (
	ParameterRefused    UnknownParameter = "fatal"      // the module cannot be created
	ParameterIgnored    UnknownParameter = "ignored"    // silently dropped
	ParameterCredential UnknownParameter = "credential" // its key is a principal, its value the secret
)

// ModuleParameter is one parameter of a module.
type ModuleParameter struct {
	Key string `json:"key"`
	// Type is a flag's type, "Resources", "URI", or the message that Document is parsed into.
	Type string `json:"type"`
	// In is where the module has it; nil if it always does.
	In       release.Ranges `json:"in"`
	Required bool           `json:"required"`
	// Least is the smallest value allowed, as it is written; "" if any is.
	Least string `json:"least"`
	// Document is the kind of document the value is, config.Unknown if it is none.
	Document config.Kind `json:"document"`
	// Every is set if each of several values is parsed, although the last one counts; otherwise only that one is.
	Every bool `json:"every"`
}

// AllModuleParameters returns what is known of the parameters of modules, by module and release.
func AllModuleParameters() []*ModuleParameters { return moduleParameterData }

// ParametersOf returns what a module makes of its parameters on release r; nil if that is not known.
func ParametersOf(module string, r release.Release) *ModuleParameters {
	for _, m := range moduleParameterData {
		if m.Module == module && m.In.Contains(r) {
			return m
		}
	}
	return nil
}

// Parameter returns the parameter of a key on release r; nil if the module has none there.
func (m *ModuleParameters) Parameter(key string, r release.Release) *ModuleParameter {
	for i := range m.Parameters {
		if p := &m.Parameters[i]; p.Key == key && p.on(r) {
			return p
		}
	}
	return nil
}

// On returns the parameters the module has on release r.
func (m *ModuleParameters) On(r release.Release) []ModuleParameter {
	return slices.DeleteFunc(slices.Clone(m.Parameters), func(p ModuleParameter) bool { return !p.on(r) })
}

func (p *ModuleParameter) on(r release.Release) bool { return p.In == nil || p.In.Contains(r) }

// IsOwnModule reports whether it is known on any release what the parameters of a module are.
func IsOwnModule(module string) bool {
	return slices.ContainsFunc(moduleParameterData, func(m *ModuleParameters) bool { return m.Module == module })
}

// ParameterKind returns what kind of document the value of a module's parameter is on any release, config.Unknown if
// it is none.
func ParameterKind(module, key string) config.Kind {
	for _, m := range moduleParameterData {
		if m.Module != module {
			continue
		}
		for _, p := range m.Parameters {
			if p.Key == key && p.Document != config.Unknown {
				return p.Document
			}
		}
	}
	return config.Unknown
}

// IsParameter reports whether a module has a parameter of a key on any release.
func IsParameter(module, key string) bool {
	return slices.ContainsFunc(moduleParameterData, func(m *ModuleParameters) bool {
		return m.Module == module && slices.ContainsFunc(m.Parameters, func(p ModuleParameter) bool { return p.Key == key })
	})
}
