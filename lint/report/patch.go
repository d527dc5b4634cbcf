package report

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// patchFile is what a fix does to one file.
type patchFile struct {
	heading string // what is done, or to which file; "" for an edit of the file the diagnostic is about
	rows    []patchRow
}

// patchRow is one line that a fix removes or adds, or a number of lines or of places that are not shown.
type patchRow struct {
	sign    byte
	number  int
	line    line
	omitted int
	places  int // that are not shown
}

// patchOf returns what a fix does, in as few lines as can be. about is the file its diagnostic is about.
func patchOf(f *lint.Fix, about *source.Source, reach int) []patchFile {
	if f == nil {
		return nil
	}
	var out []patchFile
	for _, own := range bySource(f.Edits) {
		file := patchFile{rows: editRows(own, reach)}
		if s := own[0].Span.Source; s != about {
			file.heading = s.Path
		}
		out = append(out, file)
	}
	named := func(file string) string {
		if about == nil {
			return file
		}
		return about.PathOf(file)
	}
	for _, r := range f.Renames {
		out = append(out, patchFile{heading: "rename " + named(r.From) + " to " + named(r.To)})
	}
	for _, c := range f.Creates {
		text := strings.TrimSuffix(string(c.Data), "\n")
		made := block{number: 1, text: text, hidden: source.Union(slices.Concat(c.Secrets, redact.URLPasswords(text)))}
		out = append(out, patchFile{heading: "create " + named(c.Path), rows: shorten(made.lines('+'))})
	}
	return out
}

// bySource returns the edits that name bytes of a file, by file and in order.
func bySource(edits []lint.Edit) [][]lint.Edit {
	var out [][]lint.Edit
	index := map[*source.Source]int{}
	for _, e := range edits {
		s := e.Span.Source
		if s == nil || e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(s.Data) {
			continue
		}
		i, found := index[s]
		if !found {
			i = len(out)
			index[s] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], e)
	}
	for _, own := range out {
		slices.SortStableFunc(own, func(a, b lint.Edit) int {
			return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
		})
	}
	return out
}

// place is the lines of a file that some edits change.
type place struct {
	start, end        int
	cutLeft, cutRight bool
	edits             []lint.Edit
}

// placesOf returns the places that edits of one file change. Edits on one line are one, unless the line is so long that only
// what is around each is shown.
func placesOf(edits []lint.Edit, reach int) []place {
	data := edits[0].Span.Source.Data
	var out []place
	for i := 0; i < len(edits); {
		var p place
		p.start, p.cutLeft = lineStart(data, edits[i].Span.Start, reach)
		p.end, p.cutRight = lineEnd(data, edits[i].Span.End, reach)
		next := i + 1
		for !p.cutRight && next < len(edits) && edits[next].Span.Start <= p.end && edits[next].Span.Start >= edits[next-1].Span.End {
			p.end, p.cutRight = lineEnd(data, edits[next].Span.End, reach)
			next++
		}
		p.edits = edits[i:next]
		out = append(out, p)
		i = next
	}
	return out
}

// editRows returns the lines that edits of one file remove and add. Of very many places the first are shown: a fix that does
// one thing everywhere.
func editRows(edits []lint.Edit, reach int) []patchRow {
	s := edits[0].Span.Source
	places, more := placesOf(edits, reach), 0
	if len(places) > maxPatchPlaces+1 {
		places, more = places[:maxPatchPlaces], len(places)-maxPatchPlaces
	}
	var out []patchRow
	added := 0 // lines added less lines removed so far
	for _, p := range places {
		before, after := blockOf(s, p.start, p.end, nil), blockOf(s, p.start, p.end, p.edits)
		before.number = s.Position(p.start).Line
		after.number = before.number + added
		before.cutLeft, before.cutRight = p.cutLeft, p.cutRight
		after.cutLeft, after.cutRight = p.cutLeft, p.cutRight
		out = append(out, difference(before, after)...)
		added += strings.Count(after.text, "\n") - strings.Count(before.text, "\n")
	}
	if more > 0 {
		out = append(out, patchRow{places: more})
	}
	return out
}

// lineStart returns the start of the line that holds a place, or a place reach bytes before it where that is nearer.
func lineStart(data []byte, at, reach int) (start int, cut bool) {
	from := max(0, at-reach)
	if i := bytes.LastIndexByte(data[from:at], '\n'); i >= 0 {
		return from + i + 1, false
	}
	return from, from > 0
}

// lineEnd returns the end of the line that holds a place, or a place reach bytes after it where that is nearer.
func lineEnd(data []byte, at, reach int) (end int, cut bool) {
	to := min(len(data), at+reach)
	if i := bytes.IndexByte(data[at:to], '\n'); i >= 0 {
		return at + i, false
	}
	return to, to < len(data)
}

// block is some lines before or after edits. The first and the last may be cut.
type block struct {
	number            int // of the first line
	text              string
	hidden            []source.Range
	cutLeft, cutRight bool
}

// blockOf returns the bytes [start, end) of a source with edits made.
func blockOf(s *source.Source, start, end int, edits []lint.Edit) block {
	var b strings.Builder
	var hide []source.Range
	keep := func(from, to int) {
		hide = append(hide, source.Shifted(source.Within(s.Hidden(), from, to), b.Len()-from)...)
		b.Write(s.Data[from:max(from, to)])
	}
	at := start
	for _, e := range edits {
		keep(at, e.Span.Start)
		hide = append(hide, source.Shifted(hidden(e), b.Len())...)
		b.WriteString(e.Text)
		at = e.Span.End
	}
	keep(at, end)
	return block{text: b.String(), hidden: source.Union(slices.Concat(hide, redact.URLPasswords(b.String())))}
}

// hidden returns the bytes of an edit's text that must not be shown.
func hidden(e lint.Edit) []source.Range {
	return source.Union(slices.Concat(e.Hidden(), redact.URLPasswords(e.Text)))
}

// difference returns the lines of two blocks without those they share at their ends.
func difference(before, after block) []patchRow {
	removed, added := before.lines('-'), after.lines('+')
	for len(removed) > 0 && len(added) > 0 && bytes.Equal(removed[0].line.data, added[0].line.data) {
		removed, added = removed[1:], added[1:]
	}
	for len(removed) > 0 && len(added) > 0 && bytes.Equal(removed[len(removed)-1].line.data, added[len(added)-1].line.data) {
		removed, added = removed[:len(removed)-1], added[:len(added)-1]
	}
	for i := range min(len(removed), len(added)) {
		focusOnDifference(&removed[i].line, &added[i].line)
	}
	hideCarriageReturns(removed, added)
	return append(shorten(removed), shorten(added)...)
}

// lines returns the lines of a block as rows.
func (b block) lines(sign byte) []patchRow {
	var out []patchRow
	number := b.number
	for at := 0; ; number++ {
		end := len(b.text)
		i := strings.IndexByte(b.text[at:], '\n')
		if i >= 0 {
			end = at + i
		}
		out = append(out, patchRow{sign: sign, number: number, line: line{
			data: []byte(b.text[at:end]), hidden: source.Shifted(source.Within(b.hidden, at, end), -at),
			cutLeft: b.cutLeft && at == 0, cutRight: b.cutRight && i < 0}})
		if i < 0 {
			return out
		}
		at = end + 1
	}
}

func focusOnDifference(a, b *line) {
	shorter := min(len(a.data), len(b.data))
	lead := 0
	for lead < shorter && a.data[lead] == b.data[lead] {
		lead++
	}
	tail := 0
	for tail < shorter-lead && a.data[len(a.data)-1-tail] == b.data[len(b.data)-1-tail] {
		tail++
	}
	a.from, a.to = lead, len(a.data)-tail
	b.from, b.to = lead, len(b.data)-tail
}

// hideCarriageReturns drops the CR of each line's end, unless it is part of what changes.
func hideCarriageReturns(removed, added []patchRow) {
	rows := slices.Concat(removed, added)
	for _, r := range rows {
		if !bytes.HasSuffix(r.line.data, []byte{'\r'}) {
			return
		}
	}
	for _, rows := range [][]patchRow{removed, added} {
		for i := range rows {
			l := &rows[i].line
			l.data = l.data[:len(l.data)-1]
			l.from, l.to = min(l.from, len(l.data)), min(l.to, len(l.data))
			l.hidden = source.Within(l.hidden, 0, len(l.data))
		}
	}
}

// shorten keeps of many rows the first.
func shorten(rows []patchRow) []patchRow {
	if len(rows) <= maxPatchRows+1 {
		return rows
	}
	return append(rows[:maxPatchRows:maxPatchRows], patchRow{sign: rows[0].sign, omitted: len(rows) - maxPatchRows})
}
