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
		{"Allocator", "1.2.0", "1.4.0", []string{"allocator-multi-role", "allocator-suppressed-roles", "allocator-update-slave-total"}},
		{"Isolator", "1.1.0", "1.11.0", []string{"isolator-standalone", "isolator-recover-vector", "isolator-update-limits"}},
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
