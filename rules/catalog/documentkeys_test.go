package catalog

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
)

// What shows a document's kind is a field of its message, at one level or another, on some release.
func TestDocumentKeysAreFields(t *testing.T) {
	for _, k := range KeysOfDocuments() {
		d := DocumentOfKind(0, k.Kind)
		if d == nil {
			t.Errorf("no flag holds %s", k.Kind)
			continue
		}
		known := map[string]bool{}
		for _, on := range Releases().All() {
			collectFields(known, Message(d.Message, on), 0)
		}
		names := append(append(append([]string{}, k.Entries...), k.List...), k.Whole...)
		for _, key := range k.Keys {
			names = append(append(names, key.Name), key.Inside...)
			if key.Holds != "" {
				names = append(names, key.Holds)
			}
		}
		for _, name := range names {
			// Releases before 0.22 call the library's file "path".
			if !known[name] && name != "path" {
				t.Errorf("%s: %q is no field of %s", k.Kind, name, d.Message)
			}
		}
	}
}

// collectFields adds the names of a message's fields and of those within.
func collectFields(names map[string]bool, m *stout.Message, depth int) {
	if m == nil || depth > 4 {
		return
	}
	for _, f := range m.Fields {
		names[f.Name] = true
		collectFields(names, f.Message, depth+1)
	}
}
