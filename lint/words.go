package lint

import "slices"

// words are texts of findings that were said before, each kept once: thousands of findings may say the same, and each made its
// text anew. One goroutine uses them.
type words struct {
	texts map[string]string
	notes map[string][]string // by their text, where they are one
}

// What is kept is neither very long nor of very many kinds: it is not said again then.
const (
	longestWords = 1 << 10
	wordsKept    = 1 << 9
)

func newWords() *words { return &words{texts: map[string]string{}, notes: map[string][]string{}} }

// once returns a text that is equal, the one that came first.
func (w *words) once(text string) string {
	if text == "" || len(text) > longestWords {
		return text
	}
	if known, found := w.texts[text]; found {
		return known
	}
	if len(w.texts) < wordsKept {
		w.texts[text] = text
	}
	return text
}

// keep has a finding say in the same words what one before it said. Its fix is its own.
func (w *words) keep(d *Diagnostic) {
	d.Message, d.Condition, d.Help, d.Subject = w.once(d.Message), w.once(d.Condition), w.once(d.Help), w.once(d.Subject)
	if d.Fix != nil {
		d.Fix.Message = w.once(d.Fix.Message)
	}
	if len(d.Notes) != 1 || len(d.Notes[0]) > longestWords {
		return
	}
	if known, found := w.notes[d.Notes[0]]; found {
		d.Notes = known
	} else if len(w.notes) < wordsKept {
		d.Notes = slices.Clip(d.Notes)
		w.notes[d.Notes[0]] = d.Notes
	}
}
