package fix

import (
	"bytes"
	"io"
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
