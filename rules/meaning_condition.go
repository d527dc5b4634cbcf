package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// ground is what a finding about a changed meaning stands on.
type ground struct {
	// at is the setting that makes a condition hold, nil if nothing is given.
	at *config.Setting
	// name is what the release calls the flag or variable.
	name string
	// of are the parts of the value that make it hold: names of resources, roots of disks.
	of []string
	// doubt is the absence that a condition rests on, the zero Absence if it rests on none.
	doubt resolved.Absence
}

// groundOf reports whether a condition about a flag or an SSL variable holds as far as the node shows, and by what.
func groundOf(r *resolved.Daemon, c catalog.Condition) (g ground, holds bool) {
	if v := catalog.VariableNamed(c.Flag); v != nil {
		return variableGround(r, v, c)
	}
	if g.name = r.Canonical(c.Flag); g.name == "" {
		g.name = c.Flag
		return g, !c.Given && c.OneOf == nil && c.Has == nil && c.Lacks == nil && c.Property == ""
	}
	v, knowledge := r.Flag(g.name)
	switch knowledge {
	case resolved.MayBeSet:
		g.doubt = r.Absence(g.name)
	case resolved.Refused:
		return g, false
	case resolved.Opaque:
		g.at = v.Setting
		return g, c.Given && c.OneOf == nil && c.Has == nil && c.Lacks == nil && c.Property == ""
	case resolved.Known:
		g.at = v.Setting
	}
	if c.Property != "" {
		if v != nil {
			g.of = resourceProperty(r, v, c.Property)
		}
		return g, len(g.of) > 0
	}
	text, set := valueOrDefault(r, g.name, v)
	switch {
	case c.Has != nil || c.Lacks != nil:
		names := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		begins := func(name string) bool {
			return slices.ContainsFunc(c.Lacks, func(mark string) bool { return strings.HasPrefix(name, mark) })
		}
		has := slices.ContainsFunc(names, func(name string) bool { return slices.Contains(c.Has, name) })
		return g, set && (c.Has == nil || has) && !slices.ContainsFunc(names, begins)
	case c.OneOf != nil:
		return g, set && slices.Contains(c.OneOf, text)
	case c.Given:
		return g, v != nil
	}
	return g, v == nil
}

// valueOrDefault returns the text of a flag that is given and known, or of its default.
func valueOrDefault(r *resolved.Daemon, name string, v *resolved.FlagValue) (text string, set bool) {
	if v != nil {
		return v.Parsed.Text, true
	}
	if def, _, _, ok := r.Flags.At(name, r.Release); ok && def.Default != nil {
		return *def.Default, true
	}
	return "", false
}

func variableGround(r *resolved.Daemon, v *catalog.Variable, c catalog.Condition) (g ground, holds bool) {
	g.at, g.name = r.SSLSetting(v), r.SSLName(v)
	if g.at == nil {
		g.doubt = r.AbsenceOfVariable(g.name)
		return g, v.Default != nil && slices.Contains(c.OneOf, *v.Default)
	}
	g.name = g.at.Name
	if c.Has != nil {
		value := g.at.Value.String()
		return g, !g.at.Dynamic && !g.at.Optional && slices.ContainsFunc(c.Has, func(part string) bool { return strings.Contains(value, part) })
	}
	on, sure := r.Truth(g.at, v)
	return g, sure && slices.Contains(c.OneOf, fmt.Sprint(on))
}

// resourceProperty returns the resources of a value that have a property, or what of them has it.
func resourceProperty(r *resolved.Daemon, v *resolved.FlagValue, property string) []string {
	role, _ := valueOrDefault(r, "default_role", r.Given["default_role"])
	resources, problem, unconverted := readResources(v.Parsed.Text, role, r.Release)
	if problem != nil || unconverted != nil {
		return nil
	}
	switch property {
	case "finer":
		return resources.Finer()
	case "relative-disk-root":
		return relativeRoots(v.Parsed.Text)
	}
	var inside []string
	listed := append(resources.Names(), listedResources(v.Parsed.Text, r.Release)...)
	for _, name := range []string{"cpus", "mem", "disk", "ports"} {
		if strings.Contains(v.Parsed.Text, name) && !slices.Contains(listed, name) {
			inside = append(inside, name)
		}
	}
	return inside
}

// listedResources returns the names of all resources in a value, those that are nothing, such as cpus:0, included.
func listedResources(text string, on release.Release) []string {
	literal := source.LiteralText(text, source.Span{})
	array, err := source.ParseJSON(&literal)
	if err != nil || array.Kind() != source.Array {
		return startup.ListedResources(text, catalog.StartupDialect(on))
	}
	var names []string
	array.ForEach(func(_, resource source.JSON) bool {
		if name, found := memberOf(resource, "name"); found && name.Kind() == source.String {
			names = append(names, name.String())
		}
		return true
	})
	return names
}

// relativeRoots returns the roots of disks in JSON resources that do not begin with a slash.
func relativeRoots(text string) []string {
	literal := source.LiteralText(text, source.Span{})
	array, err := source.ParseJSON(&literal)
	if err != nil || array.Kind() != source.Array {
		return nil
	}
	var roots []string
	array.ForEach(func(_, resource source.JSON) bool {
		at := resource
		for _, key := range []string{"disk", "source"} {
			var found bool
			if at, found = memberOf(at, key); !found {
				return true
			}
		}
		for _, kind := range []string{"path", "mount"} {
			if disk, found := memberOf(at, kind); found {
				if root, found := memberOf(disk, "root"); found && root.Kind() == source.String && !strings.HasPrefix(root.String(), "/") {
					roots = append(roots, root.String())
				}
			}
		}
		return true
	})
	return roots
}

// memberOf returns a member of an object, none of what is not an object.
func memberOf(v source.JSON, key string) (source.JSON, bool) {
	if v.Kind() != source.Object {
		return source.JSON{}, false
	}
	return v.Get(key)
}
