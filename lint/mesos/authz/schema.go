package authz

import (
	"cmp"
	"fmt"
	"sync"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Schema is what one release knows about policies: the lists it reads, the operations it authorizes by them, and what
// it refuses at start-up. Make one with NewSchema; it is immutable then and safe for concurrent use.
type Schema struct {
	Release    release.Release
	Lists      []List
	Operations []Operation
	Exclusive  []Exclusive
	// Message is what the release parses a policy into; if it is nil NewSchema makes it from the lists.
	Message *stout.Message
	// EmptyPrincipal is set if a request without a principal is decided as one of the principal "". Elsewhere no
	// entry that lists principals matches it.
	EmptyPrincipal bool

	lists      map[string]int
	operations map[string]int
	alike      bool       // whether every entry has two entities and every entity a type and values
	paired     *sync.Map  // of *pairs, by the *Schema of the older release
	rooms      *sync.Pool // of *room
}

// List is one list of entries, an action's, as the release reads it.
type List struct {
	// Key is the key in the JSON: "register_frameworks".
	Key string
	// Subject and Object are the keys of an entry's two entities: "principals" and "roles".
	Subject, Object string
	// Implicit is set if a request carries no object, so that an entry that lists objects matches none.
	Implicit bool
	// RefusesSome is the error with which the release refuses to start on an entry that lists objects; "" if it does
	// not look.
	RefusesSome string
	// Recursive is set if an object "a/%" means everything below "a".
	Recursive bool
	// Objects are the only objects an entry may list; nil if the release does not look.
	Objects []string
	// RefusesObject is the error for any other object; %s is the object.
	RefusesObject string
}

// Operation is something a principal asks for. The operations of the lists are named in the singular: "run_task".
type Operation struct {
	Name string
	// Aliases are other names it can be asked by.
	Aliases []string
	// Ways say which lists decide. The first whose condition holds is taken. There is none if the release does not
	// authorize the operation by any list.
	Ways []Way
	// Several is what becomes of a request for several objects at once.
	Several Several
	// Indirect is set if the release makes no request for the operation itself: it can be asked for but is not
	// compared.
	Indirect bool
	// Phrase says what it is in a sentence after "may": "remove quotas".
	Phrase string
}

// Way is one way in which an operation is governed.
type Way struct {
	// IfAny are the lists of which one must have an entry for the way to be taken; none if it always is.
	IfAny []string
	// Lists decide, as if they were one list in this order.
	Lists []string
	// Object is the kind of object of a request, in the singular: "role"; "" if the request carries none.
	Object string
	// Relation puts the object into a sentence after the phrase: "of role" for "of role `a`".
	Relation string

	ifAny, lists []int // IfAny and Lists, as places in Schema.Lists
}

// Several is what becomes of a request for several objects at once.
type Several uint8

// The ways to ask for several objects. Together is one request, which an entry matches only if it lists all of them.
// Each is a request for every object, of which all must be allowed; none at all leaves the decision to permissive.
const (
	Each Several = iota
	Together
)

// Exclusive is a pair of keys that the release refuses to have entries at the same time.
type Exclusive struct {
	Key     string
	With    []string
	Refused string // the error
}

// NewSchema returns a schema after checking that everything it names exists. The operations of the argument and their ways are
// the schema's then; its unexported parts are ignored.
func NewSchema(s Schema) (*Schema, error) {
	s.lists = make(map[string]int, len(s.Lists))
	for i := range s.Lists {
		key := s.Lists[i].Key
		if _, twice := s.lists[key]; twice {
			return nil, fmt.Errorf("authorization schema of %s: list %s is there twice", s.Release, key)
		}
		s.lists[key] = i
	}
	if err := cmp.Or(s.nameOperations(), s.placeWays()); err != nil {
		return nil, err
	}
	for _, x := range s.Exclusive {
		if err := cmp.Or(s.check("an exclusion", x.Key), s.check("an exclusion", x.With...)); err != nil {
			return nil, err
		}
	}
	if s.alike = s.Message == nil; s.alike {
		s.Message = s.acls()
	}
	s.paired, s.rooms = new(sync.Map), &sync.Pool{New: func() any { return new(room) }}
	return &s, nil
}

// check returns an error unless the schema has all lists that something names.
func (s *Schema) check(where string, keys ...string) error {
	for _, k := range keys {
		if _, ok := s.lists[k]; !ok {
			return fmt.Errorf("authorization schema of %s: %s names the list %s, which there is none", s.Release, where, k)
		}
	}
	return nil
}

// placeWays notes where the lists of each way stand.
func (s *Schema) placeWays() error {
	lists := 0
	for i := range s.Operations {
		for _, w := range s.Operations[i].Ways {
			lists += len(w.IfAny) + len(w.Lists)
		}
	}
	places := make([]int, 0, lists)
	place := func(keys []string) []int {
		start := len(places)
		for _, key := range keys {
			places = append(places, s.lists[key])
		}
		return places[start:len(places):len(places)]
	}
	for i := range s.Operations {
		o := &s.Operations[i]
		if n := len(o.Ways); n > 0 && len(o.Ways[n-1].IfAny) > 0 {
			return fmt.Errorf("authorization schema of %s: nothing governs %s where its last way is not taken", s.Release, o.Name)
		}
		for j := range o.Ways {
			w := &o.Ways[j]
			if err := cmp.Or(s.check(o.Name, w.IfAny...), s.check(o.Name, w.Lists...)); err != nil {
				return err
			}
			w.ifAny, w.lists = place(w.IfAny), place(w.Lists)
		}
	}
	return nil
}

// nameOperations notes the operations by all their names.
func (s *Schema) nameOperations() error {
	names := len(s.Operations)
	for i := range s.Operations {
		names += len(s.Operations[i].Aliases)
	}
	s.operations = make(map[string]int, names)
	for i := range s.Operations {
		o := &s.Operations[i]
		for j := -1; j < len(o.Aliases); j++ {
			name := o.Name
			if j >= 0 {
				name = o.Aliases[j]
			}
			if _, twice := s.operations[name]; twice {
				return fmt.Errorf("authorization schema of %s: operation %s is there twice", s.Release, name)
			}
			s.operations[name] = i
		}
	}
	return nil
}

// acls makes the message of a policy. Lists whose entries have the same keys share the message of an entry.
func (s *Schema) acls() *stout.Message {
	entity := &stout.Message{Name: "ACL.Entity", Fields: []stout.Field{
		{Name: "type", Type: stout.EnumField, Enum: typeNames[:]},
		{Name: "values", Type: stout.StringField, Repeated: true},
	}}
	m := &stout.Message{Name: "ACLs", Fields: make([]stout.Field, 1, 1+len(s.Lists))}
	m.Fields[0] = stout.Field{Name: "permissive", Type: stout.BoolField}
	entry := func(l *List) *stout.Message {
		for _, f := range m.Fields[1:] {
			if of := f.Message.Fields; of[0].Name == l.Subject && of[1].Name == l.Object {
				return f.Message
			}
		}
		return &stout.Message{Name: "ACL", Fields: []stout.Field{
			{Name: l.Subject, Type: stout.MessageField, Required: true, Message: entity},
			{Name: l.Object, Type: stout.MessageField, Required: true, Message: entity},
		}}
	}
	for i := range s.Lists {
		l := &s.Lists[i]
		m.Fields = append(m.Fields, stout.Field{Name: l.Key, Type: stout.MessageField, Repeated: true, Message: entry(l)})
	}
	return m
}

// List returns the list with the given key, nil if the release has none.
func (s *Schema) List(key string) *List {
	if i, ok := s.lists[key]; ok {
		return &s.Lists[i]
	}
	return nil
}

// Operation returns the operation with the given name or alias, nil if the release has none.
func (s *Schema) Operation(name string) *Operation {
	if i, ok := s.operations[name]; ok {
		return &s.Operations[i]
	}
	return nil
}
