package rules

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/format/dump"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// Vocabulary tells the loader the names it needs to recognise files and to follow what they refer to, of all releases:
// what a name means on the target is for the rules to say.
func Vocabulary() load.Vocabulary {
	held := func(c config.Component, flag string) catalog.Held {
		if d := catalog.DocumentOf(c, flag); d != nil {
			return d.Held
		}
		return ""
	}
	return load.Vocabulary{
		ActionKey:    func(key string) bool { return catalog.Actions().Known(key) },
		DocumentKeys: sync.OnceValue(func() []load.DocumentKeys { return resolved.DocumentKeys(false) }),
		Flag:         func(c config.Component, name string) bool { return catalog.FlagsOf(c).Flag(name) != nil },
		LikeFlag:     func(c config.Component, name string) bool { return len(catalog.FlagsOf(c).SpeltLike(name)) > 0 },
		DocumentKind: catalog.DocumentKind,
		PathFlag: func(c config.Component, flag string) bool {
			h := held(c, flag)
			return h == catalog.FilePath || h == catalog.Directory
		},
		DirectoryFlag: func(c config.Component, flag string) bool { return held(c, flag) == catalog.Directory },
		BarePath:      func(c config.Component, flag string) bool { return held(c, flag) == catalog.Contents },
		ParameterKind: catalog.ParameterKind,
		Image:         knownImage,
		Report:        reported,
		OwnModule:     catalog.IsOwnModule,
		SecretMembers: catalog.SecretMembers,
		Variable:      func(name string) bool { return catalog.VariableNamed(name) != nil },
		Key:           catalog.IsKey,
		Parameter:     catalog.IsParameter,
	}
}

// knownImage returns what the catalogue knows of an image.
func knownImage(r docker.Reference) (docker.Known, bool) {
	image := catalog.ImageOf(r.Repository(), r.Tag)
	if image == nil {
		return docker.Known{}, false
	}
	exports := map[string][]string{}
	for _, e := range image.Exports {
		exports[e.If] = append(exports[e.If], e.Variables...)
	}
	return docker.Known{
		Entrypoint: image.Entrypoint, Command: image.Command, HandsOn: image.HandsOn, Environment: image.Environment,
		Sometimes: image.Sometimes, Exports: exports, Open: image.Open,
	}, true
}

// reported returns what the values say that a running daemon prints of its flags.
func reported(c config.Component, version string, u release.Upgrade, values map[string]string) func(name, value string) dump.Value {
	report := catalog.NewReport(c, values, version, u.From, u.To)
	return func(name, value string) dump.Value {
		switch report.Of(name, value) {
		case catalog.PrintedDefault:
			return dump.Default
		case catalog.PrintedUnknown:
			return dump.Unknown
		}
		return dump.Given
	}
}

// Kinds returns what a file can be said to be, the kinds that have a word of their own first and then the JSON documents
// that are called by their flag.
func Kinds() []config.Kind {
	kinds := NamedKinds()
	for _, d := range catalog.DocumentFlags() {
		if d.Shape != "" && !slices.Contains(kinds, d.Kind) {
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

// NamedKinds returns the kinds that have a word of their own: those of the formats, and of documents.
func NamedKinds() []config.Kind {
	return append(format.Kinds(), config.ACLs, config.Credentials, config.Credential, config.Modules, config.RateLimits, config.Firewall)
}

// ByName returns the rule of a name, nil if there is none.
func ByName(name string) *lint.Rule {
	for _, r := range All() {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// Nearest returns the name of a rule, start-up check, flag, ACL action or variable that a misspelt one most likely meant, "" if none
// is near.
func Nearest(name string) string { return resolved.Nearest(name, Names()) }

// Names yields the names of all rules, start-up checks, ACL actions, flags and variables.
func Names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, r := range All() {
			if !yield(r.Name) {
				return
			}
		}
		for _, c := range catalog.Checks() {
			if !yield(c.ID) {
				return
			}
		}
		for _, a := range catalog.Actions().All() {
			if !yield(a.Key) {
				return
			}
		}
		for _, c := range []config.Component{config.Master, config.Agent} {
			for _, flag := range catalog.FlagsOf(c).Names() {
				if !yield(flag) || !yield("MESOS_"+strings.ToUpper(flag)) {
					return
				}
			}
		}
		for _, v := range catalog.Variables() {
			if !yield(v.Name) {
				return
			}
		}
	}
}
