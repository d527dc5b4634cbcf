package main

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// What --stdin-filename gives a name is judged as the file of that name is: with what the tree holds around it, and
// whatever stands in the file itself. Of a file that was not saved the mode is not known.
func TestStandardInputIsJudgedAsItsFile(t *testing.T) {
	exhaustive(t)
	var compared atomic.Int32
	eachFixture(t, func(t *testing.T, dir string) {
		args := append([]string{"check", "--format", "json"}, upgradeOf(dir)...)
		input := workTree(t, dir)
		for file, text := range tree(t, input) {
			if len(text) == 0 || strings.Contains(file, "?") {
				continue
			}
			want := whatIsSaid(t, run(t, input, slices.Concat(args, []string{file})...))
			if want == nil {
				continue // it is excluded: whoever pipes it in wants it judged all the same
			}
			got := whatIsSaid(t, runOn(t, text, input, slices.Concat(args, []string{"--stdin-filename", file, "-"})...))
			if differs := gocmp.Diff(want, got); differs != "" {
				t.Errorf("%s (-file +standard input):\n%s", file, differs)
			}
			compared.Add(1)
		}
	})
	if compared.Load() < 500 {
		t.Errorf("only %d files were compared", compared.Load())
	}
}

// whatIsSaid returns what a JSON report says of the files it is about.
func whatIsSaid(t *testing.T, printed string) []string {
	t.Helper()
	body, _, _ := strings.Cut(printed, "exit ")
	r := parseReport(t, body)
	var out []string
	for _, d := range r.Diagnostics {
		switch d.Rule {
		case "credential/permissions":
			continue
		case "flag/unknown":
			d.Message = "" // it says if the name is that of a file
		}
		out = append(out, fmt.Sprintf("%s:%d:%d %s %s", d.File, d.Start.Line, d.Start.Column, d.Rule, d.Message))
	}
	for _, u := range r.Unchecked {
		out = append(out, fmt.Sprintf("%s: %s", u.File, u.Reason))
	}
	for _, c := range r.Checked {
		out = append(out, "checked "+c.File)
	}
	slices.Sort(out)
	return out
}
