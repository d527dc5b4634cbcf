package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var valueNotRendered = &lint.Rule{
	Name:  "value/not-rendered",
	Title: "A value that looks like a template that was not rendered",
	Doc: `The value contains a mark of a template language, like {{ zk }}, <%= @zk %>, ${ZK}, @ZK@ or %ZK%, in a file that
nothing renders as far as its name and its format tell: neither Mesos nor the init wrapper, systemd, Docker or compose
replaces it. If the file is deployed as it is, the daemon gets the mark as its value. A mark may stand for any text, so that
such a value is not checked further. In a document that a flag names, the strings are looked at; a document that is no JSON
because of a mark is named as not checked.

A file that is named as a template (.j2, .erb, .tpl, .in and the like), that stands in a directory called templates or has
conditions of a template language, is not reported.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:        "1.3",
		Condition: resolved.NotRendered,
		Before: []lint.File{{Path: "agent.flags", Text: `--master={{ zookeeper_url }}
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		said := map[source.Span]bool{}
		for _, n := range c.Nodes {
			resolved.EachValue(p, n, func(_ *resolved.Daemon, v *resolved.FlagValue) {
				form := v.Setting.Unrendered
				if form == "" || said[v.Setting.Span] {
					return
				}
				said[v.Setting.Span] = true
				p.Report(lint.Diagnostic{
					Span: v.Setting.Value.Raw(), Component: n.Component, Subject: v.Flag.Name, Effect: lint.Advice,
					Message: fmt.Sprintf("the value of `%s` looks like a template that was not rendered (`%s`) and was not checked: the daemon gets it as it is written",
						v.Setting.Name, form),
					Condition: resolved.NotRendered,
					Help:      nameAsTemplate,
				})
			})
		}
		for _, d := range c.Documents {
			reportUnrendered(p, d)
		}
	},
}

const nameAsTemplate = "check the file that it is rendered to, or name it as a template (`.j2`, `.erb`, `.tpl`, `.in`)"

// reportUnrendered reports the first value of a document that looks like a template, and how many more there are.
func reportUnrendered(p *lint.Pass, d *config.Document) {
	if len(d.Unrendered) == 0 {
		return
	}
	first := d.Unrendered[0]
	message := "a value of this document looks like a template that was not rendered (`%s`): the daemon gets it as it is written"
	if more := len(d.Unrendered) - 1; more > 0 {
		message = fmt.Sprintf("%d values of this document look like templates that were not rendered (the first is `%%s`): the daemon gets them as they are written", more+1)
	}
	p.Report(lint.Diagnostic{
		Span: first.Span, Component: d.Component, Subject: string(d.Kind), Effect: lint.Advice,
		Message: fmt.Sprintf(message, first.Form), Condition: resolved.NotRendered, Help: nameAsTemplate,
	})
}
