package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var credentialBase64 = &lint.Rule{
	Name:  "credential/base64",
	Title: "The release takes the secrets of JSON files for base64",
	Doc: `0.24.0, 0.24.1 and 0.25.0 decode the secrets of JSON credential files from base64; every release before and after takes
them as they are written. A file that works on one side lets nobody in on the other, and nothing is logged: a secret that
is not valid base64 is loaded from a list as an empty one, so that whoever knows the principal gets in.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On:      "0.25.0..0.26",
		AfterOn: "0.26",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "ZXhhbXBsZQ=="}]}
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			found.Severity = lint.Error
			known := catalog.BehaviourNamed("credential-secret-base64")
			found.Release = resolved.SinceOrAlways(c.Release, known.In.Contains)
			found.Help = fmt.Sprintf("write the secret in base64, or go to %s instead of %s", resolved.FirstWithout(known.In, c.Release), c.Release)
			found.Notes = []string{fmt.Sprintf("secrets of JSON files are base64 in %s (%s)", known.In, known.Evidence[0])}
			c.Report(p, found)
		}, credential.SecretDecoded, credential.SecretNotBase64)
		credentialNoLongerDecoded(p, d)
		credentialOtherPatch(p, d)
	},
}

// credentialNoLongerDecoded reports a file whose secrets the release the upgrade starts from decodes and the target does
// not.
func credentialNoLongerDecoded(p *lint.Pass, d *config.Document) {
	c, old := resolved.CredentialsOn(p, d, p.Upgrade.To), resolved.CredentialsBefore(p, d)
	known := catalog.BehaviourNamed("credential-secret-base64")
	if c == nil || old == nil || c.File == nil || old.File == nil || known.In.Contains(c.Release) || !known.In.Contains(old.Release) ||
		len(c.File.Credentials) != len(old.File.Credentials) {
		return
	}
	var changes []resolved.Change
	var differs []credential.Credential
	for i, now := range c.File.Credentials {
		before := old.File.Credentials[i]
		if before.Secret.Equal(now.Secret) {
			continue
		}
		differs = append(differs, now)
		var decoded redact.Builder
		before.Secret.Write(&decoded)
		start := now.SecretSpan.Start - c.Text.All().Start
		changes = append(changes, resolved.Change{Start: start, End: start + now.SecretSpan.End - now.SecretSpan.Start, Text: decoded.String()})
	}
	if len(differs) == 0 {
		return
	}
	found := lint.Diagnostic{
		Span:     differs[0].SecretSpan,
		Effect:   lint.Changed,
		Severity: lint.Error,
		Subject:  differs[0].Principal,
		Release:  resolved.FirstWithout(known.In, c.Release),
		Message: fmt.Sprintf("%s decodes this secret from base64, %s takes it as it is written: whoever authenticates today is refused then",
			old.Who(), c.Who()),
		Help:  "write the secret as it is, not in base64, at the time of the upgrade",
		Notes: []string{fmt.Sprintf("secrets of JSON files are base64 in %s (%s)", known.In, known.Evidence[0])},
	}
	if n := len(differs) - 1; n > 0 {
		found.Notes = append(found.Notes, fmt.Sprintf("%s decodes %s of the file as well", old.Who(), resolved.Plural(n, "other secret")))
	}
	notAllBase64 := slices.ContainsFunc(old.Problems, func(problem credential.Problem) bool { return problem.Cause == credential.SecretNotBase64 })
	if notAllBase64 {
		// A secret that is not base64 is loaded as an empty one. That is what nobody means: the file is written for releases
		// that do not decode.
		found.Message = fmt.Sprintf("%s decodes the secrets of this file from base64, which not all of them are: those it loads as empty; %s takes them as they are written",
			old.Who(), c.Who())
		found.Help = fmt.Sprintf("give %s a file with the secrets in base64, and %s one with the secrets as they are", old.Who(), c.Who())
	} else if text := asText(old, c); text != nil {
		found.Help += ", or now in the text form, a principal and a secret on each line, which both read in the same way"
		found.Alternatives = append(found.Alternatives, text)
	}
	if c.Text.Identity() && !notAllBase64 && !slices.ContainsFunc(changes, func(ch resolved.Change) bool { return !isWritten(ch.Text) }) {
		found.Fix = resolved.RewriteAll(&c.Text, lint.Unsafe, fmt.Sprintf("write %s the way %s decodes base64", resolved.Plural(len(changes), "secret"), old.Release), changes...)
		if found.Fix != nil {
			found.Fix.ValidFrom = found.Release
		}
	}
	c.Report(p, found)
}

// asText is the fix that writes credentials in the text form, nil if that form cannot hold them or one of the two
// releases would not load them from it as the old one does today.
func asText(old, now *resolved.Credentials) *lint.Fix {
	if now.Form == credential.Array {
		return nil
	}
	built, err := credential.ToText(old.File)
	if err != nil {
		return nil
	}
	written := source.WholeText(source.New(now.Text.Source().Path, "", []byte(built.String())))
	if !resolved.LoadsAlike(written, old.File, old.Release) || !resolved.LoadsAlike(written, old.File, now.Release) {
		return nil
	}
	return &lint.Fix{
		Applicability: lint.Safe,
		Message: fmt.Sprintf("write %s in the text form: %s and %s load from it what %s loads today",
			resolved.Plural(len(old.File.Credentials), "credential"), old.Release, now.Release, old.Release),
		Edits: []lint.Edit{{Span: now.Text.All(), Text: built.String(), Secrets: built.Secrets()}},
	}
}

// credentialOtherPatch reports a file whose secrets another patch release of the series that the upgrade starts from
// decodes: the series alone does not say which one runs.
func credentialOtherPatch(p *lint.Pass, d *config.Document) {
	c, old := resolved.CredentialsOn(p, d, p.Upgrade.To), resolved.CredentialsBefore(p, d)
	known := catalog.BehaviourNamed("credential-secret-base64")
	if c == nil || old == nil || c.File == nil || old.File == nil || known.In.Contains(c.Release) || known.In.Contains(old.Release) {
		return
	}
	var decodes []string
	var last release.Release
	for _, r := range catalog.Releases().All() {
		if r.Series() == old.Release.Series() && r.Less(old.Release) && known.In.Contains(r) {
			decodes, last = append(decodes, r.String()), r
		}
	}
	if len(decodes) == 0 {
		return
	}
	before, problems := resolved.ReadCredentialText(d.Text, old.Form, last)
	notBase64 := func(problem credential.Problem) bool { return problem.Cause == credential.SecretNotBase64 }
	if before == nil || slices.ContainsFunc(problems, notBase64) || before.Format != credential.JSON || len(before.Credentials) == 0 || len(c.File.Credentials) != len(before.Credentials) ||
		before.Credentials[0].Secret.Equal(c.File.Credentials[0].Secret) {
		return
	}
	c.Report(p, lint.Diagnostic{
		Span: c.File.Credentials[0].SecretSpan, Effect: lint.Advice, Subject: c.File.Credentials[0].Principal,
		Release:   resolved.FirstWithout(known.In, c.Release),
		Condition: "if a daemon runs " + resolved.Alternatives(decodes),
		Message:   fmt.Sprintf("every secret of this file changes: the release that runs decodes them from base64, and %s takes them as they are written", c.Who()),
		Help:      "write the text form, a principal and a secret on each line, which all of them read in the same way",
		Notes:     []string{fmt.Sprintf("secrets of JSON files are base64 in %s (%s)", known.In, known.Evidence[0])},
	})
}

// isWritten reports whether a JSON string is text that somebody writes. What decodes to something else may have been decoded
// once already.
func isWritten(quoted string) bool {
	return utf8.ValidString(quoted) && !strings.Contains(quoted, `\u00`)
}
