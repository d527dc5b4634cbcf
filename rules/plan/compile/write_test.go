//go:build unix

package compile

import (
	"context"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/fix"
)

// A plan is refused, with the reason, where it cannot be written or a file cannot be copied.
func TestPlaceRefuses(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, cluster)
	lay(t, dir, map[string]string{"taken/x": "", "link/../file": ""})
	if err := os.Symlink("nowhere", filepath.Join(dir, "dangling")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("m/etc", filepath.Join(dir, "into")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ out, path, want string }{
		{"", "m", "empty"}, {"taken", "m", "exists already"}, {"file", "m", "exists already"}, {"dangling", "m", "exists already"},
		{"m/plan", "m", "lies in m"}, {"m/etc/plan", "m", "lies in m"}, {"into/plan", "m", "lies in m"}, {"plan", ".", "lies in ."},
		{"no/such/plan", "m", "cannot be made"}, {"file/plan", "m", "file/plan"}, {"-", "m", "not the name of a directory"},
	} {
		if _, err := Place(c.out, dir, []string{c.path}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("--out %q of %s: %v, want %q", c.out, c.path, err, c.want)
		}
	}
	if place, err := Place("plan", dir, []string{"m"}); err != nil || filepath.Base(place) != "plan" {
		t.Errorf("plan beside m: %q, %v", place, err)
	}
}

func TestWhatCannotBeCopied(t *testing.T) {
	for name, special := range map[string]func(path string) error{
		"a FIFO": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"a socket": func(path string) error {
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
			if err == nil {
				t.Cleanup(func() { l.Close() })
			}
			return err
		},
	} {
		dir, err := os.MkdirTemp("", "p") // a socket's path must be short
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.RemoveAll(dir) })
		lay(t, dir, cluster)
		if err := special(filepath.Join(dir, "bin/special")); err != nil {
			t.Fatal(err)
		}
		if _, err := compiled(t, dir, "1.2.3", "1.3.2"); err == nil || !strings.Contains(err.Error(), "bin/special is "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	dir := t.TempDir()
	lay(t, dir, map[string]string{"notes.txt": "x"})
	if _, err := compiled(t, dir, "1.2.3", "1.3.2"); err == nil || !strings.Contains(err.Error(), "nothing to check was found") {
		t.Errorf("a folder without configuration: %v", err)
	}
	if _, err := compiledOf(t, t.TempDir(), []string{"-"}, fix.Safe, "1.2.3", "1.3.2"); err == nil {
		t.Error("standard input is compiled")
	}
}

// impatient is a context that is cancelled once it was asked often enough.
type impatient struct {
	context.Context
	left int
}

func (c *impatient) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Wherever writing is interrupted, nothing is left.
func TestInterruptedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, cluster)
	if err := os.Chmod(filepath.Join(dir, "bin"), 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "bin"), 0o755) })
	p, err := compiled(t, dir, "0.28.3", "1.3.2")
	if err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	for n := 0; ; n++ {
		out := filepath.Join(parent, "plan")
		err := p.Write(&impatient{context.Background(), n}, out, nil)
		left := look(t, parent)
		if err == nil {
			if n < len(p.Trees)*len(cluster) || left["plan/README.md"] == "" {
				t.Errorf("written after %d looks at the context", n)
			}
			for _, tree := range p.Trees {
				_ = os.Chmod(filepath.Join(out, tree.Name, "bin"), 0o755)
			}
			return
		}
		if len(left) != 1 {
			t.Fatalf("interrupted at %d (%v), and left %q", n, err, slices.Collect(maps.Keys(left)))
		}
	}
}

// What changes while the plan is made, and a directory that comes to exist, make it fail and leave nothing.
func TestChangedMeanwhile(t *testing.T) {
	for what, change := range map[string]func(dir, out string) error{
		"changed while":      func(dir, _ string) error { return os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("new"), 0o644) },
		"m/etc/mesos":        func(dir, _ string) error { return os.WriteFile(filepath.Join(dir, "m/etc/mesos/more"), nil, 0o644) },
		"no such file":       func(dir, _ string) error { return os.Remove(filepath.Join(dir, "bin/tool")) },
		"come to exist":      func(_, out string) error { return os.Mkdir(out, 0o755) },
		"symbolic links":     func(dir, _ string) error { return relink(filepath.Join(dir, "notes.txt")) },
		"not a regular file": func(dir, _ string) error { return refill(filepath.Join(dir, "notes.txt")) },
	} {
		dir, parent := t.TempDir(), t.TempDir()
		lay(t, dir, cluster)
		p, err := compiled(t, dir, "1.2.3", "1.3.2")
		if err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(parent, "plan")
		if err := change(dir, out); err != nil {
			t.Fatal(err)
		}
		before := look(t, parent)
		if err := p.Write(context.Background(), out, nil); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
		if diff := cmp.Diff(before, look(t, parent)); diff != "" {
			t.Errorf("%s leaves something:\n%s", what, diff)
		}
	}
}

func relink(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return os.Symlink("/etc/passwd", path)
}

func refill(path string) error {
	if err := os.Remove(path); err != nil {
		return err
	}
	return syscall.Mkfifo(path, 0o600)
}
