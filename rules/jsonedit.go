package rules

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

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

// replaceJSON returns the edit that writes text in place of a JSON value or key, quoted for where it stands.
func replaceJSON(v source.JSON, text string) lint.Edit {
	return lint.Edit{Span: v.Span(), Text: v.Text().Quote(text)}
}

// renameKey returns the edit that gives a member another key.
func renameKey(key source.JSON, name string) lint.Edit {
	return replaceJSON(key, source.QuoteJSON(name))
}

// insertLast returns the edit that adds a member at the end of an object, or an element at the end of an array, in the
// layout of what is there already.
func insertLast(container source.JSON, text string) lint.Edit {
	start, end := container.Bounds()
	whole := container.Text()
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
		return lint.Edit{Span: whole.Span(start+1, end-1), Text: whole.Quote(text)}
	}
	at, _ := first.Bounds()
	_, after := last.Bounds()
	layout := layoutBefore(whole.String(), start+1, at)
	if layout == "" {
		layout = " "
	}
	return lint.Edit{Span: whole.Span(after, after), Text: whole.Quote("," + layout + text)}
}

// layoutBefore returns the white space at the end of text[start:end].
func layoutBefore(text string, start, end int) string {
	at := end
	for at > start && (text[at-1] == ' ' || text[at-1] == '\t' || text[at-1] == '\n' || text[at-1] == '\r') {
		at--
	}
	return text[at:end]
}

// deleteMembers returns the edits that take members out of an object, or elements out of an array, together with the
// commas and white space that belong to them; everything else stays byte for byte. drop says for each position, in the
// order written, whether it goes.
func deleteMembers(container source.JSON, drop func(i int) bool) []lint.Edit {
	type place struct{ start, end int }
	var places []place
	container.ForEach(func(key, value source.JSON) bool {
		start, end := value.Bounds()
		if key.Kind() != source.NoValue {
			start, _ = key.Bounds()
		}
		places = append(places, place{start, end})
		return true
	})
	text := container.Text()
	var edits []lint.Edit
	for i := 0; i < len(places); i++ {
		if !drop(i) {
			continue
		}
		j := i
		for j+1 < len(places) && drop(j+1) {
			j++
		}
		var start, end int
		switch open, last := container.Bounds(); {
		case j+1 < len(places):
			start, end = places[i].start, places[j+1].start
		case i > 0:
			start, end = places[i-1].end, places[j].end
		default:
			start, end = open+1, last-1
		}
		edits = append(edits, lint.Edit{Span: text.Span(start, end)})
		i = j
	}
	return edits
}
