package source

import (
	"fmt"
	"strings"
	"testing"
)

func TestSecretWordsConceal(t *testing.T) {
	var words SecretWords
	words.Add(`agent hunter2x "Sw0rdFish!"`)
	words.AddValue("correcthorse")
	words.AddValue("agent")
	words.AddValue("pw1")
	for _, test := range []struct{ message, want string }{
		{"`hooks` names `hunter2x`, which is not known", "`hooks` names `[secret]`, which is not known"},
		{"`hooks` names `{\"a\": \"hunter2x\"}`", "`hooks` names `[secret]`"},
		{`"a \"b\" Sw0rdFish" is refused`, `"[secret]" is refused`},
		{"the value hunter2x is refused", "the value [secret] is refused"},
		{"flag HUNTER2X", "flag [secret]"},
		{"`correcthorse` and \"pw1\"", "`[secret]` and \"[secret]\""},
		{"correcthorse in a sentence, pw1 too", "correcthorse in a sentence, pw1 too"},
		{"`{\"a\": \"correcthorse\"}`", "`[secret]`"},
		{"the `agent` of `hunter2`", "the `agent` of `hunter2`"},
		{"an odd ` quote", "an odd ` quote"},
		{`an "odd quote`, `an "odd quote`},
		{"", ""},
	} {
		if got := words.Conceal(test.message); got != test.want {
			t.Errorf("%s is shown as\n%s, want\n%s", test.message, got, test.want)
		}
	}
	if got := words.ConcealName("hunter2x"); got != SecretMark {
		t.Errorf("the name is %s", got)
	}
	if got := words.ConcealName("quorum"); got != "quorum" {
		t.Errorf("the name is %s", got)
	}
	var none *SecretWords
	if !none.Empty() || none.Conceal("a") != "a" || none.ConcealName("a") != "a" || none.In("hunter2x") != nil {
		t.Error("no words are not without effect")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, &words); got != SecretMark {
			t.Errorf("%s prints %s", verb, got)
		}
	}
}

func TestGenerated(t *testing.T) {
	for _, text := range []string{
		"Kj7vQx2mZt9wRb4nPf6h", "eyJhbGciOiJIUzI1NiJ9", "9f86d081884c7d659a2feaa0c55ad015", "S2o3dlF4Mm1adDl3UmI0blBmNmg=", "QX4TR2ZPL7MN3KDV",
	} {
		if got := Generated("a " + text + " b"); len(got) != 1 || got[0].Start != 2 || got[0].End != 2+len(text) {
			t.Errorf("%s is taken for %v", text, got)
		}
	}
	for _, text := range []string{
		"", "org_apache_mesos_TestHttpBasicAuthenticator", "com_mesosphere_MetricsTaskFlagsIsolator2", "zk://zk1:2181,zk2:2181,zk3:2181/mesos",
		"1.9.0-2.0.1.ubuntu1604", "ip-10-0-3-45.us-west-2.compute.internal", "cpus(*):8;mem(*):15360;ports(*):[21000-24000]",
		"550e8400-e29b-41d4-a716-446655440000", "3178456209317845620931784562", "/var/lib/mesos", "LIBPROCESS_SSL_KEY_FILE", "mesos1dc2rack3",
		"authentication_v0_timeout", "linux/capabilities", "20160519T113000",
	} {
		if got := Generated(text); len(got) > 0 {
			t.Errorf("%s is taken for a secret: %v", text, got)
		}
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
