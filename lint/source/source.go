// Package source holds files as they were read and points back into them: every value that came from a file
// keeps its byte span, so nothing ever searches the text again.
package source

import (
	"bytes"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Source is one file as read. It is safe for concurrent use, and but for what is said of its bytes to be harmless or secret it is immutable once
// made.
type Source struct {
	// Path is how reports name the file: relative where possible, with slashes.
	Path string
	// File is the path the file is read from and written to; "" for standard input and for text that has no file.
	File string
	// Data is the whole content, byte for byte.
	Data []byte
	// Printed is set if a program printed it: changing it changes nothing. It is set before anything else looks at it.
	Printed bool

	linesOnce sync.Once
	lines     []int // offset of the first byte of each line

	runesOnce sync.Once
	runes     []int // runes before the rune boundary at or just under each multiple of runeStep

	shownLock sync.Mutex
	shown     shown
}

// New makes a source. path is the reported name, file where it can be read and written ("" if nowhere).
func New(path, file string, data []byte) *Source {
	return &Source{Path: path, File: file, Data: data}
}

// Position is a place in a source. Offset counts bytes from 0; Line and Column count from 1, columns in runes
// (an invalid byte counts as one).
type Position struct {
	Offset int `json:"offset"`
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Position returns the line and column of a byte offset, which is clamped to the source.
func (s *Source) Position(offset int) Position {
	offset = max(0, min(offset, len(s.Data)))
	s.linesOnce.Do(s.indexLines)
	line := sort.SearchInts(s.lines, offset+1) - 1
	return Position{Offset: offset, Line: line + 1, Column: s.runesBetween(s.lines[line], offset) + 1}
}

// runeStep is the distance in bytes between counted places.
const runeStep = 4096

// runesBetween counts the runes from the start of a line to a place in it. A minified document is one line of any
// length, so the count of a far place starts from a place that was counted before.
func (s *Source) runesBetween(lineStart, offset int) int {
	if offset-lineStart <= 2*runeStep {
		return utf8.RuneCount(s.Data[lineStart:offset])
	}
	s.runesOnce.Do(s.countRunes)
	return s.runesBefore(offset) - s.runesBefore(lineStart)
}

func (s *Source) runesBefore(offset int) int {
	k := offset / runeStep
	return s.runes[k] + utf8.RuneCount(s.Data[s.runeBoundary(k*runeStep):offset])
}

func (s *Source) countRunes() {
	s.runes = make([]int, 1+len(s.Data)/runeStep)
	counted := 0
	for k := 1; k < len(s.runes); k++ {
		boundary := s.runeBoundary(k * runeStep)
		s.runes[k] = s.runes[k-1] + utf8.RuneCount(s.Data[counted:boundary])
		counted = boundary
	}
}

// runeBoundary returns the last place at or under offset where a rune can start however the bytes before it are read.
// In a run of continuation bytes longer than any rune each byte stands for itself.
func (s *Source) runeBoundary(offset int) int {
	for back := range min(utf8.UTFMax, offset+1) {
		if offset-back == len(s.Data) || utf8.RuneStart(s.Data[offset-back]) {
			return offset - back
		}
	}
	return offset
}

// PathOf returns how reports name another file, judged by how they name this one: what File and Path differ in at the
// front is exchanged.
func (s *Source) PathOf(file string) string {
	own, file := filepath.ToSlash(s.File), filepath.ToSlash(file)
	common := 0
	for i := 1; i <= min(len(own), len(s.Path)) && own[len(own)-i] == s.Path[len(s.Path)-i]; i++ {
		if i == len(own) || i == len(s.Path) || own[len(own)-i] == '/' {
			common = i
		}
	}
	if rest, found := strings.CutPrefix(file, own[:len(own)-common]); found && common > 0 {
		return s.Path[:len(s.Path)-common] + rest
	}
	return file
}

// Line returns the text of a 1-based line without its line ending, and the offset of its first byte.
func (s *Source) Line(number int) (text []byte, offset int) {
	s.linesOnce.Do(s.indexLines)
	if number < 1 || number > len(s.lines) {
		return nil, len(s.Data)
	}
	start := s.lines[number-1]
	end := len(s.Data)
	if number < len(s.lines) {
		end = s.lines[number] - 1
	}
	return bytes.TrimSuffix(s.Data[start:end], []byte("\r")), start
}

// LineAround returns where the line starts and ends, without its line feed, that holds a byte offset.
func (s *Source) LineAround(offset int) (start, end int) {
	s.linesOnce.Do(s.indexLines)
	line := sort.SearchInts(s.lines, offset+1)
	if line < len(s.lines) {
		return s.lines[line-1], s.lines[line] - 1
	}
	return s.lines[line-1], len(s.Data)
}

func (s *Source) indexLines() {
	s.lines = make([]int, 1, 1+bytes.Count(s.Data, []byte{'\n'}))
	for from := 0; ; {
		i := bytes.IndexByte(s.Data[from:], '\n')
		if i < 0 {
			return
		}
		from += i + 1
		s.lines = append(s.lines, from)
	}
}

// Span returns the span of the bytes [start, end).
func (s *Source) Span(start, end int) Span { return Span{Source: s, Start: start, End: end} }

// Span is the bytes [Start, End) of a source. The zero Span points nowhere.
type Span struct {
	Source     *Source
	Start, End int
}

// IsZero reports whether the span points nowhere.
func (p Span) IsZero() bool { return p.Source == nil }

// Text returns the bytes of the span.
func (p Span) Text() string {
	if p.Source == nil {
		return ""
	}
	return string(p.Source.Data[p.Start:p.End])
}

// Range returns the positions of the span's first byte and of the byte after its last.
func (p Span) Range() (start, end Position) {
	if p.Source == nil {
		return Position{Line: 1, Column: 1}, Position{Line: 1, Column: 1}
	}
	return p.Source.Position(p.Start), p.Source.Position(p.End)
}
