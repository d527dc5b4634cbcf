package terraform

import (
	"encoding/json"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/source"
)

// colon returns what stands between the two paths of a volume.
func colon(after partly.Text) source.Text {
	text := after.Text()
	return source.LiteralText(":", text.Span(text.Len(), text.Len()))
}

// asJSON returns the JSON that jsonencode makes of an expression, which is YAML too.
func (m *module) asJSON(f *file, e hclsyntax.Expression) partly.Text {
	if m.depth++; !m.step(f, e) {
		m.depth--
		return f.unknown(e)
	}
	defer func() { m.depth-- }()
	r := e.Range()
	at := f.in.Span(r.Start.Byte, r.Start.Byte)
	var out partly.Text
	literal := func(s string) { out.AddKnown(source.LiteralText(s, at)) }
	switch e := e.(type) {
	case *hclsyntax.ObjectConsExpr:
		literal("{")
		for i, item := range e.Items {
			if i > 0 {
				literal(",")
			}
			key := f.in.Span(item.KeyExpr.Range().Start.Byte, item.KeyExpr.Range().End.Byte)
			if name := keyOf(item.KeyExpr); name != "" {
				quoted, _ := json.Marshal(name) // a text never fails
				out.AddKnown(source.LiteralText(string(quoted), key))
			} else {
				literal(`"`)
				out.AddUnknown(key)
				literal(`"`)
			}
			literal(":")
			out.Add(m.asJSON(f, item.ValueExpr))
		}
		literal("}")
	case *hclsyntax.TupleConsExpr:
		literal("[")
		for i, item := range e.Exprs {
			if i > 0 {
				literal(",")
			}
			out.Add(m.asJSON(f, item))
		}
		literal("]")
	case *hclsyntax.LiteralValueExpr:
		if e.Val.IsNull() {
			literal("null")
			return out
		}
		return m.eval(f, e)
	case *hclsyntax.ParenthesesExpr:
		return m.asJSON(f, e.Expression)
	default:
		if names := reference(e); len(names) == 2 && names[0] == "local" {
			if v, found := m.locals[names[1]]; found {
				return m.asJSON(v.file, v.expr)
			}
		}
		literal(`"`)
		out.Add(escaped(m.eval(f, e)))
		literal(`"`)
	}
	return out
}

// escaped returns a text as it stands in a string of JSON.
func escaped(t partly.Text) partly.Text {
	text := t.Text()
	s := text.String()
	var out partly.Text
	from := 0
	flush := func(to int) {
		if from >= to {
			return
		}
		var holes []source.Range
		for _, h := range t.Holes() {
			if h.Start < to && h.End > from {
				holes = append(holes, source.Range{Start: max(h.Start, from) - from, End: min(h.End, to) - from})
			}
		}
		out.Add(partly.Of(text.Slice(from, to), holes))
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= ' ' && s[i] != '"' && s[i] != '\\' || slices.ContainsFunc(t.Holes(), func(h source.Range) bool { return h.Start <= i && i < h.End }) {
			continue
		}
		flush(i)
		quoted, _ := json.Marshal(s[i : i+1]) // a text never fails
		out.AddKnown(source.LiteralText(string(quoted[1:len(quoted)-1]), text.Span(i, i+1)))
		from = i + 1
	}
	flush(len(s))
	return out
}
