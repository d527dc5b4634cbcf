package systemd

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// flags say what is known of one byte of a text.
type flags uint8

const (
	// unknown is set for a byte that only the run or a template engine knows.
	unknown flags = 1 << iota
	// optional is set for a byte that a condition may leave out.
	optional
	// joint is set for a byte before which a condition begins or ends, which may put something else there.
	joint
)

// passage is a part of a unit as systemd sees it: with continued lines put together and what a template engine removes
// left out.
type passage struct {
	text source.Text
	// data is the text with what is not known masked by letters.
	data []byte
	// flags has one element for each byte of data; it is nil if all of it is plain.
	flags []flags
}

func (p passage) slice(start, end int) passage {
	out := passage{text: p.text.Slice(start, end), data: p.data[start:end]}
	if p.flags != nil {
		out.flags = p.flags[start:end]
	}
	return out
}

func (p passage) is(i int, f flags) bool { return p.flags != nil && p.flags[i]&f != 0 }

// entry is one assignment of a unit file.
type entry struct {
	section, key string
	value        passage
	span         source.Span
	file         *File
	// maybe is set if the line may not be there.
	maybe bool
}

// ignored is a line that systemd skips.
type ignored struct {
	at     source.Span
	id     string
	detail string
}

// unitFile is a unit file or drop-in as read.
type unitFile struct {
	entries []entry
	ignored []ignored
	// refused is where a line is that makes systemd refuse the file; why says the reason.
	refused source.Span
	why     string
	// conditional is set if conditions of a template or of the run decide what it holds.
	conditional bool
}

// fileReader reads the lines of one unit file.
type fileReader struct {
	file  *File
	marks *template.Marks
	data  []byte // rendered
	// offsets are those of data in the text of the file; nil if they are the same.
	offsets []int
	out     *unitFile
	section string
	known   bool // the section is one that systemd reads
}

// readFile reads the assignments of a unit file. A line that ends in a backslash goes on on the next one that is no
// comment, up to an empty one; the backslash becomes a blank.
func readFile(f *File) *unitFile {
	r := &fileReader{file: f, out: &unitFile{}}
	name := ""
	if s := f.Text.Source(); s != nil {
		name = s.Path
	}
	r.marks = template.Find(f.Text.View(), name)
	r.marks.Expressions = source.Union(append(r.marks.Expressions, f.Unknown...))
	r.out.conditional = r.marks.Conditional
	r.data, r.offsets = r.marks.Rendered()
	for at := 0; at < len(r.data); {
		var l line
		at = l.read(r.data, at)
		if r.line(&l); r.out.why != "" {
			break
		}
	}
	return r.out
}

// line is a line with those that continue it, as ranges of what is read.
type line struct {
	parts []source.Range
	// blanks are the places of backslashes at the end of a part, each of which becomes a blank.
	blanks []int
}

func isNewline(c byte) bool { return c == '\n' || c == '\r' }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || isNewline(c) }

// endOfLine returns where the line that begins at an offset ends, and where the next begins. A CR and a LF end it together,
// in either order, and so does a NUL (read_line_full in src/basic/fileio.c).
func endOfLine(data []byte, at int) (end, next int) {
	for end = at; end < len(data) && !isNewline(data[end]) && data[end] != 0; end++ {
	}
	next = end + 1
	if next < len(data) && data[end] != 0 && data[next] != data[end] && (isNewline(data[next]) || data[next] == 0) {
		next++
	}
	return end, min(next, len(data))
}

// read reads the line that begins at an offset, and returns the offset of the next.
func (l *line) read(data []byte, at int) int {
	for at < len(data) {
		start := at
		end, next := endOfLine(data, at)
		at = next
		first := start
		for first < end && isSpace(data[first]) {
			first++
		}
		if first < end && (data[first] == '#' || data[first] == ';') {
			if len(l.parts) == 0 {
				break
			}
			continue
		}
		l.parts = append(l.parts, source.Range{Start: start, End: end})
		if !endsInBackslash(data[start:end]) {
			break
		}
		l.blanks = append(l.blanks, end-1)
	}
	return at
}

func endsInBackslash(line []byte) bool {
	escaped := false
	for _, c := range line {
		escaped = c == '\\' && !escaped
	}
	return escaped
}

// line reads one line, whose continued parts are put together.
func (r *fileReader) line(l *line) {
	p := r.passage(l)
	start, end := trimmed(p.data, 0, len(p.data))
	if l.isFirst() && strings.HasPrefix(string(p.data[start:end]), "\ufeff") {
		start, end = trimmed(p.data, start+len("\ufeff"), end)
	}
	if start == end {
		return
	}
	content := p.slice(start, end)
	switch {
	case !utf8.Valid(p.data[start:end]):
		r.out.refused, r.out.why = content.text.All(), "systemd refuses a unit with a line that is not UTF-8"
		r.out.ignored = append(r.out.ignored, ignored{content.text.All(), "systemd/invalid-utf8", r.out.why})
	case p.data[start] == '[':
		r.header(content)
	default:
		r.assignment(content)
	}
}

// isFirst reports whether the line is the first of its file.
func (l *line) isFirst() bool { return len(l.parts) > 0 && l.parts[0].Start == 0 }

// trimmed returns the part of data[start:end] without blanks at its ends.
func trimmed(data []byte, start, end int) (int, int) {
	for start < end && isSpace(data[start]) {
		start++
	}
	for start < end && isSpace(data[end-1]) {
		end--
	}
	return start, end
}

func (r *fileReader) header(p passage) {
	name, closed := strings.CutSuffix(string(p.data[1:]), "]")
	if !closed {
		r.out.refused, r.out.why = p.text.All(), "systemd refuses a unit with a section header that is not closed"
		return
	}
	r.section = name
	r.known = name == "Unit" || name == "Service" || name == "Install"
	if !r.known && !strings.HasPrefix(name, "X-") {
		r.out.ignored = append(r.out.ignored, ignored{p.text.All(), "systemd/ignored-line", "systemd ignores a section that it does not know"})
	}
}

func (r *fileReader) assignment(p passage) {
	equal := strings.IndexByte(string(p.data), '=')
	if equal < 0 || equal == 0 {
		if !p.anyUnknown() {
			r.out.ignored = append(r.out.ignored, ignored{p.text.All(), "systemd/ignored-line", "systemd ignores a line that is not an assignment"})
		} else {
			r.out.conditional = true // the expression may stand for lines
		}
		return
	}
	keyEnd := equal
	for keyEnd > 0 && isSpace(p.data[keyEnd-1]) {
		keyEnd--
	}
	key := string(p.data[:keyEnd])
	start, end := trimmed(p.data, equal+1, len(p.data))
	e := entry{
		section: r.section, key: key, value: p.slice(start, end), span: p.text.All(), file: r.file,
		maybe: p.is(0, optional) || r.file.Maybe,
	}
	if p.is(0, optional) { // the words of the line are there whenever it is
		for i := range e.value.flags {
			e.value.flags[i] &^= optional
		}
	}
	if r.known && p.slice(0, keyEnd).anyUnknown() {
		r.out.conditional = true
		return
	}
	switch {
	case strings.HasPrefix(key, "-") && r.section == "Service":
		r.out.ignored = append(r.out.ignored, ignored{p.text.Span(0, keyEnd), "systemd/ignored-line",
			"systemd ignores the line: an empty line, or one without a backslash at its end, ended the command before it"})
	case isServiceKey(key) && r.section != "Service":
		r.out.ignored = append(r.out.ignored, ignored{p.text.Span(0, keyEnd), "systemd/ignored-line",
			"systemd ignores " + key + "= outside of [Service]"})
	case r.known:
		r.out.entries = append(r.out.entries, e)
	}
}

// isServiceKey reports whether a key is one that only means something in the section of a service.
func isServiceKey(key string) bool {
	switch key {
	case "ExecStart", "ExecStartPre", "Environment", "EnvironmentFile", "PassEnvironment", "UnsetEnvironment", "Type", "User", "DynamicUser":
		return true
	}
	return false
}

func (p passage) anyUnknown() bool {
	for i := range p.flags {
		if p.flags[i]&unknown != 0 {
			return true
		}
	}
	return false
}

// at returns where a byte of what is read stands in the text of the file.
func (r *fileReader) at(i int) int {
	if r.offsets == nil {
		return i
	}
	return r.offsets[i]
}

// passage returns a line as one text.
func (r *fileReader) passage(l *line) passage {
	var places []int
	var data []byte
	blank := 0
	for _, part := range l.parts {
		for i := part.Start; i < part.End; i++ {
			c := r.data[i]
			if blank < len(l.blanks) && l.blanks[blank] == i {
				c = ' '
				blank++
			}
			data, places = append(data, c), append(places, r.at(i))
		}
	}
	end := len(r.file.Text.String())
	if n := len(places); n > 0 {
		end = places[n-1] + 1
	} else if len(l.parts) > 0 {
		end = r.at(l.parts[0].Start)
	}
	p := passage{data: data, flags: r.flags(places)}
	p.text = r.text(places, end, l)
	return p
}

// flags returns what is known of the bytes at some places of the text; nil if all of them are plain.
func (r *fileReader) flags(places []int) []flags {
	if !r.marks.Any() || len(places) == 0 || !r.touched(places[0], places[len(places)-1]+1) {
		return nil
	}
	out := make([]flags, len(places))
	for i, at := range places {
		if within(r.marks.Expressions, at, at+1) {
			out[i] |= unknown
		}
		if within(r.marks.Optional, at, at+1) {
			out[i] |= optional
		}
		if i > 0 && places[i-1]+1 < at && within(r.marks.Controls, places[i-1]+1, at) {
			out[i] |= joint
		}
	}
	return out
}

func (r *fileReader) touched(start, end int) bool {
	return within(r.marks.Expressions, start, end) || within(r.marks.Optional, start, end) || within(r.marks.Controls, start, end)
}

// within reports whether one of ordered, disjoint ranges holds one of the bytes [start, end).
func within(ranges []source.Range, start, end int) bool {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > start })
	return i < len(ranges) && ranges[i].Start < end
}

// text returns the bytes at some places of the file's text as one text that ends at an offset.
func (r *fileReader) text(places []int, end int, l *line) source.Text {
	whole := r.file.Text
	if len(places) == 0 {
		return whole.Slice(end, end)
	}
	first := places[0]
	if len(l.blanks) == 0 && places[len(places)-1]-first == len(places)-1 {
		return whole.Slice(first, end)
	}
	data := make([]byte, len(places))
	offsets := make([]int32, len(places)+1)
	blank := 0
	for i, at := range places {
		data[i], offsets[i] = whole.String()[at], int32(at)
		if blank < len(l.blanks) && r.at(l.blanks[blank]) == at {
			data[i] = ' '
			blank++
		}
	}
	offsets[len(places)] = int32(end)
	part := func(start, stop int, s string) (string, bool) {
		return s, !within(r.marks.Controls, int(offsets[start]), int(offsets[stop])) && !strings.ContainsAny(s, "\r\n\x00")
	}
	return whole.Decoded(string(data), offsets, first, end, part, nil)
}
