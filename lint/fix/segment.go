package fix

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/source"
)

// segment is a run of a changed file's content: the bytes [start, end) of the old content, or text that is new. A file's
// segments keep, over any number of rounds of fixing, which bytes nobody touched.
type segment struct {
	start, end int
	text       string
}

func (p segment) length() int {
	if p.text != "" {
		return len(p.text)
	}
	return p.end - p.start
}

// cut returns the bytes [from, to) of the segment.
func (p segment) cut(from, to int) segment {
	if p.text != "" {
		return segment{text: p.text[from:to]}
	}
	return segment{start: p.start + from, end: p.start + to}
}

// replace applies edits, ordered and without overlap, to the content that segments describe.
func replace(segments []segment, edits []edit) []segment {
	var out []segment
	add := func(p segment) {
		if n := len(out); n > 0 && p.text == "" && out[n-1].text == "" && out[n-1].end == p.start {
			out[n-1].end = p.end
		} else if p.length() > 0 {
			out = append(out, p)
		}
	}
	at, next := 0, 0 // content before at is done; segments[next] begins at begin
	begin := 0
	copyTo := func(to int, keep bool) {
		for next < len(segments) && at < to {
			p := segments[next]
			from, until := at-begin, min(to-begin, p.length())
			if keep {
				add(p.cut(from, until))
			}
			at = begin + until
			if until == p.length() {
				begin += p.length()
				next++
			}
		}
	}
	for _, e := range edits {
		copyTo(e.start, true)
		copyTo(e.end, false)
		add(segment{text: e.text})
	}
	copyTo(int(^uint(0)>>1), true)
	return out
}

// assemble writes the content that segments describe.
func assemble(old []byte, segments []segment) []byte {
	size := 0
	for _, p := range segments {
		size += p.length()
	}
	out := make([]byte, 0, size)
	for _, p := range segments {
		if p.text != "" {
			out = append(out, p.text...)
		} else {
			out = append(out, old[p.start:p.end]...)
		}
	}
	return out
}

// change is a run of old bytes that became a run of new bytes.
type change struct{ oldStart, oldEnd, newStart, newEnd int }

// changes returns the runs in which the content that segments describe differs from the old content of that size, in
// order.
func changes(size int, segments []segment) []change {
	var out []change
	old, at := 0, 0
	open := change{}
	flush := func(oldEnd int) {
		open.oldEnd, open.newEnd = oldEnd, at
		if open.oldStart < open.oldEnd || open.newStart < open.newEnd {
			out = append(out, open)
		}
	}
	for _, p := range segments {
		if p.text == "" {
			flush(p.start)
			old = p.end
			open = change{oldStart: old, newStart: at + p.length()}
		}
		at += p.length()
	}
	flush(size)
	return out
}

// carried returns the secret bytes of edited content: those of the old content where they were kept, and those the
// edits bring.
func carried(old []source.Range, edits []edit) []source.Range {
	var out []source.Range
	done, delta, next := 0, 0, 0
	keep := func(to int) {
		for ; next < len(old) && old[next].Start < to; next++ {
			r := source.Range{Start: max(old[next].Start, done), End: min(old[next].End, to), Unknown: old[next].Unknown}
			if r.Start < r.End {
				out = append(out, source.Range{Start: r.Start + delta, End: r.End + delta, Unknown: r.Unknown})
			}
			if old[next].End > to {
				break
			}
		}
	}
	for _, e := range edits {
		keep(e.start)
		out = append(out, source.Shifted(e.secrets, e.start+delta)...)
		done = e.end
		delta += len(e.text) - (e.end - e.start)
	}
	keep(int(^uint(0) >> 1))
	return source.Union(out)
}

// marked returns the bytes of edited content that fixes wrote, by author: those of earlier rounds that were kept, and those
// the edits write. What an edit replaces had its part in what stands there then.
func marked(earlier map[string][]source.Range, edits []edit) map[string][]source.Range {
	out := map[string][]source.Range{}
	bare := slices.Clone(edits)
	for i := range bare {
		bare[i].secrets = nil
	}
	for by, ranges := range earlier {
		if kept := carried(ranges, bare); len(kept) > 0 {
			out[by] = kept
		}
	}
	delta := 0
	for _, e := range edits {
		own := source.Range{Start: e.start + delta, End: e.start + delta + len(e.text)}
		delta += len(e.text) - (e.end - e.start)
		if own.Start == own.End {
			continue
		}
		out[author(e.of)] = append(out[author(e.of)], own)
		for by, ranges := range earlier {
			if by != author(e.of) && len(source.Within(ranges, e.start, e.end)) > 0 {
				out[by] = append(out[by], own)
			}
		}
	}
	for by, ranges := range out {
		out[by] = source.Union(ranges)
	}
	return out
}
