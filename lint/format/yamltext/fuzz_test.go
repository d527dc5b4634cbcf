package yamltext

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// check parses a text, and reports spans out of bounds, values that go backwards, and more time than a second.
func check(t *testing.T, text string) {
	t.Helper()
	began := time.Now()
	s := source.New("f", "", []byte(text))
	docs, problem := Parse(source.WholeText(s), nil, machine.LimitsFor(0))
	if problem != nil {
		if problem.Reason == "" || problem.At.Start < 0 || problem.At.End > len(text) || problem.At.Start > problem.At.End {
			t.Fatalf("%.200q ends at %+v", text, problem)
		}
	}
	for _, d := range docs {
		checkNode(t, d, d.Root, map[*Node]bool{})
		d.Duplicate()
	}
	if took := time.Since(began); took > patience.Limit(time.Second) {
		t.Fatalf("%.200q took %v", text, took)
	}
}

func checkNode(t *testing.T, d *Document, n *Node, seen map[*Node]bool) {
	if n == nil || seen[n] {
		return
	}
	seen[n] = true
	if n.Kind == Scalar {
		at := 0
		text := n.Text()
		for i := range text.Len() {
			span := text.Span(i, i+1)
			if span.Start < at || span.End < span.Start || span.End > len(span.Source.Data) {
				t.Fatalf("%.200q: byte %d of %q stands at %d-%d", span.Source.Data, i, text, span.Start, span.End)
			}
			at = span.Start
		}
	}
	checkNode(t, d, n.Target(), seen)
	for _, i := range n.Items() {
		checkNode(t, d, i, seen)
	}
	for _, m := range d.Members(n) {
		checkNode(t, d, m.Key, seen)
		checkNode(t, d, m.Value, seen)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"a: &x {b: [c, 'd']}\ne:\n  <<: *x\n  f: |-\n    g\n   \n    h\n", "? a\n: - >+\n    b\n\n---\n\"\\x41\\\n  c\"\n", "- - a: b\n  - !t |2\n     c\n...\n",
		"a: b\r\n# c\r\nd:\r\n- e", "[{? a : b, c: }, *x", "a:\n\tb", "%YAML 1.2\n---\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(check)
}

// TestTimeGrowsWithSize holds what would take a reader long or deep.
func TestTimeGrowsWithSize(t *testing.T) {
	const n = 100_000
	var keys, anchors, nested strings.Builder
	for i := range n {
		fmt.Fprintf(&keys, "k%d: v\n", i)
		fmt.Fprintf(&anchors, "k%d: &a%d [x]\n", i, i)
	}
	for i := range 1000 {
		fmt.Fprintf(&nested, "%sa:\n", strings.Repeat(" ", i))
	}
	for _, text := range []string{
		strings.Repeat("[", n), strings.Repeat("- ", n), strings.Repeat("{a: ", n), strings.Repeat("? ", n), strings.Repeat("!a ", n), strings.Repeat("&a ", n),
		strings.Repeat("a: ", n), keys.String(), anchors.String(), nested.String(), "a: |\n" + strings.Repeat("  b # c\n", n), "a: \"" + strings.Repeat("b\n", n) + "\"",
		"a: >\n" + strings.Repeat("\n", n) + "  b", "a: " + strings.Repeat("  b\n", n), "[" + strings.Repeat("a, ", n) + "]", strings.Repeat("---\n", n),
		strings.Repeat("\n", n), strings.Repeat("# c\n", n), "a: '" + strings.Repeat("''", n), strings.Repeat(" ", n) + "a", strings.Repeat("a: |\n", n), mergeBomb(30, 5), mergeChain(2000),
	} {
		check(t, text)
	}
}

// mergeBomb merges every mapping several times into the next.
func mergeBomb(levels, times int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 {x: 1, y: 2}\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&b, "a%d: &a%d\n  <<: [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), times), ", "))
	}
	return b.String()
}

// mergeChain merges every mapping with one more member into the next.
func mergeChain(levels int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 {x0: 1}\n")
	for i := 1; i <= levels; i++ {
		fmt.Fprintf(&b, "a%d: &a%d {<<: *a%d, x%d: 1}\n", i, i, i-1, i)
	}
	return b.String()
}

func TestMembersAreMerged(t *testing.T) {
	const text = `
x: &x {a: 1, b: 2}
y: &y {b: 3, c: 4}
z: {c: 5, <<: [*x, *y], d: 6}
q: {'<<': *x}
`
	docs, problem := Parse(source.WholeText(source.New("f", "", []byte(text))), nil, machine.LimitsFor(0))
	if problem != nil {
		t.Fatal(problem)
	}
	var got []string
	for _, m := range docs[0].Members(docs[0].Member(docs[0].Root, "z")) {
		got = append(got, m.Name()+"="+m.Value.Value())
	}
	if want := "c=5 a=1 b=2 d=6"; strings.Join(got, " ") != want {
		t.Errorf("members %q, want %s", got, want)
	}
	if m := docs[0].Members(docs[0].Member(docs[0].Root, "q")); len(m) != 1 || m[0].Name() != "<<" {
		t.Errorf("a quoted key merges: %+v", m)
	}
	docs, _ = Parse(source.WholeText(source.New("f", "", []byte(mergeChain(2000)))), nil, machine.LimitsFor(0))
	for _, m := range docs[0].Root.Members() {
		docs[0].Members(m.Value)
	}
	if !docs[0].Exhausted() {
		t.Error("two million merged members are no bound")
	}
}

// TestEditsKeepTheStyle shows what an edit writes.
func TestEditsKeepTheStyle(t *testing.T) {
	cases := []struct{ text, old, new, want string }{
		{"a: b/old/c\n", "old", "new", "a: b/new/c\n"},
		{"a: old\n", "old", "true", "a: \"true\"\n"},
		{"a: 5050\n", "5050", "5051", "a: 5051\n"},
		{"a: old\n", "old", "x: y", "a: \"x: y\"\n"},
		{"a: [old, b]\n", "old", "x,y", "a: [\"x,y\", b]\n"},
		{"a: 'old'\n", "old", "it's", "a: 'it''s'\n"},
		{"a: \"old\"\n", "old", "x\"y\n", "a: \"x\\\"y\\n\"\n"},
		{"a: |\n  {\n    old: 1\n  }\nb: c\n", "old", "x\n   y", "a: |\n  {\n    x\n     y: 1\n  }\nb: c\n"},
		{"a: |\n  old\nb: c\n", "old", " x", "a: \" x\\n\"\nb: c\n"},
		{"a: >\n  x old\n  y\n", "old", "new", "a: >\n  x new\n  y\n"},
		{"a:\r\n- |\r\n  old\r\n", "old", "x\ny", "a:\r\n- |\r\n  x\r\n  y\r\n"},
	}
	for _, c := range cases {
		s := source.New("f", "", []byte(c.text))
		docs, problem := Parse(source.WholeText(s), nil, machine.LimitsFor(0))
		if problem != nil {
			t.Fatal(c.text, problem)
		}
		text := find(docs[0].Root, c.old)
		i := strings.Index(text.String(), c.old)
		at, written, ok := text.Edit(i, i+len(c.old), c.new)
		if got := c.text[:at.Start] + written + c.text[at.End:]; !ok || got != c.want {
			t.Errorf("%q for %q in %q wrote %q, want %q", c.new, c.old, c.text, got, c.want)
		}
	}
}

func find(n *Node, part string) source.Text {
	if n.Kind == Scalar && strings.Contains(n.Value(), part) {
		return n.Text()
	}
	for _, i := range n.Items() {
		if t := find(i, part); t.Source() != nil {
			return t
		}
	}
	for _, m := range n.Members() {
		if t := find(m.Value, part); t.Source() != nil {
			return t
		}
	}
	return source.Text{}
}

// TestTemplatesAndTextInText reads a text with a template in it, which itself stands in quotes in another.
func TestTemplatesAndTextInText(t *testing.T) {
	outer := source.New("f", "", []byte(`x: "a: '{{ b }}/c'\nd: e"`))
	docs, problem := Parse(source.WholeText(outer), nil, machine.LimitsFor(0))
	if problem != nil {
		t.Fatal(problem)
	}
	inner := docs[0].Member(docs[0].Root, "x").Text()
	masked := []byte(strings.Replace(inner.String(), "{{ b }}", "xxxxxxx", 1))
	docs, problem = Parse(inner, masked, machine.LimitsFor(0))
	if problem != nil {
		t.Fatal(problem)
	}
	a := docs[0].Member(docs[0].Root, "a").Text()
	if a.String() != "{{ b }}/c" || a.Span(0, 7).Text() != "{{ b }}" {
		t.Errorf("read %q at %q", a, a.Span(0, 7).Text())
	}
	block := "a: |\n  {% if x %}\n  b\n  {% endif %}\nc: d\n"
	blanked := strings.NewReplacer("{% if x %}", "          ", "{% endif %}", "           ").Replace(block)
	others, problem := Parse(source.WholeText(source.New("g", "", []byte(block))), []byte(blanked), machine.LimitsFor(0))
	if problem != nil {
		t.Fatal(problem)
	}
	if got := dump(others[0].Root); got != `{"a":|"{% if x %}\nb\n{% endif %}\n" "c":"d"}` {
		t.Errorf("a block with controls is read as %s", got)
	}
	at, written, ok := docs[0].Member(docs[0].Root, "d").Text().Edit(0, 1, `"'`)
	if got := string(outer.Data[:at.Start]) + written + string(outer.Data[at.End:]); !ok || got != `x: "a: '{{ b }}/c'\nd: \"\\\"'\""` {
		t.Errorf("wrote %s", got)
	}
}

// What a template engine takes away or fills in may stand on lines of its own, less indented than what is around it.
func TestLinesOfATemplate(t *testing.T) {
	mask := strings.NewReplacer("{% if x %}", "          ", "{% endif %}", "           ", "{{ x }}", "xxxxxxx")
	for _, c := range []struct{ name, text, want, filled string }{
		{"between the lines of a block", "a: |\n  b\n{% if x %}\n  c\n{% endif %}\nd: e\n", `{"a":|"b\n{% if x %}\nc\n" "d":"e"}`, ""},
		{"before the first line of a block", "a: |\n{% if x %}\n  b\n{% endif %}\n  c\n", `{"a":|"{% if x %}\nb\n{% endif %}\nc\n"}`, ""},
		{"behind a folded block", "a: >\n  b\n  c\n{% if x %}\nd: e\n", `{"a":>"b c\n" "d":"e"}`, ""},
		{"all of a block", "a: |\n{{ x }}\nb: c\n", `{"a":|"{{ x }}\n" "b":"c"}`, ""},
		{"between the lines of a block, filled in", "a: |\n  b\n{{ x }}\n  c\n", `{"a":|"b\n{{ x }}\nc\n"}`, ""},
		{"after a block", "a: |\n  b\n{{ x }}\nc: d\n", `{"a":|"b\n" "c":"d"}`, "{{ x }}"},
		{"between members and entries", "a:\n- b\n{{ x }}\n- c\n{{ x }} {{ x }}\nd: e\n", `{"a":["b" "c"] "d":"e"}`, "{{ x }}|{{ x }} {{ x }}"},
		{"a value on a line of its own", "a:\n  {{ x }}\nb: c\n", `{"a":"{{ x }}" "b":"c"}`, ""},
	} {
		docs, filled, problem := ParseFilled(source.WholeText(source.New("f", "", []byte(c.text))), []byte(mask.Replace(c.text)), machine.LimitsFor(0))
		if problem != nil {
			t.Errorf("%s: %s", c.name, problem.Reason)
			continue
		}
		var lines []string
		for _, at := range filled {
			lines = append(lines, at.Text())
		}
		if got, lines := dump(docs[0].Root), strings.Join(lines, "|"); got != c.want || lines != c.filled {
			t.Errorf("%s: read %s with %q, want %s with %q", c.name, got, lines, c.want, c.filled)
		}
	}
	if _, problem := Parse(source.WholeText(source.New("f", "", []byte("a: b\n{{ x }}\n"))), []byte("a: b\nxxxxxxx\n"), machine.LimitsFor(0)); problem == nil {
		t.Error("a line that is filled in is YAML although nobody asks for such lines")
	}
}
