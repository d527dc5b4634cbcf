package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var resourcesInvalid = &lint.Rule{
	Name:  "resources/invalid",
	Title: "The agent refuses its resources",
	Doc: `--resources is a list like cpus:4;mem(role):1024;ports:[31000-32000], or, from 0.26 on, a JSON array. An agent that
cannot read it does not start. What else it refuses has grown:

  - from 0.23 on, resources of one name must be of one kind: numbers, ranges or sets;
  - from 1.1 on, a resource that is invalid by itself is refused: a negative number, a range that ends before it begins, a
    role that is no role. Before, a resource in text form was left out without a word, and so was one of an invalid
    --default_role;
  - JSON may not hold what only masters and frameworks make: dynamic reservations, persistent volumes, revocable or shared
    resources; and a disk with a source must say where it is;
  - in most releases from 1.4.2 on, a number that rounds to zero at three digits is refused, and later one that is
    infinite or not a number.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(resourceChecks()...),
}

// resourceChecks are the start-up checks of resources.
func resourceChecks() []startCheck {
	return []startCheck{{"a-resources a-disk-type a-disk-root", agentResources}}
}

func agentResources(s *start) {
	resources := s.option("resources")
	if !resources.given() {
		return
	}
	role := s.option("default_role")
	if s.lost {
		s.lost, role.text = false, "*" // what is refused then is refused with any role
	}
	_, problem := s.readResources(resources, role)
	if problem == nil {
		return
	}
	f := finding{at: resources, problem: problem, what: problem.Text, help: "correct the resource"}
	if !s.on("resources-json") && startsLikeJSON(resources.text) {
		f.what = fmt.Sprintf("resources may be JSON in %s only, and as text these are none", catalog.Behaviour("resources-json"))
		f.help = "write name:value or name(role):value, with semicolons between them"
	}
	if role.given() && startup.Role(role.text, s.dialect) != nil {
		f.beside = []option{role}
	} else {
		s.doubts = slices.DeleteFunc(s.doubts, func(name string) bool { return name == role.name })
	}
	s.refuse(f)
}

var resourcesDropped = &lint.Rule{
	Name:  "resources/dropped",
	Title: "The agent leaves resources out without a word",
	Doc: `An agent that starts does not always have the resources it was given. Up to 1.0 one in text form that is invalid by
itself (a negative number, overlapping ranges, a role that is no role) is left out, and a number that rounds to 0 at three
digits is on most releases from 1.1.2 on. With a --default_role that is no role the agent leaves out all resources that
it finds by itself.

The agent does not look for what is left out either, so that it offers none of it.`,
	Effects: []lint.Effect{lint.Ignored},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved(p, n)
		if r == nil || n.Component != config.Agent || r.onlyPrints() {
			return
		}
		s := &start{Resolved: r, pass: p, dialect: catalog.StartupDialect(r.Release)}
		resources, role := s.option("resources"), s.option("default_role")
		if _, problem := s.readResources(resources, role); problem != nil || s.lost {
			return
		}
		report := func(at option, problem startup.Problem, what, help string) {
			p.Report(lint.Diagnostic{
				Span: at.value.partSpan(problem.Start, problem.End), Effect: lint.Ignored, Component: n.Component, Subject: at.name,
				Message: fmt.Sprintf("%s: %s %s; %s", problem.Text, r.who(), what, help), Help: help,
				Notes: readAt(catalog.CheckNamed("a-resources").Evidence...),
			})
		}
		if resources.given() {
			for _, problem := range startup.DroppedResources(resources.text, role.text, s.dialect) {
				report(resources, problem, "leaves it out without a word", "correct the resource")
			}
		}
		if problem := startup.Role(role.text, s.dialect); role.given() && problem != nil && s.dialect.InvalidResources != startup.Taken {
			report(role, *problem, "leaves out all resources that it finds by itself", "name a role")
		}
	},
}

var attributesInvalid = &lint.Rule{
	Name:  "attributes/invalid",
	Title: "The agent aborts at its attributes",
	Doc: `--attributes is a list like rack:r1;zone:a. At a name without a value, a set, brackets that do not match and a few
other things the agent does not exit with a message for its user: it logs a fatal error and aborts.

From 0.24 on the first colon ends the name, so that the value may hold more of them. From 1.8 on a negative number is
refused as well.`,
	Effects: []lint.Effect{lint.Fatal},
	Node:    startRule(attributeChecks()...),
}

// attributeChecks are the start-up checks of attributes.
func attributeChecks() []startCheck {
	return []startCheck{{"a-attributes-value a-attributes-form a-attributes-colons", agentAttributes}}
}

func agentAttributes(s *start) {
	for _, o := range s.own() {
		if problem := startup.Attributes(o.text, s.dialect); problem != nil {
			s.refuse(finding{at: o, problem: problem, what: problem.Text, help: "correct the attribute"})
		}
	}
}

// resources returns the resources that the agent is given; known is false where it does not take them.
func (s *start) resources() (resources startup.Resources, known bool) {
	o := s.option("resources")
	role := s.option("default_role")
	resources, problem := s.readResources(o, role)
	return resources, problem == nil && !s.lost
}

// readResources reads the resources of an agent. JSON that does not convert is a document's problem and holds nothing here.
func (s *start) readResources(o, role option) (startup.Resources, *startup.Problem) {
	resources, problem, unconverted := readResources(o.text, role.text, s.Release)
	if unconverted != nil {
		s.lost = true
	}
	return resources, problem
}

// readResources reads resources as JSON where the release does and they are, and as text elsewhere. unconverted is what
// keeps JSON from becoming resources at all; nothing more is known of them then.
func readResources(text, role string, on release.Release) (resources startup.Resources, problem *startup.Problem, unconverted *stout.Problem) {
	if catalog.Behaviour("resources-json").Contains(on) {
		literal := source.LiteralText(text, source.Span{})
		array, err := stout.ParseJSON(&literal, catalog.Dialect(on))
		switch {
		case err != nil && err.Aborts:
			return nil, &startup.Problem{Text: "a number is too large", Aborts: true}, nil
		case err == nil && array.Kind() == source.Array:
			return readJSONResources(array, role, on)
		}
	}
	resources, problem = startup.ReadResources(text, role, catalog.StartupDialect(on))
	return resources, problem, nil
}

func readJSONResources(array source.JSON, role string, on release.Release) (startup.Resources, *startup.Problem, *stout.Problem) {
	for _, problem := range stout.ConvertArray(array, catalog.Message("Resource", on), catalog.Dialect(on), nil) {
		if problem.Effect == stout.Fatal {
			return nil, nil, &problem
		}
	}
	resources, problem := startup.ReadJSONResources(array, role, catalog.StartupDialect(on))
	return resources, problem, nil
}
