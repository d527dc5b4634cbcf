package redact

import (
	"fmt"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestWordsConceal(t *testing.T) {
	var words Words
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
	if got := words.ConcealName("hunter2x"); got != source.SecretMark {
		t.Errorf("the name is %s", got)
	}
	if got := words.ConcealName("quorum"); got != "quorum" {
		t.Errorf("the name is %s", got)
	}
	var none *Words
	if !none.Empty() || none.Conceal("a") != "a" || none.ConcealName("a") != "a" || none.In("hunter2x") != nil {
		t.Error("no words are not without effect")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		if got := fmt.Sprintf(verb, &words); got != source.SecretMark {
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
