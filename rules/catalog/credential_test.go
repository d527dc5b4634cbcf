package catalog

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestCredentialSemantics(t *testing.T) {
	tests := []struct {
		release            string
		json, text, shared bool
		secret             stout.FieldType
	}{
		{"0.19.1", false, true, true, ""},
		{"0.20.0", true, true, false, stout.BytesField},
		{"0.23.1", true, true, false, stout.BytesField},
		{"0.24.1", true, true, false, stout.BytesField},
		{"0.24.2", true, true, false, stout.StringField},
		{"0.25.0", true, true, false, stout.BytesField},
		{"0.25.1", true, true, false, stout.StringField},
		{"1.10.0", true, true, false, stout.StringField},
		{"1.11.0", true, false, false, stout.StringField},
	}
	for _, test := range tests {
		s := CredentialSemantics(release.MustParse(test.release))
		if s.JSON != test.json || s.Text != test.text || s.SharedReader != test.shared {
			t.Errorf("%s reads JSON %t, text %t, shared %t", test.release, s.JSON, s.Text, s.SharedReader)
		}
		if !test.json {
			if s.Message != nil {
				t.Errorf("%s has a message and reads no JSON", test.release)
			}
			continue
		}
		fields := s.Message.Fields[0].Message.Fields
		if len(fields) != 2 || fields[0].Name != "principal" || !fields[0].Required || fields[1].Name != "secret" || fields[1].Type != test.secret {
			t.Errorf("%s: Credential is %+v", test.release, fields)
		}
	}
}

// Base64 is what the secret's type and the reading of that type make together.
func TestSecretsAreBase64WhereTheBehaviourSaysSo(t *testing.T) {
	for _, r := range Releases().All() {
		s := CredentialSemantics(r)
		if !s.JSON {
			continue
		}
		decoded := s.Message.Fields[0].Message.Fields[1].Type == stout.BytesField && Dialect(r).Base64Bytes
		if decoded != Behaviour("credential-secret-base64").Contains(r) {
			t.Errorf("%s: the message says %t, the behaviour %t", r, decoded, !decoded)
		}
	}
}

func TestFlagsThatReadCredentials(t *testing.T) {
	tests := []struct {
		component config.Component
		kind      config.Kind
		release   string
		want      []string
	}{
		{config.Master, config.Credentials, "0.19.0", []string{"credentials"}},
		{config.Agent, config.Credentials, "0.28.3", nil},
		{config.Agent, config.Credentials, "1.0.0", []string{"http_credentials"}},
		{config.AnyComponent, config.Credentials, "1.0.0", []string{"http_credentials", "credentials"}},
		{config.Agent, config.Credential, "0.19.0", []string{"credential"}},
		{config.Master, config.Credential, "1.11.0", nil},
	}
	for _, test := range tests {
		var got []string
		for _, d := range FlagsThatRead(test.component, test.kind, release.MustParse(test.release)) {
			got = append(got, d.Flag)
		}
		if len(got) != len(test.want) || len(got) > 0 && got[0] != test.want[0] {
			t.Errorf("%s of %s on %s: %v, want %v", test.kind, test.component, test.release, got, test.want)
		}
	}
}

// Every flag an authentication depends on is one of the release, under the name the catalogue gives it; the choice of
// authenticators alone may be younger.
func TestAuthenticationsNameFlagsOfTheRelease(t *testing.T) {
	for _, r := range Releases().All() {
		for _, c := range []config.Component{config.Master, config.Agent} {
			for _, a := range Authentications(c, r) {
				for _, name := range []string{a.Flag, a.Credentials} {
					if name == "" {
						continue
					}
					if _, _, _, ok := FlagsOf(c).At(name, r); !ok {
						t.Errorf("%s %s has no flag %s", r, c, name)
					}
				}
				if FlagsOf(c).Flag(a.Authenticators) == nil {
					t.Errorf("no %s ever had a flag %s", c, a.Authenticators)
				}
			}
		}
	}
	if AuthenticationOf(config.Master, HTTPFrameworks, release.MustParse("0.28.3")) != nil ||
		AuthenticationOf(config.Master, HTTPFrameworks, release.MustParse("1.0.0")) == nil {
		t.Error("HTTP frameworks authenticate from 1.0.0 on")
	}
}
