package catalog

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// PrintedForm is how a daemon prints the value of a flag of a type when it reports its flags: in the log, in /flags, in
// /state and to GET_FLAGS.
type PrintedForm struct {
	// Type is the flag's type without Option<>.
	Type string `json:"type"`
	// As is "read" for a value that the command line takes as it is printed; "message" for the text form of protobuf and
	// "list" for "{ a, b }", which it does not take; "path-or-value" for a value that was read from a file, of which only
	// the path is printed.
	As       string   `json:"as"`
	Evidence []string `json:"evidence"`
}

var printedForms = lazy.Value[map[string]*PrintedForm]{Make: func() map[string]*PrintedForm {
	of := map[string]*PrintedForm{}
	for _, f := range printedFormData {
		of[f.Type] = f
	}
	return of
}}

// Printed is what a value says that a daemon reports of a flag.
type Printed uint8

// A value is given, or it is what the flag has when nobody gives it, or it is given and printed in a form that says nothing
// of how it was written.
const (
	PrintedGiven Printed = iota
	PrintedDefault
	PrintedUnknown
)

// Report is what a daemon reports of its flags.
type Report struct {
	Component config.Component
	// Values are what it prints, by the names under which it knows the flags.
	Values map[string]string
	// on are the releases that the daemon may be of.
	on []release.Release
}

// NewReport returns the report of a daemon whose release the report itself says (version, "" if it does not), or else the
// user (from, zero if he does not either). If nobody says it, it is one that has all of the names: those that report
// no more flags than are there, or else target, or else any of them.
func NewReport(c config.Component, values map[string]string, version string, from, target release.Release) *Report {
	r := &Report{Component: c, Values: values}
	if known, err := Releases().Resolve(version); version != "" && err == nil {
		r.on = []release.Release{known}
		return r
	}
	named := r.namedOn()
	switch whole := r.wholeOn(named); {
	case slices.Contains(named, from):
		r.on = []release.Release{from}
	case len(whole) > 0:
		r.on = whole
	case slices.Contains(named, target):
		r.on = []release.Release{target}
	case len(named) > 0:
		r.on = named
	default:
		r.on = Releases().All() // it is of a build with flags of its own
	}
	return r
}

// namedOn returns the releases that have all of the flags that any release has.
func (r *Report) namedOn() []release.Release {
	flags := FlagsOf(r.Component)
	var out []release.Release
next:
	for _, on := range Releases().All() {
		for name := range r.Values {
			if _, _, _, ok := flags.At(name, on); !ok && flags.Flag(name) != nil {
				continue next
			}
		}
		out = append(out, on)
	}
	return out
}

// wholeOn returns those of some releases on which every flag that has a default in every build is in the report.
func (r *Report) wholeOn(releases []release.Release) []release.Release {
	var out []release.Release
next:
	for _, on := range releases {
		for _, def := range FlagsOf(r.Component).All(on) {
			reported := slices.ContainsFunc(def.Names(), func(name string) bool { _, found := r.Values[name]; return found })
			if def.Default != nil && def.Build == "" && !reported {
				continue next
			}
		}
		out = append(out, on)
	}
	return out
}

// Of returns what a value of the report says. On releases that know a flag by several names it is reported by the one that
// it was given by (effective_name, flag.hpp:97@1.0.4), so that whatever is reported by an old name was given.
func (r *Report) Of(name, value string) Printed {
	flags := FlagsOf(r.Component)
	for _, on := range r.on {
		def, _, alias, ok := flags.At(name, on)
		if ok && !alias && isDefault(def, value, on) {
			return PrintedDefault
		}
	}
	for _, on := range r.on {
		if def, _, _, ok := flags.At(name, on); ok && !isPrintedAsRead(def, value) {
			return PrintedUnknown
		}
	}
	return PrintedGiven
}

// isDefault reports whether a value is what a flag has when nobody gives it, or can be because the build or the machine
// decides that.
func isDefault(def *Definition, value string, on release.Release) bool {
	switch {
	case def.Computed != "":
		return true
	case def.Default == nil:
		return false
	case *def.Default == value:
		return true
	}
	d := FlagDialect(on)
	want, problem := stout.ParseValue(def.Type, *def.Default, d, nil)
	if problem != nil || want.Document || want.Kind == "string" {
		return false
	}
	got, problem := stout.ParseValue(def.Type, value, d, nil)
	return problem == nil && got.String() == want.String()
}

// isPrintedAsRead reports whether the command line takes a value as it is printed.
func isPrintedAsRead(def *Definition, value string) bool {
	form := printedForms.Get()[def.ValueType()]
	switch {
	case form == nil:
		return false
	case form.As == "path-or-value":
		return !strings.HasPrefix(value, "/")
	}
	return form.As == "read"
}
