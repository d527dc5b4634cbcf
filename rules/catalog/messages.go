package catalog

import (
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Shape is the kind of JSON value that a flag's text must be.
type Shape string

// The shapes. A flag with NoShape does not take JSON.
const (
	NoShape     Shape = ""
	ObjectShape Shape = "object"
	ArrayShape  Shape = "array"
)

// messageIndex is the messages of releases that were asked for so far.
type messageIndex struct {
	mu    sync.Mutex
	built map[messageKey]*stout.Message
}

// messageFile is the content of messages.json, whose messages and enums are members called by their names. They are ordered
// by name.
type messageFile struct {
	Messages messageList `json:"messages"`
	Enums    enumList    `json:"enums"`
}

type (
	messageList []messageFacts
	enumList    []enumFacts
)

type messageKey struct {
	name    string
	release release.Release
}

// messageFacts is one message over all releases. A field that changed its type or its being required has one entry for
// each of its shapes.
type messageFacts struct {
	Name     string         `json:"-"`
	In       release.Ranges `json:"in"`
	Evidence []string       `json:"evidence"` // "path@tag" of the first release that has it there
	Fields   []fieldFacts   `json:"fields"`
}

type fieldFacts struct {
	Name string `json:"name"`
	Is   string `json:"is"`
	Type string `json:"type"`
	// In are the releases that have it; in the file it is there if those are not all that have the message.
	In release.Ranges `json:"in"`
	// Default is the value of the field if it is not given, "" if that is the zero value of its type.
	Default string `json:"default"`
}

type enumFacts struct {
	Name     string         `json:"-"`
	In       release.Ranges `json:"in"`
	Evidence []string       `json:"evidence"`
	Values   []enumValue    `json:"values"`
}

type enumValue struct {
	Name string         `json:"name"`
	In   release.Ranges `json:"in"` // as of a field
}

var messages messageIndex

// Message returns the protobuf message with the given name as release r declares it, with everything it reaches, or nil
// if r has none of that name. Names are as upstream without the package: "ACL.Entity", "ContainerInfo.DockerInfo".
// The catalogue holds the messages that daemons parse JSON into, from 0.19.0 on. The result is shared: do not change it.
func Message(name string, r release.Release) *stout.Message {
	messages.mu.Lock()
	defer messages.mu.Unlock()
	return messages.message(name, r)
}

// FlagMessage returns the message that release r reads the JSON text of a flag into, and the shape that text must have.
// The message is nil if any object will do (executor_environment_variables), and where the flag takes no JSON on r or
// is not there at all; only then the shape is NoShape. Of a directory of JSON files (modules_dir) it is the message of
// each. With AnyComponent the first daemon that has such a flag answers.
func FlagMessage(c config.Component, flag string, r release.Release) (*stout.Message, Shape) {
	d := DocumentOf(c, flag)
	if d == nil || !d.In.Contains(r) || d.Shape == NoShape {
		return nil, NoShape
	}
	if d.Message == "" {
		return nil, d.Shape
	}
	m := Message(d.Message, r)
	if m == nil {
		return nil, NoShape
	}
	return m, d.Shape
}

// FieldIn returns the releases on which a message has a field of the given name, whatever its type; nil for a name it
// never had.
func FieldIn(message, field string) release.Ranges {
	m := messageNamed(message)
	if m == nil {
		return nil
	}
	var out release.Ranges
	for _, f := range m.Fields {
		if f.Name == field {
			out = append(out, f.In...)
		}
	}
	return merged(out)
}

// merged joins the runs that no release lies between.
func merged(runs release.Ranges) release.Ranges {
	var out release.Ranges
	inside := false
	for _, r := range Releases().All() {
		switch in := runs.Contains(r); {
		case in && inside:
			out[len(out)-1].Last = r
		case in:
			out = append(out, release.Range{First: r, Last: r})
			inside = true
		default:
			inside = false
		}
	}
	if inside {
		out[len(out)-1].Last = release.Release{}
	}
	return out
}

// FieldNames returns the names a message ever had, in upstream's order.
func FieldNames(message string) []string {
	var out []string
	if m := messageNamed(message); m != nil {
		for _, f := range m.Fields {
			if !slices.Contains(out, f.Name) {
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// Field is one declaration of a field of a message: a field that changed its type has several.
type Field struct {
	Name string
	// Is is "required", "optional" or "repeated", Type the type as upstream writes it.
	Is, Type string
	In       release.Ranges
	// Default is the default its declaration states, "" for none.
	Default string
}

// Fields returns the declarations of the fields of a message, and where upstream declares it ("path@tag"); none for a name
// it does not have.
func Fields(message string) (fields []Field, evidence []string) {
	m := messageNamed(message)
	if m == nil {
		return nil, nil
	}
	for _, f := range m.Fields {
		fields = append(fields, Field(f))
	}
	return fields, m.Evidence
}

// MessageNames returns the names of the messages, in order.
func MessageNames() []string {
	names := make([]string, len(messageData.Messages))
	for i := range names {
		names[i] = messageData.Messages[i].Name
	}
	return names
}

// ReachableFields returns the names of all fields that a message ever had, and of those of the messages it reaches.
func ReachableFields(message string) map[string]bool {
	out, seen := map[string]bool{}, map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		m := messageNamed(name)
		if m == nil || seen[name] {
			return
		}
		seen[name] = true
		for _, f := range m.Fields {
			out[f.Name] = true
			if _, value, ok := mapTypes(f.Type); ok {
				visit(value)
			} else {
				visit(f.Type)
			}
		}
	}
	visit(message)
	return out
}

// EnumIn returns the releases on which the enum of a message's field has a value of the given name.
func EnumIn(message, field, value string) release.Ranges {
	m := messageNamed(message)
	if m == nil {
		return nil
	}
	for _, f := range m.Fields {
		if f.Name != field {
			continue
		}
		if e := enumNamed(f.Type); e != nil {
			for _, v := range e.Values {
				if v.Name == value {
					return v.In
				}
			}
		}
	}
	return nil
}

// FieldDefault returns what a field that is not given is in release r: the default its declaration states, else the
// first name of its enum, else "".
func FieldDefault(message, field string, r release.Release) string {
	m := messageNamed(message)
	if m == nil {
		return ""
	}
	for _, f := range m.Fields {
		if f.Name != field || !f.In.Contains(r) {
			continue
		}
		if e := enumNamed(f.Type); f.Default == "" && e != nil {
			return e.at(r)[0]
		}
		return f.Default
	}
	return ""
}

// MessageEvidence returns where upstream declares a message as of release r, as "path@tag" of the first release that has
// it there; "" for a message r does not have.
func MessageEvidence(name string, r release.Release) string {
	m := messageNamed(name)
	if m == nil || !m.In.Contains(r) {
		return ""
	}
	var at string
	for _, place := range m.Evidence {
		_, tag, _ := strings.Cut(place, "@")
		if since, err := release.Parse(tag); err == nil && !r.Less(since) {
			at = place
		}
	}
	return at
}

// message builds a message of release r. A message is entered before its fields are built, since it may contain itself.
func (x *messageIndex) message(name string, r release.Release) *stout.Message {
	key := messageKey{name, r}
	if m, ok := x.built[key]; ok {
		return m
	}
	facts := messageNamed(name)
	if facts == nil || !facts.In.Contains(r) {
		return nil
	}
	m := &stout.Message{Name: name, Fields: make([]stout.Field, 0, len(facts.Fields))}
	if x.built == nil {
		x.built = map[messageKey]*stout.Message{}
	}
	x.built[key] = m
	for _, f := range facts.Fields {
		if f.In.Contains(r) {
			m.Fields = append(m.Fields, x.field(f, r))
		}
	}
	return m
}

func (x *messageIndex) field(f fieldFacts, r release.Release) stout.Field {
	out := stout.Field{
		Name:     f.Name,
		Type:     stout.FieldType(f.Type),
		Repeated: f.Is == "repeated",
		Required: f.Is == "required",
	}
	if e := enumNamed(f.Type); e != nil {
		out.Type, out.Enum = stout.EnumField, e.at(r)
	} else if m := x.message(f.Type, r); m != nil {
		out.Type, out.Message = stout.MessageField, m
	} else if key, value, ok := mapTypes(f.Type); ok {
		out.Type, out.Repeated = stout.MapField, false
		out.Message = &stout.Message{Name: f.Type, Fields: []stout.Field{
			x.field(fieldFacts{Name: "key", Type: key}, r), x.field(fieldFacts{Name: "value", Type: value}, r),
		}}
	}
	return out
}

// mapTypes reads "map<string, string>".
func mapTypes(kind string) (key, value string, ok bool) {
	inner, found := strings.CutPrefix(kind, "map<")
	if !found {
		return "", "", false
	}
	return strings.Cut(strings.TrimSuffix(inner, ">"), ", ")
}

// messageNamed returns the facts about a message, nil if there is none of that name.
func messageNamed(name string) *messageFacts {
	i, ok := slices.BinarySearchFunc(messageData.Messages, name, func(m messageFacts, name string) int { return strings.Compare(m.Name, name) })
	if !ok {
		return nil
	}
	return &messageData.Messages[i]
}

// enumNamed returns the facts about an enum, nil if there is none of that name.
func enumNamed(name string) *enumFacts {
	i, ok := slices.BinarySearchFunc(messageData.Enums, name, func(e enumFacts, name string) int { return strings.Compare(e.Name, name) })
	if !ok {
		return nil
	}
	return &messageData.Enums[i]
}

// at returns the names of the enum in release r.
func (e *enumFacts) at(r release.Release) []string {
	var out []string
	for _, v := range e.Values {
		if v.In.Contains(r) {
			out = append(out, v.Name)
		}
	}
	return out
}
