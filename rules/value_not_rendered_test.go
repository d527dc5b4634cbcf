package rules

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

func TestTemplateMark(t *testing.T) {
	for text, want := range map[string]string{
		"{{ zk }}": "{{ }}", "zk://{{zk}}/m": "{{ }}", "<%= @zk %>": "<% %>", "${ZK}": "${ }", "/data/${NAME}/x": "${ }",
		"@ZK@": "@ @", "zk://@ZK@/m": "@ @", "@ZK_1@:2181": "@ @", "%HOST%": "% %", "a-%HOST%.example": "% %",
		"": "", "{{}}": "", "{{ zk": "", "${": "", "${}": "", "${1}": "", "$ZK": "", "@@": "", "@A@": "", "@zk@": "", "zk://u:P@SS@h:1/m": "",
		"zk://u:p%40SS%40@h:1/m": "", "%C%3A": "", "{\"A\": \"${A}\"}": "", "ip route get ${X}": "", "$(docker inspect -f '{{ .IP }}' a)": "",
		"a`echo {{ b }}`": "", "100%": "",
	} {
		s := &config.Setting{Value: source.WholeText(source.New("agent.flags", "", []byte(text))), AsIs: true}
		if got := templateMark(&resolved.FlagValue{Setting: s}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		s.AsIs = false
		if got := templateMark(&resolved.FlagValue{Setting: s}); got != "" {
			t.Errorf("%q in a template: %q", text, got)
		}
	}
}
