package fix

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

func (osDisk) move(path, name string) error {
	err := unix.RenamexNp(path, name, unix.RENAME_EXCL)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EINVAL):
		return errNoMove
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	}
	return &os.LinkError{Op: "rename", Old: path, New: name, Err: err}
}
