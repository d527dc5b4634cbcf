package resolved

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Change replaces the bytes [start, end) of a text with others, all as the reader of the text sees them.
type Change struct {
	Start, End int
	Text       string
}

// edits writes changes of a text, which must not overlap, where it stands. Quoting that does not allow to change a part
// by itself has them all written at once; if no edit can make them there are none.
func edits(text *source.Text, changes ...Change) []lint.Edit {
	sortChanges(changes)
	out := make([]lint.Edit, len(changes))
	for i, c := range changes {
		span, written, ok := text.Edit(c.Start, c.End, c.Text)
		switch {
		case !ok:
			return nil
		case span != text.Span(c.Start, c.End) && len(changes) > 1:
			return edits(text, Change{0, text.Len(), Apply(text.String(), changes)})
		}
		out[i] = lint.Edit{Span: span, Text: written}
	}
	return out
}

// sortChanges puts changes in the order of their places.
func sortChanges(changes []Change) {
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
}

// RewriteAll makes a fix of changes of one text; nil if no edit can make them.
func RewriteAll(text *source.Text, how lint.Applicability, message string, changes ...Change) *lint.Fix {
	all := edits(text, changes...)
	if len(all) == 0 {
		return nil
	}
	return &lint.Fix{Applicability: how, Message: message, Edits: all}
}

// Apply returns what a text is after changes, which are in order.
func Apply(text string, changes []Change) string {
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(text[at:c.Start])
		b.WriteString(c.Text)
		at = c.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// Member is one key and value of a JSON object, as written.
type Member struct{ Key, Value source.JSON }

// Members returns the members of an object in the order they are written, duplicates included.
func Members(object source.JSON) []Member {
	const few = 8
	out := make([]Member, 0, few)
	object.ForEach(func(key, value source.JSON) bool {
		out = append(out, Member{key, value})
		return true
	})
	return out
}

// Replace writes text in place of a JSON value or key.
func Replace(v source.JSON, text string) Change {
	start, end := v.Bounds()
	return Change{start, end, text}
}

// RenameKey gives a member another key.
func RenameKey(key source.JSON, name string) Change { return Replace(key, source.QuoteJSON(name)) }

// Append adds members at the end of an object, or elements at the end of an array, in the layout of what is there
// already.
func Append(container source.JSON, texts ...string) Change {
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
		return Change{start + 1, end - 1, strings.Join(texts, ", ")}
	}
	at, _ := first.Bounds()
	_, after := last.Bounds()
	layout := LayoutBefore(container.Text().String(), start+1, at)
	if layout == "" {
		layout = " "
	}
	return Change{after, after, "," + layout + strings.Join(texts, ","+layout)}
}

// LayoutBefore returns the white space at the end of text[start:end].
func LayoutBefore(text string, start, end int) string {
	return text[start+len(strings.TrimRight(text[start:end], " \t\r\n")) : end]
}

// Drop takes members out of an object, or elements out of an array, together with the commas and white space that
// belong to them; everything else stays byte for byte. drop says for each position, in the order written, whether it goes.
func Drop(container source.JSON, drop func(i int) bool) []Change {
	var places []Change
	container.ForEach(func(key, value source.JSON) bool {
		start, end := value.Bounds()
		if key.Kind() != source.NoValue {
			start, _ = key.Bounds()
		}
		places = append(places, Change{Start: start, End: end})
		return true
	})
	var out []Change
	for i := 0; i < len(places); i++ {
		if !drop(i) {
			continue
		}
		j := i
		for j+1 < len(places) && drop(j+1) {
			j++
		}
		var gone Change
		switch open, last := container.Bounds(); {
		case j+1 < len(places):
			gone = Change{Start: places[i].Start, End: places[j+1].Start}
		case i > 0:
			gone = Change{Start: places[i-1].End, End: places[j].End}
		default:
			gone = Change{Start: open + 1, End: last - 1}
		}
		out = append(out, gone)
		i = j
	}
	return out
}
