package report

import (
	"cmp"
	"slices"
)

// widthRange is a run of runes, both ends included, that are equally many columns wide on a terminal.
type widthRange struct {
	first, last rune
	width       uint8
}

// runeWidth returns how many columns of a terminal a rune takes: 0, 1 or 2.
func runeWidth(r rune) int {
	if ' ' <= r && r <= '~' {
		return 1
	}
	i, found := slices.BinarySearchFunc(widths[:], r, func(g widthRange, r rune) int {
		if g.first <= r && r <= g.last {
			return 0
		}
		return cmp.Compare(g.first, r)
	})
	if !found {
		return 1
	}
	return int(widths[i].width)
}

// textWidth returns how many columns the runes of a text take.
func textWidth(text string) int {
	width := 0
	for _, r := range text {
		width += runeWidth(r)
	}
	return width
}
