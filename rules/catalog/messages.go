package catalog

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/tidwall/gjson"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/stout"
)

// Shape is the kind of JSON value that a flag's text must be.
type Shape string

// The shapes. A flag with NoShape does not take JSON.
const (
	NoShape     Shape = ""
	ObjectShape Shape = "object"
	ArrayShape  Shape = "array"
)

// messageIndex finds the facts in messages.json without decoding them: a run on one ACL file decodes the few messages
// that ACLs reach and no other.
type messageIndex struct {
	messages map[string]gjson.Result
	enums    map[string]gjson.Result

	mu    sync.Mutex
	built map[messageKey]*stout.Message
	runs  map[string]release.Ranges
	facts map[string]*messageFacts
	names map[string]*enumFacts
}

type messageKey struct {
	name    string
	release release.Release
}

// messageFacts is one message over all releases. A field that changed its type or its being required has one entry for
// each of its shapes.
type messageFacts struct {
	in       release.Ranges
	evidence []string // "path@tag" of the first release that has it there
	fields   []fieldFacts
}

type fieldFacts struct {
	name, is, kind string
	in             release.Ranges
	// fallback is the value of the field where it is not given, "" where that is the zero value of its type.
	fallback string
}

type enumFacts struct {
	in     release.Ranges
	values []enumValue
}

type enumValue struct {
	name string
	in   release.Ranges
}

var messages = sync.OnceValue(func() *messageIndex {
	x := &messageIndex{
		messages: map[string]gjson.Result{},
		enums:    map[string]gjson.Result{},
		built:    map[messageKey]*stout.Message{},
		runs:     map[string]release.Ranges{},
		facts:    map[string]*messageFacts{},
		names:    map[string]*enumFacts{},
	}
	text, err := data.ReadFile("data/messages.json")
	if err != nil {
		panic(fmt.Sprintf("catalogue file messages.json: %v", err))
	}
	for section, index := range map[string]map[string]gjson.Result{"messages": x.messages, "enums": x.enums} {
		gjson.GetBytes(text, section).ForEach(func(name, v gjson.Result) bool {
			index[name.String()] = v
			return true
		})
	}
	return x
})

// ranges reads runs of releases, each way of writing them once: most fields live as long as their message.
func (x *messageIndex) ranges(s string) release.Ranges {
	if runs, ok := x.runs[s]; ok {
		return runs
	}
	runs, err := release.ParseRanges(s)
	if err != nil {
		panic(fmt.Sprintf("catalogue file messages.json: %v", err))
	}
	x.runs[s] = runs
	return runs
}

// Message returns the protobuf message with the given name as release r declares it, with everything it reaches, or nil
// where r has none of that name. Names are as upstream without the package: "ACL.Entity", "ContainerInfo.DockerInfo".
// The catalogue holds the messages that daemons parse JSON into, from 0.19.0 on. The result is shared: do not change it.
func Message(name string, r release.Release) *stout.Message {
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.message(name, r)
}

// FlagMessage returns the message that release r reads the JSON text of a flag into, and the shape that text must have.
// The message is nil where any object will do (executor_environment_variables), and where the flag takes no JSON on r or
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
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	m := x.factsOf(message)
	if m == nil {
		return nil
	}
	var out release.Ranges
	for _, f := range m.fields {
		if f.name == field {
			out = append(out, f.in...)
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
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	var out []string
	if m := x.factsOf(message); m != nil {
		for _, f := range m.fields {
			if !slices.Contains(out, f.name) {
				out = append(out, f.name)
			}
		}
	}
	return out
}

// EnumIn returns the releases on which the enum of a message's field has a value of the given name.
func EnumIn(message, field, value string) release.Ranges {
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	m := x.factsOf(message)
	if m == nil {
		return nil
	}
	for _, f := range m.fields {
		if f.name != field {
			continue
		}
		if e := x.enumOf(f.kind); e != nil {
			for _, v := range e.values {
				if v.name == value {
					return v.in
				}
			}
		}
	}
	return nil
}

// FieldDefault returns what a field that is not given is in release r: the default its declaration states, else the
// first name of its enum, else "".
func FieldDefault(message, field string, r release.Release) string {
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	m := x.factsOf(message)
	if m == nil {
		return ""
	}
	for _, f := range m.fields {
		if f.name != field || !f.in.Contains(r) {
			continue
		}
		if e := x.enumOf(f.kind); f.fallback == "" && e != nil {
			return e.at(r)[0]
		}
		return f.fallback
	}
	return ""
}

// MessageEvidence returns where upstream declares a message as of release r, as "path@tag" of the first release that has
// it there; "" for a message r does not have.
func MessageEvidence(name string, r release.Release) string {
	x := messages()
	x.mu.Lock()
	defer x.mu.Unlock()
	m := x.factsOf(name)
	if m == nil || !m.in.Contains(r) {
		return ""
	}
	var at string
	for _, place := range m.evidence {
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
	facts := x.factsOf(name)
	if facts == nil || !facts.in.Contains(r) {
		return nil
	}
	m := &stout.Message{Name: name, Fields: make([]stout.Field, 0, len(facts.fields))}
	x.built[key] = m
	for _, f := range facts.fields {
		if f.in.Contains(r) {
			m.Fields = append(m.Fields, x.field(f, r))
		}
	}
	return m
}

func (x *messageIndex) field(f fieldFacts, r release.Release) stout.Field {
	out := stout.Field{
		Name:     f.name,
		Type:     stout.FieldType(f.kind),
		Repeated: f.is == "repeated",
		Required: f.is == "required",
	}
	if e := x.enumOf(f.kind); e != nil {
		out.Type, out.Enum = stout.EnumField, e.at(r)
	} else if m := x.message(f.kind, r); m != nil {
		out.Type, out.Message = stout.MessageField, m
	} else if key, value, ok := mapTypes(f.kind); ok {
		out.Type, out.Repeated = stout.MapField, false
		out.Message = &stout.Message{Name: f.kind, Fields: []stout.Field{
			x.field(fieldFacts{name: "key", kind: key}, r), x.field(fieldFacts{name: "value", kind: value}, r),
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

func (x *messageIndex) factsOf(name string) *messageFacts {
	if m, ok := x.facts[name]; ok {
		return m
	}
	v, ok := x.messages[name]
	if !ok {
		return nil
	}
	m := &messageFacts{in: x.ranges(v.Get("in").String())}
	for _, e := range v.Get("evidence").Array() {
		m.evidence = append(m.evidence, e.String())
	}
	v.Get("fields").ForEach(func(_, f gjson.Result) bool {
		field := fieldFacts{in: m.in}
		f.ForEach(func(key, value gjson.Result) bool {
			switch key.String() {
			case "name":
				field.name = value.String()
			case "is":
				field.is = value.String()
			case "type":
				field.kind = value.String()
			case "default":
				field.fallback = value.String()
			case "in":
				field.in = x.ranges(value.String())
			}
			return true
		})
		m.fields = append(m.fields, field)
		return true
	})
	x.facts[name] = m
	return m
}

func (x *messageIndex) enumOf(name string) *enumFacts {
	if e, ok := x.names[name]; ok {
		return e
	}
	v, ok := x.enums[name]
	if !ok {
		return nil
	}
	e := &enumFacts{in: x.ranges(v.Get("in").String())}
	v.Get("values").ForEach(func(_, value gjson.Result) bool {
		n := enumValue{name: value.Get("name").String(), in: e.in}
		if in := value.Get("in"); in.Exists() {
			n.in = x.ranges(in.String())
		}
		e.values = append(e.values, n)
		return true
	})
	x.names[name] = e
	return e
}

// at returns the names of the enum in release r.
func (e *enumFacts) at(r release.Release) []string {
	var out []string
	for _, v := range e.values {
		if v.in.Contains(r) {
			out = append(out, v.name)
		}
	}
	return out
}
