package load

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// template is what a template engine (Jinja2, ERB, Go, DC/OS's pkgpanda) will replace in a file.
type template struct {
	source *source.Source
	// expressions are replaced by text, controls (conditions, loops, comments) by nothing.
	expressions, controls []source.Range
	// optional is what a condition may leave out, or a loop repeat.
	optional []source.Range
}

func (t *template) any() bool { return len(t.expressions)+len(t.controls) > 0 }

// inJSON reports whether an engine will replace something in a JSON document. A brace typed twice looks like its mark, but
// encloses nothing, or members of an object.
func (t *template) inJSON() bool {
	return len(t.controls) > 0 || slices.ContainsFunc(t.expressions, func(r source.Range) bool {
		body := t.source.Data[r.Start+2 : r.End-2]
		return bytes.HasPrefix(body, []byte(" {")) || !isMembers(body) // Jinja2 has dictionaries: {{ {"a": 1} | to_json }}
	})
}

// isMembers reports whether what stands between two braces and two more are members of a JSON object: nothing, the end of
// an object, or a name with its colon.
func isMembers(body []byte) bool {
	if trimmed := bytes.TrimSpace(body); len(trimmed) == 0 || trimmed[0] == '}' {
		return true
	}
	for i := 1; i < len(body); i++ {
		if body[i] == '"' && isLetter(body[i-1]) && bytes.HasPrefix(bytes.TrimSpace(body[i+1:]), []byte(":")) {
			return true
		}
	}
	return false
}

// overlaps reports whether one of ordered, disjoint ranges holds one of the bytes [start, end), or start where that is
// end.
func overlaps(ranges []source.Range, start, end int) bool {
	first, _ := slices.BinarySearchFunc(ranges, start, func(r source.Range, at int) int {
		if r.End <= at {
			return -1
		}
		return 1
	})
	return first < len(ranges) && ranges[first].Start < max(end, start+1)
}

// changes reports whether the engine will change any of the bytes [start, end).
func (t *template) changes(start, end int) bool {
	return overlaps(t.expressions, start, end) || overlaps(t.controls, start, end)
}

// mayBeLeftOut reports whether what stands at an offset may be left out.
func (t *template) mayBeLeftOut(offset int) bool { return overlaps(t.optional, offset, offset+1) }

// findTemplates finds what a template engine will replace. path decides where the engine's marks are ambiguous.
func findTemplates(s *source.Source, path string) *template {
	t := &template{source: s}
	data := s.Data
	if !bytes.Contains(data, []byte("{{")) && !bytes.Contains(data, []byte("{%")) && !bytes.Contains(data, []byte("<%")) {
		if strings.HasSuffix(path, ".in") {
			t.findAutoconf()
		}
		return t
	}
	jinja := strings.HasSuffix(filepath.Base(path), ".j2")
	depth, openedAt := 0, 0
	for at := 0; at < len(data); {
		start, end, body := nextMark(data, at, jinja)
		if start < 0 {
			break
		}
		at = end
		r := source.Range{Start: start, End: end}
		word, control := controlWord(body)
		if !control && data[start] == '{' && data[start+1] == '{' || data[start] == '<' && bytes.HasPrefix(body, []byte("=")) {
			t.expressions = append(t.expressions, r)
			continue
		}
		t.controls = append(t.controls, r)
		switch word {
		case opens:
			if depth++; depth == 1 {
				openedAt = end
			}
		case closes:
			if depth--; depth == 0 {
				t.optional = append(t.optional, source.Range{Start: openedAt, End: start})
				t.uncomment(openedAt, start, end)
			}
			depth = max(depth, 0)
		}
	}
	if depth > 0 {
		t.optional = append(t.optional, source.Range{Start: openedAt, End: len(data)})
	}
	t.optional = source.Union(t.optional)
	t.controls = source.Union(t.controls)
	return t
}

// nextMark finds the next {{ }}, {% %}, <% %> or, in Jinja2, {# #}. body is what stands between the marks.
func nextMark(data []byte, from int, jinja bool) (start, end int, body []byte) {
	for at := from; ; at++ {
		i := bytes.IndexAny(data[at:], "{<")
		if i < 0 || at+i+1 >= len(data) {
			return -1, -1, nil
		}
		at += i
		var closing string
		switch {
		case data[at] == '{' && data[at+1] == '{':
			closing = "}}"
		case data[at+1] == '%':
			closing = "%}"
			if data[at] == '<' {
				closing = "%>"
			}
		case jinja && data[at] == '{' && data[at+1] == '#':
			closing = "#}"
		default:
			continue
		}
		length := bytes.Index(data[at+2:], []byte(closing))
		if length < 0 {
			continue
		}
		return at, at + 2 + length + 2, data[at+2 : at+2+length]
	}
}

type controlKind uint8

const (
	neither controlKind = iota
	opens
	closes
)

var (
	openingWords = []string{"if", "unless", "for", "while", "switch", "case", "range", "with", "each", "block", "macro", "begin"}
	goWords      = []string{"if", "range", "with", "end", "else", "define", "template", "block"}
)

// controlWord reports what a control does to the nesting, and whether the text is one of a Go template, which writes
// both alike.
func controlWord(body []byte) (controlKind, bool) {
	text := strings.Trim(string(body), "-~+ \t\r\n")
	word := text[:wordLength(text)]
	inGo := slices.Contains(goWords, word) && (len(text) == len(word) || text[len(word)] == ' ')
	switch {
	case strings.HasPrefix(word, "end"), text == "}":
		return closes, inGo
	case word == "case" && strings.Contains(text, `"`):
		return neither, false // pkgpanda's {% case "true" %} lies within its {% switch %}
	case slices.Contains(openingWords, word), strings.HasSuffix(text, "{"), indexWord(text, "do") >= 0:
		return opens, inGo
	}
	return neither, inGo
}

func wordLength(s string) int {
	i := 0
	for i < len(s) && isLetter(s[i]) {
		i++
	}
	return i
}

// uncomment takes the "#" of "{% if … %}# {% endif %}NAME=value" for a part of the control, so that the rest of the line
// is seen as something that may be left out.
func (t *template) uncomment(start, end, after int) {
	if strings.Trim(string(t.source.Data[start:end]), " \t#;") != "" {
		return
	}
	line := bytes.IndexByte(t.source.Data[after:], '\n')
	if line < 0 {
		line = len(t.source.Data) - after
	}
	t.controls = append(t.controls, source.Range{Start: start, End: end})
	t.optional = append(t.optional, source.Range{Start: start, End: after + line})
}

// findAutoconf finds the @NAME@ of autoconf and CMake.
func (t *template) findAutoconf() {
	data := t.source.Data
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '@')
		if i < 0 {
			return
		}
		start := at + i
		end := start + 1
		for end < len(data) && (isLetter(data[end]) || data[end] == '_' || '0' <= data[end] && data[end] <= '9') {
			end++
		}
		if end > start+1 && end < len(data) && data[end] == '@' {
			t.expressions = append(t.expressions, source.Range{Start: start, End: end + 1})
			end++
		}
		at = end
	}
}

// masked returns the content with every expression replaced by as many letters and every control by as many blanks,
// so that the reader of the format can parse it and every offset stays where it is.
func (t *template) masked() []byte {
	if !t.any() {
		return t.source.Data
	}
	data := slices.Clone(t.source.Data)
	for _, r := range t.expressions {
		for i := r.Start; i < r.End; i++ {
			data[i] = 'x'
		}
	}
	for _, r := range t.controls {
		for i := r.Start; i < r.End; i++ {
			if data[i] != '\n' {
				data[i] = ' '
			}
		}
	}
	return data
}

// maskText returns the bytes of a text of the source masked like its content.
func (t *template) maskText(text source.Text) []byte {
	data := []byte(text.String())
	if !t.any() {
		return data
	}
	for i := range data {
		at := text.Span(i, i).Start
		switch {
		case overlaps(t.expressions, at, at+1):
			data[i] = 'x'
		case data[i] != '\n' && overlaps(t.controls, at, at+1):
			data[i] = ' '
		}
	}
	return data
}

// wholly reports whether nothing but what the engine makes is in the file.
func (t *template) wholly() bool {
	if !t.any() {
		return false
	}
	rest := t.masked()
	for _, r := range t.expressions {
		for i := r.Start; i < r.End; i++ {
			rest[i] = ' '
		}
	}
	return len(bytes.TrimSpace(rest)) == 0
}
