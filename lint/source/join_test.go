package source

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// readPieces reads lines of two kinds, "=TEXT" as it stands and "'TEXT'" with doubled quotes, and joins them with a
// newline that stands nowhere after each, as echo writes them.
func readPieces(sources ...*Source) Text {
	var texts []Text
	for _, s := range sources {
		at := 0
		for line := range strings.Lines(string(s.Data)) {
			end := at + len(line) - 1
			if line[0] == '=' {
				texts = append(texts, RawText(s, at+1, end))
			} else {
				var data []byte
				var offsets []int32
				for i := at + 1; i < end-1; i++ {
					data, offsets = append(data, s.Data[i]), append(offsets, int32(i))
					if s.Data[i] == '\'' {
						i++
					}
				}
				double := func(t string) string { return strings.ReplaceAll(t, "'", "''") }
				texts = append(texts, QuotedText(s, string(data), append(offsets, int32(end-1)), at, end,
					func(_, _ int, t string) (string, bool) { return double(t), true }, func(t string) string { return "'" + double(t) + "'" }))
			}
			texts = append(texts, LiteralText("\n", s.Span(end, end)))
			at += len(line)
		}
	}
	return Join(texts...)
}

func randomPieces(r *rand.Rand, path string) *Source {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		text := randomLetters(r, 6)
		if r.IntN(2) == 0 {
			fmt.Fprintf(&b, "=%s\n", text)
		} else {
			fmt.Fprintf(&b, "'%s'\n", strings.ReplaceAll(text, "'", "''"))
		}
	}
	return New(path, path, []byte(b.String()))
}

func randomLetters(r *rand.Rand, longest int) string {
	b := make([]byte, r.IntN(longest+1))
	for i := range b {
		b[i] = "ab'"[r.IntN(3)]
	}
	return string(b)
}

// What an edit of a joined text writes is read as the text with that change, whatever the pieces are.
func TestEditsOfJoinedTextsAreReadAsMeant(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	refused := 0
	const cases = 20_000
	for range cases {
		sources := []*Source{randomPieces(r, "one"), randomPieces(r, "two")}
		text := readPieces(sources...)
		start := r.IntN(text.Len() + 1)
		end := min(start+r.IntN(6), text.Len())
		s := randomLetters(r, 4)
		if r.IntN(3) == 0 { // what is kept may stand in other pieces
			s = text.String()[start:end][:r.IntN(end-start+1)] + s
		}
		want := text.String()[:start] + s + text.String()[end:]
		at, written, ok := text.Edit(start, end, s)
		if !ok {
			refused++
			continue
		}
		var after []*Source
		for _, src := range sources {
			data := string(src.Data)
			if src == at.Source {
				data = data[:at.Start] + written + data[at.End:]
			}
			after = append(after, New(src.Path, src.File, []byte(data)))
		}
		if got := readPieces(after...).String(); got != want {
			t.Fatalf("%q with [%d, %d) = %q: %q, want %q (wrote %q at %d-%d)", text.String(), start, end, s, got, want, written, at.Start, at.End)
		}
	}
	if refused > cases*2/3 || refused == 0 {
		t.Errorf("%d of %d edits were refused", refused, cases)
	}
}

// A part of a joined text, of a part, and of what is decoded in it holds the bytes that the same part of a plain string
// does, and points at them.
func TestPartsOfJoinedTextsPointAtTheirBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		text := readPieces(randomPieces(r, "one"), randomPieces(r, "two"))
		plain := text.String()
		for range 3 {
			start := r.IntN(text.Len() + 1)
			end := start + r.IntN(text.Len()-start+1)
			text, plain = text.Slice(start, end), plain[start:end]
			if text.String() != plain {
				t.Fatalf("slice [%d, %d): %q, want %q", start, end, text.String(), plain)
			}
		}
		offsets := make([]int32, text.Len()+1)
		for i := range offsets {
			offsets[i] = int32(i)
		}
		decoded := text.Decoded(plain, offsets, 0, text.Len(), nil, nil)
		if decoded.String() != plain {
			t.Fatalf("decoded %q, want %q", decoded.String(), plain)
		}
		for _, of := range []Text{text, decoded} {
			for i := range plain {
				if at := of.Span(i, i+1); plain[i] != '\n' && at.Text()[0] != plain[i] {
					t.Fatalf("byte %d of %q points at %q", i, plain, at.Text())
				}
			}
			if all := of.All(); plain != "" && (all.Start > all.End || all.End > len(all.Source.Data)) {
				t.Fatalf("%q stands at %d-%d", plain, all.Start, all.End)
			}
		}
	}
}

func TestJoin(t *testing.T) {
	one, two := New("one", "one", []byte(`aaa bbb`)), New("two", "two", []byte(`ccc`))
	a, b, c := RawText(one, 0, 3), RawText(one, 4, 7), RawText(two, 0, 3)
	if got := Join(a, RawText(one, 3, 3)); got.String() != "aaa" || !got.Identity() {
		t.Errorf("one piece: %q", got.String())
	}
	if got := Join(); got.String() != "" || got.Source() != nil {
		t.Errorf("nothing: %q", got.String())
	}
	if got := Join(RawText(one, 2, 2)); got.Source() != one || got.All() != one.Span(2, 2) {
		t.Errorf("an empty text: %v", got.All())
	}
	all := Join(a, Join(b, c))
	if got := all.All(); all.String() != "aaabbbccc" || got != one.Span(0, 7) || all.Raw() != got {
		t.Errorf("%q at %v", all.String(), got)
	}
	if got := all.Spans(2, 8); !slices.Equal(got, []Span{one.Span(2, 3), one.Span(4, 7), two.Span(0, 2)}) {
		t.Errorf("spans %v", got)
	}
	if got := len(all.Pieces()); got != 3 {
		t.Errorf("%d pieces", got)
	}
	if _, _, ok := all.Edit(2, 5, "x"); ok {
		t.Error("an edit over two pieces was made")
	}
	if at, s, ok := all.Edit(0, 9, "aaabbbxyz"); !ok || at != two.Span(0, 3) || s != "xyz" {
		t.Errorf("an edit that keeps the first pieces: %v %q %v", at, s, ok)
	}
	all.Mask()
	if got := all.SecretPieces(); !slices.Equal(got, []string{"aaa", "bbb", "ccc"}) || fmt.Sprint(all) != SecretMark {
		t.Errorf("hidden %q, shown %q", got, fmt.Sprint(all))
	}
}
