package chef

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/rubytext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// kind is what a value of Ruby is.
type kind uint8

const (
	unknown kind = iota
	null
	text
	number
	boolean
	hash
)

type value struct {
	kind    kind
	text    source.Text
	known   int
	holes   []source.Range
	members []member
	at      source.Span
}

type member struct {
	key   source.Text
	value value
}

// isText reports whether a value is a text all of which is known.
func (v value) isText() bool { return (v.kind == text || v.kind == number) && v.known == v.text.Len() }

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}

func (r *reader) identifier() string {
	start := r.at
	for r.at < len(r.src) && isWordByte(r.src[r.at]) {
		r.at++
	}
	return r.src[start:r.at]
}

// skipSpace passes blanks, with lines also newlines and comments.
func (r *reader) skipSpace(lines bool) {
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c == ' ' || c == '\t' || c == '\r':
			r.at++
		case c == '\\' && r.at+1 < len(r.src) && r.src[r.at+1] == '\n':
			r.at += 2
		case lines && (c == '\n' || c == ';'):
			r.at++
		case lines && c == '#':
			r.passLine()
		default:
			return
		}
	}
}

func (r *reader) passLine() {
	if i := strings.IndexByte(r.src[r.at:], '\n'); i >= 0 {
		r.at += i
		return
	}
	r.at = len(r.src)
}

// value reads an expression. Of what is computed nothing is known, and the rest of its line is passed.
func (r *reader) value(depth int) value {
	r.skipSpace(depth > 0)
	start := r.at
	if depth > r.limits.Depth || !r.step() {
		r.at = len(r.src)
		return value{at: r.in.Span(start, start)}
	}
	v := r.primary(depth)
	end := r.at
	r.skipSpace(false)
	if r.at < len(r.src) && strings.IndexByte("\n,;}])#", r.src[r.at]) < 0 && !strings.HasPrefix(r.src[r.at:], "=>") {
		for r.at < len(r.src) && strings.IndexByte("\n,}", r.src[r.at]) < 0 {
			r.at++
		}
		return value{at: r.in.Span(start, end)}
	}
	v.at = r.in.Span(start, end)
	return v
}

func (r *reader) primary(depth int) value {
	if r.at >= len(r.src) {
		return value{}
	}
	switch c := r.src[r.at]; {
	case c == '\'' || c == '"':
		return r.quoted(c)
	case c == '{':
		return r.hash(depth)
	case strings.HasPrefix(r.src[r.at:], "<<"):
		return r.heredoc()
	case c == ':':
		r.at++
		start := r.at
		r.identifier()
		return r.known(text, start)
	case isWordByte(c):
		start := r.at
		switch word := r.identifier(); {
		case word == "true" || word == "false":
			return r.known(boolean, start)
		case word == "nil":
			return value{kind: null}
		case strings.Trim(word, "0123456789") == "" && (word == "0" || word[0] != '0'):
			return r.known(number, start)
		}
		return value{}
	}
	r.at++
	return value{}
}

func (r *reader) known(k kind, start int) value {
	written := r.in.Slice(start, r.at)
	return value{kind: k, text: written, known: written.Len()}
}

// hash reads { 'a' => b, c: d }.
func (r *reader) hash(depth int) value {
	r.at++
	v := r.members(depth, '}')
	if r.at >= len(r.src) {
		return value{}
	}
	r.at++
	return v
}

// members reads the members of a hash up to what closes it, or to where no other comes.
func (r *reader) members(depth int, closing byte) value {
	v := value{kind: hash}
	for r.at < len(r.src) && r.step() {
		r.skipSpace(true)
		if r.at >= len(r.src) {
			break
		}
		if c := r.src[r.at]; c == closing {
			return v
		} else if c == ',' {
			r.at++
			continue
		}
		before := r.at
		var key value
		if name := r.identifier(); name != "" && strings.HasPrefix(r.src[r.at:], ":") {
			key = r.known(text, before)
			r.at++
		} else {
			if name != "" && closing == ')' { // the next statement
				r.at = before
				return v
			}
			r.at = before
			key = r.value(depth + 1)
			if r.skipSpace(true); !strings.HasPrefix(r.src[r.at:], "=>") {
				r.at = max(r.at, before+1)
				continue
			}
			r.at += len("=>")
		}
		if m := (member{key.text, r.value(depth + 1)}); key.isText() {
			v.members = append(v.members, m)
		}
	}
	return v
}

// quoted reads a text in quotes.
func (r *reader) quoted(quote byte) value {
	start, style := r.at, rubytext.QuotedBy(quote, rubytext.Ruby)
	v := value{kind: text}
	var data []byte
	var offsets []int32
	for r.at++; r.at < len(r.src) && r.src[r.at] != quote; {
		from, c := r.at, r.src[r.at]
		switch {
		case c == '\\' && r.at+1 < len(r.src):
			if plain, length := style.Unescape(r.src[from+1:]); length > 0 {
				r.at += 1 + length
				for i := range len(plain) {
					data, offsets = append(data, plain[i]), append(offsets, int32(from))
				}
				continue
			}
			r.at += 2
		case c == '#' && quote == '"' && strings.HasPrefix(r.src[r.at:], "#{"):
			for r.at < len(r.src) && r.src[r.at] != '}' {
				r.at++
			}
			r.at = min(r.at+1, len(r.src))
			v.holes = append(v.holes, source.Range{Start: len(data), End: len(data) + r.at - from})
		default:
			r.at++
		}
		for i := from; i < r.at; i++ {
			data, offsets = append(data, r.src[i]), append(offsets, int32(i))
		}
	}
	if r.at >= len(r.src) {
		return value{} // is not closed
	}
	offsets = append(offsets, int32(r.at))
	r.at++
	part := func(_, _ int, s string) (string, bool) { return style.Escape(s), true }
	whole := style.Quoted
	if v.known = len(data); len(v.holes) > 0 {
		v.known, whole = v.holes[0].Start, nil
	}
	v.text = r.in.Decoded(string(data), offsets, start, r.at, part, whole)
	return v
}

// heredoc reads <<E, <<-E or <<~E. Of <<~E, which takes the indentation away, only the lines are passed where it has one.
func (r *reader) heredoc() value {
	r.at += len("<<")
	squiggly, dash := strings.HasPrefix(r.src[r.at:], "~"), strings.HasPrefix(r.src[r.at:], "-")
	if squiggly || dash {
		r.at++
	}
	quote := byte('"')
	if r.at < len(r.src) && (r.src[r.at] == '\'' || r.src[r.at] == '"') {
		quote = r.src[r.at]
		r.at++
	}
	tag := r.identifier()
	if tag == "" {
		return value{}
	}
	r.passLine()
	start := min(r.at+1, len(r.src))
	for at := start; at < len(r.src); {
		end := at + len(r.src[at:])
		if i := strings.IndexByte(r.src[at:], '\n'); i >= 0 {
			end = at + i
		}
		if line := strings.TrimRight(r.src[at:end], "\r"); line == tag || (squiggly || dash) && strings.TrimLeft(line, " \t") == tag {
			body := r.in.Slice(start, at)
			r.at = end
			v := value{kind: text, text: body, known: body.Len()}
			if s := body.String(); quote == '"' && strings.Contains(s, "#{") || strings.Contains(s, "\\") || squiggly && strings.HasPrefix(s, " ") {
				return value{}
			}
			return v
		}
		at = end + 1
	}
	r.at = len(r.src)
	return value{}
}
