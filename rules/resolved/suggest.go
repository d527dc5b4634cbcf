package resolved

import (
	"iter"
	"strings"
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

// distance is the optimal string alignment distance of a and b in bytes: how many insertions, deletions, substitutions
// and swaps of neighbours make one of the other. It stops counting at limit.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
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
