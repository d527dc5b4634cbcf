// Package judges holds the readers of formats against the tools that read them in earnest.
package judges

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

func ours(text string) (string, string) {
	docs, problem := yamltext.Parse(source.WholeText(source.New("f", "", []byte(text))), nil, machine.DefaultLimits)
	if problem != nil {
		return "", problem.Reason
	}
	var out []string
	for _, d := range docs {
		out = append(out, ourNode(d.Root))
	}
	return strings.Join(out, "\n"), ""
}

func ourNode(n *yamltext.Node) string {
	var parts []string
	switch n.Kind {
	case yamltext.Null:
		return "s" + n.Tag() + `""`
	case yamltext.Alias:
		return "*"
	case yamltext.Scalar:
		return fmt.Sprintf("s%s%q", n.Tag(), n.Text())
	case yamltext.Sequence:
		for _, i := range n.Items() {
			parts = append(parts, ourNode(i))
		}
		return "q" + n.Tag() + "[" + strings.Join(parts, " ") + "]"
	}
	for _, m := range n.Members() {
		parts = append(parts, ourNode(m.Key)+":"+ourNode(m.Value))
	}
	return "m" + n.Tag() + "{" + strings.Join(parts, " ") + "}"
}

func theirs(text string) (string, error) {
	d := yaml.NewDecoder(strings.NewReader(text))
	var out []string
	for {
		var n yaml.Node
		err := d.Decode(&n)
		if errors.Is(err, io.EOF) {
			return strings.Join(out, "\n"), nil
		}
		if err != nil {
			return "", err
		}
		out = append(out, theirNode(&n))
	}
}

func theirNode(n *yaml.Node) string {
	tag := ""
	if n.Style&yaml.TaggedStyle != 0 {
		tag = n.Tag
	}
	var parts []string
	switch n.Kind {
	case yaml.DocumentNode:
		return theirNode(n.Content[0])
	case yaml.AliasNode:
		return "*"
	case yaml.ScalarNode:
		return fmt.Sprintf("s%s%q", tag, n.Value)
	case yaml.SequenceNode:
		for _, i := range n.Content {
			parts = append(parts, theirNode(i))
		}
		return "q" + tag + "[" + strings.Join(parts, " ") + "]"
	}
	for i := 0; i < len(n.Content); i += 2 {
		parts = append(parts, theirNode(n.Content[i])+":"+theirNode(n.Content[i+1]))
	}
	return "m" + tag + "{" + strings.Join(parts, " ") + "}"
}

var yamlPieces = []string{
	"a", "b c", "key", ": ", ":", "- ", "-", "? ", "\n", "\n", "\n", "\n  ", "\n  ", "\n    ", "\n ", " ", "  ", "'", "''", `"`, `\"`, `\n`, `\x41`, "\\\n",
	"|", ">", "|-", "|+", "|2", ">-", "[", "]", "{", "}", ", ", ",", "# c", " # c", "&x ", "*x", "!t ", "!!str ", "~", "1", "é", "$", "---\n", "...\n", "\t", "=", "%", "@",
	"a: b\n", "- a\n", "  a: b\n", "key:\n", "x: |\n  text\n", "<<: *x\n",
}

// TestYAMLIsReadAlike holds yamltext against yaml.v3 with random texts. If ours refuses and theirs does not, or the
// reverse, is counted and bounded; what both read must be the same.
func TestYAMLIsReadAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	both, onlyOurs, onlyTheirs := 0, map[string]int{}, map[string]int{}
	examples := map[string]string{}
	for range 400_000 {
		var b strings.Builder
		for range 1 + r.IntN(9) {
			b.WriteString(yamlPieces[r.IntN(len(yamlPieces))])
		}
		text := b.String()
		want, err := theirs(text)
		got, problem := ours(text)
		switch {
		case err != nil && problem != "":
		case err != nil:
			reason := err.Error()[strings.LastIndex(err.Error(), ": ")+1:]
			onlyOurs[reason]++
			keepShortest(examples, "o"+reason, text)
		case problem != "":
			onlyTheirs[problem]++
			keepShortest(examples, "t"+problem, text)
		default:
			if both++; got != want {
				t.Errorf("%q is read as\n%s\nyaml.v3:\n%s", text, got, want)
			}
		}
		if t.Failed() && both%7 == 0 {
			break
		}
	}
	for reason, n := range onlyOurs {
		t.Logf("only ours %d %s %q", n, reason, examples["o"+reason])
	}
	for reason, n := range onlyTheirs {
		t.Logf("only theirs %d %s %q", n, reason, examples["t"+reason])
	}
	t.Logf("%d read by both", both)
}

func keepShortest(examples map[string]string, key, text string) {
	if before, found := examples[key]; !found || len(text) < len(before) {
		examples[key] = text
	}
}
