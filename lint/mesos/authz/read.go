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
	builder
	depth int
	field *stout.Field // of the list
	list  int
	began int // where the first entry of the list stands
	entry *entry
	side  *side
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
		if f != r.field {
			r.field, r.list = f, r.p.schema.lists[f.Name]
		}
		list, at := r.p.lists[r.list], spanOf(v)
		if len(list) == 0 {
			r.began = int(at.start)
		}
		list = roomy(list, int(at.start)-r.began, r.p.text.Len()-r.began)
		n := uint32(len(r.p.values))
		list = append(list, entry{span: at, from: n, mid: n, to: n})
		r.p.lists[r.list] = list
		r.entry = &list[len(list)-1]
	case 2:
		object := f.Name != r.p.schema.Lists[r.list].Subject
		r.side = &r.entry.subject
		if object {
			r.side = &r.entry.object
		}
		*r.side |= given
		// The values of the other side, if it has any, come before.
		r.entry.mid = uint32(len(r.p.values))
		r.entry.objectFirst = !object
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
		start, _ := v.Bounds()
		r.p.values = append(roomy(r.p.values, start, r.p.text.Len()), value(start))
		r.entry.to = uint32(len(r.p.values))
	default:
		*r.side = *r.side&^typeBits | typed | side(slices.Index(typeNames[:], v.String()))
	}
}

// roomy makes room for more elements if there is none. Of many, it makes as much as the whole text will want if the rest
// of it is like what is read, so that nothing is copied again and again.
func roomy[T any](s []T, read, whole int) []T {
	n := len(s)
	switch {
	case n < cap(s):
		return s
	case n < 256 || read <= 0:
		return slices.Grow(s, n+4)
	}
	rest := int(float64(n) * float64(whole-read) / float64(read))
	return slices.Grow(s, rest+rest/32+n/8)
}
