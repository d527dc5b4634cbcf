package source

// Text is a piece of a source as its reader sees it, after the quoting of the place it stands in is undone: a whole
// file, the value of a shell assignment, one word of a unit's ExecStart. It knows which source bytes each of its own
// bytes came from, and how to write other bytes in the same place. The zero Text is empty and points nowhere.
type Text struct {
	source     *Source
	data       string
	start, end int     // raw span in source
	offsets    []int32 // offsets[i] is the source offset of data[i], offsets[len(data)] that of the end; nil if data is the raw span itself
	quote      func(string) string
	rewrite    *rewrite // nil if any part can be edited by itself
	base       int      // offset of data in rewrite.data
	joined     *joined  // nil if it stands in one piece
}

// rewrite is what it takes to write a text, or a part of it, anew.
type rewrite struct {
	literal bool // it stands nowhere as such
	data    string
	raw     Span
	part    func(start, end int, s string) (string, bool)
	whole   func(string) string

	// offsets says where each byte of data and its end stand in the source, or in outer where that is set: the text that
	// this one is quoted in, where that is quoted itself. start and end are in outer.
	offsets    []int32
	outer      *Text
	start, end int
}

// WholeText returns the content of a source as it stands.
func WholeText(s *Source) Text { return RawText(s, 0, len(s.Data)) }

// RawText returns the bytes [start, end) of a source as they stand.
func RawText(s *Source, start, end int) Text {
	return Text{source: s, data: viewString(s.Data[start:end]), start: start, end: end}
}

// DecodedText returns text whose quoting has been undone. offsets has len(data)+1 elements and gives the source offset
// of each byte of data and of its end; it must not decrease. start and end delimit the raw, quoted form. quote writes
// replacement bytes so that the same reader sees them there; nil means they can be written as they are.
func DecodedText(s *Source, data string, offsets []int32, start, end int, quote func(string) string) Text {
	if len(offsets) != len(data)+1 {
		panic("source: DecodedText needs an offset for every byte and one for the end")
	}
	return Text{source: s, data: data, start: start, end: end, offsets: offsets, quote: quote}
}

// QuotedText is DecodedText for quoting that does not allow every edit of a part. part writes s in place of the bytes
// [start, end) of data, and reports false if it cannot be written there; nil means that no part can be edited by
// itself. whole writes a complete new text, quotes included.
func QuotedText(s *Source, data string, offsets []int32, start, end int,
	part func(start, end int, s string) (string, bool), whole func(string) string) Text {
	t := DecodedText(s, data, offsets, start, end, whole)
	t.rewrite = &rewrite{data: data, raw: t.Raw(), part: part, whole: whole, offsets: offsets}
	return t
}

// Decoded returns a text that stands in the bytes [start, end) of t under a quoting of its own: the words of a shell's
// command line that is itself a word of a unit. It is QuotedText with offsets into t.
func (t Text) Decoded(data string, offsets []int32, start, end int,
	part func(start, end int, s string) (string, bool), whole func(string) string) Text {
	if t.joined != nil {
		return t.joined.decoded(data, offsets, start, end, part, whole)
	}
	inSource := make([]int32, len(offsets))
	for i, at := range offsets {
		inSource[i] = int32(t.offset(int(at)))
	}
	quote := func(s string) string { return t.Quote(whole(s)) }
	if whole == nil {
		quote = nil
	}
	d := DecodedText(t.source, data, inSource, t.offset(start), t.offset(end), quote)
	d.rewrite = &rewrite{data: data, raw: d.Raw(), part: part, whole: whole, outer: &t, offsets: offsets, start: start, end: end}
	return d
}

// LiteralText returns text that stands in no file as such (a default, a value made up by a wrapper). Its spans point at
// the given span as a whole, and it cannot be edited.
func LiteralText(data string, at Span) Text {
	offsets := make([]int32, len(data)+1)
	for i := range offsets {
		offsets[i] = int32(at.Start)
	}
	offsets[len(data)] = int32(at.End)
	return Text{source: at.Source, data: data, start: at.Start, end: at.End, offsets: offsets, rewrite: &rewrite{literal: true, data: data, raw: at}}
}

// String returns the text as its reader sees it.
func (t Text) String() string { return t.data }

// View returns the bytes of the text for readers that promise not to write: it takes no memory, however long the text is.
func (t Text) View() []byte { return viewBytes(t.data) }

// Len returns the length of the text in bytes.
func (t Text) Len() int { return len(t.data) }

// Source returns the source the text stands in, of one that is joined the source of its first piece; nil for the zero
// Text.
func (t Text) Source() *Source { return t.source }

// All returns the span of the whole text as it stands in the source, without the quotes around it.
func (t Text) All() Span { return t.Span(0, len(t.data)) }

// Raw returns the span of the text as it stands in the source, with the quotes around it.
func (t Text) Raw() Span { return Span{Source: t.source, Start: t.start, End: t.end} }

// Span returns where the bytes [start, end) of the text stand in the source.
func (t Text) Span(start, end int) Span {
	switch {
	case t.source == nil:
		return Span{}
	case t.joined != nil:
		return t.joined.span(start, end)
	case t.isLiteral():
		return t.rewrite.raw
	}
	return Span{Source: t.source, Start: t.offset(start), End: t.offset(end)}
}

func (t Text) offset(i int) int {
	if t.offsets == nil {
		return t.start + i
	}
	return int(t.offsets[i])
}

// Slice returns the text of the bytes [start, end); it keeps the way of quoting.
func (t Text) Slice(start, end int) Text {
	if t.joined != nil {
		return t.joined.slice(t.data, start, end)
	}
	p := t.Span(start, end)
	sub := Text{source: t.source, data: t.data[start:end], start: p.Start, end: p.End, quote: t.quote, rewrite: t.rewrite, base: t.base + start}
	if t.offsets != nil {
		sub.offsets = t.offsets[start : end+1]
	}
	return sub
}

// Identity reports whether the text stands in the source byte for byte, without any quoting.
func (t Text) Identity() bool { return t.offsets == nil && t.quote == nil && t.joined == nil }

// Quote writes s so that the reader of this place sees s. What replaces a part of the text is better had from Edit.
func (t Text) Quote(s string) string {
	if t.quote == nil {
		return s
	}
	return t.quote(s)
}

// Edit returns the change that makes the bytes [start, end) of the text read as s where the text stands: the span to
// replace, and what to write there. If the quoting does not allow to change a part, that is the whole text. ok is
// false if the text is written nowhere as such, so that no edit can change it.
func (t Text) Edit(start, end int, s string) (at Span, text string, ok bool) {
	if t.joined != nil {
		return t.joined.edit(t.data, start, end, s)
	}
	w := t.rewrite
	if w == nil {
		return t.Span(start, end), t.Quote(s), true
	}
	start, end = t.base+start, t.base+end
	if w.part != nil && !w.splits(start) && !w.splits(end) {
		if quoted, ok := w.part(start, end, s); ok {
			if w.outer != nil {
				return w.outer.Edit(int(w.offsets[start]), int(w.offsets[end]), quoted)
			}
			return t.Span(start-t.base, end-t.base), quoted, true
		}
	}
	if w.whole == nil {
		return w.raw, "", false
	}
	quoted := w.whole(w.data[:start] + s + w.data[end:])
	if w.outer != nil {
		return w.outer.Edit(w.start, w.end, quoted)
	}
	return w.raw, quoted, true
}

// splits reports whether several bytes of the text are written as one thing, an escape or a variable, and at lies between
// them.
func (w *rewrite) splits(at int) bool {
	return at > 0 && at < len(w.data) && w.offsets[at] == w.offsets[at-1]
}
