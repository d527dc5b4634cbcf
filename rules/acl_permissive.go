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
you can. No entry is offered that allows something which is denied today.

An operation that a release on the way brings (1.5 standalone containers, 1.9 the draining of agents) is denied as well. Nobody
loses anything by that, so it is for information, and no entry is offered: it would allow to everybody what nobody can do
today.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3..1.4",
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
  "get_maintenance_schedules": [{ "principals": { "type": "ANY" }, "machines": { "type": "ANY" } }],
  "get_maintenance_statuses": [{ "principals": { "type": "ANY" }, "machines": { "type": "ANY" } }],
  "start_maintenances": [{ "principals": { "type": "ANY" }, "machines": { "type": "ANY" } }],
  "stop_maintenances": [{ "principals": { "type": "ANY" }, "machines": { "type": "ANY" } }],
  "update_maintenance_schedules": [{ "principals": { "type": "ANY" }, "machines": { "type": "ANY" } }]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		from, to := resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, p.Upgrade.To)
		if !from.Usable() || !to.Usable() || to.Policy.Permissive() {
			return
		}
		var lost, absent []denial
		for i := range to.Policy.Schema().Operations {
			op := &to.Policy.Schema().Operations[i]
			lists, _ := to.Policy.Governed(op.Name)
			if op.Indirect || len(lists) == 0 || slices.ContainsFunc(lists, func(key string) bool { return to.Policy.Len(key) > 0 }) {
				continue
			}
			action := catalog.Actions().Action(lists[len(lists)-1])
			since := begins(from.Policy.Schema().Operation(op.Name), action, d.Component, p.Upgrade)
			switch open := action.OfferOn(d.Component, p.Upgrade.From); {
			case since.IsZero():
			case open != nil:
				lost = append(lost, denial{op, action, since, open})
			default:
				absent = append(absent, denial{op, action, since, nil})
			}
		}
		for _, some := range deniedTogether(lost) {
			for _, found := range newlyDenied(p, to, some) {
				to.Report(p, found)
			}
		}
		for _, some := range deniedTogether(absent) {
			to.Report(p, neverAllowed(p, to, some))
		}
	},
}

// denial is an operation that a release of the upgrade begins to authorize.
type denial struct {
	op     *authz.Operation
	action *catalog.Action
	since  release.Release
	open   *catalog.Offer // on the release before the upgrade, nil if that does not have the operation
}

// deniedTogether returns those denials together that begin with one release: they are one decision for whoever reads of them.
func deniedTogether(denied []denial) [][]denial {
	slices.SortStableFunc(denied, func(a, b denial) int { return a.since.Compare(b.since) })
	var out [][]denial
	for len(denied) > 0 {
		n := slices.IndexFunc(denied, func(d denial) bool { return d.since != denied[0].since })
		if n < 0 {
			n = len(denied)
		}
		out, denied = append(out, denied[:n]), denied[n:]
	}
	return out
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

// neverAllowed reports operations that the release before the upgrade does not have: nobody loses them.
func neverAllowed(p *lint.Pass, a *resolved.ACLs, denied []denial) lint.Diagnostic {
	found := deniedByAll(a, denied)
	found.Severity = lint.Info
	found.Message = fmt.Sprintf("nobody may %s, which %s does not have: %s authorizes it, the file has no list for it, and `permissive` is false",
		found.Message, p.Upgrade.From, found.Release)
	return found
}

// deniedByAll returns what is to be said of denials of one release, but for the message, which is the words for the
// operations.
func deniedByAll(a *resolved.ACLs, denied []denial) lint.Diagnostic {
	var phrases, keys, notes []string
	for _, d := range denied {
		phrases = append(phrases, d.op.Phrase)
		if !slices.Contains(keys, d.action.Key) {
			keys = append(keys, d.action.Key)
			note := fmt.Sprintf("`%s` exists in %s (%s)", d.action.Key, d.action.Exists, d.action.Evidence)
			if d.open != nil {
				note += fmt.Sprintf("; before %s no ACL decides about it (%s)", d.since, d.open.Evidence)
			}
			notes = append(notes, note)
		}
	}
	return lint.Diagnostic{
		Span:    a.KeySpan(catalog.Permissive),
		Effect:  lint.Changed,
		Subject: strings.Join(keys, ","),
		Release: denied[0].since,
		Message: resolved.Alternatives(phrases),
		Help:    "name the principals that may, in " + resolved.QuotedList(keys),
		Notes:   notes,
	}
}

// newlyDenied returns what is to be said of operations that were open to everybody, and that one release begins to
// authorize: those apart that no entry leaves as they were.
func newlyDenied(p *lint.Pass, a *resolved.ACLs, denied []denial) []lint.Diagnostic {
	var added, entries []string
	for _, d := range denied {
		key := d.action.Key
		list := a.Policy.Schema().List(key)
		if a.Key(key).Kind() == source.NoValue && !freed(p.Upgrade, d.op) && !slices.Contains(added, key) {
			added, entries = append(added, key), append(entries, fmt.Sprintf(`%s: [{ "%s": { "type": "ANY" }, "%s": { "type": "ANY" } }]`,
				source.QuoteJSON(key), list.Subject, list.Object))
		}
	}
	added, entries = asBefore(p, a, added, entries)
	fix := keepOpen(p, a, denied[0].since, added, entries)
	var kept, others []denial
	for _, d := range denied {
		if fix != nil && slices.Contains(added, d.action.Key) {
			kept = append(kept, d)
		} else {
			others = append(others, d)
		}
	}
	var out []lint.Diagnostic
	for _, some := range [][]denial{kept, others} {
		if len(some) == 0 {
			continue
		}
		found := deniedByAll(a, some)
		found.Message = fmt.Sprintf("nobody may %s from %s on: that release authorizes it, the file has no list for it, and `permissive` is false",
			found.Message, found.Release)
		if len(out) == 0 && fix != nil {
			found.Fix = fix
			found.Help += " with the upgrade; the fix keeps it open to everybody"
		}
		out = append(out, found)
	}
	return out
}

// freed reports whether an upgrade frees an operation from the limit to a framework's own role: an entry for ANY principal
// would allow more than before.
func freed(u release.Upgrade, op *authz.Operation) bool {
	return slices.ContainsFunc(catalog.RoleLimits(u), func(limit *catalog.RoleLimit) bool { return limit.Operation == op.Name })
}

// keepOpen is the fix that adds lists which allow everybody what a release begins to authorize; nil if there are none.
func keepOpen(p *lint.Pass, a *resolved.ACLs, since release.Release, added, entries []string) *lint.Fix {
	if len(entries) == 0 {
		return nil
	}
	change := resolved.Append(a.JSON, entries...)
	fix := aclFix(p, nil, a, lint.Unsafe, fmt.Sprintf("add %s for ANY principal: it stays allowed to everybody, as before", resolved.QuotedList(added)), change)
	if fix == nil {
		return nil
	}
	fix.ValidFrom = since
	for _, key := range added {
		if from := listReadFrom(p, a.After(change), key); fix.ValidFrom.Less(from) {
			fix.ValidFrom = from
		}
	}
	return fix
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
