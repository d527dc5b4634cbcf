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
	list  int          // -1 if it is one that the release takes over and never looks at
	began int          // where the first entry of the list stands
	// entries are those of the list; nil if there is none yet.
	entries *[]entry
	entry   *entry
	side    *side
}

func spanOf(v source.JSON) span {
	start, end := v.Bounds()
	return span{int32(start), int32(end)}
}

// Enter implements stout.Visitor: entries are messages of the policy, entities those of entries.
func (r *reader) Enter(f *stout.Field, v source.JSON) {
	r.depth++
	if r.depth == 1 {
		r.begin(f)
	}
	switch {
	case r.list < 0:
	case r.depth == 1:
		n := uint32(len(r.p.values))
		r.entry = r.add(entry{span: spanOf(v), from: n, mid: n, to: n})
	case r.depth == 2:
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

// begin takes up the list of a field.
func (r *reader) begin(f *stout.Field) {
	if f == r.field {
		return
	}
	list, isRead := r.p.schema.lists[f.Name]
	if !isRead {
		list = -1
	}
	r.field, r.list, r.entries = f, list, nil
}

// add adds an entry to the list.
func (r *reader) add(e entry) *entry {
	if r.entries == nil {
		r.began = int(e.start)
		r.entries = r.p.hold(r.list, r.p.list(r.list))
	}
	list := append(roomy(*r.entries, int(e.start)-r.began, r.p.text.Len()-r.began), e)
	*r.entries = list
	return &list[len(list)-1]
}

// Leave implements stout.Visitor.
func (r *reader) Leave(*stout.Field, source.JSON) { r.depth-- }

// Scalar implements stout.Visitor.
func (r *reader) Scalar(f *stout.Field, v source.JSON) {
	switch {
	case r.depth == 0:
		r.p.permissive, r.p.decidedBy = stout.Truth(v), spanOf(v)
	case r.list < 0:
	case f.Repeated:
		start, _ := v.Bounds()
		r.addValue(start)
		r.entry.to = uint32(len(r.p.values))
	default:
		*r.side = *r.side&^typeBits | typed | side(slices.Index(typeNames[:], v.String()))
	}
}

func (r *reader) addValue(start int) {
	r.p.values = append(roomy(r.p.values, start, r.p.text.Len()), value(start))
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
