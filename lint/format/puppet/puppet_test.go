package puppet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func whole(text string) source.Text { return source.WholeText(source.New("f", "", []byte(text))) }

func read(text string) machine.Contributions {
	return Read(whole(text), Options{
		Tree: machinetest.Tree{"../files/acls.json": "", "../templates/x.erb": "", "../../modules/other/files/y": ""},
		Sh: func(text source.Text, holes []source.Range) machine.Contributions {
			return shell.Read(text, shell.Options{Holes: holes, Wanted: func(name string) bool { return name == "mesos-slave" }}).Contributions
		},
	})
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"single quotes keep all but two escapes", `file { '/a': content => 'x\n$y\'\\' }`, "/a = \"x\\\\n$y'\\\\\"\n"},
		{"double quotes", `file { "/a": content => "x\n\$y\t${z}w", mode => '0640' }`, "/a = \"x\\n$y\\t${z}w\" hole 5-9 640\n"},
		{"titles, and several bodies", `file { ['/a', '/b']: content => 'x'; '/c': ensure => absent, }`, "/a = \"x\"\n/b = \"x\"\n/c rm\n"},
		{"what is there without content", "file { '/a': ensure => file }\nfile { '/d/?no-x': ensure => present }\nfile { '/e': ensure => directory }\nfile { '/f': ensure => link, target => '/dev/null' }",
			"/a = \"\" if missing\n/d/?no-x = \"\"\n/e = directory\n/f = -> /dev/null\n"},
		{"a variable", `file { '/a': content => $zk }`, "/a = unknown\n"},
		{"lines of a file", "file_line { 'a': path => '/a', line => 'x=1' }\nfile_line { 'b': path => '/b', line => \"y=${z}\" }\nfile_line { 'c': path => '/c', line => 'z', ensure => absent }",
			"/a edit \"x=1\\n\"\n/b += \"y=${z}\\n\" hole 2-6\n/c edit \"\"\n"},
		{"shell variables", "augeas { 'a':\n  incl => '/a', changes => ['set A \"b:1\"', \"set C ${d}\", 'rm E', \"set F '\\\"g h\\\"'\"],\n}\naugeas { 'b': context => '/files/b', changes => 'set A 1' }",
			"/a edit \"A=b:1\\n\"\n/a += \"C=${d}\\n\" known 2\n/b edit \"A=1\\n\"\n"},
		{"parts of a file", "concat::fragment { 'a': target => '/a', content => 'x' }\nconcat::fragment { 'b': target => '/a', source => 'puppet:///modules/m/f' }", "/a += \"x\"\n/a += unknown\n"},
		{"an assignment, and what it is put into", "$a = 'x'\n$b = \"${a}:$a/${c}\"\nfile { '/a': content => $a }\nfile { \"/${a}\": content => \"${b}\\n\" }", "/a = \"x\"\n/x = \"x:x/${c}\\n\" hole 4-8\n"},
		{"what is assigned is passed", "$a = $b ? { 'x' => 1, default => { 'k' => 2 } }\n$c = $d.map |$e| { $e + 1 }\n$f = lookup('g', { 'h' => 1 })\n$i = ($j and !$k) in [1]\n$l = $m['n'][0] =~ /o/\nfile { '/a': content => 'x' }", "/a = \"x\"\n"},
		{"calls with blocks", "$a.each |$i| {\n  file { '/a': content => 'x' }\n}\n['b'].each |$j| { file { '/b': content => $j } }", "/a = \"x\" maybe\n/b = unknown maybe\n"},
		{"classes have variables of their own", "class a {\n $v = 'x'\n file { '/a': content => $v }\n}\nclass b {\n file { '/b': content => $v }\n}\nnode n { $v = 'z' }\ndefine d($v = 'y') { file { '/d': content => $v } }",
			"/a = \"x\"\n/b = unknown\n/d = unknown\n"},
		{"a branch may assign", "$v = 'x'\nif $y { $v = 'z' }\nfile { '/a': content => $v }", "/a = unknown\n"},
		{"the parameters of a class", "class a(\n  String $zk = 'zk://h/m',\n  Enum['x', 'y'] $e = 'x',\n) inherits b {\n  file { '/a': content => $zk }\n  file { '/b': content => 'x' }\n}", "/a = unknown\n/b = \"x\"\n"},
		{"what is computed", `file { '/a': content => "x${y}" + 'z', owner => root }`, "/a = unknown\n"},
		{"a path of its own, an unknown one", "file { 'a': path => '/a', content => 'x' }\nfile { $b: content => 'x' }\nfile { \"/c/${d}\": content => 'x' }", "/a = \"x\"\n"},
		{"files and templates of modules", "file { '/a': source => 'puppet:///modules/m/acls.json' }\nfile { '/b': content => template('m/x.erb') }\nfile { '/c': content => file('other/y') }\nfile { '/d': source => 'puppet:///modules/m/none' }",
			"/a = copy of ../files/acls.json\n/b = copy of ../templates/x.erb\n/c = copy of ../../modules/other/files/y\n/d = unknown\n"},
		{"conditions", "if $x {\n file { '/a': content => 'x' }\n} else { file { '/b': content => 'x' } }\ncase $y { 'z': { file { '/c': content => 'x' } } }\nfile { '/d': content => 'x' }",
			"/a = \"x\" maybe\n/b = \"x\" maybe\n/c = \"x\" maybe\n/d = \"x\"\n"},
		{"nodes are machines", "node 'a' {\n file { '/a': content => 'x' }\n}\nnode 'b' {\n file { '/a': content => 'y' }\n}", "a: /a = \"x\"\nb: /a = \"y\"\n"},
		{"comments", "# file { '/a': content => 'x' }\n/* file { '/b': content => 'x' } */\nfile { '/c': # c\n content => 'x' }", "/c = \"x\"\n"},
		{"the module's class", `class { 'mesos::slave': work_dir => '/w', options => { 'a' => 'b', c => true, 'd' => false, 'e' => 5, 'f' => '' , 'g' => $h }, cgroups => { 'root' => 'm' }, resources => { 'cpus' => '8' }, env_var => { 'X' => 'y' } }`,
			"/etc/mesos-slave/work_dir = \"/w\"\n/etc/mesos-slave/a = \"b\"\n/etc/mesos-slave/?c = \"\"\n/etc/mesos-slave/?no-d = \"\"\n/etc/mesos-slave/e = \"5\"\n/etc/mesos-slave/f rm\n/etc/mesos-slave/g = unknown\n" +
				"/etc/mesos-slave/cgroups_root = \"m\"\n/etc/mesos-slave/resources/cpus = \"8\"\n/etc/default/mesos-slave += \"export X='y'\\n\"\n"},
		{"commands", "exec { 'a': command => \"echo x > /a\" }\nexec { 'echo y > /b': }\nexec { 'c': command => \"echo ${z} >> /c\", path => ['/bin'] }\n" +
			"exec { 'd': command => 'echo d > /d', unless => 'test -e /d' }\nif $x { exec { 'e': command => '/bin/echo e | tee /e' } }\nexec { 'mesos-slave --port=1 &': refreshonly => true }",
			"/a = \"x\\n\"\n/b = \"y\\n\"\n/c += \"${z}\\n\" hole 0-4\n/d = \"d\\n\" maybe\n/e = \"e\\n\" maybe\nstart \"mesos-slave\" \"--port=1\"\n"},
		{"a property", `mesos::property { 'x': value => 'y', dir => '/etc/mesos-master', file => 'quorum' }`, "/etc/mesos-master/quorum = \"y\"\n"},
		{"another class", `class { 'marathon': options => { 'launcher' => 'lxc' } }`, ""},
		{"what is not closed", `file { '/a': content => 'x`, "/a = unknown\n"},
	} {
		if diff := cmp.Diff(c.want, machinetest.Describe(read(c.text), nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestReadHiera(t *testing.T) {
	const level = `---
mesos::zookeeper: zk://h/m
mesos::master::options:
  quorum: 2
  registry_strict: yes
  x: "false"
  y: '%{fqdn}:1'
  z: 010
mesos::slave::attributes: {rack: r1}
marathon::options: {launcher: lxc}
`
	want := "/etc/mesos/zk = \"zk://h/m\"\n/etc/mesos-master/quorum = \"2\"\n/etc/mesos-master/?registry_strict = \"\"\n/etc/mesos-master/x = \"false\"\n" +
		"/etc/mesos-master/y = \"%{fqdn}:1\" hole 0-7\n/etc/mesos-master/z = unknown\n/etc/mesos-slave/attributes/rack = \"r1\"\n"
	c, ok := ReadHiera(whole(level), machine.Limits{})
	if diff := cmp.Diff(want, machinetest.Describe(c, nil)); diff != "" || !ok {
		t.Errorf("%v (-want +got):\n%s", ok, diff)
	}
	if _, ok := ReadHiera(whole("zookeeper::quorum: two\n"), machine.Limits{}); ok {
		t.Error("another module's keys are read")
	}
}

// What is written into a value is read there again.
func TestEdits(t *testing.T) {
	for _, manifest := range []string{`file { '/a': content => 'x y' }`, `file { "/a": content => "x y" }`} {
		for _, s := range []string{"z", `a'b"c\d$e`, "a\nb"} {
			if strings.Contains(s, "\n") && strings.Contains(manifest, "'x") {
				continue
			}
			at, with, ok := read(manifest).Files[0].Content.Edit(0, 1, s)
			if after := manifest[:at.Start] + with + manifest[at.End:]; !ok || read(after).Files[0].Content.String() != s+" y" {
				t.Errorf("%s after writing %q: %s", manifest, s, after)
			}
		}
	}
}

func TestTime(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("file { '/a': content => [", 20000), strings.Repeat("${", 200000), "file { '/a': content => \"" + strings.Repeat("${a", 100000),
		"$v0 = 'xxxxxxxx'\n" + doubling(300) + "file { '/a': content => $v299 }", strings.Repeat("$a = ", 100000), strings.Repeat("$a.b |$c| {", 50000), strings.Repeat("$a ? {", 50000),
		strings.Repeat("(", 300000), strings.Repeat("class { 'a':", 50000), strings.Repeat("{'a' => ", 50000),
	} {
		before := time.Now()
		read(text)
		if took := time.Since(before); took > patience.Limit(5*time.Second) {
			t.Errorf("%.30s… took %v", text, took)
		}
	}
}

// doubling assigns variables of which each is twice the one before.
func doubling(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "$v%d = \"${v%d}${v%d}\"\n", i, i-1, i-1)
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add("node 'a' { file { ['/a', \"/b\\n${c}\"]: content => 'x', mode => '0644'; '/c': ensure => absent } }")
	f.Add("class { 'mesos::slave': options => { 'a' => true, b => $c }, env_var => { 'X' => 'y' } }")
	f.Add("class a($b = 'c') { $d = \"${b}x\"\n$e = $d ? { 'x' => 1 }\nfile { $d: content => \"${d}${e}\" } }")
	f.Add("mesos::slave::options:\n  a: '%{b}'\n")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		machinetest.Bounded(t, len(data), func() machine.Contributions {
			hiera, _ := ReadHiera(whole(data), machine.Limits{})
			return hiera
		})
		machinetest.Bounded(t, len(data), func() machine.Contributions { return read(data) })
	})
}
