package source

// Text is a piece of a source as its reader sees it, after the quoting of the place it stands in is undone: a whole
// file, the value of a shell assignment, one word of a unit's ExecStart. It knows which source bytes each of its own
// bytes came from, and how to write other bytes in the same place. The zero Text is empty and points nowhere.
//
// A file has a text for each of its values, so a Text is small, and what most have not stands behind a pointer.
type Text struct {
	source     *Source
	data       string
	start, end int32 // raw span in source
	base       int32 // offset of data in form.data
	form       *form // nil if data is the raw span itself
}

// form is what a text is that does not stand in its source byte for byte, or a part of such a text.
type form struct {
	data    string
	quoting Quoting // nil if it cannot be written anew
	// outer is the text that this one is quoted in, if that is quoted itself, and base the offset of that in outer.data.
	outer *form
	base  int32
	// first is where the first byte of data stands, if layout says nothing else. start and end are the raw form. They are in
	// the source, or in the outer text.
	first, start, end int32
	literal           bool    // it stands nowhere as such
	free              bool    // any part of it can be written by itself, as the whole is
	layout            *layout // nil if the bytes of data stand one after the other
}

// layout is where the bytes of a text stand.
type layout struct {
	// offsets says where each byte of data and its end stand, before shift is added; nil if they stand one after the other.
	offsets []int32
	shift   int32
	joined  *joined // nil if it stands in one piece
}

// Quoting is how other bytes are written in the place of a text.
type Quoting interface {
	// Part writes s in place of the bytes [start, end) of what is read now, and reports false if it cannot be written there.
	Part(read string, start, end int, s string) (string, bool)
	// Whole writes a complete new text, quotes included. It reports false if it cannot be written.
	Whole(s string) (string, bool)
}

// functions are a quoting; nil can write nothing.
type functions struct {
	part  func(start, end int, s string) (string, bool)
	whole func(string) string
}

func (q *functions) Part(_ string, start, end int, s string) (string, bool) {
	if q.part == nil {
		return "", false
	}
	return q.part(start, end, s)
}

func (q *functions) Whole(s string) (string, bool) {
	if q.whole == nil {
		return "", false
	}
	return q.whole(s), true
}

// WholeText returns the content of a source as it stands.
func WholeText(s *Source) Text { return RawText(s, 0, len(s.Data)) }

// RawText returns the bytes [start, end) of a source as they stand.
func RawText(s *Source, start, end int) Text {
	return Text{source: s, data: viewString(s.Data[start:end]), start: int32(start), end: int32(end)}
}

// DecodedText returns text whose quoting has been undone. offsets has len(data)+1 elements and gives the source offset
// of each byte of data and of its end; it must not decrease. start and end delimit the raw, quoted form. quote writes
// replacement bytes so that the same reader sees them there; nil means they can be written as they are.
func DecodedText(s *Source, data string, offsets []int32, start, end int, quote func(string) string) Text {
	t := QuotedText(s, data, offsets, start, end, nil, quote)
	t.form.free = true
	return t
}

// QuotedText is DecodedText for quoting that does not allow every edit of a part. part writes s in place of the bytes
// [start, end) of data, and reports false if it cannot be written there; nil means that no part can be edited by
// itself. whole writes a complete new text, quotes included.
func QuotedText(s *Source, data string, offsets []int32, start, end int,
	part func(start, end int, s string) (string, bool), whole func(string) string) Text {
	return WholeText(s).Decoded(data, offsets, start, end, part, whole)
}

// Decoded returns a text that stands in the bytes [start, end) of t under a quoting of its own: the words of a shell's
// command line that is itself a word of a unit. It is QuotedText with offsets into t.
func (t Text) Decoded(data string, offsets []int32, start, end int,
	part func(start, end int, s string) (string, bool), whole func(string) string) Text {
	return t.DecodedBy(data, offsets, start, end, &functions{part, whole})
}

// Quoted is Decoded for the bytes [from, to) of t, which stand in [start, end) under a quoting of their own that changes none
// of them. It takes no memory for each byte.
func (t Text) Quoted(from, to, start, end int, q Quoting) Text {
	if t.isJoined() {
		return t.DecodedBy(t.data[from:to], upTo(from, to), start, end, q)
	}
	return t.quoted(t.data[from:to], from, start, end, q)
}

// DecodedBy is Decoded with a quoting.
func (t Text) DecodedBy(data string, offsets []int32, start, end int, q Quoting) Text {
	if len(offsets) != len(data)+1 {
		panic("source: Decoded needs an offset for every byte and one for the end")
	}
	if t.isJoined() {
		return t.joined().decoded(data, offsets, start, end, q)
	}
	if from, to := int(offsets[0]), int(offsets[len(data)]); consecutive(offsets) {
		if to <= len(t.data) && t.data[from:to] == data {
			data = t.data[from:to] // which is kept once
		}
		return t.quoted(data, from, start, end, q)
	}
	d := t.quoted(data, 0, start, end, q)
	d.form.layout = &layout{offsets: offsets}
	if d.form.outer == nil {
		d.form.layout.shift = t.start
	}
	return d
}

// quoted returns a text that stands in the bytes [start, end) of t, which is not joined, byte for byte from first on.
func (t Text) quoted(data string, first, start, end int, q Quoting) Text {
	f := &form{data: data, quoting: q, first: int32(first), start: int32(start), end: int32(end), outer: t.form, base: t.base}
	if t.form == nil {
		f.first, f.start, f.end = f.first+t.start, f.start+t.start, f.end+t.start
	}
	return Text{source: t.source, data: data, start: int32(t.offset(start)), end: int32(t.offset(end)), form: f}
}

// consecutive reports whether each byte stands right after the one before it.
func consecutive(offsets []int32) bool {
	for i, at := range offsets {
		if at != offsets[0]+int32(i) {
			return false
		}
	}
	return true
}

// upTo returns the numbers from one to another, both included.
func upTo(from, to int) []int32 {
	offsets := make([]int32, 0, to-from+1)
	for i := from; i <= to; i++ {
		offsets = append(offsets, int32(i))
	}
	return offsets
}

// LiteralText returns text that stands in no file as such (a default, a value made up by a wrapper). Its spans point at
// the given span as a whole, and it cannot be edited.
func LiteralText(data string, at Span) Text {
	return Text{source: at.Source, data: data, start: int32(at.Start), end: int32(at.End),
		form: &form{literal: true, data: data, start: int32(at.Start), end: int32(at.End)}}
}

// isLiteral reports whether the text stands nowhere as such.
func (t Text) isLiteral() bool { return t.form != nil && t.form.literal }

// isJoined reports whether the text does not stand in one piece.
func (t Text) isJoined() bool { return t.joined() != nil }

func (t Text) joined() *joined {
	if t.form == nil || t.form.layout == nil {
		return nil
	}
	return t.form.layout.joined
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
func (t Text) Raw() Span { return Span{Source: t.source, Start: int(t.start), End: int(t.end)} }

// Span returns where the bytes [start, end) of the text stand in the source.
func (t Text) Span(start, end int) Span {
	switch {
	case t.source == nil:
		return Span{}
	case t.isJoined():
		return t.joined().span(start, end)
	case t.isLiteral():
		return t.form.raw(t.source)
	}
	return Span{Source: t.source, Start: t.offset(start), End: t.offset(end)}
}

// offset returns where a byte of a text that is not joined stands in the source.
func (t Text) offset(i int) int {
	if t.form == nil {
		return int(t.start) + i
	}
	return t.form.offset(int(t.base) + i)
}

// offset returns where a byte of data stands in the source.
func (f *form) offset(i int) int {
	switch {
	case f.literal && i < len(f.data):
		return int(f.start)
	case f.literal:
		return int(f.end)
	case f.outer != nil:
		return f.outer.offset(int(f.base) + f.place(i))
	}
	return f.place(i)
}

// place returns where a byte of data stands in the source, or in the outer text.
func (f *form) place(i int) int {
	if f.layout == nil || f.layout.offsets == nil {
		return int(f.first) + i
	}
	return int(f.layout.offsets[i] + f.layout.shift)
}

// raw returns the span of the whole text in a source, with the quotes around it.
func (f *form) raw(in *Source) Span {
	if f.outer != nil {
		return Span{Source: in, Start: f.outer.offset(int(f.base + f.start)), End: f.outer.offset(int(f.base + f.end))}
	}
	return Span{Source: in, Start: int(f.start), End: int(f.end)}
}

// Slice returns the text of the bytes [start, end); it keeps the way of quoting.
func (t Text) Slice(start, end int) Text {
	if t.isJoined() {
		return t.joined().slice(t.data, start, end)
	}
	p := t.Span(start, end)
	return Text{source: t.source, data: t.data[start:end], start: int32(p.Start), end: int32(p.End), form: t.form, base: t.base + int32(start)}
}

// Identity reports whether the text stands in the source byte for byte, without any quoting.
func (t Text) Identity() bool { return t.form == nil }

// Quote writes s so that the reader of this place sees s. What replaces a part of the text is better had from Edit.
func (t Text) Quote(s string) string { return t.form.quote(s) }

func (f *form) quote(s string) string {
	if f == nil || f.quoting == nil {
		return s
	}
	quoted, ok := f.quoting.Whole(s)
	if !ok {
		return s
	}
	return f.outer.quote(quoted)
}

// Edit returns the change that makes the bytes [start, end) of the text read as s where the text stands: the span to
// replace, and what to write there. If the quoting does not allow to change a part, that is the whole text. ok is
// false if the text is written nowhere as such, so that no edit can change it.
func (t Text) Edit(start, end int, s string) (at Span, text string, ok bool) {
	switch {
	case t.isJoined():
		return t.joined().edit(t.data, start, end, s)
	case t.form == nil:
		return t.Span(start, end), s, true
	}
	return t.form.edit(t.source, int(t.base)+start, int(t.base)+end, s)
}

// edit is Edit of the bytes [start, end) of data.
func (f *form) edit(in *Source, start, end int, s string) (at Span, text string, ok bool) {
	switch {
	case f.free:
		return Span{Source: in, Start: f.offset(start), End: f.offset(end)}, f.quote(s), true
	case f.quoting == nil:
		return f.raw(in), "", false
	case !f.splits(start) && !f.splits(end):
		if quoted, ok := f.quoting.Part(f.data, start, end, s); ok {
			return f.replace(in, f.place(start), f.place(end), quoted)
		}
	}
	quoted, ok := f.quoting.Whole(f.data[:start] + s + f.data[end:])
	if !ok {
		return f.raw(in), "", false
	}
	return f.replace(in, int(f.start), int(f.end), quoted)
}

// replace returns the change that writes s in a place of the source, or of the outer text.
func (f *form) replace(in *Source, start, end int, s string) (at Span, text string, ok bool) {
	if f.outer != nil {
		return f.outer.edit(in, int(f.base)+start, int(f.base)+end, s)
	}
	return Span{Source: in, Start: start, End: end}, s, true
}

// splits reports whether several bytes of the text are written as one thing, an escape or a variable, and at lies between
// them.
func (f *form) splits(at int) bool {
	return at > 0 && at < len(f.data) && f.place(at) == f.place(at-1)
}
