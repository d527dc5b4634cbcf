package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclReserveAnyRole = &lint.Rule{
	Name:  "acl/reserve-any-role",
	Title: "The upgrade lets frameworks reserve resources for any role",
	Doc: `Up to 0.27 the master refuses a framework's reservation for another role than the framework's own, whatever the ACLs
say. From 0.28 on it does not check any more: without an ACL every framework may reserve resources, and then create volumes,
for any role, and so may every principal that reserve_resources allows "roles": ANY. The ACLs are what limits it from then
on: allow each principal the roles of its frameworks, and deny everybody else.

The limit can only be written in the form of 0.28, which 0.27 refuses: install the file together with the new masters.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "0.27..0.28",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ],
  "reserve_resources": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ],
  "create_volumes": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "type": "ANY" }, "roles": { "type": "NONE" } }
  ]
}
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		if p.Upgrade.From.IsZero() {
			return
		}
		limits := catalog.RoleLimits(p.Upgrade)
		if len(limits) == 0 {
			return
		}
		for _, d := range c.Documents {
			reserveUnderACLs(p, d, limits)
		}
		for _, n := range c.Nodes {
			reserveWithoutACLs(p, n, limits)
		}
	},
}

// reserveUnderACLs reports the operations that an ACL document leaves open for any role.
func reserveUnderACLs(p *lint.Pass, d *config.Document, limits []*catalog.RoleLimit) {
	was, a := resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, p.Upgrade.To)
	if a == nil || a.Syntax != nil || a.Unused != nil {
		return
	}
	isOpen := func(operation string) bool {
		if a.Usable() {
			return allowsOthers(a.Policy, operation)
		}
		return was.Starts() && allowsSomething(was.Policy, operation)
	}
	var open []*catalog.RoleLimit
	for _, limit := range limits {
		if isOpen(limit.Operation) && isOpen(cmp.Or(limit.Through, limit.Operation)) {
			open = append(open, limit)
		}
	}
	if len(open) == 0 {
		return
	}
	found := freedFromRole(p, open, d.Component)
	keys := listsOf(open)
	listed := slices.IndexFunc(keys, func(key string) bool { return a.Has(key) })
	if listed >= 0 {
		found.Span, found.Subject = a.KeySpan(keys[listed]), keys[listed]
		found.Message += fmt.Sprintf("; `%s` does not limit the roles", keys[listed])
	} else {
		found.Span = a.KeySpan(catalog.Permissive)
		found.Message += fmt.Sprintf("; the file has no `%s`", keys[0])
	}
	a.Report(p, found)
}

// reserveWithoutACLs reports that a daemon without ACLs leaves the operations open for any role.
func reserveWithoutACLs(p *lint.Pass, n *config.Node, limits []*catalog.RoleLimit) {
	held := catalog.DocumentOf(n.Component, string(config.ACLs))
	r := resolved.Of(p, n)
	if r == nil || held == nil || !held.In.Contains(r.Release) || !asksFor(n.Component, limits, r) || resolved.On(p, n, p.Upgrade.From).Refuses() {
		return
	}
	if _, knowledge := r.Flag(held.Flag); knowledge != resolved.Unset && knowledge != resolved.MayBeSet {
		return
	}
	if held.Unless != nil && held.Unless.In.Contains(r.Release) {
		if v, knowledge := r.Flag(held.Unless.Flag); knowledge > resolved.MayBeSet && (knowledge != resolved.Known || v.Parsed.Text != held.Unless.Not) {
			return // a module may decide
		}
	}
	found := freedFromRole(p, limits, n.Component)
	if !r.Missing(&found, held.Flag) {
		return
	}
	found.Span, found.Subject = n.Start, held.Flag
	found.Message += fmt.Sprintf("; no `%s` are given", held.Flag)
	found.Nodes = []lint.Node{{Component: n.Component, Name: n.Name, Start: n.Start}}
	p.Report(found)
}

// asksFor reports whether a component authorizes one of some operations.
func asksFor(c config.Component, limits []*catalog.RoleLimit, r *resolved.Daemon) bool {
	return slices.ContainsFunc(limits, func(limit *catalog.RoleLimit) bool {
		return catalog.Actions().Operation(limit.Operation).AuthorizedOn(c, r.Release)
	})
}

// freedFromRole makes the finding that frameworks may do operations for any role.
func freedFromRole(p *lint.Pass, open []*catalog.RoleLimit, c config.Component) lint.Diagnostic {
	var phrases []string
	schema := catalog.ACLSchema(p.Upgrade.To)
	for _, limit := range open {
		phrases = append(phrases, schema.Operation(limit.Operation).Phrase)
	}
	since := resolved.FirstWithout(open[0].In, p.Upgrade.To)
	list := schema.List(catalog.Actions().Operation(open[0].Operation).Key)
	return lint.Diagnostic{
		Effect: lint.Changed, Severity: lint.Error, Component: c, Release: since,
		Message: fmt.Sprintf("frameworks may %s for any role from %s on, not only for their own", allOf(phrases), since),
		Help: fmt.Sprintf("in %s allow each principal the `%s` of its frameworks and everybody else NONE; %s",
			resolved.QuotedList(listsOf(open)), list.Object, whenToLimit(p.Upgrade.From, list.Key)),
		Notes: resolved.ReadAt(open[0].Evidence),
	}
}

// whenToLimit says what the release that runs does with lists in the form of the target.
func whenToLimit(running release.Release, key string) string {
	if catalog.ACLSchema(running).List(key) == nil {
		return fmt.Sprintf("%s silently ignores such lists, so they can be written before the upgrade", running)
	}
	return fmt.Sprintf("%s refuses this form, so install it together with the new masters", running)
}

// listsOf returns the keys of the lists that decide operations.
func listsOf(limits []*catalog.RoleLimit) []string {
	var keys []string
	for _, limit := range limits {
		keys = append(keys, catalog.Actions().Operation(limit.Operation).Key)
	}
	return keys
}

// allOf writes phrases as "a and b".
func allOf(phrases []string) string {
	if len(phrases) == 2 {
		return phrases[0] + " and " + phrases[1]
	}
	return resolved.Alternatives(phrases)
}

// allowsOthers reports whether a policy allows anybody an operation about objects that it does not name.
func allowsOthers(policy *authz.Policy, operation string) bool {
	powers, ok := policy.Powers(operation)
	return ok && slices.ContainsFunc(powers.Rows, func(row authz.Row) bool { return row.Allowed.AllBut })
}
