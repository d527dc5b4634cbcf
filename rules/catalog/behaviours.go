package catalog

import (
	_ "embed"
	"sync"

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

type behaviourTable struct {
	all  []Fact
	byID map[string]*Fact
}

//go:embed data/behaviours.json
var behavioursText string

var behaviours = sync.OnceValue(func() behaviourTable {
	t := behaviourTable{all: read[[]Fact]("behaviours.json", behavioursText), byID: make(map[string]*Fact)}
	for i := range t.all {
		t.byID[t.all[i].ID] = &t.all[i]
	}
	return t
})

// Behaviours returns the behaviours in which releases differ.
func Behaviours() []Fact { return behaviours().all }

// BehaviourNamed returns the behaviour of an id. It panics if there is none: ids are written by programmers, not by
// users.
func BehaviourNamed(id string) *Fact {
	if f := behaviours().byID[id]; f != nil {
		return f
	}
	panic("catalog: no behaviour " + id)
}

// Behaviour returns where the behaviour of an id holds; it panics if BehaviourNamed does.
func Behaviour(id string) release.Ranges { return BehaviourNamed(id).In }
