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
		{"calls with blocks", "$a.each |$i| {\n  file { '/a': content => 'x' }\n}\n['b'].each |$j| { file { '/b': content => $j } }", "/a = \"x\" maybe\n/b = \"b\"\n"},
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
		{"the classes of the module by their full names", "class { '::mesos::master':\n  cluster => 'c', master_port => 5051, zookeeper => ['a', 'b:1'], zk_path => 'p', listen_address => $ip,\n" +
			"  acls => { 'permissive' => false, 'run_tasks' => [{ 'users' => { 'type' => 'ANY' } }] },\n  syslog_logger => false, enable => true,\n}",
			"/etc/default/mesos-master += \"export MESOS_CLUSTER='c'\\n\"\n/etc/default/mesos-master += \"export MESOS_PORT='5051'\\n\"\n/etc/mesos/zk = \"zk://a:2181,b:1/p\"\n" +
				"/etc/default/mesos-master += \"export MESOS_IP='…'\\n\" hole 17-20\n/etc/mesos-master/acls = \"file:///etc/mesos/acls\"\n" +
				"/etc/mesos/acls = \"{\\\"permissive\\\":false,\\\"run_tasks\\\":[{\\\"users\\\":{\\\"type\\\":\\\"ANY\\\"}}]}\"\n/etc/mesos-master/?no-logger = \"\"\n"},
		{"a slave without ZooKeeper", "class { 'mesos::slave': master => 'h', master_port => 1, isolation => 'posix/cpu', principal => 'p', secret => $s }",
			"/etc/default/mesos-slave += \"export MESOS_MASTER='h:1'\\n\"\n/etc/mesos-slave/isolation = \"posix/cpu\"\n/etc/mesos-slave/credential = \"file:///etc/mesos/slave-credentials\"\n" +
				"/etc/mesos/slave-credentials = \"{\\\"principal\\\":\\\"p\\\",\\\"secret\\\":null}\" hole 26-30\n"},
		{"loops over what is known", "$o = { 'a' => '1', 'b' => $c }\n$o.each |$k, $v| {\n  file { \"/d/${k}\": content => $v }\n}\n['x', 'y'].each |String $f| { file { \"/${f}\": ensure => file } }\n" +
			"['z'].each |$i, $f| { file { \"/${f}\": content => \"${i}\" } }\nfile { '/end': content => 'e' }",
			"/d/a = \"1\"\n/d/b = unknown\n/x = \"\" if missing\n/y = \"\" if missing\n/z = \"${i}\" hole 0-4\n/end = \"e\"\n"},
		{"resources that a function makes", "create_resources(file, { '/a' => { content => 'x' }, '/b' => {} }, { 'content' => 'y' })\ncreate_resources('user', { 'u' => {} })",
			"/a = \"x\"\n/b = \"y\"\n"},
		{"what only Puppet knows", "create_resources('mesos::property', $p, { 'dir' => '/etc/mesos-slave' })\n$q.each |$k, $v| { file { \"/etc/mesos-master/${k}\": content => $v } }\nclass { 'mesos::slave': options => merge($a, $b) }",
			"gap /etc/mesos-slave/: which resources are created is known only when Puppet compiles the manifest\ngap /etc/mesos-master/: which files the resource writes is known only when Puppet compiles the manifest\n" +
				"gap /etc/mesos-slave/: which flags the class is given is known only when Puppet compiles the manifest\n"},
		{"heredocs", "file { '/a':\n  content => @(END), # c\n    x ${y}\n      z\n    | END\n  mode => '0644',\n}\nfile { '/b': content => @(\"E\":ini/L) }\nb=$c\n- E\nfile { '/c': content => 'x' }",
			"/a = \"x ${y}\\n  z\\n\" 644\n/b = \"b=$c\" hole 2-4\n/c = \"x\"\n"},
		{"units, and settings of files", "systemd::dropin_file { '1.conf': unit => 'a.service', content => \"[Service]\\n\" }\nsystemd::unit_file { 'b.service': content => 'x' }\n" +
			"systemd::manage_dropin { '2.conf': unit => 'a.service', service_entry => { 'Environment' => ['A=1', 'B=2'], 'ExecStart' => '' } }\n" +
			"ini_setting { 'i': path => '/i', section => '', setting => 'A', value => 'x' }\nshellvar { 'V': target => '/v', value => $w, ensure => exported }",
			"/etc/systemd/system/a.service.d/1.conf = \"[Service]\\n\"\n/etc/systemd/system/b.service = \"x\"\n/etc/systemd/system/a.service.d/2.conf = \"[Service]\\nEnvironment=A=1\\nEnvironment=B=2\\nExecStart=\\n\"\n" +
				"/i += \"A=x\\n\"\n/v += \"export V=…\\n\" known 9\n"},
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
	c, ok = ReadHiera(whole(`{"::mesos::slave::zookeeper": ["a"], "mesos::slave::port": 5052}`), machine.Limits{})
	if diff := cmp.Diff("/etc/mesos/zk = \"zk://a:2181/mesos\"\n/etc/default/mesos-slave += \"export MESOS_PORT='5052'\\n\"\n", machinetest.Describe(c, nil)); diff != "" || !ok {
		t.Errorf("JSON: %v (-want +got):\n%s", ok, diff)
	}
	if !ShowsHiera([]byte("a: 1\n'mesos::slave::port': 1\n")) || ShowsHiera([]byte(`{"run_list": ["recipe[mesos::slave]"]}`)) {
		t.Error("what shows a level of hiera")
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
