package report

import (
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// line is a part of a file's line, or of what a fix makes of one, that is to be shown with a focus.
type line struct {
	data     []byte
	hidden   []source.Range
	from, to int // the focus in data
	// cutLeft and cutRight are set if the line goes on beyond data.
	cutLeft, cutRight bool
}

const (
	tabStop  = 4
	ellipsis = "…"
)

// lineOf returns what is worth showing of the bytes [start, end) of a source, a line without its end, when the focus is
// [from, to). A line can be a whole minified document, so no more than about reach bytes on either side are looked at.
func lineOf(s *source.Source, start, end, from, to, reach int) line {
	from = max(start, min(from, end))
	to = max(from, min(to, end))
	left, right := max(start, from-reach), min(end, to+reach, from+2*reach)
	for back := 0; left > start && back < utf8.UTFMax && !utf8.RuneStart(s.Data[left]); back++ {
		left--
	}
	for on := 0; right < end && on < utf8.UTFMax && !utf8.RuneStart(s.Data[right]); on++ {
		right++
	}
	return line{
		data:   s.Data[left:right],
		hidden: source.Shifted(source.Within(s.Hidden(), left, right), -left),
		from:   from - left, to: min(to, right) - left,
		cutLeft: left > start, cutRight: right < end,
	}
}

// glyph is what is shown for the bytes [start, end) of a line's data.
type glyph struct{ start, end, width int32 }

// glyphs returns how the line is shown: what is hidden as its mark, tabs as blanks, what a terminal would act on as escapes.
func (l line) glyphs() []glyph {
	out := make([]glyph, 0, len(l.data))
	column, hidden := 0, l.hidden
	for i := 0; i < len(l.data); {
		for len(hidden) > 0 && hidden[0].End <= i {
			hidden = hidden[1:]
		}
		var width, end int
		switch c := l.data[i]; {
		case len(hidden) > 0 && hidden[0].Start <= i:
			width, end = utf8.RuneCountInString(hidden[0].Mark()), min(hidden[0].End, len(l.data))
		case c == '\t':
			width, end = tabStop-column%tabStop, i+1
		case l.commands(i):
			width, end = len(escapedBracket), i+1
		case c >= ' ' && c <= '~':
			width, end = 1, i+1
		default:
			r, size := utf8.DecodeRune(l.data[i:])
			end = i + size
			if width = len(source.Escape(r, size, c)); width == 0 {
				width = runeWidth(r)
			}
		}
		column += width
		out = append(out, glyph{int32(i), int32(end), int32(width)})
		i = end
	}
	return out
}

// escapedBracket stands for the "[" that makes a command for GitHub's runner of "##[", wherever that stands in a line.
const escapedBracket = `\x5b`

// commands reports whether a byte of the line is that bracket.
func (l line) commands(i int) bool {
	return l.data[i] == '[' && i >= 2 && l.data[i-1] == '#' && l.data[i-2] == '#'
}

// show writes what is shown for a glyph.
func (l line) show(b *strings.Builder, g glyph) {
	data := l.data[g.start:g.end]
	hidden := source.Within(l.hidden, int(g.start), int(g.end))
	switch {
	case len(hidden) > 0:
		b.WriteString(hidden[0].Mark())
	case data[0] == '\t':
		for range g.width {
			b.WriteByte(' ')
		}
	case l.commands(int(g.start)):
		b.WriteString(escapedBracket)
	case data[0] >= ' ' && data[0] <= '~':
		b.WriteByte(data[0])
	default:
		r, size := utf8.DecodeRune(data)
		if escape := source.Escape(r, size, data[0]); escape != "" {
			b.WriteString(escape)
		} else {
			b.Write(data)
		}
	}
}

// layout returns the line cut to a width around its focus, and the columns [from, to) of the focus in what it returns.
// The focus is at least one column wide; the one of an empty focus may be just after the text.
func (l line) layout(width int) (text string, from, to int) {
	l.hidden = source.Union(append(l.hidden, redact.URLPasswords(string(l.data))...))
	glyphs := l.glyphs()
	// The focus is glyphs[first:last].
	first, last := len(glyphs), len(glyphs)
	total := 0
	for i, g := range glyphs {
		if first == len(glyphs) && int(g.end) > l.from {
			first = i
		}
		if int(g.start) < l.to && int(g.end) > l.from {
			last = i + 1
		}
		total += int(g.width)
	}
	if l.from >= l.to {
		last = first
	}
	last = max(first, last)

	left, right := 0, len(glyphs)
	if total > width || l.cutLeft || l.cutRight {
		left, right = window(glyphs, first, last, width-2)
	}
	var b strings.Builder
	column := 0
	if left > 0 || l.cutLeft {
		b.WriteString(ellipsis)
		column++
	}
	from, to = -1, -1
	for i := left; i < right; i++ {
		if i == first {
			from = column
		}
		l.show(&b, glyphs[i])
		column += int(glyphs[i].width)
		if i+1 == last {
			to = column
		}
	}
	if from < 0 {
		from = column
	}
	if right < len(glyphs) || l.cutRight {
		b.WriteString(ellipsis)
		column++
	}
	if to < 0 && last > first { // the focus goes on beyond the cut
		to = column
	}
	return b.String(), from, max(to, from+1)
}

// window returns which glyphs to show in a width: as much of the focus as there is room for, and equal room around it.
func window(glyphs []glyph, first, last, width int) (left, right int) {
	left, right = first, first
	fits := func(g glyph) bool {
		if int(g.width) > width {
			return false
		}
		width -= int(g.width)
		return true
	}
	for right < last && fits(glyphs[right]) {
		right++
	}
	if right == first && first < last {
		return left, right + 1 // one glyph wider than all the room
	}
	for growing := true; growing; {
		growing = false
		if left > 0 && fits(glyphs[left-1]) {
			left--
			growing = true
		}
		if right < len(glyphs) && right >= last && fits(glyphs[right]) {
			right++
			growing = true
		}
	}
	return left, right
}
