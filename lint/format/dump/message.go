package dump

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// messageText returns the JSON that a message was read from that a daemon prints as protobuf text (DebugString of ACLs, rate
// limits and modules: src/authorizer/acls.cpp:25@1.3.2): what the daemon dropped of it is in neither. ok is false if the text
// is none.
func messageText(text source.Text, limit int) (json source.Text, ok bool) {
	p := &messageReader{in: text, s: text.String(), left: limit}
	p.blanks()
	if p.at == len(p.s) {
		return text, false
	}
	json, ok = p.members(0)
	return json, ok && p.at == len(p.s)
}

// messageReader reads protobuf text.
type messageReader struct {
	in   source.Text
	s    string
	at   int
	left int
}

const deepestMessage = 16

func (p *messageReader) blanks() {
	for p.at < len(p.s) && strings.IndexByte(" \t\r\n", p.s[p.at]) >= 0 {
		p.at++
	}
}

// literal returns text that stands at a place of the message.
func (p *messageReader) literal(s string) source.Text {
	at := min(p.at, p.in.Len())
	return source.LiteralText(s, p.in.Span(at, at))
}

// members reads fields up to the brace that closes them, or the end of the text. A field that is there several times is a list,
// and so is a message that stands in no other: each kind of ACL, of library and of limit may be given several times.
func (p *messageReader) members(depth int) (source.Text, bool) {
	type field struct {
		name   source.Text
		values []source.Text
		list   bool
	}
	var fields []field
	start := p.literal("{")
	for p.blanks(); p.at < len(p.s) && p.s[p.at] != '}'; p.blanks() {
		if p.left--; p.left < 0 || depth > deepestMessage {
			return source.Text{}, false
		}
		from := p.at
		for p.at < len(p.s) && isNameByte(p.s[p.at]) && p.s[p.at] != '-' {
			p.at++
		}
		if p.at == from {
			return source.Text{}, false
		}
		name := p.in.Slice(from, p.at)
		p.blanks()
		value, isMessage, ok := p.value(depth)
		if !ok {
			return source.Text{}, false
		}
		i := slices.IndexFunc(fields, func(f field) bool { return f.name.String() == name.String() })
		if i < 0 {
			i = len(fields)
			fields = append(fields, field{name: name, list: isMessage && depth == 0})
		}
		fields[i].values = append(fields[i].values, value)
	}
	parts := []source.Text{start}
	for i, f := range fields {
		separator := ","
		if i == 0 {
			separator = ""
		}
		parts = append(parts, at(separator+`"`, f.name), f.name, at(`":`, f.name))
		isList := f.list || len(f.values) > 1
		if isList {
			parts = append(parts, at("[", f.name))
		}
		for j, v := range f.values {
			if j > 0 {
				parts = append(parts, at(",", f.name))
			}
			parts = append(parts, v)
		}
		if isList {
			parts = append(parts, at("]", f.name))
		}
	}
	return source.Join(append(parts, p.literal("}"))...), true
}

// at returns text that stands where another does.
func at(s string, where source.Text) source.Text { return source.LiteralText(s, where.All()) }

// value reads what comes after the name of a field: a message in braces, or a colon and a text, a number or a word.
func (p *messageReader) value(depth int) (value source.Text, isMessage, ok bool) {
	if p.at < len(p.s) && p.s[p.at] == '{' {
		p.at++
		value, ok = p.members(depth + 1)
		if ok = ok && p.at < len(p.s); ok {
			p.at++
		}
		return value, true, ok
	}
	if p.at >= len(p.s) || p.s[p.at] != ':' {
		return source.Text{}, false, false
	}
	p.at++
	p.blanks()
	from := p.at
	if from < len(p.s) && p.s[from] == '"' {
		for p.at++; p.at < len(p.s) && p.s[p.at] != '"'; p.at++ {
			if p.s[p.at] != '\\' {
				continue
			}
			if p.at++; p.at == len(p.s) || strings.IndexByte(`"\nrt`, p.s[p.at]) < 0 {
				return source.Text{}, false, false // an escape that JSON does not have
			}
		}
		if p.at == len(p.s) {
			return source.Text{}, false, false
		}
		p.at++
		return p.in.Slice(from, p.at), false, true
	}
	for p.at < len(p.s) && (isNameByte(p.s[p.at]) || p.s[p.at] == '.' || p.s[p.at] == '+') {
		p.at++
	}
	word := p.in.Slice(from, p.at)
	switch s := word.String(); {
	case s == "":
		return source.Text{}, false, false
	case s == "true", s == "false", strings.IndexByte("-0123456789", s[0]) >= 0:
		return word, false, true
	}
	return source.Join(at(`"`, word), word, at(`"`, word)), false, true // a word of an enumeration
}
