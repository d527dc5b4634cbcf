package redact

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint/source"
)

// MaskStrayWords marks what follows the first word of a line that is no flag: a file of credentials that is taken for
// one of flags shows none.
func MaskStrayWords(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimLeft(string(s.Data[at:end]), " \t\r\n")
		if !strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "#") {
			if i := strings.IndexAny(line, " \t"); i >= 0 {
				s.Mask(end-len(line)+i+1, end)
			}
		}
		at = end + 1
	}
}

// MaskComments marks comments of one or two words that are no flags: a credential that was put out of use, or a file of
// credentials that is taken for one of flags.
func MaskComments(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimLeft(string(s.Data[at:end]), " \t")
		if comment := strings.TrimLeft(line, "#; \t"); len(comment) < len(line) && strings.HasPrefix(line, "#") {
			words := strings.Fields(comment)
			speaks := len(words) > 2 || len(words) == 2 && isProse(words[0]) && isProse(words[1])
			if len(words) > 0 && !speaks && !strings.HasPrefix(comment, "-") && !strings.Contains(comment, "=") {
				s.Mask(end-len(comment), end)
			}
		}
		at = end + 1
	}
}

// isProse reports whether a word is one of a language: of letters, small ones but for the first.
func isProse(word string) bool {
	word = strings.TrimRight(word, ".,:;!?")
	for i, c := range word {
		if !unicode.IsLower(c) && (i > 0 || !unicode.IsUpper(c)) {
			return false
		}
	}
	return true
}

// MaskUnassigned marks the lines of an environment file that assign nothing.
func MaskUnassigned(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := bytes.TrimSpace(s.Data[at:end])
		continued := bytes.HasSuffix(bytes.TrimRight(s.Data[:at], "\n"), []byte(`\`))
		if len(line) > 0 && line[0] != '#' && line[0] != ';' && bytes.IndexByte(line, '=') < 0 && !continued {
			s.Mask(at, end)
		}
		at = end + 1
	}
}

// MaskWritten marks what a script writes to files: the text of its here-documents, and what it echoes.
func MaskWritten(s *source.Source) {
	data := string(s.Data)
	delimiter := ""
	for at := 0; at < len(data); {
		end := len(data)
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := data[at:end]
		switch {
		case delimiter != "" && strings.Trim(line, " \t\r") == delimiter:
			delimiter = ""
		case delimiter != "":
			s.Mask(at, end)
		default:
			delimiter = hereDelimiter(line)
			for _, command := range []string{"echo", "printf"} {
				word := indexWord(line, command)
				into := strings.LastIndexByte(line, '>')
				if pipe := strings.LastIndex(line, "| tee"); pipe > into {
					into = pipe
				}
				if word >= 0 && into > word {
					s.Mask(at+word+len(command)+1, at+into)
				}
			}
		}
		at = end + 1
	}
}

// hereDelimiter returns the word that ends the here-document a line opens, "" where it opens none.
func hereDelimiter(line string) string {
	_, after, found := strings.Cut(line, "<<")
	if !found || strings.HasPrefix(after, "<") {
		return ""
	}
	after = strings.TrimLeft(strings.TrimPrefix(after, "-"), " \t")
	after = strings.TrimLeft(after, `'"\`)
	end := 0
	for end < len(after) && isNameByte(after[end]) {
		end++
	}
	return after[:end]
}
