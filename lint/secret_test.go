package lint

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

const secret = "hunter2x"

// A rule that repeats a value knows nothing of secrets; Run takes them out of all that it says.
func TestRunHidesSecrets(t *testing.T) {
	s := source.New("x", "", []byte("a $A"))
	var words redact.Words
	words.AddValue(secret)
	rule := &Rule{Name: "a/b", Config: func(p *Pass, _ *config.Config) {
		p.Report(Diagnostic{
			Span: s.Span(0, 1), Effect: Advice, Message: "`" + secret + "` is unknown", Subject: secret, Help: "delete `" + secret + "`",
			Related: []Related{{Message: `"` + secret + `" here`}}, Notes: []string{secret},
			Fix: &Fix{
				Message: "write `" + secret + "`",
				Edits:   []Edit{{Span: s.Span(2, 4), Text: "'" + secret + "'"}},
				Creates: []Create{{Path: "y", Data: []byte("b " + secret)}},
			},
		})
	}}
	found, err := Run(t.Context(), []*Rule{rule}, release.Upgrade{}, &config.Config{Secrets: &words})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	d := found[0]
	said := fmt.Sprint(d.Message, d.Subject, d.Help, d.Related[0].Message, d.Notes, d.Fix.Message)
	if strings.Contains(said, secret) || strings.Count(said, source.SecretMark) != 6 {
		t.Errorf("it says %s", said)
	}
	if e := d.Fix.Edits[0]; e.Text != "'"+secret+"'" || redact.Conceal(e.Text, e.Hidden()) != "'[secret]'" {
		t.Errorf("the edit is %v", e)
	}
	if c := d.Fix.Creates[0]; string(c.Data) != "b "+secret || redact.Conceal(string(c.Data), c.Secrets) != "b [secret]" {
		t.Errorf("the new file is %v", c)
	}
	if d.Fix.Creates[0].Permissions() != 0o600 {
		t.Error("everybody may read the new file")
	}

	for name, v := range map[string]any{"diagnostic": d, "pointer": &d, "fix": d.Fix, "edit": d.Fix.Edits[0], "create": d.Fix.Creates[0]} {
		var out strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			fmt.Fprintf(&out, verb, v)
		}
		data, _ := json.Marshal(v)
		out.Write(data)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
		for _, form := range []string{secret, fmt.Sprintf("%x", secret), strings.Trim(fmt.Sprint([]byte(secret)), "[]")} {
			if strings.Contains(out.String(), form) {
				t.Errorf("the %s prints the secret", name)
			}
		}
	}
}
