package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint/baseline"
)

// manyMistakes are the files of 200 clusters with ten mistakes each.
func manyMistakes() map[string]string {
	files := map[string]string{}
	for cluster := range 200 {
		var flags strings.Builder
		flags.WriteString("--work_dir=/var/lib/mesos\n--zk=zk://zk1.example.com:2181/mesos\n--quorum=1\n")
		for flag := range 7 {
			fmt.Fprintf(&flags, "--vendor_%c=on\n", 'a'+flag)
		}
		files[fmt.Sprintf("cluster%03d/master.flags", cluster)] = flags.String()
		files[fmt.Sprintf("cluster%03d/acls.json", cluster)] = `{"set_quotas": [{"principals": {"values": ["ops"]}, "roles": {"type": "ANY"}}],
 "shutdown_frameworks": [{"principals": {"values": ["ops"]}, "framework_principals": {"type": "ANY"}}]}
`
	}
	return files
}

// A repository with two thousand findings is green with a baseline, stays so when it moves, and is red with one new mistake,
// even one that others have made before.
func TestTwoThousandFindings(t *testing.T) {
	dir := t.TempDir()
	files := manyMistakes()
	writeTree(t, dir, files, strings.NewReplacer())
	check := func(want string, args ...string) string {
		t.Helper()
		out := run(t, dir, append([]string{"check", "--to", "1.3", "--format", "concise"}, args...)...)
		if !strings.Contains(out, want) {
			t.Errorf("%q: no %q in\n%s", args, want, out[max(0, len(out)-600):])
		}
		return out
	}
	check("\nexit 1\n")
	check("2000 recorded in known.json\nexit 0\n", "--write-baseline", "known.json")
	check("no other findings in 400 files; 2000 known to known.json\nexit 0\n", "--baseline", "known.json")

	file := filepath.Join(dir, "cluster117", "master.flags")
	if err := os.WriteFile(file, []byte("# one line more\n"+files["cluster117/master.flags"]+"--vendor_z=on\n--vendor_a=on\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := check("\nexit 1\n", "--baseline", "known.json")
	for _, want := range []string{"cluster117/master.flags:12:3: error: `vendor_z`", "2 errors in 1 of 400 files; 2000 known"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if n := strings.Count(out, " error: "); n != 2 || strings.Contains(out, "cluster116") {
		t.Errorf("%d findings are shown, not the 2 new ones:\n%s", n, out)
	}
}

// What is written fits its schema, whatever is found.
func TestBaselinesFitTheirSchema(t *testing.T) {
	schema := compileSchema(t, baseline.Schema())
	written := 0
	for i, dir := range caseDirs(t) {
		if _, err := os.Stat(filepath.Join(dir, "args")); err == nil || i%5 != 0 {
			continue // it may name a baseline itself; a fifth shows enough
		}
		work := t.TempDir()
		copyTree(t, filepath.Join(dir, "input"), work)
		run(t, work, append(checkArgs(t, dir), "--write-baseline", "known.json")...)
		data, err := os.ReadFile(filepath.Join(work, "known.json"))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
		if err != nil {
			t.Fatalf("%s: %v\n%s", dir, err, data)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %v\n%s", dir, err, data)
		}
		written++
		// With it, the same tree has nothing new, and nothing in it is stale.
		if out := run(t, work, append(checkArgs(t, dir), "--baseline", "known.json", "--format", "concise", "--allow-empty")...); strings.Contains(out, "]\n") {
			t.Errorf("%s: findings are new with their own baseline:\n%s", dir, out)
		}
	}
	if written < 30 {
		t.Fatalf("only %d baselines were written", written)
	}
}

// No secret of a configuration reaches a baseline, and a suppression shows none.
func TestLivingShowsNoSecret(t *testing.T) {
	const secret = "Xq7Wp2Lm9Zt4Rb8Kc1"
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{
		"etc/mesos-master/credentials": "/etc/mesos/credentials\n",
		"etc/mesos/credentials":        "ops " + secret + "\nbroken-" + secret + "\n",
		"master.flags": "--credentials=" + secret + "\n--vendor=" + secret + "\n# mesoslint: ignore " + secret + " -- " + secret + "\n--" + secret + "=1\n" +
			"# mesoslint: " + secret + "\n# mesoslint: ignore flag/value -- " + secret + "\n",
	}, strings.NewReplacer())
	var all strings.Builder
	for _, format := range []string{"text", "json", "sarif", "github"} {
		all.WriteString(run(t, dir, "check", "--to", "1.3", "--format", format))
	}
	all.WriteString(run(t, dir, "check", "--to", "1.3", "--diff"))
	all.WriteString(run(t, dir, "check", "--to", "1.3", "--write-baseline", "known.json"))
	data, err := os.ReadFile(filepath.Join(dir, "known.json"))
	if err != nil {
		t.Fatal(err)
	}
	all.Write(data)
	if strings.Contains(all.String(), secret) {
		t.Errorf("the secret is shown:\n%s", all.String())
	}
	if !strings.Contains(all.String(), "suppression/unknown") || !strings.Contains(all.String(), `"rule":"flag/unknown"`) {
		t.Errorf("the findings are not there:\n%s", all.String())
	}
}
