package startup

import (
	"iter"
	"slices"
	"strings"
)

// whitespace is what stout trims.
const whitespace = " \t\n\r"

// piece is a part of the text that is read; start is where it stands in it.
type piece struct {
	text  string
	start int
}

func whole(text string) piece { return piece{text: text} }

func (p piece) end() int { return p.start + len(p.text) }

func (p piece) slice(from, to int) piece { return piece{p.text[from:to], p.start + from} }

func (p piece) trim() piece {
	from := len(p.text) - len(strings.TrimLeft(p.text, whitespace))
	return p.slice(from, max(from, len(strings.TrimRight(p.text, whitespace))))
}

// tokenize returns what stands between runs of delimiters; no token is empty.
func (p piece) tokenize(delimiters string) []piece { return slices.Collect(p.tokens(delimiters)) }

// tokens yields them.
func (p piece) tokens(delimiters string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
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

// split returns what stands between single separators; pieces may be empty, and there is at least one.
func (p piece) split(separator byte) []piece {
	var out []piece
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
	pieces := whole(list).tokenize(",")
	if keepEmpty {
		pieces = whole(list).split(',')
	}
	out := make([]Name, len(pieces))
	for i, p := range pieces {
		out[i] = Name{p.text, p.start, p.end()}
	}
	return out
}

// Name is one name of a list and the bytes [Start, End) of the list where it stands.
type Name struct {
	Text       string
	Start, End int
}
