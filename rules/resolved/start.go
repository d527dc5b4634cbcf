package resolved

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// StartCheck finds what makes start-up checks of the catalogue end the daemon.
type StartCheck struct {
	// IDs are the checks: one, and those that are parts of it.
	IDs []string
	// Find looks at one start and tells it by Refuse or Report what it finds.
	Find func(*Start)
}

// Start is the start of one node's daemon on the target, as one check looks at it.
type Start struct {
	*Daemon
	Pass *lint.Pass
	// Check is the catalogue's entry of the check that looks.
	Check *catalog.Check
	// StartDialect is how the release checks values when it starts; Dialect, of the daemon, how it parses flags.
	StartDialect startup.Dialect
	found        []doubtful
	assumed      map[string]Option // flags that are looked at as if they were given

	// Doubts are the flags that the check rests on being left alone, although something outside the node may give them.
	Doubts   []string
	decisive []string // those that certainly would change what is found
	// Lost is set once the check rests on a value that is not known, so that it says nothing.
	Lost bool
}

// StartChecks are the checks that a rule reports. They must not be copied.
type StartChecks struct {
	// List makes them when a node is looked at: a run without any does not need them.
	List func() []StartCheck

	once    sync.Once
	checks  []StartCheck
	entries []*catalog.Check // of each check
}

func (c *StartChecks) build() {
	c.checks = c.List()
	c.entries = make([]*catalog.Check, len(c.checks))
	for i, check := range c.checks {
		c.entries[i] = catalog.CheckNamed(check.IDs[0])
	}
}

// Look reports what the checks find of a node.
func (c *StartChecks) Look(p *lint.Pass, n *config.Node) {
	r := Of(p, n)
	if r == nil {
		return
	}
	c.once.Do(c.build)
	var s Start
	for i, check := range c.checks {
		found := check.look(&s, c.entries[i], p, r)
		if len(found) == 0 {
			continue
		}
		earlier := map[release.Release]map[effectAt]bool{r.Release: effectsOf(found)}
		for _, d := range found {
			d.Release = Dated(p, r.Release, func(on release.Release) bool {
				if _, asked := earlier[on]; !asked {
					earlier[on] = effectsOf(check.On(p, On(p, n, on)))
				}
				return earlier[on][effectAt{d.Span, d.Effect}]
			})
			p.Report(d)
		}
	}
}

// effectAt is what a finding of one check is known by from release to release.
type effectAt struct {
	at     source.Span
	effect lint.Effect
}

func effectsOf(found []lint.Diagnostic) map[effectAt]bool {
	out := make(map[effectAt]bool, len(found))
	for i := range found {
		out[effectAt{found[i].Span, found[i].Effect}] = true
	}
	return out
}

// On returns what the check finds on the release of r.
func (c StartCheck) On(p *lint.Pass, r *Daemon) []lint.Diagnostic {
	return c.look(&Start{}, catalog.CheckNamed(c.IDs[0]), p, r)
}

// look is On with the entry of the check, and with what a start that was looked at before has room in.
func (c StartCheck) look(s *Start, check *catalog.Check, p *lint.Pass, r *Daemon) []lint.Diagnostic {
	if !check.On(r.Node.Component, r.Release) || r.OnlyPrints() {
		return nil
	}
	dialect := s.StartDialect
	if s.Daemon != r {
		dialect = catalog.StartupDialect(r.Release)
	}
	*s = Start{Daemon: r, Pass: p, Check: check, StartDialect: dialect, found: s.found[:0], Doubts: s.Doubts[:0]}
	c.Find(s)
	if len(s.found) == 0 {
		return nil
	}
	found := make([]lint.Diagnostic, len(s.found))
	for i, f := range s.found {
		found[i] = c.settle(s, f)
	}
	return found
}

// Report adds a finding of the check. It depends on none of the doubts.
func (s *Start) Report(d lint.Diagnostic) {
	d.Check = cmp.Or(d.Check, s.Check.ID)
	s.found = append(s.found, doubtful{found: d})
}

// OnlyPrints reports whether the daemon prints something and exits, so that nothing is checked.
func (r *Daemon) OnlyPrints() bool { return r.onlyPrints }

// Option is what the daemon has for one flag.
type Option struct {
	// Name is the flag's canonical name on the release; "" if the release has none of the names asked for.
	Name string
	// Value is what the node gives, nil if the default counts.
	Value *FlagValue
	// Text is the value given, or the default, and Parsed what the release makes of it; Set is false if the flag has
	// neither.
	Text   string
	Set    bool
	Parsed stout.Parsed
}

// Given reports whether the node gives the flag.
func (o Option) Given() bool { return o.Value != nil }

// Option returns what the daemon has for a flag, which may be known under another name on another release. If the
// value is not known, nothing is found any more; if the node may be given it from outside, what is found is in doubt.
func (s *Start) Option(names ...string) Option {
	for _, name := range names {
		f, found := s.Schema.Lookup(name)
		if !found {
			continue
		}
		if o, found := s.assumed[f.Name]; found {
			return o
		}
		v, knowledge := s.Flag(f.Name)
		switch knowledge {
		case Known:
			return Option{Name: f.Name, Value: v, Text: v.Parsed.Text, Set: true, Parsed: v.Parsed}
		case Opaque, Refused:
			s.Lost = true
		case MayBeSet:
			if !slices.Contains(s.Doubts, f.Name) {
				s.Doubts = append(s.Doubts, f.Name)
			}
		}
		def := s.defaults()[f.Name]
		s.Lost = s.Lost || def.computed // the machine decides it
		return def.Option
	}
	return Option{}
}

// defaultOption is what counts of a flag that nobody gives.
type defaultOption struct {
	Option
	// computed is set if the machine decides it.
	computed bool
}

type defaultsKey struct {
	component config.Component
	release   release.Release
}

// defaults returns what counts of each flag of the release that nobody gives, by its canonical name.
func (s *Start) defaults() map[string]defaultOption {
	if s.unset == nil {
		s.unset = s.defaultsOfRelease()
	}
	return s.unset
}

func (s *Start) defaultsOfRelease() map[string]defaultOption {
	return lint.Shared(s.Pass, defaultsKey{s.Node.Component, s.Release}, func() map[string]defaultOption {
		out := map[string]defaultOption{}
		for _, def := range s.Flags.All(s.Release) {
			o := defaultOption{Option: Option{Name: def.Name}, computed: def.Computed != ""}
			if !o.computed && def.Default != nil {
				o.Text, o.Set = *def.Default, true
				o.Parsed, _ = stout.ParseValue(def.Type, o.Text, s.Dialect, nil)
			}
			out[def.Name] = o
		}
		return out
	})
}

// Own returns the flags of the check that the node gives, each once.
func (s *Start) Own() []Option {
	var out []Option
	for _, name := range s.Check.Flags {
		f, found := s.Schema.Lookup(name)
		if !found || slices.ContainsFunc(out, func(o Option) bool { return o.Name == f.Name }) {
			continue
		}
		if v, k := s.Flag(f.Name); k == Known {
			out = append(out, Option{Name: f.Name, Value: v, Text: v.Parsed.Text, Set: true, Parsed: v.Parsed})
		}
	}
	return out
}

// Doubt notes that what is found rests on a flag that something outside the node may give, and that would avert it.
func (s *Start) Doubt(flag string) {
	if !slices.Contains(s.decisive, flag) {
		s.decisive = append(s.decisive, flag)
	}
}

// Holds reports whether a behaviour of the catalogue holds on the release.
func (s *Start) Holds(behaviour string) bool { return catalog.Behaviour(behaviour).Contains(s.Release) }

// Finding is what a check found.
type Finding struct {
	// At is the setting it is about; a finding about none stands at the start of the node.
	At Option
	// Problem is what is wrong with the value, where it stands; nil if that is the whole of it.
	Problem *startup.Problem
	// What says in words what the daemon makes of it; "; it will not start" comes after.
	What string
	// Help says what to do, without a full stop; empty if What says enough.
	Help string
	// Aborts is set if the daemon does not exit with an error message but aborts.
	Aborts bool
	Beside []Option // other settings that belong to it
	// Related are further places, and Fix is what fixes it, nil if nothing can.
	Related []lint.Related
	Fix     *lint.Fix
	Subject string // the flag of At, unless something else is
	// Missing is a flag that the finding misses; nothing is said where a branch or more arguments may give it.
	Missing string
	// Check is the id of the part of the check that it is, "" if it is the check itself.
	Check string
	// Span is where the finding is, Evidence what says so, if that is not the value of At and the check's own.
	Span     source.Span
	Evidence []string
}

// Refuse reports that the daemon does not start. In doubt it says so, and what the doubt is about.
func (s *Start) Refuse(f Finding) {
	if s.Lost || f.Missing != "" && s.Absence(f.Missing).Silent {
		return
	}
	d := lint.Diagnostic{
		Effect: lint.Fatal, Component: s.Node.Component, Subject: f.Subject, Check: cmp.Or(f.Check, s.Check.ID), Help: f.Help, Fix: f.Fix, Related: f.Related,
		Notes: ReadAt(s.Check.Evidence...),
	}
	if f.Evidence != nil {
		d.Notes = ReadAt(f.Evidence...)
	}
	if d.Subject == "" {
		d.Subject = f.At.Name
	}
	d.Span = s.Node.Start
	if f.At.Given() {
		d.Span = f.At.Value.ValueSpan()
		if f.Problem != nil {
			d.Span = f.At.Value.PartSpan(f.Problem.Start, f.Problem.End)
		}
	}
	if !f.Span.IsZero() {
		d.Span = f.Span
	}
	for _, o := range f.Beside {
		if o.Given() {
			d.Related = append(d.Related, lint.Related{Span: o.Value.ValueSpan(), Message: "`" + o.Name + "` is given here"})
		}
	}
	verb := "will not start"
	if f.Aborts || f.Problem != nil && f.Problem.Aborts {
		verb = "aborts when it starts"
	}
	d.Message = fmt.Sprintf("%s: %s %s", f.What, s.Who(), verb)
	s.found = append(s.found, doubtful{found: d, asked: slices.Clone(s.Doubts), decisive: slices.Clone(s.decisive)})
}

// IsOn reports whether a boolean flag, or its default, is true.
func (s *Start) IsOn(o Option) bool { return o.Set && o.Parsed.Bool }
