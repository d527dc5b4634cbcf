package startup

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"
)

// Kind is the type of a resource's or an attribute's value.
type Kind uint8

// The kinds.
const (
	Scalar Kind = iota + 1
	Ranges
	Set
	Text
)

// String returns "scalar", "ranges", "set" or "text".
func (k Kind) String() string { return [...]string{"", "scalar", "ranges", "set", "text"}[k] }

// Range is the numbers from Begin to End, both included.
type Range struct{ Begin, End uint64 }

// Value is a value as the daemon holds it.
type Value struct {
	Kind   Kind
	Scalar float64
	Ranges []Range
	Set    []string
	Text   string
}

// ParseValue reads a value: [1-2,5-9], {a,b}, a number, or any other text. Spaces count nowhere.
func ParseValue(text string, d Dialect) (Value, *Problem) { return parseValue(whole(text), d) }

func parseValue(at token, d Dialect) (Value, *Problem) {
	text := strings.ReplaceAll(at.text, " ", "")
	if text == "" {
		return Value{}, refuse(at, "there is no value")
	}
	for _, brackets := range []string{"{}", "[]", "()"} {
		if !matched(text, brackets[0], brackets[1]) {
			return Value{}, refuse(at, "the brackets %q do not match", brackets)
		}
	}
	square, curly := strings.IndexByte(text, '['), strings.IndexByte(text, '{')
	switch {
	case square == 0:
		ranges, problem := parseRanges(at, text, d)
		return Value{Kind: Ranges, Ranges: ranges}, problem
	case square > 0:
		return Value{}, refuse(at, `"[" is after the start of the value`)
	case curly == 0:
		var items []string
		for _, item := range whole(text).tokenize("{},\n") {
			items = append(items, item.text)
		}
		return Value{Kind: Set, Set: items}, nil
	case curly > 0:
		return Value{}, refuse(at, `"{" is after the start of the value`)
	}
	number, ok := float(text)
	switch {
	case !ok:
		return Value{Kind: Text, Text: text}, nil
	case d.OnlyNormalScalars && !isNormal(number):
		return Value{}, refuse(at, "the number is infinite, not a number, or too close to 0")
	case d.NoNegativeScalars && number < 0:
		return Value{}, refuse(at, "the number is negative")
	}
	return Value{Kind: Scalar, Scalar: number}, nil
}

// matched reports whether every closing bracket follows an opening one of its own and none is left open. Brackets of
// different kinds do not see each other.
func matched(text string, open, shut byte) bool {
	depth := 0
	for i := 0; i < len(text) && depth >= 0; i++ {
		switch text[i] {
		case open:
			depth++
		case shut:
			depth--
		}
	}
	return depth == 0
}

// isNormal reports whether a number is zero or a normal one.
func isNormal(v float64) bool {
	const smallestNormal = 0x1p-1022
	return v == 0 || math.Abs(v) >= smallestNormal && !math.IsInf(v, 0)
}

func parseRanges(at token, text string, d Dialect) ([]Range, *Problem) {
	tokens := whole(text).tokenize("[]-,\n")
	if len(tokens)%2 != 0 {
		return nil, refuse(at, "a range has a begin without an end")
	}
	if !d.HexInRanges {
		d.Hex = NoHex
	}
	out := make([]Range, 0, len(tokens)/2)
	for pair := range slices.Chunk(tokens, 2) {
		begin, ok := integer(pair[0].text, 64, false, d)
		end, alsoOK := integer(pair[1].text, 64, false, d)
		if !ok || !alsoOK {
			return nil, refuse(at, "the ends of a range must be whole numbers that are not negative")
		}
		out = append(out, Range{begin, end})
	}
	if d.CoalescesRanges {
		out = coalesce(out)
	}
	return out, nil
}

// coalesce joins ranges that overlap or touch. A range that ends at the largest number touches nothing, because the
// number after it is 0; one that ends before it begins is joined like any other.
func coalesce(ranges []Range) []Range {
	if len(ranges) == 0 {
		return ranges
	}
	slices.SortFunc(ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.Begin, b.Begin), cmp.Compare(a.End, b.End))
	})
	out := ranges[:1]
	for _, r := range slices.Clone(ranges[1:]) {
		current := &out[len(out)-1]
		if r.Begin == current.Begin || r.Begin <= current.End+1 {
			current.End = max(current.End, r.End)
		} else {
			out = append(out, r)
		}
	}
	return out
}

// overlap reports whether one of the ranges begins inside an earlier one. An earlier one that begins inside a later one is
// none of that. It takes n log n for n ranges: they are gone through by where they begin, and of those that reach as far the
// earliest is looked at.
func overlap(ranges []Range) bool {
	byBegin := make([]int, len(ranges))
	for i := range byBegin {
		byBegin[i] = i
	}
	slices.SortStableFunc(byBegin, func(a, b int) int { return cmp.Compare(ranges[a].Begin, ranges[b].Begin) })
	reaching := &earliest{}
	for from := 0; from < len(byBegin); {
		at := ranges[byBegin[from]].Begin
		to := from
		for ; to < len(byBegin) && ranges[byBegin[to]].Begin == at; to++ {
			heap.Push(reaching, byBegin[to])
		}
		for reaching.Len() > 0 && ranges[(*reaching)[0]].End < at {
			heap.Pop(reaching)
		}
		if reaching.Len() > 0 && (*reaching)[0] < byBegin[to-1] {
			return true
		}
		from = to
	}
	return false
}

// earliest is a heap of places in a list, the first on top.
type earliest []int

func (e earliest) Len() int           { return len(e) }
func (e earliest) Less(a, b int) bool { return e[a] < e[b] }
func (e earliest) Swap(a, b int)      { e[a], e[b] = e[b], e[a] }
func (e *earliest) Push(v any)        { *e = append(*e, v.(int)) }
func (e *earliest) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// interval is what the daemons keep of a range of numbers with fewer bits: a half-open interval whose upper end has
// wrapped around where the range ends at the largest number.
type interval struct{ begin, end uint64 }

func narrow(r Range, bits int) interval {
	mask := uint64(math.MaxUint64) >> (64 - bits)
	return interval{r.Begin & mask, (r.End + 1) & mask}
}

func (i interval) empty() bool { return i.begin >= i.end }

func (i interval) intersects(o interval) bool {
	return !i.empty() && !o.empty() && i.begin < o.end && o.begin < i.end
}

// intervals narrows ranges and drops those that are empty then.
func intervals(ranges []Range, bits int) []interval {
	var out []interval
	for _, r := range ranges {
		if i := narrow(r, bits); !i.empty() {
			out = append(out, i)
		}
	}
	return out
}
