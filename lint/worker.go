package lint

import "slices"

// words are texts of findings that were said before, each kept once: thousands of findings may say the same, and each made its
// text anew. One goroutine uses them.
type words struct {
	texts map[string]string
	notes map[string][]string // by their text, where they are one
}

// What is longer than longestWords bytes, or comes after wordsKept different texts, is seldom said again and not kept.
const (
	longestWords = 1 << 10
	wordsKept    = 1 << 9
)

// worker is what one goroutine of a run keeps from task to task.
type worker struct {
	words *words
	room  []Diagnostic // for what tasks find, in one piece for many
	next  int          // how many the next piece is for
}

func newWorker() *worker { return &worker{words: newWords(), next: 2} }

// add adds a finding to those of a task.
func (w *worker) add(found []Diagnostic, d Diagnostic) []Diagnostic {
	if len(found) == cap(found) {
		const most = 64
		w.next = min(2*w.next, most)
		found = append(make([]Diagnostic, 0, max(2*len(found), w.next)), found...)
	}
	return append(found, d)
}

// end returns what a task found, and keeps what room is left for the next one.
func (w *worker) end(found []Diagnostic) []Diagnostic {
	n := len(found)
	w.room = found[n:]
	return found[:n:n]
}

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
