package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// A run lasts milliseconds, most of which go into reading facts: a command reads no file of them that it does not need.
// Each is run in a process of its own, because what was read stays read.
func TestCommandsReadNoFactsTheyDoNotNeed(t *testing.T) {
	const variable = "MESOSLINT_TEST_COMMAND"
	if command := os.Getenv(variable); command != "" {
		code := Main(context.Background(), strings.Fields(command), Streams{Out: io.Discard, Err: io.Discard, In: strings.NewReader("")})
		fmt.Printf("\nexit %d, read: %s\n", code, strings.Join(catalog.FilesRead(), " "))
		return
	}
	exhaustive(t)
	dir := t.TempDir()
	for name, content := range map[string]string{
		"acls.json": cleanACLs, "old/acls.json": oldACLs, "credentials.json": `{"credentials": [{"principal": "a", "secret": "b"}]}`,
		"mesos-agent.flags": "--master=zk://a:2181/m\n--work_dir=/w\n",
		"other.json":        "{}",
		"config.yaml":       "from: 1.2\nto: 1.3\nexclude: [x]\nseverity:\n- {rule: acl/unused, severity: info, reason: r}\noverrides:\n- {paths: [old], to: 1.4}\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, name), content)
	}
	for _, c := range []struct {
		command, want string
	}{
		{"--help", "exit 0, read: "},
		{"help check", "exit 0, read: "},
		{"--version", "exit 0, read: "},
		{"completion bash", "exit 0, read: "},
		{"version", "exit 0, read: "},
		{"rules", "exit 0, read: "},
		{"rules --format json", "exit 0, read: checks.json"},
		{"check acls.json", "exit 0, read: "},
		{"check --config config.yaml acls.json", "exit 0, read: "},
		{"check --to 1.2 acls.json", "exit 0, read: "},
		{"check --from 1.2 --to 1.3 old/acls.json", "exit 1, read: "},
		{"authz can --help", "exit 0, read: "},
		{"check other.json", "exit 2, read: "},
		{"check credentials.json", "exit 0, read: messages.json"},
		{"check mesos-agent.flags", "exit 0, read: authentication.json checks.json environment.json " +
			"flags-agent.json readers.json values.json"},
		{"explain acl/removed-action", "exit 0, read: changes.json checks.json"},
		{"explain set_quotas", "exit 0, read: changes.json environment.json flags-agent.json flags-master.json values.json"},
		{"authz can --release 1.3 --operation update_quota --principal ops acls.json", "exit 0, read: "},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), variable+"="+c.command)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.command, err, out)
		}
		got := strings.Split(string(out), "\n")[1]
		if got != c.want {
			t.Errorf("%s: %s\nwant %s", c.command, got, c.want)
		}
	}
}

// What a package makes for its variables it makes whenever the program starts, for a run that needs none of it as well. Tables
// are composite literals, which the linker lays out, and what is made of others is made when it is asked for.
func TestPackagesMakeNothingAtTheStart(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	others := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line) // init PACKAGE @0.1 ms, 0.2 ms clock, 3 bytes, 4 allocs
		if len(fields) != 11 || fields[0] != "init" {
			continue
		}
		name, ours := strings.CutPrefix(fields[1], modulePath)
		switch {
		case !ours:
			others++
		case name != "cmd/mesoslint" && fields[9] != "0": // this package has its tests' variables
			t.Errorf("%s: %s bytes in %s pieces", name, fields[7], fields[9])
		}
	}
	if others == 0 {
		t.Fatalf("nothing was traced:\n%s", out)
	}
}
