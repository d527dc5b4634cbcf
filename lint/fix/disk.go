package fix

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// disk is what fixing changes on a file system. Each call is one step that is made whole or, but for create, not at all,
// so that a test can stop between any two of them.
type disk interface {
	// mkdir makes a directory that only the user may enter.
	mkdir(path string) error
	// create makes a file of a content that only the user may read; that there is one of the name is fs.ErrExist.
	create(path string, content []byte) error
	// keep gives a file the owner, the mode, the access list and the attributes of another one. What cannot be kept is an
	// error.
	keep(path, like string) error
	// settle gives a file that is to be created in a directory the mode, and what the directory gives to its new files.
	settle(path, dir string, mode fs.FileMode) error
	// link gives a file a second name.
	link(path, name string) error
	// replace renames a file to a name that is taken.
	replace(path, name string) error
	// move renames a file to a name that must be free, else it is fs.ErrExist; errNoMove where there is no such renaming.
	move(path, name string) error
	// remove removes a file or an empty directory.
	remove(path string) error
	// sync makes the content of a file last, syncDir the names in a directory.
	sync(path string) error
	syncDir(path string) error
}

// errNoMove says that a file system cannot rename without replacing.
var errNoMove = errors.New("the file system cannot give a file a name without replacing what has it")

// osDisk is the disk of the operating system. What differs between systems is in disk_linux.go, disk_unix.go and
// disk_other.go.
type osDisk struct{}

func (osDisk) mkdir(path string) error { return os.Mkdir(path, 0o700) }

func (osDisk) create(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

func (osDisk) link(path, name string) error    { return os.Link(path, name) }
func (osDisk) replace(path, name string) error { return os.Rename(path, name) }
func (osDisk) remove(path string) error        { return os.Remove(path) }

// modeBits are the bits of a mode that chmod changes.
const modeBits = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky

// exists reports whether there is something of that name, be it a link that leads nowhere.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// sameFile reports whether two names lead to one file, without following links.
func sameFile(a, b string) bool {
	one, err := os.Lstat(a)
	if err != nil {
		return false
	}
	other, err := os.Lstat(b)
	return err == nil && os.SameFile(one, other)
}

// hash names a content.
func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// hashOf is the hash of what has a name, and that of its target for a link; "" for what cannot be read.
func hashOf(path string) string {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return ""
	case info.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(path)
		if err != nil {
			return ""
		}
		return hash([]byte("link to " + target))
	case !info.Mode().IsRegular():
		return ""
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return hash(data)
}

// holds reports whether a file holds that content and nothing else.
func holds(path string, content []byte) (bool, error) {
	data, err := os.ReadFile(path)
	return bytes.Equal(data, content), err
}

// moveOn renames a file to a name that must be free. Where the file system cannot do that in one step, the file has both
// names for a moment; where it has no hard links either, that is errNoMove: who looks first and renames then replaces what
// came in between.
func moveOn(d disk, from, to string) error {
	noMove := d.move(from, to)
	if !errors.Is(noMove, errNoMove) {
		return noMove
	}
	switch err := d.link(from, to); {
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	case err != nil:
		return errors.Join(noMove, err)
	case !sameFile(from, to): // a symbolic link, on a system that gives the name to what it leads to
		return errors.Join(noMove, d.remove(to))
	}
	if err := d.remove(from); err != nil {
		return errors.Join(err, d.remove(to))
	}
	return nil
}

// realPath returns a path without symbolic links but for the last name, which may not exist.
func realPath(path string) string {
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return path
	}
	return filepath.Join(dir, filepath.Base(path))
}
