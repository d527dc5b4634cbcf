package rules

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

var defaultChanged = &lint.Rule{
	Name:  "default/changed",
	Title: "What counts without the flag changes on the way",
	Doc: `The flag is not given, and what the daemon does without it is something else after the upgrade: executors no longer
inherit the agent's environment from 1.0 on, and frameworks may register with any role from 0.27 on.

Only defaults are reported that change what a cluster does, and only where the flag certainly is not given.`,
	Effects: []lint.Effect{lint.Changed},
	Node: func(p *lint.Pass, n *config.Node) {
		eachChangedMeaning(p, n, true)
	},
}
