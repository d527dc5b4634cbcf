package load

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// wordSyntax is how systemd splits text into words.
type wordSyntax struct {
	escapes    bool // C escapes are undone; else a backslash takes the next byte as it is
	specifiers bool // %n is replaced
	relaxed    bool // quotes need not match
	posix      bool // backslashes are those of a POSIX shell
	separator  bool // ";" and "\;" by themselves are words that mean something
}

var (
	unitSyntax    = wordSyntax{escapes: true, specifiers: true}
	commandSyntax = wordSyntax{escapes: true, specifiers: true, separator: true}
	valueSyntax   = wordSyntax{relaxed: true}
	posixSyntax   = wordSyntax{posix: true} // docker-compose
)

// wordReader splits text into words as systemd does: blanks part them, quotes anywhere hold blanks together, and what
// %n stands for is only known at run time.
type wordReader struct {
	in     source.Text
	text   string
	masked []byte
	syntax wordSyntax
	at     int
	quote  byte // that is open
}

// splitWords returns the words of a text, and whether its quotes match; those before the mismatch are returned.
func splitWords(in source.Text, t *marks, syntax wordSyntax) ([]machine.Word, bool) {
	r := &wordReader{in: in, text: in.String(), masked: t.MaskText(in), syntax: syntax}
	var words []machine.Word
	for {
		for r.at < len(r.masked) && isSystemdSpace(r.masked[r.at]) {
			r.at++
		}
		if r.at == len(r.masked) {
			return words, true
		}
		w, ok := r.word()
		if !ok {
			return words, false
		}
		words = append(words, w)
	}
}

// readUnitWord returns all of a value as one word, of which only the specifiers are replaced.
func readUnitWord(in source.Text, t *marks) machine.Word {
	r := &wordReader{in: in, text: in.String(), masked: t.MaskText(in), syntax: wordSyntax{specifiers: true}}
	d := &unitDecoded{start: 0, end: len(r.text), first: -1, bare: true}
	for i := range len(r.text) {
		r.push(d, i, i)
	}
	return r.finish(d)
}

// unitDecoded collects the bytes of a word.
type unitDecoded struct {
	data       []byte
	offsets    []int32
	start, end int
	first      int  // first byte that is not known, or -1
	bare       bool // no quotes
	quote      byte // of the one pair that holds all of the word
}

func (d *unitDecoded) add(c byte, from int) {
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(from))
}

// push takes the byte at a place, whose spelling begins at from.
func (r *wordReader) push(d *unitDecoded, at, from int) {
	if r.masked[at] != r.text[at] && d.first < 0 {
		d.first = len(d.data)
	}
	d.add(r.text[at], from)
}

func (r *wordReader) word() (machine.Word, bool) {
	d := &unitDecoded{start: r.at, first: -1, bare: true}
	if r.syntax.separator && r.masked[r.at] == '\\' && strings.HasPrefix(r.text[r.at:], `\;`) &&
		(r.at+2 == len(r.text) || isSystemdSpace(r.masked[r.at+2])) {
		d.add('\\', r.at)
		d.add(';', r.at+1)
		r.at += 2
		d.end = r.at
		return r.finish(d), true
	}
	r.quote = 0
	pairs := 0
	for r.at < len(r.masked) {
		c := r.masked[r.at]
		switch {
		case r.quote != 0 && c == r.quote:
			r.quote = 0
			if pairs == 1 && d.quote != 0 && r.at+1 < len(r.masked) && !isSystemdSpace(r.masked[r.at+1]) {
				d.quote = 0
			}
		case c == '\\' && !(r.syntax.posix && r.quote == '\''):
			if !r.escape(d) {
				return machine.Word{}, false
			}
			continue
		case r.quote != 0:
			r.push(d, r.at, r.at)
		case c == '"' || c == '\'':
			r.quote = c
			pairs++
			if d.bare && r.at == d.start {
				d.quote = c
			} else {
				d.quote = 0
			}
			d.bare = false
		case isSystemdSpace(c):
			d.end = r.at
			return r.finish(d), true
		default:
			r.push(d, r.at, r.at)
		}
		r.at++
	}
	d.end = r.at
	return r.finish(d), r.quote == 0 || r.syntax.relaxed
}

// escape undoes a backslash and what follows it, and reports false where nothing does.
func (r *wordReader) escape(d *unitDecoded) bool {
	from := r.at
	if r.at+1 == len(r.masked) {
		r.at++
		if r.syntax.escapes || r.syntax.relaxed || r.syntax.posix {
			d.add('\\', from)
		}
		return true
	}
	if r.syntax.posix && r.quote == '"' && strings.IndexByte("\"\\$`\n", r.text[r.at+1]) < 0 {
		r.push(d, r.at, from)
		r.push(d, r.at+1, from)
		r.at += 2
		return true
	}
	if !r.syntax.escapes {
		r.push(d, r.at+1, from)
		r.at += 2
		return true
	}
	text, length := unitEscape(r.text[r.at+1:])
	if length == 0 { // systemd warns and keeps an escape it does not know
		r.push(d, r.at, from)
		r.push(d, r.at+1, from)
		r.at += 2
		return true
	}
	for i := range len(text) {
		d.add(text[i], from)
	}
	r.at += 1 + length
	return true
}

var unitLetters = map[byte]string{
	'a': "\a", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v", '\\': "\\", '"': "\"", '\'': "'", 's': " ",
}

// unitEscape undoes what follows a backslash, and returns how many bytes that is; 0 where systemd does not know it.
func unitEscape(s string) (text string, length int) {
	if text, found := unitLetters[s[0]]; found {
		return text, 1
	}
	number := func(from, digits, base int) (int, bool) {
		if from+digits > len(s) {
			return 0, false
		}
		v := 0
		for _, c := range []byte(s[from : from+digits]) {
			digit := strings.IndexByte("0123456789abcdef"[:base], c|lower(c))
			if digit < 0 {
				return 0, false
			}
			v = v*base + digit
		}
		return v, v != 0
	}
	switch s[0] {
	case 'x':
		if v, ok := number(1, 2, 16); ok {
			return string([]byte{byte(v)}), 3
		}
	case 'u', 'U':
		digits := 4
		if s[0] == 'U' {
			digits = 8
		}
		if v, ok := number(1, digits, 16); ok && v <= utf8.MaxRune {
			return string(rune(v)), 1 + digits
		}
	default:
		if v, ok := number(0, 3, 8); ok && v <= 0xff {
			return string([]byte{byte(v)}), 3
		}
	}
	return "", 0
}

// specifierLetters are what systemd replaces after "%".
const specifierLetters = "aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwWyY"

// finish replaces the specifiers and makes a word.
func (r *wordReader) finish(d *unitDecoded) machine.Word {
	data, offsets, first := d.data, d.offsets, d.first
	if r.syntax.specifiers && slices.Contains(d.data, '%') {
		data, offsets, first = nil, nil, -1
		for i := 0; i < len(d.data); i++ {
			from := i
			unknown := i == d.first
			if d.data[i] == '%' && i+1 < len(d.data) {
				next := d.data[i+1]
				unknown = unknown || strings.IndexByte(specifierLetters, next) >= 0
				if next == '%' {
					i++
				}
			}
			if unknown && first < 0 {
				first = len(data)
			}
			data, offsets = append(data, d.data[i]), append(offsets, d.offsets[from])
		}
	}
	known := len(data)
	if first >= 0 {
		known = first
	}
	end := d.end
	if d.quote != 0 && end > d.start+1 {
		end--
	}
	offsets = append(slices.Clone(offsets), int32(end))
	w := &unitQuoting{data: string(data), quote: d.quote, specifiers: r.syntax.specifiers, escapes: r.syntax.escapes}
	if !d.bare && d.quote == 0 {
		w.mixed, w.offsets = r.text, offsets
	}
	var whole func(string) string
	switch {
	case known < len(data):
	case r.syntax.escapes:
		whole = w.whole
	case r.syntax.posix:
		whole = quoteForShell
	}
	return machine.Word{Text: r.in.Decoded(w.data, offsets, d.start, d.end, w.part, whole), Known: known}
}

// unitQuoting writes bytes into a word of a unit.
type unitQuoting struct {
	data                string
	quote               byte // of the one pair that holds all of the word; 0 where there is none
	specifiers, escapes bool
	// mixed is the text in which the word stands, where its quoting changes midway, and offsets those of data in it.
	mixed   string
	offsets []int32
}

func (q *unitQuoting) part(start, end int, s string) (string, bool) {
	if !q.escapes {
		return s, !strings.ContainsAny(s, "\\\"' \t\r\n%") && s != ""
	}
	if start > 0 && strings.IndexByte(`\%`, q.data[start-1]) >= 0 || s == "" && end-start == len(q.data) && q.quote == 0 {
		return "", false
	}
	if q.offsets != nil && strings.ContainsAny(q.mixed[q.offsets[start]:q.offsets[end]], `"'`) {
		return "", false
	}
	return q.escape(s, q.quote), true
}

func (q *unitQuoting) whole(s string) string {
	if s != "" && !strings.ContainsAny(s, "\\\"' \t\r\n%;#") {
		return s
	}
	return `"` + q.escape(s, '"') + `"`
}

// escape writes bytes that stand in the given quotes, or in none.
func (q *unitQuoting) escape(s string, quote byte) string {
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
