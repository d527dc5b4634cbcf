package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var sslNoKey = &lint.Rule{
	Name:  "ssl/no-key",
	Title: "SSL is on without a key and a certificate",
	Doc: `A daemon that was built with SSL and has it switched on needs the file of its private key and the file of its
certificate, in LIBPROCESS_SSL_KEY_FILE and LIBPROCESS_SSL_CERT_FILE (before 1.0: SSL_KEY_FILE and SSL_CERT_FILE). Without
them it does not start. A daemon that was built without SSL ignores all of these variables.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On:        "1.4",
		Condition: "if it was built with --enable-ssl",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem
Environment=LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		check := catalog.CheckNamed("ssl-key-missing")
		if r == nil || r.OnlyPrints() || !check.On(n.Component, r.Release) {
			return
		}
		enabled := catalog.VariableNamed(check.Flags[0])
		s := r.SSLSetting(enabled)
		if s == nil {
			return
		}
		if on, sure := r.Truth(s, enabled); !on || !sure {
			return
		}
		var missing []string
		for _, name := range check.Flags[1:] {
			if v := catalog.VariableNamed(name); r.SSLSetting(v) == nil {
				missing = append(missing, r.SSLName(v))
			}
		}
		if len(missing) == 0 {
			return
		}
		found := lint.Diagnostic{
			Span: s.NameSpan, Effect: lint.Fatal, Severity: lint.Warning, Component: n.Component, Subject: s.Name,
			Message:   fmt.Sprintf("SSL is on without %s: %s will not start", resolved.QuotedList(missing), r.Who()),
			Condition: fmt.Sprintf("if it was built with %s", enabled.Build),
			Help:      "add " + resolved.QuotedList(missing),
			Check:     check.ID,
			Notes:     resolved.ReadAt(check.Evidence...),
		}
		absence := r.AbsenceOfVariable(missing[0])
		if absence.Silent {
			return
		}
		if absence.Condition != "" {
			found.Severity = lint.Info
			resolved.AddCondition(&found, absence.Condition)
		}
		p.Report(found)
	},
}
