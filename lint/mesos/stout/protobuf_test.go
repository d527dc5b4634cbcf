package stout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

var (
	entity = &Message{Name: "Entity", Fields: []Field{
		{Name: "type", Type: EnumField, Enum: []string{"SOME", "ANY", "NONE"}},
		{Name: "values", Type: StringField, Repeated: true},
	}}
	entry = &Message{Name: "RunTask", Fields: []Field{
		{Name: "principals", Type: MessageField, Required: true, Message: entity},
		{Name: "users", Type: MessageField, Required: true, Message: entity},
	}}
	labels = &Message{Name: "LabelsEntry", Fields: []Field{
		{Name: "key", Type: StringField},
		{Name: "value", Type: Int32Field},
	}}
	policy = &Message{Name: "Policy", Fields: []Field{
		{Name: "permissive", Type: BoolField},
		{Name: "run_tasks", Type: MessageField, Repeated: true, Message: entry},
		{Name: "mode", Type: EnumField, Enum: []string{"A", "B"}},
		{Name: "modes", Type: EnumField, Repeated: true, Enum: []string{"A", "B"}},
		{Name: "rate", Type: DoubleField},
		{Name: "count", Type: Uint32Field},
		{Name: "secret", Type: BytesField},
		{Name: "labels", Type: MapField, Message: labels},
	}}
)

func TestConvert(t *testing.T) {
	const fatal, dropped = "fatal ", "dropped "
	tests := []struct {
		name, json, releases string
		want                 []string // problems
	}{
		{"everything", `{"permissive": false, "rate": 1e3, "count": 7, "mode": "B", "secret": "YWI=",
			"run_tasks": [{"principals": {"type": "ANY"}, "users": {"values": ["a", "b"]}}]}`,
			"0.20.0 0.24.0 0.26.1 1.3.0 1.5.0 1.11.0", nil},
		{"no object", `[]`, "0.20.0 1.11.0", []string{fatal + "wrong document "}},
		{"unknown keys", `{"Permissive": 1, "run_tasks": {"principals": {"typ": 1}, "users": {}}}`, "0.20.0 1.11.0",
			[]string{dropped + "unknown key Permissive", dropped + "unknown key run_tasks[0].principals.typ"}},
		{"duplicate keys", `{"mode": "x", "mode": "A", "a": 1, "a": 2}`, "0.20.0 1.11.0",
			[]string{dropped + "duplicate key a", dropped + "unknown key a", dropped + "duplicate key mode"}},
		{"escaped key", `{"\u006dode": "A", "mode": "B"}`, "1.11.0", []string{dropped + "duplicate key mode"}},
		{"missing fields", `{"run_tasks": [{"users": {}, "principals": {}}, {"x": 1}, {"users": {}}]}`, "1.11.0",
			[]string{dropped + "unknown key run_tasks[1].x", fatal + "missing required run_tasks[1] principals users",
				fatal + "missing required run_tasks[2] principals"}},
		{"null", `{"permissive": null}`, "0.20.0 0.26.1", []string{fatal + "null value permissive"}},
		{"null", `{"permissive": null}`, "1.3.0 1.11.0", []string{dropped + "null value permissive"}},
		{"null for an unknown key", `{"x": null}`, "0.20.0", []string{dropped + "unknown key x"}},
		{"null element is not counted", `{"run_tasks": [null, {"users": {}}]}`, "1.11.0",
			[]string{dropped + "null value run_tasks[0]", fatal + "missing required run_tasks[0] principals"}},
		{"null for a required field", `{"run_tasks": {"users": null, "principals": {}}}`, "1.3.0",
			[]string{dropped + "null value run_tasks[0].users", fatal + "missing required run_tasks[0] users"}},
		{"list for one value", `{"permissive": [true], "mode": []}`, "0.20.0 1.11.0",
			[]string{fatal + "wrong type mode", fatal + "wrong type permissive"}},
		{"number for others", `{"permissive": 1, "mode": 1, "secret": 1, "run_tasks": 1}`, "0.20.0 1.11.0",
			[]string{fatal + "wrong type mode", fatal + "wrong type permissive", fatal + "wrong type run_tasks[0]", fatal + "wrong type secret"}},
		{"boolean for others", `{"rate": true, "mode": true}`, "0.20.0 1.11.0",
			[]string{fatal + "wrong type mode", fatal + "wrong type rate"}},
		{"object for others", `{"rate": {}, "mode": {}, "permissive": {}, "secret": {}}`, "0.20.0 1.11.0",
			[]string{fatal + "wrong type mode", fatal + "wrong type permissive", fatal + "wrong type rate", fatal + "wrong type secret"}},
		{"string for a message", `{"run_tasks": "x"}`, "0.20.0 1.11.0", []string{fatal + "wrong type run_tasks[0]"}},
		{"string for scalars", `{"permissive": "true", "rate": "1.5", "count": "7"}`, "0.20.0 1.5.0",
			[]string{fatal + "wrong type count", fatal + "wrong type permissive", fatal + "wrong type rate"}},
		{"string for scalars", `{"permissive": " false ", "rate": " 1.5", "count": "7]"}`, "1.7.0 1.11.0", nil},
		{"wrong string for scalars", `{"permissive": "yes", "rate": "1 ", "count": "true"}`, "1.7.0 1.11.0",
			[]string{fatal + "bad number count", fatal + "bad bool permissive", fatal + "bad number rate"}},
		{"infinity", `{"rate": "-Infinity"}`, "1.7.0", []string{fatal + "bad number rate"}},
		{"infinity", `{"rate": "-Infinity", "count": "Infinity"}`, "1.11.0", []string{fatal + "bad number count"}},
		{"unknown enum", `{"mode": "a"}`, "0.20.0 1.3.0", []string{fatal + "unknown enum mode"}},
		{"unknown enum", `{"mode": "a", "modes": ["A", "b", "B"]}`, "1.5.0 1.11.0",
			[]string{dropped + "unknown enum mode", dropped + "unknown enum modes[1]"}},
		{"base64", `{"secret": "no base64"}`, "0.20.0", nil},
		{"base64", `{"secret": "no base64"}`, "0.24.0 1.3.0 1.5.0", []string{fatal + "bad base64 secret"}},
		{"base64", `{"secret": "no base64"}`, "1.4.3 1.11.0", nil},
		{"one value or nested lists for a list", `{"modes": "A", "run_tasks": [[{"users": {"values": "x"}, "principals": {"values": [["a"], [[], "b"]]}}]]}`,
			"0.20.0 1.11.0", nil},
		{"map", `{"labels": {"a": 1, "b": "2"}}`, "1.11.0", nil},
		{"map", `{"labels": {"key": "a", "value": 1}}`, "1.3.0", nil},
		{"map", `{"labels": {"a": 1}}`, "1.3.0", []string{dropped + "unknown key labels[0].a"}},
		{"wrong values of a map", `{"labels": [{"a": 1}, {"b": true, "c": [1]}]}`, "1.11.0",
			[]string{fatal + "wrong type labels[1].value", fatal + "wrong type labels[2].value"}},

		{"error in a nested message", `{"run_tasks": {"principals": {"type": "any", "values": ["a"]}, "users": {}}}`, "0.20.0 0.25.0",
			[]string{dropped + "unknown enum run_tasks[0].principals.type", dropped + "after error run_tasks[0].principals.values"}},
		{"error in a nested message", `{"run_tasks": {"principals": {"type": "any", "values": ["a"]}, "users": {}}}`, "0.26.1 1.3.0",
			[]string{fatal + "unknown enum run_tasks[0].principals.type"}},
		{"error in a nested list", `{"run_tasks": {"users": {"values": [1, "a", 2]}, "principals": {}}}`, "0.20.0",
			[]string{dropped + "wrong type run_tasks[0].users.values[0]"}},
		{"nested error makes a required field missing", `{"run_tasks": [{"principals": "x", "users": {}}]}`, "0.20.0",
			[]string{dropped + "wrong type run_tasks[0].principals", dropped + "after error run_tasks[0].users",
				fatal + "missing required run_tasks[0] principals users"}},
		{"wrong is not missing", `{"run_tasks": [{"principals": "x", "users": {}}]}`, "1.3.0",
			[]string{fatal + "wrong type run_tasks[0].principals"}},
	}
	for _, test := range tests {
		for release := range strings.FieldsSeq(test.releases) {
			t.Run(test.name+" on "+release, func(t *testing.T) {
				problems := Convert(parse(t, test.json, release), policy, dialects[release], nil)
				var got []string
				for _, p := range problems {
					got = append(got, strings.TrimSuffix(fmt.Sprintf("%s %s %s %s", p.Effect, p.Cause, p.Path, strings.Join(p.Missing, " ")), " "))
					if p.Text == "" || p.Message == nil {
						t.Errorf("a problem without text or message: %+v", p)
					}
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestConvertPointsAtKeyAndValue(t *testing.T) {
	v := parse(t, `{"run_tasks": [{"principals": {"type": "any"}, "users": {}, "x" : [1]}]}`, "1.11.0")
	problems := Convert(v, policy, dialects["1.11.0"], nil)
	if len(problems) != 2 {
		t.Fatalf("%d problems, want 2", len(problems))
	}
	if key, value := problems[0].Key.Span().Text(), problems[0].Value.Span().Text(); key != `"type"` || value != `"any"` {
		t.Errorf("problem is at %s: %s", key, value)
	}
	if key, value := problems[1].Key.Span().Text(), problems[1].Value.Span().Text(); key != `"x"` || value != `[1]` {
		t.Errorf("problem is at %s: %s", key, value)
	}
}

// recorder writes down what a visitor is told.
type recorder struct {
	told  []string
	depth int
}

func (r *recorder) tell(f *Field, s string) {
	name := "-"
	if f != nil {
		name = f.Name
	}
	r.told = append(r.told, strings.Repeat(" ", r.depth)+name+s)
}

func (r *recorder) Enter(f *Field, v source.JSON)  { r.tell(f, " {"); r.depth++ }
func (r *recorder) Leave(f *Field, v source.JSON)  { r.depth--; r.tell(f, " }") }
func (r *recorder) Scalar(f *Field, v source.JSON) { r.tell(f, " "+v.Raw()) }

func TestConvertTellsWhatArrives(t *testing.T) {
	tests := []struct {
		name, json, release string
		want                []string
	}{
		{"by the byte order of the keys", `{"rate": 1, "mode": "B", "mode": "A", "z": 1, "count": null}`, "1.3.0",
			[]string{`mode "A"`, `rate 1`}},
		{"nested", `{"run_tasks": [[{"users": {"values": ["a", ["b"]]}, "principals": {"type": "ANY"}}]]}`, "1.3.0",
			[]string{`run_tasks {`, ` principals {`, `  type "ANY"`, ` principals }`, ` users {`, `  values "a"`, `  values "b"`,
				` users }`, `run_tasks }`}},
		{"unknown enum", `{"modes": ["A", "x", "B"]}`, "1.11.0", []string{`modes "A"`, `modes "B"`}},
		{"what comes before an ignored error", `{"run_tasks": {"principals": {"type": "ANY", "values": ["a", 1, "b"]}, "users": {"type": "x", "values": "y"}}}`, "0.20.0",
			[]string{`run_tasks {`, ` principals {`, `  type "ANY"`, `  values "a"`, ` principals }`, ` users {`, ` users }`, `run_tasks }`}},
		{"map", `{"labels": {"b": "2", "a": 1}}`, "1.11.0",
			[]string{`labels {`, ` key "a"`, ` value 1`, `labels }`, `labels {`, ` key "b"`, ` value "2"`, `labels }`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var r recorder
			Convert(parse(t, test.json, test.release), policy, dialects[test.release], &r)
			if diff := cmp.Diff(test.want, r.told); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestConvertArray(t *testing.T) {
	d := dialects["1.3.0"]
	var r recorder
	problems := ConvertArray(parse(t, `[{"values": "a"}, {"type": "x"}, 1, {"type": "ANY"}]`, "1.3.0"), entity, d, &r)
	var got []string
	for _, p := range problems {
		got = append(got, p.Effect.String()+" "+p.Cause.String()+" "+p.Path)
	}
	want := []string{"fatal unknown enum [1].type", "fatal wrong document [2]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if want := []string{"- {", ` values "a"`, "- }", "- {", "- }", "- {", "- }", "- {", ` type "ANY"`, "- }"}; !slices.Equal(r.told, want) {
		t.Errorf("told %q, want %q", r.told, want)
	}
	if problems := ConvertArray(parse(t, `{}`, "1.3.0"), entity, d, nil); len(problems) != 1 || problems[0].Effect != Fatal {
		t.Errorf("an object for a list: %v", problems)
	}
}

func TestTruthAndNumeral(t *testing.T) {
	for text, want := range map[string]bool{`true`: true, `false`: false, `"true"`: true, `" false"`: false, `"\ttrue"`: true} {
		if got := Truth(parse(t, text, "0.20.0")); got != want {
			t.Errorf("Truth(%s) = %t", text, got)
		}
	}
	for text, want := range map[string]string{`1.5`: "1.5", `" 7"`: "7", `"7]"`: "7", `"-Infinity"`: "-Infinity"} {
		if got := Numeral(parse(t, text, "0.20.0")); got != want {
			t.Errorf("Numeral(%s) = %q, want %q", text, got, want)
		}
	}
}

func TestDecodeBase64(t *testing.T) {
	strict, lax := dialects["1.3.0"], dialects["1.11.0"]
	tests := []struct {
		text    string
		dialect Dialect
		want    string
		ok      bool
	}{
		{"", strict, "", true},
		{"YWJj", strict, "abc", true},
		{"YWI=", strict, "ab", true},
		{"YWI", strict, "ab", true},
		{"YQ", strict, "a", true},
		{"b", strict, "", true},
		{"YWJj=anything at all!", strict, "abc", true},
		{"+/+/", strict, "\xfb\xff\xbf", true},
		{"YW Jj", strict, "", false},
		{" YW\n\tJj\v", lax, "abc", true},
		{"-_", lax, "", false},
		{"YW\x00", lax, "", false},
		{"\u00e9", lax, "", false},
	}
	for _, test := range tests {
		if got, ok := DecodeBase64(test.text, test.dialect); got != test.want || ok != test.ok {
			t.Errorf("DecodeBase64(%q) = %q, %t", test.text, got, ok)
		}
	}
}

func parse(t *testing.T, s, release string) source.JSON {
	t.Helper()
	text := wholeText(s)
	v, err := ParseJSON(&text, dialects[release])
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return v
}
