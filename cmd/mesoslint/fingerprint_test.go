package main

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// fingerprintsOf returns the fingerprints of what check finds in a tree, in order.
func fingerprintsOf(t *testing.T, files map[string]string, args ...string) []string {
	t.Helper()
	dir := t.TempDir()
	writeTree(t, dir, files, strings.NewReplacer())
	body, _, _ := strings.Cut(run(t, dir, append(slices.Clone(args), "--format", "json", "--allow-empty")...), "\nexit ")
	var report struct {
		Diagnostics []struct{ Fingerprint, Rule, Message, File string }
	}
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, body)
	}
	out := make([]string, len(report.Diagnostics))
	for i, d := range report.Diagnostics {
		out[i] = d.Fingerprint + " " + d.Rule
	}
	slices.Sort(out)
	return out
}

// lineAdded returns a text with a line more at its top, if its form allows one that says nothing.
func lineAdded(name, text string) string {
	first, rest, _ := strings.Cut(text, "\n")
	switch {
	case strings.ContainsRune(text, '\r') || !strings.HasSuffix(text, "\n"):
		return text
	case path.Ext(name) == ".json":
		return "\n\n" + text
	case path.Ext(name) == ".sh" && strings.HasPrefix(text, "#!"):
		return first + "\n# moved\n\n" + rest
	case path.Ext(name) == ".service" || path.Ext(name) == ".flags" || path.Base(path.Dir(name)) == "default":
		return "# moved\n\n" + text
	case (path.Ext(name) == ".yml" || path.Ext(name) == ".yaml") && !strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "---"):
		return "# moved\n\n" + text
	}
	return text
}

// The fingerprints of every fixture's findings are those of the same files in another folder and with lines above them.
func TestFingerprintsOfFixturesSurvive(t *testing.T) {
	var moved atomic.Int32
	eachFixture(t, func(t *testing.T, dir string) {
		if _, err := os.Stat(filepath.Join(dir, "args")); err == nil {
			return // it names files of its own
		}
		files, other := tree(t, filepath.Join(dir, "input")), map[string]string{}
		for file, text := range files {
			if other["other/place/"+file] = lineAdded(file, text); other["other/place/"+file] != text {
				moved.Add(1)
			}
		}
		args := checkArgs(t, dir)
		before, after := fingerprintsOf(t, files, args...), fingerprintsOf(t, other, args...)
		if !slices.Equal(before, after) {
			t.Errorf("before %q\nafter  %q", before, after)
		}
	})
	if n := moved.Load(); n < 100 {
		t.Errorf("only %d files got a line", n)
	}
}
