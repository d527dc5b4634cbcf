package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclNewlyDenied = &lint.Rule{
	Name:  "acl/newly-denied",
	Title: "The target authorizes an operation that was open to everybody, and the file denies it",
	Doc: `With "permissive": false every operation that no entry allows is denied. When a release begins to authorize an
operation that was open before, a file that does not mention it denies it from then on: in 1.0 viewing the cluster and
the endpoints behind the web UI, in 1.3 the registration of agents.

The entries that are offered keep today's behaviour: they allow the operation to everybody. Name the principals instead if
you can. No entry is offered that allows something which is denied today.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.2..1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "register_frameworks": [
    { "principals": { "type": "ANY" }, "roles": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "register_frameworks": [
    { "principals": { "type": "ANY" }, "roles": { "type": "ANY" } }
  ],
  "register_agents": [{ "principals": { "type": "ANY" }, "agents": { "type": "ANY" } }],
  "remove_nested_containers": [{ "principals": { "type": "ANY" }, "users": { "type": "ANY" } }]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		from, to := resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, p.Upgrade.To)
		if !from.Usable() || !to.Usable() || to.Policy.Permissive() {
			return
		}
		var denied []denial
		for i := range to.Policy.Schema().Operations {
			op := &to.Policy.Schema().Operations[i]
			lists, _ := to.Policy.Governed(op.Name)
			if op.Indirect || len(lists) == 0 || slices.ContainsFunc(lists, func(key string) bool { return to.Policy.Len(key) > 0 }) {
				continue
			}
			action := catalog.Actions().Action(lists[len(lists)-1])
			since := begins(from.Policy.Schema().Operation(op.Name), action, d.Component, p.Upgrade)
			if !since.IsZero() {
				denied = append(denied, denial{op, action, since})
			}
		}
		// What one release begins to ask is one finding: it is one decision for whoever reads it.
		slices.SortStableFunc(denied, func(a, b denial) int { return a.since.Compare(b.since) })
		for len(denied) > 0 {
			n := 1
			for n < len(denied) && denied[n].since == denied[0].since {
				n++
			}
			to.Report(p, newlyDenied(p, to, denied[:n]))
			denied = denied[n:]
		}
	},
}

// denial is an operation that a release of the upgrade begins to authorize.
type denial struct {
	op     *authz.Operation
	action *catalog.Action
	since  release.Release
}

// begins returns the release of an upgrade that begins to authorize an operation which the release before did not; zero
// if none does. before is the operation on the release the upgrade starts from, nil if that does not have it. Of a
// file that either daemon may read it is only known if neither asked before.
func begins(before *authz.Operation, action *catalog.Action, c config.Component, u release.Upgrade) release.Release {
	components := []config.Component{c}
	if c == config.AnyComponent {
		components = []config.Component{config.Master, config.Agent}
	}
	asks := func(action *catalog.Action, r release.Release) bool {
		return slices.ContainsFunc(components, func(c config.Component) bool { return action.AuthorizedOn(c, r) })
	}
	for _, older := range catalog.Actions().All() {
		if older.ReplacedBy == action.Key && asks(older, u.From) {
			return release.Release{} // what it decides was asked by another name
		}
	}
	if !asks(action, u.To) || before != nil && slices.ContainsFunc(before.Ways, func(w authz.Way) bool {
		return slices.ContainsFunc(w.Lists, func(key string) bool { return asks(catalog.Actions().Action(key), u.From) })
	}) {
		return release.Release{}
	}
	for _, r := range catalog.Releases().All() {
		if u.From.Less(r) && asks(action, r) {
			return r
		}
	}
	return u.To
}

// newlyDenied reports the operations that one release begins to authorize.
func newlyDenied(p *lint.Pass, a *resolved.ACLs, denied []denial) lint.Diagnostic {
	var phrases, keys, notes, added, entries []string
	for _, d := range denied {
		phrases = append(phrases, d.op.Phrase)
		if slices.Contains(keys, d.action.Key) {
			continue
		}
		keys = append(keys, d.action.Key)
		notes = append(notes, fmt.Sprintf("`%s` exists in %s (%s)", d.action.Key, d.action.Exists, d.action.Evidence))
		list := a.Policy.Schema().List(d.action.Key)
		if a.Key(list.Key).Kind() == source.NoValue {
			added, entries = append(added, list.Key), append(entries, fmt.Sprintf(`%s: [{ "%s": { "type": "ANY" }, "%s": { "type": "ANY" } }]`,
				source.QuoteJSON(list.Key), list.Subject, list.Object))
		}
	}
	added, entries = asBefore(p, a, added, entries)
	since := denied[0].since
	found := lint.Diagnostic{
		Span:    a.KeySpan(catalog.Permissive),
		Effect:  lint.Changed,
		Subject: strings.Join(keys, ","),
		Release: since,
		Message: fmt.Sprintf("nobody may %s from %s on: that release authorizes it, the file has no list for it, and `permissive` is false",
			resolved.Alternatives(phrases), since),
		Help:  "name the principals that may, in " + resolved.QuotedList(keys),
		Notes: notes,
	}
	if len(entries) == 0 {
		return found
	}
	found.Fix, _ = aclFix(p, nil, a, lint.Unsafe, fmt.Sprintf("add %s for ANY principal: it stays allowed to everybody, as before", resolved.QuotedList(added)),
		resolved.Append(a.JSON, entries...))
	if found.Fix != nil {
		found.Help += "; the fix keeps it open to everybody"
		found.Fix.ValidFrom = since
		for _, key := range added {
			if from := listReadFrom(a.After(resolved.Append(a.JSON, entries...)), key); found.Fix.ValidFrom.Less(from) {
				found.Fix.ValidFrom = from
			}
		}
	}
	return found
}

// asBefore returns those of some lists, and the members that add them, that allow nothing which is denied today.
func asBefore(p *lint.Pass, a *resolved.ACLs, keys, entries []string) (kept, members []string) {
	was := resolved.ACLsBefore(p, a.Document)
	opens := func(entries ...string) bool {
		return opened(p, a, a.After(resolved.Append(a.JSON, entries...)), was) != ""
	}
	if len(entries) == 0 || !opens(entries...) {
		return keys, entries
	}
	for i, entry := range entries {
		if !opens(entry) {
			kept, members = append(kept, keys[i]), append(members, entry)
		}
	}
	return kept, members
}
