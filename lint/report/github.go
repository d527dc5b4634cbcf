package report

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
)

// GitHub is the report as workflow commands of GitHub Actions, which shows them beside the changed lines. GitHub keeps ten
// errors, ten warnings and ten notices of a step, so the worst come first. The last line, which is not a command, is the
// verdict in the log.
type GitHub struct{}

// Write implements Format.
func (GitHub) Write(w io.Writer, run *Run) error {
	out := bufio.NewWriter(w)
	for _, a := range annotations(run) {
		a.write(out)
	}
	fmt.Fprintln(out, run.Verdict())
	return out.Flush()
}

// annotation is one workflow command.
type annotation struct {
	severity lint.Severity
	// file is "" if there is none, and the other numbers are 0 where they are not known.
	file                             string
	line, column, endLine, endColumn int
	title, text                      string
}

// annotations returns what is to be shown, worst first: of one severity first what is about the run as a whole, then the
// findings by effect, then what was not checked.
func annotations(run *Run) []annotation {
	var out []annotation
	remarks := run.remarks()
	remark := func(ofFile bool) {
		for _, m := range remarks {
			if m.ofRun != ofFile {
				out = append(out, annotation{severity: m.severity, file: m.file, line: m.line, column: m.column, title: m.what, text: prose(m.why)})
			}
		}
	}
	remark(false)
	for _, i := range worstFirst(run.Diagnostics) {
		d := &run.Diagnostics[i]
		a := annotation{severity: d.Severity, title: d.Rule, text: prose(statement(d))}
		for line := range strings.Lines(d.Help) {
			a.text += "\n" + prose(strings.TrimSuffix(line, "\n"))
		}
		if d.Span.Source != nil {
			start, end := d.Span.Range()
			a.file, a.line, a.column = path(d.Span), start.Line, start.Column
			if end.Line == start.Line && end.Column > start.Column {
				// The last column belongs to what is marked.
				a.endLine, a.endColumn = end.Line, end.Column-1
			}
		}
		out = append(out, a)
	}
	remark(true)
	slices.SortStableFunc(out, func(a, b annotation) int { return cmp.Compare(b.severity, a.severity) })
	return out
}

// worstFirst returns the indices of findings by severity and effect, those of one in their order.
func worstFirst(diags []lint.Diagnostic) []int {
	rank := map[lint.Effect]int{}
	for i, m := range meanings() {
		rank[m.effect] = i
	}
	out := make([]int, len(diags))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Or(cmp.Compare(diags[b].Severity, diags[a].Severity), cmp.Compare(rank[diags[a].Effect], rank[diags[b].Effect]))
	})
	return out
}

func (a annotation) write(w io.Writer) {
	command := "notice"
	switch a.severity {
	case lint.Error:
		command = "error"
	case lint.Warning:
		command = "warning"
	}
	var properties []string
	if a.file != "" {
		properties = append(properties, "file="+property(a.file))
	}
	for _, p := range []struct {
		name  string
		value int
	}{{"line", a.line}, {"col", a.column}, {"endLine", a.endLine}, {"endColumn", a.endColumn}} {
		if p.value > 0 {
			properties = append(properties, fmt.Sprintf("%s=%d", p.name, p.value))
		}
	}
	properties = append(properties, "title="+property(a.title))
	fmt.Fprintf(w, "::%s %s::%s\n", command, strings.Join(properties, ","), payload(a.text))
}

// payload escapes the text of a workflow command.
func payload(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// property escapes the value of a property of a workflow command.
func property(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(prose(text))
}

// WithoutCommands returns text, which a job of GitHub Actions prints as it is, so that the runner acts on no line of it: it
// takes a line for a command that begins with "::" behind blanks, or holds "##[". If one does, two lines around the text
// have the runner stop looking and begin again; only who knows the text can have written the word between them.
func WithoutCommands(text []byte) []byte {
	acts := false
	for line := range bytes.Lines(text) {
		acts = acts || bytes.HasPrefix(bytes.TrimSpace(line), []byte("::")) || bytes.Contains(line, []byte("##["))
	}
	if !acts {
		return text
	}
	if !bytes.HasSuffix(text, []byte("\n")) {
		text = append(bytes.Clone(text), '\n')
	}
	word := fmt.Sprintf("mesoslint-%x", sha256.Sum256(text))
	return slices.Concat([]byte("::stop-commands::"+word+"\n"), text, []byte("::"+word+"::\n"))
}
