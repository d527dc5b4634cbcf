package redact

import (
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

// vocabulary knows a few names.
var vocabulary = Vocabulary{
	Flag: func(name string) bool {
		return slices.Contains([]string{"work_dir", "hostname_lookup", "quorum"}, name)
	},
	Variable: func(name string) bool { return name == "LIBPROCESS_IP" },
}

// shownOf returns what of a text is shown after something was said of it.
func shownOf(text string, say func(*source.Source)) string {
	s := source.New("x", "", []byte(text))
	say(s)
	return source.Replace(text, s.Hidden())
}

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"# --credential=ops X\n":                                     "# --credential=…\n",
		"# old token --work_dir=X\n":                                 "# … --work_dir=…\n",
		"curl -u u:X; mesos-agent --work_dir=X --no-hostname_lookup": "…; mesos-agent --work_dir=… --no-hostname_lookup",
		"[Service]\nEnvironment=MESOS_QUORUM=X PAT=X":                "[Service]\nEnvironment=MESOS_QUORUM=… PAT=…",
		"export LIBPROCESS_IP=X ANYTHING=X":                          "export LIBPROCESS_IP=…",
		"  image: mesosphere/mesos-master:1.3.0":                     "  image: mesosphere/mesos-master:1.3.0",
		"  image: mesosphere/mesos-master:hunter":                    "  image: mesosphere/mesos-master:…",
		"services:\n  agent:\n    labels: [X]\n":                     "services:\n  agent:\n    …]\n",
		"docker run -e MESOS_QUORUM=X -e X -p X":                     "… -e MESOS_QUORUM=…",
		"sudo echo X | sudo tee X && mkdir X":                        "sudo echo … | sudo tee … && mkdir …",
		"RUN echo X; echo X":                                         "RUN echo …",
		"a environment X\n":                                          "…\n",
		"mesos-agents --work_dirs=X":                                 "…",
		"#environment X":                                             "#…",
		"zk://u:X@h/m":                                               "…:[secret]…",
		"{\"work_dir\": 1}":                                          "{\"…}",
		"":                                                           "",
	} {
		if got := shownOf(text, func(s *source.Source) { Text(s, vocabulary) }); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestShowValue(t *testing.T) {
	for text, want := range map[string]string{
		"cpus:4; mem:2":                     "cpus:4; mem:2",
		"cgroups/cpu, cgroups/mem":          "cgroups/cpu, cgroups/mem",
		"1 per 10mins":                      "1 per 10mins",
		"5 minutes":                         "5 minutes",
		"host.example.com":                  "host.example.com",
		"host hunterword":                   "host …",
		"a b@hunterword:1":                  "a …",
		"rack:Kj7vQx2mZt9wRb4nPf6h;zone:b":  "rack:…;zone:b",
		"rack:„Kj7vQx2mZt9wRb4nPf6h“;zone:": "rack:…;zone:",
		"org_apache_mesos_TestHook":         "org_apache_mesos_TestHook",
		"":                                  "",
	} {
		if got := shownOf(text, func(s *source.Source) { ShowValue(source.WholeText(s)) }); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestIsPlain(t *testing.T) {
	for _, word := range []string{"true", "NONE", "5050", "-1", "0.5", "10secs", "128MB", "50%", "1.3.0", "10.0.0.1:5050", "/etc/mesos/zk", "file:///etc/x",
		"mem:2", "cpus(*):4;mem(*):1024", "org_apache_mesos_TestHook", "<html>", "</h1>", "<!DOCTYPE", ""} {
		if !IsPlain(word) {
			t.Errorf("%s is not plain", word)
		}
	}
	for _, word := range []string{"hunter", "123456", "12345678", "1a", "secs", "a:b", "mem:hunter", "org_x", "<hunter>", "/etc/Kj7vQx2mZt9wRb4nPf6h", "/x y",
		"1.2.3.4.5", "10.0.0.1:hunter", "u:p@h", "$X"} {
		if IsPlain(word) {
			t.Errorf("%s is plain", word)
		}
	}
}

func TestDocument(t *testing.T) {
	known := func(key string) bool {
		return slices.Contains([]string{"permissive", "principals", "values", "value"}, key)
	}
	for text, want := range map[string]string{
		`{"permissive": true, "principals": {"values": ["ops", "a b"]}}`:    `{"permissive": true, "principals": {"values": ["ops", "…"]}}`,
		`{"note": "hunter", "n": 123456, "path": "/etc/x"}`:                 `{"…": "…", "…": …, "…": "/etc/x"}`,
		`{"values": 123456, "value": "hunter"}`:                             `{"values": 123456, "value": "…"}`,
		`{"values": ["ops"], // hunter` + "\n" + ` "permissive": /*x*/ no}`: `{"values": ["ops"], …` + "\n" + ` "permissive": …*/ no}`,
		`{"values": ["ops",], "hunter`:                                      `{"values": ["ops",], "…`,
		`{"values": ["Kj7vQx2mZt9wRb4nPf6h", "\u0061"]}`:                    `{"values": ["…", "\…"]}`,
		"\ufeff[1, {\"values\": []}] hunter":                                "\ufeff[1, {\"values\": []}] …",
		"ops hunter":                                                        "…",
		"[Service]\nX=hunter":                                               "[…]\n…",
		"}]}{\"values\": hunter":                                            "}]}{\"…",
	} {
		if got := shownOf(text, func(s *source.Source) { Document(source.WholeText(s), known) }); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
}

func TestQuoted(t *testing.T) {
	s := source.New("x", "", []byte("first hunter\n--quorm=2 hunter sesame x\nlast"))
	span := s.Span(15, 20)
	var showing Showing
	showing.Quoted(span, "`quorm` is not a flag, and neither is \"x\" or `hunte`")
	showing.Name(span, "2")
	if got, want := source.Replace(string(s.Data), s.Hidden()), "…\n--quorm=2 … x\n…"; got != want {
		t.Errorf("shown as %q, want %q", got, want)
	}
	s.Mask(31, 37) // sesame
	for message, want := range map[string]string{
		"`sesame` is none":             "`[secret]` is none",
		"`hunter sesame` is none":      "`[secret]` is none",
		"`quorm` is not one of `last`": "`quorm` is not one of `last`",
		"sesame":                       "sesame",
	} {
		if got := ConcealQuoted(message, []source.Span{{}, span}); got != want {
			t.Errorf("%s is shown as %s, want %s", message, got, want)
		}
	}
	for name, want := range map[string]string{"sesame": "[secret]", "list[1].sesame": "list[1].[secret]", "quorm": "quorm", "": ""} {
		if got := ConcealNameAt(name, []source.Span{span}); got != want {
			t.Errorf("the name %s is shown as %s, want %s", name, got, want)
		}
	}
}

func TestRepeated(t *testing.T) {
	s := source.New("x", "", []byte("old hunter x --quorum"))
	s.Show(15, 21)
	all := []source.Span{s.Span(0, len(s.Data))}
	text := "new hunter x old --quorum"
	if got, want := source.Replace(text, Repeated(text, HiddenWords(all, "the `old` one"))), "new … x old --quorum"; got != want {
		t.Errorf("shown as %q, want %q", got, want)
	}
	if got := Repeated(text, HiddenWords([]source.Span{s.Span(13, 21)}, "")); got != nil {
		t.Errorf("of what is shown %v is hidden", got)
	}
}

func TestReference(t *testing.T) {
	for word, want := range map[string]string{"$X": "$X", "${X[@]}": "${X[@]}", "$@": "$@", "%i": "%i", "{{ x }}": "{{ x }}", "/etc/x": "/etc/x",
		"$(echo hunter)": "a word", "hunter": "a word", "${X:-hunter}": "a word", "$Kj7vQx2mZt9wRb4nPf6h": "a word"} {
		if got := Reference(word, "a word"); got != want {
			t.Errorf("%s is quoted as %s, want %s", word, got, want)
		}
	}
}

func TestIsSecretName(t *testing.T) {
	for _, name := range []string{"PASS", "DB_PASS", "SIGNING_KEY", "ENCRYPTION_KEY", "CREDS", "BEARER", "PSK", "SALT", "COOKIE", "DSN", "DATABASE_URL",
		"WEBHOOK_URL", "PW", "PAT", "auth", "my-secret", "API_TOKEN"} {
		if !IsSecretName(name) {
			t.Errorf("%s is not a name of a secret", name)
		}
	}
	for _, name := range []string{"path", "PASSIVE", "author", "authenticate", "pattern", "compass", "work_dir", "salted"} {
		if IsSecretName(name) {
			t.Errorf("%s is the name of a secret", name)
		}
	}
}

func TestWordsKnowShortSecretsAgain(t *testing.T) {
	var words Words
	for _, secret := range []string{"xywu7", "zu.qi", "correct horse battery", "\"a-b\""} {
		words.AddValue(secret)
	}
	for text, want := range map[string]string{
		`x {"secret": "xywu7"} y`:          `x {"secret": "[secret]"} y`,
		"--p=Correct horse battery --q":    "--p=[secret] --q",
		"zu.qi, xzu.qi, zu.qix and 1.3.0":  "[secret], xzu.qi, zu.qix and 1.3.0",
		"the horse is correct, so is a b.": "the horse is correct, so is a b.",
	} {
		if got := source.Replace(text, words.In(text)); got != want {
			t.Errorf("%s is shown as %s, want %s", text, got, want)
		}
	}
}
