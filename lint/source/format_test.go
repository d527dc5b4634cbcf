package source

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// Whatever a careless line of code does with what was read, the content of the file stays where it is.
func TestSourcesPrintNoSecret(t *testing.T) {
	const secret = "hunter2"
	s := New("etc/credentials", "/etc/credentials", []byte("ops "+secret))
	s.Mask(4, len(s.Data))
	text := WholeText(s)
	s.Show(0, 3)
	type holder struct {
		Source  *Source
		Text    Text
		Span    Span
		List    []Text
		ByName  map[string]*Source
		Pending Overlay
	}
	h := holder{s, text, s.Span(4, 11), []Text{text}, map[string]*Source{"a": s}, Overlay{"a": {Data: s.Data}}}
	for name, v := range map[string]any{"source": s, "text": text, "span": h.Span, "holder": h, "pointer": &h, "list": []any{h, s},
		"overlay": h.Pending} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T", "%08.3f"} {
			shows(t, name+" with "+verb, fmt.Sprintf(verb, v), secret)
		}
		for what, marshal := range map[string]func(any) ([]byte, error){"JSON": json.Marshal, "XML": func(v any) ([]byte, error) { return xml.Marshal(v) },
			"gob": func(v any) ([]byte, error) {
				var b bytes.Buffer
				err := gob.NewEncoder(&b).Encode(v)
				return b.Bytes(), err
			}} {
			data, err := marshal(v)
			shows(t, name+" as "+what, string(data)+fmt.Sprint(err), secret)
		}
		var logged strings.Builder
		slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "v", v)
		shows(t, name+" logged", logged.String(), secret)
	}
	if got := fmt.Sprint(s, text); got != "etc/credentials ops [secret]" {
		t.Errorf("they print as %q", got)
	}
}

func shows(t *testing.T, what, output, secret string) {
	t.Helper()
	decimal := strings.Trim(fmt.Sprint([]byte(secret)), "[]")
	base64, _ := json.Marshal([]byte(secret))
	for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret), decimal, strings.Trim(string(base64), `"=`)} {
		if strings.Contains(output, form) {
			t.Errorf("%s shows the secret: %s", what, strings.ReplaceAll(output, form, "…"))
		}
	}
	if strings.Contains(output, strings.ReplaceAll(decimal, " ", ", ")) {
		t.Errorf("%s shows the secret as bytes", what)
	}
}
