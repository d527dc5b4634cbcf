package resolved

import (
	"slices"
	"testing"
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
