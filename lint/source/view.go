package source

import "unsafe"

// viewString returns the bytes as a string without copying them. Source.Data never changes after New, which is what
// makes this sound; it keeps a 24 MB file from being held twice.
func viewString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// viewBytes is the reverse, for readers that promise not to write.
func viewBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
