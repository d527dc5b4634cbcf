package docker

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// line is one instruction with its continued lines put together, as the builder sees it.
type line struct {
	data string
	// offsets says where each byte of data and its end stand in the Dockerfile.
	offsets []int32
}

// instruction is one instruction of a Dockerfile.
type instruction struct {
	line
	in *source.Text
	// name is the instruction in lower case.
	name string
	// flags are the words after the name that begin with "--", their quotes undone.
	flags []builderFlag
	// start and end are the rest of the line, without the blanks around it.
	start, end int
	heredocs   []heredoc
	// escape is the escape character of the file.
	escape byte
	// from and to delimit it in the Dockerfile, its here-documents included.
	from, to int
	// trigger is set for one that ONBUILD keeps for the images built from this one.
	trigger bool
	// unknown and optional are those of the reader.
	unknown, optional []bool
}

// builderFlag is --name=value of an instruction. start is where the value begins in the line, where it is written
// without quotes.
type builderFlag struct {
	name, value string
}

// heredoc is a here-document of an instruction.
type heredoc struct {
	name   string
	strip  bool // <<-
	expand bool
	// start and end delimit its lines in the Dockerfile, end is after the last newline.
	start, end int
	// terminator is after the line that ends it.
	terminator int
}

// maxLine is the longest physical line that the builder reads, in bytes (bufio.MaxScanTokenSize).
const maxLine = 64<<10 - 1

// problem is why a Dockerfile cannot be read from a place on; at is an offset in it.
type problem struct {
	reason   string
	from, to int
}

// reader goes through a Dockerfile line by line, as the builder's parser does
// (frontend/dockerfile/parser/parser.go of moby/buildkit).
type reader struct {
	// in is the Dockerfile, and text what is parsed: the same with what a template engine will write masked.
	in       source.Text
	text     string
	at       int // the first byte of the next line
	escape   byte
	problems []problem
	// directives are the parser directives seen; nil once something else was.
	directives map[string]bool
	// unknown and optional say which bytes an engine writes, and which it may leave out; nil if there is none.
	unknown, optional []bool
}

func newReader(in source.Text, marks *template.Marks) *reader {
	r := &reader{in: in, text: in.String(), escape: '\\', directives: map[string]bool{}}
	if marks != nil && marks.Any() {
		r.render(marks)
	}
	if strings.HasPrefix(r.text, "\ufeff") {
		r.at = len("\ufeff")
	}
	return r
}

// render leaves out the control lines of a template and masks its expressions.
func (r *reader) render(marks *template.Marks) {
	masked, at := marks.Rendered()
	original := r.in.String()
	data := []byte(original)
	offsets := make([]int32, len(masked)+1)
	for i := range offsets {
		offsets[i] = int32(i)
		if at != nil {
			offsets[i] = int32(at[i])
		}
	}
	r.unknown, r.optional = make([]bool, len(masked)), make([]bool, len(masked))
	for i := range masked {
		from := int(offsets[i])
		data[i] = original[from]
		r.unknown[i], r.optional[i] = marks.Changes(from, from+1), marks.MayBeLeftOut(from)
	}
	part := func(start, end int, s string) (string, bool) { return s, int(offsets[end]-offsets[start]) == end-start }
	r.in = r.in.Decoded(string(data[:len(masked)]), offsets, 0, len(original), part, nil)
	r.text = string(masked)
}

func (r *reader) fail(from, to int, reason string) {
	r.problems = append(r.problems, problem{reason, from, to})
}

// physical returns the bounds of the next line, its line ending excluded, and goes past it.
func (r *reader) physical() (start, end int) {
	start = r.at
	end = len(r.text)
	if i := strings.IndexByte(r.text[start:], '\n'); i >= 0 {
		end = start + i
		r.at = end + 1
	} else {
		r.at = end
	}
	if end-start > maxLine {
		r.fail(start, start, "holds a line of more than 64 KiB, which the builder does not read")
	}
	return start, start + len(strings.TrimRight(r.text[start:end], "\r\n"))
}

// next returns the next instruction; false at the end of the file.
func (r *reader) next() (*instruction, bool) {
	for r.at < len(r.text) {
		start, end := r.physical()
		for start < end {
			c, size := utf8.DecodeRuneInString(r.text[start:end])
			if !unicode.IsSpace(c) {
				break
			}
			start += size
		}
		if r.directive(start, end) || start == end || r.text[start] == '#' {
			continue
		}
		l, last := r.join(start, end)
		i := &instruction{line: l, in: &r.in, escape: r.escape, from: start, to: last, unknown: r.unknown, optional: r.optional}
		r.split(i, 0)
		r.heredocs(i)
		return i, true
	}
	return nil, false
}

// directive reads a parser directive, "# escape=`". Only the first lines of a file may be directives.
func (r *reader) directive(start, end int) bool {
	if r.directives == nil {
		return false
	}
	rest, isComment := strings.CutPrefix(r.text[start:end], "#")
	name, value, found := strings.Cut(rest, "=")
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	if !isComment || !found || value == "" || name != "escape" && name != "syntax" && name != "check" {
		r.directives = nil
		return false
	}
	switch {
	case r.directives[name]:
		r.fail(start, end, "gives a parser directive twice, which the builder refuses")
	case name == "escape" && value != "`" && value != `\`:
		r.fail(start, end, "has an escape directive that is neither a backslash nor a backquote, which the builder refuses")
	case name == "escape":
		r.escape = value[0]
	}
	r.directives[name] = true
	return true
}

// join puts the continued lines of an instruction together. Comment lines and empty lines between them vanish.
func (r *reader) join(start, end int) (l line, last int) {
	var b strings.Builder
	b.Grow(end - start)
	add := func(start, end int) {
		b.WriteString(r.text[start:end])
		for at := start; at < end; at++ {
			l.offsets = append(l.offsets, int32(at))
		}
	}
	cut, continued := r.continued(start, end)
	add(start, cut)
	last = end
	for continued && r.at < len(r.text) {
		start, end = r.physical()
		bare := strings.TrimLeftFunc(r.text[start:end], unicode.IsSpace)
		if bare == "" || bare[0] == '#' {
			continue
		}
		cut, continued = r.continued(start, end)
		add(start, cut)
		last = end
	}
	l.data = b.String()
	l.offsets = append(l.offsets, int32(last))
	return l, last
}

// continued reports whether a line ends with the escape character alone, blanks after it aside, and where what stands
// before it ends.
func (r *reader) continued(start, end int) (cut int, yes bool) {
	bare := strings.TrimRight(r.text[start:end], " \t")
	n := len(bare)
	if n == 0 || bare[n-1] != r.escape || n > 1 && bare[n-2] == r.escape {
		return end, false
	}
	return start + n - 1, true
}

// maybe reports whether a condition of a template may leave out one of the bytes [start, end) of the line.
func (i *instruction) maybe(start, end int) bool {
	return i.optional != nil && slices.ContainsFunc(i.offsets[start:end], func(at int32) bool { return i.optional[at] })
}

// isBlank reports whether a byte parts the words of an instruction.
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r' }

// split finds the name, the flags and the rest of the instruction that begins at a byte of the line.
func (r *reader) split(i *instruction, start int) {
	start, end := i.trim(start, len(i.data))
	at := start
	for at < end && !isBlank(i.data[at]) {
		at++
	}
	i.name = strings.ToLower(i.data[start:at])
	i.start, i.end = i.trim(i.readFlags(at, end), end)
}

// trim returns the bounds of a part of the line without the blanks around it.
func (l *line) trim(start, end int) (int, int) {
	text := l.data[start:end]
	left := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	return start + left, start + max(left, len(strings.TrimRightFunc(text, unicode.IsSpace)))
}

// readFlags reads the words after the name that begin with "--", and returns where the rest begins.
func (i *instruction) readFlags(at, end int) int {
	for {
		for at < end && unicode.IsSpace(rune(i.data[at])) {
			at++
		}
		if !strings.HasPrefix(i.data[at:end], "--") {
			return at
		}
		var word []byte
		var quote byte
		for ; at < end; at++ {
			c := i.data[at]
			switch {
			case c == i.escape && at+1 < end:
				at++
				word = append(word, i.data[at])
				continue
			case c == i.escape:
				continue
			case quote == 0 && unicode.IsSpace(rune(c)):
			case quote == 0 && (c == '\'' || c == '"'):
				quote = c
				continue
			case c == quote:
				quote = 0
				continue
			default:
				word = append(word, c)
				continue
			}
			break
		}
		if string(word) == "--" {
			return at
		}
		name, value, _ := strings.Cut(string(word[2:]), "=")
		i.flags = append(i.flags, builderFlag{name, value})
	}
}

// flag returns the value of a flag; the last one counts.
func (i *instruction) flag(name string) (value string, given bool) {
	for _, f := range i.flags {
		if f.name == name {
			value, given = f.value, true
		}
	}
	return value, given
}

// span returns where the bytes [start, end) of the line stand.
func (i *instruction) span(start, end int) source.Span {
	return i.in.Span(int(i.offsets[start]), i.endOffset(start, end))
}

// endOffset is the offset after the byte before end: what continues the line after it is not part of it.
func (l *line) endOffset(start, end int) int {
	if end == start {
		return int(l.offsets[end])
	}
	return int(l.offsets[end-1]) + 1
}

// all returns where the instruction stands.
func (i *instruction) all() source.Span { return i.in.Span(i.from, i.to) }

// heredocs reads the here-documents that an instruction names. Only COPY, ADD and RUN have them, RUN not in its exec
// form.
func (r *reader) heredocs(i *instruction) {
	name, start := i.name, i.start
	if name == "onbuild" {
		inner := &instruction{line: i.line, in: i.in, escape: i.escape}
		r.split(inner, i.start)
		name, start = inner.name, inner.start
	}
	if name != "copy" && name != "add" && name != "run" || !strings.Contains(i.data, "<<") {
		return
	}
	if _, isJSON, _ := i.json(start, i.end); isJSON {
		return
	}
	for _, h := range heredocsOf(i.data) {
		h.start = r.at
		terminated := false
		for r.at < len(r.text) && !terminated {
			h.end = r.at
			start, end := r.physical()
			text := r.text[start:end]
			if h.strip {
				text = strings.TrimLeft(text, "\t")
			}
			terminated = text == h.name
			h.terminator = end
		}
		if !terminated {
			r.fail(i.from, i.to, "has a here-document that does not end, which the builder refuses")
			h.end, h.terminator = r.at, r.at
		}
		i.to = h.terminator
		i.heredocs = append(i.heredocs, h)
	}
}

// heredocsOf returns the here-documents that a line announces. The builder looks for them in the words of the line as it
// splits them itself, whatever the shell makes of them.
func heredocsOf(text string) []heredoc {
	var found []heredoc
	for _, word := range rawWords(text) {
		digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
		rest, isHeredoc := strings.CutPrefix(word[digits:], "<<")
		if !isHeredoc {
			continue
		}
		var h heredoc
		rest, h.strip = strings.CutPrefix(rest, "-")
		rest = strings.TrimLeft(rest, "\t\n\f\r ")
		if rest == "" || strings.ContainsRune(rest, '<') {
			continue
		}
		if h.name = unquoted(rest); h.name == "" {
			continue
		}
		h.expand = !strings.ContainsAny(rest, `'"`)
		found = append(found, h)
	}
	return found
}

// rawWords splits a text at its blanks as the builder does to find here-documents: quotes hold blanks together and stay,
// "<<" takes the blanks after it along.
func rawWords(text string) []string {
	var words []string
	var word []byte
	var quote byte
	opened := 0 // where the open quote stands in word
	for at := 0; at < len(text); at++ {
		c := text[at]
		switch {
		case quote == 0 && unicode.IsSpace(rune(c)):
			if len(word) > 0 {
				words = append(words, string(word))
				word = nil
			}
			continue
		case c == '\\' && quote != '\'' && at+1 < len(text):
			word = append(word, c, text[at+1])
			at++
			continue
		case c == '$' && quote != '\'':
			end, nested, ok := substitutionEnd(text, at)
			if !ok {
				return nil
			}
			if nested { // the builder forgets what stands before it in the word
				word = append([]byte(nil), word[min(opened, len(word)):]...)
				if quote == 0 {
					word = nil
				}
				opened = 0
			}
			word = append(word, text[at:end]...)
			at = end - 1
			continue
		case quote == 0 && (c == '\'' || c == '"'):
			quote, opened = c, len(word)
		case c == quote:
			quote = 0
		case quote == 0 && strings.HasPrefix(text[at:], "<<"):
			word = append(word, '<')
			for at++; at+1 < len(text) && strings.IndexByte("\t\r ", text[at+1]) >= 0; at++ {
				word = append(word, text[at])
				c = text[at+1]
			}
		}
		word = append(word, c)
	}
	if quote != 0 {
		return nil // the builder gives up on the line as a whole
	}
	if len(word) > 0 {
		words = append(words, string(word))
	}
	return words
}

// substitutionEnd returns where the $NAME or ${…} at a byte ends, and whether it holds a word of its own: ${NAME:-word}. ok
// is false if the builder gives up on it.
func substitutionEnd(text string, at int) (end int, nested, ok bool) {
	x := &lexer{text: text, escape: '\\', get: func(string) variable { return variable{} }}
	end = x.dollar(&unquotedWord{}, at, len(text), bare)
	if strings.HasPrefix(text[at:], "${") && x.broken == "" {
		nested = at+2+len(x.name(at+2, end)) < end-1
	}
	return end, nested, x.broken == ""
}

// unquoted returns a word without its quotes and backslashes.
func unquoted(word string) string {
	var out []byte
	var quote byte
	for at := 0; at < len(word); at++ {
		c := word[at]
		switch {
		case c == '\\' && quote != '\'' && at+1 < len(word):
			at++
			out = append(out, word[at])
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// gap returns a problem as what could not be read.
func (r *reader) gap(p problem) *machine.Gap {
	return &machine.Gap{Reason: p.reason, At: r.in.Span(p.from, p.to)}
}
