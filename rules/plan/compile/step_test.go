//go:build unix

package compile

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
)

// A person's step names its place, when it is to be done, what does not start without it, and the trees it is missing in.
func TestSteps(t *testing.T) {
	dir := t.TempDir()
	files := maps.Clone(cluster)
	files["m/etc/mesos-master/nosuchflag"] = "1\n"
	lay(t, dir, files)
	p, err := compiled(t, dir, "0.28.3", "1.0.4", "1.3.2")
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Steps) == 0 || p.Steps[0].Place != "m/etc/mesos-master/nosuchflag:1:1" || p.Steps[0].Tree != "0-now" || len(p.Steps[0].Stops) != 3 {
		t.Fatalf("the steps are %+v", p.Steps)
	}
	for _, tree := range p.Trees {
		if !slices.Contains(tree.Open, 1) || tree.Verdicts[0].Starts() {
			t.Errorf("%s: open are %v, and %s", tree.Name, tree.Open, tree.Starts())
		}
	}
	readme, summary := string(p.Readme(ReadmeParts{Hop: func(u release.Upgrade) string { return fmt.Sprintf("- [ ] watch %s", u) }})), p.Summary("plan")
	for _, want := range []string{"1. [ ] `m/etc/mesos-master/nosuchflag:1:1`, in `0-now`", "now: 0.28.3, 1.0.4 and 1.3.2 do not start without it",
		"0.28.3 and 1.0.4 start once step 1 is done", "- [ ] watch 0.28.3 → 1.0.4"} {
		if !strings.Contains(readme, want) {
			t.Errorf("README.md lacks %q:\n%s", want, readme)
		}
	}
	if !strings.Contains(summary, "1. m/etc/mesos-master/nosuchflag:1:1: ") {
		t.Errorf("the summary lacks the step:\n%s", summary)
	}
}

// What a later tree fixes is not a step for a person, even if the running release does not start with the configuration as it is.
func TestWhatATreeMendsIsNoStep(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"master.flags": "--zk=zk://h:2181/m\n--quorum=1\n--work_dir=/w\n--rate_limits=file:///x\n--rate_limits=file:///x\n"})
	p, err := compiled(t, dir, "1.2.3", "1.3.2")
	if err != nil {
		t.Fatal(err)
	}
	now, before := p.Trees[0], p.Trees[1]
	if now.Verdicts[0].Starts() || !now.Verdicts[0].Waits || now.Starts() != "1.2.3 needs the next tree" {
		t.Errorf("0-now: %s", now.Starts())
	}
	if len(p.Steps) > 0 || before.Starts() != "1.2.3 and 1.3.2 start" {
		t.Errorf("%s; steps: %s", before.Starts(), p.Summary("plan"))
	}
}

// What a release on the way does not start with is compared with what it decided at first.
func TestDecisionsAcrossABrokenTree(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, map[string]string{"acls.json": `{ "permissive": true,
  "reserve_resources": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ],
  "teardown_frameworks": [ { "principals": { "values": ["ops"] }, "framework_principals": { "type": "ANY" } } ],
  "shutdown_frameworks": [ { "principals": { "type": "NONE" }, "framework_principals": { "type": "ANY" } } ] }
`})
	p, err := Compile(context.Background(), Request{
		Paths: []string{"."}, Load: load.Options{Dir: dir, Vocabulary: rules.Vocabulary()}, Rules: rules.All(), Hops: hopsThrough("0.26.2", "0.27.3", "1.3.2"),
		Settle: func(*config.Config, []lint.Diagnostic) []lint.Diagnostic { return nil }, // no fix keeps what the releases would change
	})
	if err != nil {
		t.Fatal(err)
	}
	now, broken, last := p.Trees[0], p.Trees[2], p.Trees[4]
	if !now.Verdicts[0].Starts() || broken.Verdicts[0].Starts() || !last.Verdicts[0].Starts() {
		t.Fatalf("0.26.2 and 1.3.2 should start, 0.27.3 should not:\n%s", p.Summary("plan"))
	}
	if len(last.Openings) != 1 || last.Openings[0].Operation != "teardown_framework" {
		t.Errorf("nothing says that 1.3.2 ignores shutdown_frameworks: %+v\n%s", last.Openings, p.Summary("plan"))
	}
}
