package fix

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// hooked is a disk that asks before each step whether to make it.
type hooked struct {
	disk
	// before is called with the step and the path that it is about, the old name of a rename.
	before func(step, path string) error
}

// onDisk is the real disk with a hook.
func onDisk(before func(step, path string) error) hooked { return hooked{osDisk{}, before} }

func (h hooked) try(step, path string, do func() error) error {
	if err := h.before(step, path); err != nil {
		return err
	}
	return do()
}

func (h hooked) mkdir(path string) error {
	return h.try("mkdir", path, func() error { return h.disk.mkdir(path) })
}

func (h hooked) create(path string, content []byte) error {
	err := h.before("create", path)
	if errors.Is(err, errKilled) && errors.Is(err, errHalf) {
		_ = h.disk.create(path, content[:len(content)/2])
	}
	if err != nil {
		return err
	}
	return h.disk.create(path, content)
}

func (h hooked) keep(path, like string) error {
	return h.try("keep", path, func() error { return h.disk.keep(path, like) })
}

func (h hooked) settle(path, dir string, mode fs.FileMode) error {
	return h.try("settle", path, func() error { return h.disk.settle(path, dir, mode) })
}

func (h hooked) link(path, name string) error {
	return h.try("link", path, func() error { return h.disk.link(path, name) })
}

func (h hooked) replace(path, name string) error {
	return h.try("replace", path, func() error { return h.disk.replace(path, name) })
}

func (h hooked) move(path, name string) error {
	return h.try("move", path, func() error { return h.disk.move(path, name) })
}

func (h hooked) remove(path string) error {
	return h.try("remove", path, func() error { return h.disk.remove(path) })
}

func (h hooked) sync(path string) error {
	return h.try("sync", path, func() error { return h.disk.sync(path) })
}

func (h hooked) syncDir(path string) error {
	return h.try("syncDir", path, func() error { return h.disk.syncDir(path) })
}

// errKilled is what every step comes to after a process is killed: none is made. errHalf makes half of the content of a
// file that is being created then.
var (
	errKilled = errors.New("killed")
	errHalf   = errors.New("half")
)

// killedAfter is the hook of a process that is killed when it has made some steps; steps counts those that it tries.
func killedAfter(limit int, steps *int) func(step, path string) error {
	return func(string, string) error {
		*steps++
		switch {
		case *steps <= limit:
			return nil
		case *steps == limit+1:
			return errors.Join(errKilled, errHalf)
		}
		return errKilled
	}
}

// poor is a file system without hard links, or without a rename that replaces nothing, as far as it says so. What is
// written is not made to last, which takes most of the time and matters only to what loses power.
type poor struct {
	disk
	noLinks, noMove bool
}

func (p poor) sync(string) error    { return nil }
func (p poor) syncDir(string) error { return nil }

func (p poor) link(path, name string) error {
	if p.noLinks {
		return errors.ErrUnsupported
	}
	return p.disk.link(path, name)
}

func (p poor) move(path, name string) error {
	if p.noMove {
		return errNoMove
	}
	return p.disk.move(path, name)
}

// ownDir is a directory that nobody else may write to, whatever the umask.
func ownDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// inMemory makes the temporary directories of a test on a file system in memory, if there is one: it makes many.
func inMemory(t *testing.T) {
	t.Helper()
	const shared = "/dev/shm"
	if dir, err := os.MkdirTemp(shared, "mesoslint-"); err == nil {
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		t.Setenv("TMPDIR", dir)
	}
}
