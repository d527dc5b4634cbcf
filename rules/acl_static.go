package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclStaticReservation = &lint.Rule{
	Name:  "acl/static-reservation",
	Title: "The master refuses an agent for the resources that it reserves",
	Doc: `From 1.6 on the master asks the ACLs when an agent registers with resources that its --resources or --default_role reserve
for a role: the agent's principal must be allowed to reserve resources for every such role. If it is not, the agent cannot
register, and the tasks on it are lost if it does not come back in time. Up to 1.5 nothing was asked.

Agents are compared with the ACLs of the masters in the same tree: of the same ZooKeeper URL if that is known, else of any
that accepts the agent.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.5..1.6",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(web):4;mem(web):1024
`},
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
--acls=file:///etc/mesos/acls.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [
  {"principal": "marathon", "secret": "example"},
  {"principal": "agent", "secret": "example"}
]}
`, Mode: 0o600},
			{Path: "etc/mesos/acls.json", Text: `{
  "reserve_resources": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ]
}
`},
		},
		After: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(web):4;mem(web):1024
--credential=/etc/mesos/credential.json
`},
			{Path: "etc/mesos/credential.json", Text: `{"principal": "agent", "secret": "example"}
`, Mode: 0o600},
			{Path: "etc/mesos/acls.json", Text: `{
  "reserve_resources": [
    { "principals": { "values": ["marathon", "agent"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ]
}
`},
		},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		if len(p.Config().Nodes) == 0 || catalog.Behaviour(staticReservations).Contains(p.Upgrade.From) {
			return // or it is so already
		}
		resolved.EachAgent(p, p.Upgrade.To, func(agent *resolved.Daemon, masters []*resolved.Daemon) {
			reserved, roles := reservedStatically(agent)
			if len(roles) == 0 || !catalog.Behaviour(staticReservations).Contains(agent.Release) {
				return
			}
			principal, known := principalOf(p, agent)
			if !known {
				return
			}
			var first *lint.Diagnostic
			for _, master := range masters {
				denied := deniedReservations(p, master, principal, roles)
				if denied == nil {
					return
				}
				if first == nil {
					first = denied
				}
			}
			first.Component = agent.Node.Component
			first.Span, first.Subject = reserved.Setting.Span, reserved.Flag.Name
			first.Nodes = []lint.Node{{Component: agent.Node.Component, Name: agent.Node.Name, Start: agent.Node.Start}}
			p.Report(*first)
		})
	},
}

// staticReservations is the behaviour that the rule is about.
const staticReservations = "static-reservations-authorized"

// reservedStatically returns the setting that reserves resources of an agent, and the roles they are for.
func reservedStatically(agent *resolved.Daemon) (at *resolved.FlagValue, roles []string) {
	role, _ := valueOrDefault(agent, "default_role", agent.Given["default_role"])
	v, knowledge := agent.Flag("resources")
	switch knowledge {
	case resolved.Known:
	case resolved.Unset: // what the machine has is then reserved for the default role
		if given, knowledge := agent.Flag("default_role"); knowledge == resolved.Known && given.Parsed.Text != "*" {
			return given, []string{given.Parsed.Text}
		}
		return nil, nil
	default:
		return nil, nil
	}
	resources, problem, unconverted := readResources(v.Parsed.Text, role, agent.Release)
	if problem != nil || unconverted != nil {
		return nil, nil
	}
	return v, resources.Roles()
}

// principalOf returns the principal that an agent registers with, nil if it does not authenticate; known is false if
// that cannot be told.
func principalOf(p *lint.Pass, agent *resolved.Daemon) (principal *string, known bool) {
	if own := ownCredential(agent, p); own != nil {
		return &own.Principal, true
	}
	a := catalog.AuthenticationOf(agent.Node.Component, catalog.TheAgent, agent.Release)
	if a == nil {
		return nil, false
	}
	_, knowledge := agent.Flag(a.Credentials)
	return nil, knowledge == resolved.Unset
}

// deniedReservations returns what to report if the ACLs of a master do not let a principal reserve resources for all of
// some roles; nil if they do, or where they are not known.
func deniedReservations(p *lint.Pass, master *resolved.Daemon, principal *string, roles []string) *lint.Diagnostic {
	v, knowledge := master.Flag(string(config.ACLs))
	if knowledge != resolved.Known {
		return nil
	}
	d := resolved.DocumentOfSetting(p, v.Setting, config.ACLs)
	if d == nil {
		return nil
	}
	a := resolved.ACLsOn(p, d, master.Release)
	if !a.Usable() {
		return nil
	}
	for _, operation := range catalog.RegistrationOperations(master.Release) {
		var denied []string
		var decides authz.Entry
		for _, role := range roles {
			decision, err := a.Policy.Decide(authz.Request{Operation: operation, Principal: principal, Objects: []string{role}})
			if err == nil && !decision.Allowed && !slices.Contains(denied, role) {
				denied, decides = append(denied, role), decision.Entry
			}
		}
		if len(denied) == 0 {
			continue
		}
		list := catalog.Actions().Operation(operation).Key
		who, help := "an agent without authentication", "have the agent authenticate, and allow its principal"
		if principal != nil {
			who = "the principal `" + *principal + "`"
			help = "allow " + who
		}
		found := &lint.Diagnostic{
			Effect: lint.Changed, Severity: lint.Error,
			Release: resolved.Since(p.Upgrade.To, catalog.Behaviour(staticReservations).Contains),
			Message: fmt.Sprintf("%s refuses this agent: it reserves resources for %s, which the ACLs deny %s",
				master.Who(), resolved.QuotedList(denied), who),
			Help:  fmt.Sprintf("%s the roles %s in `%s` before the masters are upgraded", help, resolved.QuotedList(denied), list),
			Notes: resolved.ReadAt(catalog.BehaviourNamed(staticReservations).Evidence...),
		}
		at := a.KeySpan(catalog.Permissive)
		if !decides.IsZero() {
			at = decides.Span()
		}
		found.Related = []lint.Related{{Span: at, Message: "denied here"}}
		return found
	}
	return nil
}
