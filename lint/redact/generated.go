package redact

import (
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Generated returns where text holds words that look as if a generator of passwords, keys or tokens had made them, ordered
// and disjoint. It is a guess for places where anything can stand: names of people, machines and modules have their
// digits at one or two places.
func Generated(text string) []source.Range {
	var out []source.Range
	for at := range wordsIn(text) {
		if looksGenerated(text[at.Start:at.End]) {
			out = append(out, at)
		}
	}
	// What hangs on such a word without a blank between, "+", "/" or "=" of base64, is part of it.
	for i := range out {
		for out[i].Start > 0 && strings.IndexByte("+=~", text[out[i].Start-1]) >= 0 {
			out[i].Start--
		}
		for out[i].End < len(text) && strings.IndexByte("+=~", text[out[i].End]) >= 0 {
			out[i].End++
		}
	}
	return source.Union(out)
}

// looksGenerated reports whether a word is long, and changes often between digits and letters or between small letters,
// capitals and digits.
func looksGenerated(word string) bool {
	const shortest = 16
	if len(word) < shortest {
		return false
	}
	if i := strings.IndexFunc(word, func(c rune) bool { return c >= 0x80 || c == utf8.RuneError }); i >= 0 {
		// A quotation mark or a letter of another script beside it makes it no other word.
		_, size := utf8.DecodeRuneInString(word[i:])
		return looksGenerated(word[:i]) || looksGenerated(word[i+size:])
	}
	islands, runs, letters := 0, 0, 0
	var last byte
	for i := range len(word) {
		c := classOf(word[i])
		switch {
		case c == 0:
			return false
		case c != '0':
			letters++
		case last != '0':
			islands++
		}
		if c != last {
			runs++
		}
		last = c
	}
	return letters >= 3 && (islands >= 3 || islands > 0 && 2*runs >= len(word))
}

// classOf returns a byte that stands for digits, small letters or capitals, 0 for anything else.
func classOf(c byte) byte {
	switch {
	case isDigit(c):
		return '0'
	case isLower(c):
		return 'a'
	case isUpper(c):
		return 'A'
	}
	return 0
}
