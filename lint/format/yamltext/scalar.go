package yamltext

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// reading collects what a scalar is read as, and where each byte of it stands. As long as bytes are read one after the other
// as they stand in text, it is no more than where they begin and end.
type reading struct {
	text     string
	from, to int
	// data is with what a template engine replaces blanked out, offsets where each byte of it stands. They are set once parted is.
	parted  bool
	data    []byte
	offsets []int32
}

func (r *reading) add(c byte, at int) {
	if !r.parted {
		switch {
		case at >= len(r.text) || r.text[at] != c:
		case r.from == r.to:
			r.from, r.to = at, at+1
			return
		case r.to == at:
			r.to++
			return
		}
		r.part()
	}
	r.data, r.offsets = append(r.data, c), append(r.offsets, int32(at))
}

// part has the bytes kept by themselves from now on.
func (r *reading) part() {
	r.parted, r.data = true, append(r.data, r.text[r.from:r.to]...)
	for at := r.from; at < r.to; at++ {
		r.offsets = append(r.offsets, int32(at))
	}
}

// value returns what was read.
func (r *reading) value() string {
	if r.parted {
		return string(r.data)
	}
	return r.text[r.from:r.to]
}

// reading returns a new reading, in place of the last one.
func (p *parser) reading() *reading {
	p.read = reading{text: p.data, data: p.read.data[:0], offsets: p.read.offsets[:0]}
	return &p.read
}

// addFolded adds what is read of breaks line ends in a row, which stand at an offset: one is a blank, each further one a
// line end.
func (r *reading) addFolded(breaks, at int) {
	if breaks == 1 {
		r.add(' ', at)
	}
	for range breaks - 1 {
		r.add('\n', at)
	}
}

// scan is a scalar as it was found: its text stands in [from, to), and [start, end) with its quotes, or from the mark of a
// block to the end of its last line.
type scan struct {
	*reading
	style                Style
	start, from, to, end int
	parent               int
	flow                 bool
}

// plain reads a scalar without quotes, in as many lines as it has. Like the other readers of scalars it reports false
// if it finds none.
func (p *parser) plain(parent int, flow bool) (s scan, found bool) {
	if !p.startsPlain(flow) {
		p.notYAML(p.at, "a value cannot begin with this character")
		return s, false
	}
	start := p.at
	r := p.reading()
	end := p.plainLine(r, flow)
	for {
		breaks, next, bol := p.nextPlainLine(parent, flow)
		if breaks == 0 {
			break
		}
		r.addFolded(breaks, end)
		p.at, p.bol = next, bol
		last := end
		if end = p.plainLine(r, flow); end == last {
			break
		}
	}
	p.at = end
	return scan{r, Plain, start, start, end, end, parent, flow}, true
}

// startsPlain reports whether a plain scalar can begin here.
func (p *parser) startsPlain(flow bool) bool {
	c := p.peek(0)
	switch {
	case c == '-':
		return !isBlankZ(p.peek(1))
	case c == '?' || c == ':':
		return !flow && !isBlankZ(p.peek(1))
	}
	return !isBlankZ(c) && strings.IndexByte(",[]{}#&*!|>'\"%@`", c) < 0
}

// plainLine reads the part of a plain scalar that stands on this line, and returns where it ends.
func (p *parser) plainLine(r *reading, flow bool) int {
	end := p.at
	for c := p.peek(0); c != 0 && !isBreak(c); c = p.peek(0) {
		if isBlank(c) {
			p.at++
			continue
		}
		if c == ':' && isBlankZ(p.peek(1)) || c == '#' && isBlank(p.data[p.at-1]) || flow && strings.IndexByte(",?[]{}", c) >= 0 {
			break
		}
		for ; end <= p.at; end++ {
			r.add(p.data[end], end)
		}
		p.at++
	}
	p.at = end
	return end
}

// nextPlainLine looks for the line on which a plain scalar goes on. breaks is the number of line ends before it, 0 if it
// ends.
func (p *parser) nextPlainLine(parent int, flow bool) (breaks, next, bol int) {
	at, line := p.at, p.bol
	defer func() { p.at, p.bol = at, line }()
	p.skipBlanks()
	for p.newline() {
		breaks++
		p.skipBlanks()
	}
	switch c := p.peek(0); {
	case breaks == 0, c == 0, c == '#', p.atMarker():
		return 0, 0, 0
	case !flow && p.column() <= parent:
		return 0, 0, 0
	case flow && strings.IndexByte(",?[]{}", c) >= 0, p.isIndicator(':'):
		return 0, 0, 0
	case !flow && strings.IndexByte(p.data[p.bol:min(p.at, p.bol+parent+1)], '\t') >= 0:
		p.notYAML(p.bol, "a line is indented with a tab, not with blanks")
		at = p.at
		return 0, 0, 0
	}
	return breaks, p.at, p.bol
}

// quoted reads a scalar in quotes.
func (p *parser) quoted(parent int, flow bool) (s scan, found bool) {
	quote, start := p.peek(0), p.at
	style := SingleQuoted
	if quote == '"' {
		style = DoubleQuoted
	}
	r := p.reading()
	for p.at++; ; {
		c := p.peek(0)
		switch {
		case c == 0:
			p.notYAML(start, "the quote that opens here is not closed")
			return s, false
		case c == quote && quote == '\'' && p.peek(1) == '\'':
			r.add('\'', p.at)
			p.at += 2
		case c == quote:
			end := p.at
			p.at++
			return scan{r, style, start, start + 1, end, p.at, parent, flow}, true
		case c == '\\' && quote == '"':
			if !p.escape(r) {
				return s, false
			}
		case isBlank(c) || isBreak(c):
			if !p.quotedSpace(r) {
				p.notYAML(start, "the quote that opens here is not closed before the document ends")
				return s, false
			}
		default:
			r.add(c, p.at)
			p.at++
		}
	}
}

// quotedSpace reads blanks and line ends in quotes: blanks around a line end do not count. It reports false if the
// document ends.
func (p *parser) quotedSpace(r *reading) bool {
	start := p.at
	p.skipBlanks()
	if !isBreak(p.peek(0)) {
		for i := start; i < p.at; i++ {
			r.add(p.data[i], i)
		}
		return true
	}
	breaks := 0
	for p.newline() {
		breaks++
		if p.atMarker() {
			return false
		}
		p.skipBlanks()
	}
	r.addFolded(breaks, start)
	return true
}

// escapeLetters are the letters that stand for one character after a backslash in double quotes.
const escapeLetters = "0abt\tnvfre \"/\\N_LP"

// escapeText returns what a letter after a backslash stands for.
func escapeText(c byte) (text string, found bool) {
	if i := strings.IndexByte(escapeLetters, c); i >= 0 && c != 0 {
		return string([]rune("\x00\a\b\t\t\n\v\f\r\x1b \"/\\\u0085\u00a0\u2028\u2029")[i]), true
	}
	return "", false
}

// escape reads a backslash in double quotes with what follows it.
func (p *parser) escape(r *reading) bool {
	start := p.at
	p.at++
	if isBreak(p.peek(0)) { // the line goes on with the first byte of the next that is no blank
		p.newline()
		lines := p.at
		for p.skipBlanks(); p.newline(); p.skipBlanks() {
			r.add('\n', lines)
			lines = p.at
		}
		return true
	}
	text, found := escapeText(p.peek(0))
	length := 1
	if !found {
		value, digits := p.hexadecimal()
		if digits == 0 {
			p.notYAML(start, "there is no such escape")
			return false
		}
		text, length = string(value), 1+digits
	}
	for i := range len(text) {
		r.add(text[i], start)
	}
	p.at += length
	return true
}

// hexadecimal returns the character of an escape that names its number, and how many digits it has; 0 if it is none.
func (p *parser) hexadecimal() (value rune, digits int) {
	digits = map[byte]int{'x': 2, 'u': 4, 'U': 8}[p.peek(0)]
	for i := range digits {
		digit := strings.IndexByte("0123456789abcdef", p.peek(1+i)|0x20)
		if digit < 0 || value > utf8.MaxRune {
			return 0, 0
		}
		value = value<<4 | rune(digit)
	}
	if !utf8.ValidRune(value) {
		return 0, 0
	}
	return value, digits
}

// blockScalar reads a scalar that begins with "|" or ">".
func (p *parser) blockScalar(parent int) (s scan, found bool) {
	start := p.at
	style := Literal
	if p.peek(0) == '>' {
		style = Folded
	}
	p.at++
	chomp, indent := byte(0), 0
	for range 2 {
		switch c := p.peek(0); {
		case (c == '+' || c == '-') && chomp == 0:
			chomp = c
			p.at++
		case '1' <= c && c <= '9' && indent == 0:
			indent = max(parent, 0) + int(c-'0')
			p.at++
		}
	}
	if !isBlankZ(p.peek(0)) || !p.lineIsOver() {
		p.notYAML(p.at, "there is text after the mark of a block")
		return s, false
	}
	p.newline()
	content := p.at
	r := p.reading()
	end := p.blockLines(r, style == Folded, chomp, indent, parent)
	if p.problem != nil {
		return s, false
	}
	return scan{r, style, start, content, end, end, parent, false}, true
}

// blankLine is a line of a block that holds nothing, or nothing but what a template engine takes away, which stands in
// [gone, end). It counts if another line of the block comes after it, or if it is filled in and the block has no other.
type blankLine struct {
	gone, end int
	filled    bool
}

// addBlank adds lines that hold nothing, or what is filled in: they are a part of the block, not of what is around it.
func (p *parser) addBlank(r *reading, lines []blankLine) {
	for _, line := range lines {
		for at := line.gone; at < line.end; at++ {
			r.add(p.data[at], at)
		}
		r.add('\n', line.end)
		if line.filled {
			*p.filled = (*p.filled)[:len(*p.filled)-1]
		}
	}
}

// blockLines reads the lines of a block, and returns where the last one with content ends, before its line end. indent is
// 0 if the first line tells it.
func (p *parser) blockLines(r *reading, folded bool, chomp byte, indent, parent int) int {
	header := p.at
	end := header
	var trailing []blankLine // after the last line
	leading := -1            // the line end of the last line
	wasBlank := false        // the last line begins with a blank
	indent = p.blockBreaks(&trailing, indent, parent)
	if last := len(trailing) - 1; last >= 0 && trailing[last].filled && p.column() < indent {
		p.addBlank(r, trailing)
		return p.endBlock(trailing[last].end)
	}
	for p.problem == nil && p.column() == indent && p.peek(0) != 0 {
		blank := isBlank(p.peek(0)) && !p.isMasked()
		switch {
		case leading < 0:
		case folded && !wasBlank && !blank:
			if len(trailing) == 0 {
				r.add(' ', leading)
			}
		default:
			r.add('\n', leading)
		}
		p.addBlank(r, trailing)
		trailing, wasBlank = trailing[:0], blank
		for c := p.peek(0); c != 0 && !isBreak(c); c = p.peek(0) {
			r.add(c, p.at)
			p.at++
		}
		end, leading = p.at, -1
		if isBreak(p.peek(0)) {
			leading = p.at
			p.newline()
		}
		indent = p.blockBreaks(&trailing, indent, parent)
	}
	if chomp != '-' && leading >= 0 {
		r.add('\n', leading)
	}
	if chomp == '+' {
		p.addBlank(r, trailing)
	}
	return p.endBlock(end)
}

// endBlock goes back to the start of a line that is less indented than a block and does not belong to it. It returns end.
func (p *parser) endBlock(end int) int {
	if p.peek(0) != 0 {
		p.at = p.bol
		p.lineContent()
	}
	return end
}

// blockBreaks passes lines that hold nothing and the indentation of the next one, and returns what the lines are indented by.
func (p *parser) blockBreaks(lines *[]blankLine, indent, parent int) int {
	widest := 0
	for {
		if line, found := p.goneLine(cmp.Or(indent, parent+1)); found {
			*lines = append(*lines, line)
			continue
		}
		for p.peek(0) == ' ' && (indent == 0 || p.column() < indent) && !p.isMasked() {
			p.at++
		}
		widest = max(widest, p.column())
		if p.peek(0) == '\t' && (indent == 0 || p.column() < indent) {
			p.notYAML(p.at, "a line is indented with a tab, not with blanks")
			return indent
		}
		at := p.at
		if !p.newline() {
			break
		}
		*lines = append(*lines, blankLine{gone: at, end: at})
	}
	if indent == 0 {
		indent = max(widest, parent+1, 1)
	}
	return indent
}

// goneLine passes a line that holds nothing but what a template engine takes away, or, if those are wanted, what it fills in,
// and that is less indented than the lines of a block. It reports whether there is one here.
func (p *parser) goneLine(indent int) (line blankLine, found bool) {
	if !p.masked || p.at != p.bol {
		return line, false
	}
	line.gone, line.end = -1, p.at
	for ; line.end < len(p.data) && !isBreak(p.data[line.end]); line.end++ {
		masked := p.in.String()[line.end] != p.data[line.end]
		if !isBlank(p.data[line.end]) {
			if line.filled = p.filled != nil && p.data[line.end] == 'x'; !line.filled {
				return line, false
			}
		}
		if masked && line.gone < 0 {
			line.gone = line.end
		}
	}
	if line.gone < 0 || line.gone-p.bol >= indent {
		return line, false
	}
	p.at = line.end
	if found = p.newline(); !found {
		p.at = p.bol
	}
	if found && line.filled {
		*p.filled = append(*p.filled, p.in.Span(line.gone, line.end))
	}
	return line, found
}

// isMasked reports whether a blank is none in the text itself: what stands there a template engine takes away.
func (p *parser) isMasked() bool {
	return p.masked && p.at < len(p.data) && p.in.String()[p.at] != p.data[p.at]
}

// anyScalar reads a scalar of any style.
func (p *parser) anyScalar(parent int, flow bool) (s scan, found bool) {
	switch p.peek(0) {
	case '"', '\'':
		return p.quoted(parent, flow)
	case '|', '>':
		if !flow {
			return p.blockScalar(parent)
		}
	}
	return p.plain(parent, flow)
}
