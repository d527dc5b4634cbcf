package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// EmptyValue is a flag that a daemon takes an empty value of as it takes any other, which nobody means.
type EmptyValue struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	In        release.Ranges   `json:"in"`
	// Means says what the daemon does then: "publishes an empty host name".
	Means string `json:"means"`
	// Without is what the daemon does without the flag, if that lets somebody do more; "" if it does not.
	Without  string   `json:"without"`
	Evidence []string `json:"evidence"`
}

// EmptyValueOf returns what a release makes of an empty value of a flag, by its canonical name; nil if it is nothing of
// note.
func EmptyValueOf(c config.Component, flag string, r release.Release) *EmptyValue {
	for _, e := range emptyValueData {
		if e.Component == c && e.Flag == flag && e.In.Contains(r) {
			return e
		}
	}
	return nil
}
