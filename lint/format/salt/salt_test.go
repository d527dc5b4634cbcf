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

func FuzzRead(f *testing.F) {
	f.Add("/etc/a:\n  file.managed:\n    - contents: x{{ y }}\n    - source: salt://a\n/b:\n  file.append:\n    - text: [x, y]\nc:\n  cmd.run:\n    - name: x\n")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		machinetest.CheckSpans(t, read(data))
	})
}
