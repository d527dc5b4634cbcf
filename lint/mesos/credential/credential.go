// Package credential reads credential files the way each release does: JSON, text, or text that was meant to be JSON.
// How a release reads is Semantics and a stout.Dialect, which come from the catalogue.
package credential

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Form is what a flag wants its file to hold.
type Form uint8

// The forms.
const (
	List   Form = iota // any number of credentials: the master's --credentials, the agent's --http_credentials
	Single             // one credential: the agent's --credential
	Array              // a JSON array of credentials: a parameter of the HTTP authenticator's module
)

// holder is what holds the form.
func (f Form) holder() string {
	if f == Array {
		return "parameter"
	}
	return "file"
}

// Format is how a file was read.
type Format uint8

// The formats.
const (
	Text Format = iota // a principal and a secret a line
	JSON
)

// String returns "text" or "JSON".
func (f Format) String() string { return [...]string{"text", "JSON"}[f] }

// Semantics is how one release reads credential files.
type Semantics struct {
	// JSON is set if the file is tried as JSON first.
	JSON bool
	// Text is set if a file that is not taken as JSON is read as text, whatever was wrong with the JSON.
	Text bool
	// SharedReader is set if the single form is read as a list that must have one credential.
	SharedReader bool
	// Message is the release's message Credentials, with the message Credential as the type of its only field. It is
	// needed where JSON is set.
	Message *stout.Message
}

// File is a credential file as a release has read it.
type File struct {
	Format Format
	Form   Form
	// Credentials are those the release loads, in the order of the file, duplicates included.
	Credentials []Credential
	// MeantAsJSON is set if text begins like JSON: the release took it as text by accident.
	MeantAsJSON bool
}

// Credential is one principal with its secret.
type Credential struct {
	Principal string
	Secret    redact.Secret
	// HasSecret is false if a JSON credential has none; the secret is empty then.
	HasSecret bool
	// Span is the whole credential, PrincipalSpan and SecretSpan its parts; SecretSpan is zero if there is none.
	Span, PrincipalSpan, SecretSpan source.Span
}

// Find returns the credential that counts for a principal: the last one.
func (f *File) Find(principal string) (c Credential, found bool) {
	for i := len(f.Credentials) - 1; i >= 0; i-- {
		if f.Credentials[i].Principal == principal {
			return f.Credentials[i], true
		}
	}
	return Credential{}, false
}

// Effect is what a problem does to the release.
type Effect uint8

// The effects.
const (
	Fatal   Effect = iota + 1 // the daemon does not start
	Ignored                   // something written is silently left out
	Changed                   // something is loaded, but not what is meant
	Advice                    // it works, and is likely a mistake all the same
)

// String returns the effect's name.
func (e Effect) String() string { return [...]string{"", "fatal", "ignored", "changed", "advice"}[e] }

// Cause is what is wrong with a file.
type Cause uint8

// The causes.
const (
	Empty              Cause = iota + 1 // the file has no bytes
	NotJSON                             // it is not JSON
	NotText                             // it is JSON, which the release does not read yet
	WrongJSON                           // it is JSON of another shape
	TextForm                            // it is good text, which the release does not read any more
	BadLine                             // a line of text has not two words
	NotOne                              // the single form has more or fewer than one line
	ListForSingle                       // the list form stands where the single form is wanted
	SingleForList                       // the single form stands where the list form is wanted
	JSONAsText                          // broken JSON whose lines happen to have two words is loaded as text
	NoCredentials                       // nothing is loaded, so nobody can authenticate
	DuplicatePrincipal                  // a later credential replaces this one; Related is that one
	NoSecret                            // a JSON credential has no secret
	EmptySecret                         // its secret is empty
	EmptyPrincipal                      // its principal is empty
	SecretDecoded                       // the secret is decoded from base64
	SecretNotBase64                     // the secret should be base64 and is not: an empty one is loaded
	CarriageReturn                      // lines end in CR LF, and the CR belongs to the secret
	TabInWord                           // a tab is part of a principal or secret
	ByteOrderMark                       // the first principal starts with a byte order mark
	Quotes                              // quotes around a word are part of it
	Comment                             // a comment is loaded as a credential
	UnknownKey                          // no field has the key's name
	DuplicateKey                        // a later equal key replaces this one; Related is that one
	TrailingText                        // what follows the JSON is not read
)

// Problem is one thing about a file that is not as it should be.
type Problem struct {
	Effect Effect
	Cause  Cause
	// Span is where, as short as it can be. It can contain a secret; the source's masked bytes are not shown.
	Span source.Span
	// Related is another place that belongs to it, or zero.
	Related source.Span
	// Subject is the principal or key it is about, "" if that could hold a secret.
	Subject string
	// Line is the line number the release itself gives, 0 if it gives none. Releases count the credentials they have
	// read so far, not lines.
	Line int
	// Text says what the release does and why. It never holds a secret.
	Text string
}

// Read reads a file as a release does. There is no File if a problem is Fatal.
func Read(text source.Text, form Form, d stout.Dialect, s Semantics) (*File, []Problem) {
	r := reader{text: text, form: form, dialect: d, semantics: s}
	f := r.read()
	for _, p := range r.problems {
		if p.Effect == Fatal {
			return nil, r.problems
		}
	}
	return f, r.problems
}

type reader struct {
	text      source.Text
	form      Form
	dialect   stout.Dialect
	semantics Semantics
	problems  []Problem
}

func (r *reader) report(p Problem) { r.problems = append(r.problems, p) }

func (r *reader) read() *File {
	data := r.text.String()
	switch {
	case data == "":
		r.report(Problem{Effect: Fatal, Cause: Empty, Span: r.text.All(), Text: "the " + r.form.holder() + " is empty, which is refused"})
		return nil
	case r.form == Array:
		f, refusals, _ := r.readJSON()
		r.problems = append(r.problems, refusals...)
		return f
	case r.semantics.JSON:
		return r.readEither()
	case meantAsJSON(data):
		at := strings.IndexAny(data, "{[")
		return r.readJSONAsText([]Problem{{Effect: Fatal, Cause: NotText, Span: r.text.Span(at, at+1),
			Text: "the JSON form is not known yet"}})
	}
	return r.readText()
}

// readEither reads JSON and, in the releases that do, text where that fails.
func (r *reader) readEither() *File {
	f, refusals, aborts := r.readJSON()
	json := meantAsJSON(r.text.String())
	switch {
	case f != nil:
		return f
	case r.semantics.Text && !aborts && json:
		return r.readJSONAsText(refusals)
	case r.semantics.Text && !aborts:
		return r.readText()
	case aborts || json || !r.isTextForm():
		r.problems = append(r.problems, refusals...)
		return nil
	}
	r.report(Problem{Effect: Fatal, Cause: TextForm, Span: r.text.All(), Line: refusals[0].Line,
		Text: "the text form, a principal and a secret on each line, is no longer read; only JSON is"})
	return nil
}

// isTextForm reports whether the file holds credentials for a release that reads text.
func (r *reader) isTextForm() bool {
	text := reader{text: r.text, form: r.form}
	f := text.readText()
	return f != nil && len(f.Credentials) > 0
}

// meantAsJSON reports whether whoever wrote the text wanted to write JSON.
func meantAsJSON(s string) bool {
	s = strings.TrimLeft(strings.TrimPrefix(s, byteOrderMark), " \t\r\n")
	return s != "" && (s[0] == '{' || s[0] == '[')
}

const byteOrderMark = "\ufeff"

// readJSONAsText reads JSON that the release could not take the way it then does: as text.
func (r *reader) readJSONAsText(refusals []Problem) *File {
	problems := r.problems
	f := r.readText()
	line := 0
	if len(r.problems) > len(problems) {
		line = r.problems[len(problems)].Line
	}
	r.problems = problems
	if f == nil {
		for _, p := range refusals {
			p.Line = line
			p.Text += "; the release then reads the file as text, silently, and refuses that"
			r.report(p)
		}
		return nil
	}
	f.MeantAsJSON = true
	for _, p := range refusals {
		p.Effect, p.Cause, p.Line = Changed, JSONAsText, 0
		p.Text += "; the release then silently reads the file as text: the two words of each line are a principal and" +
			" a secret"
		r.report(p)
	}
	return f
}

// noteContents reports what the contents of a file that was loaded give away.
func (r *reader) noteContents(f *File) {
	if len(f.Credentials) == 0 {
		r.report(Problem{Effect: Changed, Cause: NoCredentials, Span: r.text.All(),
			Text: "no credential is loaded, so nobody can authenticate"})
	}
	last := make(map[string]int, len(f.Credentials))
	for i, c := range f.Credentials {
		last[c.Principal] = i
	}
	for i, c := range f.Credentials {
		if at := last[c.Principal]; at != i {
			r.report(Problem{Effect: Ignored, Cause: DuplicatePrincipal, Span: c.PrincipalSpan, Subject: c.Principal,
				Related: f.Credentials[at].PrincipalSpan, Text: "the principal has another credential further down; the last one takes effect"})
		}
	}
}

// ToJSON writes a file that was read from text as JSON with the same principals and secrets, byte for byte, in the same
// order. It refuses text that was meant as JSON, because what it would write is an accident.
func ToJSON(f *File) (*redact.Builder, error) {
	switch {
	case f.Format == JSON:
		return nil, fmt.Errorf("writing credentials as JSON: they are JSON")
	case f.MeantAsJSON:
		return nil, fmt.Errorf("writing credentials as JSON: the file is broken JSON that was read as text")
	case f.Form == Single && len(f.Credentials) != 1:
		return nil, fmt.Errorf("writing credentials as JSON: there are %d where one is wanted", len(f.Credentials))
	}
	var b redact.Builder
	if f.Form == Single {
		f.Credentials[0].write(&b)
		b.Write("\n")
		return &b, nil
	}
	b.Write("{\n  \"credentials\": [")
	for i, c := range f.Credentials {
		if i > 0 {
			b.Write(",")
		}
		b.Write("\n    ")
		c.write(&b)
	}
	b.Write("\n  ]\n}\n")
	return &b, nil
}

func (c Credential) write(b *redact.Builder) {
	b.Write(`{"principal": ` + source.QuoteJSON(c.Principal) + `, "secret": `)
	c.Secret.Write(b)
	b.Write("}")
}
