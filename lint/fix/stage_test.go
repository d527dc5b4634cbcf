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
	top, _, c = prepare()
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

// One directory serves the files of many directories.
func TestStagesAreShared(t *testing.T) {
	for name, test := range map[string]struct {
		dirs []string
		want string
	}{
		"hosts":                {[]string{"hosts/a/etc", "hosts/b/etc"}, "hosts"},
		"one in the other":     {[]string{"hosts/a", "hosts/a/etc"}, "hosts"},
		"one in another's one": {[]string{"hosts/a/etc/m", "hosts/a", "hosts/b"}, "hosts"},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			c := &Changes{}
			for _, dir := range test.dirs {
				path := filepath.Join(top, dir, "m.json")
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
					t.Fatal(err)
				}
				c.Files = append(c.Files, &File{Path: dir, NewPath: dir, File: path, NewFile: path, Old: []byte("{}"), New: []byte("{ }")})
			}
			want := filepath.Join(top, test.want)
			if stages, err := stagesOf(t, c, Options{}); err != nil || len(stages) != 1 || stages[0] != want {
				t.Errorf("%q, %v, want %s", stages, err, want)
			}
		})
	}
}
