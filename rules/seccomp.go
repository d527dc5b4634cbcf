package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var seccompProfile = &lint.Rule{
	Name:  "seccomp/profile",
	Title: "The default seccomp profile cannot be read",
	Doc: `With the linux/seccomp isolator the agent parses the profile --seccomp_profile_name in --seccomp_config_dir when it
starts, and does not start if the profile is not there, is not JSON or is not complete: each rule in "syscalls" must have
"includes" and "excludes" (objects), "names", "action" and "args", which newer default profiles of Docker leave out. Up to 1.10
"args" must be a list, from 1.11 on it may be null. Other profiles of the directory are read when a task requests them.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
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
		seen := false
		for _, d := range p.Config().Documents {
			if d.Setting != directory.Setting {
				continue
			}
			isDefault := path.Base(d.Text.Source().Path) == name.Parsed.Text
			seen = seen || isDefault
			if found := profileFault(r, resolved.DocumentOn(p, d, r.Release), name, isDefault); found != nil {
				r.Hedge(found, "isolation", "containerizers")
				p.Report(*found)
			}
		}
		if ref := directory.Setting.Reference; !seen && ref != nil && ref.Problem == "" && !strings.Contains(name.Parsed.Text, "/") {
			found := lint.Diagnostic{
				Span: name.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: name.Flag.Name,
				Message: fmt.Sprintf("the seccomp profile `%s` is not in `seccomp_config_dir`: %s will not start", name.Parsed.Text, r.Who()),
				Help:    "add the profile, or name one that is there",
				Related: []lint.Related{{Span: directory.ValueSpan(), Message: "the directory"}},
				Notes:   resolved.ReadAt("src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:72@1.8.1"),
			}
			r.Hedge(&found, "isolation", "containerizers")
			p.Report(found)
		}
	},
}

// profileFault is what a release has against a seccomp profile, nil if that is nothing. Broken JSON of a profile that is not
// the default one is document/invalid-json.
func profileFault(r *resolved.Daemon, j *resolved.Document, name *resolved.FlagValue, isDefault bool) *lint.Diagnostic {
	if j == nil || !j.Taken() && !isDefault {
		return nil
	}
	found := &lint.Diagnostic{Effect: lint.Fatal, Component: r.Node.Component, Subject: name.Flag.Name, Help: "write the profile as a JSON object, or name another one"}
	if !j.Taken() {
		found.Span = name.ValueSpan()
		found.Message = fmt.Sprintf("the seccomp profile `%s` is not a JSON object: %s will not start", name.Parsed.Text, r.Who())
		found.Related = []lint.Related{{Span: j.Text.Span(0, 0), Message: "the profile"}}
		found.Notes = resolved.ReadAt("src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:72@1.8.1")
		return found
	}
	fault := startup.Seccomp(j.JSON, catalog.Behaviour("seccomp-arguments-null").Contains(r.Release))
	if fault == nil {
		return nil
	}
	found.Span, found.Help = fault.At.Span(), fault.Help
	if k := fault.At.Kind(); k == source.Object || k == source.Array {
		found.Span.End = found.Span.Start + 1
	}
	found.Notes = resolved.ReadAt("src/linux/seccomp/seccomp_parser.cpp:84@1.8.0")
	if isDefault {
		found.Message = fmt.Sprintf("this seccomp profile is refused (%s): %s will not start", fault.Text, r.Who())
		found.Related = []lint.Related{{Span: name.ValueSpan(), Message: "it is the default profile"}}
		return found
	}
	found.Effect, found.Severity = lint.Changed, lint.Warning
	found.Message = fmt.Sprintf("this seccomp profile is refused (%s): tasks that %s starts with it fail", fault.Text, r.Who())
	return found
}
