//go:build !linux

package main

import "os"

// terminalWidth returns the columns of a terminal, 0 if that is not known.
func terminalWidth(*os.File) int { return 0 }
