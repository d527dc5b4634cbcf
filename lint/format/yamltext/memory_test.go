package yamltext

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// TestMemory holds how much memory the nodes of a text take for each byte of it, as long as nobody asks for their texts.
func TestMemory(t *testing.T) {
	cases := []struct {
		name, item string
		most       float64
	}{
		{"members", "var_%[1]d: value-%[1]d\n", 6},
		{"members in quotes", "var_%[1]d: \"value-%[1]d\"\n", 6},
		{"entries", "l%[1]d: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]\n", 20},
		{"mappings", "- name: a%[1]d\n  copy:\n    dest: /etc/mesos-master/cluster\n    content: prod%[1]d\n", 8},
		{"blocks", "- |\n  #!/bin/sh\n  echo %[1]d > /etc/mesos-master/quorum\n", 12},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var text strings.Builder
			for i := range 10_000 {
				fmt.Fprintf(&text, c.item, i)
			}
			in := source.WholeText(source.New("f", "", []byte(text.String())))
			before := inUse()
			docs, problem := Parse(in, nil, machine.LimitsFor(in.Len()))
			if problem != nil {
				t.Fatal(problem.Reason)
			}
			each := float64(inUse()-before) / float64(in.Len())
			runtime.KeepAlive(docs)
			if each > c.most {
				t.Errorf("each byte takes %.1f bytes, not %.1f", each, c.most)
			}
		})
	}
}

// inUse returns how many bytes are in use.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
