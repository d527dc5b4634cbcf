package compose

import (
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// splitting is a command given as one text, split into words as go-shellwords does it for compose.
type splitting struct {
	words []split
	// end is where reading ended before the text did, at one of ; & | < >, and -1 if it did not.
	end int
	// refused is where the text cannot be split: a "(", or a quote that is not closed; -1 if it can.
	refused int
	why     string
	// always is set if Python's shlex refuses it as well.
	always bool
}

// split is one word: what is read, where each byte of it stands, and the raw bytes [start, end).
type split struct {
	data       []byte
	offsets    []int32
	start, end int
	// several is set if the word may be any number of words, as an unquoted byte of it is known to the run only.
	several bool
}

// splitter is the state in which a command is split.
type splitter struct {
	s   string
	out splitting
	w   split
	// inWord is set if a word has begun, and has where there is one to keep: a quote that is not closed is none yet.
	inWord, has bool
	// from is where the spelling of the next byte begins.
	from int

	escaped, double, single, back, dollar bool
	open                                  int // the quote or bracket that is open
}

func (p *splitter) begin(at int) {
	if !p.inWord {
		p.inWord, p.w = true, split{start: at}
	}
	p.from = at
}

// push keeps the character at an offset, whose spelling begins at from.
func (p *splitter) push(at, size int) {
	for i := range size {
		p.w.data, p.w.offsets = append(p.w.data, p.s[at+i]), append(p.w.offsets, int32(p.from))
		p.from = at + i + 1
	}
	p.has = true
}

func (p *splitter) finish(end int) {
	if p.has {
		p.w.end = end
		p.w.offsets = append(p.w.offsets, int32(end))
		p.out.words = append(p.out.words, p.w)
	}
	p.inWord, p.has = false, false
}

func (p *splitter) quoted() bool { return p.single || p.double || p.back || p.dollar }

// shellwords splits a text by words with quotes and backslashes, without expanding anything, and ends at an unquoted
// ; & | < > (github.com/mattn/go-shellwords, Parser.Parse). isHole says of a byte that only the run knows it. With all, the
// text goes on after those, as docker-compose 1.x has it, which splits as Python's shlex does.
func shellwords(s string, isHole func(int) bool, all bool) splitting {
	p := &splitter{s: s, out: splitting{end: -1, refused: -1}}
	for i := 0; i < len(s) && p.out.refused < 0 && p.out.end < 0; {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch c := s[i]; {
		case isHole(i):
			p.begin(i)
			p.w.several = p.w.several || !p.quoted()
			p.push(i, size)
		case p.escaped:
			p.escaped = false
			p.push(i, size)
		case c == '\\' && !p.single && !(all && p.double && i+1 < len(s) && s[i+1] != '"' && s[i+1] != '\\'):
			p.begin(i)
			p.escaped = true
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			if p.quoted() {
				p.begin(i)
				p.push(i, size)
			} else {
				p.finish(i)
			}
		case c == '"' && !p.single && !p.dollar:
			p.quote(&p.double, i)
		case c == '\'' && !p.double && !p.dollar:
			p.quote(&p.single, i)
		case all:
			p.begin(i)
			p.push(i, size)
		default:
			p.bare(c, i, size)
		}
		i += size
	}
	switch {
	case p.out.refused >= 0:
	case p.out.end < 0 && (p.escaped || p.quoted()):
		p.out.refused, p.out.why = p.open, "a quote in the command is not closed"
		p.out.always = p.escaped || p.single || p.double
	case p.out.end < 0:
		p.finish(len(s))
	}
	return p.out
}

// quote opens or closes a quote.
func (p *splitter) quote(flag *bool, at int) {
	p.begin(at)
	if *flag {
		p.has = true
	} else {
		p.open = at
	}
	*flag = !*flag
}

// bare reads a character that is not a blank, quote or backslash.
func (p *splitter) bare(c byte, at, size int) {
	if !p.single && !p.double {
		switch {
		case c == '`' && !p.dollar:
			p.back, p.open = !p.back, at
		case c == ')' && !p.back:
			p.dollar, p.open = !p.dollar, at
		case c == '(' && !p.back && (p.dollar || !p.inWord || !strings.HasSuffix(string(p.w.data), "$")):
			p.out.refused, p.out.why = at, "a \"(\" is outside quotes in the command"
			return
		case c == '(' && !p.back:
			p.dollar, p.open = true, at
		case strings.IndexByte(";&|<>", c) >= 0 && !p.quoted():
			if c == '>' && p.inWord && len(p.w.data) > 0 && '0' <= p.w.data[0] && p.w.data[0] <= '9' {
				p.has = false // a number before ">" goes with it
			}
			p.finish(at)
			p.out.end = at
			return
		}
	}
	p.begin(at)
	p.push(at, size)
}

// commandWords returns the words of a command given as one text.
func commandWords(v value, all bool) (words []machine.Word, found splitting) {
	s := v.text.String()
	found = shellwords(s, v.isHole, all)
	for i, w := range found.words {
		q := &wordQuoting{text: s, all: all, words: found.words, index: i}
		word := machine.Word{Text: v.text.Decoded(string(w.data), w.offsets, w.start, w.end, q.part, q.whole), Known: len(w.data), Several: w.several}
		for k, at := range w.offsets[:len(w.data)] {
			last := len(word.Holes) - 1
			switch {
			case !v.isHole(int(at)):
			case last >= 0 && word.Holes[last].End == k:
				word.Holes[last].End++
			default:
				word.Holes = append(word.Holes, source.Range{Start: k, End: k + 1})
			}
		}
		if word.Holes != nil {
			word.Known = word.Holes[0].Start
		}
		words = append(words, word)
	}
	return words, found
}

// wordQuoting writes bytes into a word of a command.
type wordQuoting struct {
	text  string
	all   bool
	words []split
	index int
}

// reads reports whether the command has the same words but for this one with raw in place of the bytes [from, to).
func (q *wordQuoting) reads(from, to int, raw, want string) bool {
	after := shellwords(q.text[:from]+raw+q.text[to:], func(int) bool { return false }, q.all)
	if after.refused >= 0 || len(after.words) != len(q.words) {
		return false
	}
	for i, w := range after.words {
		if i == q.index && string(w.data) != want || i != q.index && string(w.data) != string(q.words[i].data) {
			return false
		}
	}
	return true
}

func (q *wordQuoting) part(start, end int, s string) (string, bool) {
	w := q.words[q.index]
	want := string(w.data[:start]) + s + string(w.data[end:])
	from, to := int(w.offsets[start]), int(w.offsets[end])
	for _, raw := range [...]string{s, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s), escapeWord(s)} {
		if q.reads(from, to, raw, want) {
			return raw, true
		}
	}
	return "", false
}

func (q *wordQuoting) whole(s string) string {
	w := q.words[q.index]
	for _, raw := range [...]string{s, "'" + s + "'"} {
		if s != "" && q.reads(w.start, w.end, raw, s) {
			return raw
		}
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// escapeWord writes s outside quotes.
func escapeWord(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(" \t\r\n\\\"'`();&|<>", s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// spanOf returns where the byte of a value at an offset stands, or where it ends.
func spanOf(v value, start, end int) source.Span {
	return v.text.Span(min(start, v.text.Len()), min(end, v.text.Len()))
}
