package rules

import (
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// jsonDocument is a JSON document as one release reads it.
type jsonDocument struct {
	*config.Document
	// Component is the daemon that reads it.
	Component config.Component
	release   release.Release
	flag      *catalog.DocumentFlag
	// message is what it becomes, nil where any JSON of the flag's shape will do.
	message *stout.Message
	text    source.Text
	json    source.JSON
	// syntax is set where the release cannot parse the text; what follows is then empty.
	syntax *source.JSONError
	// problems are the places where what is written is not what the release takes over.
	problems []stout.Problem
	// values are what it takes over; they mean nothing where a problem is fatal.
	values *arrived
}

// documentJSON reads a document the way the target release does, once for all rules that look at it. It is nil where the
// target does not read it as JSON: a text, a flag it does not have. ACLs and credential files have rules of their own and
// are nil as well.
func documentJSON(p *lint.Pass, d *config.Document) *jsonDocument {
	return documentJSONOn(p, d, p.Upgrade.To)
}

// documentJSONOn is documentJSON for any release.
func documentJSONOn(p *lint.Pass, d *config.Document, on release.Release) *jsonDocument {
	switch d.Kind {
	case config.ACLs, config.Credentials, config.Credential:
		return nil
	}
	if on.IsZero() {
		return nil
	}
	type key struct {
		document *config.Document
		release  release.Release
	}
	return lint.Memo(p, key{d, on}, func() *jsonDocument {
		if isOverridden(p, d, on) {
			return nil
		}
		return readDocument(d, on)
	})
}

// isOverridden reports whether the daemon never looks at a document, because another setting of the same flag wins.
func isOverridden(p *lint.Pass, d *config.Document, on release.Release) bool {
	if d.Node == nil || d.Setting == nil {
		return false
	}
	r := resolvedOn(p, d.Node, on)
	return r != nil && slices.ContainsFunc(r.Problems, func(f FlagProblem) bool {
		return f.Class == stout.Overridden && f.Setting == d.Setting
	})
}

func readDocument(d *config.Document, on release.Release) *jsonDocument {
	flag := flagOfDocument(d, on)
	if flag == nil {
		return nil
	}
	j := &jsonDocument{Document: d, Component: readerOf(d, on), release: on, flag: flag, text: d.Text}
	if flag.Message != "" {
		if j.message = catalog.Message(flag.Message, on); j.message == nil {
			return nil
		}
	}
	dialect := catalog.Dialect(on)
	j.json, j.syntax = stout.ParseJSON(&j.text, dialect)
	if flag.Held == catalog.Text && !j.triedAsJSON() {
		return nil
	}
	if j.syntax != nil {
		return j
	}
	var visit tree
	j.values = visit.root(j.json)
	switch {
	case j.message == nil:
		j.problems = loose(j.json)
	case flag.Shape == catalog.ArrayShape:
		j.problems = stout.ConvertArray(j.json, j.message, dialect, &visit)
	default:
		j.problems = stout.Convert(j.json, j.message, dialect, &visit)
	}
	return j
}

// triedAsJSON reports whether a text that need not be JSON was meant to be: it is what the daemon reads as JSON, or it
// is broken JSON that is no text of the flag's own grammar either.
func (j *jsonDocument) triedAsJSON() bool {
	if j.syntax == nil {
		return j.json.Kind() == source.Array
	}
	return j.syntax.Aborts || startsLikeJSON(j.text.String()) && !isResourceText(j.text.String())
}

func startsLikeJSON(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	return strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{")
}

// isResourceText reports whether every part of a text has a name and a value, which is the first thing the text form of
// resources asks for.
func isResourceText(text string) bool {
	for resource := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' }) {
		if len(strings.FieldsFunc(resource, func(r rune) bool { return r == ':' })) != 2 {
			return false
		}
	}
	return true
}

// flagOfDocument returns the flag that makes a release read a document, nil where it has none that does.
func flagOfDocument(d *config.Document, on release.Release) *catalog.DocumentFlag {
	var name string
	if d.Setting != nil {
		name = flagOfSetting(d.Setting)
	}
	reader := readerOf(d, on)
	for _, f := range catalog.DocumentFlags() {
		if f.Kind == d.Kind && f.Shape != catalog.NoShape && f.In.Contains(on) && (name == "" || name == f.Flag) &&
			(reader == config.AnyComponent || reader == f.Component) {
			return f
		}
	}
	return nil
}

// readerOf returns the daemon that reads a document on a release. For a file that nothing refers to, the component is a
// guess from its path, and it counts only where that daemon has a flag for such files: a list of credentials called
// "slave-secrets" is for the master where agents take no list.
func readerOf(d *config.Document, on release.Release) config.Component {
	if d.Setting == nil && d.Parameter == nil && len(catalog.FlagsThatRead(d.Component, d.Kind, on)) == 0 {
		return config.AnyComponent
	}
	return d.Component
}

// flagOfSetting returns the name of the flag that a setting gives, as Mesos looks it up.
func flagOfSetting(s *config.Setting) string {
	name := s.Name
	if !s.Way.OnCommandLine() {
		name = strings.TrimPrefix(name, catalog.FlagPrefix)
	}
	return strings.ToLower(name)
}

// loose returns the problems of JSON that only has to be an object.
func loose(v source.JSON) []stout.Problem {
	if v.Kind() != source.Object {
		return []stout.Problem{{Effect: stout.Fatal, Cause: stout.WrongDocument, Value: v,
			Text: "a JSON object is expected, not " + aKind(v.Kind())}}
	}
	var problems []stout.Problem
	var walk func(v source.JSON, path string)
	walk = func(v source.JSON, path string) {
		last := map[string]source.JSON{}
		v.ForEach(func(key, value source.JSON) bool {
			if v.Kind() == source.Object {
				last[key.String()] = key
			}
			return true
		})
		v.ForEach(func(key, value source.JSON) bool {
			if v.Kind() != source.Object {
				walk(value, path)
				return true
			}
			name := strings.TrimPrefix(path+"."+key.String(), ".")
			if kept := last[key.String()]; kept != key {
				problems = append(problems, stout.Problem{Effect: stout.Dropped, Cause: stout.DuplicateKey, Path: name,
					Key: key, Value: value, Other: kept})
				return true
			}
			walk(value, name)
			return true
		})
	}
	walk(v, "")
	return problems
}

func aKind(k source.Kind) string {
	switch k {
	case source.Null:
		return "null"
	case source.Array, source.Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// takenDocument returns a document of a kind that the target takes over, nil for any other.
func takenDocument(p *lint.Pass, d *config.Document, kind config.Kind) *jsonDocument {
	if d.Kind != kind {
		return nil
	}
	if j := documentJSON(p, d); j.taken() {
		return j
	}
	return nil
}

// taken reports whether the release takes the document over, so that its values can be judged.
func (j *jsonDocument) taken() bool {
	if j == nil || j.syntax != nil {
		return false
	}
	for _, problem := range j.problems {
		if problem.Effect == stout.Fatal {
			return false
		}
	}
	return true
}

// who names the daemon that reads the document: "the 1.3.2 agent", "Mesos 1.3.2" where either may.
func (j *jsonDocument) who() string {
	if j.Component == config.AnyComponent {
		return "Mesos " + j.release.String()
	}
	return "the " + j.release.String() + " " + j.Component.String()
}

// refusal says what the daemon does because of an error in the document.
func (j *jsonDocument) refusal() string {
	switch j.flag.Refused {
	case catalog.Skipped:
		return j.who() + " logs an error and goes on without this file"
	case catalog.StopsLater:
		return j.who() + " exits as soon as it has registered"
	}
	return j.who() + " will not start"
}

// start returns the span of the document's first bracket, for what is about the document as a whole.
func (j *jsonDocument) start() source.Span { return firstByte(j.json) }

// firstByte returns the span of a value's first byte: the bracket of an object or a list.
func firstByte(v source.JSON) source.Span {
	start, _ := v.Bounds()
	return v.Text().Span(start, start+1)
}

// report adds a finding and fills in what every finding of a document has in common. What is fatal for a document that
// the daemon can do without is not fatal for the daemon.
func (j *jsonDocument) report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = j.Component
	if d.Effect == lint.Fatal && j.flag.Refused != catalog.StopsStart {
		d.Effect, d.Severity = lint.Changed, lint.Error
	}
	p.Report(d)
}

// eachMember yields the members of an object in the order they are written, duplicates included.
func eachMember(object source.JSON) iter.Seq2[source.JSON, source.JSON] {
	return func(yield func(key, value source.JSON) bool) {
		object.ForEach(yield)
	}
}

// readAt is the note that says where a fact was read.
func readAt(evidence ...string) []string { return []string{"see " + strings.Join(evidence, ", ")} }

// rewrite returns the fix that makes the bytes [start, end) of a text read as s; nil where no edit can.
func rewrite(text *source.Text, start, end int, s string, how lint.Applicability, message string) *lint.Fix {
	span, written, ok := text.Edit(start, end, s)
	if !ok {
		return nil
	}
	return &lint.Fix{Applicability: how, Message: message, Edits: []lint.Edit{{Span: span, Text: written}}}
}

// shown returns a value as a message may quote it, in back quotes; "" where it is long, or holds anything secret.
func shown(v source.JSON) string {
	span := v.Span()
	const longest = 40
	if k := v.Kind(); k == source.Object || k == source.Array || len(v.Raw()) > longest || span.Source == nil {
		return ""
	}
	if len(source.Within(span.Source.Secrets(), span.Start, span.End)) > 0 {
		return ""
	}
	return "`" + v.Raw() + "`"
}

// arrived is a value that a release takes over from a document, with those of its fields.
type arrived struct {
	field  *stout.Field // nil for the document itself, and for an element of a list of messages
	value  source.JSON
	fields []*arrived
}

// all returns the values of a field, in the order they count.
func (a *arrived) all(name string) []*arrived {
	if a == nil {
		return nil
	}
	var out []*arrived
	for _, f := range a.fields {
		if f.field != nil && f.field.Name == name {
			out = append(out, f)
		}
	}
	return out
}

// get returns the value of a field that takes one, nil where it has none. A nil value has no fields.
func (a *arrived) get(name string) *arrived {
	if all := a.all(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// text returns the string of a value, "" for nil.
func (a *arrived) text() string {
	if a == nil {
		return ""
	}
	return a.value.String()
}

// tree makes arrived values of what a conversion tells it.
type tree struct{ open []*arrived }

func (t *tree) root(v source.JSON) *arrived {
	root := &arrived{value: v}
	t.open = []*arrived{root}
	return root
}

func (t *tree) add(f *stout.Field, v source.JSON) *arrived {
	a := &arrived{field: f, value: v}
	top := t.open[len(t.open)-1]
	top.fields = append(top.fields, a)
	return a
}

// Enter implements stout.Visitor.
func (t *tree) Enter(f *stout.Field, v source.JSON) { t.open = append(t.open, t.add(f, v)) }

// Leave implements stout.Visitor.
func (t *tree) Leave(*stout.Field, source.JSON) { t.open = t.open[:len(t.open)-1] }

// Scalar implements stout.Visitor.
func (t *tree) Scalar(f *stout.Field, v source.JSON) { t.add(f, v) }
