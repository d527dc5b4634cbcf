package catalog

import (
	_ "embed"
	"strings"
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

// behaviourTable reads a fact when somebody asks for it: a run asks for a tenth of them.
type behaviourTable struct {
	texts []later
	at    map[string]int // by id
	facts func(int) *Fact
}

//go:embed data/behaviours.json
var behavioursText string

var behaviours = sync.OnceValue(func() behaviourTable {
	t := behaviourTable{texts: read[[]later]("behaviours.json", behavioursText)}
	t.at = make(map[string]int, len(t.texts))
	for i, text := range t.texts {
		t.at[firstMember(text)] = i
	}
	t.facts = oncePer(func(i int) *Fact {
		fact := read[Fact]("behaviours.json", string(t.texts[i]))
		return &fact
	})
	return t
})

// firstMember returns the first member of an object in a data file, which is text.
func firstMember(object later) string {
	return strings.SplitN(string(object), `"`, 5)[3]
}

// Behaviours returns the behaviours in which releases differ.
func Behaviours() []Fact {
	return read[[]Fact]("behaviours.json", behavioursText)
}

// BehaviourNamed returns the behaviour of an id. It panics if there is none: ids are written by programmers, not by
// users.
func BehaviourNamed(id string) *Fact {
	if i, ok := behaviours().at[id]; ok {
		return behaviours().facts(i)
	}
	panic("catalog: no behaviour " + id)
}

// Behaviour returns where the behaviour of an id holds; it panics if BehaviourNamed does.
func Behaviour(id string) release.Ranges { return BehaviourNamed(id).In }
