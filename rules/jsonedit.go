package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// change replaces the bytes [start, end) of a text with others, all as the reader of the text sees them.
type change struct {
	start, end int
	text       string
}

// edits writes changes of a text, which must not overlap, where it stands. Quoting that does not allow to change a part
// by itself has them all written at once; where no edit can make them there are none.
func edits(text *source.Text, changes ...change) []lint.Edit {
	slices.SortFunc(changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end)) })
	out := make([]lint.Edit, len(changes))
	for i, c := range changes {
		span, written, ok := text.Edit(c.start, c.end, c.text)
		switch {
		case !ok:
			return nil
		case span != text.Span(c.start, c.end) && len(changes) > 1:
			return edits(text, change{0, text.Len(), applied(text.String(), changes)})
		}
		out[i] = lint.Edit{Span: span, Text: written}
	}
	return out
}

// changed makes a fix of changes of one text; nil where no edit can make them.
func changed(text *source.Text, how lint.Applicability, message string, changes ...change) *lint.Fix {
	all := edits(text, changes...)
	if len(all) == 0 {
		return nil
	}
	return &lint.Fix{Applicability: how, Message: message, Edits: all}
}

// applied returns what a text is after changes, which are in order.
func applied(text string, changes []change) string {
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(text[at:c.start])
		b.WriteString(c.text)
		at = c.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// member is one key and value of a JSON object, as written.
type member struct{ key, value source.JSON }

// members returns the members of an object in the order they are written, duplicates included.
func members(object source.JSON) []member {
	var out []member
	object.ForEach(func(key, value source.JSON) bool {
		out = append(out, member{key, value})
		return true
	})
	return out
}

// replaced writes text in place of a JSON value or key.
func replaced(v source.JSON, text string) change {
	start, end := v.Bounds()
	return change{start, end, text}
}

// renamed gives a member another key.
func renamed(key source.JSON, name string) change { return replaced(key, source.QuoteJSON(name)) }

// appended adds members at the end of an object, or elements at the end of an array, in the layout of what is there
// already.
func appended(container source.JSON, texts ...string) change {
	start, end := container.Bounds()
	var first, last source.JSON
	container.ForEach(func(key, value source.JSON) bool {
		if first.Kind() == source.NoValue {
			if first = key; key.Kind() == source.NoValue {
				first = value
			}
		}
		last = value
		return true
	})
	if last.Kind() == source.NoValue {
		return change{start + 1, end - 1, strings.Join(texts, ", ")}
	}
	at, _ := first.Bounds()
	_, after := last.Bounds()
	layout := layoutBefore(container.Text().String(), start+1, at)
	if layout == "" {
		layout = " "
	}
	return change{after, after, "," + layout + strings.Join(texts, ","+layout)}
}

// layoutBefore returns the white space at the end of text[start:end].
func layoutBefore(text string, start, end int) string {
	return text[start+len(strings.TrimRight(text[start:end], " \t\r\n")) : end]
}

// dropped takes members out of an object, or elements out of an array, together with the commas and white space that
// belong to them; everything else stays byte for byte. drop says for each position, in the order written, whether it goes.
func dropped(container source.JSON, drop func(i int) bool) []change {
	var places []change
	container.ForEach(func(key, value source.JSON) bool {
		start, end := value.Bounds()
		if key.Kind() != source.NoValue {
			start, _ = key.Bounds()
		}
		places = append(places, change{start: start, end: end})
		return true
	})
	var out []change
	for i := 0; i < len(places); i++ {
		if !drop(i) {
			continue
		}
		j := i
		for j+1 < len(places) && drop(j+1) {
			j++
		}
		var gone change
		switch open, last := container.Bounds(); {
		case j+1 < len(places):
			gone = change{start: places[i].start, end: places[j+1].start}
		case i > 0:
			gone = change{start: places[i-1].end, end: places[j].end}
		default:
			gone = change{start: open + 1, end: last - 1}
		}
		out = append(out, gone)
		i = j
	}
	return out
}
