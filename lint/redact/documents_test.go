package redact

import (
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestPathsOfVariablesAreNoSecrets(t *testing.T) {
	const data = `{"PATH": "/usr/bin:/bin", "LD_LIBRARY_PATH": "/opt/mesos/lib", "TOKEN_PATH": "/run/hunter2", "X": "hunter2:/bin", "Y": "/bin:hunter2", "list": {"A": "/opt/app"}}`
	for _, members := range [][]string{{"*"}, {"list"}} {
		s := source.New("", "", []byte(data))
		MaskSecretValues(source.WholeText(s), members, func(source.JSON) bool { return false })
		var masked []string
		for _, r := range s.Secrets() {
			masked = append(masked, data[r.Start:r.End])
		}
		if want := []string{"/run/hunter2", "hunter2:/bin", "/bin:hunter2"}; !slices.Equal(masked, want) {
			t.Errorf("%q: masked are %q, not %q", members, masked, want)
		}
	}
}
