package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/tidwall/gjson"
)

// JSON is one JSON value inside a text, with its span. It is a view: nothing is decoded or copied until asked for, so a
// document of 200 000 entries costs no more than its bytes. A JSON is only ever made from text that was validated first.
type JSON struct {
	text       *Text
	start, end int // bytes of the value in text, without surrounding white space
}

// Kind is the type of a JSON value.
type Kind uint8

// The kinds of JSON value. NoValue is the kind of the zero JSON.
const (
	NoValue Kind = iota
	Null
	Bool
	Number
	String
	Array
	Object
)

func (k Kind) String() string {
	return [...]string{"nothing", "null", "boolean", "number", "string", "array", "object"}[k]
}

// JSONError says where and why text is not JSON. Offset counts bytes in the text it was found in.
type JSONError struct {
	Offset  int
	Problem string
	// Line is the line the reader itself names in its message, 0 where it names none.
	Line int
	// Aborts is set where the reader does not survive the text, so that nothing else is tried with it.
	Aborts bool
}

func (e *JSONError) Error() string { return e.Problem }

// ParseJSON validates text as RFC 8259 JSON and returns its one value.
func ParseJSON(text *Text) (JSON, *JSONError) {
	if gjson.Valid(text.data) {
		return NewJSON(text, 0, len(text.data)), nil
	}
	return JSON{}, explainInvalid(text.data)
}

// explainInvalid asks encoding/json where the text stops being JSON: gjson only says that it does.
func explainInvalid(data string) *JSONError {
	if strings.TrimSpace(data) == "" {
		return &JSONError{Offset: len(data), Problem: "it is empty"}
	}
	if strings.HasPrefix(data, "\ufeff") {
		return &JSONError{Offset: 0, Problem: "it starts with a byte order mark (EF BB BF)"}
	}
	var v any
	err := json.Unmarshal([]byte(data), &v)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		offset := max(0, int(syntax.Offset)-1)
		if strings.Contains(syntax.Error(), "unexpected end") {
			offset = len(strings.TrimRight(data, " \t\r\n"))
		}
		return &JSONError{Offset: offset, Problem: syntax.Error()}
	case err != nil:
		return &JSONError{Offset: 0, Problem: err.Error()}
	}
	return &JSONError{Offset: 0, Problem: "it is not valid JSON"}
}

// NewJSON returns the value in text[start:end], which must hold one value that was validated, with white space around
// it allowed.
func NewJSON(text *Text, start, end int) JSON {
	for start < end && isSpace(text.data[start]) {
		start++
	}
	for start < end && isSpace(text.data[end-1]) {
		end--
	}
	return JSON{text: text, start: start, end: end}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// Kind returns the type of the value.
func (v JSON) Kind() Kind {
	if v.text == nil || v.start >= v.end {
		return NoValue
	}
	switch v.text.data[v.start] {
	case '{':
		return Object
	case '[':
		return Array
	case '"':
		return String
	case 't', 'f':
		return Bool
	case 'n':
		return Null
	}
	return Number
}

// Raw returns the value as it is written.
func (v JSON) Raw() string {
	if v.text == nil {
		return ""
	}
	return v.text.data[v.start:v.end]
}

// Bool reports whether the value is true.
func (v JSON) Bool() bool { return v.Raw() == "true" }

// String returns the content of a string, and what is written of any other value.
func (v JSON) String() string {
	raw := v.Raw()
	if v.Kind() != String {
		return raw
	}
	if strings.IndexByte(raw, '\\') < 0 {
		return raw[1 : len(raw)-1]
	}
	return gjson.Parse(raw).String()
}

// Span returns where the value stands in its source, quotes and brackets included.
func (v JSON) Span() Span {
	if v.text == nil {
		return Span{}
	}
	return v.text.Span(v.start, v.end)
}

// Bounds returns the bytes [start, end) of the value in its text.
func (v JSON) Bounds() (start, end int) { return v.start, v.end }

// Text returns the text the value stands in.
func (v JSON) Text() *Text { return v.text }

// ForEach calls fn for every member of an object or element of an array, in the order they are written and with
// duplicate keys repeated, until fn returns false. The key of an array's element is the zero JSON.
func (v JSON) ForEach(fn func(key, value JSON) bool) {
	if k := v.Kind(); k != Object && k != Array {
		return
	}
	gjson.Parse(v.Raw()).ForEach(func(key, value gjson.Result) bool {
		var k JSON
		if key.Raw != "" {
			k = JSON{text: v.text, start: v.start + key.Index, end: v.start + key.Index + len(key.Raw)}
		}
		at := v.start + value.Index
		return fn(k, JSON{text: v.text, start: at, end: at + len(value.Raw)})
	})
}

// Flatten calls fn for every element of an array, and for the elements of its nested arrays in their place, until fn
// returns false. However deep the arrays are nested, it takes one pass.
func (v JSON) Flatten(fn func(element JSON) bool) {
	if v.Kind() != Array {
		return
	}
	data := v.text.data
	for i := v.start + 1; i < v.end; i++ {
		switch c := data[i]; {
		case c == '[' || c == ']' || c == ',' || isSpace(c):
			continue
		}
		end := valueEnd(data, i)
		if !fn(JSON{text: v.text, start: i, end: end}) {
			return
		}
		i = end - 1
	}
}

// valueEnd returns the offset behind the value that starts at start, in text that was validated.
func valueEnd(data string, start int) int {
	depth := 0
	for i := start; ; {
		switch c := data[i]; c {
		case '"':
			i = stringEnd(data, i)
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			depth--
			i++
		case ' ', '\t', '\n', '\r', ',', ':':
			i++
			continue
		default:
			for i++; i < len(data) && strings.IndexByte(" \t\n\r,:]}", data[i]) < 0; i++ {
			}
		}
		if depth == 0 {
			return i
		}
	}
}

// stringEnd returns the offset behind the closing quote of the string whose opening quote is at start.
func stringEnd(data string, start int) int {
	for i := start + 1; ; i++ {
		switch data[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

// Get returns the member of an object with the given key, the last one where the key is repeated (what picojson
// keeps), and whether there is one.
func (v JSON) Get(key string) (member JSON, found bool) {
	v.ForEach(func(k, value JSON) bool {
		if v.Kind() == Object && k.String() == key {
			member, found = value, true
		}
		return true
	})
	return member, found
}

// QuoteJSON writes s as a JSON string. Only what JSON requires is escaped, byte for byte.
func QuoteJSON(s string) string {
	var b bytes.Buffer
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20:
			fmt.Fprintf(&b, "\\u%04x", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
