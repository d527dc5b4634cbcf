package fix

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// twoFiles is a directory with two files: one is renamed as well as changed, and a third is created beside them.
func twoFiles(t *testing.T) (dir string, c *Changes) {
	t.Helper()
	dir = t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(at(name), []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, &Changes{Files: []*File{
		{Path: "a", NewPath: "a", File: at("a"), NewFile: at("a"), Old: []byte("old"), New: []byte("new")},
		{Path: "b", NewPath: "c", File: at("b"), NewFile: at("c"), Old: []byte("old"), New: []byte("new")},
		{Path: "d", NewPath: "d", NewFile: at("d"), New: []byte("new"), Created: true, Mode: 0o644},
	}}
}

// On every system all is written, and nothing is left.
func TestApplyOnEverySystem(t *testing.T) {
	dir, c := twoFiles(t)
	state := filepath.Join(t.TempDir(), "state")
	if err := c.Apply(context.Background(), Options{State: state}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a": "new", "b": "", "c": "new", "d": "new"} {
		if data, _ := os.ReadFile(filepath.Join(dir, name)); string(data) != want {
			t.Errorf("%s holds %q", name, data)
		}
	}
	for _, left := range []string{dir, filepath.Dir(dir), state} {
		entries, err := os.ReadDir(left)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), stagePrefix) || left == state {
				t.Errorf("%s is left in %s", e.Name(), left)
			}
		}
	}
}

// A file of two names is left on every system that says so.
func TestApplyLeavesAFileOfTwoNames(t *testing.T) {
	dir, c := twoFiles(t)
	if err := os.Link(filepath.Join(dir, "a"), filepath.Join(dir, "e")); err != nil {
		t.Skip(err)
	}
	err := c.Apply(context.Background(), Options{State: filepath.Join(t.TempDir(), "state")})
	if err == nil || !strings.Contains(err.Error(), "is one file under 2 names") {
		t.Errorf("got %v", err)
	}
}
