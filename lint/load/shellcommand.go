package load

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// shellCommand is one command that a shell runs.
type shellCommand struct {
	words []machine.Word
	// env are the variables the command finds in its environment, as far as this shell text has set them.
	env []machine.Assignment
	at  source.Span
}

// shellCommand decodes the words of a command.
func (r *shellReader) shellCommand(cmd *syntax.CallExpr) shellCommand {
	c := shellCommand{at: r.in.Span(int(cmd.Pos().Offset()), int(cmd.End().Offset()))}
	for _, a := range r.out.assignments {
		if a.Exported {
			c.env = append(c.env, a)
		}
	}
	for _, a := range cmd.Assigns {
		start, end := int(a.Name.Pos().Offset()), int(a.Name.End().Offset())
		v := r.value(a)
		c.env = append(c.env, machine.Assignment{
			Name: a.Name.Value, NameSpan: r.in.Span(start, end), Span: r.in.Span(start, int(a.End().Offset())),
			Value: v.text, Unknown: !v.known, Exported: true,
		})
	}
	for _, arg := range cmd.Args {
		c.words = append(c.words, r.argument(arg))
	}
	return c
}

// argument decodes a word of a command, of which the part up to the first thing that is not known is.
func (r *shellReader) argument(w *syntax.Word) machine.Word {
	start, end := int(w.Pos().Offset()), int(w.End().Offset())
	d := &decoded{start: start, end: end, partly: true, known: -1}
	r.word(d, w.Parts, false)
	if i := braceIn(w); i && (d.known < 0 || d.known > 0) {
		// What bash makes several words of is known up to the brace.
		at := strings.IndexByte(string(d.data), '{')
		if at >= 0 && (d.known < 0 || at < d.known) {
			d.known = at
		}
	}
	known := d.known
	text := r.decodedText(d)
	if known < 0 {
		known = text.Len()
	}
	return machine.Word{Text: text, Known: known}
}

// braceIn reports whether bash may expand {a,b} or {1..3} in a word.
func braceIn(w *syntax.Word) bool {
	open, inner := false, false
	for _, part := range w.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			open = open || strings.ContainsRune(lit.Value, '{')
			inner = inner || strings.ContainsRune(lit.Value, ',') || strings.Contains(lit.Value, "..")
		}
	}
	return open && inner
}
