package template

import "testing"

func TestUnrendered(t *testing.T) {
	for text, want := range map[string]string{
		"{{ zk }}": "{{ }}", "zk://{{zk}}/m": "{{ }}", "<%= @zk %>": "<% %>", "${ZK}": "${ }", "/data/${NAME}/x": "${ }",
		"@ZK@": "@ @", "zk://@ZK@/m": "@ @", "@ZK_1@:2181": "@ @", "%HOST%": "% %", "a-%HOST%.example": "% %",
		"": "", "{{}}": "", "{{ zk": "", "${": "", "${}": "", "${1}": "", "$ZK": "", "@@": "", "@A@": "", "@zk@": "", "zk://u:P@SS@h:1/m": "",
		"zk://u:p%40SS%40@h:1/m": "", "%C%3A": "", "{\"A\": \"${A}\"}": "", "ip route get ${X}": "", "$(docker inspect -f '{{ .IP }}' a)": "",
		"a`echo {{ b }}`": "", "100%": "", "{{.Node.Hostname}}": "", "a-{{ .Task.Slot }}-{{.Service.Name}}": "", "{{.Node.Hostname}}{{ x }}": "{{ }}",
	} {
		if got := Unrendered(text, true); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"{{ zk }}": "{{ }}", "${ZK}": "", "@ZK@": ""} {
		if got := Unrendered(text, false); got != want {
			t.Errorf("%q, known at run time only: %q, want %q", text, got, want)
		}
	}
}

func TestUnrenderedAt(t *testing.T) {
	for text, want := range map[string]string{
		"${X}}": "${ }", "${X}, 1": "${ }", "@PORT@\n}": "@ @", "%PORT%]": "% %", "x${X}": "", "${X": "${ }", "${1}": "", "": "", "a@PORT@": "", "'a'": "",
	} {
		if got := UnrenderedAt(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
