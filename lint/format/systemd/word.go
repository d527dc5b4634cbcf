package systemd

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// wordSyntax is how systemd splits text into words (extract_first_word in src/basic/extract-word.c).
type wordSyntax struct {
	escapes   bool // C escapes are undone; else a backslash takes the next byte as it is
	strict    bool // an escape that is not known is an error; it is else kept as it is written
	relaxed   bool // quotes need not match
	separator bool // ";" and "\;" by themselves are words that mean something
	// specifiers replaces %x; nil if a percent sign is one.
	specifiers specifiers
}

// fault is why the words of a text end before it does.
type fault uint8

const (
	noFault fault = iota
	unbalanced
	unknownEscape
)

// token is a word as it is written in a unit.
type token struct {
	machine.Word
	// separator is set for a ";" that parts commands.
	separator bool
	// badSpecifier is set if a % stands for nothing that systemd knows.
	badSpecifier bool
}

// wordReader splits a passage into words: blanks part them, and quotes anywhere hold blanks together.
type wordReader struct {
	in     passage
	text   string
	syntax wordSyntax
	at     int
	quote  byte // that is open
}

// splitWords returns the words of a passage up to the first that systemd cannot read.
func splitWords(in passage, syntax wordSyntax) ([]token, fault) {
	r := &wordReader{in: in, text: in.text.String(), syntax: syntax}
	var words []token
	for {
		for r.at < len(in.data) && isSpace(in.data[r.at]) {
			r.at++
		}
		if r.at == len(in.data) {
			return words, noFault
		}
		w, problem := r.word()
		if problem != noFault {
			return words, problem
		}
		words = append(words, w)
	}
}

// readWhole returns all of a value as one word, of which only the specifiers are replaced.
func readWhole(in passage, s specifiers) token {
	r := &wordReader{in: in, text: in.text.String(), syntax: wordSyntax{specifiers: s}}
	d := &decoded{end: len(r.text), bare: true}
	for i := range len(r.text) {
		r.push(d, i, i)
	}
	return r.finish(d)
}

// decoded collects the bytes of a word.
type decoded struct {
	data       []byte
	offsets    []int32
	start, end int
	holes      []source.Range // in data
	bare       bool           // no quotes
	quote      byte           // of the one pair that holds all of the word
	open       bool           // a condition ends or begins in the word: nothing is known of the rest
	several    bool           // it begins with an expression that is not quoted, which may be any number of words
}

func (d *decoded) add(c byte, from int, known bool) {
	if !known {
		d.hole(len(d.data), len(d.data)+1)
	}
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(from))
}

func (d *decoded) hole(start, end int) {
	if n := len(d.holes); n > 0 && d.holes[n-1].End >= start {
		d.holes[n-1].End = end
		return
	}
	d.holes = append(d.holes, source.Range{Start: start, End: end})
}

// push takes the byte at a place, whose spelling begins at from.
func (r *wordReader) push(d *decoded, at, from int) {
	if at > d.start && r.in.is(at, joint) {
		d.open = true
	}
	isUnknown := r.in.is(at, unknown)
	if isUnknown && len(d.data) == 0 && r.quote == 0 {
		d.several = true
	}
	d.add(r.text[at], from, !isUnknown && !d.open)
}

func (r *wordReader) word() (token, fault) {
	d := &decoded{start: r.at, bare: true}
	data := r.in.data
	if r.syntax.separator {
		if t, found := r.separator(d); found {
			return t, noFault
		}
	}
	r.quote = 0
	pairs := 0
	for r.at < len(data) {
		c := data[r.at]
		switch {
		case r.in.is(r.at, unknown):
			r.push(d, r.at, r.at)
		case r.quote != 0 && c == r.quote:
			r.quote = 0
			if pairs == 1 && d.quote != 0 && r.at+1 < len(data) && !isSpace(data[r.at+1]) {
				d.quote = 0
			}
		case c == '\\':
			if !r.escape(d) {
				return token{}, unknownEscape
			}
			continue
		case r.quote != 0:
			r.push(d, r.at, r.at)
		case c == '"' || c == '\'':
			r.quote = c
			pairs++
			d.quote = 0
			if d.bare && r.at == d.start {
				d.quote = c
			}
			d.bare = false
		case isSpace(c):
			d.end = r.at
			return r.finish(d), noFault
		default:
			r.push(d, r.at, r.at)
		}
		r.at++
	}
	d.end = r.at
	if r.quote != 0 && !r.syntax.relaxed {
		return token{}, unbalanced
	}
	return r.finish(d), noFault
}

// separator reads a ";" that parts commands, or a "\;" that is a word, where one stands by itself.
func (r *wordReader) separator(d *decoded) (token, bool) {
	rest := r.in.data[r.at:]
	length := 1
	if bytes.HasPrefix(rest, []byte(`\;`)) {
		length = 2
	} else if rest[0] != ';' {
		return token{}, false
	}
	if len(rest) > length && !isSpace(rest[length]) {
		return token{}, false
	}
	d.add(';', r.at, true)
	r.at += length
	d.end = r.at
	t := r.finish(d)
	t.separator = length == 1
	return t, true
}

// escape undoes a backslash and what follows it, and reports false if that is an error.
func (r *wordReader) escape(d *decoded) bool {
	from := r.at
	if r.at+1 == len(r.in.data) {
		r.at++
		if r.syntax.escapes {
			d.add('\\', from, true)
		}
		return !r.syntax.strict
	}
	if !r.syntax.escapes {
		r.push(d, r.at+1, from)
		r.at += 2
		return true
	}
	text, length := unescapeC(r.text[r.at+1:])
	if length == 0 {
		if r.syntax.strict {
			return false
		}
		r.push(d, r.at, from)
		r.push(d, r.at+1, from)
		r.at += 2
		return true
	}
	for i := range len(text) {
		d.add(text[i], from, !d.open)
	}
	r.at += 1 + length
	return true
}

// unescapeC undoes what follows a backslash, and returns how many bytes that is; 0 if systemd does not know it
// (cunescape_one in src/basic/escape.c).
func unescapeC(s string) (text string, length int) {
	if i := strings.IndexByte(`abfnrtv\"'s`, s[0]); i >= 0 {
		return "\a\b\f\n\r\t\v\\\"' "[i : i+1], 1
	}
	number := func(from, count, base int) (int, bool) {
		if from+count > len(s) {
			return 0, false
		}
		v, ok := digits(s[from:from+count], base)
		return v, ok && v != 0
	}
	switch s[0] {
	case 'x':
		if v, ok := number(1, 2, 16); ok {
			return string([]byte{byte(v)}), 3
		}
	case 'u', 'U':
		count := 4
		if s[0] == 'U' {
			count = 8
		}
		if v, ok := number(1, count, 16); ok && v <= utf8.MaxRune {
			return string(rune(v)), 1 + count
		}
	default:
		if v, ok := number(0, 3, 8); ok && v <= 0xff {
			return string([]byte{byte(v)}), 3
		}
	}
	return "", 0
}

// finish replaces the specifiers and makes a word.
func (r *wordReader) finish(d *decoded) token {
	replaced, bad := false, false
	if r.syntax.specifiers != nil && strings.IndexByte(string(d.data), '%') >= 0 {
		replaced, bad = r.replaceSpecifiers(d)
	}
	end := d.end
	if d.quote != 0 && end > d.start+1 {
		end--
	}
	offsets := append(d.offsets, int32(end))
	q := quoting{quote: d.quote, specifiers: r.syntax.specifiers != nil, escapes: r.syntax.escapes}
	if !d.bare && d.quote == 0 {
		q.mixed = &mixed{r.text, offsets}
	}
	q.anew = r.syntax.escapes && len(d.holes) == 0 && !replaced
	known := len(d.data)
	if len(d.holes) > 0 {
		known = d.holes[0].Start
	}
	return token{
		Word: machine.Word{
			Text: r.in.text.DecodedBy(string(d.data), offsets, d.start, d.end, q), Known: known, Holes: d.holes, Several: d.several,
			Maybe: r.in.is(min(d.start, max(len(r.in.data)-1, 0)), optional),
		},
		badSpecifier: bad,
	}
}

// replaceSpecifiers replaces each %x of a word, and reports whether that changed more than a doubled percent sign, and
// whether one stands for nothing.
func (r *wordReader) replaceSpecifiers(d *decoded) (replaced, bad bool) {
	from := *d
	d.data, d.offsets, d.holes = nil, nil, nil
	isHole := func(i int) bool { return within(from.holes, i, i+1) }
	for i := 0; i < len(from.data); i++ {
		at := int(from.offsets[i])
		if from.data[i] != '%' || i+1 == len(from.data) || isHole(i) || isHole(i+1) {
			d.add(from.data[i], at, !isHole(i))
			continue
		}
		switch letter := from.data[i+1]; {
		case letter == '%':
			d.add('%', at, true)
			i++
		case !isAlphanumeric(letter):
			d.add('%', at, true)
		default:
			value, known, exists := r.syntax.specifiers.value(letter)
			bad = bad || !exists
			if known {
				for _, c := range []byte(value) {
					d.add(c, at, true)
				}
				i++
				replaced = true
				continue
			}
			d.add('%', at, false)
			d.add(letter, int(from.offsets[i+1]), false)
			i++
		}
	}
	return replaced, bad
}

func isAlphanumeric(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= lowered(c) && lowered(c) <= 'z' }

// quoting writes bytes into a word of a unit.
type quoting struct {
	quote                     byte // of the one pair that holds all of the word; 0 if there is none
	specifiers, escapes, anew bool
	mixed                     *mixed // set if the quoting of the word changes midway
}

// mixed is the text in which a word stands, and the offsets of its bytes in it.
type mixed struct {
	text    string
	offsets []int32
}

// Part implements source.Quoting.
func (q quoting) Part(read string, start, end int, s string) (string, bool) {
	if !q.escapes {
		return s, !strings.ContainsAny(s, "\\\"' \t\r\n%") && s != ""
	}
	if start > 0 && strings.IndexByte(`\%`, read[start-1]) >= 0 || s == "" && end-start == len(read) && q.quote == 0 {
		return "", false
	}
	if q.mixed != nil && strings.ContainsAny(q.mixed.text[q.mixed.offsets[start]:q.mixed.offsets[end]], `"'`) {
		return "", false
	}
	return q.escape(s, q.quote), true
}

// Whole implements source.Quoting.
func (q quoting) Whole(s string) (string, bool) {
	if s != "" && !strings.ContainsAny(s, "\\\"' \t\r\n%;#") || !q.anew {
		return s, q.anew
	}
	return `"` + q.escape(s, '"') + `"`, true
}

// escape writes bytes that stand in the given quotes, or in none.
func (q quoting) escape(s string, quote byte) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\':
			b.WriteString(`\\`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\r':
			b.WriteString(`\r`)
		case c == '%' && q.specifiers:
			b.WriteString("%%")
		case c == ' ' && quote == 0:
			b.WriteString(`\x20`)
		case (c == '"' || c == '\'') && (quote == 0 || c == quote):
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isShell reports whether a program is a shell.
func isShell(name string) bool {
	switch name {
	case "sh", "bash", "dash", "ash", "ksh", "zsh", "busybox":
		return true
	}
	return false
}
