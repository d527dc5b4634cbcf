package template

import "strings"

// Unrendered returns the form of the first mark of a template language in a value that nothing renders, as far as the
// format and the name of its file tell: "{{ }}", "<% %>", "${ }", "@ @" or "% %"; "" if there is none. What is only known at
// run time has a mark only if nothing else, such as a command of a shell, can be the reason.
func Unrendered(text string, known bool) string {
	if strings.ContainsAny(text, "`") || strings.Contains(text, "$(") {
		return ""
	}
	switch {
	case ofSwarm(text):
		return ""
	case encloses(text, "{{", "}}"):
		return "{{ }}"
	case encloses(text, "<%", "%>"):
		return "<% %>"
	case !known, strings.ContainsAny(text, " \t\n\""):
		return "" // the latter are of a command or of JSON, in which the other marks are usual
	case hasVariable(text):
		return "${ }"
	case hasPlaceholder(text, '@'):
		return "@ @"
	case hasPlaceholder(text, '%'):
		return "% %"
	}
	return ""
}

// UnrenderedAt returns the form of the mark of a template language that a text begins with; "" if it begins with none.
func UnrenderedAt(text string) string {
	end := strings.IndexAny(text, " \t\r\n,:]\"")
	if end < 0 {
		end = len(text)
	}
	word := strings.TrimRight(text[:end], "}")
	if strings.HasPrefix(word, "${") {
		word += "}"
	}
	if form := Unrendered(word, true); form != "" && strings.HasPrefix(word, form[:1]) {
		return form
	}
	return ""
}

// ofSwarm reports whether all marks of a text are placeholders that Docker replaces in the services of a swarm.
func ofSwarm(text string) bool {
	found := false
	for rest := text; ; found = true {
		_, after, more := strings.Cut(rest, "{{")
		if !more {
			return found
		}
		name := strings.TrimLeft(after, " ")
		if !strings.HasPrefix(name, ".Node.") && !strings.HasPrefix(name, ".Service.") && !strings.HasPrefix(name, ".Task.") {
			return false
		}
		rest = after
	}
}

// encloses reports whether a text has an opening mark with something between it and the closing one.
func encloses(text, opening, closing string) bool {
	_, rest, found := strings.Cut(text, opening)
	inner, _, closed := strings.Cut(rest, closing)
	return found && closed && strings.TrimSpace(inner) != ""
}

// hasVariable reports whether a text has a variable in braces: ${NAME}.
func hasVariable(text string) bool {
	_, rest, found := strings.Cut(text, "${")
	name, _, closed := strings.Cut(rest, "}")
	return found && closed && name != "" && (isLetter(name[0]) || name[0] == '_')
}

// hasPlaceholder reports whether a text has a name in capitals between two of a mark, and neither letter nor digit beside
// them: a password in a URL may hold the mark, too.
func hasPlaceholder(text string, mark byte) bool {
	for start := 0; ; start++ {
		next := strings.IndexByte(text[start:], mark)
		if next < 0 {
			return false
		}
		if start += next; start > 0 && isWordByte(text[start-1]) {
			continue
		}
		end := start + 1
		for end < len(text) && (isCapital(text[end]) || end > start+1 && (text[end] == '_' || isDigit(text[end]))) {
			end++
		}
		if end > start+2 && end < len(text) && text[end] == mark && (end+1 == len(text) || !isWordByte(text[end+1])) {
			return true
		}
	}
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
