package puppet

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// heredoc reads @(END), whose text begins on the next line and ends with a line that holds the tag: "| END" takes as much white space
// from each line as stands before the bar, and "- END" the last newline. In @("END") variables are replaced.
func (r *reader) heredoc() value {
	start := r.at
	r.at += len("@(")
	r.passTo(")")
	tag := strings.TrimSpace(strings.TrimSuffix(r.src[start+len("@("):r.at], ")"))
	tag, escapes, _ := strings.Cut(tag, "/")
	tag, _, _ = strings.Cut(tag, ":")
	tag = strings.TrimSpace(tag)
	inner := strings.Trim(tag, `"`)
	quoted := inner != tag
	i := strings.IndexByte(r.src[r.at:], '\n')
	if i < 0 || inner == "" {
		return value{}
	}
	from := r.at + i + 1
	if r.lineOfHeredocs == r.at+i {
		from = r.afterHeredocs // the second one of its line
	}
	r.lineOfHeredocs, r.afterHeredocs = r.at+i, from
	for at := from; at < len(r.src); {
		next := len(r.src)
		if i := strings.IndexByte(r.src[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := strings.TrimRight(r.src[at:next], "\r\n")
		if margin, chomp, ends := endsHeredoc(line, inner); ends {
			r.afterHeredocs = next
			return r.heredocText(from, at, margin, chomp, quoted, escapes)
		}
		at = next
	}
	return value{}
}

// endsHeredoc reports whether a line ends a heredoc, with the margin that its lines lose, and whether the last newline goes.
func endsHeredoc(line, tag string) (margin int, chomp, ends bool) {
	rest := strings.TrimLeft(line, " \t")
	before := len(line) - len(rest)
	if bar := strings.TrimPrefix(rest, "|"); bar != rest {
		margin, rest = before, strings.TrimLeft(bar, " \t")
	}
	if dash := strings.TrimPrefix(rest, "-"); dash != rest {
		chomp, rest = true, strings.TrimLeft(dash, " \t")
	}
	return margin, chomp, strings.TrimRight(rest, " \t") == tag
}

// interpolationsOf returns the ranges of a text that Puppet replaces: ${…} and $name.
func interpolationsOf(s string) []source.Range {
	var out []source.Range
	for at := 0; at < len(s); at++ {
		if s[at] != '$' || at+1 == len(s) {
			continue
		}
		end := at + 1
		if s[end] == '{' {
			if i := strings.IndexByte(s[end:], '}'); i >= 0 {
				end += i + 1
			} else {
				end = len(s)
			}
		} else {
			for end < len(s) && (isWordByte(s[end]) || strings.HasPrefix(s[end:], "::") || s[end] == ':' && s[end-1] == ':') {
				end++
			}
		}
		if end > at+1 {
			out, at = append(out, source.Range{Start: at, End: end}), end-1
		}
	}
	return out
}

// heredocText returns the text of the lines [from, to).
func (r *reader) heredocText(from, to, margin int, chomp, quoted bool, escapes string) value {
	var parts []source.Text
	for _, line := range source.Dedent(r.src[from:to], margin) {
		start, end := from+line.Start, from+line.End
		if chomp && end == to && end > start && r.src[end-1] == '\n' {
			end--
		}
		parts = append(parts, r.in.Slice(start, end))
	}
	v := value{kind: text, text: source.LiteralText("", r.in.Span(from, from))}
	if len(parts) > 0 {
		v.text = source.Join(parts...)
	}
	if v.known = v.text.Len(); strings.TrimSpace(escapes) != "" && strings.Contains(v.text.String(), `\`) {
		v.known = strings.IndexByte(v.text.String(), '\\')
		v.holes = []source.Range{{Start: v.known, End: v.text.Len()}}
		return v
	}
	if quoted {
		v.holes = interpolationsOf(v.text.String())
	}
	if len(v.holes) > 0 {
		v.known = v.holes[0].Start
	}
	return v
}
