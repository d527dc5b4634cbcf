package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/authz"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var aclNewlyDenied = &lint.Rule{
	Name:  "acl/newly-denied",
	Title: "The upgrade begins to authorize an operation, and the file denies it to everybody",
	Doc: `With "permissive": false every operation that no entry allows is denied. When a release begins to authorize an
operation that was open before, a file that does not mention it denies it from then on: in 1.0 viewing the cluster and
the endpoints behind the web UI, in 1.3 the registration of agents.

The entry that is offered keeps today's behaviour: it allows the operation to everybody. Narrow it where you can.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Document: func(p *lint.Pass, d *config.Document) {
		from, to := aclsOn(p, d, p.Upgrade.From), aclsOn(p, d, p.Upgrade.To)
		if !from.usable() || !to.usable() || to.policy.Permissive() {
			return
		}
		for i := range to.policy.Schema().Operations {
			op := &to.policy.Schema().Operations[i]
			lists, _ := to.policy.Governed(op.Name)
			if op.Indirect || len(lists) == 0 || slices.ContainsFunc(lists, func(key string) bool { return to.policy.Len(key) > 0 }) {
				continue
			}
			action := catalog.Actions().Action(lists[len(lists)-1])
			since := begins(from.policy.Schema().Operation(op.Name), action, d.Component, p.Upgrade)
			if !since.IsZero() {
				to.report(p, newlyDenied(to, op, action, since))
			}
		}
	},
}

// begins returns the release of an upgrade that begins to authorize an operation which the release before did not; zero
// where none does. before is the operation on the release the upgrade starts from, nil where that does not have it. Of a
// file that either daemon may read it is only known where neither asked before.
func begins(before *authz.Operation, action *catalog.Action, c config.Component, u release.Upgrade) release.Release {
	components := []config.Component{c}
	if c == config.AnyComponent {
		components = []config.Component{config.Master, config.Agent}
	}
	asks := func(action *catalog.Action, r release.Release) bool {
		return slices.ContainsFunc(components, func(c config.Component) bool { return action.AuthorizedOn(c, r) })
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

func newlyDenied(a *acls, op *authz.Operation, action *catalog.Action, since release.Release) lint.Diagnostic {
	list := a.policy.Schema().List(action.Key)
	key := source.QuoteJSON(list.Key)
	entry := fmt.Sprintf(`[{ "%s": { "type": "ANY" }, "%s": { "type": "ANY" } }]`, list.Subject, list.Object)
	found := lint.Diagnostic{
		Span:    a.keySpan(catalog.Permissive),
		Effect:  lint.Changed,
		Subject: action.Key,
		Release: since,
		Message: fmt.Sprintf("nobody may %s from %s on: it begins to ask `%s`, which this file does not have, and `permissive` is false",
			op.Phrase, since, action.Key),
		Help:  fmt.Sprintf("name the principals that may in `%s`", action.Key),
		Notes: []string{fmt.Sprintf("`%s` exists in %s (%s)", action.Key, action.Exists, action.Evidence)},
	}
	if a.key(list.Key).Kind() == source.NoValue {
		found.Fix = changed(&a.text, lint.Unsafe, fmt.Sprintf("add `%s` that allows everybody to %s, as before", action.Key, op.Phrase),
			appended(a.json, key+": "+entry))
	}
	if found.Fix != nil {
		found.Help += "; to keep it open to everybody, add the entry below"
		found.Fix.ValidFrom = action.Exists[0].First
	}
	return found
}
