package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var documentInvalidJSON = &lint.Rule{
	Name:  "document/invalid-json",
	Title: "The value of a flag is not JSON that the release reads",
	Doc: `Flags such as --modules, --rate_limits, --firewall_rules or --domain take JSON, and the daemon exits when it cannot
parse it. The parser in Mesos rejects what is often written by hand: comments, a comma after the last element, a byte order
mark, single quotes, line breaks inside strings. It accepts other errors: 012 and 5. are numbers.

Text after the closing bracket is ignored up to 0.25 and refused from 0.26 on. Every file in the directory of --modules_dir
is parsed, whatever its name is, so that a README there stops the daemon.

--resources is tried as JSON first and read as plain text if that fails, so that broken JSON causes an error about plain
text.

A file in --resource_provider_config_dir that is not JSON is skipped with an error in the log, and one in
--csi_plugin_config_dir makes the agent exit as soon as it has registered with a master.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--firewall_rules={"disabled_endpoints": {"paths": ["/flags"],}}
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--firewall_rules={"disabled_endpoints": {"paths": ["/flags"]}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.DocumentOf(p, d)
		if j == nil || j.Syntax == nil {
			return
		}
		end := min(j.Syntax.Offset+1, j.Text.Len())
		found := lint.Diagnostic{
			Span:    j.Text.Span(min(j.Syntax.Offset, end), end),
			Effect:  lint.Fatal,
			Message: fmt.Sprintf("not valid JSON: %s; %s", j.Syntax.Problem, j.Refusal()),
			Subject: j.Flag.Flag,
			Fix:     syntaxFix(j.Text, j.Syntax, catalog.Dialect(j.Release)),
		}
		if found.Fix != nil {
			found.Help = found.Fix.Message
		}
		if resolved.IsMarkup(j.Text.String()) {
			found.Message = fmt.Sprintf("not valid JSON: %s; %s", resolved.MarkupProblem, j.Refusal())
			found.Help = pageHelp
		}
		if j.Flag.Held == catalog.Directory {
			found.Help = "every file of this directory is read as JSON, whatever its name is; move files that are not JSON to another directory"
		}
		if j.Syntax.Line > 0 {
			found.Notes = append(found.Notes, fmt.Sprintf("the daemon logs \"syntax error at line %d\"", j.Syntax.Line))
		}
		if j.Flag.Held == catalog.Text {
			found.Notes = append(found.Notes, fmt.Sprintf("the daemon then reads --%s as plain text, and its error message is about plain text", j.Flag.Flag))
		}
		if d.Parameter == nil && (j.Flag.Held == catalog.Contents && !resolved.ByBarePath(d) || j.Flag.Held == catalog.Directory && d.Kind == config.Modules) {
			resolved.TakenForAPath(&found, j.Text, j.Who())
		}
		j.Report(p, found)
	},
}

// syntaxFix takes out of a text what makes it no JSON, if that is nothing but a mark or a comma and the rest is good;
// nil otherwise. The daemon did not start before, so the fix changes nothing that worked.
func syntaxFix(text source.Text, syntax *source.JSONError, dialect stout.Dialect) *lint.Fix {
	data := text.String()
	var start, end int
	var message string
	switch rest := data[min(syntax.Offset, len(data)):]; {
	case strings.HasPrefix(rest, byteOrderMark):
		start, end = syntax.Offset, syntax.Offset+len(byteOrderMark)
		message = "delete the byte order mark"
	case strings.HasPrefix(rest, "}"), strings.HasPrefix(rest, "]"):
		before := strings.TrimRight(data[:syntax.Offset], " \t\r\n")
		if !strings.HasSuffix(before, ",") {
			return nil
		}
		start, end = len(before)-1, len(before)
		message = "delete the comma"
	default:
		return nil
	}
	repaired := source.WholeText(source.New("", "", []byte(data[:start]+data[end:])))
	if _, err := stout.ParseJSON(&repaired, dialect); err != nil {
		return nil
	}
	return resolved.Rewrite(&text, start, end, "", lint.Safe, message)
}

const byteOrderMark = "\ufeff"

var documentDuplicateKey = &lint.Rule{
	Name:  "document/duplicate-key",
	Title: "A key is given twice, and only the last one takes effect",
	Doc: `Mesos keeps the last value of a repeated key and silently drops the others. They are not merged: of two lists under
the same key, the first one is lost.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 100} ],
  "aggregate_default_qps": 5,
  "aggregate_default_qps": 50
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 100} ],
  "aggregate_default_qps": 50
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachDocumentProblem(p, d, duplicateKey, stout.DuplicateKey)
	},
}

func duplicateKey(j *resolved.Document, problem stout.Problem) lint.Diagnostic {
	return lint.Diagnostic{
		Span:    problem.Key.Span(),
		Effect:  lint.Ignored,
		Message: fmt.Sprintf("%s is lost: the key is repeated in this object, and %s keeps the last one", lost(problem), j.Who()),
		Subject: problem.Key.String(),
		Related: []lint.Related{{Span: problem.Other.Span(), Message: "this one takes effect"}},
		Help:    "merge the two values under one key, or delete the wrong one",
	}
}

// lost names the value that a duplicate key loses.
func lost(problem stout.Problem) string {
	if value := resolved.Shown(problem.Value); value != "" {
		return fmt.Sprintf("the value %s of `%s`", value, problem.Key)
	}
	return fmt.Sprintf("this value of `%s`", problem.Key)
}
