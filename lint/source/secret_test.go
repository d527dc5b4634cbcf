package source

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWithin(t *testing.T) {
	ranges := []Range{{2, 4, false}, {6, 8, true}, {10, 12, false}}
	for _, test := range []struct {
		start, end int
		want       []Range
	}{{0, 2, nil}, {4, 6, nil}, {3, 7, []Range{{3, 4, false}, {6, 7, true}}}, {0, 20, ranges}, {12, 20, nil}, {7, 7, nil}} {
		got := Within(ranges, test.start, test.end)
		if len(got) != len(test.want) {
			t.Errorf("Within(%d, %d) = %v, want %v", test.start, test.end, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("Within(%d, %d) = %v, want %v", test.start, test.end, got, test.want)
			}
		}
	}
}

// A far place on a long line has the column that counting from the start of the line gives it.
func TestPositionOnLongLines(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "é", "漢", "😀", "\x80", "\x80\x80\x80\x80\x80", "\xe6\xbc", "\xf0"}
	for range 20 {
		var b strings.Builder
		b.WriteString("first\n")
		for b.Len() < 5*runeStep {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		s := New("a", "", []byte(b.String()))
		for range 200 {
			offset := 6 + random.IntN(len(s.Data)-5)
			if got, want := s.Position(offset).Column, 1+utf8.RuneCount(s.Data[6:offset]); got != want {
				t.Fatalf("column at %d is %d, want %d", offset, got, want)
			}
		}
	}
}

func TestPathOf(t *testing.T) {
	for _, test := range []struct{ path, file, other, want string }{
		{"etc/a.json", "/root/etc/a.json", "/root/etc/b.json", "etc/b.json"},
		{"etc/a.json", "/root/etc/a.json", "/root/var/b.json", "var/b.json"},
		{"a.json", "a.json", "b.json", "b.json"},
		{"/etc/a.json", "/etc/a.json", "/etc/b.json", "/etc/b.json"},
		{"../x/a.json", "/srv/x/a.json", "/srv/x/b", "../x/b"},
		{"etc/a.json", "/root/etc/a.json", "/elsewhere/b.json", "/elsewhere/b.json"},
		{"-", "", "/etc/b.json", "/etc/b.json"},
		{"ba", "/x/a", "/x/c", "/x/c"},
	} {
		if got := New(test.path, test.file, nil).PathOf(test.other); got != test.want {
			t.Errorf("%q read from %q: %q is named %q, want %q", test.path, test.file, test.other, got, test.want)
		}
	}
}

func BenchmarkPositionOnOneLongLine(b *testing.B) {
	s := New("a", "", bytes.Repeat([]byte("x"), 24<<20))
	for i := range b.N {
		s.Position(len(s.Data) - i%1000)
	}
}

func TestTextSecretPieces(t *testing.T) {
	s := New("x", "", []byte(`A='hun'"ter2" b`))
	// The reader sees hunter2, of which each byte has its place.
	data, offsets := "hunter2", []int32{3, 4, 5, 8, 9, 10, 11, 12}
	text := DecodedText(s, data, offsets, 2, 13, nil)
	if got := text.SecretPieces(); got != nil {
		t.Errorf("nothing is marked and %q is hidden", got)
	}
	text.Mask()
	if got := text.SecretPieces(); len(got) != 1 || got[0] != data {
		t.Errorf("%q is hidden", got)
	}
	if got := fmt.Sprintf("%s %q", text, text); got != `[secret] "[secret]"` {
		t.Errorf("it prints as %s", got)
	}
	if got := strings.Join(LiteralText(data, s.Span(2, 13)).SecretPieces(), ""); got != data {
		t.Errorf("of the literal %q is hidden", got)
	}
	half := WholeText(New("x", "", []byte("ops hunter2")))
	half.ShowPart(0, 3)
	half.Span(4, 11).Mask()
	if got := fmt.Sprint(half); got != "ops [secret]" {
		t.Errorf("it prints as %s", got)
	}
}

// Of what nobody said anything nothing is shown but white space and the punctuation of formats.
func TestHidden(t *testing.T) {
	for _, test := range []struct {
		name   string
		say    func(*Source)
		text   string
		want   string
		masked string
	}{
		{"nothing said", func(*Source) {}, "# old token X\n  - 'a b': c\n\n", "# …\n  - '…\n\n", "# old token X\n  - 'a b': c\n\n"},
		{"a name", func(s *Source) { s.Show(0, 3) }, "MES='x' y", "MES='…", "MES='x' y"},
		{"all but a secret", func(s *Source) { s.Show(0, 9); s.Mask(4, 7) }, "MES=x,y;z", "MES=[secret];z", "MES=[secret];z"},
		{"a secret in the unknown", func(s *Source) { s.Mask(2, 3) }, "a b c", "… [secret] …", "a [secret] c"},
		{"later", func(s *Source) {
			s.ShowLater(func() []Range { return []Range{{Start: 0, End: 1}, {Start: 2, End: 3}} })
			s.MaskLater(func() []Range { return []Range{{Start: 2, End: 3}} })
		}, "a b c", "a [secret] …", "a [secret] c"},
	} {
		s := New("x", "", []byte(test.text))
		test.say(s)
		if got := Replace(test.text, s.Hidden()); got != test.want {
			t.Errorf("%s: shown as %q, want %q", test.name, got, test.want)
		}
		if got := Replace(test.text, s.Secrets()); got != test.masked {
			t.Errorf("%s: without secrets %q, want %q", test.name, got, test.masked)
		}
	}
}
