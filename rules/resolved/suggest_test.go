package resolved

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestNearest(t *testing.T) {
	known := []string{"quorum", "work_dir", "register_frameworks", "run_tasks", "roles", "zk"}
	for name, want := range map[string]string{
		"quorm": "quorum", "work-dir": "work_dir", "workdir": "work_dir", "WORK_DIR": "work_dir",
		"register_framework": "register_frameworks", "run_taks": "run_tasks", "rolse": "roles", "kz": "zk",
		"comment": "", "x": "", "permissive": "", "work_dir.rpmnew": "",
	} {
		if got := Nearest(name, slices.Values(known)); got != want {
			t.Errorf("nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

// What is remembered is what would be found again, whatever else is asked in between.
func TestMeant(t *testing.T) {
	type fields struct{}
	type others struct{}
	rule := &lint.Rule{Config: func(p *lint.Pass, _ *config.Config) {
		candidates := slices.Values([]string{"principals", "roles"})
		for i := range 3 * meantKept {
			name := fmt.Sprintf("role%d", i%(2*meantKept))
			if got, want := Meant(p, fields{}, name, candidates), Nearest(name, candidates); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if got := Meant(p, others{}, "role1", slices.Values([]string{"users"})); got != "" {
			t.Errorf("among others: %q", got)
		}
	}}
	if _, err := lint.Run(context.Background(), []*lint.Rule{rule}, release.Upgrade{}, &config.Config{}); err != nil {
		t.Fatal(err)
	}
}
