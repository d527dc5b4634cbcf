package redact

import (
	"slices"
	"sort"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// quotedWithin is how far from either end of a span what a message quotes is looked for, in bytes: no more of it is shown.
const quotedWithin = 4096

// Showing says of words that they are harmless where they stand, for any number of messages. The zero value is ready. It
// remembers where it has looked: thousands of messages may quote the same words of one long line.
type Showing struct {
	looked map[wordOf][]source.Range
	about  *source.Source
}

// About says in which source the next findings are, and forgets where it has looked for those in another.
func (s *Showing) About(in *source.Source) {
	if s.about != in {
		s.about = in
		clear(s.looked)
	}
}

// wordOf is a word that is looked for in a source.
type wordOf struct {
	source *source.Source
	word   string
}

// Quoted says that what a message quotes is harmless where it stands on the lines of a span: whoever reads the message has
// read it. Secrets stay hidden; a message is to be concealed first.
func (s *Showing) Quoted(span source.Span, message string) {
	if span.Source == nil {
		return
	}
	for quote := range Quotations(message) {
		s.word(span, message[quote.Start:quote.End])
	}
}

// Name is Quoted for a name.
func (s *Showing) Name(span source.Span, name string) {
	if span.Source != nil && name != "" {
		s.word(span, name)
	}
}

// word shows a word where it stands by itself on the lines of a span.
func (s *Showing) word(span source.Span, word string) {
	if s.looked == nil {
		s.looked = map[wordOf][]source.Range{}
	}
	key := wordOf{span.Source, word}
	looked := s.looked[key]
	parts, n := around(span)
	for _, part := range parts[:n] {
		look := part
		// The last one that begins no later. Most findings come in the order of the file, and what they refer to may be far away.
		i := sort.Search(len(looked), func(i int) bool { return looked[i].Start > part.Start }) - 1
		if i >= 0 && part.Start <= looked[i].End {
			look.Start = max(part.Start, looked[i].End-len(word))
			looked[i].End = max(looked[i].End, part.End)
		} else {
			looked = slices.Insert(looked, i+1, part)
		}
		for at := range standingIn(span.Source, look, word) {
			span.Source.Show(at.Start, at.End)
		}
	}
	s.looked[key] = looked
}

// ConcealQuoted returns a message with source.SecretMark in place of what it quotes of the lines of spans and what stands
// there in secrets only. It needs not know the secret again: what it knows is the place.
func ConcealQuoted(message string, spans []source.Span) string {
	var found []source.Range
	for quote := range Quotations(message) {
		if isSecretAt(spans, message[quote.Start:quote.End]) {
			found = append(found, quote)
		}
	}
	return source.Replace(message, found)
}

// ConcealNameAt returns a name, or the path of a member, with source.SecretMark in place of what of it stands on the lines
// of spans in secrets only.
func ConcealNameAt(name string, spans []source.Span) string {
	if name == "" || isSecretAt(spans, name) {
		return strings.Repeat(source.SecretMark, min(1, len(name)))
	}
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if key, _, _ := strings.Cut(part, "["); len(parts) > 1 && key != "" && isSecretAt(spans, key) {
			parts[i] = source.SecretMark
		}
	}
	return strings.Join(parts, ".")
}

func isSecretAt(spans []source.Span, text string) bool {
	secret := false
	for _, span := range spans {
		if span.Source == nil {
			continue
		}
		secrets := span.Source.Secrets()
		if len(secrets) == 0 {
			continue
		}
		for at := range standing(span, text) {
			if len(source.Within(secrets, at.Start, at.End)) == 0 {
				return false
			}
			secret = true
		}
	}
	return secret
}

// standing yields where a word stands by itself on the lines of a span, as far from its ends as anything is shown.
func standing(span source.Span, word string) func(yield func(source.Range) bool) {
	return func(yield func(source.Range) bool) {
		parts, n := around(span)
		for _, part := range parts[:n] {
			for at := range standingIn(span.Source, part, word) {
				if !yield(at) {
					return
				}
			}
		}
	}
}

// around returns what is shown of the lines of a span: all of it in one part, or both ends in two.
func around(span source.Span) (parts [2]source.Range, n int) {
	from, _ := span.Source.LineAround(span.Start)
	_, to := span.Source.LineAround(span.End)
	from, to = max(from, span.Start-quotedWithin), min(to, span.End+quotedWithin)
	if to-from > 4*quotedWithin {
		return [2]source.Range{{Start: from, End: from + 2*quotedWithin}, {Start: to - 2*quotedWithin, End: to}}, 2
	}
	return [2]source.Range{{Start: from, End: to}}, 1
}

// standingIn yields where a word stands by itself in a part of a source.
func standingIn(s *source.Source, part source.Range, word string) func(yield func(source.Range) bool) {
	return func(yield func(source.Range) bool) {
		all := source.WholeText(s).String()
		for at := part.Start; at < part.End; {
			i := strings.Index(all[at:part.End], word)
			if i < 0 {
				return
			}
			start, end := at+i, at+i+len(word)
			if !joins(all, start) && !joins(all, end) && !yield(source.Range{Start: start, End: end}) {
				return
			}
			at = end
		}
	}
}

// joins reports whether the bytes on both sides of a place belong to one word.
func joins(data string, at int) bool {
	return at > 0 && at < len(data) && isWordByte(data[at-1]) && isWordByte(data[at])
}

// MayRepeat reports whether the text of an edit has words that stand in the spans which its fix replaces, hidden or not, and that
// message does not name: what is hidden takes longer to find.
func MayRepeat(text string, replaced []source.Span, message string) bool {
	for at := range wordsIn(text) {
		word := text[at.Start:at.End]
		if len(word) < shortestHidden {
			continue
		}
		for _, span := range replaced {
			if strings.Contains(source.RawText(span.Source, span.Start, span.End).String(), word) && !hasWord(message, word) {
				return true
			}
		}
	}
	return false
}

func hasWord(text, word string) bool {
	for at := range wordsIn(text) {
		if text[at.Start:at.End] == word {
			return true
		}
	}
	return false
}

// shortestHidden is the length in bytes of the shortest word that counts as repeated.
const shortestHidden = 3

// HiddenWords are the words that stand hidden in spans that edits replace, and that message does not name; nil if there are
// none. Nothing is known of what they are.
func HiddenWords(replaced []source.Span, message string) map[string]bool {
	var hidden map[string]bool
	for _, span := range replaced {
		for _, r := range source.Within(span.Source.Hidden(), span.Start, span.End) {
			piece := source.RawText(span.Source, r.Start, r.End).String()
			for at := range wordsIn(piece) {
				if word := piece[at.Start:at.End]; r.Unknown && len(word) >= shortestHidden {
					if hidden == nil {
						hidden = map[string]bool{}
					}
					hidden[word] = true
				}
			}
		}
	}
	if hidden != nil {
		for at := range wordsIn(message) {
			delete(hidden, message[at.Start:at.End])
		}
	}
	return hidden
}

// Repeated returns where the text of an edit repeats one of the words that its fix replaces and that are hidden.
func Repeated(text string, hidden map[string]bool) []source.Range {
	if len(hidden) == 0 {
		return nil
	}
	var out []source.Range
	for at := range wordsIn(text) {
		if hidden[text[at.Start:at.End]] {
			out = append(out, source.Range{Start: at.Start, End: at.End, Unknown: true})
		}
	}
	return out
}
