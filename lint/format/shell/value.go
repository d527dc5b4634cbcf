package shell

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// segment is a part of a value that stands in one place.
type segment struct {
	text source.Text
	// known is set if the bytes are what the shell makes of them; they are otherwise as they are written.
	known bool
	// maybe is set if the piece is there only if a branch was taken, and fallback if something else stands there if
	// the caller of the shell has set a variable.
	maybe, fallback bool
	// pattern is set if an unquoted *, ? or [ may make the shell look for files.
	pattern bool
	// name is the variable whose value is not known.
	name string
	// inTree is set for a path that is not known on the machine but in the tree of the source, relative to the source's
	// directory: "$0" and what is made of it.
	inTree bool
	tree   string
}

// value is what a variable, a word or the output of a command is made of.
type value []segment

// known reports whether all of a value is known for certain.
func (v value) known() bool {
	for _, p := range v {
		if !p.known || p.maybe || p.fallback {
			return false
		}
	}
	return true
}

// readable reports whether all bytes are known, be it that the caller may put others in their place.
func (v value) readable() bool {
	for _, p := range v {
		if !p.known || p.maybe {
			return false
		}
	}
	return true
}

func (v value) doubtful() bool {
	for _, p := range v {
		if p.maybe || p.fallback {
			return true
		}
	}
	return false
}

func (v value) String() string {
	if len(v) == 1 {
		return v[0].text.String()
	}
	var b strings.Builder
	for _, p := range v {
		b.WriteString(p.text.String())
	}
	return b.String()
}

func (v value) size() int {
	n := 0
	for _, p := range v {
		n += p.text.Len()
	}
	return n
}

// slice returns the bytes [start, end) of a value.
func (v value) slice(start, end int) value {
	var out value
	at := 0
	for _, p := range v {
		n := p.text.Len()
		from, to := max(start-at, 0), min(end-at, n)
		if from < to {
			q := p
			q.text = p.text.Slice(from, to)
			out = append(out, q)
		}
		at += n
	}
	return out
}

func (v value) equal(w value) bool {
	if len(v) != len(w) {
		return false
	}
	for i := range v {
		if !v[i].same(w[i]) {
			return false
		}
	}
	return true
}

func (p segment) same(q segment) bool {
	return p.known == q.known && p.maybe == q.maybe && p.fallback == q.fallback && p.name == q.name && p.tree == q.tree &&
		p.inTree == q.inTree && p.text.String() == q.text.String() && p.text.Raw() == q.text.Raw()
}

// doubt returns a value whose pieces from one on are there only if a branch was taken.
func (v value) doubt(from int) value {
	out := make(value, len(v))
	copy(out, v)
	for i := from; i < len(out); i++ {
		out[i].maybe = true
	}
	return out
}

// join makes one text of a value. at is where an empty one stands.
func (v value) join(at source.Span) source.Text {
	switch len(v) {
	case 0:
		return source.LiteralText("", at)
	case 1:
		return v[0].text
	}
	texts := make([]source.Text, len(v))
	for i, p := range v {
		texts[i] = p.text
	}
	return source.Join(texts...)
}

// leading returns how many bytes are known from the start on.
func (v value) leading() int {
	n := 0
	for _, p := range v {
		if !p.known || p.maybe {
			break
		}
		n += p.text.Len()
	}
	return n
}

// holes returns the ranges of bytes that are not known.
func (v value) holes() []source.Range {
	var out []source.Range
	at := 0
	for _, p := range v {
		end := at + p.text.Len()
		if !p.known || p.maybe {
			if n := len(out); n > 0 && out[n-1].End == at {
				out[n-1].End = end
			} else {
				out = append(out, source.Range{Start: at, End: end})
			}
		}
		at = end
	}
	return out
}

// trimNewlines returns a value without the newlines at its end, as a command substitution does.
func (v value) trimNewlines() value {
	end := v.size()
	s := v.String()
	for end > 0 && s[end-1] == '\n' {
		end--
	}
	if end == len(s) {
		return v
	}
	return v.slice(0, end)
}

// field is one word of a command after all expansions.
type field struct {
	value
	// several is set if it may be any number of words.
	several bool
	// maybe is set if the word is there only if a branch was taken, and more where any number of others may stand in its
	// place.
	maybe, more bool
	at          source.Span
}

// pattern reports whether the shell looks for files whose names the word fits.
func (f field) pattern() bool {
	for _, p := range f.value {
		if p.pattern {
			return true
		}
	}
	return false
}

// literal returns the text of a field that is known, and whether it is.
func (f field) literal() (string, bool) {
	if f.several || !f.readable() {
		return "", false
	}
	return f.String(), true
}

// lit is literal for comparing: "" if the field is not known.
func (f field) lit() string {
	s, _ := f.literal()
	return s
}

// from returns the field without its first bytes.
func (f field) from(start int) field {
	f.value = f.value.slice(start, f.value.size())
	return f
}

// word returns a field as others see it.
func (f field) word() machine.Word {
	text := f.join(f.at)
	known := f.leading()
	fallback := false
	for _, p := range f.value {
		fallback = fallback || p.fallback
	}
	return machine.Word{Text: text, Known: known, Several: f.several, Maybe: f.maybe || fallback, Holes: f.holes()}
}

// fieldOf makes a field of a word that somebody else has read.
func fieldOf(w machine.Word) field {
	f := field{several: w.Several, at: w.Text.Raw()}
	f.value = valueOf(w.Text, w.Known, w.Holes)
	if w.Maybe {
		f.maybe = true
	}
	return f
}

// valueOf makes a value of a text of which some is not known.
func valueOf(t source.Text, known int, holes []source.Range) value {
	if len(holes) == 0 && known < t.Len() {
		holes = []source.Range{{Start: max(known, 0), End: t.Len()}}
	}
	var v value
	add := func(start, end int, known bool) {
		if start < end {
			v = append(v, segment{text: t.Slice(start, end), known: known})
		}
	}
	at := 0
	for _, h := range holes {
		add(at, h.Start, true)
		add(h.Start, h.End, false)
		at = h.End
	}
	add(at, t.Len(), true)
	if v == nil && t.Source() != nil {
		v = value{{text: t, known: true}}
	}
	return v
}
