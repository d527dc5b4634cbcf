//go:build !unix && !windows

package fix

import (
	"errors"
	"os"
)

// removesOpenFiles is set if a file can be removed that somebody has opened.
const removesOpenFiles = false

// lock is not known how to take here.
func lock(*os.File, bool) (bool, error) { return false, errors.ErrUnsupported }
