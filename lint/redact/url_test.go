package redact

import (
	"fmt"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
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
	if got, want := Conceal("ann s3cret\nbob pw", []source.Range{{Start: 4, End: 10}, {Start: 15, End: 17}}), "ann [secret]\nbob [secret]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSecretsJoinsWhatWasMaskedWithURLPasswords(t *testing.T) {
	s := source.New("a", "", []byte("zk://u:pw@h secret"))
	Text(s, Vocabulary{})
	s.Mask(12, 16)
	s.Mask(14, 18)
	if got := Conceal(string(s.Data), s.Secrets()); got != "zk://u:[secret]@h [secret]" {
		t.Errorf("got %q", got)
	}
	s.Mask(0, len(s.Data))
	if got := Conceal(string(s.Data), s.Secrets()); got != source.SecretMark {
		t.Errorf("after masking all: %q", got)
	}
}

func TestMaskURLPasswordTakesAnyByte(t *testing.T) {
	s := source.New("zk", "", []byte(`zk://u:a "b' c@h/m`))
	MaskURLPassword(source.WholeText(s))
	if got := Conceal(string(s.Data), s.Secrets()); got != "zk://u:[secret]@h/m" {
		t.Errorf("got %q", got)
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
		s := source.New("x", "", []byte(text))
		MaskURLPassword(source.WholeText(s))
		if got := Conceal(text, s.Secrets()); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
}

// TestMaskUnlikeURL holds what is plainly no URL against what may be one that is misspelt.
func TestMaskUnlikeURL(t *testing.T) {
	for text, shown := range map[string]string{
		"zk://a:2181,b:2181/mesos\n": "zk://a:2181,b:2181/mesos\n",
		"a:2181":                     "a:2181",
		"zk:/a/mesos":                "zk:/a/mesos",
		"/etc/mesos/zk":              "/etc/mesos/zk",
		"":                           "",
		"ops hunter2":                "[secret]",
		"hunter2":                    "[secret]",
		`{"a":"hunter2"}`:            "[secret]",
		"zk://a/m\nhunter2":          "[secret]",
	} {
		whole := source.WholeText(source.New("zk", "", []byte(text)))
		MaskUnlikeURL(whole)
		if got := fmt.Sprintf("%s", whole); got != shown {
			t.Errorf("%q is shown as %q, not %q", text, got, shown)
		}
	}
}
