package resolved

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// WrongKind returns the flag, with its dashes, that a document was written for whose own flag knows none of its keys on
// any release; "" if there is no such.
func WrongKind(v source.JSON, d *config.Document) string {
	if v.Kind() != source.Object {
		return ""
	}
	own := func(f *catalog.DocumentFlag) bool { return f.Kind == d.Kind }
	i := slices.IndexFunc(catalog.DocumentFlags(), own)
	if i < 0 {
		return ""
	}
	for key := range EachMember(v) {
		if isKeyOf(catalog.DocumentFlags()[i], key.String()) {
			return ""
		}
	}
	if suits := flagOfKeys(v, func(f *catalog.DocumentFlag) bool { return f.Component == d.Component && !own(f) }); suits != "" {
		return suits
	}
	return flagOfKeys(v, func(f *catalog.DocumentFlag) bool { return !own(f) })
}

// isKeyOf reports whether the document of a flag has a key on any release.
func isKeyOf(f *catalog.DocumentFlag, key string) bool {
	if f.Kind == config.ACLs {
		return catalog.Actions().Known(key) // which spares reading all messages
	}
	return len(catalog.FieldIn(f.Message, key)) > 0
}

// flagOfKeys returns the first of some flags, with its dashes, whose document knows all keys of an object, on one release
// or another, and which takes the object; "" if there is none.
func flagOfKeys(v source.JSON, among func(*catalog.DocumentFlag) bool) string {
	keys := Members(v)
	if len(keys) == 0 {
		return ""
	}
	for _, d := range catalog.DocumentFlags() {
		if d.Message == "" || d.Shape != catalog.ObjectShape || !among(d) {
			continue
		}
		if !slices.ContainsFunc(keys, func(m Member) bool { return !isKeyOf(d, m.Key.String()) }) && takes(d, v) {
			return "--" + d.Flag
		}
	}
	return ""
}

// takes reports whether the last release with a flag takes an object as its document. Names as common as "type" are keys
// of many documents, and say little where what must stand beside them is missing.
func takes(f *catalog.DocumentFlag, v source.JSON) bool {
	on := f.In[len(f.In)-1].Last
	if on.IsZero() {
		on = catalog.Releases().Latest()
	}
	m := catalog.Message(f.Message, on)
	return m != nil && !slices.ContainsFunc(stout.Convert(v, m, catalog.Dialect(on), nil), func(problem stout.Problem) bool {
		return problem.Effect == stout.Fatal
	})
}
