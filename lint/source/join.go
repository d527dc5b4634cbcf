package source

import (
	"slices"
	"sort"
	"strings"
)

// joined are the texts of which a text is made, one after the other.
type joined struct {
	segments []segment
	// grown is what Append adds to; nil if nothing was appended yet.
	grown *grown
}

// grown is a text that grows at its end. Those that were made of it on the way are its beginnings.
type grown struct {
	data     strings.Builder
	segments []segment
	// raw covers the segments, as far as they follow in one source; parted is set once one does not.
	raw    Span
	parted bool
}

func (g *grown) add(t Text) {
	for _, p := range t.Pieces() {
		if len(p.data) == 0 {
			continue
		}
		next := p.Raw()
		switch {
		case len(g.segments) == 0:
			g.raw = next
		case g.parted || next.Source != g.raw.Source || next.Start < g.raw.End:
			g.parted = true
		default:
			g.raw.End = next.End
		}
		g.segments = append(g.segments, segment{g.data.Len(), p})
		g.data.WriteString(p.data)
	}
}

// Append returns Join(to, more). Like append of a slice, it copies what it adds and not what was there, where to was made by
// Append and nothing was appended to it yet. It is not for texts that several goroutines append to.
func Append(to, more Text) Text {
	if to.Len() == 0 || more.Len() == 0 {
		return Join(to, more)
	}
	var g *grown
	if to.isJoined() {
		g = to.joined().grown
	}
	if g == nil || g.data.Len() != to.Len() || len(g.segments) != len(to.joined().segments) {
		g = &grown{}
		g.add(to)
	}
	g.add(more)
	return textOf(g.data.String(), g.raw, &joined{segments: slices.Clip(g.segments), grown: g})
}

// segment is one of them. None is empty, and none is itself joined.
type segment struct {
	at   int // offset of its first byte in the joined text
	text Text
}

func (p segment) end() int { return p.at + len(p.text.data) }

// Join returns the text that is made of several texts, one after the other, from one source or from several: a file that
// two heredocs of a script write, a value that a wrapper puts together from files. Spans and edits go to the segment that
// holds the bytes. A span that reaches over several segments covers what lies between them in one source too, and ends with
// the first segment if the next stands before it or in another source. An edit that would change the bytes of several
// segments cannot be made; what it keeps of the first and last does not count as changed.
func Join(texts ...Text) Text {
	var segments []segment
	var data strings.Builder
	for _, t := range texts {
		if !t.isJoined() {
			if len(t.data) > 0 {
				segments = append(segments, segment{data.Len(), t})
			}
			data.WriteString(t.data)
			continue
		}
		for _, p := range t.joined().segments {
			segments = append(segments, segment{data.Len() + p.at, p.text})
		}
		data.WriteString(t.data)
	}
	switch {
	case len(segments) == 1:
		return segments[0].text
	case len(segments) > 1:
		return joinedText(data.String(), segments)
	}
	for _, t := range texts {
		if t.source != nil {
			return t
		}
	}
	return Text{}
}

func joinedText(data string, segments []segment) Text {
	j := &joined{segments: segments}
	return textOf(data, j.cover(segments[0].text.Raw(), 0, len(segments)-1, func(p segment) Span { return p.text.Raw() }), j)
}

// textOf returns the text that segments are.
func textOf(data string, raw Span, of *joined) Text {
	return Text{source: of.segments[0].text.source, data: data, start: int32(raw.Start), end: int32(raw.End), form: &form{layout: &layout{joined: of}}}
}

// find returns the piece that holds the byte at an offset, the last one for the end of the text.
func (j *joined) find(offset int) int {
	return min(sort.Search(len(j.segments), func(i int) bool { return j.segments[i].end() > offset }), len(j.segments)-1)
}

// findEnd returns the piece that holds the byte before an offset, the first one for 0.
func (j *joined) findEnd(offset int) int {
	return min(sort.Search(len(j.segments), func(i int) bool { return j.segments[i].end() >= offset }), len(j.segments)-1)
}

// cover stretches a span that begins in one piece over those up to last, as far as they follow in one source.
func (j *joined) cover(span Span, first, last int, of func(segment) Span) Span {
	for _, p := range j.segments[first+1 : last+1] {
		next := of(p)
		if next.Source != span.Source || next.Start < span.End {
			break
		}
		span.End = next.End
	}
	return span
}

func (j *joined) span(start, end int) Span {
	if start >= end {
		p := j.segments[j.place(start)]
		return p.text.Span(start-p.at, start-p.at)
	}
	first, last := j.find(start), j.findEnd(end)
	cut := func(p segment) Span { return p.text.Span(max(start-p.at, 0), min(end, p.end())-p.at) }
	return j.cover(cut(j.segments[first]), first, last, cut)
}

// place returns the piece in which something is inserted at an offset: the one that begins there or holds it, unless that
// is written nowhere and the one that ends there is.
func (j *joined) place(offset int) int {
	at, before := j.find(offset), j.findEnd(offset)
	if at != before && j.segments[at].text.isLiteral() {
		return before
	}
	return at
}

func (j *joined) slice(data string, start, end int) Text {
	if start >= end {
		p := j.segments[j.place(start)]
		return p.text.Slice(start-p.at, start-p.at)
	}
	first, last := j.find(start), j.findEnd(end)
	cut := func(p segment) Text { return p.text.Slice(max(start-p.at, 0), min(end, p.end())-p.at) }
	if first == last {
		return cut(j.segments[first])
	}
	segments := make([]segment, 0, last-first+1)
	for _, p := range j.segments[first : last+1] {
		segments = append(segments, segment{max(p.at, start) - start, cut(p)})
	}
	return joinedText(data[start:end], segments)
}

// edit passes the change to the one piece whose bytes it changes.
func (j *joined) edit(data string, start, end int, s string) (at Span, text string, ok bool) {
	for start < end {
		first := j.segments[j.find(start)]
		if head := data[start:min(end, first.end())]; j.find(start) != j.findEnd(end) && strings.HasPrefix(s, head) {
			start, s = start+len(head), s[len(head):]
			continue
		}
		last := j.segments[j.findEnd(end)]
		if tail := data[max(start, last.at):end]; j.find(start) != j.findEnd(end) && strings.HasSuffix(s, tail) {
			end, s = end-len(tail), s[:len(s)-len(tail)]
			continue
		}
		break
	}
	if start >= end {
		p := j.segments[j.place(start)]
		return p.text.Edit(start-p.at, start-p.at, s)
	}
	first, last := j.find(start), j.findEnd(end)
	if first != last {
		return j.span(start, end), "", false
	}
	p := j.segments[first]
	return p.text.Edit(start-p.at, end-p.at, s)
}

// pieceQuoting is the quoting of what begins at a byte of a text that stands in several pieces.
type pieceQuoting struct {
	Quoting
	read  string // of all pieces
	from  int
	alone bool // there is no other piece
}

func (q *pieceQuoting) Part(_ string, start, end int, s string) (string, bool) {
	return q.Quoting.Part(q.read, q.from+start, q.from+end, s)
}

func (q *pieceQuoting) Whole(s string) (string, bool) {
	if !q.alone {
		return "", false
	}
	return q.Quoting.Whole(s)
}

// decoded is Text.Decoded: what stands in one piece is decoded in it, and what stands in several is joined of its parts.
func (j *joined) decoded(data string, offsets []int32, start, end int, q Quoting) Text {
	in := func(p segment, from, to int, outerStart, outerEnd int, alone bool) Text {
		shifted := make([]int32, 0, to-from+1)
		for _, at := range offsets[from : to+1] {
			shifted = append(shifted, int32(min(max(int(at), p.at), p.end())-p.at))
		}
		return p.text.DecodedBy(data[from:to], shifted, max(outerStart, p.at)-p.at, min(outerEnd, p.end())-p.at, &pieceQuoting{q, data, from, alone})
	}
	if first := j.find(start); first == j.findEnd(end) || start >= end {
		return in(j.segments[first], 0, len(data), start, end, true)
	}
	var parts []Text
	for from := 0; from < len(data); {
		p := j.segments[j.find(int(offsets[from]))]
		to := from + 1
		for to < len(data) && int(offsets[to]) < p.end() {
			to++
		}
		parts = append(parts, in(p, from, to, int(offsets[from]), int(offsets[to]), false))
		from = to
	}
	if len(parts) == 0 {
		p := j.segments[j.find(start)]
		return p.text.Slice(start-p.at, start-p.at)
	}
	return Join(parts...)
}

// Pieces returns the texts that a text is made of, each of which stands in one source: those that were joined, or the
// text itself.
func (t Text) Pieces() []Text {
	if !t.isJoined() {
		return []Text{t}
	}
	out := make([]Text, len(t.joined().segments))
	for i, p := range t.joined().segments {
		out[i] = p.text
	}
	return out
}

// CountPieces returns the number of texts that Pieces returns.
func (t Text) CountPieces() int {
	if !t.isJoined() {
		return 1
	}
	return len(t.joined().segments)
}

// Spans returns where the bytes [start, end) of the text stand: one span for each piece that holds some of them.
func (t Text) Spans(start, end int) []Span {
	if !t.isJoined() || start >= end {
		return []Span{t.Span(start, end)}
	}
	var out []Span
	for _, p := range t.joined().segments[t.joined().find(start) : t.joined().findEnd(end)+1] {
		out = append(out, p.text.Span(max(start-p.at, 0), min(end, p.end())-p.at))
	}
	return out
}
