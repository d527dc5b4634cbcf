package redact

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// secretWords are in the names of variables, flags and members whose values nobody may see.
var secretWords = []string{"secret", "password", "passwd", "passphrase", "token", "credential", "api_key", "apikey", "access_key",
	"accesskey", "private_key", "privatekey", "signing_key", "encryption_key", "_pw", "pwd", "httpheaders", "webhook", "database_url",
	"bearer", "cookie"}

// secretParts are whole parts of such names, between "_", "-" and ".".
var secretParts = []string{"pass", "pw", "pat", "psk", "salt", "creds", "cred", "dsn", "jwt", "otp", "pin", "apikey", "sas"}

// IsSecretName reports whether a name is one of a secret.
func IsSecretName(name string) bool {
	name = lowerASCII(name)
	return name == "auth" || slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) }) ||
		slices.ContainsFunc(strings.FieldsFunc(name, func(c rune) bool { return c == '_' || c == '-' || c == '.' }),
			func(part string) bool { return slices.Contains(secretParts, part) })
}

// lowerASCII is strings.ToLower that leaves every byte where it is.
func lowerASCII(s string) string {
	first := strings.IndexFunc(s, isUpperASCII)
	if first < 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	out.WriteString(s[:first])
	for i := first; i < len(s); i++ {
		c := s[i]
		if isUpperASCII(rune(c)) {
			c += 'a' - 'A'
		}
		out.WriteByte(c)
	}
	return out.String()
}

func isUpperASCII(c rune) bool { return 'A' <= c && c <= 'Z' }

// MaskNamed marks in any text what is given to a name that is one of a secret: NAME=value, --name=value, name: value and
// "name": "value" however it is quoted, and the value beside "key": "name". It reads no format, so that a secret in a line
// that a daemon would never read is hidden too. wholeLines is set if a value goes on to the end of its line.
//
// A path is not a secret: it names the file that holds it.
func MaskNamed(s *source.Source, wholeLines bool) {
	r := nameReader{source: s, data: source.WholeText(s).String(), wholeLines: wholeLines}
	lower := lowerASCII(r.data)
	for _, words := range [...][]string{secretWords, secretParts, {"auth"}} {
		for _, word := range words {
			r.maskNamesWith(lower, word)
		}
	}
}

// maskNamesWith masks the values of the secret names that hold a word; lower is the data in lower case.
func (r *nameReader) maskNamesWith(lower, word string) {
	for at := 0; ; {
		i := strings.Index(lower[at:], word)
		if i < 0 {
			return
		}
		start, end := r.nameAround(at+i, at+i+len(word))
		at = end
		if IsSecretName(r.data[start:end]) {
			at = r.maskValueOf(start, end)
		}
	}
}

type nameReader struct {
	source     *source.Source
	data       string
	wholeLines bool
}

// nameAround returns the whole name of which data[start:end] is a part.
func (r *nameReader) nameAround(start, end int) (int, int) {
	for start > 0 && isNameByte(r.data[start-1]) {
		start--
	}
	for end < len(r.data) && isNameByte(r.data[end]) {
		end++
	}
	return start, end
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c == '.'
}

// maskValueOf marks the value of the name data[start:end], and returns where what it marked ends.
func (r *nameReader) maskValueOf(start, end int) int {
	after := r.passQuote(end)
	quoted := after > end
	after = r.passBlanks(after)
	switch {
	case after < len(r.data) && r.data[after] == '=':
		return r.maskValue(r.passBlanks(after+1), r.wholeLines, false)
	case after < len(r.data) && r.data[after] == ':':
		return r.maskValue(r.passBlanks(after+1), !quoted, quoted)
	case r.isKey(start):
		r.maskPartner(start, end)
	case r.data[start] == '-' && after > end && !quoted && !strings.HasPrefix(r.data[min(after, len(r.data)):], "-"):
		return r.maskValue(after, r.wholeLines, false) // the next word
	}
	return end
}

// maskValue marks the value that starts at a place: a quoted one to its closing quote, any other to the end of its line,
// or of its word, which in JSON ends at its punctuation too. It returns where what it marked ends.
func (r *nameReader) maskValue(start int, line, json bool) int {
	if open := r.passQuote(start); open > start {
		end := r.closing(start, open)
		if IsReference(r.data[open:end]) {
			return start
		}
		r.source.Mask(open, end)
		return end
	}
	if r.isReferenceAt(start, line) || json && start < len(r.data) && (r.data[start] == '{' || r.data[start] == '[') {
		return start // what is inside has names of its own
	}
	end := start
	for end < len(r.data) && r.data[end] != '\n' {
		c := r.data[end]
		if !line && (c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\'') || json && strings.IndexByte(",]}", c) >= 0 {
			break
		}
		end++
	}
	r.source.Mask(start, end)
	return end
}

// isReferenceAt reports whether the value at a place, which goes on to the end of its line if line is set, is a reference.
func (r *nameReader) isReferenceAt(start int, line bool) bool {
	if !line {
		return IsReference(r.data[start:])
	}
	value, _, _ := strings.Cut(r.data[start:], "\n")
	if _, next, found := strings.Cut(strings.TrimSpace(value), " "); found && strings.HasPrefix(strings.TrimLeft(next, " "), "--") {
		return IsReference(value) // a command line goes on with its next flag: --credential=/etc/c --port=5051
	}
	return IsReferenceAlone(value)
}

// IsReferenceAlone reports whether a value is a reference and nothing else.
func IsReferenceAlone(value string) bool {
	value = strings.TrimSpace(value)
	alone := !strings.ContainsAny(value, " \t\r\n") || slices.ContainsFunc([]string{"{{", "<%", "$(", "`"},
		func(opening string) bool { return strings.HasPrefix(value, opening) })
	return alone && IsReference(value)
}

// withoutMarks leaves out what marks a variable in a path.
func withoutMarks(r rune) rune {
	if strings.ContainsRune("${}%", r) {
		return -1
	}
	return r
}

// IsReference reports whether a value is where a secret is rather than the secret: a path, a variable, a template. Of a
// longer text only the first word is looked at.
func IsReference(value string) bool {
	word := strings.TrimLeft(value, " \t")
	if end := strings.IndexAny(word, " \t\r\n\"'"); end >= 0 {
		word = word[:end]
	}
	if len(Generated(word)) > 0 {
		return false
	}
	switch {
	case strings.HasPrefix(word, "/"), strings.HasPrefix(word, "file://"), strings.HasPrefix(word, "./"):
		return IsPlainName(strings.TrimPrefix(strings.Map(withoutMarks, word), "file:"))
	case strings.HasPrefix(word, "$("), strings.HasPrefix(word, "`"):
		return true // a command
	case strings.HasPrefix(word, "${"):
		return strings.HasSuffix(word, "}")
	case strings.HasPrefix(word, "$"):
		return isVariableName(word[1:])
	case strings.HasPrefix(word, "{{"), strings.HasPrefix(word, "<%"):
		line, _, _ := strings.Cut(value, "\n")
		return strings.Contains(line, "}}") || strings.Contains(line, "%>")
	case strings.HasPrefix(word, "%"):
		return len(word) == len("%i") || strings.HasSuffix(word, "%")
	}
	return false
}

// passQuote returns the place after a quote at a place, with the backslashes before it; the place itself if there is
// none.
func (r *nameReader) passQuote(at int) int {
	i := at
	for i < len(r.data) && r.data[i] == '\\' {
		i++
	}
	if i < len(r.data) && (r.data[i] == '"' || r.data[i] == '\'') {
		return i + 1
	}
	return at
}

// closing returns where the quote stands that closes the one of data[start:open]: the next of its kind with no more
// backslashes than it has itself.
func (r *nameReader) closing(start, open int) int {
	quote := r.data[open-1]
	for at := open; at < len(r.data); at++ {
		if r.data[at] != quote {
			continue
		}
		first := at
		for first > open && r.data[first-1] == '\\' {
			first--
		}
		if at-first < open-start {
			return first
		}
	}
	return len(r.data)
}

func (r *nameReader) passBlanks(at int) int {
	for at < len(r.data) && (r.data[at] == ' ' || r.data[at] == '\t') {
		at++
	}
	return at
}

// isKey reports whether the name that starts at a place is the value of "key".
func (r *nameReader) isKey(start int) bool {
	before := strings.TrimRight(r.data[max(0, start-32):start], `\"' `)
	if !strings.HasSuffix(before, ":") {
		return false
	}
	return strings.HasSuffix(strings.TrimRight(before[:len(before)-1], `\"' `), "key")
}

// partnerWithin is how far from the name of a parameter its value may start, in bytes.
const partnerWithin = 4096

// maskPartner marks the "value" in the braces around the name data[start:end].
func (r *nameReader) maskPartner(start, end int) {
	from := max(0, start-partnerWithin)
	from += strings.LastIndexByte(r.data[from:start], '{') + 1
	to := min(len(r.data), end+partnerWithin)
	if i := strings.IndexByte(r.data[end:to], '}'); i >= 0 {
		to = end + i
	}
	for at := from; at < to; {
		i := strings.Index(r.data[at:to], "value")
		if i < 0 {
			return
		}
		at += i + len("value")
		if after := r.passBlanks(r.passQuote(at)); after > at && after < len(r.data) && r.data[after] == ':' {
			at = r.maskValue(r.passBlanks(after+1), false, true)
		}
	}
}

// isVariableName reports whether a shell takes s for the name of a variable.
func isVariableName(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '_' && !isLower(c) && !isUpper(c) && (i == 0 || !isDigit(c)) {
			return false
		}
	}
	return s != ""
}

// indexWord returns where word stands in s with no letter on either side, or -1.
func indexWord(s, word string) int {
	isLetter := func(c byte) bool { return isLower(c) || isUpper(c) }
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !isLetter(s[i-1])) && (end == len(s) || !isLetter(s[end])) {
			return i
		}
		from = i + 1
	}
}
