package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
)

// DocumentKeys are the keys by which a JSON text is known to be a document of a kind, whatever its file is called. They are
// fields of the kind's message that other people's files do not have; a test holds them against the messages.
type DocumentKeys struct {
	Kind config.Kind `json:"kind"`
	// Keys are the members of the whole, any of which shows the kind.
	Keys []DocumentKey `json:"keys"`
	// Entries are the members with which the objects under any key begin.
	Entries []string `json:"entries"`
	// List are members that an object has which is the first of a list that is the whole document.
	List []string `json:"list"`
	// Whole are all the members of the document, which has each of them and no other.
	Whole []string `json:"whole"`
	// Given is set if the keys show the kind only of a document that a flag was given: files of other programs have them too.
	Given bool `json:"given"`
}

// DocumentKey is a member that shows the kind of a document.
type DocumentKey struct {
	Name string `json:"name"`
	// Inside are members of which the object under it, or the first of a list of them, begins with one; nil if the name
	// alone is enough.
	Inside []string `json:"inside"`
	// Holds is a member that stands anywhere after it; "" if the name alone is enough.
	Holds string `json:"holds"`
}

// KeysOfDocuments returns the keys of documents, by kind.
func KeysOfDocuments() []*DocumentKeys { return documentKeyData }
