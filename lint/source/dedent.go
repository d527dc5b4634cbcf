package source

import "strings"

// Dedent returns where the lines of a text stand, each with its newline and without the blanks that it begins with, of which margin
// are left out at most: the lines of a heredoc that is indented.
func Dedent(s string, margin int) []Range {
	var lines []Range
	for at := 0; at < len(s); {
		next := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		from := at
		for from < at+margin && from < next && (s[from] == ' ' || s[from] == '\t') {
			from++
		}
		lines, at = append(lines, Range{Start: from, End: next}), next
	}
	return lines
}
