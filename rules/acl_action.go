package rules

import (
	"fmt"
	"iter"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var aclUnknownAction = &lint.Rule{
	Name:  "acl/unknown-action",
	Title: "No release of Mesos knows this action",
	Doc: `Mesos looks up the keys it knows and never looks at the others. A misspelt action therefore protects nothing: the
operation it was meant for is decided by "permissive" alone, and nothing is logged.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *acls, problem stout.Problem, known *catalog.Action) {
			key := problem.Key.String()
			if known != nil || isComment(key) || a.usable() && wrongKind(a.json, d) != "" {
				return
			}
			found := lint.Diagnostic{
				Span:    problem.Key.Span(),
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("`%s` is no action of any Mesos release: %s drops it without a word", key, daemon(d.Component, a.release)),
				Subject: key,
				Help:    "delete it, or write the action that is meant; `mesoslint authz operations` lists them",
			}
			if meant := nearest(key, actionKeys(a.release)); meant != "" {
				found.Severity = lint.Error // what it was meant to decide is open, or closed
				found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
				found.Help = fmt.Sprintf("write `%s`", meant)
				if !has(a.json, meant) {
					found.Fix = changed(&a.text, lint.Unsafe, fmt.Sprintf("rename `%s` to `%s`: it begins to count", key, meant),
						renamed(problem.Key, meant))
				}
			}
			a.report(p, found)
		})
	},
}

var aclRemovedAction = &lint.Rule{
	Name:  "acl/removed-action",
	Title: "The release no longer knows this action",
	Doc: `An action that a release removed is dropped like any unknown key: without an error and without a line in the log. The
entries that protected the cluster before the upgrade protect nothing after it, and "permissive" decides alone. This is
how an upgrade opens a cluster to everybody.

A fix is safe only where the comparison of all decisions of the file on both releases finds none that differs. Where the
release that the upgrade starts from drops the list already, to make it count again is not safe.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *acls, problem stout.Problem, known *catalog.Action) {
			if known == nil || !goneOn(known.Exists, a.release) {
				return
			}
			a.report(p, removedAction(p, a, problem, known))
		})
	},
}

func removedAction(p *lint.Pass, a *acls, problem stout.Problem, known *catalog.Action) lint.Diagnostic {
	found := lint.Diagnostic{
		Span:     problem.Key.Span(),
		Effect:   lint.Ignored,
		Severity: lint.Error,
		Subject:  known.Key,
		Release:  firstWithout(known.Exists, a.release),
		Notes:    []string{fmt.Sprintf("`%s` existed in %s (%s)", known.Key, known.Exists, known.Evidence)},
	}
	who := daemon(a.document.Component, a.release)
	switch {
	case known.ReplacedBy == "":
		found.Message = fmt.Sprintf("%s drops `%s` without a word", who, known.Key)
		found.Help = "delete it"
	case a.usable() && a.policy.Len(known.ReplacedBy) > 0:
		found.Severity = lint.Warning
		found.Message = fmt.Sprintf("%s drops `%s` without a word: `%s` alone decides", who, known.Key, known.ReplacedBy)
		found.Help = fmt.Sprintf("delete it once no daemon older than %s reads this file", found.Release)
	case !a.usable():
		found.Message = fmt.Sprintf("%s drops `%s` without a word", who, known.Key)
		found.Help = fmt.Sprintf("write `%s` instead", known.ReplacedBy)
	default:
		found.Message = fmt.Sprintf("%s drops `%s` without a word: %s", who, known.Key, a.whoMay(a.verb(known.Operation)))
		found.Help = fmt.Sprintf("write `%s` instead", known.ReplacedBy)
	}
	rewriteAction(p, a, known, &found)
	return found
}

var aclDeprecatedAction = &lint.Rule{
	Name:  "acl/deprecated-action",
	Title: "The action still works and will be removed",
	Doc: `The release still enforces the action, and logs a warning at most. The release that removes it will drop it without
a word, so the file must be changed before that upgrade.`,
	Effects: []lint.Effect{lint.Ignored, lint.Deprecated},
	Fixable: true,
	Document: func(p *lint.Pass, d *config.Document) {
		a := aclsOn(p, d, p.Upgrade.To)
		if a == nil || a.syntax != nil {
			return
		}
		seen := map[string]bool{}
		for _, m := range slices.Backward(members(a.json)) {
			known := catalog.Actions().Action(m.key.String())
			if known == nil || seen[known.Key] || !known.DeprecatedIn.Contains(a.release) {
				continue
			}
			seen[known.Key] = true
			found := lint.Diagnostic{
				Span:    m.key.Span(),
				Effect:  lint.Deprecated,
				Subject: known.Key,
				Release: known.DeprecatedIn[0].First,
				Message: fmt.Sprintf("`%s` is deprecated since %s and dropped without a word from %s on; `%s` replaces it",
					known.Key, known.DeprecatedIn[0].First, firstWithout(known.Exists, a.release), known.ReplacedBy),
				Help:  fmt.Sprintf("write `%s` before the upgrade to %s", known.ReplacedBy, firstWithout(known.Exists, a.release)),
				Notes: []string{fmt.Sprintf("`%s` exists in %s (%s)", known.Key, known.Exists, known.Evidence)},
			}
			if governing, _ := governed(a, known); len(governing) > 0 && a.policy.Len(known.Key) > 0 && !slices.Contains(governing, known.Key) {
				found.Effect, found.Severity = lint.Ignored, lint.Error
				found.Message = fmt.Sprintf("%s does not look at `%s` where %s has entries", daemon(d.Component, a.release), known.Key, quotedList(governing))
			}
			rewriteAction(p, a, known, &found)
			a.report(p, found)
		}
	},
}

var aclActionNotYet = &lint.Rule{
	Name:  "acl/action-not-yet",
	Title: "The release does not know this action yet",
	Doc: `The action came in a later release, or in a patch release that is newer than this one. Until then its entries are
dropped without a word: either the operation does not exist yet, or it is decided by another list or not at all.`,
	Effects: []lint.Effect{lint.Ignored},
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *acls, problem stout.Problem, known *catalog.Action) {
			if known == nil || goneOn(known.Exists, a.release) {
				return
			}
			a.report(p, lint.Diagnostic{
				Span:    problem.Key.Span(),
				Effect:  lint.Ignored,
				Subject: known.Key,
				Message: fmt.Sprintf("%s does not know `%s` yet and drops it without a word; it is enforced in %s",
					daemon(d.Component, a.release), known.Key, known.Exists),
				Help:  "keep it for the upgrade, but do not rely on it before",
				Notes: readAt(known.Evidence),
			})
		})
	},
}

// governed returns the lists that decide an action's operation under the document's policy.
func governed(a *acls, action *catalog.Action) (lists []string, object string) {
	if !a.usable() {
		return nil, ""
	}
	return a.policy.Governed(action.Operation)
}

// eachUnknownAction calls fn for every top-level key that the target release does not look up, with what the catalogue
// knows of the key on other releases.
func eachUnknownAction(p *lint.Pass, d *config.Document, fn func(*acls, stout.Problem, *catalog.Action)) {
	a := aclsOn(p, d, p.Upgrade.To)
	if a == nil {
		return
	}
	for _, problem := range a.problems {
		if problem.Cause == stout.UnknownKey && topLevel(problem) {
			fn(a, problem, catalog.Actions().Action(problem.Key.String()))
		}
	}
}

// actionKeys yields the keys that a release looks up in an ACL file.
func actionKeys(r release.Release) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, action := range catalog.Actions().At(r) {
			if !yield(action.Key) {
				return
			}
		}
		yield("permissive")
	}
}
