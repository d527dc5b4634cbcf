// Package source holds files as they were read and points back into them: every value that came from a file
// keeps its byte span, so nothing ever searches the text again.
package source

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// Source is one file as read. It is immutable once made and safe for concurrent use.
type Source struct {
	// Path is how reports name the file: relative where possible, with slashes.
	Path string
	// File is the path the file is read from and written to; "" for standard input and for text that has no file.
	File string
	// Data is the whole content, byte for byte.
	Data []byte

	linesOnce sync.Once
	lines     []int // offset of the first byte of each line
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
	column := utf8.RuneCount(s.Data[s.lines[line]:offset]) + 1
	return Position{Offset: offset, Line: line + 1, Column: column}
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
