package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// PhaseOf says when a finding of a hop is to be dealt with.
func PhaseOf(d *lint.Diagnostic, u release.Upgrade) Phase {
	switch fixes := d.Fixes(); {
	case d.Effect == lint.Deprecated:
		return After
	case catalog.WhenOf(d.Rule) == withBinaries:
		return With
	case len(fixes) > 0 && !validOn(fixes, u.From), len(fixes) == 0 && namesNewFlag(d, u):
		return With
	}
	return Before
}

// OthersOf returns the findings of a hop that belong to no change of it, those of a phase.
func (h *Hop) OthersOf(phase Phase) []lint.Diagnostic {
	return slices.DeleteFunc(slices.Clone(h.Others), func(d lint.Diagnostic) bool { return PhaseOf(&d, h.Upgrade) != phase })
}

// First are what has to be done before a hop: what its release takes amiss and the running one need not be asked about.
// Information, and what hangs on a person's answer, does not stop anybody.
func (h *Hop) First() (items []*Item, others []lint.Diagnostic) {
	graver := func(d lint.Diagnostic) bool { return d.Severity >= lint.Warning }
	for _, item := range h.Of(Before, Applies) {
		if item.Settled == 0 && (len(item.Findings) == 0 || slices.ContainsFunc(item.Findings, graver)) {
			items = append(items, item)
		}
	}
	return items, slices.DeleteFunc(h.OthersOf(Before), func(d lint.Diagnostic) bool { return !graver(d) })
}

// Fixes counts the safe fixes of a hop by the phase in which they can be made: those that the running release reads as meant
// before it, the others when their change is dealt with.
func (h *Hop) Fixes() map[Phase]int {
	out := map[Phase]int{}
	counted := newSeen(nil)
	count := func(d *lint.Diagnostic, phase Phase) {
		if d.Fix == nil || d.Fix.Applicability != lint.Safe || counted.has(d) {
			return
		}
		counted.add(d)
		switch waits := h.From.Less(d.Fix.ValidFrom); {
		case !waits:
			phase = Before
		case phase == Before:
			phase = With
		}
		out[phase]++
	}
	for _, item := range h.Items {
		if item.Class == Applies && item.Settled == 0 {
			for i := range item.Findings {
				count(&item.Findings[i], item.Phase)
			}
		}
	}
	for i := range h.Others {
		count(&h.Others[i], PhaseOf(&h.Others[i], h.Upgrade))
	}
	for i := range h.today {
		count(&h.today[i], PhaseOf(&h.today[i], h.Upgrade))
	}
	return out
}
