package rules

import (
	"fmt"
	"iter"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclUnknownAction = &lint.Rule{
	Name:  "acl/unknown-action",
	Title: "No release of Mesos knows this action",
	Doc: `Mesos looks up the keys it knows and never looks at the others. A misspelt action therefore protects nothing: the
operation it was meant for is decided by "permissive" alone, and nothing is logged.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "update_quota": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "update_quotas": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *resolved.ACLs, problem stout.Problem, known *catalog.Action) {
			key := problem.Key.String()
			if known != nil || resolved.IsCommentKey(key) || a.Usable() && resolved.WrongKind(p, a.JSON, d) != "" {
				return
			}
			found := lint.Diagnostic{
				Span:    problem.Key.Span(),
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("`%s` is not an action of any Mesos release: %s silently ignores it", key, resolved.Who(d.Component, a.Release)),
				Subject: key,
				Help:    "delete it, or write the action that is meant; `mesoslint authz operations` lists them",
			}
			switch meant := meantAction(p, key, a.Release); {
			case meant == "":
			case isGiven(p, a, meant):
				found.Help = resolved.DeleteLookalike(meant)
			case isReplaced(p, a, meant):
				found.Help = fmt.Sprintf("delete it: it looks like `%s`, and what replaces that is there already", meant)
			default:
				found.Severity = lint.Error // what it was meant to decide is open, or closed
				misspelt(p, a, problem.Key, meant, &found)
			}
			resolved.CarryDeletion(p, a.JSON, found.Span, &found)
			a.Report(p, found)
		})
	},
}

// meantAction returns the key that a misspelt one most likely stands for: one that a release looks up or that an older one
// did; "" if none is near enough.
func meantAction(p *lint.Pass, key string, r release.Release) string {
	type actionsOf struct{ release.Release }
	return resolved.Meant(p, actionsOf{r}, key, func(yield func(string) bool) {
		for meant := range actionKeys(r) {
			if !yield(meant) {
				return
			}
		}
		for _, action := range catalog.Actions().All() {
			if resolved.GoneOn(action.Exists, r) && !yield(action.Key) {
				return
			}
		}
	})
}

// isGiven reports whether a document has a key, or had it before fixes of this run.
func isGiven(p *lint.Pass, a *resolved.ACLs, key string) bool {
	if a.Has(key) {
		return true
	}
	was := p.Was(a.Document)
	if was == nil || was == a.Document {
		return false
	}
	before := resolved.ACLsOn(p, was, a.Release)
	return before != nil && before.Syntax == nil && before.Has(key)
}

// isReplaced reports whether a document has the list that replaces another.
func isReplaced(p *lint.Pass, a *resolved.ACLs, key string) bool {
	action := catalog.Actions().Action(key)
	return action != nil && action.ReplacedBy != "" && isGiven(p, a, action.ReplacedBy)
}

// alsoMeant returns another unknown key of the document that stands for the same one, "" if there is none: renamed
// both, they would be two of one name.
func alsoMeant(p *lint.Pass, a *resolved.ACLs, key source.JSON, meant string) string {
	type unknownKeys struct{ release release.Release }
	byMeaning := lint.Memo(p, unknownKeys{a.Release}, func() map[string][]source.JSON {
		out := map[string][]source.JSON{}
		for _, m := range a.Members() {
			if name := m.Key.String(); !catalog.Actions().Known(name) && !resolved.IsCommentKey(name) {
				of := meantAction(p, name, a.Release)
				out[of] = append(out[of], m.Key)
			}
		}
		return out
	})
	start, _ := key.Bounds()
	for _, other := range byMeaning[meant] {
		if at, _ := other.Bounds(); at != start {
			return other.String()
		}
	}
	return ""
}

// misspelt says what is meant by a key, and offers to write it. Of an action that the release no longer has it names the
// one that replaced it.
func misspelt(p *lint.Pass, a *resolved.ACLs, key source.JSON, meant string, found *lint.Diagnostic) {
	found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
	write := meant
	action := catalog.Actions().Action(meant)
	if gone := action != nil && resolved.GoneOn(action.Exists, a.Release); gone {
		since := resolved.FirstWithout(action.Exists, a.Release)
		if action.ReplacedBy == "" {
			found.Message += fmt.Sprintf(" That was removed in %s", since)
			found.Help = "delete it"
			return
		}
		found.Message += fmt.Sprintf(" That was removed in %s; `%s` replaces it", since, action.ReplacedBy)
		found.Help = instead(a, action)
		if write = action.ReplacedBy; a.Has(write) {
			return
		}
	}
	if other := alsoMeant(p, a, key, meant); other != "" {
		found.Help = fmt.Sprintf("write one `%s` in place of it and `%s`", write, other)
		return
	}
	fix := effectiveFix(p, a, []string{write}, fmt.Sprintf("rename `%s` to `%s`, which takes effect", key, write), resolved.RenameKey(key, write))
	if fix != nil && !slices.Contains(refusedKeys(a.After(resolved.RenameKey(key, write))), write) {
		found.Fix = fix
	}
	switch {
	case write != meant:
	case a.Starts() && !a.After(resolved.RenameKey(key, write)).Starts():
		found.Help = fmt.Sprintf("delete it: as `%s` it stops the daemon", meant)
	default:
		found.Help = fmt.Sprintf("write `%s`", meant)
	}
}

var aclRemovedAction = &lint.Rule{
	Name:  "acl/removed-action",
	Title: "The release no longer knows this action",
	Doc: `An action that a release removed is dropped like any unknown key: without an error and without a line in the log. The
entries that protected the cluster before the upgrade protect nothing after it, and "permissive" decides alone. This is
how an upgrade opens a cluster to everybody.

A fix is safe only if the comparison of all decisions of the file on both releases finds none that differs. If the
release that the upgrade starts from already ignores the list silently, making it take effect again is not safe.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.2..1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "set_quotas": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ],
  "remove_quotas": [
    { "principals": { "values": ["ops"] }, "quota_principals": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "quota_principals": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "update_quotas": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *resolved.ACLs, problem stout.Problem, known *catalog.Action) {
			if known == nil || !resolved.GoneOn(known.Exists, a.Release) {
				return
			}
			a.Report(p, removedAction(p, a, problem, known))
		})
	},
}

// removed returns what is said of an action that was removed, whatever the document is.
func removed(p *lint.Pass, known *catalog.Action, c config.Component, on release.Release) lint.Diagnostic {
	type removal struct {
		action    *catalog.Action
		component config.Component
		on        release.Release
	}
	return lint.Shared(p, removal{known, c, on}, func() lint.Diagnostic {
		return lint.Diagnostic{
			Effect:   lint.Ignored,
			Severity: lint.Error,
			Subject:  known.Key,
			Release:  resolved.FirstWithout(known.Exists, on),
			Message:  fmt.Sprintf("%s silently ignores `%s`", resolved.Who(c, on), known.Key),
			Notes:    slices.Clip([]string{fmt.Sprintf("`%s` existed in %s (%s)", known.Key, known.Exists, known.Evidence)}),
		}
	})
}

func removedAction(p *lint.Pass, a *resolved.ACLs, problem stout.Problem, known *catalog.Action) lint.Diagnostic {
	found := removed(p, known, a.Document.Component, a.Release)
	found.Span = problem.Key.Span()
	switch {
	case known.ReplacedBy == "":
		found.Help = "delete it"
	case a.Usable() && a.Policy.Len(known.ReplacedBy) > 0:
		found.Severity = lint.Warning
		found.Message += fmt.Sprintf(": `%s` alone decides", known.ReplacedBy)
		found.Help = fmt.Sprintf("delete it once no daemon older than %s reads this file", found.Release)
	default:
		found.Help = instead(a, known)
		if a.Usable() {
			found.Message += ": " + a.WhoMay(a.Phrase(known.Operation))
		}
		if last := lastReader(p, a, known); last != nil && a.Policy.Permissive() && !opens(last, a, known.Operation) {
			found.Severity = lint.Warning
			found.Message += fmt.Sprintf("; on %s it kept nobody out", last.Release)
		}
	}
	rewriteAction(p, a, known, &found)
	resolved.CarryDeletion(p, a.JSON, found.Span, &found)
	return found
}

// opens reports whether a release allows something of an operation that another one denies.
func opens(from, to *resolved.ACLs, operation string) bool {
	o := to.Policy.Schema().Operation(operation)
	return o == nil || authz.CompareOperations(from.Policy, to.Policy, []string{o.Name}).Widens()
}

// lastReader returns a document as a release reads it that knows an action which the target does not: the one that the upgrade
// starts from, else the newest of them; nil if that cannot be asked for decisions.
func lastReader(p *lint.Pass, a *resolved.ACLs, known *catalog.Action) *resolved.ACLs {
	last := resolved.ACLsBefore(p, a.Document)
	if last == nil || !known.Exists.Contains(last.Release) {
		last = nil
		for _, on := range slices.Backward(catalog.Releases().All()) {
			if on.Less(a.Release) && known.Exists.Contains(on) {
				last = resolved.ACLsOn(p, a.Document, on)
				break
			}
		}
	}
	if !a.Usable() || !last.Usable() {
		return nil
	}
	return last
}

var aclDeprecatedAction = &lint.Rule{
	Name:  "acl/deprecated-action",
	Title: "The action still works and will be removed",
	Doc: `The release still enforces the action, and logs a warning at most. The release that removes it silently ignores
it, so the file must be changed before that upgrade.`,
	Effects: []lint.Effect{lint.Ignored, lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.2",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "set_quotas": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ],
  "remove_quotas": [
    { "principals": { "values": ["ops"] }, "quota_principals": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "quota_principals": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "update_quotas": [
    { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if a == nil || a.Syntax != nil {
			return
		}
		seen := map[string]bool{}
		for _, m := range slices.Backward(a.Members()) {
			known := catalog.Actions().Action(m.Key.String())
			if known == nil || seen[known.Key] || !known.DeprecatedIn.Contains(a.Release) {
				continue
			}
			seen[known.Key] = true
			found := lint.Diagnostic{
				Check:   catalog.CheckReported("acl/deprecated-action", d.Component, a.Release, string(d.Kind), known.Key),
				Span:    m.Key.Span(),
				Effect:  lint.Deprecated,
				Subject: known.Key,
				Release: known.DeprecatedIn[0].First,
				Message: fmt.Sprintf("`%s` is deprecated since %s and silently ignored from %s on; `%s` replaces it",
					known.Key, known.DeprecatedIn[0].First, resolved.FirstWithout(known.Exists, a.Release), known.ReplacedBy),
				Help:  instead(a, known),
				Notes: []string{fmt.Sprintf("`%s` exists in %s (%s)", known.Key, known.Exists, known.Evidence)},
			}
			if governing, _ := governed(a, known); len(governing) > 0 && a.Policy.Len(known.Key) > 0 && !slices.Contains(governing, known.Key) {
				found.Effect, found.Severity = lint.Ignored, lint.Error
				found.Message = fmt.Sprintf("%s silently ignores `%s` because %s has entries", resolved.Who(d.Component, a.Release), known.Key, resolved.QuotedList(governing))
			}
			rewriteAction(p, a, known, &found)
			a.Report(p, found)
		}
	},
}

var aclActionNotYet = &lint.Rule{
	Name:  "acl/action-not-yet",
	Title: "The release does not know this action yet",
	Doc: `The action came in a later release, or in a patch release that is newer than this one. Until then its entries are
silently ignored: either the operation does not exist yet, or it is decided by another list or not at all.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On:      "1.7",
		AfterOn: "1.9",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "drain_agents": [
    { "principals": { "values": ["ops"] }, "agents": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "agents": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachUnknownAction(p, d, func(a *resolved.ACLs, problem stout.Problem, known *catalog.Action) {
			if known == nil || resolved.GoneOn(known.Exists, a.Release) {
				return
			}
			a.Report(p, lint.Diagnostic{
				Span:    problem.Key.Span(),
				Effect:  lint.Ignored,
				Subject: known.Key,
				Message: fmt.Sprintf("%s does not know `%s` yet and silently ignores it; it is enforced in %s",
					resolved.Who(d.Component, a.Release), known.Key, known.Exists),
				Help:  fmt.Sprintf("keep it for the upgrade to %s, but do not rely on it before", resolved.FirstAfter(known.Exists, a.Release)),
				Notes: resolved.ReadAt(known.Evidence),
			})
		})
	},
}

// governed returns the lists that decide an action's operation under the document's policy.
func governed(a *resolved.ACLs, action *catalog.Action) (lists []string, object string) {
	if !a.Usable() {
		return nil, ""
	}
	return a.Policy.Governed(action.Operation)
}

// eachUnknownAction calls fn for every top-level key that the target release does not look up, with what the catalogue
// knows of the key on other releases.
func eachUnknownAction(p *lint.Pass, d *config.Document, fn func(*resolved.ACLs, stout.Problem, *catalog.Action)) {
	a := resolved.ACLsOn(p, d, p.Upgrade.To)
	if a == nil {
		return
	}
	for _, problem := range a.Problems {
		if problem.Cause == stout.UnknownKey && resolved.TopLevel(problem) {
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
