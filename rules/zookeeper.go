package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var zooKeeperNoPort = &lint.Rule{
	Name:  "zookeeper/no-port",
	Title: "ZooKeeper cannot be reached under the URL",
	Doc: `Mesos takes a zk:// URL whatever its servers look like and hands them to ZooKeeper's client library, which wants a port
of each. Without one it reports the same error as for a name server that does not answer, so that the daemon tries again
for ten minutes, and then aborts.`,
	Effects: []lint.Effect{lint.Advice},
	Node:    resolved.StartRule(zooKeeperChecks()...),
}

// zooKeeperChecks are the start-up checks of the servers of ZooKeeper.
func zooKeeperChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: []string{"zookeeper-port-missing"}, Find: func(s *resolved.Start) {
		for _, o := range s.Own() {
			problem := startup.Unreachable(o.Text)
			if problem == nil {
				continue
			}
			s.Report(lint.Diagnostic{
				Span: o.Value.PartSpan(problem.Start, problem.End), Effect: lint.Advice, Severity: lint.Warning,
				Component: s.Node.Component, Subject: o.Name,
				Message: fmt.Sprintf("in the URL of `%s` %s: %s never gets to ZooKeeper and aborts when it has tried for a while; write its port behind it, like `:2181`",
					o.Name, problem.Text, s.Who()),
				Help:  "write its port behind it, like `:2181`",
				Notes: resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}}}
}
