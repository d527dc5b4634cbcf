package ansible

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

// tree is a tree of files by their absolute paths.
type tree map[string]string

func (t tree) at(from *source.Source, name string) string {
	return path.Join(path.Dir(from.File), name)
}

func (t tree) Open(from *source.Source, name string) (source.Text, fs.FileMode, string) {
	at := t.at(from, name)
	data, found := t[at]
	if !found {
		return source.Text{}, 0, "not in the tree"
	}
	return source.WholeText(source.New(at[1:], at, []byte(data))), 0o644, ""
}

func (t tree) List(from *source.Source, name string) ([]string, string) {
	dir := strings.TrimSuffix(t.at(from, name), "/") + "/"
	var names []string
	for file := range t {
		if rest, below := strings.CutPrefix(file, dir); below {
			entry, _, isDirectory := strings.Cut(rest, "/")
			if isDirectory {
				entry += "/"
			}
			names = append(names, entry)
		}
	}
	if names == nil {
		return nil, "not in the tree"
	}
	slices.Sort(names)
	return slices.Compact(names), ""
}

// read reads a file of a tree.
func (t tree) read(name string) (machine.Contributions, bool) {
	o := shell.Options{Tree: t, Wanted: func(name string) bool { return name == "mesos-master" || name == "mesos-agent" }}
	o.IsDirectory = func(_, name string) bool { return name == "/etc/mesos-master" || name == "/etc/mesos-slave" }
	run := func(words []machine.Word, at source.Span, env []machine.Assignment, main bool) machine.Contributions {
		o := o
		o.Environment = env
		return shell.Command(words, at, o).Contributions
	}
	s := source.New(name[1:], name, []byte(t[name]))
	return Read(source.WholeText(s), Options{Name: name[1:], Shell: o, Run: run})
}

const tasks = "/roles/mesos/tasks/main.yml"

// dump writes contributions, one a line.
func dump(c machine.Contributions) string {
	var b strings.Builder
	place := func(at source.Span) string {
		start, _ := at.Range()
		if at.Source == nil {
			return "nowhere"
		}
		if at.Source.File == tasks {
			return fmt.Sprintf(":%d", start.Line)
		}
		return fmt.Sprintf("%s:%d", path.Base(path.Dir(at.Source.Path))+"/"+path.Base(at.Source.Path), start.Line)
	}
	state := map[string]source.Text{}
	for _, f := range c.Files {
		if f.Root != "" {
			fmt.Fprintf(&b, "[%s] ", f.Root)
		}
		fmt.Fprintf(&b, "%s %s", f.Path, [...]string{"=", "+=", "edit", "rm"}[f.Operation])
		before, had := state[f.Root+f.Path]
		content := f.Content
		switch {
		case f.Directory:
			b.WriteString(" directory")
		case f.Operation == machine.Remove:
			delete(state, f.Root+f.Path)
		case f.Link != "":
			fmt.Fprintf(&b, " -> %s", f.Link)
		case f.Copy != nil && f.Copy.OnMachine:
			fmt.Fprintf(&b, " copy of %s on the machine", f.Copy.Path)
		case f.Copy != nil:
			fmt.Fprintf(&b, " copy of %s", path.Join(path.Dir(f.Copy.At.Source.File), f.Copy.Base, f.Copy.Path))
		case f.Operation == machine.Edit && had && f.Change != nil:
			after, known := f.Change(before)
			if content = after; !known {
				b.WriteString(" unknown")
				break
			}
			fmt.Fprintf(&b, " %q", content)
			state[f.Root+f.Path] = content
		case f.Known == machine.UnknownContent, f.Operation == machine.Edit && content.Len() == 0:
			b.WriteString(" unknown")
		default:
			if f.Operation == machine.Append && had {
				content = source.Join(before, content)
			}
			fmt.Fprintf(&b, " %q", content)
			if f.Known < f.Content.Len() {
				fmt.Fprintf(&b, " known %d", f.Known)
				for _, h := range f.Holes {
					fmt.Fprintf(&b, " %d-%d", h.Start, h.End)
				}
			}
			fmt.Fprintf(&b, " %s", place(f.Content.All()))
			state[f.Root+f.Path] = content
		}
		if f.Mode != 0 {
			fmt.Fprintf(&b, " %o", f.Mode)
		}
		if f.OnlyIfMissing {
			b.WriteString(" if missing")
		}
		if f.Maybe {
			b.WriteString(" maybe")
		}
		fmt.Fprintf(&b, " path %s\n", place(f.PathAt))
	}
	for _, s := range c.Starts {
		b.WriteString("start " + s.Name)
		if s.Container != nil {
			fmt.Fprintf(&b, " image %q", s.Container.Image.Text)
			for _, m := range s.Container.Mounts {
				fmt.Fprintf(&b, " mount %s %s", m.From, m.Path)
			}
			for _, w := range s.Container.Entrypoint {
				fmt.Fprintf(&b, " entrypoint %q", w.Text)
			}
		}
		for _, w := range s.Words {
			fmt.Fprintf(&b, " %q", w.Text)
			if !w.IsKnown() {
				fmt.Fprintf(&b, "(known %d)", w.Known)
			}
		}
		for _, a := range s.Environment {
			fmt.Fprintf(&b, " %s=%q", a.Name, a.Value)
			if a.Unknown {
				b.WriteString("(unknown)")
			}
		}
		for _, e := range s.EnvironmentFiles {
			fmt.Fprintf(&b, " file %s", e.Path.Text)
		}
		if s.Maybe {
			b.WriteString(" maybe")
		}
		b.WriteString("\n")
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable: %s\n", c.Unreadable.Reason)
	}
	return b.String()
}

func TestTasks(t *testing.T) {
	cases := []struct{ name, text, want string }{{
		name: "what a content becomes: booleans and numbers as Python prints them, lists and maps as JSON",
		text: `
- copy: {dest: /a, content: yes}
- copy: {dest: /b, content: "yes"}
- copy: {dest: /c, content: 010}
- copy: {dest: /d, content: 1.50}
- copy: {dest: /e, content: 1e3}
- copy: {dest: /f, content: {permissive: true, a: [1, "é\"", null]}}
- copy: {dest: /g, content: ~}
- copy: {dest: /h, content: !vault x}
- copy: {dest: /i, content: 5051}
- copy: {dest: /j, content: 1:30}
- copy: {dest: /k, content: ""}
- copy: {dest: /l, content: [a, b]}
- copy: {dest: relative, content: x}
- copy: {dest: /m/, content: x}
- copy: {dest: /n, content: 2001-01-01}
`,
		want: `/a = "True" :2 path :2
/b = "yes" :3 path :3
/c = "8" :4 path :4
/d = "1.5" :5 path :5
/e = "1e3" :6 path :6
/f = "{\"permissive\": true, \"a\": [1, \"\\u00e9\\\"\", null]}" :7 path :7
/h = unknown path :9
/i = "5051" :10 path :10
/j = unknown path :11
/k = "" :12 path :12
/l = "[\"a\", \"b\"]" :13 path :13
/n = "2001-01-01" :16 path :16
`,
	}, {
		name: "the short form, with quotes and escapes, and other ways to name a module",
		text: `
- copy: dest=/a content="docker,mesos" mode=0644
- copy: dest=/b content='a b' owner=root
- copy: dest=/c content="a\nb"
- action: copy dest=/d content=yes
- local_action: copy dest=/e content=x
- action: {module: copy, dest: /f, content: x}
- ansible.builtin.copy: {dest: /g, content: x}
- copy: dest=/h
  args: {content: y}
- copy: >
    dest=/i
    content={{ x }}z
`,
		want: `/a = "docker,mesos" :2 644 path :2
/b = "a b" :3 path :3
/c = "a\nb" :4 path :4
/d = "yes" :5 path :5
/f = "x" :7 path :7
/g = "x" :8 path :8
/h = "y" :10 path :9
/i = "{{ x }}z" known 0 0-7 :13 path :12
`,
	}, {
		name: "modes",
		text: `
- copy: {dest: /a, content: x, mode: '0600'}
- copy: {dest: /b, content: x, mode: 0600}
- copy: {dest: /c, content: x, mode: 600}
- copy: {dest: /d, content: x, mode: "u=rw,g=r,o="}
- copy: {dest: /e, content: x, mode: "g+w"}
- copy: {dest: /f, content: x, mode: preserve}
- copy: {dest: /g, content: x, mode: "{{ m }}"}
- file: {path: /a, mode: "0644"}
- file: {path: /never-written, mode: "0644"}
`,
		want: `/a = "x" :2 600 path :2
/b = "x" :3 600 path :3
/c = "x" :4 130 path :4
/d = "x" :5 640 path :5
/e = "x" :6 path :6
/f = "x" :7 path :7
/g = "x" :8 path :8
/a edit "x" 644 path :9
`,
	}, {
		name: "files of the role, folders, templates, and what is on the machine",
		text: `
- copy: {src: a.json, dest: /etc/}
- copy: {src: a.json, dest: /etc/mesos-master}
- copy: {src: d/, dest: /x}
- copy: {src: d, dest: /x}
- copy: {src: gone, dest: /y}
- copy: {src: /abs, dest: /z}
- copy: {src: /etc/a, dest: /w, remote_src: yes}
- copy: {src: a.json, dest: /once, force: no}
- template: {src: t.j2, dest: /t, mode: "0640"}
- template: src=sub/t.j2 dest=/u/
- template: {src: "{{ x }}", dest: /v}
- copy: {src: "{{ x }}", dest: /v2}
- template: {src: t.j2, dest: "/etc/{{ x }}"}
- get_url: {url: http://x, dest: /fetched}
`,
		want: `/etc/a.json = copy of /roles/mesos/files/a.json path :2
/etc/mesos-master/a.json = copy of /roles/mesos/files/a.json path :3
/x/e/two = copy of /roles/mesos/files/d/e/two path :4
/x/one = copy of /roles/mesos/files/d/one path :4
/x/d/e/two = copy of /roles/mesos/files/d/e/two path :5
/x/d/one = copy of /roles/mesos/files/d/one path :5
/y = unknown path :6
/z = unknown path :7
/w = copy of /etc/a on the machine path :8
/once = copy of /roles/mesos/files/a.json if missing path :9
/t = copy of /roles/mesos/templates/t.j2 640 path :10
/u/t.j2 = copy of /roles/mesos/templates/sub/t.j2 path :11
/v = unknown path :12
/v2 = unknown path :13
/fetched = unknown path :15
`,
	}, {
		name: "states of file",
		text: `
- file: path=/d state=directory mode=0750
- file: {path: "/d/?no-x", state: touch}
- file: {path: /d/gone, state: absent}
- file: {path: /l, src: /d, state: link}
- file: {path: /d/m, src: e, state: link}
- file: {path: /s, state: "{{ x }}"}
- copy: {dest: /d, content: x}
`,
		want: `/d = directory 750 path :2
/d/?no-x = "" :3 path :3
/d/gone rm path :4
/l = -> /d path :5
/d/m = -> /d/e path :6
`,
	}, {
		name: "lineinfile: the last line that matches is replaced; one that is there stays",
		text: `
- copy: {dest: /f, content: "A=1\nB=2\nA=3\n"}
- lineinfile: {path: /f, regexp: '^A=', line: A=9}
- lineinfile: {path: /f, line: B=2}
- lineinfile: {path: /f, line: C=4}
- lineinfile: {path: /f, line: D=5, insertbefore: BOF}
- lineinfile: {path: /f, line: E=6, insertafter: '^B'}
- lineinfile: {path: /f, regexp: '^E', state: absent}
- lineinfile: {path: /f, line: "F={{ x }}"}
- lineinfile: {path: /f, regexp: '(A)', line: '\1', backrefs: yes}
- lineinfile: {dest: /new, line: "X=1", create: yes}
- lineinfile: {dest: /new, regexp: "^X", line: "X=2"}
- lineinfile: {dest: /other, line: "{{ x }}", regexp: '(?=x)'}
`,
		want: `/f = "A=1\nB=2\nA=3\n" :2 path :2
/f edit "A=1\nB=2\nA=9\n" path :3
/f edit "A=1\nB=2\nA=9\n" path :4
/f edit "A=1\nB=2\nA=9\nC=4\n" path :5
/f edit "D=5\nA=1\nB=2\nA=9\nC=4\n" path :6
/f edit "D=5\nA=1\nB=2\nE=6\nA=9\nC=4\n" path :7
/f edit "D=5\nA=1\nB=2\nA=9\nC=4\n" path :8
/f edit "D=5\nA=1\nB=2\nA=9\nC=4\nF={{ x }}\n" path :9
/f edit unknown path :10
/new edit "X=1\n" :11 path :11
/new edit "X=2\n" path :12
/other edit "{{ x }}\n" :13 path :13
`,
	}, {
		name: "blockinfile, ini_file and replace",
		text: `
- blockinfile: {dest: /f, create: yes, block: "A=1\nB=2"}
- blockinfile: {dest: /f, block: "A=3\n"}
- blockinfile: {dest: /f, block: ""}
- copy: {dest: /g, content: x=1}
- blockinfile: {path: /g, marker: "# {mark} M", block: y=2}
- ini_file: {path: /i, section: s, option: o, value: v}
- ini_file: {path: /i, section: s, option: p, value: w, no_extra_spaces: yes}
- ini_file: {path: /i, section: s, option: o, value: z}
- replace: {path: /i, regexp: '^p=.*$', replace: 'p=q'}
- replace: {path: /i, regexp: '(p)', replace: '\1'}
- replace: {path: /package, regexp: a, replace: b}
`,
		want: `/f edit "# BEGIN ANSIBLE MANAGED BLOCK\nA=1\nB=2\n# END ANSIBLE MANAGED BLOCK\n" :2 path :2
/f edit "# BEGIN ANSIBLE MANAGED BLOCK\nA=3\n# END ANSIBLE MANAGED BLOCK\n" path :3
/f edit "" path :4
/g = "x=1" :5 path :5
/g edit "x=1\n# BEGIN M\ny=2\n# END M\n" path :6
/i edit "[s]\no = v\n" :7 path :7
/i edit "[s]\no = v\np=w\n" path :8
/i edit "[s]\no = z\np=w\n" path :9
/i edit "[s]\no = z\np=q\n" path :10
/i edit unknown path :11
/package edit unknown path :12
`,
	}, {
		name: "loops",
		text: `
- copy: {dest: "/a/{{ item.name }}", content: "{{ item.value }}"}
  with_items:
  - {name: x, value: 1}
  - {name: y, value: "{{ u }}"}
- copy: {dest: "/b/{{ item }}", content: ""}
  loop: [x, y]
- copy: {dest: "/c/{{ item.key }}", content: "{{ item.value }}\n"}
  with_dict: {x: yes, y: "2"}
- copy: {dest: "/d/{{ item['key'] }}", content: "{{ item.value }}"}
  loop: "{{ {'a': 1} | dict2items }}"
- copy: {dest: "/e/{{ o.key }}", content: "{{ o.value }}"}
  loop: "{{ options | dict2items }}"
  loop_control: {loop_var: o}
- copy: {dest: /f, content: "{{ item }}"}
  with_items: "{{ nobody_knows }}"
- copy: {dest: "/g/{{ item }}", content: x}
  with_items: [[x, y], z]
- copy: {dest: "/h/{{ item.n }}", content: x, mode: "{{ item.mode | default(omit) }}", force: "{{ item.f | default('no') }}"}
  with_items: [{n: x}, {n: y, mode: "0600", f: yes}]
- copy: {src: "{{ item }}", dest: /i/}
  with_fileglob: "*.json"
- copy: {dest: "/j/{{ item.0 }}", content: x}
  with_nested: [[a], [b]]
- copy: {dest: "/k/{{ item }}", content: x}
  with_items: names
`,
		want: `/a/x = "1" :4 path :4
/a/y = "{{ u }}" known 0 0-7 :5 path :5
/b/x = "" :6 path :7
/b/y = "" :6 path :7
/c/x = "True" :9 path :9
/c/y = "2\n" :9 path :9
/e/gc_delay = "2days" defaults/main.yml:3 path defaults/main.yml:3
/e/strict = "False" defaults/main.yml:4 path defaults/main.yml:4
/f = "{{ item }}" known 0 0-10 :15 maybe path :15
/g/x = "x" :17 path :18
/g/y = "x" :17 path :18
/g/z = "x" :17 path :18
/h/x = "x" :19 if missing path :20
/h/y = "x" :19 600 path :20
/i/a.json = copy of /roles/mesos/files/a.json path :21
/k/n1 = "x" :25 path defaults/main.yml:5
/k/n2 = "x" :25 path defaults/main.yml:5
`,
	}, {
		name: "conditions and blocks",
		text: `
- copy: {dest: /a, content: x}
  when: false
- copy: {dest: /b, content: x}
  when: something
- copy: {dest: /c, content: x}
  when: [true, "yes"]
- block:
  - copy: {dest: /d, content: x}
  - block:
    - copy: {dest: /e, content: "{{ v }}"}
    vars: {v: inner}
  rescue:
  - copy: {dest: /f, content: x}
  always:
  - copy: {dest: /g, content: x}
- block:
  - copy: {dest: /h, content: x}
  when: something
- copy: {dest: /i, content: x}
  delegate_to: localhost
- copy: {dest: /j, content: x}
  tags: [never, x]
`,
		want: `/b = "x" :4 maybe path :4
/c = "x" :6 path :6
/d = "x" :9 path :9
/e = "inner" :12 path :11
/g = "x" :16 path :16
/f = "x" :14 maybe path :14
/h = "x" :18 maybe path :18
/j = "x" :22 maybe path :22
`,
	}, {
		name: "shell has a shell, command has none",
		text: `
- shell: echo 1 > /a
- shell: "{{ x }} && echo 2 > /b"
- command: echo 3 > /c
- shell: echo 4 > d
  args: {chdir: /sub, creates: /e}
- raw: echo 5 > /f
- shell:
    cmd: |
      echo 6 > /g
      echo 7 > /h
- command: mesos-master --zk=zk://h/m "--cluster=a b" --quorum={{ q }}
- command: {argv: [mesos-agent, --x=1]}
- shell: echo 8 chdir=/sub > i creates=/j
- script: setup.sh one
- shell: echo $A > /env
  environment: {A: "1"}
`,
		want: `/a = "1\n" :2 path :2
/b = "2\n" :3 maybe path :3
/sub/d = "4\n" :5 maybe path :5
/f = "5\n" :7 path :7
/g = "6\n" :10 path :10
/h = "7\n" :11 path :11
/sub/i = "8\n" :14 maybe path :14
/script = "one\n" :15 path files/setup.sh:2
/env = "1\n" :17 path :16
start  "mesos-master" "--zk=zk://h/m" "--cluster=a b" "--quorum={{ q }}"(known 9)
start  "mesos-agent" "--x=1"
`,
	}, {
		name: "containers",
		text: `
- docker_container:
    name: m
    image: mesos/master:{{ v }}
    env: {MESOS_ZK: zk://h/m, MESOS_QUORUM: 1, MESOS_HOSTNAME: "{{ h }}", MESOS_CLUSTER: yes}
    command: [--x=1, "{{ y }}"]
    volumes: ["/etc/mesos:/etc/mesos:ro", data]
    env_file: /etc/env
- community.docker.docker_container: {name: n, image: i, command: "--a='b c' --d", entrypoint: [/e]}
  when: x
- docker_container: {name: o, image: i, state: absent}
- docker: {image: i, env: "A=1,B={{ x }}"}
`,
		want: `start m image "mesos/master:{{ v }}" mount /etc/mesos /etc/mesos "--x=1" "{{ y }}"(known 0) MESOS_ZK="zk://h/m" MESOS_QUORUM="1" MESOS_HOSTNAME="{{ h }}"(unknown) MESOS_CLUSTER="True" file /etc/env
start n image "i" entrypoint "/e" "--a=b c" "--d" maybe
start  image "i" A="1" B="{{ x }}"(unknown)
`,
	}, {
		name: "included tasks and roles, with their variables",
		text: `
- include_tasks: more.yml
- import_tasks: more.yml
  vars: {v: 1}
- include: more.yml v=2
- include_tasks: "{{ x }}.yml"
- include_role: {name: other}
  when: x
`,
		want: `/more/{{ v }} = never
`,
	}}
	files := tree{
		"/roles/mesos/files/a.json":        "{}",
		"/roles/mesos/files/d/one":         "1",
		"/roles/mesos/files/d/e/two":       "2",
		"/roles/mesos/files/setup.sh":      "#!/bin/sh\necho $1 > /script\n",
		"/roles/mesos/templates/t.j2":      "{{ x }}",
		"/roles/mesos/templates/sub/t.j2":  "x",
		"/roles/mesos/tasks/more.yml":      "- copy: {dest: \"/more\", content: \"{{ v }}\"}\n",
		"/roles/mesos/defaults/main.yml":   "---\noptions:\n  gc_delay: 2days\n  strict: no\nnames: [n1, n2]\n",
		"/roles/other/tasks/main.yml":      "- copy: {dest: /other, content: x}\n",
		"/roles/other/meta/main.yml":       "dependencies:\n- role: third\n",
		"/roles/third/tasks/main.yml":      "- copy: {dest: /third, content: x}\n",
		"/roles/third/handlers/main.yml":   "- copy: {dest: /handler, content: x}\n",
		"/roles/mesos/handlers/other.yaml": "- copy: {dest: /never, content: x}\n",
	}
	cases[len(cases)-1].want = `/more = "{{ v }}" known 0 0-7 tasks/more.yml:1 path tasks/more.yml:1
/more = "1" :4 path tasks/more.yml:1
/more = "2" :5 path tasks/more.yml:1
/third = "x" tasks/main.yml:1 maybe path tasks/main.yml:1
/handler = "x" handlers/main.yml:1 maybe path handlers/main.yml:1
/other = "x" tasks/main.yml:1 maybe path tasks/main.yml:1
`
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files[tasks] = c.text
			got, ok := files.read(tasks)
			if !ok {
				t.Fatal("is taken for something else")
			}
			if diff := cmp.Diff(c.want, dump(got)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

// TestVariables holds which variables have one value in the tree, and where that stands.
func TestVariables(t *testing.T) {
	const task = "- copy: {dest: /a, content: \"{{ v }}\"}\n"
	cases := []struct {
		name  string
		files tree
		want  string
	}{
		{"a default", tree{"/roles/mesos/defaults/main.yml": "v: 1\n"}, `/a = "1" defaults/main.yml:1 path :1`},
		{"one of a group", tree{"/group_vars/all.yml": "v: yes\n"}, `/a = "True" group_vars/all.yml:1 path :1`},
		{"one of a group, without a suffix", tree{"/group_vars/all": "v: x\n"}, `/a = "x" group_vars/all:1 path :1`},
		{"the same value twice", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/group_vars/a.yml": "v: 1\n"}, `/a = "1" `},
		{"two values", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/group_vars/a.yml": "v: 2\n"}, ""},
		{"a number and a text", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/group_vars/a.yml": "v: '1'\n"}, ""},
		{"an inventory", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/hosts": "[all:vars]\nv=2\n"}, ""},
		{"an inventory of another name", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/hosts": "[all:vars]\nvv=2\n"}, `/a = "1" `},
		{"a fact", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/roles/b/tasks/x.yml": "- set_fact: {v: 2}\n"}, ""},
		{"a fact in the short form", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/roles/b/tasks/x.yml": "- block:\n  - set_fact: v=2\n"}, ""},
		{"what a task registers", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/roles/b/tasks/x.yml": "- command: x\n  register: v\n"}, ""},
		{"a role's parameter", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/other.yml": "- hosts: x\n  roles: [{role: y, v: 3}]\n"}, ""},
		{"a question", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/other.yml": "- hosts: x\n  vars_prompt: [{name: v}]\n  roles: []\n"}, ""},
		{"a command line", tree{"/roles/mesos/defaults/main.yml": "v: 1\n", "/run.sh": "ansible-playbook -e v=3 site.yml\n"}, ""},
		{"another variable", tree{"/roles/mesos/defaults/main.yml": "v: \"x{{ w }}\"\nw: 2\n"}, `/a = "x2" defaults/main.yml:1 path :1`},
		{"itself", tree{"/roles/mesos/defaults/main.yml": "v: \"{{ v }}\"\n"}, ""},
		{"two, each the other", tree{"/roles/mesos/defaults/main.yml": "v: \"{{ w }}\"\nw: \"{{ v }}\"\n"}, ""},
		{"a secret", tree{"/roles/mesos/vars/main.yml": "v: !vault |\n  x\n"}, ""},
		{"a file that Ansible does not read", tree{"/docker-compose.yml": "v: 1\n"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.files[tasks] = task
			got, _ := c.files.read(tasks)
			line := dump(got)
			if c.want == "" && !strings.Contains(line, "known 0") || !strings.HasPrefix(line, c.want) {
				t.Errorf("read as %s, want %s", line, c.want)
			}
		})
	}
}

func TestPlaybooks(t *testing.T) {
	files := tree{
		"/site.yml": `- import_playbook: other.yml
- hosts: masters
  vars: {q: 2}
  vars_files: [extra.yml]
  pre_tasks:
  - copy: {dest: /pre, content: "{{ e }}"}
  roles:
  - mesos
  - {role: mesos, q: 3, when: x}
  tasks:
  - copy: {dest: /task, content: "{{ q }}"}
  handlers:
  - copy: {dest: /handler, content: x}
- hosts: [agents, others]
  tasks:
  - copy: {src: f, dest: /f}
  - copy: {dest: /task, content: "{{ q }}"}
`,
		"/extra.yml":                     "e: extra\n",
		"/files/f":                       "x",
		"/roles/mesos/tasks/main.yml":    "- copy: {dest: \"/q\", content: \"{{ q }} {{ d }}\"}\n",
		"/roles/mesos/defaults/main.yml": "q: 1\nd: default\n",
	}
	got, ok := files.read("/site.yml")
	want := `[masters] /pre = "extra" ./extra.yml:1 path ./site.yml:6
[masters] /q = "2 default" ./site.yml:3 path :1
[masters] /q = "3 default" ./site.yml:9 maybe path :1
[masters] /task = "2" ./site.yml:3 path ./site.yml:11
[masters] /handler = "x" ./site.yml:13 maybe path ./site.yml:13
[agents,others] /f = copy of /files/f path ./site.yml:16
[agents,others] /task = "{{ q }}" known 0 0-7 ./site.yml:17 path ./site.yml:17
`
	if diff := cmp.Diff(want, dump(got)); diff != "" || !ok {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	parts := map[string]bool{}
	for _, s := range got.Sources {
		parts[s.File] = true
	}
	if !parts["/roles/mesos/tasks/main.yml"] || !parts["/roles/mesos/defaults/main.yml"] || !parts["/extra.yml"] {
		t.Errorf("parts are %v", parts)
	}
}

func TestOtherTextsAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"/k8s.yml":      "kind: Pod\nspec: {containers: [{name: mesos, image: mesos, command: [mesos-master]}]}\n",
		"/list.yml":     "- name: mesos\n  image: mesos/master\n",
		"/words.yml":    "- mesos\n- copy\n",
		"/empty.yml":    "",
		"/vars.yml":     "mesos_master: x\n",
		"/steps.yml":    "- uses: actions/checkout\n  with: {path: mesos}\n",
		"/hosts.yml":    "- hosts: mesos\n",
		"/marathon.yml": "- id: mesos\n  cmd: mesos-agent --x\n",
		"/broken.yml":   "- copy: [\n",
	} {
		if c, ok := (tree{name: text}).read(name); ok || c.Files != nil {
			t.Errorf("%s is taken for tasks:\n%s", name, dump(c))
		}
	}
	if Shows("a/tasks.yml", []byte("- copy: {dest: /etc/kafka}\n")) || Shows("mesos.json", []byte("- copy: x\n")) || Shows("vars/mesos.yml", []byte("mesos: 1\n")) {
		t.Error("a file that has nothing to do with Mesos, or is no list, is worth reading")
	}
	if !Shows("roles/mesos/tasks/main.yml", []byte("---\n# x\n- copy: {dest: /x}\n")) {
		t.Error("the tasks of a role for Mesos are not worth reading")
	}
}

// TestEditsAreReadBack writes into contents of every form, and reads them again.
func TestEditsAreReadBack(t *testing.T) {
	for _, text := range []string{
		"- copy: {dest: /a, content: abcdefgh}\n",
		"- copy:\n    dest: /a\n    content: |\n      abcdefgh\n",
		"- copy: dest=/a content=abcdefgh\n",
		"- copy: dest=/a content=\"abcdefgh\" mode=0644\n",
		"- copy: \"dest=/a content='abcdefgh'\"\n",
		"- copy: {dest: /a, content: \"{{ item.v }}\"}\n  with_items: [{v: 'abcdefgh'}]\n",
		"- lineinfile: dest=/a line=abcdefgh\n",
	} {
		files := tree{tasks: text}
		c, _ := files.read(tasks)
		content := c.Files[0].Content
		if !strings.HasPrefix(content.String(), "abcdefgh") {
			t.Fatalf("%s is read as %q", text, content)
		}
		for _, insert := range []string{"X", "", `"`, `'`, "a b", "é", `\`, "{", "="} {
			at, written, ok := content.Edit(2, 5, insert)
			if !ok {
				t.Errorf("no edit in %s", text)
				continue
			}
			after := text[:at.Start] + written + text[at.End:]
			c, _ := (tree{tasks: after}).read(tasks)
			if want := "ab" + insert + "fgh"; len(c.Files) != 1 || strings.TrimSuffix(c.Files[0].Content.String(), "\n") != want {
				t.Errorf("%q for %q in %s wrote %q, read as\n%s", insert, "cde", text, written, dump(c))
			}
		}
	}
	files := tree{tasks: "- copy: {dest: /a, content: no}\n"}
	c, _ := files.read(tasks)
	at, written, ok := c.Files[0].Content.Edit(0, len("False"), "false")
	c, _ = (tree{tasks: files[tasks][:at.Start] + written + files[tasks][at.End:]}).read(tasks)
	if !ok || c.Files[0].Content.String() != "false" {
		t.Errorf("false in place of a boolean wrote %q, read as %q", written, c.Files[0].Content)
	}
	files = tree{tasks: "- copy: {dest: /a, content: {set_quotas: [\"a\"]}}\n"}
	c, _ = files.read(tasks)
	i := strings.Index(c.Files[0].Content.String(), "set_quotas")
	at, written, ok = c.Files[0].Content.Edit(i, i+len("set_quotas"), "update_quotas")
	c, _ = (tree{tasks: files[tasks][:at.Start] + written + files[tasks][at.End:]}).read(tasks)
	if !ok || c.Files[0].Content.String() != `{"update_quotas": ["a"]}` {
		t.Errorf("another key wrote %q, read as %q", written, c.Files[0].Content)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"- copy: {dest: \"/a/{{ item.key }}\", content: \"{{ item.value | default('x') }}\"}\n  with_dict: {a: 010, b: !vault x}\n",
		"- hosts: a\n  roles: [mesos, {role: b, v: 1}]\n  vars: {x: \"{{ x }}\"}\n  tasks: [{include_tasks: main.yml}]\n",
		"- lineinfile: dest=/a regexp='^(a' line=\"b\\n\" create=yes\n- blockinfile: {path: /a, block: \"{% if x %}y{% endif %}\"}\n",
		"- shell: echo a > /b chdir=/c\n- command: {argv: [a, \"{{ b\"]}\n- docker_container: {image: i, env: {A: 1.0}, command: 'a \"b'}\n",
		"- block: &a [copy: {dest: /a, content: &b [1, {c: yes}]}]\n- copy: {dest: /c, content: *b}\n- ini_file: {path: /a, section: s, option: o, value: 1:30}\n",
		"- include_tasks: main.yml\n", "- copy: content={{ dest=/x\n", "- template: src={{ a.b['c'][0] | join(',') }} dest=/x/\n  loop: \"{{ lookup('x') }}\"\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := tree{tasks: text, "/roles/mesos/defaults/main.yml": text, "/roles/b/tasks/main.yml": "- include_role: name=b\n- copy: {dest: /b, content: '{{ v }}'}\n"}
		c := machinetest.Bounded(t, len(text), func() machine.Contributions {
			c, _ := files.read(tasks)
			return c
		})
		dump(c)
		for _, file := range c.Files {
			if !strings.HasPrefix(file.Path, "/") || file.PathAt.Source == nil {
				t.Fatalf("%.200q: a file at %q", text, file.Path)
			}
			for i := range min(file.Content.Len(), 200) {
				if span := file.Content.Span(i, i+1); span.Source != nil && (span.Start < 0 || span.End < span.Start || span.End > len(span.Source.Data)) {
					t.Fatalf("%.200q: a span of %d-%d", text, span.Start, span.End)
				}
			}
		}
	})
}
