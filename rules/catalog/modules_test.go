package catalog

import (
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/release"
)

func TestModuleChanges(t *testing.T) {
	for _, c := range []struct {
		kind, from, to string
		want           []string
	}{
		{"Allocator", "1.2.3", "1.3.0", []string{"allocator-multi-role"}},
		{"Allocator", "1.3.0", "1.3.2", nil},
		{"Allocator", "1.2.0", "1.4.0", []string{"allocator-multi-role", "allocator-update-slave-total"}},
		{"Isolator", "0.26.2", "1.7.0", []string{"isolator-prepare-config", "container-config-fields", "isolator-recover-vector"}},
		{"QoSController", "0.23.0", "1.11.0", nil},
	} {
		var got []string
		for _, change := range ModuleChanges(c.kind, release.Upgrade{From: rel(c.from), To: rel(c.to)}) {
			got = append(got, change.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s from %s to %s: %v, want %v", c.kind, c.from, c.to, got, c.want)
		}
	}
}

func TestChanges(t *testing.T) {
	kinds := map[string]bool{"": true}
	for _, k := range ModuleKinds() {
		kinds[k.Kind] = true
		for _, f := range k.Flags {
			if FlagsOf(f.Component).Flag(f.Flag) == nil {
				t.Errorf("%s is named by --%s, which is no flag of the %s", k.Kind, f.Flag, f.Component)
			}
		}
	}
	seen := map[string]bool{}
	for i, c := range Changes() {
		if seen[c.ID] || c.What == "" || c.Do == "" || len(c.Evidence) == 0 || !kinds[c.Module] {
			t.Errorf("not a change one can report: %+v", c)
		}
		seen[c.ID] = true
		if i > 0 && c.Release.Less(Changes()[i-1].Release) {
			t.Errorf("%s is not in order", c.ID)
		}
		if !slices.Contains(Releases().All(), c.Release) {
			t.Errorf("%s is of %s, which is no release", c.ID, c.Release)
		}
	}
}
