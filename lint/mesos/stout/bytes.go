package stout

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseBytes reads a size: digits directly followed by B, KB, MB, GB or TB in any case, in powers of 1024. If
// overflowed is set the size is beyond 64 bits and the release stores what is left of it.
func ParseBytes(s string) (value uint64, overflowed bool, err *ValueError) {
	end := strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' })
	switch {
	case s == "":
		return 0, false, &ValueError{Problem: "it is empty: a whole number and a unit (100MB) belong here"}
	case end < 0:
		return 0, false, &ValueError{Offset: len(s), Problem: "it has no unit; the units are B, KB, MB, GB and TB"}
	case s[end] == '.':
		return 0, false, &ValueError{Offset: end, Problem: "it is a fraction: sizes are whole numbers"}
	case end == 0:
		return 0, false, &ValueError{Problem: "it must start with a digit"}
	}
	number, parseErr := strconv.ParseUint(s[:end], 10, 64)
	if parseErr != nil {
		return 0, false, &ValueError{Problem: fmt.Sprintf("%s does not fit into 64 bits", quoteShort(s[:end]))}
	}
	unit := upperASCII(s[end:])
	for i, name := range [...]string{"B", "KB", "MB", "GB", "TB"} {
		if unit == name {
			value = number << (10 * i)
			return value, value>>(10*i) != number, nil
		}
	}
	return 0, false, &ValueError{Offset: end, Problem: fmt.Sprintf("%s is not a unit; the units are B, KB, MB, GB and TB", quoteShort(s[end:]))}
}
