//go:build !unix

package load

import (
	"io"
	"io/fs"
	"os"
)

// readFile returns the content and the permission bits of a regular file. wanted sees the first bytes and the size, and
// returns an error where the rest is not to be read.
func readFile(path string, buffer []byte, wanted func(head []byte, size int64) error) ([]byte, fs.FileMode, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errNotRegular
	}
	n, err := io.ReadFull(f, buffer[:min(int64(len(buffer)), info.Size())])
	if err != nil {
		return nil, 0, err
	}
	if err := wanted(buffer[:n], info.Size()); err != nil {
		return nil, 0, err
	}
	data := make([]byte, info.Size())
	copy(data, buffer[:n])
	if _, err := io.ReadFull(f, data[n:]); err != nil {
		return nil, 0, err
	}
	return data, info.Mode().Perm(), nil
}
