package rules

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

// credentials is a credential file as one release reads it.
type credentials struct {
	*config.Document
	// Component is the daemon that reads it.
	Component config.Component
	release   release.Release
	form      credential.Form
	// file is what the release loads, nil where it refuses the document.
	file     *credential.File
	problems []credential.Problem
}

// credentialsOn reads a credential file the way a release does, once for all rules that look at it. It is nil for other
// documents, on a release on which nothing reads it, and where another setting of the flag wins.
func credentialsOn(p *lint.Pass, d *config.Document, r release.Release) *credentials {
	form, ok := credentialForm(d.Kind)
	switch {
	case !ok || r.IsZero():
		return nil
	case d.Parameter != nil:
		form = credential.Array
	case len(catalog.FlagsThatRead(readerOf(d, r), d.Kind, r)) == 0:
		return nil
	}
	type key struct {
		document *config.Document
		release  release.Release
	}
	return lint.Memo(p, key{d, r}, func() *credentials {
		if isOverridden(p, d, r) || isUsed(p, d, r) == no {
			return nil
		}
		return readCredentials(d, form, r)
	})
}

// credentialForm returns the form that the files of a kind have; false where they hold no credentials.
func credentialForm(k config.Kind) (credential.Form, bool) {
	switch k {
	case config.Credentials:
		return credential.List, true
	case config.Credential:
		return credential.Single, true
	}
	return 0, false
}

func readCredentials(d *config.Document, form credential.Form, r release.Release) *credentials {
	c := &credentials{Document: d, Component: readerOf(d, r), release: r, form: form}
	c.file, c.problems = readCredentialText(d.Text, form, r)
	return c
}

func readCredentialText(text source.Text, form credential.Form, r release.Release) (*credential.File, []credential.Problem) {
	return credential.Read(text, form, catalog.Dialect(r), catalog.CredentialSemantics(r))
}

// eachCredentialProblem calls fn for what is wrong with a credential file on the target for one of some causes.
func eachCredentialProblem(p *lint.Pass, d *config.Document, fn func(*credentials, credential.Problem), causes ...credential.Cause) {
	c := credentialsOn(p, d, p.Upgrade.To)
	if c == nil {
		return
	}
	for _, problem := range c.problems {
		if slices.Contains(causes, problem.Cause) {
			fn(c, problem)
		}
	}
}

// finding makes a diagnostic of a problem: what the release does with it is the problem's own.
func (c *credentials) finding(problem credential.Problem) lint.Diagnostic {
	d := lint.Diagnostic{
		Span:    problem.Span,
		Effect:  credentialEffect(problem.Effect),
		Message: problem.Text,
		Subject: problem.Subject,
	}
	if problem.Effect == credential.Fatal {
		d.Message += "; " + c.who() + " will not start"
	}
	if d.Subject == "" {
		d.Subject = c.flag()
	}
	return d
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

// who names the daemon that reads the file.
func (c *credentials) who() string { return daemon(c.Component, c.release) }

// flag is the flag that names the file.
func (c *credentials) flag() string {
	if c.Setting != nil {
		return flagOfSetting(c.Setting)
	}
	return string(c.Kind)
}

// start returns the empty span at the beginning of the file, for what is about the file as a whole.
func (c *credentials) start() source.Span { return c.Text.Span(0, 0) }

// report adds a finding and fills in what every finding of a credential file has in common.
func (c *credentials) report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = c.Component
	p.Report(ofParameter(p, c.Document, d))
}

// sameCredentials reports whether two files load the same principals with the same secrets in the same order.
func sameCredentials(a, b *credential.File) bool {
	return a != nil && b != nil && slices.EqualFunc(a.Credentials, b.Credentials, func(a, b credential.Credential) bool {
		return a.Principal == b.Principal && a.HasSecret == b.HasSecret && a.Secret.Equal(b.Secret)
	})
}

// loadedAlike returns the first release from which on every one up to the target loads wanted from a text; the zero
// release where the target does not.
func loadedAlike(text source.Text, wanted *credential.File, to release.Release) release.Release {
	var first release.Release
	for _, r := range slices.Backward(catalog.Releases().All()) {
		if to.Less(r) {
			continue
		}
		if f, _ := readCredentialText(text, wanted.Form, r); !sameCredentials(f, wanted) {
			break
		}
		first = r
	}
	return first
}

// flagItSuits returns the flag, with its dashes, that a JSON document without credentials was likely written for. It is ""
// where there is none.
func flagItSuits(text source.Text) string {
	v, err := source.ParseJSON(&text)
	if err != nil || v.Kind() != source.Object {
		return ""
	}
	return flagOfKeys(v, func(d *catalog.DocumentFlag) bool {
		_, ours := credentialForm(d.Kind)
		return !ours
	})
}

// plural says how many of something there are: "1 line", "3 lines".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// physicalLine is the number of the line a span starts in.
func physicalLine(s source.Span) int {
	start, _ := s.Range()
	return start.Line
}

// logged says which line the daemon names in its log, where that is not the line the error is in.
func (c *credentials) logged(problem credential.Problem) []string {
	if c.form == credential.Array || problem.Line == 0 || problem.Line == physicalLine(problem.Span) || !catalog.CredentialSemantics(c.release).Text {
		return nil
	}
	return []string{fmt.Sprintf("the daemon logs an error in line %d: it counts the credentials it could read, not the lines", problem.Line)}
}

// readBefore says that the release the upgrade starts from takes the file.
func (c *credentials) readBefore(p *lint.Pass) []string {
	old := credentialsOn(p, c.Document, p.Upgrade.From)
	if old == nil || old.file == nil || len(old.file.Credentials) == 0 {
		return nil
	}
	if old.file.MeantAsJSON {
		return []string{old.who() + " takes the broken JSON for text: what it loads is not what the file says"}
	}
	return []string{fmt.Sprintf("%s reads the file, as %s: %s", old.who(), old.file.Format, plural(len(old.file.Credentials), "credential"))}
}
