package resolved

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func parse(t *testing.T, data string) source.JSON {
	t.Helper()
	text := source.WholeText(source.New("x.json", "", []byte(data)))
	v, err := source.ParseJSON(&text)
	if err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	return v
}

func TestDroppedKeepsEverythingElse(t *testing.T) {
	const object = "{\n  \"a\": 1,\n  \"b\" : [2] ,\n  \"c\": {}\n}"
	for _, c := range []struct{ drop, want string }{
		{"a", "{\n  \"b\" : [2] ,\n  \"c\": {}\n}"},
		{"b", "{\n  \"a\": 1,\n  \"c\": {}\n}"},
		{"c", "{\n  \"a\": 1,\n  \"b\" : [2]\n}"},
		{"ab", "{\n  \"c\": {}\n}"},
		{"bc", "{\n  \"a\": 1\n}"},
		{"ac", "{\n  \"b\" : [2]\n}"},
		{"abc", "{}"},
		{"", object},
	} {
		v := parse(t, object)
		ms := Members(v)
		got := Apply(object, Drop(v, func(i int) bool { return strings.Contains(c.drop, ms[i].Key.String()) }))
		if got != c.want {
			t.Errorf("without %q: got\n%s\nwant\n%s", c.drop, got, c.want)
		}
		parse(t, got)
	}
}

func TestAppendedFollowsTheLayout(t *testing.T) {
	for _, c := range [][3]string{
		{`{}`, `"x": 1`, `{"x": 1}`},
		{`{"a": 1}`, `"x": 1`, `{"a": 1, "x": 1}`},
		{"{\n\t\"a\": 1\n}", `"x": 1`, "{\n\t\"a\": 1,\n\t\"x\": 1\n}"},
		{`[ 1, 2 ]`, `3`, `[ 1, 2, 3 ]`},
		{"[\n 1\n]", `3`, "[\n 1,\n 3\n]"},
	} {
		v := parse(t, c[0])
		if got := Apply(c[0], []Change{Append(v, c[1])}); got != c[2] {
			t.Errorf("%s + %s = %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestRenamedQuotesTheKey(t *testing.T) {
	v := parse(t, `{"a":1}`)
	if got := Apply(`{"a":1}`, []Change{RenameKey(Members(v)[0].Key, `b"c`)}); got != `{"b\"c":1}` {
		t.Errorf("got %s", got)
	}
}

func TestEditsWritesAllAtOnceWhereQuotingDemandsIt(t *testing.T) {
	const file = `'{"a":1,"b":2}'`
	s := source.New("x.env", "", []byte(file))
	data := file[1 : len(file)-1]
	offsets := make([]int32, len(data)+1)
	for i := range offsets {
		offsets[i] = int32(i + 1)
	}
	part := func(int, int, string) (string, bool) { return "", false }
	whole := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
	text := source.QuotedText(s, data, offsets, 0, len(file), part, whole)
	v, err := source.ParseJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	ms := Members(v)
	got := edits(&text, RenameKey(ms[0].Key, "c"), RenameKey(ms[1].Key, "d"))
	if len(got) != 1 || got[0].Span.Text() != file || got[0].Text != `"{\"c\":1,\"d\":2}"` {
		t.Errorf("got %+v", got)
	}
}
