package ansible

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/source"
)

// pair is an argument of a module in the short form: dest=/etc/x content="a b".
type pair struct {
	name  string
	value source.Text
}

// freeOptions are the options of shell, command and the like that may stand among what they run.
var freeOptions = []string{"creates", "removes", "chdir", "executable", "warn", "stdin", "stdin_add_newline", "strip_empty_ends"}

// pairs splits the short form of a module's arguments (ansible/parsing/splitter.py, parse_kv). rest is what is not an argument; if
// a command stands among them, only those of freeOptions are.
func pairs(t source.Text, isCommand bool) (found []pair, rest source.Text) {
	s := t.String()
	var kept []source.Text
	at := 0
	for _, w := range splitArguments(s) {
		i := strings.IndexByte(s[w.Start:w.End], '=')
		name := ""
		if i > 0 && s[w.Start+i-1] != '\\' {
			name = strings.TrimSpace(s[w.Start : w.Start+i])
		}
		if !isName(name) || isCommand && !slices.Contains(freeOptions, name) {
			continue
		}
		found = append(found, pair{name, unquoted(t.Slice(w.Start+i+1, w.End))})
		kept = append(kept, t.Slice(at, w.Start))
		at = w.End
	}
	if len(kept) == 0 {
		return found, t
	}
	return found, source.Join(append(kept, t.Slice(at, len(s)))...)
}

func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != ""
}

// splitArguments returns where the arguments stand: at blanks and line ends outside quotes and what Jinja replaces.
func splitArguments(s string) []source.Range {
	var out []source.Range
	start, depth := -1, 0
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case (c == '"' || c == '\'') && (i == 0 || s[i-1] != '\\'):
			if quote == c {
				quote = 0
			} else if quote == 0 {
				quote = c
			}
		case i+1 < len(s) && c == '{' && (s[i+1] == '{' || s[i+1] == '%'):
			depth++
		case i+1 < len(s) && (c == '}' || c == '%') && s[i+1] == '}' && depth > 0:
			depth--
			i++
		case quote == 0 && depth == 0 && (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\\' && start < 0 && i+1 < len(s) && s[i+1] == '\n'):
			if start >= 0 {
				out = append(out, source.Range{Start: start, End: i})
			}
			start = -1
			continue
		}
		if start < 0 {
			start = i
			if c == '}' || c == '%' {
				start = max(i-1, 0)
			}
		}
	}
	if start >= 0 {
		out = append(out, source.Range{Start: start, End: len(s)})
	}
	return out
}

// unquoted returns the value of an argument without the quotes around it, with its escapes undone.
func unquoted(t source.Text) source.Text {
	s := t.String()
	from, to := 0, len(s)
	quote := ""
	if len(s) > 1 && s[0] == s[len(s)-1] && (s[0] == '"' || s[0] == '\'') && s[len(s)-2] != '\\' {
		from, to, quote = 1, len(s)-1, s[:1]
	}
	var data []byte
	var offsets []int32
	for i := from; i < to; {
		decoded, length := escapeAt(s[i:to])
		for k := range len(decoded) {
			at := i
			if length == 1 {
				at = i + k
			}
			data, offsets = append(data, decoded[k]), append(offsets, int32(at))
		}
		i += length
	}
	offsets = append(offsets, int32(to))
	part := func(_, _ int, s string) (string, bool) {
		return escapeInto(s, quote), quote != "" || !strings.ContainsAny(s, " \t\n\"'={}")
	}
	return t.Decoded(string(data), offsets, 0, len(s), part, func(s string) string { return `"` + escapeInto(s, `"`) + `"` })
}

// escapeInto writes a text into quotes.
func escapeInto(s, quote string) string {
	s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`).Replace(s)
	if quote != "" {
		s = strings.ReplaceAll(s, quote, `\`+quote)
	}
	return s
}

// escapeAt returns what stands at the beginning of a text, and how many bytes of it that takes.
func escapeAt(s string) (decoded string, length int) {
	if s[0] != '\\' || len(s) < 2 {
		return s[:1], 1
	}
	const letters = `\'"abfnrtv`
	if i := strings.IndexByte(letters, s[1]); i >= 0 {
		return "\\'\"\a\b\f\n\r\t\v"[i : i+1], 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if digits > 0 && len(s) >= 2+digits {
		if n, err := strconv.ParseUint(s[2:2+digits], 16, 32); err == nil && utf8.ValidRune(rune(n)) {
			return string(rune(n)), 2 + digits
		}
	}
	return s[:1], 1
}
