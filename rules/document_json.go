package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var documentInvalidJSON = &lint.Rule{
	Name:  "document/invalid-json",
	Title: "The value of a flag is not JSON that the release reads",
	Doc: `Flags such as --modules, --rate_limits, --firewall_rules or --domain take JSON, and the daemon exits when it cannot
parse it. The parser in Mesos is strict about what people like to write by hand: no comments, no comma after the last
element, no byte order mark, no single quotes, no line breaks inside strings. It is lax about others: 012 and 5. are
numbers.

Text after the closing bracket is ignored up to 0.25 and refused from 0.26 on. Every file in the directory of
--modules_dir is parsed, whatever it is called, so a README there stops the daemon.

--resources is tried as JSON first and read as plain text when that fails, so that broken JSON ends in an error about
text.

A file in --resource_provider_config_dir that is no JSON is skipped with an error in the log, and one in
--csi_plugin_config_dir ends the agent when it has registered with a master.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Advice},
	Fixable: true,
	Document: func(p *lint.Pass, d *config.Document) {
		j := documentJSON(p, d)
		if j == nil || j.syntax == nil {
			return
		}
		end := min(j.syntax.Offset+1, j.text.Len())
		found := lint.Diagnostic{
			Span:    j.text.Span(min(j.syntax.Offset, end), end),
			Effect:  lint.Fatal,
			Message: fmt.Sprintf("not valid JSON: %s; %s", j.syntax.Problem, j.refusal()),
			Subject: j.flag.Flag,
			Fix:     syntaxFix(j.text, j.syntax, catalog.Dialect(j.release)),
		}
		if j.flag.Held == catalog.Directory {
			found.Help = "every file of this directory is read as JSON, whatever it is called; move what is none elsewhere"
		}
		if j.syntax.Line > 0 {
			found.Notes = append(found.Notes, fmt.Sprintf("the daemon says \"syntax error at line %d\"", j.syntax.Line))
		}
		if j.flag.Held == catalog.Text {
			found.Notes = append(found.Notes, fmt.Sprintf("the daemon then reads --%s as plain text, and its error is about that", j.flag.Flag))
		}
		if d.Parameter == nil && (j.flag.Held == catalog.Contents && !byBarePath(d) || j.flag.Held == catalog.Directory && d.Kind == config.Modules) {
			takenForAPath(&found, j.text, j.who())
		}
		j.report(p, found)
	},
}

// byBarePath reports whether a document's flag names its file without file://. The parser of JSON flags reads that file
// itself, and what it holds is JSON and nothing else.
func byBarePath(d *config.Document) bool {
	return d.Setting != nil && !d.Inline && strings.HasPrefix(d.Setting.Value.String(), "/")
}

// takenForAPath says of a text that begins with a slash what becomes of it: the parser of JSON flags takes it for the path
// of the file that holds the JSON, even where it was read from the file behind file://.
func takenForAPath(found *lint.Diagnostic, text source.Text, who string) {
	if !strings.HasPrefix(text.String(), "/") {
		return
	}
	found.Notes = []string{"the daemon takes a text that begins with a slash for the path of a file, and its error is about that file"}
	if strings.ContainsAny(text.String(), " \t\r\n\x00{}[]\"") {
		return // no file is called so: there it is JSON behind a comment
	}
	found.Effect, found.Severity, found.Fix, found.Notes = lint.Advice, lint.Warning, nil, nil
	found.Message = fmt.Sprintf("this is no JSON but a path: %s reads the file at that path in its place, which was not checked", who)
	found.Help = "check that file, or give it directly"
}

// syntaxFix takes out of a text what makes it no JSON, where that is nothing but a mark or a comma and the rest is good;
// nil elsewhere. The daemon did not start before, so the fix changes nothing that worked.
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
	mended := source.WholeText(source.New("", "", []byte(data[:start]+data[end:])))
	if _, err := stout.ParseJSON(&mended, dialect); err != nil {
		return nil
	}
	return rewrite(&text, start, end, "", lint.Safe, message)
}

const byteOrderMark = "\ufeff"

var documentDuplicateKey = &lint.Rule{
	Name:  "document/duplicate-key",
	Title: "A key is given twice, and only the last one counts",
	Doc: `Mesos keeps the last value of a repeated key, whole, and drops the others without a word. Nothing is joined: of two
lists under the same key the first one is gone.`,
	Effects: []lint.Effect{lint.Ignored},
	Document: func(p *lint.Pass, d *config.Document) {
		eachDocumentProblem(p, d, duplicateKey, stout.DuplicateKey)
	},
}

func duplicateKey(j *jsonDocument, problem stout.Problem) lint.Diagnostic {
	return lint.Diagnostic{
		Span:    problem.Key.Span(),
		Effect:  lint.Ignored,
		Message: fmt.Sprintf("%s is lost: the same key comes again in this object, and %s keeps the last one", lost(problem), j.who()),
		Subject: problem.Key.String(),
		Related: []lint.Related{{Span: problem.Other.Span(), Message: "this one counts"}},
		Help:    "join the two values under one key, or delete the one that is not meant",
	}
}

// lost names the value that a duplicate key loses.
func lost(problem stout.Problem) string {
	if value := shown(problem.Value); value != "" {
		return fmt.Sprintf("the value %s of `%s`", value, problem.Key)
	}
	return fmt.Sprintf("this value of `%s`", problem.Key)
}
