package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagDuplicate = &lint.Rule{
	Name:  "flag/duplicate",
	Title: "A flag is given more than once",
	Doc: `A flag given twice on the command line stops the start on every release; the files of a flag directory and the init
wrapper's own variables (LOGS, ZK, PORT …) are part of the command line. What else is a duplicate depends on the release:

Up to 0.24.2 a flag that is given both in the environment and on the command line stops the start. From 0.25.0 the command
line wins and the variable is not even parsed. From 1.0.0 all spellings are the same flag, so that a deprecated name together
with the new one, and MESOS_X together with --no-x, stop the start even if they agree; before, --no-x and --x could be given together
and the alphabetical order decided.

Two spellings of one variable (MESOS_QUORUM, MESOS_quorum) are silently accepted: one of them wins.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--cluster=prod
--cluster=prod
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--cluster=prod
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			today := rivalsToday(p, n, problem.Setting, problem.Beside)
			if problem.Class == stout.Duplicate {
				p.Report(duplicateFlag(r, problem, today))
			} else if !sameValue(problem.Setting, problem.Beside) && !(problem.Beside.Way.OnCommandLine() && r.Uses(problem.Setting.Name)) {
				p.Report(overriddenFlag(r, problem, today))
			}
		}, stout.Duplicate, stout.Overridden, stout.Undetermined)
	},
}

// rivals are two settings of one flag as the running release sees them: it uses one and silently drops the other. on is that
// release, and zero if none is said to run, if it refuses them, or if it is left to chance which it uses.
type rivals struct {
	uses, drops *config.Setting
	on          release.Release
}

// rivalsToday returns what the release that runs, if one is known, makes of two settings of a node.
func rivalsToday(p *lint.Pass, n *config.Node, a, b *config.Setting) rivals {
	if p.Upgrade.From.IsZero() {
		return rivals{}
	}
	r := resolved.On(p, n, p.Upgrade.From)
	byChance := func(problem resolved.FlagProblem) bool {
		return problem.Class == stout.Undetermined && (problem.Setting == a || problem.Setting == b)
	}
	if r.Refuses() || slices.ContainsFunc(r.Problems, byChance) || r.Takes(a) == r.Takes(b) {
		return rivals{}
	}
	if r.Takes(b) {
		a, b = b, a
	}
	return rivals{uses: a, drops: b, on: p.Upgrade.From}
}

// keep puts into a finding what leaves in effect what is in effect today: to delete the setting that the running release
// drops. To delete the other one changes that release, and waits for the upgrade.
func (today rivals) keep(r *resolved.Daemon, found *lint.Diagnostic) {
	who := resolved.Who(r.Node.Component, today.on)
	found.Help = fmt.Sprintf("delete `%s`: %s does not use it", today.drops.Name, who)
	found.Fix = manual(deletion(r, today.drops), fmt.Sprintf("delete `%s`, which %s does not use", today.drops.Name, who))
	if found.Fix != nil && saysTheSame(today.uses, today.drops) {
		found.Fix.Applicability = lint.Safe
	}
	if strings.EqualFold(flagName(today.uses), flagName(today.drops)) {
		return
	}
	found.Help += fmt.Sprintf("; or delete `%s` instead, with the upgrade and not before", today.uses.Name)
	message := fmt.Sprintf("delete `%s`: `%s` takes effect instead", today.uses.Name, today.drops.Name)
	if value := today.drops.Value.String(); isTruth(value) {
		message += fmt.Sprintf(", which is `%s`", value) // it may turn off what protects
	}
	if other := manual(deletion(r, today.uses), message); other != nil {
		other.ValidFrom = resolved.ReadSince(r, readName(today.drops))
		if !today.on.Less(other.ValidFrom) {
			other.ValidFrom = r.Release // what runs reads both, and would do something else
		}
		found.Alternatives = append(found.Alternatives, other)
	}
}

// keepMeant puts into a finding that one of two settings must go, and nothing says which.
func keepMeant(r *resolved.Daemon, a, b *config.Setting, found *lint.Diagnostic) {
	found.Help = "keep the one that is meant and delete the other"
	for _, s := range []*config.Setting{a, b} {
		one := manual(deletion(r, s), fmt.Sprintf("delete `%s`, if the other one is meant", s.Name))
		switch {
		case one == nil:
		case found.Fix == nil:
			found.Fix = one
		default:
			found.Alternatives = append(found.Alternatives, one)
		}
	}
}

func duplicateFlag(r *resolved.Daemon, problem resolved.FlagProblem, today rivals) lint.Diagnostic {
	s, beside := problem.Setting, problem.Beside
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Related: []lint.Related{{Span: beside.NameSpan, Message: "`" + beside.Name + "` is given here"}},
	}
	oneName := strings.EqualFold(flagName(s), flagName(beside))
	switch {
	case !oneName:
		found.Message = fmt.Sprintf("`%s` and `%s` are the same flag", s.Name, beside.Name)
		if r.Dialect.LoadsOnce {
			found.Release = resolved.Since(r.Release, func(on release.Release) bool { return catalog.FlagDialect(on).LoadsOnce })
		}
	case s.Way == beside.Way:
		found.Message = fmt.Sprintf("`%s` is given twice %s", s.Name, s.Way)
	default:
		found.Message = fmt.Sprintf("`%s` is given %s and %s", problem.Name, beside.Way, s.Way)
	}
	found.Message += fmt.Sprintf(": %s will not start", r.Who())
	switch {
	case !today.on.IsZero():
		found.Message += fmt.Sprintf("; %s uses `%s`", resolved.Who(r.Node.Component, today.on), today.uses.Name)
		today.keep(r, &found)
	case oneName && sameValue(s, beside):
		deleteRepeated(r, s, beside, &found)
	case !oneName && saysTheSame(s, beside):
		deleteOldName(r, s, beside, &found)
	default:
		keepMeant(r, s, beside, &found)
	}
	return found
}

// deleteRepeated deletes one of two settings that have one name and one value: the variable, if one of them is one.
func deleteRepeated(r *resolved.Daemon, s, beside *config.Setting, found *lint.Diagnostic) {
	drop := s
	if beside.Way == config.Environment && !r.UsesItself(beside) {
		drop = beside
	}
	found.Help = "delete one of them: they have the same value"
	switch config.WrapperVar { // which files of the package may give as well
	case beside.Way:
		found.Help = fmt.Sprintf("delete `%s`: `%s` says the same, and files of the package may give that too", s.Name, beside.NameSpan.Text())
	case s.Way:
		found.Help = fmt.Sprintf("delete `%s`: `%s` says the same, and files of the package may give that too", beside.Name, s.NameSpan.Text())
	}
	if beside.Way == config.Environment && drop == s {
		found.Help = fmt.Sprintf("delete `%s`: the file makes it of `%s`, which the daemon reads as well", s.Name, beside.Name)
	}
	if found.Fix = deletion(r, drop); found.Fix != nil {
		found.Fix.Applicability = lint.Safe
		found.Fix.Message = fmt.Sprintf("delete the second `%s`, which has the same value", drop.Name)
	}
}

// deleteOldName deletes one of two settings that have two names of one flag and one value: the one with the deprecated name.
func deleteOldName(r *resolved.Daemon, s, beside *config.Setting, found *lint.Diagnostic) {
	drop, kept := s, beside
	if isDeprecatedName(r, beside) {
		drop, kept = beside, s
	}
	found.Help = fmt.Sprintf("delete `%s`: `%s` says the same", drop.Name, kept.Name) + whereUsed(r, drop)
	if found.Fix = deletion(r, drop); found.Fix != nil {
		found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, resolved.ReadSince(r, readName(kept))
		found.Fix.Message = fmt.Sprintf("delete `%s`, which says the same as `%s`", drop.Name, kept.Name)
	}
}

// isDeprecatedName reports whether the release accepts the name of a setting, and logs a warning.
func isDeprecatedName(r *resolved.Daemon, s *config.Setting) bool {
	return slices.ContainsFunc(r.Problems, func(problem resolved.FlagProblem) bool {
		return problem.Class == stout.DeprecatedAlias && problem.Setting == s
	})
}

// saysTheSame reports whether two settings of one flag, under two of its names, certainly give it one value.
func saysTheSame(a, b *config.Setting) bool {
	negated := func(s *config.Setting) bool { return strings.HasPrefix(strings.ToLower(flagName(s)), "no-") }
	return negated(a) == negated(b) && !a.Dynamic && !b.Dynamic && a.HasValue == b.HasValue && a.Value.String() == b.Value.String()
}

func overriddenFlag(r *resolved.Daemon, problem resolved.FlagProblem, today rivals) lint.Diagnostic {
	s, by := problem.Setting, problem.Beside
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: problem.Flag,
		Related: []lint.Related{{Span: by.NameSpan, Message: "`" + by.Name + "` takes effect"}},
		Help:    fmt.Sprintf("delete `%s`", s.Name),
		Fix:     manual(deletion(r, s), fmt.Sprintf("delete `%s`, which has no effect", s.Name)),
	}
	if s.Way == config.Environment && startsInImage(r.Node) {
		found.Help, found.Fix = "remove it if nothing in the image reads it", nil
	}
	switch {
	case problem.Class == stout.Undetermined:
		found.Effect, found.Fix = lint.Changed, nil
		found.Related[0].Message = "`" + by.Name + "` is given here"
		found.Message = fmt.Sprintf("`%s` and `%s` are the same flag, and which of them takes effect on %s is not defined", s.Name, by.Name, r.Who())
		keepMeant(r, s, by, &found)
	case s.Way == config.Environment && by.Way == config.Environment:
		found.Message = fmt.Sprintf("%s uses `%s` and silently drops `%s`", r.Who(), by.Name, s.Name)
	case s.Way == config.Environment && strings.EqualFold(flagName(s), flagName(by)):
		// Defaults in the environment and exceptions on the command line are a way to work.
		found.Severity = lint.Info
		found.Message = fmt.Sprintf("`%s` has no effect: `%s` %s wins", s.Name, by.Name, by.Way)
	default:
		found.Effect = lint.Changed
		found.Message = fmt.Sprintf("`%s` takes effect on %s and `%s` does not, whichever comes last: they are loaded in alphabetical order", by.Name, r.Who(), s.Name)
	}
	if !today.on.IsZero() && today.uses == s {
		found.Effect, found.Severity = lint.Changed, lint.Warning
		found.Message += fmt.Sprintf("; %s uses `%s`", resolved.Who(r.Node.Component, today.on), s.Name)
		today.keep(r, &found)
	}
	return found
}

// flagName is the name a setting is looked up by, with its "no-".
func flagName(s *config.Setting) string {
	if s.Way == config.Environment {
		return strings.TrimPrefix(s.Name, catalog.FlagPrefix)
	}
	return s.Name
}

// readName is the flag that a setting gives, without its "no-", or the variable that stands for none.
func readName(s *config.Setting) string {
	if s.Way == config.Environment && !strings.HasPrefix(s.Name, catalog.FlagPrefix) {
		return s.Name
	}
	return strings.TrimPrefix(strings.ToLower(flagName(s)), "no-")
}

// sameValue reports whether two settings of one name certainly say the same.
func sameValue(a, b *config.Setting) bool {
	return !a.Dynamic && !b.Dynamic && strings.EqualFold(flagName(a), flagName(b)) && a.HasValue == b.HasValue &&
		a.Value.String() == b.Value.String()
}
