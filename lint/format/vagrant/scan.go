package vagrant

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/rubytext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// kind is what a token is.
type kind uint8

const (
	none kind = iota
	name
	str
	label  // inline:
	symbol // :shell
	sign
	newline
)

// token is a token of Ruby.
type token struct {
	kind  kind
	text  string // of a string what is known of it
	value value
	at    source.Span
	// spaced is set if a blank stands before it.
	spaced bool
}

// scanner parts Ruby into tokens.
type scanner struct {
	in     source.Text
	text   string
	at     int
	tokens []token
	// pending are the heredocs whose text begins with the next line.
	pending []heredoc
	left    int
	// comments are those that were passed, joined the strings and here-documents.
	comments, joined []source.Range
}

// heredoc is one whose text is still to come. token is where its value goes.
type heredoc struct {
	token            int
	end              string
	raw, tilde, dash bool
}

// scan returns the tokens of a text. problem is set if it is too long.
func scan(in source.Text, limits machine.Limits) (tokens []token, problem *machine.Gap) {
	s := &scanner{in: in, text: in.String(), left: limits.Steps}
	for s.at < len(s.text) {
		if s.left--; s.left <= 0 {
			return s.tokens, &machine.Gap{Reason: "the Vagrantfile is too long to be followed; check the scripts of its machines", At: in.Span(s.at, s.at)}
		}
		s.next()
	}
	return s.tokens, nil
}

func (s *scanner) span(start, end int) source.Span { return s.in.Span(start, end) }

func (s *scanner) add(k kind, text string, v value, start int) {
	spaced := start > 0 && (s.text[start-1] == ' ' || s.text[start-1] == '\t')
	s.tokens = append(s.tokens, token{kind: k, text: text, value: v, at: s.span(start, s.at), spaced: spaced})
}

// operand reports whether an operand stands before, so that what follows is an operator.
func (s *scanner) operand() bool {
	if len(s.tokens) == 0 {
		return false
	}
	switch t := s.tokens[len(s.tokens)-1]; t.kind {
	case str, symbol:
		return true
	case name:
		return s.at > 0 && s.text[s.at-1] != ' ' && s.text[s.at-1] != '\t'
	case sign:
		return t.text == ")" || t.text == "]" || t.text == "}"
	}
	return false
}

func (s *scanner) next() {
	start := s.at
	c := s.text[s.at]
	switch {
	case c == '\n':
		s.at++
		s.add(newline, "", value{}, start)
		s.heredocs()
		if strings.HasPrefix(s.text[s.at:], "=begin") {
			end := strings.Index(s.text[s.at:], "\n=end")
			if end < 0 {
				end = len(s.text) - s.at - 5
			}
			s.at = min(len(s.text), s.at+end+5)
		}
	case c == '\\' && strings.HasPrefix(s.text[s.at+1:], "\n"):
		s.at += 2
	case c == ' ' || c == '\t' || c == '\r' || c == ';':
		s.at++
		if c == ';' {
			s.add(newline, "", value{}, start)
		}
	case c == '#':
		if i := strings.IndexByte(s.text[s.at:], '\n'); i >= 0 {
			s.at += i
		} else {
			s.at = len(s.text)
		}
		s.comments = append(s.comments, source.Range{Start: start, End: s.at})
	case c == '"' || c == '\'':
		s.at++
		v := s.quoted(c, c, c == '"')
		s.joined = append(s.joined, source.Range{Start: start, End: s.at})
		if s.at < len(s.text) && s.text[s.at] == ':' && !strings.HasPrefix(s.text[s.at:], "::") {
			s.at++
			s.add(label, v.String(), v, start)
			return
		}
		s.add(str, v.String(), v, start)
	case c == '%' && !s.operand() && s.percent():
	case strings.HasPrefix(s.text[s.at:], "<<") && s.heredocStart():
	case c == ':' && s.at+1 < len(s.text) && isLetter(s.text[s.at+1]):
		s.at++
		s.identifier()
		v := value{}
		v.add(s.in.Slice(start+1, s.at), true)
		s.add(symbol, s.text[start+1:s.at], v, start)
	case isLetter(c) || c == '$' || c == '@':
		s.at++
		s.identifier()
		if s.at < len(s.text) && s.text[s.at] == ':' && !strings.HasPrefix(s.text[s.at:], "::") {
			v := value{}
			v.add(s.in.Slice(start, s.at), true)
			text := s.text[start:s.at]
			s.at++
			s.add(label, text, v, start)
			return
		}
		s.add(name, s.text[start:s.at], value{}, start)
	case strings.HasPrefix(s.text[s.at:], "=>"), strings.HasPrefix(s.text[s.at:], "=="):
		s.at += 2
		s.add(sign, s.text[start:s.at], value{}, start)
	default:
		s.at++
		s.add(sign, s.text[start:s.at], value{}, start)
	}
}

func (s *scanner) identifier() {
	for s.at < len(s.text) && (isLetter(s.text[s.at]) || '0' <= s.text[s.at] && s.text[s.at] <= '9') {
		s.at++
	}
	if s.at < len(s.text) && (s.text[s.at] == '?' || s.text[s.at] == '!') && !strings.HasPrefix(s.text[s.at+1:], "=") {
		s.at++
	}
}

func isLetter(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

// percent reads %q(…), %Q(…) and %(…), and reports whether they stand here.
func (s *scanner) percent() bool {
	start := s.at
	rest := s.text[s.at+1:]
	expands := true
	if strings.HasPrefix(rest, "q") {
		expands = false
		rest = rest[1:]
	} else if strings.HasPrefix(rest, "Q") {
		rest = rest[1:]
	}
	if rest == "" {
		return false
	}
	closing := map[byte]byte{'(': ')', '[': ']', '{': '}', '<': '>', '|': '|', '!': '!'}[rest[0]]
	if closing == 0 {
		return false
	}
	s.at = len(s.text) - len(rest) + 1
	v := s.quoted(rest[0], closing, expands)
	s.joined = append(s.joined, source.Range{Start: start, End: s.at})
	s.add(str, v.String(), v, start)
	return true
}

// quoted reads a string up to its closing quote. expands is set if #{…} and escapes count.
func (s *scanner) quoted(open, closing byte, expands bool) value {
	start, depth := s.at, 0
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '\\':
			s.at++
		case expands && strings.HasPrefix(s.text[s.at:], "#{"):
			s.at = s.interpolation(s.at, len(s.text)) - 1
		case c == closing && depth == 0:
			end := s.at
			s.at++
			return s.decode(start, end, closing, expands)
		case c == closing:
			depth--
		case c == open && open != closing:
			depth++
		}
		s.at++
	}
	s.at = len(s.text)
	return s.decode(start, s.at, closing, expands)
}

// interpolation returns the end of #{…}.
func (s *scanner) interpolation(at, end int) int {
	depth := 0
	for i := at + 1; i < end; i++ {
		switch s.text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return end
}

// decode returns the value of the bytes of a string.
func (s *scanner) decode(start, end int, quote byte, expands bool) value {
	var v value
	style := rubytext.Style{Language: rubytext.Ruby, Quote: quote, Expands: expands}
	edit := func(_, _ int, s string) (string, bool) { return style.Escape(s), true }
	from := start
	var data []byte
	var offsets []int32
	flush := func(to int) {
		if len(data) > 0 {
			v.add(s.in.Decoded(string(data), append(offsets, int32(to)), from, to, edit, nil), true)
		}
		data, offsets = nil, nil
	}
	push := func(b byte, at int) { data, offsets = append(data, b), append(offsets, int32(at)) }
	for at := start; at < end; at++ {
		c := s.text[at]
		switch {
		case c == '\\' && at+1 < end:
			plain, length := style.Unescape(s.text[at+1 : end])
			if length == 0 {
				plain, length = s.text[at:at+2], 1
			}
			for _, b := range []byte(plain) {
				push(b, at)
			}
			at += length
		case expands && c == '#' && strings.HasPrefix(s.text[at:end], "#{"):
			flush(at)
			to := s.interpolation(at, end)
			v.add(s.in.Slice(at, to), false)
			at, from = to-1, to
		default:
			if len(data) == 0 {
				from = at
			}
			push(c, at)
		}
	}
	flush(end)
	return v
}

// heredocStart reads <<X, <<-X and <<~X, and reports whether one begins here.
func (s *scanner) heredocStart() bool {
	start := s.at
	at := s.at + 2
	h := heredoc{}
	if at < len(s.text) && (s.text[at] == '-' || s.text[at] == '~') {
		h.tilde, h.dash = s.text[at] == '~', true
		at++
	}
	quote := byte(0)
	if at < len(s.text) && (s.text[at] == '\'' || s.text[at] == '"') {
		quote = s.text[at]
		h.raw = quote == '\''
		at++
	}
	from := at
	for at < len(s.text) && (isLetter(s.text[at]) || '0' <= s.text[at] && s.text[at] <= '9') {
		at++
	}
	if at == from || quote == 0 && !h.dash && (s.operand() || !('A' <= s.text[from] && s.text[from] <= 'Z')) {
		return false
	}
	h.end = s.text[from:at]
	if quote != 0 {
		if at >= len(s.text) || s.text[at] != quote {
			return false
		}
		at++
	}
	s.at = at
	h.token = len(s.tokens)
	s.add(str, "", value{}, start)
	s.pending = append(s.pending, h)
	return true
}

// heredocs reads the texts of the heredocs of the line that has ended.
func (s *scanner) heredocs() {
	for _, h := range s.pending {
		start := s.at
		end, after := len(s.text), len(s.text)
		for at := s.at; at < len(s.text); {
			line := len(s.text)
			next := line
			if i := strings.IndexByte(s.text[at:], '\n'); i >= 0 {
				line, next = at+i, at+i+1
			}
			text := strings.TrimSuffix(s.text[at:line], "\r")
			if h.dash {
				text = strings.TrimLeft(text, " \t")
			}
			if text == h.end {
				end, after = at, next
				break
			}
			at = next
		}
		t := &s.tokens[h.token]
		s.joined = append(s.joined, source.Range{Start: t.at.Start, End: end})
		t.value = s.body(start, end, h)
		t.text = t.value.String()
		s.at = after
	}
	s.pending = nil
}

// body returns the text of a heredoc. <<~ takes away the least indentation of its lines.
func (s *scanner) body(start, end int, h heredoc) value {
	indent := 0
	if h.tilde {
		indent = leastIndent(s.text[start:end])
	}
	if indent == 0 {
		if h.raw {
			var v value
			v.add(s.in.Slice(start, end), true)
			return v
		}
		return s.decode(start, end, 0, true)
	}
	var v value
	for at := start; at < end; {
		line := end
		if i := strings.IndexByte(s.text[at:end], '\n'); i >= 0 {
			line = at + i + 1
		}
		from := at
		for n := 0; n < indent && from < line && (s.text[from] == ' ' || s.text[from] == '\t'); n++ {
			from++
		}
		if h.raw {
			v.add(s.in.Slice(from, line), true)
		} else {
			w := s.decode(from, line, 0, true)
			v.pieces, v.known = append(v.pieces, w.pieces...), append(v.known, w.known...)
		}
		at = line
	}
	return v
}

func leastIndent(text string) int {
	least := -1
	for _, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimLeft(line, " \t")
		if trimmed == "" {
			continue
		}
		if n := len(line) - len(trimmed); least < 0 || n < least {
			least = n
		}
	}
	return max(least, 0)
}
