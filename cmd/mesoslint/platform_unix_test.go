//go:build unix

package main

import (
	"os"
	"syscall"
)

func makeFIFO(path string) error { return syscall.Mkfifo(path, 0o644) }

func makeSocket(path string) error {
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	return syscall.Bind(socket, &syscall.SockaddrUnix{Name: path})
}

// peakMemory returns the most memory that a process used, in KiB on Linux; 0 if that is not known.
func peakMemory(ended *os.ProcessState) int64 {
	if usage, ok := ended.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss)
	}
	return 0
}
