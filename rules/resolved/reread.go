package resolved

import "github.com/mesoslint/mesoslint/lint/source"

// rereadLimit is how many bytes of a document are read again to work out what fixes of single places change. It is enough
// for hundreds of fixes in a usual file, and keeps one with thousands of mistakes from taking the square of its length.
const rereadLimit = 8 << 20

// Rereadable reports whether each of n fixes may be worked out by reading a changed copy of the text. If not, they are to be
// one fix.
func Rereadable(text *source.Text, n int) bool { return n <= 4 || n <= rereadLimit/max(1, text.Len()) }
