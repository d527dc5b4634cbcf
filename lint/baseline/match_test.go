package baseline

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

var upgrade = release.Upgrade{To: release.Release{Major: 1, Minor: 3, Patch: 2}}

// parse makes findings of "file rule subject", with "?" behind the rule for a condition, "!" for one that is fatal, "+" for one
// of both components, "%" for one of the agent.
func parse(lines ...string) []lint.Diagnostic {
	var out []lint.Diagnostic
	for _, line := range lines {
		words := strings.Fields(line)
		d := lint.Diagnostic{Rule: strings.Trim(words[1], "?!+%"), Subject: words[2], Effect: lint.Ignored, Component: config.Master,
			Span: source.New(words[0], "", []byte(words[2])).Span(0, 0)}
		for _, mark := range words[1] {
			switch mark {
			case '?':
				d.Condition = "if"
			case '!':
				d.Effect = lint.Fatal
			case '%':
				d.Component = config.Agent
			case '+':
				d.Nodes = []lint.Node{{Component: config.Master}, {Component: config.Agent}}
			}
		}
		out = append(out, d)
	}
	for i, fingerprint := range Fingerprints(out) {
		out[i].Fingerprint = fingerprint
	}
	return out
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name       string
		known, now []string
		// exist are the files that are there; nil for those of now.
		exist             []string
		fresh, stale, all string
	}{
		{name: "nothing changed", known: []string{"f a/x s", "f a/x t"}, now: []string{"f a/x s", "f a/x t"}},
		{name: "one more", known: []string{"f a/x s"}, now: []string{"f a/x t", "f a/x s"}, fresh: "f a/x t"},
		{name: "one more of the same", known: []string{"f a/x s"}, now: []string{"f a/x s", "f a/x s"}, fresh: "f a/x s"},
		{name: "one fixed", known: []string{"f a/x s", "f a/y s"}, now: []string{"f a/y s"}, stale: "f a/x s"},
		{name: "a folder renamed", known: []string{"a/f a/x s", "a/g a/x s"}, now: []string{"b/f a/x s", "b/g a/x s"}},
		{name: "a file renamed", known: []string{"a/f a/x s"}, now: []string{"a/g a/x s"}},
		{name: "copied to another file", known: []string{"a/f a/x s"}, now: []string{"a/f a/x s", "b/f a/x s"}, fresh: "b/f a/x s"},
		{name: "copied before it", known: []string{"b/f a/x s"}, now: []string{"a/f a/x s", "b/f a/x s"}, fresh: "a/f a/x s"},
		{name: "fixed here, made there", known: []string{"a/f a/x s"}, now: []string{"b/f a/x s"}, exist: []string{"a/f", "b/f"}, fresh: "b/f a/x s", stale: "a/f a/x s"},
		{name: "renamed into a file that is known", known: []string{"a/f a/x s", "b/f a/y s"}, now: []string{"b/f a/x s", "b/f a/y s"}, fresh: "b/f a/x s", stale: "a/f a/x s"},
		{name: "graver", known: []string{"f a/x s"}, now: []string{"f a/x! s"}, fresh: "f a/x s"},
		{name: "less grave", known: []string{"f a/x! s"}, now: []string{"f a/x? s"}},
		{name: "a condition that is gone", known: []string{"f a/x? s"}, now: []string{"f a/x s"}, fresh: "f a/x s"},
		{name: "another component too", known: []string{"f a/x s"}, now: []string{"f a/x+ s"}, fresh: "f a/x s"},
		{name: "one component less", known: []string{"f a/x+ s"}, now: []string{"f a/x% s"}, stale: "f a/x s"},
		{name: "an old name of the rule", known: []string{"f old/x s"}, now: []string{"f a/x s"}},
	} {
		var file bytes.Buffer
		if err := Of(parse(c.known...), upgrade).Write(&file); err != nil {
			t.Fatal(err)
		}
		b, err := Read(source.New("known.json", "", file.Bytes()), func(rule string) string { return strings.Replace(rule, "old/", "a/", 1) })
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, file.String())
		}
		now := parse(c.now...)
		scope := Scope{Upgrade: upgrade, Covers: func(string) bool { return true }, Looked: func(string, string) bool { return true },
			Exists: func(file string) bool {
				return slices.Contains(c.exist, file) || slices.ContainsFunc(now, func(d lint.Diagnostic) bool { return fileOf(&d) == file })
			}}
		matched := b.Match(now, scope)
		var fresh, stale []string
		for _, d := range matched.New {
			fresh = append(fresh, fmt.Sprintf("%s %s %s", fileOf(&d), d.Rule, d.Subject))
		}
		for _, e := range matched.Stale {
			stale = append(stale, fmt.Sprintf("%s %s %s", e.File, e.Rule, e.Subject))
		}
		if got := strings.Join(fresh, ", "); got != c.fresh {
			t.Errorf("%s: new are %q, want %q", c.name, got, c.fresh)
		}
		if got := strings.Join(stale, ", "); got != c.stale {
			t.Errorf("%s: stale are %q, want %q", c.name, got, c.stale)
		}
		if len(matched.New)+len(matched.Known) != len(now) {
			t.Errorf("%s: %d new, %d known of %d", c.name, len(matched.New), len(matched.Known), len(now))
		}
		if d, ok := b.Finding(matched.Stale); ok != (c.stale != "") || ok && !strings.Contains(d.Span.Source.Path, "known.json") {
			t.Errorf("%s: the finding about them is %v", c.name, ok)
		}
	}
}

// A baseline is the same whatever the order of the findings is.
func TestWriteIsStable(t *testing.T) {
	lines := []string{"g a/x s", "f a/y! t", "f a/x+ s", "f a/x s", "f a/x? s"}
	var first string
	for range lines {
		lines = append(lines[1:], lines[0])
		var file bytes.Buffer
		found := parse(lines...)
		for i := range found {
			found[i].Fingerprint = "" // which counts occurrences in the order of the report: that is one order
		}
		if err := Of(found, upgrade).Write(&file); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = file.String()
		}
		if first != file.String() {
			t.Errorf("it is\n%s\nand then\n%s", first, file.String())
		}
	}
}

// Nothing that is read as a baseline panics, and no error quotes it.
func FuzzRead(f *testing.F) {
	var file bytes.Buffer
	if err := Of(parse("f a/x s"), upgrade).Write(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Add([]byte(`{"schema":1,"kind":"mesoslint-baseline","findings":[{"rule":"hunter2"},{}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(source.New("known.json", "", data), func(rule string) string { return rule })
		if err != nil {
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error quotes the file: %v", err)
			}
			return
		}
		yes := func(string) bool { return true }
		matched := b.Match(parse("f a/x s"), Scope{Upgrade: upgrade, Covers: yes, Exists: yes, Looked: func(string, string) bool { return true }})
		_, _ = b.Finding(b.Entries)
		if len(matched.New)+len(matched.Known) != 1 {
			t.Error("a finding is lost")
		}
	})
}
