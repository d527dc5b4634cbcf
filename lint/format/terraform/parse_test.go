package terraform

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

// TestPartsReadAsTheWhole holds that a configuration is read in parts as it is read at once, whatever stands around a closing
// brace.
func TestPartsReadAsTheWhole(t *testing.T) {
	kinds := []string{
		"locals {\n  v%d = \"a\"\n}\n",
		"resource \"aws_instance\" \"m%d\" {\n  user_data = <<-E\n    #!/bin/sh\n    f() {\n}\n    echo ${local.v1} \\\n  E\n}\n",
		"# %d\n/* resource {\n}\n*/\n",
		"resource \"a\" \"b%d\" {\n  x = {\n}\n  y = [<<E\n}\nE\n  ]\n}\n",
		"data \"a\" \"é%d\" {\n  x = \"${jsonencode({\n    a = 1\n  })}\"\n}\n\n",
	}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		var text strings.Builder
		for i := range 1500 {
			fmt.Fprintf(&text, kinds[r.IntN(1+int(seed)%len(kinds))], i)
		}
		in := source.WholeText(source.New("main.tf", "", []byte(text.String())))
		got, want := parse(in), &file{in: in}
		if want.add(in.String(), 0); (want.problem == nil) != (got.problem == nil) {
			t.Fatalf("seed %d: the problem is %v, not %v", seed, got.problem, want.problem)
		}
		if !slices.Equal(got.tokens, want.tokens) || len(got.blocks) != len(want.blocks) {
			t.Fatalf("seed %d: %d tokens and %d blocks, not %d and %d", seed, len(got.tokens), len(got.blocks), len(want.tokens), len(want.blocks))
		}
		for i, b := range got.blocks {
			// The lines and columns of the parser are those of a part, and nobody asks for them.
			if w := want.blocks[i]; b.Type != w.Type || !slices.Equal(b.Labels, w.Labels) || b.TypeRange.Start.Byte != w.TypeRange.Start.Byte || b.Body.EndRange.Start.Byte != w.Body.EndRange.Start.Byte {
				t.Fatalf("seed %d: block %d is %v at %v, not %v at %v", seed, i, b.Labels, b.TypeRange, w.Labels, w.TypeRange)
			}
		}
	}
	if n := len(parts(strings.Repeat(fmt.Sprintf(kinds[0], 1), 4000))); n < 4 {
		t.Errorf("a configuration of 100 KiB is read in %d parts", n)
	}
}

// TestMemory holds how much memory a configuration takes for each byte of it: nearly all of it is the tree of the parser.
func TestMemory(t *testing.T) {
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, "locals {\n  v%d = \"value-%d\"\n}\n", i, i)
	}
	in := source.WholeText(source.New("main.tf", "", []byte(text.String())))
	inUse := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := inUse()
	f := parse(in)
	each := float64(inUse()-before) / float64(in.Len())
	runtime.KeepAlive(f)
	if most := 42.0; each > most {
		t.Errorf("each byte takes %.1f bytes, not %.1f", each, most)
	}
}
