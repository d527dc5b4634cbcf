package resolved

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Isolators returns the isolators that --isolation lists, none if the Mesos containerizer is not used. known is false
// if that cannot be told.
func (r *Daemon) Isolators() (names []string, known bool) {
	containerizers, known := r.NamesOf("containerizers")
	if !known {
		return nil, false
	}
	if !slices.Contains(containerizers, "mesos") {
		return nil, true
	}
	return r.NamesOf("isolation")
}

// Isolates reports whether an isolator is listed that looks at the document of a flag.
func (r *Daemon) Isolates(flag string) bool {
	d := catalog.DocumentOf(r.Node.Component, flag)
	active, known := r.Isolators()
	return known && slices.ContainsFunc(active, func(name string) bool { return slices.Contains(d.Isolators, name) })
}

// NamesOf returns the names in a flag's comma-separated value, or in its default if it is not given.
func (r *Daemon) NamesOf(flag string) (list []string, known bool) {
	v, how := r.Flag(flag)
	switch how {
	case Unset:
		def, _, _, ok := r.Flags.At(flag, r.Release)
		if !ok || def.Default == nil {
			return nil, ok
		}
		return strings.Split(*def.Default, ","), true
	case Known:
		for name := range ListedNames(v) {
			list = append(list, name)
		}
		return list, true
	}
	return nil, false
}

// ListedNames yields the names of a comma-separated value and where each stands: the whole value where it is read from a file.
func ListedNames(v *FlagValue) func(yield func(string, source.Span) bool) {
	return func(yield func(string, source.Span) bool) {
		at := 0
		for part := range strings.SplitSeq(v.Parsed.Text, ",") {
			start := at + len(part) - len(strings.TrimLeft(part, " \t\n"))
			at += len(part) + 1
			name := strings.TrimSpace(part)
			if name == "" {
				continue
			}
			span := v.ValueSpan()
			if v.Parsed.File == "" {
				span = v.PartSpan(start, start+len(name))
			}
			if !yield(name, span) {
				return
			}
		}
	}
}
