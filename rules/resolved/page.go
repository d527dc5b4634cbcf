package resolved

import "strings"

// IsMarkup reports whether a text begins with "<", as a web page does that was saved in place of what it shows. No document of
// Mesos begins so.
func IsMarkup(text string) bool {
	return strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n"), "<")
}

// MarkupProblem says of a text that begins with "<" what is wrong with it.
const MarkupProblem = "it begins with <, as a saved web page does"
