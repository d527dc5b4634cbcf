package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/baseline"
	"github.com/mesoslint/mesoslint/lint/suppress"
)

func TestCurrentNameOfARule(t *testing.T) {
	all := []*lint.Rule{{Name: "a/new", Formerly: []string{"a/old", "b/older"}}, {Name: "a/other"}}
	for name, want := range map[string]string{"a/old": "a/new", "b/older": "a/new", "a/new": "a/new", "a/other": "a/other", "c/": "c/"} {
		if got := current(all, name); got != want {
			t.Errorf("%s is called %s, want %s", name, got, want)
		}
	}
}

// No name that a rule had is that of another rule.
func TestFormerNamesAreNobodysNames(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range All() {
		for _, name := range append([]string{r.Name}, r.Formerly...) {
			if seen[name] {
				t.Errorf("%s names two rules", name)
			}
			seen[name] = true
		}
	}
}

// What others report under the name of a rule has a rule that looks at nothing itself, and every other rule looks at something.
func TestRulesOfOthers(t *testing.T) {
	others := []string{suppress.Stale, suppress.NoReason, suppress.Unknown, baseline.Stale}
	for _, r := range All() {
		looks := 0
		for _, set := range []bool{r.Document != nil, r.Node != nil, r.Config != nil} {
			if set {
				looks++
			}
		}
		want := 1
		if slices.Contains(others, r.Name) {
			want = 0
		}
		if looks != want {
			t.Errorf("%s has %d functions, want %d", r.Name, looks, want)
		}
	}
	for _, name := range others {
		if ByName(name) == nil {
			t.Errorf("there is no rule %s", name)
		}
	}
}

func TestSuppressible(t *testing.T) {
	everything := func(string, string) bool { return true }
	for name, matches := range map[string][2]string{
		"flag/unknown": {"flag/unknown", ""}, "flag/": {"flag/value", ""}, "agent-gpu-": {"check/needs", "agent-gpu-isolator"},
		"master-weights-format": {"flag/value", "master-weights-format"},
	} {
		s, err := Suppressible(name, everything)
		if err != nil || !s.Names(matches[0], matches[1]) || s.Names("acl/unused", "") || !s.Judged {
			t.Errorf("%s: %v, %+v", name, err, s)
		}
	}
	if s, err := Suppressible("fleet/", everything); err != nil || !s.Wide {
		t.Errorf("the rules of fleet/ look at one file each: %v", err)
	}
	if s, err := Suppressible("acl/unused", everything); err != nil || s.Wide {
		t.Errorf("acl/unused looks at all files: %v", err)
	}
	if s, _ := Suppressible("flag/", func(rule, _ string) bool { return rule != "flag/value" }); s.Judged {
		t.Error("flag/ is judged although flag/value is not looked for")
	}
	for name, want := range map[string]string{
		"flag/unkown":        "there is no rule or check `flag/unkown`; did you mean `flag/unknown`?",
		"suppression/stale":  "findings of `suppression/stale` cannot be suppressed by a comment",
		"quorum":             "there is no rule or check `quorum`",
		"Xq7Wp2Lm9Zt4Rb8Kc1": "the name is not that of a rule or check",
		"what is it?":        "the name is not that of a rule or check",
		"":                   "there is no rule or check ``",
	} {
		if _, err := Suppressible(name, everything); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
}
