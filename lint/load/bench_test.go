package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func benchmark(b *testing.B, dir string) {
	b.ReportAllocs()
	for b.Loop() {
		c, err := Load(context.Background(), []string{"."}, Options{Dir: dir, Vocabulary: vocabulary()})
		if err != nil || len(c.Documents) == 0 {
			b.Fatal(err)
		}
	}
}

// BenchmarkTwoThousandFiles loads 2 000 ACL files of some 4 KiB.
func BenchmarkTwoThousandFiles(b *testing.B) {
	dir := b.TempDir()
	acls := aclText(20)
	for i := range 2000 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("acls-%04d.json", i)), []byte(acls), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	benchmark(b, dir)
}

// BenchmarkLargeFile loads one ACL file of 200 000 entries.
func BenchmarkLargeFile(b *testing.B) {
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "acls.json"), []byte(aclText(200_000)), 0o644); err != nil {
		b.Fatal(err)
	}
	benchmark(b, dir)
}

func aclText(entries int) string {
	entry := func(i int) string {
		return fmt.Sprintf(`{"principals": {"values": ["framework-%d"]}, "roles": {"values": ["production", "role-%d"]}}`, i, i)
	}
	var b strings.Builder
	b.WriteString("{\n  \"permissive\": false,\n  \"register_frameworks\": [\n")
	for i := range entries {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.WriteString("    " + entry(i))
	}
	b.WriteString("\n  ]\n}\n")
	return b.String()
}
