package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclUnreachableEntry = &lint.Rule{
	Name:  "acl/unreachable-entry",
	Title: "An entry that decides no request",
	Doc: `The first entry that matches a request decides it. An entry after others that match everything it matches is never
asked, and neither is one that lists nobody. The daemon starts, but whoever wrote the entry meant something by it: if the
entries before it decide differently, a denial or a permission does not take effect.`,
	Effects: []lint.Effect{lint.Ignored, lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "type": "NONE" }, "users": { "values": ["root"] } },
    { "principals": { "values": ["marathon"] }, "users": { "values": ["root"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "values": ["root"] } },
    { "principals": { "type": "NONE" }, "users": { "values": ["root"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if !a.Usable() {
			return
		}
		for _, shadow := range a.Policy.Unreachable() {
			if shadow.Why == authz.NoObject {
				continue // acl/implicit-object says it
			}
			found := unreachable(shadow)
			if holdsList(a, shadow.Entry.List()) {
				found.Help = "write ANY or NONE if that is meant; as long as the entry is here, no older list decides instead of this one"
			}
			a.Report(p, found)
		}
	},
}

// holdsList reports whether a list decides only because of the one entry it has: without it, another list would.
func holdsList(a *resolved.ACLs, list string) bool {
	for _, o := range a.Policy.Schema().Operations {
		for _, way := range o.Ways {
			entries := 0
			for _, key := range way.IfAny {
				entries += a.Policy.Len(key)
			}
			if entries == 1 && slices.Contains(way.IfAny, list) {
				return true
			}
		}
	}
	return false
}

func unreachable(shadow authz.Shadow) lint.Diagnostic {
	found := lint.Diagnostic{
		Span:    shadow.Entry.Span(),
		Effect:  lint.Advice,
		Subject: shadow.Entry.List(),
		Message: "no request reaches this entry: the entries before it decide everything it matches, in the same way",
		Help:    "delete it",
	}
	switch {
	case shadow.Why == authz.NamesNobody:
		found.Effect = lint.Ignored
		found.Message = "no request matches this entry: an entity of type SOME, the default, needs values, and this one has none"
		found.Help = "add the values, write ANY or NONE if that is meant, or delete the entry"
	case shadow.Contradicts:
		found.Effect = lint.Ignored
		found.Message = "no request reaches this entry: the entries before it decide everything it matches, and differently"
		found.Help = "move it before them if it is meant, or delete it"
	}
	for _, by := range shadow.By {
		found.Related = append(found.Related, lint.Related{Span: by.Span(), Message: "decides before it"})
	}
	if shadow.More {
		found.Notes = append(found.Notes, fmt.Sprintf("more than %d entries decide before it", len(shadow.By)))
	}
	return found
}
