package yamltext

import (
	"fmt"
	"slices"
	"strings"
)

// written is a scalar as it stands in a text, and what it takes to write it anew. It keeps no node.
type written struct {
	of                           *text
	read                         *decoded // nil if it is read as the bytes [from, to) stand
	start, end, from, to, parent int32
	style                        Style
	flow                         bool
}

func (n *Node) written() *written {
	w := &written{of: n.of, start: n.start, end: n.end, from: n.from, to: n.to, parent: n.parent, style: n.Style, flow: n.flow, read: n.rare().read}
	return w
}

// scalar makes the node of a scalar.
func (p *parser) scalar(s scan, found bool) *Node {
	if !found {
		return &Node{}
	}
	n := p.node(Scalar, s.start, s.end)
	n.Style, n.flow, n.parent = s.style, s.flow, int32(s.parent)
	r, end := s.reading, max(s.from, s.to)
	switch {
	case !r.parted && r.from == r.to:
		n.from, n.to = int32(end), int32(end)
		return n
	case !r.parted && r.to == max(end, r.to-1):
		n.from, n.to = int32(r.from), int32(r.to)
		return n
	case !r.parted:
		r.part()
	}
	if last := len(r.offsets) - 1; last >= 0 {
		end = max(end, int(r.offsets[last]))
	}
	r.offsets = append(r.offsets, int32(end))
	n.own().read = &decoded{string(r.data), slices.Clone(r.offsets)}
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

// Part implements source.Quoting: it writes s in place of a part of the value, in the style of the scalar, and reports false
// if that would not be read as meant.
func (w *written) Part(_ string, start, end int, s string) (string, bool) {
	raw := s
	switch w.style {
	case SingleQuoted:
		raw = strings.ReplaceAll(s, "'", "''")
	case DoubleQuoted:
		raw = escape(s)
		if strings.Contains(w.of.data[w.start:w.end], "\n") {
			raw = keepBlanks(raw)
		}
	case Literal:
		raw = strings.ReplaceAll(s, "\n", w.lineEnd()+strings.Repeat(" ", w.indent()))
	}
	data := w.data()
	value := data[:start] + s + data[end:]
	return raw, (w.style != Plain || IsText(value)) && w.reads(w.place(start), w.place(end), raw, value)
}

// data returns what the scalar is read as, with what a template engine replaces blanked out.
func (w *written) data() string {
	if w.read == nil {
		return w.of.data[w.from:w.to]
	}
	return w.read.data
}

// place returns where a byte of the data stands.
func (w *written) place(i int) int {
	if w.read == nil {
		return int(w.from) + i
	}
	return int(w.read.offsets[i])
}

// Whole implements source.Quoting: it writes another value in place of the scalar.
func (w *written) Whole(s string) (string, bool) { return w.whole(s), true }

// whole writes another value in the style that the scalar has where that is read as meant, and else in double quotes.
func (w *written) whole(s string) string {
	switch {
	case w.style == Plain && IsText(s) && w.reads(int(w.start), int(w.end), s, s):
		return s
	case w.style == SingleQuoted:
		if raw := "'" + strings.ReplaceAll(s, "'", "''") + "'"; w.reads(int(w.start), int(w.end), raw, s) {
			return raw
		}
	case w.style == Literal || w.style == Folded:
		if raw := w.literal(s); w.reads(int(w.start), int(w.end), raw, s) {
			return raw
		}
	}
	return `"` + escape(s) + `"`
}

// reads reports whether the scalar is read as value, and the text after it as before, with raw in place of the bytes
// [from, to).
func (w *written) reads(from, to int, raw, value string) bool {
	bol := w.bol()
	with := w.of.data[bol:from] + raw + w.of.data[to:]
	p := &parser{text: &text{data: with, limits: w.of.limits}, at: int(w.start) - bol, first: -1, anchors: map[string]*Node{}}
	s, found := p.anyScalar(int(w.parent), w.flow)
	return found && p.problem == nil && s.value() == value &&
		strings.TrimLeft(with[s.end:], " \r\n") == strings.TrimLeft(w.of.data[w.end:], " \r\n")
}

// bol returns where the line begins that the scalar begins on.
func (w *written) bol() int {
	bol := strings.LastIndexByte(w.of.data[:w.start], '\n') + 1
	if bol == 0 && strings.HasPrefix(w.of.data, byteOrderMark) {
		return len(byteOrderMark)
	}
	return bol
}

// lineEnd returns how the lines of the text end.
func (w *written) lineEnd() string {
	if i := strings.IndexByte(w.of.data, '\n'); i > 0 && w.of.data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indent returns what the lines of a block are indented by.
func (w *written) indent() int {
	at := w.place(0)
	bol := strings.LastIndexByte(w.of.data[:at], '\n') + 1
	if at > bol && strings.Trim(w.of.data[bol:at], " ") == "" {
		return at - bol
	}
	return max(int(w.parent), 0) + 2
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
