package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var attributesInvalid = &lint.Rule{
	Name:  "attributes/invalid",
	Title: "The agent aborts at its attributes",
	Doc: `--attributes is a list like rack:r1;zone:a. At a name without a value, a set, brackets that do not match and a few
other things the agent does not exit with a message for its user: it logs a fatal error and aborts.

From 0.24 on the first colon ends the name, so that the value may hold more of them. From 1.8 on a negative number is
refused as well.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--attributes=rack:r1;ssd
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--attributes=rack:r1;ssd:true
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { attributeStart.Look(p, n) },
}

var attributeStart = resolved.StartChecks{List: attributeChecks}

// attributeChecks are the start-up checks of attributes.
func attributeChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: []string{"agent-attributes-value", "agent-attributes-format", "agent-attributes-colons"}, Find: agentAttributes}}
}

func agentAttributes(s *resolved.Start) {
	for _, o := range s.Own() {
		if problem := startup.Attributes(o.Text, s.StartDialect); problem != nil {
			s.Refuse(resolved.Finding{At: o, Problem: problem, What: problem.Text, Help: attributeHelp(o.Text, problem), Check: formOfAttribute(s, problem)})
		}
	}
}

// attributeHelp says how an attribute is written that the agent refuses.
func attributeHelp(text string, problem *startup.Problem) string {
	token := strings.TrimSpace(text[problem.Start:problem.End])
	name, value, colon := strings.Cut(token, ":")
	switch {
	case problem.Part != startup.AttributeForm:
		return "write a text, a number or ranges like `[1-5]`"
	case !colon && strings.Count(token, "=") == 1 && !strings.HasPrefix(token, "=") && !strings.HasSuffix(token, "="):
		return fmt.Sprintf("write `%s`", strings.Replace(token, "=", ":", 1))
	case !colon:
		return fmt.Sprintf("append a value: `%s:VALUE`", token)
	case name == "":
		return "write a name before the colon"
	case value == "":
		return "write a value after the colon"
	}
	return "write a name and a value with one colon between them"
}

// formOfAttribute returns the check of the release that an attribute is a name and a value; "" for a problem of the value.
func formOfAttribute(s *resolved.Start, problem *startup.Problem) string {
	if problem.Part == startup.AttributeForm {
		for _, id := range []string{"agent-attributes-colons", "agent-attributes-format"} {
			if catalog.CheckNamed(id).On(s.Node.Component, s.Release) {
				return id
			}
		}
	}
	return ""
}
