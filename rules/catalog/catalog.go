// Package catalog holds the facts about every Mesos release: flags, environment variables, ACL actions, built-in
// values, start-up checks and the behaviours that changed. The facts are the files under data; each names the place in
// the upstream source it was read from, as path:line@tag. Nothing here judges.
//
// What nearly every run asks for is part of the program as Go values, which are made of the files (see the tables). Each other
// file is read when it is first asked for, and once. What the functions return is shared: callers must not change it.
package catalog

import (
	"slices"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

var filesRead sync.Map // string → struct{}

// FilesRead returns the names of the data files that have been read so far, in order. Reading them is most of what a
// short run does, so that tests hold each command against those it needs.
func FilesRead() []string {
	var names []string
	filesRead.Range(func(name, _ any) bool {
		names = append(names, name.(string))
		return true
	})
	slices.Sort(names)
	return names
}

// read reads a data file. The files are part of the program and tested, so one that cannot be read is a bug.
func read[T any](file, text string) T {
	filesRead.Store(file, struct{}{})
	var v T
	newReader(file).read(text, &v)
	return v
}

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
