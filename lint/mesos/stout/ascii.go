package stout

import (
	"cmp"
	"slices"
	"strconv"
)

// lowerASCII is tolower of the C locale over a string.
func lowerASCII(s string) string { return mapASCII(s, 'A', 'Z', 'a'-'A') }

// upperASCII is toupper of the C locale over a string.
func upperASCII(s string) string { return mapASCII(s, 'a', 'z', 'A'-'a') }

func mapASCII(s string, first, last byte, shift int) string {
	for i := range len(s) {
		if s[i] < first || s[i] > last {
			continue
		}
		b := []byte(s)
		for j := i; j < len(b); j++ {
			if b[j] >= first && b[j] <= last {
				b[j] = byte(int(b[j]) + shift)
			}
		}
		return string(b)
	}
	return s
}

// quoteShort quotes the start of a text for a message: enough to recognise a unit by, too little to give a secret away.
func quoteShort(s string) string {
	const most = 5
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strconv.Quote(s)
}

func sortedByName(flags []Flag) []Flag {
	sorted := slices.Clone(flags)
	slices.SortFunc(sorted, func(a, b Flag) int { return cmp.Compare(a.Name, b.Name) })
	return sorted
}
