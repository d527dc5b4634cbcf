package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var documentNotRead = &lint.Rule{
	Name:  "document/not-read",
	Title: "The release has no flag for such a file",
	Doc: `The file was given to mesoslint directly, nothing in the configuration refers to it, and no flag of the release
reads files of its kind: modules came with 0.21, domains with 1.4, the agent's ACLs with 1.0. Nothing in it has an effect,
and nothing in it was checked.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On:      "0.20",
		AfterOn: "0.21",
		Before: []lint.File{{Path: "modules.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		to := p.Upgrade.To
		reader := resolved.ReaderOf(d, to)
		if d.Kind == config.ACLs {
			reader = d.Component // the components have ACLs of their own
		}
		flag := catalog.DocumentOfKind(reader, d.Kind)
		if d.Setting != nil || d.Parameter != nil || to.IsZero() || flag == nil || len(catalog.FlagsThatRead(reader, d.Kind, to)) > 0 {
			return
		}
		p.Report(lint.Diagnostic{
			Span:      d.Text.Span(0, min(1, d.Text.Len())),
			Effect:    lint.Ignored,
			Component: reader,
			Subject:   flag.Flag,
			Message: fmt.Sprintf("%s does not read such a file: `%s` of the %s exists in %s; the file was not checked",
				resolved.Who(reader, to), flag.Flag, flag.Component, flag.In),
			Help: "check it for a release that has the flag",
		})
	},
}

var documentNotAFile = &lint.Rule{
	Name:  "document/not-a-file",
	Title: "A directory is among the files that the daemon reads",
	Doc: `--modules_dir names a directory, and the daemon reads everything in it, including hidden files, in the order of
their names. It tries to read a subdirectory as a file, fails, and exits. A symbolic link to a directory has the same
result, such as the ..data of a mounted Kubernetes ConfigMap.

The other flags that name a directory of files (--resource_provider_config_dir, --csi_plugin_config_dir,
--network_cni_config_dir) skip subdirectories.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--hooks=com_example_Hook
--modules_dir=/etc/mesos/modules
`},
			{Path: "etc/mesos/modules/hook.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
			{Path: "etc/mesos/modules/old/hook.json", Text: `{"libraries": [{"file": "/usr/lib/libhook.so", "modules": [{"name": "com_example_Hook"}]}]}
`},
		},
		After: []lint.File{{Path: "etc/mesos/modules/old/hook.json", Gone: true}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			held := catalog.DocumentOf(n.Component, v.Flag.Name)
			ref := v.Setting.Reference
			if held == nil || held.DirectoryRefused == "" || !held.In.Contains(r.Release) || ref == nil || !v.Known() {
				return
			}
			for _, name := range ref.Directories {
				p.Report(lint.Diagnostic{
					Span:      v.ValueSpan(),
					Effect:    lint.Fatal,
					Component: n.Component,
					Subject:   name,
					Message: fmt.Sprintf("the directory of `%s` has a subdirectory, `%s`: %s reads it as a file and will not start",
						v.Setting.Name, name, r.Who()),
					Help:  fmt.Sprintf("move it out of %s", strings.TrimSuffix(ref.Path, "/")),
					Notes: resolved.ReadAt(held.DirectoryRefused),
				})
			}
		})
	},
}
