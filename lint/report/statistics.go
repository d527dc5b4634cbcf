package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
)

// statistic is how often a rule found something, and how many of its findings --fix or --fix --unsafe-fixes fixes.
type statistic struct {
	rule              string
	findings, fixable int
}

// statistics counts the findings by rule, most first.
func (r *Run) statistics() []statistic {
	var out []statistic
	index := map[string]int{}
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		at, found := index[d.Rule]
		if !found {
			at = len(out)
			index[d.Rule] = at
			out = append(out, statistic{rule: d.Rule})
		}
		out[at].findings++
		if d.Fix != nil && d.Fix.Applicability != lint.Manual {
			out[at].fixable++
		}
	}
	slices.SortStableFunc(out, func(a, b statistic) int {
		return cmp.Or(cmp.Compare(b.findings, a.findings), cmp.Compare(a.rule, b.rule))
	})
	return out
}

// title is what a rule says of itself, "" if it is not known.
func (r *Run) title(rule string) string {
	for _, known := range r.Rules {
		if known.Name == rule {
			return known.Title
		}
	}
	return ""
}

// statistics writes how often each rule found something.
func (p *printer) statistics(run *Run) {
	if !run.Statistics || len(run.Diagnostics) == 0 {
		return
	}
	for _, s := range run.statistics() {
		fixable := ""
		if s.fixable > 0 {
			fixable = fmt.Sprintf(", %d with a fix", s.fixable)
		}
		p.print(fmt.Sprintf("%6d  ", s.findings), p.bold(s.rule), fixable, p.faint("  "+prose(run.title(s.rule))), "\n")
	}
	p.print("\n")
}
