package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
)

// planCases are the folders fixtures/plan/CASE with
//
//	args      the arguments of plan, one a line
//	input/    what is read, as the current directory; without it that is the folder fixtures
//	want.txt  the plan as text, followed by the exit code
//	want.md   the plan as Markdown, and want.json as JSON, where they are of interest
//	NOTE.md   what the case shows
func planCases(t *testing.T) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(fixtures, "plan", "*", "args"))
	if err != nil || len(dirs) < 8 {
		t.Fatalf("%d cases of plan, %v", len(dirs), err)
	}
	for i := range dirs {
		dirs[i] = filepath.Dir(dirs[i])
	}
	return dirs
}

func TestFixturesOfPlan(t *testing.T) {
	schema := compileSchema(t, planSchema)
	for _, dir := range planCases(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(filepath.Join(dir, "NOTE.md")); err != nil {
				t.Error(err)
			}
			data, err := os.ReadFile(filepath.Join(dir, "args"))
			if err != nil {
				t.Fatal(err)
			}
			args := append([]string{"plan"}, strings.Split(strings.TrimSpace(string(data)), "\n")...)
			work := fixtures
			if input := filepath.Join(dir, "input"); len(tree(t, input)) > 0 {
				work = t.TempDir()
				copyTree(t, input, work)
			}
			text := run(t, work, args...)
			compareFile(t, filepath.Join(dir, "want.txt"), text)
			for name, format := range map[string]string{"want.md": "markdown", "want.json": "json"} {
				got := run(t, work, append(args, "--output", format)...)
				if format == "json" {
					validatePlan(t, schema, got)
				}
				if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
					compareFile(t, filepath.Join(dir, name), got)
				}
				if _, code, _ := cutLast(got, "exit "); !strings.HasSuffix(text, "exit "+code) {
					t.Errorf("as %s it exits with %s", format, code)
				}
			}
		})
	}
}

// validatePlan holds what plan printed as JSON against its schema. A refusal is not a plan.
func validatePlan(t *testing.T, schema *jsonschema.Schema, out string) {
	t.Helper()
	body, code, _ := cutLast(out, "exit ")
	if !strings.HasPrefix(body, "{") {
		if code == "0\n" {
			t.Errorf("not JSON: %s", body)
		}
		return
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
}

// madePlan makes the plan of an upgrade of what paths name.
func madePlan(t *testing.T, dir, from, to string, paths ...string) *plan.Plan {
	t.Helper()
	f := planFlags{from: from, to: to, format: "text"}
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := f.request(Streams{Out: io.Discard, Dir: abs}, paths)
	if err != nil {
		t.Fatalf("%s..%s of %v: %v", from, to, paths, err)
	}
	p, err := r.plan(context.Background())
	if err != nil {
		t.Fatalf("%s..%s of %v: %v", from, to, paths, err)
	}
	return p
}

// Every change between the two ends is in a plan once, in the hop that brings it and with one class, and everything that the
// rules found is in it.
func TestEveryChangeIsPlannedOnce(t *testing.T) {
	schema := compileSchema(t, planSchema)
	known := catalog.Releases().Published()
	random := rand.New(rand.NewPCG(14, 1))
	for range 12 {
		i := random.IntN(len(known) - 1)
		from, to := known[i], known[i+1+random.IntN(len(known)-i-1)]
		holdPlan(t, madePlan(t, fixtures, from.String(), to.String(), "example"), schema)
		holdPlan(t, madePlan(t, fixtures, from.String(), to.String()), schema)
	}
	cases := 0
	for _, dir := range caseDirs(t) {
		from, to, upgrade := strings.Cut(filepath.Base(filepath.Dir(dir)), "..")
		if !upgrade || strings.Contains(dir, "clean") {
			continue
		}
		cases++
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			holdPlan(t, madePlan(t, dir, from, to, "input"), schema)
		})
	}
	if cases < 50 {
		t.Errorf("only %d cases", cases)
	}
}

func holdPlan(t *testing.T, p *plan.Plan, schema *jsonschema.Schema) {
	t.Helper()
	seen := map[string]int{}
	for _, h := range p.Hops {
		for _, item := range h.Items {
			seen[item.Change.ID]++
			if !h.From.Less(item.Change.Release) || h.To.Less(item.Change.Release) {
				t.Errorf("%s: %s of %s is planned in the hop %s", p.Route.Upgrade, item.Change.ID, item.Change.Release, h.Upgrade)
			}
			holdItem(t, item)
		}
	}
	for _, c := range catalog.Changes() {
		want := 0
		if p.Route.Upgrade.From.Less(c.Release) && !p.Route.Upgrade.To.Less(c.Release) {
			want = 1
		}
		if seen[c.ID] != want {
			t.Errorf("%s: %s is planned %d times, not %d", p.Route.Upgrade, c.ID, seen[c.ID], want)
		}
	}
	holdFindings(t, p)
	var text, markdown, asJSON bytes.Buffer
	v := view(p, &planRequest{paths: []string{"input"}}, true, true)
	if err := writePlanText(&text, v, 0); err != nil {
		t.Fatal(err)
	}
	if err := writePlanMarkdown(&markdown, v); err != nil {
		t.Fatal(err)
	}
	if err := writePlanJSON(&asJSON, p); err != nil {
		t.Fatal(err)
	}
	validatePlan(t, schema, asJSON.String()+"exit 0\n")
	for id := range seen {
		if !strings.Contains(text.String(), id) || !strings.Contains(markdown.String(), id) {
			t.Errorf("%s: with --all the plan does not show %s", p.Route.Upgrade, id)
		}
	}
}

// holdItem holds what is said of a change against its class.
func holdItem(t *testing.T, item *plan.Item) {
	t.Helper()
	ok := false
	switch item.Class {
	case plan.Applies:
		ok = len(item.Findings)+len(item.Places) > 0
	case plan.Yours:
		ok = item.Question != "" && item.Asked != ""
	case plan.Undecided:
		ok = item.Gap.Reason != ""
	case plan.Clean:
		ok = len(item.Findings) == 0 && (item.Why != "" || item.Change.Rule != catalog.Manual)
	case plan.NotHere:
		ok = len(item.Findings) == 0 && item.Why != ""
	}
	if !ok || !slices.Contains(plan.Phases(), item.Phase) {
		t.Errorf("%s is %s, which nothing says: %+v", item.Change.ID, item.Class, item)
	}
}

// holdFindings looks for every finding of the rules in the plan.
func holdFindings(t *testing.T, p *plan.Plan) {
	t.Helper()
	if p.Reading == nil {
		return
	}
	same := func(d *lint.Diagnostic) func(lint.Diagnostic) bool {
		return func(o lint.Diagnostic) bool {
			return o.Rule == d.Rule && o.Span == d.Span && o.Subject == d.Subject && o.Check == d.Check
		}
	}
	now := 0
	for _, d := range p.Reading.OfHop[0] {
		if d.Fix != nil && d.Fix.Applicability == lint.Safe && !p.Hops[0].From.Less(d.Fix.ValidFrom) {
			now++
		}
	}
	if got := p.Hops[0].Fixes()[plan.Before]; got != now {
		t.Errorf("%s: %d safe fixes can be made now, not %d", p.Hops[0].Upgrade, now, got)
	}
	known := slices.Clone(p.Reading.Today)
	for i, h := range p.Hops {
		known = append(known, h.Others...)
		for _, item := range h.Items {
			known = append(known, item.Findings...)
		}
		for _, d := range p.Reading.OfHop[i] {
			if !slices.ContainsFunc(known, same(&d)) {
				t.Errorf("%s: the plan has lost %s", h.Upgrade, d.Message)
			}
		}
	}
}

// A plan of no configuration needs none of it: every change waits for one, is a person's to answer, or asks for nothing.
func TestPlanWithoutConfiguration(t *testing.T) {
	p := madePlan(t, fixtures, "0.22", "1.3")
	if n := p.Count(plan.Applies) + p.Count(plan.Clean); n > 0 || p.Count(plan.Undecided) == 0 || p.Count(plan.Yours) == 0 {
		t.Errorf("%d changes apply to nothing or are clean", n)
	}
	u := release.Upgrade{From: release.MustParse("0.12.0"), To: catalog.Releases().Latest()}
	p = plan.Make(plan.Path(u, plan.Wish{}, nil), nil)
	if n := p.Count(plan.Yours) + p.Count(plan.Undecided) + p.Count(plan.NotHere); n < 495 {
		t.Errorf("%d changes from 0.12 on", n)
	}
}

// A plan goes by the same configuration file as check: what it excludes, ignores and where the upgrade leads.
func TestPlanGoesByTheConfigurationFile(t *testing.T) {
	dir := t.TempDir()
	write := func(project string) string {
		writeTree(t, dir, map[string]string{
			".mesoslint.yaml": project, "master.flags": "--zk=zk://h:1/m\n--quorum=1\n--work_dir=/w\n--authenticate_slaves\n", "old/agent.flags": "--bogus\n",
		}, strings.NewReplacer())
		return run(t, dir, "plan", ".")
	}
	got := write("from: '1.2'\nto: '1.11'\nexclude: [old/]\n")
	if !strings.Contains(got, "Upgrade 1.2.3 → 1.11.0") || !strings.Contains(got, "1 master and 0 agents in 1 file") || strings.Contains(got, "bogus") {
		t.Errorf("%s", got)
	}
	if got := write("from: '1.2'\nto: '1.11'\nignore:\n- rule: flag/\n  reason: known\n"); strings.Contains(got, "bogus") || !strings.Contains(got, "ignores is left out") {
		t.Errorf("%s", got)
	}
	if got := write("to: '1.11'\n"); !strings.Contains(got, "name the release the cluster runs today") {
		t.Errorf("%s", got)
	}
	if got := write("from: '1.2'\noverrides:\n- paths: [old/]\n  from: '1.0'\n"); !strings.Contains(got, "a plan is for one") {
		t.Errorf("%s", got)
	}
	if got := run(t, dir, "plan", "--from", "1.4", "--to", "1.5", "--no-config", "."); !strings.Contains(got, "--no-config") || !strings.Contains(got, "bogus") {
		t.Errorf("%s", got)
	}
}

func TestPlanUsage(t *testing.T) {
	for args, want := range map[string]string{
		"":                                            "exit 2",
		"--from 1.2 --to 1.2":                         "there is nothing to plan",
		"--from 1.3 --to 1.2":                         "is not older than",
		"--from 9.9 --to 1.2":                         "--from: unknown release",
		"--from 0.12 --to 0.20 example":               "the oldest known one is 0.19.0",
		"--from 1.2 --to 1.11 --via 1.1":              "does not lie between",
		"--from 1.2 --to 1.11 --check":                "name its files or folders",
		"--from 1.2 --via 1.5 --direct":               "give one of them",
		"--from 1.2 --output markdwn":                 `did you mean "markdown"?`,
		"--from 1.2 --output text --format json":      "give one of them",
		"--from 1.2 --as nothing example":             "--as",
		"--from 1.2 --to 1.11 no-such-folder":         "exit 2",
		"--from 1.2 --to 1.11 --diret":                "did you mean --direct?",
		"--from 0.22 --to 1.3 --direct":               "exit 1",
		"--from 1.2 --to 1.11 --check example":        "exit 1",
		"--from 1.2 --to 1.11 --direct example":       "exit 0",
		"--from 0.22 --to 1.3 --direct --output json": "exit 1",
	} {
		if got := run(t, fixtures, append([]string{"plan"}, strings.Fields(args)...)...); !strings.Contains(got, want) {
			t.Errorf("plan %s: %s", args, got)
		}
	}
}

// What Markdown would take for markup is shown as it is, and no line of a plan as text is wider than the terminal.
func TestPlanIsReadable(t *testing.T) {
	for in, want := range map[string]string{"a_b `c_d` *e": "a\\_b `c_d` \\*e", "[x] <y>": `\[x\] \<y\>`} {
		if got := markdown(in); got != want {
			t.Errorf("%q becomes %q", in, got)
		}
	}
	for in, want := range map[string]string{"a/b": "a/b", "a b": "'a b'", "it's": `'it'\''s'`, "": "''"} {
		if got := shellWord(in); got != want {
			t.Errorf("%q becomes %s", in, got)
		}
	}
	if diff := cmp.Diff("{\"a\":[\n{\"b\":\"[{\\\"\"},\n{\"c\":[1]}]}", string(lined([]byte(`{"a":[{"b":"[{\""},{"c":[1]}]}`)))); diff != "" {
		t.Error(diff)
	}
	var out bytes.Buffer
	Main(context.Background(), []string{"plan", "--from", "0.22", "--to", "1.3", "--all", "example"}, Streams{Out: &out, Err: io.Discard, Dir: fixtures, Width: 60})
	for line := range strings.SplitSeq(out.String(), "\n") {
		if n := len([]rune(line)); n > 60 && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, "$ ") && !strings.Contains(line, "/") {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}
