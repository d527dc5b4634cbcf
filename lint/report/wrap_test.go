package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		text         string
		width, first int
		want         string
	}{
		{"one two three", 0, 0, "one two three"}, {"one two three", 13, 0, "one two three"}, {"one two three", 12, 0, "one two|three"},
		{"one two three", 12, 6, "one|two three"}, {"one two", 2, 0, "one|two"}, {"", 5, 0, ""}, {"a  b", 2, 0, "a |b"},
		{"set `a b c` now", 8, 0, "set|`a b c`|now"}, {"an ` odd one", 6, 0, "an `|odd|one"}, {"漢漢 漢漢", 6, 0, "漢漢|漢漢"},
	} {
		if got := strings.Join(wrapped(c.text, c.width, c.first), "|"); got != c.want {
			t.Errorf("%q in %d less %d: %q, want %q", c.text, c.width, c.first, got, c.want)
		}
	}
}

// On a terminal what is said below a finding keeps to its width; the first line of a finding is one line everywhere.
func TestTextKeepsToTheTerminal(t *testing.T) {
	s := plain("acls.json", "", []byte("{}"))
	d := finding(s, strings.Repeat("a long message ", 10)+"end")
	d.Help = strings.Repeat("do this or that ", 10) + "\nthen " + strings.Repeat("more ", 20)
	d.Notes = []string{strings.Repeat("noted ", 30)}
	run := &Run{Upgrade: clean().Upgrade, Config: &config.Config{}, Diagnostics: []lint.Diagnostic{d}}
	out := write(t, Text{Style{Wrap: 60}}, run)
	lines := strings.Split(out, "\n")
	for i, line := range lines {
		if len(line) > 60 && i > 0 {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
	if !strings.HasSuffix(lines[0], "end [a/b]") {
		t.Errorf("the first line is %q", lines[0])
	}
	if diff := cmp.Diff(strings.Fields(write(t, Text{}, run)), strings.Fields(out)); diff != "" {
		t.Errorf("other words are said:\n%s", diff)
	}
}
