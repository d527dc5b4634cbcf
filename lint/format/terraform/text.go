package terraform

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/source"
)

// decoder undoes the quoting of one string, heredoc or template: literal tokens stand for themselves but for escapes, and what
// is in ${…} is asked of fill.
type decoder struct {
	in     source.Text
	tokens []token
	at     int
	quoted bool // in double quotes, where backslashes count
	// strip is how many blanks a line of the heredoc loses.
	strip int
	// fill returns what the expression stands for that begins after start.
	fill func(start, end int) partly.Text
	out  partly.Text
	trim bool // the mark before takes away the blanks after it
	line bool // a line begins
}

// bytes returns what a token is written as.
func (d *decoder) bytes(t token) string { return d.in.String()[t.start:t.end] }

// decode reads tokens up to the one that closes the string.
func (d *decoder) decode() partly.Text {
	d.line = true
	for ; d.at < len(d.tokens); d.at++ {
		switch t := d.tokens[d.at]; t.kind {
		case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit:
			d.literal(t)
		case hclsyntax.TokenTemplateInterp:
			start, end, closing := d.mark()
			text := d.fill(start, end)
			if h := text.Holes(); len(h) == 1 && h[0].Start == 0 && h[0].End == text.Len() {
				text = partly.Unknown(d.in.Span(int(t.start), min(end+len(closing), d.in.Len())))
			}
			d.out.Add(text)
			d.trim, d.line = strings.HasPrefix(closing, "~"), false
		case hclsyntax.TokenTemplateControl:
			d.control()
		default:
			return d.out
		}
	}
	return d.out
}

// mark passes ${…} or %{…}, and returns where its inside stands and what closes it.
func (d *decoder) mark() (start, end int, closing string) {
	start = int(d.tokens[d.at].end)
	for depth := 0; d.at < len(d.tokens); d.at++ {
		switch t := d.tokens[d.at]; t.kind {
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenTemplateSeqEnd:
			if depth--; depth == 0 {
				return start, int(t.start), d.bytes(t)
			}
		}
	}
	return start, d.in.Len(), ""
}

// control passes %{ if … } or %{ for … } up to its end. What stands between is not known: it may be left out or repeated. The
// line ends with it where it does in the template.
func (d *decoder) control() {
	from := int(d.tokens[d.at].start)
	to := from
	for depth := 0; d.at < len(d.tokens); d.at++ {
		t := d.tokens[d.at]
		if t.kind == hclsyntax.TokenTemplateControl {
			start, end, closing := d.mark()
			d.trim = strings.HasPrefix(closing, "~")
			switch word, _, _ := strings.Cut(strings.TrimSpace(d.in.String()[start:end]), " "); {
			case strings.HasPrefix(word, "end"):
				depth--
			case word == "if" || word == "for":
				depth++
			}
			to = min(end+len(closing), d.in.Len())
			if depth <= 0 {
				break
			}
			continue
		}
		if t.kind == hclsyntax.TokenCQuote || t.kind == hclsyntax.TokenCHeredoc || t.kind == hclsyntax.TokenEOF {
			d.at--
			break
		}
		to = int(t.end)
	}
	d.out.AddUnknown(d.in.Span(from, to))
	if d.trim {
		if next := d.at + 1; next < len(d.tokens) && strings.HasPrefix(strings.TrimLeft(d.bytes(d.tokens[next]), " \t\r"), "\n") {
			d.out.AddKnown(source.LiteralText("\n", d.in.Span(to, to)))
		}
	}
	d.line = false
}

// literal adds a literal token.
func (d *decoder) literal(t token) {
	start, end := int(t.start), int(t.end)
	s := d.in.String()
	if d.trim {
		start += len(s[start:end]) - len(strings.TrimLeftFunc(s[start:end], unicode.IsSpace))
	}
	if next := d.at + 1; next < len(d.tokens) && strings.HasSuffix(d.bytes(d.tokens[next]), "{~") {
		end = start + len(strings.TrimRightFunc(s[start:end], unicode.IsSpace))
	}
	blank := strings.TrimSpace(s[start:end]) == "" && strings.HasSuffix(s[start:end], "\n")
	if d.line && !d.trim && !blank {
		for n := 0; n < d.strip && start < end && (s[start] == ' ' || s[start] == '\t'); n++ {
			start++
		}
	}
	d.trim, d.line = false, strings.HasSuffix(s[start:end], "\n")
	if start < end {
		d.out.AddKnown(unescape(d.in.Slice(start, end), d.quoted))
	}
}

// unescape returns what a literal stands for: $${ is ${, %%{ is %{, and in double quotes backslashes count.
func unescape(text source.Text, quoted bool) source.Text {
	s := text.String()
	q := literal{quoted}
	if !strings.Contains(s, "$${") && !strings.Contains(s, "%%{") && !(quoted && strings.Contains(s, `\`)) {
		return text.Quoted(0, len(s), 0, len(s), q)
	}
	data := make([]byte, 0, len(s))
	offsets := make([]int32, 0, len(s)+1)
	put := func(b string, at int) {
		for i := range len(b) {
			data, offsets = append(data, b[i]), append(offsets, int32(at))
		}
	}
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "$${"), strings.HasPrefix(s[i:], "%%{"):
			put(s[i+1:i+3], i)
			i += 3
		case quoted && s[i] == '\\' && i+1 < len(s):
			b, n := escape(s[i:])
			put(b, i)
			i += n
		default:
			put(s[i:i+1], i)
			i++
		}
	}
	offsets = append(offsets, int32(len(s)))
	return text.DecodedBy(string(data), offsets, 0, len(s), q)
}

// literal is the quoting of a literal of a template.
type literal struct {
	quoted bool // it is in double quotes
}

// Part implements source.Quoting.
func (q literal) Part(_ string, _, _ int, s string) (string, bool) {
	s = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(s)
	if q.quoted {
		s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
	}
	return s, q.quoted || !strings.Contains(s, "\n")
}

// Whole implements source.Quoting: a literal may be one of several in a text, and cannot be written anew.
func (literal) Whole(string) (string, bool) { return "", false }

// escape returns what a text that begins with a backslash begins with, and how long that is.
func escape(s string) (string, int) {
	switch s[1] {
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'u', 'U':
		digits := 4
		if s[1] == 'U' {
			digits = 8
		}
		if r, ok := hexadecimal(s[2:min(len(s), 2+digits)]); ok && len(s) >= 2+digits {
			return string(r), 2 + digits
		}
	}
	return s[1:2], 2
}

func hexadecimal(s string) (rune, bool) {
	r := rune(0)
	for _, c := range strings.ToLower(s) {
		digit := strings.IndexRune("0123456789abcdef", c)
		if digit < 0 || r > utf8.MaxRune {
			return 0, false
		}
		r = r<<4 | rune(digit)
	}
	return r, utf8.ValidRune(r)
}

// leastIndent returns how many blanks every line of a heredoc begins with, those of blanks alone left out.
func leastIndent(text string, tokens []token) int {
	least, line, depth := -1, true, 0
	for _, t := range tokens {
		switch t.kind {
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			if depth++; depth == 1 && line {
				return 0
			}
			line = false
		case hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenCHeredoc:
			if depth == 0 {
				return max(least, 0)
			}
		case hclsyntax.TokenStringLit:
			if depth > 0 {
				continue
			}
			s := text[t.start:t.end]
			trimmed := strings.TrimLeft(s, " \t")
			if line && strings.TrimSpace(s) != "" || line && !strings.HasSuffix(s, "\n") {
				if n := len(s) - len(trimmed); least < 0 || n < least {
					least = n
				}
			}
			line = strings.HasSuffix(s, "\n")
		}
	}
	return max(least, 0)
}
