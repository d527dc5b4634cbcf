package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagNoEffect = &lint.Rule{
	Name:  "flag/no-effect",
	Title: "The flag is read only together with a setting that is not there",
	Doc: `Many flags of the agent are read by one isolator, and some flags only if another one is given. If the isolator is
not in --isolation, or the other flag is not given, the daemon accepts the flag and it has no effect: no quota is enforced,
no swap is limited. Nothing is logged.

A value that is the default of the release is not reported.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--cgroups_limit_swap
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=cgroups/mem,filesystem/posix
--cgroups_limit_swap
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			reader := catalog.ReaderOf(n.Component, v.Flag.Name, r.Release)
			if reader == nil || !v.Known() || r.OnlyPrints() {
				return
			}
			if def := r.Definition(v.Flag.Name); def.Default != nil && *def.Default == v.Parsed.Text || slices.Contains(reader.Same, v.Parsed.Text) {
				return
			}
			reportNoEffect(p, r, v, reader)
		})
	},
}

func reportNoEffect(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue, reader *catalog.Reader) {
	found := lint.Diagnostic{
		Span: v.Setting.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: v.Flag.Name, Severity: lint.Info,
		Notes: resolved.ReadAt(reader.Evidence...),
	}
	if reader.Protects {
		found.Severity = lint.Warning
	}
	switch {
	case containedByAny(r, reader.Containerizers) && reader.With == nil:
		return
	case len(reader.Isolators) == 0 && len(reader.Containerizers) > 0:
		if mayBeAmongArguments(r, "containerizers") {
			return
		}
		r.Hedge(&found, "containerizers")
		names := resolved.AnyOf(reader.Containerizers)
		found.Message = fmt.Sprintf("%s accepts `%s`, which has no effect: only the containerizer %s reads it, which is not in `containerizers`",
			r.Who(), v.Setting.Name, names)
		found.Help = fmt.Sprintf("add %s to `containerizers`, or delete `%s`", names, v.Setting.Name)
	case !isolatedByAny(r, reader.Isolators):
		if mayBeAmongArguments(r, "isolation") {
			return
		}
		if _, given := r.Isolators(); !given {
			r.Hedge(&found, "isolation")
		}
		names := resolved.AnyOf(namesToday(r, reader.Isolators))
		offered := names
		if len(reader.Offer) > 0 {
			offered = resolved.AnyOf(reader.Offer)
		}
		found.Message = fmt.Sprintf("%s accepts `%s`, which has no effect: only %s reads it, which is not in `isolation`", r.Who(), v.Setting.Name, names)
		found.Help = fmt.Sprintf("add %s to `isolation`%s, or delete `%s`", offered, reader.Besides, v.Setting.Name)
		if len(reader.Containerizers) > 0 && !slices.Equal(reader.Isolators, reader.Containerizers) {
			found.Message = fmt.Sprintf("%s accepts `%s`, which has no effect: only the isolator %s and the containerizer %s read it, and neither is listed",
				r.Who(), v.Setting.Name, names, resolved.AnyOf(reader.Containerizers))
		}
	case reader.With != nil:
		g, holds := groundOf(r, *reader.With)
		if holds || g.doubt.Silent || g.doubt.Condition != "" && !reader.Protects {
			return
		}
		if g.doubt.Condition != "" {
			resolved.AddCondition(&found, g.doubt.Condition)
		}
		wanted := "is given"
		switch {
		case len(reader.With.OneOf) > 0:
			wanted = "is " + reader.With.OneOf[0]
		case len(reader.With.Has) > 0:
			wanted = "lists `" + reader.With.Has[0] + "`"
		}
		found.Message = fmt.Sprintf("%s accepts `%s`, which has no effect: it is read only if `%s` %s", r.Who(), v.Setting.Name, g.name, wanted)
		found.Help = fmt.Sprintf("set `%s` too%s, or delete `%s`", g.name, reader.Besides, v.Setting.Name)
	default:
		return
	}
	p.Report(found)
}

// mayBeAmongArguments reports whether a list is not given, and nothing can be said of that: it may be among words that are only
// known at run time.
func mayBeAmongArguments(r *resolved.Daemon, list string) bool {
	return !r.IsGiven(list) && r.Absence(list).Silent
}

// namesToday returns those isolators that the release has under these names, all if it has none.
func namesToday(r *resolved.Daemon, isolators []string) []string {
	set := catalog.Values(r.Node.Component, "isolation")
	has := slices.DeleteFunc(slices.Clone(isolators), func(name string) bool {
		v := set.Value(name)
		return v == nil || !v.In.Contains(r.Release) || v.DeprecatedIn.Contains(r.Release)
	})
	if len(has) == 0 {
		return isolators
	}
	return has
}

// containedByAny reports whether one of some containerizers is used, as far as the node tells; none never is.
func containedByAny(r *resolved.Daemon, containerizers []string) bool {
	if len(containerizers) == 0 {
		return false
	}
	if _, knowledge := r.Flag("containerizers"); knowledge == resolved.Opaque || knowledge == resolved.Refused || r.Maybe["containerizers"] != nil {
		return true
	}
	used, _ := valueOrDefault(r, "containerizers", r.Given["containerizers"])
	return slices.ContainsFunc(strings.Split(used, ","), func(name string) bool { return slices.Contains(containerizers, name) })
}

// isolatedByAny reports whether one of some isolators is listed, as far as the node tells; a list whose names are only known
// at run time may have any. Nothing needs to be listed where none is asked for.
func isolatedByAny(r *resolved.Daemon, isolators []string) bool {
	if len(isolators) == 0 {
		return true
	}
	for _, flag := range []string{"isolation", "containerizers"} {
		if _, knowledge := r.Flag(flag); knowledge == resolved.Opaque || knowledge == resolved.Refused || r.Maybe[flag] != nil {
			return true
		}
	}
	containerizers, isChosen := valueOrDefault(r, "containerizers", r.Given["containerizers"])
	if isChosen && !slices.Contains(strings.Split(containerizers, ","), "mesos") {
		return false
	}
	list, _ := valueOrDefault(r, "isolation", r.Given["isolation"])
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		for _, isolator := range isolators {
			kind, _, _ := strings.Cut(isolator, "/")
			if name == isolator || name == kind || name == kind+"/all" {
				return true
			}
		}
	}
	return false
}
