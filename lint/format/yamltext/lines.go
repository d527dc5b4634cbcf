package yamltext

import "unicode/utf8"

// checkBytes refuses what no YAML holds.
func (p *parser) checkBytes() {
	for i := 0; i < len(p.data); {
		c := p.data[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(p.data[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				p.notYAML(i, "it is not UTF-8")
				return
			case r == 0x85 || r == 0x2028 || r == 0x2029:
				p.fail(i, "has a line separator that YAML readers do not agree on")
				return
			}
			i += size
			continue
		}
		if c < ' ' && c != '\n' && c != '\t' && !(c == '\r' && i+1 < len(p.data) && p.data[i+1] == '\n') || c == 0x7f {
			p.notYAML(i, "it has a control character")
			return
		}
		i++
	}
}

// peek returns the byte at a distance, 0 after the end: a text has none itself.
func (p *parser) peek(distance int) byte {
	if p.at+distance < len(p.data) {
		return p.data[p.at+distance]
	}
	return 0
}

func isBlank(c byte) bool  { return c == ' ' || c == '\t' }
func isBreak(c byte) bool  { return c == '\n' || c == '\r' }
func isBlankZ(c byte) bool { return isBlank(c) || isBreak(c) || c == 0 }

func (p *parser) column() int { return p.at - p.bol }

func (p *parser) skipBlanks() {
	for isBlank(p.peek(0)) {
		p.at++
	}
}

// newline passes a line end, and reports whether there was one.
func (p *parser) newline() bool {
	if p.peek(0) == '\r' {
		p.at++
	}
	if p.peek(0) != '\n' {
		return false
	}
	p.at++
	p.bol = p.at
	return true
}

func (p *parser) skipLine() {
	for c := p.peek(0); c != 0 && !isBreak(c); c = p.peek(0) {
		p.at++
	}
}

// comment passes a comment that begins here, after a blank or at the start of a line.
func (p *parser) comment() {
	if p.peek(0) == '#' && (p.at == p.bol || isBlank(p.data[p.at-1])) {
		start := p.at
		p.skipLine()
		if p.comments != nil {
			p.comments[start] = p.at
		}
	}
}

// lineIsOver reports whether nothing but blanks and a comment is left of the line, and passes them.
func (p *parser) lineIsOver() bool {
	p.skipBlanks()
	p.comment()
	return isBreak(p.peek(0)) || p.peek(0) == 0
}

// nextContent moves to the first byte of the next line with content, and reports whether there is one in this document. It
// stays where it is on such a byte, and where the line has more.
func (p *parser) nextContent() bool {
	if p.at == p.first {
		return !p.atMarker()
	}
	for p.lineIsOver() {
		if p.problem != nil || !p.newline() {
			return false
		}
		if p.lineContent() {
			return p.problem == nil && !p.atMarker()
		}
	}
	return p.problem == nil
}

// lineContent moves from the start of a line to its first byte that is neither blank nor a comment, and reports whether
// there is one.
func (p *parser) lineContent() bool {
	for p.peek(0) == ' ' {
		p.at++
	}
	indent := p.at
	if p.lineIsOver() {
		return false
	}
	if p.at != indent {
		p.notYAML(indent, "a line is indented with a tab, not with blanks")
	}
	p.first = p.at
	return true
}

// ownLine reports whether the place is the first byte of a line's content.
func (p *parser) ownLine() bool { return p.at == p.first }

// atMarker reports whether a line begins or ends a document.
func (p *parser) atMarker() bool { return p.at == p.bol && p.isMarker(p.at) }

func (p *parser) isMarker(at int) bool {
	if at+3 > len(p.data) || p.data[at:at+3] != "---" && p.data[at:at+3] != "..." {
		return false
	}
	return at+3 == len(p.data) || isBlankZ(p.data[at+3])
}

// isIndicator reports whether c stands here by itself: "- ", "? ", ": ".
func (p *parser) isIndicator(c byte) bool { return p.peek(0) == c && isBlankZ(p.peek(1)) }
