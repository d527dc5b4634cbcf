package rules

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// isolation is the list of isolators with the option it comes from.
type isolation struct {
	*startup.Isolation
	option option
}

// finding is one about a name of the list.
func (i *isolation) finding(name startup.Name) finding {
	return finding{at: i.option, problem: &startup.Problem{Start: name.Start, End: name.End}}
}

// isolation returns the isolators that the agent creates; nil where it does not use the Mesos containerizer, or nothing is
// known.
func (s *start) isolation() *isolation {
	if !s.usesContainerizer("mesos") {
		return nil
	}
	o := s.option("isolation")
	if s.lost {
		return nil
	}
	return &isolation{startup.ReadIsolation(o.text, s.dialect, s.isolatorAlias), o}
}

// isolatorAlias returns what the release puts in the place of an old name of an isolator.
func (s *start) isolatorAlias(name string) (startup.Alias, bool) {
	v := catalog.Values(s.Node.Component, "isolation").Value(name)
	if v == nil || !v.In.Contains(s.Release) || !v.DeprecatedIn.Contains(s.Release) || v.Replacement == "" {
		return startup.Alias{}, false
	}
	return startup.Alias{Names: strings.Split(v.Replacement, ","), Whole: v.Whole.Contains(s.Release)}, true
}

// isolator returns a finding about an isolator that the agent creates.
func (s *start) isolator(name string) (finding, bool) {
	iso := s.isolation()
	if iso == nil {
		return finding{}, false
	}
	listed, found := iso.Find(name)
	return iso.finding(listed), found
}

// externalName is the isolator, and the containerizer, that leaves containers to another program.
const externalName = "external"

// external returns the option that chooses the external containerizer, where one does.
func (s *start) external() (option, bool) {
	if iso := s.option("isolation"); s.isExternal(iso) {
		return iso, true
	}
	o := s.option("containerizers")
	chosen := s.knows("containerizers", externalName) &&
		slices.ContainsFunc(startup.Names(o.text, true), func(n startup.Name) bool { return n.Text == externalName })
	return o, chosen
}

// isExternal reports whether the isolation as a whole means the external containerizer, so that no other is looked at.
func (s *start) isExternal(iso option) bool {
	return iso.text == externalName && s.knows("isolation", externalName)
}

// knows reports whether a name is built into the release for a flag.
func (s *start) knows(flag, name string) bool {
	v := catalog.Values(s.Node.Component, flag).Value(name)
	return v != nil && v.In.Contains(s.Release)
}

// usesContainerizer reports whether the agent creates a containerizer. Before there was a choice there was one.
func (s *start) usesContainerizer(name string) bool {
	if s.isExternal(s.option("isolation")) {
		return false
	}
	o := s.option("containerizers")
	if o.name == "" {
		return name == "mesos"
	}
	return slices.ContainsFunc(startup.Names(o.text, true), func(n startup.Name) bool { return n.Text == name })
}

// usesImages reports whether the agent creates a store for the images of a provider.
func (s *start) usesImages(provider string) bool {
	if !s.usesContainerizer("mesos") {
		return false
	}
	return slices.ContainsFunc(startup.Names(s.option("image_providers").text, false), func(n startup.Name) bool {
		return strings.EqualFold(n.Text, provider)
	})
}
