package yamltext

// flow reads a collection in brackets.
func (p *parser) flow() *Node {
	defer func() { p.depth-- }()
	if !p.enter() {
		return &Node{}
	}
	return p.collection(properties{})
}

// collection reads a collection in brackets, whose properties are known.
func (p *parser) collection(props properties) *Node {
	start, members, items := p.at, len(p.members), len(p.items)
	kind, closing := Sequence, byte(']')
	if p.peek(0) == '{' {
		kind, closing = Mapping, '}'
	}
	if props.anchor != "" {
		p.anchors[props.anchor] = nil // an alias within would hold itself
	}
	p.at++
	for p.flowSpace(start); p.problem == nil && p.peek(0) != closing; p.flowSpace(start) {
		before := p.at
		if kind == Mapping {
			p.members = append(p.members, p.flowMember(start))
		} else {
			p.items = append(p.items, p.flowItem(start))
		}
		if p.problem != nil {
			break
		}
		if p.at == before {
			p.notYAML(before, "a value is expected here")
			break
		}
		switch p.peek(0) {
		case ',':
			p.at++
		case closing:
		default:
			p.notYAML(p.at, "a comma or the closing bracket is expected here")
		}
	}
	if p.problem != nil {
		return &Node{}
	}
	p.at++
	return p.finish(p.collect(kind, start, p.at, members, items), props)
}

// flowSpace passes blanks, line ends and comments in the collection that begins at open, which must end.
func (p *parser) flowSpace(open int) {
	for p.problem == nil && p.lineIsOver() {
		if !p.newline() {
			if p.problem == nil {
				p.notYAML(open, "the bracket that opens here is not closed")
			}
			return
		}
		if p.atMarker() {
			p.notYAML(open, "the bracket that opens here is not closed")
		}
	}
}

// flowItem reads an entry of a sequence, which may be a mapping of one member without brackets.
func (p *parser) flowItem(open int) *Node {
	start := p.at
	if p.isIndicator('?') {
		return p.single(p.flowMember(open), start)
	}
	key := p.flowNode(open)
	if p.flowSpace(open); p.problem != nil || p.peek(0) != ':' {
		return key
	}
	return p.single(Member{key, p.flowValue(open)}, start)
}

// single returns a mapping of one member that ends here.
func (p *parser) single(m Member, start int) *Node {
	p.members = append(p.members, m)
	return p.collect(Mapping, start, p.at, len(p.members)-1, len(p.items))
}

// flowMember reads a member of a mapping, up to the comma or bracket after it.
func (p *parser) flowMember(open int) Member {
	if p.isIndicator('?') {
		p.at++
		p.flowSpace(open)
	}
	m := Member{Key: p.flowNode(open), Value: &Node{}}
	if p.flowSpace(open); p.problem == nil && p.peek(0) == ':' {
		m.Value = p.flowValue(open)
	}
	return m
}

// flowValue reads what comes after a colon.
func (p *parser) flowValue(open int) *Node {
	p.at++
	p.flowSpace(open)
	if p.problem != nil {
		return &Node{}
	}
	n := p.flowNode(open)
	p.flowSpace(open)
	return n
}

// flowNode reads a node within brackets; Null if nothing stands there.
func (p *parser) flowNode(open int) *Node {
	defer func() { p.depth-- }()
	if !p.enter() {
		return &Node{}
	}
	var props properties
	for c := p.peek(0); p.problem == nil && (c == '&' || c == '!'); c = p.peek(0) {
		p.property(&props)
		p.flowSpace(open)
	}
	switch c := p.peek(0); {
	case p.problem != nil:
		return &Node{}
	case c == ',' || c == ']' || c == '}' || c == ':':
		return p.finish(p.node(Null, p.at, p.at), props)
	case c == '[' || c == '{':
		return p.collection(props)
	case p.isIndicator('-'):
		p.notYAML(p.at, "a block sequence cannot be in brackets")
		return &Node{}
	}
	return p.finish(p.inlineNode(-1, true), props)
}
