package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Fact is a behaviour that not every release has.
type Fact struct {
	ID string `json:"id"`
	// In is where it holds.
	In release.Ranges `json:"in"`
	// What happens, in one sentence.
	What     string   `json:"what"`
	Evidence []string `json:"evidence"`
}

var behavioursByID = lazy.Value[map[string]*Fact]{Make: func() map[string]*Fact {
	byID := make(map[string]*Fact, len(behaviourData))
	for i := range behaviourData {
		byID[behaviourData[i].ID] = &behaviourData[i]
	}
	return byID
}}

// Behaviours returns the behaviours in which releases differ.
func Behaviours() []Fact { return behaviourData }

// BehaviourNamed returns the behaviour of an id. It panics if there is none: ids are written by programmers, not by
// users.
func BehaviourNamed(id string) *Fact {
	if fact := behavioursByID.Get()[id]; fact != nil {
		return fact
	}
	panic("catalog: no behaviour " + id)
}

// Behaviour returns where the behaviour of an id holds; it panics if BehaviourNamed does.
func Behaviour(id string) release.Ranges { return BehaviourNamed(id).In }
