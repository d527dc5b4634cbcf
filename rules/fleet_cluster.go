package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var fleetQuorum = &lint.Rule{
	Name:  "fleet/quorum",
	Title: "The quorum does not fit the number of masters",
	Doc: `The masters of one ZooKeeper URL share the registry: --quorum of them must agree. With a quorum above their number
the registry never recovers and no master becomes the leader. With a quorum of half of them or less, two groups that are
separated from each other can both decide, and the registry is lost.

Masters are counted by their ZooKeeper URL among everything that was read. A service of a compose file, or one that docker
creates, counts as often as it has replicas (` + "`deploy.replicas`, `scale`, `--replicas`" + `).`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master1/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
`},
			{Path: "master2/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
`},
			{Path: "master3/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
`},
		},
		After: []lint.File{
			{Path: "master1/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`},
			{Path: "master2/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`},
			{Path: "master3/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`},
		},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		for _, masters := range resolved.Clusters(p, config.Master, p.Upgrade.To) {
			size, replicated, known := resolved.Size(masters)
			for _, m := range masters {
				if known {
					reportQuorum(p, m, size, replicated)
				}
			}
		}
	},
}

// reportQuorum judges the quorum of one of a number of masters. replicated is set if that number hangs on the number of
// replicas of a service.
func reportQuorum(p *lint.Pass, m *resolved.Daemon, masters int, replicated bool) {
	v, knowledge := m.Flag("quorum")
	if knowledge != resolved.Known || masters < 2 {
		return
	}
	quorum, err := strconv.Atoi(v.Parsed.Text)
	if err != nil {
		return
	}
	found := lint.Diagnostic{
		Span: v.ValueSpan(), Component: m.Node.Component, Subject: v.Flag.Name, Effect: lint.Changed, Severity: lint.Error,
		Help:  fmt.Sprintf("set a majority of the masters, `%d` of %d", masters/2+1, masters),
		Notes: resolved.ReadAt("src/log/recover.cpp:136@1.0.0"),
	}
	switch {
	case quorum > masters:
		found.Severity = lint.Warning
		found.Message = fmt.Sprintf("a quorum of %d, and %d masters of this ZooKeeper URL: the registry never recovers and no master becomes the leader", quorum, masters)
		found.Condition = "unless more masters of it are configured in other files"
		if replicated {
			found.Condition = "unless more masters of it are started than there are replicas here"
		}
	case 2*quorum <= masters:
		found.Message = fmt.Sprintf("a quorum of %d, and %d masters of this ZooKeeper URL: two groups of masters can decide without each other, and the registry is lost", quorum, masters)
		if replicated {
			found.Severity, found.Condition = lint.Warning, "unless another number of replicas is started"
		}
	default:
		return
	}
	p.Report(found)
}

var fleetMastersDiffer = &lint.Rule{
	Name:  "fleet/masters-differ",
	Title: "Masters of one cluster have different settings",
	Doc: `Any of the masters of one ZooKeeper URL can be elected. If they disagree on the quorum, on who must authenticate,
on the ACLs or on the roles, the cluster may behave differently after each election: who may do what depends on which master
leads.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master1/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--acls={"permissive": false}
`},
			{Path: "master2/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`},
		},
		After: []lint.File{{Path: "master2/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--acls={"permissive": false}
`}},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		for _, masters := range resolved.Clusters(p, config.Master, p.Upgrade.To) {
			for _, flag := range catalog.SharedFlags() {
				reportDifference(p, masters, flag)
			}
		}
	},
}

// reportDifference reports the first master that has another value of a flag than the first one.
func reportDifference(p *lint.Pass, masters []*resolved.Daemon, flag string) {
	first, known := sharedValue(p, masters[0], flag)
	if !known {
		return
	}
	for _, m := range masters[1:] {
		other, known := sharedValue(p, m, flag)
		if !known || other.text == first.text {
			continue
		}
		at, beside := other, first
		if at.span.IsZero() {
			at, beside = first, other
		}
		found := lint.Diagnostic{
			Span: at.span, Component: config.Master, Subject: at.name, Effect: lint.Changed,
			Message: fmt.Sprintf("masters of one ZooKeeper URL differ in `%s`: what the cluster does depends on which of them leads", at.name),
			Help:    "give all masters of the cluster the same value",
		}
		if beside.span.IsZero() {
			beside.span = beside.node.Start
		}
		found.Related = []lint.Related{{Span: beside.span, Message: "this master has another value"}}
		p.Report(found)
		return
	}
}

// shared is what a master has for a flag that all masters of a cluster should have alike.
type shared struct {
	name string
	text string
	span source.Span // zero if the default counts
	node *config.Node
}

// sharedValue returns what a master has for a flag; known is false if that cannot be told.
func sharedValue(p *lint.Pass, m *resolved.Daemon, flag string) (s shared, known bool) {
	name := m.Canonical(flag)
	if name == "" {
		return s, false
	}
	s = shared{name: name, node: m.Node}
	v, knowledge := m.Flag(name)
	switch knowledge {
	case resolved.Unset:
		s.text, _ = valueOrDefault(m, name, nil)
		return s, true
	case resolved.Known:
	default:
		return s, false
	}
	s.text, s.span = v.Parsed.Text, v.ValueSpan()
	if kind := catalog.DocumentKind(config.Master, name); kind != config.Unknown {
		d := resolved.DocumentOfSetting(p, v.Setting, kind)
		if d == nil {
			return s, false
		}
		s.text = d.Text.String()
	}
	return s, true
}

var fleetNoMaster = &lint.Rule{
	Name:  "fleet/no-master",
	Title: "No master that was read is of the agent's cluster",
	Doc: `The agent looks for its master at a ZooKeeper URL that none of the masters that were read has, although each of
them has one. That is correct if the configuration of those masters is in another place. Otherwise it is a typing error: the
agent waits for a master forever and logs nothing that looks like an error.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:        "1.3",
		Condition: "unless the masters of this cluster are configured in other files",
		Before: []lint.File{
			{Path: "master/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
`},
			{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/messo
--work_dir=/var/lib/mesos
`},
		},
		After: []lint.File{{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		homes := map[string]bool{}
		for _, n := range c.Nodes {
			if n.Component != config.Master {
				continue
			}
			home := resolved.On(p, n, p.Upgrade.To).Cluster()
			if home == "" {
				return
			}
			homes[home] = true
		}
		for _, n := range c.Nodes {
			if n.Component != config.Agent || len(homes) == 0 {
				continue
			}
			agent := resolved.On(p, n, p.Upgrade.To)
			home := agent.Cluster()
			v, _ := agent.Flag(catalog.ElectionFlag(config.Agent))
			if home == "" || homes[home] {
				continue
			}
			p.Report(lint.Diagnostic{
				Span: v.ValueSpan(), Component: config.Agent, Subject: v.Flag.Name, Effect: lint.Advice,
				Message:   "no master that was read has this ZooKeeper URL: the agent waits for one forever",
				Condition: "unless the masters of this cluster are configured in other files",
				Help:      "write the URL of the masters, their `--zk` with its path",
			})
		}
	},
}

var fleetAgentDomain = &lint.Rule{
	Name:  "fleet/agent-domain",
	Title: "The master requires a domain, and the agent has none",
	Doc: `A master with --require_agent_domain ignores every agent that registers without a fault domain. The agent retries
forever and never joins the cluster. Masters and agents are matched by their ZooKeeper URL.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "master/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--require_agent_domain
--domain={"fault_domain": {"region": {"name": "eu"}, "zone": {"name": "a"}}}
`},
			{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`},
		},
		After: []lint.File{{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--domain={"fault_domain": {"region": {"name": "eu"}, "zone": {"name": "a"}}}
`}},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		resolved.EachAgent(p, p.Upgrade.To, func(agent *resolved.Daemon, masters []*resolved.Daemon) {
			if _, knowledge := agent.Flag("domain"); knowledge != resolved.Unset && knowledge != resolved.MayBeSet || agent.Canonical("domain") == "" {
				return
			}
			var demands []lint.Related
			for _, master := range masters {
				answer, by := master.IsTrue("require_agent_domain")
				if answer != resolved.Yes || by == nil {
					return
				}
				demands = append(demands, lint.Related{Span: by.ValueSpan(), Message: "this master requires agents to have a domain"})
			}
			found := lint.Diagnostic{
				Span: agent.Node.Start, Component: config.Agent, Subject: "domain", Effect: lint.Changed, Severity: lint.Error,
				Message: "the agent has no `domain`, and the master ignores agents without one (`require_agent_domain`): it never registers",
				Help:    "set `domain`, with the region and the zone of the agent",
				Related: demands[:1],
				Notes:   resolved.ReadAt("src/master/master.cpp:6258@1.5.3"),
			}
			if agent.Missing(&found, "domain") {
				p.Report(found)
			}
		})
	},
}

var fleetRole = &lint.Rule{
	Name:  "fleet/role-not-listed",
	Title: "Resources are reserved for a role that the master does not allow",
	Doc: `If a master is given --roles, that is a whitelist on every release: frameworks with any other role are refused. No
framework can use resources that an agent reserves for a role that is not listed. Masters and agents are matched by their
ZooKeeper URL.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "0.26",
		Before: []lint.File{
			{Path: "master/master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--roles=web,batch
`},
			{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(monitor):4
`},
		},
		After: []lint.File{{Path: "agent/agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus(web):4
`}},
	},
	Config: func(p *lint.Pass, _ *config.Config) {
		resolved.EachAgent(p, p.Upgrade.To, func(agent *resolved.Daemon, masters []*resolved.Daemon) {
			var lists []lint.Related
			listed := []string{"*"}
			for _, master := range masters {
				v, knowledge := master.Flag("roles")
				if knowledge != resolved.Known {
					return
				}
				for name := range resolved.ListedNames(v) {
					listed = append(listed, name)
				}
				lists = append(lists, lint.Related{Span: v.ValueSpan(), Message: "these roles are allowed"})
			}
			for _, role := range reservedRoles(agent) {
				if slices.Contains(listed, role.name) {
					continue
				}
				p.Report(lint.Diagnostic{
					Span: role.value.ValueSpan(), Component: config.Agent, Subject: role.name, Effect: lint.Changed,
					Message: fmt.Sprintf("resources are reserved for the role `%s`, which the master does not allow (`roles`): no framework can use them", role.name),
					Help:    fmt.Sprintf("add `%s` to the `roles` of the master, or reserve the resources for a role that is listed", role.name),
					Related: lists[:1],
					Notes:   resolved.ReadAt("src/master/master.cpp:1978@0.28.0", "src/master/master.cpp:2578@1.11.0"),
				})
			}
		})
	},
}

// reservedRole is a role that resources of an agent are kept for.
type reservedRole struct {
	name  string
	value *resolved.FlagValue
}

// reservedRoles returns the roles that an agent's resources are kept for, as far as they are known, each once.
func reservedRoles(agent *resolved.Daemon) []reservedRole {
	role, knowledge := agent.Flag("default_role")
	var out []reservedRole
	add := func(name string, v *resolved.FlagValue) {
		if name != "" && !slices.ContainsFunc(out, func(r reservedRole) bool { return r.name == name }) {
			out = append(out, reservedRole{name, v})
		}
	}
	if v, how := agent.Flag("resources"); how == resolved.Known {
		resources, problem, unconverted := readResources(v.Parsed.Text, "*", agent.Release)
		if problem == nil && unconverted == nil {
			for _, name := range resources.Roles() {
				add(name, v)
			}
		}
	}
	if knowledge == resolved.Known {
		add(role.Parsed.Text, role)
	}
	return out
}

var fleetPort = &lint.Rule{
	Name:  "fleet/port",
	Title: "A master and an agent of one machine have the same port",
	Doc: `The init wrapper reads /etc/default/mesos for the master and for the agent. A port that is given there is the port
of both. If both run on one machine, the second cannot listen on it and does not start. The same holds for two daemons whose
own files lie on one machine and give the port of the other, its default included.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On:        "0.22",
		Condition: "if both are started on one machine",
		Before: []lint.File{
			{Path: "etc/default/mesos", Text: `ZK=zk://zk1.example:2181/mesos
export MESOS_PORT=5050
`},
			{Path: "etc/default/mesos-slave", Text: "MASTER=zk://zk1.example:2181/mesos\n"},
			{Path: "etc/default/mesos-master", Text: `export MESOS_QUORUM=1
export MESOS_WORK_DIR=/var/lib/mesos
`},
		},
		After: []lint.File{{Path: "etc/default/mesos", Text: "ZK=zk://zk1.example:2181/mesos\n"}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		first := map[source.Span]*resolved.Daemon{}
		var placed []placedPort
		for _, n := range c.Nodes {
			r := resolved.Of(p, n)
			if r == nil {
				continue
			}
			v, knowledge := r.Flag("port")
			if at, found := portOnMachine(r, v, knowledge); found {
				placed = append(placed, at)
			}
			if knowledge != resolved.Known {
				continue
			}
			span := v.ValueSpan()
			other := first[span]
			if first[span] = cmp.Or(other, r); other == nil || other.Node.Component == n.Component {
				continue
			}
			p.Report(lint.Diagnostic{
				Span: span, Component: n.Component, Subject: v.Flag.Name, Effect: lint.Fatal, Severity: lint.Warning,
				Message: fmt.Sprintf("the master and the agent both get port %s from here: the second of them cannot listen on it and will not start",
					v.Parsed.Text),
				Condition: "if both are started on one machine",
				Help:      "set the port in the file of one daemon",
			})
		}
		reportSharedPorts(p, placed)
	},
}
