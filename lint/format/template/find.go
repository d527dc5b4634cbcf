package template

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Find finds what a template engine will replace in a text. name is the path of its file: it decides where the engine's
// marks are ambiguous, and whether the newline after a control goes with it.
func Find(data []byte, name string) *Marks {
	m := &Marks{data: data}
	f := &finder{marks: m, data: data, dialect: dialectOf(name)}
	if m.opened = f.any(); !m.opened {
		if strings.HasSuffix(name, ".in") {
			m.findAutoconf()
		}
		return m
	}
	f.find()
	m.Optional = source.Union(m.Optional)
	m.Controls = source.Union(m.Controls)
	m.Gone = source.Union(append(f.trimmed, m.Controls...))
	return m
}

// dialect is what the path of a template says about its engine.
type dialect struct {
	comments  bool // {# #} is a comment
	terraform bool // %{ } is a control
	// dropsNewline is set if a newline right after {% %} goes with it: Ansible sets trim_blocks, Salt does not.
	dropsNewline bool
	// dropsLine is set if a line that holds nothing but <% %> goes as a whole: Chef's Erubis does that, the ERB of Puppet
	// only for a mark that ends in -%>.
	dropsLine bool
}

func dialectOf(name string) dialect {
	d := dialect{dropsNewline: true}
	switch path.Ext(name) {
	case ".j2", ".jinja2":
		d.comments = true
	case ".jinja":
		d.comments, d.dropsNewline = true, false
	case ".tftpl", ".tpl":
		d.terraform = true
	}
	folders := strings.Split(name, "/")
	for i, folder := range folders[:len(folders)-1] {
		switch {
		case folder == "salt" || strings.HasPrefix(folder, "salt-") || strings.HasSuffix(folder, "-formula"):
			d.dropsNewline = false
		case folder == "cookbooks", folder == "templates" && i+2 < len(folders) && folders[i+1] == "default":
			d.dropsLine = true
		}
	}
	return d
}

// finder goes through a text from mark to mark.
type finder struct {
	marks   *Marks
	data    []byte
	dialect dialect
	// trimmed are the blanks and newlines that go with the marks.
	trimmed []source.Range
	depth   int // of conditions and loops
	opened  int // where the outermost one began
}

func (f *finder) any() bool {
	return bytes.Contains(f.data, []byte("{{")) || f.dialect.comments && bytes.Contains(f.data, []byte("{#")) ||
		bytes.IndexByte(f.data, '%') >= 0 && (bytes.Contains(f.data, []byte("{%")) || bytes.Contains(f.data, []byte("<%")) ||
			f.dialect.terraform && bytes.Contains(f.data, []byte("%{")))
}

func (f *finder) find() {
	// A closing mark that is not there is looked for only once, whatever the number of opening ones.
	absent := map[string]bool{}
	for at := 0; at+1 < len(f.data); {
		i := bytes.IndexAny(f.data[at:], "{<%")
		if i < 0 || at+i+1 >= len(f.data) {
			break
		}
		at += i
		opening, closing := f.marksAt(at)
		if closing == "" || absent[closing] {
			at++
			continue
		}
		length := bytes.Index(f.data[at+len(opening):], []byte(closing))
		if length < 0 {
			absent[closing] = true
			at++
			continue
		}
		body := f.data[at+len(opening) : at+len(opening)+length]
		end := at + len(opening) + length + len(closing)
		f.mark(opening, body, source.Range{Start: at, End: end})
		at = end
		if opening == "{%" && trimSigns(body) == "raw" {
			at = f.skipRaw(at)
		}
	}
	if f.depth > 0 {
		f.marks.Optional = append(f.marks.Optional, source.Range{Start: f.opened, End: len(f.data)})
	}
}

// marksAt returns the opening mark at an offset and what closes it; "" if none is there.
func (f *finder) marksAt(at int) (opening, closing string) {
	switch two := string(f.data[at : at+2]); {
	case two == "{{":
		return two, "}}"
	case two == "{%":
		return two, "%}"
	case two == "<%" && !bytes.HasPrefix(f.data[at+2:], []byte("%")): // <%% is a literal <%
		return two, "%>"
	case two == "{#" && f.dialect.comments:
		return two, "#}"
	case two == "%{" && f.dialect.terraform && (at == 0 || f.data[at-1] != '%'):
		return two, "}"
	}
	return "", ""
}

// mark takes in one mark.
func (f *finder) mark(opening string, body []byte, at source.Range) {
	kind, control := f.kindOf(opening, body)
	f.trim(opening, body, at, control)
	if !control {
		f.marks.Expressions = append(f.marks.Expressions, at)
		return
	}
	f.marks.Controls = append(f.marks.Controls, at)
	switch kind {
	case opens:
		f.marks.Conditional = true
		if f.depth++; f.depth == 1 {
			f.opened = at.End
		}
	case closes:
		if f.depth--; f.depth == 0 {
			f.marks.Optional = append(f.marks.Optional, source.Range{Start: f.opened, End: at.Start})
			f.uncomment(f.opened, at.Start, at.End)
		}
		f.depth = max(f.depth, 0)
	}
}

// trim notes the blanks and newlines that go with a mark: those that a sign in the mark asks for, and those that the engine
// always takes.
func (f *finder) trim(opening string, body []byte, at source.Range, control bool) {
	before, after := at.Start, at.End
	left := len(body) > 0 && (body[0] == '-' || opening == "%{" && body[0] == '~')
	last := len(body) - 1
	right := last >= 0 && (body[last] == '-' || opening == "%{" && body[last] == '~')
	switch {
	case opening == "<%":
		before, after = f.trimRuby(left, right, at, control)
	default:
		for left && before > 0 && isSpace(f.data[before-1]) {
			before--
		}
		for right && after < len(f.data) && isSpace(f.data[after]) {
			after++
		}
		if opening != "{{" && opening != "%{" && f.dialect.dropsNewline && last >= 0 && body[last] != '+' && after == at.End {
			after += newline(f.data[after:])
		}
	}
	if before < at.Start {
		f.trimmed = append(f.trimmed, source.Range{Start: before, End: at.Start})
	}
	if at.End < after {
		f.trimmed = append(f.trimmed, source.Range{Start: at.End, End: after})
	}
}

// trimRuby returns from where to where <% %> takes blanks away: <%- the indentation before it, -%> the newline after it,
// and for Chef each that has a line for itself all of the line.
func (f *finder) trimRuby(left, right bool, at source.Range, control bool) (before, after int) {
	before, after = at.Start, at.End
	indent := before
	for indent > 0 && isBlank(f.data[indent-1]) {
		indent--
	}
	atStart := indent == 0 || f.data[indent-1] == '\n'
	end := after
	for end < len(f.data) && isBlank(f.data[end]) {
		end++
	}
	end += newline(f.data[end:])
	if f.dialect.dropsLine && control && atStart && (end == len(f.data) || f.data[end-1] == '\n') {
		return indent, end
	}
	if left && atStart {
		before = indent
	}
	if right {
		after += newline(f.data[after:])
	}
	return before, after
}

// newline returns the length of the newline that data begins with.
func newline(data []byte) int {
	switch {
	case bytes.HasPrefix(data, []byte("\n")):
		return 1
	case bytes.HasPrefix(data, []byte("\r\n")):
		return 2
	}
	return 0
}

// skipRaw returns where the {% endraw %} begins that ends a stretch of literal text.
func (f *finder) skipRaw(from int) int {
	for at := from; ; {
		i := bytes.Index(f.data[at:], []byte("{%"))
		if i < 0 {
			return len(f.data)
		}
		at += i + 2
		length := bytes.Index(f.data[at:], []byte("%}"))
		if length < 0 {
			return len(f.data)
		}
		if trimSigns(f.data[at:at+length]) == "endraw" {
			return at - 2
		}
	}
}

// trimSigns returns what stands in a mark without blanks and the signs that ask for them to be trimmed.
func trimSigns(body []byte) string { return strings.Trim(string(body), "-~+ \t\r\n") }

type controlKind uint8

const (
	neither controlKind = iota
	opens
	closes
)

var (
	openingWords = []string{"if", "unless", "for", "while", "switch", "case", "range", "with", "each", "block", "macro", "begin",
		"call", "filter", "autoescape", "define"}
	goWords = []string{"if", "range", "with", "end", "else", "define", "template", "block"}
	// including are the words of controls that are replaced by the text of another template.
	including = []string{"include", "template", "extends"}
)

// kindOf reports what a mark does to the nesting, and whether it is a control: replaced by nothing.
func (f *finder) kindOf(opening string, body []byte) (kind controlKind, control bool) {
	text := trimSigns(body)
	switch {
	case opening == "{#", strings.HasPrefix(text, "/*"), opening == "<%" && bytes.HasPrefix(body, []byte("#")),
		opening == "{%" && (text == "raw" || text == "endraw"):
		return neither, true
	case opening == "<%" && bytes.HasPrefix(body, []byte("=")):
		return neither, false
	case opening == "{{" && strings.HasPrefix(text, "#") && len(text) > 1 && isLetter(text[1]):
		return opens, true
	case opening == "{{" && strings.HasPrefix(text, "/"):
		return closes, true
	}
	kind, inGo := controlWord(text)
	word := text[:wordLength(text)]
	if opening == "{{" {
		return kind, inGo && word != "template"
	}
	return kind, !slices.Contains(including, word)
}

// controlWord reports what a control does to the nesting, and whether the text is one of a Go template, which writes
// expressions alike.
func controlWord(text string) (kind controlKind, inGo bool) {
	word := text[:wordLength(text)]
	inGo = slices.Contains(goWords, word) && (len(text) == len(word) || text[len(word)] == ' ')
	switch {
	case strings.HasPrefix(word, "end"), text == "}":
		return closes, inGo
	case word == "case" && strings.Contains(text, `"`):
		return neither, false // pkgpanda's {% case "true" %} lies within its {% switch %}
	case word == "set":
		if strings.Contains(text, "=") {
			return neither, false
		}
		return opens, false
	case slices.Contains(openingWords, word), strings.HasSuffix(text, "{"), hasWord(text, "do"), opensBraces(text):
		return opens, inGo
	}
	return neither, inGo
}

// opensBraces reports whether the text of a Ruby control ends in a block that stays open: "each { |x|".
func opensBraces(text string) bool {
	rest, found := strings.CutSuffix(text, "|")
	if !found {
		return false
	}
	i := strings.LastIndexByte(rest, '|')
	return i > 0 && strings.HasSuffix(strings.TrimRight(rest[:i], " "), "{")
}

func wordLength(s string) int {
	i := 0
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return i
}

// hasWord reports whether a word stands in s with no letter on either side.
func hasWord(s, word string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if (i == 0 || !isLetter(s[i-1])) && (end == len(s) || !isLetter(s[end])) {
			return true
		}
		from = i + 1
	}
}

// uncomment takes the "#" of "{% if … %}# {% endif %}NAME=value" for a part of the control, so that the rest of the line
// is seen as something that may be left out.
func (f *finder) uncomment(start, end, after int) {
	inner := f.data[start:end]
	if strings.Trim(string(inner), " \t#;") != "" || !bytes.ContainsAny(inner, "#;") {
		return
	}
	line := bytes.IndexByte(f.data[after:], '\n')
	if line < 0 {
		line = len(f.data) - after
	}
	f.marks.Controls = append(f.marks.Controls, source.Range{Start: start, End: end})
	f.marks.Optional = append(f.marks.Optional, source.Range{Start: start, End: after + line})
}

// findAutoconf finds the @NAME@ of autoconf and CMake.
func (m *Marks) findAutoconf() {
	for at := 0; ; {
		i := bytes.IndexByte(m.data[at:], '@')
		if i < 0 {
			return
		}
		start := at + i
		end := start + 1
		for end < len(m.data) && (isLetter(m.data[end]) || m.data[end] == '_' || '0' <= m.data[end] && m.data[end] <= '9') {
			end++
		}
		if end > start+1 && end < len(m.data) && m.data[end] == '@' {
			m.Expressions = append(m.Expressions, source.Range{Start: start, End: end + 1})
			end++
		}
		at = end
	}
}
