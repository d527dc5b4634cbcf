package cloudformation

import (
	"encoding/json"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// content returns what is written into a file: a text, or the JSON of an object.
func (t *template) content(n *yamltext.Node) partly.Text {
	if name, _ := t.function(n); name != "" || n.Kind == yamltext.Scalar {
		return t.eval(n)
	}
	if written := n.Span().Text(); json.Valid([]byte(written)) && !t.holdsFunction(n) {
		return partly.Known(source.RawText(n.Span().Source, n.Span().Start, n.Span().End))
	}
	var out partly.Text
	t.object(n, &out)
	return out
}

// holdsFunction reports whether an intrinsic function stands anywhere in a node.
func (t *template) holdsFunction(n *yamltext.Node) bool {
	if t.depth++; !t.step(n) {
		t.depth--
		return true
	}
	defer func() { t.depth-- }()
	if name, _ := t.function(n); name != "" {
		return true
	}
	for _, i := range n.Items() {
		if t.holdsFunction(i.Resolve()) {
			return true
		}
	}
	for _, m := range t.doc.Members(n) {
		if t.holdsFunction(m.Value.Resolve()) {
			return true
		}
	}
	return false
}

// object adds the JSON of a node.
func (t *template) object(n *yamltext.Node, out *partly.Text) {
	n = n.Resolve()
	if t.depth++; !t.step(n) {
		t.depth--
		out.AddUnknown(n.Span())
		return
	}
	defer func() { t.depth-- }()
	at := source.Span{Source: n.Span().Source, Start: n.Span().Start, End: n.Span().Start}
	literal := func(s string) { out.AddKnown(source.LiteralText(s, at)) }
	name, _ := t.function(n)
	switch {
	case name != "":
		t.functionObject(n, out)
	case n.Kind == yamltext.Scalar:
		addScalar(n, out)
	case n.Kind == yamltext.Sequence:
		for i, item := range n.Items() {
			literal(separator("[", i))
			t.object(item, out)
		}
		literal(closing("[", "]", len(n.Items())))
	case n.Kind == yamltext.Mapping:
		members := t.doc.Members(n)
		for i, m := range members {
			literal(separator("{", i))
			out.AddKnown(quotedJSON(m.Key.Resolve().Text()))
			literal(": ")
			t.object(m.Value, out)
		}
		literal(closing("{", "}", len(members)))
	default:
		literal("null")
	}
}

// separator returns what stands before an element: the opening bracket or a comma.
func separator(open string, i int) string {
	if i == 0 {
		return open
	}
	return ", "
}

// closing returns what ends a collection; an empty one has not begun yet.
func closing(open, end string, elements int) string {
	if elements == 0 {
		return open + end
	}
	return end
}

// functionObject adds the text of a function in quotes, or an unknown value: a function may return a list too.
func (t *template) functionObject(n *yamltext.Node, out *partly.Text) {
	text := t.eval(n)
	if s, known := text.Literal(); known {
		out.AddKnown(source.LiteralText(source.QuoteJSON(s), n.Span()))
		return
	}
	out.AddUnknown(n.Span())
}

// addScalar adds a scalar: a plain number or boolean as it is, a text in quotes.
func addScalar(n *yamltext.Node, out *partly.Text) {
	s := n.Value()
	switch lower := strings.ToLower(s); {
	case !n.IsPlain():
		out.AddKnown(quotedJSON(n.Text()))
	case lower == "~" || lower == "null":
		out.AddKnown(source.LiteralText("null", n.Span()))
	case lower == "true" || lower == "false":
		if lower == s {
			out.AddKnown(n.Text())
		} else {
			out.AddKnown(source.LiteralText(lower, n.Span()))
		}
	case s != "" && strings.Trim(s, "-0123456789.") == "" && json.Valid([]byte(s)):
		out.AddKnown(n.Text())
	case yamltext.IsText(s):
		out.AddKnown(quotedJSON(n.Text()))
	default:
		out.AddUnknown(n.Span())
	}
}

// quotedJSON returns a text as a JSON string. What is written into it is unquoted again.
func quotedJSON(text source.Text) source.Text {
	s := text.String()
	data := make([]byte, 1, len(s)+2)
	data[0] = '"'
	offsets := append(make([]int32, 0, len(s)+3), 0)
	for i, r := range s {
		quoted := source.QuoteJSON(s[i : i+runeLength(s[i:], r)])
		quoted = quoted[1 : len(quoted)-1]
		data = append(data, quoted...)
		for j := range len(quoted) {
			at := i
			if quoted[0] != '\\' {
				at = i + j
			}
			offsets = append(offsets, int32(at))
		}
	}
	offsets = append(offsets, int32(len(s)))
	data = append(data, '"')
	offsets = append(offsets, int32(len(s)))
	size := len(data)
	part := func(start, end int, replacement string) (string, bool) {
		switch {
		case start == 0 && end == size:
		case start > 0 && end < size:
			replacement = `"` + replacement + `"`
		default:
			return "", false
		}
		var plain string
		if json.Unmarshal([]byte(replacement), &plain) != nil {
			return "", false
		}
		return plain, true
	}
	return text.Decoded(string(data), offsets, 0, len(s), part, nil)
}

// runeLength returns how many bytes a character takes that a text begins with; 1 where it is not UTF-8.
func runeLength(s string, r rune) int {
	if r == 0xFFFD && !strings.HasPrefix(s, "\uFFFD") {
		return 1
	}
	return len(string(r))
}
