package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagRequired = &lint.Rule{
	Name:  "flag/required",
	Title: "A flag that the daemon requires is missing",
	Doc: `Some flags must be given: the agent's work_dir since 1.0.0, the agent's master, the master's work_dir with a registry
that keeps a log, its quorum if it uses ZooKeeper. Without them the daemon does not start.

That a flag is missing is a fact only if all that starts the daemon was read. If an image, the environment of the caller
or the files of the package may give it, it is information with that condition; if a word of the command line may be more
arguments, nothing is said.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On:     "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: "--master=zk://zk1.example:2181/mesos\n"}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || r.OnlyPrints() {
			return
		}
		for _, name := range r.Flags.Names() {
			f := r.Flags.Flag(name)
			def, canonical, _, ok := r.Flags.At(name, r.Release)
			if !ok || canonical != name {
				continue
			}
			requirement := requirementOf(f, def, r.Release)
			if requirement == nil {
				continue
			}
			if _, knowledge := r.Flag(name); knowledge == resolved.Unset || knowledge == resolved.MayBeSet {
				reportMissing(p, r, f, requirement)
			}
		}
	},
}

// reportMissing reports a flag that is not given, if the requirement may hold.
func reportMissing(p *lint.Pass, r *resolved.Daemon, f *catalog.Flag, requirement *catalog.Requirement) {
	holds, certain, because := requiresFlag(r, requirement)
	if !holds {
		return
	}
	found := lint.Diagnostic{
		Span: r.Node.Start, Effect: lint.Fatal, Component: r.Node.Component, Subject: f.Name,
		Check:   catalog.CheckReported("flag/required", r.Node.Component, r.Release, f.Name, ""),
		Release: requiredSince(r, f),
		Message: fmt.Sprintf("`%s` is missing: %s does not start without it", f.Name, r.Who()),
		Help:    "add " + withFormerDefault(p, r, f),
		Notes:   resolved.ReadAt(requirement.Evidence),
	}
	if !r.Missing(&found, f.Name) {
		return
	}
	switch {
	case certain:
		found.Message += because
	default:
		if found.Condition == "" {
			found.Severity = lint.Warning
		}
		resolved.AddCondition(&found, strings.TrimPrefix(because, " "))
	}
	p.Report(found)
}

// requirementOf returns why a release that declares a flag like this does not start without it, nil if it does.
func requirementOf(f *catalog.Flag, def *catalog.Definition, on release.Release) *catalog.Requirement {
	if def != nil && def.Required {
		return &catalog.Requirement{Evidence: def.Evidence}
	}
	return f.RequiredOn(on)
}

// isRequired reports whether the daemon may not start without a flag.
func isRequired(r *resolved.Daemon, name string) bool {
	f := r.Flags.Flag(name)
	if f == nil {
		return false
	}
	requirement := requirementOf(f, r.Definition(f.Name), r.Release)
	if requirement == nil {
		return false
	}
	holds, _, _ := requiresFlag(r, requirement)
	return holds
}

// withFormerDefault names a flag with the value that the release the upgrade starts from has without it, if there is one: it is
// the one that changes nothing. Without such a release it is the last one before a flag became required.
func withFormerDefault(p *lint.Pass, r *resolved.Daemon, f *catalog.Flag) string {
	for _, on := range slices.Backward(catalog.Releases().All()) {
		switch from := p.Upgrade.From; {
		case !from.IsZero() && on != from, from.IsZero() && !(r.Definition(f.Name).Required && on.Less(r.Release)):
			continue
		}
		if def, canonical, _, ok := r.Flags.At(f.Name, on); ok && canonical == f.Name && !def.Required && def.Default != nil && *def.Default != "" {
			who := "releases up to " + on.String() + " use"
			if on == p.Upgrade.From {
				who = resolved.Who(r.Node.Component, on) + " uses"
			}
			return fmt.Sprintf("`%s`: %s `%s` if it is not given", f.Name, who, *def.Default)
		}
	}
	return "`" + f.Name + "`"
}

// requiresFlag reports whether the conditions of a requirement hold, whether that is certain, and why they do.
func requiresFlag(r *resolved.Daemon, requirement *catalog.Requirement) (holds, certain bool, because string) {
	certain = true
	var whys []string
	for _, c := range requirement.When {
		yes, sure, why := r.Meets(c)
		if !yes {
			return false, sure, ""
		}
		certain = certain && sure
		whys = append(whys, why)
	}
	switch {
	case len(whys) == 0:
		return true, certain, ""
	case certain:
		return true, true, ", because " + strings.Join(whys, " and ")
	}
	return true, false, " if " + strings.Join(whys, " and ")
}

// requiredSince returns the first release on the way to this one from which on the flag must be given under some
// condition.
func requiredSince(r *resolved.Daemon, f *catalog.Flag) release.Release {
	return resolved.SinceOrAlways(r.Release, func(on release.Release) bool {
		def, canonical, _, ok := r.Flags.At(f.Name, on)
		return ok && canonical == f.Name && requirementOf(f, def, on) != nil
	})
}
