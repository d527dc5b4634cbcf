package resolved

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Place is a key or a value of a JSON text and the innermost object it stands in.
type Place struct{ At, Object source.JSON }

// Has reports whether the object has a member of a name.
func (p Place) Has(key string) bool { return HasKey(p.Object, key) }

// PlaceOf returns where a key or value of a JSON text stands, by its span; the zero Place if nothing stands there. The first ones
// are looked for; then all places of the text are gathered for all rules, because each of very many keys may be asked for.
func PlaceOf(p *lint.Pass, text source.JSON, at source.Span) Place {
	type places struct{}
	m := lint.MemoOf(p, places{}, text, func() *asked { return &asked{} })
	switch m.times++; {
	case m.times <= lookedFor && text.Text().Identity():
		place, _ := placeIn(text, text, at)
		return place
	case m.all == nil:
		m.all = placesIn(text)
	}
	return m.all[at]
}

// lookedFor is how many places of a text are looked for one by one.
const lookedFor = 8

// asked is how often a place of a text was asked for, and all places once they are gathered.
type asked struct {
	times int
	all   map[source.Span]Place
}

// placeIn looks for a span in a value, in the parts of it that hold the span.
func placeIn(in, object source.JSON, at source.Span) (place Place, found bool) {
	if in.Kind() == source.Object {
		object = in
	}
	in.ForEach(func(key, value source.JSON) bool {
		switch within := value.Span(); {
		case key.Kind() != source.NoValue && key.Span() == at:
			place, found = Place{key, object}, true
		case within == at:
			place, found = Place{value, object}, true
		case within.Source == at.Source && within.Start <= at.Start && at.End <= within.End:
			place, found = placeIn(value, object, at)
		}
		return !found
	})
	return place, found
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
