package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var credentialTextFormat = &lint.Rule{
	Name:  "credential/text-format",
	Title: "The credentials are in the old text form",
	Doc: `Credential files used to be text: a principal, a blank and a secret on each line. 1.0 deprecates that form in favour
of JSON, in its documentation only: no release ever logs a warning. 1.11 does not read it any more, so masters and agents
that were silently upgraded through ten releases do not start.

The fix writes the same principals and secrets as JSON, byte for byte and in the same order. It is offered only if
what the target loads from the JSON was compared with what the text form gives, and nothing differs; 0.24.0, 0.24.1 and
0.25.0 take the secrets of JSON files for base64, so that there is none for them.`,
	Effects: []lint.Effect{lint.Fatal, lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "credentials", Text: `marathon example
agent example
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials", Text: `{
  "credentials": [
    {"principal": "marathon", "secret": "example"},
    {"principal": "agent", "secret": "example"}
  ]
}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		c := resolved.CredentialsOn(p, d, p.Upgrade.To)
		if c == nil {
			return
		}
		for _, problem := range c.Problems {
			if problem.Cause == credential.TextForm {
				found := c.Finding(problem)
				known := catalog.BehaviourNamed("credentials-text")
				found.Release = resolved.FirstWithout(known.In, c.Release)
				found.Help = "write the file as JSON before the upgrade"
				found.Notes = append(c.ReadBefore(p), "the text form is read in "+known.In.String()+" ("+known.Evidence[len(known.Evidence)-1]+")")
				rewriteAsJSON(c, p, &found)
				c.Report(p, found)
				return
			}
		}
		deprecated := catalog.BehaviourNamed("credentials-text-deprecated")
		if c.File == nil || c.File.Format != credential.Text || c.File.MeantAsJSON || len(c.File.Credentials) == 0 || !deprecated.In.Contains(c.Release) {
			return
		}
		gone := resolved.FirstWithout(deprecated.In, c.Release)
		found := lint.Diagnostic{
			Span:    c.File.Credentials[0].PrincipalSpan,
			Effect:  lint.Deprecated,
			Subject: c.Flag(),
			Release: deprecated.In[0].First,
			Message: fmt.Sprintf("the text form of credentials is deprecated since %s: %s will not start with it",
				deprecated.In[0].First, resolved.Who(c.Component, gone)),
			Help:  fmt.Sprintf("write the file as JSON before the upgrade to %s", gone),
			Notes: []string{"no release logs a warning (" + deprecated.Evidence[0] + ")"},
		}
		rewriteAsJSON(c, p, &found)
		c.Report(p, found)
	},
}

// pageHelp says what to do about a saved web page.
const pageHelp = "save the file itself, not the page that shows it"

// rewriteAsJSON points a finding about the text form at its first credential and adds the fix, where the target loads
// from the JSON what the text form gives.
func rewriteAsJSON(c *resolved.Credentials, p *lint.Pass, found *lint.Diagnostic) {
	text, _ := resolved.ReadCredentialText(c.Text, c.Form, lastOfText(c, p))
	if text == nil || len(text.Credentials) == 0 {
		return
	}
	found.Span = text.Credentials[0].PrincipalSpan
	if resolved.IsMarkup(c.Text.String()) {
		found.Help = pageHelp + ": " + resolved.MarkupProblem
		return
	}
	built, err := credential.ToJSON(text)
	if err != nil || !c.Text.Identity() {
		return
	}
	written := source.New(c.Text.Source().Path, "", []byte(built.String()))
	from := resolved.LoadedAlike(source.WholeText(written), text, c.Release)
	if from.IsZero() {
		found.Help = fmt.Sprintf("keep the text form on %s, which takes the secrets of JSON files for base64; write JSON for any later release", c.Release)
		return
	}
	found.Fix = &lint.Fix{
		Applicability: lint.Safe,
		Message: fmt.Sprintf("write %s as JSON: every release from %s to %s loads the same principals and secrets, byte for byte",
			resolved.Plural(len(text.Credentials), "credential"), from, c.Release),
		ValidFrom: from,
		Edits:     []lint.Edit{{Span: c.Text.All(), Text: built.String(), Secrets: built.Secrets()}},
	}
	for _, loaded := range text.Credentials {
		if strings.HasPrefix(loaded.Principal, "#") {
			found.Fix.Message += "; what looks like a comment is a credential, and stays one"
			break
		}
	}
	for _, loaded := range text.Credentials {
		if loaded.Secret.EndsInCarriageReturn() {
			found.Fix.Message += "; a carriage return at the end of a line stays part of its secret"
			return
		}
	}
}

// lastOfText is the release whose reading of the text form the JSON must keep: the target while it reads text, else the
// one the upgrade starts from, or the last one that did.
func lastOfText(c *resolved.Credentials, p *lint.Pass) release.Release {
	known := catalog.Behaviour("credentials-text")
	switch {
	case known.Contains(c.Release):
		return c.Release
	case !p.Upgrade.From.IsZero() && known.Contains(p.Upgrade.From):
		return p.Upgrade.From
	}
	return known[len(known)-1].Last
}

var credentialMalformed = &lint.Rule{
	Name:  "credential/malformed",
	Title: "The release cannot read the credential file",
	Doc: `A master or agent that cannot read its credential file exits when it starts. What it can read depends on the release:
only text up to 0.19, JSON or text from 0.20 to 1.10, only JSON from 1.11 on.

Text is a principal and a secret on each line, with blanks between them: a tab separates nothing, a line of blanks is
not an empty line, there are no comments. From 0.20 to 1.10 an error in a JSON file is not reported as what it is: the
daemon says nothing of the JSON, reads the file as text and reports the first line that does not have two words.

1.11 logs the text around a syntax error, and with it the secret that stands there.`,
	Effects: []lint.Effect{lint.Fatal, lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "credentials.json", Text: `[{"principal": "marathon", "secret": "example"}]
`, Mode: 0o600}},
		After: []lint.File{{Path: "credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		isPage := false
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			if problem.Effect != credential.Fatal || isPage {
				return
			}
			found := c.Finding(problem)
			found.Notes = append(c.Logged(problem), c.ReadBefore(p)...)
			switch problem.Cause {
			case credential.NotJSON:
				found.Help = "fix the JSON at this place"
				if !resolved.StartsLikeJSON(c.Text.String()) {
					found.Help = "write it as JSON: " + jsonForm(c.Form)
				}
			case credential.NotText:
				found.Help = fmt.Sprintf("write a principal, a blank and a secret on each line; JSON is read in %s", catalog.Behaviour("credentials-json"))
			case credential.BadLine:
				found.Help = "write a principal, a blank and a secret on the line, or delete it"
			case credential.NotOne:
				found.Help = "keep the one line of this agent's credential"
			case credential.WrongJSON:
				if c.Form == credential.Array {
					found.Help = "write " + jsonForm(c.Form)
				}
				wrapList(c, &found)
			}
			if isPage = resolved.IsMarkup(c.Text.String()); isPage { // whatever the lines of a page are
				found.Message = fmt.Sprintf("these are not credentials: %s; %s will not start", resolved.MarkupProblem, c.Who())
				found.Help = pageHelp
			}
			if flag := c.FlagItSuits(); flag != "" {
				found.Help = fmt.Sprintf("name a credential file here: the keys of this one are those of a file for `%s`", flag)
			}
			c.Report(p, found)
		}, credential.NotJSON, credential.NotText, credential.WrongJSON, credential.BadLine, credential.NotOne)
	},
}

// jsonForm shows what a JSON credential file looks like.
func jsonForm(form credential.Form) string {
	switch form {
	case credential.Single:
		return `{"principal": …, "secret": …}`
	case credential.Array:
		return `[{"principal": …, "secret": …}]`
	}
	return `{"credentials": [{"principal": …, "secret": …}]}`
}

// wrapList offers to put a bare list of credentials under its key.
func wrapList(c *resolved.Credentials, found *lint.Diagnostic) {
	text := c.Text
	v, err := source.ParseJSON(&text)
	if err != nil || v.Kind() != source.Array || c.Form != credential.List {
		return
	}
	found.Help = `put the list into {"credentials": […]}`
	start, end := v.Bounds()
	found.Fix = rewriteCredentials(c, "put the list under the key `credentials`: its principals can then authenticate",
		resolved.Change{Start: start, End: start, Text: `{"credentials": `}, resolved.Change{Start: end, End: end, Text: "}"})
}

// releasesRead is about how often rewriteCredentials has a text read: by the releases on the way to the target.
const releasesRead = 30

// rewriteCredentials makes an unsafe fix of changes, nil unless the target loads credentials from what they make of the file.
func rewriteCredentials(c *resolved.Credentials, message string, changes ...resolved.Change) *lint.Fix {
	text := c.Text
	fixed := source.New(text.Source().Path, "", []byte(resolved.Apply(text.String(), changes)))
	f, _ := resolved.ReadCredentialText(source.WholeText(fixed), c.Form, c.Release)
	if f == nil || f.MeantAsJSON || len(f.Credentials) == 0 {
		return nil
	}
	fix := resolved.RewriteAll(&text, lint.Unsafe, message, changes...)
	if fix != nil {
		fix.ValidFrom = resolved.LoadedAlike(source.WholeText(fixed), f, c.Release)
	}
	return fix
}

var credentialJSONAsText = &lint.Rule{
	Name:  "credential/json-as-text",
	Title: "Broken JSON is loaded as a text credential",
	Doc: `From 0.20 to 1.10 a credential file that is not the JSON the release wants is silently read as text. If each
of its lines happens to have two words, the daemon starts, with a principal such as '{"credentials":' and a secret that is
the rest of the line. None of the principals that the file was written for can authenticate. 0.19, which knows no JSON,
does the same with a good JSON file.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials
`},
			{Path: "etc/mesos/credentials", Text: `{"credentials": [{"principal":"marathon","secret":"example"},]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "etc/mesos/credentials", Text: `{"credentials": [{"principal":"marathon","secret":"example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			found.Severity = lint.Error
			found.Message = c.Who() + " starts, and nobody the file names can authenticate: " + problem.Text
			found.Help = "fix the JSON at this place"
			c.Report(p, found)
		}, credential.JSONAsText)
	},
}

var credentialWrongForm = &lint.Rule{
	Name:  "credential/wrong-form",
	Title: "A list of credentials instead of one, or one instead of a list",
	Doc: `--credentials of the master and --http_credentials of the agent take {"credentials": [{"principal": …, "secret": …}]},
--credential of the agent takes {"principal": …, "secret": …}. The agent does not start with a list. The other way round is
worse: unknown keys are ignored, so a single credential is a good list without any entry, and the master starts and
accepts nobody.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"principal": "marathon", "secret": "example"}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		resolved.EachCredentialProblem(p, d, func(c *resolved.Credentials, problem credential.Problem) {
			found := c.Finding(problem)
			found.Severity = lint.Error
			text := c.Text
			v, err := source.ParseJSON(&text)
			if err != nil {
				c.Report(p, found)
				return
			}
			if readInAnotherForm(p.Config(), d) {
				found.Help = "write a file for each of the settings that name this one: they want it in different forms"
				c.Report(p, found)
				return
			}
			start, end := v.Bounds()
			if problem.Cause == credential.SingleForList {
				found.Help = `put it into {"credentials": […]}`
				found.Fix = rewriteCredentials(c, "make it a list of one credential: its principal can then authenticate",
					resolved.Change{Start: start, End: start, Text: `{"credentials": [`}, resolved.Change{Start: end, End: end, Text: "]}"})
				c.Report(p, found)
				return
			}
			found.Help = "keep the one credential of this agent, without the list around it"
			if list, _ := v.Get("credentials"); list.Kind() == source.Array && len(resolved.Members(v)) == 1 {
				if from, to, one := onlyElement(list); one {
					found.Fix = rewriteCredentials(c, "take the one credential out of the list", resolved.Change{Start: start, End: from, Text: ""}, resolved.Change{Start: to, End: end, Text: ""})
				}
			}
			c.Report(p, found)
		}, credential.ListForSingle, credential.SingleForList)
	},
}

// readInAnotherForm reports whether another setting reads the file of a document as a document of another kind, so that what
// suits one does not suit the other.
func readInAnotherForm(c *config.Config, d *config.Document) bool {
	return slices.ContainsFunc(c.Documents, func(other *config.Document) bool {
		return other.Kind != d.Kind && other.Text.Source() != nil && other.Text.Source() == d.Text.Source()
	})
}

// onlyElement returns where the one element of an array stands; false if it has none or several.
func onlyElement(array source.JSON) (start, end int, one bool) {
	n := 0
	array.ForEach(func(_, v source.JSON) bool {
		n++
		start, end = v.Bounds()
		return true
	})
	return start, end, n == 1
}
