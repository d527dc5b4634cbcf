package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
)

// GitLab is the code quality report of GitLab, which merge requests show. It is a list of findings and knows no run, so what
// was not checked is in it as a finding, and each says what it was judged for.
type GitLab struct{}

// Write implements Format.
func (GitLab) Write(w io.Writer, run *Run) error {
	e := &encoder{w: bufio.NewWriterSize(w, 1<<16)}
	prints := run.fingerprints()
	seen := map[string]int{}
	e.array(func() {
		for i := range run.Diagnostics {
			d := &run.Diagnostics[i]
			issue := gitlabIssue{name: d.Rule, text: statement(d), fingerprint: prints[i], severity: gitlabSeverity(d), file: path(d.Span), line: lineOfSpan(d.Span)}
			issue.body = strings.Join(append(nonEmpty(d.Help), d.Notes...), "\n\n")
			e.newline().element().gitlabIssue(issue, run)
		}
		for _, m := range run.remarks() {
			issue := gitlabIssue{name: strings.ReplaceAll(m.what, " ", "-"), text: m.what + ": " + m.why, severity: "info", file: m.file, line: m.line}
			if m.severity == lint.Error {
				issue.severity = "critical"
			}
			key := issue.text + " " + m.file
			issue.fingerprint = fingerprint(fmt.Sprintf("%s %d", key, seen[key]))
			seen[key]++
			e.newline().element().gitlabIssue(issue, run)
		}
	})
	_ = e.w.WriteByte('\n')
	return e.w.Flush()
}

// gitlabIssue is one element of the report.
type gitlabIssue struct {
	name, text, body, fingerprint, severity, file string
	line                                          int
}

func (e *encoder) gitlabIssue(g gitlabIssue, run *Run) {
	e.object(func() {
		e.key("type").string("issue")
		e.key("check_name").string(g.name)
		e.key("description").text(g.text)
		e.key("content").object(func() {
			body := run.judged()
			if g.body != "" {
				body = g.body + "\n\n" + body
			}
			e.key("body").text(body)
		})
		e.key("categories").array(func() { e.element().string("Compatibility") })
		e.key("fingerprint").string(g.fingerprint)
		e.key("severity").string(g.severity)
		e.key("location").object(func() {
			file := g.file
			if file == "" {
				file = "."
			}
			e.key("path").text(file)
			e.key("lines").object(func() { e.key("begin").int(max(1, g.line)) })
		})
	})
}

// gitlabSeverity is one of info, minor, major, critical and blocker.
func gitlabSeverity(d *lint.Diagnostic) string {
	switch {
	case d.Severity == lint.Error && d.Effect == lint.Fatal && d.Condition == "":
		return "blocker"
	case d.Severity == lint.Error:
		return "critical"
	case d.Severity == lint.Warning && d.Effect == lint.Deprecated:
		return "minor"
	case d.Severity == lint.Warning:
		return "major"
	}
	return "info"
}

// nonEmpty returns those of some texts that are not empty.
func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}
