package container

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		holes []source.Range
		want  string
	}{
		{"--a=b  --c", nil, "--a=b|--c"},
		{`--a='b c' "d e"f g\ h`, nil, "--a=b c|d ef|g h"},
		{"it's", nil, "it's"},
		{"'' x", nil, "|x"},
		{"--a={{ b }} --c", []source.Range{{Start: 4, End: 11}}, "--a=?|--c"},
		{"{{ b }} --c", []source.Range{{Start: 0, End: 7}}, "?…|--c"},
		{"", nil, ""},
	} {
		text := source.WholeText(source.New("f", "", []byte(c.text)))
		var got []string
		for _, w := range Words(text, text.Len(), c.holes) {
			s := w.Text.String()[:w.Known]
			if !w.IsKnown() {
				s += "?"
			}
			if w.Several {
				s += "…"
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestStart(t *testing.T) {
	word := func(s string) machine.Word {
		return machine.KnownWord(source.WholeText(source.New("f", "", []byte(s))))
	}
	got := Spec{Variables: []machine.Word{word("A=b=c"), word("HOME")}, Volumes: []machine.Word{word("./a:/b/:ro"), word("c")}}.Start()
	if len(got.Environment) != 1 || got.Environment[0].Name != "A" || got.Environment[0].Value.String() != "b=c" {
		t.Errorf("variables: %+v", got.Environment)
	}
	if m := got.Container.Mounts; len(m) != 1 || m[0].From != "./a" || m[0].Path != "/b" {
		t.Errorf("mounts: %+v", m)
	}
}
