package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagAddress = &lint.Rule{
	Name:  "flag/address",
	Title: "libprocess refuses the address",
	Doc: `The flag parser accepts any text as an address to listen on or to advertise. It passes the text to libprocess,
which accepts only numeric addresses: no host names, IPv4 to bind the socket, and a port that fits into 16 bits. With any
other value the daemon stops when it opens its socket. An address in a file given as file:// must not end with a newline.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--ip=master1.example
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--ip=10.0.0.1
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if !v.Known() {
				return
			}
			for _, variable := range catalog.Variables() {
				reading := variable.On(r.Release)
				if variable.SetBy != v.Flag.Name || reading == nil {
					continue
				}
				if problem := misread(r, v.Parsed.Text, reading); problem != "" {
					p.Report(lint.Diagnostic{
						Check: catalog.CheckReported("flag/address", n.Component, r.Release, v.Flag.Name, ""),
						Span:  v.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: v.Flag.Name,
						Message: fmt.Sprintf("%s cannot use the value of `%s` and will not start: %s",
							r.Who(), v.Setting.Name, problem),
						Help:  "write " + resolved.ExampleOf(reading.Type),
						Notes: []string{"passed on as " + variable.Name, "see " + variable.Evidence},
					})
				}
			}
		})
	},
}

var flagMasterCut = &lint.Rule{
	Name:  "flag/master-cut",
	Title: "The agent reads the address of the master only up to its port",
	Doc: `Without ZooKeeper an agent is given the address of one master, host:port. It reads the digits of the port and
silently ignores everything after them: of host1:5050,host2:5050 it knows host1 alone. If that master does not lead, or is
not there, the agent never registers.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=master1.example:5050,master2.example:5050
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181,zk2.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if n.Component != config.Agent || v.Flag.Name != catalog.ElectionFlag(n.Component) || !v.Known() {
				return
			}
			start, end := startup.AfterAddress(v.Parsed.Text)
			if start == end {
				return
			}
			p.Report(lint.Diagnostic{
				Span: v.PartSpan(start, end), Effect: lint.Changed, Component: n.Component, Subject: v.Flag.Name,
				Message: fmt.Sprintf("%s reads the address of the master only up to its port and silently ignores the rest: it never contacts a master that is named there",
					r.Who()),
				Help:  "give the ZooKeeper URL of the masters, or the address of one master alone",
				Notes: resolved.ReadAt("3rdparty/libprocess/src/pid.cpp:158@0.19.0", "3rdparty/libprocess/src/pid.cpp:142@1.11.0"),
			})
		})
	},
}
