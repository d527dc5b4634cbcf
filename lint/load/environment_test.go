package load

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// A text that does nothing but assign is not read twice to find out what it exports by itself. What is made of the first
// reading is what the second one would find.
func TestPlainTextsAreReadOnce(t *testing.T) {
	lines := []string{
		"A=1", "B=$A", "C=${B:-x}", "D=${E:=y}", "A=`echo hi`", "B=$(echo $A)", "C+=more", "D=(a b)", "E[1]=x", "A=$((B=3))", "F=\"$A $B\"",
		"export A", "export B=2", "unset A", "declare -x C=1", "set -a", "set +a", "readonly F=1", "A=1 true", "true", "C=$(A=5; echo $A)",
		"for A in 1 2; do true; done", "if true; then E=1; fi", "B=\"${A:=z}\"", "A=1 B=2", "# words", "typeset +x A", "A=2 >/tmp/x", "B=3 &",
	}
	r := rand.New(rand.NewPCG(1, 2))
	plain, apart := 0, 0
	for range 4000 {
		var text strings.Builder
		for range 1 + r.IntN(4) {
			// The first ones do nothing but assign.
			text.WriteString(lines[r.IntN(1+r.IntN(len(lines)))] + "\n")
		}
		var env []machine.Assignment
		for _, name := range []string{"A", "E"} {
			if r.IntN(3) == 0 {
				s := source.New("env", "", []byte("x"))
				env = append(env, machine.Assignment{Name: name, Value: source.WholeText(s), Exported: r.IntN(2) == 0, Span: source.WholeText(s).All()})
			}
		}
		in := source.WholeText(source.New("mesos", "", []byte(text.String())))
		exporting := shell.Read(in, shell.Options{Dialect: shell.Bash, AllExport: true, Environment: env})
		if !exporting.Plain {
			apart++
			continue
		}
		plain++
		want := shell.Read(in, shell.Options{Dialect: shell.Bash, Environment: env}).Assignments
		got := asExportedBy(env, exporting.Assignments)
		brief := func(list []machine.Assignment) (out []string) {
			for _, a := range list {
				out = append(out, strings.Join([]string{a.Name, a.Value.String(), map[bool]string{true: "exported"}[a.Exported], map[bool]string{true: "maybe"}[a.Maybe],
					map[bool]string{true: "unknown"}[a.Unknown], map[bool]string{true: "default"}[a.Default], a.Span.Text()}, "|"))
			}
			return out
		}
		if diff := cmp.Diff(brief(want), brief(got)); diff != "" {
			t.Fatalf("%q with %v (-read twice +once):\n%s", text.String(), brief(env), diff)
		}
	}
	if plain < 500 || apart < 500 {
		t.Errorf("only %d texts were plain, %d were not", plain, apart)
	}
}
