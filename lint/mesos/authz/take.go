package authz

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Take implements stout.Taker for entries of two entities, each with nothing but a type or a list of values without escapes:
//
//	{"principals": {"values": ["a", "b"]}, "roles": {"type": "ANY"}}
//
// The text is JSON, so that only its shape is in question.
func (r *reader) Take(f *stout.Field, v source.JSON) bool {
	if r.begin(f); r.list < 0 || !r.p.schema.alike {
		return false
	}
	list := &r.p.schema.Lists[r.list]
	first, second := list.Subject, list.Object
	if first > second {
		first, second = second, first
	}
	e := entry{span: spanOf(v), objectFirst: first == list.Object, from: uint32(len(r.p.values))}
	s := plain{r: r, text: r.p.text.String(), at: int(e.start)}
	ok := s.next('{') && s.key(first)
	one, ok := s.entity(ok)
	e.mid = uint32(len(r.p.values))
	ok = ok && s.next(',') && s.key(second)
	other, ok := s.entity(ok)
	e.to = uint32(len(r.p.values))
	if !ok || !s.next('}') || s.at != int(e.end) {
		r.p.values = r.p.values[:e.from]
		return false
	}
	if e.subject, e.object = one, other; e.objectFirst {
		e.subject, e.object = other, one
	}
	r.add(e)
	return true
}

// plain reads what Take takes.
type plain struct {
	r    *reader
	text string
	at   int
}

// next passes over a byte, and white space before it, if it is what comes next.
func (s *plain) next(c byte) bool {
	i := s.at
	for i < len(s.text) && s.text[i] != c && (s.text[i] == ' ' || s.text[i] == '\n' || s.text[i] == '\t' || s.text[i] == '\r') {
		i++
	}
	if i == len(s.text) || s.text[i] != c {
		return false
	}
	s.at = i + 1
	return true
}

// key passes over a key that is written without escapes, and its colon.
func (s *plain) key(name string) bool {
	if !s.next('"') {
		return false
	}
	end := s.at + len(name)
	if end >= len(s.text) || s.text[s.at:end] != name || s.text[end] != '"' {
		return false
	}
	s.at = end + 1
	return s.next(':')
}

// entity reads an entity and adds its values, if ok.
func (s *plain) entity(ok bool) (side, bool) {
	if !ok || !s.next('{') {
		return 0, false
	}
	if at := s.at; !s.key("values") {
		s.at = at
		kind, ok := s.kind()
		return given | typed | kind, ok && s.next('}')
	}
	if !s.next('[') {
		return 0, false
	}
	for more := !s.next(']'); more; {
		if !s.next('"') || !s.value() {
			return 0, false
		}
		if more = s.next(','); !more && !s.next(']') {
			return 0, false
		}
	}
	return given, s.next('}')
}

// value adds the value whose opening quote was just passed over.
func (s *plain) value() bool {
	for i := s.at; ; i++ {
		switch s.text[i] {
		case '"':
			s.r.addValue(s.at - 1)
			s.at = i + 1
			return true
		case '\\':
			return false
		}
	}
}

// kind reads the type of an entity.
func (s *plain) kind() (side, bool) {
	if !s.key("type") || !s.next('"') {
		return 0, false
	}
	i := slices.IndexFunc(typeNames[:], func(name string) bool {
		end := s.at + len(name)
		return end < len(s.text) && s.text[s.at:end] == name && s.text[end] == '"'
	})
	if i < 0 {
		return 0, false
	}
	s.at += len(typeNames[i]) + 1
	return side(i), true
}
