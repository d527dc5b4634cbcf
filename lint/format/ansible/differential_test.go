package ansible

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// disk is the tree of the real files.
type disk struct{}

func (disk) Open(from *source.Source, name string) (source.Text, fs.FileMode, string) {
	at := filepath.Join(filepath.Dir(from.File), name)
	data, err := os.ReadFile(at)
	if err != nil {
		return source.Text{}, 0, "not in the tree"
	}
	return source.WholeText(source.New(at, at, data)), 0o644, ""
}

func (disk) List(from *source.Source, name string) ([]string, string) {
	entries, err := os.ReadDir(filepath.Join(filepath.Dir(from.File), name))
	if err != nil {
		return nil, "not in the tree"
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); e.IsDir() {
			names = append(names, n+"/")
		} else {
			names = append(names, n)
		}
	}
	return names, ""
}

// laidOut returns what contributions leave on a machine, by path. Of a file that is not known it returns nothing, and of what
// Jinja replaces in one it is told what the run makes of it.
func laidOut(c machine.Contributions, rendered func(string) string) map[string]string {
	state := map[string]string{}
	for _, f := range c.Files {
		before, had := state[f.Path]
		switch {
		case f.Directory || f.Link != "":
		case f.Operation == machine.Remove:
			for name := range state {
				if name == f.Path || strings.HasPrefix(name, f.Path+"/") {
					delete(state, name)
				}
			}
		case f.OnlyIfMissing && had:
		case f.Copy != nil && f.Copy.OnMachine:
			state[f.Path] = state[f.Copy.Path]
		case f.Copy != nil:
			data, _ := os.ReadFile(path.Join(path.Dir(f.Copy.At.Source.File), f.Copy.Base, f.Copy.Path))
			if state[f.Path] = string(data); f.Copy.Rendered {
				state[f.Path] = rendered(string(data))
			}
		case f.Operation == machine.Edit && had && f.Change != nil:
			after, known := f.Change(source.LiteralText(before, source.Span{}))
			if state[f.Path] = rendered(after.String()); !known {
				delete(state, f.Path)
			}
		case f.Operation == machine.Append:
			state[f.Path] = before + rendered(f.Content.String())
		case f.Known == machine.UnknownContent, f.Operation == machine.Edit && f.Content.Len() == 0:
			delete(state, f.Path)
		default:
			state[f.Path] = rendered(f.Content.String())
		}
	}
	return state
}

const differentialTasks = `
- copy: {dest: ROOT/bool, content: yes}
- copy: {dest: ROOT/off, content: Off}
- copy: {dest: ROOT/quoted, content: "yes"}
- copy: {dest: ROOT/octal, content: 010}
- copy: {dest: ROOT/hex, content: 0x1F}
- copy: {dest: ROOT/float, content: 1.50}
- copy: {dest: ROOT/exponent, content: 1e3}
- copy: {dest: ROOT/signed, content: 1.5e+3}
- copy: {dest: ROOT/tiny, content: 1.0e-7}
- copy: {dest: ROOT/huge, content: 1.0e+22}
- copy: {dest: ROOT/thousands, content: 1_000}
- copy: {dest: ROOT/plus, content: +5}
- copy: {dest: ROOT/eight, content: 08}
- copy: {dest: ROOT/date, content: "2001-01-01"}
- copy: {dest: ROOT/map, content: {permissive: true, a: [1, "é\"/", null, {}], b: 1.0, c: []}}
- copy: {dest: ROOT/list, content: [a, 'b"c']}
- copy: {dest: ROOT/empty, content: ""}
- copy: {dest: ROOT/literal, content: "{% raw %}x{% endraw %}"}
- copy: dest=ROOT/kv content="docker,mesos" mode=0644
- copy: dest=ROOT/kv-single content='a b'
- copy: dest=ROOT/kv-escape content="a\nb\tc"
- copy: dest=ROOT/kv-yes content=yes
- copy: dest=ROOT/kv-equals content=a=b
- copy: >
    dest=ROOT/kv-folded
    content={{ item_text }}z
- action: copy dest=ROOT/action content=x
- copy: dest=ROOT/args
  args: {content: y}
- copy:
    dest: ROOT/block
    content: |
      one
        two

      three
- copy: {src: a.json, dest: ROOT/}
- copy: {src: d/, dest: ROOT/inside}
- copy: {src: d, dest: ROOT/outside}
- template: {src: t.j2, dest: ROOT/template}
- copy: {dest: "ROOT/loop-{{ item.name }}", content: "{{ item.value }}"}
  with_items:
  - {name: a, value: 1}
  - {name: b, value: no}
  - {name: c, value: "x y"}
- copy: {dest: "ROOT/dict-{{ item.key }}", content: "{{ item.value }}\n"}
  with_dict: "{{ options }}"
- copy: {dest: "ROOT/dict2-{{ item.key }}", content: "{{ item.value }}\n"}
  loop: "{{ options | dict2items }}"
- copy: {dest: "ROOT/flat-{{ item }}", content: x}
  with_items: [[p, q], r]
- copy: {dest: "ROOT/default-{{ item.n }}", content: "{{ item.v | default('none') }}"}
  with_items: [{n: x}, {n: y, v: z}]
- copy: {dest: "ROOT/glob-{{ item | basename }}", content: x}
  when: false
- copy: {dest: ROOT/var, content: "{{ item_text }}-{{ options.gc_delay }}-{{ names[1] }}-{{ options['strict'] }}"}
- copy: {dest: ROOT/join, content: "{{ names | join(',') }}"}
- copy: {dest: ROOT/upper, content: "{{ item_text | upper }}"}
- copy: {dest: ROOT/json, content: "{{ options | to_json }}"}
- copy: {dest: ROOT/nice, content: "{{ options | to_nice_json }}"}
- copy: {dest: ROOT/whole, content: "{{ options }}"}
- copy: {dest: ROOT/null, content: "x{{ nothing }}y"}
- copy: {dest: ROOT/lines, content: "A=1\nB=2\nA=3\nC=4"}
- lineinfile: {path: ROOT/lines, regexp: '^A=', line: A=9}
- lineinfile: {path: ROOT/lines, line: B=2}
- lineinfile: {path: ROOT/lines, line: D=5}
- lineinfile: {path: ROOT/lines, line: E=6, insertbefore: BOF}
- lineinfile: {path: ROOT/lines, line: F=7, insertafter: '^B'}
- lineinfile: {path: ROOT/lines, line: G=8, insertbefore: '^D'}
- lineinfile: {path: ROOT/lines, regexp: '^C', state: absent}
- lineinfile: {path: ROOT/lines, line: "D=5", state: absent}
- lineinfile: {path: ROOT/lines, search_string: "F=", line: "F=70"}
- lineinfile: {path: ROOT/lines, regexp: '^B', line: "B=20", firstmatch: yes}
- lineinfile: dest=ROOT/created line="X=1" create=yes
- lineinfile: {dest: ROOT/created, regexp: '^X', line: "X={{ item_text }}"}
- lineinfile: {dest: ROOT/created, line: "Y=1"}
- blockinfile: {path: ROOT/blocks, create: yes, block: "a\nb"}
- blockinfile: {path: ROOT/blocks, block: "c\n"}
- copy: {dest: ROOT/blocks2, content: "x\ny"}
- blockinfile: {path: ROOT/blocks2, marker: "# {mark} M", block: "a", insertafter: "^x"}
- blockinfile: {path: ROOT/blocks2, marker: "# {mark} N", block: "b"}
- blockinfile: {path: ROOT/blocks2, marker: "# {mark} O", block: "c", insertbefore: BOF}
- blockinfile: {path: ROOT/blocks2, marker: "# {mark} M", state: absent}
- copy: {dest: ROOT/replaced, content: "p=1\np=2\nq=p\n"}
- replace: {path: ROOT/replaced, regexp: '^p=.*$', replace: 'r'}
- copy: {dest: ROOT/touched, content: x}
- file: {path: ROOT/touched, state: touch}
- file: {path: "ROOT/?no-x", state: touch}
- copy: {dest: ROOT/gone, content: x}
- file: {path: ROOT/gone, state: absent}
- copy: {dest: ROOT/once, content: first}
- copy: {dest: ROOT/once, content: second, force: no}
- copy: {src: ROOT/once, dest: ROOT/remote, remote_src: yes}
- shell: echo hello > ROOT/shell
- shell: |
    echo one > ROOT/shell2
    echo two >> ROOT/shell2
- command: echo no > ROOT/command
- block:
  - copy: {dest: ROOT/in-block, content: "{{ v }}"}
  vars: {v: inner}
- include_tasks: more.yml
- import_tasks: more.yml
  vars: {suffix: imported}
`

// differentialFiles are the project that the tasks are run in, by path.
func differentialFiles(root string) map[string]string {
	files := map[string]string{
		"site.yml":                      "- hosts: localhost\n  connection: local\n  gather_facts: no\n  vars: {suffix: play}\n  roles: [mesos]\n",
		"roles/mesos/tasks/main.yml":    differentialTasks,
		"roles/mesos/tasks/more.yml":    "- copy: {dest: \"ROOT/more-{{ suffix }}\", content: \"{{ suffix }}\"}\n",
		"roles/mesos/defaults/main.yml": "options: {gc_delay: 2days, strict: no, port: 5050}\nitem_text: text\nnames: [n1, n2]\nnothing: ~\n",
		"roles/mesos/files/a.json":      "{}\n",
		"roles/mesos/files/d/one":       "1",
		"roles/mesos/files/d/e/two":     "2",
		"roles/mesos/templates/t.j2":    "{{ item_text }}\n",
	}
	for name, text := range files {
		files[name] = strings.ReplaceAll(text, "ROOT", root)
	}
	return files
}

// write lays files out on the disk.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// record holds what ansible-core 2.14.18 left of the tasks, by path.
const record = "testdata/ansible.json"

// TestAsAnsible compares what is read of the tasks with what Ansible made of them.
func TestAsAnsible(t *testing.T) {
	data, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	const root = "/machine"
	dir := t.TempDir()
	write(t, dir, differentialFiles(root))
	site := filepath.Join(dir, "site.yml")
	text, err := os.ReadFile(site)
	if err != nil {
		t.Fatal(err)
	}
	c, ok := Read(source.WholeText(source.New(site, site, text)), Options{Name: site, Shell: shell.Options{Tree: disk{}}})
	if !ok || c.Unreadable != nil {
		t.Fatalf("is not read: %v", c.Unreadable)
	}
	got := map[string]string{}
	for name, content := range laidOut(c, func(s string) string {
		return strings.NewReplacer("{{ item_text }}", "text", "{% raw %}", "", "{% endraw %}", "").Replace(s)
	}) {
		got[strings.TrimPrefix(name, root)] = content
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("left by Ansible (-), read (+):\n%s", diff)
	}
}

var (
	live   = flag.Bool("ansible", false, "run the tasks with the ansible-playbook of this machine")
	update = flag.Bool("update", false, "with -ansible: write down what it leaves")
)

// TestAgainstAnsible runs the tasks with Ansible and compares what they leave with the record. That takes a minute, so that it is
// done only if it is asked for.
func TestAgainstAnsible(t *testing.T) {
	if !*live {
		t.Skip("say -ansible to run Ansible")
	}
	program, err := exec.LookPath("ansible-playbook")
	if err != nil {
		t.Skip("ansible-playbook is not installed")
	}
	dir, root := t.TempDir(), t.TempDir()
	write(t, dir, differentialFiles(root))
	run := exec.Command(program, "-i", "localhost,", "site.yml")
	run.Dir = dir
	run.Env = append(os.Environ(), "ANSIBLE_LOCALHOST_WARNING=False", "ANSIBLE_NOCOLOR=1", "HOME="+t.TempDir(), "ANSIBLE_PIPELINING=1", "LC_ALL=C.UTF-8")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v:\n%s", err, bytes.TrimSpace(out[max(0, len(out)-3000):]))
	}
	left := map[string]string{}
	if err := filepath.WalkDir(root, func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(at)
		left[strings.TrimPrefix(at, root)] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(left, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := os.WriteFile(record, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(record)
	if err != nil || !bytes.Equal(data, want) {
		t.Errorf("Ansible leaves something else than the record says (%v):\n%s", err, cmp.Diff(string(want), string(data)))
	}
}
