package source

import (
	"strings"
	"testing"
)

func TestDedent(t *testing.T) {
	for _, c := range []struct {
		text   string
		margin int
		want   string
	}{
		{"", 2, ""},
		{"  a\n    b\n c\n", 2, "a\n  b\nc\n"},
		{"  a\n\n \n\tb", 1, " a\n\n\nb"},
		{"  a\n", 0, "  a\n"},
	} {
		var out strings.Builder
		for _, line := range Dedent(c.text, c.margin) {
			out.WriteString(c.text[line.Start:line.End])
		}
		if out.String() != c.want {
			t.Errorf("%q without %d blanks is %q, not %q", c.text, c.margin, out.String(), c.want)
		}
	}
}
