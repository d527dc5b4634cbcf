package resolved

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Place is a key or a value of a JSON text and the innermost object it stands in.
type Place struct{ At, Object source.JSON }

// Has reports whether the object has a member of a name.
func (p Place) Has(key string) bool { return HasKey(p.Object, key) }

// PlaceOf returns where a key or value of a JSON text stands, by its span; the zero Place if nothing stands there. All places
// of the text are gathered once for all rules, because each of very many keys may be asked for.
func PlaceOf(p *lint.Pass, text source.JSON, at source.Span) Place {
	type key struct{ source.JSON }
	return lint.Memo(p, key{text}, func() map[source.Span]Place { return placesIn(text) })[at]
}

func placesIn(text source.JSON) map[source.Span]Place {
	places := map[source.Span]Place{}
	var visit func(in, object source.JSON)
	visit = func(in, object source.JSON) {
		if in.Kind() == source.Object {
			object = in
		}
		in.ForEach(func(key, value source.JSON) bool {
			if key.Kind() != source.NoValue {
				places[key.Span()] = Place{key, object}
			}
			places[value.Span()] = Place{value, object}
			visit(value, object)
			return true
		})
	}
	visit(text, text)
	return places
}
