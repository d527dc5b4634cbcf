package redact

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// quotedWithin is how far from either end of a span what a message quotes is looked for, in bytes: no more of it is shown.
const quotedWithin = 4096

// ShowQuoted says that what a message quotes is harmless where it stands on the lines of a span: whoever reads the message has read it.
// Secrets stay hidden; a message is to be concealed first.
func ShowQuoted(span source.Span, message string) {
	if span.Source == nil {
		return
	}
	for quote := range Quotations(message) {
		showWord(span, message[quote.Start:quote.End])
	}
}

// ShowName is ShowQuoted for a name.
func ShowName(span source.Span, name string) {
	if span.Source != nil && name != "" {
		showWord(span, name)
	}
}

// showWord shows a word where it stands by itself on the lines of a span.
func showWord(span source.Span, word string) {
	all := source.WholeText(span.Source).String()
	from, to := max(0, span.Start-quotedWithin), min(len(all), span.End+quotedWithin)
	from += strings.LastIndexByte(all[from:span.Start], '\n') + 1
	if i := strings.IndexByte(all[span.End:to], '\n'); i >= 0 {
		to = span.End + i
	}
	show := func(from, to int) {
		for at := from; at < to; {
			i := strings.Index(all[at:to], word)
			if i < 0 {
				return
			}
			start, end := at+i, at+i+len(word)
			if !joins(all, start) && !joins(all, end) {
				span.Source.Show(start, end)
			}
			at = end
		}
	}
	if to-from <= 4*quotedWithin {
		show(from, to)
		return
	}
	show(from, from+2*quotedWithin)
	show(to-2*quotedWithin, to)
}

// joins reports whether the bytes on both sides of a place belong to one word.
func joins(data string, at int) bool {
	return at > 0 && at < len(data) && isWordByte(data[at-1]) && isWordByte(data[at])
}

// Repeated returns where the text of an edit repeats a word that stands hidden in one of the spans the edits replace, and
// that message does not name.
func Repeated(text string, replaced []source.Span, message string) []source.Range {
	const shortest = 3
	var hidden map[string]bool
	for _, span := range replaced {
		for _, r := range source.Within(span.Source.Hidden(), span.Start, span.End) {
			piece := source.RawText(span.Source, r.Start, r.End).String()
			for at := range wordsIn(piece) {
				if word := piece[at.Start:at.End]; r.Unknown && len(word) >= shortest {
					if hidden == nil {
						hidden = map[string]bool{}
					}
					hidden[word] = true
				}
			}
		}
	}
	if hidden == nil {
		return nil
	}
	for at := range wordsIn(message) {
		delete(hidden, message[at.Start:at.End])
	}
	var out []source.Range
	for at := range wordsIn(text) {
		if hidden[text[at.Start:at.End]] {
			out = append(out, source.Range{Start: at.Start, End: at.End, Unknown: true})
		}
	}
	return out
}
