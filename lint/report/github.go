package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
)

// GitHub is the report as workflow commands of GitHub Actions, which shows them beside the changed lines.
type GitHub struct{}

// Write implements Format.
func (GitHub) Write(w io.Writer, run *Run) error {
	out := bufio.NewWriter(w)
	for i := range run.Diagnostics {
		d := &run.Diagnostics[i]
		command := map[lint.Severity]string{lint.Error: "error", lint.Warning: "warning"}[d.Severity]
		if command == "" {
			command = "notice"
		}
		start, end := d.Span.Range()
		fmt.Fprintf(out, "::%s file=%s,line=%d,col=%d", command, property(path(d.Span)), start.Line, start.Column)
		if end.Line == start.Line && end.Column > start.Column {
			// The last column belongs to what is marked.
			fmt.Fprintf(out, ",endLine=%d,endColumn=%d", end.Line, end.Column-1)
		}
		text := prose(statement(d))
		if d.Help != "" {
			text += "\n" + prose(d.Help)
		}
		fmt.Fprintf(out, ",title=%s::%s\n", property(d.Rule), payload(text))
	}
	for _, u := range run.Config.Unchecked {
		fmt.Fprintf(out, "::error file=%s", property(u.Path))
		if u.Position != nil {
			fmt.Fprintf(out, ",line=%d,col=%d", u.Position.Line, u.Position.Column)
		}
		fmt.Fprintf(out, ",title=not checked::%s\n", payload(prose(u.Reason)))
	}
	for _, u := range run.Config.Unread {
		fmt.Fprintf(out, "::warning file=%s", property(u.Path))
		if u.Line > 0 {
			fmt.Fprintf(out, ",line=%d", u.Line)
		}
		fmt.Fprintf(out, ",title=not read::%s\n", payload(prose(u.Reason)))
	}
	for _, g := range run.gaps() {
		fmt.Fprintf(out, "::notice file=%s,line=%d,title=not read::%s\n", property(path(g.at())), lineOfSpan(g.at()), payload(prose(g.words())))
	}
	if run.nothingFound() {
		fmt.Fprintf(out, "::error title=nothing checked::%s\n", payload(NothingFound))
	}
	return out.Flush()
}

// payload escapes the text of a workflow command.
func payload(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// property escapes the value of a property of a workflow command.
func property(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(prose(text))
}
