package fix

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nobody makes the file accesses of the rest of a test those of an ordinary user.
func nobody(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	runtime.LockOSThread() // never unlocked: the thread ends with the test
	if err := syscall.Setfsuid(65534); err != nil {
		t.Fatal(err)
	}
}

func TestApplyInAReadOnlyDirectory(t *testing.T) {
	dir, c := cluster(t)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	before, state := tree(t, dir), openDir(t)
	failed := make(chan error)
	go func() {
		nobody(t)
		failed <- c.Apply(context.Background(), Options{State: state, foreign: true})
	}()
	err := <-failed
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// An owner that cannot be kept is a reason to write nothing.
func TestApplyKeepsTheOwnerOrWritesNothing(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root to give a file away")
	}
	dir, c := cluster(t)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"acls.json", "shared", "authenticate"} {
		if err := os.Chmod(dir+"/"+name, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	before, state := tree(t, dir), openDir(t)
	failed := make(chan error)
	go func() {
		nobody(t)
		failed <- c.Apply(context.Background(), Options{State: state, foreign: true})
	}()
	if err := <-failed; !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// openDir is a directory that anybody may write to.
func openDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
