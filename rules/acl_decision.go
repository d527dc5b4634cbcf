package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclDecisionChange = &lint.Rule{
	Name:  "acl/decision-change",
	Title: "The same list decides differently after the upgrade",
	Doc: `mesoslint compares every decision of the file on the release the upgrade starts from with the one on the target. If
they differ although the target knows the lists, the release reads an entry differently: a role such as "a/%" became a
pattern in 1.3, for example. Differences that a removed or deprecated list makes are reported there.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.2..1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web", "web/%"] } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		from, to := resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, p.Upgrade.To)
		if !from.Starts() || !to.Usable() {
			return
		}
		differences := authz.CompareShared(from.Policy, to.Policy)
		for i := range differences.Operations {
			c := &differences.Operations[i]
			if c.From == nil || c.To == nil || !slices.Equal(c.From.Lists, c.To.Lists) {
				continue
			}
			var words []string
			for _, widened := range []bool{true, false} {
				if widened && c.Widened > 0 || !widened && c.Narrowed > 0 {
					words = append(words, changeWords(c, widened))
				}
			}
			found := lint.Diagnostic{
				Span:    to.KeySpan(c.To.Lists[0]),
				Effect:  lint.Changed,
				Subject: c.To.Lists[0],
				Message: fmt.Sprintf("`%s` decides differently on %s than on %s: %s", c.To.Lists[0], to.Release, from.Release, strings.Join(words, "; ")),
				Help:    "`mesoslint authz diff` lists everything that changes",
			}
			if c.Widened > 0 {
				found.Severity = lint.Error
			}
			to.Report(p, found)
		}
	},
}
