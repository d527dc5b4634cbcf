package docker

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// variable is what the builder knows of a variable at one place.
type variable struct {
	value string
	// known is false if the value is only known when the image is built: ARG, or a variable that the base image may
	// bring.
	known bool
	// unset is set if it is known that nothing gives it.
	unset bool
	// given is set if the Dockerfile gives it a value or takes it as an argument of the build, so that a default of the image it is
	// built on does not count.
	given bool
}

// lexer undoes quotes and replaces variables as the builder does in the words of its instructions
// (frontend/dockerfile/shell/lex.go of moby/buildkit).
type lexer struct {
	text    string
	offsets []int32 // of each byte of text and of its end, in the Dockerfile; nil if they do not matter
	// unknown says which bytes of the Dockerfile a template engine writes, nil if it writes none; original holds them.
	unknown  []bool
	original string
	escape   byte
	// keepQuotes is set if quotes are ordinary bytes: in the here-documents of COPY.
	keepQuotes bool
	get        func(name string) variable
	// room is what may still be expanded, in bytes; shared by all words of a Dockerfile.
	room *int
	// defaults is set if ${NAME:-word} of a variable that may be set is word, which defaulted then says.
	defaults, defaulted bool
	// depth is the number of substitutions that are open.
	depth int
	// broken says why the builder refuses the word; "" if it does not.
	broken string
}

// The contexts of a byte of an unquoted word: how other bytes can be written in its place.
const (
	bare     = 0
	expanded = 1 // it comes from a variable and stands nowhere
	// otherwise it is the quote around it
)

// unquotedWord is a word whose quotes are undone.
type unquotedWord struct {
	data     []byte
	offsets  []int32 // where the spelling of each byte begins
	contexts []byte
	end      int32 // where the spelling of the last byte ends
	known    int   // the number of leading bytes that are known
	unknown  bool  // known says how many; all are otherwise
}

func (p *unquotedWord) add(c byte, from, to int32, context byte) {
	p.data = append(p.data, c)
	p.offsets = append(p.offsets, from)
	p.contexts = append(p.contexts, context)
	p.end = to
}

func (p *unquotedWord) addAll(q *unquotedWord) {
	if q.unknown && !p.unknown {
		p.unknown, p.known = true, len(p.data)+q.known
	}
	p.data = append(p.data, q.data...)
	p.offsets = append(p.offsets, q.offsets...)
	p.contexts = append(p.contexts, q.contexts...)
	if len(q.data) > 0 {
		p.end = q.end
	}
}

// raw adds bytes as they are written, of which the value is not known.
func (p *unquotedWord) raw(x *lexer, start, end int) {
	if !p.unknown {
		p.unknown, p.known = true, len(p.data)
	}
	for at := start; at < end; at++ {
		c := x.text[at]
		if x.unknown != nil {
			c = x.original[x.offset(at)]
		}
		p.add(c, x.offset(at), x.offset(at)+1, expanded)
	}
}

// plain adds the byte at a place, which stands for itself unless a template engine writes it.
func (x *lexer) plain(p *unquotedWord, at int, context byte) {
	if x.unknown != nil && x.unknown[x.offset(at)] {
		p.raw(x, at, at+1)
		return
	}
	p.add(x.text[at], x.offset(at), x.offset(at)+1, context)
}

// word reads the bytes [start, end) as one word.
func (x *lexer) word(start, end int) *unquotedWord {
	n := end - start
	p := &unquotedWord{data: make([]byte, 0, n), offsets: make([]int32, 0, n+1), contexts: make([]byte, 0, n), end: x.offset(start)}
	x.until(p, start, end, 0)
	return p
}

func (x *lexer) offset(at int) int32 {
	if x.offsets == nil {
		return 0
	}
	return x.offsets[at]
}

// until reads up to the byte stop, or to the end where it is 0, and returns the place after it.
func (x *lexer) until(p *unquotedWord, at, end int, stop byte) int {
	for at < end && x.broken == "" {
		c := x.text[at]
		switch {
		case stop != 0 && c == stop:
			return at + 1
		case c == '\'' && !x.keepQuotes:
			at = x.single(p, at, end)
		case c == '"' && !x.keepQuotes:
			at = x.double(p, at, end)
		case c == '$':
			at = x.dollar(p, at, end, bare)
		case c == x.escape:
			at = x.escaped(p, at, end, bare)
		default:
			x.plain(p, at, bare)
			at++
		}
	}
	if stop != 0 {
		x.fail("has a substitution that is not closed with a brace")
	}
	return end
}

func (x *lexer) fail(reason string) {
	if x.broken == "" {
		x.broken = reason
	}
}

// escaped reads the escape character and the character after it, which stands for itself.
func (x *lexer) escaped(p *unquotedWord, at, end int, context byte) int {
	next := at + 1
	if next >= end {
		return end // at the end of a word it is dropped
	}
	_, size := utf8.DecodeRuneInString(x.text[next:end])
	for i := range size {
		p.add(x.text[next+i], x.offset(at), x.offset(next+size-1)+1, context)
	}
	return next + size
}

func (x *lexer) single(p *unquotedWord, at, end int) int {
	for at++; at < end; at++ {
		if x.text[at] == '\'' {
			return at + 1
		}
		x.plain(p, at, '\'')
	}
	x.fail("has a single quote that is not closed")
	return end
}

func (x *lexer) double(p *unquotedWord, at, end int) int {
	for at++; at < end && x.broken == ""; {
		c := x.text[at]
		switch {
		case c == '"':
			return at + 1
		case c == '$':
			at = x.dollar(p, at, end, '"')
		case c == x.escape && at+1 < end && (x.text[at+1] == '"' || x.text[at+1] == '$' || x.text[at+1] == x.escape):
			at = x.escaped(p, at, end, '"')
		case c == x.escape && at+1 == end:
			at++
		default:
			x.plain(p, at, '"')
			at++
		}
	}
	x.fail("has a double quote that is not closed")
	return end
}

// dollar reads $NAME or ${NAME…}.
func (x *lexer) dollar(p *unquotedWord, at, end int, context byte) int {
	start := at
	at++
	if at < end && x.text[at] == '{' {
		if x.depth == machine.MaxDepth {
			x.fail("nests its substitutions deeper than is read")
			return end
		}
		x.depth++
		defer func() { x.depth-- }()
		return x.braced(p, start, end)
	}
	name := x.name(at, end)
	if name == "" {
		p.add('$', x.offset(start), x.offset(start)+1, context)
		return at
	}
	x.put(p, x.get(name), start, at+len(name))
	return at + len(name)
}

// put adds the value of a variable that is spelt by the bytes [start, end).
func (x *lexer) put(p *unquotedWord, v variable, start, end int) {
	if !v.known {
		p.raw(x, start, end)
		return
	}
	if *x.room -= len(v.value); *x.room < 0 {
		x.fail("grows beyond what is read as its variables are replaced")
		return
	}
	for i := range len(v.value) {
		p.add(v.value[i], x.offset(start), x.offset(end-1)+1, expanded)
	}
}

// braced reads ${NAME}, ${NAME:-word} and the like, "$" being at start.
func (x *lexer) braced(p *unquotedWord, start, end int) int {
	at := start + 2
	if at >= end {
		x.fail("has a substitution that is not closed with a brace")
		return end
	}
	if strings.IndexByte("{}:", x.text[at]) >= 0 {
		x.fail("has a substitution without a name")
		return end
	}
	name := x.name(at, end)
	at += len(name)
	if at >= end {
		x.fail("has a substitution that is not closed with a brace")
		return end
	}
	v := x.get(name)
	if x.text[at] == '}' {
		x.put(p, v, start, at+1)
		return at + 1
	}
	empty := x.text[at] == ':' // whether an empty value counts as none
	if empty {
		at++
	}
	if at >= end {
		x.fail("has a substitution that is not closed with a brace")
		return end
	}
	operator := x.text[at]
	word := &unquotedWord{}
	after := end
	switch {
	case strings.IndexByte("+-?", operator) >= 0, !empty && strings.IndexByte("#%", operator) >= 0:
		after = x.until(word, at+1, end, '}')
	case !empty && operator == '/':
		at++
		if at < end && x.text[at] == '/' {
			at++
		}
		after = x.until(word, x.until(word, at, end, '/'), end, '}')
	default:
		x.fail("has a substitution that the builder does not know")
		return end
	}
	if x.broken != "" {
		return end
	}
	given := !v.unset && !(empty && v.value == "")
	switch {
	case !v.known && !v.given && operator == '-' && x.defaults && len(word.data) > 0:
		for i := range word.contexts {
			word.contexts[i] = expanded
		}
		p.addAll(word)
		x.defaulted = true
	case !v.known || strings.IndexByte("#%/", operator) >= 0:
		p.raw(x, start, after)
	case operator == '+' && given, operator == '-' && !given:
		if len(word.data) > 0 {
			for i := range word.contexts {
				word.contexts[i] = expanded // what is written there is not a word by itself
			}
			p.addAll(word)
		}
	case operator == '+':
	case operator == '?' && !given:
		x.fail("requires a variable that nothing sets")
	default:
		x.put(p, v, start, after)
	}
	return after
}

// name returns the name of a variable that begins at a byte; "" if none does.
func (x *lexer) name(at, end int) string {
	start := at
	for at < end {
		c, size := utf8.DecodeRuneInString(x.text[at:end])
		switch {
		case at == start && unicode.IsDigit(c):
			for at < end && unicode.IsDigit(c) {
				at += size
				c, size = utf8.DecodeRuneInString(x.text[at:end])
			}
			return x.text[start:at]
		case at == start && c < utf8.RuneSelf && strings.IndexByte("@*#?-$!0", byte(c)) >= 0:
			return x.text[start : at+1]
		case !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '_':
			return x.text[start:at]
		}
		at += size
	}
	return x.text[start:at]
}

// wordText makes a word of an unquoted word that stands in the bytes [start, end) of the Dockerfile. blanks says that blanks can be
// written in it without quotes.
func wordText(in *source.Text, p *unquotedWord, start, end int, escape byte, blanks bool) machine.Word {
	w := machine.Word{Known: len(p.data)}
	if from := p.asWritten(in.String()); from >= 0 {
		w.Text = in.Quoted(from, from+len(p.data), start, end, bareWord{escape, blanks})
		return w
	}
	special := bareWord{escape, blanks}.special()
	whole := func(s string) string { return quoteWord(s, special, escape, blanks) }
	if p.unknown {
		w.Known, whole = p.known, nil
	}
	part := func(start, end int, s string) (string, bool) { return p.edit(start, end, s, special, escape) }
	w.Text = in.Decoded(string(p.data), append(p.offsets, p.end), start, end, part, whole)
	return w
}

// asWritten returns where a word begins that stands in a Dockerfile as it is read, without quotes; -1 if it does not.
func (p *unquotedWord) asWritten(text string) int {
	if p.unknown || len(p.data) == 0 || strings.Trim(string(p.contexts), string(rune(bare))) != "" {
		return -1
	}
	from := int(p.offsets[0])
	for i, at := range append(p.offsets, p.end) {
		if int(at) != from+i {
			return -1
		}
	}
	if text[from:from+len(p.data)] != string(p.data) {
		return -1
	}
	return from
}

// bareWord is the quoting of a word that is written as it is read. blanks says that blanks can be written in it without quotes.
type bareWord struct {
	escape byte
	blanks bool
}

// special returns the characters that have to be in quotes.
func (q bareWord) special() string {
	special := "'\"$" + string(q.escape) + "\r\n"
	if !q.blanks {
		special += " \t\v\f"
	}
	return special
}

// Part implements source.Quoting.
func (q bareWord) Part(read string, start, _ int, s string) (string, bool) {
	if start > 0 && s != "" && read[start-1] == '$' {
		return "", false
	}
	return s, !strings.ContainsAny(s, q.special())
}

// Whole implements source.Quoting.
func (q bareWord) Whole(s string) (string, bool) {
	return quoteWord(s, q.special(), q.escape, q.blanks), true
}

// edit writes s in place of the bytes [start, end) of an unquoted word, where these stand in the Dockerfile one after the other.
func (p *unquotedWord) edit(start, end int, s, special string, escape byte) (string, bool) {
	if len(p.data) == 0 || strings.Contains(s, "\n") {
		return "", false
	}
	first, last := start, end
	if start == end { // an insertion goes with the byte before it
		first, last = max(0, start-1), max(start, 1)
	}
	context := p.contexts[first]
	for i := first; i < last; i++ {
		next := p.end
		if i+1 < len(p.data) {
			next = p.offsets[i+1]
		}
		if p.contexts[i] != context || context == expanded || next != p.offsets[i]+1 {
			return "", false
		}
	}
	switch {
	case start > 0 && s != "" && context != '\'' && (p.data[start-1] == '$' || p.contexts[start-1] == expanded):
		return "", false
	case context == '"':
		return escapeDouble(s, escape), true
	case context == '\'':
		return s, !strings.Contains(s, "'")
	}
	return s, !strings.ContainsAny(s, special)
}

// quoteWord writes a word so that the builder reads s.
func quoteWord(s, special string, escape byte, blanks bool) string {
	if !strings.ContainsAny(s, special) && (!blanks || s == strings.TrimSpace(s)) {
		return s
	}
	return `"` + escapeDouble(s, escape) + `"`
}

func escapeDouble(s string, escape byte) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '"' || s[i] == '$' || s[i] == escape {
			b.WriteByte(escape)
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
