package compile

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Step is a finding that no tree mends: something that only a person can do.
type Step struct {
	// Number counts from 1.
	Number int
	// Tree is the name of the first tree that has the finding, and Place where in it: "path:line:column".
	Tree, Place string
	Rule        string
	Component   config.Component
	// Message says what happens and under which condition, Help what to do ("" where that is not known), Why why no tree has it.
	Message, Help, Why string
	// Hop is the first upgrade it concerns; From is the release that runs then.
	Hop release.Upgrade
	// WithBinaries is set if it is to be done with the binaries of Hop.To and not before: Hop.From does not read it as meant.
	WithBinaries bool
	// Stops are the releases that do not start until it is done, oldest first.
	Stops []release.Release
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
type listing struct {
	*steps
	seen map[identity]int
}

func (s *steps) listing() *listing {
	if s.byID == nil {
		s.byID = map[identity]*Step{}
	}
	return &listing{s, map[identity]int{}}
}

// identify returns what a finding of a tree is about.
func (l *listing) identify(t *Tree, d *lint.Diagnostic) identity {
	id := identity{rule: d.Rule, check: d.Check, subject: d.Subject, component: d.Component, file: t.origin(d)}
	l.seen[id]++
	id.ordinal = l.seen[id]
	return id
}

// add notes a finding of a tree, which is a step already or becomes one, and returns it.
func (l *listing) add(t *Tree, d *lint.Diagnostic) *Step {
	id := l.identify(t, d)
	if known := l.byID[id]; known != nil {
		return known
	}
	message := d.Message
	if d.Condition != "" {
		message += ", " + d.Condition
	}
	step := &Step{
		Number: len(l.list) + 1, Tree: t.Name, Place: t.place(d), Rule: d.Rule, Component: d.Component, Message: message,
		Help: d.Help, Why: whyNot(d), Hop: t.Hop, WithBinaries: d.Fix != nil && t.Hop.From.Less(d.Fix.ValidFrom),
	}
	l.list, l.byID[id] = append(l.list, step), step
	return step
}

// whyNot says why no tree has what a finding asks for.
func whyNot(d *lint.Diagnostic) string {
	prefix := fix.NotApplied("")
	for _, note := range d.Notes {
		if reason, found := strings.CutPrefix(note, prefix); found {
			return "the fix is not applied: " + reason
		}
	}
	switch {
	case d.Fix != nil && d.Fix.Applicability == lint.Unsafe:
		return "the fix changes something, and is made with --unsafe-fixes: " + d.Fix.Message
	case len(d.Fixes()) > 0:
		return "it takes a decision: " + d.Fixes()[0].Message
	}
	return "there is no fix for it"
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

// leaveNow notes what keeps the running release from starting with the configuration as it is.
func (c *compiler) leaveNow(tree *Tree) {
	l := c.steps.listing()
	for i := range tree.Verdicts[0].Stops {
		l.stop(tree, &tree.Verdicts[0].Stops[i], tree.Hop.From)
	}
}

// leave notes what the trees of a hop leave to a person. foundBefore and foundWith are what is found in them for the hop.
func (c *compiler) leave(before, with *Tree, foundBefore, foundWith []lint.Diagnostic) {
	l := c.steps.listing()
	for i := range before.Verdicts[0].Stops {
		l.stop(before, &before.Verdicts[0].Stops[i], before.Hop.From)
	}
	l = c.steps.listing()
	for i := range foundWith {
		if d := &foundWith[i]; isStep(d) {
			with.open(l.add(with, d))
		} else {
			l.identify(with, d)
		}
	}
	l = c.steps.listing()
	for _, d := range with.Verdicts[0].Stops {
		l.stop(with, &d, with.Hop.To)
	}
	l = c.steps.listing()
	for i := range foundBefore {
		if known := l.byID[l.identify(before, &foundBefore[i])]; known != nil {
			before.open(known)
		}
	}
}

// stop notes a finding by which a release does not start with a tree.
func (l *listing) stop(tree *Tree, d *lint.Diagnostic, r release.Release) {
	step := l.add(tree, d)
	if !slices.Contains(step.Stops, r) {
		step.Stops = append(step.Stops, r)
	}
	tree.open(step)
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

// place names the place of a finding by the path in the tree. A name that holds a secret stays as reports have it.
func (t *Tree) place(d *lint.Diagnostic) string {
	s := d.Span.Source
	if s == nil {
		return ""
	}
	name := s.Path
	if rel := t.files.relative(s.File); s.File != "" && rel != "" {
		name = path.Join(path.Dir(rel), path.Base(s.Path))
	}
	at, _ := d.Span.Range()
	return fmt.Sprintf("%s:%d:%d", source.Printable(name), at.Line, at.Column)
}
