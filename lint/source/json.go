package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/tidwall/gjson"
)

// JSON is one JSON value inside a text, with its span. It is a view: nothing is decoded or copied until asked for. A
// JSON is only ever made from text that was validated first.
type JSON struct {
	doc        *document
	start, end int32 // bytes of the value in the text, without surrounding white space
	node       int32 // of an array or object, its number in the document's outline
}

// document is what the values of one text share.
type document struct {
	text  *Text
	nodes []node
}

// Outline says where the arrays and objects of a text end, so that walking one value never scans another. Whoever
// validates the text makes it on the way: Open for every opening bracket in turn, Close for its partner.
type Outline struct{ nodes []node }

// node is one array or object; nodes are numbered by their opening brackets.
type node struct {
	end  int32 // offset after its closing bracket
	next int32 // number of the first node that is opened after it
}

// NewOutline returns an outline with room for the brackets of data, or for as many as a long text mostly has.
func NewOutline(data string) *Outline {
	brackets := len(data)/16 + 16
	if len(data) < longText {
		brackets = min(brackets, strings.Count(data, "{")+strings.Count(data, "["))
	}
	return &Outline{nodes: make([]node, 0, brackets)}
}

// longText is how many bytes take longer to count brackets in than to have too much room for them, which is never touched.
const longText = 1 << 20

// Open notes the next opening bracket and returns its number, for Close.
func (o *Outline) Open() (number int32) {
	o.nodes = append(o.nodes, node{})
	return int32(len(o.nodes) - 1)
}

// Close notes that the bracket with the given number is closed, end being the offset after its partner.
func (o *Outline) Close(number int32, end int) {
	o.nodes[number] = node{end: int32(end), next: int32(len(o.nodes))}
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
	// Line is the line the reader itself names in its message, 0 if it names none.
	Line int
	// Aborts is set if the reader does not survive the text, so that nothing else is tried with it.
	Aborts bool
}

func (e *JSONError) Error() string { return e.Problem }

// maxDepth is how deep ParseJSON lets arrays and objects be nested, as encoding/json does: its validator calls itself.
const maxDepth = 10_000

// MaxJSON is the length in bytes that JSON text may have.
const MaxJSON = math.MaxInt32

// ParseJSON validates text as RFC 8259 JSON and returns its one value.
func ParseJSON(text *Text) (JSON, *JSONError) {
	if err := CheckJSONLength(text); err != nil {
		return JSON{}, err
	}
	outline := outline(text.data, 0, len(text.data), maxDepth)
	if outline == nil || !gjson.Valid(text.data) {
		return JSON{}, explainInvalid(text.data)
	}
	start := len(text.data) - len(strings.TrimLeft(text.data, space))
	return NewJSON(text, start, len(strings.TrimRight(text.data, space)), outline), nil
}

// CheckJSONLength returns an error where the text is longer than MaxJSON.
func CheckJSONLength(text *Text) *JSONError {
	if len(text.data) > MaxJSON {
		return &JSONError{Offset: MaxJSON, Problem: "it is longer than 2 GiB"}
	}
	return nil
}

// JSONAt returns the value that starts at an offset of a text that was validated before, there or around it: a piece of a
// document is looked at again without the outline of the whole.
func JSONAt(text *Text, start int) JSON {
	end := endOfValue(text.data, start)
	return NewJSON(text, start, end, outline(text.data, start, end, math.MaxInt))
}

// endOfValue returns the offset after the valid JSON value that starts at an offset.
func endOfValue(data string, start int) int {
	depth := 0
	for i := start; ; i++ {
		switch data[i] {
		case '"':
			i = endOfString(data, i) - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		default:
			if depth == 0 {
				return endOfLiteral(data, i)
			}
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
}

// endOfString returns the offset after the valid string whose opening quote is at start.
func endOfString(data string, start int) int {
	for i := start + 1; ; i++ {
		switch data[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
}

// endOfLiteral returns the offset after the number, true, false or null at start.
func endOfLiteral(data string, start int) int {
	i := start + 1
	for i < len(data) && !isSpace(data[i]) && data[i] != ',' && data[i] != ']' && data[i] != '}' {
		i++
	}
	return i
}

// outline matches the brackets of data[start:end], which need not be JSON. It returns nil if that fails or is nested
// deeper than depth.
func outline(data string, start, end, depth int) *Outline {
	data = data[:end]
	o := NewOutline(data[start:])
	var open []int32
	for i := start; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; i < len(data) && data[i] != '"'; i++ {
				if data[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			if len(open) == depth {
				return nil
			}
			open = append(open, o.Open())
		case '}', ']':
			if len(open) == 0 {
				return nil
			}
			o.Close(open[len(open)-1], i+1)
			open = open[:len(open)-1]
		}
	}
	return o
}

// explainInvalid asks encoding/json where the text stops being JSON: gjson only says that it does.
func explainInvalid(data string) *JSONError {
	if strings.Trim(data, space) == "" {
		return &JSONError{Offset: len(data), Problem: "it is empty"}
	}
	if strings.HasPrefix(data, "\ufeff") {
		return &JSONError{Offset: 0, Problem: "it starts with a byte order mark (EF BB BF)"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(viewBytes(data), &raw)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		offset := max(0, int(syntax.Offset)-1)
		// At the end of the text encoding/json feigns one more blank, and says so where that is an error.
		feigned := strings.HasPrefix(syntax.Error(), "invalid character ' '") && data[offset] != ' '
		if feigned || strings.Contains(syntax.Error(), "unexpected end") {
			return &JSONError{Offset: len(strings.TrimRight(data, space)), Problem: "it ends in the middle"}
		}
		return &JSONError{Offset: offset, Problem: syntax.Error()}
	case err != nil:
		return &JSONError{Offset: 0, Problem: err.Error()}
	}
	return &JSONError{Offset: 0, Problem: "it is not valid JSON"}
}

// NewJSON returns the value that is text[start:end], which was validated and has the given outline.
func NewJSON(text *Text, start, end int, outline *Outline) JSON {
	return JSON{doc: &document{text: text, nodes: outline.nodes}, start: int32(start), end: int32(end)}
}

const space = " \t\r\n"

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// Kind returns the type of the value.
func (v JSON) Kind() Kind {
	if v.doc == nil {
		return NoValue
	}
	switch v.doc.text.data[v.start] {
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
	if v.doc == nil {
		return ""
	}
	return v.doc.text.data[v.start:v.end]
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

// Content returns the text that a string holds: a document that stands in a string of another one. The zero Text is that of
// any other value.
func (v JSON) Content() Text {
	if v.Kind() != String {
		return Text{}
	}
	raw := v.Raw()[1 : len(v.Raw())-1]
	at := v.start + 1
	if strings.IndexByte(raw, '\\') < 0 {
		return v.doc.text.Quoted(int(at), int(v.end)-1, int(v.start), int(v.end), quotingJSON{})
	}
	var data []byte
	offsets := make([]int32, 0, len(raw)+1)
	for i := 0; i < len(raw); {
		n := escapeLength(raw[i:])
		piece := raw[i : i+n]
		if n > 1 {
			piece = gjson.Parse(`"` + piece + `"`).String()
		}
		for range len(piece) {
			offsets = append(offsets, at+int32(i))
		}
		data = append(data, piece...)
		i += n
	}
	offsets = append(offsets, at+int32(len(raw)))
	return v.doc.text.DecodedBy(string(data), offsets, int(v.start), int(v.end), quotingJSON{})
}

// quotingJSON is the quoting of the strings of JSON.
type quotingJSON struct{}

func (quotingJSON) Part(_ string, _, _ int, s string) (string, bool) { return escapeJSON(s), true }

func (quotingJSON) Whole(s string) (string, bool) { return QuoteJSON(s), true }

// escapeLength returns how many bytes at the start of the inside of a JSON string stand for one thing: 1 unless they are
// an escape.
func escapeLength(s string) int {
	switch {
	case s[0] != '\\' || len(s) == 1:
		return 1
	case s[1] != 'u':
		return 2
	case len(s) >= 12 && s[6:8] == `\u` && (s[2] == 'd' || s[2] == 'D') && strings.IndexByte("89abAB", s[3]) >= 0:
		return 12 // a pair of surrogates
	}
	return min(6, len(s))
}

// Span returns where the value stands in its source, quotes and brackets included.
func (v JSON) Span() Span {
	if v.doc == nil {
		return Span{}
	}
	return v.doc.text.Span(int(v.start), int(v.end))
}

// Bounds returns the bytes [start, end) of the value in its text.
func (v JSON) Bounds() (start, end int) { return int(v.start), int(v.end) }

// Text returns the text the value stands in.
func (v JSON) Text() *Text {
	if v.doc == nil {
		return nil
	}
	return v.doc.text
}

// ForEach calls fn for every member of an object or element of an array, in the order they are written and with
// duplicate keys repeated, until fn returns false. The key of an array's element is the zero JSON.
func (v JSON) ForEach(fn func(key, value JSON) bool) {
	kind := v.Kind()
	if kind != Object && kind != Array {
		return
	}
	data := v.doc.text.data
	node := v.node + 1
	for i := v.start + 1; ; {
		for isSpace(data[i]) || data[i] == ',' {
			i++
		}
		if i == v.end-1 {
			return
		}
		var key JSON
		if kind == Object {
			key = v.doc.at(i, 0)
			for i = key.end; isSpace(data[i]) || data[i] == ':'; {
				i++
			}
		}
		value := v.doc.at(i, node)
		if !fn(key, value) {
			return
		}
		i = value.end
		if data[i-1] == '}' || data[i-1] == ']' {
			node = v.doc.nodes[node].next
		}
	}
}

// Flatten calls fn for every element of an array, and for the elements of its nested arrays in their place, until fn
// returns false. However deep the arrays are nested, it takes one pass.
func (v JSON) Flatten(fn func(element JSON) bool) {
	if v.Kind() != Array {
		return
	}
	data := v.doc.text.data
	node := v.node + 1
	for i := v.start + 1; i < v.end-1; {
		switch c := data[i]; {
		case c == '[':
			node++
			i++
		case c == ']' || c == ',' || isSpace(c):
			i++
		default:
			value := v.doc.at(i, node)
			if !fn(value) {
				return
			}
			i = value.end
			if c == '{' {
				node = v.doc.nodes[node].next
			}
		}
	}
}

// at returns the value that starts at offset start; node is its number if it is an array or object.
func (d *document) at(start, node int32) JSON {
	var end int
	switch data := d.text.data; data[start] {
	case '{', '[':
		return JSON{doc: d, start: start, end: d.nodes[node].end, node: node}
	case '"':
		end = endOfString(data, int(start))
	default:
		end = endOfLiteral(data, int(start))
	}
	return JSON{doc: d, start: start, end: int32(end)}
}

// Get returns the member of an object with the given key, the last one if the key is repeated (what picojson
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
func QuoteJSON(s string) string { return `"` + escapeJSON(s) + `"` }

func escapeJSON(s string) string {
	var b bytes.Buffer
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
	return b.String()
}
