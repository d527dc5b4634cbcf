package stout

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

// balance is a visitor that checks that every Enter has its Leave and every value lies in the text.
type balance struct {
	t    *testing.T
	open []*Field
}

func (b *balance) Enter(f *Field, v source.JSON) { b.see(v); b.open = append(b.open, f) }

func (b *balance) Leave(f *Field, v source.JSON) {
	b.see(v)
	if n := len(b.open); n == 0 || b.open[n-1] != f {
		b.t.Errorf("a %s was left that was not entered last", f.Name)
	} else {
		b.open = b.open[:n-1]
	}
}

func (b *balance) Scalar(_ *Field, v source.JSON) { b.see(v) }

func (b *balance) see(v source.JSON) {
	if v.Kind() == source.NoValue || v.Span().Text() != v.Raw() {
		b.t.Errorf("value %q at %v", v.Raw(), v.Span())
	}
}

func FuzzParseAndConvert(f *testing.F) {
	for _, s := range []string{
		"", "{", "[[", `{"a":`, `"\ud83d\u`, `-`, "[1e400]", "[01, 5., -.5]", "{} x", "12]", "12 ", "[\x00]", "\ufeff{}",
		`{"run_tasks":[[{"principals":{"type":"any","values":["a",1,["b",null]]},"users":{}}],null,{"x":{}}],"mode":"A","mode":"B"}`,
		`{"permissive":"true","rate":"Infinity","count":"7]","secret":"YW I=","labels":[{"a":1},{"key":"k","value":"2"}],"modes":[[["A"]]]}`,
		strings.Repeat("[", 300) + strings.Repeat("]", 300), strings.Repeat(`{"a":`, 120) + "1" + strings.Repeat("}", 120),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for release, d := range dialects {
			text := wholeText(s)
			v, err := ParseJSON(&text, d)
			if err != nil {
				if err.Offset < 0 || err.Offset > len(s) || err.Problem == "" || err.Line > 1+strings.Count(s, "\n") {
					t.Fatalf("%s: error %+v of %q", release, err, s)
				}
				// What RFC 8259 refuses picojson may take, but it takes nearly everything the RFC allows.
				if json.Valid([]byte(s)) && !strings.Contains(s, `\u`) && !strings.ContainsAny(s, "eE") && len(s) < 300 &&
					(s[0] == '{' || s[0] == '[') && strings.Count(s, "[")+strings.Count(s, "{") <= 100 {
					t.Fatalf("%s refuses %q: %v", release, s, err)
				}
				continue
			}
			if !strings.Contains(s, v.Raw()) || v.Raw() == "" {
				t.Fatalf("%s: %q is not in %q", release, v.Raw(), s)
			}
			b := &balance{t: t}
			problems := Convert(v, policy, d, b)
			problems = append(problems, ConvertArray(v, entry, d, nil)...)
			if len(b.open) != 0 {
				t.Errorf("%s: %d messages were not left", release, len(b.open))
			}
			for _, p := range problems {
				b.see(p.Value)
				if p.Effect == 0 || p.Cause == 0 || p.Text == "" || p.Message == nil {
					t.Errorf("%s: an unfinished problem %+v", release, p)
				}
			}
		}
	})
}
