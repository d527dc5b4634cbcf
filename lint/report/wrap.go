package report

import "strings"

// wrapped breaks a text into lines of a width at its blanks, but not within code, which people copy. first is how many
// columns of the first line are taken. A word wider than a line stays whole; a width of 0 breaks nothing.
func wrapped(text string, width, first int) []string {
	if width <= 0 || first+textWidth(text) <= width {
		return []string{text}
	}
	var lines []string
	var line strings.Builder
	column := first
	for _, word := range unbroken(text) {
		taken := textWidth(word)
		switch {
		case line.Len() > 0 && column+1+taken > width:
			lines = append(lines, line.String())
			line.Reset()
			column = 0
		case line.Len() > 0:
			line.WriteByte(' ')
			column++
		}
		line.WriteString(word)
		column += taken
	}
	return append(lines, line.String())
}

// unbroken splits a text at its blanks but those between backquotes. Where a backquote has no partner, none counts.
func unbroken(text string) []string {
	words := strings.Split(text, " ")
	if strings.Count(text, "`")%2 != 0 {
		return words
	}
	var out []string
	open := false
	for _, word := range words {
		if open {
			out[len(out)-1] += " " + word
		} else {
			out = append(out, word)
		}
		open = open != (strings.Count(word, "`")%2 != 0)
	}
	return out
}
