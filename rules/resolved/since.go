package resolved

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Since returns the first release on the way to the target from which on a fact held without a break; the zero release
// where it held on every known one.
func Since(to release.Release, holds func(release.Release) bool) release.Release {
	var first release.Release
	for _, r := range catalog.Releases().Backward() {
		if to.Less(r) {
			continue
		}
		if !holds(r) {
			break
		}
		first = r
	}
	return first
}

// SinceOrAlways is Since, with the zero release if the fact holds from the first known release on.
func SinceOrAlways(to release.Release, holds func(release.Release) bool) release.Release {
	if first := Since(to, holds); first != catalog.Releases().Oldest() {
		return first
	}
	return release.Release{}
}

// Dated is SinceOrAlways for what takes time to ask, the zero release if nobody wants to know.
func Dated(p *lint.Pass, to release.Release, holds func(release.Release) bool) release.Release {
	if p.Undated {
		return release.Release{}
	}
	return SinceOrAlways(to, holds)
}

// GoneOn reports whether every release that has something is older than r.
func GoneOn(known release.Ranges, r release.Release) bool {
	last := known[len(known)-1].Last
	return !last.IsZero() && last.Less(r)
}

// FirstWithout returns the first release after the last of those that have something.
func FirstWithout(known release.Ranges, r release.Release) release.Release {
	if next := catalog.After(known[len(known)-1].Last); !next.IsZero() {
		return next
	}
	return r
}

// FirstAfter returns the first release after r that is in known; the zero release if there is none.
func FirstAfter(known release.Ranges, r release.Release) release.Release {
	for _, on := range catalog.Releases().All() {
		if r.Less(on) && known.Contains(on) {
			return on
		}
	}
	return release.Release{}
}

// ReadSince returns the first release from which on every one up to that of a daemon reads a flag, given as such or as the
// variable that stands for it, or another variable; the zero release if all known ones do, or nobody knows. It is the
// ValidFrom of a fix that writes the name.
func ReadSince(r *Daemon, name string) release.Release {
	if flag, isFlag := strings.CutPrefix(name, catalog.FlagPrefix); isFlag {
		name = strings.ToLower(flag)
	}
	if f := r.Flags.Flag(name); f != nil {
		return SinceOrAlways(r.Release, func(on release.Release) bool { return f.Exists.Contains(on) && !f.Unread.Contains(on) })
	}
	if v := catalog.VariableNamed(name); v != nil {
		return SinceOrAlways(r.Release, v.Exists.Contains)
	}
	return release.Release{}
}
