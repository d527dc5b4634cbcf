package resolved

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestRenamesKeepWhatStandsAround(t *testing.T) {
	file := func(name, path string) *config.Setting {
		s := source.New(path, path, nil)
		return &config.Setting{Way: config.FlagDirectory, Name: name, NameSpan: s.Span(0, 0), File: path}
	}
	written := func(name string, way config.Way) *config.Setting {
		s := source.New("x", "x", []byte(name))
		return &config.Setting{Way: way, Name: name, NameSpan: s.Span(0, len(name))}
	}
	for _, c := range []struct {
		s    *config.Setting
		want string
	}{
		{file("slave_subsystems", "/etc/mesos-slave/slave_subsystems"), "/etc/mesos-slave/agent_subsystems"},
		{file("no-slave_subsystems", "/etc/mesos-slave/?no-slave_subsystems"), "/etc/mesos-slave/?no-agent_subsystems"},
		{file("slave_subsystems", "/etc/mesos-slave/slave_subsystems.j2"), "/etc/mesos-slave/agent_subsystems.j2"},
		{file("slave_subsystems", "/etc/mesos-slave/other"), ""},
		{written("slave_subsystems", config.CommandLine), "agent_subsystems"},
		{written("NO-Slave_subsystems", config.CommandLine), "NO-agent_subsystems"},
		{written("MESOS_SLAVE_SUBSYSTEMS", config.Environment), "MESOS_AGENT_SUBSYSTEMS"},
		{written("MESOS_slave_subsystems", config.Environment), "MESOS_agent_subsystems"},
		{written("MESOS_NO-SLAVE_SUBSYSTEMS", config.Environment), "MESOS_NO-AGENT_SUBSYSTEMS"},
		{written("slave_subsystems", config.Environment), ""},
		{written("slave_subsystems", config.WrapperVar), ""},
		{written("slave_subsystem", config.CommandLine), ""},
	} {
		got := ""
		if fix := RenameFlag(&config.Node{}, c.s, "slave_subsystems", "agent_subsystems"); fix != nil && len(fix.Edits) > 0 {
			got = fix.Edits[0].Text
		} else if fix != nil {
			got = fix.Renames[0].To
		}
		if got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.s.Name, c.s.File, got, c.want)
		}
	}
	taken := &config.Node{Settings: []*config.Setting{{File: "/d/agent_subsystems"}}}
	if RenameFlag(taken, file("slave_subsystems", "/d/slave_subsystems"), "slave_subsystems", "agent_subsystems") != nil {
		t.Error("a file would be overwritten")
	}
}

func TestDeletingASettingLeavesWholeLines(t *testing.T) {
	for _, c := range []struct {
		text       string
		start, end int
		way        config.Way
		want       string // "-" if there is no fix
	}{
		{"--a\n--b=1\n--c\n", 4, 9, config.CommandLine, "--a\n--c\n"},
		{"--a\n--b=1", 4, 9, config.CommandLine, "--a\n"},
		{"--a\n  --b=1 \r\n--c\n", 6, 11, config.CommandLine, "--a\n--c\n"},
		{"run --a --b=1 --c\n", 8, 13, config.CommandLine, "run --a --c\n"},
		{"run --a --b=1\n", 8, 13, config.CommandLine, "run --a\n"},
		{"--b=1 \\\n --c\n", 0, 5, config.CommandLine, "-"},
		{"B=1\nC=2\n", 0, 3, config.Environment, "C=2\n"},
		{"export B=1\nC=2\n", 7, 10, config.Environment, "C=2\n"},
		{"A=1\n  export  B=1\n", 14, 17, config.Environment, "A=1\n"},
		{"A=1\nreexport B=1\n", 13, 16, config.Environment, "-"},
		{"[Service]\nEnvironment=B=1\nExecStart=x\n", 22, 25, config.Environment, "[Service]\nExecStart=x\n"},
		{"Environment=A=1 B=1\n", 12, 15, config.Environment, "-"},
		{"Environment=A=1 B=1\n", 16, 19, config.Environment, "-"},
		{"c:\n  - --a\n  - --b=1\n", 15, 20, config.CommandLine, "c:\n  - --a\n"},
		{"c:\n  - \"--b=1\"\n  - --a\n", 8, 13, config.CommandLine, "c:\n  - --a\n"},
		{"c:\n  - --b=1\n", 7, 12, config.CommandLine, "-"},
		{"e:\n- A=1\n- B=1\nf: x\n", 11, 14, config.Environment, "e:\n- A=1\nf: x\n"},
		{"e:\n- A=1 # x\n- B=1\n", 5, 8, config.Environment, "e:\n- B=1\n"},
		{"c:\n- --a --b\n- --c\n", 5, 8, config.CommandLine, "c:\n- --b\n- --c\n"},
		{"E=x \"--b=1 2\" --c\n", 5, 12, config.CommandLine, "E=x --c\n"},
		{"E=x \\\n  \"--b\" \\\n  --c\n", 9, 12, config.CommandLine, "E=x \\\n  --c\n"},
		{"E=x '--b'\n", 5, 8, config.CommandLine, "E=x\n"},
		{"command: \"--b\"\n", 10, 13, config.CommandLine, "command: \"\"\n"},
		{"FROM x\nENV B=1\nCMD y\n", 11, 14, config.Environment, "FROM x\nCMD y\n"},
		{"ENV A=1 B=1\n", 8, 11, config.Environment, "-"},
		{"run --a --b=\"$X\"\n", 8, 12, config.CommandLine, "-"},
		{"run --a --b=$X --c\n", 8, 12, config.CommandLine, "-"},
		{"sh -c \"run --a --b\"\n", 15, 18, config.CommandLine, "sh -c \"run --a\"\n"},
		{"x: `run --b`\n", 8, 11, config.CommandLine, "x: `run`\n"},
		{"A=1; export B=1\n", 12, 15, config.Environment, "-"},
		{"if x; then\n  export B=1\nfi\n", 20, 23, config.Environment, "-"},
		{"if x; then\n  A=1\n  export B=1\nfi\n", 26, 29, config.Environment, "if x; then\n  A=1\nfi\n"},
		{"case $x in\na)\n  B=1\n  ;;\nesac\n", 16, 19, config.Environment, "-"},
		{"x &&\nexport B=1\n", 12, 15, config.Environment, "-"},
		{"run --a \\\n  --b=1 \\\n  --c\n", 12, 17, config.CommandLine, "run --a \\\n  --c\n"},
		{"run --a \\\n  --b=1\nnext\n", 12, 17, config.CommandLine, "run --a\nnext\n"},
		{"run --a \\\n  --b=1", 12, 17, config.CommandLine, "run --a"},
		{"x", 0, 1, config.FlagDirectory, "-"},
	} {
		s := source.New("x", "x", []byte(c.text))
		got := "-"
		if fix := DeleteSetting(&config.Setting{Way: c.way, Span: s.Span(c.start, c.end)}); fix != nil {
			e := fix.Edits[0]
			got = c.text[:e.Span.Start] + e.Text + c.text[e.Span.End:]
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
