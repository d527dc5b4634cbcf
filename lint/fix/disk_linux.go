package fix

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func (osDisk) move(path, name string) error {
	err := unix.Renameat2(unix.AT_FDCWD, path, unix.AT_FDCWD, name, unix.RENAME_NOREPLACE)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return errNoMove
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	}
	return &os.LinkError{Op: "rename", Old: path, New: name, Err: err}
}

// settle does by hand what the kernel does where a file is made in a directory: the group of a directory that hands its
// group down, and its default access list, as far as the mode allows.
func (osDisk) settle(path, dir string, mode fs.FileMode) error {
	parent, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if stat, ok := parent.Sys().(*syscall.Stat_t); ok && parent.Mode()&fs.ModeSetgid != 0 {
		if err := os.Lchown(path, -1, int(stat.Gid)); err != nil {
			return fmt.Errorf("giving it the group of its directory: %w", err)
		}
	}
	given, err := attributes(dir)
	if err != nil {
		return err
	}
	have, err := attributes(path)
	if err != nil {
		return err
	}
	if list, found := given["system.posix_acl_default"]; found {
		list, mode = masked(list, mode)
		if err := unix.Lsetxattr(path, "system.posix_acl_access", []byte(list), 0); err != nil {
			return fmt.Errorf("giving it the access list of its directory: %w", err)
		}
	} else if _, found := have["system.posix_acl_access"]; found {
		if err := unix.Lremovexattr(path, "system.posix_acl_access"); err != nil {
			return fmt.Errorf("taking an access list off it: %w", err)
		}
	}
	if label := given["security.selinux"]; label != "" && labelType(label) != labelType(have["security.selinux"]) {
		if err := unix.Lsetxattr(path, "security.selinux", []byte(label), 0); err != nil {
			return fmt.Errorf("giving it the SELinux label of its directory: %w", err)
		}
	}
	return os.Chmod(path, mode&modeBits)
}

// labelType returns the type of an SELinux label, user:role:type:level.
func labelType(label string) string {
	if fields := strings.SplitN(label, ":", 4); len(fields) > 2 {
		return fields[2]
	}
	return ""
}

// The tags of the entries of an access list, as the kernel stores it: a version of four bytes, and eight bytes an entry.
const (
	aclUserObject  = 0x01
	aclGroupObject = 0x04
	aclMask        = 0x10
	aclOther       = 0x20
)

// masked returns a default access list as the kernel would give it to a new file of a mode, and the mode that goes with it.
func masked(list string, mode fs.FileMode) (string, fs.FileMode) {
	data := []byte(list)
	group, mask := -1, -1
	limit := func(at, shift int) {
		perm := binary.LittleEndian.Uint16(data[at:]) & uint16(mode>>shift&7)
		binary.LittleEndian.PutUint16(data[at:], perm)
		mode = mode&^(7<<shift) | fs.FileMode(perm)<<shift
	}
	for at := 4; at+8 <= len(data); at += 8 {
		switch binary.LittleEndian.Uint16(data[at:]) {
		case aclUserObject:
			limit(at+2, 6)
		case aclGroupObject:
			group = at + 2
		case aclMask:
			mask = at + 2
		case aclOther:
			limit(at+2, 0)
		}
	}
	if mask >= 0 {
		limit(mask, 3)
	} else if group >= 0 {
		limit(group, 3)
	}
	return string(data), mode
}

// sameMount reports whether a file can be renamed from one directory to the other: a file system that is mounted at two
// places does not let it pass from one to the other.
func sameMount(a, b string) bool {
	one, err := mountOf(a)
	if err != nil {
		return false
	}
	other, err := mountOf(b)
	return err == nil && one == other
}

// mount is a place where a file system is mounted; id is 0 on kernels that do not tell.
type mount struct {
	major, minor uint32
	id           uint64
}

func mountOf(dir string) (mount, error) {
	var stat unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, dir, 0, unix.STATX_MNT_ID, &stat); err != nil {
		return mount{}, err
	}
	m := mount{major: stat.Dev_major, minor: stat.Dev_minor}
	if stat.Mask&unix.STATX_MNT_ID != 0 {
		m.id = stat.Mnt_id
	}
	return m, nil
}
