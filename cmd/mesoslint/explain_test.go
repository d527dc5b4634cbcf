package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// explained are questions, one of each kind at least, with what their answers must say. Blanks of answers count as one.
var explained = []struct {
	args string
	want []string
}{
	{"quorum", []string{"flag --quorum of the master", "Option<int>", "MESOS_QUORUM", "exits when", "exit 0"}},
	{"MESOS_WORK_DIR", []string{"of the master", "of the agent", "required"}},
	{"--component agent work_dir", []string{"flag --work_dir of the agent", "required in 1.0.0 and later", "/tmp/mesos"}},
	{"--work_dir=/x", []string{"flag --work_dir of the agent"}},
	{"--component agent --work_dir /x", []string{"flag --work_dir of the agent"}},
	{"--no-hostname_lookup", []string{"flag --hostname_lookup of the master"}},
	{"MESOS_WORK_DIR=/x", []string{"flag --work_dir of the agent"}},
	{"--isolation=cgroups/mem,disk/du", []string{"flag --isolation of the agent", "value cgroups/mem of --isolation", "value disk/du of --isolation", "posix-disk-renamed"}},
	{"slave_ping_timeout", []string{"a deprecated name of --agent_ping_timeout in 1.0.0 and later"}},
	{"checkpoint", []string{"0.13.0–0.21.2", "removed in 0.22.0"}},
	{"role_sorter", []string{"1.4.2–1.4.3, 1.5.2–1.5.3, 1.6.1 and later"}},
	{"roles", []string{"unset by default: any role in 0.27.0 and later", "unset by default: the role * only in 0.14.0–0.26.2", "implicit-roles (changed, 0.27.0)"}},
	{"set_quotas", []string{"ACL action set_quotas", "removed in 1.3.0", "replaced by update_quotas", "authorizer.proto:173@0.27.0", "acl-quota-lists-removed"}},
	{"set_quota", []string{"ACL action set_quotas"}},
	{"kill_nested_containers", []string{"on the agent in 1.2.0 and later done before that, since 1.1.0, without asking the ACLs (include/mesos/v1/agent/agent.proto:60@1.1.0)"}},
	{"register_agents", []string{"on the master in 1.3.0 and later done before that without asking the ACLs (src/master/master.cpp:538@0.20.0)"}},
	{"HADOOP_HOME", []string{"read by what fetches from HDFS for the agent"}},
	{"SSL_CERT_FILE", []string{"their bundle of CA certificates", "only in a build with --enable-ssl"}},
	{"permissive", []string{"true where it is not given"}},
	{"SSL_KEY_FILE", []string{"use instead LIBPROCESS_SSL_KEY_FILE"}},
	{"SSL_KEY_FILE=/k", []string{"use instead LIBPROCESS_SSL_KEY_FILE"}},
	{"acl/removed-action", []string{"dropped like any unknown key", "change acl-quota-lists-removed (1.3.0): "}},
	{"master-quorum-missing", []string{"start-up check master-quorum-missing of the master", "reported by flag/required"}},
	{"cgroups/mem", []string{"value cgroups/mem of --isolation of the agent", "exists in 0.18.0 and later"}},
	{"basic", []string{"of --http_authenticators of the master", "of --http_authenticators of the agent"}},
	{"/stats.json", []string{"endpoint /master/stats.json of the master", "/slave(1)/stats.json of the agent", "removed in 0.23.0", "replaced by /metrics/snapshot"}},
	{"--component agent stats.json", []string{"/slave(1)/stats.json of the agent"}},
	{"/vars", []string{"endpoint /vars", "vars-removed (removed, 0.14.0)"}},
	{"FrameworkInfo.role", []string{"field FrameworkInfo.role", "deprecated 1.3.0, use FrameworkInfo.roles", "MULTI_ROLE"}},
	{"ACL.CreateVolume.volume_types", []string{"type required ACL.Entity in 0.27.0–0.27.3", "removed in 0.28.0"}},
	{"ACL.Entity", []string{"message ACL.Entity", "field values: repeated string"}},
	{"implicit-roles", []string{"change implicit-roles of 0.27.0", "protection weakened", "before the masters are upgraded: ", "if `roles` of the master is not given"}},
	{"mesos slave", []string{"deprecated 1.0.0, use mesos agent"}},
	{"1.3", []string{"releases 1.3.0–1.3.2", "checked 12 by rules: `mesoslint check --from 1.2 --to 1.3`", "order of the upgrade from 1.2", "acl-quota-lists-removed",
		"by acl/removed-action", "by nothing: yours to check", "modules"}},
	{"1.3.0", []string{"release 1.3.0", "acl-quota-lists-removed"}},
	{"1.3.2", []string{"release 1.3.2", "none that somebody who upgrades has to know", "mesoslint explain 1.3"}},
	{"1.3.0-2.0.1.ubuntu1604", []string{"release 1.3.0"}},
	{"0.15", []string{"releases 0.15.0", "framework-authentication"}},
	{"--from 1.2 --to 1.3", []string{"upgrade 1.2.3 → 1.3.2", "1.2 → 1.3", "weakens protection silently"}},
	{"--from 1.4.0 --to 1.5", []string{"1.4.0 → 1.4.3", "docker-minimum", "1.4 → 1.5"}},
	{"--from 0.28 --to 1.11", []string{"must", "Stop on the way at 1.0.0–1.0.4", "10 → 1.11"}},
	{"--release 1.3 --component agent", []string{"The 113 flags of the 1.3.2 agent", "--work_dir", "required"}},
	{"--format json", []string{"explain what?", "exit 2"}},
	{"quorm", []string{`did you mean "quorum"?`, "exit 2"}},
	{"--qourum=3", []string{`did you mean "quorum"?`, "exit 2"}},
	{"--componet agent", []string{"did you mean --component?", "exit 2"}},
	{"cgroups/men", []string{`did you mean "cgroups/mem"?`, "exit 2"}},
	{"/stat.jso", []string{`did you mean "/state.json"?`, "exit 2"}},
	{"FrameworkInfo.rol", []string{`did you mean "FrameworkInfo.role"?`, "exit 2"}},
	{"implicit-role", []string{`did you mean "implicit-roles"?`, "exit 2"}},
	{"master-quorum-mising", []string{`did you mean "master-quorum-missing"?`, "exit 2"}},
	{"1.12", []string{"the newest known one is 1.11.0", "exit 2"}},
	{"--release 9.9 --component agent", []string{"unknown release", "1.11.0", "exit 2"}},
	{"--from 1.3 --to 1.2", []string{"not older", "exit 2"}},
	{"--from 1.3", []string{"give --from and --to", "exit 2"}},
	{"--from 1.2 --to 1.3 quorum", []string{"Give one of them", "exit 2"}},
	{"", []string{"explain what?", "exit 2"}},
}

func TestExplain(t *testing.T) {
	for _, c := range explained {
		got := run(t, ".", append([]string{"explain"}, strings.Fields(c.args)...)...)
		plain := strings.Join(strings.Fields(got), " ")
		for _, want := range c.want {
			if !strings.Contains(plain, want) {
				t.Errorf("explain %s lacks %q:\n%s", c.args, want, got)
			}
		}
		for line := range strings.Lines(got) {
			if strings.HasSuffix(line, " \n") {
				t.Errorf("explain %s: trailing space in %q", c.args, line)
			}
		}
	}
}

// What belongs to one daemon is left out where the other is asked for, and a value never comes back: it may be a secret.
func TestExplainLeavesOut(t *testing.T) {
	for _, c := range []struct{ args, out string }{
		{"--component agent stats.json", "/master/stats.json"},
		{"--component master --work_dir=/x", "of the agent"},
		{"1.3", "fetcher-user"},
		{"--from 1.2 --to 1.3", "roles-whitelist"},
		{"--credentail=hunter2", "hunter2"},
		{"NOT_A_NAME_AT_ALL=hunter2", "hunter2"},
		{"--work_dir=hunter2", "hunter2"},
	} {
		if got := run(t, ".", append([]string{"explain"}, strings.Fields(c.args)...)...); strings.Contains(got, c.out) {
			t.Errorf("explain %s says %q:\n%s", c.args, c.out, got)
		}
	}
}

// Text is broken at the width of the terminal; only a word that is longer stands out, and the lines of an example's files.
func TestExplainIsAsWideAsTheTerminal(t *testing.T) {
	for _, width := range []int{60, 80, 300} {
		for _, c := range explained {
			var out bytes.Buffer
			Main(context.Background(), append([]string{"explain"}, strings.Fields(c.args)...), Streams{Out: &out, Err: &bytes.Buffer{}, Width: width})
			text, _, _ := strings.Cut(out.String(), "\nExample: ")
			for line := range strings.Lines(text) {
				n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n"))
				words := strings.Fields(line)
				if n > min(width, maxWidth) && len(words) > 2 { // a label and a word that does not fit beside it
					t.Errorf("explain %s in %d columns: %d in %q", c.args, width, n, line)
				}
			}
		}
	}
}

// Every answer has the shape that is promised, and says in JSON what it says in text.
func TestExplainAsJSON(t *testing.T) {
	schema := compileSchema(t, run(t, ".", "explain", "--schema")[:len(explainSchema)])
	kinds := map[string]bool{}
	for _, c := range explained {
		out := run(t, ".", append([]string{"explain", "--format", "json"}, strings.Fields(c.args)...)...)
		body, code, _ := cutLast(out, "exit ")
		if code != "0\n" {
			continue
		}
		got, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatalf("explain %s: %v", c.args, err)
		}
		if err := schema.Validate(got); err != nil {
			t.Errorf("explain %s: %v", c.args, err)
		}
		for _, a := range got.(map[string]any)["answers"].([]any) {
			kinds[a.(map[string]any)["kind"].(string)] = true
		}
	}
	if len(kinds) != 13 {
		t.Errorf("%d kinds of answer were seen: %v", len(kinds), kinds)
	}
}

// Every change stands in the explanation of its release, can be asked for itself, and so can what it is about.
func TestEveryChangeIsExplained(t *testing.T) {
	texts := map[string]string{}
	for i, c := range catalog.Changes() {
		series := c.Release.Series()
		if texts[series] == "" {
			texts[series] = run(t, ".", "explain", series)
		}
		if !strings.Contains(texts[series], "  "+c.ID+" (") {
			t.Errorf("explain %s does not have %s", series, c.ID)
		}
		if testing.Short() && i%20 != 0 {
			continue
		}
		if c.Rule != catalog.Manual && !strings.Contains(run(t, ".", "explain", c.Rule), " "+c.ID+" (") {
			t.Errorf("explain %s does not name %s", c.Rule, c.ID)
		}
		for _, name := range append([]string{c.ID}, c.Subjects...) {
			if got := run(t, ".", "explain", "--", name); !strings.HasSuffix(got, "exit 0\n") {
				t.Errorf("explain %s of %s: %s", name, c.ID, got)
			}
		}
	}
}
