package suppress

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// hashes finds comments as a format does that has them at the start of a line and behind a blank.
func hashes(s *source.Source) func() source.Comments {
	return func() (out source.Comments) {
		at := 0
		for line := range bytes.Lines(s.Data) {
			if i := bytes.IndexByte(line, '#'); i >= 0 {
				out.At = append(out.At, source.Range{Start: at + i, End: at + len(bytes.TrimRight(line, "\n"))})
			}
			at += len(line)
		}
		return out
	}
}

// resolve knows a/x, a/y, the check x-check of a/x, and old/x, as a/x was called.
func resolve(name string) (Selector, error) {
	s := Selector{Current: strings.Replace(name, "old/", "a/", 1), Judged: true}
	s.Names = func(rule, check string) bool { return rule == s.Current || check == s.Current || s.Current == "a/" }
	switch s.Current {
	case "a/x", "a/y", "a/", "x-check":
		return s, nil
	}
	return Selector{Current: "a/x"}, errors.New("there is no `" + name + "`")
}

// apply checks a text in which each "!" is a finding of a/x; it returns the lines of those that are kept, and the problems.
func apply(text string, entries ...Entry) (kept []int, problems []string, fixed string) {
	s := source.New("f", "", []byte(text))
	var found []lint.Diagnostic
	for i := range text {
		if text[i] == '!' {
			found = append(found, lint.Diagnostic{Rule: "a/x", Check: "x-check", Subject: "s", Span: s.Span(i, i+1)})
		}
	}
	out := Apply(found, []config.File{{Source: s, Comments: hashes(s)}}, Options{Resolve: resolve, Entries: entries})
	for _, d := range out.Kept {
		kept = append(kept, s.Position(d.Span.Start).Line)
	}
	fixed = text
	for _, d := range out.Problems {
		problems = append(problems, fmt.Sprintf("%d %s %s", d.Span.Source.Position(d.Span.Start).Line, d.Severity, d.Rule))
	}
	for i := len(out.Problems) - 1; i >= 0; i-- {
		if d := out.Problems[i]; d.Fix != nil && d.Fix.Applicability == lint.Safe {
			e := d.Fix.Edits[0]
			fixed = fixed[:e.Span.Start] + e.Text + fixed[e.Span.End:]
		}
	}
	return kept, problems, fixed
}

func TestApply(t *testing.T) {
	for _, c := range []struct{ name, text, kept, problems, fixed string }{
		{"on the line", "! # mesoslint: ignore a/x -- r\n!\n", "[2]", "[]", ""},
		{"before it", "# mesoslint: ignore a/x -- r\n\n# more\n!\n!\n", "[5]", "[]", ""},
		{"two before it", "# mesoslint: ignore a/y -- r\n# mesoslint: ignore a/x -- r\n!\n", "[]", "[1 info suppression/stale]", "# mesoslint: ignore a/x -- r\n!\n"},
		{"in the file", "!\n# mesoslint: ignore-file a/ -- r\n!", "[]", "[]", ""},
		{"by its check", "! # mesoslint: ignore x-check -- r\n", "[]", "[]", ""},
		{"by an old name", "! # mesoslint: ignore old/x -- r\n", "[]", "[1 info suppression/unknown]", "! # mesoslint: ignore a/x -- r\n"},
		{"without a reason", "! # mesoslint: ignore a/x\n", "[1]", "[1 error suppression/no-reason]", ""},
		{"with an empty reason", "! # mesoslint: ignore a/x -- \n", "[1]", "[1 error suppression/no-reason]", ""},
		{"with a reason without its mark", "! # mesoslint: ignore a/x because\n", "[1]", "[1 error suppression/no-reason]", ""},
		{"without a name", "! # mesoslint: ignore -- r\n", "[1]", "[1 error suppression/unknown]", ""},
		{"another word", "! # mesoslint: off a/x -- r\n", "[1]", "[1 error suppression/unknown]", ""},
		{"a misspelt name beside a right one", "! # mesoslint: ignore a/z, a/x -- r\n", "[]", "[1 error suppression/unknown]", ""},
		{"some are stale", "! # mesoslint: ignore a/y, a/x, a/y -- r\n", "[]", "[1 info suppression/stale]", "! # mesoslint: ignore a/x -- r\n"},
		{"all are stale, behind something", "a \t# mesoslint: ignore a/x,a/y -- r\nb\n", "[]", "[1 info suppression/stale]", "a\nb\n"},
		{"stale on the last line", "a\n# mesoslint: ignore a/x -- r", "[]", "[2 info suppression/stale]", "a\n"},
		{"a reason with marks", "! # mesoslint: ignore a/x -- see a--b -- and c\n", "[]", "[]", ""},
		{"not at the start of a comment", "! # see mesoslint: ignore a/x -- r\n", "[1]", "[]", ""},
		{"several markers", "! ## mesoslint:ignore a/x  --  r\n", "[]", "[]", ""},
	} {
		kept, problems, fixed := apply(c.text)
		if c.fixed == "" {
			c.fixed = c.text
		}
		if fmt.Sprint(kept) != c.kept || fmt.Sprint(problems) != c.problems || fixed != c.fixed {
			t.Errorf("%s: kept %v, problems %v, fixed %q; want %s, %s, %q", c.name, kept, problems, fixed, c.kept, c.problems, c.fixed)
		}
	}
}

func TestEntries(t *testing.T) {
	file := source.New(".mesoslint.yaml", "", []byte("ignore: a/x, a/y"))
	entry := func(rule, subject, path string) Entry {
		s, _ := resolve(rule)
		return Entry{Selector: s, Subject: subject, Holds: func(file string) bool { return file == path }, At: file.Span(8, 11)}
	}
	for _, c := range []struct {
		name           string
		entry          Entry
		kept, problems string
	}{
		{"by its rule", entry("a/x", "", "f"), "[]", "[]"},
		{"by its rule and subject", entry("a/", "s", "f"), "[]", "[]"},
		{"another subject", entry("a/x", "o", "f"), "[1]", "[1 info suppression/stale]"},
		{"another rule", entry("a/y", "", "f"), "[1]", "[1 info suppression/stale]"},
		{"another file, of which nothing is known", entry("a/x", "", "g"), "[1]", "[]"},
	} {
		kept, problems, _ := apply("!\n", c.entry)
		if fmt.Sprint(kept) != c.kept || fmt.Sprint(problems) != c.problems {
			t.Errorf("%s: kept %v, problems %v; want %s, %s", c.name, kept, problems, c.kept, c.problems)
		}
	}
}

// No text makes Apply panic, or lose a finding.
func FuzzApply(f *testing.F) {
	f.Add("! # mesoslint: ignore a/x, a/y -- r\n/* mesoslint: ignore-file a/ -- */")
	f.Fuzz(func(t *testing.T, text string) {
		s := source.New("f", "", []byte(text))
		found := []lint.Diagnostic{{Rule: "a/x", Span: s.Span(len(text)/2, len(text)/2)}}
		out := Apply(found, []config.File{{Source: s, Comments: hashes(s)}}, Options{Resolve: resolve})
		if len(out.Kept)+len(out.Suppressed) != 1 {
			t.Errorf("%d kept, %d suppressed", len(out.Kept), len(out.Suppressed))
		}
		for _, d := range out.Problems {
			if d.Span.Start < 0 || d.Span.End > len(text) || d.Span.Start > d.Span.End {
				t.Errorf("a finding at %d to %d of %d", d.Span.Start, d.Span.End, len(text))
			}
		}
	})
}
