package rules

import (
	"fmt"
	"math"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var resourcesInvalid = &lint.Rule{
	Name:  "resources/invalid",
	Title: "The agent refuses its resources",
	Doc: `--resources is a list like cpus:4;mem(role):1024;ports:[31000-32000], or, from 0.26 on, a JSON array. An agent that
cannot read it does not start. Later releases refuse more:

  - from 0.23 on, resources of one name must be of one kind: numbers, ranges or sets;
  - from 1.1 on, a resource that is invalid by itself is refused: a negative number, a range that ends before it begins, a
    role that is not a role. Before, a resource in text form was silently dropped, and so was one of an invalid --default_role;
  - JSON may not contain what only masters and frameworks create: dynamic reservations, persistent volumes, revocable or shared
    resources; and a disk with a source must say where it is;
  - in most releases from 1.4.2 on, a number that rounds to zero at three digits is refused, and on later releases one that is infinite or not a number.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus:4;mem:1024;ports:[31000-32000
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus:4;mem:1024;ports:[31000-32000]
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { resourceStart.Look(p, n) },
}

var resourceStart = resolved.StartChecks{List: resourceChecks}

// resourceChecks are the start-up checks of resources.
func resourceChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: []string{"agent-resources-format", "agent-disk-source-type", "agent-disk-source-root"}, Find: agentResources}}
}

// resourceForm says how resources are written.
const resourceForm = "write it like `cpus:4`, `mem(web):1024` or `ports:[31000-32000,33000-34000]`"

func agentResources(s *resolved.Start) {
	resources := s.Option("resources")
	if !resources.Given() {
		return
	}
	role := s.Option("default_role")
	if s.Lost {
		s.Lost, role.Text = false, "*" // what is refused then is refused with any role
	}
	_, problem := readOption(s, resources, role)
	if problem == nil {
		return
	}
	f := resolved.Finding{At: resources, Problem: problem, What: problem.Text, Help: resourceForm}
	switch problem.Part {
	case startup.DiskType:
		f.Check = "agent-disk-source-type"
	case startup.DiskRoot:
		f.Check = "agent-disk-source-root"
	}
	if !s.Holds("resources-json") && resolved.StartsLikeJSON(resources.Text) {
		f.What = fmt.Sprintf("resources may be JSON only in %s, and as text they are not valid", catalog.Behaviour("resources-json"))
		f.Help = "write name:value or name(role):value, with semicolons between them"
	}
	if role.Given() && startup.Role(role.Text, s.StartDialect) != nil {
		f.Beside = []resolved.Option{role}
	} else {
		s.Doubts = slices.DeleteFunc(s.Doubts, func(name string) bool { return name == role.Name })
	}
	s.Refuse(f)
}

var resourcesDropped = &lint.Rule{
	Name:  "resources/dropped",
	Title: "The agent silently drops resources",
	Doc: `An agent may start without some of the resources it was given. Up to 1.0 one in text form that is invalid by itself
(a negative number, overlapping ranges, a role that is not a role) is dropped; a number that rounds to 0 at three digits is
dropped on most releases from 1.1.2 on. With a --default_role that is not a role the agent drops all resources that it
detects by itself.

The agent does not detect a dropped resource either, so that it offers none of it.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.0",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus:4;mem:8192;gpus:-1
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus:4;mem:8192
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || n.Component != config.Agent || r.OnlyPrints() {
			return
		}
		s := &resolved.Start{Daemon: r, Pass: p, StartDialect: catalog.StartupDialect(r.Release)}
		resources, role := s.Option("resources"), s.Option("default_role")
		if _, problem := readOption(s, resources, role); problem != nil || s.Lost {
			return
		}
		report := func(at resolved.Option, problem startup.Problem, what, help string) {
			p.Report(lint.Diagnostic{
				Span: at.Value.PartSpan(problem.Start, problem.End), Effect: lint.Ignored, Component: n.Component, Subject: at.Name,
				Message: fmt.Sprintf("%s: %s %s", problem.Text, r.Who(), what), Help: help,
				Notes: resolved.ReadAt(catalog.CheckNamed("agent-resources-format").Evidence...),
			})
		}
		if resources.Given() {
			for _, problem := range startup.DroppedResources(resources.Text, role.Text, s.StartDialect) {
				report(resources, problem, "silently drops it, and detects none in its place", resourceForm+", or delete it")
			}
		}
		if problem := startup.Role(role.Text, s.StartDialect); role.Given() && problem != nil && s.StartDialect.InvalidResources != startup.Taken {
			report(role, *problem, "silently drops all resources that it detects by itself", "write a valid role")
		}
	},
}

// resourcesOf returns the resources that the agent is given; known is false if it does not take them.
func resourcesOf(s *resolved.Start) (resources startup.Resources, known bool) {
	o := s.Option("resources")
	role := s.Option("default_role")
	resources, problem := readOption(s, o, role)
	return resources, problem == nil && !s.Lost
}

// readOption reads the resources of an agent. JSON that does not convert is a document's problem and holds nothing here.
func readOption(s *resolved.Start, o, role resolved.Option) (startup.Resources, *startup.Problem) {
	resources, problem, unconverted := readResources(o.Text, role.Text, s.Release)
	if unconverted != nil {
		s.Lost = true
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

var resourcesNotAdded = &lint.Rule{
	Name:  "resources/not-added",
	Title: "A word in the resources suppresses a default",
	Doc: `Up to 1.1 an agent adds its default of cpus, mem, disk and ports only if that word is not in --resources, not even
as part of another word: the role memcached suppresses the memory, ephemeral_ports the ports. The agent does not offer a
default that was not added.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.1",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(memcached):4
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(memcached):4;mem:8192
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		byWord := catalog.BehaviourNamed("default-resources-by-word")
		if r == nil || n.Component != config.Agent || !byWord.In.Contains(r.Release) {
			return
		}
		v, knowledge := r.Flag("resources")
		if knowledge != resolved.Known {
			return
		}
		for _, name := range resourceProperty(r, v, "inside-other-words") {
			p.Report(lint.Diagnostic{
				Span: v.ValueSpan(), Effect: lint.Changed, Component: n.Component, Subject: name,
				Message: fmt.Sprintf("`%s` is part of another word in `resources`: %s takes it as given and offers no %s", name, r.Who(), name),
				Help:    fmt.Sprintf("add `%s` to the resources", name),
				Notes:   resolved.ReadAt(byWord.Evidence...),
			})
		}
	},
}

var resourcesPortRange = &lint.Rule{
	Name:  "resources/port-range",
	Title: "Ports that do not exist",
	Doc: `A port is a number up to 65535. The agent accepts larger ones in its resources and offers them; no task can listen
on them, and the isolators that use ports refuse to start tasks with them.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=ports:[31000-32000,65000-66000]
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=ports:[31000-32000,65000-65535]
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || n.Component != config.Agent {
			return
		}
		v, knowledge := r.Flag("resources")
		if knowledge != resolved.Known {
			return
		}
		resources, problem, unconverted := readResources(v.Parsed.Text, "*", r.Release)
		if problem != nil || unconverted != nil {
			return
		}
		for _, ports := range resources.Ranges("ports") {
			if ports.End <= math.MaxUint16 {
				continue
			}
			p.Report(lint.Diagnostic{
				Span: v.ValueSpan(), Effect: lint.Changed, Component: n.Component, Subject: "ports",
				Message: fmt.Sprintf("the range %d-%d of `ports` goes beyond 65535, the highest port: %s offers ports that no task can listen on", ports.Begin, ports.End, r.Who()),
				Help:    "end the range at 65535 or below",
				Notes:   resolved.ReadAt("src/slave/containerizer/mesos/isolators/network/ports.cpp:330@1.8.1"),
			})
			return
		}
	},
}
