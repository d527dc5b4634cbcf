package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
)

// fingerprints returns one for each finding: its own, or if it has none, one that does not change when only the lines above
// do. Findings that are equal in all that is looked at are told apart by their order.
func (r *Run) fingerprints() []string {
	out := make([]string, len(r.Diagnostics))
	seen := map[string]int{}
	for i := range r.Diagnostics {
		if out[i] = r.Diagnostics[i].Fingerprint; out[i] != "" {
			continue
		}
		key := identity(&r.Diagnostics[i])
		out[i] = fingerprint(fmt.Sprintf("%s %d", key, seen[key]))
		seen[key]++
	}
	return out
}

// identity names a finding by what it is about.
func identity(d *lint.Diagnostic) string {
	return fmt.Sprintf("%q %q %q %q %q %q", d.Rule, d.Check, d.Component.String(), d.Subject, path(d.Span), d.Message)
}

// fingerprint returns 128 bits of a hash in hexadecimal.
func fingerprint(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:16])
}
