package rules

import (
	"fmt"
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
			if problem.Class == stout.Duplicate {
				p.Report(duplicateFlag(r, problem))
			} else if !sameValue(problem.Setting, problem.Beside) {
				p.Report(overriddenFlag(r, problem))
			}
		}, stout.Duplicate, stout.Overridden, stout.Undetermined)
	},
}

func duplicateFlag(r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
	s, beside := problem.Setting, problem.Beside
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Related: []lint.Related{{Span: beside.NameSpan, Message: "`" + beside.Name + "` is given here"}},
		Help:    "delete one of them",
	}
	switch {
	case !strings.EqualFold(flagName(s), flagName(beside)):
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
	if strings.EqualFold(flagName(s), flagName(beside)) && sameValue(s, beside) {
		drop := s
		if beside.Way == config.Environment {
			drop = beside
		}
		if found.Fix = resolved.DeleteSetting(drop); found.Fix != nil {
			found.Fix.Applicability = lint.Safe
			found.Fix.Message = fmt.Sprintf("delete the second `%s`, which has the same value", drop.Name)
		}
	}
	return found
}

func overriddenFlag(r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
	s, by := problem.Setting, problem.Beside
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: problem.Flag,
		Related: []lint.Related{{Span: by.NameSpan, Message: "`" + by.Name + "` takes effect"}},
		Help:    "delete one of them",
	}
	switch {
	case problem.Class == stout.Undetermined:
		found.Effect = lint.Changed
		found.Related[0].Message = "`" + by.Name + "` is given here"
		found.Message = fmt.Sprintf("`%s` and `%s` are the same flag, and which of them takes effect on %s is not defined", s.Name, by.Name, r.Who())
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
	return found
}

// flagName is the name a setting is looked up by, with its "no-".
func flagName(s *config.Setting) string {
	if s.Way == config.Environment {
		return strings.TrimPrefix(s.Name, catalog.FlagPrefix)
	}
	return s.Name
}

// sameValue reports whether two settings of one name certainly say the same.
func sameValue(a, b *config.Setting) bool {
	return !a.Dynamic && !b.Dynamic && strings.EqualFold(flagName(a), flagName(b)) && a.HasValue == b.HasValue &&
		a.Value.String() == b.Value.String()
}
