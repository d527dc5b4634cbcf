package startup

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestSeccomp(t *testing.T) {
	const head = `{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64"}], "syscalls": [`
	const rule = `{"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": {}, "excludes": {}, "args": `
	for _, c := range []struct {
		text          string
		nullArguments bool
		want          string
	}{
		{head + `]}`, false, ""},
		{head + rule + `[]}]}`, false, ""},
		{head + rule + `null}]}`, true, ""},
		{head + rule + `null}]}`, false, "`args` is not a JSON array"},
		{head + rule + `[{"index": 0, "value": 1, "valueTwo": 0, "op": "SCMP_CMP_EQ"}]}]}`, false, ""},
		{head + rule + `[{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}]}`, false, "`valueTwo` is missing"},
		{head + rule + `[{"index": 0, "value": 1, "valueTwo": 0, "op": "CMP_EQ"}]}]}`, false, "the value of `op` is not known"},
		{head + `{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}`, false, "`includes` is missing"},
		{head + `{"includes": {}, "excludes": {}, "names": []}]}`, false, "the list `names` of a rule is empty"},
		{head + `{"includes": {}, "excludes": {}, "names": [1]}]}`, false, "an element of `names` is not a string"},
		{head + `{"includes": {}, "excludes": {}, "names": ["read"], "action": "SCMP_ACT_LOG", "args": []}]}`, false, "the value of `action` is not known"},
		{head + `{"includes": {"arches": ["arm"]}}]}`, false, ""}, // on another architecture the rest is skipped
		{head + `7]}`, false, "it is not an object"},
		{`{"defaultAction": "SCMP_ACT_KILL_PROCESS"}`, false, "the value of `defaultAction` is not known"},
		{`{"defaultAction": 1}`, false, "`defaultAction` is not a JSON string"},
		{`{"defaultAction": "SCMP_ACT_ALLOW"}`, false, "`archMap` is missing"},
		{`{"defaultAction": "SCMP_ACT_ALLOW", "archMap": [{"architecture": "SCMP_ARCH_VAX"}]}`, false, "the value of `architecture` is not known"},
		{`{"defaultAction": "SCMP_ACT_ALLOW", "archMap": []}`, false, "`syscalls` is missing"},
		{`[]`, false, "it is not an object"},
	} {
		text := source.WholeText(source.New("p.json", "", []byte(c.text)))
		profile, err := source.ParseJSON(&text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if fault := Seccomp(profile, c.nullArguments); fault != nil {
			got = fault.Text
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}
