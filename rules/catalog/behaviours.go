package catalog

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/release"
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

// factList is the content of behaviours.json, by id.
type factList []Fact

// Behaviours returns the behaviours in which releases differ, by id.
func Behaviours() []Fact { return behaviourData }

// BehaviourNamed returns the behaviour of an id. It panics if there is none: ids are written by programmers, not by
// users.
func BehaviourNamed(id string) *Fact {
	i, ok := slices.BinarySearchFunc(behaviourData, id, func(f Fact, id string) int { return strings.Compare(f.ID, id) })
	if !ok {
		panic("catalog: no behaviour " + id)
	}
	return &behaviourData[i]
}

// Behaviour returns where the behaviour of an id holds; it panics if BehaviourNamed does.
func Behaviour(id string) release.Ranges { return BehaviourNamed(id).In }
