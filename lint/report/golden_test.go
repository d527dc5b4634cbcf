package report

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

var update = flag.Bool("update", false, "rewrite the expected reports")

func testVersion() string { return "0.0.0-test" }

func mesos(release_ string) release.Release { return release.MustParse(release_) }

// spanOf returns the span of the first occurrence of text.
func spanOf(s *source.Source, text string) source.Span {
	at := bytes.Index(s.Data, []byte(text))
	if at < 0 {
		panic("no " + text + " in " + s.Path)
	}
	return s.Span(at, at+len(text))
}

func replacing(span source.Span, text string) lint.Edit { return lint.Edit{Span: span, Text: text} }

const aclText = `{
  "permissive": false,
	"set_quotas": [
    {"principals": {"values": ["ops"]}, "roles": {"type": "ANY"}}
  ],
  "remove_quotas": [
    {"principals": {"values": ["ops"]}, "quota_principals": {"type": "ANY"}}
  ]
}
`

const secret = "correct-horse"

// sample is a run with a finding of every shape.
func sample() *Run {
	acls := plain("etc/mesos-master/acls.json", "/r/etc/mesos-master/acls.json", []byte(aclText))
	setQuotas, removeQuotas := spanOf(acls, `"set_quotas"`), spanOf(acls, `"remove_quotas"`)
	whole := acls.Span(spanOf(acls, "{\n").Start, len(acls.Data))
	flagFile := plain("etc/mesos-master/authenticate", "/r/etc/mesos-master/authenticate", []byte("true\n"))
	wide := plain("etc/default/mesos-agent", "/r/etc/default/mesos-agent",
		[]byte("# 漢字\r\nMESOS_ATTRIBUTES=\"rack:漢字;zone:é\u0301\x1b[31m\xff\"\r\nMESOS_WORKDIR=/var\r\n"))
	credentials := plain("etc/credentials", "/r/etc/credentials", []byte("ann "+secret+"\nbob "+secret+"2\n"))
	credentials.Mask(4, 4+len(secret))
	credentials.Mask(4+len(secret)+5, len(credentials.Data)-1)
	var asJSON redact.Builder
	asJSON.Write("{\n  \"credentials\": [\n    {\"principal\": \"ann\", \"secret\": ")
	asJSON.WriteSecret(source.QuoteJSON(secret))
	asJSON.Write("},\n    {\"principal\": \"bob\", \"secret\": ")
	asJSON.WriteSecret(source.QuoteJSON(secret + "2"))
	asJSON.Write("}\n  ]\n}\n")
	zk := plain("etc/mesos/zk", "/r/etc/mesos/zk", []byte("zk://mesos:"+secret+"@zk1:2181,zk2:2181/mesos\n"))
	empty := plain("etc/empty.json", "/r/etc/empty.json", nil)
	long := plain("min.json", "/r/min.json", []byte(`{"x":"`+strings.Repeat("abcdefghi ", 100)+`","set_quotas":[],"y":"`+
		strings.Repeat("jklmnopqr ", 100)+`","set_quotas":[]}`))
	compose := plain("docker-compose.yml", "/r/docker-compose.yml", []byte("x-agent: &agent\n  command: mesos-agent --work_dir=\nservices:\n  one: *agent\n  two: *agent\n"))
	service := func(name string) *config.Node {
		return &config.Node{Component: config.Agent, Name: "service " + name, Start: spanOf(compose, name),
			Gaps: []config.Gap{{Reason: "the image is not known", At: spanOf(compose, "x-agent")}}}
	}
	one, two := service("one"), service("two")
	one.Gaps = append(one.Gaps, config.Gap{Reason: "not in the tree", Path: "/etc/mesos/\x1b.env"})
	workDir := spanOf(compose, "--work_dir=")
	first := spanOf(long, `"set_quotas"`)
	second := long.Span(len(long.Data)-len(`"set_quotas":[]}`), len(long.Data)-len(`:[]}`))

	diagnostics := []lint.Diagnostic{
		{Rule: "acl/removed-action", Span: setQuotas, Effect: lint.Ignored, Severity: lint.Error, Component: config.Master,
			Subject: "set_quotas", Release: mesos("1.3.0"),
			Message: `1.3.0 silently drops "set_quotas": with "permissive" false nobody may set a quota`,
			Related: []lint.Related{{Span: removeQuotas, Message: "the other quota list"}},
			Help:    `write it as "update_quotas"`,
			Notes:   []string{"removed in 1.3.0, deprecated since 1.0.0", "src/authorizer/local/authorizer.cpp, 1.3.0"},
			Fix: &lint.Fix{Applicability: lint.Safe, Message: "rename the key", ValidFrom: mesos("1.0.0"),
				Edits: []lint.Edit{replacing(setQuotas, `"update_quotas"`), replacing(acls.Span(removeQuotas.Start, removeQuotas.Start+len(`"remove`)), `"update`)}}},
		{Rule: "acl/dead-entry", Span: whole, Effect: lint.Advice, Severity: lint.Info, Component: config.Master,
			Message: "no request can reach this", Help: "remove it"},
		{Rule: "acl/two-lines", Span: acls.Span(setQuotas.Start, setQuotas.End+len(": [\n    {")), Effect: lint.Changed, Severity: lint.Warning, Component: config.Master,
			Message: "a span over two lines", Fix: &lint.Fix{Applicability: lint.Manual, Message: "decide who may",
				Edits: []lint.Edit{replacing(acls.Span(setQuotas.Start-1, spanOf(acls, "  \"remove").Start), "")}}},
		{Rule: "flag/renamed", Span: flagFile.Span(0, 0), Effect: lint.Deprecated, Severity: lint.Warning, Component: config.Master, Subject: "authenticate",
			Message: `"authenticate" is the old name of "authenticate_frameworks"`, Release: mesos("1.0.0"),
			Fix: &lint.Fix{Applicability: lint.Safe, Message: "rename the file",
				Renames: []lint.Rename{{From: "/r/etc/mesos-master/authenticate", To: "/r/etc/mesos-master/authenticate_frameworks"}}}},
		{Rule: "env/value", Span: spanOf(wide, "zone:é\u0301\x1b[31m\xff"), Effect: lint.Fatal, Severity: lint.Error, Component: config.Agent,
			Message: "wide, combining, control \x1b[31m and invalid \xff characters", Subject: "MESOS_ATTRIBUTES"},
		{Rule: "env/unknown", Span: spanOf(wide, "MESOS_WORKDIR"), Effect: lint.Ignored, Severity: lint.Warning, Component: config.Agent, Subject: "MESOS_WORKDIR",
			Message: "no release reads MESOS_WORKDIR", Help: "did you mean MESOS_WORK_DIR?\nIt is required from 1.0.0 on.",
			Fix: &lint.Fix{Applicability: lint.Unsafe, Message: "sets work_dir to /var", Edits: []lint.Edit{replacing(spanOf(wide, "WORKDIR"), "WORK_DIR")}}},
		{Rule: "credential/text", Span: credentials.Span(0, 3), Effect: lint.Fatal, Severity: lint.Error, Message: "1.11.0 reads credentials as JSON only", Release: mesos("1.11.0"),
			Fix: &lint.Fix{Applicability: lint.Safe, Message: "write the file as JSON", ValidFrom: mesos("0.26.0"),
				Edits:   []lint.Edit{{Span: credentials.Span(0, len(credentials.Data)), Text: asJSON.String(), Secrets: asJSON.Secrets()}},
				Creates: []lint.Create{{Path: "/r/etc/credentials.json", Data: []byte(asJSON.String()), Secrets: asJSON.Secrets()}}}},
		{Rule: "credential/carriage-return", Span: credentials.Span(4+len(secret)-2, 4+len(secret)), Effect: lint.Advice, Severity: lint.Info,
			Message: "inside a secret"},
		{Rule: "zk/url", Span: zk.Span(0, len(zk.Data)-1), Effect: lint.Advice, Severity: lint.Info,
			Message: "zk://mesos:" + secret + "@zk1:2181 is a URL", Subject: "zk://mesos:" + secret + "@zk1:2181"},
		{Rule: "flag/missing", Check: "agent-work-dir-missing", Span: empty.Span(0, 0), Effect: lint.Fatal, Severity: lint.Error, Component: config.Agent, Message: `"work_dir" is missing`},
		{Rule: "flag/empty", Span: workDir, Effect: lint.Fatal, Severity: lint.Warning, Component: config.Agent, Subject: "work_dir",
			Message: "the 1.3.2 agent will not start without a work_dir", Condition: "unless the image gives `work_dir`",
			Nodes: []lint.Node{{Component: config.Agent, Name: one.Name, Start: one.Start}, {Component: config.Agent, Name: two.Name, Start: two.Start}},
			Fix: &lint.Fix{Applicability: lint.Manual, Message: "keep the old default", ValidFrom: mesos("0.20.0"),
				Edits: []lint.Edit{replacing(workDir, "--work_dir=/tmp/mesos")}},
			Alternatives: []*lint.Fix{
				{Applicability: lint.Unsafe, Message: "start with an empty one", Edits: []lint.Edit{replacing(workDir, "--work_dir=/var/lib/mesos")}},
				{Applicability: lint.Manual, Message: "leave it to the image", Edits: []lint.Edit{replacing(workDir, "")}}}},
		{Rule: "flag/nowhere", Effect: lint.Advice, Severity: lint.Info, Message: "about no file"},
		{Rule: "json/minified", Span: first, Effect: lint.Ignored, Severity: lint.Warning, Message: "a long line",
			Related: []lint.Related{{Span: second, Message: "far away on the same line"}, {Span: long.Span(0, len(long.Data)), Message: "all of it"}},
			Fix:     &lint.Fix{Applicability: lint.Unsafe, Edits: []lint.Edit{replacing(first, `"update_quotas"`), replacing(second, `"update_quotas"`)}}},
	}
	upgrade := release.Upgrade{From: mesos("1.2.3"), To: mesos("1.3.2")}
	for i := range diagnostics {
		diagnostics[i].Upgrade = upgrade
	}
	return &Run{
		Version: testVersion, Upgrade: upgrade, Diagnostics: diagnostics,
		KeepRunning: true, Config: &config.Config{
			Nodes: []*config.Node{one, two, {Component: config.Master, Name: "etc/mesos-master", Complete: true, Start: flagFile.Span(0, 0)}},
			Checked: []config.Checked{
				{Path: acls.Path, Kind: config.ACLs, Component: config.Master}, {Path: flagFile.Path, Kind: config.FlagFile, Component: config.Master},
				{Path: "etc/mesos-master/quorum", Kind: config.FlagFile, Component: config.Master}, {Path: wide.Path, Kind: config.AgentEnv, Component: config.Agent},
				{Path: credentials.Path, Kind: config.Credentials}, {Path: zk.Path, Kind: config.ZooKeeperURL}, {Path: empty.Path, Kind: config.AgentFlags},
				{Path: long.Path, Kind: config.ACLs}},
			Unread: []config.Unread{{Path: "roles/mesos.nix", Line: 3, Reason: "names MESOS_QUORUM, and this form is not read"}},
			Unchecked: []config.Unchecked{
				{Path: "etc/fifo", Reason: "it is a named pipe"},
				{Path: "etc/\x1b]0;x\x07.json", Reason: "it starts with a \x00 byte", Position: &source.Position{Line: 1, Column: 1}}}},
		Rules: []*lint.Rule{{Name: "acl/removed-action", Title: "The target release ignores this action",
			Doc: "Mesos drops unknown keys.\n\nRename it.", Effects: []lint.Effect{lint.Ignored}, Fixable: true,
			Example: lint.Example{On: "1.2..1.3", Before: []lint.File{{Path: "acls.json", Text: "{\"set_quotas\": []}\n"}}, After: []lint.File{{Path: "acls.json", Text: "{}\n"}}}}},
		Later: []lint.Diagnostic{{Rule: "acl/duplicate", Span: removeQuotas, Effect: lint.Ignored, Severity: lint.Error, Component: config.Master,
			Message: "only the last list counts", Fix: &lint.Fix{Applicability: lint.Safe, Message: "merge the lists", Edits: []lint.Edit{replacing(removeQuotas, "\"x\"")}}}},
		Outcomes: []Outcome{{File: acls.Path, NewFile: acls.Path, Written: true}, {File: "etc/\x1b", NewFile: "etc/b", Written: true}, {NewFile: "etc/c", Created: true}},
		URL:      func(rule string) string { return "https://example.org/rules/" + rule },
	}
}

func clean() *Run {
	return &Run{Version: testVersion, Upgrade: release.Upgrade{To: mesos("1.3.2")},
		Config: &config.Config{Checked: []config.Checked{{Path: "acls.json", Kind: config.ACLs, Component: config.Master}}}}
}

// listed is a run that lists what was loaded.
func listed() *Run {
	script := source.New("install.sh", "/r/install.sh", []byte("echo zk://u:pw@a/m > /etc/mesos-slave/master\ntouch /etc/mesos-slave/?no-switch_user\nexec \"$@\"\n"))
	acls := source.New("acls.json", "/r/acls.json", []byte("{}"))
	n := &config.Node{Component: config.Agent, Name: "install.sh (/etc/mesos-slave)", Start: script.Span(0, 0),
		Gaps: []config.Gap{{Reason: "\"$@\" may be more arguments", At: spanOf(script, `"$@"`)}}}
	url := spanOf(script, "zk://u:pw@a/m")
	given := &config.Setting{Way: config.FlagDirectory, Name: "master", NameSpan: spanOf(script, "master"), HasValue: true,
		Value: source.RawText(script, url.Start, url.End), Span: url}
	flag := &config.Setting{Way: config.FlagDirectory, Name: "no-switch_user", NameSpan: spanOf(script, "?no-switch_user"), Optional: true}
	env := &config.Setting{Way: config.Environment, Name: "MESOS_IP", HasValue: true, Dynamic: true, NameSpan: spanOf(script, "exec"), Overridden: given}
	n.Settings = []*config.Setting{given, flag, env}
	return &Run{Version: testVersion, Upgrade: release.Upgrade{To: mesos("1.3.2")}, List: true, Config: &config.Config{Nodes: []*config.Node{n},
		Documents: []*config.Document{{Kind: config.ACLs, Component: config.Agent, Text: source.WholeText(acls), Node: n}, {Kind: config.ACLs, Text: source.WholeText(acls)}},
		Checked:   []config.Checked{{Path: "acls.json", Kind: config.ACLs, Why: "its content"}, {Path: "install.sh", Kind: config.Script, Component: config.Agent, Why: "its path"}}}}
}

// nothing is a run that found nothing to check.
func nothing() *Run {
	return &Run{Version: testVersion, Upgrade: release.Upgrade{To: mesos("1.3.2")}, Empty: true, Config: &config.Config{}}
}

func TestGolden(t *testing.T) {
	for _, test := range []struct {
		file   string
		format Format
		run    *Run
	}{
		{"text.txt", Text{}, sample()},
		{"text-narrow.txt", Text{Style{Width: 48}}, sample()},
		{"text-color.txt", Text{Style{Color: true}}, sample()},
		{"text-clean.txt", Text{}, clean()},
		{"concise.txt", Concise{}, sample()},
		{"report.json", JSON{}, sample()},
		{"clean.json", JSON{}, clean()},
		{"github.txt", GitHub{}, sample()},
		{"report.sarif", SARIF{}, sample()},
		{"clean.sarif", SARIF{}, clean()},
		{"gitlab.json", GitLab{}, sample()},
		{"clean-gitlab.json", GitLab{}, clean()},
		{"junit.xml", JUnit{}, sample()},
		{"clean-junit.xml", JUnit{}, clean()},
		{"checkstyle.xml", Checkstyle{}, sample()},
		{"clean-checkstyle.xml", Checkstyle{}, clean()},
		{"markdown.md", MarkdownReport{}, sample()},
		{"clean-markdown.md", MarkdownReport{}, clean()},
		{"empty-markdown.md", MarkdownReport{}, nothing()},
		{"empty-junit.xml", JUnit{}, nothing()},
		{"list.txt", Text{}, listed()},
		{"list.json", JSON{}, listed()},
		{"empty.txt", Text{}, nothing()},
		{"empty.sarif", SARIF{}, nothing()},
		{"empty-github.txt", GitHub{}, nothing()},
	} {
		t.Run(test.file, func(t *testing.T) {
			var got bytes.Buffer
			if err := test.format.Write(&got, test.run); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(got.String(), secret) {
				t.Error("a secret is shown")
			}
			if _, color := test.format.(Text); !(color && test.format.(Text).Color) && strings.ContainsAny(got.String(), "\x1b\x07\x00\r") {
				t.Error("a terminal would act on it")
			}
			path := filepath.Join("testdata", test.file)
			if *update {
				if err := os.WriteFile(path, got.Bytes(), fs.FileMode(0o644)); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A message that ends with what to do is not followed by the same words.
func TestTextSaysWhatToDoOnce(t *testing.T) {
	s := plain("x.flags", "", []byte("--roles=a\n"))
	d := lint.Diagnostic{Rule: "a/b", Span: s.Span(0, 7), Effect: lint.Deprecated, Severity: lint.Warning,
		Message: "`roles` is deprecated; leave it unset", Help: "leave it unset"}
	if out := write(t, Text{}, &Run{Config: &config.Config{}, Diagnostics: []lint.Diagnostic{d}}); strings.Count(out, "leave it unset") != 1 {
		t.Error(out)
	}
	d.Help = "unset"
	if out := write(t, Text{}, &Run{Config: &config.Config{}, Diagnostics: []lint.Diagnostic{d}}); !strings.Contains(out, "  help: unset\n") {
		t.Error(out)
	}
}
