package fix

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

func (osDisk) move(path, name string) error {
	from, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	switch err := windows.MoveFileEx(from, to, 0); {
	case err == nil:
		return nil
	case errors.Is(err, windows.ERROR_ALREADY_EXISTS), errors.Is(err, windows.ERROR_FILE_EXISTS):
		return fs.ErrExist
	default:
		return &os.LinkError{Op: "rename", Old: path, New: name, Err: err}
	}
}
