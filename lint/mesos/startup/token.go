package startup

import (
	"iter"
	"slices"
	"strings"
)

// whitespace is what stout trims.
const whitespace = " \t\n\r"

// token is a part of the text that is read; start is where it stands in it.
type token struct {
	text  string
	start int
}

func whole(text string) token { return token{text: text} }

func (p token) end() int { return p.start + len(p.text) }

func (p token) slice(from, to int) token { return token{p.text[from:to], p.start + from} }

func (p token) trim() token {
	from := len(p.text) - len(strings.TrimLeft(p.text, whitespace))
	return p.slice(from, max(from, len(strings.TrimRight(p.text, whitespace))))
}

// tokenize returns what stands between runs of delimiters; no token is empty.
func (p token) tokenize(delimiters string) []token { return slices.Collect(p.tokens(delimiters)) }

// tokens yields them.
func (p token) tokens(delimiters string) iter.Seq[token] {
	return func(yield func(token) bool) {
		for from := 0; from < len(p.text); {
			end := strings.IndexAny(p.text[from:], delimiters)
			if end < 0 {
				end = len(p.text) - from
			}
			if end > 0 && !yield(p.slice(from, from+end)) {
				return
			}
			from += end + 1
		}
	}
}

// split returns what stands between single separators; tokens may be empty, and there is at least one.
func (p token) split(separator byte) []token {
	var out []token
	from := 0
	for i := range len(p.text) {
		if p.text[i] == separator {
			out = append(out, p.slice(from, i))
			from = i + 1
		}
	}
	return append(out, p.slice(from, len(p.text)))
}

// Names returns the names of a comma-separated list as the daemons split it: where keepEmpty is set, nothing between two
// commas is an empty name; elsewhere it is nothing.
func Names(list string, keepEmpty bool) []Name {
	tokens := whole(list).tokenize(",")
	if keepEmpty {
		tokens = whole(list).split(',')
	}
	out := make([]Name, len(tokens))
	for i, p := range tokens {
		out[i] = Name{p.text, p.start, p.end()}
	}
	return out
}

// Name is one name of a list and the bytes [Start, End) of the list where it stands.
type Name struct {
	Text       string
	Start, End int
}
