package source

import "bytes"

// LooksLikeJSON reports whether a file that begins with head can be a JSON document, or was meant to be one.
func LooksLikeJSON(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	head = bytes.TrimLeft(head, " \t\r\n")
	for len(head) > 0 {
		switch {
		case head[0] == '{' || head[0] == '[':
			return true
		case bytes.HasPrefix(head, []byte("//")):
			_, after, found := bytes.Cut(head, []byte("\n"))
			if !found {
				return false
			}
			head = bytes.TrimLeft(after, " \t\r\n")
		case bytes.HasPrefix(head, []byte("/*")):
			_, after, found := bytes.Cut(head, []byte("*/"))
			if !found {
				return false
			}
			head = bytes.TrimLeft(after, " \t\r\n")
		default:
			return false
		}
	}
	return false
}
