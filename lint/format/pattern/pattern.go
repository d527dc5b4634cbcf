// Package pattern compiles the regular expressions that stand in configuration, for edits of files to be followed. Go's take
// time in proportion to the text and to the size of the expression, in which a few characters may stand for a great many
// (a{1000}): what is larger than people write is refused, and each expression says what it costs to look for it.
package pattern

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// Pattern is a compiled regular expression.
type Pattern struct {
	*regexp.Regexp
	// Weight is how many times the time that it takes to read a text it may take to look for the pattern in it, 2 at least.
	Weight int
}

// maxSize is how many characters and operators a pattern may have, repetitions written out.
const maxSize = 1000

var errSize = errors.New("the regular expression is too large")

// Compile compiles an expression in the syntax of Go. An error says that it is none, or larger than what is followed.
func Compile(expr string) (*Pattern, error) {
	if len(expr) > 8*maxSize {
		return nil, errSize
	}
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	n := size(parsed)
	if n > maxSize {
		return nil, errSize
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	return &Pattern{re, 2 + n/4}, nil
}

// size returns the number of characters and operators of an expression, more than maxSize for a large one.
func size(re *syntax.Regexp) int {
	n := 1
	for _, sub := range re.Sub {
		if n += size(sub); n > maxSize {
			return n
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpCharClass:
		n += len(re.Rune) / 64
	case syntax.OpRepeat:
		n *= max(re.Min, re.Max, 1)
	}
	return n
}

// Weight returns the weight of several patterns together, of which some may be nil: 1 for none.
func Weight(patterns ...*Pattern) int {
	n := 1
	for _, p := range patterns {
		if p != nil {
			n += p.Weight
		}
	}
	return n
}
