package rules

import (
	"cmp"
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

var documentUnknownKey = &lint.Rule{
	Name:  "document/unknown-key",
	Title: "The release does not know this key and silently drops it",
	Doc: `Mesos converts the JSON of a flag to a message with known fields and silently drops every other key, on every
level. A misspelt key, a key that only later or older releases have, and a key one level too high or too deep look as if
they worked.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 100},
    {"principal": "chronos", "qsp": 10}
  ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 100},
    {"principal": "chronos", "qps": 10}
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.DocumentOf(p, d)
		if j == nil || j.Taken() && resolved.WrongKind(p, j.JSON, d) != "" {
			return
		}
		for _, problem := range j.Problems {
			if problem.Cause == stout.UnknownKey && !resolved.IsCommentKey(problem.Key.String()) {
				j.Report(p, unknownKey(p, j, problem))
			}
		}
	},
}

func unknownKey(p *lint.Pass, j *resolved.Document, problem stout.Problem) lint.Diagnostic {
	key := problem.Key.String()
	found := lint.Diagnostic{Span: problem.Key.Span(), Effect: lint.Ignored, Subject: key}
	known := catalog.FieldIn(problem.Message.Name, key)
	switch {
	case len(known) == 0:
		found.Message = fmt.Sprintf("`%s` is not a field of %s: %s silently drops it", key, problem.Message.Name, j.Who())
		found.Help = "delete it, or write the key that was meant: " + resolved.AnyOf(slices.Collect(resolved.FieldNames(problem.Message)))
		meant := resolved.MeantField(p, problem.Message, key)
		if meant == "" {
			break
		}
		found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
		found.Help = fmt.Sprintf("write `%s`", meant)
		if resolved.PlaceOf(p, j.JSON, problem.Key.Span()).Has(meant) {
			found.Help = resolved.DeleteLookalike(meant)
		} else {
			start, end := problem.Key.Bounds()
			found.Fix = resolved.Rewrite(&j.Text, start, end, source.QuoteJSON(meant), lint.Unsafe,
				fmt.Sprintf("rename `%s` to `%s`, which takes effect", key, meant))
			if found.Fix != nil {
				found.Fix.ValidFrom = resolved.SinceOrAlways(j.Release, catalog.FieldIn(problem.Message.Name, meant).Contains)
			}
		}
	case resolved.GoneOn(known, j.Release):
		found.Release = resolved.FirstWithout(known, j.Release)
		found.Message = fmt.Sprintf("`%s` of %s was removed in %s: %s silently drops it",
			key, problem.Message.Name, found.Release, j.Who())
		found.Help = fmt.Sprintf("delete it once no daemon older than %s reads it", found.Release)
	default:
		found.Message = fmt.Sprintf("%s does not have `%s` of %s yet and silently drops it; it exists in %s",
			j.Who(), key, problem.Message.Name, known)
		found.Help = fmt.Sprintf("keep it for the upgrade to %s, and do not rely on it until then", resolved.FirstAfter(known, j.Release))
	}
	if len(known) > 0 {
		found.Notes = []string{fmt.Sprintf("`%s` exists in %s (%s)", key, known, evidenceOf(problem.Message.Name, known))}
	}
	return found
}

// evidenceOf returns where a message is declared on the last release that has something.
func evidenceOf(message string, known release.Ranges) string {
	last := known[len(known)-1].Last
	if last.IsZero() {
		last = catalog.Releases().Latest()
	}
	return catalog.MessageEvidence(message, last)
}

var documentWrongType = &lint.Rule{
	Name:  "document/wrong-type",
	Title: "A value has a type that its field does not accept",
	Doc: `The message of a JSON flag defines the type of each field. A single value or object in place of a list is accepted
on every release: it is a list of one. Any other mismatch is an error, and the daemon exits.

Releases differ. From 1.6 on, a string that holds a number or true or false is converted. From 0.27 on, null leaves a field
unset; before, it is an error. Up to 0.24.1, and in 0.25.0 and 0.26.0, an error below the top level is not reported: the
rest of that object, in alphabetical order of its keys, is silently dropped.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": "100"} ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 100} ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachDocumentProblem(p, d, wrongType, stout.WrongType, stout.BadNumber, stout.BadBool, stout.BadBase64, stout.WrongDocument,
			stout.NullValue, stout.AfterError)
	},
}

func wrongType(j *resolved.Document, problem stout.Problem) lint.Diagnostic {
	path := cmp.Or(problem.Path, j.Flag.Flag)
	found := lint.Diagnostic{Span: problem.Value.Span(), Subject: path}
	if problem.Cause == stout.WrongDocument {
		found.Span = resolved.FirstByte(problem.Value)
	}
	switch {
	case problem.Effect == stout.Fatal:
		found.Effect = lint.Fatal
		found.Message = fmt.Sprintf("`%s`: %s; %s", path, problem.Text, j.Refusal())
	case problem.Cause == stout.NullValue:
		found.Effect, found.Severity = lint.Ignored, lint.Info
		found.Message = fmt.Sprintf("`%s`: %s", path, problem.Text)
	default:
		found.Effect = lint.Ignored
		found.Message = fmt.Sprintf("`%s`: %s", path, problem.Text)
	}
	if converts := catalog.BehaviourNamed("proto-string-converts"); problem.Cause == stout.WrongType && problem.Field != nil &&
		problem.Value.Kind() == source.String && isScalar(problem.Field) && !converts.In.Contains(j.Release) {
		found.Help = "write it without the quotes"
		found.Notes = []string{fmt.Sprintf("a string is converted to a number or a boolean in %s", converts.In)}
	}
	return found
}

// isScalar reports whether a field holds a number or a boolean.
func isScalar(f *stout.Field) bool {
	switch f.Type {
	case stout.StringField, stout.BytesField, stout.EnumField, stout.MessageField, stout.MapField:
		return false
	}
	return true
}

var documentMissingField = &lint.Rule{
	Name:  "document/missing-field",
	Title: "A required field is missing",
	Doc: `Some fields of the message of a JSON flag are required. If one has no value, or null, the daemon exits with
"Missing required fields". Which fields are required differs between releases: DeviceAccess needed the path of a device
until 1.3, for example.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"qps": 100} ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 100} ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachDocumentProblem(p, d, func(j *resolved.Document, problem stout.Problem) lint.Diagnostic {
			found := missingField(j, problem)
			if key := misnamedField(problem); key.Kind() == source.String {
				found.Message += fmt.Sprintf("; `%s` looks like a misspelling of it", key)
				found.Help = fmt.Sprintf("rename `%s` to `%s`", key, problem.Missing[0])
			}
			return found
		}, stout.MissingRequired)
	},
}

func missingField(j *resolved.Document, problem stout.Problem) lint.Diagnostic {
	at := problem.Key.Span()
	if problem.Key.Kind() == source.NoValue {
		at = resolved.FirstByte(problem.Value)
	}
	names := "`" + strings.Join(problem.Missing, "`, `") + "`"
	return lint.Diagnostic{
		Span:    at,
		Effect:  lint.Fatal,
		Message: fmt.Sprintf("`%s` lacks %s, which is required; %s", cmp.Or(problem.Path, j.Flag.Flag), names, j.Refusal()),
		Subject: problem.Missing[0],
		Help:    "add " + names,
		Notes:   []string{"declared in " + catalog.MessageEvidence(problem.Message.Name, j.Release)},
	}
}

var documentUnknownEnum = &lint.Rule{
	Name:  "document/unknown-enum",
	Title: "A name is not one of those that the field accepts",
	Doc: `Fields such as "type" or "mode" take one of a few names, written exactly, in upper case. Up to 1.4 any other name
is an error and the daemon exits. From 1.5 on it is silently dropped unless the field is required, and the field then has
its default, which is usually the first name.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--default_container_info={"type": "mesos"}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--default_container_info={"type": "MESOS"}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachDocumentProblem(p, d, unknownEnum, stout.UnknownEnum)
	},
}

// notMeant is the first name of many enums of Mesos: what a reader takes for it that does not know the name it is given.
const notMeant = "UNKNOWN"

func unknownEnum(j *resolved.Document, problem stout.Problem) lint.Diagnostic {
	name := problem.Value.String()
	found := lint.Diagnostic{Span: problem.Value.Span(), Subject: name, Effect: lint.Fatal}
	becomes := j.Refusal()
	if problem.Effect == stout.Dropped {
		found.Effect = lint.Ignored
		becomes = fmt.Sprintf("%s silently drops it", j.Who())
		if fallback := catalog.FieldDefault(problem.Message.Name, problem.Field.Name, j.Release); fallback != "" && !problem.Field.Repeated {
			becomes += fmt.Sprintf(", so `%s` is %s", problem.Path, fallback)
		}
	}
	takes := strings.Join(slices.DeleteFunc(slices.Clone(problem.Field.Enum), func(name string) bool { return name == notMeant }), ", ")
	known := catalog.EnumIn(problem.Message.Name, problem.Field.Name, name)
	if len(known) > 0 {
		found.Message = fmt.Sprintf("`%s` does not accept %s on %s (it exists in %s); %s", problem.Path, name, j.Release, known, becomes)
		found.Help = "write one of " + takes
		return found
	}
	found.Message = fmt.Sprintf("`%s` accepts %s, not %s; %s", problem.Path, strings.Join(problem.Field.Enum, ", "), resolved.Shortened(name), becomes)
	const few = 8
	if len(problem.Field.Enum) > few {
		found.Message = fmt.Sprintf("`%s` does not accept %s; %s", problem.Path, resolved.Shortened(name), becomes)
		found.Help = "write one of " + takes
	}
	if meant := resolved.Nearest(name, slices.Values(problem.Field.Enum)); meant != "" {
		found.Help = "write " + meant
		start, end := problem.Value.Bounds()
		found.Fix = resolved.Rewrite(&j.Text, start, end, source.QuoteJSON(meant), lint.Unsafe,
			fmt.Sprintf("write %s, which takes effect", meant))
		if found.Fix != nil {
			found.Fix.ValidFrom = resolved.SinceOrAlways(j.Release, catalog.EnumIn(problem.Message.Name, problem.Field.Name, meant).Contains)
		}
	}
	return found
}
