package redact

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

const hidden = "hunter2"

func TestSecretShowsNothing(t *testing.T) {
	s := NewSecret(hidden)
	type exported struct{ Secret Secret }
	type unexported struct {
		secret  Secret
		secrets []Secret
		byName  map[string]Secret
		pointer *Secret
	}
	values := map[string]any{
		"secret": s, "pointer": &s, "list": []Secret{s}, "map": map[string]Secret{"a": s},
		"exported": exported{s}, "pointer to exported": &exported{s},
		"unexported":      unexported{s, []Secret{s}, map[string]Secret{"a": s}, &s},
		"list of structs": []exported{{s}}, "pointer to unexported": &unexported{secret: s},
	}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%T", "%08.3f", "%t", "%w"} {
			check(t, name+" with "+verb, fmt.Sprintf(verb, v))
		}
		check(t, name+" printed", fmt.Sprint(v), fmt.Sprintln(v))
		check(t, name+" in an error", fmt.Errorf("reading %v: %w", v, errors.New("no")).Error())
		if b, err := json.Marshal(v); err == nil {
			check(t, name+" as JSON", string(b))
		}
		check(t, name+" compared", cmp.Diff(v, v, cmp.Exporter(func(reflect.Type) bool { return true })))
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "v", v)
		check(t, name+" logged", b.String())
	}
	check(t, "a diff", cmp.Diff(exported{s}, exported{NewSecret(hidden + "!")}, cmp.Exporter(func(reflect.Type) bool { return true })))
	func() {
		defer func() { check(t, "a panic", fmt.Sprint(recover())) }()
		panic(s)
	}()
	if got := s.String() + s.GoString(); got != source.SecretMark+source.SecretMark {
		t.Errorf("it prints as %q", got)
	}
	if b, err := json.Marshal(s); err != nil || string(b) != `"[secret]"` {
		t.Errorf("it marshals as %s, %v", b, err)
	}
	if b, err := json.Marshal(map[string]any{"s": exported{s}}); err != nil || string(b) != `{"s":{"Secret":"[secret]"}}` {
		t.Errorf("it marshals inside as %s, %v", b, err)
	}
}

func check(t *testing.T, what string, outputs ...string) {
	t.Helper()
	for _, s := range outputs {
		hex := fmt.Sprintf("%x", hidden)
		if strings.Contains(s, hidden) || strings.Contains(strings.ToLower(s), hex) {
			t.Errorf("%s shows the secret", what)
		}
	}
}

func TestSecretEqual(t *testing.T) {
	a, b := NewSecret("a\x00\xff"), NewSecret("a\x00")
	if !a.Equal(NewSecret("a\x00\xff")) || a.Equal(b) || b.Equal(a) || a.Equal(Secret{}) {
		t.Error("Equal does not compare bytes")
	}
	if !(Secret{}).Equal(NewSecret("")) || !(Secret{}).Empty() || !NewSecret("").Empty() || a.Empty() {
		t.Error("the zero Secret is not the empty one")
	}
	if reflect.TypeFor[Secret]().Comparable() {
		t.Error("secrets can be compared with ==, which compares no bytes")
	}
}

func TestSecretIsWrittenAsASecret(t *testing.T) {
	var b Builder
	b.Write("x: ")
	NewSecret("a\"\x01\xff").Write(&b)
	if got, want := b.String(), "x: \"a\\\"\\u0001\xff\""; got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
	if got := Conceal(b.String(), b.Secrets()); got != "x: [secret]" {
		t.Errorf("a report shows %q", got)
	}
}
