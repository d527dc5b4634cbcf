package startup

import (
	"math/rand/v2"
	"testing"
)

// TestOverlap holds the quick answer against the definition, pair by pair.
func TestOverlap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	overlapping := 0
	for range 20_000 {
		ranges := make([]Range, random.IntN(6))
		for i := range ranges {
			begin := random.Uint64N(12)
			ranges[i] = Range{begin, begin + random.Uint64N(4)}
		}
		want := false
		for i, a := range ranges {
			for _, b := range ranges[i+1:] {
				want = want || a.Begin <= b.Begin && b.Begin <= a.End
			}
		}
		if want {
			overlapping++
		}
		if got := overlap(ranges); got != want {
			t.Fatalf("overlap(%v) = %v, want %v", ranges, got, want)
		}
	}
	if overlapping < 1000 || overlapping > 19_000 {
		t.Errorf("%d of 20000 overlap: the test looks at too few of a kind", overlapping)
	}
}
