package authz

import (
	"iter"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Policy is a policy as one release reads it. It is immutable and safe for concurrent use.
type Policy struct {
	schema     *Schema
	permissive bool
	decidedBy  span // where permissive is written
	text       *source.Text
	held       [][]entry // of the lists that have entries, in the order they came
	heldAt     []uint16  // where they are in held, counted from 1, by the place in schema.Lists; 0 for those without entries
	values     []value
	decoded    []string // values that are in no text

	indexed sync.Once
	indexes []lazyIndex // parallel to schema.Operations, once a decision is asked for
}

// The compact form: a file of 200 000 entries of three values costs 36 bytes for each. What is rarely asked for, where an
// entity or its type is written, is looked up in the text again.
type (
	span  struct{ start, end int32 }
	entry struct {
		span                 // -1 if it was not read from a text
		from, mid, to uint32 // values[from:mid] are of one side, values[mid:to] of the other
		// objectFirst is set if the first of them is the object.
		objectFirst     bool
		subject, object side
	}
	// side is the type of an entity, and what is written of it.
	side uint8
	// value is the offset of a value in the text, with its quotes, or -1-i for the one that is decoded[i].
	value int32
)

// What is written of a side, beside its type.
const (
	typeBits side = 3
	given    side = 4 // the entity is written
	typed    side = 8 // its type is
)

var nowhere = span{-1, -1}

// side returns the object's side of an entry, or the subject's.
func (e *entry) side(object bool) side {
	if object {
		return e.object
	}
	return e.subject
}

func (s side) kind() Type { return Type(s & typeBits) }

// listed returns the range in values that a side lists.
func (e *entry) listed(object bool) (from, to uint32) {
	if object == e.objectFirst {
		return e.from, e.mid
	}
	return e.mid, e.to
}

// Type is the type of an entity.
type Type uint8

// The types of entity. Some is the default.
const (
	Some Type = iota
	Any
	None
)

// typeNames are the names of the types in JSON, in the order of their numbers.
var typeNames = [...]string{"SOME", "ANY", "NONE"}

// String returns "SOME", "ANY" or "NONE".
func (t Type) String() string { return typeNames[t] }

// EntrySpec and EntitySpec describe an entry that stands in no file.
type EntrySpec struct{ Subject, Object EntitySpec }

// EntitySpec is one side of an EntrySpec.
type EntitySpec struct {
	Type   Type
	Values []string
}

// NewPolicy makes a policy from entries that stand in no file. Lists that the schema does not have are left out, as the
// release would.
func NewPolicy(s *Schema, permissive bool, lists map[string][]EntrySpec) *Policy {
	b := newBuilder(s, nil)
	b.p.permissive = permissive
	for i, l := range s.Lists {
		for _, e := range lists[l.Key] {
			b.p.hold(i, append(b.p.list(i), b.entry(e)))
		}
	}
	return b.p
}

type builder struct{ p *Policy }

func newBuilder(s *Schema, text *source.Text) builder {
	return builder{&Policy{schema: s, permissive: true, decidedBy: nowhere, text: text}}
}

// entry returns the entry that stands in no file, and adds its values.
func (b *builder) entry(e EntrySpec) entry {
	out := entry{span: nowhere, subject: side(e.Subject.Type), object: side(e.Object.Type), from: uint32(len(b.p.values))}
	b.add(e.Subject.Values)
	out.mid = uint32(len(b.p.values))
	b.add(e.Object.Values)
	out.to = uint32(len(b.p.values))
	return out
}

func (b *builder) add(values []string) {
	for _, v := range values {
		b.p.values = append(b.p.values, value(-1-len(b.p.decoded)))
		b.p.decoded = append(b.p.decoded, v)
	}
}

// list returns the entries of a list, by its place in the schema. Most policies have few of very many lists.
func (p *Policy) list(l int) []entry {
	if p.heldAt == nil || p.heldAt[l] == 0 {
		return nil
	}
	return p.held[p.heldAt[l]-1]
}

// hold makes entries those of a list, and returns where they are kept until another list is held.
func (p *Policy) hold(l int, entries []entry) *[]entry {
	if p.heldAt == nil {
		p.heldAt = make([]uint16, len(p.schema.Lists))
	}
	if p.heldAt[l] == 0 {
		p.held = append(p.held, nil)
		p.heldAt[l] = uint16(len(p.held))
	}
	kept := &p.held[p.heldAt[l]-1]
	*kept = entries
	return kept
}

// Schema returns what the policy was read by.
func (p *Policy) Schema() *Schema { return p.schema }

// Permissive is the decision where no entry matches.
func (p *Policy) Permissive() bool { return p.permissive }

// PermissiveSpan returns where permissive is written; zero if it is not.
func (p *Policy) PermissiveSpan() source.Span { return p.at(p.decidedBy) }

// Size returns the number of entries of all lists.
func (p *Policy) Size() int {
	n := 0
	for _, l := range p.held {
		n += len(l)
	}
	return n
}

// Len returns the number of entries of a list.
func (p *Policy) Len(key string) int {
	if i, ok := p.schema.lists[key]; ok {
		return len(p.list(i))
	}
	return 0
}

// Entries returns the entries of a list in order.
func (p *Policy) Entries(key string) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		i, ok := p.schema.lists[key]
		if !ok {
			return
		}
		for j := range p.list(i) {
			if !yield(Entry{p, i, j}) {
				return
			}
		}
	}
}

func (p *Policy) at(s span) source.Span {
	if p.text == nil || s.start < 0 {
		return source.Span{}
	}
	return p.text.Span(int(s.start), int(s.end))
}

func (p *Policy) value(i uint32) string {
	at := p.values[i]
	if at < 0 {
		return p.decoded[-1-at]
	}
	text := p.text.String()
	for end := int(at) + 1; ; end++ {
		switch text[end] {
		case '"':
			return text[at+1 : end]
		case '\\':
			return source.JSONAt(p.text, int(at)).String()
		}
	}
}

// Entry is one entry of a policy. The zero Entry is none.
type Entry struct {
	policy      *Policy
	list, index int
}

// IsZero reports whether e is the zero Entry, which stands for no entry.
func (e Entry) IsZero() bool { return e.policy == nil }

// List returns the key of the list it stands in.
func (e Entry) List() string { return e.policy.schema.Lists[e.list].Key }

// Index returns its place in the list, counted from 0 as the release counts.
func (e Entry) Index() int { return e.index }

// Span returns where it stands; zero if it stands in no file.
func (e Entry) Span() source.Span { return e.policy.at(e.compact().span) }

// Bounds returns the bytes [start, end) of the entry in its text; -1, -1 where it stands in none.
func (e Entry) Bounds() (start, end int) {
	s := e.compact().span
	return int(s.start), int(s.end)
}

// Subject returns who the entry is about.
func (e Entry) Subject() Entity { return Entity{e, e.compact(), false} }

// Object returns what the entry is about.
func (e Entry) Object() Entity { return Entity{e, e.compact(), true} }

// Spec returns the entry as it would be made anew.
func (e Entry) Spec() EntrySpec { return EntrySpec{e.Subject().Spec(), e.Object().Spec()} }

func (e Entry) compact() *entry { return &e.policy.list(e.list)[e.index] }

// Entity is one side of an entry.
type Entity struct {
	of     Entry
	e      *entry
	object bool
}

// Type returns the type the release takes it for.
func (e Entity) Type() Type { return e.e.side(e.object).kind() }

// Span returns where the entity stands; zero if it is not written, or not taken.
func (e Entity) Span() source.Span {
	if e.e.side(e.object)&given == 0 {
		return source.Span{}
	}
	return e.written().Span()
}

// TypeSpan returns where the type is written; zero if it is not, or not taken.
func (e Entity) TypeSpan() source.Span {
	if e.e.side(e.object)&typed == 0 {
		return source.Span{}
	}
	at, _ := e.written().Get("type")
	return at.Span()
}

// written returns the JSON of an entity that was read from a text.
func (e Entity) written() source.JSON {
	list := &e.of.policy.schema.Lists[e.of.list]
	key := list.Subject
	if e.object {
		key = list.Object
	}
	v, _ := source.JSONAt(e.of.policy.text, int(e.e.start)).Get(key)
	return v
}

// Len returns the number of values.
func (e Entity) Len() int {
	from, to := e.e.listed(e.object)
	return int(to - from)
}

// Value returns one of the values.
func (e Entity) Value(i int) string { return e.of.policy.value(e.at(i)) }

// at returns the place of one of the values among those of the policy.
func (e Entity) at(i int) uint32 {
	from, _ := e.e.listed(e.object)
	return from + uint32(i)
}

// ValueSpan returns where one of the values is written, quotes included; zero if it stands in no file.
func (e Entity) ValueSpan(i int) source.Span {
	p := e.of.policy
	at := p.values[e.at(i)]
	if at < 0 || p.text == nil {
		return source.Span{}
	}
	return source.JSONAt(p.text, int(at)).Span()
}

// All yields the values with their places.
func (e Entity) All() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		from, to := e.e.listed(e.object)
		for i := from; i < to; i++ {
			if !yield(int(i-from), e.of.policy.value(i)) {
				return
			}
		}
	}
}

// Values returns all values.
func (e Entity) Values() []string {
	out := make([]string, e.Len())
	for i := range out {
		out[i] = e.Value(i)
	}
	return out
}

// Spec returns the entity as it would be made anew.
func (e Entity) Spec() EntitySpec { return EntitySpec{Type: e.Type(), Values: e.Values()} }

// String writes the entity as people say it: "ANY", "NONE", "a, b".
func (e Entity) String() string {
	if e.Type() != Some {
		return e.Type().String()
	}
	return strings.Join(e.Values(), ", ")
}

// JSON writes an entry of the list as it would stand in a file. Values of an entity that is not Some are left out:
// some releases look at them all the same.
func (l *List) JSON(e EntrySpec) string {
	return "{" + source.QuoteJSON(l.Subject) + ": " + e.Subject.JSON() + ", " + source.QuoteJSON(l.Object) + ": " + e.Object.JSON() + "}"
}

// JSON writes the entity as it would stand in a file.
func (e EntitySpec) JSON() string {
	if e.Type != Some {
		return `{"type": ` + source.QuoteJSON(e.Type.String()) + "}"
	}
	quoted := make([]string, len(e.Values))
	for i, v := range e.Values {
		quoted[i] = source.QuoteJSON(v)
	}
	return `{"values": [` + strings.Join(quoted, ", ") + "]}"
}
