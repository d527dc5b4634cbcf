package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Text is the report for people: for each finding a line that can be searched for, what it points at, what to do, and
// why.
type Text struct{ Style }

// Concise is the report for people with one line a finding.
type Concise struct{ Style }

// Write implements Format.
func (f Text) Write(w io.Writer, run *Run) error {
	p := newPrinter(w, f.Style)
	p.keepRunning = run.KeepRunning
	if run.List {
		p.list(run)
		p.end(run)
		return p.w.Flush()
	}
	p.diagnostics(run, run.Diagnostics)
	p.later(run, "--fix continues with what its fixes leave:", run.Later)
	wider := "--unsafe-fixes"
	if run.KeepRunning {
		wider += " or --with-upgrade"
	}
	p.later(run, "with "+wider+", --fix continues with:", run.LaterStill)
	p.verdict(run)
	return p.w.Flush()
}

// diagnostics writes findings; of many equal ones the first, unless each is asked for.
func (p *printer) diagnostics(run *Run, diags []lint.Diagnostic) {
	var groups map[int][]int
	var hidden map[int]bool
	if !run.Verbose {
		groups, hidden = fold(diags)
	}
	for i := range diags {
		if hidden[i] {
			continue
		}
		p.diagnostic(&diags[i])
		if group := groups[i]; len(group) > 0 {
			p.labelled("note", morePlaces(diags, group)+"; -v shows each")
		}
		p.print("\n")
	}
}

// Write implements Format.
func (f Concise) Write(w io.Writer, run *Run) error {
	p := newPrinter(w, f.Style)
	p.upgrades = len(run.Judged) > 0
	for i := range run.Diagnostics {
		p.headline(&run.Diagnostics[i])
	}
	p.end(run)
	return p.w.Flush()
}

// printer writes text. Errors are kept by w and returned by its Flush.
type printer struct {
	w     *bufio.Writer
	width int
	// wrap is the columns that prose may take; 0 does not limit it.
	wrap int
	// reach is how far around a place a line is looked at, in bytes: more than fit in width.
	reach int

	upgrades    bool // lines name the upgrade that they are about
	keepRunning bool // fixes are left for the upgrade
	fixes       shownFixes

	bold, faint, frame, rule, added, removed paint
	severity                                 map[lint.Severity]paint
}

type paint func(string) string

func newPrinter(w io.Writer, style Style) *printer {
	if style.Width <= 0 {
		style.Width = 100
	}
	style.Width = max(style.Width, 20)
	in := func(attributes ...color.Attribute) paint {
		if !style.Color {
			return func(s string) string { return s }
		}
		c := color.New(attributes...)
		c.EnableColor()
		return func(s string) string { return c.Sprint(s) }
	}
	return &printer{
		w: bufio.NewWriterSize(w, 1<<16), width: style.Width, wrap: style.Wrap, fixes: shownFixes{}, reach: utf8.UTFMax * style.Width,
		bold: in(color.Bold), faint: in(color.Faint), frame: in(color.FgBlue), rule: in(color.Faint),
		added: in(color.FgGreen), removed: in(color.FgRed),
		severity: map[lint.Severity]paint{
			lint.Error: in(color.FgRed, color.Bold), lint.Warning: in(color.FgYellow, color.Bold), lint.Info: in(color.FgCyan, color.Bold)},
	}
}

func (p *printer) print(parts ...string) {
	for _, s := range parts {
		_, _ = p.w.WriteString(s)
	}
}

// paintOf returns the colour of a severity.
func (p *printer) paintOf(s lint.Severity) paint {
	if c, found := p.severity[s]; found {
		return c
	}
	return p.severity[lint.Info]
}

// prose returns a text of a diagnostic to be shown on one line. GitHub's runner acts on the old form of its commands
// anywhere in a line, so that does not stay as it is.
func prose(text string) string {
	return strings.ReplaceAll(source.Printable(conceal(text)), "##[", `##\x5b`)
}

// PathAtStart returns a path as it stands at the start of a line: the runner of GitHub takes a line that begins with "::"
// for a command.
func PathAtStart(file string) string {
	if strings.HasPrefix(strings.TrimLeftFunc(file, unicode.IsSpace), "::") {
		file = "./" + file
	}
	return prose(file)
}

// location returns "path:line:column" of the start of a span.
func location(span source.Span) string {
	if span.Source == nil {
		return "."
	}
	at := span.Source.Position(span.Start)
	return fmt.Sprintf("%s:%d:%d", PathAtStart(span.Source.Path), at.Line, at.Column)
}

// headline writes the line to search for.
func (p *printer) headline(d *lint.Diagnostic) {
	said := statement(d)
	if p.upgrades {
		said += " (" + d.Upgrade.String() + ")"
	}
	p.print(p.bold(location(d.Span)), ": ", p.paintOf(d.Severity)(d.Severity.String()), ": ", p.bold(prose(said)),
		" ", p.rule("["+d.Rule+"]"), "\n")
}

func (p *printer) diagnostic(d *lint.Diagnostic) {
	p.headline(d)
	fixes := d.Fixes()
	patches := make([][]patchFile, len(fixes))
	for i, f := range fixes {
		patches[i] = patchOf(f, d.Span.Source, p.reach)
	}
	gutter := p.gutter(d, patches)
	p.snippet(d.Span, gutter, '^', p.paintOf(d.Severity))
	if d.Help != "" && !strings.HasSuffix(d.Message, "; "+d.Help) {
		p.labelled("help", d.Help)
	}
	for i, f := range fixes {
		label := fixLabel(d, f, p.keepRunning)
		if f != d.Fix {
			label = "or, " + label
		}
		if at, shown := p.fixes.at(d, f); shown {
			p.labelled(label, "shown at "+at)
			continue
		}
		p.labelled(label, fixMessage(f))
		p.patch(patches[i], gutter)
	}
	for _, r := range d.Related {
		p.labelled("note", location(r.Span)+": "+r.Message)
		p.snippet(r.Span, gutter, '-', p.frame)
	}
	for _, note := range d.Notes {
		p.labelled("note", note)
	}
	if d.Check != "" {
		p.labelled("note", "start-up check `"+d.Check+"`")
	}
	if len(d.Nodes) > 1 {
		p.labelled("note", nodeList(d.Nodes))
	}
}

// shownFixes are the fixes that were shown, by what they have in common.
type shownFixes map[string][]shownFix

// at returns where the same fix has been shown already: findings that one change makes disappear show it once.
func (s shownFixes) at(d *lint.Diagnostic, f *lint.Fix) (at string, shown bool) {
	const few = 8 // edits that are looked at: fixes that agree in so many are compared as a whole
	key := string(f.Applicability) + f.Message
	for _, e := range f.Edits[:min(few, len(f.Edits))] {
		key += fmt.Sprintf("|%s %d %d", path(e.Span), e.Span.Start, e.Span.End)
	}
	for _, known := range s[key] {
		if known.fix.SameChange(f) {
			return known.at, true
		}
	}
	s[key] = append(s[key], shownFix{f, location(d.Span)})
	return "", false
}

// shownFix is a fix and the finding that shows it.
type shownFix struct {
	fix *lint.Fix
	at  string
}

// maxNodes is how many nodes a note names.
const maxNodes = 6

// nodeList names the nodes a finding stands for.
func nodeList(nodes []lint.Node) string {
	shown := nodes[:min(maxNodes, len(nodes))]
	names := make([]string, len(shown))
	for i, n := range shown {
		names[i] = n.Component.String() + " " + n.Name
		if at := n.Start; at.Source != nil && !strings.HasPrefix(n.Name, at.Source.Path) {
			names[i] += fmt.Sprintf(" (%s:%d)", at.Source.Path, lineOfSpan(at))
		}
	}
	text := "it applies to " + strings.Join(names, ", ")
	if more := len(nodes) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// fixLabel says who makes a fix, and when: with the upgrade if the running release does not read its result as meant.
func fixLabel(d *lint.Diagnostic, f *lint.Fix, keepRunning bool) string {
	label := string(f.Applicability) + " fix"
	if f.Applicability == lint.Manual {
		label = "by hand"
	}
	if keepRunning && d.Waits(f) {
		label += ", with the upgrade"
	}
	return label
}

// fixMessage says what a fix does and from which release on its result is valid.
func fixMessage(f *lint.Fix) string {
	message := f.Message
	if !f.ValidFrom.IsZero() {
		if message != "" {
			message += "; "
		}
		message += "valid from " + f.ValidFrom.String() + " on"
	}
	return message
}

// labelled writes "  label: text", further lines of the text below its first, in the width of a terminal.
func (p *printer) labelled(label, text string) {
	const indent = 4
	first, rest, _ := strings.Cut(strings.TrimRight(text, "\n"), "\n")
	p.print("  ", p.bold(label), ":")
	for i, line := range wrapped(prose(first), p.wrap-indent, len(label)) {
		switch {
		case i > 0:
			p.print("\n", strings.Repeat(" ", indent), line)
		case line != "":
			p.print(" ", line)
		}
	}
	p.print("\n")
	for more := range strings.Lines(rest) {
		for _, line := range wrapped(prose(strings.TrimSuffix(more, "\n")), p.wrap-indent, 0) {
			p.print(strings.Repeat(" ", indent), line, "\n")
		}
	}
}

// gutter returns the width of the line numbers that are shown with a diagnostic.
func (p *printer) gutter(d *lint.Diagnostic, patches [][]patchFile) int {
	last := 1
	see := func(span source.Span) {
		if span.Source != nil {
			last = max(last, span.Source.Position(shownEnd(span)).Line)
		}
	}
	see(d.Span)
	for _, r := range d.Related {
		see(r.Span)
	}
	for _, f := range slices.Concat(patches...) {
		for _, row := range f.rows {
			last = max(last, row.number)
		}
	}
	return len(strconv.Itoa(last)) + 2
}

// shownEnd returns where the part of a span ends that is worth underlining: not at the start of a line it does not
// reach into.
func shownEnd(span source.Span) int {
	end := span.End
	for end > span.Start && (span.Source.Data[end-1] == '\n' || span.Source.Data[end-1] == '\r') {
		end--
	}
	return end
}

// snippet writes the lines of a span with the span underlined: of a span over many lines the first and the last.
func (p *printer) snippet(span source.Span, gutter int, mark byte, paint paint) {
	s := span.Source
	if s == nil || len(s.Data) == 0 {
		return
	}
	end := shownEnd(span)
	first, last := s.Position(span.Start).Line, s.Position(end).Line
	text, start := s.Line(first)
	p.underlined(first, lineOf(s, start, start+len(text), span.Start, end, p.reach), gutter, mark, paint)
	if first == last {
		return
	}
	if last > first+1 {
		p.print(strings.Repeat(" ", gutter-1), p.frame(ellipsis+" |"), "\n")
	}
	text, start = s.Line(last)
	indent := len(text) - len(bytes.TrimLeft(text, " \t"))
	from := start + indent
	if end <= from {
		from = start
	}
	if from < end-p.reach {
		from = end - 1 // the end is what matters
	}
	p.underlined(last, lineOf(s, start, start+len(text), from, end, p.reach), gutter, mark, paint)
}

func (p *printer) underlined(number int, l line, gutter int, mark byte, paint paint) {
	text, from, to := l.layout(p.width)
	p.row(number, "|", text, gutter, p.frame, func(s string) string { return s })
	p.print(strings.Repeat(" ", gutter), p.frame(" |"), " ", strings.Repeat(" ", from),
		paint(strings.Repeat(string(mark), to-from)), "\n")
}

// row writes a numbered line of a file.
func (p *printer) row(number int, separator, text string, gutter int, edge, body paint) {
	p.print(edge(fmt.Sprintf("%*d %s", gutter, number, separator)))
	if text = strings.TrimRight(text, " "); text != "" {
		p.print(" ", body(text))
	}
	p.print("\n")
}

// maxPatchRows is how many removed, and how many added lines of one place are shown.
const maxPatchRows = 8

// maxPatchPlaces is how many places are shown of those that one fix changes in a file.
const maxPatchPlaces = 12

func (p *printer) patch(files []patchFile, gutter int) {
	for _, f := range files {
		if f.heading != "" {
			p.print(strings.Repeat(" ", gutter), p.frame("-->"), " ", prose(f.heading), "\n")
		}
		for _, row := range f.rows {
			if row.places > 0 {
				p.print(strings.Repeat(" ", gutter-1), p.faint(ellipsis+" and "+plural(row.places, "more place")), "\n")
				continue
			}
			if row.omitted > 0 {
				p.print(strings.Repeat(" ", gutter-1), p.faint(fmt.Sprintf("%s %c %s", ellipsis, row.sign, plural(row.omitted, "more line"))), "\n")
				continue
			}
			text, _, _ := row.line.layout(p.width)
			paint := p.added
			if row.sign == '-' {
				paint = p.removed
			}
			p.row(row.number, string(row.sign), text, gutter, paint, paint)
		}
	}
}
