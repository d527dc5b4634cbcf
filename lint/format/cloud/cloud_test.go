package cloud

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func options() shell.Options {
	return shell.Options{Wanted: func(name string) bool { return name == "mesos-master" }}
}

func read(text, name string) (machine.Contributions, bool) {
	return Read(source.WholeText(source.New(name, "", []byte(text))), name, options())
}

func dump(c machine.Contributions) string {
	return machinetest.Describe(c, func(f machine.File) string {
		content := ""
		if f.Copy == nil && f.Link == "" && !f.Directory && f.Known != machine.UnknownContent {
			content = fmt.Sprintf(" :%d", machinetest.Line(f.Content.All()))
		}
		return fmt.Sprintf("%s path :%d", content, machinetest.Line(f.PathAt))
	})
}

func TestRead(t *testing.T) {
	cases := []struct{ name, file, text, want string }{{
		name: "write_files of cloud-init, with modes and encodings, and what waits",
		file: "user-data.yaml",
		text: `#cloud-config
write_files:
- path: /etc/a
  content: file:///x
- path: /etc//b/../c
  permissions: '0640'
  content: |
    one
    two
- {path: /etc/late, content: x, defer: true}
- {path: /etc/b64, encoding: b64, content: Y2dyb3Vwcwo=, permissions: 0600}
- {path: /etc/gz, encoding: gz+b64, content: H4sIAAAAAAACAytKTM62KjIEABTErXIHAAAA}
- {path: /etc/broken, encoding: b64, content: "!"}
- {path: /etc/more, append: true, content: "x\n"}
- {path: "/etc/?no-x"}
- {path: /etc/yes, content: yes}
- {path: /etc/one, content: 1}
- {path: /etc/octal, content: 010}
- {path: /etc/fetched, source: {uri: "http://x"}}
- {content: nowhere}
`,
		want: `/etc/a = "file:///x" 644 :4 path :3
/etc/c = "one\ntwo\n" 640 :8 path :5
/etc/b64 = "cgroups\n" 600 :11 path :11
/etc/gz = "rack:r1" 644 :12 path :12
/etc/broken = unknown 644 path :13
/etc/more += "x\n" 644 :14 path :14
/etc/?no-x = "" 644 :15 path :15
/etc/yes = "True" 644 :16 path :16
/etc/one = "1" 644 :17 path :17
/etc/octal = unknown 644 path :18
/etc/fetched = unknown 644 path :19
/etc/late = "x" 644 :10 path :10
`,
	}, {
		name: "commands: texts are lines of one script, the words of a list are quoted",
		file: "user-data",
		text: `#cloud-config
bootcmd:
- echo first > /etc/0
runcmd:
- D=/etc/mesos
- echo cgroups > $D/isolation
- [sh, -c, "echo /var > /etc/work_dir"]
- [echo, "true", ">", /etc/nothing]
- |
  cat > /etc/default <<EOF
  A=1
  EOF
- [touch, "/etc/?no-x"]
- mesos-master --zk=zk://z/m --quorum=1
write_files: [{path: /etc/0, content: second}]
`,
		want: `/etc/0 = "first\n" :3 path :3
/etc/0 = "second" 644 :15 path :15
/etc/mesos/isolation = "cgroups\n" :6 path :6
/etc/work_dir = "/var\n" :7 path :7
/etc/default = "A=1\n" :11 path :10
/etc/?no-x = "" if missing :13 path :13
start "mesos-master" "--zk=zk://z/m" "--quorum=1"
`,
	}, {
		name: "a message of several parts",
		file: "userdata.mime",
		text: "Content-Type: multipart/mixed;\n boundary=\"==B==\"\nMIME-Version: 1.0\n\n--==B==\nContent-Type: text/x-shellscript\n\n#!/bin/bash\necho two > /etc/a\n\n--==B==\nContent-Type: text/cloud-config\n\n#cloud-config\nwrite_files:\n- path: /etc/a\n  content: one\n\n--==B==\nContent-Type: text/cloud-config\nContent-Transfer-Encoding: base64\n\nI2Nsb3VkLWNvbmZpZwp3cml0ZV9maWxlczogW3twYXRoOiAvZXRjL2IsIGNvbnRlbnQ6IHh9XQo=\n--==B==--\n",
		want: "/etc/a = \"one\" 644 :17 path :16\n/etc/b = \"x\" 644 :23 path :23\n/etc/a = \"two\\n\" :9 path :9\n",
	}, {
		name: "CoreOS: units, drop-ins, masks, and addresses that only the machine knows",
		file: "coreos.yaml",
		text: "#cloud-config\ncoreos:\n  units:\n  - name: m.service\n    content: |\n      [Service]\n      ExecStart=/m --ip=$private_ipv4 --x\n    drop-ins:\n    - {name: 10.conf, content: \"[Service]\\n\"}\n  - {name: n.service, mask: true}\n  - {name: o.service, command: start}\n",
		want: `/etc/systemd/system/m.service = "[Service]\nExecStart=/m --ip=$private_ipv4 --x\n" hole 28-41 :6 path :4
/etc/systemd/system/m.service.d/10.conf = "[Service]\n" :9 path :9
/etc/systemd/system/n.service = -> /dev/null path :10
`,
	}, {
		name: "Ignition: data URLs, what is added, links and units",
		file: "agent.ign",
		text: `{
	"ignition": { "version": "3.0.0" },
	"storage": {
		"directories": [{ "path": "/etc/d", "mode": 493 }],
		"files": [
			{ "path": "/etc/a", "mode": 420, "contents": { "source": "data:,%2Fvar%0A" } },
			{ "path": "/etc/b", "contents": { "source": "data:text/plain;charset=utf-8;base64,Y2dyb3Vwcwo=" } },
			{ "path": "/etc/c", "contents": { "source": "https://x/y" } },
			{ "path": "/etc/d", "append": [{ "source": "data:,x" }, { "source": "data:,y" }] },
			{ "path": "/etc/e", "append": true, "contents": { "source": "data:,z" } },
			{ "path": "/etc/f", "contents": { "compression": "gzip", "source": "data:;base64,H4sIAAAAAAACAytKTM62KjIEABTErXIHAAAA" } },
			{ "path": "/etc/g" }
		],
		"links": [{ "path": "/etc/l", "target": "/etc/a" }]
	},
	"systemd": { "units": [{ "name": "m.service", "contents": "[Unit]\n", "dropins": [{ "name": "x.conf", "contents": "[Service]\n" }] }, { "name": "n.service", "mask": true }] }
}
`,
		want: `/etc/d = directory 755 path :4
/etc/a = "/var\n" 644 :6 path :6
/etc/b = "cgroups\n" :7 path :7
/etc/c = unknown path :8
/etc/d += "x" :9 path :9
/etc/d += "y" :9 path :9
/etc/e += "z" :10 path :10
/etc/f = "rack:r1" :11 path :11
/etc/g = "" :12 path :12
/etc/l = -> /etc/a path :14
/etc/systemd/system/m.service = "[Unit]\n" :16 path :16
/etc/systemd/system/m.service.d/x.conf = "[Service]\n" :16 path :16
/etc/systemd/system/n.service = -> /dev/null path :16
`,
	}, {
		name: "what Ignition is made from",
		file: "agent.bu",
		text: "variant: fcos\nstorage:\n  files:\n  - path: /etc/a\n    mode: 0600\n    contents: {inline: \"x\\n\"}\n  - path: /etc/b\n    contents: {local: files/b}\n",
		want: "/etc/a = \"x\\n\" 600 :6 path :4\n/etc/b = copy of files/b path :7\n",
	}, {
		name: "DC/OS, with what a switch may leave out",
		file: "gen/dcos-config.yaml",
		text: "package:\n- path: /etc/mesos-master\n  content: |\n    {% switch x %}{% case \"true\" %}\n    A=1\n    {% endswitch %}\n    B={{ b }}\nroot:\n- {path: /etc/x, content: y, permissions: \"0755\"}\n",
		want: `/etc/x = "y" 755 :9 path :9
/opt/mesosphere/etc/mesos-master = "{% switch x %}{% case \"true\" %}\nA=1\n{% endswitch %}\nB={{ b }}\n" 644 :4 path :2
`,
	}, {
		name: "a cloud-config that cannot be read",
		file: "user-data",
		text: "#cloud-config\nwrite_files: [\n",
		want: "unreadable :2 is not YAML: the bracket that opens here is not closed\n",
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := read(c.text, c.file)
			if !ok {
				t.Fatal("is taken for something else")
			}
			if diff := cmp.Diff(c.want, dump(got)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherTextsAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"app.json":   `{ "id": "/fw", "cmd": "./fw --master zk://z1:2181/mesos", "env": { "MESOS_WORKDIR": "/x" } }`,
		"k8s.yaml":   "kind: Pod\nspec: {containers: [{name: mesos, image: mesos}]}\n",
		"pkg.yaml":   "package: mesos\nroot: /x\n",
		"list.yaml":  "- path: /etc/mesos-master/x\n  content: y\n",
		"disks.yaml": "storage:\n  files: 3\n",
		"broken":     "write_files: [",
		"empty":      "",
	} {
		if c, ok := read(text, name); ok || c.Files != nil {
			t.Errorf("%s is taken for user data:\n%s", name, dump(c))
		}
	}
}

// TestEditsAreReadBack writes into contents in every encoding, and reads them again.
func TestEditsAreReadBack(t *testing.T) {
	for _, text := range []string{
		"#cloud-config\nwrite_files: [{path: /a, content: abcdefgh}]\n",
		"#cloud-config\nwrite_files:\n- path: /a\n  content: |\n    abcdefgh\n",
		"#cloud-config\nwrite_files: [{path: /a, content: YWJjZGVmZ2g=, encoding: b64}]\n",
		"#cloud-config\nwrite_files: [{path: /a, content: !!binary YWJjZGVmZ2g=}]\n",
		"#cloud-config\nwrite_files:\n- path: /a\n  encoding: base64\n  content: |\n    YWJj\n    ZGVmZ2g=\n",
		`{"ignition": {"version": "3"}, "storage": {"files": [{"path": "/a", "contents": {"source": "data:,abc%64efgh"}}]}}`,
		`{"ignition": {"version": "3"}, "storage": {"files": [{"path": "/a", "contents": {"source": "data:text/plain;base64,YWJjZGVmZ2g="}}]}}`,
		"package:\n- path: /a\n  content: \"abcdefgh\"\n",
	} {
		c, _ := read(text, "x")
		content := c.Files[0].Content
		if body, found := strings.CutPrefix(content.String(), "abcdefgh"); !found {
			t.Fatalf("%s is read as %q%q", text, content, body)
		}
		for _, insert := range []string{"X", "", `"'`, "%/\\", "é", "a\nb"} {
			at, written, ok := content.Edit(2, 5, insert)
			if !ok {
				t.Errorf("no edit in %s", text)
				continue
			}
			c, _ := read(text[:at.Start]+written+text[at.End:], "x")
			if want := "ab" + insert + "fgh"; len(c.Files) != 1 || strings.TrimSuffix(c.Files[0].Content.String(), "\n") != want {
				t.Errorf("%q for %q in %s wrote %q, read as\n%s", insert, "cde", text, written, dump(c))
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"#cloud-config\nwrite_files:\n- {path: /a, encoding: gz+b64, content: H4sIAAAAAAACAytKTM62KjIEABTErXIHAAAA, append: true}\nruncmd: [a > b, [c, '>', d]]\n",
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n#!/bin/sh\necho a > /b\n--b\nContent-Transfer-Encoding: base64\n\nI2Nsb3VkLWNvbmZpZw==\n--b--\n",
		"#cloud-config\ncoreos: {units: [{name: a.service, content: \"$private_ipv4\", drop-ins: [{name: b, content: c}]}]}\n",
		`{"ignition": {}, "storage": {"files": [{"path": "/a", "append": [{"source": "data:,%41"}]}]}}`,
		"## template: jinja\n#cloud-config\nwrite_files:\n- path: /a\n  content: |\n    {% if x %}\n    {{ b }}\n    {% endif %}\n",
		"root: [{path: a, content: b}]\n", "Content-Type: multipart/x; boundary=b\n\n--b\n--b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := machinetest.Bounded(t, len(text), func() machine.Contributions {
			c, _ := read(text, "f.yaml.j2")
			return c
		})
		for _, file := range c.Files {
			if !strings.HasPrefix(file.Path, "/") && file.PathAt.Source == nil {
				t.Fatalf("%.200q: a file at %q", text, file.Path)
			}
		}
	})
}
