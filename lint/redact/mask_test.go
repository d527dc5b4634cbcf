package redact

import (
	"strings"
	"testing"
	"time"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestMaskCredentials(t *testing.T) {
	tests := map[string]string{
		`{"credentials": [{"principal": "ops", "secret": "hunter2"}]}`: `{"credentials": [{"principal": "ops", "secret": "[secret]"}]}`,
		`{"secret":"hunter2","principal":"ops"}`:                       `{"secret":"[secret]","principal":"ops"}`,
		`{"credentials": {"ops": "hunter2"}}`:                          `{"credentials": {"[secret]": "[secret]"}}`,
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
		`{"credentials": [{"hunter2": "secret"}]}`:                                            `{"credentials": [{"[secret]": "[secret]"}]}`,
		`{"credentials": [{"princpial": "ops", "sceret": "hunter2", "_comment": "hunter2"}]}`: `{"credentials": [{"princpial": "[secret]", "sceret": "[secret]", "_comment": "[secret]"}]}`,
		`{"principal": "Kj7vQx2mZt9wRb4nPf6h", "secret": "ops"}`:                              `{"principal": "[secret]", "secret": "[secret]"}`,
		"Kj7vQx2mZt9wRb4nPf6h ops\n":                                                          "[secret] [secret]\n",
	}
	for text, want := range tests {
		s := source.New("credentials", "", []byte(text))
		MaskCredentials(source.WholeText(s))
		if got := Conceal(text, s.Secrets()); got != want {
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
		{"a: 'mesos-agent --credential=/etc/c --port=5051 --x_token=hunter2 b'", "a: 'mesos-agent --credential=/etc/c --port=5051 --x_token=[secret]", true},
		{"a: mesos-agent --credential=hunter2 --port=5051", "a: mesos-agent --credential=[secret]", true},
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
		{"--password hunter2 --x=1", "--password [secret] --x=1", false},
		{"--password --x=1", "--password --x=1", false},
		{"PASSWORD=$hunter2! ", "PASSWORD=[secret]", true},
		{"PASSWORD={{hunter2", "PASSWORD=[secret]", true},
		{"PASSWORD=%hunter2", "PASSWORD=[secret]", true},
		{"PASSWORD={{ password }}", "PASSWORD={{ password }}", true},
		{"PASSWORD=%i X", "PASSWORD=%i X", false},
		{"PASSWORD=/Kj7vQx2mZt9wRb4nPf6h", "PASSWORD=[secret]", true},
		{"PASSWORD=$(cat /etc/x)", "PASSWORD=$(cat /etc/x)", true},
		{"", "", true},
	}
	for _, test := range tests {
		s := source.New("x", "", []byte(test.text))
		MaskNamed(s, test.wholeLines)
		if got := Conceal(test.text, s.Secrets()); got != test.want {
			t.Errorf("%s is shown as\n%s, want\n%s", test.text, got, test.want)
		}
	}
}

func TestMaskSecretValues(t *testing.T) {
	all, parameters := []string{"*"}, []string{"parameters"}
	for _, test := range []struct {
		text    string
		members []string
		want    string
	}{
		{`{"auths": {"reg.example": {"auth": "hunter2"}}, "HttpHeaders": {"X": "hunter2"}}`, all,
			`{"auths": {"reg.example": {"auth": "[secret]"}}, "HttpHeaders": [secret]}`},
		{`{"DEBUG": 1, "LDAP_PW": "hunter2", "PIN": 3178456, "ON": true}`, all, `{"DEBUG": 1, "LDAP_PW": "[secret]", "PIN": [secret], "ON": true}`},
		{`hunter2`, all, `[secret]`},
		{`{"auths": {"reg.example": {"auth": "hunter2`, all, `{"auths": {"reg.example": {"auth": [secret]`},
		{`{"libraries": [{"file": "x.so", "modules": [{"name": "m", "parameters": [{"key": "bind", "value": "hunter2"}]}]}]}`, parameters,
			`{"libraries": [{"file": "x.so", "modules": [{"name": "m", "parameters": [{"key": "bind", "value": "[secret]"}]}]}]}`},
		{`{"parameters": {"bind": ["hunter2", {"value": "hunter2"}]}}`, parameters, `{"parameters": {"bind": ["[secret]", {"value": "[secret]"}]}}`},
		{`{"libraries": [{"file": "x.so", "parameters": [{"key": "bind", "value": "hunter2"}],}]}`, parameters,
			`{"libraries": [{"file": "x.so", "parameters": [{"key": "bind", "value": [secret]}],}]}`},
		{`{"file": hunter2}`, parameters, `{"file": [secret]}`},
		{`{"file": "{\"principal\": \"a\", \"secret\": \"hunter2\"}"}`, parameters, `{"file": "[secret]"}`},
	} {
		s := source.New("x", "", []byte(test.text))
		MaskSecretValues(source.WholeText(s), test.members, Nothing)
		if got := Conceal(test.text, s.Secrets()); got != test.want {
			t.Errorf("%s is shown as\n%s, want\n%s", test.text, got, test.want)
		}
	}
}

// No file within the limits takes long, whatever it repeats.
func TestMasksTakeNoQuadraticTime(t *testing.T) {
	const size = 1 << 20 // the largest text that is read
	for _, piece := range []string{"secret=", "secret:", `"secret":`, `"key":"secret`, `secret="`, `secret=\"`, `"value":`, "{", "a b\n"} {
		s := source.New("x", "", []byte(strings.Repeat(piece, size/len(piece))))
		start := time.Now()
		MaskNamed(s, true)
		MaskNamed(s, false)
		MaskCredentials(source.WholeText(s))
		MaskSecretValues(source.WholeText(s), []string{"parameters"}, Nothing)
		MaskUnassigned(s)
		harmlessWords(string(s.Data), Vocabulary{})
		harmlessJSON(string(s.Data), func(string) bool { return false })
		MaskGenerated(source.WholeText(s))
		if took := time.Since(start); took > patience.Limit(20*time.Second) {
			t.Errorf("%d times %s takes %s", size/len(piece), piece, took)
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
			func(s *source.Source) { MaskNamed(s, true) }, func(s *source.Source) { MaskNamed(s, false) },
			func(s *source.Source) { MaskGenerated(source.WholeText(s)) },
			func(s *source.Source) { MaskURLPassword(source.WholeText(s)) },
			func(s *source.Source) { MaskSecretValues(source.WholeText(s), []string{"*"}, Nothing) },
			func(s *source.Source) { MaskSecretValues(source.WholeText(s), []string{"parameters"}, Nothing) },
			func(s *source.Source) { MaskCredentials(source.WholeText(s)) }, func(s *source.Source) { MaskSecretMembers(source.WholeText(s)) },
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
