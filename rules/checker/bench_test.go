package checker_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/checker"
)

// BenchmarkEditor is what an editor asks for each time a file changes: all rules over a machine of which one file is not saved
// yet. At most 10 ms.
func BenchmarkEditor(b *testing.B) {
	dir, err := filepath.Abs("../../fixtures/example/agent")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		unsaved := source.Overlay{filepath.Join(dir, "etc/mesos-slave/isolation"): {Data: []byte([]string{"cgroups/cpu\n", "cgroups/mem\n"}[i%2])}}
		result, err := checker.Check(context.Background(), []string{dir}, checker.Options{From: "1.2", To: "1.3", Load: load.Options{Overlay: unsaved}})
		if err != nil || len(result.Diagnostics) == 0 {
			b.Fatalf("%v, %v", result, err)
		}
	}
}
