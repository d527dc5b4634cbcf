//go:build unix

package main

import (
	"os"
	"syscall"
)

// peak returns the most memory that a process used, in KiB on Linux; 0 if that is not known.
func peak(ended *os.ProcessState) int64 {
	if usage, ok := ended.SysUsage().(*syscall.Rusage); ok {
		return int64(usage.Maxrss)
	}
	return 0
}
