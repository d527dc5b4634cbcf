package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Meaning is a configuration that releases take alike and make something different of.
type Meaning struct {
	ID string `json:"id"`
	// Change is the entry of the history that tells the same, "" if there is none.
	Change    string           `json:"change"`
	Component config.Component `json:"component"`
	// About is the flag or variable it is about. Unset is set if it is about what counts while that is not given.
	About string `json:"about"`
	Unset bool   `json:"unset"`
	// When are further conditions, all of which must hold.
	When []Condition `json:"when"`
	// Machine is what of the machine must hold for it to matter, "if Docker is older"; "" if nothing of it.
	Machine string `json:"machine"`
	// Weakens is set if the later releases silently let somebody do more.
	Weakens bool `json:"weakens"`
	// LimitedBy are flags that may keep people from it all the same, if they are given.
	LimitedBy []string `json:"limited_by"`
	// Does says what each run of releases makes of it; between releases of one run nothing changes.
	Does []Doing `json:"does"`
	// Help is what to do about a change.
	Help     string   `json:"help"`
	Evidence []string `json:"evidence"`
}

// Doing is what a daemon of some releases does.
type Doing struct {
	In release.Ranges `json:"in"`
	// What is a clause that has the daemon for its subject.
	What string `json:"what"`
}

// On returns what a release makes of it, nil if that is nothing worth saying.
func (m *Meaning) On(r release.Release) *Doing {
	for i := range m.Does {
		if m.Does[i].In.Contains(r) {
			return &m.Does[i]
		}
	}
	return nil
}

// Meanings returns the configurations that mean something else from one release to another.
func Meanings() []*Meaning { return meaningData }

// MeaningsOf returns the meanings that are about a flag of a component.
func MeaningsOf(c config.Component, flag string) []*Meaning {
	return slices.DeleteFunc(slices.Clone(meaningData), func(m *Meaning) bool {
		return m.About != flag || !covers(m.Component, c)
	})
}
