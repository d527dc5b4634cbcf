//go:build unix

package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// tree is what a directory holds: by name, the kind, mode, owner and content of each file.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content := ""
		if info.Mode()&fs.ModeSymlink != 0 {
			content, err = os.Readlink(path)
		} else {
			var data []byte
			data, err = os.ReadFile(path)
			content = string(data)
		}
		stat := info.Sys().(*syscall.Stat_t)
		name, _ := filepath.Rel(dir, path)
		out[name] = fmt.Sprintf("%v %d:%d %q", info.Mode(), stat.Uid, stat.Gid, content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cluster is a directory with files of all sorts and changes to them.
func cluster(t *testing.T) (dir string, c *Changes) {
	t.Helper()
	dir = t.TempDir()
	return dir, clusterIn(t, dir)
}

// clusterIn puts the files of cluster into an empty directory.
func clusterIn(t *testing.T, dir string) *Changes {
	t.Helper()
	file := func(name, content string, mode fs.FileMode) *source.Source {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return plain(name, path, []byte(content))
	}
	acls := file("acls.json", "{}\r\n", 0o640)
	flag := file("authenticate", "true", 0o604)
	real := file("shared", "x\xff\n", 0o444)
	file("bystander", "b", 0o644)
	if err := os.Symlink("shared", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("bystander", filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	link := plain("link", filepath.Join(dir, "link"), real.Data)
	renamed := renaming(flag, "rename", flag.File, flag.File+"_frameworks")
	renamed.Fix.Edits = []lint.Edit{{Span: flag.Span(4, 4), Text: "\n"}}
	c := Plan([]lint.Diagnostic{
		editing(acls, "edit", 1, 1, "\r\n"),
		renamed,
		editing(link, "through a link", 0, 0, "# "),
		editing(real, "the same file by its own name", 0, 0, "# "),
		creating(acls, "create", filepath.Join(dir, "new"), "n"),
		renaming(acls, "rename a link", filepath.Join(dir, "moved"), filepath.Join(dir, "moved_here")),
	}, Scope{}, nil)
	if len(c.Rejected) > 0 {
		t.Fatal(c.Rejected)
	}
	return c
}

func TestApply(t *testing.T) {
	dir, c := cluster(t)
	if os.Getuid() == 0 {
		if err := os.Chown(filepath.Join(dir, "acls.json"), 12, 34); err != nil {
			t.Fatal(err)
		}
	}
	before := tree(t, dir)
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"acls.json":               strings.Replace(before["acls.json"], `{}\r\n`, `{\r\n}\r\n`, 1),
		"authenticate_frameworks": strings.Replace(before["authenticate"], `true`, `true\n`, 1),
		"shared":                  strings.Replace(before["shared"], `"x`, `"# x`, 1),
		"link":                    before["link"],
		"moved_here":              before["moved"],
		"bystander":               before["bystander"],
		"new":                     strings.Replace(before["bystander"], `"b"`, `"n"`, 1),
	}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err == nil {
		t.Error("applied twice")
	}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Error("refusing changed something", diff)
	}
}

// At no step is the content of a file, old or new, in one that more people may read, under whatever name.
func TestApplyNeverWidensWhoMayRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "credentials")
	if err := os.WriteFile(path, []byte("ops hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := plain("credentials", path, []byte("ops hunter2"))
	c := Plan([]lint.Diagnostic{{Fix: &lint.Fix{Applicability: lint.Safe,
		Edits:   []lint.Edit{{Span: s.Span(0, 3), Text: "dev"}},
		Creates: []lint.Create{{Path: filepath.Join(dir, "new"), Data: []byte("hunter2"), Secrets: []source.Range{{Start: 0, End: 7}}}}}}}, Scope{}, nil)
	looks := 0
	look := func(step, _ string) error {
		err := filepath.WalkDir(filepath.Dir(dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() && !strings.HasPrefix(d.Name(), stagePrefix) {
				return err
			}
			if info, _ := d.Info(); info.Mode().Perm()&0o077 != 0 {
				t.Errorf("before step %s %s is %v", step, path, info.Mode())
			}
			looks++
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return nil
	}
	if err := c.apply(context.Background(), Options{State: filepath.Join(dir, "state")}, onDisk(look)); err != nil {
		t.Fatal(err)
	}
	_ = look("end", "")
	if files := tree(t, dir); len(files) != 2 || looks < 40 {
		t.Errorf("%d files are left, %d were looked at", len(files), looks)
	}
}

func TestApplyStopsWhenCancelled(t *testing.T) {
	dir, c := cluster(t)
	before := tree(t, dir)
	ctx, cancel := context.WithCancel(context.Background())
	err := c.apply(ctx, Options{State: ownDir(t)}, onDisk(func(step, _ string) error {
		if step == "move" {
			cancel()
		}
		return nil
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestApplyRefuses(t *testing.T) {
	write := func(t *testing.T, dir, name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		disturb func(t *testing.T, dir string)
		during  string // the step that begins when it is disturbed; "" is before all
		want    string
	}{
		"a file that changed":       {func(t *testing.T, dir string) { write(t, dir, "acls.json", "{ }") }, "", "it changed since it was read"},
		"a file that changes":       {func(t *testing.T, dir string) { write(t, dir, "acls.json", "{ }") }, "syncDir", "it changed since it was read"},
		"a file that is written to": {func(t *testing.T, dir string) { write(t, dir, "acls.json", "{ }") }, "replace", "another program wrote to it meanwhile"},
		"a file that is gone":       {func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "shared")) }, "", "no such file"},
		"a file with two names": {func(t *testing.T, dir string) {
			if err := os.Link(filepath.Join(dir, "acls.json"), filepath.Join(dir, "acls.bak")); err != nil {
				t.Fatal(err)
			}
		}, "", "under 2 names (hard links)"},
		"a new name that is taken":   {func(t *testing.T, dir string) { write(t, dir, "authenticate_frameworks", "") }, "", "file already exists"},
		"a new name that gets taken": {func(t *testing.T, dir string) { write(t, dir, "authenticate_frameworks", "") }, "move", "file already exists"},
		"a name of a link, taken":    {func(t *testing.T, dir string) { write(t, dir, "moved_here", "") }, "", "file already exists"},
		"a new file that is there":   {func(t *testing.T, dir string) { write(t, dir, "new", "") }, "", "file already exists"},
		"a new file that gets there": {func(t *testing.T, dir string) { write(t, dir, "new", "") }, "move", "file already exists"},
		"a directory instead of file": {func(t *testing.T, dir string) {
			os.Remove(filepath.Join(dir, "acls.json"))
			os.Mkdir(filepath.Join(dir, "acls.json"), 0o755)
		}, "", "not a regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			like, _ := cluster(t)
			test.disturb(t, like)
			want := tree(t, like)

			dir, c := cluster(t)
			disturbed, state := false, ownDir(t)
			disturb := func(step, path string) error {
				if !disturbed && step == test.during && !strings.HasPrefix(path, state) {
					test.disturb(t, dir)
					disturbed = true
				}
				return nil
			}
			_ = disturb("", "")
			err := c.apply(context.Background(), Options{State: state}, onDisk(disturb))
			var refused *ApplyError
			if !errors.As(err, &refused) || len(refused.Left) > 0 || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
				t.Error(diff)
			}
			nothingLeft(t, dir, state, 0)
		})
	}
}

// Two names of one file that change it differently cannot both be right.
func TestApplyRefusesTwoContentsForOneFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a", path+"2"); err != nil {
		t.Fatal(err)
	}
	a, b := plain("a", path, []byte("x")), plain("a2", path+"2", []byte("x"))
	err := Plan([]lint.Diagnostic{editing(a, "x", 0, 1, "y"), editing(b, "x", 0, 1, "z")}, Scope{}, nil).Apply(context.Background(), Options{State: ownDir(t)})
	if err == nil || !strings.Contains(err.Error(), "lead to the same file") {
		t.Errorf("got %v", err)
	}
}

func TestApplyOrdersRenames(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"a", "b"} {
		if err := os.WriteFile(path(name), []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file := func(from, to string) *File {
		return &File{Path: from, NewPath: to, File: path(from), NewFile: path(to), Old: []byte(from), New: []byte(from)}
	}
	c := &Changes{Files: []*File{file("a", "b"), file("b", "c")}}
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"b": "a", "c": "b"} {
		if got, err := os.ReadFile(path(name)); err != nil || !bytes.Equal(got, []byte(want)) {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
	c = &Changes{Files: []*File{file("x", "y"), file("y", "x")}}
	c.Files[0].Old, c.Files[1].Old = nil, nil
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("got %v", err)
	}
}

func TestApplyLeavesStandardInputAlone(t *testing.T) {
	s := plain("stdin.json", "", []byte("{}"))
	c := Plan([]lint.Diagnostic{editing(s, "x", 1, 1, " ")}, Scope{}, nil)
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
		t.Error(err)
	}
	if len(c.Files) != 1 || string(c.Files[0].New) != "{ }" {
		t.Errorf("got %v", contents(c))
	}
}
