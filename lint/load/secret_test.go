package load

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestMaskArgument(t *testing.T) {
	l := &loader{}
	l.v.Flag = func(_ config.Component, name string) bool {
		return slices.Contains([]string{"port", "credential", "hostname_lookup"}, name)
	}
	for word, want := range map[string]string{
		"hunter2": "[secret]", "foo": "[secret]", "-port=1": "-port=1", "port": "port", "port=5050": "port=5050", "-credential=hunter2": "-credential=[secret]",
		"-credential=/etc/x": "-credential=/etc/x", "no-hostname_lookup": "no-hostname_lookup", "-x": "-x", "-x=hunter2": "-x=[secret]", "-hunter2": "[secret]",
		"zk://u:hunter2@h/m": "zk://u:[secret]@h/m", "/etc/x": "/etc/x", "$X": "$X", "a b": "[secret]", "\ufeff--port=1": "\ufeff--port=1", "": "",
	} {
		s := source.New("x", "", []byte(word))
		l.maskArgument(source.WholeText(s))
		if got := redact.Conceal(word, s.Secrets()); got != want {
			t.Errorf("%s is shown as %s, want %s", word, got, want)
		}
	}
}

func TestContainsAround(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	found := 0
	for range 20_000 {
		var text strings.Builder
		for range r.IntN(400) {
			text.WriteString([]string{"secret", `"`, "c", "s", "sec", "\"secret", "x", "\n", "long piece of text without it"}[r.IntN(1+r.IntN(9))])
		}
		want := strings.Contains(text.String(), `"secret"`)
		if got := containsAround(text.String(), `"secret"`, 'c'); got != want {
			t.Fatalf("%q: %v", text.String(), got)
		}
		if want {
			found++
		}
	}
	if found < 1000 || found > 19_000 {
		t.Errorf("%d of 20000 texts hold the word", found)
	}
}
