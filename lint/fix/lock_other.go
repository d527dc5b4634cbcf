//go:build !unix && !windows

package fix

import (
	"errors"
	"os"
)

// lock is not known how to take here.
func lock(*os.File, bool) (bool, error) { return false, errors.ErrUnsupported }
