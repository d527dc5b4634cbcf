package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file with so many mistakes that no fix of a single one is worked out has one fix for all, which fixes
// every one of them.
func TestManyMistakesHaveOneFix(t *testing.T) {
	const n = 1500
	list := func(entry string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%s\n", strings.TrimSuffix(strings.Repeat(",", i), strings.Repeat(",", max(0, i-1)))+fmt.Sprintf(entry, i))
		}
		return b.String()
	}
	for _, c := range []struct{ name, as, text, wrong, right string }{
		{"acls.json", "acls", `{"permissive": false, "register_frameworks": [` + list(`{"principal": {"values": ["a%d"]}, "roles": {"type": "ANY"}}`) + "]}",
			`"principal":`, `"principals":`},
		{"types.json", "acls", `{"permissive": false, "run_tasks": [` + list(`{"principals": {"values": ["a%d"]}, "users": {"type": "any"}}`) + "]}",
			`"any"`, `"ANY"`},
		{"credentials.json", "credentials", `{"credentials": [` + list(`{"principal": "a%d", "secrt": "example"}`) + "]}", `"secrt"`, `"secret"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, c.name)
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			found := run(t, dir, "check", "--to", "1.3", "--as", c.as, "--verbose", c.name)
			if fixes := strings.Count(found, "unsafe fix: "); fixes != 1 || !strings.Contains(found, fmt.Sprint(n)) {
				t.Errorf("%d fixes are offered:\n%.1500s", fixes, found)
			}
			if others := strings.Count(found, "fixes it as well"); others != n-1 {
				t.Errorf("%d findings say that another's fix fixes them, not %d", others, n-1)
			}
			run(t, dir, "check", "--to", "1.3", "--as", c.as, "--fix", "--unsafe-fixes", c.name)
			fixed, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(c.text, c.wrong, c.right); string(fixed) != want {
				t.Errorf("it is fixed to\n%.400s", fixed)
			}
		})
	}
}
