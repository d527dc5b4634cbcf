// Package yamltext reads YAML so that every scalar knows the bytes it is written with, and writes other text into a scalar
// in the style it has: plain, in quotes, in a block. It reads what libyaml and the readers made after it (PyYAML, yaml.v3)
// read alike, in time that grows with the size of the text, and gives the place of what it cannot read in words of its own.
// What a plain scalar stands for, a number or a text, is left to the reader of the format: the tools differ.
package yamltext

import (
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Kind is what a node is.
type Kind uint8

// The kinds. Null is a place where nothing is written; a plain "~" or "null" is a Scalar.
const (
	Null Kind = iota
	Scalar
	Sequence
	Mapping
	Alias
)

// Style is how a scalar is written.
type Style uint8

// The styles.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
)

// Node is a value of a document. A text has a node for every few bytes, so a node is small: what is read of it is made
// when it is asked for.
type Node struct {
	Kind  Kind
	Style Style
	flow  bool // it stands in brackets
	// merges is set if a member of the mapping merges others into it.
	merges bool
	// parent is how many columns what the node stands in is indented by.
	parent int32
	// start and end are of the span. A scalar is read as the bytes [from, to), unless more says else.
	start, end, from, to int32
	of                   *text
	more                 *more // nil if there is no more to be said
}

// more is what only some nodes have.
type more struct {
	members []Member
	items   []*Node
	*rare   // nil if there is none of it
}

// rare is what few nodes have.
type rare struct {
	tag, anchor string
	target      *Node
	read        *decoded   // of a scalar in which not all bytes are read one after the other as they stand
	given       *givenText // of a scalar that stands in no YAML
	merged      *[]Member  // nil if nothing is merged, or not yet
}

// none is what a node has of which there is no more to be said.
var none rare

func (n *Node) rare() *rare {
	if n.more == nil || n.more.rare == nil {
		return &none
	}
	return n.more.rare
}

// own returns what the node has of it, to be changed.
func (n *Node) own() *rare {
	if n.more == nil {
		n.more = &more{}
	}
	if n.more.rare == nil {
		n.more.rare = &rare{}
	}
	return n.more.rare
}

// decoded is what a scalar is read as, with what a template engine replaces blanked out, and where each byte of it and its end
// stand.
type decoded struct {
	data    string
	offsets []int32
}

// givenText is a scalar that another language has.
type givenText struct {
	text source.Text
	span source.Span
}

// Member is a member of a mapping.
type Member struct {
	Key, Value *Node
}

// NewScalar returns a scalar in quotes that stands in a text of another language at a span, with a tag or with "".
func NewScalar(read source.Text, at source.Span, tag string) *Node {
	return &Node{Kind: Scalar, Style: SingleQuoted, more: &more{rare: &rare{tag: tag, given: &givenText{read, at}}}}
}

// Tag returns the tag as written, "!reset" or "!!str", and "" if there is none.
func (n *Node) Tag() string {
	return n.rare().tag
}

// WithoutTag returns the node as it would be without its tag.
func (n *Node) WithoutTag() *Node {
	bare, but := *n, *n.rare()
	but.tag = ""
	bare.more = &more{n.Members(), n.Items(), &but}
	return &bare
}

// Members returns those of a mapping in the order they are written, "<<" included. Document.Members gives those that count.
func (n *Node) Members() []Member {
	if n.more == nil {
		return nil
	}
	return n.more.members
}

// Items returns those of a sequence.
func (n *Node) Items() []*Node {
	if n.more == nil {
		return nil
	}
	return n.more.items
}

// Target returns what an alias stands for. No node holds itself.
func (n *Node) Target() *Node {
	return n.rare().target
}

// Span covers the node without its tag and anchor.
func (n *Node) Span() source.Span {
	switch {
	case n.rare().given != nil:
		return n.more.given.span
	case n.of == nil:
		return source.Span{}
	}
	return n.of.in.Span(int(n.start), int(n.end))
}

// Text returns what a scalar is read as; the zero Text is that of any other node.
func (n *Node) Text() source.Text {
	switch {
	case n.rare().given != nil:
		return n.more.given.text
	case n.Kind != Scalar || n.of == nil:
		return source.Text{}
	}
	w := n.written()
	if w.read == nil {
		return n.of.in.Quoted(int(n.from), int(n.to), int(n.start), int(n.end), w)
	}
	return n.of.in.DecodedBy(n.Value(), w.read.offsets, int(n.start), int(n.end), w)
}

// Content covers what a scalar is read as, without its quotes.
func (n *Node) Content() source.Span {
	if n.Kind != Scalar || n.of == nil || n.more != nil {
		return n.Text().All()
	}
	return n.of.in.Span(int(n.from), int(n.to))
}

// Value returns what a scalar is read as, in less time and memory than Text.
func (n *Node) Value() string {
	switch {
	case n.rare().given != nil:
		return n.more.given.text.String()
	case n.Kind != Scalar || n.of == nil:
		return ""
	case n.rare().read == nil:
		return n.of.in.String()[n.from:n.to]
	case n.of.masked:
		return unmask(n.more.read.data, n.more.read.offsets, n.of.in.String(), n.of.data)
	}
	return n.more.read.data
}

// Name returns the text of a member's key; "" if the key is not a scalar.
func (m Member) Name() string { return m.Key.Resolve().Value() }

// isMerge reports whether the member merges other mappings into its own.
func (m Member) isMerge() bool {
	return m.Key.IsPlain() && m.Key.Value() == "<<"
}

// null is what a nil node stands for. Nodes do not change once they are read.
var null Node

// Resolve returns what a node stands for: the target of an alias, else the node itself. A nil node is Null.
func (n *Node) Resolve() *Node {
	switch {
	case n == nil:
		return &null
	case n.Kind == Alias:
		return n.Target()
	}
	return n
}

// IsPlain reports whether a node is a scalar without quotes and without a tag, whose text may stand for a number or a
// boolean.
func (n *Node) IsPlain() bool { return n.Kind == Scalar && n.Style == Plain && n.Tag() == "" }

// Member returns the value of a mapping's member, those it merges included; nil if it has none of that name.
func (d *Document) Member(n *Node, name string) *Node {
	for _, m := range d.Members(n) {
		if m.Name() == name {
			return m.Value
		}
	}
	return nil
}

// Document is one document of a YAML text.
type Document struct {
	// Root is Null if nothing is written.
	Root *Node
	// Budget is how many members the mappings of the document may still merge.
	budget *int
}

// Members returns the members of a mapping that count, in the order they are written: of a "<<" the members of the maps it
// names stand in its place, the first map that has a name wins, and the mapping's own members win over all of them. It
// returns nil for anything else. If a document merges out of all proportion, Exhausted is true from then on and what is
// merged is incomplete.
func (d *Document) Members(n *Node) []Member {
	n = n.Resolve()
	if n.Kind != Mapping {
		return nil
	}
	if !n.merges {
		return n.Members()
	}
	if n.rare().merged == nil {
		d.merge(n)
	}
	return *n.more.merged
}

// merge sets what a mapping has with all that it merges.
func (d *Document) merge(n *Node) {
	var all []Member
	n.own().merged = &all
	own := map[string]bool{}
	for _, m := range n.Members() {
		if !m.isMerge() {
			own[m.Name()] = true
		}
	}
	for _, m := range n.Members() {
		if !m.isMerge() {
			all = append(all, m)
			continue
		}
		maps := []*Node{m.Value}
		if list := m.Value.Resolve(); list.Kind == Sequence {
			maps = list.Items()
		}
		for _, from := range maps {
			for _, merged := range d.Members(from) {
				if *d.budget <= 0 {
					return
				}
				*d.budget--
				if name := merged.Name(); !own[name] {
					own[name] = true
					all = append(all, merged)
				}
			}
		}
	}
}

// Exhausted reports whether merging went out of all proportion, so that Members are not all there are.
func (d *Document) Exhausted() bool { return *d.budget <= 0 }

// Duplicate returns the key of a mapping that is given twice in it, and where it was given first. Most tools refuse such a
// document; ok is false if there is none.
func (d *Document) Duplicate() (first, second *Node, ok bool) {
	return duplicateIn(d.Root)
}

func duplicateIn(n *Node) (first, second *Node, ok bool) {
	switch n.Kind {
	case Sequence:
		for _, item := range n.Items() {
			if first, second, ok = duplicateIn(item); ok {
				return first, second, true
			}
		}
	case Mapping:
		seen := make(map[string]*Node, len(n.Members()))
		for _, m := range n.Members() {
			if key := m.Key.Resolve(); key.Kind == Scalar {
				if before := seen[key.Value()]; before != nil {
					return before, m.Key, true
				}
				seen[key.Value()] = m.Key
			}
			if first, second, ok = duplicateIn(m.Value); ok {
				return first, second, true
			}
		}
	}
	return nil, nil, false
}

// Parse reads the documents of a text. masked is the text with everything that a template engine replaces blanked out,
// byte for byte as long; nil if there is none. Structure is read from it, the texts of scalars from the text itself. The
// gap is where and why the text cannot be read; no document is returned then.
func Parse(in source.Text, masked []byte, limits machine.Limits) ([]*Document, *machine.Gap) {
	return newParser(in, masked, limits).parse()
}

// ParseFilled is Parse for a text in which a template engine may fill in whole lines, between values or as all the lines of
// a block. filled are those lines: what they bring is not known.
func ParseFilled(in source.Text, masked []byte, limits machine.Limits) (docs []*Document, filled []source.Span, problem *machine.Gap) {
	p := newParser(in, masked, limits)
	p.filled = &filled
	docs, problem = p.parse()
	return docs, filled, problem
}

func (p *parser) parse() ([]*Document, *machine.Gap) {
	if p.problem == nil {
		p.checkBytes()
	}
	var docs []*Document
	if p.problem == nil {
		docs = p.stream()
	}
	if p.problem != nil {
		return nil, p.problem
	}
	return docs, nil
}
