//go:build unix && !linux && !darwin

package fix

import (
	"io/fs"
	"os"
)

func (osDisk) settle(path, _ string, mode fs.FileMode) error { return os.Chmod(path, mode&modeBits) }
