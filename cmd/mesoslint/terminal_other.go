//go:build !linux

package main

import "os"

// terminal reports whether f is a character device, which is what a terminal is and a pipe or a file is not. How many columns
// it has is not known: 0.
func terminal(f *os.File) (columns int, ok bool) {
	info, err := f.Stat()
	return 0, err == nil && info.Mode()&os.ModeCharDevice != 0
}
