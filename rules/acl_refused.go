package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclQuotaConflict = &lint.Rule{
	Name:  "acl/quota-conflict",
	Title: "Lists that exclude one another are both given",
	Doc: `From 1.0 to 1.2 Mesos knows update_quotas as well as the lists it replaces, set_quotas and remove_quotas, and the local
authorizer refuses to be created if both kinds have entries. Empty lists count as absent. On later releases the old
lists are silently ignored instead.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.2",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "update_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ],
  "set_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "update_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachRefusal(p, d, func(a *resolved.ACLs, refusal authz.Refusal) {
			if refusal.Exclusive == nil {
				return
			}
			var related []lint.Related
			for _, key := range refusal.Exclusive.With {
				if a.Policy.Len(key) > 0 {
					related = append(related, lint.Related{Span: a.KeySpan(key), Message: "excluded by it"})
				}
			}
			a.Report(p, lint.Diagnostic{
				Check:   catalog.CheckReported("acl/quota-conflict", d.Component, a.Release, string(d.Kind), ""),
				Span:    a.KeySpan(refusal.Exclusive.Key),
				Effect:  lint.Fatal,
				Subject: refusal.Exclusive.Key,
				Message: fmt.Sprintf("`%s` excludes %s: %s will not start",
					refusal.Exclusive.Key, resolved.QuotedList(refusal.Exclusive.With), resolved.Who(d.Component, a.Release)),
				Help:    fmt.Sprintf("keep one kind: delete %s once every daemon that reads this file knows `%s`", resolved.QuotedList(refusal.Exclusive.With), refusal.Exclusive.Key),
				Related: related,
				Notes:   []string{"the authorizer says: " + refusal.Text},
			})
		})
	},
}

var aclImplicitObject = &lint.Rule{
	Name:  "acl/implicit-object",
	Title: "An entry lists objects of an operation that has none",
	Doc: `Some operations have no object that could be named: the flags, the log, the agents. Their entries take ANY or NONE
only. An entry without a type is SOME. The authorizer refuses to be created with one; a release that does not check
keeps the entry, and no request matches it.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "view_flags": [
    { "principals": { "values": ["ops"] }, "flags": { "values": ["quorum"] } },
    { "principals": { "type": "NONE" }, "flags": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "view_flags": [
    { "principals": { "values": ["ops"] }, "flags": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "flags": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachRefusal(p, d, func(a *resolved.ACLs, refusal authz.Refusal) {
			if refusal.Exclusive != nil || refusal.Value >= 0 {
				return
			}
			a.Report(p, implicitObject(a, refusal.Entry, lint.Fatal, "the authorizer says: "+refusal.Text))
		})
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if !a.Usable() {
			return
		}
		for _, list := range a.Policy.Schema().Lists {
			if !list.Implicit || list.RefusesSome != "" {
				continue
			}
			for entry := range a.Policy.Entries(list.Key) {
				if entry.Object().Type() == authz.Some {
					a.Report(p, implicitObject(a, entry, lint.Ignored, catalog.Actions().Action(list.Key).Evidence))
				}
			}
		}
	},
}

func implicitObject(a *resolved.ACLs, entry authz.Entry, effect lint.Effect, note string) lint.Diagnostic {
	list := a.Policy.Schema().List(entry.List())
	found := lint.Diagnostic{
		Span:    entry.Object().Span(),
		Effect:  effect,
		Subject: entry.List(),
		Message: fmt.Sprintf("`%s` of `%s` must be of type ANY or NONE: %s will not start", list.Object, entry.List(), resolved.Who(a.Document.Component, a.Release)),
		Help:    fmt.Sprintf("write `\"%s\": { \"type\": \"ANY\" }` to allow the principals, NONE to deny them", list.Object),
		Notes:   []string{note},
	}
	if effect == lint.Ignored {
		found.Severity = lint.Error
		found.Message = fmt.Sprintf("no request matches this entry: `%s` of `%s` must be of type ANY or NONE", list.Object, entry.List())
	}
	return found
}

var aclEndpoint = &lint.Rule{
	Name:  "acl/endpoint",
	Title: "get_endpoints names a path that the release does not authorize",
	Doc: `get_endpoints guards a handful of endpoints. Any other path among its values stops the daemon. The list changed: 1.7
dropped the paths that end in .json, 1.9 added one.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.6..1.7",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "get_endpoints": [
    { "principals": { "values": ["ops"] }, "paths": { "values": ["/files/debug", "/files/debug.json"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "get_endpoints": [
    { "principals": { "values": ["ops"] }, "paths": { "values": ["/files/debug"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachRefusal(p, d, func(a *resolved.ACLs, refusal authz.Refusal) {
			if refusal.Value < 0 {
				return
			}
			path := refusal.Entry.Object().Value(refusal.Value)
			known := catalog.Endpoints(a.Release)
			found := lint.Diagnostic{
				Span:    refusal.Span,
				Effect:  lint.Fatal,
				Subject: path,
				Message: fmt.Sprintf("`%s` is not an endpoint that %s authorizes: it will not start", path, resolved.Who(d.Component, a.Release)),
				Help:    "delete it; authorized are " + resolved.QuotedList(known),
				Notes:   []string{"the authorizer says: " + refusal.Text},
			}
			if meant := resolved.Nearest(path, slices.Values(known)); meant != "" && !wasEndpoint(path) {
				found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
			}
			rewriteEndpoint(p, a, refusal, &found)
			a.Report(p, found)
		})
	},
}

// wasEndpoint reports whether any release authorizes a path.
func wasEndpoint(path string) bool {
	return slices.ContainsFunc(catalog.Releases().All(), func(r release.Release) bool { return slices.Contains(catalog.Endpoints(r), path) })
}

// eachRefusal calls fn for everything in the document that the target's authorizer refuses although it could parse it.
func eachRefusal(p *lint.Pass, d *config.Document, fn func(*resolved.ACLs, authz.Refusal)) {
	if a := resolved.ACLsOn(p, d, p.Upgrade.To); a.Usable() {
		for _, refusal := range a.Policy.Validate() {
			fn(a, refusal)
		}
	}
}
