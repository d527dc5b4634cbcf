package machinetest

import (
	"runtime"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// Small is the size of a text, in bytes, that a reader has to be done with within the bounds of Bounded.
const Small = 4096

// mostAllocated is how many bytes a reader may allocate for a small text. Most of it is free again before the end: a run
// has less than a third of it at a time.
const mostAllocated = 256 << 20

// Bounded has a reader read texts of some bytes together, and fails the test if it takes more than a second or allocates
// more than it may where that is small, and if what it says points out of its source or is not UTF-8.
func Bounded(t *testing.T, size int, read func() machine.Contributions) machine.Contributions {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	c := read()
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; size <= Small && allocated > mostAllocated {
		t.Errorf("%d bytes take %d MiB", size, allocated>>20)
	}
	if size <= Small && took > patience.Limit(time.Second) {
		t.Errorf("%d bytes take %s", size, took)
	}
	CheckSpans(t, c)
	checkReasons(t, c)
	return c
}

// checkReasons fails the test if what a reader says of a text is not UTF-8.
func checkReasons(t *testing.T, c machine.Contributions) {
	t.Helper()
	gaps := c.Gaps
	for _, s := range c.Starts {
		gaps = append(gaps[:len(gaps):len(gaps)], s.Gaps...)
	}
	if c.Unreadable != nil {
		gaps = append(gaps[:len(gaps):len(gaps)], *c.Unreadable)
	}
	for _, g := range gaps {
		if !utf8.ValidString(g.Reason) {
			t.Errorf("a gap says %q", g.Reason)
		}
	}
	for _, f := range c.Findings {
		if !utf8.ValidString(f.Detail) {
			t.Errorf("%s says %q", f.ID, f.Detail)
		}
	}
}
