package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Reader says who reads a flag: without it the flag is taken and has no effect.
type Reader struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	// In is where it is so; empty for every release that has the flag.
	In release.Ranges `json:"in"`
	// Isolators and Containerizers are those that read it, of which one must be listed; none if no isolator or containerizer
	// does.
	Isolators      []string `json:"isolators"`
	Containerizers []string `json:"containerizers"`
	// Same are values by which the release does what it does without the flag.
	Same []string `json:"same"`
	// With is a condition about another flag that must hold besides, nil if there is none.
	With *Condition `json:"with"`
	// Offer are those of Isolators that work by themselves, if some need another one beside them; else none.
	Offer []string `json:"offer"`
	// Besides is what must be set together with the isolator or the flag of With, in words; "" if that alone does.
	Besides string `json:"besides"`
	// Protects is set if the flag is written to limit or to protect something.
	Protects bool     `json:"protects"`
	Evidence []string `json:"evidence"`
}

var readers = lazy.Value[map[ModuleFlag][]*Reader]{Make: func() map[ModuleFlag][]*Reader {
	of := map[ModuleFlag][]*Reader{}
	for _, r := range readerData {
		at := ModuleFlag{r.Component, r.Flag}
		of[at] = append(of[at], r)
	}
	return of
}}

// ReaderOf returns who reads a flag of a component on a release, nil if the daemon itself does.
func ReaderOf(c config.Component, flag string, on release.Release) *Reader {
	for _, r := range readers.Get()[ModuleFlag{c, flag}] {
		if len(r.In) == 0 || r.In.Contains(on) {
			return r
		}
	}
	return nil
}

// ReadOnlyBy returns the flags that only an isolator or a containerizer of a name reads, or one of few others, in the order of
// the table. flag is the one whose value the name is.
func ReadOnlyBy(flag, name string) []string {
	var out []string
	for _, r := range readerData {
		by := map[string][]string{"isolation": r.Isolators, "containerizers": r.Containerizers}[flag]
		if slices.Contains(by, name) && !slices.Contains(out, r.Flag) {
			out = append(out, r.Flag)
		}
	}
	return out
}
