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
	lists      [][]entry // parallel to schema.Lists
	values     []value
	decoded    []string // values that are not in the text as they are

	indexed sync.Once
	indexes []lazyIndex // parallel to schema.Operations, once a decision is asked for
}

// The compact form: a file of 200 000 entries costs some 100 bytes for each. Spans are offsets in the text, -1 if
// the policy was not read from one.
type (
	span  struct{ start, end int32 }
	entry struct {
		span            span
		subject, object entity
	}
	entity struct {
		span     span
		typeSpan span
		from, to uint32 // in values
		kind     Type
	}
	value struct {
		span    span  // with quotes
		decoded int32 // in decoded, -1 if the text between the quotes is the value
	}
)

var nowhere = span{-1, -1}

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
			b.p.lists[i] = append(b.p.lists[i], entry{span: nowhere, subject: b.entity(e.Subject), object: b.entity(e.Object)})
		}
	}
	return b.p
}

type builder struct{ p *Policy }

func newBuilder(s *Schema, text *source.Text) *builder {
	return &builder{&Policy{schema: s, permissive: true, decidedBy: nowhere, text: text,
		lists: make([][]entry, len(s.Lists))}}
}

func (b *builder) entity(e EntitySpec) entity {
	out := entity{span: nowhere, typeSpan: nowhere, kind: e.Type, from: uint32(len(b.p.values))}
	for _, v := range e.Values {
		b.p.values = append(b.p.values, value{span: nowhere, decoded: int32(len(b.p.decoded))})
		b.p.decoded = append(b.p.decoded, v)
	}
	out.to = uint32(len(b.p.values))
	return out
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
	for _, l := range p.lists {
		n += len(l)
	}
	return n
}

// Len returns the number of entries of a list.
func (p *Policy) Len(key string) int {
	if i, ok := p.schema.lists[key]; ok {
		return len(p.lists[i])
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
		for j := range p.lists[i] {
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
	v := p.values[i]
	if v.decoded >= 0 {
		return p.decoded[v.decoded]
	}
	return p.text.String()[v.span.start+1 : v.span.end-1]
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
func (e Entry) Subject() Entity { return Entity{e.policy, &e.compact().subject} }

// Object returns what the entry is about.
func (e Entry) Object() Entity { return Entity{e.policy, &e.compact().object} }

// Spec returns the entry as it would be made anew.
func (e Entry) Spec() EntrySpec { return EntrySpec{e.Subject().Spec(), e.Object().Spec()} }

func (e Entry) compact() *entry { return &e.policy.lists[e.list][e.index] }

// Entity is one side of an entry.
type Entity struct {
	policy *Policy
	e      *entity
}

// Type returns the type the release takes it for.
func (e Entity) Type() Type { return e.e.kind }

// Span returns where the entity stands.
func (e Entity) Span() source.Span { return e.policy.at(e.e.span) }

// TypeSpan returns where the type is written; zero if it is not, or not taken.
func (e Entity) TypeSpan() source.Span { return e.policy.at(e.e.typeSpan) }

// Len returns the number of values.
func (e Entity) Len() int { return int(e.e.to - e.e.from) }

// Value returns one of the values.
func (e Entity) Value(i int) string { return e.policy.value(e.e.from + uint32(i)) }

// ValueSpan returns where one of the values is written, quotes included.
func (e Entity) ValueSpan(i int) source.Span {
	return e.policy.at(e.policy.values[e.e.from+uint32(i)].span)
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
