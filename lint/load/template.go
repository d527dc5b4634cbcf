package load

import (
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// marks are what a template engine (Jinja2, ERB, Go, DC/OS's pkgpanda) will replace in a file.
type marks = template.Marks

// findTemplates finds what a template engine will replace. path decides where the engine's marks are ambiguous.
func findTemplates(s *source.Source, path string) *marks { return template.Find(s.Data, path) }
