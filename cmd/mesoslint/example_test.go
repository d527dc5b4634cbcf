package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/docs"
)

// finding is what a test looks at in a finding of the JSON report.
type finding struct{ Rule, Severity, Effect, Condition, Message, URL string }

// findingsOf checks files with the command line of an example.
func findingsOf(t *testing.T, command string, files []lint.File) []finding {
	t.Helper()
	dir := t.TempDir()
	if err := docs.Write(dir, files); err != nil {
		t.Fatal(err)
	}
	args := append(strings.Fields(command)[1:], "--format", "json")
	if len(files) == 0 {
		args = append(args, "--allow-empty")
	}
	body, code, _ := cutLast(run(t, dir, args...), "exit ")
	if code == "2\n" {
		t.Fatalf("not all of it is checked: %s", body)
	}
	var report struct{ Diagnostics []finding }
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	return report.Diagnostics
}

// severity orders the severities of findings: 0 for information.
func severity(f finding) int { return slices.Index([]string{"info", "warning", "error"}, f.Severity) }

// Before is reported by the rule, with the condition that the example names, and by none that is graver; After is reported by
// none, and is what the fixes of the rule make of it where a program may make them.
func TestEveryRuleHasAnExample(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			x := &r.Example
			if len(x.Before) == 0 || len(x.After) == 0 && x.AfterOn == "" {
				t.Fatal("no example: give Before and After")
			}
			for _, f := range slices.Concat(x.Before, x.After) {
				if redact.Generated(f.Text) != nil {
					t.Errorf("%s holds what looks like a real secret", f.Path)
				}
			}
			found := findingsOf(t, x.Command(), x.Before)
			worst := -1
			for _, f := range found {
				if f.Rule != r.Name {
					continue
				}
				worst = max(worst, severity(f))
				if f.Condition != x.Condition {
					t.Errorf("the condition is %q, not %q", f.Condition, x.Condition)
				}
				if !slices.Contains(r.Effects, lint.Effect(f.Effect)) {
					t.Errorf("the rule does not name its effect %s", f.Effect)
				}
				if want := docs.Address + docs.Path(r.Name); f.URL != want {
					t.Errorf("url %q, want %q", f.URL, want)
				}
			}
			if worst < 0 {
				t.Error("Before is not reported")
			}
			for _, f := range found {
				if f.Rule != r.Name && severity(f) > max(worst, 0) {
					t.Errorf("Before has another finding that is graver: %s [%s]", f.Message, f.Rule)
				}
			}
			for _, f := range findingsOf(t, x.AfterCommand(), x.Fixed()) {
				if f.Rule == r.Name || f.Severity != "info" {
					t.Errorf("After is reported: %s: %s [%s]", f.Severity, f.Message, f.Rule)
				}
			}
			fixesExample(t, r)
		})
	}
}

// fixesExample holds After against what the fixes of the rule make of Before.
func fixesExample(t *testing.T, r *lint.Rule) {
	t.Helper()
	judged, err := docs.Judge(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if judged.Fix == "" {
		return
	}
	dir, want := t.TempDir(), t.TempDir()
	if err := docs.Write(dir, r.Example.Before); err != nil {
		t.Fatal(err)
	}
	if err := docs.Write(want, r.Example.Fixed()); err != nil {
		t.Fatal(err)
	}
	out := run(t, dir, append(strings.Fields(r.Example.Command())[1:], strings.Fields(judged.Fix)...)...)
	if diff := cmp.Diff(tree(t, want), tree(t, dir)); diff != "" {
		t.Errorf("%s (-After +got):\n%s\n%s", judged.Fix, diff, out)
	}
}

// Every rule has a page, made by `make docs`, and there is no other.
func TestEveryRuleHasAPage(t *testing.T) {
	const dir = "../../rules/docs"
	pages, err := docs.Pages(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range pages {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Errorf("%v: run make docs", err)
		} else if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("rules/docs/%s is not what the rule says: run make docs (-want +on disk):\n%s", path, diff)
		}
	}
	for path := range tree(t, dir) {
		if _, wanted := pages[path]; !wanted && filepath.Ext(path) == ".md" {
			t.Errorf("rules/docs/%s is the page of no rule: run make docs", path)
		}
	}
}
