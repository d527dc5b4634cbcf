package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Guard is a flag, besides those of Authentication, without which a daemon lets everybody do what the flag limits.
type Guard struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	In        release.Ranges   `json:"in"`
	Evidence  []string         `json:"evidence"`
}

// IsGuard reports whether a daemon of a release keeps somebody out, or proves who it is, with a flag, by any name of it:
// without the flag more is open.
func IsGuard(c config.Component, flag string, r release.Release) bool {
	schema := FlagSchema(c, r)
	is := func(name string) bool {
		f, found := schema.Lookup(name)
		return found && f.Name == flag
	}
	for _, g := range guardData {
		if g.Component == c && g.In.Contains(r) && is(g.Flag) {
			return true
		}
	}
	for _, a := range Authentications(c, r) {
		if is(a.Flag) || a.Flag == "" && is(a.Credentials) {
			return true
		}
	}
	return false
}
