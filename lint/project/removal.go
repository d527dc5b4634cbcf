package project

import (
	"bytes"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// extent returns the bytes of an entry of a list: from its beginning to the end of the last thing that is written in it,
// without comments and blank lines behind that.
func extent(n *yamltext.Node) source.Span {
	out := n.Span()
	out.End = writtenEnd(n)
	return out
}

// writtenEnd returns where the last scalar or flow collection of a node ends.
func writtenEnd(n *yamltext.Node) int {
	if n.Kind != yamltext.Mapping && n.Kind != yamltext.Sequence {
		return n.Span().End
	}
	if s := n.Span().Source; s != nil && n.Span().Start < len(s.Data) && (s.Data[n.Span().Start] == '{' || s.Data[n.Span().Start] == '[') {
		return n.Span().End
	}
	end := n.Span().Start
	for _, m := range n.Members() {
		end = max(end, m.Key.Span().End, writtenEnd(m.Value))
	}
	for _, i := range n.Items() {
		end = max(end, writtenEnd(i))
	}
	return end
}

// Removal returns the edits that take an entry out of the list it stands in, of which others may go as well; nil if it
// stands where it cannot be taken out by itself, as on the line of another thing. list are the entries of the list, and
// gone tells those that are to go. If all go, so does the key of the list.
func Removal(list []Ignore, gone []bool, i int) []lint.Edit {
	at := list[i].extent
	if at.Source == nil {
		return nil
	}
	data := at.Source.Data
	if span, ok := blockEntry(data, at); ok {
		all := true
		for k := range list {
			_, block := blockEntry(data, list[k].extent)
			all = all && gone[k] && block
		}
		if all {
			first, _ := blockEntry(data, list[0].extent)
			last, _ := blockEntry(data, list[len(list)-1].extent)
			if key, found := keyLine(data, first.Start); found {
				span = source.Range{Start: key, End: last.End}
			}
		}
		return []lint.Edit{{Span: at.Source.Span(span.Start, span.End)}}
	}
	if span, ok := flowEntry(data, at); ok {
		return []lint.Edit{{Span: at.Source.Span(span.Start, span.End)}}
	}
	return nil
}

// blockEntry returns the lines of an entry that stands behind a dash, alone on its lines but for a comment.
func blockEntry(data []byte, at source.Span) (source.Range, bool) {
	start := bytes.LastIndexByte(data[:at.Start], '\n') + 1
	before := bytes.TrimLeft(data[start:at.Start], " ")
	if len(before) < 2 || before[0] != '-' || len(bytes.TrimSpace(before)) != 1 {
		return source.Range{}, false
	}
	end := len(data)
	if at.End > at.Start && data[at.End-1] == '\n' { // a block scalar goes to the end of its last line
		end = at.End
	} else if i := bytes.IndexByte(data[at.End:], '\n'); i >= 0 {
		end = at.End + i + 1
	}
	if rest := bytes.TrimSpace(data[min(at.End, end):end]); len(rest) > 0 && rest[0] != '#' {
		return source.Range{}, false
	}
	return source.Range{Start: start, End: end}, true
}

// flowEntry returns an entry of a list in brackets with the comma that goes with it.
func flowEntry(data []byte, at source.Span) (source.Range, bool) {
	const blank = " \t\r\n"
	after := at.End + len(data[at.End:]) - len(bytes.TrimLeft(data[at.End:], blank))
	if after >= len(data) {
		return source.Range{}, false
	}
	switch data[after] {
	case ',':
		next := data[after+1:]
		return source.Range{Start: at.Start, End: after + 1 + len(next) - len(bytes.TrimLeft(next, " \t"))}, true
	case ']':
		before := bytes.TrimRight(data[:at.Start], blank)
		if bytes.HasSuffix(before, []byte(",")) {
			return source.Range{Start: len(before) - 1, End: at.End}, true
		}
		return source.Range{Start: at.Start, End: at.End}, bytes.HasSuffix(before, []byte("["))
	}
	return source.Range{}, false
}

// keyLine returns where the line of the key begins whose list begins at a line, if nothing else is on it. Comments and
// blank lines may lie between.
func keyLine(data []byte, line int) (int, bool) {
	for line > 0 {
		start := bytes.LastIndexByte(data[:line-1], '\n') + 1
		text := bytes.TrimSpace(data[start:line])
		rest, isKey := bytes.CutPrefix(text, []byte("ignore:"))
		switch {
		case isKey:
			rest = bytes.TrimSpace(rest)
			return start, len(rest) == 0 || rest[0] == '#'
		case len(text) > 0 && text[0] != '#':
			return 0, false
		}
		line = start
	}
	return 0, false
}
