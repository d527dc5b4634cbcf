package puppet

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ShowsHiera reports whether a text in YAML or JSON holds keys of hiera for the classes of the module for Mesos.
func ShowsHiera(data []byte) bool {
	for line := range bytes.Lines(data) {
		if line = bytes.TrimLeft(line, " \t{,\"':"); bytes.HasPrefix(line, []byte("mesos::")) || bytes.Contains(line, []byte(`"mesos::`)) {
			return true
		}
	}
	return false
}

// ReadHiera reads a level of hiera: the parameters of the classes mesos, mesos::master and mesos::slave. ok is false if it
// has none.
func ReadHiera(in source.Text, limits machine.Limits) (c machine.Contributions, ok bool) {
	limits = limits.OrFor(in.Len())
	docs, problem := yamltext.Parse(in, nil, limits)
	if problem != nil {
		return machine.Contributions{Unreadable: problem}, false
	}
	if len(docs) == 0 {
		return c, false
	}
	r := &reader{in: in, limits: limits}
	classes := map[string]given{}
	var order []source.Text
	for _, m := range docs[0].Members(docs[0].Root) {
		key := m.Key.Resolve().Text()
		class, name, found := cutLast(strings.TrimPrefix(key.String(), "::"), "::")
		if !found || class != "mesos" && !strings.HasPrefix(class, "mesos::") {
			continue
		}
		if classes[class] == nil {
			order = append(order, source.LiteralText(class, key.All()))
		}
		classes[class] = append(classes[class], member{key.Slice(key.Len()-len(name), key.Len()), r.yaml(docs[0], m.Value, 0)})
	}
	for _, class := range order {
		r.class(class, classes[class.String()])
	}
	return r.out, len(r.out.Files)+len(r.out.Gaps) > 0
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// yaml returns a value of hiera.
func (r *reader) yaml(d *yamltext.Document, n *yamltext.Node, depth int) value {
	n = n.Resolve()
	v := value{at: n.Span()}
	if depth > r.limits.Depth || !r.step(n.Span()) {
		return v
	}
	switch n.Kind {
	case yamltext.Null:
		v.kind = undef
	case yamltext.Scalar:
		v.kind, v.text = text, n.Text()
		v.known, v.holes = interpolations(n.Value())
		switch s := n.Value(); {
		case n.Tag() != "":
			v.kind = unknown
		case !n.IsPlain() || yamltext.IsText(s):
		case isBoolean(s):
			v.kind = boolean
			if isYes(s) {
				v.text = source.LiteralText("true", n.Span())
			}
			v.known = v.text.Len()
		case s == "~" || strings.EqualFold(s, "null"):
			v.kind = undef
		case isDecimal(s):
			v.kind = number
		default: // a number that is printed in another way
			v.kind = unknown
		}
	case yamltext.Sequence:
		v.kind = list
		for _, item := range n.Items() {
			v.items = append(v.items, r.yaml(d, item, depth+1))
		}
	case yamltext.Mapping:
		v.kind = hash
		for _, m := range d.Members(n) {
			v.members = append(v.members, member{m.Key.Resolve().Text(), r.yaml(d, m.Value, depth+1)})
		}
	}
	return v
}

// interpolations returns the ranges of a text that hiera replaces, "%{fqdn}", and how much before them is known.
func interpolations(s string) (known int, holes []source.Range) {
	for at := 0; ; {
		i := strings.Index(s[at:], "%{")
		if i < 0 {
			break
		}
		start := at + i
		end := len(s)
		if j := strings.IndexByte(s[start:], '}'); j >= 0 {
			end = start + j + 1
		}
		holes, at = append(holes, source.Range{Start: start, End: end}), end
	}
	if len(holes) > 0 {
		return holes[0].Start, holes
	}
	return len(s), nil
}

// isBoolean reports whether a plain scalar is a boolean for Ruby's YAML 1.1.
func isBoolean(s string) bool {
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off":
		return true
	}
	return false
}

func isYes(s string) bool {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true
	}
	return false
}

// isDecimal reports whether a number is printed as it is written.
func isDecimal(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return strings.Trim(digits, "0123456789") == "" && digits != "" && (digits == "0" || digits[0] != '0')
}
