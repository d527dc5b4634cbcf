package puppet

import (
	"encoding/json"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// asJSON returns a value as the JSON that to_json of Ruby makes of it.
func asJSON(v value) value {
	w := &jsonWriter{}
	w.write(v)
	out := value{kind: text, text: source.Join(w.parts...), holes: w.holes, at: v.at}
	if out.known = out.text.Len(); len(out.holes) > 0 {
		out.known = out.holes[0].Start
	}
	return out
}

// jsonWriter puts a text together from the texts of values.
type jsonWriter struct {
	parts  []source.Text
	length int
	holes  []source.Range
}

func (w *jsonWriter) add(t source.Text) {
	w.parts, w.length = append(w.parts, t), w.length+t.Len()
}

func (w *jsonWriter) literal(s string, at source.Span) { w.add(source.LiteralText(s, at)) }

func (w *jsonWriter) write(v value) {
	switch v.kind {
	case hash:
		w.literal("{", v.at)
		for i, m := range v.members {
			if i > 0 {
				w.literal(",", m.key.All())
			}
			w.quoted(value{kind: text, text: m.key, known: m.key.Len(), at: m.key.All()})
			w.literal(":", m.key.All())
			w.write(m.value)
		}
		w.literal("}", v.at)
	case list:
		w.literal("[", v.at)
		for i, item := range v.items {
			if i > 0 {
				w.literal(",", item.at)
			}
			w.write(item)
		}
		w.literal("]", v.at)
	case number, boolean:
		w.add(v.text)
	case undef:
		w.literal("null", v.at)
	case text:
		w.quoted(v)
	default:
		start := w.length
		w.literal("null", v.at)
		w.holes = append(w.holes, source.Range{Start: start, End: w.length})
	}
}

// quoted writes a text in quotes. One that JSON would write with escapes is copied.
func (w *jsonWriter) quoted(v value) {
	w.literal(`"`, v.at)
	start := w.length
	if s := v.text.String(); strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' }) {
		data, _ := json.Marshal(s) // a text never fails
		w.literal(string(data[1:len(data)-1]), v.at)
		if !v.isKnown() {
			w.holes = append(w.holes, source.Range{Start: start, End: w.length})
		}
	} else {
		w.add(v.text)
		if !v.isKnown() && len(v.holes) == 0 {
			w.holes = append(w.holes, source.Range{Start: start, End: w.length})
		}
		for _, h := range v.holes {
			w.holes = append(w.holes, source.Range{Start: start + h.Start, End: start + h.End})
		}
	}
	w.literal(`"`, v.at)
}
