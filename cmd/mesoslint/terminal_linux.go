package main

import (
	"os"
	"syscall"
	"unsafe"
)

// terminal reports whether f is a terminal, and how many columns it has; 0 if it does not know. /dev/null is none, though it is
// a character device as a terminal is.
func terminal(f *os.File) (columns int, ok bool) {
	var size struct{ rows, columns, x, y uint16 }
	_, _, err := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	return int(size.columns), err == 0
}
