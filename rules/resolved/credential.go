package resolved

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Credentials is a credential file as one release reads it.
type Credentials struct {
	*config.Document
	// Component is the daemon that reads it.
	Component config.Component
	// Release is the one that reads it, Form how it expects the file to be laid out.
	Release release.Release
	Form    credential.Form
	// File is what the release loads, nil if it refuses the document.
	File *credential.File
	// Problems are what is wrong with the file on the release, in the order they stand in it.
	Problems []credential.Problem

	suits  *string                                // what FlagItSuits returned
	loaded map[source.Span]*credential.Credential // by where the principal stands; nil until Loaded is called
}

// Loaded returns the credential whose principal stands at a span; nil if the release loads none from there.
func (c *Credentials) Loaded(at source.Span) *credential.Credential {
	if c.loaded == nil {
		c.loaded = make(map[source.Span]*credential.Credential, len(c.File.Credentials))
		for i := range slices.Backward(c.File.Credentials) {
			c.loaded[c.File.Credentials[i].PrincipalSpan] = &c.File.Credentials[i]
		}
	}
	return c.loaded[at]
}

// CredentialsOn reads a credential file the way a release does, once for all rules that look at it. It is nil for other
// documents, on a release on which nothing reads it, and where another setting of the flag wins.
func CredentialsOn(p *lint.Pass, d *config.Document, r release.Release) *Credentials {
	form, ok := credentialForm(d.Kind)
	switch {
	case !ok || r.IsZero():
		return nil
	case d.Parameter != nil:
		form = credential.Array
	case len(catalog.FlagsThatRead(ReaderOf(d, r), d.Kind, r)) == 0:
		return nil
	}
	type credentials struct{}
	return lint.MemoOf(p, credentials{}, documentOn{d, r}, func() *Credentials {
		if IsOverridden(p, d, r) || isUsed(p, d, r) == No {
			return nil
		}
		return readCredentials(d, form, r)
	})
}

// CredentialsBefore reads a credential file, as it is today and before any fix, the way the release reads it that the
// upgrade starts from. It is nil as CredentialsOn, and if there was no such file.
func CredentialsBefore(p *lint.Pass, d *config.Document) *Credentials {
	was := p.Was(d)
	if was == nil {
		return nil
	}
	return CredentialsOn(p, was, p.Upgrade.From)
}

// credentialForm returns the form that the files of a kind have; false if they hold no credentials.
func credentialForm(k config.Kind) (credential.Form, bool) {
	switch k {
	case config.Credentials:
		return credential.List, true
	case config.Credential:
		return credential.Single, true
	}
	return 0, false
}

func readCredentials(d *config.Document, form credential.Form, r release.Release) *Credentials {
	c := &Credentials{Document: d, Component: ReaderOf(d, r), Release: r, Form: form}
	c.File, c.Problems = ReadCredentialText(d.Text, form, r)
	return c
}

// ReadCredentialText reads the text of a credential file the way a release does; the file is nil if it refuses it.
func ReadCredentialText(text source.Text, form credential.Form, r release.Release) (*credential.File, []credential.Problem) {
	return credential.Read(text, form, catalog.Dialect(r), catalog.CredentialSemantics(r))
}

// EachCredentialProblem calls fn for what is wrong with a credential file on the target for one of some causes.
func EachCredentialProblem(p *lint.Pass, d *config.Document, fn func(*Credentials, credential.Problem), causes ...credential.Cause) {
	c := CredentialsOn(p, d, p.Upgrade.To)
	if c == nil {
		return
	}
	for _, problem := range c.Problems {
		if slices.Contains(causes, problem.Cause) {
			fn(c, problem)
		}
	}
}

// Finding makes a diagnostic of a problem: what the release does with it is the problem's own.
func (c *Credentials) Finding(problem credential.Problem) lint.Diagnostic {
	d := lint.Diagnostic{
		Span:    problem.Span,
		Effect:  credentialEffect(problem.Effect),
		Message: problem.Text,
		Subject: problem.Subject,
	}
	if problem.Effect == credential.Fatal {
		d.Check = c.check(problem)
		d.Message += "; " + c.Who() + " will not start"
	}
	if d.Subject == "" {
		d.Subject = c.Flag()
	}
	return d
}

// check returns the start-up check that ends the daemon at a problem.
func (c *Credentials) check(problem credential.Problem) string {
	rule := "credential/malformed"
	if problem.Cause == credential.TextForm {
		rule = "credential/text-format"
	}
	return catalog.CheckReported(rule, c.Component, c.Release, c.Flag(), "")
}

func credentialEffect(e credential.Effect) lint.Effect {
	switch e {
	case credential.Fatal:
		return lint.Fatal
	case credential.Ignored:
		return lint.Ignored
	case credential.Changed:
		return lint.Changed
	}
	return lint.Advice
}

// Who names the daemon that reads the file.
func (c *Credentials) Who() string { return Who(c.Component, c.Release) }

// Flag is the flag that names the file.
func (c *Credentials) Flag() string {
	if c.Setting != nil {
		return FlagOfSetting(c.Setting)
	}
	return string(c.Kind)
}

// Start returns the empty span at the beginning of the file, for what is about the file as a whole.
func (c *Credentials) Start() source.Span { return c.Text.Span(0, 0) }

// Report adds a finding and fills in what every finding of a credential file has in common.
func (c *Credentials) Report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = c.Component
	p.Report(OfParameter(p, c.Document, d))
}

// sameCredentials reports whether two files load the same principals with the same secrets in the same order.
func sameCredentials(a, b *credential.File) bool {
	return a != nil && b != nil && slices.EqualFunc(a.Credentials, b.Credentials, func(a, b credential.Credential) bool {
		return a.Principal == b.Principal && a.HasSecret == b.HasSecret && a.Secret.Equal(b.Secret)
	})
}

// LoadedAlike returns the first release from which on every one up to the target loads wanted from a text; the zero
// release where the target does not.
func LoadedAlike(text source.Text, wanted *credential.File, to release.Release) release.Release {
	var first release.Release
	for _, r := range slices.Backward(catalog.Releases().All()) {
		if to.Less(r) {
			continue
		}
		if f, _ := ReadCredentialText(text, wanted.Form, r); !sameCredentials(f, wanted) {
			break
		}
		first = r
	}
	return first
}

// FlagItSuits returns the flag, with its dashes, that a JSON document without credentials was likely written for. It is ""
// if there is none.
func (c *Credentials) FlagItSuits() string {
	if c.suits == nil {
		flag := flagItSuits(c.Text)
		c.suits = &flag
	}
	return *c.suits
}

func flagItSuits(text source.Text) string {
	v, err := source.ParseJSON(&text)
	if err != nil || v.Kind() != source.Object {
		return ""
	}
	shown := kindShown(v)
	if _, ours := credentialForm(shown); ours {
		return ""
	}
	return flagOfKind(config.AnyComponent, shown)
}

// physicalLine is the number of the line a span starts in.
func physicalLine(s source.Span) int {
	start, _ := s.Range()
	return start.Line
}

// Logged says which line the daemon names in its log, if that is not the line the error is in.
func (c *Credentials) Logged(problem credential.Problem) []string {
	if c.Form == credential.Array || problem.Line == 0 || problem.Line == physicalLine(problem.Span) || !catalog.CredentialSemantics(c.Release).Text {
		return nil
	}
	return []string{fmt.Sprintf("the daemon logs an error in line %d: it counts the credentials it could read, not the lines", problem.Line)}
}

// ReadBefore says that the release the upgrade starts from takes the file.
func (c *Credentials) ReadBefore(p *lint.Pass) []string {
	old := CredentialsBefore(p, c.Document)
	if old == nil || old.File == nil || len(old.File.Credentials) == 0 {
		return nil
	}
	if old.File.MeantAsJSON {
		return []string{old.Who() + " takes the broken JSON for text: what it loads is not what the file says"}
	}
	return []string{fmt.Sprintf("%s reads the file, as %s: %s", old.Who(), old.File.Format, Plural(len(old.File.Credentials), "credential"))}
}

// LoadsAlike reports whether a release loads wanted from a text, under the flag that wanted is of.
func LoadsAlike(text source.Text, wanted *credential.File, on release.Release) bool {
	f, _ := ReadCredentialText(text, wanted.Form, on)
	return sameCredentials(f, wanted)
}
