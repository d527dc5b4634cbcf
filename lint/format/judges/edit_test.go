package judges

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// places are where a scalar can stand: SCALAR is replaced by it, and what follows a line end in it is indented.
var places = []struct {
	text   string
	indent string
	block  bool // a block can stand there
}{
	{"a: SCALAR\nb: c\n", "  ", true},
	{"a: SCALAR", "  ", true},
	{"a:\n  b:\n    c: SCALAR # d\n  e: f\n", "        ", false},
	{"a:\n- SCALAR\n- b\n", "  ", true},
	{"a:\n    - b: SCALAR\n      c: d\n\n# e\nf: g\n", "         ", true},
	{"a: [b, SCALAR, c]\n", "  ", false},
	{"a: {b: SCALAR, c: d}\n", " ", false},
	{"- - SCALAR\n  - é\n", "     ", true},
	{"SCALAR: a\nb: c\n", "", false},
}

var scalarPieces = []string{"a", "b c", "é", "=", ":", ": ", " #", "'", `"`, `\`, "$", "#", "%", "{", "]", ",", "1", "zk://h/m", "-", "*", "true", "\n", "\n\n", " ", "  ", "?", "&", "\t"}

func randomScalar(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(scalarPieces[r.IntN(len(scalarPieces))])
	}
	return b.String()
}

// randomWriting writes a random scalar in a random style, lines and all.
func randomWriting(r *rand.Rand, indent string, block bool) string {
	lines := strings.Split(randomScalar(r, 4), "\n")
	for i := range lines {
		if i > 0 && lines[i] != "" {
			lines[i] = indent + lines[i]
		}
	}
	s := strings.Join(lines, "\n")
	switch r.IntN(5) {
	case 0:
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case 1:
		return `"` + strings.NewReplacer(`"`, `\"`, `\`, [...]string{`\\`, `\n`, `\x41`, "\\\n" + indent}[r.IntN(4)]).Replace(s) + `"`
	case 2, 3:
		if block {
			return [...]string{"|", ">", "|-", ">-", "|+", ">+", "|2", "> # c"}[r.IntN(8)] + "\n" + indent + s
		}
	}
	return s
}

// scalarsOf returns the scalars of a document in the order they are written.
func scalarsOf(n *yamltext.Node, out []*yamltext.Node) []*yamltext.Node {
	switch n.Kind {
	case yamltext.Scalar:
		return append(out, n)
	case yamltext.Sequence:
		for _, i := range n.Items() {
			out = scalarsOf(i, out)
		}
	case yamltext.Mapping:
		for _, m := range n.Members() {
			out = scalarsOf(m.Value, scalarsOf(m.Key, out))
		}
	}
	return out
}

func theirScalars(n *yaml.Node, out []string) []string {
	if n.Kind == yaml.ScalarNode {
		return append(out, n.Value)
	}
	for _, c := range n.Content {
		out = theirScalars(c, out)
	}
	return out
}

// TestEditsAreReadByYAMLv3 edits random scalars of every style in every place, and reads the result with yaml.v3: that
// scalar has the change, and every other one is as it was.
func TestEditsAreReadByYAMLv3(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	edits := map[string]int{}
	for range 300_000 {
		place := places[r.IntN(len(places))]
		text := strings.Replace(place.text, "SCALAR", randomWriting(r, place.indent, place.block), 1)
		if tabIndents(text) {
			continue // readers do not agree on a line of tabs
		}
		s := source.New("f", "", []byte(text))
		docs, problem := yamltext.Parse(source.WholeText(s), nil, machine.DefaultLimits)
		if problem != nil || len(docs) != 1 {
			continue
		}
		var before yaml.Node
		if yaml.Unmarshal([]byte(text), &before) != nil {
			continue
		}
		want := theirScalars(&before, nil)
		scalars := scalarsOf(docs[0].Root, nil)
		if len(scalars) != len(want) {
			continue // an empty value is no scalar of ours
		}
		i := r.IntN(len(scalars))
		value := scalars[i].Text()
		start := r.IntN(value.Len() + 1)
		end := min(value.Len(), start+r.IntN(6))
		insert := randomScalar(r, 2)
		changed := value.String()[:start] + insert + value.String()[end:]
		if !utf8.ValidString(changed) || strings.Contains(changed, "\n") && strings.HasPrefix(place.text, "SCALAR") {
			continue
		}
		want[i] = changed
		at, written, ok := value.Edit(start, end, insert)
		if !ok {
			t.Fatalf("no edit in %q", text)
		}
		after := text[:at.Start] + written + text[at.End:]
		kind := fmt.Sprint(scalars[i].Style, " part")
		if at == scalars[i].Text().Raw() && at.Start != at.End {
			kind = fmt.Sprint(scalars[i].Style, " whole")
		}
		edits[kind]++
		var node yaml.Node
		if err := yaml.Unmarshal([]byte(after), &node); err != nil {
			t.Fatalf("replacing %q by %q in %q wrote %q: %v", value.String()[start:end], insert, text, after, err)
		}
		if got := theirScalars(&node, nil); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Fatalf("replacing %q by %q in %q wrote %q\nread as %q\nwant    %q", value.String()[start:end], insert, text, after, got, want)
		}
		// What is written for a text must not turn into a number or a boolean.
		if got := theirTag(&node, i); got != "!!str" && !strings.ContainsAny(changed, "0123456789") && scalars[i].Value() != changed {
			t.Fatalf("replacing %q by %q in %q wrote %q, which is a %s", value.String()[start:end], insert, text, after, got)
		}
	}
	t.Log(edits)
	for style := range 5 {
		for _, kind := range []string{"part", "whole"} {
			if edits[fmt.Sprint(style, " ", kind)] < 20 {
				t.Errorf("only %d edits of style %d (%s)", edits[fmt.Sprint(style, " ", kind)], style, kind)
			}
		}
	}
}

func theirTag(n *yaml.Node, i int) string {
	var tags []string
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			tags = append(tags, n.ShortTag())
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(n)
	return tags[i]
}

func tabIndents(text string) bool {
	for line := range strings.Lines(text) {
		if blanks := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; strings.Contains(blanks, "\t") {
			return true
		}
	}
	return false
}
