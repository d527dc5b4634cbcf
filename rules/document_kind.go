package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var documentWrongKind = &lint.Rule{
	Name:  "document/wrong-kind",
	Title: "A file for one flag is given to another",
	Doc: `Most documents have no required key, and keys that the flag does not know are dropped. A credential file that is
given to --acls is therefore silently accepted, and the cluster has no ACLs: everybody may do everything. The same applies
to rate limits, firewall rules and modules.

A credential file of the wrong kind is reported by credential/wrong-form and credential/empty.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--rate_limits=file:///etc/mesos/acls.json
`},
			{Path: "etc/mesos/acls.json", Text: `{"register_frameworks": [{"principals": {"type": "ANY"}, "roles": {"values": ["web"]}}]}
`},
		},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--acls=file:///etc/mesos/acls.json
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		taken, without := source.JSON{}, ""
		if a := resolved.ACLsOn(p, d, p.Upgrade.To); a.Usable() {
			taken, without = a.JSON, ": there are no ACLs, and everybody may do everything"
		} else if j := resolved.DocumentOf(p, d); j.Taken() && j.Message != nil {
			taken = j.JSON
		}
		suits := resolved.WrongKind(p, taken, d)
		if suits == "" {
			return
		}
		flag := string(d.Kind)
		if d.Setting != nil {
			flag = resolved.FlagOfSetting(d.Setting)
		}
		p.Report(resolved.OfParameter(p, d, lint.Diagnostic{
			Span: resolved.FirstByte(taken), Effect: lint.Ignored, Severity: lint.Error, Component: d.Component, Subject: flag,
			Message: fmt.Sprintf("this is a file for `%s`: %s reads nothing from it for `--%s`%s", suits, resolved.Who(d.Component, p.Upgrade.To), flag, without),
			Help:    fmt.Sprintf("give the file that is meant for `--%s`", flag),
			Notes:   declared(d, p.Upgrade.To),
		}))
	},
}

// declared is the note that says where the message is declared that a document becomes on a release.
func declared(d *config.Document, on release.Release) []string {
	for _, f := range catalog.DocumentFlags() {
		if at := catalog.MessageEvidence(f.Message, on); f.Kind == d.Kind && at != "" {
			return []string{"its fields are declared in " + at}
		}
	}
	return nil
}
