package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var zooKeeperNoPort = &lint.Rule{
	Name:  "zookeeper/no-port",
	Title: "ZooKeeper cannot be reached with the URL",
	Doc: `Mesos accepts a zk:// URL with any servers and passes them to ZooKeeper's client library, which requires a port for
each. Without one it reports the same error as if the name server did not answer, so that the daemon retries for ten minutes
(before 0.20 for the timeout of its session) and then aborts. Nothing can be done with it in between.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example,zk2.example/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181,zk2.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { zooKeeperStart.Look(p, n) },
}

var zooKeeperStart = resolved.StartChecks{List: zooKeeperChecks}

// zooKeeperChecks are the start-up checks of the servers of ZooKeeper.
func zooKeeperChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: []string{"zookeeper-port-missing"}, Find: func(s *resolved.Start) {
		for _, o := range s.Own() {
			problem := startup.Unreachable(o.Text)
			if problem == nil {
				continue
			}
			help := "append the port, like `:2181`"
			if problem.Start == 0 {
				help = fmt.Sprintf("write one like `%s`", resolved.Assigned(o.Value.Setting, o.Name, s.Check.Example)) // there is no server to append it to
			}
			retries := "ten minutes"
			if !s.Holds("zookeeper-retries-ten-minutes") {
				retries = "the timeout of its session"
			}
			s.Report(lint.Diagnostic{
				Span: o.Value.PartSpan(problem.Start, problem.End), Effect: lint.Fatal,
				Component: s.Node.Component, Subject: o.Name,
				Message: fmt.Sprintf("in the URL of `%s` %s: %s cannot connect to ZooKeeper and aborts after it has retried for %s",
					o.Name, problem.Text, s.Who(), retries),
				Help:  help,
				Notes: resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}}}
}

var zooKeeperServerInPath = &lint.Rule{
	Name:  "zookeeper/server-in-path",
	Title: "The path of the ZooKeeper URL contains a server",
	Doc: `In a zk:// URL everything after the first slash is the path: zk://a:2181/mesos,b:2181/mesos names only the server
a, with the path "/mesos,b:2181/mesos". The other servers are never contacted, and daemons with different URLs do not find
each other.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos,zk2.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181,zk2.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if v.Flag.Name != catalog.ElectionFlag(n.Component) || !v.Known() {
				return
			}
			text := v.Parsed.Text
			scheme := len(text) - len(strings.TrimPrefix(text, "zk://"))
			slash := strings.IndexByte(text[scheme:], '/')
			if scheme == 0 || slash < 0 {
				return
			}
			path := scheme + slash
			comma := strings.IndexByte(text[path:], ',')
			if comma < 0 {
				return
			}
			p.Report(lint.Diagnostic{
				Span: v.PartSpan(path, len(text)), Effect: lint.Changed, Component: n.Component, Subject: v.Flag.Name,
				Message: fmt.Sprintf("everything after the first slash is the path in ZooKeeper: %s never contacts the servers in it", r.Who()),
				Help:    "write all servers before the path: `zk://a:2181,b:2181/mesos`",
				Notes:   resolved.ReadAt("include/mesos/zookeeper/url.hpp:84@1.3.2"),
			})
		})
	},
}
