package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/source"
)

// replace follows replace(text, what, with). What it makes of a regular expression, which stands between slashes, is not known.
func (m *module) replace(f *file, e *hclsyntax.FunctionCallExpr) partly.Text {
	in := m.eval(f, e.Args[0])
	what, known := m.eval(f, e.Args[1]).Literal()
	if !known || what == "" || len(what) > 1 && what[0] == '/' && what[len(what)-1] == '/' {
		return unknownOf(f, e, in)
	}
	with := m.eval(f, e.Args[2])
	text := in.Text()
	s := text.String()
	var out partly.Text
	at := 0
	for at < len(s) && m.step(f, e) {
		i := strings.Index(s[at:], what)
		if i < 0 {
			break
		}
		out.Add(part(in, at, at+i))
		out.Add(with)
		at += i + len(what)
	}
	out.Add(part(in, at, len(s)))
	return out
}

// unknownOf returns what is not known, where something is made of a text that stands elsewhere.
func unknownOf(f *file, e hclsyntax.Expression, of partly.Text) partly.Text {
	if text := of.Text(); text.Len() > 0 && text.Source() != nil {
		return partly.Of(text, []source.Range{{Start: 0, End: text.Len()}})
	}
	return f.unknown(e)
}

// part returns a part of a text.
func part(t partly.Text, from, to int) partly.Text {
	if from >= to {
		return partly.Text{}
	}
	var holes []source.Range
	for _, h := range t.Holes() {
		if h.Start < to && h.End > from {
			holes = append(holes, source.Range{Start: max(h.Start, from) - from, End: min(h.End, to) - from})
		}
	}
	return partly.Of(t.Text().Slice(from, to), holes)
}

// format follows format("…%s…", a) with the verbs %s and %d, which print what they are given as it is written.
func (m *module) format(f *file, e *hclsyntax.FunctionCallExpr) partly.Text {
	layout := m.eval(f, e.Args[0])
	s, known := layout.Literal()
	if !known {
		return f.unknown(e)
	}
	var out partly.Text
	next, at := 1, 0
	for {
		i := strings.IndexByte(s[at:], '%')
		if i < 0 || at+i+1 == len(s) {
			out.Add(part(layout, at, len(s)))
			return out
		}
		out.Add(part(layout, at, at+i))
		verb := at + i
		switch at = verb + 2; {
		case s[verb+1] == '%':
			out.Add(part(layout, verb, verb+1))
		case (s[verb+1] == 's' || s[verb+1] == 'd') && next < len(e.Args):
			out.Add(m.eval(f, e.Args[next]))
			next++
		default:
			return f.unknown(e)
		}
	}
}
