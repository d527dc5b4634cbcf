package shell

import (
	"regexp"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
)

// compile makes a regular expression of the one that stands in the script; nil if that is not known or not followed.
func (r *sedReader) compile(start, end int, delimiter byte, flags string) *pattern.Pattern {
	if start == end || end-start > 1024 || !r.value.slice(start, end).readable() {
		return nil
	}
	translated, ok := translate(r.text[start:end], delimiter, r.extended)
	if !ok {
		return nil
	}
	re, err := pattern.Compile(flags + translated)
	if err != nil {
		return nil
	}
	re.Longest()
	return re
}

// translate writes a regular expression of POSIX, basic or extended, as one of Go.
func translate(s string, delimiter byte, extended bool) (string, bool) {
	var b strings.Builder
	start := true // whether an expression or group begins
	for i := 0; i < len(s); i++ {
		began := start
		start = false
		switch c := s[i]; {
		case c == '[':
			end := bracketEnd(s, i)
			if end < 0 {
				return "", false
			}
			inner := s[i+1 : end]
			if strings.Contains(inner, `\`+string(delimiter)) {
				inner = strings.ReplaceAll(inner, `\`+string(delimiter), string(delimiter))
			}
			if strings.Contains(inner, "[.") || strings.Contains(inner, "[=") || strings.Contains(inner, `\`) && strings.ContainsAny(inner, "nt") {
				return "", false
			}
			negated := strings.HasPrefix(inner, "^")
			inner = strings.TrimPrefix(inner, "^")
			inner = strings.ReplaceAll(inner, `\`, `\\`)
			if strings.HasPrefix(inner, "]") {
				inner = `\` + inner
			}
			b.WriteByte('[')
			if negated {
				b.WriteByte('^')
			}
			b.WriteString(inner + "]")
			i = end
		case c == '\\' && i+1 < len(s):
			i++
			e := s[i]
			switch {
			case e == delimiter && strings.IndexByte("(){}|+?", e) < 0:
				b.WriteString(regexp.QuoteMeta(string(e)))
			case strings.IndexByte("(){}|+?", e) >= 0:
				// What is special without a backslash in one is special with one in the other.
				if extended {
					b.WriteString(`\` + string(e))
					continue
				}
				b.WriteByte(e)
				start = e == '(' || e == '|'
			case '1' <= e && e <= '9', e == '<', e == '>', e == '`', e == '\'', e == 'c', e == 'd', e == 'o', e == 'x':
				return "", false
			case strings.IndexByte("nt", e) >= 0, strings.IndexByte("wWsSbB", e) >= 0:
				b.WriteString(`\` + string(e))
			default:
				b.WriteString(regexp.QuoteMeta(string(e)))
			}
		case strings.IndexByte("(){}|+?", c) >= 0:
			if !extended {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
			start = extended && (c == '(' || c == '|')
		case c == '*' && began && !extended:
			b.WriteString(`\*`)
		case c == '^' && !began && !extended, c == '$' && !extended && i+1 < len(s) && !strings.HasPrefix(s[i+1:], `\)`) && !strings.HasPrefix(s[i+1:], `\|`):
			b.WriteString(`\` + string(c))
		case c == '^':
			b.WriteByte(c)
			start = true
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// bracketEnd returns where the bracket expression ends that begins at an offset.
func bracketEnd(s string, at int) int {
	i := at + 1
	if i < len(s) && s[i] == '^' {
		i++
	}
	if i < len(s) && s[i] == ']' {
		i++
	}
	for i < len(s) {
		switch {
		case s[i] == ']':
			return i
		case strings.HasPrefix(s[i:], "[:"):
			end := strings.Index(s[i:], ":]")
			if end < 0 {
				return -1
			}
			i += end + 2
		default:
			i++
		}
	}
	return -1
}
