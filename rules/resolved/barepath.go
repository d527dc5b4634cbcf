package resolved

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ByBarePath reports whether a document's flag names its file without file://. The parser of JSON flags reads that file
// itself, and what it holds is JSON and nothing else.
func ByBarePath(d *config.Document) bool {
	return d.Setting != nil && !d.Inline && strings.HasPrefix(d.Setting.Value.String(), "/")
}

// TakenForAPath says of a text that begins with a slash what becomes of it: the parser of JSON flags takes it for the path
// of the file that holds the JSON, even if it was read from the file behind file://.
func TakenForAPath(found *lint.Diagnostic, text source.Text, who string) {
	if !strings.HasPrefix(text.String(), "/") {
		return
	}
	found.Notes = []string{"the daemon takes a text that begins with a slash for the path of a file, and its error is about that file"}
	if strings.ContainsAny(text.String(), " \t\r\n\x00{}[]\"") {
		return // no file is called so: there it is JSON after a comment
	}
	found.Effect, found.Severity, found.Fix, found.Notes = lint.Advice, lint.Warning, nil, nil
	found.Message = fmt.Sprintf("this is not JSON but a path: %s reads the file at that path in its place, which was not checked", who)
	found.Help = "check that file, or give it directly"
}
