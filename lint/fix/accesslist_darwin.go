package fix

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// errAccessList says that a file is left because of an access list. macOS keeps it apart from the attributes, and has no
// call that sets one but in its C library, which this program does without.
var errAccessList = errors.New("its access list (ls -le shows it) cannot be kept on macOS: change it by hand, or take the list off (chmod -N) and put it back afterwards")

// sameAccessList is an error if a new file has another access list than the one that it is to replace.
func sameAccessList(path, like string) error {
	want, err := accessListOf(like)
	if err != nil {
		return err
	}
	have, err := accessListOf(path)
	if err == nil && have != want {
		err = errAccessList
	}
	return err
}

// settle refuses where a file that is created in a directory would have got an access list there, or has one from where it was
// made.
func (osDisk) settle(path, dir string, mode fs.FileMode) error {
	list, err := accessListOf(path)
	if err != nil {
		return err
	}
	above, err := accessListOf(dir)
	if err != nil {
		return err
	}
	if list != "" || handsDown(above) {
		return errors.New("its directory gives its files an access list (ls -lde shows it), which cannot be given on macOS")
	}
	return os.Chmod(path, mode&modeBits)
}

// accessListOf returns the entries of the access list of a file; "" if it has none, and where the file system has no lists.
func accessListOf(path string) (string, error) {
	name, err := unix.BytePtrFromString(path)
	if err != nil {
		return "", err
	}
	// Commonattr is what is asked for. 128 entries, the most that a list has, take 3 KiB.
	wanted := unix.Attrlist{Bitmapcount: unix.ATTR_BIT_MAP_COUNT, Commonattr: unix.ATTR_CMN_EXTENDED_SECURITY}
	buffer := make([]byte, 8192)
	_, _, code := unix.Syscall6(unix.SYS_GETATTRLIST, uintptr(unsafe.Pointer(name)), uintptr(unsafe.Pointer(&wanted)),
		uintptr(unsafe.Pointer(&buffer[0])), uintptr(len(buffer)), unix.FSOPT_NOFOLLOW, 0)
	runtime.KeepAlive(name)
	switch {
	case code == unix.ENOTSUP, code == unix.EINVAL:
		return "", nil
	case code != 0:
		return "", fmt.Errorf("reading its access list: %w", code)
	}
	return accessEntries(buffer)
}
