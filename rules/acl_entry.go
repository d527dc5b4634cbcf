package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclMissingField = &lint.Rule{
	Name:  "acl/missing-field",
	Title: "An entry lacks its subject or its object",
	Doc: `Every entry needs both its principals and its object, by the name the release gives them. A single entry that lacks one
makes the whole flag fail to load, and the daemon exits.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "0.28",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "reserve_resources": [
    { "principals": { "values": ["marathon"] }, "resources": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "resources": { "type": "ANY" } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "reserve_resources": [
    { "principals": { "values": ["marathon"] }, "roles": { "type": "ANY" } },
    { "principals": { "type": "NONE" }, "roles": { "type": "ANY" } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachACLProblem(p, d, func(a *resolved.ACLs, problem stout.Problem) {
			if problem.Cause != stout.MissingRequired {
				return
			}
			found := lint.Diagnostic{
				Span:   problem.Value.Span(),
				Effect: lint.Fatal,
				Message: fmt.Sprintf("%s lacks %s, which %s requires: it will not start",
					problem.Path, resolved.QuotedList(problem.Missing), resolved.Who(d.Component, a.Release)),
				Subject: problem.Path,
				Help:    fmt.Sprintf("add %s", resolved.QuotedList(problem.Missing)),
			}
			if key := misnamedField(problem); key.Kind() == source.String {
				found.Message += fmt.Sprintf("; `%s` looks like a misspelling of it", key)
				found.Help = fmt.Sprintf("rename `%s` to `%s`", key, problem.Missing[0])
				found.Related = []lint.Related{{Span: key.Span(), Message: "silently ignored"}}
			}
			objectField(p, a, problem, &found)
			a.Report(p, found)
		})
	},
}

// misnamedField returns the unknown key of an entry that most likely stands for its one missing field.
func misnamedField(problem stout.Problem) source.JSON {
	var found source.JSON
	if len(problem.Missing) != 1 {
		return found
	}
	for _, m := range resolved.Members(problem.Value) {
		if problem.Message.Field(m.Key.String()) == nil && resolved.Nearest(m.Key.String(), slices.Values(problem.Missing)) != "" {
			found = m.Key
		}
	}
	return found
}

var aclUnknownField = &lint.Rule{
	Name:  "acl/unknown-field",
	Title: "A key inside an entry that the release does not know",
	Doc: `Inside an entry Mesos looks at the principals and the object, and inside these at "type" and "values". Any other key is
silently ignored; a "value" for "values" leaves a list of nobody, which no request matches.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "value": ["web"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "values": ["web"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		var mistakes []mistake
		resolved.EachACLProblem(p, d, func(a *resolved.ACLs, problem stout.Problem) {
			if problem.Cause != stout.UnknownKey || resolved.TopLevel(problem) || resolved.IsCommentKey(problem.Key.String()) {
				return
			}
			key := problem.Key.String()
			m := mistake{}
			found := &m.found
			*found = lint.Diagnostic{
				Span:    problem.Key.Span(),
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("%s silently ignores `%s`", resolved.Who(d.Component, a.Release), key),
				Subject: key,
				Help:    fmt.Sprintf("delete it; known here are %s", resolved.Listed(resolved.FieldNames(problem.Message))),
			}
			if now := nameNow(p, a, problem); now != "" {
				found.Help = fmt.Sprintf("write `%s` instead of `%s`", now, key) // as acl/missing-field says, which has the fix
				if readsObject(p.Upgrade.From, problem) {
					found.Help += "; not before the upgrade"
				}
			} else if meant := resolved.MeantField(p, problem.Message, key); meant != "" {
				found.Help = resolved.DeleteLookalike(meant)
				if !resolved.PlaceOf(p, a.JSON, problem.Key.Span()).Has(meant) {
					found.Severity = lint.Error
					found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
					found.Help = fmt.Sprintf("write `%s`", meant)
					m.list, _, _ = strings.Cut(problem.Path, "[")
					m.message = fmt.Sprintf("rename `%s` to `%s`, which is then read", key, meant)
					m.changes = []resolved.Change{resolved.RenameKey(problem.Key, meant)}
				}
			}
			resolved.CarryDeletion(p, a.JSON, found.Span, found)
			mistakes = append(mistakes, m)
		})
		reportACLMistakes(p, d, mistakes, "rename %d misspelt keys to what they look like, which is then read")
	},
}

// nameNow returns what the release calls the object of a list if an unknown key is what others call it; "" if it is not, or the
// entry has both.
func nameNow(p *lint.Pass, a *resolved.ACLs, problem stout.Problem) string {
	list, _, _ := strings.Cut(problem.Path, "[")
	action := catalog.Actions().Action(list)
	if action == nil || !slices.ContainsFunc(action.Objects, func(o catalog.ObjectField) bool { return o.Name == problem.Key.String() }) {
		return ""
	}
	now := action.Object(a.Release)
	if now != "" && resolved.PlaceOf(p, a.JSON, problem.Key.Span()).Has(now) {
		return ""
	}
	return now
}

// readsObject reports whether a release, if it is known, reads an unknown key of the target as the object of its list.
func readsObject(on release.Release, problem stout.Problem) bool {
	list, _, _ := strings.Cut(problem.Path, "[")
	return !on.IsZero() && catalog.Actions().Action(list).Object(on) == problem.Key.String()
}

var aclWrongType = &lint.Rule{
	Name:  "acl/wrong-type",
	Title: "A value of a JSON type that the field does not take",
	Doc: `"values" holds strings, "permissive" is a boolean, an entity is an object. From 1.6 on, a string that holds a boolean
is taken for one; before, it stops the daemon. Up to 0.25 some wrong values were silently ignored, which opens or
closes what the entry was meant to decide.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": ["web"] }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "values": ["web"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachACLProblem(p, d, func(a *resolved.ACLs, problem stout.Problem) {
			switch problem.Cause {
			case stout.WrongType, stout.BadNumber, stout.BadBool, stout.NullValue, stout.WrongDocument:
			default:
				return
			}
			found := lint.Diagnostic{Span: problem.Value.Span(), Effect: lint.Fatal, Subject: problem.Path,
				Message: fmt.Sprintf("%s: %s will not start", problem.Text, resolved.Who(d.Component, a.Release))}
			if problem.Cause == stout.NullValue {
				found.Help = "delete it, or write a value"
			}
			if problem.Effect != stout.Fatal {
				found.Effect, found.Severity = lint.Ignored, lint.Error
				found.Message = fmt.Sprintf("%s: %s silently ignores it", problem.Text, resolved.Who(d.Component, a.Release))
			}
			if problem.Cause == stout.NullValue && problem.Effect != stout.Fatal {
				found.Severity = lint.Warning
			}
			a.Report(p, found)
		})
	},
}

var aclUnknownType = &lint.Rule{
	Name:  "acl/unknown-type",
	Title: "A type that is not SOME, ANY or NONE",
	Doc: `The names are upper case. Depending on the release, an unknown one stops the daemon or is silently ignored. Then
the entity is SOME, and without "values" no request ever matches it: what the entry was meant to deny is not denied.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "type": "any" }, "users": { "values": ["web"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "run_tasks": [
    { "principals": { "type": "ANY" }, "users": { "values": ["web"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		var mistakes []mistake
		resolved.EachACLProblem(p, d, func(a *resolved.ACLs, problem stout.Problem) {
			if problem.Cause != stout.UnknownEnum {
				return
			}
			written := problem.Value.String()
			m := mistake{}
			found := &m.found
			*found = lint.Diagnostic{
				Span:    problem.Value.Span(),
				Effect:  lint.Fatal,
				Subject: problem.Path,
				Message: fmt.Sprintf("type `%s` is not %s: %s will not start", written, resolved.AnyOf(problem.Field.Enum), resolved.Who(d.Component, a.Release)),
				Help:    fmt.Sprintf("write %s", resolved.AnyOf(problem.Field.Enum)),
			}
			if problem.Effect != stout.Fatal {
				found.Effect, found.Severity = lint.Changed, lint.Error
				found.Message = fmt.Sprintf("type `%s` is not %s: %s silently ignores it and takes the entity for SOME",
					written, resolved.AnyOf(problem.Field.Enum), resolved.Who(d.Component, a.Release))
			}
			if meant := strings.ToUpper(strings.TrimSpace(written)); slices.Contains(problem.Field.Enum, meant) {
				found.Help = fmt.Sprintf("write `%s`", meant)
				m.list, _, _ = strings.Cut(problem.Path, "[")
				m.message = fmt.Sprintf("write the type `%s`, which the entry then has", meant)
				m.changes = []resolved.Change{resolved.Replace(problem.Value, source.QuoteJSON(meant))}
			}
			mistakes = append(mistakes, m)
		})
		reportACLMistakes(p, d, mistakes, "write %d types in upper case, which the entries then have")
	},
}

// reportACLMistakes reports mistakes inside the entries of an ACL document with their fixes, which take effect.
func reportACLMistakes(p *lint.Pass, d *config.Document, mistakes []mistake, together string) {
	if len(mistakes) == 0 {
		return
	}
	a := resolved.ACLsOn(p, d, p.Upgrade.To)
	fixMistakes(&a.Text, 1, mistakes, together, func(lists []string, message string, changes []resolved.Change) *lint.Fix {
		return effectiveFix(p, a, lists, message, changes...)
	})
	for _, m := range mistakes {
		a.Report(p, m.found)
	}
}
