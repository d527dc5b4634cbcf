package shell

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxBraces is the number of words up to which {1..n} is counted out.
const maxBraces = 1000

// braces returns the words that {a,b} and {1..3} make of a word. single is set if it makes one.
func (s *shell) braces(w *syntax.Word) (words [][]part, single bool) {
	parts := partsOf(w.Parts)
	if !s.mayHaveBraces(parts) {
		return [][]part{parts}, true
	}
	// What stands before the braces is known, and with it mostly the directory.
	unknown := [][]part{append(s.beforeBraces(parts), part{node: &syntax.ProcSubst{OpPos: w.Pos(), Rparen: w.Parts[len(w.Parts)-1].Pos()}})}
	if s.script.dialect != Bash {
		return unknown, false
	}
	words, known := s.expandBraces(parts)
	if !known {
		return unknown, false
	}
	return words, false
}

// beforeBraces returns what of a word stands before its first brace.
func (s *shell) beforeBraces(parts []part) []part {
	for i, p := range parts {
		if !p.isBare() {
			continue
		}
		start, end := p.bounds(s.script)
		for at := start; at < end; at++ {
			switch s.script.data[at] {
			case '\\':
				at++
			case '{':
				return append(slices.Clone(parts[:i]), part{start: start, end: at})
			}
		}
	}
	return nil
}

// mayHaveBraces reports whether a word has braces that a shell with brace expansion makes several words of.
func (s *shell) mayHaveBraces(parts []part) bool {
	depth, several := 0, false
	data := s.script.data
	for _, p := range parts {
		if !p.isBare() {
			continue
		}
		start, end := p.bounds(s.script)
		for at := start; at < end; at++ {
			switch data[at] {
			case '\\':
				at++
			case '{':
				depth++
			case ',':
				several = several || depth > 0
			case '.':
				several = several || depth > 0 && at+1 < end && data[at+1] == '.'
			case '}':
				if depth > 0 && several {
					return true
				}
				depth = max(depth-1, 0)
			}
		}
	}
	return false
}

// expandBraces expands the braces of a word from the left on. known is false if they are of a kind that is not followed:
// braces in braces, and braces around quotes or variables.
func (s *shell) expandBraces(parts []part) (words [][]part, known bool) {
	c := s.script
	for i, p := range parts {
		if !p.isBare() {
			continue
		}
		start, end := p.bounds(c)
		open, close, alternatives := findBraces(c.data, start, end)
		if open < 0 {
			continue
		}
		if !s.step(len(alternatives)) {
			return nil, false
		}
		rest := append([]part{{start: close + 1, end: end}}, parts[i+1:]...)
		tails, known := s.expandBraces(rest)
		if !known || len(tails)*len(alternatives) > maxBraces || !s.step(len(tails)*len(alternatives)) {
			return nil, false
		}
		for _, a := range alternatives {
			for _, tail := range tails {
				word := append([]part{}, parts[:i]...)
				word = append(word, part{start: start, end: open}, a)
				words = append(words, append(word, tail...))
			}
		}
		return words, true
	}
	return [][]part{parts}, !s.mayHaveBraces(parts)
}

// isBare reports whether a part is text without quotes as it is written.
func (p part) isBare() bool { return p.node == nil && p.made == "" || isLiteral(p.node) }

// findBraces finds the first {a,b} or {1..3} without braces of its own in a literal; open is -1 if there is none.
func findBraces(data []byte, start, end int) (open, close int, alternatives []part) {
	open = -1
	from := 0
	for at := start; at < end; at++ {
		switch data[at] {
		case '\\':
			at++
		case '{':
			if open >= 0 {
				return -1, 0, nil
			}
			open, from, alternatives = at, at+1, nil
		case ',':
			if open >= 0 {
				alternatives = append(alternatives, part{start: from, end: at})
				from = at + 1
			}
		case '}':
			if open >= 0 && len(alternatives) > 0 {
				return open, at, append(alternatives, part{start: from, end: at})
			}
			if open >= 0 {
				if alternatives = sequence(string(data[open+1:at]), open, at+1); alternatives != nil {
					return open, at, alternatives
				}
			}
			open = -1
		}
	}
	return -1, 0, nil
}

// sequence returns what {1..3}, {a..c} and {01..10..3} count out; nil if the text in the braces counts nothing.
func sequence(text string, start, end int) []part {
	fields := strings.Split(text, "..")
	if len(fields) != 2 && len(fields) != 3 {
		return nil
	}
	by := 1
	if len(fields) == 3 {
		n, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil
		}
		by = max(n, -n, 1)
	}
	write := func(n int) string { return string(rune(n)) }
	first, last := 0, 0
	if letter(fields[0]) && letter(fields[1]) {
		first, last = int(fields[0][0]), int(fields[1][0])
	} else {
		var err, err2 error
		first, err = strconv.Atoi(fields[0])
		last, err2 = strconv.Atoi(fields[1])
		if err != nil || err2 != nil || len(fields[0])+len(fields[1]) > 18 {
			return nil
		}
		width := 0
		if padded(fields[0]) || padded(fields[1]) {
			width = max(len(fields[0]), len(fields[1]))
		}
		write = func(n int) string { return fmt.Sprintf("%0*d", width, n) }
	}
	if last < first {
		by = -by
	}
	if (last-first)/by >= maxBraces || (last-first)/by < 0 {
		return nil
	}
	var out []part
	for n := first; (last-n)*by >= 0; n += by {
		out = append(out, part{start: start, end: end, made: write(n)})
	}
	return out
}

func letter(s string) bool { return len(s) == 1 && 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z' }

// padded reports whether a number is written with zeros in front, which the others are then filled up with.
func padded(number string) bool {
	digits := strings.TrimPrefix(number, "-")
	return len(digits) > 1 && digits[0] == '0'
}
