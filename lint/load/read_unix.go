//go:build unix

package load

import (
	"io/fs"
	"syscall"
)

// readFile returns the content and the permission bits of a regular file. wanted sees the first bytes and the size, and
// returns an error where the rest is not to be read. It goes around package os, whose files cost a registration with
// the poller each, and never waits for the writer of a FIFO.
func readFile(path string, buffer []byte, wanted func(head []byte, size int64) error) ([]byte, fs.FileMode, error) {
	fd, err := retry(func() (int, error) {
		return syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, 0, err
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil, 0, err
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return nil, 0, errNotRegular
	}
	read := func(b []byte) (int, error) {
		return retry(func() (int, error) { return syscall.Read(fd, b) })
	}
	n, err := read(buffer)
	if err != nil {
		return nil, 0, err
	}
	if err := wanted(buffer[:n], max(stat.Size, int64(n))); err != nil {
		return nil, 0, err
	}
	data := make([]byte, n, max(int(stat.Size), n))
	copy(data, buffer)
	for n > 0 && len(data) < cap(data) {
		if n, err = read(data[len(data):cap(data)]); err != nil {
			return nil, 0, err
		}
		data = data[:len(data)+n]
	}
	return data, fs.FileMode(stat.Mode & 0o777), nil
}

func retry(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != syscall.EINTR {
			return n, err
		}
	}
}
