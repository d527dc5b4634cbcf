// Package rubytext knows the escapes of strings in Ruby, which Chef's recipes and Vagrantfiles are written in, and in
// Puppet, whose strings are like Ruby's. What stands inside an interpolation is for the reader of the language.
package rubytext

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Language is the language that a string is written in.
type Language uint8

// The languages. They differ in the escapes they know in a string that expands, and in what starts an interpolation there:
// "#{" in Ruby, "$" in Puppet.
const (
	Ruby Language = iota
	Puppet
)

// Style is how a string is written.
type Style struct {
	Language Language
	// Quote is the byte that ends the string; 0 for a heredoc.
	Quote byte
	// Expands is set if escapes and interpolations count, as in double quotes. In another string the only escapes are those
	// of the backslash and of the quote.
	Expands bool
}

// Quoting is the source.Quoting of a text, or of a piece of one, that stands in a string of the style.
type Quoting struct {
	Style
	// Anew is set if the text is all of the string, which can be written anew.
	Anew bool
}

// Part implements source.Quoting.
func (q Quoting) Part(_ string, _, _ int, s string) (string, bool) { return q.Escape(s), true }

// Whole implements source.Quoting.
func (q Quoting) Whole(s string) (string, bool) {
	if !q.Anew {
		return "", false
	}
	return q.Quoted(s), true
}

// QuotedBy returns the style of a string between two of the same quotes, " or '.
func QuotedBy(quote byte, l Language) Style {
	return Style{Language: l, Quote: quote, Expands: quote == '"'}
}

// Unescape returns what a backslash and the bytes after it stand for; rest begins after the backslash and is not empty.
// length is how many bytes of rest belong to the escape. It is 0 if there is no escape: the backslash stands for itself.
// The escapes are those of doc/syntax/literals.rdoc of Ruby and of lib/puppet/pops/parser/slurp_support.rb of Puppet.
func (s Style) Unescape(rest string) (text string, length int) {
	c := rest[0]
	switch {
	case c == '\\' || c == s.Quote && c != 0:
		return rest[:1], 1
	case !s.Expands:
		return "", 0
	}
	if i := strings.IndexByte("ntrs", c); i >= 0 {
		return "\n\t\r "[i : i+1], 1
	}
	if c == '\n' {
		return "", 1
	}
	if strings.HasPrefix(rest, "\r\n") {
		return "", 2
	}
	if c == 'u' {
		if text, length = codePoints(rest); length > 0 {
			return text, length
		}
	}
	if s.Language == Puppet {
		if c == '$' || c == '\'' || c == '"' {
			return rest[:1], 1
		}
		return "", 0
	}
	return unescapeRuby(rest)
}

// unescapeRuby returns what the escapes stand for that Ruby has and Puppet has not.
func unescapeRuby(rest string) (text string, length int) {
	c := rest[0]
	switch {
	case c >= '0' && c <= '7':
		return number(rest, 0, 3, 8)
	case c == 'x':
		if text, length = number(rest, 1, 2, 16); length > 0 {
			return text, length
		}
	}
	if i := strings.IndexByte("abefv", c); i >= 0 {
		return "\a\b\x1b\f\v"[i : i+1], 1
	}
	_, size := utf8.DecodeRuneInString(rest)
	return rest[:size], size
}

// number returns the byte that at most so many digits from an offset on stand for.
func number(rest string, from, most, base int) (text string, length int) {
	end := from
	for end < len(rest) && end < from+most && digit(rest[end]) < base {
		end++
	}
	if end == from {
		return "", 0
	}
	n, _ := strconv.ParseUint(rest[from:end], base, 16) // the digits were looked at
	return string([]byte{byte(n)}), end
}

// codePoints returns what \u with four hexadecimal digits, and with any number of code points in braces, stands for; rest is
// what follows the backslash.
func codePoints(rest string) (text string, length int) {
	if strings.HasPrefix(rest, "u{") {
		list, _, closed := strings.Cut(rest[2:], "}")
		var b strings.Builder
		for _, hex := range strings.Fields(list) {
			n, err := strconv.ParseUint(hex, 16, 21)
			if err != nil {
				return "", 0
			}
			b.WriteRune(rune(n))
		}
		if !closed || b.Len() == 0 {
			return "", 0
		}
		return b.String(), 2 + len(list) + 1
	}
	if len(rest) < 5 {
		return "", 0
	}
	n, err := strconv.ParseUint(rest[1:5], 16, 16)
	if err != nil {
		return "", 0
	}
	return string(rune(n)), 5
}

func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 16
}

// Escape returns how text is written inside a string of the style.
func (s Style) Escape(text string) string {
	pairs := []string{`\`, `\\`}
	if s.Quote != 0 {
		pairs = append(pairs, string(s.Quote), `\`+string(s.Quote))
	}
	if s.Expands {
		mark := "#"
		if s.Language == Puppet {
			mark = "$"
		}
		pairs = append(pairs, mark, `\`+mark)
		if s.Quote != 0 {
			pairs = append(pairs, "\n", `\n`, "\t", `\t`, "\r", `\r`)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Quoted returns text as a whole string of the style, which has a quote.
func (s Style) Quoted(text string) string { return string(s.Quote) + s.Escape(text) + string(s.Quote) }
