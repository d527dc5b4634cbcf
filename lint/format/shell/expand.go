package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// part is a part of a word: a node of the parser, or literal text without quotes where that is nil. made is the text that
// braces made of the bytes, if it is not what they hold.
type part struct {
	node       syntax.WordPart
	start, end int
	made       string
}

// builder expands one word.
type builder struct {
	*shell
	split bool // whether unquoted expansions make several words
	quote quoting
	// editable is cleared where the text stands for several words.
	editable bool

	fields []field
	value  value
	// open is set if the word that is made exists though it may be empty, solid where it has a part that is one word.
	open, solid bool
	// loose is set if an expansion may make several words of it, and several where it is any number of words. free is set
	// if the caller may have given other words.
	loose, several, free bool
	at                   source.Span
}

// expand returns the words that one word of a command makes.
func (s *shell) expand(w *syntax.Word) []field {
	if !s.step(1) {
		return nil
	}
	var out []field
	words, single := s.braces(w)
	for _, parts := range words {
		b := &builder{shell: s, split: true, editable: single, at: s.script.nodeSpan(w)}
		out = append(out, b.word(parts)...)
	}
	return out
}

// expandAll returns the words of a command.
func (s *shell) expandAll(words []*syntax.Word) []field {
	var out []field
	for _, w := range words {
		out = append(out, s.expand(w)...)
		if !s.within() {
			return nil
		}
	}
	return out
}

// scalar expands a word where the shell makes exactly one of it: the value of an assignment, the target of a redirection.
func (s *shell) scalar(w *syntax.Word) field {
	at := s.script.nodeSpan(w)
	if !s.step(1) {
		return field{at: at}
	}
	b := &builder{shell: s, editable: true, at: at}
	fields := b.word(partsOf(w.Parts))
	if len(fields) == 0 {
		return field{at: at}
	}
	f := fields[0]
	if f.maybe {
		f.value, f.maybe = f.value.doubt(0), false
	}
	return f
}

func partsOf(parts []syntax.WordPart) []part {
	out := make([]part, len(parts))
	for i, p := range parts {
		out[i].node = p
	}
	return out
}

// bounds returns the bytes of a part.
func (p part) bounds(c *script) (start, end int) {
	if p.node != nil {
		return c.bounds(p.node)
	}
	return p.start, p.end
}

func (b *builder) word(parts []part) []field {
	if !b.wholly(parts) {
		b.parts(parts)
	}
	b.flush()
	for i := range b.fields {
		b.fields[i].at = b.at
	}
	if len(b.fields) == 0 && b.free && b.split {
		b.fields = []field{{value: value{unknownAt(b.at)}, several: true, at: b.at}} // nothing, or what the caller gives
	}
	if n := len(b.fields); n > 0 && b.free && b.fields[n-1].fallsBack() {
		b.fields[n-1].more = true
	}
	return b.fields
}

// flush ends a word.
func (b *builder) flush() {
	if b.open || b.several || b.value.size() > 0 || !b.value.fallsBack() || !b.split && len(b.value) > 0 {
		f := field{value: b.value, several: b.several || b.loose && !b.solid}
		if n := len(b.value); n > 0 {
			f.maybe = true
			for _, p := range b.value {
				f.maybe = f.maybe && p.maybe
			}
			if f.maybe {
				f.value = append(value(nil), b.value...)
				for i := range f.value {
					f.value[i].maybe = false
				}
			}
		}
		b.fields = append(b.fields, f)
	}
	b.value, b.open, b.solid, b.loose, b.several = nil, false, false, false, false
}

func (b *builder) add(p ...segment) {
	b.value = append(b.value, p...)
	b.run.bytes += 64 * len(p)
	for i := range p {
		b.run.bytes += p[i].text.Len()
	}
}

// wholly takes in a word that nothing has to be filled in to, as one text, which can be edited as a whole.
func (b *builder) wholly(parts []part) bool {
	if !b.editable || len(parts) == 0 {
		return false
	}
	c := b.script
	start, _ := parts[0].bounds(c)
	_, end := parts[len(parts)-1].bounds(c)
	if c.changes(start, end) {
		return false
	}
	d := &decoded{start: start, end: end}
	quote, pattern := byte(0), false
	for i, p := range parts {
		switch n := p.node.(type) {
		case nil:
			return false
		case *syntax.Lit:
			from, to := c.bounds(n)
			if hasTilde(c.data, from, to, i == 0, !b.split) {
				return false
			}
			pattern = pattern || hasPattern(c.data[from:to])
			c.decode(d, from, to, bare)
			quote = 0
		case *syntax.SglQuoted:
			from, to := int(n.Left.Offset())+1, int(n.Right.Offset())
			quote = '\''
			if n.Dollar {
				quote = '$'
				if c.dialect != Bash || !c.decodeANSI(d, from+1, to) {
					return false
				}
				continue
			}
			c.decode(d, from, to, single)
		case *syntax.DblQuoted:
			quote = '"'
			if n.Dollar && c.dialect != Bash {
				return false
			}
			for _, inner := range n.Parts {
				lit, ok := inner.(*syntax.Lit)
				if !ok {
					return false
				}
				from, to := c.bounds(lit)
				c.decode(d, from, to, double)
			}
		default:
			return false
		}
	}
	if len(parts) > 1 {
		quote = 0
	}
	// An escaped newline at the edge of the quotes is written as a part of nothing.
	if quote == '"' && strings.Contains(c.text[start:min(end+1, len(c.text))], "\\\n") {
		quote = 0
	}
	b.add(segment{text: c.whole(d, quote), known: true, pattern: pattern && b.split})
	b.open, b.solid = true, true
	return true
}

// hasPattern reports whether unquoted text holds a byte that makes the shell look for files.
func hasPattern(text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '*', '?', '[':
			return true
		}
	}
	return false
}

// hasTilde reports whether unquoted text holds a tilde that the shell replaces by a home directory: at the start of a word
// and, in an assignment, after a colon.
func hasTilde(data []byte, start, end int, first, assigned bool) bool {
	for at := start; at < end; at++ {
		if data[at] == '~' && (at == start && first || assigned && at > start && (data[at-1] == ':' || data[at-1] == '\n')) {
			return true
		}
	}
	return false
}

// parts expands the parts of a word one by one.
func (b *builder) parts(parts []part) {
	c := b.script
	for i, p := range parts {
		if !b.within() {
			return
		}
		start, end := p.bounds(c)
		switch n := p.node.(type) {
		case nil:
			if p.made != "" {
				b.open = true
				b.add(made(p.made, c.span(start, end)))
				continue
			}
			b.literal(start, end, i == 0)
		case *syntax.Lit:
			b.literal(start, end, i == 0)
		case *syntax.SglQuoted:
			b.open, b.solid = true, true
			from, to := int(n.Left.Offset())+1, int(n.Right.Offset())
			if !n.Dollar {
				b.stretch(from, to, single)
				continue
			}
			d := &decoded{start: start, end: end}
			if c.dialect != Bash || c.changes(start, end) || !c.decodeANSI(d, from+1, to) {
				b.unknown(start, end, "")
				continue
			}
			b.add(segment{text: c.in.Decoded(string(d.data), append(d.offsets, int32(to)), start, end, nil, nil), known: true})
		case *syntax.DblQuoted:
			b.open, b.solid = true, len(n.Parts) != 1 || b.solid || !isAll(n.Parts[0])
			inside := *b
			inside.quote = double
			inside.parts(partsOf(n.Parts))
			inside.quote = b.quote
			*b = inside
		case *syntax.ParamExp:
			b.parameter(n)
		case *syntax.CmdSubst:
			v := b.substitute(n)
			if b.quote != bare {
				b.add(v...)
				continue
			}
			b.unquoted(v)
		default:
			b.unknown(start, end, "")
			b.loose = b.loose || b.quote == bare && b.split
		}
	}
}

// isAll reports whether an expansion makes any number of words within quotes as well: "$@", "${a[@]}".
func isAll(p syntax.WordPart) bool {
	e, ok := p.(*syntax.ParamExp)
	return ok && e.Param != nil && (e.Param.Value == "@" || isAllOf(e))
}

func isAllOf(e *syntax.ParamExp) bool {
	w, ok := e.Index.(*syntax.Word)
	return ok && w.Lit() == "@"
}

// literal takes in literal text without quotes, or that of the quotes that the builder is in.
func (b *builder) literal(start, end int, first bool) {
	if b.quote == bare && hasTilde(b.script.data, start, end, first, !b.split) {
		b.solid = true
		b.unknown(start, end, "")
		return
	}
	b.solid = b.solid || start < end
	b.stretch(start, end, b.quote)
}

// stretch takes in text that is quoted in one way, in which a template engine may change something.
func (b *builder) stretch(start, end int, q quoting) {
	c := b.script
	if q == tabbed && c.dialect != Bash && strings.Contains(c.text[start:min(end+1, len(c.text))], "\\\n") {
		b.unknown(start, end, "") // what becomes of the tabs after it differs from shell to shell
		return
	}
	for start < end {
		to := end
		if c.changes(start, start) {
			for to = start + 1; to < end && c.changes(to, to); {
				to++
			}
			b.unknown(start, to, "")
			start = to
			continue
		}
		if c.changes(start, end) {
			for to = start + 1; to < end && !c.changes(to, to); {
				to++
			}
		}
		b.add(segment{
			text: c.stretch(start, to, q, b.editable), known: true,
			pattern: q == bare && b.split && hasPattern(c.data[start:to]),
		})
		start = to
	}
}

// unknown takes in what only the run knows, as it is written.
func (b *builder) unknown(start, end int, name string) {
	if start < end {
		b.add(segment{text: b.script.in.Slice(start, end), name: name})
	}
}

// unquoted takes in the value of an expansion without quotes, at whose blanks the shell makes words.
func (b *builder) unquoted(v value) {
	if !b.split {
		b.add(v...)
		return
	}
	if s := b.variables["IFS"]; s != nil && !v.ifsFree() {
		b.loose = true
		for _, p := range v {
			p.known = false
			b.add(p)
		}
		return
	}
	for _, p := range v {
		b.free = b.free || p.fallback
		if !p.known {
			b.add(p)
			if p.inTree {
				b.solid = true // a path of the script's own
			} else {
				b.loose = true
			}
			continue
		}
		text := p.text.String()
		if text == "" && p.fallback {
			b.add(p)
		}
		for at := 0; at < len(text); {
			if isBlank(text[at]) {
				b.flush()
				at++
				continue
			}
			end := at
			for end < len(text) && !isBlank(text[end]) {
				end++
			}
			q := p
			q.text = p.text.Slice(at, end)
			q.pattern = strings.ContainsAny(text[at:end], "*?[")
			b.add(q)
			b.solid = true
			at = end
		}
	}
}

// ifsFree reports whether a value is the same whatever the shell parts words at.
func (v value) ifsFree() bool { return v.readable() && v.size() == 0 }

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
