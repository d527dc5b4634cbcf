package report

import (
	"bufio"
	"io"
	"strconv"
)

// Checkstyle is the report in the XML of Checkstyle, which most tools for reviews read. What was not checked is in it by its
// name instead of a rule's; the upgrade that was judged is a comment.
type Checkstyle struct{}

// Write implements Format.
func (Checkstyle) Write(w io.Writer, run *Run) error {
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(xmlHead + xmlComment("mesoslint "+run.version()+": "+run.judged()))
	root, file, entry := tag{out, "", "checkstyle"}, tag{out, "  ", "file"}, tag{out, "    ", "error"}
	root.open("version", "8.0")
	for _, f := range byFile(run) {
		file.open("name", f.name)
		for _, i := range f.findings {
			d := &run.Diagnostics[i]
			text := statement(d)
			if d.Help != "" {
				text += "; " + d.Help
			}
			line, column := 1, 1
			if d.Span.Source != nil {
				start, _ := d.Span.Range()
				line, column = start.Line, start.Column
			}
			entry.empty("line", strconv.Itoa(line), "column", strconv.Itoa(column), "severity", d.Severity.String(), "message", text, "source", d.Rule)
		}
		for _, m := range f.remarks {
			entry.empty("line", strconv.Itoa(max(1, m.line)), "column", strconv.Itoa(max(1, m.column)), "severity", m.severity.String(),
				"message", m.what+": "+m.why, "source", m.what)
		}
		file.close()
	}
	root.close()
	return out.Flush()
}

// fileOf is what a report says of one file.
type fileOf struct {
	name     string
	findings []int // of Run.Diagnostics
	remarks  []remark
}

// byFile groups a run by file, in the order in which files are first spoken of: findings, then what was not checked. "." is
// the run as a whole.
func byFile(run *Run) []*fileOf {
	var out []*fileOf
	known := map[string]*fileOf{}
	of := func(name string) *fileOf {
		if name == "" {
			name = "."
		}
		if known[name] == nil {
			known[name] = &fileOf{name: name}
			out = append(out, known[name])
		}
		return known[name]
	}
	for i := range run.Diagnostics {
		f := of(path(run.Diagnostics[i].Span))
		f.findings = append(f.findings, i)
	}
	for _, m := range run.remarks() {
		f := of(m.file)
		f.remarks = append(f.remarks, m)
	}
	return out
}
