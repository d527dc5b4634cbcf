package stout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Message describes a protobuf message as one range of releases has it. It is a fact of the catalogue.
type Message struct {
	Name   string  `json:"name"`
	Fields []Field `json:"fields"`
}

// Field describes one field of a message.
type Field struct {
	Name     string    `json:"name"`
	Type     FieldType `json:"type"`
	Repeated bool      `json:"repeated,omitempty"`
	Required bool      `json:"required,omitempty"`
	// Message is the type of a message field, and the entry type of a map: its fields are "key" and "value", in this
	// order. A message may contain itself.
	Message *Message `json:"-"`
	// Enum lists the names of an enum field, the first first.
	Enum []string `json:"enum,omitempty"`
}

// FieldType is the type of a field, by its name in protobuf's language; the name of every message type is "message".
type FieldType string

// The types of field. The variants of an integer that differ on the wire only (sint32, fixed64 …) are the same here.
const (
	StringField  FieldType = "string"
	BytesField   FieldType = "bytes"
	BoolField    FieldType = "bool"
	Int32Field   FieldType = "int32"
	Int64Field   FieldType = "int64"
	Uint32Field  FieldType = "uint32"
	Uint64Field  FieldType = "uint64"
	FloatField   FieldType = "float"
	DoubleField  FieldType = "double"
	EnumField    FieldType = "enum"
	MessageField FieldType = "message"
	MapField     FieldType = "map"
)

func (t FieldType) numeric() bool {
	switch t {
	case Int32Field, Int64Field, Uint32Field, Uint64Field:
		return true
	}
	return t.floating()
}

func (t FieldType) floating() bool { return t == FloatField || t == DoubleField }

// Field returns the field with the given name, nil if the message has none. The name must match byte for byte.
func (m *Message) Field(name string) *Field {
	if i := m.index(name); i >= 0 {
		return &m.Fields[i]
	}
	return nil
}

func (m *Message) index(name string) int {
	for i := range m.Fields {
		if m.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

// Visitor is told what a release takes over from the JSON, in the order it does: the fields of a message by the byte
// order of their names. What a release drops is not visited. The fields are those of the Message that was given.
type Visitor interface {
	// Enter is called for every message that fills a message or map field, before its own fields. The entry of a map
	// has the map as its value.
	Enter(f *Field, value source.JSON)
	// Leave is called after the fields of the message that Enter was called for.
	Leave(f *Field, value source.JSON)
	// Scalar is called for every value that fills a field of another type. For the key of a map value is the key as
	// written. A value that is a string although its field is none was read once more: see Truth and Numeral.
	Scalar(f *Field, value source.JSON)
}

// Taker is a Visitor that takes the plain elements of the lists of the outermost message at once, without being led through
// them: a document of hundreds of thousands is read in half the time.
type Taker interface {
	Visitor
	// Take is offered each object in a list of messages before it is converted. It takes an element only if every release
	// reads it as it stands: each key is that of a field, given once and in the order of their bytes, every value is of its
	// field's type and nothing required is missing. If it returns false it has taken nothing.
	Take(f *Field, element source.JSON) bool
}

// Truth returns the value of a boolean field that was accepted, written as a boolean or as a string that holds one.
func Truth(value source.JSON) bool { return strings.HasPrefix(Numeral(value), "true") }

// Numeral returns a number or boolean that was accepted for a field of that type, as it is written, without the quotes
// that releases with TextAsScalar allow around it.
func Numeral(value source.JSON) string {
	s := value.String()
	if value.Kind() != source.String {
		return s
	}
	scan := scanner{data: s, dialect: Dialect{Overflow: OverflowInfinity}}
	if start, end, err := scan.value(); err == nil {
		return s[start:end]
	}
	return s // "Infinity"
}

// Effect is what becomes of a value that a message does not take.
type Effect uint8

// The effects of a problem on the conversion.
const (
	// Fatal is an error: nothing is converted, the flag fails to load.
	Fatal Effect = iota + 1
	// Dropped is a value that is silently left out.
	Dropped
)

func (e Effect) String() string { return [...]string{"", "fatal", "dropped"}[e] }

// Cause is why a value does not arrive in its message.
type Cause uint8

// The causes.
const (
	UnknownKey      Cause = iota + 1 // no field has this name
	DuplicateKey                     // the same key comes again later in the object; Other is that later key
	NullValue                        // null
	WrongType                        // a field of this type does not take this kind of value
	UnknownEnum                      // the enum has no such name
	BadNumber                        // the text in the string is not a number
	BadBool                          // the text in the string is not a boolean
	BadBase64                        // the string is not base64
	AfterError                       // an ignored error ended the reading of the message before this key
	MissingRequired                  // required fields have no value; Missing lists them
	WrongDocument                    // the JSON as a whole, or an element of a list of messages, is of the wrong kind
)

// String names the cause as a rule or a test would.
func (c Cause) String() string {
	return [...]string{"", "unknown key", "duplicate key", "null value", "wrong type", "unknown enum", "bad number",
		"bad bool", "bad base64", "after error", "missing required", "wrong document"}[c]
}

// Problem is one place where what is written is not what arrives.
type Problem struct {
	Effect Effect
	Cause  Cause
	// Path is the place in the message, as protobuf writes it: "run_tasks[0].users.type". An index counts the elements
	// that arrive. It ends in the key or field the problem is about; of a missing field, in the message that lacks it.
	Path string
	// Message is the type that has, or should have, the field. Field is nil for an unknown key and a missing field.
	Message *Message
	Field   *Field
	// Key and Value are what is written; Key is zero if the message is not a member of an object.
	Key, Value source.JSON
	// Other is the later key of a DuplicateKey.
	Other source.JSON
	// Missing are the names of the required fields that have no value.
	Missing []string
	// Text says what the release does and why. It never holds a value of the document, which may be a secret.
	Text string
}

// Convert does what protobuf::parse of the dialect's release does with a JSON object that is to become a message, tells
// the visitor (which may be nil) what arrives, and returns every place where something does not. The release takes the
// document unless a problem is Fatal. If the release stops at its first error, Convert goes on and finds the others;
// what the visitor is told then means nothing.
func Convert(v source.JSON, m *Message, d Dialect, visit Visitor) []Problem {
	c := newConverter(d, visit)
	c.taker, _ = visit.(Taker)
	c.document(v, m)
	return c.problems
}

// ConvertArray does the same for a JSON array that is to become a list of messages. The visitor is told Enter and Leave
// of every element with a nil field. The paths of the problems start with the element's index: "[2].scalar".
func ConvertArray(v source.JSON, m *Message, d Dialect, visit Visitor) []Problem {
	c := newConverter(d, visit)
	if v.Kind() != source.Array {
		c.report(Problem{Effect: Fatal, Cause: WrongDocument, Message: m, Value: v,
			Text: "a JSON array is expected, not " + article(v.Kind())})
		return c.problems
	}
	c.path = append(c.path, step{})
	v.ForEach(func(_, element source.JSON) bool {
		if c.visit != nil {
			c.visit.Enter(nil, element)
		}
		c.document(element, m)
		if c.visit != nil {
			c.visit.Leave(nil, element)
		}
		c.path[0].index++
		return true
	})
	return c.problems
}

// converter holds what one conversion keeps. Its slices are stacks, so that a message costs no memory of its own.
type converter struct {
	dialect  Dialect
	visit    Visitor
	taker    Taker // nil if the visitor is none
	problems []Problem
	members  []member
	filled   []bool // of the messages being read, which of their fields have a value
	path     []step
	nested   int // how many messages deep
}

// newConverter returns one with room for small documents.
func newConverter(d Dialect, visit Visitor) *converter {
	all := &struct {
		converter
		members [8]member
		filled  [64]bool
		path    [6]step
	}{}
	all.converter = converter{dialect: d, visit: visit, members: all.members[:0], filled: all.filled[:0], path: all.path[:0]}
	return &all.converter
}

// member is one key of an object and its value.
type member struct {
	name       string
	key, value source.JSON
}

// step is one part of a path: a field, and which of its elements. The step of a list of messages has no field.
type step struct {
	field *Field
	index int
}

// document converts an outermost message.
func (c *converter) document(v source.JSON, m *Message) {
	if v.Kind() != source.Object {
		c.report(Problem{Effect: Fatal, Cause: WrongDocument, Message: m, Value: v, Path: c.at(""),
			Text: "a JSON object is expected, not " + article(v.Kind())})
		return
	}
	c.message(source.JSON{}, v, m)
}

// message converts one object and reports whether it was read to its end without an error.
func (c *converter) message(key, v source.JSON, m *Message) bool {
	first, base := len(c.members), len(c.filled)
	c.gather(v)
	c.filled = slices.Grow(c.filled, len(m.Fields))[:base+len(m.Fields)]
	clear(c.filled[base:])

	ok := true
	for i := first; i < len(c.members); i++ {
		// A pointer, because a copy waits for the parts that were just written. What is read deeper down only adds members.
		at := &c.members[i]
		if i+1 < len(c.members) && c.members[i+1].name == at.name {
			c.report(Problem{Effect: Dropped, Cause: DuplicateKey, Path: c.at(at.name), Message: m,
				Field: m.Field(at.name), Key: at.key, Value: at.value, Other: c.members[i+1].key,
				Text: "the key comes again later in the same object; the last one takes effect"})
			continue
		}
		index := m.index(at.name)
		if index < 0 {
			c.report(Problem{Effect: Dropped, Cause: UnknownKey, Path: c.at(at.name), Message: m,
				Key: at.key, Value: at.value, Text: "there is no such field, so the key is silently skipped"})
			continue
		}
		f := &m.Fields[index]
		if !ok && c.swallows() {
			c.report(Problem{Effect: Dropped, Cause: AfterError, Path: c.at(at.name), Message: m, Field: f,
				Key: at.key, Value: at.value,
				Text: "it is never read: the error before it, in the byte order of the keys, silently ended the reading of this object"})
			continue
		}
		c.path = append(c.path, step{field: f})
		set, read := c.field(m, f, at.key, at.value)
		c.path = c.path[:len(c.path)-1]
		// If the error is fatal anyway, the field counts as given: it is not missing but wrong.
		c.filled[base+index] = set || !read && !c.swallows()
		ok = ok && read
	}
	var missing []string
	for i := range m.Fields {
		if m.Fields[i].Required && !c.filled[base+i] {
			missing = append(missing, m.Fields[i].Name)
		}
	}
	if missing != nil {
		c.report(Problem{Effect: Fatal, Cause: MissingRequired, Path: c.at(""), Message: m, Key: key, Value: v,
			Missing: missing, Text: "required and missing: " + strings.Join(missing, ", ")})
	}
	c.members, c.filled = c.members[:first], c.filled[:base]
	return ok
}

// swallows reports whether an error in the message being read is ignored.
func (c *converter) swallows() bool { return c.dialect.NestedErrorsIgnored && c.nested > 0 }

// gather pushes the members of an object in the byte order of their keys, equal keys as they are written.
func (c *converter) gather(v source.JSON) {
	first := len(c.members)
	sorted := true
	v.ForEach(func(k, value source.JSON) bool {
		name := k.String()
		if n := len(c.members); n > first && c.members[n-1].name > name {
			sorted = false
		}
		c.members = append(c.members, member{name: name, key: k, value: value})
		return true
	})
	if !sorted {
		slices.SortStableFunc(c.members[first:], func(a, b member) int { return strings.Compare(a.name, b.name) })
	}
}

// field converts what is given for one field: set says whether the field has a value now, read whether there was no
// error.
func (c *converter) field(m *Message, f *Field, key, v source.JSON) (set, read bool) {
	if v.Kind() != source.Array {
		return c.element(m, f, key, v)
	}
	if !f.Repeated && f.Type != MapField {
		return false, c.refuse(m, f, key, v, WrongType, "a list is given for a field that takes one value")
	}
	read = true
	take := c.taker != nil && c.nested == 0 && f.Type == MessageField
	v.Flatten(func(e source.JSON) bool {
		if take && e.Kind() == source.Object && c.taker.Take(f, e) {
			c.path[len(c.path)-1].index++
			set = true
			return true
		}
		s, ok := c.element(m, f, source.JSON{}, e)
		set = set || s
		read = read && ok
		return ok || !c.swallows()
	})
	return set, read
}

// element converts one value that is not a list.
func (c *converter) element(m *Message, f *Field, key, v source.JSON) (set, read bool) {
	kind := v.Kind()
	switch {
	case kind == source.Null && c.dialect.NullUnsets:
		c.report(Problem{Effect: Dropped, Cause: NullValue, Path: c.at(""), Message: m, Field: f, Key: key, Value: v,
			Text: "null leaves the field unset"})
		return false, true
	case kind == source.Null:
		return false, c.refuse(m, f, key, v, NullValue, "null is not allowed")
	case f.Type == MessageField && kind == source.Object:
		return c.submessage(f, key, v)
	case f.Type == MapField && kind == source.Object:
		return c.mapping(m, f, key, v)
	case kind == source.String && f.Type != StringField:
		return c.text(m, f, key, v)
	case takes(f.Type, kind):
		c.scalar(f, v)
		return true, true
	}
	return false, c.refuse(m, f, key, v, WrongType, mismatch(f, kind))
}

// takes reports whether a field of a type takes a kind of value as it is.
func takes(t FieldType, kind source.Kind) bool {
	switch kind {
	case source.String:
		return t == StringField
	case source.Bool:
		return t == BoolField
	case source.Number:
		return t.numeric()
	}
	return false
}

// submessage converts an object for a message field. The field is set even if an error inside is ignored.
func (c *converter) submessage(f *Field, key, v source.JSON) (set, read bool) {
	if c.visit != nil {
		c.visit.Enter(f, v)
	}
	c.nested++
	read = c.message(key, v, f.Message)
	c.nested--
	if c.visit != nil {
		c.visit.Leave(f, v)
	}
	c.path[len(c.path)-1].index++
	return true, read || c.dialect.NestedErrorsIgnored
}

// mapping converts an object for a map field, entry by entry.
func (c *converter) mapping(m *Message, f *Field, key, v source.JSON) (set, read bool) {
	if !c.dialect.Maps {
		return c.submessage(f, key, v)
	}
	first := len(c.members)
	defer func() { c.members = c.members[:first] }()
	c.gather(v)
	read = true
	for i := first; i < len(c.members) && (read || !c.swallows()); i++ {
		at := c.members[i]
		if i+1 < len(c.members) && c.members[i+1].name == at.name {
			c.report(Problem{Effect: Dropped, Cause: DuplicateKey, Path: c.at(at.name), Message: m, Field: f,
				Key: at.key, Value: at.value, Other: c.members[i+1].key,
				Text: "the key comes again later in the same object; the last one takes effect"})
			continue
		}
		if c.visit != nil {
			c.visit.Enter(f, v)
		}
		for j, given := range []source.JSON{at.key, at.value} {
			part := &f.Message.Fields[j]
			c.path = append(c.path, step{field: part})
			_, ok := c.field(f.Message, part, at.key, given)
			c.path = c.path[:len(c.path)-1]
			read = read && ok
		}
		if c.visit != nil {
			c.visit.Leave(f, v)
		}
		c.path[len(c.path)-1].index++
		set = true
	}
	return set, read
}

// text converts a string for a field of another type.
func (c *converter) text(m *Message, f *Field, key, v source.JSON) (set, read bool) {
	s := v.String()
	switch {
	case f.Type == BytesField:
		if c.dialect.Base64Bytes {
			if _, ok := DecodeBase64(s, c.dialect); !ok {
				return false, c.refuse(m, f, key, v, BadBase64, "the field holds bytes, which must be written in base64")
			}
		}
	case f.Type == EnumField:
		if slices.Contains(f.Enum, s) {
			break
		}
		text := "the names it takes are " + strings.Join(f.Enum, ", ")
		if c.dialect.UnknownEnumIgnored && !f.Required {
			c.report(Problem{Effect: Dropped, Cause: UnknownEnum, Path: c.at(""), Message: m, Field: f, Key: key, Value: v,
				Text: text + "; any other name silently leaves the field unset"})
			return false, true
		}
		return false, c.refuse(m, f, key, v, UnknownEnum, text)
	case !c.dialect.TextAsScalar:
		return false, c.refuse(m, f, key, v, WrongType, mismatch(f, source.String))
	case f.Type == BoolField:
		if !c.holds(s, source.Bool) {
			return false, c.refuse(m, f, key, v, BadBool, "the string must hold true or false")
		}
	case f.Type.numeric():
		infinity := c.dialect.InfinityAsNumber && f.Type.floating() && (s == "Infinity" || s == "-Infinity")
		if !infinity && !c.holds(s, source.Number) {
			return false, c.refuse(m, f, key, v, BadNumber, "the string must hold a number")
		}
	default:
		return false, c.refuse(m, f, key, v, WrongType, mismatch(f, source.String))
	}
	c.scalar(f, v)
	return true, true
}

// holds reports whether a string is JSON text of a kind.
func (c *converter) holds(s string, kind source.Kind) bool {
	scan := scanner{data: s, dialect: c.dialect}
	start, _, err := scan.value()
	if err == nil && !c.dialect.TrailingIgnored {
		err = scan.trailing()
	}
	if err != nil {
		return false
	}
	literal := s[start] == 't' || s[start] == 'f'
	number := s[start] == '-' || isDigit(s[start])
	return kind == source.Bool && literal || kind == source.Number && number
}

func (c *converter) scalar(f *Field, v source.JSON) {
	if c.visit != nil {
		c.visit.Scalar(f, v)
	}
	c.path[len(c.path)-1].index++
}

// refuse reports an error, which is fatal unless it is one that the release ignores. It returns false.
func (c *converter) refuse(m *Message, f *Field, key, v source.JSON, cause Cause, text string) bool {
	p := Problem{Effect: Fatal, Cause: cause, Path: c.at(""), Message: m, Field: f, Key: key, Value: v, Text: text}
	if c.swallows() {
		p.Effect = Dropped
		p.Text += "; the error is ignored, and so is everything of this object that comes after it in the byte order of the keys"
	}
	c.report(p)
	return false
}

func (c *converter) report(p Problem) { c.problems = append(c.problems, p) }

// at returns the path of the value being converted, and of one of its keys unless that is "".
func (c *converter) at(key string) string {
	var b strings.Builder
	for i, s := range c.path {
		switch {
		case s.field == nil:
			fmt.Fprintf(&b, "[%d]", s.index)
			continue
		case i > 0:
			b.WriteByte('.')
		}
		b.WriteString(s.field.Name)
		if s.field.Repeated || s.field.Type == MapField {
			fmt.Fprintf(&b, "[%d]", s.index)
		}
	}
	if key != "" {
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(key)
	}
	return b.String()
}

func mismatch(f *Field, kind source.Kind) string {
	return article(kind) + " is given for a field that takes " + describe(f)
}

func article(k source.Kind) string {
	switch k {
	case source.Null:
		return "null"
	case source.Array, source.Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

func describe(f *Field) string {
	switch {
	case f.Type == EnumField:
		return "one of " + strings.Join(f.Enum, ", ")
	case f.Type == BoolField:
		return "true or false"
	case f.Type.numeric():
		return "a number"
	case f.Type == MessageField, f.Type == MapField:
		return "an object"
	}
	return "a string"
}

// DecodeBase64 decodes s as the dialect's release does, which is stricter and laxer than RFC 4648: everything from the
// first "=" on is skipped and a last group may have any length. It reports whether s has only allowed characters.
func DecodeBase64(s string, d Dialect) (decoded string, ok bool) {
	var out []byte
	var group uint32
	n := 0
	for i := range len(s) {
		c := s[i]
		var six uint32
		switch {
		case c == '=':
			return string(flush(out, group, n)), true
		case d.Base64SkipsSpace && (c == ' ' || '\t' <= c && c <= '\r'):
			continue
		case 'A' <= c && c <= 'Z':
			six = uint32(c - 'A')
		case 'a' <= c && c <= 'z':
			six = uint32(c-'a') + 26
		case isDigit(c):
			six = uint32(c-'0') + 52
		case c == '+':
			six = 62
		case c == '/':
			six = 63
		default:
			return "", false
		}
		group = group<<6 | six
		if n++; n == 4 {
			out = append(out, byte(group>>16), byte(group>>8), byte(group))
			group, n = 0, 0
		}
	}
	return string(flush(out, group, n)), true
}

// flush appends the bytes of an unfinished group of n characters.
func flush(out []byte, group uint32, n int) []byte {
	group <<= 6 * uint(4-n)
	for i := range max(0, n-1) {
		out = append(out, byte(group>>(16-8*i)))
	}
	return out
}
