package resolved

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Who names the daemon for a message: "the 1.3.2 master".
func (r *Daemon) Who() string { return Who(r.Node.Component, r.Release) }

// EachProblem calls fn for every problem of one of the classes that the target's flag parser finds in a node.
func EachProblem(p *lint.Pass, n *config.Node, fn func(*Daemon, FlagProblem), classes ...stout.Class) {
	r := Of(p, n)
	if r == nil {
		return
	}
	for _, problem := range r.Problems {
		for _, c := range classes {
			if problem.Class == c {
				fn(r, problem)
			}
		}
	}
}

// EachValue calls fn for every flag that the node gives and that counts, in the order of the settings. Those of settings
// that may not be there are among them.
func EachValue(p *lint.Pass, n *config.Node, fn func(*Daemon, *FlagValue)) {
	if r := Of(p, n); r != nil {
		for _, v := range r.Values {
			fn(r, v)
		}
	}
}

// Known reports whether the value can be told from what is written.
func (v *FlagValue) Known() bool {
	return v.Refused == 0 && !v.Opaque && !v.Parsed.Unread && v.Parsed.Surprise != stout.Uninitialised
}

// Written returns how a flag is named where the setting stands: its variable, or its bare name.
func Written(s *config.Setting, flag string) string {
	if s.Way == config.Environment {
		return catalog.FlagPrefix + strings.ToUpper(flag)
	}
	return flag
}

// Assigned returns how a flag is given a value where the setting stands.
func Assigned(s *config.Setting, flag, value string) string {
	switch s.Way {
	case config.Environment:
		return Written(s, flag) + "=" + value
	case config.FlagDirectory:
		return value
	}
	return "--" + flag + "=" + value
}

// Definition returns the declaration of a flag on the release; it has one.
func (r *Daemon) Definition(flag string) *catalog.Definition {
	def, _, _, _ := r.Flags.At(flag, r.Release)
	return def
}

// OnlyAllowed reports whether a value is the only one the release accepts for its flag, so that nothing is lost by it.
func (r *Daemon) OnlyAllowed(v *FlagValue) bool {
	limits := r.Definition(v.Flag.Name).Limits
	return limits != nil && len(limits.Only) == 1 && v.Known() && v.Parsed.String() == limits.Only[0]
}

// Alone reports whether the setting is the only one of its node that gives its flag.
func (r *Daemon) Alone(s *config.Setting, flag string) bool {
	for _, other := range r.Node.Settings {
		if other != s && other.Overridden == nil && r.FlagOf(other) == flag {
			return false
		}
	}
	return true
}

// FlagOf returns the canonical name of the flag that a setting gives on the release; "" if it gives none.
func (r *Daemon) FlagOf(s *config.Setting) string {
	name := strings.ToLower(s.Name)
	if s.Way == config.Environment {
		if !strings.HasPrefix(s.Name, catalog.FlagPrefix) {
			return ""
		}
		name = name[len(catalog.FlagPrefix):]
	}
	f, _ := r.Schema.Lookup(strings.TrimPrefix(name, "no-"))
	return f.Name
}

// OtherComponent is the other one of the two daemons.
func OtherComponent(c config.Component) config.Component {
	if c == config.Master {
		return config.Agent
	}
	return config.Master
}

// Meets reports whether a condition about another flag holds, whether that is certain, and says it in words.
func (r *Daemon) Meets(c catalog.Condition) (holds, certain bool, why string) {
	v, knowledge := r.Flag(c.Flag)
	if len(c.OneOf) == 0 {
		if c.Given {
			return v != nil || r.Maybe[c.Flag] != nil, knowledge != MayBeSet, "`" + c.Flag + "` is given"
		}
		return v == nil, knowledge != MayBeSet, "`" + c.Flag + "` is not given"
	}
	switch def, _, _, ok := r.Flags.At(c.Flag, r.Release); {
	case knowledge == Known:
		return slices.Contains(c.OneOf, v.Parsed.Text), true, fmt.Sprintf("`%s` is %s", c.Flag, v.Parsed.Text)
	case v == nil && ok && def.Default != nil && knowledge == Unset:
		return slices.Contains(c.OneOf, *def.Default), true, fmt.Sprintf("`%s` is %s by default", c.Flag, *def.Default)
	case v == nil && ok && def.Default != nil:
		return slices.Contains(c.OneOf, *def.Default), false, fmt.Sprintf("`%s` is left at %s, its default", c.Flag, *def.Default)
	}
	return v != nil, false, "`" + c.Flag + "` is " + strings.Join(c.OneOf, " or ")
}

// Refuses reports whether the release certainly refuses the command line or the environment of the node, so that nothing
// can be said of what it does with them.
func (r *Daemon) Refuses() bool {
	return slices.ContainsFunc(r.Problems, func(p FlagProblem) bool { return p.Class.Fatal() && p.Class != stout.Missing })
}

// IsGiven reports whether the node gives a flag, by its canonical name, for certain or perhaps.
func (r *Daemon) IsGiven(flag string) bool { return r.Given[flag] != nil || r.Maybe[flag] != nil }

// Takes reports whether the release takes the value of a flag from a setting, for certain or perhaps.
func (r *Daemon) Takes(s *config.Setting) bool {
	return slices.ContainsFunc(r.Values, func(v *FlagValue) bool { return v.Setting == s })
}
