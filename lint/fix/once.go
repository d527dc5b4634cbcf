package fix

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// author names what writes at a place once: a rule about a subject. What is written may be a whole document in quotes, of
// which a rule has something to say about each part.
func author(d *lint.Diagnostic) string { return d.Rule + " " + d.Subject }

// rewrites reports whether edits change what earlier fixes of the same author wrote, and the author has no more of them
// than it wanted to make at first: a fix is made once at one place, whatever it is read as then.
func (p *planner) rewrites(d *lint.Diagnostic, edits map[string][]edit) bool {
	for file, own := range edits {
		ranges := p.written[file][author(d)]
		if len(ranges) == 0 || p.made[madeBy{author(d), sourcePath(d)}] < p.wanted[madeBy{author(d), sourcePath(d)}] {
			continue
		}
		for _, e := range own {
			if len(source.Within(ranges, e.start, e.end)) > 0 {
				return true
			}
		}
	}
	return false
}

// madeBy counts fixes by author and file.
type madeBy struct{ author, path string }

// countFixes returns how many fixes each author has in each file.
func countFixes(diags []lint.Diagnostic) map[madeBy]int {
	out := map[madeBy]int{}
	for i := range diags {
		if d := &diags[i]; d.Fix != nil {
			out[madeBy{author(d), sourcePath(d)}]++
		}
	}
	return out
}

// changeKey tells fixes apart by what they change, wherever it has moved to.
func changeKey(d *lint.Diagnostic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q", d.Rule)
	for _, e := range d.Fix.Edits {
		if s := e.Span.Source; s != nil && e.Span.Start >= 0 && e.Span.Start <= e.Span.End && e.Span.End <= len(s.Data) {
			fmt.Fprintf(&b, " %q %q %q", key(s), e.Span.Text(), e.Text)
		}
	}
	for _, r := range d.Fix.Renames {
		fmt.Fprintf(&b, " %q %q", r.From, r.To)
	}
	for _, c := range d.Fix.Creates {
		fmt.Fprintf(&b, " %q", c.Path)
	}
	return b.String()
}
