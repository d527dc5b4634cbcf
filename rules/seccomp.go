package rules

import (
	"fmt"
	"path"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var seccompProfile = &lint.Rule{
	Name:  "seccomp/profile",
	Title: "The default seccomp profile cannot be read",
	Doc: `With the linux/seccomp isolator the agent parses the profile --seccomp_profile_name in --seccomp_config_dir when it
starts, and does not start if it is not JSON. Other profiles of the directory are read when a task requests them.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--launcher=linux
--isolation=linux/seccomp,filesystem/linux
--seccomp_config_dir=/etc/mesos/seccomp
--seccomp_profile_name=default.json
`},
			{Path: "etc/mesos/seccomp/default.json", Text: `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [], "syscalls": [],}
`},
		},
		After: []lint.File{{Path: "etc/mesos/seccomp/default.json", Text: `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [], "syscalls": []}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil || !isolatedByAny(r, []string{"linux/seccomp"}) {
			return
		}
		name, knowledge := r.Flag("seccomp_profile_name")
		directory, also := r.Flag("seccomp_config_dir")
		if knowledge != resolved.Known || also != resolved.Known {
			return
		}
		for _, d := range p.Config.Documents {
			if d.Setting != directory.Setting || path.Base(d.Text.Source().Path) != name.Parsed.Text {
				continue
			}
			j := resolved.DocumentOn(p, d, r.Release)
			if j == nil || j.Taken() {
				continue
			}
			found := lint.Diagnostic{
				Span: name.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: name.Flag.Name,
				Message: fmt.Sprintf("the seccomp profile `%s` is not a JSON object: %s will not start", name.Parsed.Text, r.Who()),
				Help:    "correct the profile",
				Related: []lint.Related{{Span: d.Text.Span(0, 0), Message: "the profile"}},
				Notes:   resolved.ReadAt("src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:72@1.8.1"),
			}
			r.Hedge(&found, "isolation")
			p.Report(found)
		}
	},
}
