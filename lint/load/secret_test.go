package load

import (
	"strings"
	"testing"
	"time"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestMaskCredentials(t *testing.T) {
	tests := map[string]string{
		`{"credentials": [{"principal": "ops", "secret": "hunter2"}]}`: `{"credentials": [{"principal": "ops", "secret": "[secret]"}]}`,
		`{"secret":"hunter2","principal":"ops"}`:                       `{"secret":"[secret]","principal":"ops"}`,
		`{"credentials": {"ops": "hunter2"}}`:                          `{"credentials": {"ops": "[secret]"}}`,
		`[["ops", "hunter2"], 1234567, null]`:                          `[["[secret]", "[secret]"], [secret], null]`,
		`{"principal": ["hunter2"], "Secret": "hunter2"}`:              `{"principal": ["[secret]"], "Secret": "[secret]"}`,
		`"hunter2"`:                         `"[secret]"`,
		"ops hunter2\n\nagent  hunter2\r\n": "ops [secret]\n\nagent [secret]\n",
		" ops hunter2":                      " ops [secret]",
		"a {\"[hunter2,\n":                  "a [secret]\n",
		"ops\thunter2\n":                    "[secret]\t[secret]\n",
		"ops hunter2\nhunter2\n":            "[secret] [secret]\n[secret]\n",
		"ops hunter2 # old\n":               "[secret] [secret] [secret] [secret]\n",
		`{"credentials": [{"principal": "ops", "secret": "hunter2"},]}`: `{"credentials": [{"principal": [secret], "secret": [secret]},]}`,
		`{"credentials": [{"principal":"ops","secret":"hunter2"},]}`:    `{"credentials": [{"principal":[secret],"secret":[secret]},]}`,
		`{"principal": "ops", "secret": "hun"ter2"}`:                    `{"principal": [secret], "secret": [secret]}`,
		`{'principal': 'ops', 'secret': 'hunter2'}`:                     `{[secret]: [secret], [secret]: [secret]}`,
		"{\n  principal: ops\n  secret: hunter2\n}":                     "{\n  [secret]: [secret]\n  [secret]: [secret]\n}",
		"": "",
	}
	for text, want := range tests {
		s := source.New("credentials", "", []byte(text))
		maskCredentials(source.WholeText(s))
		if got := source.Conceal(text, s.Secrets()); got != want {
			t.Errorf("%q is shown as\n%s, want\n%s", text, got, want)
		}
	}
}

func TestMaskNamed(t *testing.T) {
	tests := []struct {
		text, want string
		wholeLines bool
	}{
		{"DB_PASSWORD=hunter2 b\nX=1\n", "DB_PASSWORD=[secret]\nX=1\n", true},
		{"export DB_PASSWORD=hunter2 X=1\n", "export DB_PASSWORD=[secret] X=1\n", false},
		{"API_TOKEN='hunter 2' X=1", "API_TOKEN='[secret]' X=1", false},
		{`Environment="REGISTRY_PASSWD=hunter2" "X=1"`, `Environment="REGISTRY_PASSWD=[secret]" "X=1"`, false},
		{"--credential_file={\"a\": \"hunter2\"}\n--x=1", "--credential_file=[secret]\n--x=1", true},
		{"--credentials=/etc/mesos/credentials\n--jwt_secret_key=file:///k", "--credentials=/etc/mesos/credentials\n--jwt_secret_key=file:///k", true},
		{"MESOS_CREDENTIAL=$X ${SECRET}", "MESOS_CREDENTIAL=$X ${SECRET}", false},
		{"--authenticate=true --authenticators=org_x", "--authenticate=true --authenticators=org_x", false},
		{`'--modules={"password": "hun\"ter2", "auth": 1234567, "author": "me"}'`, `'--modules={"password": "[secret]", "auth": [secret], "author": "me"}'`, false},
		{`"{\"secret\": \"hun\\\"ter2\", \"a\": 1}"`, `"{\"secret\": \"[secret]\", \"a\": 1}"`, false},
		{`{"key": "password", "value": "hunter2"}, {"key": "a", "value": "b"}`, `{"key": "password", "value": "[secret]"}, {"key": "a", "value": "b"}`, false},
		{`{"value": "hunter2", "key": "my_secret"}`, `{"value": "[secret]", "key": "my_secret"}`, false},
		{`{"credentials": [{"principal": "a", "secret": "hunter2"}]}`, `{"credentials": [{"principal": "a", "secret": "[secret]"}]}`, false},
		{"  DB_PASSWORD: hunter2, 3\n  image: x", "  DB_PASSWORD: [secret]\n  image: x", true},
		{`{"secret": "hunter2`, `{"secret": "[secret]`, false},
		{"password", "password", true},
		{"", "", true},
	}
	for _, test := range tests {
		s := source.New("x", "", []byte(test.text))
		maskNamed(s, test.wholeLines)
		if got := source.Conceal(test.text, s.Secrets()); got != test.want {
			t.Errorf("%s is shown as\n%s, want\n%s", test.text, got, test.want)
		}
	}
}

// No file within the limits takes long, whatever it repeats.
func TestMasksTakeNoQuadraticTime(t *testing.T) {
	for _, piece := range []string{"secret=", "secret:", `"secret":`, `"key":"secret`, `secret="`, `secret=\"`, `"value":`, "{", "a b\n"} {
		s := source.New("x", "", []byte(strings.Repeat(piece, maxText/len(piece))))
		start := time.Now()
		maskNamed(s, true)
		maskNamed(s, false)
		maskCredentials(source.WholeText(s))
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%d times %s takes %s", maxText/len(piece), piece, took)
		}
	}
}

// Whatever a file holds, marking its secrets stays within it.
func FuzzMasks(f *testing.F) {
	for _, text := range []string{`{"key": "password", "value": "x"}`, "secret='a\\'", `\"token\":\"`, "credential=\nauth:", "a b\n", "key:secret value:{"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, mask := range []func(*source.Source){
			func(s *source.Source) { maskNamed(s, true) }, func(s *source.Source) { maskNamed(s, false) }, maskStrayWords,
			func(s *source.Source) { maskCredentials(source.WholeText(s)) }, func(s *source.Source) { maskSecretMembers(source.WholeText(s)) },
		} {
			s := source.New("x", "", []byte(text))
			mask(s)
			for _, r := range s.Secrets() {
				if r.Start < 0 || r.Start >= r.End || r.End > len(text) {
					t.Fatalf("marked %v of %d bytes", r, len(text))
				}
			}
		}
	})
}
