package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var cniMissingField = &lint.Rule{
	Name:  "cni/missing-field",
	Title: "A CNI configuration lacks a field that the agent requires",
	Doc: `The network/cni isolator reads every file of --network_cni_config_dir and requires "name" and "type" of each. Up to 1.1 an
agent does not start with a file that lacks one; from 1.2 on it logs an error and continues without that network.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Example: lint.Example{
		On: "1.1",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=network/cni,filesystem/linux
--network_cni_config_dir=/etc/cni
--network_cni_plugins_dir=/opt/cni
`},
			{Path: "etc/cni/bridge.conf", Text: `{"cniVersion": "0.3.0", "name": "containers", "bridge": "cni0"}
`},
		},
		After: []lint.File{{Path: "etc/cni/bridge.conf", Text: `{"cniVersion": "0.3.0", "name": "containers", "type": "bridge", "bridge": "cni0"}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "network_cni_config_dir")
		if j == nil {
			return
		}
		for _, field := range []string{"name", "type"} {
			if v, found := memberOf(j.JSON, field); found && v.Kind() == source.String {
				continue
			}
			j.Report(p, lint.Diagnostic{
				Span: j.Start(), Effect: lint.Fatal, Subject: field,
				Message: fmt.Sprintf("this CNI configuration has no string `%s`: %s", field, j.Refusal()),
				Help:    fmt.Sprintf("add `%s`", field),
				Notes:   resolved.ReadAt("src/slave/containerizer/mesos/isolators/network/cni/spec.proto:50@1.0.4"),
			})
		}
	},
}

var cniDuplicateName = &lint.Rule{
	Name:  "cni/duplicate-name",
	Title: "Two CNI configurations have one name",
	Doc: `The network/cni isolator reads every file of --network_cni_config_dir, and each network has a name of its own. Up to 1.1 an
agent does not start if two files have the same name; from 1.2 on it logs an error and keeps the one that it happens to read
first.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Example: lint.Example{
		On: "1.1",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--isolation=network/cni,filesystem/linux
--network_cni_config_dir=/etc/cni
--network_cni_plugins_dir=/opt/cni
`},
			{Path: "etc/cni/bridge.conf", Text: `{"cniVersion": "0.3.0", "name": "containers", "type": "bridge", "bridge": "cni0"}
`},
			{Path: "etc/cni/bridge.conf.old", Text: `{"cniVersion": "0.3.0", "name": "containers", "type": "bridge", "bridge": "docker0"}
`},
		},
		After: []lint.File{{Path: "etc/cni/bridge.conf.old", Text: `{"cniVersion": "0.3.0", "name": "old", "type": "bridge", "bridge": "docker0"}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "network_cni_config_dir")
		if j == nil {
			return
		}
		other := sameAs(p, j, "name")
		if other == nil {
			return
		}
		name, refusal := memberAt(j.JSON, "name"), j.Refusal()
		if j.Flag.Refused != catalog.StopsStart {
			refusal = j.Who() + " logs an error and keeps the one that it reads first"
		}
		j.Report(p, lint.Diagnostic{
			Span: name.Span(), Effect: lint.Fatal, Subject: "name",
			Message: fmt.Sprintf("another file of the directory has this name: %s", refusal),
			Help:    "give each network a name of its own, or move one of the files to another directory",
			Related: []lint.Related{{Span: memberAt(other.JSON, "name").Span(), Message: "the other one"}},
			Notes:   resolved.ReadAt("src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:157@1.0.0", "src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:288@1.2.0"),
		})
	},
}
