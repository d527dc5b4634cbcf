package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestChanges(t *testing.T) {
	kinds := map[string]bool{}
	for _, k := range ModuleKinds() {
		kinds[k.Kind] = true
		for _, f := range k.Flags {
			if FlagsOf(f.Component).Flag(f.Flag) == nil {
				t.Errorf("%s is named by --%s, which is not a flag of the %s", k.Kind, f.Flag, f.Component)
			}
		}
	}
	every := everyRelease()
	seen := map[string]bool{}
	for i, c := range Changes() {
		if seen[c.ID] || c.Summary == "" || len(c.Evidence) == 0 || len(c.Components) == 0 || c.Rule == "" {
			t.Errorf("not a change one can report: %+v", c)
		}
		seen[c.ID] = true
		if i > 0 && c.Release.Less(Changes()[i-1].Release) {
			t.Errorf("%s is not in order", c.ID)
		}
		if !slices.Contains(every, c.Release) || c.Release.Less(c.Since) {
			t.Errorf("%s: %s and %s are not releases in order", c.ID, c.Since, c.Release)
		}
		if !strings.HasSuffix(c.Summary, ".") || c.Do != "" && !strings.HasSuffix(c.Do, ".") {
			t.Errorf("%s: summary and do are not sentences: %q, %q", c.ID, c.Summary, c.Do)
		}
		allowed(t, c.ID, "area", c.Area, "core", "flags", "acl", "credentials", "environment", "framework-api", "module-api",
			"endpoints", "metrics", "build", "procedure")
		allowed(t, c.ID, "kind", c.Kind, "added", "changed", "deprecated", "removed")
		allowed(t, c.ID, "when", c.When, "any", "before-masters", "after-masters", "before-agents", "after-agents", "with-binaries", "after-all")
		for _, component := range c.Components {
			allowed(t, c.ID, "component", component, "master", "agent", "scheduler", "executor", "module", "tooling")
		}
		checkApplies(t, c.ID, c.Applies, kinds)
	}
	for _, c := range Changes() {
		if c.ReplacedBy == "" || seen[c.ReplacedBy] {
			continue
		}
		if strings.Count(c.ReplacedBy, "-") > 1 && !strings.ContainsAny(c.ReplacedBy, "/._ ") && !strings.HasPrefix(c.ReplacedBy, "--") {
			t.Errorf("%s is replaced by %s, which is not a change", c.ID, c.ReplacedBy)
		}
	}
}

func allowed(t *testing.T, id, what, got string, want ...string) {
	t.Helper()
	if !slices.Contains(want, got) {
		t.Errorf("%s: %s %q is not one of %q", id, what, got, want)
	}
}

func checkApplies(t *testing.T, id string, a *Applies, kinds map[string]bool) {
	t.Helper()
	if a == nil {
		return
	}
	for _, part := range slices.Concat(a.All, a.Any) {
		checkApplies(t, id, part, kinds)
	}
	if a.Module != "" && !kinds[a.Module] {
		t.Errorf("%s: %q is not a kind of module", id, a.Module)
	}
	for _, key := range a.ACL {
		if !Actions().Known(key) {
			t.Errorf("%s: %q is not an ACL action", id, key)
		}
	}
	if a.Flag != "" {
		component, flag, _ := strings.Cut(a.Flag, ".")
		known := strings.Contains(flag, "*")
		for _, c := range []config.Component{config.Master, config.Agent} {
			known = known || (component == "*" || component == c.String()) && FlagsOf(c).Flag(flag) != nil
		}
		if !known && !slices.Contains(gone, a.Flag) {
			t.Errorf("%s: %q is not a flag", id, a.Flag)
		}
	}
}

// gone are flags of the releases before those that the catalogue has the flags of.
var gone = []string{"agent.cgroups_hierarchy_root", "agent.slave_subsystems"}

func TestHopsAndProceduresNameChanges(t *testing.T) {
	for _, h := range Hops() {
		if h.Change != "" && ChangeNamed(h.Change) == nil {
			t.Errorf("hop %s: no change %s", h.ID, h.Change)
		}
		allowed(t, h.ID, "kind", h.Kind, "path", "order", "rollback", "policy")
		allowed(t, h.ID, "strength", h.Strength, "must", "advised", "free")
		for _, who := range h.Order {
			allowed(t, h.ID, "order", who, "master", "agent", "scheduler", "executor", "module", "tooling")
		}
		if h.Kind == "path" && len(h.MustPass) == 0 || h.Why == "" || len(h.Evidence) == 0 {
			t.Errorf("not a hop one can follow: %+v", h)
		}
	}
	for _, p := range Procedures() {
		if len(p.Steps) == 0 {
			t.Errorf("%s to %s has no step", p.From, p.To)
		}
		for _, n := range p.Notes {
			if n.ID != "" && ChangeNamed(n.ID) == nil {
				t.Errorf("%s to %s: no change %s", p.From, p.To, n.ID)
			}
		}
	}
	if n := len(Procedures()); n != 29 {
		t.Errorf("%d procedures, one for each step from 0.11 to 1.11 is wanted", n)
	}
}

// What a person has to do about a change is either told by a configuration or asked for.
func TestQuestions(t *testing.T) {
	asked := 0
	for _, c := range Changes() {
		q := QuestionOf(c.ID)
		if q == nil {
			if c.Do != "" && c.Rule == Manual && c.Applies == nil {
				t.Errorf("%s: nobody tells whether it concerns a cluster: give it a condition or a question", c.ID)
			}
			continue
		}
		asked++
		allowed(t, c.ID, "who", q.Who, "operator", "scheduler", "executor", "module", "tooling", "build")
		if c.Do == "" || !strings.Contains(q.Ask, "?") || strings.TrimRight(q.Ask, "?.") == q.Ask {
			t.Errorf("%s: not a question one can answer: %q", c.ID, q.Ask)
		}
	}
	if asked != len(questions.Get()) {
		t.Errorf("%d questions, of which %d are about a change", len(questions.Get()), asked)
	}
}

func TestWhenOf(t *testing.T) {
	for rule, want := range map[string]string{
		"module/rebuild": "with-binaries", "module/interface-changed": "with-binaries", "acl/removed-action": "before-masters",
		"flag/value": "", "flag/renamed": "", "acl/unknown-action": "",
	} {
		if got := WhenOf(rule); got != want {
			t.Errorf("%s: %q", rule, got)
		}
	}
}

func TestWatches(t *testing.T) {
	for _, w := range watchData {
		allowed(t, w.Name, "what", w.What, "metric", "log")
		for _, who := range w.Who {
			allowed(t, w.Name, "who", who, "master", "agent")
		}
		if w.Name == "" || w.Why == "" || len(w.Evidence) == 0 || len(w.In) == 0 {
			t.Errorf("not something one can watch: %+v", w)
		}
	}
	if len(Watches(rel("1.11.0"))) < 8 {
		t.Errorf("only %v to watch on 1.11.0", Watches(rel("1.11.0")))
	}
}

// What is to be watched stands in the lines that are its evidence.
func TestUpstreamWatches(t *testing.T) {
	c := upstream(t)
	for _, w := range watchData {
		for _, place := range w.Evidence {
			where, tag, _ := strings.Cut(place, "@")
			name, number, _ := strings.Cut(where, ":")
			text, ok, err := c.file(tag, name)
			if err != nil {
				t.Fatal(err)
			}
			if line, found := lineOf(text, number); !ok || !found || !strings.Contains(line, w.Name) {
				t.Errorf("%s: %s does not have it: %s", w.Name, place, line)
			}
		}
	}
}

// No item of the upgrade guides, release notes and versioning policy that people upgrade by is missing.
func TestEveryItemOfTheGuidesIsAChange(t *testing.T) {
	known := map[string]bool{}
	for _, c := range Changes() {
		known[c.ID] = true
	}
	for _, h := range Hops() {
		known[h.ID] = true
	}
	for _, p := range Procedures() {
		known["procedure:"+p.From+"-"+p.To] = true
	}
	items := 0
	for _, row := range tsv(t, "testdata/seed-items.tsv")[1:] {
		items++
		if !known[row[3]] {
			t.Errorf("%s, %s: %q is %q, which the catalogue does not have", row[0], row[1], row[2], row[3])
		}
	}
	if items != 379 {
		t.Errorf("%d items, want 379", items)
	}
}

// tsv returns the rows of a file of tab separated values.
func tsv(t *testing.T, path string) [][]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\n"), "\n") {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func TestChangesOn(t *testing.T) {
	count := func(from, to string) (n, later int) {
		u := release.Upgrade{From: rel(from), To: rel(to)}
		n = len(ChangesOn(u))
		for _, c := range Changes() {
			if u.From.Less(c.Release) && !u.To.Less(c.Release) {
				later++
			}
		}
		return n, later - n
	}
	// The outline of the history: of what changed between the two, some is about things the older release does not have.
	for _, c := range []struct {
		from, to        string
		changes, hidden int
	}{{"0.22.2", "1.3.2", 259 - 66, 66}, {"1.2.3", "1.11.0", 180 - 18, 18}, {"1.3.0", "1.3.2", 0, 0}} {
		if n, hidden := count(c.from, c.to); n != c.changes || hidden != c.hidden {
			t.Errorf("%s to %s: %d changes and %d of newer things, want %d and %d", c.from, c.to, n, hidden, c.changes, c.hidden)
		}
	}
}

// Every piece of evidence of the history is a line of the release that mentions the change.
func TestUpstreamHistory(t *testing.T) {
	c := upstream(t)
	rows := tsv(t, "testdata/evidence-words.tsv")
	for _, row := range rows {
		id, place, word := row[0], row[1], row[2]
		where, tag, _ := strings.Cut(place, "@")
		name, number, _ := strings.Cut(where, ":")
		text, ok, err := c.file(tag, name)
		if err != nil {
			t.Fatal(err)
		}
		if line, found := lineOf(text, number); !ok || !found || !strings.Contains(line, word) {
			t.Errorf("%s: %s has no %q: %s", id, place, word, line)
		}
	}
	t.Logf("%d places looked up", len(rows))
}
