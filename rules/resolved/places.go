package resolved

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Place is a key or a value of a JSON text and the innermost object it stands in.
type Place struct {
	At, Object source.JSON
	// start and end are the bounds, in the text, of the member or the element that it is a part of.
	start, end int
}

// Has reports whether the object has a member of a name.
func (p Place) Has(key string) bool { return HasKey(p.Object, key) }

// Begins reports whether the place is a key or an element, and not the value of a member.
func (p Place) Begins() bool {
	start, _ := p.At.Bounds()
	return p.At.Kind() != source.NoValue && start == p.start
}

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

// CarryDeletion gives a finding that has no fix, and whose help is to delete the member or the element of a JSON text at a place,
// its key or what it is, the manual fix that does so: what that is worth is for a person to say.
func CarryDeletion(p *lint.Pass, text source.JSON, at source.Span, d *lint.Diagnostic) {
	const once = "delete it once "
	if !lacksDeletion(d) || text.Kind() == source.NoValue {
		return
	}
	place := PlaceOf(p, text, at)
	if place.At.Kind() == source.NoValue {
		return
	}
	gone := alone(text.Text().String(), place.start, place.end)
	what := "delete the entry"
	if _, end := place.At.Bounds(); end != place.end {
		what = "delete the member" // whose name may be a part of a secret
	}
	if d.Fix = RewriteAll(text.Text(), lint.Manual, what, gone); d.Fix == nil {
		return
	}
	if strings.HasPrefix(d.Help, once) {
		d.Fix.ValidFrom = d.Release
	}
}

// lacksDeletion reports whether the help of a finding is to delete what it is about, and no fix does so.
func lacksDeletion(d *lint.Diagnostic) bool {
	return d.Fix == nil && strings.HasPrefix(d.Help, "delete it")
}

// alone returns the change that takes one member or element out of a JSON text with the comma and the white space that belong to
// it. Drop does so for any number; this one looks at nothing but what is around it.
func alone(text string, start, end int) Change {
	const blanks = " \t\r\n"
	before := strings.TrimRight(text[:start], blanks)
	after := strings.TrimLeft(text[end:], blanks)
	switch {
	case strings.HasPrefix(after, ","):
		after = strings.TrimLeft(after[1:], blanks)
		return Change{Start: start, End: len(text) - len(after)}
	case strings.HasSuffix(before, ","):
		return Change{Start: len(before) - 1, End: end}
	}
	return Change{Start: len(before), End: len(text) - len(after)}
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
			place, found = placeAt(key, key, value, object), true
		case within == at:
			place, found = placeAt(value, key, value, object), true
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
				places[key.Span()] = placeAt(key, key, value, object)
			}
			places[value.Span()] = placeAt(value, key, value, object)
			visit(value, object)
			return true
		})
	}
	visit(text, text)
	return places
}

// placeAt returns the place of a key or a value, which belongs to a member of an object, or to an element if there is no key.
func placeAt(at, key, value, object source.JSON) Place {
	start, end := value.Bounds()
	if key.Kind() != source.NoValue {
		start, _ = key.Bounds()
	}
	return Place{at, object, start, end}
}
