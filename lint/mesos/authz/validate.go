package authz

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Refusal is a reason why a release does not start with a policy that it could parse.
type Refusal struct {
	// Text is the authorizer's own error.
	Text string
	// Entry is the entry it is about; zero if it is about whole lists.
	Entry Entry
	// Span is the place in the entry: the entity whose type is refused, the value that is.
	Span source.Span
	// Value is the index of a refused object among its entity's values, -1 if no value is.
	Value int
	// Exclusive is set if two keys exclude one another.
	Exclusive *Exclusive
}

// Validate returns everything in the policy that makes its release refuse to start, in the order of the schema's lists.
// The release reports one only.
func (p *Policy) Validate() []Refusal {
	var out []Refusal
	for i := range p.schema.Exclusive {
		x := &p.schema.Exclusive[i]
		if p.Len(x.Key) > 0 && slices.ContainsFunc(x.With, func(key string) bool { return p.Len(key) > 0 }) {
			out = append(out, Refusal{Text: x.Refused, Exclusive: x, Value: -1})
		}
	}
	for l := range p.schema.Lists {
		list := &p.schema.Lists[l]
		if list.RefusesSome == "" && list.Objects == nil {
			continue
		}
		for i := range p.list(l) {
			e := Entry{p, l, i}
			object := e.Object()
			if object.Type() != Some {
				continue
			}
			if list.RefusesSome != "" {
				out = append(out, Refusal{Text: list.RefusesSome, Entry: e, Span: object.Span(), Value: -1})
			}
			for v := range object.Len() {
				if list.Objects != nil && !slices.Contains(list.Objects, object.Value(v)) {
					text := strings.ReplaceAll(list.RefusesObject, "%s", object.Value(v))
					out = append(out, Refusal{Text: text, Entry: e, Span: object.ValueSpan(v), Value: v})
				}
			}
		}
	}
	return out
}
