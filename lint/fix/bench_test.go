package fix

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
)

// BenchmarkLargeFile plans and shows 10 000 edits of a file of 24 MB.
func BenchmarkLargeFile(b *testing.B) {
	line := []byte("    {\"principals\": {\"values\": [\"ops\"]}, \"quota_principals\": {\"type\": \"ANY\"}, \"x\": \"" + string(bytes.Repeat([]byte("y"), 40)) + "\"},\n")
	data := bytes.Repeat(line, 24<<20/len(line))
	s := plain("acls.json", "/r/acls.json", data)
	var diags []lint.Diagnostic
	for i := range 10_000 {
		at := i * 19 * len(line)
		diags = append(diags, editing(s, "x", at+5, at+17, `"roles"`))
	}
	b.SetBytes(int64(len(data)))
	for range b.N {
		c := Plan(diags, Scope{}, nil)
		if err := c.Diff(io.Discard, DiffStyle{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkApplyOne writes one small file, without waiting for the disk.
func BenchmarkApplyOne(b *testing.B) {
	path, state := filepath.Join(b.TempDir(), "acls.json"), filepath.Join(b.TempDir(), "state")
	for range b.N {
		if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
			b.Fatal(err)
		}
		c := &Changes{Files: []*File{{Path: "acls.json", NewPath: "acls.json", File: path, NewFile: path, Old: []byte("{}"), New: []byte("{ }")}}}
		if err := c.apply(context.Background(), Options{State: state}, poor{disk: osDisk{}}); err != nil {
			b.Fatal(err)
		}
	}
}
