package puppet

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/rubytext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// skipSpace passes white space and comments.
func (r *reader) skipSpace() {
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c == '\n' && r.at == r.lineOfHeredocs && r.afterHeredocs > r.at:
			r.at, r.lineOfHeredocs = r.afterHeredocs, 0
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			r.at++
		case c == '#':
			r.passTo("\n")
			if r.at > 0 && r.src[r.at-1] == '\n' {
				r.at-- // which may be that before a heredoc
			}
		case strings.HasPrefix(r.src[r.at:], "/*"):
			r.passTo("*/")
		default:
			return
		}
	}
}

func (r *reader) passTo(mark string) {
	if i := strings.Index(r.src[r.at:], mark); i >= 0 {
		r.at += i + len(mark)
		return
	}
	r.at = len(r.src)
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}

// identifier passes a name, with its "::".
func (r *reader) identifier() string {
	start := r.at
	for r.at < len(r.src) {
		if isWordByte(r.src[r.at]) {
			r.at++
		} else if strings.HasPrefix(r.src[r.at:], "::") {
			r.at += 2
		} else {
			break
		}
	}
	return r.src[start:r.at]
}

// expression reads an expression with its operators. Of what is computed nothing is known.
func (r *reader) expression(depth int) value {
	r.skipSpace()
	start := r.at
	v := r.operand(depth)
	end := r.at
	for r.operation(depth + 1) {
		v, end = value{}, r.at
	}
	r.at = end
	v.at = r.in.Span(start, end)
	return v
}

// operand reads what stands between operators.
func (r *reader) operand(depth int) value {
	r.skipSpace()
	start := r.at
	if depth > r.limits.Depth || !r.step(r.in.Span(start, start)) {
		r.at = len(r.src)
		return value{at: r.in.Span(start, start)}
	}
	v := r.primary(depth)
	v.at = r.in.Span(start, r.at)
	return v
}

// operators are those between two values, the longer ones first.
var operators = [...]string{"==", "=~", "!=", "!~", "<<", "<=", ">>", ">=", "<", ">", "+", "*", "/", "%", "-", "and", "or", "in"}

// operation passes an operator and what it works on; it reports whether there was one.
func (r *reader) operation(depth int) bool {
	if r.at < len(r.src) && r.src[r.at] == '[' { // what stands right after a value is an index
		r.at++
		r.passExpressionsTo(']')
		return true
	}
	r.skipSpace()
	rest := r.src[r.at:]
	switch {
	case rest == "" || strings.HasPrefix(rest, "->") || strings.HasPrefix(rest, "=>") || strings.HasPrefix(rest, "<|") || strings.HasPrefix(rest, "<<|"):
		return false
	case rest[0] == '.':
		r.at++
		r.identifier()
		if r.at < len(r.src) && r.src[r.at] == '(' {
			r.at++
			r.passExpressionsTo(')')
		}
		r.lambda()
		return true
	case rest[0] == '?':
		r.at++
		if r.skipSpace(); r.at < len(r.src) && r.src[r.at] == '{' {
			r.hash(depth)
		}
		return true
	}
	for _, o := range operators {
		if strings.HasPrefix(rest, o) && (o[0] < 'a' || len(rest) > len(o) && !isWordByte(rest[len(o)])) {
			r.at += len(o)
			r.operand(depth)
			return true
		}
	}
	return false
}

// lambda passes |parameters| { body } after a call.
func (r *reader) lambda() {
	before := r.at
	if r.skipSpace(); r.at >= len(r.src) || r.src[r.at] != '|' {
		r.at = before
		return
	}
	r.at++
	r.passTo("|")
	if r.skipSpace(); r.at < len(r.src) && r.src[r.at] == '{' {
		r.at++
		r.passExpressionsTo('}')
	}
}

// passExpression passes the rest of an expression, with the brackets in it.
func (r *reader) passExpression() {
	depth := 0
	for r.at < len(r.src) {
		switch c := r.src[r.at]; c {
		case '\'', '"':
			r.quoted(c)
			continue
		case '#':
			r.passTo("\n")
			continue
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth == 0 {
				return
			}
			depth--
		case ',', ';':
			if depth == 0 {
				return
			}
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
	case c == '[':
		return r.list(depth)
	case c == '{':
		return r.hash(depth)
	case c == '$':
		r.at++
		return r.variable(r.identifier())
	case isWordByte(c):
		return r.name(depth)
	case strings.HasPrefix(r.src[r.at:], "@("):
		return r.heredoc()
	case c == '(':
		r.at++
		v := r.expression(depth + 1)
		if r.skipSpace(); r.at < len(r.src) && r.src[r.at] == ')' {
			r.at++
		}
		return v
	case c == '!' || c == '-' || c == '*' || c == '@':
		r.at++
		r.operand(depth + 1)
		return value{}
	}
	r.at++
	return value{}
}

// name reads a bare word, a number, or a function with one text as its argument.
func (r *reader) name(depth int) value {
	start := r.at
	word := r.identifier()
	for r.at+1 < len(r.src) && (r.src[r.at] == '.' || r.src[r.at] == '-') && isWordByte(r.src[r.at+1]) && strings.Trim(word, "0123456789.") == "" {
		r.at++
		r.identifier()
		word = r.src[start:r.at]
	}
	written := r.in.Slice(start, r.at)
	v := value{kind: text, text: written, known: written.Len()}
	switch {
	case word == "true" || word == "false":
		v.kind = boolean
	case word == "undef" || word == "default":
		v = value{kind: undef}
	case isDecimal(word):
		v.kind = number
	case '0' <= word[0] && word[0] <= '9':
		v.kind = unknown
	}
	if r.at < len(r.src) && r.src[r.at] == '(' {
		r.at++
		argument := r.expression(depth + 1)
		r.skipSpace()
		if r.at < len(r.src) && r.src[r.at] == ')' && argument.kind == text {
			r.at++
			argument.call = word
			return argument
		}
		r.passExpressionsTo(')')
		return value{}
	}
	return v
}

// passExpressionsTo passes the rest of a list up to its closing bracket.
func (r *reader) passExpressionsTo(end byte) {
	for r.at < len(r.src) && r.step(r.in.Span(r.at, r.at)) {
		r.passExpression()
		if r.at < len(r.src) {
			r.at++
			if r.src[r.at-1] == end {
				return
			}
		}
	}
}

func (r *reader) list(depth int) value {
	v := value{kind: list}
	if !r.elements(']', func() { v.items = append(v.items, r.expression(depth+1)) }) {
		return value{}
	}
	return v
}

func (r *reader) hash(depth int) value {
	v := value{kind: hash}
	closed := r.elements('}', func() {
		key := r.expression(depth + 1)
		r.skipSpace()
		if !strings.HasPrefix(r.src[r.at:], "=>") {
			return
		}
		r.at += len("=>")
		if member := (member{key.text, r.expression(depth + 1)}); key.kind == text && key.isKnown() {
			v.members = append(v.members, member)
		}
	})
	if !closed {
		return value{}
	}
	return v
}

// elements reads what stands in brackets, one element after the other, and passes the closing bracket; it reports whether
// there is one.
func (r *reader) elements(end byte, element func()) bool {
	r.at++
	for r.at < len(r.src) && r.step(r.in.Span(r.at, r.at)) {
		r.skipSpace()
		switch {
		case r.at >= len(r.src):
		case r.src[r.at] == end:
			r.at++
			return true
		case r.src[r.at] == ',':
			r.at++
		default:
			before := r.at
			element()
			r.at = max(r.at, before+1)
		}
	}
	return false
}

// quoted reads a text in quotes. In single ones only \\ and \' are escapes; in double ones variables are replaced.
func (r *reader) quoted(quote byte) value {
	start, style := r.at, rubytext.QuotedBy(quote, rubytext.Puppet)
	v := value{kind: text}
	var pieces []source.Text
	length, from := 0, start+1 // of the pieces, and where the next begins
	var data []byte
	var offsets []int32
	add := func(c byte, at int) { data, offsets = append(data, c), append(offsets, int32(at)) }
	flush := func(end int) {
		if len(data) > 0 {
			pieces = append(pieces, r.in.DecodedBy(string(data), append(offsets, int32(end)), from, end, rubytext.Quoting{Style: style}))
			length += len(data)
			data, offsets = nil, nil
		}
	}
	r.at++
	for r.at < len(r.src) && r.src[r.at] != quote {
		c := r.src[r.at]
		switch {
		case c == '\\' && r.at+1 < len(r.src):
			plain, n := style.Unescape(r.src[r.at+1:])
			if n == 0 {
				add('\\', r.at)
				add(r.src[r.at+1], r.at+1)
				n = 1
			}
			for i := range len(plain) {
				add(plain[i], r.at)
			}
			r.at += 1 + n
		case c == '$' && quote == '"' && r.at+1 < len(r.src) && (r.src[r.at+1] == '{' || isWordByte(r.src[r.at+1]) || r.src[r.at+1] == ':'):
			at := r.at
			if known, ok := r.interpolated(r.interpolation()); ok {
				flush(at)
				for _, h := range known.holes {
					v.holes = append(v.holes, source.Range{Start: length + h.Start, End: length + h.End})
				}
				pieces, length, from = append(pieces, known.text), length+known.text.Len(), r.at
				break
			}
			v.holes = append(v.holes, source.Range{Start: length + len(data), End: length + len(data) + r.at - at})
			for i := at; i < r.at; i++ {
				add(r.src[i], i)
			}
		default:
			add(c, r.at)
			r.at++
		}
	}
	if r.at >= len(r.src) {
		return value{} // is not closed
	}
	end := r.at
	r.at++
	if len(pieces) == 0 {
		q := rubytext.Quoting{Style: style, Anew: len(v.holes) == 0}
		v.text = r.in.DecodedBy(string(data), append(offsets, int32(end)), start, r.at, q)
	} else {
		flush(end)
		v.text = source.Join(pieces...)
	}
	if v.known = v.text.Len(); len(v.holes) > 0 {
		v.known = v.holes[0].Start
	}
	return v
}

// interpolation passes $name or ${name}, and returns the name: what else stands in braces is not a name.
func (r *reader) interpolation() string {
	if r.at++; r.src[r.at] != '{' {
		return r.identifier()
	}
	start := r.at + 1
	r.passTo("}")
	return strings.TrimPrefix(strings.TrimSuffix(r.src[start:r.at], "}"), "$")
}
