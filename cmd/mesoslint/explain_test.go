package main

import (
	"strings"
	"testing"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		args string
		want []string
	}{
		{"quorum", []string{"flag --quorum of the master", "Option<int>", "MESOS_QUORUM", "exits when", "exit 0"}},
		{"MESOS_WORK_DIR", []string{"of the master", "of the agent", "required"}},
		{"--component agent work_dir", []string{"flag --work_dir of the agent", "required in 1.0.0 and later"}},
		{"slave_ping_timeout", []string{"a deprecated name of --agent_ping_timeout in 1.0.0 and later"}},
		{"checkpoint", []string{"0.13.0–0.21.2", "removed in   0.22.0"}},
		{"role_sorter", []string{"1.4.2–1.4.3, 1.5.2–1.5.3, 1.6.1 and later"}},
		{"set_quotas", []string{"ACL action set_quotas", "removed in   1.3.0", "replaced by  update_quotas", "authorizer.proto:173@0.27.0"}},
		{"set_quota", []string{"ACL action set_quotas"}},
		{"permissive", []string{"true where it is not given"}},
		{"SSL_KEY_FILE", []string{"use instead  LIBPROCESS_SSL_KEY_FILE"}},
		{"acl/removed-action", []string{"dropped like any unknown key"}},
		{"--release 1.3 --component agent", []string{"The 113 flags of the 1.3.2 agent", "--work_dir", "required"}},
		{"quorm", []string{`did you mean "quorum"?`, "exit 2"}},
		{"--release 9.9 --component agent", []string{"unknown release", "1.11.0", "exit 2"}},
		{"", []string{"explain what?", "exit 2"}},
	} {
		got := run(t, ".", append([]string{"explain"}, strings.Fields(c.args)...)...)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
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
