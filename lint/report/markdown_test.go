package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// finding is a warning about the first byte of a file.
func finding(s *source.Source, message string) lint.Diagnostic {
	return lint.Diagnostic{Rule: "a/b", Span: s.Span(0, 1), Effect: lint.Ignored, Severity: lint.Warning, Message: message}
}

// A comment of GitHub holds 65536 characters: what does not fit is counted, and the worst is in it.
func TestMarkdownFits(t *testing.T) {
	for _, n := range []int{1, 100, 1000, 5000} {
		run := clean()
		for i := range n {
			d := finding(plain(fmt.Sprintf("d%d/x.json", i), "", []byte("x")), fmt.Sprintf("finding %d of `many`, %s", i, strings.Repeat("long ", i%50)))
			if i == n-1 {
				d.Severity, d.Effect = lint.Error, lint.Fatal
			}
			run.Diagnostics = append(run.Diagnostics, d)
			run.Config.Unchecked = append(run.Config.Unchecked, config.Unchecked{Path: d.Span.Source.Path, Reason: fmt.Sprint(i, strings.Repeat(" #", 1000))})
		}
		run.Statistics = true
		out := write(t, MarkdownReport{}, run)
		if len(out) > commentLimit {
			t.Errorf("%d findings make %d bytes", n, len(out))
		}
		shown, more := strings.Count(out, "\n- **"), 0
		if _, rest, found := strings.Cut(out, "… and "); found && shown < n {
			if _, err := fmt.Sscan(rest, &more); err != nil {
				t.Error(err)
			}
		}
		if shown+more != n || shown == 0 {
			t.Errorf("%d findings: %d are shown and %d counted", n, shown, more)
		}
		if !strings.Contains(out, fmt.Sprintf("**error** `d%d/x.json", n-1)) {
			t.Errorf("%d findings: the worst is not in it", n)
		}
	}
}

// What comes from files is not markup, mentions nobody and refers to nothing.
func TestMarkdownIsInert(t *testing.T) {
	run := clean()
	for _, text := range []string{"@everyone look", "fixes #12", "<img src=x onerror=y>", "[a](http://b)", "![a](b)", "a | b", "**bold** __x__ ~~y~~",
		"`code` and `open", "``", "`a|b`", "<!-- x -->", "&lt;", "www.example.org", "<details>", "1. x", "    indented", "- x", "# x"} {
		d := finding(plain("d/"+strings.ReplaceAll(text, "/", "_"), "", []byte("x")), text)
		d.Help, d.Subject = text, text
		run.Diagnostics = append(run.Diagnostics, d)
		run.Config.Unread = append(run.Config.Unread, config.Unread{Path: text, Reason: text})
	}
	out := write(t, MarkdownReport{}, run)
	outside := regexp.MustCompile(`\\.`).ReplaceAllString(withoutCode(out), "") // a backslash takes the meaning
	for _, wrong := range []string{"@e", "#1", "<img", "](http", "![", "a | b", "**bold", "__x", "~~y", "<!-- x", "&lt;", "www.e", "<details>\n"} {
		if strings.Contains(outside, wrong) {
			t.Errorf("%q stays as it is:\n%s", wrong, out)
		}
	}
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "1.") || strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "- x") {
			t.Errorf("a line is markup of a file: %q", line)
		}
	}
	if !strings.HasPrefix(out, MarkdownMark+"\n") {
		t.Error("its mark is not the first line")
	}
}

// withoutCode returns Markdown without what stands in code spans, line by line.
func withoutCode(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		for line != "" {
			before, rest, found := strings.Cut(line, "`")
			if !found || strings.HasSuffix(before, `\`) {
				out.WriteString(before)
				line = rest
				continue
			}
			out.WriteString(before)
			fence := 1 + len(rest) - len(strings.TrimLeft(rest, "`"))
			rest = rest[fence-1:]
			_, line, found = strings.Cut(rest, strings.Repeat("`", fence))
			if !found {
				out.WriteString(rest)
				line = ""
			}
		}
	}
	return out.String()
}
