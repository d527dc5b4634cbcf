package source

import (
	"bytes"
	"fmt"
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

func TestURLPasswordsOfBrokenURLs(t *testing.T) {
	for text, want := range map[string]string{
		"zk://user:hunter2/mesos":            "zk://user:[secret]/mesos",
		"zk://user:hunter2,h2:2181/mesos":    "zk://user:[secret],h2:2181/mesos",
		"zk://h1:2181,h2:2181/mesos":         "zk://h1:2181,h2:2181/mesos",
		"zk://h1:$PORT/mesos":                "zk://h1:$PORT/mesos",
		"zk://h1:/mesos":                     "zk://h1:/mesos",
		"http://[::1]:5050/x":                "http://[::1]:5050/x",
		"http://h:80). http://h:123456/":     "http://h:80). http://h:123456/",
		"file:///a:b":                        "file:///a:b",
		"zk:/user:hunter2@h/mesos: no such":  "zk:/user:[secret]@h/mesos: no such",
		"PATH=/a:/b:/c x@y":                  "PATH=/a:/b:/c x@y",
		"http://example.org/a.cpp:12 at a@b": "http://example.org/a.cpp:12 at a@b",
	} {
		if got := Conceal(text, nil); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"user:hunter2@h:2181/mesos":     "user:[secret]@h:2181/mesos",
		"zk:/user:hunter2@h/mesos":      "zk:/user:[secret]@h/mesos",
		"zk//user:hunter2@h/mesos":      "zk//user:[secret]@h/mesos",
		"zk://u:a\nb@h/m":               "zk://u:[secret]@h/m",
		"registry:5000/x@sha256:abcdef": "registry:5000/x@sha256:abcdef",
		"a@b:1":                         "a@b:1",
		"rack:a;zone:b":                 "rack:a;zone:b",
	} {
		s := New("x", "", []byte(text))
		WholeText(s).MaskURLPassword()
		if got := Conceal(text, s.Secrets()); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
}

func TestTextHidden(t *testing.T) {
	s := New("x", "", []byte(`A='hun'"ter2" b`))
	// The reader sees hunter2, of which each byte has its place.
	data, offsets := "hunter2", []int32{3, 4, 5, 8, 9, 10, 11, 12}
	text := DecodedText(s, data, offsets, 2, 13, nil)
	if got := text.Hidden(); got != nil {
		t.Errorf("nothing is marked and %q is hidden", got)
	}
	text.Mask()
	if got := text.Hidden(); len(got) != 1 || got[0] != data {
		t.Errorf("%q is hidden", got)
	}
	if got := fmt.Sprintf("%s %q", text, text); got != `[secret] "[secret]"` {
		t.Errorf("it prints as %s", got)
	}
	if got := strings.Join(LiteralText(data, s.Span(2, 13)).Hidden(), ""); got != data {
		t.Errorf("of the literal %q is hidden", got)
	}
	half := WholeText(New("x", "", []byte("ops hunter2")))
	half.Span(4, 11).Mask()
	if got := fmt.Sprint(half); got != "ops [secret]" {
		t.Errorf("it prints as %s", got)
	}
}
