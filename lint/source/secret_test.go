package source

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestConceal(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"zk://user:hunter2@h1:2181,h2:2181/mesos", "zk://user:[secret]@h1:2181,h2:2181/mesos"},
		{"zk://user:hun@ter/2@h1/mesos", "zk://user:[secret]@h1/mesos"},
		{`"--zk=zk://u:hunter2@h/m", "--hostname=a@b"`, `"--zk=zk://u:[secret]@h/m", "--hostname=a@b"`},
		{"http://u:hunter2@a https://v:hunter2@b", "http://u:[secret]@a https://v:[secret]@b"},
		{"zk://h1:2181/mesos", "zk://h1:2181/mesos"},
		{"zk://user@h1/mesos", "zk://user@h1/mesos"},
		{"https://example.org/src/x.cpp:12@1.3.0", "https://example.org/src/x.cpp:12@1.3.0"},
		{"see http://h:80 (x:12@1.0)", "see http://h:80 (x:12@1.0)"},
		{"://", "://"},
		{"", ""},
	} {
		if got := Conceal(test.text, nil); got != test.want {
			t.Errorf("Conceal(%q) = %q, want %q", test.text, got, test.want)
		}
	}
	if got, want := Conceal("ann s3cret\nbob pw", []Range{{4, 10}, {15, 17}}), "ann [secret]\nbob [secret]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSecretsJoinsWhatWasMaskedWithURLPasswords(t *testing.T) {
	s := New("a", "", []byte("zk://u:pw@h secret"))
	s.Mask(12, 16)
	s.Mask(14, 18)
	if got := Conceal(string(s.Data), s.Secrets()); got != "zk://u:[secret]@h [secret]" {
		t.Errorf("got %q", got)
	}
	s.Mask(0, len(s.Data))
	if got := Conceal(string(s.Data), s.Secrets()); got != SecretMark {
		t.Errorf("after masking all: %q", got)
	}
}

func TestMaskURLPasswordTakesAnyByte(t *testing.T) {
	s := New("zk", "", []byte(`zk://u:a "b' c@h/m`))
	WholeText(s).MaskURLPassword()
	if got := Conceal(string(s.Data), s.Secrets()); got != "zk://u:[secret]@h/m" {
		t.Errorf("got %q", got)
	}
}

func TestWithin(t *testing.T) {
	ranges := []Range{{2, 4}, {6, 8}, {10, 12}}
	for _, test := range []struct {
		start, end int
		want       []Range
	}{{0, 2, nil}, {4, 6, nil}, {3, 7, []Range{{3, 4}, {6, 7}}}, {0, 20, ranges}, {12, 20, nil}, {7, 7, nil}} {
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

func TestBuilder(t *testing.T) {
	var b Builder
	if b.Secrets() == nil {
		t.Error("no secrets must not be nil")
	}
	b.Write(`{"secret":`)
	b.WriteSecret(`"hunter2"`)
	b.Write("}")
	if got := Conceal(b.String(), b.Secrets()); got != `{"secret":[secret]}` {
		t.Errorf("got %q", got)
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
