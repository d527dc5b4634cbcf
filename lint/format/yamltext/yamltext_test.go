package yamltext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// dump writes a node as a reader sees it: texts in quotes, the kind of a scalar before it.
func dump(n *Node) string {
	mark := ""
	if n.Tag() != "" {
		mark = n.Tag() + " "
	}
	switch n.Kind {
	case Null:
		return mark + "_"
	case Alias:
		return mark + "*" + dump(n.Target())
	case Scalar:
		style := [...]string{"", "'", `"`, "|", ">"}[n.Style]
		return fmt.Sprintf("%s%s%q", mark, style, n.Text())
	case Sequence:
		var items []string
		for _, i := range n.Items() {
			items = append(items, dump(i))
		}
		return mark + "[" + strings.Join(items, " ") + "]"
	}
	var members []string
	for _, m := range n.Members() {
		members = append(members, dump(m.Key)+":"+dump(m.Value))
	}
	return mark + "{" + strings.Join(members, " ") + "}"
}

func parse(text string) string {
	docs, problem := Parse(source.WholeText(source.New("f", "", []byte(text))), nil, machine.LimitsFor(0))
	if problem != nil {
		start, _ := problem.At.Range()
		return fmt.Sprintf("%d:%d %s", start.Line, start.Column, problem.Reason)
	}
	var out []string
	for _, d := range docs {
		out = append(out, dump(d.Root))
	}
	return strings.Join(out, " --- ")
}

func TestParse(t *testing.T) {
	cases := []struct{ text, want string }{
		{"", ""},
		{"# c\n", ""},
		{"a", `"a"`},
		{"a: b\nc:\n  d: e\nf:\n", `{"a":"b" "c":{"d":"e"} "f":_}`},
		{"a:\n- b\n- - c\n  - d\n- e: f\n  g: h\n-\n  i\ni: j", `{"a":["b" ["c" "d"] {"e":"f" "g":"h"} "i"] "i":"j"}`},
		{"a: b c\n  d\n\n  e # f\ng: h", "{\"a\":\"b c d\\ne\" \"g\":\"h\"}"},
		{"'a ''b': \"c\\\n   d\\u0041\\x41\n  e\"", `{'"a 'b":""cdAA e"}`},
		{"a: {b: c, \"d\":e, f, g: , ? h : i}\nj: [k, l: m, 'n', [o,], ]", `{"a":{"b":"c" ""d":"e" "f":_ "g":_ "h":"i"} "j":["k" {"l":"m"} '"n" ["o"]]}`},
		{"a: [b,\n  c, # d\n e\n f]", `{"a":["b" "c" "e f"]}`},
		{"a: |\n  b\n   c\n\n  d\n\n\ne: |-\n  f\n\ng: |+\n h\n\ni: >\n  j\n  k\n\n  l\n   m\n  n", "{\"a\":|\"b\\n c\\n\\nd\\n\" \"e\":|\"f\" \"g\":|\"h\\n\\n\" \"i\":>\"j k\\nl\\n m\\nn\"}"},
		{"a: |2\n    b\n  c\nd: |\ne: f", "{\"a\":|\"  b\\nc\\n\" \"d\":|\"\" \"e\":\"f\"}"},
		{"- |\n a\n- >-\n b\n c", "[|\"a\\n\" >\"b c\"]"},
		{"a: &x b\nc: *x\n&y d: !t e\nf: &z\n  g: h\ni: *z\n", `{"a":"b" "c":*"b" "d":!t "e" "f":{"g":"h"} "i":*{"g":"h"}}`},
		{"- &a b: c\n- !x\n  d: e\n- !y [f]\n- ! g", `[{"b":"c"} !x {"d":"e"} !y ["f"] ! "g"]`},
		{"? a\n: b\n? - c\n: - d\n? e\nf: g", `{"a":"b" ["c"]:["d"] "e":_ "f":"g"}`},
		{"%YAML 1.2\n---\na\n...\n---\nb\n--- c\n--- |\n d\n", "\"a\" --- \"b\" --- \"c\" --- |\"d\\n\""},
		{"---\n---\n", "_ --- _"},
		{"a: b: c", "1:5 is not YAML: a mapping cannot begin on this line"},
		{"a: - b", "1:4 is not YAML: a collection cannot begin on this line"},
		{"a:\n\tb: c", "2:1 is not YAML: a line is indented with a tab, not with blanks"},
		{"a: [", "1:4 is not YAML: the bracket that opens here is not closed"},
		{"a: 'b", "1:4 is not YAML: the quote that opens here is not closed"},
		{"a: b\n c: d", "2:3 is not YAML: a key spans lines"},
		{"a:\n    b: c\n  d: e", "3:3 is not YAML: the line is indented more than those it belongs to"},
		{"a: 'b' c", "1:8 is not YAML: this does not belong to what is before it"},
		{"a: *b", "1:4 is not YAML: an alias has no anchor before it"},
		{"a: &b [*b]", "1:8 is not YAML: an alias is inside the value that it refers to"},
		{"a: @b", "1:4 is not YAML: a value cannot begin with this character"},
		{"a: \"\\q\"", "1:5 is not YAML: there is no such escape"},
		{"a: b\nc", "2:1 is not YAML: a key with its colon is expected here"},
		{"a: \x01", "1:4 is not YAML: it has a control character"},
		{"a: \xff", "1:4 is not YAML: it is not UTF-8"},
		{"a: b\r\nc: |\r\n  d\r\n  e\r\n", "{\"a\":\"b\" \"c\":|\"d\\ne\\n\"}"},
		{"\uFEFFa: b", `{"a":"b"}`},
		{strings.Repeat("[", 70) + strings.Repeat("]", 70), "1:64 is nested too deeply to be read as YAML"},
	}
	for _, c := range cases {
		if got := parse(c.text); got != c.want {
			t.Errorf("%q is read as\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}
