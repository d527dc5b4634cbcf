package lint

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// hideSecrets takes out of diagnostics what they say of the secrets of the configuration, and marks it in the text of
// their fixes. Rules are to quote none; this holds where a value is a secret and no rule could know.
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
