package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// first is the number of the first item.
const first = 10

// write makes the configuration with n items below dir.
func (a axis) write(tb testing.TB, dir string, n int) {
	put := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	for name, text := range a.beside {
		put(name, text)
	}
	if a.with != nil {
		a.with.write(tb, dir, n)
	}
	if a.each {
		for i := range n {
			put(fmt.Sprintf(a.file, i+first), strings.ReplaceAll(a.item, "%[1]d", fmt.Sprint(i+first)))
		}
		return
	}
	var text strings.Builder
	text.WriteString(a.head)
	for i := range n {
		if i > 0 {
			text.WriteString(a.between)
		}
		fmt.Fprintf(&text, a.item, i+first, i+first-1)
	}
	text.WriteString(a.tail)
	put(a.file, text.String())
}

// checkAxis checks n of an axis in process, and returns the processor time and the bytes that were allocated.
func (a axis) check(tb testing.TB, n int) (took time.Duration, bytes uint64) {
	dir := tb.TempDir()
	a.write(tb, dir, n)
	args := a.args
	if args == nil {
		args = []string{"check", "--from", "1.2", "--to", "1.3", "--format", "json"}
	}
	code := 0
	bytes = allocated(func() {
		began := time.Now()
		code = Main(context.Background(), append(slices.Clip(args), dir), Streams{Out: io.Discard, Err: io.Discard})
		took = time.Since(began)
	})
	if code > exitError {
		tb.Fatalf("%s: exit code %d", a.name, code)
	}
	return took, bytes
}

// noise is how many bytes a run may allocate more or less than the one before.
const noise = 128 << 10

// TestGrowth holds for every axis that four times as much allocates about four times as much. What is allocated, unlike
// time, is the same on every machine.
func TestGrowth(t *testing.T) {
	exhaustive(t)
	const usual = 200
	axes()[0].check(t, 1) // what is decoded once
	for _, a := range axes() {
		t.Run(a.name, func(t *testing.T) {
			n := cmp.Or(a.n, usual)
			_, none := a.check(t, 1)
			beyond := func(n int) uint64 {
				_, all := a.check(t, n)
				return all - min(none, all-1)
			}
			small := beyond(n)
			for ; small < noise && n < 10_000; small = beyond(n) {
				n *= 4
			}
			large := beyond(4 * n)
			if exponent := math.Log(float64(large)/float64(small)) / math.Log(4); exponent > 1.15 {
				t.Errorf("4 times as many take %.1f times as many bytes (%d after %d): exponent %.2f", float64(large)/float64(small), large, small, exponent)
			}
		})
	}
}

// BenchmarkGrowth fits for every axis the exponent of the time over n.
func BenchmarkGrowth(b *testing.B) {
	for _, a := range axes() {
		b.Run(strings.ReplaceAll(a.name, " ", "-"), func(b *testing.B) {
			for range b.N {
				const n = 1000
				small, _ := a.check(b, n)
				large, bytes := a.check(b, 8*n)
				b.ReportMetric(math.Log(large.Seconds()/small.Seconds())/math.Log(8), "exponent")
				b.ReportMetric(large.Seconds()*1e3, "ms/8000")
				b.ReportMetric(float64(bytes)/8000, "bytes/item")
			}
		})
	}
}
