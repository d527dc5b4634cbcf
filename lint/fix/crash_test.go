//go:build unix

package fix

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// disks are the file systems that a run can meet.
var disks = map[string]poor{
	"all":           {disk: osDisk{}},
	"no rename":     {disk: osDisk{}, noMove: true},
	"no hard links": {disk: osDisk{}, noLinks: true},
}

// chain is a directory in which a file gets the name of another one, which gets a third name.
func chain(t *testing.T) (dir string, c *Changes) {
	t.Helper()
	dir = t.TempDir()
	c = &Changes{}
	for _, f := range [][4]string{{"a", "b", "x", "y"}, {"b", "c", "x", "x"}} { // from, to, old, new
		from := filepath.Join(dir, f[0])
		if err := os.WriteFile(from, []byte(f[2]), 0o644); err != nil {
			t.Fatal(err)
		}
		c.Files = append(c.Files, &File{Path: f[0], NewPath: f[1], File: from, NewFile: filepath.Join(dir, f[1]), Old: []byte(f[2]), New: []byte(f[3])})
	}
	return dir, c
}

// single is a directory with one file to change.
func single(t *testing.T) (dir string, c *Changes) {
	t.Helper()
	dir, c = chain(t)
	c.Files = c.Files[:1]
	c.Files[0].NewFile, c.Files[0].NewPath = c.Files[0].File, c.Files[0].Path
	return dir, c
}

// applied is what a directory holds after its changes.
func applied(t *testing.T, prepare func(t *testing.T) (string, *Changes)) map[string]string {
	t.Helper()
	dir, c := prepare(t)
	if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
		t.Fatal(err)
	}
	return tree(t, dir)
}

// recovered undoes what a state directory tells of, at most limit steps of it.
func recovered(t *testing.T, state string, d disk) error {
	t.Helper()
	found, err := FindInterrupted(state)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range found {
		if i.Running {
			t.Fatal("the lock of a run outlasts it")
		}
		out, err := i.rollBack(d)
		if err != nil {
			return err
		}
		if len(out.Left) > 0 {
			t.Fatalf("not put back: %q", out.Left)
		}
	}
	return nil
}

// A process that is killed after any number of steps leaves what is, after recovery, all old or all new, and nothing else;
// and so does a recovery that is killed after any number of steps, when it is done again.
func TestKilledAtEveryStep(t *testing.T) {
	for name, p := range disks {
		for what, prepare := range map[string]func(t *testing.T) (string, *Changes){"cluster": cluster, "chain": chain, "single": single} {
			t.Run(name+", "+what, func(t *testing.T) { killedAtEveryStep(t, p, prepare) })
		}
	}
}

func killedAtEveryStep(t *testing.T, p poor, prepare func(t *testing.T) (string, *Changes)) {
	inMemory(t)
	wanted := applied(t, prepare)
	stops, news := 0, 0
	for k := 0; ; k++ {
		dir, c := prepare(t)
		before, state := tree(t, dir), filepath.Join(t.TempDir(), "a", "b")
		steps := 0
		err := c.apply(context.Background(), Options{State: state}, hooked{p, killedAfter(k, &steps)})
		if err == nil {
			if diff := cmp.Diff(wanted, tree(t, dir)); diff != "" {
				t.Fatal(diff)
			}
			break
		}
		if !errors.Is(err, errKilled) && !strings.HasPrefix(err.Error(), "all changes are written") {
			t.Fatal(err)
		}
		stops++
		for limit := 0; ; limit++ {
			tries := 0
			if err := recovered(t, state, hooked{p, killedAfter(limit%40, &tries)}); err == nil {
				break
			} else if !errors.Is(err, errKilled) && !strings.Contains(err.Error(), "temporary files") {
				t.Fatalf("step %d, recovery: %v", k, err)
			}
		}
		after := tree(t, dir)
		if diff := cmp.Diff(wanted, after); diff == "" {
			news++
		} else if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("stopped after step %d, neither old nor new:\n%s", k, diff)
		}
		if c.apply(context.Background(), Options{State: state}, p) == nil && len(entriesOf(state)) > 0 {
			t.Fatalf("after the next run there is %v in the state directory", entriesOf(state))
		}
		nothingLeft(t, dir, state, k)
	}
	t.Logf("stopped at %d steps, all new after %d of them", stops, news)
	if stops < 9 || news < 3 || news > stops/2 {
		t.Errorf("stopped at %d steps, all new after %d of them", stops, news)
	}
}

func entriesOf(dir string) []os.DirEntry {
	entries, _ := os.ReadDir(dir)
	return entries
}

// nothingLeft holds that no temporary file, directory or journal is there; a new journal that was never named may be.
func nothingLeft(t *testing.T, dir, state string, k int) {
	t.Helper()
	for _, host := range []string{dir, filepath.Dir(dir), state} {
		entries, _ := os.ReadDir(host)
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), stagePrefix) || host == state && !strings.HasPrefix(e.Name(), newPrefix) && !strings.HasSuffix(e.Name(), lockSuffix) {
				t.Fatalf("stopped after step %d, %s is left in %s", k, e.Name(), host)
			}
		}
	}
}

// Whichever step fails alone, the run itself puts everything back and leaves nothing.
func TestApplyIsAllOrNothing(t *testing.T) {
	boom := errors.New("disk on fire")
	for name, p := range disks {
		t.Run(name, func(t *testing.T) {
			inMemory(t)
			failed := 0
			for k := 1; ; k++ {
				dir, c := cluster(t)
				before, state, n := tree(t, dir), ownDir(t), 0
				err := c.apply(context.Background(), Options{State: state}, hooked{p, func(step, path string) error {
					if n++; n == k {
						return fmt.Errorf("%s: %w", step, boom)
					}
					return nil
				}})
				if n < k {
					break
				}
				if err == nil || strings.HasPrefix(err.Error(), "all changes are written") { // it went another way, or on
					if err := recovered(t, state, osDisk{}); err != nil {
						t.Fatal(err)
					}
					nothingLeft(t, dir, state, k)
					continue
				}
				failed++
				var apply *ApplyError
				if !errors.Is(err, boom) || !errors.As(err, &apply) || len(apply.Left) > 0 || !strings.HasSuffix(err.Error(), "; no file was changed") {
					t.Fatalf("step %d: %v", k, err)
				}
				if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
					t.Fatalf("%v\n%s", err, diff)
				}
				nothingLeft(t, dir, state, k)
			}
			if failed < 15 {
				t.Errorf("only %d steps were failed", failed)
			}
		})
	}
}

// A file system that can neither rename without replacing nor link gives no file a name that somebody else may take.
func TestApplyNeverReplacesWhatCameInBetween(t *testing.T) {
	for name, p := range map[string]poor{
		"no rename":      {disk: osDisk{}, noMove: true},
		"neither of two": {disk: osDisk{}, noMove: true, noLinks: true},
	} {
		for _, comes := range []bool{false, true} {
			dir, c := cluster(t)
			before := tree(t, dir)
			state, target := ownDir(t), ""
			err := c.apply(context.Background(), Options{State: state}, hooked{p, func(step, path string) error {
				if comes && step == "move" && target == "" {
					for _, f := range c.Files {
						if f.File == path {
							target = f.NewFile
							before[filepath.Base(target)] = "somebody's"
							return os.WriteFile(target, []byte("somebody's"), 0o600)
						}
					}
				}
				return nil
			}})
			if name == "no rename" && !comes {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			var apply *ApplyError
			if !errors.As(err, &apply) || len(apply.Left) > 0 || !errors.Is(err, fs.ErrExist) && !errors.Is(err, errNoMove) {
				t.Errorf("%s: %v", name, err)
			}
			after := tree(t, dir)
			if comes {
				if data, _ := os.ReadFile(target); target == "" || string(data) != "somebody's" {
					t.Errorf("%s: %s holds %q", name, target, data)
				}
				delete(after, filepath.Base(target))
				delete(before, filepath.Base(target))
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			nothingLeft(t, dir, state, 0)
		}
	}
}

// What others may write is not acted upon, and several changes are refused there.
func TestStateOfOthers(t *testing.T) {
	dir, c := cluster(t)
	before, state, steps := tree(t, dir), ownDir(t), 0
	if err := c.apply(context.Background(), Options{State: state}, hooked{poor{disk: osDisk{}}, killedAfter(28, &steps)}); err == nil {
		t.Fatal("it was not killed")
	}
	if err := os.Chmod(state, 0o777); err != nil {
		t.Fatal(err)
	}
	if found, err := FindInterrupted(state); len(found) > 0 || err != nil {
		t.Errorf("found %v, %v", found, err)
	}
	other, d := cluster(t)
	if err := d.Apply(context.Background(), Options{State: state}); err == nil || !strings.Contains(err.Error(), "not the user's alone") {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, tree(t, other)); diff != "" {
		t.Error(diff)
	}
	if err := os.Chmod(state, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := recovered(t, state, osDisk{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// A run names those of its files that lie in what somebody asks for, through links too.
func TestConcerns(t *testing.T) {
	top := t.TempDir()
	for _, dir := range []string{"a/b", "c"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("a", filepath.Join(top, "link")); err != nil {
		t.Fatal(err)
	}
	i := &Interrupted{Files: []string{filepath.Join(top, "a/b/x"), filepath.Join(top, "c/y")}}
	for _, test := range []struct {
		paths []string
		want  int
	}{
		{nil, 2}, {[]string{"a"}, 1}, {[]string{"link"}, 1}, {[]string{"link/b/x"}, 1}, {[]string{"c/y"}, 1}, {[]string{"c/yy"}, 0}, {[]string{"a/b/x/z"}, 0}, {[]string{"."}, 2},
	} {
		paths := []string{}
		for _, p := range test.paths {
			paths = append(paths, filepath.Join(top, p))
		}
		if got := i.Concerns(paths); len(got) != test.want {
			t.Errorf("%v: %v", test.paths, got)
		}
	}
}

// What a program writes to the old file when all is done is kept, and said.
func TestWrittenAfterAll(t *testing.T) {
	dir, c := single(t)
	open, err := os.OpenFile(filepath.Join(dir, "a"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	state, committed := ownDir(t), false
	err = c.apply(context.Background(), Options{State: state}, hooked{poor{disk: osDisk{}}, func(step, path string) error {
		if step == "replace" && strings.HasPrefix(filepath.Base(path), singlePrefix) {
			_, err := open.WriteString("late")
			committed = true
			return err
		}
		return nil
	}})
	if err == nil || !committed || !strings.HasPrefix(err.Error(), "all changes are written, but another program wrote to the old a meanwhile, and what it wrote is in ") {
		t.Fatalf("got %v", err)
	}
	_, backup, _ := strings.Cut(err.Error(), "is in ")
	if data, err := os.ReadFile(backup); string(data) != "late" {
		t.Errorf("%s holds %q, %v", backup, data, err)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "a")); string(data) != "y" {
		t.Errorf("the file holds %q", data)
	}
	if len(entriesOf(state)) > 0 {
		t.Errorf("in the state directory there is %v", entriesOf(state))
	}
}
