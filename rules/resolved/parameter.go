package resolved

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// isUsed reports whether a release reads a document that stands in a module's parameter: whether the module looks for it
// there, and the flags of the node name the module. Every other document is.
func isUsed(p *lint.Pass, d *config.Document, on release.Release) Answer {
	if d.Parameter == nil {
		return Yes
	}
	known := catalog.ParametersOf(d.Parameter.Module, on)
	if known == nil {
		return No
	}
	def := known.Parameter(d.Parameter.Key, on)
	if def == nil || !def.Every && isGivenAgain(p, d) {
		return No
	}
	if d.Node == nil {
		return Perhaps
	}
	r := On(p, d.Node, on)
	if r == nil {
		return Perhaps
	}
	used := No
	for _, kind := range catalog.ModuleKinds() {
		for _, f := range kind.Flags {
			v := cmp.Or(r.Given[f.Flag], r.Maybe[f.Flag])
			if f.Component != d.Node.Component || v == nil || v.Refused != 0 {
				continue
			}
			if v.Opaque || v.Parsed.Unread || r.Maybe[f.Flag] != nil {
				used = max(used, Perhaps)
				continue
			}
			if slices.Contains(strings.Split(v.Parsed.Text, ","), d.Parameter.Module) {
				used = max(used, r.authenticates(f.Flag))
			}
		}
	}
	return used
}

// isGivenAgain reports whether the module whose parameter a document is has the same parameter once more, further down.
func isGivenAgain(p *lint.Pass, d *config.Document) bool {
	return slices.ContainsFunc(p.Config().Documents, func(other *config.Document) bool {
		return other.Parameter != nil && other.Node == d.Node && *other.Parameter == *d.Parameter &&
			other.Text.Raw().Start > d.Text.Raw().Start
	})
}

// authenticates reports whether the modules that a flag names are created: those of an HTTP authenticator are only if
// somebody must authenticate, all others are.
func (r *Daemon) authenticates(flag string) Answer {
	wanted, found := No, false
	for _, a := range catalog.Authentications(r.Node.Component, r.Release) {
		if a.Authenticators == flag && a.Scheme == catalog.Basic {
			is, _ := r.Demands(a)
			wanted, found = max(wanted, is), true
		}
	}
	if !found {
		return Yes
	}
	return wanted
}

// NamesModule is the condition of what keeps a module from being created that no flag is known to name.
const NamesModule = "if the daemon's flags name the module"

// OfParameter says of a finding about a document in a module's parameter where that belongs to. What is fatal depends on
// the flags that name the module, if those are not known.
func OfParameter(p *lint.Pass, document *config.Document, found lint.Diagnostic) lint.Diagnostic {
	found = hedgeUnrendered(document, found)
	parameter := document.Parameter
	if parameter == nil {
		return found
	}
	found.Related = append(found.Related, lint.Related{Span: parameter.Span, Message: fmt.Sprintf("it is the parameter `%s` of this module", parameter.Key)})
	if found.Effect == lint.Fatal && isUsed(p, document, p.Upgrade.To) != Yes {
		found.Severity = lint.Warning
		AddCondition(&found, NamesModule)
	}
	return found
}
