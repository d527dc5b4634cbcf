package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
	"github.com/mesoslint/mesoslint/rules/plan/compile"
)

// The compiled upgrades of the example cluster, as they are meant to be: what the program says, README.md and the patches. What
// the plan itself says of each hop is left out of README.md: its own tests hold that.
func TestFixturesOfTheCompiledExample(t *testing.T) {
	for name, args := range map[string][]string{
		"1.2..1.11":        {"--from", "1.2", "--to", "1.11"},
		"1.2..1.11-unsafe": {"--from", "1.2", "--to", "1.11", "--unsafe-fixes"},
		"0.22..1.3":        {"--from", "0.22", "--to", "1.3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, out := t.TempDir(), filepath.Join(t.TempDir(), "plan")
			copyTree(t, filepath.Join(fixtures, "example"), dir)
			said := run(t, dir, slices.Concat([]string{"plan"}, args, []string{"--out", out, "."})...)
			_, said, _ = strings.Cut(said, out+": ")
			if !strings.HasSuffix(said, "exit 0\n") {
				t.Fatalf("it says\n%s", said)
			}
			real, err := filepath.EvalSymlinks(dir)
			if err != nil {
				t.Fatal(err)
			}
			want := filepath.Join(fixtures, "plan", name)
			if *update {
				if err := os.RemoveAll(want); err != nil {
					t.Fatal(err)
				}
				if err := os.MkdirAll(want, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			compareFile(t, filepath.Join(want, "want.txt"), said)
			files := tree(t, out)
			var tops []string
			for file, data := range files {
				if !strings.Contains(file, "/") {
					tops = append(tops, file)
					if file == "README.md" {
						if !strings.Contains(data, "\n### ") {
							t.Error("README.md lacks the steps of the plan")
						}
						data = planSteps.ReplaceAllString(data, "$1")
					}
					compareFile(t, filepath.Join(want, file), strings.NewReplacer(real, "/srv/example", dir, "/srv/example").Replace(data))
				}
			}
			if expected := slices.Sorted(maps.Keys(tree(t, want))); !slices.Equal(slices.Sorted(slices.Values(append(tops, "want.txt"))), expected) {
				t.Errorf("the plan holds %q, not %q", tops, expected)
			}
			if diff := gocmp.Diff(tree(t, filepath.Join(fixtures, "example")), tree(t, filepath.Join(out, "0-now"))); diff != "" {
				t.Errorf("0-now is not the example:\n%s", diff)
			}
			if diff := gocmp.Diff(tree(t, filepath.Join(fixtures, "example")), tree(t, dir)); diff != "" {
				t.Errorf("the configuration is not as it was:\n%s", diff)
			}
		})
	}
}

// planSteps is what the plan says of a hop in README.md: from its first heading to the next one of the file itself.
var planSteps = regexp.MustCompile(`(?s)\n### .*?(\n## |\z)`)

// The trees of the example are what --fix makes of it, before the upgrade and with it, hop by hop; and once the steps for a
// person are done, check finds nothing in them by which their releases do not start.
func TestTreesAreWhatFixMakes(t *testing.T) {
	for _, way := range [][2]string{{"1.2", "1.11"}, {"0.22", "1.3"}} {
		dir, parent := t.TempDir(), t.TempDir()
		copyTree(t, filepath.Join(fixtures, "example"), dir)
		for name, data := range map[string]string{"agent/etc/mesos-slave/executor_registration_timeout": "5mins\n", "agent/etc/mesos-slave/work_dir.rpmnew": "",
			"master/etc/mesos-master/slave_ping_timeout": ""} {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
			if data != "" {
				writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), data)
			}
		}
		out := filepath.Join(parent, "plan")
		if said := run(t, dir, "plan", "--from", way[0], "--to", way[1], "--out", out, "."); !strings.HasSuffix(said, "exit 0\n") {
			t.Fatal(said)
		}
		hops := hopsOf(t, way[0], way[1])
		n := 0
		for _, hop := range hops {
			for _, more := range [][]string{nil, {"--with-upgrade"}} {
				run(t, dir, slices.Concat([]string{"check", "--from", hop.From.String(), "--to", hop.To.String(), "--fix", "."}, more)...)
				n++
				name := fmt.Sprintf("%d-before-%s", n, hop.To)
				if more != nil {
					name = fmt.Sprintf("%d-with-%s", n, hop.To)
				}
				if diff := gocmp.Diff(tree(t, dir), tree(t, filepath.Join(out, name))); diff != "" {
					t.Errorf("%s (-fixed +tree):\n%s", name, diff)
				}
				reads := hop.To
				if more == nil {
					reads = hop.From
				}
				if said := run(t, out, "check", "--to", reads.String(), "--fail-level", "fatal", name); !strings.HasSuffix(said, "exit 0\n") {
					t.Errorf("%s does not start on %s:\n%s", name, reads, said)
				}
			}
		}
		if n < 2 || n != 2*len(hops) {
			t.Errorf("%d trees", n)
		}
	}
}

// The trees of every fixture are what --fix makes of it: before the upgrade what it writes, with it what it writes with
// --with-upgrade. What the fixture does not have because of its arguments is looked at with them.
func TestTreesOfFixtures(t *testing.T) {
	var compared, with atomic.Int32
	eachFixture(t, func(t *testing.T, dir string) {
		if _, err := os.Stat(filepath.Join(dir, "args")); err == nil || !strings.Contains(filepath.Base(filepath.Dir(dir)), "..") {
			return
		}
		input := t.TempDir()
		copyTree(t, filepath.Join(dir, "input"), input)
		from, to, _ := strings.Cut(filepath.Base(filepath.Dir(dir)), "..")
		p, err := planFlags{from: from, to: to, format: "text"}.request(Streams{Dir: input}, []string{"."})
		if err != nil {
			t.Fatal(err)
		}
		result := func(levels ...string) map[string]string { // that of the first level that changes anything more
			for _, level := range levels {
				if files := tree(t, filepath.Join(dir, level)); len(files) > 0 {
					return files
				}
			}
			return tree(t, input)
		}
		for level, want := range map[fix.Level][]map[string]string{
			fix.Safe:   {tree(t, input), result("fixed"), result("upgrade", "fixed")},
			fix.Unsafe: {tree(t, input), result("unsafe", "fixed"), result("unsafe-upgrade", "upgrade", "unsafe", "fixed")},
		} {
			place := compileTo(t, p, []release.Upgrade{p.upgrade}, level)
			for i, name := range []string{"0-now", "1-before-" + p.upgrade.To.String(), "2-with-" + p.upgrade.To.String()} {
				if diff := gocmp.Diff(want[i], tree(t, filepath.Join(place, name))); diff != "" {
					t.Errorf("level %d, %s (-fixed +tree):\n%s", level, name, diff)
				}
			}
		}
		if len(tree(t, filepath.Join(dir, "upgrade"))) > 0 {
			with.Add(1)
		}
		compared.Add(1)
	})
	if compared.Load() < 60 || with.Load() < 10 {
		t.Errorf("%d fixtures were compared, %d with something to do with the upgrade", compared.Load(), with.Load())
	}
}

// compileTo compiles the configuration of a request and writes the plan, and returns where.
func compileTo(t *testing.T, p *planRequest, hops []release.Upgrade, level fix.Level) string {
	t.Helper()
	compiled, err := compile.Compile(context.Background(), compile.Request{
		Paths: p.check.paths, Load: p.check.load, Rules: rules.All(), Hops: hops, Level: level,
		Limits: fix.Limits{Rounds: fixRounds, Attempts: fixAttempts},
	})
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "plan")
	if err := compiled.Write(context.Background(), place, compiled.Readme(compile.ReadmeParts{})); err != nil {
		t.Fatal(err)
	}
	return place
}

// hopsOf returns the hops of an upgrade.
func hopsOf(t *testing.T, from, to string) []release.Upgrade {
	t.Helper()
	p, err := planFlags{from: from, to: to, format: "text"}.request(Streams{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Path(p.upgrade, p.wish, nil).Hops()
}

func TestOutIsRefused(t *testing.T) {
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{"conf/acls.json": oldACLs, "taken/x": ""}, strings.NewReplacer())
	for want, args := range map[string][]string{
		"taken exists already": {"--out", "taken", "conf"}, "lies in conf": {"--out", "conf/plan", "conf"}, "lies in .": {"--out", "plan", "."},
		"--out is empty": {"--out", "", "conf"}, "name the configuration": {"--out", "plan"}, "add --out": {"--unsafe-fixes", "conf"},
		"standard input": {"--out", "plan", "-"}, "cannot be made": {"--out", "no/plan", "conf"},
		"leave --output": {"--out", "plan", "--output", "json", "conf"}, "leave --output and --all": {"--out", "plan", "--all", "conf"},
	} {
		before := tree(t, dir)
		said := run(t, dir, append([]string{"plan", "--from", "1.2", "--to", "1.3"}, args...)...)
		if !strings.Contains(said, want) || !strings.HasSuffix(said, "exit 2\n") {
			t.Errorf("%v says\n%s", args, said)
		}
		if diff := gocmp.Diff(before, tree(t, dir)); diff != "" {
			t.Errorf("%v writes something:\n%s", args, diff)
		}
	}
	// What is named and not there, and a run that is interrupted, leave nothing either.
	if said := run(t, dir, "plan", "--from", "1.2", "--to", "1.3", "--out", "plan", "nowhere"); !strings.HasSuffix(said, "exit 2\n") {
		t.Errorf("a path that is not there: %s", said)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var errs strings.Builder
	if code := Main(ctx, []string{"plan", "--from", "1.2", "--to", "1.3", "--out", "plan", "conf"}, Streams{Out: new(strings.Builder), Err: &errs, Dir: dir}); code != exitError {
		t.Errorf("interrupted, exit %d: %s", code, errs.String())
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("something is left: %v", entries)
	}
}

// What a suppression or the configuration file leaves out is neither fixed nor a step, unless a release does not start by it.
func TestOutLeavesWhatIsLivedWith(t *testing.T) {
	dir := t.TempDir()
	writeTree(t, dir, map[string]string{
		"conf/.mesoslint.yaml":    "ignore:\n  - rule: acl/removed-action\n    reason: decided elsewhere\n",
		"conf/acls.json":          `{ "set_quotas": [ { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } } ] }` + "\n",
		"conf/start-master.sh":    "#!/bin/sh\n# mesoslint: ignore flag/duplicate -- the generator writes both\nexec mesos-master --zk=zk://h:1/m --work_dir=/w --quorum=1 --quorum=1\n",
		"conf/mesos-master.flags": "--authenticate\n",
	}, strings.NewReplacer())
	said := run(t, filepath.Join(dir, "conf"), "plan", "--from", "1.2", "--to", "1.3", "--out", "../plan", ".")
	if !strings.HasSuffix(said, "exit 0\n") || strings.Contains(said, "[acl/removed-action]") || !strings.Contains(said, "[flag/duplicate]") ||
		!strings.Contains(said, "a suppression or the configuration file leaves the finding out") || !strings.Contains(said, "opens what was closed") {
		t.Errorf("it says\n%s", said)
	}
	before, after := tree(t, filepath.Join(dir, "conf")), tree(t, filepath.Join(dir, "plan", "2-with-1.3.2"))
	for _, name := range []string{"acls.json", "start-master.sh", ".mesoslint.yaml"} {
		if before[name] != after[name] {
			t.Errorf("%s is changed:\n%s", name, after[name])
		}
	}
	if after["mesos-master.flags"] != "--authenticate_frameworks\n" {
		t.Errorf("nothing else is fixed: %q", after["mesos-master.flags"])
	}
}

// Neither what the program says nor README.md shows a secret, and what holds one is for its owner alone.
func TestOutShowsNoSecret(t *testing.T) {
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	if err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chmod(path, 0o640)
	}); err != nil {
		t.Fatal(err)
	}
	for i, way := range [][2]string{{"0.25.0", "1.3"}, {"1.3", "1.11"}} {
		out := filepath.Join(t.TempDir(), "plan")
		said := run(t, dir, "plan", "--from", way[0], "--to", way[1], "--unsafe-fixes", "--out", out, ".")
		v.check(t, fmt.Sprintf("the output of %v", way), said)
		readme, err := os.ReadFile(filepath.Join(out, "README.md"))
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		v.check(t, fmt.Sprintf("README.md of %v", way), string(readme))
		patches, _ := filepath.Glob(filepath.Join(out, "*.patch"))
		for _, patch := range patches {
			if info, err := os.Stat(patch); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s may be read by others: %v", filepath.Base(patch), info.Mode())
			}
		}
		if i == 0 && len(patches) == 0 {
			t.Error("nothing changes, so that no patch could show anything")
		}
		if err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Dir(path) == out {
				return err
			}
			if info, err := d.Info(); err != nil || info.Mode().Perm()&0o007 != 0 {
				t.Errorf("%s may be read by everybody", path)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// For random configurations every tree of the plan starts on the releases that it claims, checked alone from the disk; and what
// its ACLs deny, those of the next tree deny on its release, unless the plan names it.
func TestEveryTreeKeepsItsPromise(t *testing.T) {
	t.Parallel()
	const cases = 24
	starting, opened, waiting := 0, 0, 0
	random := rand.New(rand.NewPCG(12, 8))
	ways := [][2]string{{"0.26.2", "1.3.2"}, {"0.27.3", "1.2.3"}, {"0.28.3", "1.11.0"}, {"1.0.4", "1.11.0"}, {"1.2.3", "1.3.2"}, {"1.6.2", "1.7.3"}, {"1.6.2", "1.9.0"}, {"0.22.2", "1.0.4"}}
	all := carriers()
	for i := range cases {
		way := ways[random.IntN(len(ways))]
		c := all[random.IntN(len(all))]
		document := randomACLs(random, c.lines)
		dir := t.TempDir()
		writeTree(t, filepath.Join(dir, "flags"), randomFlags(random, release.MustParse(way[0])), strings.NewReplacer())
		writeTree(t, filepath.Join(dir, "acls"), c.write(document), strings.NewReplacer())
		level := []fix.Level{fix.Safe, fix.Unsafe}[random.IntN(2)]
		result := compileRandom(t, dir, way, level)
		if result.starts {
			starting++
		}
		opened, waiting = opened+result.opened, waiting+result.waiting
		if t.Failed() {
			t.Fatalf("case %d, %s, %v to %v, level %d, of\n%s", i, c.name, way[0], way[1], level, document)
		}
	}
	t.Logf("%d of %d start on the first release; %d openings were named; %d trees are for the running release alone", starting, cases, opened, waiting)
	if starting < cases/3 || opened == 0 || waiting == 0 {
		t.Error("the random configurations show too little")
	}
}

// randomFlags writes a flag directory of a master with flags that a release has, at their defaults.
func randomFlags(r *rand.Rand, on release.Release) map[string]string {
	out := map[string]string{"etc/mesos/zk": "zk://zk1:2181/mesos\n", "etc/mesos-master/quorum": "1\n", "etc/mesos-master/work_dir": "/var/lib/mesos\n"}
	flags := catalog.FlagsOf(config.Master)
	known := flags.Names()
	for range 12 {
		f := flags.Flag(known[r.IntN(len(known))])
		for _, d := range f.Definitions {
			if d.In.Contains(on) && d.Default != nil && *d.Default != "" && !strings.Contains(*d.Default, "/") {
				names := d.Names()
				out["etc/mesos-master/"+names[r.IntN(len(names))]] = *d.Default + "\n"
			}
		}
	}
	return out
}

// compiledRandom is what came of a random configuration.
type compiledRandom struct {
	starts          bool
	opened, waiting int
}

// compileRandom compiles a configuration and holds every tree against what the plan says of it.
func compileRandom(t *testing.T, dir string, way [2]string, level fix.Level) (out compiledRandom) {
	t.Helper()
	f := planFlags{from: way[0], to: way[1], format: "text"}
	p, err := f.request(Streams{Dir: dir}, []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	compiled, err := compile.Compile(context.Background(), compile.Request{
		Paths: p.check.paths, Load: p.check.load, Rules: rules.All(), Hops: plan.Path(p.upgrade, p.wish, nil).Hops(), Level: level,
		Limits: fix.Limits{Rounds: fixRounds, Attempts: fixAttempts},
	})
	if err != nil {
		t.Error(err)
		return out
	}
	place := filepath.Join(t.TempDir(), "plan")
	if err := compiled.Write(context.Background(), place, compiled.Readme(compile.ReadmeParts{})); err != nil {
		t.Error(err)
		return out
	}
	out.starts = compiled.Trees[0].Verdicts[0].Starts()
	var last *config.Config
	for i, tree := range compiled.Trees {
		loaded := loadedAlone(t, filepath.Join(place, tree.Name))
		for _, v := range tree.Verdicts {
			holdVerdict(t, tree, v, loaded, compiled)
			if v.Waits {
				out.waiting++
			}
		}
		if i > 0 {
			before := compiled.Trees[i-1].Verdicts[0].Release
			out.opened += holdDecisions(t, tree, last, loaded, before, tree.Verdicts[0].Release)
		}
		last = loaded
	}
	return out
}

// loadedAlone loads a tree from the disk.
func loadedAlone(t *testing.T, dir string) *config.Config {
	t.Helper()
	loaded, err := load.Load(context.Background(), []string{"."}, load.Options{Dir: dir, Vocabulary: rules.Vocabulary()})
	if err != nil && len(loaded.Unchecked) == 0 {
		t.Fatal(err)
	}
	return loaded
}

// holdVerdict holds what the plan says of a release and a tree against the tree alone.
func holdVerdict(t *testing.T, tree *compile.Tree, v compile.Verdict, loaded *config.Config, p *compile.Plan) {
	t.Helper()
	found, err := lint.Run(context.Background(), rules.All(), release.Upgrade{To: v.Release}, loaded, lint.Undated)
	if err != nil {
		t.Fatal(err)
	}
	stops := slices.DeleteFunc(found, func(d lint.Diagnostic) bool { return d.Effect != lint.Fatal || d.Condition != "" })
	if len(stops) != len(v.Stops) {
		t.Errorf("%s on %s: the plan says %d findings stop it, check says %d", tree.Name, v.Release, len(v.Stops), len(stops))
	}
	if len(v.Stops) > 0 && !v.Waits && len(v.Steps) == 0 {
		t.Errorf("%s does not start on %s, and nothing says what to do", tree.Name, v.Release)
	}
	for _, n := range v.Steps {
		if step := p.Steps[n-1]; step.Number != n || !slices.Contains(step.Stops, v.Release) || step.Place == "" {
			t.Errorf("%s: step %d is %+v", tree.Name, n, step)
		}
	}
	if v.Waits && tree.Stage == compile.With {
		t.Errorf("%s waits for another tree", tree.Name)
	}
}

// holdDecisions compares the ACL documents of two trees, and returns how many differences the plan names.
func holdDecisions(t *testing.T, tree *compile.Tree, last, now *config.Config, from, to release.Release) int {
	t.Helper()
	old, new := documentsOf(last), documentsOf(now)
	if len(old) != len(new) {
		t.Errorf("%s has %d ACL documents, and the tree before %d", tree.Name, len(new), len(old))
		return 0
	}
	named := 0
	for i := range old {
		before, after := policyOf(old[i].Text, from), policyOf(new[i].Text, to)
		if before == nil || after == nil {
			continue
		}
		for _, c := range authz.Compare(before, after).Operations {
			if c.Widened == 0 {
				continue
			}
			if !slices.ContainsFunc(tree.Openings, func(o compile.Opening) bool { return o.Operation == c.Operation.Name }) {
				t.Errorf("%s lets somebody %s on %s who could not on %s, and the plan does not say so", tree.Name, c.Operation.Phrase, to, from)
				continue
			}
			named++
		}
	}
	return named
}

func documentsOf(c *config.Config) (out []*config.Document) {
	for _, d := range c.Documents {
		if d.Kind == config.ACLs {
			out = append(out, d)
		}
	}
	return out
}
