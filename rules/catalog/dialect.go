package catalog

import (
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

var dialects = lazy.Keyed[release.Release, stout.Dialect]{Make: dialect}

// Dialect returns how release r reads JSON and turns it into messages.
func Dialect(r release.Release) stout.Dialect { return dialects.Get(r) }

func dialect(r release.Release) stout.Dialect {
	on := func(id string) bool { return Behaviour(id).Contains(r) }
	d := stout.Dialect{
		Overflow:            stout.OverflowInfinity,
		TrailingIgnored:     on("json-trailing-garbage"),
		NestedErrorsIgnored: on("proto-nested-errors-swallowed"),
		NullUnsets:          !on("proto-null-refused"),
		UnknownEnumIgnored:  on("proto-enum-dropped"),
		TextAsScalar:        on("proto-string-converts"),
		InfinityAsNumber:    on("proto-infinity"),
		Base64Bytes:         on("bytes-base64"),
		Base64SkipsSpace:    on("base64-skips-space"),
		Maps:                on("proto-maps"),
	}
	switch {
	case on("json-number-overflow-aborts"):
		d.Overflow = stout.OverflowAborts
	case on("json-number-overflow-refused"):
		d.Overflow = stout.OverflowRefused
	}
	switch {
	case on("json-depth-100"):
		d.MaxDepth = 100
	case on("json-depth-limited"):
		d.MaxDepth = 200
	}
	return d
}
