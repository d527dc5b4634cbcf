package rules

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

var defaultChanged = &lint.Rule{
	Name:  "default/changed",
	Title: "The default of a flag that is not given changes with the upgrade",
	Doc: `The flag is not given, and the daemon behaves differently without it after the upgrade: executors no longer
inherit the agent's environment from 1.0 on, and frameworks may register with any role from 0.27 on.

Only defaults that change what a cluster does are reported, and only if it is certain that the flag is not given.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "0.24..0.25",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={}
--launcher=posix
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachChangedMeaning(p, n, true)
	},
}
