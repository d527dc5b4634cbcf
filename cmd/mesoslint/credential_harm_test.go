package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// credentialTexts are credential files by what they show; the flag says which form they are of.
var credentialTexts = []struct {
	name, flag, text string
	form             credential.Form
}{
	{"list", "credentials", `{"credentials": [{"principal": "ops", "secret": "plain-word"}, {"principal": "web", "secret": "two words"}]}`, credential.List},
	{"list in base64", "credentials", `{"credentials": [{"principal": "ops", "secret": "b3JhbmdlLXRlYXBvdA=="}, {"principal": "web", "secret": "Ymx1ZS1rZXR0bGU="}]}`, credential.List},
	{"list of which one is base64", "credentials", `{"credentials": [{"principal": "ops", "secret": "YWJj"}, {"principal": "web", "secret": "no base 64!"}]}`, credential.List},
	{"bytes in base64", "credentials", `{"credentials": [{"principal": "ops", "secret": "/wD+gA=="}]}`, credential.List},
	{"one without a secret", "credentials", `{"credentials": [{"principal": "ops"}, {"principal": "web", "secret": "YWJj"}]}`, credential.List},
	{"text", "credentials", "ops plain-word\nweb other!\n", credential.List},
	{"text that is base64", "credentials", "ops b3JhbmdlLXRlYXBvdA==\n", credential.List},
	{"single", "credential", `{"principal": "agent", "secret": "plain-word"}`, credential.Single},
	{"single in base64", "credential", `{"principal": "agent", "secret": "b3JhbmdlLXRlYXBvdA=="}`, credential.Single},
	{"single text", "credential", "agent b3JhbmdlLXRlYXBvdA==\n", credential.Single},
}

// No fix changes a secret, between any two releases: what a fixed file holds is read on the target as the release before the
// upgrade reads the file as it was, and, but for what is for the upgrade, on that release too.
func TestNoFixLosesASecret(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	var ran, changed atomic.Int32
	t.Run("texts", func(t *testing.T) {
		for _, c := range credentialTexts {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				for _, u := range upgradesOfCredentials() {
					for _, flags := range [][]string{{"--unsafe-fixes"}, {"--unsafe-fixes", "--with-upgrade"}} {
						dir := t.TempDir()
						path := filepath.Join(dir, "file")
						writeFile(t, path, c.text)
						args := slices.Concat([]string{"check", "--from", u.From.String(), "--to", u.To.String(), "--as", c.flag, "--fix"}, flags, []string{"file"})
						run(t, dir, args...)
						fixed, err := os.ReadFile(path)
						if err != nil {
							t.Fatal(err)
						}
						ran.Add(1)
						if string(fixed) == c.text {
							continue
						}
						changed.Add(1)
						before := secretsOn(u.From, c.text, c.form)
						if before == "" {
							continue // what the release refuses has no secrets to keep
						}
						if secretsOn(u.To, string(fixed), c.form) != before {
							t.Errorf("%s %v: other secrets are loaded from what is written", u, flags)
						}
						if len(flags) == 1 && secretsOn(u.From, string(fixed), c.form) != before {
							t.Errorf("%s %v: %s loads other secrets from what is written for now", u, flags, u.From)
						}
					}
				}
			})
		}
	})
	t.Logf("%d runs, of which %d changed the file", ran.Load(), changed.Load())
	if changed.Load() < ran.Load()/20 {
		t.Errorf("only %d of %d runs changed the file", changed.Load(), ran.Load())
	}
}

// upgradesOfCredentials are those between the releases around which the reading of credentials changes.
func upgradesOfCredentials() []release.Upgrade {
	every := catalog.Releases().All()
	about := func(i int) string {
		var b strings.Builder
		for _, c := range credentialTexts {
			b.WriteString(secretsOn(every[i], c.text, c.form) + "\x00")
		}
		return b.String()
	}
	var ends []release.Release
	for i, r := range every {
		if i == 0 || i+1 == len(every) || about(i) != about(i-1) || about(i) != about(i+1) {
			ends = append(ends, r)
		}
	}
	var out []release.Upgrade
	for i, to := range ends {
		for _, from := range ends[:i+1] {
			out = append(out, release.Upgrade{From: from, To: to})
		}
	}
	return out
}

// secretsOn is what a release loads from a text, "" if it refuses it.
func secretsOn(on release.Release, text string, form credential.Form) string {
	s := source.New("file", "/file", []byte(text))
	file, _ := resolved.ReadCredentialText(source.RawText(s, 0, len(text)), form, on)
	if file == nil {
		return ""
	}
	var b strings.Builder
	for _, c := range file.Credentials {
		c.Secret.Holds(func(secret string) bool {
			fmt.Fprintf(&b, "%q %q\n", c.Principal, secret)
			return true
		})
	}
	return b.String()
}
