package load

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// marks are what a template engine (Jinja2, ERB, Go, DC/OS's pkgpanda) will replace in a file.
type marks = template.Marks

// findTemplates finds what a template engine will replace. path decides where the engine's marks are ambiguous.
func findTemplates(s *source.Source, path string) *marks { return template.Find(s.Data, path) }

// noteUnrendered marks the settings whose value has a mark of a template language in a file that nothing renders, as far as
// its name, its format and its text tell.
func (l *assembler) noteUnrendered() {
	asIs := map[*file]bool{}
	for _, n := range l.out.Nodes {
		described := l.views[n].machine != ""
		for _, s := range n.Settings {
			form := template.Unrendered(s.Value.String(), !s.Dynamic)
			if form == "" || hasReaderFinding(n, s.Value.Raw()) {
				continue
			}
			f := l.readAs(s.Span.Source)
			switch {
			case f == nil, described && !f.isPlain(), !isReadAsIs(f, asIs):
				// What describes the machine may render what it writes there. Only a variable may be meant as it is written, and not
				// in user data, in which nothing replaces it but the tool that makes it.
				s.Dynamic = s.Dynamic || form != "${ }" || f != nil && f.class.form != nil && f.class.form.Kind() == config.Cloud
			default:
				s.Unrendered, s.Dynamic = form, true
			}
		}
	}
}

// noteUnrenderedValues does the same for the values in documents.
func (l *assembler) noteUnrenderedValues() {
	asIs := map[*file]bool{}
	for _, d := range l.out.Documents {
		if f := l.readAs(d.Text.Source()); f == nil || d.Inline || !isReadAsIs(f, asIs) || !f.marks().MayHold(f.text.String()) {
			continue
		}
		text := d.Text
		if value, err := source.ParseJSON(&text); err == nil {
			noteStrings(d, value)
		}
	}
}

// noteStrings notes the strings of a document that have a mark.
func noteStrings(d *config.Document, v source.JSON) {
	switch v.Kind() {
	case source.String:
		if form := template.Unrendered(v.String(), true); form != "" {
			d.Unrendered = append(d.Unrendered, config.UnrenderedValue{Form: form, Span: v.Span()})
		}
	case source.Object, source.Array:
		v.ForEach(func(_, member source.JSON) bool {
			noteStrings(d, member)
			return true
		})
	}
}

// isReadAsIs reports whether nothing says that a file is rendered before it is read. known keeps the answers.
func isReadAsIs(f *file, known map[*file]bool) bool {
	is, found := known[f]
	if !found {
		is = f.isReadAsIs()
		known[f] = is
	}
	return is
}

func (f *file) isReadAsIs() bool {
	if f.written != nil || template.RenderedName(f.path) != f.path || f.class.role() == format.Describes && !f.isPlain() {
		return false
	}
	if slices.Contains(strings.Split(f.path, "/"), "templates") {
		return false
	}
	return len(f.marks().Controls) == 0
}

// isPlain reports whether the language of a file that describes machines replaces variables and no mark of another language.
func (f *file) isPlain() bool { return f.class.form != nil && f.class.form.Plain }

// hasReaderFinding reports whether the reader of the format has already said what becomes of a text.
func hasReaderFinding(n *config.Node, at source.Span) bool {
	return slices.ContainsFunc(n.Findings, func(f config.Finding) bool {
		return f.Span.Source == at.Source && f.Span.Start < at.End && at.Start < f.Span.End
	})
}
