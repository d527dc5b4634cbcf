package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// LivedWith is what a run found and does not report, because people decided to live with it.
type LivedWith struct {
	// Suppressed are the findings that a comment suppresses, Ignored those that the configuration does.
	Suppressed, Ignored []Suppressed
	// Known are the findings that a baseline knows, Baseline the path of it; "" if there is none.
	Known    []lint.Diagnostic
	Baseline string
	// Recorded is set if the baseline was written by this run, and Known is what it holds.
	Recorded bool
	// Unchanged is how many findings are about nothing that changed since a revision.
	Unchanged int
	// Since names that revision, Base the commit that what changed is counted from; "" if all counts.
	Since, Base string
	// Untouched is set if nothing changed of what was read.
	Untouched bool
}

// Suppressed is a finding that was suppressed, and where that is written.
type Suppressed struct {
	lint.Diagnostic
	By source.Span
	// Reason is the one that the configuration gives. That of a comment stands in a file that may hold anything.
	Reason string
}

// Any reports whether anything is left out.
func (l *LivedWith) Any() bool { return len(l.Suppressed)+len(l.Ignored)+len(l.Known)+l.Unchanged > 0 }

// words say how many findings are left out and why; "" if none are.
func (l *LivedWith) words() string {
	var parts []string
	if n := len(l.Suppressed); n > 0 {
		parts = append(parts, fmt.Sprintf("%d suppressed", n))
	}
	switch {
	case l.Recorded:
		parts = append(parts, fmt.Sprintf("%d recorded in %s", len(l.Known), source.Printable(conceal(l.Baseline))))
	case len(l.Known) > 0:
		parts = append(parts, fmt.Sprintf("%d known to %s", len(l.Known), source.Printable(conceal(l.Baseline))))
	}
	if l.Unchanged > 0 {
		parts = append(parts, fmt.Sprintf("%d about nothing that changed since %s", l.Unchanged, source.Printable(conceal(l.Since))))
	}
	return strings.Join(parts, ", ")
}

// nothingChanged says that no finding is about what changed; "" if all counts, or there is one.
func (r *Run) nothingChanged() string {
	switch l := &r.Lived; {
	case l.Base == "" || len(r.Diagnostics) > 0 || r.List:
	case l.Untouched:
		return fmt.Sprintf("nothing that is checked changed since %s (from commit %s on)", source.Printable(conceal(l.Since)), l.Base)
	default:
		return fmt.Sprintf("nothing that changed since %s (from commit %s on) has a finding", source.Printable(conceal(l.Since)), l.Base)
	}
	return ""
}

// livedWith writes the members about what is left out.
func (e *encoder) livedWith(l *LivedWith) {
	if all := slices.Concat(l.Suppressed, l.Ignored); len(all) > 0 {
		e.newline().key("suppressed").array(func() {
			for i := range all {
				s := &all[i]
				e.newline().element().object(func() {
					e.key("rule").string(s.Rule)
					e.key("check").string(s.Check)
					e.key("subject").text(s.Subject)
					e.key("file").text(path(s.Span))
					e.key("line").int(lineOfSpan(s.Span))
					e.key("fingerprint").string(s.Fingerprint)
					e.key("by").object(func() {
						e.key("file").text(path(s.By))
						e.key("line").int(lineOfSpan(s.By))
						if s.Reason != "" {
							e.key("reason").text(s.Reason)
						}
					})
				})
			}
		})
	}
	if l.Base != "" {
		e.newline().key("diff_base").object(func() {
			e.key("revision").text(l.Since)
			e.key("commit").string(l.Base)
		})
	}
}
