package resolved

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// WrongKind returns the flag, with its dashes, that an object was written for which another flag was given: the keys that
// show a kind of document, the ones by which the loader recognises a file, show another kind than the document's, and the
// document's own flag knows none of its keys on any release. It is "" if there is no such flag.
func WrongKind(p *lint.Pass, v source.JSON, d *config.Document) string {
	if v.Kind() != source.Object {
		return ""
	}
	return lint.Memo(p, wrongKindKey{d, v.Raw()}, func() string {
		own := catalog.DocumentOfKind(config.AnyComponent, d.Kind)
		if own == nil || knowsKeyOf(own, v) {
			return ""
		}
		shown := kindShown(v)
		if shown == d.Kind {
			return ""
		}
		return flagOfKind(d.Component, shown)
	})
}

// kindShown returns the kind of document that the keys of an object show; Unknown if they show none.
func kindShown(object source.JSON) config.Kind {
	return load.KindOf(object.Raw(), DocumentKeys(true), catalog.Actions().Known)
}

// flagOfKind returns the flag, with its dashes, of a component that is given a kind of document, else that of the other
// component; "" if there is none.
func flagOfKind(c config.Component, kind config.Kind) string {
	for _, c := range []config.Component{c, config.AnyComponent} {
		if f := catalog.DocumentOfKind(c, kind); f != nil {
			return "--" + f.Flag
		}
	}
	return ""
}

type wrongKindKey struct {
	d    *config.Document
	text string
}

// knowsKeyOf reports whether the document of a flag has one of an object's keys on any release.
func knowsKeyOf(f *catalog.DocumentFlag, object source.JSON) bool {
	for key := range EachMember(object) {
		name := key.String()
		if f.Kind == config.ACLs && catalog.Actions().Known(name) || f.Kind != config.ACLs && len(catalog.FieldIn(f.Message, name)) > 0 {
			return true // for ACLs without reading all messages
		}
	}
	return false
}

// DocumentKeys are the keys that show a kind of document, as the catalogue has them; with given also those that show it
// only of a document that a flag was given.
func DocumentKeys(given bool) []load.DocumentKeys {
	var out []load.DocumentKeys
	for _, d := range catalog.KeysOfDocuments() {
		if d.Given && !given {
			continue
		}
		k := load.DocumentKeys{Kind: d.Kind, Entries: d.Entries, List: d.List, Whole: d.Whole}
		for _, key := range d.Keys {
			k.Keys = append(k.Keys, load.DocumentKey{Name: key.Name, Inside: key.Inside, Holds: key.Holds})
		}
		out = append(out, k)
	}
	return out
}
