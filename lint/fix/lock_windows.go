package fix

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// removesOpenFiles is set if a file can be removed that somebody has opened.
const removesOpenFiles = false

// lock takes a lock on an open file that ends with the process, and reports whether it could. shared ones go together. The
// byte that is locked is far beyond the end, because nobody else can read one that is locked.
func lock(f *os.File, shared bool) (bool, error) {
	flags := uint32(windows.LOCKFILE_FAIL_IMMEDIATELY)
	if !shared {
		flags |= windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	at := windows.Overlapped{OffsetHigh: 1 << 20}
	switch err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at); {
	case err == nil:
		return true, nil
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION):
		return false, nil
	default:
		return false, err
	}
}
