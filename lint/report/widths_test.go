package report

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"testing"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// The table says of every rune what a library says that looks at no locale, so that reports are the same everywhere. The library
// makes its own table whenever a program starts that has it.
func TestWidthsAreThoseOfTheLibrary(t *testing.T) {
	judge := &runewidth.Condition{StrictEmojiNeutral: true}
	var ranges []widthRange
	for r := rune(0); r <= unicode.MaxRune; r++ {
		width := judge.RuneWidth(r)
		if n := len(ranges); n > 0 && ranges[n-1].last == r-1 && int(ranges[n-1].width) == width {
			ranges[n-1].last = r
		} else if width != 1 {
			ranges = append(ranges, widthRange{r, r, uint8(width)})
		}
		if got := runeWidth(r); got != width && !*update {
			t.Fatalf("%U is %d columns wide, the library says %d: run `make docs`", r, got, width)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from github.com/mattn/go-runewidth by `make docs`. DO NOT EDIT.\n\npackage report\n\n")
	fmt.Fprintf(&b, "// widths are the runes that are not one column wide, in order.\nvar widths = [...]widthRange{\n")
	for i, g := range ranges {
		if fmt.Fprintf(&b, "{%#x, %#x, %d},", g.first, g.last, g.width); i%8 == 7 {
			b.WriteByte('\n')
		}
	}
	b.WriteString("\n}\n")
	source, err := format.Source(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	const path = "widths_table.go"
	if *update {
		err = os.WriteFile(path, source, 0o644)
	} else if written, failed := os.ReadFile(path); failed != nil || !bytes.Equal(written, source) {
		t.Errorf("%s is not what is made of the library (%v): run `make docs`", path, failed)
	}
	if err != nil {
		t.Fatal(err)
	}
}
