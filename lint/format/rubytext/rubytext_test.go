package rubytext_test

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/format/rubytext"
)

func TestUnescape(t *testing.T) {
	ruby, puppet := rubytext.QuotedBy('"', rubytext.Ruby), rubytext.QuotedBy('"', rubytext.Puppet)
	single, heredoc := rubytext.QuotedBy('\'', rubytext.Ruby), rubytext.Style{Expands: true}
	for _, c := range []struct {
		style      rubytext.Style
		rest, want string
		length     int
	}{
		{ruby, "n;", "\n", 1}, {puppet, "n;", "\n", 1}, {single, "n;", "", 0}, {heredoc, "t", "\t", 1},
		{ruby, "s", " ", 1}, {puppet, "r", "\r", 1}, {ruby, "e[0m", "\x1b", 1}, {puppet, "e[0m", "", 0},
		{single, "\\", "\\", 1}, {single, "'", "'", 1}, {single, "\"", "", 0}, {puppet, "'", "'", 1}, {ruby, "'", "'", 1},
		{puppet, "$x", "$", 1}, {ruby, "#{x}", "#", 1}, {ruby, "0", "\x00", 1}, {ruby, "1012", "A", 3}, {ruby, "8", "8", 1},
		{ruby, "x41B", "A", 3}, {ruby, "xg", "x", 1}, {puppet, "x41", "", 0}, {ruby, "u00e9", "é", 5}, {puppet, "u00e9", "é", 5},
		{ruby, "u{41 42}", "AB", 8}, {puppet, "u{1F600}", "😀", 8}, {ruby, "u{", "u", 1}, {puppet, "u12", "", 0}, {ruby, "é", "é", 2},
		{ruby, "\nx", "", 1}, {puppet, "\r\nx", "", 2}, {heredoc, "\"", "\"", 1},
	} {
		if text, length := c.style.Unescape(c.rest); text != c.want || length != c.length {
			t.Errorf("\\%s in %+v: %q, %d; want %q, %d", c.rest, c.style, text, length, c.want, c.length)
		}
	}
}

// What is escaped is read again as it was.
func TestEscape(t *testing.T) {
	for _, style := range []rubytext.Style{
		rubytext.QuotedBy('"', rubytext.Ruby), rubytext.QuotedBy('\'', rubytext.Ruby), {Expands: true}, {Quote: ')'},
		rubytext.QuotedBy('"', rubytext.Puppet), rubytext.QuotedBy('\'', rubytext.Puppet),
	} {
		for _, text := range []string{"", "a", `\`, `\n`, "'", "\"", "#{x}", "$x", "a\nb\t\r", ")", `\\'`, "é😀"} {
			var b strings.Builder
			for rest := style.Escape(text); rest != ""; {
				switch {
				case rest[0] == '\\':
					plain, length := style.Unescape(rest[1:])
					if length == 0 {
						t.Fatalf("%+v: %q is written with an escape that is none: %q", style, text, rest)
					}
					b.WriteString(plain)
					rest = rest[1+length:]
				case style.Quote != 0 && rest[0] == style.Quote, style.Expands && strings.HasPrefix(rest, map[rubytext.Language]string{rubytext.Ruby: "#{", rubytext.Puppet: "$"}[style.Language]):
					t.Fatalf("%+v: %q ends the string or is replaced: %q", style, text, rest)
				default:
					b.WriteByte(rest[0])
					rest = rest[1:]
				}
			}
			if b.String() != text {
				t.Errorf("%+v: %q is read as %q", style, text, b.String())
			}
		}
	}
}
