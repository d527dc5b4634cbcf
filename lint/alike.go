package lint

import (
	"context"
	"io/fs"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Fleets have one small file many times. The rules look at it once, and what they find holds for every other file that says
// the same: as long as no rule asked for more than the document.

// alike is what rules can tell documents apart by that nothing refers to: but for their place, which only findings name.
type alike struct {
	kind      config.Kind
	component config.Component
	mode      fs.FileMode
	printed   bool
	text, was string
	hadBefore bool
}

// alikeOf returns what a document has in common with others; false if it is to be looked at by itself. was is what it was
// before fixes: the document itself where nothing is fixed, nil if there was none.
func alikeOf(d, was *config.Document) (alike, bool) {
	out := alike{kind: d.Kind, component: d.Component, mode: d.Mode, hadBefore: was != nil}
	if !isWholeFile(d) || was != nil && (!isWholeFile(was) || was.Kind != d.Kind || was.Component != d.Component || was.Mode != d.Mode) {
		return alike{}, false
	}
	out.text, out.printed = d.Text.String(), d.Text.Source().Printed
	if was != nil && was != d {
		out.was = was.Text.String()
	}
	return out, true
}

// isWholeFile reports whether a document is a file as it stands that nothing refers to.
func isWholeFile(d *config.Document) bool {
	s := d.Text.Source()
	return s != nil && d.Text.Identity() && d.Text.Len() == len(s.Data) && d.Node == nil && d.Setting == nil && d.Parameter == nil &&
		!d.Inline && len(d.Others)+len(d.Unrendered) == 0
}

// findAlike gathers the documents that say the same: r.following[i] is the next one that says what document i does, -1 if
// there is none, and r.follows[i] is set for all but the first.
func (r *runner) findAlike(was func(*config.Document) *config.Document) {
	n := len(r.config.Documents)
	r.following, r.follows = make([]int32, n), make([]bool, n)
	last := make(map[alike]int32, n)
	for i, d := range r.config.Documents {
		r.following[i] = -1
		key, ok := alikeOf(d, was(d))
		if !ok {
			continue
		}
		if before, found := last[key]; found {
			r.following[before], r.follows[i] = int32(i), true
		}
		last[key] = int32(i)
	}
}

// reported is a finding as a rule reported it.
type reported struct {
	rule *Rule
	Diagnostic
}

// documentsAlike has the rules look at a document, and reports what they find for all that say the same.
func (r *runner) documentsAlike(ctx context.Context, first int, w *worker) {
	if r.follows[first] {
		return
	}
	pass := r.pass(w)
	pass.repeat = r.following[first] >= 0
	r.look(ctx, pass, first)
	said := pass.said
	pass.repeat, pass.said, pass.nodes = false, nil, nil
	for i := r.following[first]; i >= 0 && ctx.Err() == nil; i = r.following[i] {
		move := r.mover(pass, first, int(i))
		if pass.wide || !move.canMove(said) {
			r.look(ctx, r.pass(w), int(i))
			continue
		}
		found := w.room
		pass.report = func(d Diagnostic) { found = w.add(found, d) }
		for k := range said {
			pass.rule = said[k].rule
			pass.Report(move.diagnostic(said[k].Diagnostic))
		}
		r.ended(ctx, pass, int(i), w.end(found))
	}
}

// mover moves what was found in one document to another that says the same.
func (r *runner) mover(pass *Pass, from, to int) mover {
	a, b := r.config.Documents[from], r.config.Documents[to]
	out := mover{{a.Text.Source(), b.Text.Source()}}
	if was := pass.Was(a); was != nil && was != a {
		out = append(out, [2]*source.Source{was.Text.Source(), pass.Was(b).Text.Source()})
	}
	return out
}

// mover are pairs of sources that say the same: what points into the first is to point into the second.
type mover [][2]*source.Source

// of returns where to a source moves, nil if it stays.
func (m mover) of(s *source.Source) *source.Source {
	for _, pair := range m {
		if pair[0] == s {
			return pair[1]
		}
	}
	return nil
}

// canMove reports whether findings point nowhere but into these sources, so that they can be moved.
func (m mover) canMove(said []reported) bool {
	inside := func(s source.Span) bool { return s.Source == nil || m.of(s.Source) != nil }
	for i := range said {
		d := &said[i].Diagnostic
		if !inside(d.Span) || len(d.Nodes) > 0 {
			return false
		}
		for _, related := range d.Related {
			if !inside(related.Span) {
				return false
			}
		}
		for _, f := range d.Fixes() {
			if len(f.Renames)+len(f.Creates) > 0 {
				return false
			}
			for _, e := range f.Edits {
				if !inside(e.Span) {
					return false
				}
			}
		}
	}
	return true
}

func (m mover) diagnostic(d Diagnostic) Diagnostic {
	d.Span = m.span(d.Span)
	if len(d.Related) > 0 {
		related := make([]Related, len(d.Related))
		for i, r := range d.Related {
			related[i] = Related{Span: m.span(r.Span), Message: r.Message}
		}
		d.Related = related
	}
	d.Fix = m.fix(d.Fix)
	if len(d.Alternatives) > 0 {
		others := make([]*Fix, len(d.Alternatives))
		for i, f := range d.Alternatives {
			others[i] = m.fix(f)
		}
		d.Alternatives = others
	}
	return d
}

func (m mover) fix(f *Fix) *Fix {
	if f == nil {
		return nil
	}
	out := *f
	out.Edits = make([]Edit, len(f.Edits))
	for i, e := range f.Edits {
		e.Span = m.span(e.Span)
		out.Edits[i] = e
	}
	return &out
}

func (m mover) span(s source.Span) source.Span {
	if s.Source != nil {
		s.Source = m.of(s.Source)
	}
	return s
}
