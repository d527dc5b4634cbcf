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

// Node is a value of a document.
type Node struct {
	Kind  Kind
	Style Style
	// Tag is the tag as written, "!reset" or "!!str", and "" if there is none.
	Tag string
	// Anchor is the name that an alias uses.
	Anchor string
	// Text is what a scalar is read as.
	Text source.Text
	// Members are those of a mapping in the order they are written, "<<" included. Merged gives those that count.
	Members []Member
	// Items are those of a sequence.
	Items []*Node
	// Target is what an alias stands for. No node holds itself.
	Target *Node
	// Span covers the node without its tag and anchor.
	Span source.Span

	merged      []Member
	mergedKnown bool
}

// Member is a member of a mapping.
type Member struct {
	Key, Value *Node
}

// Name returns the text of a member's key; "" if the key is not a scalar.
func (m Member) Name() string { return m.Key.Resolve().Text.String() }

// isMerge reports whether the member merges other mappings into its own.
func (m Member) isMerge() bool {
	return m.Key.Kind == Scalar && m.Key.Style == Plain && m.Key.Tag == "" && m.Key.Text.String() == "<<"
}

// null is what a nil node stands for. Nodes do not change once they are read.
var null Node

// Resolve returns what a node stands for: the target of an alias, else the node itself. A nil node is Null.
func (n *Node) Resolve() *Node {
	switch {
	case n == nil:
		return &null
	case n.Kind == Alias:
		return n.Target
	}
	return n
}

// IsPlain reports whether a node is a scalar without quotes and without a tag, whose text may stand for a number or a
// boolean.
func (n *Node) IsPlain() bool { return n.Kind == Scalar && n.Style == Plain && n.Tag == "" }

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
	if n.mergedKnown {
		return n.merged
	}
	n.mergedKnown = true
	own := map[string]bool{}
	merges := false
	for _, m := range n.Members {
		if m.isMerge() {
			merges = true
		} else {
			own[m.Name()] = true
		}
	}
	if !merges {
		n.merged = n.Members
		return n.merged
	}
	for _, m := range n.Members {
		if !m.isMerge() {
			n.merged = append(n.merged, m)
			continue
		}
		maps := []*Node{m.Value}
		if list := m.Value.Resolve(); list.Kind == Sequence {
			maps = list.Items
		}
		for _, from := range maps {
			for _, merged := range d.Members(from) {
				if *d.budget <= 0 {
					return n.merged
				}
				*d.budget--
				if name := merged.Name(); !own[name] {
					own[name] = true
					n.merged = append(n.merged, merged)
				}
			}
		}
	}
	return n.merged
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
		for _, item := range n.Items {
			if first, second, ok = duplicateIn(item); ok {
				return first, second, true
			}
		}
	case Mapping:
		seen := make(map[string]*Node, len(n.Members))
		for _, m := range n.Members {
			if key := m.Key.Resolve(); key.Kind == Scalar {
				if before := seen[key.Text.String()]; before != nil {
					return before, m.Key, true
				}
				seen[key.Text.String()] = m.Key
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
