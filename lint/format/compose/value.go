package compose

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// value is a text as compose passes it on, as far as that is known.
type value struct {
	text source.Text
	// holes are the ranges of text that only the run knows, in order and disjoint: what stands there is not what is passed.
	holes []source.Range
	// hedged is set if the environment of whoever runs compose may give another value: what is known comes from .env, or
	// is the default of a variable.
	hedged bool
}

func (v value) known() bool { return len(v.holes) == 0 }

// knownLength returns the number of leading bytes that are known.
func (v value) knownLength() int {
	if len(v.holes) > 0 {
		return v.holes[0].Start
	}
	return v.text.Len()
}

func (v value) word() machine.Word {
	return machine.Word{Text: v.text, Known: v.knownLength(), Holes: v.holes}
}

// slice returns the bytes [start, end) of a value.
func (v value) slice(start, end int) value {
	out := value{text: v.text.Slice(start, end), hedged: v.hedged}
	for _, h := range v.holes {
		if h.End > start && h.Start < end {
			out.holes = append(out.holes, source.Range{Start: max(h.Start, start) - start, End: min(h.End, end) - start})
		}
	}
	return out
}

// isHole reports whether a byte is one that only the run knows.
func (v value) isHole(at int) bool {
	return slices.ContainsFunc(v.holes, func(h source.Range) bool { return h.Start <= at && at < h.End })
}

// pieceCost is what a piece of a value takes besides its bytes.
const pieceCost = 256

// joiner puts a value together of pieces.
type joiner struct {
	pieces []source.Text
	length int
	cost   int // of the pieces that those are made of, in bytes
	out    value
}

func (j *joiner) add(v value) {
	for _, h := range v.holes {
		j.out.holes = append(j.out.holes, source.Range{Start: h.Start + j.length, End: h.End + j.length})
	}
	j.out.hedged = j.out.hedged || v.hedged
	j.pieces = append(j.pieces, v.text)
	j.cost += v.text.Len() + pieceCost*len(v.text.Pieces())
	j.length += v.text.Len()
}

// hole adds text that stands for what only the run knows.
func (j *joiner) hole(text source.Text) {
	j.add(value{text: text, holes: []source.Range{{End: text.Len()}}})
}

// value returns what was put together; at is where an empty one stands.
func (j *joiner) value(at source.Text) value {
	if j.length == 0 {
		j.out.text = source.LiteralText("", at.All())
	} else {
		j.out.text = source.Join(j.pieces...)
	}
	return j.out
}
