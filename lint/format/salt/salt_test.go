package salt

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func read(text string) machine.Contributions {
	sh := func(text source.Text) machine.Contributions {
		return machine.Contributions{Files: []machine.File{{Path: "/sh", Content: text, Known: text.Len()}}}
	}
	c, _ := Read(source.WholeText(source.New("a.sls", "", []byte(text))), Options{Name: "a.sls", Sh: sh})
	return c
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"contents, with the name as the id", "/etc/a:\n  file.managed:\n    - contents: x\n", "/etc/a = \"x\\n\"\n"},
		{"the name as an argument, a block", "id:\n  file.managed:\n    - name: /etc/a\n    - contents: |\n        x\n        y\n", "/etc/a = \"x\\ny\\n\"\n"},
		{"the module alone", "/etc/a:\n  file:\n    - managed\n    - contents: x\n", "/etc/a = \"x\\n\"\n"},
		{"a list, a line each", "/etc/a:\n  file.managed:\n    - contents:\n      - x\n      - 3\n", "/etc/a = \"x\\n3\\n\"\n"},
		{"what Python writes in another way", "/etc/a:\n  file.managed:\n    - contents: yes\n", "/etc/a = unknown\n"},
		{"a pillar", "/etc/a:\n  file.managed:\n    - contents_pillar: a:b\n", "/etc/a = unknown\n"},
		{"a template in the value", "/etc/a:\n  file.managed:\n    - contents: x{{ y }}z\n", "/etc/a = \"x{{ y }}z\\n\" hole 1-8\n"},
		{"append, absent, touch, replace", "/etc/a:\n  file.append:\n    - text: x\n/etc/b:\n  file.absent\n/etc/c:\n  file.absent: []\n/etc/d:\n  file.touch: []\n/etc/e:\n  file.replace:\n    - pattern: x\n",
			"/etc/a += \"x\\n\"\n/etc/b rm\n/etc/c rm\n/etc/d = \"\" if missing\n/etc/e edit \"\"\n"},
		{"text in place of other text", "/etc/a:\n  file.replace:\n    - pattern: ^A=.*\n    - repl: A=1\n    - append_if_not_found: True\n/etc/b:\n  file.replace:\n    - pattern: x\n    - repl: yy\n" +
			"/etc/c:\n  file.keyvalue:\n    - key_values:\n        A: x\n        B: {{ y }}\n    - append_if_not_found: true\n/etc/d:\n  file.line:\n    - content: x\n    - mode: ensure\n/etc/e:\n  file.blockreplace:\n    - content: |\n        x\n        y\n/etc/f:\n  file.replace:\n    - repl: \\1\n",
			"/etc/a += \"A=1\\n\"\n/etc/b += \"yy\\n\" maybe\n/etc/c += \"A=x\\nB={{ y }}\\n\" hole 6-13\n/etc/d += \"x\\n\"\n/etc/e += \"x\\ny\\n\"\n/etc/f edit \"\"\n"},
		{"several names", "a:\n  file.managed:\n    - names:\n      - /etc/a\n      - /etc/b:\n        - contents: x\n", "/etc/a = \"\" if missing\n/etc/b = \"x\\n\"\n"},
		{"a condition", "/etc/a:\n  file.managed:\n    - contents: x\n    - unless: test -e /x\n", "/etc/a = \"x\\n\" maybe\n"},
		{"a command", "c:\n  cmd.run:\n    - name: echo x > /etc/a\n", "/sh = \"echo x > /etc/a\"\n"},
		{"another module", "a:\n  service.running:\n    - watch:\n      - file: /etc/a\n", ""},
		{"no path", "a:\n  file.managed:\n    - contents: x\n", ""},
	} {
		if diff := cmp.Diff(c.want, machinetest.Describe(read(c.text), nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestContainer(t *testing.T) {
	c := read("m:\n  docker_container.running:\n    - image: x/y:1\n    - environment:\n      - A: b\n      - C=d\n    - binds: [/h:/c:ro]\n    - command: --e=f 'g h'\n")
	if len(c.Starts) != 1 || c.Starts[0].Name != "m" || len(c.Starts[0].Environment) != 2 || len(c.Starts[0].Words) != 2 || len(c.Starts[0].Container.Mounts) != 1 {
		t.Errorf("%+v", c.Starts)
	}
}

func TestVariables(t *testing.T) {
	tree := machinetest.Tree{"../top.sls": "", "etc/q": "2", "etc/d/b": "x", "../mesos/etc/q": "2", "../mesos/flags/a": "1", "../mesos/flags/sub/b": "2",
		"../../pillar/top.sls": "base: {'*': [m]}\n",
		"../../pillar/m.sls":   "mesos:\n  quorum: 2\n  zk: zk://z:2181/m\n  host: {{ grains.id }}\n  flags: {port: 5050}\n  yes: yes\n",
		"../../pillar/n.sls":   "mesos:\n  quorum: 2\n  work_dir: /a\n",
		"../../pillar/o.sls":   "mesos:\n  work_dir: /b\n",
	}
	const file = "/etc/a:\n  file.managed:\n    - contents: "
	for _, c := range []struct{ name, text, want string }{
		{"a pillar, in four ways", file + "\"{{ pillar['mesos']['quorum'] }} {{ pillar.mesos.zk }} {{ salt['pillar.get']('mesos:flags:port', 1) }} {{ pillar.get('mesos:quorum') }}\"\n", "/etc/a = \"2 zk://z:2181/m 5050 2\\n\"\n"},
		{"one that differs, is made by a template, or is not text", file + "\"{{ pillar.mesos.work_dir }} {{ pillar.mesos.host }} {{ pillar.mesos.yes }}\"\n", "/etc/a = \"{{ pillar.mesos.work_dir }} {{ pillar.mesos.host }} {{ pillar.mesos.yes }}\\n\" hole 0-27 hole 28-51 hole 52-74\n"},
		{"a default of what no pillar gives", file + "\"{{ salt['pillar.get']('mesos:none', 'x') }} {{ salt['pillar.get']('mesos:none') }}\"\n", "/etc/a = \"x {{ salt['pillar.get']('mesos:none') }}\\n\" hole 2-40\n"},
		{"a variable that is set once", "{% set q = pillar.mesos.quorum %}\n" + file + "\"{{ q }}\"\n", "/etc/a = \"2\\n\"\n"},
		{"set twice, or under a condition", "{% set q = 1 %}\n{% set q = 2 %}\n{% if x %}\n{% set r = 1 %}\n{% endif %}\n" + file + "\"{{ q }}{{ r }}\"\n", "/etc/a = \"{{ q }}{{ r }}\\n\" hole 0-14\n"},
		{"the name of the state", "{% set p = sls.split('.')[0] %}\n/etc/{{ p }}/q:\n  file.managed:\n    - source: salt://{{ slspath }}/etc/q\n", "/etc/mesos/q = copy of ../mesos/etc/q\n"},
		{"a directory", "/etc/mesos-master:\n  file.recurse:\n    - source: salt://mesos/flags\n", "/etc/mesos-master/a = copy of ../mesos/flags/a\n/etc/mesos-master/sub/b = copy of ../mesos/flags/sub/b\n"},
		{"what only a run knows", file + "{{ grains['ip'] }}\n", "/etc/a = \"{{ grains['ip'] }}\\n\" hole 0-18\n"},
	} {
		got, _ := Read(source.WholeText(source.New("salt/mesos/init.sls", "", []byte(c.text))), Options{Name: "salt/mesos/init.sls", Tree: tree})
		if diff := cmp.Diff(c.want, machinetest.Describe(got, nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("/etc/a:\n  file.managed:\n    - contents: x{{ y }}\n    - source: salt://a\n/b:\n  file.append:\n    - text: [x, y]\nc:\n  cmd.run:\n    - name: x\n")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		machinetest.Bounded(t, len(data), func() machine.Contributions { return read(data) })
	})
}
