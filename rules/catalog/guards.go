package catalog

import (
	_ "embed"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Guard is a flag, besides those of Authentication, without which a daemon lets everybody do what the flag limits.
type Guard struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	In        release.Ranges   `json:"in"`
	Evidence  []string         `json:"evidence"`
}

//go:embed data/guards.json
var guardsText string

var guards = lazy.Value[[]*Guard]{Make: func() []*Guard { return read[[]*Guard]("guards.json", guardsText) }}

// IsGuard reports whether a daemon of a release keeps somebody out, or proves who it is, with a flag, by any name of it:
// without the flag more is open.
func IsGuard(c config.Component, flag string, r release.Release) bool {
	schema := FlagSchema(c, r)
	is := func(name string) bool {
		f, found := schema.Lookup(name)
		return found && f.Name == flag
	}
	for _, g := range guards.Get() {
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
