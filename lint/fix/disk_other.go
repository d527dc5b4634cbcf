//go:build !unix

package fix

import (
	"io/fs"
	"os"
	"path/filepath"
)

func (osDisk) settle(path, _ string, mode fs.FileMode) error { return os.Chmod(path, mode&modeBits) }

func (osDisk) sync(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

func (osDisk) syncDir(string) error { return nil } // a directory cannot be opened for that

func mayWrite(string) bool { return true } // making a file there tells

func sameMount(a, b string) bool { return filepath.VolumeName(a) == filepath.VolumeName(b) }

func isCrossDevice(error) bool { return false }

// private reports whether there is such a directory; who else may write to it is for the system to say.
func private(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.IsDir()
}
