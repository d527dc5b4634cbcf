package yamltext

import (
	"bytes"
	"slices"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Comments returns where the comments of a text stand, up to the first place that is not YAML; see Parse.
func Comments(in source.Text, masked []byte, limits machine.Limits) source.Comments {
	p := newParser(in, masked, limits)
	p.comments = map[int]int{}
	var docs []*Document
	if p.problem == nil {
		if p.checkBytes(); p.problem == nil {
			docs = p.stream()
		}
	}
	var out source.Comments
	for start, end := range p.comments {
		out.At = append(out.At, source.Range{Start: start, End: end})
	}
	slices.SortFunc(out.At, func(a, b source.Range) int { return a.Start - b.Start })
	for _, d := range docs {
		d.Root.joined(in, &out)
	}
	return out
}

// joined adds the scalars that go over several lines.
func (n *Node) joined(in source.Text, out *source.Comments) {
	if n == nil {
		return
	}
	for _, m := range n.Members() {
		m.Key.joined(in, out)
		m.Value.joined(in, out)
	}
	for _, item := range n.Items() {
		item.joined(in, out)
	}
	s := n.Span().Source
	if n.Kind != Scalar || s == nil || s != in.Source() || n.Span().Start >= n.Span().End {
		return
	}
	if bytes.IndexByte(s.Data[n.Span().Start:n.Span().End], '\n') >= 0 {
		out.Joined = append(out.Joined, source.Range{Start: n.Span().Start, End: n.Span().End})
	}
}
