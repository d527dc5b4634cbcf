package catalog

import (
	_ "embed"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
)

// Reader says who reads a flag: without it the flag is taken and has no effect.
type Reader struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	// Isolators are those that read it, of which one must be listed; none if no isolator does.
	Isolators []string `json:"isolators"`
	// With is a condition about another flag that must hold besides, nil if there is none.
	With *Condition `json:"with"`
	// Protects is set if the flag is written to limit or to protect something.
	Protects bool     `json:"protects"`
	Evidence []string `json:"evidence"`
}

//go:embed data/readers.json
var readersText string

var readers = sync.OnceValue(func() map[ModuleFlag]*Reader {
	of := map[ModuleFlag]*Reader{}
	for _, r := range read[[]*Reader]("readers.json", readersText) {
		of[ModuleFlag{r.Component, r.Flag}] = r
	}
	return of
})

// ReaderOf returns who reads a flag of a component, nil if the daemon itself does.
func ReaderOf(c config.Component, flag string) *Reader { return readers()[ModuleFlag{c, flag}] }
