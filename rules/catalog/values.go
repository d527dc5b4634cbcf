package catalog

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// ValueSet is what is built in for one flag that is set by name, or the forms of one that is not.
type ValueSet struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	Aliases   []string         `json:"aliases"`
	// List is where the value is a comma-separated list of names. Single is where such a list is refused unless it has
	// one name.
	List   release.Ranges `json:"list"`
	Single release.Ranges `json:"single"`
	// AnyCase is set if upper and lower case are the same.
	AnyCase bool `json:"any_case"`
	// Modules is where any other name is looked up among the loaded modules.
	Modules release.Ranges `json:"modules"`
	// Refused is where a name that is neither built in nor a module stops the start; elsewhere it is not looked at then.
	Refused release.Ranges `json:"refused"`
	// Duplicates is where a name listed twice stops the start.
	Duplicates release.Ranges `json:"duplicates"`
	Note       string         `json:"note"`
	// Forms say how a value is written that is not a name.
	Forms []Form `json:"forms"`
	// Implied are the names the daemon adds by itself.
	Implied []Implied `json:"implied"`
	// Values are the names built in, by name.
	Values   []*Value `json:"values"`
	Evidence []string `json:"evidence"`
}

// Form is one way to write a value.
type Form struct {
	In   release.Ranges `json:"in"`
	Form string         `json:"form"`
}

// Implied are names a daemon adds on some releases.
type Implied struct {
	In     release.Ranges `json:"in"`
	Values []string       `json:"values"`
	When   string         `json:"when"`
}

// Value is one name that is built in.
type Value struct {
	Name string         `json:"name"`
	In   release.Ranges `json:"in"`
	// DeprecatedIn is where it is accepted under an old name. Replacement is what to write instead: a name, or a
	// comma-separated list of names.
	DeprecatedIn release.Ranges `json:"deprecated"`
	Replacement  string         `json:"replacement"`
	// Whole is where it is known as the whole value only, not as one name of a list.
	Whole release.Ranges `json:"whole"`
	// Required is where a list without it is refused.
	Required release.Ranges `json:"required"`
	// Needs is what the daemon must be built for or with.
	Needs []string `json:"needs"`
	// NeedsValue is another name that a list with this one must have, "" for none.
	NeedsValue string `json:"needs_value"`
	// Broken is where the old name no longer does what its replacement does, the first that fits.
	Broken []Broken `json:"broken"`
	// ShippedModule is set for a module that comes with Mesos and must be loaded to be known.
	ShippedModule bool   `json:"shipped_module"`
	Note          string `json:"note"`
}

// Values returns what is known about the values of a flag, given by its name or an alias; nil if nothing is.
func Values(c config.Component, flag string) *ValueSet {
	for _, s := range valueSetData {
		if covers(s.Component, c) && (s.Flag == flag || slices.Contains(s.Aliases, flag)) {
			return s
		}
	}
	return nil
}

// AllValues returns every set of values.
func AllValues() []*ValueSet { return valueSetData }

// Value returns a built-in name of any release, nil if none has it.
func (s *ValueSet) Value(name string) *Value {
	for _, v := range s.Values {
		if v.Name == name || s.AnyCase && strings.EqualFold(v.Name, name) {
			return v
		}
	}
	return nil
}

// At returns the names built into a release.
func (s *ValueSet) At(r release.Release) []*Value {
	var at []*Value
	for _, v := range s.Values {
		if v.In.Contains(r) {
			at = append(at, v)
		}
	}
	return at
}

// Broken is what releases make of an old name that they take and do not replace.
type Broken struct {
	In release.Ranges `json:"in"`
	// Effect is "changed" or "fatal".
	Effect string `json:"effect"`
	// Beside is the beginning that another name of the list must have, and Alone one that no other name may have; "" for any.
	Beside string `json:"beside"`
	Alone  string `json:"alone"`
	// Unless are comma-separated names; if all names of one are in the list, nothing is broken.
	Unless []string `json:"unless"`
	// What is a clause with one verb for the daemon: "the %s loads no subsystem for it".
	What     string   `json:"what"`
	Evidence []string `json:"evidence"`
}

// BrokenOn returns what a release makes of an old name beside the other names of its list, nil if it does what its
// replacement does.
func (v *Value) BrokenOn(r release.Release, others []string) *Broken {
	has := func(name string) bool { return slices.Contains(others, name) }
	for i := range v.Broken {
		b := &v.Broken[i]
		begins := func(prefix string) bool {
			return slices.ContainsFunc(others, func(name string) bool { return strings.HasPrefix(name, prefix) })
		}
		switch {
		case !b.In.Contains(r), b.Beside != "" && !begins(b.Beside), b.Alone != "" && begins(b.Alone):
		case slices.ContainsFunc(b.Unless, func(names string) bool {
			return !slices.ContainsFunc(strings.Split(names, ","), func(name string) bool { return !has(name) })
		}):
		default:
			return b
		}
	}
	return nil
}
