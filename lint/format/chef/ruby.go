package chef

import (
	"strings"

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
	list
)

type value struct {
	kind    kind
	text    source.Text
	known   int
	holes   []source.Range
	members []member
	items   []value
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
		r.passExpression()
		return value{at: r.in.Span(start, end)}
	}
	v.at = r.in.Span(start, end)
	return v
}

// passExpression passes what an expression goes on with on its line, with the brackets in it.
func (r *reader) passExpression() {
	open := 0
	for r.at < len(r.src) {
		switch c := r.src[r.at]; c {
		case '\'', '"':
			r.quoted(c)
			continue
		case '(', '[', '{':
			open++
		case ')', ']', '}':
			if open == 0 {
				return
			}
			open--
		case ',':
			if open == 0 {
				return
			}
		case '#':
			r.passLine()
			return
		case '\n':
			return
		}
		r.at++
	}
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
	case c == '[':
		return r.list(depth)
	case strings.HasPrefix(r.src[r.at:], "%w"), strings.HasPrefix(r.src[r.at:], "%i"):
		return r.wordList()
	case c == '(' && depth < r.limits.Depth:
		return r.inBrackets(depth)
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
		default:
			return r.vars[word]
		}
	}
	r.at++
	return value{}
}

// inBrackets reads (a), or the hash that (a: b, 'c' => d) stands for.
func (r *reader) inBrackets(depth int) value {
	r.at++
	start := r.at
	r.skipSpace(true)
	if name := r.identifier(); name != "" && strings.HasPrefix(r.src[r.at:], ":") && !strings.HasPrefix(r.src[r.at:], "::") {
		r.at = start
		if v := r.members(depth+1, ')'); r.at < len(r.src) {
			r.at++
			return v
		}
		return value{}
	}
	r.at = start
	v := r.value(depth + 1)
	if r.skipSpace(true); r.at < len(r.src) && r.src[r.at] == ')' {
		r.at++
		return v
	}
	return value{}
}

// list reads [a, b].
func (r *reader) list(depth int) value {
	v := value{kind: list}
	for r.at++; r.at < len(r.src) && r.step(); {
		if r.skipSpace(true); r.at >= len(r.src) {
			break
		}
		switch r.src[r.at] {
		case ']':
			r.at++
			return v
		case ',':
			r.at++
		default:
			before := r.at
			v.items = append(v.items, r.value(depth+1))
			r.at = max(r.at, before+1)
		}
	}
	return value{}
}

// wordList reads %w(a b), in whatever brackets.
func (r *reader) wordList() value {
	r.at += len("%w")
	if r.at >= len(r.src) {
		return value{}
	}
	closing := r.src[r.at]
	if i := strings.IndexByte("([{<", closing); i >= 0 {
		closing = ")]}>"[i]
	}
	r.at++
	v := value{kind: list}
	for r.at < len(r.src) && r.step() {
		for r.at < len(r.src) && strings.IndexByte(" \t\r\n", r.src[r.at]) >= 0 {
			r.at++
		}
		if r.at < len(r.src) && r.src[r.at] == closing {
			r.at++
			return v
		}
		start := r.at
		for r.at < len(r.src) && r.src[r.at] != closing && strings.IndexByte(" \t\r\n", r.src[r.at]) < 0 {
			r.at++
		}
		item := r.known(text, start)
		item.at = item.text.All()
		v.items = append(v.items, item)
	}
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
