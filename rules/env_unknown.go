package rules

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var envUnknown = &lint.Rule{
	Name:  "env/unknown",
	Title: "A variable that looks like one of Mesos and is not",
	Doc: `A variable that starts with MESOS_ and does not match a flag is silently ignored: no error, no line in the log. The
flag that was meant keeps its default. The same applies to unknown names that start with LIBPROCESS_, and to names that
start with mesos_ in lower case: the prefix is case-sensitive, only the name after it may be in any case.

Variables that other programs read, and those that the file itself uses to set others, are not reported.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=MESOS_MASTER=zk://zk1.example:2181/mesos MESOS_WORK_DIR=/var/lib/mesos
Environment=MESOS_ATTRIBUTE=rack:r1
ExecStart=/usr/sbin/mesos-agent
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=MESOS_MASTER=zk://zk1.example:2181/mesos MESOS_WORK_DIR=/var/lib/mesos
Environment=MESOS_ATTRIBUTES=rack:r1
ExecStart=/usr/sbin/mesos-agent
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		for _, problem := range r.Problems {
			if problem.Class == stout.UnknownVariable && r.Flags.Flag(problem.Flag) == nil && !foreign(problem.Setting, r) &&
				!readByOther(p, problem.Setting, r) {
				p.Report(unknownVariable(p, r, problem))
			}
		}
		for _, s := range n.Settings {
			if s.Way != config.Environment || s.Overridden != nil || foreign(s, r) {
				continue
			}
			if found, ok := misprefixed(r, s); ok {
				p.Report(found)
			} else if found, ok := unknownToLibprocess(r, s); ok {
				p.Report(found)
			}
		}
	},
}

// foreign reports whether somebody else reads the variable: another program, or the file that sets it.
func foreign(s *config.Setting, r *resolved.Daemon) bool {
	if v := catalog.VariableNamed(s.Name); v != nil && v.ReadBy != "" && v.Exists.Contains(r.Release) {
		return true
	}
	return r.Uses(s.Name)
}

func unknownVariable(p *lint.Pass, r *resolved.Daemon, problem resolved.FlagProblem) lint.Diagnostic {
	s := problem.Setting
	name := strings.TrimPrefix(problem.Name, "no-")
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: s.Name,
		Message: fmt.Sprintf("`%s` does not match a flag of %s, which silently ignores it", s.Name, r.Who()),
		Help:    "delete it",
		Fix:     manual(resolved.DeleteSetting(s), fmt.Sprintf("delete `%s`", s.Name)),
	}
	if startsInImage(r.Node) {
		found.Help, found.Fix = "remove it if nothing in the image reads it", nil
	}
	other := resolved.OtherComponent(r.Node.Component)
	negated, isNegated := strings.CutPrefix(name, "no_")
	f, isFlag := r.Schema.Lookup(negated)
	meant, life := meantFlag(p, r, name, false)
	elsewhere := r.LibprocessName(s.Name[len(catalog.FlagPrefix):])
	if elsewhere != "" && resolved.Variable(r.Node, elsewhere) != nil {
		found.Message += fmt.Sprintf("; did you mean `%s`, which is given already?", elsewhere)
		return found
	}
	if isNegated && isFlag && f.Boolean() {
		meant, life = f.Name, ""
	}
	if meant != "" && r.IsGiven(meant) && !known(other, name, r.Release) && !r.Uses(resolved.Written(s, meant)) {
		found.Message += fmt.Sprintf("; did you mean `%s`? `%s` is given already", resolved.Written(s, meant), meant)
		return found
	}
	if known := r.Flags.Flag(meant); meant != "" && life == "" && known != nil && known.Unread.Contains(r.Release) {
		found.Message += fmt.Sprintf("; did you mean `%s`? It is accepted and never read", resolved.Written(s, meant))
		return found
	}
	switch {
	case isNegated && isFlag && f.Boolean():
		meant = resolved.Written(s, f.Name)
		found.Message += fmt.Sprintf("; did you mean `%s=false`?", meant)
		found.Help = fmt.Sprintf("write `%s=false`", meant)
		found.Fix = nil
		if value := s.Value.Raw(); s.NameSpan.Text() == s.Name && s.Value.Len() > 0 && value.Source == s.NameSpan.Source && s.Value.Identity() {
			found.Fix = manual(&lint.Fix{Edits: []lint.Edit{{Span: s.NameSpan, Text: meant}, {Span: value, Text: "false"}}}, found.Help)
		}
	case elsewhere != "":
		found.Message += fmt.Sprintf("; did you mean `%s`?", elsewhere)
		found.Help = fmt.Sprintf("write `%s`", elsewhere)
		found.Fix = beginsToCount(r, resolved.RenameInPlace(s, elsewhere), s.Name, elsewhere)
	case known(other, name, r.Release):
		found.Message += fmt.Sprintf("; `%s` is a flag of the %s", name, other)
	case meant != "":
		found.Message += fmt.Sprintf("; did you mean `%s`%s?", resolved.Written(s, meant), life)
		if life == "" {
			found.Help = fmt.Sprintf("write `%s`", resolved.Written(s, meant))
			found.Fix = beginsToCount(r, resolved.RenameFlag(r.Node, s, name, meant), s.Name, resolved.Written(s, meant))
		}
	}
	return found
}

// startsInImage reports whether a daemon is started in a container of which something is not known: a variable that it does
// not look at may be for another program there.
func startsInImage(n *config.Node) bool {
	return slices.ContainsFunc(n.Gaps, func(g config.Gap) bool { return g.Kind == machine.UnknownImage })
}

// beginsToCount makes a rename the unsafe fix of a name that nobody read.
func beginsToCount(r *resolved.Daemon, fix *lint.Fix, from, to string) *lint.Fix {
	if fix != nil {
		fix.Applicability = lint.Unsafe
		fix.Message = fmt.Sprintf("rename `%s` to `%s`, which takes effect", from, to)
		fix.ValidFrom = resolved.ReadSince(r, to)
	}
	return fix
}

// misprefixed is about a variable whose prefix is in lower case.
func misprefixed(r *resolved.Daemon, s *config.Setting) (lint.Diagnostic, bool) {
	n := len(catalog.FlagPrefix)
	if len(s.Name) <= n || strings.HasPrefix(s.Name, catalog.FlagPrefix) || !strings.EqualFold(s.Name[:n], catalog.FlagPrefix) {
		return lint.Diagnostic{}, false
	}
	f, ok := r.Schema.Lookup(strings.TrimPrefix(strings.ToLower(s.Name[n:]), "no-"))
	if !ok {
		return lint.Diagnostic{}, false
	}
	meant := catalog.FlagPrefix + s.Name[n:]
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: s.Name,
		Message: fmt.Sprintf("%s silently ignores `%s`: the prefix `%s` must be in capitals",
			r.Who(), s.Name, catalog.FlagPrefix),
		Help: fmt.Sprintf("write `%s`", meant),
	}
	if r.Alone(s, f.Name) {
		found.Fix = beginsToCount(r, resolved.RenameInPlace(s, meant), s.Name, meant)
	} else {
		found.Help = fmt.Sprintf("delete it: `%s` is given already", f.Name)
		found.Fix = manual(resolved.DeleteSetting(s), fmt.Sprintf("delete `%s`", s.Name))
	}
	return found, true
}

// unknownToLibprocess is about a variable with the prefix of libprocess that no release reads and no document names.
func unknownToLibprocess(r *resolved.Daemon, s *config.Setting) (lint.Diagnostic, bool) {
	if !strings.HasPrefix(s.Name, resolved.LibprocessPrefix) || catalog.VariableNamed(s.Name) != nil || readInAnyCase(r, s.Name) {
		return lint.Diagnostic{}, false
	}
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: s.Name,
		Message: fmt.Sprintf("no release reads `%s`: %s silently ignores it", s.Name, r.Who()),
		Help:    "delete it",
	}
	if meant := resolved.Nearest(s.Name, readVariables(r.Release)); meant != "" {
		found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
		found.Help = fmt.Sprintf("write `%s`", meant)
		offerVariable(r, s, meant, &found)
	}
	return found, true
}

// readInAnyCase reports whether a variable that libprocess parses as a flag is spelt in another case, which it accepts.
func readInAnyCase(r *resolved.Daemon, name string) bool {
	v := catalog.VariableNamed(strings.ToUpper(name))
	return v != nil && v.Exists.Contains(r.Release)
}

// readVariables yields the variables of libprocess that a release reads and that are not deprecated.
func readVariables(r release.Release) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range catalog.Variables() {
			if v.Exists.Contains(r) && !v.DeprecatedIn.Contains(r) && strings.HasPrefix(v.Name, resolved.LibprocessPrefix) && !yield(v.Name) {
				return
			}
		}
	}
}
