package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

// copies is a run of n copies of two mistakes, one with a fix, and of what was not read.
func copies(n int) *Run {
	run := clean()
	for i := range n {
		s := plain(fmt.Sprintf("c%d/acls.json", i), fmt.Sprintf("/r/c%d/acls.json", i), []byte("old new"))
		d := finding(s, "the old word")
		d.Span = s.Span(0, 3)
		d.Fix = &lint.Fix{Applicability: lint.Safe, Message: "write new", Edits: []lint.Edit{{Span: d.Span, Text: "new"}}}
		run.Diagnostics = append(run.Diagnostics, d, finding(s, "another"))
		run.Config.Unread = append(run.Config.Unread, config.Unread{Path: s.Path, Line: 1, Reason: "speaks of Mesos"})
		run.Config.Unchecked = append(run.Config.Unchecked, config.Unchecked{Path: s.Path, Reason: "is a socket"})
	}
	return run
}

// Many findings that say the same of the same text are told as one, with where the others are; -v shows each, and so does
// everything that is not for people.
func TestEqualFindingsAreTold(t *testing.T) {
	for _, c := range []struct {
		n       int
		verbose bool
		shown   int
	}{{1, false, 1}, {3, false, 3}, {4, false, 1}, {150, false, 1}, {150, true, 150}} {
		run := copies(c.n)
		run.Verbose = c.verbose
		out := write(t, Text{}, run)
		for _, line := range []string{": warning: the old word [a/b]\n", ": warning: another [a/b]\n", ": not read: speaks of Mesos", ": not checked: is a socket"} {
			if got := strings.Count(out, line); got != c.shown {
				t.Errorf("of %d %q is shown %d times, verbose %v:\n%s", c.n, line, got, c.verbose, out)
			}
		}
		more := fmt.Sprintf("  note: and in %d more places: c1/acls.json:1:1, c2/acls.json:1:1, c3/acls.json:1:1", c.n-1)
		if got := strings.Count(out, more); (got == 2) != (c.shown < c.n) {
			t.Errorf("%d of %d: %q is said %d times:\n%s", c.shown, c.n, more, got, out)
		}
		if c.n > 3 && !c.verbose && !strings.Contains(out, "is a socket; the same in ") {
			t.Errorf("where else nothing is read is not said:\n%s", out)
		}
		if got := strings.Count(write(t, Concise{}, run), "[a/b]\n"); got != 2*c.n {
			t.Errorf("concise shows %d of %d", got, 2*c.n)
		}
	}
}

// Findings that differ in anything but their place are each shown.
func TestWhatDiffersIsNotFolded(t *testing.T) {
	run := copies(5)
	for i := range run.Diagnostics {
		d := &run.Diagnostics[i]
		switch i % 6 {
		case 0:
			d.Fix.Message += fmt.Sprint(i)
		case 1:
			d.Help = fmt.Sprint(i)
		case 2:
			d.Fix.Edits[0].Text += fmt.Sprint(i)
		case 3:
			d.Condition = fmt.Sprint(i)
		case 4:
			d.Notes = []string{fmt.Sprint(i)}
		case 5:
			d.Subject = fmt.Sprint(i)
		}
	}
	if groups, hidden := fold(run.Diagnostics); len(groups)+len(hidden) > 0 {
		t.Errorf("%v, %v", groups, hidden)
	}
}
