package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var credentialEmpty = &lint.Rule{
	Name:  "credential/empty",
	Title: "A credential file, a principal or a secret is empty",
	Doc: `A file without a single byte stops the start. One that holds no credential does not: a list without entries, or a key
that is misspelt, is silently loaded, and nobody can authenticate.

A credential of a JSON file without "secret" is loaded with an empty one, and whoever knows the principal then
authenticates with an empty password. A master refuses an agent whose own credential has no secret.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": ""}]}
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			switch problem.Cause {
			case credential.Empty:
				found.Help = "write the credentials into it, or do not give the flag"
			case credential.NoCredentials:
				found.Severity = lint.Error
				found.Span = firstBytes(c.Text)
				found.Help = "write " + jsonForm(c.Form)
				if flag := c.FlagItSuits(); flag != "" {
					found.Message += fmt.Sprintf("; its keys are those of a file for `%s`", flag)
					found.Help = "name a credential file here"
				}
			case credential.NoSecret, credential.EmptySecret:
				found.Severity = lint.Error
				found.Help = "give it a secret"
				found.Message = withoutSecret(c, problem)
			case credential.EmptyPrincipal:
				found.Help = "give it a principal, or delete it"
			}
			c.Report(p, found)
		}, credential.Empty, credential.NoCredentials, credential.NoSecret, credential.EmptySecret, credential.EmptyPrincipal)
	},
}

// withoutSecret says what becomes of a credential whose secret is empty or not given.
func withoutSecret(c *resolved.Credentials, problem credential.Problem) string {
	refused := catalog.Behaviour("crammd5-secret-required").Contains(c.Release)
	switch {
	case c.Form != credential.Single:
		return fmt.Sprintf("`%s` has %s secret", problem.Subject, noOrEmpty(problem.Cause)) + "; whoever gives this principal authenticates with an empty secret"
	case problem.Cause == credential.NoSecret && refused:
		return "the credential has no secret: " + c.Who() + " starts, and exits when it authenticates with it"
	}
	return "the credential has " + noOrEmpty(problem.Cause) + " secret; the master accepts this agent only if its own file has no secret for the principal"
}

func noOrEmpty(c credential.Cause) string {
	if c == credential.NoSecret {
		return "no"
	}
	return "an empty"
}

// firstBytes returns the span of the first byte of a text that is not white space, for what is about all of it.
func firstBytes(text source.Text) source.Span {
	data := text.String()
	at := len(data) - len(strings.TrimLeft(data, " \t\r\n"))
	if at == len(data) {
		return text.Span(0, 0)
	}
	return text.Span(at, at+1)
}

var credentialDuplicate = &lint.Rule{
	Name:  "credential/duplicate",
	Title: "A principal or key is given twice, and the last one takes effect",
	Doc: `Mesos puts the credentials into a table by their principal, one after the other, and checks nothing: of two credentials
of one principal the last one takes effect and the others authenticate nobody. A key that is repeated in JSON replaces the one
before it in the same way.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [
  {"principal": "marathon", "secret": "example-old"},
  {"principal": "marathon", "secret": "example"}
]}
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [
  {"principal": "marathon", "secret": "example"}
]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			found.Related = []lint.Related{{Span: problem.Related, Message: "this one takes effect"}}
			found.Help = "keep the one that is meant and delete the other"
			if problem.Cause == credential.DuplicateKey {
				found.Message = fmt.Sprintf("this `%s` is silently ignored: the same key comes again below, and the last one takes effect", lastOfPath(problem.Subject))
			} else if old, again := c.Loaded(problem.Span), c.Loaded(problem.Related); old != nil && again != nil {
				found.Message = fmt.Sprintf("`%s` has another credential further down, which takes effect: %s with this secret",
					problem.Subject, lockedOut(c))
				if old.Secret.Equal(again.Secret) {
					found.Severity = lint.Info
					found.Message = fmt.Sprintf("`%s` has the same credential again further down", problem.Subject)
				}
			}
			c.Report(p, found)
		}, credential.DuplicatePrincipal, credential.DuplicateKey)
	},
}

// lockedOut says who cannot authenticate with a credential that another replaces.
func lockedOut(c *resolved.Credentials) string {
	if catalog.Behaviour("http-basic-by-credentials").Contains(c.Release) {
		return "no framework and no agent authenticates"
	}
	return "nobody authenticates"
}

// lastOfPath returns the last name of a JSON path: "secret" of "credentials[0].secret".
func lastOfPath(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

var credentialCarriageReturn = &lint.Rule{
	Name:  "credential/carriage-return",
	Title: "Secrets end in a carriage return",
	Doc: `The text form ends its lines at LF alone. In a file that was written on Windows, or sent through a tool that makes CR LF
of line ends, each secret ends in a carriage return (0D) that nobody sees. It authenticates only those whose own file has
the same fault.

No fix takes the carriage returns out: that would change the secrets, and lock out whoever has them as they are now. The
fix to JSON keeps them as \u000d.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "0.28",
		Before: []lint.File{{Path: "credentials", Text: "marathon example\r\n" +
			"agent example\r\n", Mode: 0o600}},
		After: []lint.File{{Path: "credentials", Text: `marathon example
agent example
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			found.Help = "write this file and the files of everybody who authenticates with these secrets with LF line ends, at the same time"
			c.Report(p, found)
		}, credential.CarriageReturn)
		c := resolved.CredentialsOn(p, d, p.Upgrade.To)
		if c == nil || c.File == nil || c.File.Format != credential.JSON {
			return
		}
		for _, loaded := range c.File.Credentials {
			if loaded.Secret.EndsInCarriageReturn() {
				c.Report(p, lint.Diagnostic{
					Span: loaded.SecretSpan, Effect: lint.Advice, Severity: lint.Warning, Subject: loaded.Principal,
					Message: fmt.Sprintf("the secret of `%s` ends in a carriage return, which is left of a file with CR LF line ends", loaded.Principal),
					Help:    "delete it here and in the file of whoever authenticates with it, at the same time",
				})
			}
		}
	},
}

var credentialLiteral = &lint.Rule{
	Name:  "credential/taken-literally",
	Title: "Something is part of a credential that was hardly meant to be",
	Doc: `The text form of credentials knows blanks and line ends and nothing else. A tab, a quote or a byte order mark is part of the
principal or secret it touches, and a comment of two words is a credential like any other: "# ops" lets the principal "#"
in with the secret "ops".`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "0.28",
		Before: []lint.File{{Path: "credentials", Text: `marathon "example"
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials", Text: "marathon example\n", Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			switch problem.Cause {
			case credential.Comment:
				found.Help = "delete the line"
			case credential.ByteOrderMark:
				found.Help = "write the file without a byte order mark"
			case credential.TabInWord:
				found.Help = "write a blank instead of the tab, if it separates the principal from the secret"
			case credential.Quotes:
				found.Help = "delete the quotes, if they are not part of it"
			}
			c.Report(p, found)
		}, credential.Comment, credential.ByteOrderMark, credential.TabInWord, credential.Quotes)
	},
}

var credentialDropped = &lint.Rule{
	Name:  "credential/dropped",
	Title: "Something in the credential file is not read",
	Doc: `Mesos looks up "credentials", "principal" and "secret", in lower case, and silently skips every other key: a
misspelt "secret" leaves the credential without one. Releases up to 0.26 also drop a value of a wrong type, and up to 0.25
everything after the closing brace.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secrt": "example"}]}
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		var credentials *resolved.Credentials
		var mistakes []mistake
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			if problem.Effect == credential.Fatal {
				return
			}
			credentials = c
			m := mistake{found: c.Finding(problem)}
			found := &m.found
			key := lastOfPath(problem.Subject)
			if problem.Cause == credential.UnknownKey && (resolved.IsCommentKey(key) || c.FlagItSuits() != "") {
				return // a comment is meant to be dropped; what belongs to another flag is reported as a whole
			}
			if problem.Cause == credential.UnknownKey {
				found.Message = fmt.Sprintf("%s silently ignores `%s`", c.Who(), key)
				found.Help = "delete it, or write the key that is meant: `credentials`, `principal` or `secret`"
				meant, place := resolved.Nearest(key, slices.Values(credentialKeys(c))), placeOfUnknown(p, c, problem)
				switch {
				case meant != "" && place.Has(meant):
					found.Help = resolved.DeleteLookalike(meant)
				case meant != "":
					found.Severity = lint.Error
					found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
					found.Help = fmt.Sprintf("write `%s`", meant)
					if place.At.Kind() != source.NoValue {
						m.message = fmt.Sprintf("rename `%s` to `%s`, which takes effect", place.At, meant)
						m.changes = []resolved.Change{resolved.RenameKey(place.At, meant)}
					}
				}
				resolved.CarryDeletion(p, jsonOf(p, c), found.Span, found)
			}
			mistakes = append(mistakes, m)
		}, credential.UnknownKey, credential.WrongJSON, credential.TrailingText)
		if len(mistakes) == 0 {
			return
		}
		fixMistakes(&credentials.Text, releasesRead, mistakes, "rename %d misspelt keys to what they look like, which takes effect",
			func(_ []string, message string, changes []resolved.Change) *lint.Fix {
				return rewriteCredentials(credentials, message, changes...)
			})
		for _, m := range mistakes {
			credentials.Report(p, m.found)
		}
	},
}

// credentialKeys are those the release looks up in a credential file.
func credentialKeys(c *resolved.Credentials) []string {
	message := catalog.CredentialSemantics(c.Release).Message
	if message == nil {
		return nil
	}
	var keys []string
	if c.Form == credential.List {
		keys = append(keys, message.Fields[0].Name)
	}
	for _, f := range message.Fields[0].Message.Fields {
		keys = append(keys, f.Name)
	}
	return keys
}

// placeOfUnknown returns where the unknown key of a problem stands; the zero Place where that is not plain JSON.
func placeOfUnknown(p *lint.Pass, c *resolved.Credentials, problem credential.Problem) resolved.Place {
	return resolved.PlaceOf(p, jsonOf(p, c), problem.Span)
}

// jsonOf returns the text of a credential file as JSON; no value if it is not plain JSON.
func jsonOf(p *lint.Pass, c *resolved.Credentials) source.JSON {
	type key struct{ *resolved.Credentials }
	return lint.Memo(p, key{c}, func() source.JSON {
		text := c.Text
		v, err := source.ParseJSON(&text)
		if err != nil {
			return source.JSON{}
		}
		return v
	})
}

var credentialColon = &lint.Rule{
	Name:  "credential/colon",
	Title: "A colon keeps a credential from being used over HTTP",
	Doc: `HTTP basic authentication sends principal and secret with a colon between them. From 0.27 on Mesos splits that at every
colon and refuses what is not two parts. A credential that has one of its own is fine for frameworks and agents, which
authenticate by CRAM-MD5, and never lets anybody use an endpoint. Up to 0.26 a colon in the secret does no harm.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "ops:monitoring", "secret": "example"}]}
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "ops-monitoring", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		c := resolved.CredentialsOn(p, d, p.Upgrade.To)
		splits := catalog.BehaviourNamed("http-basic-splits-at-colons")
		if c == nil || c.File == nil || c.File.MeantAsJSON || c.Form == credential.Single || !splits.In.Contains(c.Release) {
			return
		}
		for _, loaded := range c.File.Credentials {
			what := ""
			switch {
			case strings.Contains(loaded.Principal, ":"):
				what = "the principal"
			case loaded.Secret.HasColon():
				what = "the secret"
			default:
				continue
			}
			c.Report(p, lint.Diagnostic{
				Span:    loaded.PrincipalSpan,
				Effect:  lint.Advice,
				Subject: loaded.Principal,
				Release: splits.In[0].First,
				Message: fmt.Sprintf("%s of `%s` has a colon: %s refuses it if HTTP authentication is on", what, loaded.Principal, c.Who()),
				Help:    "use it only for frameworks and agents, and another credential for the endpoints",
				Notes:   resolved.ReadAt(splits.Evidence...),
			})
		}
	},
}

var credentialPermissions = &lint.Rule{
	Name:  "credential/permissions",
	Title: "Others may read or write the credential file",
	Doc: `Every release since 0.19 logs a warning when it starts and anybody but the owner and the group of the credential file has
a permission on it, and since 1.3 so does the agent for the file with its secret key. It starts all the same. What is
checked here is the mode of the file that mesoslint reads; if that is a copy, such as a checkout, the file on the machine
may have another.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o644}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		if c := resolved.CredentialsOn(p, d, p.Upgrade.To); c != nil {
			warnOfPermissions(p, d, c.Component, c.Flag(), "the credentials", "credentials-permissions-warned")
		} else if d.Kind == config.SecretKey && d.Setting != nil && !resolved.IsOverridden(p, d, p.Upgrade.To) &&
			len(catalog.FlagsThatRead(d.Component, d.Kind, p.Upgrade.To)) > 0 {
			warnOfPermissions(p, d, d.Component, resolved.FlagOfSetting(d.Setting), "the key", "secret-key-permissions-warned")
		}
	},
}

// warnOfPermissions reports a file with a secret that others than its owner and its group have a permission on, where
// the release warns about it.
func warnOfPermissions(p *lint.Pass, d *config.Document, by config.Component, flag, secret, behaviour string) {
	warned := catalog.BehaviourNamed(behaviour)
	const others = 0o007
	if d.Mode&others == 0 || !warned.In.Contains(p.Upgrade.To) {
		return
	}
	mode, help := "the file's mode is", "chmod %04o"
	if d.ModeWritten {
		mode, help = "the file is written with the mode", "give it the mode %04o where it is written"
	}
	p.Report(lint.Diagnostic{
		Span:      d.Text.Span(0, 0),
		Component: by,
		Effect:    lint.Advice,
		Subject:   flag,
		Message: fmt.Sprintf("%s %04o: %s warns that others may access %s",
			mode, d.Mode.Perm(), resolved.Who(by, p.Upgrade.To), secret),
		Help:  fmt.Sprintf(help, d.Mode.Perm()&^others),
		Notes: resolved.ReadAt(warned.Evidence...),
	})
}
