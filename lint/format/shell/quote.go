package shell

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/source"
)

// special are the bytes that mean something to the shell outside of quotes.
const special = " \t\r\n;\"'()$|&<>`\\#{}~*?[]!="

// quoteWord writes s as one word.
func quoteWord(s string) string {
	if s != "" && !strings.ContainsAny(s, special) {
		return s
	}
	return `'` + escapeInSingleQuotes(s) + `'`
}

func escapeInSingleQuotes(s string) string { return strings.ReplaceAll(s, `'`, `'\''`) }

// escape writes a backslash before each of some bytes.
func escape(s, bytes string) string {
	if !strings.ContainsAny(s, bytes) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(bytes, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// The bytes before which a backslash counts.
const (
	escapedInQuotes  = "$`\"\\"
	escapedInHeredoc = "$`\\"
)

// quoting is how a stretch of text is quoted.
type quoting uint8

const (
	bare quoting = iota
	single
	double
	heredoc
	// tabbed is the text of a <<- heredoc, at the start of whose lines tabs do not count.
	tabbed
)

// decoded collects the bytes that a stretch of text stands for.
type decoded struct {
	data       []byte
	offsets    []int32
	start, end int // of the stretch, in the script
}

func (d *decoded) push(c byte, at int) {
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(at))
}

// decode undoes the backslashes of literal text.
func (c *script) decode(d *decoded, start, end int, q quoting) {
	for at := start; at < end; at++ {
		if q == tabbed && c.text[at] == '\t' && at > 0 && (c.text[at-1] == '\n' || c.text[at-1] == '\t' && c.lineStart(at)) {
			continue
		}
		// The parser ends a literal inside an escaped newline, so that the byte after the backslash may lie beyond end.
		if q == single || c.text[at] != '\\' || at+1 >= len(c.text) {
			d.push(c.text[at], at)
			continue
		}
		following := c.text[at+1]
		switch {
		case following == '\n':
		case q == double && strings.IndexByte(escapedInQuotes, following) < 0,
			q >= heredoc && strings.IndexByte(escapedInHeredoc, following) < 0:
			d.push('\\', at)
			d.push(following, at)
		default:
			d.push(following, at)
		}
		at++
	}
}

// lineStart reports whether nothing but tabs stands before a byte in its line.
func (c *script) lineStart(at int) bool {
	for at > 0 && c.text[at-1] == '\t' {
		at--
	}
	return at == 0 || c.text[at-1] == '\n'
}

// stretchQuoting is the quoting of a stretch. plain is how many bytes at its beginning stand as they are read, anew is set if it
// can be written anew, and fixed if no part of it can be written by itself.
type stretchQuoting struct {
	in          quoting
	plain       int32
	anew, fixed bool
}

// quotingOf returns the quoting of a stretch that is quoted in one way.
func (d *decoded) quotingOf(q quoting) stretchQuoting {
	plain := 0
	for plain < len(d.data) && int(d.offsets[plain]) == d.start+plain {
		plain++
	}
	return stretchQuoting{in: q, plain: int32(plain)}
}

// Part implements source.Quoting.
func (q stretchQuoting) Part(read string, start, end int, s string) (string, bool) {
	switch {
	case q.fixed:
		return "", false
	case q.in == single:
		return escapeInSingleQuotes(s), true
	case q.in == double || q.in == heredoc || q.in == tabbed:
		bytes := escapedInQuotes
		if q.in != double {
			bytes = escapedInHeredoc
		}
		return escape(s, bytes), start == 0 || strings.IndexByte(`\$`, read[start-1]) < 0
	}
	// Of the bytes that stand without quotes, those at the beginning can be written.
	return s, (end < int(q.plain) || int(q.plain) == len(read)) && (s != "" || end-start < len(read)) && !strings.ContainsAny(s, special) &&
		(start == 0 || read[start-1] != '$')
}

// Whole implements source.Quoting.
func (q stretchQuoting) Whole(s string) (string, bool) {
	if !q.anew {
		return "", false
	}
	return quoteWord(s), true
}

// stretch returns the text of a part of a word that is quoted in one way. It can be edited where editable is set.
func (c *script) stretch(start, end int, q quoting, editable bool) source.Text {
	if q != tabbed && (q == single || strings.IndexByte(c.text[start:end], '\\') < 0) && c.in.String()[start:end] == c.text[start:end] {
		return c.in.Quoted(start, end, start, end, stretchQuoting{in: q, plain: int32(end - start), fixed: !editable})
	}
	d := &decoded{start: start, end: end}
	c.decode(d, start, end, q)
	if q != single && end > start && end < len(c.text) && c.text[end-1:end+1] == "\\\n" {
		end-- // the escaped newline in which the parser ends it is no part of its last byte
	}
	how := d.quotingOf(q)
	how.fixed = !editable
	return c.in.DecodedBy(string(d.data), append(d.offsets, int32(end)), start, end, how)
}

// whole returns the text of a word that is known as a whole. quote is that of the one pair of quotes around all of it; 0
// if there is none, and '$' for $'…', which is written anew.
func (c *script) whole(d *decoded, quote byte) source.Text {
	end := d.end
	q := bare
	switch quote {
	case '"':
		q = double
	case '\'':
		q = single
	}
	if quote != 0 {
		end--
	}
	how := d.quotingOf(q)
	how.anew = true
	return c.in.DecodedBy(string(d.data), append(d.offsets, int32(end)), d.start, d.end, how)
}

// decodeANSI decodes the inside of $'…', and reports whether it knows all of its escapes.
func (c *script) decodeANSI(d *decoded, start, end int) bool {
	for at := start; at < end; {
		if c.text[at] != '\\' || at+1 >= end {
			d.push(c.text[at], at)
			at++
			continue
		}
		text, length, ok := ansiEscape(c.text[at+1 : end])
		if !ok {
			return false
		}
		for i := range len(text) {
			d.push(text[i], at)
		}
		at += 1 + length
	}
	return true
}

// ansiLetter returns what a backslash and a letter stand for; "" if that is nothing.
func ansiLetter(c byte) string {
	switch c {
	case 'a':
		return "\a"
	case 'b':
		return "\b"
	case 'e', 'E':
		return "\x1b"
	case 'f':
		return "\f"
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'v':
		return "\v"
	case '\\', '\'', '"', '?':
		return string(c)
	}
	return ""
}

// ansiEscape decodes what follows a backslash, and returns how many bytes that is.
func ansiEscape(s string) (text string, length int, ok bool) {
	c := s[0]
	if text := ansiLetter(c); text != "" {
		return text, 1, true
	}
	switch {
	case '0' <= c && c <= '7':
		v, n := digits(s, 0, 3, 8)
		return string([]byte{byte(v)}), n, byte(v) != 0
	case c == 'x':
		v, n := digits(s, 1, 2, 16)
		return string([]byte{byte(v)}), 1 + n, n > 0 && v != 0
	case c == 'u', c == 'U':
		most := 4
		if c == 'U' {
			most = 8
		}
		v, n := digits(s, 1, most, 16)
		return string(utf8.AppendRune(nil, rune(v))), 1 + n, n > 0 && v != 0 && v <= utf8.MaxRune && utf8.ValidRune(rune(v))
	case c == 'c':
		return "", 0, false
	}
	return "\\" + s[:1], 1, true
}

// digits reads up to most digits of a base, and returns their value and number.
func digits(s string, from, most, base int) (uint64, int) {
	n := 0
	for n < most && from+n < len(s) {
		c := s[from+n]
		if 'A' <= c && c <= 'F' {
			c |= 0x20
		}
		if strings.IndexByte("0123456789abcdef"[:base], c) < 0 {
			break
		}
		n++
	}
	v, _ := strconv.ParseUint(s[from:from+n], base, 64)
	return v, n
}
