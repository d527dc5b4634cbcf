package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

var flagDialects = lazy.Keyed[release.Release, stout.FlagDialect]{Make: flagDialect}

// FlagDialect returns how release r loads flags and reads their values.
func FlagDialect(r release.Release) stout.FlagDialect { return flagDialects.Get(r) }

func flagDialect(r release.Release) stout.FlagDialect {
	on := func(id string) bool { return Behaviour(id).Contains(r) }
	return stout.FlagDialect{
		FetchesFiles:     on("file-contents"),
		WarnsOfBarePath:  on("bare-path-warned"),
		SortsEnvironment: on("environment-sorted"),
		CommandLineWins:  !on("env-cli-duplicate-refused"),
		LoadsOnce:        on("flag-aliases"),
		WholeNumbers:     on("number-trailing-refused"),
		BoundsDurations:  on("duration-bounded"),
		AnyFamily:        on("ip-any-family"),
		HelpBeforeErrors: on("help-before-errors"),
		HexNumbers:       on("numify-hex"),
		SignedHexNumbers: on("numify-signed-hex"),
	}
}

// FlagPrefix starts the environment variables that set flags.
const FlagPrefix = "MESOS_"

// FlagSchema returns the flags of a component on release r as the flag parser has them. It panics if FlagsOf does.
func FlagSchema(c config.Component, r release.Release) *stout.Schema {
	return FlagsOf(c).schemas.Get(r)
}

func flagSchema(f *Flags, r release.Release) *stout.Schema {
	definitions := f.All(r)
	flags := make([]stout.Flag, len(definitions))
	for i, d := range definitions {
		flags[i] = stout.Flag{Name: d.Name, Type: d.Type, Required: d.Required}
		if len(d.Aliases) > 0 {
			flags[i].Alias, flags[i].AliasDeprecated = d.Aliases[0], true
		}
	}
	return stout.NewSchema(FlagPrefix, flags)
}
