// Package partly puts texts together of which some parts are known and others only a run knows: what a template of a cloud
// makes of strings, references and functions.
package partly

import "github.com/mesoslint/mesoslint/lint/source"

// Text is a text of known and unknown parts. The zero Text is empty and known.
type Text struct {
	parts []source.Text
	holes []source.Range
	size  int
}

// Known returns a text that is known.
func Known(text source.Text) Text {
	var t Text
	t.AddKnown(text)
	return t
}

// Unknown returns a text of which nothing is known. What is written in its place stands at a span.
func Unknown(at source.Span) Text {
	var t Text
	t.AddUnknown(at)
	return t
}

// AddKnown adds a part that is known.
func (t *Text) AddKnown(text source.Text) {
	t.parts = append(t.parts, text)
	t.size += text.Len()
}

// AddUnknown adds a part that only a run knows. What is written in its place stands at a span.
func (t *Text) AddUnknown(at source.Span) {
	text := source.LiteralText("?", at)
	if at.Source != nil && at.Start < at.End {
		text = source.RawText(at.Source, at.Start, at.End)
	}
	t.hole(t.size, t.size+text.Len())
	t.AddKnown(text)
}

func (t *Text) hole(start, end int) {
	if last := len(t.holes) - 1; last >= 0 && t.holes[last].End == start {
		t.holes[last].End = end
		return
	}
	t.holes = append(t.holes, source.Range{Start: start, End: end})
}

// Add adds another text.
func (t *Text) Add(other Text) {
	for _, h := range other.holes {
		t.hole(t.size+h.Start, t.size+h.End)
	}
	t.parts = append(t.parts, other.parts...)
	t.size += other.size
}

// Text returns all of the text. Of what is unknown it has what is written in its place.
func (t Text) Text() source.Text { return source.Join(t.parts...) }

// Holes returns the ranges of the text that are unknown, in order and disjoint; nil if all is known.
func (t Text) Holes() []source.Range { return t.holes }

// Len returns the length of Text in bytes.
func (t Text) Len() int { return t.size }

// Literal returns the text as a string where all of it is known.
func (t Text) Literal() (s string, known bool) { return t.Text().String(), len(t.holes) == 0 }

// Leading returns how many bytes are known from the start on.
func (t Text) Leading() int {
	if len(t.holes) > 0 {
		return t.holes[0].Start
	}
	return t.size
}

// Of returns a text of which some ranges are unknown, in order and disjoint.
func Of(text source.Text, holes []source.Range) Text {
	return Text{parts: []source.Text{text}, holes: holes, size: text.Len()}
}
