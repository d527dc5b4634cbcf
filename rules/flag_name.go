package rules

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagUnknown = &lint.Rule{
	Name:  "flag/unknown",
	Title: "The daemon has no such flag",
	Doc: `A flag on the command line that the release does not know stops the start. Names are compared without regard to case,
a dash is not an underscore, and no abbreviation is accepted. In a flag directory every file is a flag, so that a file left
behind by a package manager or an editor (work_dir.rpmnew, port~) stops the start as well.

An unknown name in the environment is silently ignored instead: see env/unknown.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--attribute=rack:r1
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--attributes=rack:r1
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			if _, blank := spacedValue(r, problem.Setting); blank < 0 && r.Flags.Flag(problem.Flag) == nil {
				p.Report(unknownFlag(p, r, problem))
			}
		}, stout.Unknown)
	},
}

func unknownFlag(p *lint.Pass, r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
	s := problem.Setting
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Message: fmt.Sprintf("`%s` is not a flag of %s: it will not start", s.Name, r.Who()),
		Help:    "delete it",
	}
	if s.File != "" {
		found.Message = fmt.Sprintf("the file `%s` becomes a flag that %s does not have: it will not start", s.Name, r.Who())
		found.Help = "move the file out of the flag directory"
	}
	found.Fix = manual(resolved.DeleteSetting(s), fmt.Sprintf("delete `%s`", s.Name))
	other := resolved.OtherComponent(r.Node.Component)
	switch meant, life := meantFlag(p, r, problem.Flag, negation(problem) != ""); {
	case meant != "" && r.IsGiven(meant):
		found.Message += fmt.Sprintf("; did you mean `%s`, which is given already?", meant)
	case known(other, problem.Flag, r.Release): // that it is like a flag of this one says nothing
		found.Message += fmt.Sprintf("; `%s` is a flag of the %s", problem.Flag, other)
		if meant != "" && life == "" {
			found.Message += fmt.Sprintf(", and the %s has `%s`", r.Node.Component, meant)
		}
	case meant != "":
		found.Message += fmt.Sprintf("; did you mean `%s`%s?", meant, life)
		switch {
		case life != "":
		case !takesText(r, meant, s):
			found.Help = fmt.Sprintf("write `%s` with a value that it takes, or delete it", meant)
			found.Fix = nil
		default:
			found.Help = fmt.Sprintf("write `%s%s`", negation(problem), meant)
			found.Fix = manual(resolved.RenameFlag(r.Node, s, problem.Flag, meant), fmt.Sprintf("rename `%s` to `%s`", problem.Flag, meant))
		}
	}
	return found
}

// takesText reports whether the release takes the value of a setting for a flag, as far as that can be told.
func takesText(r *resolved.Daemon, flag string, s *config.Setting) bool {
	if s.Dynamic || !s.HasValue {
		return true
	}
	text := strings.TrimRight(s.Value.String(), " \t\r\n")
	if _, err := stout.ParseValue(r.Definition(flag).Type, text, r.Dialect, nil); err != nil {
		return false
	}
	set := catalog.Values(r.Node.Component, flag)
	if set == nil {
		return true
	}
	for name := range strings.SplitSeq(text, ",") {
		if v := set.Value(strings.TrimSpace(name)); v == nil || !v.In.Contains(r.Release) {
			return set.Modules.Contains(r.Release)
		}
	}
	return true
}

// manual makes a fix one that a person decides on.
func manual(fix *lint.Fix, message string) *lint.Fix {
	if fix != nil {
		fix.Applicability, fix.Message = lint.Manual, message
	}
	return fix
}

// deletable gives a finding about a setting that has no fix, and whose help is to delete it, the manual fix that does so: what that
// is worth is for a person to say.
func deletable(found lint.Diagnostic, r *resolved.Daemon, s *config.Setting) lint.Diagnostic {
	if found.Fix == nil && strings.HasPrefix(found.Help, "delete it") {
		found.Fix = manual(deletion(r, s), fmt.Sprintf("delete `%s`", s.Name))
	}
	return found
}

// deletion returns the fix that takes a setting out of its file; nil if that cannot be done, or if it is a variable that the file
// uses itself. The daemon may be nil.
func deletion(r *resolved.Daemon, s *config.Setting) *lint.Fix {
	if r != nil && r.UsesItself(s) {
		return nil
	}
	return resolved.DeleteSetting(s)
}

// renaming returns a fix that gives a setting another name; nil if it is a variable that the file uses itself under the old one.
func renaming(r *resolved.Daemon, s *config.Setting, fix *lint.Fix) *lint.Fix {
	if r.UsesItself(s) {
		return nil
	}
	return fix
}

// whereUsed ends the help to rename or delete a variable that the file uses itself; it is "" for any other setting.
func whereUsed(r *resolved.Daemon, s *config.Setting) string {
	switch {
	case r.UsesBeside(s):
		return fmt.Sprintf("; the file uses `$%s` itself, which has to follow", s.Name)
	case r.UsesItself(s):
		return fmt.Sprintf("; its value is made of `$%s`, which has to follow in the file and wherever it is set", s.Name)
	}
	return ""
}

// negation returns the "no-" with which the flag of a problem is given, "" if it is given without.
func negation(problem resolved.FlagProblem) string {
	if strings.HasPrefix(problem.Name, "no-") {
		return "no-"
	}
	return ""
}

// meantFlag returns the name that a misspelt one most likely stands for, among those of the release first and of any release
// then; life says of the latter why it does not help. People put the name of the daemon before that of the flag. Only a boolean
// can be meant where the name is negated.
func meantFlag(p *lint.Pass, r *resolved.Daemon, name string, negated bool) (meant, life string) {
	bare := withoutDaemon(name)
	if f, isFlag := r.Schema.Lookup(bare); isFlag && (f.Boolean() || !negated) {
		return f.Name, ""
	}
	type flagsOf struct {
		schema  *stout.Schema
		negated bool
	}
	for _, n := range []string{name, bare} {
		if meant = resolved.Meant(p, flagsOf{r.Schema, negated}, n, currentName(r, negated)); meant != "" {
			return meant, ""
		}
	}
	if negated {
		return "", ""
	}
	for _, n := range []string{name, bare} {
		if meant = resolved.Meant(p, r.Flags, n, slices.Values(r.Flags.Names())); meant != "" {
			return meant, ", which exists in " + r.Flags.Flag(meant).Exists.String()
		}
	}
	return "", ""
}

// withoutDaemon takes the name of a daemon, or of Mesos, from before that of a flag: mesos_master_quorum is quorum. Dashes
// stand for underscores.
func withoutDaemon(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	for _, prefix := range []string{"mesos_", "master_", "slave_", "agent_"} {
		if rest, found := strings.CutPrefix(name, prefix); found && rest != "" {
			name = rest
		}
	}
	return name
}

// currentName yields the canonical names of the release's flags, or of its booleans alone.
func currentName(r *resolved.Daemon, booleans bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range r.Schema.Flags() {
			if (f.Boolean() || !booleans) && !yield(f.Name) {
				return
			}
		}
	}
}

// known reports whether a component of a release accepts a name.
func known(c config.Component, name string, r release.Release) bool {
	_, _, _, ok := catalog.FlagsOf(c).At(name, r)
	return ok
}

var flagRemoved = &lint.Rule{
	Name:  "flag/removed",
	Title: "The release no longer has this flag",
	Doc: `A removed flag stops the start if it is on the command line or in a flag directory, and is silently ignored if it is
in the environment. Most removals came without an alias: what the flag did is either always on, or done by another flag, or
gone.

The fix deletes a flag only if the release behaves as if it were still given.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "0.21..0.22",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--checkpoint=true
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			if f := r.Flags.Flag(problem.Flag); f != nil && !laterThan(f, r.Release) && !readByOther(p, problem.Setting, r) {
				p.Report(removedFlag(r, problem, f, p.Upgrade.From))
			}
		}, stout.Unknown, stout.UnknownVariable)
	},
}

// removedFlag is about a flag that the release no longer has. running is the one that the daemon is upgraded from, zero if that is not
// asked: what that has must not go before the upgrade.
func removedFlag(r *resolved.Daemon, problem resolved.FlagProblem, f *catalog.Flag, running release.Release) lint.Diagnostic {
	s := problem.Setting
	gone := resolved.FirstWithout(f.Exists, r.Release)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Message: fmt.Sprintf("`%s` was removed in %s: %s will not start", s.Name, gone, r.Who()),
		Release: gone,
		Notes:   []string{resolved.History(r.Node.Component, f)},
	}
	if problem.Class == stout.UnknownVariable {
		found.Effect = lint.Ignored
		found.Message = fmt.Sprintf("`%s` was removed in %s: %s silently ignores it", s.Name, gone, r.Who())
	}
	switch {
	case f.Replacement != "":
		found.Help = fmt.Sprintf("use `%s` instead", resolved.Written(s, keptNegation(r, problem, f.Replacement)))
	default:
		found.Help = "delete it"
	}
	if f.Note != "" {
		found.Help += ": " + f.Note
	}
	if f.Always != nil && gives(r, problem, f, *f.Always) {
		if found.Fix = deletion(r, s); found.Fix != nil {
			found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, gone
			found.Fix.Message = fmt.Sprintf("delete `%s`: %s", s.Name, f.Note)
		}
	}
	found = deletable(found, r, s)
	switch {
	case running.IsZero() || !f.Exists.Contains(running):
	case found.Fix == nil:
		found.Help += fmt.Sprintf("; not before the upgrade: %s has it", resolved.Who(r.Node.Component, running))
	default:
		found.Fix.ValidFrom = gone
	}
	return found
}

// keptNegation returns the name of another flag as it has to be given where a flag was given with "no-": with it if the other
// one is a boolean too.
func keptNegation(r *resolved.Daemon, problem resolved.FlagProblem, to string) string {
	if f, isFlag := r.Schema.Lookup(to); isFlag && f.Boolean() {
		return negation(problem) + to
	}
	return to
}

// gives reports whether the setting of a flag that the release does not know gives a boolean the value.
func gives(r *resolved.Daemon, problem resolved.FlagProblem, f *catalog.Flag, value string) bool {
	s := problem.Setting
	if s.Dynamic || s.Optional || len(f.Definitions) == 0 {
		return false
	}
	text := "true"
	switch negated := problem.Name != problem.Flag; {
	case negated:
		text = "false"
	case s.HasValue && s.Value.Len() > 0:
		text = strings.TrimRight(s.Value.String(), " \t\r\n")
	}
	typ := f.Definitions[len(f.Definitions)-1].Type
	got, err := stout.ParseValue(typ, text, r.Dialect, nil)
	want, wantErr := stout.ParseValue(typ, value, r.Dialect, nil)
	return err == nil && wantErr == nil && got.String() == want.String()
}

var flagNotYet = &lint.Rule{
	Name:  "flag/not-yet",
	Title: "The release does not have this flag yet",
	Doc: `The flag came in a later release, or in a patch release that is newer than this one: backports make the history of
flags uneven, so that one in 1.5.3 can be missing in 1.6.0. On the command line it stops the start; in the environment
it is silently ignored.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "0.28",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_ping_timeout=20secs
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--slave_ping_timeout=20secs
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachProblem(p, n, func(r *resolved.Daemon, problem resolved.FlagProblem) {
			if f := r.Flags.Flag(problem.Flag); f != nil && laterThan(f, r.Release) && !readByOther(p, problem.Setting, r) {
				p.Report(futureFlag(r, problem, f, p.Upgrade.From))
			}
		}, stout.Unknown, stout.UnknownVariable)
	},
}

// futureFlag is about a flag that only later releases have. running is the one that the daemon is upgraded from, zero if that is not
// asked: it may have it, if the flag came in patch releases of several series.
func futureFlag(r *resolved.Daemon, problem resolved.FlagProblem, f *catalog.Flag, running release.Release) lint.Diagnostic {
	s := problem.Setting
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Fatal, Component: r.Node.Component, Subject: problem.Flag,
		Message: fmt.Sprintf("%s does not have `%s` (it exists in %s): it will not start", r.Who(), s.Name, f.Exists),
		Notes:   []string{resolved.History(r.Node.Component, f)},
		Help:    fmt.Sprintf("delete it until the upgrade to %s", resolved.FirstAfter(f.Exists, r.Release)),
	}
	if problem.Class == stout.UnknownVariable {
		found.Effect = lint.Ignored
		found.Message = fmt.Sprintf("%s does not have `%s` (it exists in %s) and silently ignores it", r.Who(), s.Name, f.Exists)
	}
	if !running.IsZero() && f.Exists.Contains(running) {
		found.Message += fmt.Sprintf("; %s has it", resolved.Who(r.Node.Component, running))
		found.Help = fmt.Sprintf("upgrade to %s, which has it, or delete it with the upgrade and not before", resolved.FirstAfter(f.Exists, r.Release))
		if found.Fix = manual(deletion(r, s), fmt.Sprintf("delete `%s`", s.Name)); found.Fix != nil {
			found.Fix.ValidFrom = r.Release
		}
		return found
	}
	if old := olderName(r, f); old != "" {
		found.Help = fmt.Sprintf("write `%s`, its name until then", resolved.Written(s, negation(problem)+old))
		if r.Alone(s, old) {
			if found.Fix = renaming(r, s, resolved.RenameFlag(r.Node, s, problem.Flag, old)); found.Fix != nil {
				found.Fix.Applicability = lint.Unsafe
				found.Fix.Message = fmt.Sprintf("rename `%s` to `%s`: it takes effect", s.Name, resolved.Written(s, old))
				found.Fix.ValidFrom = resolved.ReadSince(r, old)
			}
		}
	}
	return deletable(found, r, s)
}

// laterThan reports whether a release newer than r accepts the name.
func laterThan(f *catalog.Flag, r release.Release) bool {
	last := f.Exists[len(f.Exists)-1].Last
	return last.IsZero() || r.Less(last)
}

// olderName returns the name by which the release knows a flag that later releases call by another; "" if it does not
// know the flag.
func olderName(r *resolved.Daemon, f *catalog.Flag) string {
	for _, d := range f.Definitions {
		for _, alias := range d.Aliases {
			if _, ok := r.Schema.Lookup(alias); ok && !r.Flags.Flag(alias).Unread.Contains(r.Release) {
				return alias
			}
		}
	}
	return ""
}

// readByOther reports whether the variable stands in a file that the other daemon reads too, and means something to it.
func readByOther(p *lint.Pass, s *config.Setting, r *resolved.Daemon) bool {
	other := resolved.OtherComponent(r.Node.Component)
	if s.Way != config.Environment || !known(other, variableFlag(s), r.Release) {
		return false
	}
	return readBy(p, other)[s.NameSpan]
}

// variableFlag is the flag that a variable would give, without its "no-".
func variableFlag(s *config.Setting) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimPrefix(s.Name, catalog.FlagPrefix)), "no-")
}

type readByKey config.Component

// readBy returns where the names of the variables stand that the daemons of a component get.
func readBy(p *lint.Pass, c config.Component) map[source.Span]bool {
	return lint.Shared(p, readByKey(c), func() map[source.Span]bool {
		at := map[source.Span]bool{}
		for _, n := range p.Config().Nodes {
			if n.Component != c {
				continue
			}
			for _, s := range n.Settings {
				if s.Way == config.Environment {
					at[s.NameSpan] = true
				}
			}
		}
		return at
	})
}
