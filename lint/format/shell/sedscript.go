package shell

import (
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
)

// sedProgram are the commands of a sed script.
type sedProgram []sedCommand

// sedCommand is one command: s, d, a, i or c.
type sedCommand struct {
	first, last *sedAddress
	not         bool
	name        byte
	pattern     *pattern.Pattern
	// replacement is what s puts in the place of a match.
	replacement []sedPart
	all         bool
	nth         int
	// text is what a, i and c write, with its newline.
	text value
}

// sedAddress says which lines a command is for: the one of a number, the last, or those that fit.
type sedAddress struct {
	line    int
	last    bool
	pattern *pattern.Pattern
}

// weight is how many times the time that it takes to read a text the script may take.
func (p sedProgram) weight() int {
	n := 1
	for _, c := range p {
		n += pattern.Weight(c.pattern)
		for _, a := range [...]*sedAddress{c.first, c.last} {
			if a != nil {
				n += pattern.Weight(a.pattern)
			}
		}
	}
	return n
}

// sedPart is a part of a replacement: text, or a group of the match; 0 is all of it.
type sedPart struct {
	text  value
	group int
}

// sedReader reads a sed script. Its text is that of the value, in which what is not known reads as letters.
type sedReader struct {
	value    value
	text     string
	at       int
	extended bool
}

// parseSed reads a script. ok is false if it holds what is not followed.
func parseSed(v value, extended bool) (program sedProgram, ok bool) {
	text := []byte(v.String())
	for _, h := range v.holes() {
		fill(text[h.Start:h.End], 'x')
	}
	if len(text) > 1<<16 {
		return nil, false
	}
	r := &sedReader{value: v, text: string(text), extended: extended}
	for {
		r.skip(" \t\n;")
		if r.at >= len(r.text) {
			return program, true
		}
		if r.text[r.at] == '#' {
			r.line()
			continue
		}
		c, ok := r.command()
		if !ok || len(program) > 1000 {
			return nil, false
		}
		program = append(program, c)
	}
}

func (r *sedReader) skip(bytes string) {
	for r.at < len(r.text) && strings.IndexByte(bytes, r.text[r.at]) >= 0 {
		r.at++
	}
}

// line returns where the rest of the line stands, and goes past it.
func (r *sedReader) line() (start, end int) {
	start = r.at
	for r.at < len(r.text) && r.text[r.at] != '\n' {
		r.at++
	}
	return start, r.at
}

func (r *sedReader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *sedReader) command() (c sedCommand, ok bool) {
	if c.first, ok = r.address(); !ok {
		return c, false
	}
	r.skip(" \t")
	if r.peek() == ',' && c.first != nil {
		r.at++
		r.skip(" \t")
		if c.last, ok = r.address(); !ok || c.last == nil {
			return c, false
		}
		r.skip(" \t")
	}
	for r.peek() == '!' {
		c.not = true
		r.at++
		r.skip(" \t")
	}
	c.name = r.peek()
	r.at++
	switch c.name {
	case 'd':
		r.skip(" \t")
		return c, r.at >= len(r.text) || strings.IndexByte(";\n#", r.text[r.at]) >= 0
	case 's':
		return c, r.substitution(&c)
	case 'a', 'i', 'c':
		return c, r.block(&c) && (c.name != 'c' || c.last == nil)
	}
	return c, false
}

func (r *sedReader) address() (*sedAddress, bool) {
	switch c := r.peek(); {
	case '0' <= c && c <= '9':
		start := r.at
		for '0' <= r.peek() && r.peek() <= '9' {
			r.at++
		}
		n, err := strconv.Atoi(r.text[start:r.at])
		return &sedAddress{line: n}, err == nil && n > 0 && r.peek() != '~'
	case c == '$':
		r.at++
		return &sedAddress{last: true}, true
	case c == '/' || c == '\\':
		if c == '\\' {
			r.at++
		}
		start, end, ok := r.delimited(r.peek(), true)
		if !ok {
			return nil, false
		}
		flags := ""
		if r.peek() == 'I' {
			r.at++
			flags = "(?i)"
		}
		re := r.compile(start, end, r.text[end], flags)
		return &sedAddress{pattern: re}, re != nil
	}
	return nil, true
}

// delimited returns where the text between two delimiters stands. open is set if the reader is at the first of them.
func (r *sedReader) delimited(delimiter byte, open bool) (start, end int, ok bool) {
	if delimiter == 0 || delimiter == '\n' || delimiter == '\\' {
		return 0, 0, false
	}
	if open {
		r.at++
	}
	start = r.at
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case '\\':
			r.at++
		case delimiter:
			r.at++
			return start, r.at - 1, true
		}
		r.at++
	}
	return 0, 0, false
}

func (r *sedReader) substitution(c *sedCommand) bool {
	delimiter := r.peek()
	start, end, ok := r.delimited(delimiter, true)
	if !ok {
		return false
	}
	from, to, ok := r.delimited(delimiter, false)
	if !ok {
		return false
	}
	flags := ""
	for {
		switch f := r.peek(); {
		case f == 'g':
			c.all = true
		case f == 'I' || f == 'i':
			flags = "(?i)"
		case '1' <= f && f <= '9' && c.nth == 0:
			c.nth = int(f - '0')
		case f == 0 || f == ';' || f == '\n' || f == ' ' || f == '}' || f == '#':
			c.pattern = r.compile(start, end, delimiter, flags)
			return c.pattern != nil && r.replace(c, from, to, delimiter)
		default:
			return false
		}
		r.at++
	}
}

// replace reads the replacement of s.
func (r *sedReader) replace(c *sedCommand, from, to int, delimiter byte) bool {
	plain := from
	flush := func(end int) {
		if plain < end {
			c.replacement = append(c.replacement, sedPart{text: r.value.slice(plain, end)})
		}
	}
	for at := from; at < to; at++ {
		switch b := r.text[at]; {
		case b == '&':
			flush(at)
			c.replacement = append(c.replacement, sedPart{group: 0})
			plain = at + 1
		case b == '\\' && at+1 < to:
			flush(at)
			at++
			switch e := r.text[at]; {
			case '0' <= e && e <= '9':
				if int(e-'0') > c.pattern.NumSubexp() {
					return false
				}
				c.replacement = append(c.replacement, sedPart{group: int(e - '0')})
				plain = at + 1
			case e == 'n' && e != delimiter:
				c.replacement = append(c.replacement, sedPart{text: r.stands("\n", at)})
				plain = at + 1
			case e == 't' && e != delimiter:
				c.replacement = append(c.replacement, sedPart{text: r.stands("\t", at)})
				plain = at + 1
			case isNameByte(e) && e != delimiter:
				return false
			default:
				plain = at // the byte itself
			}
		}
	}
	flush(to)
	return true
}

// stands returns text that an escape stands for.
func (r *sedReader) stands(text string, at int) value {
	v := r.value.slice(at, at+1)
	return value{made(text, v[0].text.All())}
}

// block reads the text of a, i and c: the rest of the line, and the lines after backslashes.
func (r *sedReader) block(c *sedCommand) bool {
	r.skip(" \t")
	if r.peek() == '\\' {
		r.at++
		blanks := r.at
		r.skip(" \t")
		if r.peek() == '\n' {
			r.at++
		} else {
			r.at = blanks
		}
	}
	start, end := r.line()
	if start == end || strings.Contains(r.text[start:end], `\`) {
		return false
	}
	c.text = r.value.slice(start, end)
	c.text = append(c.text, made("\n", c.text[len(c.text)-1].text.All()))
	return true
}

// apply runs a program over a text. ok is false if what comes out is not known.
func (p sedProgram) apply(v value) (out value, ok bool) {
	if !v.readable() || len(v) > 4096 {
		return nil, false
	}
	text := v.String()
	inRange := make([]bool, len(p))
	number := 0
	for at := 0; at < len(text); {
		number++
		end := len(text)
		newline := 0
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end, newline = at+i, 1
		}
		line := v.slice(at, end)
		after, deleted := value(nil), false
		for i := range p {
			c := &p[i]
			if !c.selects(&inRange[i], line.String(), number, end+newline >= len(text)) {
				continue
			}
			switch c.name {
			case 'd':
				deleted = true
			case 's':
				line = c.replaceIn(line)
			case 'i':
				out = append(out, c.text...)
			case 'a':
				after = append(after, c.text...)
			case 'c':
				out = append(out, c.text...)
				deleted = true
			}
			if deleted {
				break
			}
		}
		if !deleted {
			out = append(out, line...)
			switch {
			case newline > 0:
				out = append(out, v.slice(end, end+1)...)
			case after != nil:
				out = append(out, after[len(after)-1])
			}
		}
		if after != nil && newline == 0 && !deleted {
			after = after[:len(after)-1]
		}
		out = append(out, after...)
		at = end + newline
		if len(out) > 1<<16 {
			return nil, false
		}
	}
	return out, true
}

// selects reports whether a command is for a line.
func (c *sedCommand) selects(in *bool, line string, number int, last bool) bool {
	fits := func(a *sedAddress) bool {
		return a.line == number || a.last && last || a.pattern != nil && a.pattern.MatchString(line)
	}
	selected := true
	switch {
	case c.first == nil:
	case c.last == nil:
		selected = fits(c.first)
	case *in:
		*in = !fits(c.last) && (c.last.line == 0 || c.last.line > number)
	default:
		selected = fits(c.first)
		*in = selected && (c.last.line == 0 || c.last.line > number)
	}
	return selected != c.not
}

// replaceIn does what s does to a line.
func (c *sedCommand) replaceIn(line value) value {
	text := line.String()
	most := -1
	if !c.all && c.nth == 0 {
		most = 1
	}
	found := c.pattern.FindAllStringSubmatchIndex(text, most)
	var out value
	at := 0
	for i, m := range found {
		if c.nth > 0 && i+1 != c.nth && !(c.all && i+1 > c.nth) {
			continue
		}
		out = append(out, line.slice(at, m[0])...)
		for _, part := range c.replacement {
			if part.text != nil {
				out = append(out, part.text...)
				continue
			}
			if from, to := m[2*part.group], m[2*part.group+1]; from >= 0 {
				out = append(out, line.slice(from, to)...)
			}
		}
		at = m[1]
	}
	return append(out, line.slice(at, len(text))...)
}
