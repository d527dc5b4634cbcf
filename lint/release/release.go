// Package release names Mesos releases and the upgrades between them.
package release

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Release is the core X.Y.Z of one Mesos release. The zero value is "no release". Releases are comparable
// with == and ordered by Compare; a pre-release or package suffix is never part of one, because semver orders
// 1.3.0-rc1 before 1.3.0 while its binaries behave like 1.3.0.
type Release struct{ Major, Minor, Patch uint16 }

// Parse reads "X.Y.Z", ignoring whatever package or pre-release suffix follows the core
// ("1.9.0-2.0.1.ubuntu1604", "1.3.0-rc1", "v1.3.0").
func Parse(s string) (Release, error) {
	r, ok := plain(core(s))
	if !ok {
		return Release{}, fmt.Errorf("%q is not a release: write it as X.Y.Z", s)
	}
	return r, nil
}

// plain reads "X.Y.Z" of plain numbers up to 65535. Nothing here needs a library of semantic versions: the program starts
// on every commit, and the one that judges this in the tests compiles its patterns whenever a program that has it starts.
func plain(s string) (Release, bool) {
	var parts [3]uint16
	for i := range parts {
		digits, n := 0, 0
		for digits < len(s) && '0' <= s[digits] && s[digits] <= '9' && n <= math.MaxUint16 {
			n = 10*n + int(s[digits]-'0')
			digits++
		}
		if digits == 0 || n > math.MaxUint16 {
			return Release{}, false
		}
		parts[i], s = uint16(n), s[digits:]
		if i < 2 {
			if s == "" || s[0] != '.' {
				return Release{}, false
			}
			s = s[1:]
		}
	}
	return Release{parts[0], parts[1], parts[2]}, s == ""
}

// MustParse is Parse for literals; it panics if Parse fails.
func MustParse(s string) Release {
	r, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return r
}

// isPackage reports whether a text is a number with what packages add to it, which begins with one of "-+~_" or is the
// number of a release candidate. A list of releases is none, nor is a range.
func isPackage(s string) bool {
	rest := strings.TrimLeft(s, "v0123456789.")
	switch {
	case rest == "":
		return true
	case strings.ContainsAny(rest, " \t,;:="):
		return false
	}
	return strings.ContainsRune("-+~_", rune(rest[0])) || strings.HasPrefix(rest, "rc")
}

// core cuts a package version down to its leading dotted number.
func core(s string) string {
	s = strings.TrimPrefix(s, "v")
	end := strings.IndexFunc(s, func(c rune) bool { return c != '.' && (c < '0' || c > '9') })
	if end >= 0 {
		s = s[:end]
	}
	return strings.TrimSuffix(s, ".")
}

// String returns "X.Y.Z", or "" for the zero release.
func (r Release) String() string {
	if r.IsZero() {
		return ""
	}
	return strconv.Itoa(int(r.Major)) + "." + strconv.Itoa(int(r.Minor)) + "." + strconv.Itoa(int(r.Patch))
}

// Series returns "X.Y".
func (r Release) Series() string {
	return strconv.Itoa(int(r.Major)) + "." + strconv.Itoa(int(r.Minor))
}

// IsZero reports whether r is "no release".
func (r Release) IsZero() bool { return r == Release{} }

// Compare returns -1, 0 or +1 as r is older than, the same as or newer than o.
func (r Release) Compare(o Release) int {
	return cmp.Or(cmp.Compare(r.Major, o.Major), cmp.Compare(r.Minor, o.Minor), cmp.Compare(r.Patch, o.Patch))
}

// Less reports whether r is older than o.
func (r Release) Less(o Release) bool { return r.Compare(o) < 0 }

// MarshalText implements encoding.TextMarshaler.
func (r Release) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts what Parse accepts.
func (r *Release) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	*r = parsed
	return err
}

// Upgrade is a way from one release to another. From is the zero release if only the target is asked about.
type Upgrade struct{ From, To Release }

// String returns "1.2.3 → 1.3.2", or the target alone.
func (u Upgrade) String() string {
	if u.From.IsZero() {
		return u.To.String()
	}
	return u.From.String() + " → " + u.To.String()
}

// Set is the releases somebody knows, oldest first.
type Set struct {
	all        []Release
	unreleased map[Release]bool
}

// NewSet makes a set of releases. The unreleased ones are known by their full name but never stand for
// their series (1.3.3 was tagged as a candidate only).
func NewSet(all, unreleased []Release) *Set {
	s := &Set{all: slices.Clone(all), unreleased: make(map[Release]bool, len(unreleased))}
	slices.SortFunc(s.all, Release.Compare)
	for _, r := range unreleased {
		s.unreleased[r] = true
	}
	return s
}

// All returns the releases of the set, oldest first.
func (s *Set) All() []Release { return slices.Clone(s.all) }

// Backward yields the releases of the set, newest first.
func (s *Set) Backward() iter.Seq2[int, Release] { return slices.Backward(s.all) }

// Oldest returns the oldest release of the set.
func (s *Set) Oldest() Release { return s.all[0] }

// Published returns the releases of the set that were published, oldest first.
func (s *Set) Published() []Release {
	return slices.DeleteFunc(s.All(), func(r Release) bool { return s.unreleased[r] })
}

// Latest returns the newest release of the set.
func (s *Set) Latest() Release { return s.all[len(s.all)-1] }

// Resolve reads what a user writes for a release: "1.3.0", a series "1.3" or "1.3.x" (its newest known patch
// release), "latest", or a package version (its core), with the name of the package before it as "rpm -q mesos" and
// "mesos-master --version" print it. An unknown release is refused with the nearest known ones.
func (s *Set) Resolve(text string) (Release, error) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "latest" {
		return s.Latest(), nil
	}
	name := trimmed
	for _, before := range []string{"mesos-", "mesos_", "mesos "} {
		name = strings.TrimPrefix(name, before)
	}
	name = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), ".x"), ".X")
	if !isPackage(name) {
		return Release{}, s.noRelease(text)
	}
	name = core(name)
	if series := strings.Split(name, "."); len(series) == 2 && series[0] != "" && series[1] != "" {
		for _, r := range slices.Backward(s.all) {
			if r.Series() == name && !s.unreleased[r] {
				return r, nil
			}
		}
		major, err1 := strconv.ParseUint(series[0], 10, 16)
		minor, err2 := strconv.ParseUint(series[1], 10, 16)
		if err1 == nil && err2 == nil {
			return Release{}, fmt.Errorf("unknown release series %q: %s", trimmed, s.near(Release{uint16(major), uint16(minor), 0}))
		}
		return Release{}, s.noRelease(text)
	}
	r, err := Parse(name)
	if err != nil {
		return Release{}, s.noRelease(text)
	}
	if !slices.Contains(s.all, r) {
		return Release{}, fmt.Errorf("unknown release %q: %s", trimmed, s.near(r))
	}
	return r, nil
}

// noRelease says how a release is written.
func (s *Set) noRelease(text string) error {
	return fmt.Errorf("%q is not a release: write 1.3.2, 1.3, 1.3.x or latest; known are %s to %s", text, s.all[0], s.Latest())
}

// near names the known releases next to one that is not known.
func (s *Set) near(r Release) string {
	published := s.Published()
	i, _ := slices.BinarySearchFunc(published, r, Release.Compare)
	switch i {
	case 0:
		return "the oldest known one is " + published[0].String()
	case len(published):
		return "the newest known one is " + published[i-1].String()
	}
	return fmt.Sprintf("the nearest known ones are %s and %s", published[i-1], published[i])
}

// String lists the set by series, "0.19.0–0.19.1, 0.20.0–0.20.1, …".
func (s *Set) String() string {
	var b strings.Builder
	for i := 0; i < len(s.all); {
		j := i
		for j+1 < len(s.all) && s.all[j+1].Series() == s.all[i].Series() {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(s.all[i].String())
		if j > i {
			b.WriteString("–" + s.all[j].String())
		}
		i = j + 1
	}
	return b.String()
}

// Range is a run of releases, both ends included. A zero First or Last leaves that end open.
type Range struct{ First, Last Release }

// Contains reports whether r lies in the range.
func (g Range) Contains(r Release) bool {
	return (g.First.IsZero() || !r.Less(g.First)) && (g.Last.IsZero() || !g.Last.Less(r))
}

// String returns "1.0.0–1.2.3", "1.0.0 and later", "up to 1.2.3" or "1.0.0".
func (g Range) String() string {
	switch {
	case g.First == g.Last:
		return g.First.String()
	case g.Last.IsZero():
		return g.First.String() + " and later"
	case g.First.IsZero():
		return "up to " + g.Last.String()
	}
	return g.First.String() + "–" + g.Last.String()
}

// Ranges is a set of releases as runs, oldest first. History is not monotone over patch releases (a backport is
// in 1.7.3 and 1.8.0 but not in 1.7.2), so a fact is a list of runs, never a single "since".
type Ranges []Range

// ParseRanges reads "1.4.2..1.4.3, 1.5.2.., ..0.18.2": runs with both ends included, separated by commas.
func ParseRanges(s string) (Ranges, error) {
	var out Ranges
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		first, last, found := strings.Cut(part, "..")
		if !found {
			last = first
		}
		var g Range
		var err error
		if first != "" {
			if g.First, err = Parse(first); err != nil {
				return nil, fmt.Errorf("release range %q: %w", part, err)
			}
		}
		if last != "" {
			if g.Last, err = Parse(last); err != nil {
				return nil, fmt.Errorf("release range %q: %w", part, err)
			}
		}
		if g == (Range{}) || !g.Last.IsZero() && g.Last.Less(g.First) {
			return nil, fmt.Errorf("release range %q holds no release", part)
		}
		out = append(out, g)
	}
	return out, nil
}

// UnmarshalText implements encoding.TextUnmarshaler in the form of ParseRanges.
func (gs *Ranges) UnmarshalText(text []byte) error {
	parsed, err := ParseRanges(string(text))
	*gs = parsed
	return err
}

// Contains reports whether r lies in one of the runs.
func (gs Ranges) Contains(r Release) bool {
	for _, g := range gs {
		if g.Contains(r) {
			return true
		}
	}
	return false
}

// String returns the runs joined by commas.
func (gs Ranges) String() string {
	parts := make([]string, len(gs))
	for i, g := range gs {
		parts[i] = g.String()
	}
	return strings.Join(parts, ", ")
}
