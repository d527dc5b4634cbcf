package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclInvalidJSON = &lint.Rule{
	Name:  "acl/invalid-json",
	Title: "The ACLs are not JSON that the release reads",
	Doc: `The daemon parses --acls before it does anything else and exits when it cannot. Its parser takes no comments, no
comma after the last element, no byte order mark and no single quotes. Text after the closing brace is ignored up to
0.25 and refused from 0.26 on.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "values": ["root"] } },
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "run_tasks": [
    { "principals": { "values": ["marathon"] }, "users": { "values": ["root"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if a == nil || a.Syntax == nil {
			return
		}
		end := min(a.Syntax.Offset+1, d.Text.Len())
		found := lint.Diagnostic{
			Span:    d.Text.Span(min(a.Syntax.Offset, end), end),
			Effect:  lint.Fatal,
			Message: fmt.Sprintf("not valid JSON: %s; %s will not start", a.Syntax.Problem, resolved.Who(d.Component, a.Release)),
			Subject: "acls",
		}
		if fix := syntaxFix(d.Text, a.Syntax, catalog.Dialect(a.Release)); fix != nil {
			found.Help = fix.Message // by hand: the lists of the file take effect then
		}
		if resolved.IsMarkup(d.Text.String()) {
			found.Message = fmt.Sprintf("not valid JSON: %s; %s will not start", resolved.MarkupProblem, resolved.Who(d.Component, a.Release))
			found.Help = pageHelp
		}
		if d.Parameter == nil && !resolved.ByBarePath(d) {
			resolved.TakenForAPath(&found, d.Text, resolved.Who(d.Component, a.Release))
		}
		a.Report(p, found)
	},
}

var aclDuplicateKey = &lint.Rule{
	Name:  "acl/duplicate-key",
	Title: "A key is given twice, and only the last one takes effect",
	Doc: `JSON parsers differ on repeated keys; the one in Mesos keeps the last value whole and silently
ignores the others. Two lists under the same action are not joined: the entries of the first are lost.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } }
  ],
  "register_frameworks": [
    { "principals": { "values": ["chronos"] }, "roles": { "values": ["batch"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "permissive": false,
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } },
    { "principals": { "values": ["chronos"] }, "roles": { "values": ["batch"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if a == nil {
			return
		}
		for _, problem := range a.Problems {
			if problem.Cause != stout.DuplicateKey {
				continue
			}
			a.Report(p, lint.Diagnostic{
				Span:     problem.Key.Span(),
				Effect:   lint.Ignored,
				Severity: lint.Error,
				Message:  fmt.Sprintf("this `%s` is silently ignored: the same key comes again below, and the last one takes effect", problem.Key),
				Subject:  problem.Key.String(),
				Related:  []lint.Related{{Span: problem.Other.Span(), Message: "this one takes effect"}},
				Help:     "join the two values into one key, or delete the one that is not meant",
			})
		}
	},
}
