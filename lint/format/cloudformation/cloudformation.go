// Package cloudformation reads templates of AWS CloudFormation, in JSON or in YAML with short tags: the user data of the
// machines that they make, and the files and commands of AWS::CloudFormation::Init. Each resource is a machine of its own.
// What a parameter, an attribute or a condition fills in is not known.
package cloudformation

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

const (
	initKey     = "AWS::CloudFormation::Init"
	userDataKey = "UserData"
)

// MayBe reports whether a text is worth reading: a template that makes machines and mentions Mesos.
func MayBe(data []byte) bool {
	return bytes.Contains(data, []byte("Resources")) && bytes.Contains(data, []byte("AWS::")) && bytes.Contains(data, []byte("mesos")) &&
		(bytes.Contains(data, []byte(userDataKey)) || bytes.Contains(data, []byte(initKey)))
}

// template is what is read of one template.
type template struct {
	doc    *yamltext.Document
	name   string
	shell  shell.Options
	limits machine.Limits
	// steps is how many nodes may still be looked at: an alias stands for all that it names each time.
	steps, depth int
	problem      *machine.Gap
}

// Read reads a template. The scripts in it are read as o says. ok is false if the text is none.
func Read(in source.Text, name string, o shell.Options) (c machine.Contributions, ok bool) {
	t := &template{name: name, shell: o, limits: o.Limits}
	t.limits = t.limits.OrFor(in.Len())
	t.steps = t.limits.Steps
	docs, problem := yamltext.Parse(in, nil, t.limits)
	if problem != nil || len(docs) == 0 {
		c.Unreadable = problem
		return c, false
	}
	t.doc = docs[0]
	resources := t.member(t.doc.Root, "Resources")
	if !t.isTemplate(resources) {
		return c, false
	}
	var on []part
	for _, m := range t.doc.Members(resources) {
		if r := t.resource(m.Value.Resolve()); len(r.Files)+len(r.Starts)+len(r.Gaps)+len(r.Findings) > 0 || r.Unreadable != nil {
			on = append(on, part{m.Name(), r})
		}
	}
	c = join(on)
	if t.problem != nil {
		c.Unreadable = t.problem
	}
	return c, true
}

// part is what one resource says.
type part struct {
	name string
	machine.Contributions
}

// join puts together what the resources of a template say. If there are several, each has its name for a root.
func join(parts []part) machine.Contributions {
	var out machine.Contributions
	for _, p := range parts {
		if len(parts) > 1 {
			p.Contributions = p.On(p.name)
		}
		out.Merge(p.Contributions)
	}
	return out
}

// isTemplate reports whether a resource has a type as those of a template have.
func (t *template) isTemplate(resources *yamltext.Node) bool {
	return slices.ContainsFunc(t.doc.Members(resources), func(m yamltext.Member) bool {
		kind := t.member(m.Value, "Type")
		return kind.Kind == yamltext.Scalar && strings.Contains(kind.Value(), "::")
	})
}

func (t *template) member(n *yamltext.Node, key string) *yamltext.Node {
	return t.doc.Member(n, key).Resolve()
}

// step counts a node that is looked at, and reports whether more may be.
func (t *template) step(n *yamltext.Node) bool {
	if t.steps--; t.steps > 0 && t.depth < t.limits.Depth && !t.doc.Exhausted() {
		return true
	}
	if t.problem == nil {
		t.problem = &machine.Gap{Reason: "the template is too large or too deep to be followed", At: n.Span(), Limit: true}
	}
	return false
}

// resource reads what one resource does to its machine: cfn-init, which its user data calls, writes the files and runs the
// commands of the metadata in between of what the user data does.
func (t *template) resource(n *yamltext.Node) machine.Contributions {
	var data []userData
	t.findUserData(t.member(n, "Properties"), &data)
	set, call := configSetOf(data)
	metadata := t.initialization(t.member(t.member(n, "Metadata"), initKey), set)
	var out machine.Contributions
	for _, d := range data {
		o := t.shell
		o.Holes, o.Limits = d.text.Holes(), t.limits
		c, _ := cloud.ReadUserData(d.text.Text(), t.name, o)
		if d.maybe {
			c = doubt(c)
		}
		out.Merge(c)
	}
	return weave(out, metadata, call)
}

// weave puts what cfn-init does to where it is called: after the files that the user data writes before.
func weave(out, metadata machine.Contributions, call source.Span) machine.Contributions {
	at := len(out.Files)
	if call.Source != nil {
		at = slices.IndexFunc(out.Files, func(f machine.File) bool { return f.At.Source == call.Source && f.At.Start > call.Start })
		if at < 0 {
			at = len(out.Files)
		}
	}
	out.Files = slices.Insert(out.Files, at, metadata.Files...)
	metadata.Files = nil
	out.Merge(metadata)
	return out
}

// doubt returns contributions that may not be made.
func doubt(c machine.Contributions) machine.Contributions {
	for i := range c.Files {
		c.Files[i].Maybe = true
	}
	for i := range c.Starts {
		c.Starts[i].Maybe = true
	}
	return c
}

// userData is the user data of a resource.
type userData struct {
	text partly.Text
	// maybe is set if a condition decides whether it is this one.
	maybe bool
}

// findUserData finds user data, however deep it lies in the properties of a resource: those of a launch template or a fleet
// are a part of others.
func (t *template) findUserData(n *yamltext.Node, found *[]userData) {
	if t.depth++; !t.step(n) {
		t.depth--
		return
	}
	defer func() { t.depth-- }()
	for _, m := range t.doc.Members(n) {
		if m.Name() == userDataKey {
			t.userData(m.Value, false, found)
		} else {
			t.findUserData(m.Value.Resolve(), found)
		}
	}
	if n.Kind == yamltext.Sequence {
		for _, i := range n.Items() {
			t.findUserData(i.Resolve(), found)
		}
	}
}

// userData reads the value of a property that holds user data in base64.
func (t *template) userData(n *yamltext.Node, maybe bool, found *[]userData) {
	n = n.Resolve()
	if t.depth++; !t.step(n) {
		t.depth--
		return
	}
	defer func() { t.depth-- }()
	name, argument := t.function(n)
	switch {
	case name == "Base64":
		*found = append(*found, userData{t.eval(argument), maybe})
	case name == "If" && argument.Kind == yamltext.Sequence && len(argument.Items()) == 3:
		t.userData(argument.Items()[1], true, found)
		t.userData(argument.Items()[2], true, found)
	case name == "" && n.Kind == yamltext.Scalar:
		if text, ok := cloud.Base64(n.Text()); ok {
			*found = append(*found, userData{partly.Known(text), maybe})
		}
	}
}

// configSetOf returns the config sets that the user data gives to cfn-init, and where it calls it.
func configSetOf(data []userData) (sets []string, call source.Span) {
	for _, d := range data {
		text := d.text.Text()
		s := text.String()
		at := strings.LastIndex(s, "cfn-init ")
		if at < 0 {
			continue
		}
		call = text.Span(at, at+len("cfn-init"))
		line, _, _ := strings.Cut(strings.ReplaceAll(s[at:], "\\\n", " "), "\n")
		words := strings.Fields(line)
		for i, w := range words {
			value, found := strings.CutPrefix(w, "--configsets=")
			if (w == "-c" || w == "--configsets") && i+1 < len(words) {
				value, found = words[i+1], true
			}
			if found {
				sets = strings.Split(strings.Trim(value, "\"'"), ",")
			}
		}
	}
	return sets, call
}
