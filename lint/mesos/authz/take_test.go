package authz

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// led is a reader that is led through every entry.
type led struct{ stout.Visitor }

// What is taken at once is what the reader would have been led through: the same policy, and the same problems.
func TestTakenEntriesAreWhatConvertFinds(t *testing.T) {
	s, err := NewSchema(Schema{Lists: []List{
		{Key: "register_frameworks", Subject: "principals", Object: "roles"},
		{Key: "shutdown_frameworks", Subject: "principals", Object: "framework_principals"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	dialects := []stout.Dialect{{}, {NullUnsets: true, UnknownEnumIgnored: true}, {NestedErrorsIgnored: true}, {TextAsScalar: true}}
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(often string, others ...string) string {
		if len(others) == 0 || r.IntN(12) > 0 {
			return often
		}
		return others[r.IntN(len(others))]
	}
	blank := func() string { return pick("", " ", "\n\t", "  \r\n") }
	entity := func() string {
		if r.IntN(4) == 0 {
			return pick(`{"type":`+blank()+pick(`"ANY"`, `"NONE"`, `"SOME"`, `"any"`, `"ANYBODY"`, `null`, `"\u0041NY"`, `["ANY"]`)+blank()+`}`,
				`{}`, `null`, `[]`, `{"type": "ANY", "values": ["a"]}`, `{"values": ["a"], "type": "NONE"}`, `{"type": "ANY", "type": "NONE"}`)
		}
		var values []string
		for range r.IntN(4) {
			values = append(values, blank()+pick(fmt.Sprintf("%q", fmt.Sprint("v", r.IntN(9))), `"\u0061"`, `""`, `"a/%"`, `1`, `null`, `["b", "c"]`, `"é"`, `"\\"`)+blank())
		}
		list := "[" + strings.Join(values, ",") + pick("", blank()) + "]"
		return pick(`{`+blank()+`"values"`+blank()+`:`+blank()+list+blank()+`}`, `{"values": "a"}`, `{"value": `+list+`}`, `{"values": `+list+`, "x": 1}`,
			`{"values": [], "values": `+list+`}`, `[{"values": `+list+`}]`)
	}
	taken, problems := 0, 0
	for range 20_000 {
		var lists []string
		for _, l := range s.Lists {
			var entries []string
			for range r.IntN(4) {
				members := []string{fmt.Sprintf("%q:%s%s", pick(l.Subject, "principal", "users"), blank(), entity()), fmt.Sprintf("%q:%s", pick(l.Object, "roles", "values"), entity())}
				if r.IntN(3) == 0 {
					members[0], members[1] = members[1], members[0]
				}
				if more := pick("", `"aaa": 1`, `"zzz": {"values": []}`, members[0]); more != "" {
					members = append(members, more)
				}
				entries = append(entries, blank()+"{"+blank()+strings.Join(members, blank()+","+blank())+"}")
			}
			list := strings.Join(entries, ",")
			lists = append(lists, fmt.Sprintf("%q: %s", l.Key, pick("["+list+"]", "[["+list+"]]", append(entries, "{}")[0])))
		}
		text := source.WholeText(source.New("acls.json", "", []byte("{"+strings.Join(lists, ", ")+"}")))
		v, syntax := source.ParseJSON(&text)
		if syntax != nil {
			t.Fatal(syntax, text.String())
		}
		d := dialects[r.IntN(len(dialects))]
		quick, slow := reader{builder: newBuilder(s, &text)}, reader{builder: newBuilder(s, &text)}
		counted := counter{reader: &quick}
		got := stout.Convert(v, s.Message, d, &counted)
		want := stout.Convert(v, s.Message, d, led{&slow})
		taken, problems = taken+counted.taken, problems+len(want)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s\nproblems taken: %v\nled: %v", text.String(), got, want)
		}
		if diff := cmp.Diff(describe(slow.p), describe(quick.p)); diff != "" {
			t.Fatalf("%s\n(-led +taken)\n%s", text.String(), diff)
		}
	}
	if taken < 5000 || problems < 5000 {
		t.Errorf("only %d entries were taken and %d problems found", taken, problems)
	}
}

// counter counts what a reader takes.
type counter struct {
	*reader
	taken int
}

func (c *counter) Take(f *stout.Field, v source.JSON) bool {
	ok := c.reader.Take(f, v)
	if ok {
		c.taken++
	}
	return ok
}

// describe writes all that a policy says, and where.
func describe(p *Policy) []string {
	var out []string
	for _, l := range p.schema.Lists {
		for e := range p.Entries(l.Key) {
			line := fmt.Sprint(l.Key, e.Span().Start, "-", e.Span().End)
			for _, side := range []Entity{e.Subject(), e.Object()} {
				line += fmt.Sprint(" ", side.Type(), side.Span().Start, "-", side.Span().End, " ", side.TypeSpan().Start, side.Values())
				for i := range side.Len() {
					line += fmt.Sprint(" ", side.ValueSpan(i).Start, "-", side.ValueSpan(i).End)
				}
			}
			out = append(out, line)
		}
	}
	return out
}
