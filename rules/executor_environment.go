package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var executorEnvironmentNotAString = &lint.Rule{
	Name:  "executor-environment/not-a-string",
	Title: "A variable of the executors' environment is not a string",
	Doc: `--executor_environment_variables takes a JSON object whose values are all strings. The agent exits at any other: a
number, true, null, a list.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={"PATH": "/usr/bin:/bin", "DEBUG": 1}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={"PATH": "/usr/bin:/bin", "DEBUG": "1"}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "executor_environment_variables")
		if j == nil {
			return
		}
		last := map[string]source.JSON{}
		for key, value := range resolved.EachMember(j.JSON) {
			last[key.String()] = value
		}
		for key, value := range resolved.EachMember(j.JSON) {
			if value.Kind() == source.String || last[key.String()] != value {
				continue
			}
			fix, help := quoted(j, value), "write it in double quotes"
			if fix == nil {
				help = "write the intended text in double quotes"
			}
			j.Report(p, lint.Diagnostic{
				Span:    value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("the variable `%s` is %s, not a string; %s", key, resolved.KindWithArticle(value.Kind()), j.Refusal()),
				Subject: key.String(),
				Help:    help,
				Check:   "agent-executor-environment-not-a-string",
				Notes:   resolved.ReadAt(catalog.CheckNamed("agent-executor-environment-not-a-string").Evidence...),
				Fix:     fix,
			})
		}
	},
}

// quoted puts a number or boolean in quotes; nil for any other value, of which nobody knows the text that is meant.
func quoted(j *resolved.Document, value source.JSON) *lint.Fix {
	if k := value.Kind(); k != source.Number && k != source.Bool {
		return nil
	}
	start, end := value.Bounds()
	return resolved.Rewrite(&j.Text, start, end, source.QuoteJSON(value.Raw()), lint.Safe, "put the value in quotes")
}
