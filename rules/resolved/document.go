package resolved

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

// Document is a JSON document as one release reads it.
type Document struct {
	*config.Document
	// Component is the daemon that reads it.
	Component config.Component
	// Release is the one that reads it, Flag what makes it do so.
	Release release.Release
	Flag    *catalog.DocumentFlag
	// Message is what it becomes, nil if any JSON of the flag's shape will do.
	Message *stout.Message
	// Text is the document's text and JSON the value in it, as the release parses it.
	Text source.Text
	JSON source.JSON
	// Syntax is set if the release cannot parse the text; what follows is then empty.
	Syntax *source.JSONError
	// Problems are the places where what is written is not what the release takes over.
	Problems []stout.Problem
	// Values are what it takes over; they mean nothing if a problem is fatal.
	Values *DocumentValue
}

// DocumentOf reads a document the way the target release does, once for all rules that look at it. It is nil if the
// target does not read it as JSON: a text, a flag it does not have. ACLs and credential files have rules of their own and
// are nil as well.
func DocumentOf(p *lint.Pass, d *config.Document) *Document {
	return DocumentOn(p, d, p.Upgrade.To)
}

// DocumentOn is DocumentOf for any release.
func DocumentOn(p *lint.Pass, d *config.Document, on release.Release) *Document {
	switch d.Kind {
	case config.ACLs, config.Credentials, config.Credential:
		return nil
	}
	if on.IsZero() {
		return nil
	}
	type documents struct{}
	return lint.MemoOf(p, documents{}, documentOn{d, on}, func() *Document {
		if IsOverridden(p, d, on) {
			return nil
		}
		return readDocument(d, on)
	})
}

// documentOn is a document as a release reads it.
type documentOn struct {
	document *config.Document
	release  release.Release
}

// IsOverridden reports whether the daemon never looks at a document, because another setting of the same flag wins.
func IsOverridden(p *lint.Pass, d *config.Document, on release.Release) bool {
	if d.Node == nil || d.Setting == nil {
		return false
	}
	r := On(p, d.Node, on)
	return r != nil && slices.ContainsFunc(r.Problems, func(f FlagProblem) bool {
		return f.Class == stout.Overridden && f.Setting == d.Setting
	})
}

func readDocument(d *config.Document, on release.Release) *Document {
	flag := flagOfDocument(d, on)
	if flag == nil {
		return nil
	}
	j := &Document{Document: d, Component: ReaderOf(d, on), Release: on, Flag: flag, Text: d.Text}
	if flag.Message != "" {
		if j.Message = catalog.Message(flag.Message, on); j.Message == nil {
			return nil
		}
	}
	dialect := catalog.Dialect(on)
	j.JSON, j.Syntax = stout.ParseJSON(&j.Text, dialect)
	if flag.Held == catalog.Text && !j.triedAsJSON() {
		return nil
	}
	if j.Syntax != nil {
		return j
	}
	var visit tree
	j.Values = visit.root(j.JSON)
	switch {
	case j.Message == nil:
		j.Problems = loose(j.JSON)
	case flag.Shape == catalog.ArrayShape:
		j.Problems = stout.ConvertArray(j.JSON, j.Message, dialect, &visit)
	default:
		j.Problems = stout.Convert(j.JSON, j.Message, dialect, &visit)
	}
	return j
}

// triedAsJSON reports whether a text that need not be JSON was meant to be: it is what the daemon reads as JSON, or it
// is broken JSON that is not text of the flag's own grammar either.
func (j *Document) triedAsJSON() bool {
	if j.Syntax == nil {
		return j.JSON.Kind() == source.Array
	}
	return j.Syntax.Aborts || StartsLikeJSON(j.Text.String()) && !isResourceText(j.Text.String())
}

// StartsLikeJSON reports whether a text begins the way a JSON object or list does.
func StartsLikeJSON(text string) bool {
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

// flagOfDocument returns the flag that makes a release read a document, nil if it has none that does.
func flagOfDocument(d *config.Document, on release.Release) *catalog.DocumentFlag {
	var name string
	if d.Setting != nil {
		name = FlagOfSetting(d.Setting)
	}
	reader := ReaderOf(d, on)
	for _, f := range catalog.DocumentFlags() {
		if f.Kind == d.Kind && f.Shape != catalog.NoShape && f.In.Contains(on) && (name == "" || name == f.Flag) &&
			(reader == config.AnyComponent || reader == f.Component) {
			return f
		}
	}
	return nil
}

// ReaderOf returns the daemon that reads a document on a release. For a file that nothing refers to, the component is a
// guess from its path, and it counts only if that daemon has a flag for such files: a list of credentials called
// "slave-secrets" is for the master where agents take no list.
func ReaderOf(d *config.Document, on release.Release) config.Component {
	if d.Setting == nil && d.Parameter == nil && len(catalog.FlagsThatRead(d.Component, d.Kind, on)) == 0 {
		return config.AnyComponent
	}
	return d.Component
}

// FlagOfSetting returns the name of the flag that a setting gives, as Mesos looks it up.
func FlagOfSetting(s *config.Setting) string {
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
			Text: "a JSON object is expected, not " + KindWithArticle(v.Kind())}}
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

// TakenDocument returns a document of a kind that the target takes over, nil for any other.
func TakenDocument(p *lint.Pass, d *config.Document, kind config.Kind) *Document {
	if d.Kind != kind {
		return nil
	}
	if j := DocumentOf(p, d); j.Taken() {
		return j
	}
	return nil
}

// Taken reports whether the release takes the document over, so that its values can be judged.
func (j *Document) Taken() bool {
	if j == nil || j.Syntax != nil {
		return false
	}
	for _, problem := range j.Problems {
		if problem.Effect == stout.Fatal {
			return false
		}
	}
	return true
}

// Who names the daemon that reads the document: "the 1.3.2 agent", "Mesos 1.3.2" if either may.
func (j *Document) Who() string {
	if j.Component == config.AnyComponent {
		return "Mesos " + j.Release.String()
	}
	return "the " + j.Release.String() + " " + j.Component.String()
}

// Refusal says what the daemon does because of an error in the document.
func (j *Document) Refusal() string {
	switch j.Flag.Refused {
	case catalog.Skipped:
		return j.Who() + " logs an error and continues without this file"
	case catalog.FailsTasks:
		return "tasks that " + j.Who() + " starts with it fail"
	case catalog.StopsLater:
		return j.Who() + " exits as soon as it has registered"
	}
	return j.Who() + " will not start"
}

// Start returns the span of the document's first bracket, for what is about the document as a whole.
func (j *Document) Start() source.Span { return FirstByte(j.JSON) }

// FirstByte returns the span of a value's first byte: the bracket of an object or a list.
func FirstByte(v source.JSON) source.Span {
	start, _ := v.Bounds()
	return v.Text().Span(start, start+1)
}

// Report adds a finding and fills in what every finding of a document has in common. What is fatal for a document that
// the daemon can do without is not fatal for the daemon.
func (j *Document) Report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = j.Component
	if d.Effect == lint.Fatal && j.Flag.Refused != catalog.StopsStart {
		d.Effect, d.Severity = lint.Changed, lint.Error
	}
	if lacksDeletion(&d) && PlaceOf(p, j.JSON, d.Span).Begins() { // of a value more than that may be meant
		CarryDeletion(p, j.JSON, d.Span, &d)
	}
	p.Report(hedgeUnrendered(j.Document, d))
}

// EachMember yields the members of an object in the order they are written, duplicates included.
func EachMember(object source.JSON) iter.Seq2[source.JSON, source.JSON] {
	return func(yield func(key, value source.JSON) bool) {
		object.ForEach(yield)
	}
}

// Rewrite returns the fix that makes the bytes [start, end) of a text read as s; nil if no edit can.
func Rewrite(text *source.Text, start, end int, s string, how lint.Applicability, message string) *lint.Fix {
	span, written, ok := text.Edit(start, end, s)
	if !ok {
		return nil
	}
	return &lint.Fix{Applicability: how, Message: message, Edits: []lint.Edit{{Span: span, Text: written}}}
}

// EachDocumentProblem reports what a release does not take over of a document for one of some causes, as finding has it.
func EachDocumentProblem(p *lint.Pass, d *config.Document, finding func(*Document, stout.Problem) lint.Diagnostic, causes ...stout.Cause) {
	j := DocumentOf(p, d)
	if j == nil {
		return
	}
	for _, problem := range j.Problems {
		if slices.Contains(causes, problem.Cause) {
			j.Report(p, finding(j, problem))
		}
	}
}

// IsCommentKey reports whether a key is one that people write where they would like to write a comment.
func IsCommentKey(key string) bool {
	return key == "" || strings.ContainsAny(key[:1], "_/#$") || strings.EqualFold(key, "comment")
}

// FieldNames yields the fields of a message.
func FieldNames(m *stout.Message) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range m.Fields {
			if !yield(m.Fields[i].Name) {
				return
			}
		}
	}
}

// MeantField returns the field of a message that a misspelt key most likely stands for, "" if none is near enough.
func MeantField(p *lint.Pass, m *stout.Message, key string) string {
	type fieldsOf struct{ *stout.Message }
	return Meant(p, fieldsOf{m}, key, FieldNames(m))
}

// HasKey reports whether an object has a member of a name.
func HasKey(object source.JSON, key string) bool {
	_, found := object.Get(key)
	return found
}

// DocumentOfFlag returns the document that a flag of a node carries or refers to, nil if there is none.
func DocumentOfFlag(p *lint.Pass, r *Daemon, flag string) *Document {
	v := r.Given[r.Canonical(flag)]
	if v == nil {
		return nil
	}
	for _, d := range p.Config().Documents {
		if d.Component == r.Node.Component && IsOf(d, v.Setting) {
			return DocumentOn(p, d, r.Release)
		}
	}
	return nil
}

// IsOf reports whether a setting refers to a document or carries it. A file that several settings refer to is one
// document, which knows only the first of them.
func IsOf(d *config.Document, s *config.Setting) bool {
	switch {
	case d.Setting == s:
		return true
	case d.Setting == nil || s.Reference == nil || d.Setting.Reference == nil:
		return false
	}
	return d.Setting.Reference.Path == s.Reference.Path && d.Setting.Reference.Source == s.Reference.Source &&
		FlagOfSetting(d.Setting) == FlagOfSetting(s)
}
