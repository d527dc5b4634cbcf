package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var authExecutorsCutOff = &lint.Rule{
	Name:  "auth/executors-cut-off",
	Title: "The upgrade makes executors authenticate that have no token",
	Doc: `From 1.3 on, an agent can require that executors of the HTTP API authenticate, with a token that it gave them when it started
them. Executors that run already when the agent is upgraded have none: the upgraded agent refuses them, and their tasks are
lost. Upgrade with only the key, have all executors started anew, and turn on the authentication after that.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On:        "1.2..1.3",
		Condition: "if executors of the HTTP API run during the upgrade",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--http_credentials=file:///etc/mesos/credentials.json
--executor_secret_key=/etc/mesos/key
--authenticate_http_executors
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--http_credentials=file:///etc/mesos/credentials.json
--executor_secret_key=/etc/mesos/key
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		old, r := resolved.Before(p, n), resolved.Of(p, n)
		if r == nil || old == nil || n.Component != config.Agent || old.Canonical(catalog.ExecutorsFlag) != "" {
			return
		}
		wanted, by := r.IsTrue(catalog.ExecutorsFlag)
		if wanted != resolved.Yes || by == nil {
			return
		}
		fix := resolved.DeleteSetting(by.Setting)
		if fix != nil {
			fix.Applicability, fix.Message = lint.Manual, fmt.Sprintf("delete `%s` until executors have tokens", by.Flag.Name)
		}
		change := catalog.ChangeNamed("executor-authentication-disruptive")
		p.Report(lint.Diagnostic{
			Span: by.ValueSpan(), Component: n.Component, Subject: by.Flag.Name, Effect: lint.Changed, Severity: lint.Warning,
			Release:   change.Release,
			Message:   fmt.Sprintf("%s cuts off the executors that %s started: they have no token to authenticate with (`%s`)", r.Who(), p.Upgrade.From, by.Flag.Name),
			Condition: "if executors of the HTTP API run during the upgrade",
			Help:      fmt.Sprintf("delete `%s` for the upgrade, and give it again when all executors were started by %s", by.Flag.Name, p.Upgrade.To),
			Notes:     resolved.ReadAt(change.Evidence...),
			Fix:       fix,
		})
	},
}

var authNestedContainers = &lint.Rule{
	Name:  "auth/nested-containers",
	Title: "Executors cannot launch the containers of task groups",
	Doc: `Executors of task groups launch containers through the operator API of their agent. With --authenticate_http_readwrite the
agent asks for a principal there, and only executors that authenticate (--authenticate_http_executors, from 1.3 on) have
one. Without it every task group fails.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:        "1.4",
		Condition: "if frameworks launch task groups",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--authenticate_http_readwrite
--http_credentials=file:///etc/mesos/credentials.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "ops", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--authenticate_http_readwrite
--http_credentials=file:///etc/mesos/credentials.json
--executor_secret_key=/etc/mesos/key
--authenticate_http_executors
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		calls := catalog.BehaviourNamed("nested-calls-over-http")
		if r == nil || n.Component != config.Agent || !calls.In.Contains(r.Release) {
			return
		}
		operators := catalog.AuthenticationOf(n.Component, catalog.Operators, r.Release)
		wanted, by := r.Demands(operators)
		executors, _ := r.IsTrue(catalog.ExecutorsFlag)
		if wanted != resolved.Yes || by == nil || executors != resolved.No || r.IsBuiltIn(operators) != resolved.Yes {
			return
		}
		help := "do not give it on agents before the release with which executors can authenticate"
		if flag := r.Canonical(catalog.ExecutorsFlag); flag != "" {
			help = fmt.Sprintf("give `%s=true` with it, as soon as all executors were started by a release that has it", flag)
			if key := r.Canonical(catalog.ExecutorsKey); key != "" && !r.IsGiven(key) {
				help = fmt.Sprintf("give `%s=true` and `%s` with it, as soon as all executors were started by a release that has them", flag, key)
			}
		}
		p.Report(lint.Diagnostic{
			Span: by.ValueSpan(), Component: n.Component, Subject: by.Flag.Name, Effect: lint.Advice,
			Release:   resolved.Dated(p, r.Release, func(on release.Release) bool { return calls.In.Contains(on) }),
			Message:   fmt.Sprintf("with `%s` %s refuses the calls with which executors launch the containers of task groups: they do not authenticate", by.Flag.Name, r.Who()),
			Condition: "if frameworks launch task groups",
			Help:      help,
			Notes:     resolved.ReadAt(calls.Evidence...),
		})
	},
}
