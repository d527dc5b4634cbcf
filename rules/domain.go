package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var domainNoFaultDomain = &lint.Rule{
	Name:  "domain/no-fault-domain",
	Title: "A domain without a fault domain",
	Doc: `The only kind of domain is a fault domain, a region and a zone. --domain without "fault_domain" stops the daemon; a
misspelt key is enough, because unknown keys are dropped.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--domain={}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--domain={"fault_domain": {"region": {"name": "eu"}, "zone": {"name": "a"}}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "domain")
		if j == nil || j.Values.Get("fault_domain") != nil {
			return
		}
		j.Report(p, lint.Diagnostic{
			Span:    j.Start(),
			Effect:  lint.Fatal,
			Message: fmt.Sprintf("the domain has no `fault_domain`; %s", j.Refusal()),
			Subject: "domain",
			Help:    `write {"fault_domain": {"region": {"name": "…"}, "zone": {"name": "…"}}}`,
			Check:   "domain-fault-domain-missing",
			Notes:   resolved.ReadAt(catalog.CheckNamed("domain-fault-domain-missing").Evidence...),
		})
	},
}
