//go:build !linux

package main

import "os"

// terminalWidth returns the columns of a terminal, 0 where that is not known.
func terminalWidth(*os.File) int { return 0 }
