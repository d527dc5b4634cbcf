package credential

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

func credentials(secret stout.FieldType) *stout.Message {
	return &stout.Message{Name: "Credentials", Fields: []stout.Field{
		{Name: "credentials", Type: stout.MessageField, Repeated: true, Message: &stout.Message{Name: "Credential", Fields: []stout.Field{
			{Name: "principal", Type: stout.StringField, Required: true},
			{Name: "secret", Type: secret},
		}}}}}
}

type behaviour struct {
	dialect   stout.Dialect
	semantics Semantics
}

// The releases at which the reading of credentials changed. The catalogue has them all.
var releases = map[string]behaviour{
	"0.19.0": {stout.Dialect{Overflow: stout.OverflowInfinity, TrailingIgnored: true, NestedErrorsIgnored: true},
		Semantics{Text: true, SharedReader: true}},
	"0.20.0": {stout.Dialect{Overflow: stout.OverflowInfinity, TrailingIgnored: true, NestedErrorsIgnored: true},
		Semantics{JSON: true, Text: true, Message: credentials(stout.BytesField)}},
	"0.25.0": {stout.Dialect{Overflow: stout.OverflowAborts, TrailingIgnored: true, NestedErrorsIgnored: true, Base64Bytes: true},
		Semantics{JSON: true, Text: true, Message: credentials(stout.BytesField)}},
	"1.3.0": {stout.Dialect{Overflow: stout.OverflowAborts, NullUnsets: true, Base64Bytes: true},
		Semantics{JSON: true, Text: true, Message: credentials(stout.StringField)}},
	"1.11.0": {stout.Dialect{Overflow: stout.OverflowRefused, MaxDepth: 200, NullUnsets: true, Base64Bytes: true, TextAsScalar: true},
		Semantics{JSON: true, Message: credentials(stout.StringField)}},
}

func read(s string, form Form, release string) (*File, []Problem) {
	b := releases[release]
	return Read(source.WholeText(source.New("credentials", "", []byte(s))), form, b.dialect, b.semantics)
}

// show writes credentials with their secrets, which the tests made up.
func show(f *File) string {
	if f == nil {
		return "refused"
	}
	out := []string{f.Format.String()}
	for _, c := range f.Credentials {
		var s string
		c.Secret.Holds(func(secret string) bool {
			s = fmt.Sprintf("%q=%q", c.Principal, secret)
			return true
		})
		if !c.HasSecret {
			s = fmt.Sprintf("%q", c.Principal)
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	const list, single = `{"credentials": [{"principal": "a", "secret": "b"}]}`, `{"principal": "a", "secret": "b"}`
	all := "0.19.0 0.20.0 0.25.0 1.3.0 1.11.0"
	tests := []struct {
		name, text string
		form       Form
		releases   string
		want       string
		problems   []string // effect, number of the cause, bytes of the span
	}{
		{"JSON list", list, List, "0.20.0 1.3.0 1.11.0", `JSON "a"="b"`, nil},
		{"JSON list", `{"credentials": [{"principal": "a", "secret": "YWI="}]}`, List, "0.25.0", `JSON "a"="ab"`,
			[]string{cause(Changed, SecretDecoded, `"YWI="`)}},
		{"JSON list", list, List, "0.19.0", "refused", []string{cause(Fatal, NotText, "{")}},
		{"JSON single", single, Single, "0.20.0 1.3.0 1.11.0", `JSON "a"="b"`, nil},
		{"JSON single for a list", single, List, "0.20.0 0.25.0 1.3.0 1.11.0", "JSON", []string{cause(Ignored, SingleForList, `"principal"`)}},
		{"JSON list for a single", list, Single, "0.20.0 0.25.0 1.3.0", "refused", []string{cause(Fatal, ListForSingle, `"credentials"`)}},
		{"JSON list for a single", list, Single, "1.11.0", "refused", []string{cause(Fatal, ListForSingle, `"credentials"`)}},
		{"JSON object for a list", `{"credentials": {"principal": "a", "secret": "b"}}`, List, "1.3.0 1.11.0", `JSON "a"="b"`, nil},
		{"bare JSON list", `[{"principal": "a", "secret": "b"}]`, List, "1.3.0 1.11.0", "refused", []string{cause(Fatal, WrongJSON, "[")}},
		{"no credentials", `{}`, List, "0.20.0 1.3.0 1.11.0", "JSON", []string{cause(Changed, NoCredentials, "{}")}},
		{"wrong key", `{"creds": []}`, List, "1.11.0", "JSON", []string{cause(Ignored, UnknownKey, `"creds"`), cause(Changed, NoCredentials, `{"creds": []}`)}},
		{"unknown keys", `{"credentials": [{"principal": "a", "Secret": "b"}]}`, List, "1.3.0", `JSON "a"`,
			[]string{cause(Ignored, UnknownKey, `"Secret"`), cause(Changed, NoSecret, `"a"`)}},
		{"no secret", `{"principal": "a", "secret": null}`, Single, "1.3.0 1.11.0", `JSON "a"`, []string{cause(Changed, NoSecret, `"a"`)}},
		{"null", `{"credentials": [{"principal": "a", "secret": null}]}`, List, "0.20.0", `JSON "a"`,
			[]string{cause(Changed, NoSecret, `"a"`)}},
		{"empty secret and principal", `{"principal": "", "secret": ""}`, Single, "0.20.0 1.11.0", `JSON ""=""`,
			[]string{cause(Changed, EmptySecret, `""`), cause(Changed, EmptyPrincipal, `""`)}},
		{"missing principal", `{"credentials": [{"secret": "b"}]}`, List, "0.20.0 0.25.0 1.3.0 1.11.0", "refused", []string{cause(Fatal, WrongJSON, "{")}},
		{"secret of a wrong type", `{"credentials": [{"principal": "a", "secret": 1}]}`, List, "0.20.0 0.25.0", `JSON "a"`,
			[]string{cause(Ignored, WrongJSON, `"secret"`)}},
		{"secret of a wrong type", `{"credentials": [{"principal": "a", "secret": 1}]}`, List, "1.3.0 1.11.0", "refused",
			[]string{cause(Fatal, WrongJSON, `"secret"`)}},
		{"duplicate key", `{"principal": "a", "secret": "b", "secret": "c"}`, Single, "1.3.0", `JSON "a"="c"`,
			[]string{cause(Ignored, DuplicateKey, `"secret"`)}},
		{"duplicate principal", `{"credentials": [{"principal": "a", "secret": "b"}, {"principal": "c", "secret": "d"}, {"principal": "a", "secret": "e"}]}`,
			List, "1.3.0", `JSON "a"="b" "c"="d" "a"="e"`, []string{cause(Ignored, DuplicatePrincipal, `"a"`)}},
		{"not base64", `{"credentials": [{"principal": "a", "secret": "no-base64"}]}`, List, "0.25.0", `JSON "a"`,
			[]string{cause(Changed, SecretNotBase64, `"secret"`)}},
		{"not base64", `{"principal":"a","secret":"no-base64"}`, Single, "0.25.0", "refused", []string{cause(Fatal, WrongJSON, `"secret"`)}},
		{"escapes", `{"principal": "\u00e9", "secret": "\"\\\n\u0000"}`, Single, "1.3.0 1.11.0", `JSON "é"="\"\\\n\x00"`, nil},
		{"text behind JSON", list + " x", List, "0.20.0", `JSON "a"="b"`, []string{cause(Ignored, TrailingText, " x")}},

		{"broken JSON", "{\"credentials\": [\n{\"principal\": \"a\", \"secret\": \"b\"},\n]}", List, "0.19.0", "refused", []string{cause(Fatal, NotText, "{")}},
		{"broken JSON", "{\"credentials\": [\n{\"principal\": \"a\", \"secret\": \"b\"},\n]}", List, "0.20.0 1.3.0 1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"broken JSON of two words", `{"credentials": [{"principal":"a","secret":"b"},]}`, List, "0.20.0 1.3.0",
			`text "{\"credentials\":"="[{\"principal\":\"a\",\"secret\":\"b\"},]}"`, []string{cause(Changed, JSONAsText, "")}},
		{"broken JSON of two words", `{"credentials": [{"principal":"a","secret":"b"},]}`, List, "1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"JSON of two words", `{"principal":"a", "secret":"b"}`, Single, "0.19.0", `text "{\"principal\":\"a\","="\"secret\":\"b\"}"`,
			[]string{cause(Changed, JSONAsText, "{")}},
		{"byte order mark before JSON", "\ufeff" + list, List, "1.3.0 1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"number that is too large", `{"x": 1e400}`, List, "1.3.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"number that is too large in text", "1e400 x", List, "1.3.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"number that is too large in text", "1e400 x", List, "0.20.0", `text "1e400"="x"`, nil},

		{"text", "a b\nc d\n", List, "0.19.0 0.20.0 0.25.0 1.3.0", `text "a"="b" "c"="d"`, nil},
		{"text", "a b\nc d\n", List, "1.11.0", "refused", []string{cause(Fatal, TextForm, "a b\nc d\n")}},
		{"text of one credential", "a b", Single, "0.19.0 0.20.0 1.3.0", `text "a"="b"`, nil},
		{"text of one credential", "a b", Single, "1.11.0", "refused", []string{cause(Fatal, TextForm, "a b")}},
		{"text of two for one", "a b\nc d\n", Single, "0.19.0 0.20.0 1.3.0", "refused", []string{cause(Fatal, NotOne, "a b\nc d\n")}},
		{"text of two for one", "a b\nc d\n", Single, "1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"blanks", "\n\n  a   b  \n\n", List, "0.19.0 1.3.0", `text "a"="b"`, nil},
		{"line of blanks", "a b\n  \n", List, "0.19.0 1.3.0", "refused", []string{cause(Fatal, BadLine, "  ")}},
		{"one word", "a b\nc\nd e f\n", List, "1.3.0", "refused", []string{cause(Fatal, BadLine, "c"), cause(Fatal, BadLine, "d e f")}},
		{"one word", "a b\nc\n", List, "1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
		{"one word for one", "a", Single, "0.19.0 1.3.0", "refused", []string{cause(Fatal, BadLine, "a")}},
		{"tab between", "a\tb", List, "1.3.0", "refused", []string{cause(Fatal, BadLine, "a\tb")}},
		{"tab and blank", "a \tb", List, "1.3.0", `text "a"="\tb"`, []string{cause(Advice, TabInWord, "\tb")}},
		{"tab in the principal", "a\t b", List, "1.3.0", `text "a\t"="b"`, []string{cause(Advice, TabInWord, "a\t")}},
		{"CR LF", "a b\r\nc d\r\n", List, "0.19.0 1.3.0", `text "a"="b\r" "c"="d\r"`, []string{cause(Changed, CarriageReturn, "b\r")}},
		{"CR LF and a blank line", "a b\r\n\r\n", List, "1.3.0", "refused", []string{cause(Fatal, BadLine, "\r")}},
		{"comment", "# x\na b", List, "1.3.0", `text "#"="x" "a"="b"`, []string{cause(Changed, Comment, "#")}},
		{"byte order mark", "\ufeffa b", List, "0.19.0 1.3.0", `text "\ufeffa"="b"`, []string{cause(Changed, ByteOrderMark, "\ufeffa")}},
		{"NUL and invalid UTF-8", "a\x00 \xff\xfe", List, "1.3.0", `text "a\x00"="\xff\xfe"`, nil},
		{"quotes", `"a" "b"`, List, "0.19.0 1.3.0", `text "\"a\""="\"b\""`, []string{cause(Advice, Quotes, `"a"`)}},
		{"JSON scalar of one word", `"ab"`, List, "1.3.0", "refused", []string{cause(Fatal, BadLine, `"ab"`)}},
		{"JSON scalar of one word", `"ab"`, List, "1.11.0", "refused", []string{cause(Fatal, WrongJSON, `"`)}},
		{"duplicate principal in text", "a b\na c\na d", List, "1.3.0", `text "a"="b" "a"="c" "a"="d"`,
			[]string{cause(Ignored, DuplicatePrincipal, "a"), cause(Ignored, DuplicatePrincipal, "a")}},

		{"empty", "", List, all, "refused", []string{cause(Fatal, Empty, "")}},
		{"empty", "", Single, all, "refused", []string{cause(Fatal, Empty, "")}},
		{"newline", "\n", List, "0.19.0 0.20.0 1.3.0", "text", []string{cause(Changed, NoCredentials, "\n")}},
		{"newline", "\n", Single, "0.19.0 0.20.0 1.3.0", "refused", []string{cause(Fatal, NotOne, "\n")}},
		{"newline", "\n", List, "1.11.0", "refused", []string{cause(Fatal, NotJSON, "")}},
	}
	for _, test := range tests {
		for release := range strings.FieldsSeq(test.releases) {
			t.Run(fmt.Sprintf("%s on %s", test.name, release), func(t *testing.T) {
				f, problems := read(test.text, test.form, release)
				if got := show(f); got != test.want {
					t.Errorf("loaded %s, want %s", got, test.want)
				}
				var got []string
				for _, p := range problems {
					got = append(got, cause(p.Effect, p.Cause, p.Span.Text()))
					if p.Text == "" {
						t.Errorf("%s has no text", cause(p.Effect, p.Cause, ""))
					}
				}
				if diff := cmp.Diff(test.problems, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func cause(e Effect, c Cause, span string) string { return fmt.Sprintf("%s %d %q", e, c, span) }

func TestLineNumbersAreThoseOfTheRelease(t *testing.T) {
	tests := []struct {
		text    string
		form    Form
		release string
		want    int
	}{
		{"\n\na b\n\nc\n", List, "1.3.0", 2},
		{"\n\na b\n\nc\n", List, "0.19.0", 2},
		{"a", Single, "0.19.0", 1},
		{"a", Single, "1.3.0", 0},
		{"{\n\"a\": x\n}", List, "1.11.0", 2},
		{"{\n\"a\": x\n}", List, "1.3.0", 1},
		{"a b\nc d", List, "1.11.0", 1},
	}
	for _, test := range tests {
		_, problems := read(test.text, test.form, test.release)
		if len(problems) == 0 || problems[0].Line != test.want {
			t.Errorf("%q on %s: %v, want line %d", test.text, test.release, problems, test.want)
		}
	}
}

func TestFindReturnsTheCredentialThatCounts(t *testing.T) {
	f, _ := read("a b\nc d\na e\n", List, "1.3.0")
	if c, found := f.Find("a"); !found || !c.Secret.Equal(redact.NewSecret("e")) || c.Span.Text() != "a e" {
		t.Error("the first of two credentials counts")
	}
	if _, found := f.Find("b"); found {
		t.Error("a secret was found as a principal")
	}
}

func TestSpansOfCredentials(t *testing.T) {
	f, _ := read(`{"credentials": [ {"secret":"b", "principal": "a"} ]}`, List, "1.11.0")
	c := f.Credentials[0]
	got := []string{c.Span.Text(), c.PrincipalSpan.Text(), c.SecretSpan.Text()}
	if diff := cmp.Diff([]string{`{"secret":"b", "principal": "a"}`, `"a"`, `"b"`}, got); diff != "" {
		t.Error(diff)
	}
	f, _ = read("x y\n  ann   s3cret ", List, "1.3.0")
	c = f.Credentials[1]
	got = []string{c.Span.Text(), c.PrincipalSpan.Text(), c.SecretSpan.Text()}
	if diff := cmp.Diff([]string{"ann   s3cret", "ann", "s3cret"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestProblemsHoldNoSecret(t *testing.T) {
	texts := []string{
		"ann hunter2\nann hunter2 x\n", "hunter2\n", "a hunter2\r\nb \thunter2\r\n", "\"a\" \"hunter2\"\n", "# hunter2\n",
		`{"credentials":[{"principal":"a","secret":"hunter2"},]}`, `{"credentials": [{"principal":"a","secret":"hunter2"},]}`,
		`{"credentials":[{"principal":"a","secret":["hunter2"]}]}`, `{"principal":"a","secret":"hunter2"} hunter2`,
		`{"credentials":[{"principal":"a","secret":"hunter2!"},{"principal":"a","secret":{"x":"hunter2"}}]}`,
		`{"principal":["hunter2"],"secret":"hunter2","x":"hunter2"}`, "{\"principal\": \"a\", \"secret\": \"hunter2\n\"}", `"x" "hunter2`,
		`{"principal":"a","secret":"hunter2","secret":"hunter2"}`, `["a","hunter2"]`,
	}
	for _, text := range texts {
		for release := range releases {
			for _, form := range []Form{List, Single} {
				f, problems := read(text, form, release)
				for _, p := range problems {
					// The span's bytes are shown by reports that know what is masked; everything else is shown as it is.
					p.Span, p.Related = source.Span{}, source.Span{}
					check(t, fmt.Sprintf("problem %d of %s", p.Cause, release), fmt.Sprintf("%+v", p))
				}
				if f != nil && !f.MeantAsJSON {
					f.Credentials = append([]Credential(nil), f.Credentials...)
					for i := range f.Credentials {
						c := &f.Credentials[i]
						c.Span, c.PrincipalSpan, c.SecretSpan = source.Span{}, source.Span{}, source.Span{}
					}
					check(t, "file of "+release, fmt.Sprintf("%+v %#v", f, f))
				}
			}
		}
	}
}

func TestToJSON(t *testing.T) {
	f, _ := read("ann \"\\/\r\nbob \xff\x01\u00e9\x7f\n", List, "1.3.0")
	b, err := ToJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"credentials\": [\n" +
		"    {\"principal\": \"ann\", \"secret\": \"\\\"\\\\/\\u000d\"},\n" +
		"    {\"principal\": \"bob\", \"secret\": \"\xff\\u0001\u00e9\x7f\"}\n  ]\n}\n"
	if b.String() != want {
		t.Errorf("wrote %q\nwant %q", b.String(), want)
	}
	want = "{\n  \"credentials\": [\n    {\"principal\": \"ann\", \"secret\": [secret]},\n    {\"principal\": \"bob\", \"secret\": [secret]}\n  ]\n}\n"
	if got := redact.Conceal(b.String(), b.Secrets()); got != want {
		t.Errorf("a report shows %q", got)
	}
	f, _ = read("a b", Single, "1.3.0")
	if b, err := ToJSON(f); err != nil || b.String() != "{\"principal\": \"a\", \"secret\": \"b\"}\n" {
		t.Errorf("wrote %q, %v", b, err)
	}
}

func TestToJSONRefusesWhatIsNoText(t *testing.T) {
	for _, text := range []string{`{"credentials": []}`, `{"credentials": [{"principal":"a","secret":"b"},]}`} {
		f, _ := read(text, List, "1.3.0")
		if b, err := ToJSON(f); err == nil {
			t.Errorf("%s became %s", text, b.String())
		}
	}
	f := &File{Form: Single}
	if _, err := ToJSON(f); err == nil {
		t.Error("no credential became one")
	}
}

// What text holds, the JSON that replaces it holds in every release that reads JSON.
func FuzzToJSON(f *testing.F) {
	for _, s := range []string{"a b", "a b\nc d\n", "a \"\\\x00\x1f\x7f\xff\r\n", "\ufeffa b", "\n", "# x", "{ }", "a {\"b\":1}", "1 2"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, single bool) {
		form := List
		if single {
			form = Single
		}
		for release := range releases {
			loaded, problems := read(text, form, release)
			fatal := false
			for _, p := range problems {
				fatal = fatal || p.Effect == Fatal
			}
			if fatal != (loaded == nil) {
				t.Fatalf("%q on %s: %d problems, fatal is %t, loaded %t", text, release, len(problems), fatal, loaded != nil)
			}
			if loaded == nil || loaded.Format == JSON || loaded.MeantAsJSON {
				continue
			}
			b, err := ToJSON(loaded)
			if err != nil {
				t.Fatal(err)
			}
			for _, on := range []string{"0.20.0", "1.3.0", "1.11.0"} {
				again, _ := read(b.String(), form, on)
				want := *loaded
				want.Format = JSON
				if got, want := show(again), show(&want); got != want {
					t.Fatalf("%q: %s loads %s, want %s", text, on, got, want)
				}
			}
		}
	})
}

// check fails where what is printed shows the secret of the tests.
func check(t *testing.T, what, printed string) {
	t.Helper()
	if strings.Contains(printed, "hunter2") || strings.Contains(strings.ToLower(printed), fmt.Sprintf("%x", "hunter2")) {
		t.Errorf("%s shows the secret", what)
	}
}

func TestToText(t *testing.T) {
	f, _ := read(`{"credentials": [{"principal": "ann", "secret": "one"}, {"principal": "bob", "secret": "two"}]}`, List, "1.3.0")
	b, err := ToText(f)
	if err != nil || b.String() != "ann one\nbob two\n" {
		t.Errorf("wrote %q, %v", b, err)
	}
	if got := redact.Conceal(b.String(), b.Secrets()); got != "ann [secret]\nbob [secret]\n" {
		t.Errorf("a report shows %q", got)
	}
	for _, text := range []string{
		`{"credentials": [{"principal": "ann", "secret": ""}]}`, `{"credentials": [{"principal": "ann", "secret": "a b"}]}`,
		`{"credentials": [{"principal": "a\nb", "secret": "c"}]}`, `{"credentials": [{"principal": "ann", "secret": "a\r"}]}`,
	} {
		f, _ := read(text, List, "1.3.0")
		if _, err := ToText(f); err == nil {
			t.Errorf("%s became text", text)
		}
	}
}
