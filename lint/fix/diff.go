package fix

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
	"github.com/fatih/color"

	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// DiffStyle says how a diff is shown. The zero DiffStyle is a diff that git apply and patch read.
type DiffStyle struct {
	Color bool
	// Printable shows what a terminal would act on as escapes, so that the diff is for reading only.
	Printable bool
	// whole shows what nobody may see.
	whole bool
}

// Diff writes the changes as a unified diff in git's form. What nobody may see is shown as source.SecretMark or
// source.UnknownMark on both sides; a diff that holds such says so in a line before it, since it can only be read.
func (c *Changes) Diff(w io.Writer, style DiffStyle) error {
	_, err := c.diff(w, style)
	return err
}

// Patch writes the changes as Diff does, but for a program to apply: it holds all bytes, those that nobody may see as well.
// It reports whether there are any.
func (c *Changes) Patch(w io.Writer) (secret bool, err error) {
	return c.diff(w, DiffStyle{whole: true})
}

func (c *Changes) diff(w io.Writer, style DiffStyle) (hidden bool, err error) {
	out := bufio.NewWriter(w)
	for _, f := range c.Files {
		d := differ{style: style, file: f}
		d.write()
		hidden = hidden || d.secret || d.unknown
		switch {
		case style.whole:
		case d.secret && d.unknown:
			fmt.Fprintf(out, "# %s and %s stand for bytes that are not shown: this part is for reading, not for patch.\n",
				source.SecretMark, source.UnknownMark)
		case d.secret, d.unknown:
			fmt.Fprintf(out, "# %s stands for bytes that are not shown: this part is for reading, not for patch.\n", source.Range{Unknown: d.unknown}.Mark())
		}
		if _, err := out.WriteString(d.out.String()); err != nil {
			return hidden, err
		}
	}
	return hidden, out.Flush()
}

// differ writes the diff of one file.
type differ struct {
	style DiffStyle
	file  *File
	out   strings.Builder
	// secret and unknown are set once something is not shown.
	secret, unknown bool
}

const contextLines = 3

func (d *differ) write() {
	f := d.file
	hunks := f.hunks()
	from, to := label("a/", f.Path), label("b/", f.NewPath)
	if !f.Created && f.File == f.NewFile && len(hunks) == 0 {
		return
	}
	d.head("diff --git " + from + " " + to)
	switch {
	case f.Created:
		d.head(fmt.Sprintf("new file mode 100%o", f.Mode.Perm()))
		from = "/dev/null"
	case f.File != f.NewFile:
		d.head("rename from " + label("", f.Path))
		d.head("rename to " + label("", f.NewPath))
	}
	if len(hunks) == 0 {
		return
	}
	d.head("--- " + ended(from))
	d.head("+++ " + ended(to))
	oldLine, newLine := counter{data: f.Old}, counter{data: f.New}
	for _, h := range hunks {
		d.hunk(h, &oldLine, &newLine)
	}
}

// label writes a path as git does in the head of a diff (quote_c_style with core.quotePath, as it is by default): in double
// quotes where it holds what is not printable ASCII, a quote or a backslash.
func label(prefix, path string) string {
	if prefix != "" {
		path = prefix + strings.TrimPrefix(path, "/")
	}
	var b strings.Builder
	quoted := false
	for i := range len(path) {
		c := path[i]
		letter := strings.IndexByte("\a\b\t\n\v\f\r\"\\", c)
		switch {
		case letter >= 0:
			b.WriteByte('\\')
			b.WriteByte(`abtnvfr"\`[letter])
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\%03o`, c)
		default:
			b.WriteByte(c)
			continue
		}
		quoted = true
	}
	if quoted {
		return `"` + b.String() + `"`
	}
	return path
}

// ended returns a label as it comes after "---" and "+++", where a blank would end it for patch.
func ended(label string) string {
	if strings.Contains(label, " ") {
		return label + "\t"
	}
	return label
}

func (d *differ) head(line string) {
	if d.style.Printable {
		line = source.Printable(strings.TrimSuffix(line, "\t"))
	}
	d.line(color.Bold, line)
}

// line writes one line of the diff in a colour.
func (d *differ) line(c color.Attribute, line string) {
	if d.style.Color && c != color.Reset {
		paint := color.New(c)
		paint.EnableColor()
		line = paint.Sprint(line)
	}
	d.out.WriteString(line)
	d.out.WriteByte('\n')
}

// hunk is changes that are shown together, and the old bytes shown before and after them.
type hunk struct {
	changes  []change
	from, to int // in the old content
}

// hunks returns the changes of a file in whole lines, grouped.
func (f *File) hunks() []hunk {
	var out []hunk
	for _, c := range f.lineChanges() {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if linesBefore(f.Old, c.oldStart, contextLines) <= last.to {
				last.changes = append(last.changes, c)
				last.to = linesAfter(f.Old, c.oldEnd, contextLines)
				continue
			}
		}
		out = append(out, hunk{changes: []change{c}, from: linesBefore(f.Old, c.oldStart, contextLines),
			to: linesAfter(f.Old, c.oldEnd, contextLines)})
	}
	return out
}

// lineChanges returns what changed as whole lines, as few as can be. The segments of the file tell where to look, so that
// the cost follows from the size of what changed.
func (f *File) lineChanges() []change {
	if f.Created {
		if len(f.New) == 0 {
			return nil
		}
		return []change{{newEnd: len(f.New)}}
	}
	var blocks []change
	for _, c := range changes(len(f.Old), f.segments) {
		before := c.oldStart - lineStart(f.Old, c.oldStart)
		after := lineEnd(f.Old, c.oldEnd) - c.oldEnd
		c = change{c.oldStart - before, c.oldEnd + after, c.newStart - before, c.newEnd + after}
		if n := len(blocks); n > 0 && c.oldStart <= blocks[n-1].oldEnd {
			blocks[n-1].oldEnd, blocks[n-1].newEnd = c.oldEnd, c.newEnd
			continue
		}
		blocks = append(blocks, c)
	}
	var out []change
	for _, b := range blocks {
		oldLines, oldAt := linesAt(string(f.Old[b.oldStart:b.oldEnd]), b.oldStart)
		newLines, newAt := linesAt(string(f.New[b.newStart:b.newEnd]), b.newStart)
		for _, d := range lcs.DiffLines(oldLines, newLines) {
			out = append(out, change{oldAt[d.Start], oldAt[d.End], newAt[d.ReplStart], newAt[d.ReplEnd]})
		}
	}
	return out
}

// linesAt returns the lines of a text that stands at a place, with their ends, and where each begins; last where the text ends.
func linesAt(text string, at int) (lines []string, begin []int) {
	for line := range strings.Lines(text) {
		lines, begin = append(lines, line), append(begin, at)
		at += len(line)
	}
	return lines, append(begin, at)
}

// lineStart returns where the line begins that holds a place.
func lineStart(data []byte, at int) int { return bytes.LastIndexByte(data[:at], '\n') + 1 }

// lineEnd returns where the line after the one that holds a place begins, or the end of the data.
func lineEnd(data []byte, at int) int {
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}

// linesBefore returns where the count lines before the start of a line begin.
func linesBefore(data []byte, at, count int) int {
	for ; count > 0 && at > 0; count-- {
		at = lineStart(data, at-1)
	}
	return at
}

// linesAfter returns where the count lines from the start of a line on end.
func linesAfter(data []byte, at, count int) int {
	for ; count > 0 && at < len(data); count-- {
		at = lineEnd(data, at)
	}
	return at
}

// counter turns growing offsets into line numbers.
type counter struct {
	data     []byte
	at, line int
}

func (c *counter) lineAt(offset int) int {
	c.line += bytes.Count(c.data[c.at:offset], []byte{'\n'})
	c.at = offset
	return c.line + 1
}

func (d *differ) hunk(h hunk, oldLine, newLine *counter) {
	f := d.file
	last := h.changes[len(h.changes)-1]
	newFrom := h.changes[0].newStart - (h.changes[0].oldStart - h.from)
	newTo := last.newEnd + (h.to - last.oldEnd)
	d.line(color.FgCyan, fmt.Sprintf("@@ -%s +%s @@",
		extent(oldLine.lineAt(h.from), f.Old[h.from:h.to]), extent(newLine.lineAt(newFrom), f.New[newFrom:newTo])))
	at := h.from
	for _, c := range h.changes {
		d.lines(' ', color.Reset, f.Old, at, c.oldStart, f.oldHidden)
		d.lines('-', color.FgRed, f.Old, c.oldStart, c.oldEnd, f.oldHidden)
		d.lines('+', color.FgGreen, f.New, c.newStart, c.newEnd, f.newHidden)
		at = c.oldEnd
	}
	d.lines(' ', color.Reset, f.Old, at, h.to, f.oldHidden)
}

// extent writes the first line and the number of lines of one side of a hunk. No lines stand after a line.
func extent(line int, data []byte) string {
	count := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		count++
	}
	switch count {
	case 0:
		return fmt.Sprintf("%d,0", line-1)
	case 1:
		return fmt.Sprint(line)
	}
	return fmt.Sprintf("%d,%d", line, count)
}

// lines writes the bytes [from, to) of data as lines of a hunk.
func (d *differ) lines(mark byte, c color.Attribute, data []byte, from, to int, hidden []source.Range) {
	for from < to {
		end := min(lineEnd(data, from), to)
		text := string(data[from:end])
		ended := strings.HasSuffix(text, "\n")
		text = strings.TrimSuffix(text, "\n")
		within := source.Union(slices.Concat(source.Shifted(source.Within(hidden, from, from+len(text)), -from), redact.URLPasswords(text)))
		for _, r := range within {
			d.unknown, d.secret = d.unknown || r.Unknown, d.secret || !r.Unknown
		}
		shown := text
		if !d.style.whole {
			shown = source.Replace(text, within)
		}
		if d.style.Printable {
			shown = printableLine(shown)
		}
		d.line(c, string(mark)+shown)
		if !ended {
			d.line(color.Reset, `\ No newline at end of file`)
		}
		from = end
	}
}

// printableLine is source.Printable but for tabs, which terminals show as what they are.
func printableLine(line string) string {
	parts := strings.Split(line, "\t")
	for i := range parts {
		parts[i] = source.Printable(parts[i])
	}
	return strings.Join(parts, "\t")
}
