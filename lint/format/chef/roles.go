package chef

import (
	"bytes"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ShowsJSON reports whether a text may be a role, an environment or a node of Chef as JSON that gives Mesos attributes, or what Test
// Kitchen gives them to its machines with.
func ShowsJSON(name string, data []byte) bool {
	if strings.Contains(path.Base(name), "kitchen") {
		return bytes.Contains(data, []byte("\nsuites:")) && bytes.Contains(data, []byte("mesos:"))
	}
	if !source.LooksLikeJSON(data) || !bytes.Contains(data, []byte(`"mesos"`)) {
		return false
	}
	for _, mark := range [...]string{`"run_list"`, `"chef_type"`, `"json_class"`, `"default_attributes"`, `"override_attributes"`, `"chef_environment"`} {
		if bytes.Contains(data, []byte(mark)) {
			return true
		}
	}
	return false
}

// levels are the members of a role, an environment or a node that hold attributes, with how much they count.
var levels = []struct {
	key   string
	level int
}{{"default_attributes", 1}, {"default", 1}, {"normal", 2}, {"override_attributes", 3}, {"override", 3}, {"automatic", 3}}

// ReadJSON reads a role, an environment or a node as JSON. ok is false if it gives Mesos no attributes.
func ReadJSON(in source.Text, limits machine.Limits) (c machine.Contributions, ok bool) {
	limits = limits.OrFor(in.Len())
	docs, problem := yamltext.Parse(in, nil, limits)
	if problem != nil {
		return machine.Contributions{Unreadable: problem}, false
	}
	if len(docs) == 0 {
		return c, false
	}
	r := &reader{in: in, src: in.String(), limits: limits}
	doc := docs[0]
	// Attributes that are not below a level are those of a node that chef-solo is given: they are normal ones.
	const normal = 2
	if mesos := doc.Member(doc.Root, "mesos"); mesos != nil {
		r.spread(attribute{level: normal, keys: []source.Text{source.LiteralText("mesos", mesos.Span())}, value: valueOf(doc, mesos, 0)})
	}
	for _, l := range levels {
		if mesos := doc.Member(doc.Member(doc.Root, l.key), "mesos"); mesos != nil {
			r.spread(attribute{level: l.level, keys: []source.Text{source.LiteralText("mesos", mesos.Span())}, value: valueOf(doc, mesos, 0)})
		}
	}
	r.daemons()
	out := r.out
	if suites := doc.Member(doc.Root, "suites"); suites != nil {
		out.Merge(readSuites(in, doc, suites.Resolve(), limits))
	}
	return out, len(out.Files)+len(out.Starts) > 0
}

// readSuites reads the attributes that a configuration of Test Kitchen gives the machines of its suites.
func readSuites(in source.Text, doc *yamltext.Document, suites *yamltext.Node, limits machine.Limits) machine.Contributions {
	const normal = 2
	var out machine.Contributions
	for _, suite := range suites.Items() {
		mesos := doc.Member(doc.Member(suite.Resolve(), "attributes"), "mesos")
		if mesos == nil {
			continue
		}
		r := &reader{in: in, src: in.String(), limits: limits}
		r.spread(attribute{level: normal, keys: []source.Text{source.LiteralText("mesos", mesos.Span())}, value: valueOf(doc, mesos, 0)})
		r.daemons()
		if name := doc.Member(suite.Resolve(), "name"); name != nil && len(suites.Items()) > 1 {
			for i := range r.out.Files {
				r.out.Files[i].Root = name.Resolve().Text().String()
			}
			for i := range r.out.Starts {
				r.out.Starts[i].Root = name.Resolve().Text().String()
			}
		}
		out.Merge(r.out)
	}
	return out
}

// ReadSolo reads the attributes that a Vagrantfile gives chef-solo: chef.json = { mesos: … }.
func ReadSolo(in source.Text, limits machine.Limits) machine.Contributions {
	const normal, mark = 2, ".json"
	r := &reader{in: in, src: in.String(), limits: limits.OrFor(in.Len()), vars: map[string]value{}}
	for {
		i := strings.Index(r.src[min(r.at, len(r.src)):], mark)
		if i < 0 {
			break
		}
		r.at += i + len(mark)
		if merge := strings.TrimPrefix(r.src[r.at:], ".merge!("); len(merge) < len(r.src)-r.at {
			r.at = len(r.src) - len(merge)
		} else if r.skipSpace(false); r.at < len(r.src) && r.src[r.at] == '=' {
			r.at++
		} else {
			continue
		}
		for _, m := range r.value(1).members {
			if m.key.String() == "mesos" {
				r.spread(attribute{level: normal, keys: []source.Text{m.key}, value: m.value})
			}
		}
	}
	r.daemons()
	return r.out
}

// valueOf returns a value of JSON as one of Ruby.
func valueOf(doc *yamltext.Document, n *yamltext.Node, depth int) value {
	n = n.Resolve()
	v := value{at: n.Span(), text: n.Text()}
	switch {
	case depth > 16:
	case n.Kind == yamltext.Mapping:
		v.kind = hash
		for _, m := range doc.Members(n) {
			v.members = append(v.members, member{m.Key.Resolve().Text(), valueOf(doc, m.Value, depth+1)})
		}
		return v
	case n.Kind == yamltext.Null:
		v.kind = null
	case n.Kind == yamltext.Scalar:
		v.kind, v.known = text, n.Text().Len()
		if s := n.Value(); n.IsPlain() {
			switch {
			case s == "true" || s == "false":
				v.kind = boolean
			case s == "null":
				v.kind = null
			case strings.Trim(s, "0123456789") == "":
				v.kind = number
			case yamltext.IsText(s):
			default:
				v.kind, v.known = unknown, 0 // a number that Ruby prints in its own way
			}
		}
	}
	return v
}

// spread adds an attribute whose value is a hash as one for each member, down to the flags of a daemon.
func (r *reader) spread(a attribute) {
	const flagsAt = 3 // mesos, the daemon, flags
	if a.value.kind != hash || len(a.keys) >= flagsAt || !r.step() {
		r.attributes = append(r.attributes, a)
		return
	}
	for _, m := range a.value.members {
		inner := a
		inner.keys = append(append([]source.Text{}, a.keys...), m.key)
		inner.value = m.value
		r.spread(inner)
	}
}
