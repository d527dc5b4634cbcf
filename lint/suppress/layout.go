package suppress

import (
	"bytes"
	"cmp"
	"slices"
	"sort"

	"github.com/mesoslint/mesoslint/lint/source"
)

// layout is how the lines of a text lie.
type layout struct {
	data []byte
	// starts are where lines begin; next is, for each of them, where the first line from there on begins that is neither
	// empty nor a comment alone, or the end of the text.
	starts, next []int
	// joined are the things that go over several lines, by where they begin.
	joined []source.Range
}

func newLayout(data []byte, comments source.Comments) *layout {
	l := &layout{data: data}
	begins := map[int]bool{} // comments
	for _, c := range comments.At {
		begins[c.Start] = true
	}
	for at := 0; at < len(data); at = lineEnd(data, at) {
		l.starts = append(l.starts, at)
	}
	l.next = make([]int, len(l.starts))
	following := len(data)
	for i := len(l.starts) - 1; i >= 0; i-- {
		start, end := l.starts[i], lineEnd(data, l.starts[i])
		first := end - len(bytes.TrimLeft(data[start:end], " \t\r\n"))
		if first < end && !begins[first] {
			following = start
		}
		l.next[i] = following
	}
	l.joined = slices.SortedFunc(slices.Values(comments.Joined), func(a, b source.Range) int { return cmp.Compare(a.Start, b.Start) })
	return l
}

// covered returns what a comment is about: its line, and where it stands alone the next line that is neither empty nor a
// comment; each with what it goes on in. line is where the line begins that it is about.
func (l *layout) covered(r source.Range, alone bool) (out source.Range, line int) {
	out = source.Range{Start: lineStart(l.data, r.Start), End: lineEnd(l.data, r.End)}
	line = out.Start
	if alone {
		line = len(l.data)
		if i := sort.SearchInts(l.starts, out.End); i < len(l.starts) {
			line = l.next[i]
		}
		out.End = max(out.End, lineEnd(l.data, line))
	}
	first := sort.Search(len(l.joined), func(i int) bool { return l.joined[i].Start >= line })
	for _, j := range l.joined[first:] {
		if j.Start >= out.End {
			break
		}
		if j.End > out.End {
			out.End = lineEnd(l.data, j.End-1)
		}
	}
	return out, line
}

// blockEnd returns where the block ends that begins on a line: the lines behind from that are indented further, or are
// entries of a list of YAML under a key.
func (l *layout) blockEnd(line, from int) int {
	first := l.data[line:lineEnd(l.data, line)]
	depth := blanks(string(first))
	key := bytes.HasSuffix(bytes.TrimSpace(first), []byte(":"))
	at := from
	for at < len(l.data) {
		end := lineEnd(l.data, at)
		text := l.data[at:end]
		inside := blanks(string(text)) > depth || len(bytes.TrimSpace(text)) == 0
		if !inside && !(key && blanks(string(text)) == depth && text[depth] == '-') {
			break
		}
		at = end
	}
	return at
}

// before returns where the line begins before which a comment is about a place: that of the place, or of what it is in that
// goes over several lines.
func (l *layout) before(at int) int {
	for _, j := range l.joined {
		if j.Start <= at && at < j.End {
			return lineStart(l.data, j.Start)
		}
	}
	return lineStart(l.data, at)
}

// lineStart returns where the line of an offset begins.
func lineStart(data []byte, at int) int { return bytes.LastIndexByte(data[:at], '\n') + 1 }

// lineEnd returns where the line of an offset ends, behind its newline.
func lineEnd(data []byte, at int) int {
	at = min(at, len(data))
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}
