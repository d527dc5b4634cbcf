package resolved

import (
	"iter"
	"math/bits"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint"
)

// Nearest returns the candidate a misspelt name most likely meant, "" if none is near enough: at most a third of
// the letters are wrong, missing, too many or swapped. Case and dashes for underscores cost nothing. Of equally near
// candidates the first wins.
func Nearest(name string, candidates iter.Seq[string]) string {
	normal := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "_") }
	wanted := normal(name)
	best, least := "", max(1, len(wanted)/3)+1
	for c := range candidates {
		if d := distance(wanted, normal(c), least); d < least {
			best, least = c, d
		}
	}
	return best
}

// Meant is Nearest for what very many documents may hold: what was asked before among the same candidates is remembered. among
// stands for the candidates: a comparable value of a type private to the caller.
func Meant(p *lint.Pass, among any, name string, candidates iter.Seq[string]) string {
	type key struct{ among any }
	m := lint.Shared(p, key{among}, func() *meant { return &meant{of: map[string]string{}} })
	m.lock.Lock()
	defer m.lock.Unlock()
	nearest, known := m.of[name]
	if !known {
		if len(m.of) == meantKept {
			clear(m.of)
		}
		nearest = Nearest(name, candidates)
		m.of[name] = nearest
	}
	return nearest
}

// meantKept is how many names are remembered: people make few different mistakes.
const meantKept = 256

// meant are the candidates that names most likely meant.
type meant struct {
	lock sync.Mutex
	of   map[string]string
}

// distance is the optimal string alignment distance of a and b in bytes: how many insertions, deletions, substitutions
// and swaps of neighbours make one of the other. It stops counting at limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	// What stands in one alone takes a change for each, which most pairs have too many of.
	inA, inB := bytesIn(a), bytesIn(b)
	if bits.OnesCount64(inA&^inB) >= limit || bits.OnesCount64(inB&^inA) >= limit {
		return limit
	}
	var room [3 * 48]int
	rows := room[:]
	n := len(b) + 1
	if 3*n > len(rows) {
		rows = make([]int, 3*n)
	}
	before, last, row := rows[:n], rows[n:2*n], rows[2*n:3*n]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

// bytesIn returns a set of the bytes of a text, in which some bytes are taken for one.
func bytesIn(s string) uint64 {
	set := uint64(0)
	for i := range len(s) {
		set |= 1 << (s[i] & 63)
	}
	return set
}
