package authz_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

var (
	earlyDialect = stout.Dialect{NestedErrorsIgnored: true, TrailingIgnored: true}
	strict       = stout.Dialect{NullUnsets: true}
	late         = stout.Dialect{NullUnsets: true, UnknownEnumIgnored: true, TextAsScalar: true}
)

func read(t testing.TB, s *authz.Schema, d stout.Dialect, text string) (*authz.Policy, []stout.Problem) {
	t.Helper()
	whole := source.WholeText(source.New("acls.json", "", []byte(text)))
	v, err := stout.ParseJSON(&whole, d)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return authz.Read(v, s, d)
}

func TestReadTakesWhatTheReleaseTakes(t *testing.T) {
	const entries = `{"run_tasks": [%s]}`
	some := func(values ...string) authz.EntitySpec { return authz.EntitySpec{Values: values} }
	any := authz.EntitySpec{Type: authz.Any}
	tests := []struct {
		name    string
		dialect stout.Dialect
		text    string
		want    []authz.EntrySpec
		refused bool
	}{
		{"plain", strict, `{"principals": {"values": ["a", "b"]}, "users": {"type": "ANY"}}`, []authz.EntrySpec{{some("a", "b"), any}}, false},
		{"escapes", strict, `{"principals": {"values": ["\u0061\n"]}, "users": {"type": "A\u004eY"}}`, []authz.EntrySpec{{some("a\n"), any}}, false},
		{"one value", strict, `{"principals": {"values": "a"}, "users": {}}`, []authz.EntrySpec{{some("a"), some()}}, false},
		{"object first", strict, `{"users": {"type": "ANY"}, "principals": {"values": ["a"]}}`, []authz.EntrySpec{{some("a"), any}}, false},
		{"duplicate key", strict, `{"principals": {"values": ["a"]}, "users": {"type": "ANY"}, "principals": {"values": ["b"]}}`, []authz.EntrySpec{{some("b"), any}}, false},
		{"misspelt type, dropped", late, `{"principals": {"type": "any", "values": ["a"]}, "users": {"type": "ANY"}}`, []authz.EntrySpec{{some("a"), any}}, false},
		{"misspelt type, refused", strict, `{"principals": {"type": "any"}, "users": {"type": "ANY"}}`, nil, true},
		{"misspelt type ends the entity", earlyDialect, `{"principals": {"type": "any", "values": ["a"]}, "users": {"type": "ANY"}}`, []authz.EntrySpec{{some(), any}}, false},
		{"missing object", late, `{"principals": {"type": "ANY"}}`, nil, true},
	}
	s := schema(t, "1.11.0")
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, problems := read(t, s, test.dialect, fmt.Sprintf(entries, test.text))
			if test.refused {
				if p != nil {
					t.Fatalf("read %v, want it refused", p)
				}
				return
			}
			if p == nil {
				t.Fatalf("refused: %v", problems)
			}
			var got []authz.EntrySpec
			for e := range p.Entries("run_tasks") {
				got = append(got, e.Spec())
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("read %v, want %v", got, test.want)
			}
		})
	}
}

func TestSpansOfAPolicy(t *testing.T) {
	p, _ := read(t, schema(t, "1.11.0"), late, `{"permissive" : "false",
 "register_frameworks": [{"principals": {"values": ["a\u0062", "c"]}, "roles": {"type": "NONE"}}]}`)
	if p.Permissive() || p.PermissiveSpan().Text() != `"false"` {
		t.Errorf("permissive is %v at %q", p.Permissive(), p.PermissiveSpan().Text())
	}
	for e := range p.Entries("register_frameworks") {
		got := []string{e.Subject().Span().Text(), e.Subject().ValueSpan(0).Text(), e.Subject().Value(0), e.Subject().ValueSpan(1).Text(),
			e.Object().TypeSpan().Text(), e.Object().Span().Text()}
		want := []string{`{"values": ["a\u0062", "c"]}`, `"a\u0062"`, "ab", `"c"`, `"NONE"`, `{"type": "NONE"}`}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if !e.Subject().TypeSpan().IsZero() {
			t.Errorf("the type of principals is written nowhere, not at %q", e.Subject().TypeSpan().Text())
		}
	}
}

func TestPrintedPolicyDecidesAlike(t *testing.T) {
	s := schema(t, "1.11.0")
	for seed := range uint64(100) {
		d := newDraw(seed)
		drawn := d.lists(s, 4)
		for _, l := range drawn {
			for i := range l {
				if l[i].Object.Type != authz.Some {
					l[i].Object.Values = nil // which printing leaves out, although a lone pattern among them counts
				}
			}
		}
		p := authz.NewPolicy(s, d.IntN(2) == 0, drawn)
		var lists []string
		for i := range s.Lists {
			var entries []string
			for e := range p.Entries(s.Lists[i].Key) {
				entries = append(entries, s.Lists[i].JSON(e.Spec()))
			}
			lists = append(lists, fmt.Sprintf("%q: [%s]", s.Lists[i].Key, strings.Join(entries, ", ")))
		}
		text := fmt.Sprintf(`{"permissive": %v, %s}`, p.Permissive(), strings.Join(lists, ", "))
		q, problems := read(t, s, late, text)
		if q == nil {
			t.Fatalf("%s: %v", text, problems)
		}
		if diff := authz.Compare(p, q); !diff.Equal() {
			t.Fatalf("%s: differs in %v", text, diff.Operations[0].Smallest())
		}
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct{ era, text, want string }{
		{"1.2.3", `{"update_quotas": [{"principals": {}, "roles": {}}], "set_quotas": [{"principals": {}, "roles": {}}]}`,
			"acls.update_quotas cannot be used together"},
		{"1.2.3", `{"update_quotas": [{"principals": {}, "roles": {}}], "set_quotas": []}`, ""},
		{"1.3.2", `{"update_quotas": [{"principals": {}, "roles": {}}], "set_quotas": [{"principals": {}, "roles": {}}]}`, ""},
		{"1.6.2", `{"get_endpoints": [{"principals": {}, "paths": {"values": ["/files/debug.json", "/flags"]}}]}`,
			`"/flags" Path: '/flags' is not an authorizable path`},
		{"1.7.3", `{"get_endpoints": [{"principals": {}, "paths": {"values": ["/files/debug.json", "/containers"]}}]}`,
			`"/files/debug.json" Path: '/files/debug.json' is not an authorizable path`},
		{"1.7.3", `{"get_endpoints": [{"principals": {}, "paths": {"type": "NONE", "values": ["/flags"]}}]}`, ""},
		{"1.7.3", `{"view_flags": [{"principals": {}, "flags": {"values": ["x"]}}]}`,
			`{"values": ["x"]} ACL.ViewFlags type must be either NONE or ANY`},
		{"0.28.3", `{"view_flags": [{"principals": {}, "flags": {"values": ["x"]}}]}`, ""},
	}
	for _, test := range tests {
		p, problems := read(t, schema(t, test.era), late, test.text)
		if p == nil {
			t.Fatalf("%s: %v", test.text, problems)
		}
		var got []string
		for _, r := range p.Validate() {
			got = append(got, strings.TrimSpace(r.Span.Text()+" "+r.Text))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s on %s: %q, want %q", test.text, test.era, got, test.want)
		}
	}
}
