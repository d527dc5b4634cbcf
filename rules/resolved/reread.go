package resolved

import "github.com/mesoslint/mesoslint/lint/source"

// rereadLimit is how many bytes of a document are read again to work out what fixes of single places change. It is enough
// for hundreds of fixes in a usual file, and keeps one with thousands of mistakes from taking the square of its length.
const rereadLimit = 8 << 20

// alwaysReread is how many readings are made of any text but a very long one, so that a few mistakes have fixes of their own.
const alwaysReread = 90

// Rereadable reports whether fixes may be worked out one by one if that has changed copies of the text read n times. If not,
// they are to be one fix.
func Rereadable(text *source.Text, n int) bool {
	return n <= alwaysReread && text.Len() <= rereadLimit/8 || n <= rereadLimit/max(1, text.Len())
}
