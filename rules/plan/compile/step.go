package compile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Step is a finding that no tree fixes: something that only a person can do.
type Step struct {
	// Number counts from 1.
	Number int
	// Tree is the name of the first tree that has the finding, and Place where in it: "path:line:column".
	Tree, Place string
	// More are the other places of which the same is to be said, in the trees that have them.
	More      []string
	Rule      string
	Component config.Component
	// Message says what happens and under which condition, Help what to do ("" where that is not known), Why why no tree has it.
	Message, Help, Why string
	// Hop is the first upgrade it concerns; From is the release that runs then.
	Hop release.Upgrade
	// WithBinaries is set if it is to be done with the binaries of Hop.To and not before: Hop.From does not read it as meant.
	WithBinaries bool
	// Stops are the releases that do not start until it is done, oldest first.
	Stops []release.Release

	fresh bool // the release that runs before Hop does not do it
	early bool // that release reads what a fix writes as meant
}

// identity tells one step from another over all hops, whatever a finding says of the releases.
type identity struct {
	rule, check, subject, file string
	component                  config.Component
	ordinal                    int
}

// steps are those found so far.
type steps struct {
	list []*Step
	byID map[identity]*Step
}

// listing numbers the findings of one run that are alike.
type listing struct{ seen map[identity]int }

func newListing() *listing { return &listing{map[identity]int{}} }

// identify returns what a finding of a tree is about.
func (l *listing) identify(t *Tree, d *lint.Diagnostic) identity {
	id := identity{rule: d.Rule, check: d.Check, subject: d.Subject, component: d.Component, file: t.origin(d)}
	l.seen[id]++
	id.ordinal = l.seen[id]
	return id
}

// byIdentity returns the findings of a tree by what they are about.
func (s *steps) byIdentity(t *Tree, found []lint.Diagnostic) map[identity]*lint.Diagnostic {
	l, out := newListing(), map[identity]*lint.Diagnostic{}
	for i := range found {
		out[l.identify(t, &found[i])] = &found[i]
	}
	return out
}

// add notes a finding of a tree, which is a step already or becomes one, and returns it.
func (s *steps) add(id identity, t *Tree, d *lint.Diagnostic) *Step {
	if known := s.byID[id]; known != nil {
		return known
	}
	message := d.Message
	if d.Condition != "" {
		message += ", " + d.Condition
	}
	step := &Step{
		Number: len(s.list) + 1, Tree: t.Name, Place: t.place(d), Rule: d.Rule, Component: d.Component, Message: message,
		Help: d.Help, Why: whyNot(d), Hop: t.Hop,
		WithBinaries: d.Fix != nil && t.Hop.From.Less(d.Fix.ValidFrom), early: d.Fix != nil && !t.Hop.From.Less(d.Fix.ValidFrom),
	}
	s.list, s.byID[id] = append(s.list, step), step
	return step
}

// whyNot says why no tree has what a finding asks for.
func whyNot(d *lint.Diagnostic) string {
	switch reason := rejection(d); {
	case reason != "":
		return "the fix is not applied: " + reason
	case d.Fix != nil && d.Fix.Applicability == lint.Safe:
		return "the fix is not made, because a suppression or the configuration file leaves the finding out"
	case d.Fix != nil && d.Fix.Applicability == lint.Unsafe:
		return "the fix changes something, and is made with --unsafe-fixes: " + d.Fix.Message
	case len(d.Fixes()) > 0:
		return "it takes a decision: " + d.Fixes()[0].Message
	}
	return "there is no fix for it"
}

// rejection is why the fix of a finding is rejected, "" if it is not.
func rejection(d *lint.Diagnostic) string {
	for _, note := range d.Notes {
		if reason, found := strings.CutPrefix(note, fix.NotApplied("")); found {
			return reason
		}
	}
	return ""
}

// isStep reports whether a finding that is left is for a person: the release does not start, or silently does something
// else than the configuration says.
func isStep(d *lint.Diagnostic) bool {
	switch d.Effect {
	case lint.Fatal:
		return d.Condition == "" || d.Severity >= lint.Warning
	case lint.Ignored, lint.Changed:
		return d.Severity >= lint.Warning
	}
	return false
}

// leave notes what the trees of a hop leave to a person. last is the tree before them; foundLast, foundBefore and foundWith are
// what is found in the three for the hop.
func (c *compiler) leave(last, before, with *Tree, foundLast, foundBefore, foundWith []lint.Diagnostic) {
	s := c.steps
	known := len(s.list)
	s.stops(before, &before.Verdicts[0], true)
	today := s.byIdentity(before, before.Verdicts[0].found)
	l := newListing()
	for i := range foundWith {
		d := &foundWith[i]
		id := l.identify(with, d)
		if !isStep(d) {
			continue
		}
		step := s.add(id, with, d)
		if _, found := today[id]; !found {
			step.fresh = true
		}
		with.open(step)
	}
	s.stops(with, &with.Verdicts[0], true)
	s.stops(before, &before.Verdicts[1], false)
	if last.Stage == Now {
		s.stops(last, &last.Verdicts[0], false)
	}
	for id, d := range s.byIdentity(before, foundBefore) {
		if step := s.byID[id]; step != nil {
			before.open(step)
			step.rejected(d)
		}
	}
	for id, d := range s.byIdentity(with, foundWith) {
		if step := s.byID[id]; step != nil {
			step.rejected(d)
		}
	}
	s.placeIn(last, known, foundLast, last.Verdicts[0].found)
}

// rejected notes why the fix that a step would be is rejected, if it is.
func (s *Step) rejected(d *lint.Diagnostic) {
	if rejection(d) != "" {
		s.Why = whyNot(d)
	}
}

// placeIn names the places of the steps from a number on in a tree that comes before the one they were found in, if it has
// the same findings.
func (s *steps) placeIn(t *Tree, from int, found ...[]lint.Diagnostic) {
	for _, some := range found {
		for id, d := range s.byIdentity(t, some) {
			if step := s.byID[id]; step != nil && step.Number > from && step.Tree != t.Name {
				step.Tree, step.Place = t.Name, t.place(d)
			}
		}
	}
}

// stops notes the steps by which a release starts with a tree. New ones are made where they are wanted; the others are not
// steps.
func (s *steps) stops(tree *Tree, v *Verdict, make bool) {
	v.Steps, v.Waits = nil, false
	l := newListing()
	for i := range v.found {
		d := &v.found[i]
		id := l.identify(tree, d)
		if d.Effect != lint.Fatal || d.Condition != "" {
			continue
		}
		step := s.byID[id]
		if step == nil && !make {
			v.Waits = true
			continue
		}
		step = s.add(id, tree, d)
		if !slices.Contains(step.Stops, v.Release) {
			step.Stops = append(step.Stops, v.Release)
		}
		if !slices.Contains(v.Steps, step.Number) {
			v.Steps = append(v.Steps, step.Number)
		}
		tree.open(step)
	}
	slices.Sort(v.Steps)
}

// tidy drops the steps that nobody has to do: what the running release does already, what stops no release, and what the last
// tree no longer has. It makes those one of which the same is to be said at several places, and numbers them anew.
func (p *Plan) tidy(list []*Step) {
	last := p.Trees[len(p.Trees)-1]
	numbers, alike := map[int]int{}, map[string]*Step{}
	for _, s := range list {
		if !s.fresh && len(s.Stops) == 0 && !slices.Contains(last.Open, s.Number) {
			continue
		}
		said := fmt.Sprintf("%q %d %q %q %q %s %v %v", s.Rule, s.Component, s.Message, s.Help, s.Why, s.when(), s.isFirst(), s.Hop)
		if first := alike[said]; first != nil {
			first.More = append(first.More, s.Place)
			numbers[s.Number] = first.Number
			continue
		}
		p.Steps, alike[said] = append(p.Steps, s), s
		numbers[s.Number] = len(p.Steps)
		s.Number = len(p.Steps)
	}
	renumbered := func(old []int) (out []int) {
		for _, n := range old {
			if n, kept := numbers[n]; kept && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
		return out
	}
	for _, t := range p.Trees {
		t.Open = renumbered(t.Open)
		for i := range t.Verdicts {
			t.Verdicts[i].Steps = renumbered(t.Verdicts[i].Steps)
		}
	}
}

// open notes that a step is not done in the tree.
func (t *Tree) open(s *Step) {
	if !slices.Contains(t.Open, s.Number) {
		t.Open = append(t.Open, s.Number)
		slices.Sort(t.Open)
	}
}

// origin returns the file on the disk that a finding is about, whatever it is called in the tree.
func (t *Tree) origin(d *lint.Diagnostic) string {
	s := d.Span.Source
	if s == nil {
		return ""
	}
	return cmp.Or(t.overlay[s.File].From, s.File)
}

// place names the place of a finding by the path in the tree.
func (t *Tree) place(d *lint.Diagnostic) string {
	if d.Span.Source == nil {
		return "the configuration as a whole"
	}
	at, _ := d.Span.Range()
	return fmt.Sprintf("%s:%d:%d", source.Printable(t.files.nameOf(d.Span.Source)), at.Line, at.Column)
}
