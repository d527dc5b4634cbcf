package resolved

import (
	"cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

// NotRendered is the condition under which a mark of a template language reaches the daemon.
const NotRendered = "unless the file is rendered before it is read"

// hedgeUnrendered makes a finding about a value that has a mark of a template language depend on that nothing renders it.
func hedgeUnrendered(document *config.Document, found lint.Diagnostic) lint.Diagnostic {
	for _, v := range document.Unrendered {
		if at := found.Span; at.Source == v.Span.Source && v.Span.Start <= at.Start && at.End <= v.Span.End {
			found.Severity = min(cmp.Or(found.Severity, found.Effect.Severity()), lint.Warning)
			AddCondition(&found, NotRendered)
			return found
		}
	}
	return found
}
