package plan

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// cannotHave reports whether a configuration that a release reads cannot meet a condition, because it is about flags, values or
// modules that came later.
func cannotHave(a *catalog.Applies, r release.Release) bool {
	absent := func(part *catalog.Applies) bool { return cannotHave(part, r) }
	switch {
	case a == nil, a.Unset, a.OrUnset, r.Less(catalog.Releases().All()[0]): // of older ones the flags are not known
		return false
	case len(a.All) > 0:
		return slices.ContainsFunc(a.All, absent)
	case len(a.Any) > 0:
		return !slices.ContainsFunc(a.Any, func(part *catalog.Applies) bool { return !absent(part) })
	case a.Module != "":
		return !slices.ContainsFunc(catalog.ModuleKinds(), func(k *catalog.ModuleKind) bool { return k.Kind == a.Module && k.In.Contains(r) })
	case a.Flag != "":
		return lacksFlag(a, r)
	}
	return false
}

// lacksFlag reports whether a release has no flag, or no value of it, that a condition is about.
func lacksFlag(a *catalog.Applies, r release.Release) bool {
	component, flag, _ := strings.Cut(a.Flag, ".")
	if strings.Contains(flag, "*") {
		return false
	}
	for _, c := range []config.Component{config.Master, config.Agent} {
		if component != "*" && component != c.String() {
			continue
		}
		if _, found := catalog.FlagSchema(c, r).Lookup(flag); found && hasValue(c, flag, a.Has, r) {
			return false
		}
	}
	return true
}

// hasValue reports whether a release has one of the values of a flag, which are parted by "|"; it has every value of a flag
// whose values the catalogue does not list.
func hasValue(c config.Component, flag, values string, r release.Release) bool {
	set := catalog.Values(c, flag)
	if values == "" || set == nil {
		return true
	}
	return slices.ContainsFunc(strings.Split(values, "|"), func(name string) bool {
		v := set.Value(name)
		return v == nil || v.In.Contains(r)
	})
}
