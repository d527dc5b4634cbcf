package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var meaningChanged = &lint.Rule{
	Name:  "meaning/changed",
	Title: "A setting means something else after the upgrade",
	Doc: `Both releases take the setting, and they make something different of it: VERIFY_CERT is about servers only from 1.9
on; the sorters of the master, which were never read, are from 1.4.2, 1.5.2 and 1.6.1 on.`,
	Effects: []lint.Effect{lint.Changed},
	Node: func(p *lint.Pass, n *config.Node) {
		eachChangedMeaning(p, n, false)
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) { reportNowRead(p, r, v) })
	},
}

// eachChangedMeaning reports the meanings of the catalogue that change on the way, those of flags that are not given or
// the others.
func eachChangedMeaning(p *lint.Pass, n *config.Node, unset bool) {
	r := resolved.Of(p, n)
	if r == nil || p.Upgrade.From.IsZero() || unset && n.Part || !n.Complete && !slices.ContainsFunc(n.Settings, resolved.InFlagDirectory) {
		return
	}
	for _, m := range catalog.Meanings() {
		if m.Unset != unset || m.Component != config.AnyComponent && m.Component != n.Component {
			continue
		}
		if before, after := m.On(p.Upgrade.From), m.On(p.Upgrade.To); before != nil && after != nil && before != after {
			reportMeaning(p, r, m, before, after)
		}
	}
}

func reportMeaning(p *lint.Pass, r *resolved.Daemon, m *catalog.Meaning, before, after *catalog.Doing) {
	about := catalog.Condition{Flag: m.About, Given: true}
	with := "with"
	switch {
	case catalog.VariableNamed(m.About) != nil:
		about.OneOf = []string{"true"}
	case m.Unset:
		about.Given, with = false, "without"
	}
	span := r.Node.Start
	name := m.About
	for i, c := range append([]catalog.Condition{about}, m.When...) {
		holds, at, canonical := conditionHolds(r, c)
		if !holds {
			return
		}
		if i == 0 {
			name = canonical
		}
		if at != nil && span == r.Node.Start {
			span = at.Span
		}
	}
	found := lint.Diagnostic{
		Span: span, Effect: lint.Changed, Component: r.Node.Component, Subject: name, Help: m.Help,
		Release: resolved.Since(p.Upgrade.To, after.In.Contains),
		Message: fmt.Sprintf("%s `%s` %s %s, while %s %s; %s", with, name, r.Who(), after.What,
			resolved.Who(r.Node.Component, p.Upgrade.From), before.What, m.Help),
		Notes: resolved.ReadAt(m.Evidence...),
	}
	if r.Node.Incomplete != "" {
		found.Notes = append(found.Notes, r.Node.Incomplete)
	}
	p.Report(found)
}

// conditionHolds reports whether a condition about a flag or an SSL variable holds as far as the node shows, with what
// gives it and the name the release has for it.
func conditionHolds(r *resolved.Daemon, c catalog.Condition) (holds bool, at *config.Setting, name string) {
	if v := catalog.VariableNamed(c.Flag); v != nil {
		at, name = r.SSLSetting(v), r.SSLName(v)
		if at == nil {
			return slices.Contains(c.OneOf, *v.Default), nil, name
		}
		on, sure := r.Truth(at, v)
		return sure && slices.Contains(c.OneOf, fmt.Sprint(on)), at, at.Name
	}
	if name = r.Canonical(c.Flag); name == "" {
		return false, nil, c.Flag
	}
	v, knowledge := r.Flag(name)
	if v != nil {
		at = v.Setting
	}
	if knowledge == resolved.MayBeSet && r.Maybe[name] != nil || knowledge == resolved.Refused || knowledge == resolved.Opaque && len(c.OneOf) > 0 {
		return false, at, name
	}
	c.Flag = name
	holds, _, _ = r.Meets(c)
	return holds, at, name
}

// reportNowRead reports a flag that the release the upgrade starts from takes and never reads.
func reportNowRead(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue) {
	f := r.Flags.Flag(v.Name)
	if f == nil || p.Upgrade.From.IsZero() || !v.Known() {
		return
	}
	now := r.Flags.Flag(v.Flag.Name)
	read := f.Exists.Contains(r.Release) && !f.Unread.Contains(r.Release) && !now.Unread.Contains(r.Release)
	def := r.Definition(v.Flag.Name)
	if !read || !f.Unread.Contains(p.Upgrade.From) || def.Default != nil && *def.Default == v.Parsed.Text {
		return
	}
	found := lint.Diagnostic{
		Span: v.Setting.Span, Effect: lint.Changed, Component: r.Node.Component, Subject: v.Flag.Name,
		Release: resolved.Since(r.Release, func(on release.Release) bool { return f.Exists.Contains(on) && !f.Unread.Contains(on) }),
		Message: fmt.Sprintf("%s reads `%s`, which %s takes and never reads", r.Who(), v.Setting.Name, p.Upgrade.From),
		Help:    "make sure that the value is meant, or delete it",
		Notes:   resolved.ReadAt(def.Evidence),
	}
	found.Message = found.Message + "; " + found.Help
	p.Report(found)
}
