package resolved

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Isolation is the list of isolators with the option it comes from.
type Isolation struct {
	*startup.Isolation
	// Option is what the node gives for `isolation`, or its default.
	Option Option
}

// Finding is one about a name of the list.
func (i *Isolation) Finding(name startup.Name) Finding {
	return Finding{At: i.Option, Problem: &startup.Problem{Start: name.Start, End: name.End}}
}

// Isolation returns the isolators that the agent creates; nil if it does not use the Mesos containerizer, or nothing is
// known.
func (s *Start) Isolation() *Isolation {
	if !s.UsesContainerizer("mesos") {
		return nil
	}
	o := s.Option("isolation")
	if s.Lost {
		return nil
	}
	if last := s.isolation; last != nil && last.Option.Value == o.Value && last.Option.Text == o.Text {
		return last
	}
	s.isolation = &Isolation{startup.ReadIsolation(o.Text, s.StartDialect, isolatorAlias(s.Node.Component, s.Release)), o}
	return s.isolation
}

// isolatorAlias returns what a release puts in the place of an old name of an isolator.
func isolatorAlias(c config.Component, on release.Release) func(name string) (startup.Alias, bool) {
	values := catalog.Values(c, "isolation")
	return func(name string) (startup.Alias, bool) {
		v := values.Value(name)
		if v == nil || !v.In.Contains(on) || !v.DeprecatedIn.Contains(on) || v.Replacement == "" {
			return startup.Alias{}, false
		}
		return startup.Alias{Names: strings.Split(v.Replacement, ","), Whole: v.Whole.Contains(on)}, true
	}
}

// Isolator returns a finding about an isolator that the agent creates.
func (s *Start) Isolator(name string) (Finding, bool) {
	iso := s.Isolation()
	if iso == nil {
		return Finding{}, false
	}
	listed, found := iso.Find(name)
	return iso.Finding(listed), found
}

// externalName is the isolator, and the containerizer, that leaves containers to another program.
const externalName = "external"

// External returns the option that chooses the external containerizer, where one does.
func (s *Start) External() (Option, bool) {
	if iso := s.Option("isolation"); s.IsExternal(iso) {
		return iso, true
	}
	o := s.Option("containerizers")
	chosen := s.Knows("containerizers", externalName) &&
		slices.ContainsFunc(startup.Names(o.Text, true), func(n startup.Name) bool { return n.Text == externalName })
	return o, chosen
}

// IsExternal reports whether the isolation as a whole means the external containerizer, so that no other is looked at.
func (s *Start) IsExternal(iso Option) bool {
	return iso.Text == externalName && s.Knows("isolation", externalName)
}

// Knows reports whether a name is built into the release for a flag.
func (s *Start) Knows(flag, name string) bool {
	v := catalog.Values(s.Node.Component, flag).Value(name)
	return v != nil && v.In.Contains(s.Release)
}

// UsesContainerizer reports whether the agent creates a containerizer. Before there was a choice there was one.
func (s *Start) UsesContainerizer(name string) bool {
	if s.IsExternal(s.Option("isolation")) {
		return false
	}
	o := s.Option("containerizers")
	if o.Name == "" {
		return name == "mesos"
	}
	if s.containerizers == nil || s.containerizersText != o.Text {
		s.containerizersText, s.containerizers = o.Text, startup.Names(o.Text, true)
	}
	return slices.ContainsFunc(s.containerizers, func(n startup.Name) bool { return n.Text == name })
}

// UsesImages reports whether the agent creates a store for the images of a provider.
func (s *Start) UsesImages(provider string) bool {
	if !s.UsesContainerizer("mesos") {
		return false
	}
	return slices.ContainsFunc(startup.Names(s.Option("image_providers").Text, false), func(n startup.Name) bool {
		return strings.EqualFold(n.Text, provider)
	})
}
