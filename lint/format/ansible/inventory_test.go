package ansible

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// inventoryFiles are two inventories, of each form one, with what gives their hosts variables on every level.
var inventoryFiles = map[string]string{
	"site.yml": "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/x, content: \"{{ a }}\"}\n",
	"inventories/ini/hosts": `
# hosts of no group come first
alone.example a=line b="with blanks" c='single' d=7 e=True f=true g=08 h=1_0 i=zk://h:2181/m j=1.50 m=0x10 o=None r=10.0.0.1 s=1.5 i=zk://h:2181/m   # a comment
alone2.example:2222

[masters]
m[01:03].example a=master
m[a:c].example

[agents]
agent1 n=one
agent2 n=two
agent3 l=[1,2]

[agents:vars]
a=of agents
q="quoted"
t = True
u = 10
w=  blanks around  
x=#no comment

[gpu]
agent2
agent3 n=three

[gpu:vars]
a=of gpu
deep=gpu

[cluster:children]
masters
agents

[agents:children]
gpu

[cluster:vars]
a=of cluster
z=cluster
deep=cluster

[all:vars]
a=of all
y=all
z=all
`,
	"inventories/ini/group_vars/all.yml":     "a: group_vars all\nv: group_vars all\n",
	"inventories/ini/group_vars/agents.yml":  "v: group_vars agents\n",
	"inventories/ini/group_vars/gpu/one.yml": "v: group_vars gpu one\nk: one\n",
	"inventories/ini/group_vars/gpu/two.yml": "k: two\n",
	"inventories/ini/host_vars/agent1.yml":   "n: host_vars\nflag: yes\ncount: 3\n",
	"inventories/ini/host_vars/m01.example":  "a: from a file without an extension\n",
	"group_vars/agents.yml":                  "p: beside the playbook\nv: beside the playbook\n",
	"host_vars/agent3.yml":                   "n: beside the playbook\n",
	"inventories/yaml/hosts.yml": `
all:
  vars: {a: all}
  hosts:
    alone:
    y[1:2].example: {a: line}
  children:
    masters:
      hosts: {y1.example: {b: 2}, y3: }
      vars: {a: masters, c: masters}
    below:
      children:
        masters:
      vars: {c: below, d: below}
`,
	"inventories/yaml/host_vars/y3.yaml": "d: host_vars\n",
}

const inventoryRecord = "testdata/inventory.json"

// variablesOf returns what is read of the variables of each host, as Python prints them.
func variablesOf(t *testing.T, dir string, names []string) map[string]map[string]string {
	t.Helper()
	site := filepath.Join(dir, "site.yml")
	text := source.WholeText(source.New(site, site, []byte(inventoryFiles["site.yml"])))
	r := &reader{o: Options{Name: site, Shell: shell.Options{Tree: disk{}}}, limits: machine.LimitsFor(0), projects: NewProjects(),
		directories: map[*source.Source]string{}, opened: map[string]*file{}, entries: map[string]map[string]bool{}, used: map[*source.Source]bool{}, entry: text.Source(), top: "."}
	out := map[string]map[string]string{}
	for _, inv := range r.variables().hosts(r).inventories {
		for _, h := range inv.hosts {
			vars := map[string]string{}
			for _, name := range names {
				if d := r.ofHost(h, name); d != nil {
					if v := scalarOf(d.node); v.isScalar() && v.isKnown() {
						vars[name] = v.text.String()
					}
				}
			}
			out[filepath.Base(inv.dir)+" "+h.name] = vars
		}
	}
	return out
}

var inventoryNames = strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z deep flag count")

func TestInventoriesAsAnsible(t *testing.T) {
	data, err := os.ReadFile(inventoryRecord)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]map[string]string
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"h", "j", "m"} { // numbers that Python writes in its own way are not known
		delete(want["ini alone.example"], name)
	}
	dir := t.TempDir()
	write(t, dir, inventoryFiles)
	if diff := cmp.Diff(want, variablesOf(t, dir, inventoryNames)); diff != "" {
		t.Errorf("variables by Ansible (-), read (+):\n%s", diff)
	}
}

// TestInventoriesAgainstAnsible asks ansible-inventory for the variables of each host and compares them with the record.
func TestInventoriesAgainstAnsible(t *testing.T) {
	if !*live {
		t.Skip("say -ansible to run Ansible")
	}
	program, err := exec.LookPath("ansible-inventory")
	if err != nil {
		t.Skip("ansible-inventory is not installed")
	}
	dir := t.TempDir()
	write(t, dir, inventoryFiles)
	found := map[string]map[string]string{}
	for _, kind := range []string{"ini", "yaml"} {
		run := exec.Command(program, "-i", filepath.Join(dir, "inventories", kind), "--playbook-dir", dir, "--list")
		run.Dir = dir
		run.Env = append(os.Environ(), "HOME="+t.TempDir(), "LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1")
		var errs bytes.Buffer
		run.Stderr = &errs
		out, err := run.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, errs.Bytes())
		}
		var listed struct {
			Meta struct {
				Hostvars map[string]map[string]any `json:"hostvars"`
			} `json:"_meta"`
		}
		decoder := json.NewDecoder(bytes.NewReader(out))
		decoder.UseNumber()
		if err := decoder.Decode(&listed); err != nil {
			t.Fatal(err)
		}
		for host, vars := range listed.Meta.Hostvars {
			all := map[string]string{}
			for _, name := range inventoryNames {
				switch v := vars[name].(type) {
				case string:
					all[name] = v
				case bool:
					all[name] = map[bool]string{true: "True", false: "False"}[v]
				case json.Number:
					all[name] = v.String()
				}
			}
			found[kind+" "+host] = all
		}
	}
	data, err := json.MarshalIndent(found, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	if *update {
		if err := os.WriteFile(inventoryRecord, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(inventoryRecord)
	if err != nil || !bytes.Equal(data, want) {
		t.Errorf("Ansible says something else than the record (%v):\n%s", err, cmp.Diff(string(want), string(data)))
	}
}

func TestPatterns(t *testing.T) {
	inv := newInventory("")
	text := "[masters]\nm[1:3]\n[agents]\na1\na2\nweb1\n[gpu]\na2\n"
	inv.readINI(&file{text: source.WholeText(source.New("hosts", "", []byte(text)))})
	inv.close()
	for pattern, want := range map[string]string{
		"all": "m1 m2 m3 a1 a2 web1", "*": "m1 m2 m3 a1 a2 web1", "masters": "m1 m2 m3", "agents:!gpu": "a1 web1", "agents:&gpu": "a2",
		"m1,a1": "m1 a1", "web*": "web1", "masters:gpu": "m1 m2 m3 a2", "none": "", "{{ target }}": "", "all:!masters:!web1": "a1 a2", "ungrouped": "",
	} {
		var got []string
		for _, h := range inv.match(pattern) {
			got = append(got, h.name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %q, want %q", pattern, s, want)
		}
	}
}

func TestRanges(t *testing.T) {
	for name, want := range map[string]string{
		"a": "a", "a:22": "a", "w[1:3]x": "w1x w2x w3x", "w[08:10]": "w08 w09 w10", "w[a:c]": "wa wb wc", "w[1:5:2]": "w1 w3 w5",
		"r[1:2]n[1:2]": "r1n1 r2n1 r1n2 r2n2", "w[x]": "w[x]", "[": "[", "]": "]", "w[9:1]": "",
	} {
		if got := strings.Join(namesOf(name), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if n := len(namesOf("[1:99999999][1:99999999]")); n > mostOfRange {
		t.Errorf("a name stands for %d hosts", n)
	}
}

// TestHosts reads plays for hosts that differ in the variables of their inventory.
func TestHosts(t *testing.T) {
	for _, c := range []struct{ name, site, hosts, want string }{
		{"each host its own", "- hosts: agents\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[agents]\na1 ip=1.1.1.1\na2 ip=1.1.1.2\n", "a1 1.1.1.1\na2 1.1.1.2\n"},
		{"all of a group the same", "- hosts: agents\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[agents]\na1\na2\n[agents:vars]\nip=1.1.1.1\n", " 1.1.1.1\n"},
		{"two groups", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[b]\na1\na2\na3\n[b:vars]\nip=1\n[c]\na4\n[c:vars]\nip=2\n", "a1 and 2 more 1\na4 2\n"},
		{"a variable of a variable", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/x, content: \"{{ x }}\"}\n", "[b]\na1 y=1\na2 y=2\n[b:vars]\nx=\"n{{ y }}\"\n", "a1 n1\na2 n2\n"},
		{"what a play gives counts more", "- hosts: all\n  vars: {ip: play}\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[b]\na1 ip=1\na2 ip=2\n", " play\n"},
		{"what only a run gives counts more", "- hosts: all\n  tasks:\n  - set_fact: {ip: x}\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[b]\na1 ip=1\na2 ip=2\n", " unknown\n"},
		{"a host without it", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[b]\na1 ip=1\na2\n", "a1 1\na2 unknown\n"},
		{"conditions on groups", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/a, content: x}\n    when: inventory_hostname in groups['b']\n  - copy: {dest: /etc/mesos-slave/b, content: y}\n    when: \"'b' not in group_names\"\n", "[b]\na1\n[c]\na2\n", "a1 x\na2 y\n"},
		{"conditions on variables", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/a, content: x}\n    when: kind == 'b' or kind == 'd'\n  - copy: {dest: /etc/mesos-slave/b, content: y}\n    when: not (kind == 'b') and z\n", "[b]\na1 kind=b\na2 kind=c\n", "a1 x\na1 y?\na2 y?\n"},
		{"a condition that no host meets loses nothing", "- hosts: all\n  tasks:\n  - copy: {dest: /etc/mesos-slave/a, content: x}\n    when: kind == 'z'\n", "[b]\na1 kind=b\na2 kind=c\n", " x?\n"},
		{"hosts of another pattern", "- hosts: none\n  tasks:\n  - copy: {dest: /etc/mesos-slave/ip, content: \"{{ ip }}\"}\n", "[agents]\na1 ip=1.1.1.1\na2 ip=1.1.1.2\n", " unknown\n"},
	} {
		dir := t.TempDir()
		write(t, dir, map[string]string{"site.yml": c.site, "hosts": c.hosts})
		site := filepath.Join(dir, "site.yml")
		read, ok := Read(source.WholeText(source.New(site, site, []byte(c.site))), Options{Name: site, Shell: shell.Options{Tree: disk{}}})
		if !ok || read.Unreadable != nil {
			t.Errorf("%s: is not read: %v", c.name, read.Unreadable)
			continue
		}
		var got strings.Builder
		for _, f := range read.Files {
			content := f.Content.String()
			if f.Known < f.Content.Len() {
				content = "unknown"
			}
			if f.Maybe {
				content += "?"
			}
			fmt.Fprintf(&got, "%s %s\n", f.Root, content)
		}
		if diff := cmp.Diff(c.want, got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// The text of a condition, an inventory and a pattern is anything at all.
func FuzzInventory(f *testing.F) {
	f.Add("[a]\nb[1:3] c=\"d e\" f='g'\n[a:vars]\nx=[1]\n[a:children]\na\n", "a:!b:&c*", "x == 'y' and not z or 'a' in group_names")
	f.Fuzz(func(_ *testing.T, text, pattern, condition string) {
		if len(text)+len(pattern)+len(condition) > 4096 {
			return
		}
		inv := newInventory("")
		inv.readINI(&file{text: source.WholeText(source.New("hosts", "", []byte(text)))})
		inv.close()
		inv.match(pattern)
		(&reader{asked: []string{}, limits: machine.LimitsFor(0), project: &project{inventory: &hostsOf{}}}).ofTheHost(condition, nil)
	})
}
