package load

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestMaskCredentials(t *testing.T) {
	tests := map[string]string{
		`{"credentials": [{"principal": "ops", "secret": "hunter2"}]}`: `{"credentials": [{"principal": "ops", "secret": "[secret]"}]}`,
		`{"secret":"hunter2","principal":"ops"}`:                       `{"secret":"[secret]","principal":"ops"}`,
		`{"credentials": {"ops": "hunter2"}}`:                          `{"credentials": {"ops": "[secret]"}}`,
		`[["ops", "hunter2"], 1234567, null]`:                          `[["[secret]", "[secret]"], [secret], [secret]]`,
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
