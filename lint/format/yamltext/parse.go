package yamltext

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// parser reads a text from its first byte to its last. What it cannot read ends it: the first problem is kept, and the
// place moves to the end of the text.
type parser struct {
	*text
	at    int
	bol   int // first byte of the line
	first int // first byte of the line that is no blank, where the place was moved to it by nextContent; else older
	depth int
	nodes int
	// filled are the lines between values that a template engine fills in; nil if such a line is not YAML.
	filled *[]source.Span

	anchors map[string]*Node
	budget  int
	problem *machine.Gap
	// comments are the ends of the comments by where they start; nil if nobody asks for them.
	comments map[int]int

	// free are nodes that are made, and members and items those of the collections that are being read, those of the inner
	// ones last. Each collection keeps a copy of no more than it needs.
	free    []Node
	members []Member
	items   []*Node
	read    reading // of the scalar that was read last
}

// text is what is read, as the nodes know it.
type text struct {
	in     source.Text
	data   string // what structure is read from
	masked bool   // data is not what the text holds
	limits machine.Limits
}

func newParser(in source.Text, masked []byte, limits machine.Limits) *parser {
	p := &parser{text: &text{in: in, data: in.String(), limits: limits}, first: -1, budget: limits.Steps}
	if masked != nil {
		p.data, p.masked = string(masked), true
	}
	if len(p.data) > limits.Bytes {
		p.giveUp(0, "is too large to be read as YAML")
	}
	return p
}

// fail keeps the first problem.
func (p *parser) fail(at int, reason string) {
	if p.problem == nil {
		at = min(at, len(p.data))
		p.problem = &machine.Gap{Reason: reason, At: p.in.Span(at, min(at+1, len(p.data)))}
	}
	p.at = len(p.data)
}

// node makes a node of the bytes [start, end).
func (p *parser) node(kind Kind, start, end int) *Node {
	if len(p.free) == 0 {
		p.free = make([]Node, nodesAtOnce)
	}
	n := &p.free[0]
	p.free = p.free[1:]
	*n = Node{Kind: kind, start: int32(start), end: int32(end), of: p.text}
	return n
}

// nodesAtOnce is how many nodes are made at once, which takes less time than one by one.
const nodesAtOnce = 64

// collect makes a collection of the members and items that were read since there were so many of them.
func (p *parser) collect(kind Kind, start, end, members, items int) *Node {
	n := p.node(kind, start, end)
	n.more = &more{members: slices.Clone(p.members[members:]), items: slices.Clone(p.items[items:])}
	n.merges = slices.ContainsFunc(n.more.members, Member.isMerge)
	p.members, p.items = p.members[:members], p.items[:items]
	return n
}

// giveUp stops where the text is larger than what is read.
func (p *parser) giveUp(at int, reason string) {
	before := p.problem
	if p.fail(at, reason); before == nil {
		p.problem.Limit = true
	}
}

func (p *parser) notYAML(at int, what string) { p.fail(at, "is not YAML: "+what) }

const byteOrderMark = "\uFEFF"

// stream reads all documents.
func (p *parser) stream() []*Document {
	if len(p.data) >= 3 && p.data[:3] == byteOrderMark {
		p.at, p.bol = 3, 3
	}
	var docs []*Document
	for p.problem == nil {
		explicit := p.prologue()
		if p.problem != nil || p.at == len(p.data) && !explicit {
			break
		}
		p.anchors = map[string]*Node{}
		root := p.block(-1, false, !explicit)
		docs = append(docs, &Document{Root: root, budget: &p.budget})
		if p.nextContent() && p.problem == nil {
			p.notYAML(p.at, "this does not belong to what is before it")
		}
		for p.problem == nil && p.at < len(p.data) && p.peek(0) == '.' {
			p.at += 3
			if !p.lineIsOver() {
				p.notYAML(p.at, "there is text after the end of a document")
			}
			p.nextContent()
		}
	}
	return docs
}

// prologue passes what stands before a document, and reports whether the document begins with "---".
func (p *parser) prologue() bool {
	for p.problem == nil {
		if p.at == p.bol && p.first != p.at { // the first line
			p.lineContent()
		}
		p.nextContent()
		switch {
		case p.at == len(p.data) || p.problem != nil:
			return false
		case p.peek(0) == '%' && p.column() == 0:
			if rest := p.data[p.at:]; !strings.HasPrefix(rest, "%YAML ") && !strings.HasPrefix(rest, "%TAG ") {
				p.notYAML(p.at, "there is no such directive")
			}
			p.skipLine()
		case p.atMarker() && p.peek(0) == '-':
			p.at += 3
			return true
		case p.atMarker():
			p.at += 3
		default:
			return false
		}
	}
	return false
}

// properties are the tag and the anchor of a node.
type properties struct{ tag, anchor string }

func (p *parser) enter() bool {
	if p.depth++; p.depth > p.limits.Depth {
		p.giveUp(p.at, "is nested too deeply to be read as YAML")
	}
	if p.nodes++; p.nodes > p.limits.Steps {
		p.giveUp(p.at, "has too many values to be read as YAML")
	}
	return p.problem == nil
}

// block reads a node of the block style: the value of a key or of an entry of a collection that is indented by parent
// columns (-1 for a document). With sequence, a sequence may be indented as little as the collection. With compact, a
// collection may begin on this line.
func (p *parser) block(parent int, sequence, compact bool) *Node {
	defer func() { p.depth-- }()
	if !p.enter() {
		return &Node{}
	}
	var outer, inline properties
	start := -1 // of the properties on this line
	for p.problem == nil {
		if p.lineIsOver() {
			end := p.at
			more := p.nextContent()
			column := p.column()
			if p.problem != nil || !more || !(column > parent || sequence && column == parent && p.isIndicator('-')) {
				return p.finish(p.node(Null, end, end), outer.with(inline))
			}
			outer, inline, start = outer.with(inline), properties{}, -1
			compact = true
		}
		if c := p.peek(0); c != '&' && c != '!' {
			break
		}
		if start < 0 {
			start = p.at
		}
		p.property(&inline)
	}
	if p.problem != nil {
		return &Node{}
	}
	if start < 0 {
		start = p.at
	}
	return p.content(parent, start, compact, outer, inline)
}

func (o properties) with(inner properties) properties {
	if inner.tag != "" {
		o.tag = inner.tag
	}
	if inner.anchor != "" {
		o.anchor = inner.anchor
	}
	return o
}

// content reads what comes after the properties of a node. start is where those of this line begin.
func (p *parser) content(parent, start int, compact bool, outer, inline properties) *Node {
	switch {
	case p.isIndicator('-') || p.isIndicator('?') || p.isIndicator(':'):
		if !compact || start != p.at {
			p.notYAML(p.at, "a collection cannot begin on this line")
			return &Node{}
		}
		if p.peek(0) == '-' {
			return p.sequence(p.column(), outer.with(inline))
		}
		return p.mapping(start, nil, outer.with(inline))
	case p.peek(0) == '|' || p.peek(0) == '>':
		return p.finish(p.scalar(p.blockScalar(parent)), outer.with(inline))
	}
	if c := p.peek(0); c == '[' || c == '{' {
		if anchor := outer.with(inline).anchor; anchor != "" {
			p.anchors[anchor] = nil // an alias within would hold itself
		}
	}
	line := p.bol
	n := p.inlineNode(parent, false)
	if p.problem != nil {
		return &Node{}
	}
	p.skipBlanks()
	if !p.isIndicator(':') {
		return p.finish(n, outer.with(inline))
	}
	if p.bol != line {
		p.notYAML(p.at, "a key spans lines")
		return &Node{}
	}
	if !compact {
		p.notYAML(p.at, "a mapping cannot begin on this line")
		return &Node{}
	}
	return p.mapping(start, p.finish(n, inline), outer)
}

// finish gives a node its properties.
func (p *parser) finish(n *Node, props properties) *Node {
	if props == (properties{}) {
		return n
	}
	n.own().tag = props.tag
	if props.anchor != "" {
		n.more.anchor = props.anchor
		p.anchors[props.anchor] = n
	}
	return n
}

// sequence reads the entries of a sequence that is indented by a number of columns.
func (p *parser) sequence(column int, props properties) *Node {
	start, members, items := p.at, len(p.members), len(p.items)
	if props.anchor != "" {
		p.anchors[props.anchor] = nil // an alias within would hold itself
	}
	for p.problem == nil {
		p.at++
		p.items = append(p.items, p.block(column, false, true))
		if !p.atColumn(column) || !p.isIndicator('-') {
			break
		}
	}
	return p.finish(p.collect(Sequence, start, max(start, min(p.bol, p.at)), members, items), props)
}

// atColumn moves to the next line with content, and reports whether it is indented by a number of columns, as the next
// entry of a collection is.
func (p *parser) atColumn(column int) bool {
	if !p.nextContent() {
		return false
	}
	for p.passFilled() {
		if !p.nextContent() {
			return false
		}
	}
	switch {
	case !p.ownLine():
		p.notYAML(p.at, "this does not belong to what is before it")
	case p.column() > column:
		p.notYAML(p.at, "the line is indented more than those it belongs to")
	}
	return p.problem == nil && p.column() == column
}

// passFilled passes the rest of a line all of which a template engine fills in, where such lines are wanted, and reports
// whether there is one here.
func (p *parser) passFilled() bool {
	if p.filled == nil || !p.ownLine() {
		return false
	}
	end, masked := p.at, false
	for ; end < len(p.data) && !isBreak(p.data[end]); end++ {
		masked = masked || p.in.String()[end] != p.data[end]
		if !isBlank(p.data[end]) && p.data[end] != 'x' {
			return false
		}
	}
	if !masked {
		return false
	}
	*p.filled = append(*p.filled, p.in.Span(p.at, end))
	p.at = end
	return true
}

// mapping reads the members of a mapping that begins at start. key is the first key, where it was read already.
func (p *parser) mapping(start int, key *Node, props properties) *Node {
	column, members, items := start-p.bol, len(p.members), len(p.items)
	if props.anchor != "" {
		p.anchors[props.anchor] = nil
	}
	for p.problem == nil {
		var m Member
		switch {
		case key != nil:
			p.at++
			m = Member{key, p.block(column, true, false)}
			key = nil
		case p.isIndicator('?'):
			m = p.explicit(column)
		case p.isIndicator(':'):
			p.at++
			m = Member{p.node(Null, p.at-1, p.at-1), p.block(column, true, false)}
		default:
			if m.Key = p.key(column); p.problem == nil {
				p.at++
				m.Value = p.block(column, true, false)
			}
		}
		if p.problem == nil {
			p.members = append(p.members, m)
		}
		if !p.atColumn(column) {
			break
		}
	}
	return p.finish(p.collect(Mapping, start, max(start, min(p.bol, p.at)), members, items), props)
}

// explicit reads a member whose key begins with "? ".
func (p *parser) explicit(column int) Member {
	p.at++
	m := Member{Key: p.block(column, true, true), Value: &Node{}}
	if p.atColumn(column) && p.isIndicator(':') {
		p.at++
		m.Value = p.block(column, true, true)
	}
	return m
}

// key reads a key of one line, up to its colon.
func (p *parser) key(parent int) *Node {
	var props properties
	for c := p.peek(0); (c == '&' || c == '!') && p.problem == nil; c = p.peek(0) {
		p.property(&props)
		p.skipBlanks()
	}
	if c := p.peek(0); c == '|' || c == '>' || p.isIndicator('-') {
		p.notYAML(p.at, "a key is expected here")
		return &Node{}
	}
	line, start := p.bol, p.at
	n := p.inlineNode(parent, false)
	p.skipBlanks()
	if p.problem == nil && (p.bol != line || !p.isIndicator(':')) {
		p.notYAML(start, "a key with its colon is expected here")
	}
	return p.finish(n, props)
}

// property reads a tag or an anchor.
func (p *parser) property(props *properties) {
	start := p.at
	if p.peek(0) == '&' {
		if p.at++; props.anchor != "" {
			p.notYAML(start, "a value has two anchors")
		}
		props.anchor = p.anchorName()
		if c := p.peek(0); !isBlankZ(c) && c != ',' && c != ']' && c != '}' {
			p.notYAML(p.at, "the name of an anchor has a character that it cannot have")
		}
		return
	}
	if props.tag != "" {
		p.notYAML(start, "a value has two tags")
		return
	}
	for c := p.peek(0); !isBlankZ(c) && (c != ',' && c != ']' && c != '}' || p.data[start:min(start+2, len(p.data))] == "!<"); c = p.peek(0) {
		p.at++
	}
	props.tag = p.data[start:p.at]
}

func (p *parser) anchorName() string {
	start := p.at
	for c := p.peek(0); c == '_' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'; c = p.peek(0) {
		p.at++
	}
	if p.at == start {
		p.notYAML(start, "the name of an anchor is expected here")
		return ""
	}
	switch c := p.peek(0); {
	case isBlankZ(c), c == '?', c == ':', c == ',', c == ']', c == '}', c == '%', c == '@', c == '`':
	default:
		p.notYAML(p.at, "the name of an anchor has a character that it cannot have")
		return ""
	}
	return p.data[start:p.at]
}

// inlineNode reads an alias, a scalar that is plain or in quotes, or a collection in brackets.
func (p *parser) inlineNode(parent int, flow bool) *Node {
	switch c := p.peek(0); c {
	case '*':
		return p.alias()
	case '[', '{':
		return p.flow()
	}
	return p.scalar(p.anyScalar(parent, flow))
}

func (p *parser) alias() *Node {
	start := p.at
	p.at++
	name := p.anchorName()
	if p.problem != nil {
		return &Node{}
	}
	target, known := p.anchors[name]
	switch {
	case !known:
		p.notYAML(start, "an alias has no anchor before it")
	case target == nil:
		p.notYAML(start, "an alias is inside the value that it refers to")
	}
	if target == nil {
		target = &Node{}
	}
	n := p.node(Alias, start, p.at)
	n.own().target = target.Resolve()
	return n
}
