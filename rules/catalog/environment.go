package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Variable is one environment variable that is not MESOS_ and a flag's name.
type Variable struct {
	Name string `json:"name"`
	// Exists is where a release reads it.
	Exists release.Ranges `json:"exists"`
	// Documented is where the documents name it although no release reads it.
	Documented release.Ranges `json:"documented"`
	// Type is what its value is parsed as: a flag's type ("bool", "Option<string>") or words ("IP address").
	Type string `json:"type"`
	// Default is nil if it is unset by default.
	Default *string `json:"default"`
	// Values are the only ones accepted, nil if any value of the type is.
	Values []string `json:"values"`
	// DeprecatedIn is where it is read under an old name. Replacement is the name to use, of a documented one too.
	DeprecatedIn release.Ranges `json:"deprecated"`
	Replacement  string         `json:"replacement"`
	// Readings are what its value must be, release by release; nil if anything is accepted.
	Readings []Reading `json:"readings"`
	// SetBy is the flag whose value the daemon puts into the variable before it is read: where the flag is given, or
	// always. "" is none.
	SetBy     string `json:"set_by"`
	AlwaysSet bool   `json:"always_set"`
	// Protects is set if the daemon lets somebody do less with it set to true.
	Protects bool `json:"protects"`
	// ReadBy says who reads it if it is not part of the daemon's own settings, "" if it is.
	ReadBy string `json:"read_by"`
	// Foreign says who else reads a variable of this name and for what, "" if nobody does.
	Foreign string `json:"foreign"`
	// Build is what the binary must be built with to read it, "" if every one does.
	Build    string `json:"build"`
	Note     string `json:"note"`
	Evidence string `json:"evidence"`
}

// Reading is how some releases parse the value of a variable.
type Reading struct {
	In release.Ranges `json:"in"`
	// Type is a flag's type, or "rate" for number/duration.
	Type   string  `json:"type"`
	Limits *Limits `json:"limits"`
	// Tolerant is set if a bad value is dropped with a warning; otherwise it stops the start.
	Tolerant bool `json:"tolerant"`
}

// On returns how a release parses the value, nil if it does not look at it.
func (v *Variable) On(r release.Release) *Reading {
	for i := range v.Readings {
		if v.Readings[i].In.Contains(r) {
			return &v.Readings[i]
		}
	}
	return nil
}

// Unread reports whether the name is documented and read by no release.
func (v *Variable) Unread() bool { return len(v.Exists) == 0 }

type variables struct {
	sorted []*Variable
	byName map[string]*Variable
}

var environment = lazy.Value[variables]{Make: func() variables {
	v := variables{sorted: variableData}
	v.byName = make(map[string]*Variable, len(v.sorted))
	for _, variable := range v.sorted {
		v.byName[variable.Name] = variable
	}
	return v
}}

// Variables returns the environment variables outside MESOS_, by name.
func Variables() []*Variable { return environment.Get().sorted }

// VariableNamed returns the variable of a name, nil if the catalogue has none. Names are upper case.
func VariableNamed(name string) *Variable { return environment.Get().byName[name] }
