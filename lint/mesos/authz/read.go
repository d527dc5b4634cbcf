package authz

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Read returns the policy that a release makes of a JSON document, and every place where what is written is not what it
// takes over. There is no policy if one of them is fatal: the release does not start then.
func Read(v source.JSON, s *Schema, d stout.Dialect) (*Policy, []stout.Problem) {
	r := reader{builder: newBuilder(s, v.Text())}
	problems := stout.Convert(v, s.Message, d, &r)
	if slices.ContainsFunc(problems, func(p stout.Problem) bool { return p.Effect == stout.Fatal }) {
		return nil, problems
	}
	return r.p, problems
}

// reader builds a policy from what stout.Convert takes over.
type reader struct {
	*builder
	depth  int
	list   int
	entry  *entry
	entity *entity
}

func spanOf(v source.JSON) span {
	start, end := v.Bounds()
	return span{int32(start), int32(end)}
}

// Enter implements stout.Visitor: entries are messages of the policy, entities those of entries.
func (r *reader) Enter(f *stout.Field, v source.JSON) {
	r.depth++
	switch r.depth {
	case 1:
		r.list = r.p.schema.lists[f.Name]
		missing := entity{span: nowhere, typeSpan: nowhere}
		list := doubled(r.p.lists[r.list])
		r.p.lists[r.list] = append(list, entry{span: spanOf(v), subject: missing, object: missing})
		r.entry = &r.p.lists[r.list][len(r.p.lists[r.list])-1]
	case 2:
		r.entity = &r.entry.object
		if f.Name == r.p.schema.Lists[r.list].Subject {
			r.entity = &r.entry.subject
		}
		n := uint32(len(r.p.values))
		*r.entity = entity{span: spanOf(v), typeSpan: nowhere, from: n, to: n}
	}
}

// Leave implements stout.Visitor.
func (r *reader) Leave(*stout.Field, source.JSON) { r.depth-- }

// Scalar implements stout.Visitor.
func (r *reader) Scalar(f *stout.Field, v source.JSON) {
	switch {
	case r.depth == 0:
		r.p.permissive, r.p.decidedBy = stout.Truth(v), spanOf(v)
	case f.Repeated:
		r.value(v)
	default:
		r.entity.kind, r.entity.typeSpan = Type(slices.Index(typeNames[:], v.String())), spanOf(v)
	}
}

func (r *reader) value(v source.JSON) {
	at := value{span: spanOf(v), decoded: -1}
	if raw, s := v.Raw(), v.String(); len(raw) != len(s)+2 {
		at.decoded = int32(len(r.p.decoded))
		r.p.decoded = append(r.p.decoded, s)
	}
	r.p.values = append(doubled(r.p.values), at)
	r.entity.to = uint32(len(r.p.values))
}

// doubled makes room for as many elements again if there is none. That is less memory, all in all, than append takes
// for hundreds of thousands of elements.
func doubled[T any](s []T) []T {
	if len(s) == cap(s) {
		return slices.Grow(s, len(s)+4)
	}
	return s
}
