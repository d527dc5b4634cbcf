// Package catalog holds the facts about every Mesos release: flags, environment variables, ACL actions, built-in
// values, start-up checks and the behaviours that changed. The facts are the files under data; each names the place in
// the upstream source it was read from, as path:line@tag. Nothing here judges.
//
// Each file is part of the program as a table: a Go value that `make docs` makes of it, and that the linker lays out, so that
// nothing is read when a run asks for it. What the functions return is shared: callers must not change it.
package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// releases is the content of releases.json. Facts may reach back to the older releases, which nobody can lint for.
type releases struct {
	Older      []release.Release `json:"older"`
	Supported  []release.Release `json:"supported"`
	Unreleased []release.Release `json:"unreleased"`
}

var (
	knownReleases = lazy.Value[*release.Set]{Make: func() *release.Set {
		return release.NewSet(releaseData.Supported, releaseData.Unreleased)
	}}
	historyReleases = lazy.Value[*release.Set]{Make: func() *release.Set {
		return release.NewSet(slices.Concat(releaseData.Older, releaseData.Supported), releaseData.Unreleased)
	}}
)

// Releases returns the releases the catalogue has the facts of, 0.19.0 and later.
func Releases() *release.Set { return knownReleases.Get() }

// History returns the releases that the history reaches back to: those of Releases and the older ones, of which little else
// is known.
func History() *release.Set { return historyReleases.Get() }

// After returns the release that came after r, of the older ones too that facts reach back to; the zero Release if
// none is known.
func After(r release.Release) release.Release {
	for _, list := range [][]release.Release{releaseData.Older, releaseData.Supported} {
		for _, next := range list {
			if r.Less(next) {
				return next
			}
		}
	}
	return release.Release{}
}

// covers reports whether a fact about a component, AnyComponent for both, is one about the component asked for.
func covers(fact, asked config.Component) bool {
	return fact == asked || fact == config.AnyComponent || asked == config.AnyComponent
}
