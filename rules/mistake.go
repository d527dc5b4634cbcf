package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// mistake is a finding inside a document, with the changes that fix it, if any do.
type mistake struct {
	found lint.Diagnostic
	// list is the top-level key of an ACL document in which it stands.
	list string
	// message says what the changes do.
	message string
	changes []resolved.Change
}

// fixMistakes gives mistakes of one document their fixes. To say what a fix changes, the document is read again as it would
// be; if that is too much for each of very many, the first gets one fix for all. together says with their number what
// that does, and readings how often one fix has the text read.
func fixMistakes(text *source.Text, readings int, mistakes []mistake, together string, fix func(lists []string, message string, changes []resolved.Change) *lint.Fix) {
	var all []resolved.Change
	var lists []string
	for _, m := range mistakes {
		if all = append(all, m.changes...); len(m.changes) > 0 && !slices.Contains(lists, m.list) {
			lists = append(lists, m.list)
		}
	}
	if resolved.Rereadable(text, readings*len(all)) {
		for i := range mistakes {
			if m := &mistakes[i]; len(m.changes) > 0 {
				m.found.Fix = fix([]string{m.list}, m.message, m.changes)
			}
		}
		return
	}
	one := fix(lists, fmt.Sprintf(together, len(all)), all)
	if one == nil {
		return
	}
	var first *lint.Diagnostic
	for i := range mistakes {
		switch m := &mistakes[i]; {
		case len(m.changes) == 0:
		case first == nil:
			first, m.found.Fix = &m.found, one
		default:
			at := first.Span.Source.Position(first.Span.Start)
			m.found.Notes = append(m.found.Notes, fmt.Sprintf("the fix of the finding at %d:%d fixes it as well", at.Line, at.Column))
		}
	}
}
