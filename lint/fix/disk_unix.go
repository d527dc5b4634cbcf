//go:build unix

package fix

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// keep copies the owner first, because that takes bits off the mode, then the attributes, of which the access list is one,
// and then the mode, of which the access list is a part.
func (osDisk) keep(path, like string) error {
	info, err := os.Stat(like)
	if err != nil {
		return err
	}
	if err := keepOwner(path, info); err != nil {
		return fmt.Errorf("keeping its owner: %w", err)
	}
	if err := keepAttributes(path, like); err != nil {
		return err
	}
	if err := sameAccessList(path, like); err != nil {
		return err
	}
	if err := os.Chmod(path, info.Mode()&modeBits); err != nil {
		return fmt.Errorf("keeping its mode: %w", err)
	}
	return nil
}

func keepOwner(path string, like fs.FileInfo) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	have, ok := info.Sys().(*syscall.Stat_t)
	want, ok2 := like.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	return os.Lchown(path, int(want.Uid), int(want.Gid))
}

// names is how many names a file has.
func names(path string) (int, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return 0, err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Nlink), nil
	}
	return 1, nil
}

// sync asks through a descriptor of its own, which the kernel answers for the file as a whole.
func (osDisk) sync(path string) error { return syncPath(path) }

// syncDir is content where a file system cannot sync a directory, which is none the worse.
func (osDisk) syncDir(path string) error {
	if err := syncPath(path); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOTSUP) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

func syncPath(path string) error {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOCTTY, 0)
	if err != nil {
		return &fs.PathError{Op: "open", Path: path, Err: err}
	}
	for {
		if err = unix.Fsync(fd); err != unix.EINTR {
			break
		}
	}
	unix.Close(fd)
	if err != nil {
		return &fs.PathError{Op: "fsync", Path: path, Err: err}
	}
	return nil
}

// removesOpenFiles is set if a file can be removed that somebody has opened.
const removesOpenFiles = true

// lock takes a lock on an open file that ends with the process, and reports whether it could. shared ones go together.
func lock(f *os.File, shared bool) (bool, error) {
	how := unix.LOCK_EX
	if shared {
		how = unix.LOCK_SH
	}
	switch err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB); {
	case err == nil:
		return true, nil
	case errors.Is(err, unix.EWOULDBLOCK):
		return false, nil
	default:
		return false, err
	}
}

// mayWrite reports whether the user may make files in a directory.
func mayWrite(dir string) bool { return unix.Access(dir, unix.W_OK|unix.X_OK) == nil }

// isCrossDevice reports whether a file cannot be linked or renamed because its new place is elsewhere.
func isCrossDevice(err error) bool { return errors.Is(err, unix.EXDEV) }

// private reports whether a directory belongs to the user, and nobody else may write to it.
func private(dir string) bool {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode()&0o022 == 0
}
