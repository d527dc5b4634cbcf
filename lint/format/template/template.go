// Package template finds what a template engine will replace in a text, so that the reader of any format can read the
// file before it is rendered: Jinja2 (Ansible, Salt, DC/OS), ERB (Puppet, Chef), Go, Handlebars, Terraform and autoconf. It
// says where the engine's marks are, what a condition may leave out, and what the text looks like once the marks are gone;
// what an expression stands for it never guesses.
package template

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Marks are what a template engine will replace in a text. All ranges are bytes of that text, ordered and disjoint.
type Marks struct {
	data   []byte
	opened bool // it has what may begin a mark
	held   held
	// Expressions are replaced by text that only the engine knows; what includes another template is one of them.
	Expressions []source.Range
	// Controls (conditions, loops, assignments, comments) are replaced by nothing.
	Controls []source.Range
	// Optional is what a condition may leave out, or a loop repeat.
	Optional []source.Range
	// Gone is what is not there once the text is rendered: the controls, and the blanks and newlines that the engine takes
	// away with a mark.
	Gone []source.Range
	// Conditional is set if a condition or a loop decides what is there.
	Conditional bool
}

// MayHold reports whether Unrendered may find a mark in a part of the text that m is of, or in what an escape in it stands for.
// It is quick where there is none, however long the text is, and looks once.
func (m *Marks) MayHold(text string) bool {
	if m.held == notAsked {
		m.held = holdsNothing
		if !m.opened && !holdsAny(text, `\$@%`) {
			return false
		}
		if m.opened || strings.IndexByte(text, '\\') >= 0 || strings.Contains(text, "${") || hasPlaceholder(text, '@') || hasPlaceholder(text, '%') {
			m.held = mayHold
		}
	}
	return m.held == mayHold
}

// holdsAny reports whether a text holds one of some bytes. A long text is read from memory once, not once for each of them.
func holdsAny(text, bytes string) bool {
	const nearby = 32 << 10 // what a processor keeps at hand
	for len(text) > 0 {
		part := text[:min(len(text), nearby)]
		for i := range len(bytes) {
			if strings.IndexByte(part, bytes[i]) >= 0 {
				return true
			}
		}
		text = text[len(part):]
	}
	return false
}

// held is what MayHold has found.
type held uint8

const (
	notAsked held = iota
	mayHold
	holdsNothing
)

// suffixes are what template engines' files are called, on top of what they are rendered to.
var suffixes = []string{".j2", ".jinja2", ".jinja", ".erb", ".epp", ".tpl", ".tftpl", ".tmpl", ".gotmpl", ".ctmpl", ".template", ".in"}

// RenderedName returns the name of the file that a template is rendered to: the name itself where it is not a template's.
func RenderedName(name string) string {
	for _, suffix := range suffixes {
		rest, found := strings.CutSuffix(name, suffix)
		if found && rest != "" && !strings.HasSuffix(rest, "/") {
			return rest
		}
	}
	return name
}

// Any reports whether the engine replaces anything.
func (m *Marks) Any() bool { return len(m.Expressions)+len(m.Controls) > 0 }

// Changes reports whether the engine changes any of the bytes [start, end), or the one at start where that is end.
func (m *Marks) Changes(start, end int) bool {
	return overlaps(m.Expressions, start, end) || overlaps(m.Controls, start, end)
}

// MayBeLeftOut reports whether what stands at an offset may be left out.
func (m *Marks) MayBeLeftOut(offset int) bool { return overlaps(m.Optional, offset, offset+1) }

// overlaps reports whether one of ordered, disjoint ranges holds one of the bytes [start, end), or start where that is end.
func overlaps(ranges []source.Range, start, end int) bool {
	first := firstAfter(ranges, start)
	return first < len(ranges) && ranges[first].Start < max(end, start+1)
}

// firstAfter returns the index of the first of ordered, disjoint ranges that ends after an offset.
func firstAfter(ranges []source.Range, offset int) int {
	return sort.Search(len(ranges), func(i int) bool { return ranges[i].End > offset })
}

// Masked returns the text with every expression replaced by as many letters and every control by as many blanks, so that the
// reader of the format can parse it and every offset stays where it is.
func (m *Marks) Masked() []byte {
	if !m.Any() {
		return m.data
	}
	data := slices.Clone(m.data)
	for _, r := range m.Expressions {
		for i := r.Start; i < r.End; i++ {
			data[i] = 'x'
		}
	}
	for _, r := range m.Controls {
		for i := r.Start; i < r.End; i++ {
			if data[i] != '\n' {
				data[i] = ' '
			}
		}
	}
	return data
}

// Rendered returns the text as the engine leaves it where every condition holds, with each expression masked by as many
// letters. offsets says where each byte stands in the text, and has one element more for its end; it is nil if nothing
// is gone, so that every offset is the same.
func (m *Marks) Rendered() (data []byte, offsets []int) {
	masked := m.Masked()
	if len(m.Gone) == 0 {
		return masked, nil
	}
	data, offsets = make([]byte, 0, len(masked)), make([]int, 0, len(masked)+1)
	at := 0
	for _, r := range append(slices.Clone(m.Gone), source.Range{Start: len(masked), End: len(masked)}) {
		for ; at < r.Start; at++ {
			data, offsets = append(data, masked[at]), append(offsets, at)
		}
		at = r.End
	}
	return data, append(offsets, len(masked))
}

// Wholly reports whether nothing but what the engine makes is in the text.
func (m *Marks) Wholly() bool {
	if !m.Any() {
		return false
	}
	rest := m.Masked()
	for _, r := range m.Expressions {
		for i := r.Start; i < r.End; i++ {
			rest[i] = ' '
		}
	}
	return len(bytes.TrimSpace(rest)) == 0
}

// InJSON reports whether an engine will replace something in a JSON document. A brace typed twice looks like its mark, but
// encloses nothing, or members of an object.
func (m *Marks) InJSON() bool {
	return len(m.Controls) > 0 || slices.ContainsFunc(m.Expressions, func(r source.Range) bool {
		body := m.data[min(r.Start+2, r.End):max(r.Start+2, r.End-2)]
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

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isSpace(c byte) bool { return isBlank(c) || c == '\n' || c == '\r' }
