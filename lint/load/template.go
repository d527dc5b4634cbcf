package load

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// marks are what a template engine (Jinja2, ERB, Go, DC/OS's pkgpanda) will replace in a file.
type marks = template.Marks

// findTemplates finds what a template engine will replace. path decides where the engine's marks are ambiguous.
func findTemplates(s *source.Source, path string) *marks { return template.Find(s.Data, path) }

// noteAsIs marks the settings of the files that nothing renders, as far as their names, their formats and their text tell.
func (l *assembler) noteAsIs() {
	asIs := map[*file]bool{}
	for _, n := range l.out.Nodes {
		if l.views[n].machine != "" {
			continue // what describes the machine may render what it writes there
		}
		for _, s := range n.Settings {
			at := s.Span.Source
			if at == nil {
				continue
			}
			f := l.byPath[at.File]
			if f == nil || f.source != at {
				continue
			}
			is, known := asIs[f]
			if !known {
				is = f.isReadAsIs()
				asIs[f] = is
			}
			s.AsIs = is
		}
	}
}

// isReadAsIs reports whether nothing says that a file is rendered before it is read.
func (f *file) isReadAsIs() bool {
	if f.written != nil || f.class.role() == format.Describes || template.RenderedName(f.path) != f.path {
		return false
	}
	if slices.Contains(strings.Split(f.path, "/"), "templates") {
		return false
	}
	return len(f.marks().Controls) == 0
}
