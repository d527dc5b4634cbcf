package lint

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// hideSecrets takes out of diagnostics what they say of the secrets of the configuration, and marks it in the text of
// their fixes. Rules are to quote none; this holds if a value is a secret and no rule could know.
func hideSecrets(found []Diagnostic, secrets config.Secrets) {
	if secrets == nil {
		return
	}
	for i := range found {
		d := &found[i]
		d.Message, d.Condition, d.Help = secrets.Conceal(d.Message), secrets.Conceal(d.Condition), secrets.Conceal(d.Help)
		d.Subject = secrets.ConcealName(d.Subject)
		d.Notes = slices.Clone(d.Notes)
		for k := range d.Notes {
			d.Notes[k] = secrets.Conceal(d.Notes[k])
		}
		d.Related = slices.Clone(d.Related)
		for k := range d.Related {
			d.Related[k].Message = secrets.Conceal(d.Related[k].Message)
		}
		if d.Fix != nil {
			d.Fix = withoutSecrets(*d.Fix, secrets)
		}
		d.Alternatives = slices.Clone(d.Alternatives)
		for k, f := range d.Alternatives {
			d.Alternatives[k] = withoutSecrets(*f, secrets)
		}
	}
}

func withoutSecrets(f Fix, secrets config.Secrets) *Fix {
	f.Message = secrets.Conceal(f.Message)
	f.Edits = slices.Clone(f.Edits)
	for i, e := range f.Edits {
		if in := secrets.In(e.Text); len(in) > 0 {
			f.Edits[i].Secrets = source.Union(slices.Concat(e.Hidden(), in))
		}
	}
	f.Creates = slices.Clone(f.Creates)
	for i, c := range f.Creates {
		if in := secrets.In(string(c.Data)); len(in) > 0 {
			f.Creates[i].Secrets = source.Union(slices.Concat(c.Secrets, in))
		}
	}
	return &f
}

// showQuoted says that what diagnostics quote of the places they point at is harmless, and marks in their fixes what these
// repeat of the rest.
func showQuoted(found []Diagnostic) {
	var showing redact.Showing
	for i := range found {
		d := &found[i]
		hideQuoted(d)
		showing.About(d.Span.Source)
		showing.Quoted(d.Span, d.Message)
		showing.Quoted(d.Span, d.Help)
		showing.Name(d.Span, d.Subject)
		for _, r := range d.Related {
			showing.Quoted(r.Span, d.Message)
			showing.Quoted(r.Span, r.Message)
			showing.Name(r.Span, d.Subject)
		}
	}
	for i := range found {
		d := &found[i]
		if d.Fix != nil {
			d.Fix = withoutRepeated(d.Fix, d.Message)
		}
		for k, f := range d.Alternatives {
			d.Alternatives[k] = withoutRepeated(f, d.Message)
		}
	}
}

// hideQuoted takes out of a diagnostic what it quotes of secrets that stand where it points.
func hideQuoted(d *Diagnostic) {
	if !hasSecrets(d.Span) && !slices.ContainsFunc(d.Related, func(r Related) bool { return hasSecrets(r.Span) }) {
		return
	}
	spans := []source.Span{d.Span}
	for _, r := range d.Related {
		spans = append(spans, r.Span)
	}
	hide := func(text string) string { return redact.ConcealQuoted(text, spans) }
	d.Message, d.Condition, d.Help = hide(d.Message), hide(d.Condition), hide(d.Help)
	d.Subject = redact.ConcealNameAt(d.Subject, spans)
	d.Notes, d.Related = slices.Clone(d.Notes), slices.Clone(d.Related)
	for k := range d.Notes {
		d.Notes[k] = hide(d.Notes[k])
	}
	for k := range d.Related {
		d.Related[k].Message = hide(d.Related[k].Message)
	}
	if d.Fix != nil {
		f := *d.Fix
		f.Message = hide(f.Message)
		d.Fix = &f
	}
	d.Alternatives = slices.Clone(d.Alternatives)
	for k, other := range d.Alternatives {
		f := *other
		f.Message = hide(f.Message)
		d.Alternatives[k] = &f
	}
}

// hasSecrets reports whether the source of a span has any.
func hasSecrets(span source.Span) bool { return span.Source != nil && len(span.Source.Secrets()) > 0 }

func withoutRepeated(f *Fix, message string) *Fix {
	spans := make([]source.Span, 0, len(f.Edits))
	for _, e := range f.Edits {
		if s := e.Span.Source; s != nil && 0 <= e.Span.Start && e.Span.Start < e.Span.End && e.Span.End <= len(s.Data) {
			spans = append(spans, e.Span)
		}
	}
	// To look at each edit beside each span is quicker for a few, and takes the square of their number.
	const few = 1024
	mayRepeat := func(e Edit) bool { return redact.MayRepeat(e.Text, spans, message) }
	if len(spans) == 0 || len(spans)*len(f.Edits) <= few && !slices.ContainsFunc(f.Edits, mayRepeat) {
		return f
	}
	hidden := redact.HiddenWords(spans, message)
	if len(hidden) == 0 {
		return f
	}
	out := *f
	out.Edits = slices.Clone(f.Edits)
	for i, e := range out.Edits {
		if repeated := redact.Repeated(e.Text, hidden); len(repeated) > 0 {
			out.Edits[i].Secrets = source.Union(slices.Concat(e.Hidden(), repeated))
		}
	}
	return &out
}
