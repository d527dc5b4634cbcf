package resolved

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Absence says what it is worth that a node does not give a flag.
type Absence struct {
	// Silent is set if nothing can be said: a word may be more arguments, a branch may give the flag, or nobody says who
	// reads the file and what else they read.
	Silent bool
	// Condition is what unseen must not be there for the flag to be missing; empty, without Silent, for a fact.
	Condition string
}

// IsFact reports whether the flag certainly is not given.
func (a Absence) IsFact() bool { return a == Absence{} }

// Absence returns what it is worth that the node does not give a flag of the release. It asks nothing of settings that
// are there for certain.
func (r *Daemon) Absence(flag string) Absence {
	n := r.Node
	switch {
	case r.Maybe[flag] != nil, n.Part && !n.Complete:
		return Absence{Silent: true}
	case n.Complete:
		return Absence{}
	case len(n.Gaps) == 0:
		return Absence{Condition: "unless something else gives `" + flag + "`"}
	}
	var givers []string
	packaged := false
	for _, g := range n.Gaps {
		switch g.Kind {
		case machine.UnknownArguments, machine.Condition, machine.UnknownReader:
			return Absence{Silent: true}
		case machine.PackageFiles:
			if r.packageBrings(flag) {
				packaged = true
				continue
			}
		}
		if giver := giverOf(g); !slices.Contains(givers, giver) {
			givers = append(givers, giver)
		}
	}
	switch {
	case len(givers) > 0 && packaged:
		return Absence{Condition: "unless " + Alternatives(givers) + " gives `" + flag + "`, or the package's own file is still there"}
	case len(givers) > 0:
		return Absence{Condition: "unless " + Alternatives(givers) + " gives `" + flag + "`"}
	}
	return Absence{Condition: "unless the package's own file is still there"}
}

// packageBrings reports whether the package gives a flag, under any of its names.
func (r *Daemon) packageBrings(flag string) bool {
	return catalog.PackageBrings(r.Node.Component, flag, r.Release)
}

// giverOf names what fills a gap.
func giverOf(g machine.Gap) string {
	switch {
	case g.Kind == machine.UnknownImage:
		return "the image"
	case g.Kind == machine.CallerEnvironment:
		return "the environment it is started in"
	case g.Path != "":
		return "`" + g.Path + "`"
	}
	return "something else"
}

// Missing makes a finding of what the node does not give: it is a fact on a complete node, and information with the
// condition if something unseen may give it. It reports false if nothing may be said.
//
// A line that gives the flag and is dropped on the way to the daemon is named as the cause.
func (r *Daemon) Missing(d *lint.Diagnostic, flag string) bool {
	if f := r.dropped(flag); f != nil {
		d.Related = append(d.Related, lint.Related{Span: f.Span, Message: "it is given here, but " + f.Detail})
	}
	absence := r.Absence(flag)
	if absence.Condition != "" {
		d.Severity = lint.Info
		AddCondition(d, absence.Condition)
	}
	return !absence.Silent
}

// dropped returns the finding of a reader that is about an assignment of a flag which it drops; nil if there is none.
func (r *Daemon) dropped(flag string) *machine.Finding {
	for i := range r.Node.Findings {
		f := &r.Node.Findings[i]
		if f.Span.Source != nil && r.FlagOfDropped(*f) == flag {
			return f
		}
	}
	return nil
}

// FlagOfDropped returns the flag of the release that an assignment would give which the reader of its file drops; "" for a
// finding about anything else.
func (r *Daemon) FlagOfDropped(f machine.Finding) string {
	if f.ID == PlainName {
		return r.FlagSpelt(f.Subject)
	}
	name := f.Subject[strings.LastIndexAny(f.Subject, " \t")+1:] // "export NAME"
	return r.FlagOf(&config.Setting{Way: config.Environment, Name: name})
}

// PlainName is the loader's finding about a variable of /etc/default that lacks the prefix with which Mesos would read it.
const PlainName = "wrapper/ignored-variable"

// FlagSpelt returns the flag of the release that is called as name is, apart from case, dashes and underscores; "" if none is.
func (r *Daemon) FlagSpelt(name string) string {
	for _, known := range r.Flags.SpeltLike(name) {
		if f, found := r.Schema.Lookup(known); found {
			return f.Name
		}
	}
	return ""
}

// Hedge makes a finding of what is there and wrong depend on flags that something unseen may give: an error becomes a
// warning with the condition. Flags that certainly are given, or certainly are not, change nothing.
func (r *Daemon) Hedge(d *lint.Diagnostic, flags ...string) {
	var unsure []string
	for _, flag := range flags {
		if r.Given[r.Canonical(flag)] == nil && !r.Absence(flag).IsFact() && !slices.Contains(unsure, flag) {
			unsure = append(unsure, flag)
		}
	}
	if len(unsure) == 0 {
		return
	}
	if d.Severity == 0 {
		d.Severity = d.Effect.Severity()
	}
	d.Severity = min(d.Severity, lint.Warning)
	AddCondition(d, "unless something else gives "+AnyOf(unsure))
}

// Elsewhere is Absence for what a finding about a setting that is there hangs on besides: where the absence of the flag says
// nothing by itself, the finding depends on it. It is silent only where a branch may give the flag.
func (r *Daemon) Elsewhere(flag string) Absence {
	a := r.Absence(flag)
	maybe := slices.ContainsFunc(r.Node.Settings, func(s *config.Setting) bool { return s.Optional && s.Name == flag })
	if a.Silent && r.Maybe[flag] == nil && !maybe {
		return Absence{Condition: "unless something else gives `" + flag + "`"}
	}
	return a
}

// IsPartOfWrapper reports whether a node is a part of what an init wrapper reads, of which all that is missing is known: nothing
// in the part itself may give more.
func IsPartOfWrapper(n *config.Node) bool {
	return n.Part && len(n.Gaps) > 0 && !slices.ContainsFunc(n.Gaps, func(g machine.Gap) bool { return g.Kind != machine.PackageFiles })
}

// joinedUnless returns one clause of two that say who gives a flag, if it is the same who does: "unless X gives `a` or `b`".
func joinedUnless(one, other string) (string, bool) {
	const gives = " gives `"
	before, flags, ok := strings.Cut(one, gives)
	who, flag, also := strings.Cut(other, gives)
	if !ok || !also || before != who || !strings.HasPrefix(one, "unless ") || strings.Contains(one+other, ", unless ") || strings.Contains(one+other, ", or ") {
		return "", false
	}
	names := strings.FieldsFunc(flags+"`"+flag, func(r rune) bool { return r == '`' })
	names = slices.DeleteFunc(names, func(s string) bool { return s == ", " || s == " or " })
	return before + " gives " + AnyOf(names), true
}

// AddCondition adds what unseen must hold, besides what must already: "if …" stands before "unless …".
func AddCondition(d *lint.Diagnostic, condition string) {
	head, last := "", d.Condition
	if i := strings.LastIndex(d.Condition, ", unless "); i >= 0 {
		head, last = d.Condition[:i+2], d.Condition[i+2:]
	}
	if joined, ok := joinedUnless(last, condition); ok && !strings.Contains(d.Condition, condition) {
		d.Condition = head + joined
		return
	}
	switch {
	case condition == "" || strings.Contains(d.Condition, condition):
	case d.Condition == "":
		d.Condition = condition
	case strings.HasPrefix(d.Condition, "unless ") && strings.HasPrefix(condition, "if "):
		d.Condition = condition + ", " + d.Condition
	case strings.HasPrefix(d.Condition, "if ") && strings.HasPrefix(condition, "if "):
		d.Condition += " and " + condition
	default:
		d.Condition += ", " + condition
	}
}

// AbsenceOfVariable is Absence for an environment variable, which no flag directory and no argument gives.
func (r *Daemon) AbsenceOfVariable(name string) Absence {
	n := r.Node
	maybe := func(s *config.Setting) bool { return s.Way == config.Environment && s.Name == name && s.Optional }
	switch {
	case n.Part && !n.Complete, slices.ContainsFunc(n.Settings, maybe):
		return Absence{Silent: true}
	case n.Complete:
		return Absence{}
	case len(n.Gaps) == 0:
		return Absence{Condition: "unless something else gives `" + name + "`"}
	}
	var givers []string
	for _, g := range n.Gaps {
		switch g.Kind {
		case machine.UnknownArguments:
			continue // gives arguments
		case machine.Condition, machine.UnknownReader:
			return Absence{Silent: true}
		}
		if giver := giverOf(g); !slices.Contains(givers, giver) {
			givers = append(givers, giver)
		}
	}
	if len(givers) == 0 {
		return Absence{}
	}
	return Absence{Condition: "unless " + Alternatives(givers) + " gives `" + name + "`"}
}

// GuessedReader reports whether it is a guess who reads the files of a node: a folder that is called like a flag directory
// and lies where no machine has one.
func GuessedReader(n *config.Node) bool {
	return slices.ContainsFunc(n.Gaps, func(g machine.Gap) bool { return g.Kind == machine.UnknownReader })
}
