package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// doubling returns room bytes of lines of which each makes its variable of the one before it, twice: line has %[1]d for the number of a
// variable, and %[2]d for that of the one before.
func doubling(room int, head, line, tail string) string {
	var b strings.Builder
	b.WriteString(head)
	n := 0
	for b.Len()+len(tail)+2*len(line) < room {
		n++
		fmt.Fprintf(&b, line, n, n-1)
	}
	if strings.Contains(tail, "%[1]d") {
		tail = fmt.Sprintf(tail, n)
	}
	return b.String() + tail
}

// many returns room bytes of text with as many items as have room.
func many(room int, head, item, tail string) string {
	var b strings.Builder
	b.WriteString(head)
	for n := 0; b.Len()+len(tail)+len(item)+8 < room; n++ {
		b.WriteString(strings.ReplaceAll(item, "%[1]d", fmt.Sprint(n)))
	}
	return b.String() + tail
}

// readTwice returns scripts of which each reads the next one twice.
func readTwice() map[string]string {
	out := map[string]string{"run.sh": "#!/bin/sh\n. ./s0.sh\nmesos-master --work_dir=/x\n"}
	for i := range 70 {
		out[fmt.Sprintf("s%d.sh", i)] = fmt.Sprintf(". ./s%[1]d.sh\n. ./s%[1]d.sh\nexport MESOS_A%[1]d=1\n", i+1)
	}
	return out
}

// smallFiles is the size of all files of a small configuration, in bytes.
const smallFiles = 4096

// mostAllocated is how many bytes may be allocated for such a one, of which less than a third is there at a time.
const mostAllocated = 256 << 20

// allocated returns how many bytes are allocated by what is done, and by whatever runs beside it.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// outOfProportion are small configurations that say a great deal: by name, files by their path.
func outOfProportion() map[string]map[string]string {
	start := "mesos-master --work_dir=/x --cluster=$A%[1]d\n"
	services := "  m%[1]d:\n    image: mesosphere/mesos-master:1.3.0\n    environment: *a\n"
	included := "- copy: dest=/etc/mesos-master/cluster content=1\n- include_tasks: t.yml\n- include_tasks: t.yml\n"
	return map[string]map[string]string{
		"variables of a shell":       {"run.sh": doubling(smallFiles, "#!/bin/sh\nA0=xxxxxxxx\n", "A%[1]d=$A%[2]d$A%[2]d\n", start)},
		"one variable of a shell":    {"run.sh": "#!/bin/sh\nA=xxxxxxxx\n" + strings.Repeat("A=$A$A\n", 500) + "mesos-master --cluster=$A\n"},
		"scripts that read twice":    readTwice(),
		"loops of a shell":           {"run.sh": "#!/bin/sh\n" + strings.Repeat("for i in 1 2 3 4 5 6 7 8 9; do\n", 60) + "mesos-master --cluster=$i\n" + strings.Repeat("done\n", 60)},
		"functions of a shell":       {"run.sh": doubling(smallFiles, "#!/bin/sh\nf0() { mesos-master \"$@\"; }\n", "f%[1]d() { f%[2]d; f%[2]d; }\n", "f%[1]d --work_dir=/x\n")},
		"starts of a shell":          {"run.sh": many(smallFiles, "#!/bin/sh\n", "export MESOS_FOO%[1]d=1\nmesos-master --cluster=a &\n", "")},
		"a file that reads itself":   {"run.sh": "#!/bin/sh\n" + strings.Repeat(". ./run.sh\n", 300) + "mesos-master --work_dir=/x\n"},
		"a variable of a unit":       {"mesos-master.service": "[Service]\nEnvironment=A=" + strings.Repeat("x", 2000) + "\nExecStart=/usr/sbin/mesos-master --cluster=" + strings.Repeat("${A}", 480) + "\n"},
		"files of a unit":            {"etc/systemd/system/mesos-master.service": "[Service]\n" + startUnit + strings.Repeat("EnvironmentFile=/e\n", 100), "e": many(smallFiles/2, "", "MESOS_FOO%[1]d=1\n", "")},
		"variables of an image":      {"Dockerfile": doubling(smallFiles, "FROM mesosphere/mesos-master:1.3.0\nENV A0=xxxxxxxx\n", "ENV A%[1]d=$A%[2]d$A%[2]d\n", "ENV MESOS_CLUSTER=$A%[1]d\n")},
		"services of one anchor":     {"docker-compose.yml": many(smallFiles, many(smallFiles/2, "x-a: &a\n", "  MESOS_FOO%[1]d: 1\n", "")+"services:\n", services, "")},
		"anchors in anchors":         {"docker-compose.yml": doubling(smallFiles, "x0: &a0 [1]\n", "x%[1]d: &a%[1]d [*a%[2]d, *a%[2]d, *a%[2]d]\n", "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    command: *a%[1]d\n")},
		"merged mappings":            {"docker-compose.yml": doubling(smallFiles, "x0: &a0 {k: v}\n", "x%[1]d: &a%[1]d {<<: [*a%[2]d, *a%[2]d, *a%[2]d], k%[1]d: v}\n", "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    environment: *a%[1]d\n")},
		"variables of compose":       {"docker-compose.yml": "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_CLUSTER: ${A99}\n", ".env": doubling(smallFiles-200, "A0=xxxxxxxx\n", "A%[1]d=${A%[2]d}${A%[2]d}\n", "")},
		"includes of compose":        {"docker-compose.yml": "include: [" + strings.Repeat("c.yml, ", 250) + "c.yml]\n", "c.yml": many(smallFiles/2, "services:\n", "  m%[1]d: {image: mesosphere/mesos-master}\n", "")},
		"variables of Ansible":       {"site.yml": doubling(smallFiles, "- hosts: m\n  vars:\n    v0: xxxxxxxx\n", "    v%[1]d: \"{{ v%[2]d }}{{ v%[2]d }}\"\n", "  tasks:\n  - copy: dest=/etc/mesos-master/cluster content=\"{{ v%[1]d }}\"\n")},
		"tasks that include twice":   {"site.yml": "- hosts: m\n  tasks:\n  - include_tasks: t.yml\n", "t.yml": included},
		"roles that depend twice":    {"site.yml": "- hosts: m\n  roles: [a]\n", "roles/a/meta/main.yml": "dependencies: [b, {role: b, x: 1}]\n", "roles/b/meta/main.yml": "dependencies: [a, {role: a, x: 1}]\n", "roles/b/tasks/main.yml": "- copy: dest=/etc/mesos-master/cluster content=1\n"},
		"variables of Puppet":        {"m.pp": doubling(smallFiles, "$v0 = 'xxxxxxxx'\n", "$v%[1]d = \"${v%[2]d}${v%[2]d}\"\n", "file { '/etc/mesos-master/cluster': content => $v%[1]d }\n")},
		"variables of Chef":          {"cookbooks/a/recipes/default.rb": doubling(smallFiles, "v0 = 'xxxxxxxx'\n", "v%[1]d = \"#{v%[2]d}#{v%[2]d}\"\n", "file '/etc/mesos-master/cluster' do\n  content v%[1]d\nend\n")},
		"variables of a Vagrantfile": {"Vagrantfile": doubling(smallFiles, "Vagrant.configure('2') do |c|\nv0 = 'xxxxxxxx'\n", "v%[1]d = \"#{v%[2]d}#{v%[2]d}\"\n", "c.vm.provision 'shell', inline: \"mesos-master --cluster=#{v%[1]d}\"\nend\n")},
		"a template of itself":       {"main.tf": "resource \"a\" \"m\" {\n  user_data = templatefile(\"a.tpl\", {a = 1})\n}\n", "a.tpl": strings.Repeat("${templatefile(\"a.tpl\", {a=a})}", 120)},
		"locals of Terraform":        {"main.tf": doubling(smallFiles, "locals {\n  a0 = \"xxxxxxxx\"\n", "  a%[1]d = \"${local.a%[2]d}${local.a%[2]d}\"\n", "}\nresource \"a\" \"m\" {\n  user_data = \"#!/bin/sh\\nmesos-master --cluster=${local.a%[1]d}\"\n}\n")},
		"a pattern of a task":        {"site.yml": "- hosts: m\n  tasks:\n  - copy: {dest: /etc/default/mesos-master, content: '" + strings.Repeat("a", 1900) + "'}\n  - lineinfile: {path: /etc/default/mesos-master, line: A=1, regexp: '" + strings.Repeat("a{1000}", 240) + "'}\n"},
		"a path":                     {"run.sh": "#!/bin/sh\necho 1 > /etc" + strings.Repeat("/a", 1900) + "/mesos-master/quorum\n"},
		"nested JSON":                {"acls.json": `{"permissive":false,"run_tasks":` + strings.Repeat("[", 4000)},
		"nested YAML":                {"docker-compose.yml": "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    command: " + strings.Repeat("[", 4000)},
		"nested arithmetic":          {"run.sh": "#!/bin/sh\nA=$((" + strings.Repeat("(", 1900) + "1" + strings.Repeat(")", 1900) + "))\nmesos-master --cluster=$A\n"},
	}
}

// TestSmall holds that no small configuration takes memory or time out of proportion: 4 KiB of any format allocate less than
// mostAllocated, and what is not followed is named.
func TestSmall(t *testing.T) {
	exhaustive(t)
	for name, files := range outOfProportion() {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			size := 0
			writeTree(t, dir, files, strings.NewReplacer())
			for _, text := range files {
				size += len(text)
			}
			if size > smallFiles+smallFiles/8 {
				t.Fatalf("%d bytes are not small", size)
			}
			code := 0
			took := allocated(func() {
				code = Main(context.Background(), []string{"check", "--from", "1.2", "--to", "1.3", dir}, Streams{Out: io.Discard, Err: io.Discard})
			})
			if code > exitError {
				t.Errorf("exit code %d", code)
			}
			if took > mostAllocated {
				t.Errorf("%d bytes take %d MiB", size, took>>20)
			} else {
				t.Logf("%d bytes take %d MiB, exit %d", size, took>>20, code)
			}
		})
	}
}
