package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// An axis is one way in which configuration grows: n of something. The cost of checking it must grow with n and not with
// its square.
type axis struct {
	name string
	file string // where the text stands
	// head and tail are around n times item, in which %[1]d is the number of the item; between stands between two.
	head, item, between, tail string
	// beside are files that do not grow.
	beside map[string]string
	// each puts every item into a file of its own, whose name is file with the number for %d.
	each bool
}

const startUnit = "ExecStart=/usr/sbin/mesos-master --work_dir=/var/lib/mesos\n"

func axes() []axis {
	workDir := map[string]string{"etc/mesos-master/work_dir": "/var/lib/mesos", "etc/mesos-slave/work_dir": "/var/lib/mesos"}
	with := func(name, text string) map[string]string {
		return map[string]string{name: text, "etc/mesos-master/work_dir": "/var/lib/mesos", "etc/mesos-slave/work_dir": "/var/lib/mesos"}
	}
	return []axis{
		{name: "variables of a compose service", file: "docker-compose.yml", item: "      MESOS_FOO%[1]d: 1\n",
			head: "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n"},
		{name: "variables of a unit", file: "mesos-master.service", head: "[Service]\n", item: "Environment=MESOS_FOO%[1]d=1\n", tail: startUnit},
		{name: "variables of an environment file", file: "etc/default/mesos-master", item: "MESOS_FOO%[1]d=1\n"},
		{name: "variables of a script", file: "run.sh", head: "#!/bin/sh\n", item: "export MESOS_FOO%[1]d=1\n", tail: "mesos-master --work_dir=/x\n"},
		{name: "variables of an image", file: "Dockerfile", head: "FROM mesosphere/mesos-master:1.3.0\n", item: "ENV MESOS_FOO%[1]d=1\n"},
		{name: "blocks of a template", file: "mesos-master.service.j2", head: "[Service]\n",
			item: "{%% if a%[1]d %%}\nEnvironment=MESOS_FOO%[1]d=1\n{%% endif %%}\n", tail: startUnit},
		{name: "words of a command line", file: "mesos-master.service", head: "[Service]\nExecStart=/usr/sbin/mesos-master --work_dir=/x", item: " --foo%[1]d=1", tail: "\n"},
		{name: "flag files", file: "etc/mesos-master/foo%d", item: "1", each: true, beside: workDir},
		{name: "files of modules_dir", file: "m/%d.json", item: `{"libraries":[{"file":"/l%[1]d.so","modules":[{"name":"org_x_M%[1]d"}]}]}`, each: true,
			beside: with("etc/mesos-master/modules_dir", "/m")},
		{name: "modules of one file", file: "etc/mesos-master/modules", head: `{"libraries":[{"file":"/l.so","modules":[`, item: `{"name":"org_x_M%[1]d"}`, between: ",", tail: "]}]}", beside: workDir},
		{name: "misspelt members of ACLs", file: "acls.json", head: `{"permissive":false,"register_frameworks":[`,
			item: `{"principal":{"values":["a%[1]d"]},"roles":{"type":"ANY"}}`, between: ",", tail: "]}"},
		{name: "types of ACLs in lower case", file: "acls.json", head: `{"permissive":false,"run_tasks":[`,
			item: `{"principals":{"type":"any"},"users":{"values":["u%[1]d"]}}`, between: ",", tail: "]}"},
		{name: "unknown keys of ACLs", file: "acls.json", head: `{"permissive":false`, item: `,"register_framewrk%[1]d":[]`, tail: "}"},
		{name: "values of one entry of ACLs", file: "acls.json", head: `{"permissive":false,"run_tasks":[{"principals":{"values":[`, item: `"a%[1]d"`, between: ",",
			tail: `]},"users":{"values":["root"]}}]}`},
		{name: "entries of a removed list", file: "acls.json", head: `{"permissive":false,"set_quotas":[`,
			item: `{"principals":{"values":["p%[1]d"]},"roles":{"values":["r%[1]d"]}}`, between: ",", tail: "]}"},
		{name: "misspelt keys of credentials", file: "c.json", head: `{"credentials":[`, item: `{"principal":"p%[1]d","secrt":"x"}`, between: ",", tail: "]}",
			beside: with("etc/mesos-master/credentials", "/c.json")},
		{name: "ports", file: "etc/mesos-slave/resources", head: "ports:[1-2", item: ",%[1]d0-%[1]d5", tail: "]", beside: workDir},
		{name: "roles and weights", file: "etc/mesos-master/weights", item: "r%[1]d=2", between: ",", beside: with("etc/mesos-master/roles", "r1,r2")},
		{name: "names of isolators", file: "etc/mesos-slave/isolation", item: "cgroups/cpx%[1]d", between: ",", beside: workDir},
		{name: "paths of a firewall", file: "etc/mesos-master/firewall_rules", head: `{"disabled_endpoints":{"paths":[`, item: `"/files/brows%[1]d"`, between: ",", tail: "]}}", beside: workDir},
		{name: "services of compose", file: "docker-compose.yml", head: "services:\n", item: "  m%[1]d:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_FOO: 1\n"},
		{name: "machines", file: "h%d/etc/mesos-master/roles", item: "a", each: true},
		{name: "statements of a script", file: "setup.sh", head: "#!/bin/sh\n", item: "echo %[1]d > /etc/mesos-master/cluster\n"},
		{name: "resources of Terraform", file: "main.tf", item: "resource \"aws_instance\" \"m%[1]d\" {\n  user_data = <<-E\n    #!/bin/sh\n    echo 1 > /etc/mesos-master/quorum\n  E\n}\n"},
		{name: "tasks of Ansible", file: "site.yml", head: "- hosts: m\n  tasks:\n", item: "  - copy: dest=/etc/mesos-master/cluster content=%[1]d\n"},
	}
}

// write makes the configuration with n items below dir.
func (a axis) write(tb testing.TB, dir string, n int) {
	put := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
	for name, text := range a.beside {
		put(name, text)
	}
	if a.each {
		for i := range n {
			put(fmt.Sprintf(a.file, i), strings.ReplaceAll(a.item, "%[1]d", fmt.Sprint(i)))
		}
		return
	}
	var text strings.Builder
	text.WriteString(a.head)
	for i := range n {
		if i > 0 {
			text.WriteString(a.between)
		}
		fmt.Fprintf(&text, a.item, i+10)
	}
	text.WriteString(a.tail)
	put(a.file, text.String())
}

// checkAxis checks n of an axis in process, and returns the processor time and the bytes that were allocated.
func (a axis) check(tb testing.TB, n int) (took time.Duration, bytes uint64) {
	dir := tb.TempDir()
	a.write(tb, dir, n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	code := Main(context.Background(), []string{"check", "--from", "1.2", "--to", "1.3", "--format", "json", dir}, Streams{Out: io.Discard, Err: io.Discard})
	took = time.Since(began)
	runtime.ReadMemStats(&after)
	if code > exitError {
		tb.Fatalf("%s: exit code %d", a.name, code)
	}
	return took, after.TotalAlloc - before.TotalAlloc
}

// TestGrowth holds for every axis that four times as much allocates about four times as much. What is allocated, unlike
// time, is the same on every machine.
func TestGrowth(t *testing.T) {
	exhaustive(t)
	const n = 200
	axes()[0].check(t, 1) // what is decoded once
	for _, a := range axes() {
		t.Run(a.name, func(t *testing.T) {
			_, none := a.check(t, 1)
			_, small := a.check(t, n)
			_, large := a.check(t, 4*n)
			small, large = small-min(none, small-1), large-min(none, large-1)
			if exponent := math.Log(float64(large)/float64(small)) / math.Log(4); exponent > 1.15 {
				t.Errorf("4 times as many take %.1f times as many bytes (%d after %d): exponent %.2f", float64(large)/float64(small), large, small, exponent)
			}
		})
	}
}

// BenchmarkGrowth fits for every axis the exponent of the time over n.
func BenchmarkGrowth(b *testing.B) {
	for _, a := range axes() {
		b.Run(strings.ReplaceAll(a.name, " ", "-"), func(b *testing.B) {
			for range b.N {
				const n = 1000
				small, _ := a.check(b, n)
				large, bytes := a.check(b, 8*n)
				b.ReportMetric(math.Log(large.Seconds()/small.Seconds())/math.Log(8), "exponent")
				b.ReportMetric(large.Seconds()*1e3, "ms/8000")
				b.ReportMetric(float64(bytes)/8000, "bytes/item")
			}
		})
	}
}
