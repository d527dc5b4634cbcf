//go:build !unix

package main

import (
	"errors"
	"os"
)

func makeFIFO(string) error { return errors.ErrUnsupported }

func makeSocket(string) error { return errors.ErrUnsupported }

// peakMemory returns 0: the most memory that a process used is not known here.
func peakMemory(*os.ProcessState) int64 { return 0 }
