package rules

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// credentialRules are those that look at credential files.
func credentialRules() []*lint.Rule {
	var out []*lint.Rule
	for _, r := range All() {
		if strings.HasPrefix(r.Name, "credential/") && r.Document != nil {
			out = append(out, r)
		}
	}
	return out
}

// named writes findings as "rule effect at", at being what the span covers.
func named(found []lint.Diagnostic) []string {
	var out []string
	for _, d := range found {
		out = append(out, fmt.Sprintf("%s %s %q", strings.TrimPrefix(d.Rule, "credential/"), d.Effect, d.Span.Text()))
	}
	return out
}

func TestCredentialFiles(t *testing.T) {
	const (
		list   = config.Credentials
		single = config.Credential
		text   = "ops one\nagent two\n"
		good   = `{"credentials": [{"principal": "ops", "secret": "YWI="}]}`
		one    = `{"principal": "ops", "secret": "YWI="}`
		broken = `{"credentials": [{"principal":"a","secret":"b"},]}`
	)
	tests := []struct {
		kind config.Kind
		text string
		on   string // upgrades, "A..B" or "B", with blanks between
		want []string
	}{
		{list, text, "0.19.0 0.20.0 0.24.0 0.25.0 0.28.3", nil},
		{list, text, "1.0.0 1.3.2 1.10.0 0.28.3..1.0.4", []string{`text-format deprecated "ops"`}},
		{list, text, "1.11.0 1.10.0..1.11.0 0.19.0..1.11.0", []string{`text-format fatal "ops"`}},
		{single, "agent one", "0.28.3", nil},
		{single, "agent one", "1.0.0 1.10.0", []string{`text-format deprecated "agent"`}},
		{single, "agent one", "1.11.0", []string{`text-format fatal "agent"`}},

		{list, good, "0.20.0 0.23.1 0.24.2 0.25.1 0.26.0 1.0.0 1.11.0 1.10.0..1.11.0", nil},
		{list, good, "0.24.2..0.25.1", []string{`base64 advice "\"YWI=\""`}}, // if it is 0.24.1 that runs
		{list, good, "0.19.0 0.19.1", []string{`malformed fatal "{"`}},
		{list, good, "0.24.0 0.24.1 0.25.0 0.23.1..0.24.0", []string{`base64 changed "\"YWI=\""`}},
		{list, good, "0.24.1..0.24.2 0.25.0..0.25.1 0.25.0..1.11.0", []string{`base64 changed "\"YWI=\""`}},
		{list, `{"credentials": [{"principal": "ops", "secret": "not base64!"}]}`, "0.25.0", []string{`base64 changed "\"secret\""`}},
		{single, `{"principal": "ops", "secret": "no-base64"}`, "0.25.0", []string{`malformed fatal "\"secret\""`}},
		{single, `{"principal":"ops","secret":"no-base64"}`, "0.25.0", []string{`malformed fatal "\"secret\""`}},
		{single, one, "0.20.0 0.26.0 1.11.0", nil},
		{single, one, "0.19.0", []string{`malformed fatal "{"`}},

		{list, broken, "0.20.0 0.28.3 1.10.0", []string{`json-as-text changed ""`}},
		{list, broken, "1.11.0", []string{`malformed fatal ""`}},
		{list, broken, "0.19.0", []string{`json-as-text changed "{"`}},
		{list, "{\"credentials\": [\n{\"principal\": \"a\", \"secret\": \"b\"},\n]}", "0.19.0", []string{`malformed fatal "{"`}},
		{list, "{\"credentials\": [\n{\"principal\": \"a\", \"secret\": \"b\"},\n]}", "0.20.0 1.10.0 1.11.0", []string{`malformed fatal ""`}},
		{list, `[{"principal": "ops", "secret": "one"}]`, "0.20.0 1.10.0 1.11.0", []string{`malformed fatal "["`}},
		{list, "ops one\nagent\n", "0.19.0 1.10.0", []string{`malformed fatal "agent"`}},
		{list, "ops one\nagent\n", "1.11.0", []string{`malformed fatal ""`}},
		{single, "a b\nc d\n", "0.19.0 1.10.0", []string{`malformed fatal "a b\nc d\n"`}},
		{list, good + " x", "0.20.0 0.23.1", []string{`dropped ignored " x"`}},
		{list, good + " x", "0.26.0 1.10.0 1.11.0", []string{`malformed fatal ""`}},

		{list, one, "0.20.0 1.10.0 1.11.0", []string{`wrong-form ignored "\"principal\""`}},
		{single, good, "1.10.0 1.11.0", []string{`wrong-form fatal "\"credentials\""`}},

		{list, "", "0.19.0 1.10.0 1.11.0", []string{`empty fatal ""`}},
		{single, "", "0.19.0 1.10.0 1.11.0", []string{`empty fatal ""`}},
		{list, "\n", "0.19.0 1.10.0", []string{`empty changed ""`}},
		{list, "\n", "1.11.0", []string{`malformed fatal ""`}},
		{list, `{"credentials": []}`, "0.20.0 1.11.0", []string{`empty changed "{"`}},
		{list, `{"principal_acls": {}}`, "1.11.0", []string{`empty changed "{"`, `dropped ignored "\"principal_acls\""`}},
		{list, `{"permissive": false, "run_tasks": []}`, "1.11.0", []string{`empty changed "{"`}},
		{single, `{"permissive": false}`, "1.11.0", []string{`malformed fatal "{"`}},
		{single, `{"principal": "a"}`, "0.20.0 0.22.2 0.23.0 1.11.0", []string{`empty changed "\"a\""`}},
		{list, `{"credentials": [{"principal": "a", "secret": ""}]}`, "1.11.0", []string{`empty changed "\"a\""`}},

		{list, "a b\na c\n", "0.28.3", []string{`duplicate ignored "a"`}},
		{list, "a b\nA b\n", "0.28.3", nil},
		{list, `{"credentials": [{"principal": "a", "secret": "b", "secret": "c"}]}`, "1.11.0", []string{`duplicate ignored "\"secret\""`}},
		{list, "a b\r\nc d\r\n", "0.28.3", []string{`carriage-return changed "b\r"`}},
		{list, "a b\r\nc d\r\n", "1.0.0", []string{`text-format deprecated "a"`, `carriage-return changed "b\r"`}},
		{list, "a b\r\nc d\r\n", "1.11.0", []string{`text-format fatal "a"`}},
		{list, `{"credentials": [{"principal": "a", "secret": "b\u000d"}]}`, "1.11.0", []string{`carriage-return advice "\"b\\u000d\""`}},
		{list, `{"credentials": [{"principal": "a", "secret": "b\u000dc"}]}`, "1.11.0", nil},
		{list, "# x\na b", "0.28.3", []string{`taken-literally changed "#"`}},
		{list, "\ufeffa b", "0.28.3", []string{`taken-literally changed "\ufeffa"`}},
		{list, "a \tb", "0.28.3", []string{`taken-literally advice "\tb"`}},
		{list, "'a' 'b'", "0.28.3", []string{`taken-literally advice "'a'"`}},
		{list, `{"credentials": [{"principal": "a", "Secret": "b"}]}`, "1.11.0", []string{`empty changed "\"a\""`, `dropped ignored "\"Secret\""`}},
		{list, `{"credentials": [{"principal": "a", "secret": "b", "_comment": "x"}]}`, "1.11.0", nil},
		{list, `{"credentials": [{"principal": "a", "secret": 1}]}`, "0.25.1", []string{`malformed fatal "\"secret\""`}},
		{list, `{"credentials": [{"principal": "a", "secret": 1}]}`, "0.22.0", []string{`dropped ignored "\"secret\""`}},
		{list, "a:b c", "0.26.2", nil},
		{list, "a:b c", "0.27.0", []string{`colon advice "a:b"`}},
		{list, "a b:c", "0.28.3", []string{`colon advice "a"`}},
		{single, "a b:c", "0.28.3", nil},
	}
	for _, test := range tests {
		for on := range strings.FieldsSeq(test.on) {
			component := config.Master
			if test.kind == single {
				component = config.Agent
			}
			found := findings(t, document(test.kind, component, test.text), on, credentialRules()...)
			if diff := cmp.Diff(test.want, named(found)); diff != "" {
				t.Errorf("%s %q on %s (-want +got):\n%s", test.kind, test.text, on, diff)
				for _, d := range found {
					t.Log(d.Message)
				}
			}
		}
	}
}

// No release before 1.0 has an agent that reads a list, and no master reads a single credential. If no setting says who
// reads a file, it is for whom there is.
func TestCredentialFilesThatNothingReads(t *testing.T) {
	for _, test := range []struct {
		kind      config.Kind
		component config.Component
		on        string
		alone     string // who reads the file where no setting refers to it, "" for nobody
		fires     bool   // whether the component reads it where one does
	}{
		{config.Credentials, config.Agent, "0.28.3", "Mesos 0.28.3", false},
		{config.Credentials, config.Agent, "1.0.0", "the 1.0.0 agent", true},
		{config.Credential, config.Master, "1.0.0", "Mesos 1.0.0", false},
		{config.Credential, config.AnyComponent, "1.0.0", "Mesos 1.0.0", true},
		{config.ACLs, config.Master, "1.0.0", "", false},
	} {
		c := document(test.kind, test.component, "")
		found := findings(t, c, test.on, credentialRules()...)
		if len(found) > 0 != (test.alone != "") || len(found) > 0 && !strings.Contains(found[0].Message, test.alone) {
			t.Errorf("%s of %s on %s: %q", test.kind, test.component, test.on, brief(found))
		}
		n := nodeOf(test.component, "--"+string(test.kind)+"=/x.json")
		c.Nodes, c.Documents[0].Node, c.Documents[0].Setting = []*config.Node{n}, n, n.Settings[0]
		if found := findings(t, c, test.on, credentialRules()...); len(found) > 0 != test.fires {
			t.Errorf("%s of %s on %s, referred to: %q", test.kind, test.component, test.on, named(found))
		}
	}
}

func TestCredentialFixes(t *testing.T) {
	tests := []struct {
		kind     config.Kind
		text, on string
		how      lint.Applicability
		from     string // ValidFrom, "" for none
		want     string // "" if no fix is offered
	}{
		{config.Credentials, "a one\r\nb \"\n", "1.11.0", lint.Safe, "0.25.1",
			"{\n  \"credentials\": [\n    {\"principal\": \"a\", \"secret\": \"one\\u000d\"},\n    {\"principal\": \"b\", \"secret\": \"\\\"\"}\n  ]\n}\n"},
		{config.Credential, "a one", "0.28.3..1.0.0", lint.Safe, "0.25.1", "{\"principal\": \"a\", \"secret\": \"one\"}\n"},
		{config.Credentials, `{"credentials": [{"principal":"a","secret":"b"},]}`, "1.10.0", "", "", ""},
		{config.Credentials, `{"principal": "a", "secret": "b"}`, "1.11.0", lint.Unsafe, "0.25.1", `{"credentials": [{"principal": "a", "secret": "b"}]}`},
		{config.Credentials, `[{"principal": "a", "secret": "b"}]`, "1.11.0", lint.Unsafe, "0.25.1", `{"credentials": [{"principal": "a", "secret": "b"}]}`},
		{config.Credentials, `["a"]`, "1.11.0", "", "", ""},
		{config.Credential, `{"credentials": [{"principal": "a", "secret": "b"}]}`, "1.11.0", lint.Unsafe, "0.25.1", `{"principal": "a", "secret": "b"}`},
		{config.Credential, `{"credentials": [{"principal": "a", "secret": "b"}, {"principal": "c"}]}`, "1.11.0", "", "", ""},
		{config.Credentials, `{"credentials": [{"principal": "a", "Secret": "b"}]}`, "1.11.0", lint.Unsafe, "0.25.1", `{"credentials": [{"principal": "a", "secret": "b"}]}`},
		{config.Credentials, `{"credentials": [{"principal": "a", "secret": "b", "Secret": "b"}]}`, "1.11.0", lint.Manual, "", `{"credentials": [{"principal": "a", "secret": "b"}]}`},
		{config.Credentials, `{"credentials": [{"principal": "a", "secret": "YWI="}]}`, "0.25.0..0.28.3", lint.Unsafe, "0.25.1", `{"credentials": [{"principal": "a", "secret": "ab"}]}`},
		// What is not base64, and what decodes to no text, is for the target already.
		{config.Credentials, `{"credentials": [{"principal": "a", "secret": "YWI="}, {"principal": "b", "secret": "blue-kettle"}]}`, "0.25.0..0.28.3", "", "", ""},
		{config.Credentials, `{"credentials": [{"principal": "a", "secret": "abcd"}]}`, "0.25.0..0.28.3", "", "", ""},
	}
	for _, test := range tests {
		c := document(test.kind, config.AnyComponent, test.text)
		var fix *lint.Fix
		for _, d := range findings(t, c, test.on, credentialRules()...) {
			if d.Fix != nil {
				fix = d.Fix
			}
		}
		if fix == nil {
			if test.want != "" {
				t.Errorf("%q on %s: no fix", test.text, test.on)
			}
			continue
		}
		got := test.text
		for _, e := range slices.Backward(fix.Edits) {
			got = got[:e.Span.Start] + e.Text + got[e.Span.End:]
		}
		from := ""
		if !fix.ValidFrom.IsZero() {
			from = fix.ValidFrom.String()
		}
		if got != test.want || fix.Applicability != test.how || from != test.from {
			t.Errorf("%q on %s: %s fix valid from %q makes %q of it, want %q", test.text, test.on, fix.Applicability, from, got, test.want)
		}
	}
}

// A fix is offered wherever the text form is reported, and what it writes is what every release it names reads.
func TestTextCredentialsAreRewrittenWhereverTheyAreReported(t *testing.T) {
	for _, to := range catalog.Releases().All() {
		for _, d := range findings(t, document(config.Credentials, config.Master, "a s3cret\nb \\\"\x01\xff\r\n"), to.String(), credentialTextFormat) {
			if d.Fix == nil || d.Fix.Applicability != lint.Safe {
				t.Fatalf("%s: no safe fix", to)
			}
			fixed := document(config.Credentials, config.Master, d.Fix.Edits[0].Text)
			for _, on := range catalog.Releases().All() {
				if on.Less(d.Fix.ValidFrom) || to.Less(on) {
					continue
				}
				for _, again := range findings(t, fixed, on.String(), credentialRules()...) {
					if again.Rule == credentialCarriageReturn.Name {
						continue // it stays in the secret, and stays reported
					}
					t.Errorf("fixed for %s, %s says: %s", to, on, again.Message)
				}
			}
		}
	}
}

func TestFixesOfCredentialsHideTheSecrets(t *testing.T) {
	const secret = "correct-horse"
	for _, test := range []struct {
		kind     config.Kind
		text, on string
	}{
		{config.Credentials, "a " + secret + "\n", "1.11.0"},
		{config.Credential, "a " + secret + "\n", "1.0.0"},
		{config.Credentials, `{"principal": "a", "secret": "` + secret + `"}`, "1.11.0"},
		{config.Credentials, `{"credentials": [{"principal": "a", "Secret": "` + secret + `"}]}`, "1.11.0"},
		{config.Credentials, `{"credentials": [{"principal": "a", "secret": "Y29ycmVjdC1ob3JzZQ=="}]}`, "0.25.0..1.11.0"},
	} {
		c := document(test.kind, config.AnyComponent, test.text)
		text := c.Documents[0].Text
		if at := strings.Index(test.text, secret); at >= 0 {
			text.Span(at, at+len(secret)).Mask()
		} else {
			text.All().Mask()
		}
		for _, d := range findings(t, c, test.on, credentialRules()...) {
			if strings.Contains(fmt.Sprintf("%s %s %s %q", d.Message, d.Help, d.Subject, d.Notes), secret[:6]) {
				t.Errorf("%s shows the secret", d.Rule)
			}
			if d.Fix == nil {
				continue
			}
			for _, e := range d.Fix.Edits {
				if strings.Contains(redact.Conceal(e.Text, e.Hidden()), secret[:6]) {
					t.Errorf("the fix of %s shows the secret", d.Rule)
				}
			}
		}
	}
}

func TestSecretKeyPermissions(t *testing.T) {
	for _, c := range []struct {
		flag, on string
		mode     fs.FileMode
		want     bool
	}{
		{"executor_secret_key", "1.3.0", 0o644, true},
		{"executor_secret_key", "1.3.0", 0o640, false},
		{"executor_secret_key", "1.2.0", 0o644, false}, // no such flag yet
		{"jwt_secret_key", "1.11.0", 0o604, true},
		{"jwt_secret_key", "1.11.0", 0o600, false},
	} {
		config := withFiles(map[string]string{"/etc/key": "k"}, nodeOf(config.Agent, "--"+c.flag+"=/etc/key"))
		config.Documents[0].Mode = c.mode
		found := findings(t, config, c.on, credentialPermissions)
		if len(found) == 1 != c.want {
			t.Errorf("%s with %04o on %s: %q", c.flag, c.mode, c.on, named(found))
		}
	}
}

func TestCredentialPermissions(t *testing.T) {
	for mode, fires := range map[uint32]bool{0: false, 0o600: false, 0o640: false, 0o660: false, 0o641: true, 0o602: true, 0o644: true, 0o664: true} {
		c := document(config.Credentials, config.Master, `{"credentials": [{"principal": "a", "secret": "b"}]}`)
		c.Documents[0].Mode = fs.FileMode(mode)
		if found := findings(t, c, "1.11.0", credentialRules()...); len(found) > 0 != fires {
			t.Errorf("%04o: %q", mode, named(found))
		}
	}
}
