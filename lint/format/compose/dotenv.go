package compose

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/source"
)

// variable is a line of an environment file.
type variable struct {
	name     string
	nameSpan source.Span
	value    value
	// passed is set if the line names a variable only, whose value is that of the environment compose runs in.
	passed bool
	span   source.Span
}

// dotenv reads a file in the dialect of compose's .env and env_file (compose-go dotenv/parser.go): "export" before a name,
// ":" for "=", a comment after a blank, quotes over several lines, variables in all but single quotes.
type dotenv struct {
	in   source.Text
	s    string
	at   int
	vars []variable
	// given are the values of the file so far.
	given map[string]value
	// outer gives the variables that come before those of the file; nil if there are none.
	outer  lookup
	expand *expander
}

// readDotenv returns the lines of a file. refused is where and why compose refuses it, and with it the whole project; what
// stands before is returned.
func readDotenv(in source.Text, outer lookup, budget *int) (vars []variable, refused *refusal) {
	d := &dotenv{in: in, s: in.String(), given: map[string]value{}, outer: outer}
	d.expand = &expander{lookup: d.lookup, budget: budget, refused: func(at source.Span, why string) {
		if refused == nil {
			refused = &refusal{at, why}
		}
	}}
	if strings.HasPrefix(d.s, "\uFEFF") {
		d.at = len("\uFEFF")
	}
	for refused == nil {
		if !d.nextStatement() {
			break
		}
		refused = d.statement()
	}
	return d.vars, refused
}

// refusal is where and why compose refuses to read on.
type refusal struct {
	at  source.Span
	why string
}

func (d *dotenv) lookup(name string) (value, bool) {
	if d.outer != nil {
		if v, found := d.outer(name); found {
			return v, true
		}
	}
	v, found := d.given[name]
	return v, found
}

// nextStatement passes blanks, empty lines and comments, and reports whether anything follows.
func (d *dotenv) nextStatement() bool {
	for d.at < len(d.s) {
		r, size := utf8.DecodeRuneInString(d.s[d.at:])
		switch {
		case unicode.IsSpace(r):
			d.at += size
		case r == '#':
			end := strings.IndexByte(d.s[d.at:], '\n')
			if end < 0 {
				return false
			}
			d.at += end
		default:
			return true
		}
	}
	return false
}

// isInlineSpace reports whether a character is a blank within a line.
func isInlineSpace(r rune) bool { return strings.ContainsRune("\t\v\f\r \u0085\u00a0", r) }

func (d *dotenv) skipInlineSpace() {
	rest := strings.TrimLeftFunc(d.s[d.at:], isInlineSpace)
	d.at = len(d.s) - len(rest)
}

func (d *dotenv) refuse(start, end int, why string) *refusal {
	return &refusal{d.in.Span(start, max(start, end)), why}
}

// lineEnd returns where the line of an offset ends.
func (d *dotenv) lineEnd(at int) int {
	if i := strings.IndexByte(d.s[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(d.s)
}

// statement reads a line, or more where it has a value in quotes.
func (d *dotenv) statement() *refusal {
	first := d.at
	if rest, found := strings.CutPrefix(d.s[d.at:], "export"); found && rest != "" && strings.IndexByte(" \t\n\f\r", rest[0]) >= 0 {
		d.at += len("export")
		d.skipInlineSpace()
	}
	start := d.at
	end, separator := -1, byte(0)
loop:
	for i, r := range d.s[start:] {
		switch {
		case isInlineSpace(r):
		case r == '=' || r == ':' || r == '\n':
			end, separator = start+i, byte(r)
			break loop
		case strings.ContainsRune("_.-[]", r) || unicode.IsLetter(r) || unicode.IsNumber(r):
		default:
			return d.refuse(start+i, d.lineEnd(start+i), "the name of a variable has a character that it cannot have")
		}
	}
	if end < 0 { // compose-go loses a name without a line end
		d.at = len(d.s)
		return nil
	}
	name := strings.TrimRightFunc(d.s[start:end], unicode.IsSpace)
	nameEnd := start + len(name)
	d.at = end + 1
	d.skipInlineSpace()
	if strings.Contains(name, " ") {
		return d.refuse(start, nameEnd, "the name of a variable has a blank in it")
	}
	v := variable{name: name, nameSpan: d.in.Span(start, nameEnd), span: d.in.Span(first, end)}
	if separator == '\n' {
		v.passed, v.value.text = true, d.in.Slice(nameEnd, nameEnd)
		d.vars = append(d.vars, v)
		return nil
	}
	valueStart := d.at
	found, refused := d.value()
	if refused != nil {
		return refused
	}
	if found.text.Source() == nil {
		found.text = d.in.Slice(valueStart, valueStart)
	}
	v.value, v.span = found, d.in.Span(first, max(end, d.at))
	d.given[name] = found
	d.vars = append(d.vars, v)
	return nil
}

// value reads what comes after the "=", up to the line end or the closing quote.
func (d *dotenv) value() (value, *refusal) {
	if d.at < len(d.s) && (d.s[d.at] == '"' || d.s[d.at] == '\'') {
		return d.quoted(d.s[d.at])
	}
	start := d.at
	d.at = d.lineEnd(start)
	text, _, _ := strings.Cut(d.s[start:d.at], " #")
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	end := start + len(text)
	part := func(from, to int, s string) (string, bool) {
		changed := text[:from] + s + text[to:]
		return s, changed != "" && changed == strings.TrimSpace(changed) && !strings.ContainsAny(changed, "\n\r") && !strings.Contains(changed, " #") &&
			!strings.HasPrefix(changed, "'") && !strings.HasPrefix(changed, `"`)
	}
	return d.expand.expand(value{text: d.in.Decoded(text, consecutive(start, end), start, end, part, quoteDotenv)}), nil
}

func consecutive(start, end int) []int32 {
	offsets := make([]int32, 0, end-start+1)
	for i := start; i <= end; i++ {
		offsets = append(offsets, int32(i))
	}
	return offsets
}

// quoted reads a value in quotes; what follows it on the line is read as a line of its own.
func (d *dotenv) quoted(quote byte) (value, *refusal) {
	start := d.at
	var data []byte
	var offsets []int32
	add := func(c byte, at int) { data, offsets = append(data, c), append(offsets, int32(at)) }
	escaped := false
	for i := start + 1; i < len(d.s); i++ {
		c := d.s[i]
		switch {
		case c == quote && escaped:
			escaped = false
			add(c, i-1)
		case c == quote:
			d.at = i + 1
			return d.unquoted(quote, data, append(offsets, int32(i)), start), nil
		case c == '\\' && !escaped:
			escaped = true
		default:
			if escaped {
				escaped = false
				add('\\', i-1)
			}
			add(c, i)
		}
	}
	return value{}, d.refuse(start, d.lineEnd(start), "the quote that opens here is not closed")
}

// unquoted returns what a value in quotes is. data is what stands in them, with escaped quotes undone.
func (d *dotenv) unquoted(quote byte, data []byte, offsets []int32, start int) value {
	if quote == '\'' {
		part := func(_, _ int, s string) (string, bool) {
			return s, !strings.ContainsAny(s, `'\`) && bytes.IndexByte(data, '\\') < 0
		}
		return value{text: d.in.Decoded(string(data), offsets, start, d.at, part, quoteLiteral)}
	}
	// The escapes are undone before variables are replaced, "\$" to "$$".
	var plain []byte
	var at []int32
	rest := data
	for len(rest) > 0 {
		i := len(data) - len(rest)
		text, length := dotenvEscape(rest)
		for k := range len(text) {
			plain, at = append(plain, text[k]), append(at, offsets[i])
		}
		rest = rest[length:]
	}
	at = append(at, offsets[len(data)])
	part := func(from, _ int, s string) (string, bool) { return escapeDotenv(s), !escapes(plain[:from]) }
	whole := func(s string) string { return `"` + escapeDotenv(s) + `"` }
	return d.expand.expand(value{text: d.in.Decoded(string(plain), at, start, d.at, part, whole)})
}

// dotenvEscape undoes what stands at the start of a value in double quotes: an escape, or one byte.
func dotenvEscape(s []byte) (text string, length int) {
	if s[0] != '\\' || len(s) == 1 {
		return string(s[:1]), 1
	}
	if s[1] == '$' {
		return "$$", 2
	}
	if i := strings.IndexByte(`abcfnrtv"\`, s[1]); i >= 0 {
		if s[1] == 'c' { // Go knows none, and compose keeps it
			return `\c`, 2
		}
		return "\a\b\x00\f\n\r\t\v\"\\"[i : i+1], 2
	}
	if s[1] != '0' {
		return string(s[:1]), 1
	}
	digits := 0
	for digits < 3 && 2+digits < len(s) && '0' <= s[2+digits] && s[2+digits] <= '9' {
		digits++
	}
	// Go takes an octal escape of three digits, up to \377.
	code := 0
	for _, c := range s[2 : 2+digits] {
		if c > '7' {
			digits = 0
		}
		code = code<<3 | int(c-'0')
	}
	if digits == 3 && code <= 0xff {
		return string(rune(code)), 5
	}
	return string(s[:1]), 1
}

// escapeDotenv writes s inside double quotes, but for the "$" that is written twice already.
func escapeDotenv(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
}

// escapes reports whether a backslash stands so close before the end of a text that it may take what follows with it.
func escapes(before []byte) bool { return bytes.IndexByte(before[max(0, len(before)-4):], '\\') >= 0 }

// quoteDotenv writes a value in which "$" are doubled already.
func quoteDotenv(s string) string {
	if s != "" && s == strings.TrimSpace(s) && !strings.ContainsAny(s, "\r\n'\"#") {
		return s
	}
	return `"` + escapeDotenv(s) + `"`
}

// quoteLiteral writes a value in which nothing is replaced.
func quoteLiteral(s string) string {
	if strings.ContainsAny(s, `'\`) {
		return `"` + escapeDotenv(strings.ReplaceAll(s, "$", "$$")) + `"`
	}
	return "'" + s + "'"
}
