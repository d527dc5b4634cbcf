package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// apply writes edits into the text they point into, last first.
func apply(t *testing.T, data string, edits ...lint.Edit) string {
	t.Helper()
	slices.SortFunc(edits, func(a, b lint.Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		data = data[:e.Span.Start] + e.Text + data[e.Span.End:]
	}
	return data
}

func parse(t *testing.T, data string) source.JSON {
	t.Helper()
	text := source.WholeText(source.New("x.json", "", []byte(data)))
	v, err := source.ParseJSON(&text)
	if err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	return v
}

func TestDeleteMembersKeepsEverythingElse(t *testing.T) {
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
		ms := members(v)
		got := apply(t, object, deleteMembers(v, func(i int) bool { return strings.Contains(c.drop, ms[i].key.String()) })...)
		if got != c.want {
			t.Errorf("without %q: got\n%s\nwant\n%s", c.drop, got, c.want)
		}
		parse(t, got)
	}
}

func TestInsertLastFollowsTheLayout(t *testing.T) {
	for _, c := range [][3]string{
		{`{}`, `"x": 1`, `{"x": 1}`},
		{`{"a": 1}`, `"x": 1`, `{"a": 1, "x": 1}`},
		{"{\n\t\"a\": 1\n}", `"x": 1`, "{\n\t\"a\": 1,\n\t\"x\": 1\n}"},
		{`[ 1, 2 ]`, `3`, `[ 1, 2, 3 ]`},
		{"[\n 1\n]", `3`, "[\n 1,\n 3\n]"},
	} {
		v := parse(t, c[0])
		if got := apply(t, c[0], insertLast(v, c[1])); got != c[2] {
			t.Errorf("%s + %s = %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestRenameKeyIsQuotedForItsPlace(t *testing.T) {
	v := parse(t, `{"a":1}`)
	if got := apply(t, `{"a":1}`, renameKey(members(v)[0].key, `b"c`)); got != `{"b\"c":1}` {
		t.Errorf("got %s", got)
	}
}
