package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var authNoCredentials = &lint.Rule{
	Name:  "auth/no-credentials",
	Title: "Authentication is required, and there are no credentials",
	Doc: `A master that requires frameworks or agents to authenticate and has no credential file refuses all of them. Up to
0.20 it did not even start; from 0.21 on it starts with a warning in its log, and the cluster stays empty. This applies if
the built-in CRAM-MD5 authenticator is used; a module may get its credentials from another place.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--authenticate_agents
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--authenticate_agents
--credentials=file:///etc/mesos/credentials.json
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || catalog.CheckNamed("master-credentials-missing").On(n.Component, r.Release) {
			return
		}
		for _, a := range catalog.Authentications(n.Component, r.Release) {
			wanted, by := r.Demands(a)
			if a.Scheme != catalog.CRAMMD5 || wanted != resolved.Yes || by == nil || r.IsBuiltIn(a) != resolved.Yes {
				continue
			}
			_, knowledge := r.Flag(a.Credentials)
			if knowledge != resolved.Unset && knowledge != resolved.MayBeSet || r.Absence(a.Credentials).Silent {
				continue
			}
			found := lint.Diagnostic{
				Span: by.ValueSpan(), Component: n.Component, Subject: by.Flag.Name,
				Effect: lint.Changed, Severity: lint.Error,
				Message: fmt.Sprintf("%s starts and refuses all %s: they must authenticate (`%s`), and no `%s` are given",
					r.Who(), a.Who, by.Flag.Name, a.Credentials),
				Help:  fmt.Sprintf("give `%s`, the path of a file with the principals and their secrets", a.Credentials),
				Notes: resolved.ReadAt(a.Evidence...),
			}
			r.Hedge(&found, a.Credentials)
			p.Report(found)
		}
	},
}

var authEndpointsOpen = &lint.Rule{
	Name:  "auth/endpoints-open",
	Title: "Endpoints that ask for a password today are open after the upgrade",
	Doc: `From 0.20 to 0.26, a master with --credentials asks for a principal and a secret before it tears down a framework
or reserves resources. From 0.27 on the credentials alone protect no endpoint: this needs --authenticate_http, from 1.0 on
--authenticate_http_readwrite, which is false by default. After the upgrade anybody who can reach the master may use these
endpoints, as far as the ACLs allow it to requests without a principal.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "0.26..0.27",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "ops", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--authenticate_http
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		implied := catalog.BehaviourNamed("http-basic-by-credentials")
		if p.Upgrade.From.IsZero() || !implied.In.Contains(p.Upgrade.From) || implied.In.Contains(p.Upgrade.To) {
			return
		}
		old, r := resolved.Before(p, n), resolved.Of(p, n)
		operators := catalog.AuthenticationOf(n.Component, catalog.Operators, p.Upgrade.To)
		if r == nil || old == nil || n.Component != config.Master || operators == nil {
			return
		}
		given, knowledge := old.Flag(operators.Credentials)
		wanted, by := r.Demands(operators)
		if given == nil || knowledge == resolved.Refused || wanted == resolved.Yes || by != nil && wanted == resolved.Perhaps {
			return
		}
		span := given.ValueSpan()
		if now, _ := r.Flag(operators.Credentials); now != nil {
			span = now.ValueSpan()
		}
		flag := r.Canonical(operators.Flag)
		found := lint.Diagnostic{
			Span: span, Component: n.Component, Subject: flag,
			Effect: lint.Changed, Severity: lint.Error,
			Release: resolved.FirstWithout(implied.In, p.Upgrade.To),
			Message: fmt.Sprintf("with `%s`, %s asks for a principal and a secret before it tears frameworks down or reserves resources; %s does not ask, unless `%s` is true",
				operators.Credentials, old.Who(), r.Who(), flag),
			Help:  fmt.Sprintf("set `%s=true` with the upgrade", flag),
			Notes: resolved.ReadAt(append(implied.Evidence[:len(implied.Evidence):len(implied.Evidence)], operators.Evidence...)...),
		}
		if wanted == resolved.Perhaps {
			r.Hedge(&found, flag)
		}
		p.Report(found)
	},
}

var authHTTPFrameworks = &lint.Rule{
	Name:  "auth/http-frameworks",
	Title: "Frameworks that use the HTTP API do not have to authenticate",
	Doc: `--authenticate (--authenticate_frameworks from 1.0 on) applies to frameworks that use the scheduler driver. From
0.24 to 0.28 a master with this flag refuses every framework that uses the HTTP API, which has no authentication yet. From
1.0 on it accepts them, and they must authenticate only if another flag is set, --authenticate_http_frameworks, together
with --http_framework_authenticators. A cluster that accepts only authenticated frameworks before that upgrade accepts any
framework after it.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--authenticate_frameworks
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--authenticate_frameworks
--authenticate_http_frameworks
--http_framework_authenticators=basic
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		apart := catalog.BehaviourNamed("http-frameworks-apart")
		r := resolved.Of(p, n)
		if r == nil || !apart.In.Contains(r.Release) {
			return
		}
		driver := catalog.AuthenticationOf(n.Component, catalog.Frameworks, r.Release)
		http := catalog.AuthenticationOf(n.Component, catalog.HTTPFrameworks, r.Release)
		if driver == nil || http == nil {
			return
		}
		wanted, by := r.Demands(driver)
		also, given := r.Demands(http)
		if wanted != resolved.Yes || by == nil || also == resolved.Yes || also == resolved.Perhaps && given != nil {
			return
		}
		found := lint.Diagnostic{
			Span: by.ValueSpan(), Component: n.Component, Subject: http.Flag,
			Effect: lint.Advice,
			Message: fmt.Sprintf("anybody may register a framework over HTTP: `%s` of %s applies only to frameworks with a scheduler driver, and `%s` is not true",
				by.Flag.Name, r.Who(), http.Flag),
			Help:  fmt.Sprintf("set `%s=true` and `%s=%s` if frameworks must authenticate", http.Flag, http.Authenticators, http.Scheme),
			Notes: resolved.ReadAt(apart.Evidence...),
		}
		if !r.IsGiven(http.Credentials) {
			found.Help = fmt.Sprintf("set `%s=true` and `%s=%s`, with `%s`, if frameworks must authenticate", http.Flag, http.Authenticators, http.Scheme, http.Credentials)
		}
		if from := p.Upgrade.From; !from.IsZero() && !apart.In.Contains(from) && demandedBefore(p, n) {
			found.Effect, found.Severity = lint.Changed, lint.Error
			found.Release = apart.In[0].First
			before := "has no HTTP API for frameworks"
			if catalog.Behaviour("http-schedulers-refused").Contains(from) {
				before = "refuses all of them"
			}
			found.Message += "; " + resolved.Who(n.Component, from) + " " + before
		}
		if also == resolved.Perhaps {
			if found.Effect == lint.Advice && r.Absence(http.Flag).Silent {
				return
			}
			r.Hedge(&found, http.Flag)
		}
		found.Help += notBefore(r, p.Upgrade.From, found.Help)
		p.Report(found)
	},
}

// demandedBefore reports whether the release that the upgrade starts from demands, perhaps, that frameworks authenticate: if not,
// nothing opens that was closed.
func demandedBefore(p *lint.Pass, n *config.Node) bool {
	old := resolved.Before(p, n)
	if old == nil {
		return true
	}
	demanded, _ := old.Demands(catalog.AuthenticationOf(n.Component, catalog.Frameworks, old.Release))
	return demanded != resolved.No
}

var authMoreEndpoints = &lint.Rule{
	Name:  "auth/more-endpoints",
	Title: "More endpoints ask for authentication after the upgrade",
	Doc: `The flag that makes endpoints ask for authentication covers more of them from 1.0 on: maintenance schedules, machines
that go down and come up, the log level and the profiler. Scripts that use these without a principal are refused after the
upgrade.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On:      "0.28..1.0",
		AfterOn: "1.0",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--authenticate_http
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "ops", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--authenticate_http_readwrite
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		more := catalog.BehaviourNamed("http-authentication-of-maintenance")
		if p.Upgrade.From.IsZero() || more.In.Contains(p.Upgrade.From) || !more.In.Contains(p.Upgrade.To) || n.Component != config.Master {
			return
		}
		r, old := resolved.Of(p, n), resolved.Before(p, n)
		if old == nil {
			return
		}
		before, _ := old.Demands(catalog.AuthenticationOf(n.Component, catalog.Operators, p.Upgrade.From))
		after, by := r.Demands(catalog.AuthenticationOf(n.Component, catalog.Operators, p.Upgrade.To))
		if before != resolved.Yes || after != resolved.Yes || by == nil {
			return
		}
		p.Report(lint.Diagnostic{
			Span: by.ValueSpan(), Component: n.Component, Subject: by.Flag.Name,
			Effect: lint.Changed, Release: more.In[0].First,
			Message: fmt.Sprintf("from %s on `%s` covers more endpoints: maintenance schedules, machines going down and up, the log level and the profiler ask for authentication as well",
				more.In[0].First, by.Flag.Name),
			Help:  "give the scripts that use them a credential before the upgrade",
			Notes: resolved.ReadAt(more.Evidence...),
		})
	},
}
