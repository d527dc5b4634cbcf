package load

import (
	"slices"
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
