package main

import (
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// dropped returns the changes that take what a place is about out of a document: the member whose key it is, the element of a
// list that it is or that has it for a value, or the member that is left where nothing of it stands in a list.
func dropped(v source.JSON, at source.Span) []resolved.Change {
	var out []resolved.Change
	i := -1
	v.ForEach(func(key, value source.JSON) bool {
		i++
		n := i
		inKey := key.Kind() != source.NoValue && covers(key.Span(), at)
		if !inKey && !covers(value.Span(), at) {
			return true
		}
		if !inKey && value.Kind() == source.String && value.Span() != at {
			out = []resolved.Change{} // what is in a text is of another document
			return false
		}
		whole := v.Kind() == source.Array && value.Kind() == source.Object && isNamedBy(value, at)
		if !inKey && !whole && (value.Kind() == source.Object || value.Kind() == source.Array) && value.Span() != at {
			out = dropped(value, at)
		}
		if out == nil {
			out = resolved.Drop(v, func(j int) bool { return j == n })
		}
		return false
	})
	return out
}

// written is the change that writes a word in place of the key or the text that stands at a place of a document, nil if none
// stands there.
func written(v source.JSON, at source.Span, word string) (change *resolved.Change) {
	v.ForEach(func(key, value source.JSON) bool {
		for _, one := range []source.JSON{key, value} {
			if one.Kind() == source.String && one.Span() == at {
				c := resolved.Replace(one, source.QuoteJSON(word))
				change = &c
			}
		}
		if change == nil {
			change = written(value, at, word)
		}
		return change == nil
	})
	return change
}

// isNamedBy reports whether a place is one of the values of an object.
func isNamedBy(object source.JSON, at source.Span) (named bool) {
	object.ForEach(func(_, value source.JSON) bool {
		named = named || value.Span() == at
		return !named
	})
	return named
}
