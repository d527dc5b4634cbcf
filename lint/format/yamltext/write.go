package yamltext

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// written is a scalar as it stands in a text, and what it takes to write it anew.
type written struct {
	*scan
	text   string // what structure is read from
	limits machine.Limits
}

// scalar makes the node of a scalar.
func (p *parser) scalar(s *scan) *Node {
	if s == nil {
		return &Node{}
	}
	end := max(s.from, s.to)
	if n := len(s.offsets); n > 0 {
		end = max(end, int(s.offsets[n-1]))
	}
	s.offsets = append(s.offsets, int32(end))
	w := &written{scan: s, text: p.data, limits: p.limits}
	data := string(s.data)
	if p.masked {
		data = unmask(data, s.offsets, p.in.String(), p.data)
	}
	n := &Node{Kind: Scalar, Style: s.style, Span: p.in.Span(s.start, s.end)}
	n.Text = p.in.Decoded(data, s.offsets, s.start, s.end, w.part, w.whole)
	return n
}

// unmask returns a value with the bytes that a template engine replaces as they stand in the text.
func unmask(value string, offsets []int32, real, masked string) string {
	out := []byte(value)
	for i := range out {
		if at := int(offsets[i]); at < len(masked) && masked[at] == out[i] && real[at] != masked[at] {
			out[i] = real[at]
		}
	}
	return string(out)
}

// part writes s in place of a part of the value, in the style of the scalar, and reports false if that would not be
// read as meant.
func (w *written) part(start, end int, s string) (string, bool) {
	raw := s
	switch w.style {
	case SingleQuoted:
		raw = strings.ReplaceAll(s, "'", "''")
	case DoubleQuoted:
		raw = escape(s)
		if strings.Contains(w.text[w.start:w.end], "\n") {
			raw = keepBlanks(raw)
		}
	case Literal:
		raw = strings.ReplaceAll(s, "\n", w.lineEnd()+strings.Repeat(" ", w.indent()))
	}
	from, to := int(w.offsets[start]), int(w.offsets[end])
	value := string(w.data[:start]) + s + string(w.data[end:])
	return raw, (w.style != Plain || IsText(value)) && w.reads(from, to, raw, value)
}

// whole writes another value in place of the scalar: in the style it has where that is read as meant, and else in double
// quotes.
func (w *written) whole(s string) string {
	switch {
	case w.style == Plain && IsText(s) && w.reads(w.start, w.end, s, s):
		return s
	case w.style == SingleQuoted:
		if raw := "'" + strings.ReplaceAll(s, "'", "''") + "'"; w.reads(w.start, w.end, raw, s) {
			return raw
		}
	case w.style == Literal || w.style == Folded:
		if raw := w.literal(s); w.reads(w.start, w.end, raw, s) {
			return raw
		}
	}
	return `"` + escape(s) + `"`
}

// reads reports whether the scalar is read as value, and the text after it as before, with raw in place of the bytes
// [from, to).
func (w *written) reads(from, to int, raw, value string) bool {
	text := w.text[w.bol:from] + raw + w.text[to:]
	p := &parser{data: text, at: w.start - w.bol, first: -1, limits: w.limits, anchors: map[string]*Node{}}
	found := p.anyScalar(w.parent, w.flow)
	return found != nil && p.problem == nil && string(found.data) == value &&
		strings.TrimLeft(text[found.end:], " \r\n") == strings.TrimLeft(w.text[w.end:], " \r\n")
}

// lineEnd returns how the lines of the text end.
func (w *written) lineEnd() string {
	if i := strings.IndexByte(w.text, '\n'); i > 0 && w.text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indent returns what the lines of a block are indented by.
func (w *written) indent() int {
	at := int(w.offsets[0])
	bol := strings.LastIndexByte(w.text[:at], '\n') + 1
	if at > bol && strings.Trim(w.text[bol:at], " ") == "" {
		return at - bol
	}
	return max(w.parent, 0) + 2
}

// literal writes a block that keeps line ends.
func (w *written) literal(s string) string {
	body := strings.TrimRight(s, "\n")
	mark := [...]string{"|-", "|", "|+"}[min(len(s)-len(body), 2)]
	var b strings.Builder
	b.WriteString(mark)
	for line := range strings.SplitSeq(body, "\n") {
		b.WriteString(w.lineEnd())
		if line != "" {
			b.WriteString(strings.Repeat(" ", w.indent()) + line)
		}
	}
	return b.String()
}

// escape writes s inside double quotes.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+len(string(r))])
		}
	}
	return b.String()
}

// keepBlanks escapes the blanks at the ends of what is written in double quotes, which would not count beside a line end.
func keepBlanks(s string) string {
	if strings.HasPrefix(s, " ") {
		s = `\x20` + s[1:]
	}
	if strings.HasSuffix(s, " ") {
		s = s[:len(s)-1] + `\x20`
	}
	return s
}

// IsText reports whether no reader takes a plain scalar for anything but its text: a number that it would write in another
// way, a boolean, a date, nothing.
func IsText(s string) bool {
	switch strings.ToLower(s) {
	case "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<":
		return false
	}
	digits := strings.TrimLeft(s, "+-.")
	if digits == "" || strings.EqualFold(digits, "inf") || strings.EqualFold(digits, "nan") {
		return false
	}
	if digits[0] < '0' || digits[0] > '9' || strings.Trim(s, "+-.0123456789_:eExXoObBaAcCdDfFTtZz \t") != "" {
		return true
	}
	// It may be a number in one of many notations; a decimal one is written as it is read.
	return strings.Trim(s, "0123456789") == "" && len(s) < 16 && (s == "0" || s[0] != '0')
}
