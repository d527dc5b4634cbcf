package redact

import (
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Document says what of a document is harmless: of JSON, broken or not, the structure, the keys that are known and the
// plain values under them. Of anything else it is nothing. known is asked for keys as they are written between their
// quotes, and keeps nothing.
func Document(text source.Text, known func(key string) bool) {
	text.ShowLater(func() []source.Range { return harmlessJSON(text.String(), known) })
}

// harmlessJSON returns the harmless bytes of JSON, ordered and disjoint.
func harmlessJSON(data string, known func(key string) bool) []source.Range {
	r := jsonReader{data: data, known: known}
	if !looksLikeDocument(data) {
		return nil
	}
	for r.at < len(data) {
		r.token()
	}
	r.hide(len(data), len(data))
	return r.harmless
}

// jsonReader follows JSON, and what was meant to be JSON, token by token. It keeps little of what is open, so that no
// nesting is too deep for it.
type jsonReader struct {
	data  string
	known func(key string) bool
	at    int
	// open holds for each open bracket what it stands under and what it opened.
	open []opened
	key  under
	from int // all before it is decided
	// last are the key that was asked for last and the answer.
	last      string
	lastKnown bool
	harmless  []source.Range
}

// opened is a bracket that is open.
type opened struct {
	under  under
	object bool
}

// under is what a value stands under.
type under uint8

const (
	nothingKnown under = iota // no key, or one that nobody knows or that anything can stand under
	knownKey                  // a key of a message
)

// hide says that the bytes [start, end) are not harmless, and all between the last such bytes and these are.
func (r *jsonReader) hide(start, end int) {
	if r.from < start {
		r.harmless = append(r.harmless, source.Range{Start: r.from, End: start})
	}
	r.from = max(r.from, end)
}

func (r *jsonReader) token() {
	start := r.at
	switch c := r.data[start]; {
	case c == ',':
		if n := len(r.open); n > 0 && r.open[n-1].object {
			r.key = nothingKnown
		}
		r.at++
	case strings.IndexByte(" \t\r\n:", c) >= 0:
		r.at++
	case c == '{' || c == '[':
		r.open = append(r.open, opened{r.key, c == '{'})
		if c == '{' {
			r.key = nothingKnown
		}
		r.at++
	case c == '}' || c == ']':
		r.key = nothingKnown
		if n := len(r.open); n > 0 {
			r.key, r.open = r.open[n-1].under, r.open[:n-1]
		}
		r.at++
	case c == '"':
		r.at = stringEnd(r.data, start)
		r.text(start)
	case strings.HasPrefix(r.data[start:], "//"), strings.HasPrefix(r.data[start:], "/*"):
		end := "\n"
		if r.data[start+1] == '*' {
			end = "*/"
		}
		r.at = len(r.data)
		if i := strings.Index(r.data[start+2:], end); i >= 0 {
			r.at = start + 2 + i
		}
		r.hide(start, r.at)
		if end == "*/" && r.at < len(r.data) {
			r.at += len(end)
		}
	case strings.HasPrefix(r.data[start:], byteOrderMark):
		r.at += len(byteOrderMark)
	default:
		for r.at < len(r.data) && strings.IndexByte(" \t\r\n{}[],:\"", r.data[r.at]) < 0 {
			r.at++
		}
		if word := r.data[start:r.at]; !IsPlain(word) && !(r.key == knownKey && isNumber(word)) {
			r.hide(start, r.at)
		}
	}
}

const byteOrderMark = "\ufeff"

// text decides on the string that starts at a place and ends before the one that is read next.
func (r *jsonReader) text(start int) {
	end := r.at
	inner := strings.TrimSuffix(r.data[start+1:end], `"`)
	if next := strings.TrimLeft(r.data[end:min(len(r.data), end+64)], " \t\r\n"); strings.HasPrefix(next, ":") {
		r.key = r.under(inner)
		if r.key == nothingKnown && !isMessageWord(inner) {
			r.hide(start, end)
		}
		return
	}
	if r.key == knownKey && isPlainString(inner) || IsPlain(inner) {
		return
	}
	r.hide(start, end)
}

func (r *jsonReader) under(key string) under {
	if key != r.last || r.last == "" {
		r.last, r.lastKnown = key, r.known(key)
	}
	if !r.lastKnown || key == "value" || key == "data" {
		return nothingKnown
	}
	return knownKey
}

// isMessageWord reports whether a key is one that many JSON files have, and no secret.
func isMessageWord(key string) bool {
	switch key {
	case "credentials", "principal", "secret", "password", "token", "key", "value", "data", "name",
		"auths", "auth", "username", "email", "identitytoken", "credsStore", "credHelpers", "HttpHeaders":
		return true
	}
	return false
}

// isPlainString reports whether a string under a known key, without its quotes, is a name, a path or a word: one without
// white space that no generator made, and that says nothing by escapes.
func isPlainString(s string) bool {
	if strings.ContainsAny(strings.ReplaceAll(s, `\/`, "/"), " \t\r\n\\") {
		return false
	}
	return utf8.ValidString(s) && len(Generated(s)) == 0
}

// isNumber reports whether a word is a JSON number.
func isNumber(word string) bool {
	return word != "" && strings.Trim(word, "0123456789+-.eE") == "" && (isDigit(word[0]) || word[0] == '-')
}
