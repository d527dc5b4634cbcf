//go:build unix

package fix

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stagesOf returns the directories in which temporary files of a run wait.
func stagesOf(t *testing.T, c *Changes, o Options, closed ...string) (stages []string, err error) {
	t.Helper()
	o.State = ownDir(t)
	err = c.apply(context.Background(), o, hooked{poor{disk: osDisk{}}, func(step, path string) error {
		if step != "mkdir" || strings.HasPrefix(path, o.State) {
			return nil
		}
		for _, dir := range closed {
			if filepath.Dir(path) == dir {
				return fs.ErrPermission
			}
		}
		stages = append(stages, filepath.Dir(path))
		return nil
	}})
	return stages, err
}

// Temporary files wait beside the directory of the file; in it where that cannot be; and never where a daemon reads all.
func TestStages(t *testing.T) {
	prepare := func() (top, dir string, c *Changes) {
		top = t.TempDir()
		dir = filepath.Join(top, "etc", "modules")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "m.json")
		if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
		return top, dir, &Changes{Files: []*File{{Path: "m.json", NewPath: "m.json", File: path, NewFile: path, Old: []byte("{}"), New: []byte("{ }")}}}
	}
	readAll := func(dirs ...string) Options {
		return Options{ReadsAll: func(dir string) bool {
			for _, d := range dirs {
				if d == dir {
					return true
				}
			}
			return false
		}}
	}
	top, dir, c := prepare()
	if stages, err := stagesOf(t, c, readAll(dir)); err != nil || len(stages) != 1 || stages[0] != filepath.Join(top, "etc") {
		t.Errorf("beside it: %q, %v", stages, err)
	}
	top, dir, c = prepare()
	if stages, err := stagesOf(t, c, readAll(filepath.Join(top, "etc"))); err != nil || len(stages) != 1 || stages[0] != top {
		t.Errorf("above one that is read as well: %q, %v", stages, err)
	}
	top, dir, c = prepare()
	if stages, err := stagesOf(t, c, Options{}, filepath.Join(top, "etc")); err != nil || len(stages) != 1 || stages[0] != dir {
		t.Errorf("in it: %q, %v", stages, err)
	}
	top, dir, c = prepare()
	stages, err := stagesOf(t, c, readAll(dir), filepath.Join(top, "etc"))
	if err == nil || len(stages) > 0 || !strings.Contains(err.Error(), "a daemon reads every file of its directory") {
		t.Errorf("in one that is read: %q, %v", stages, err)
	}
}
