//go:build !unix

package compile

import "io/fs"

// careful is what a file is opened with so that one that was replaced meanwhile does no harm; here nothing is known to help.
const careful = 0

// withOwner returns the mode of a file whose owner and group cannot be those of another: only its own may use it.
func withOwner(_ string, _ fs.FileInfo, mode fs.FileMode) fs.FileMode { return mode & 0o700 }
