package rules

import (
	"fmt"
	"iter"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var authAgentRefused = &lint.Rule{
	Name:  "auth/agent-refused",
	Title: "The master does not accept the agent's credential",
	Doc: `An agent that has a credential authenticates before it registers, whether or not the master requires it. If the
master has no such principal, or another secret for it, it refuses the agent, and the agent exits. Tasks that run on it are
lost if it does not come back in time. It cannot run like this, although it is started.

The files of agents are compared with those of the masters in the same tree: those of the same ZooKeeper URL if that is
known, otherwise any that accepts the agent. Secrets are compared byte for byte and never shown.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--authenticate_agents
--credentials=/etc/mesos/credentials.json
`},
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--credential=/etc/mesos/credential.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "agent", "secret": "example"}]}
`, Mode: 0o600},
			{Path: "etc/mesos/credential.json", Text: `{"principal": "slave", "secret": "example"}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "etc/mesos/credential.json", Text: `{"principal": "agent", "secret": "example"}
`, Mode: 0o600}},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		resolved.EachAgent(p, p.Upgrade.To, func(agent *resolved.Daemon, masters []*resolved.Daemon) {
			own := ownCredential(agent, p)
			if own == nil {
				return
			}
			var refusals []lint.Diagnostic
			for _, master := range masters {
				refusal, known := refusedBy(p, agent, own, master)
				if !known || refusal == nil {
					return
				}
				refusals = append(refusals, *refusal)
			}
			p.Report(refusals[0])
		})
	},
}

// ownCredential returns what an agent authenticates with, nil if that is not known or is nothing.
func ownCredential(r *resolved.Daemon, p *lint.Pass) *credential.Credential {
	a := catalog.AuthenticationOf(r.Node.Component, catalog.TheAgent, r.Release)
	if a == nil || r.IsBuiltIn(a) != resolved.Yes {
		return nil
	}
	c := r.CredentialsOf(p, a.Credentials)
	if c == nil || c.File == nil || c.File.MeantAsJSON || len(c.File.Credentials) != 1 {
		return nil
	}
	return &c.File.Credentials[0]
}

// refusedBy returns what to report of an agent that a master refuses, nil of one that it accepts; known is false if
// the master does not say whom it accepts.
func refusedBy(p *lint.Pass, agent *resolved.Daemon, own *credential.Credential, master *resolved.Daemon) (refusal *lint.Diagnostic, known bool) {
	a := catalog.AuthenticationOf(master.Node.Component, catalog.Agents, master.Release)
	if a == nil || master.IsBuiltIn(a) != resolved.Yes {
		return nil, false
	}
	found := &lint.Diagnostic{
		Span: own.PrincipalSpan, Component: agent.Node.Component, Subject: own.Principal,
		Effect: lint.Fatal,
		Help:   "give the master and the agent the same principal and secret",
	}
	ends := agent.Who() + " exits as soon as it reaches the master, which refuses it"
	value, knowledge := master.Flag(a.Credentials)
	accepted := master.CredentialsOf(p, a.Credentials)
	switch {
	case knowledge == resolved.Unset, knowledge == resolved.MayBeSet && !master.Absence(a.Credentials).Silent:
		found.Message = fmt.Sprintf("the master has no credentials, and the agent authenticates as `%s`: %s", own.Principal, ends)
		found.Related = []lint.Related{{Span: master.Node.Start, Message: "this master has no `" + a.Credentials + "`"}}
		master.Hedge(found, a.Credentials)
		return found, true
	case accepted == nil || accepted.File == nil:
		return nil, false
	}
	its, has := accepted.File.Find(own.Principal)
	switch {
	case has && its.Secret.Equal(own.Secret):
		return nil, true
	case has:
		found.Message = fmt.Sprintf("the master has another secret for `%s`: %s", own.Principal, ends)
		found.Related = []lint.Related{{Span: its.PrincipalSpan, Message: "the master's credential"}}
	default:
		found.Message = fmt.Sprintf("the master has no principal `%s`: %s", own.Principal, ends)
		found.Related = []lint.Related{{Span: accepted.Start(), Message: "the master's credentials"}}
		if value != nil && accepted.Text.Len() == 0 {
			found.Related[0].Span = value.ValueSpan()
		}
	}
	return found, true
}

var authAgentAnonymous = &lint.Rule{
	Name:  "auth/agent-anonymous",
	Title: "The master requires agents to authenticate, and the agent has no credential",
	Doc: `A master with --authenticate_agents (--authenticate_slaves before 1.0) refuses every agent that has not
authenticated, and an agent without --credential does not try to. Masters and agents are matched as for auth/agent-refused.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--authenticate_agents
--credentials=/etc/mesos/credentials.json
`},
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "agent", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--credential=/etc/mesos/credential.json
`},
			{Path: "etc/mesos/credential.json", Text: `{"principal": "agent", "secret": "example"}
`, Mode: 0o600},
		},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		resolved.EachAgent(p, p.Upgrade.To, func(agent *resolved.Daemon, masters []*resolved.Daemon) {
			own := catalog.AuthenticationOf(agent.Node.Component, catalog.TheAgent, agent.Release)
			if own == nil || agent.IsBuiltIn(own) != resolved.Yes {
				return
			}
			if _, knowledge := agent.Flag(own.Credentials); knowledge != resolved.Unset && knowledge != resolved.MayBeSet {
				return
			}
			var related []lint.Related
			for _, master := range masters {
				wanted, by := master.Demands(catalog.AuthenticationOf(master.Node.Component, catalog.Agents, master.Release))
				if wanted != resolved.Yes || by == nil {
					return
				}
				related = append(related, lint.Related{Span: by.ValueSpan(), Message: "this master requires agents to authenticate"})
			}
			found := lint.Diagnostic{
				Span: agent.Node.Start, Component: agent.Node.Component, Subject: own.Credentials,
				Effect: lint.Changed, Severity: lint.Error,
				Message: fmt.Sprintf("the agent has no `%s`, and the master refuses to register an agent that does not authenticate", own.Credentials),
				Related: related[:1],
				Help:    fmt.Sprintf("give `%s`, the path of a file with the principal and secret of this agent", own.Credentials),
				Notes:   resolved.ReadAt(own.Evidence...),
			}
			if agent.Missing(&found, own.Credentials) {
				p.Report(found)
			}
		})
	},
}

var authUnknownPrincipal = &lint.Rule{
	Name:  "auth/unknown-principal",
	Title: "ACLs name a principal for which there is no credential",
	Doc: `If authentication is required, requests carry the principal of a credential. An entry of the ACLs that names a
principal without a credential matches no request that is authenticated: the name is misspelt, the framework no longer
exists, or its credential is missing. Only a framework that does not have to authenticate can still claim to be that
principal.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--authenticate_frameworks
--authenticate_http_frameworks
--http_framework_authenticators=basic
--credentials=/etc/mesos/credentials.json
--acls=file:///etc/mesos/acls.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600},
			{Path: "etc/mesos/acls.json", Text: `{"register_frameworks": [{"principals": {"values": ["maraton"]}, "roles": {"values": ["web"]}}]}
`},
		},
		After: []lint.File{{Path: "etc/mesos/acls.json", Text: `{"register_frameworks": [{"principals": {"values": ["marathon"]}, "roles": {"values": ["web"]}}]}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		known := authenticated(r, p)
		value, knowledge := r.Flag(string(config.ACLs))
		if known == nil || knowledge != resolved.Known {
			return
		}
		d := resolved.DocumentOfSetting(p, value.Setting, config.ACLs)
		if d == nil {
			return
		}
		a := resolved.ACLsOn(p, d, r.Release)
		if !a.Usable() {
			return
		}
		for name, at := range unknownPrincipals(a, known) {
			found := lint.Diagnostic{
				Span: at, Component: n.Component, Subject: name, Effect: lint.Advice,
				Message: fmt.Sprintf("this %s has no credential for `%s`: no authenticated request has that principal, so that the ACL entries which name it match none", n.Component, name),
				Related: []lint.Related{{Span: known.Start(), Message: "the credentials"}},
				Help:    "add its credential, or delete it from the ACLs",
			}
			if meant := resolved.Nearest(name, principalsOf(known)); meant != "" {
				found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
				found.Severity = lint.Warning
			}
			p.Report(found)
		}
	},
}

// authenticated returns the credentials that all who authenticate to a node must have, where somebody must: nil if a
// module knows others, or where the file was not read.
func authenticated(r *resolved.Daemon, p *lint.Pass) *resolved.Credentials {
	var file *resolved.Credentials
	someone := false
	for _, a := range catalog.Authentications(r.Node.Component, r.Release) {
		wanted, _ := r.Demands(a)
		if a.Flag == "" || wanted == resolved.No {
			continue
		}
		if r.IsBuiltIn(a) != resolved.Yes {
			return nil
		}
		someone = someone || wanted == resolved.Yes
		file = r.CredentialsOf(p, a.Credentials)
	}
	if !someone || file == nil || file.File == nil || file.File.MeantAsJSON || len(file.File.Credentials) == 0 {
		return nil
	}
	return file
}

// principalsOf yields the principals of a file.
func principalsOf(c *resolved.Credentials) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, loaded := range c.File.Credentials {
			if !yield(loaded.Principal) {
				return
			}
		}
	}
}

// unknownPrincipals returns the principals of an ACL document that no credential has, with where each stands first.
func unknownPrincipals(a *resolved.ACLs, known *resolved.Credentials) map[string]source.Span {
	has := map[string]bool{"": true} // the empty name stands for nobody
	for name := range principalsOf(known) {
		has[name] = true
	}
	out := map[string]source.Span{}
	for _, list := range a.Policy.Schema().Lists {
		for entry := range a.Policy.Entries(list.Key) {
			subject := entry.Subject()
			for i := range subject.Len() {
				name := subject.Value(i)
				at := subject.ValueSpan(i)
				if first, seen := out[name]; !has[name] && (!seen || at.Start < first.Start) {
					out[name] = at
				}
			}
		}
	}
	return out
}

var authAuthenticatee = &lint.Rule{
	Name:  "auth/authenticatee",
	Title: "The agent has no authenticatee with that name",
	Doc: `--authenticatee names what the agent authenticates with: the built-in crammd5, or a module. The name is looked up
when the agent authenticates for the first time, which it does if it has a credential; if nothing has the name, the agent
exits at that point, after it has started.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--credential=/etc/mesos/credential.json
--authenticatee=com_example_Authenticatee
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--credential=/etc/mesos/credential.json
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || n.Component != config.Agent {
			return
		}
		v, knowledge := r.Flag("authenticatee")
		set := catalog.Values(config.Agent, "authenticatee")
		if knowledge != resolved.Known || set.Value(v.Parsed.Text) != nil {
			return
		}
		if own := catalog.AuthenticationOf(config.Agent, catalog.TheAgent, r.Release); own == nil {
			return
		} else if credential, _ := r.Flag(own.Credentials); credential == nil {
			return
		}
		modules, known := modulesOfNode(p, n, r.Release)
		named := slices.ContainsFunc(modules, func(m loadedModule) bool { return m.name.Text() == v.Parsed.Text })
		if named || known == modulesUnread || known == modulesFromOutside && isDeclared(p, config.Agent, v.Flag.Name, v.Parsed.Text) {
			return
		}
		found := lint.Diagnostic{
			Check: "agent-authenticatee-unknown",
			Span:  v.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: v.Flag.Name,
			Message: fmt.Sprintf("`%s` is neither built in nor one of the loaded modules: %s exits when it authenticates for the first time", v.Parsed.Text, r.Who()),
			Help:    "load the module with that name, or delete `authenticatee`",
			Notes:   resolved.ReadAt("src/slave/slave.cpp:1579@1.11.0"),
		}
		if known == modulesFromOutside {
			r.Hedge(&found, "modules")
		}
		p.Report(found)
	},
}
