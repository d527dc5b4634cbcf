package vagrant

import (
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// value is a string of Ruby.
type value struct {
	pieces []source.Text
	known  []bool
	// list holds the elements of an array, or the keys and values of a hash one after the other.
	list   []value
	isList bool
	// unsure is set if it may be something else altogether.
	unsure bool
}

func (v value) size() int {
	n := 0
	for _, p := range v.pieces {
		n += p.Len()
	}
	return n
}

func (v *value) add(t source.Text, known bool) {
	if t.Len() > 0 {
		v.pieces, v.known = append(v.pieces, t), append(v.known, known)
	}
}

// text joins a value, and returns the ranges of it that are not known.
func (v value) text() (t source.Text, holes []source.Range) {
	at := 0
	for i, p := range v.pieces {
		if !v.known[i] {
			holes = append(holes, source.Range{Start: at, End: at + p.Len()})
		}
		at += p.Len()
	}
	if len(v.pieces) == 0 {
		return source.Text{}, nil
	}
	return source.Join(v.pieces...), source.Union(holes)
}

func (v value) String() string {
	t, _ := v.text()
	return t.String()
}

func (v value) isKnown() bool {
	for _, k := range v.known {
		if !k {
			return false
		}
	}
	return !v.unsure
}

func (v value) word() machine.Word {
	t, holes := v.text()
	w := machine.KnownWord(t)
	if len(holes) > 0 {
		w.Known, w.Holes = holes[0].Start, holes
	}
	return w
}

// expression reads a value: strings that are joined by "+", a variable, an array or a hash.
func (r *reader) expression() value {
	v := r.operand()
	for r.left > 0 {
		r.left--
		switch {
		case r.is(0, "+") || r.is(0, "<<"):
			r.at++
			for r.peek(0).kind == newline {
				r.at++
			}
			v = r.join(v, r.operand())
		case r.peek(0).kind == str:
			v = r.join(v, r.operand())
		default:
			return v
		}
	}
	return v
}

// join puts one value after another. What is joined counts as work: a value can be joined with itself.
func (r *reader) join(v, w value) value {
	r.left -= len(v.pieces) + len(w.pieces)
	if r.left > 0 {
		r.bytes -= v.size() + w.size()
	}
	if r.left <= 0 || r.bytes <= 0 {
		return value{}
	}
	v.unsure = v.unsure || w.unsure
	v.pieces = append(v.pieces[:len(v.pieces):len(v.pieces)], w.pieces...)
	v.known = append(v.known[:len(v.known):len(v.known)], w.known...)
	return v
}

// operand reads one value with the methods that are called on it. They leave it as it is where they only trim it, and make
// it unknown otherwise.
func (r *reader) operand() value {
	v := r.primary()
	for r.left > 0 {
		r.left--
		switch {
		case r.is(0, ".") && r.peek(1).kind == name:
			method := r.peek(1).text
			r.at += 2
			r.arguments()
			switch method {
			case "strip", "chomp", "freeze", "dup", "to_s", "rstrip", "lstrip", "unindent", "strip_heredoc", "dedent":
			default:
				v = unknownValue(v)
			}
		case r.is(0, "[") && !r.peek(0).spaced:
			r.balanced("[", "]")
			v = unknownValue(v)
		default:
			return v
		}
	}
	return v
}

func unknownValue(v value) value {
	w := value{unsure: true}
	for _, p := range v.pieces {
		w.add(p, false)
	}
	return w
}

// arguments passes over the arguments of a method in parentheses.
func (r *reader) arguments() {
	if r.is(0, "(") && !r.peek(0).spaced {
		r.balanced("(", ")")
	}
}

// balanced passes over brackets with all that they hold.
func (r *reader) balanced(open, closing string) {
	depth := 0
	for r.at < len(r.tokens) && r.left > 0 {
		r.left--
		switch {
		case r.is(0, open):
			depth++
		case r.is(0, closing):
			depth--
		}
		r.at++
		if depth <= 0 {
			return
		}
	}
}

func (r *reader) primary() value {
	t := r.peek(0)
	switch {
	case t.kind == str:
		r.at++
		return t.value
	case t.kind == symbol:
		r.at++
		return t.value
	case t.kind == name:
		r.at++
		v, found := r.values[t.text]
		if r.is(0, ".") || r.is(0, "(") || !found {
			v = value{}
			v.add(source.RawText(t.at.Source, t.at.Start, t.at.End), false)
		}
		r.arguments()
		return v
	case r.is(0, "[") || r.is(0, "{"):
		return r.list()
	}
	return value{}
}

// list reads an array, or a hash.
func (r *reader) list() value {
	v := value{isList: r.is(0, "[")}
	r.at++
	for r.at < len(r.tokens) && r.left > 0 {
		r.left--
		t := r.peek(0)
		switch {
		case r.is(0, "]") || r.is(0, "}"):
			r.at++
			return v
		case t.kind == newline || r.is(0, ",") || r.is(0, "=>") || r.is(0, "=") || r.is(0, ">"):
			r.at++
		case t.kind == label:
			r.at++
			v.list = append(v.list, t.value)
		default:
			before := r.at
			v.list = append(v.list, r.expression())
			if r.at == before {
				r.at++
			}
		}
	}
	return v
}
