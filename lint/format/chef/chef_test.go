package chef

import (
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

func read(text string) machine.Contributions {
	return Read(source.WholeText(source.New("f.rb", "", []byte(text))), Options{
		Tree: machinetest.Tree{"../files/default/a.json": "", "../templates/default/b.erb": ""},
		Sh: func(text source.Text, holes []source.Range) machine.Contributions {
			return shell.Read(text, shell.Options{Holes: holes, Wanted: func(name string) bool { return name == "mesos-slave" }}).Contributions
		},
	})
}

func TestRead(t *testing.T) {
	const flags = "default['mesos']['slave']['flags']"
	for _, c := range []struct{ name, text, want string }{
		{"a file, with both kinds of quotes", "file '/a' do\n  content 'x\\n\\''\n  mode '0644'\nend\nfile \"/b\" do\n  content \"x\\n\"\nend\n", "/a = \"x\\\\n'\" 644\n/b = \"x\\n\"\n"},
		{"in braces, deleted, made", "file('/a') { content 'x' }\nfile '/b' do\n  action :delete\nend\nfile '/c'\nfile '/d/?x'\n", "/a = \"x\"\n/b rm\n/c = \"\" if missing\n/d/?x = \"\"\n"},
		{"heredocs", "file '/a' do\n  content <<-E\n  x\n  E\nend\nfile '/b' do\n  content <<~E\n    x\n  E\nend\nfile '/c' do\n  content <<E\ny\nE\nend\n", "/a = \"  x\\n\"\n/b = \"x\\n\"\n/c = \"y\\n\"\n"},
		{"files and templates of the cookbook", "cookbook_file '/x' do\n  source 'a.json'\nend\ntemplate '/x/b'\ntemplate '/c' do\n  source 'none.erb'\nend\ncookbook_file '/d/a.json'\n",
			"/x = copy of ../files/default/a.json\n/x/b = copy of ../templates/default/b.erb\n/c = unknown\n/d/a.json = copy of ../files/default/a.json\n"},
		{"conditions", "if x\n  file '/a' do\n    content 'x'\n  end\nend\nfile '/b' do\n  content 'x'\n  only_if { y }\nend\nfile '/c' do\n  content 'x'\nend\n", "/a = \"x\" maybe\n/b = \"x\" maybe\n/c = \"x\"\n"},
		{"loops", "while x do\n  y\nend\n3.times do |i|\n  x\nend\nfile '/c' do\n  content 'x'\nend\n", "/c = \"x\"\n"},
		{"what is computed", "file '/a' do\n  content node['x'] + 'y'\nend\nfile '/b' do\n  content \"x#{y}\"\nend\nfile x do\n  content 'y'\nend\n", "/a = unknown\n/b = \"x#{y}\" hole 1-5\n"},
		{"heredocs with escapes and variables", "v = 'y'\nfile '/a' do\n  content <<~E\n    x\\t#{v}\n      z #{w}\n  E\nend\nfile '/b' do\n  content <<-'E'\n#{v}\n  E\nend\n",
			"/a = \"x\\ty\\n  z #{w}\\n\" hole 8-12\n/b = \"#{v}\\n\"\n"},
		{"loops over what is known", "%w(a b).each do |n|\n  file \"/#{n}\" do\n    content n\n  end\nend\nh = { 'c' => 'x', d: 2 }\nh.each { |k, v| file(\"/d/#{k}\") { content v } }\n" +
			"['e'].each do |f|\n  if y\n    file \"/#{f}\"\n  end\nend\nw.each do |n|\n  file \"/etc/mesos-slave/#{n}\" do\n    content n\n  end\nend\nfile '/end'\n",
			"/a = \"a\"\n/b = \"b\"\n/d/c = \"x\"\n/d/d = \"2\"\n/e = \"\" maybe if missing\n/end = \"\" if missing\ngap /etc/mesos-slave/: which files the resource writes is known only when Chef runs\n"},
		{"a branch may assign", "v = 'x'\nif y\n  v = 'z'\nend\nfile '/a' do\n  content v\nend\n", "/a = unknown\n"},
		{"commands", "bash 'c' do\n  code <<-E\n    echo x > /a\n  E\nend\nexecute \"echo #{y} > /b\"\nexecute 'd' do\n  command 'mesos-slave --a=b &'\n  not_if { z }\nend\nscript 'e' do\n  interpreter 'python'\n  code 'echo x > /c'\nend\n",
			"/a = \"x\\n\"\n/b = \"#{y}\\n\" hole 0-4\nstart \"mesos-slave\" \"--a=b\"\n"},
		{"units and lines", "systemd_unit 'a.service' do\n  content({ Service: { ExecStart: '/b', Environment: ['A=1', 'B=2'] } })\nend\nsystemd_unit 'c.service' do\n  content <<~U\n    [Service]\n  U\n  action [:create]\nend\nappend_if_no_line 'l' do\n  path '/l'\n  line \"A=#{x}\"\nend\n",
			"/etc/systemd/system/a.service = \"[Service]\\nExecStart=/b\\nEnvironment=A=1\\nEnvironment=B=2\\n\"\n/etc/systemd/system/c.service = \"[Service]\\n\"\n/l += \"A=#{x}\\n\" hole 2-6\n"},
		{"tests", "describe file('/a') do\n  its('content') { should match(/x/) }\n  it { expect(file '/b').to exist }\nend\nfile '/c'\n", "/c = \"\" if missing\n"},
		{"comments and other resources", "# file '/a' do\nservice 'b' do\n  action :start\nend\n", ""},
		{"the flags of a daemon", flags + "['a'] = 'x'\n" + flags + "['b'] = 2\n" + flags + "['c'] = true\n" + flags + "['d'] = false\n" + flags + "['e'] = nil\n" + flags + "['f'] = node['x']\n" + flags + "['g'] = { 'h' => 'i', j: 'k' }\n",
			`start "mesos-slave" "--a=x" "--b=2" "--c" "--no-d" "--no-e" "--f=…" known 4 "--g=h:i;j:k"` + "\n"},
		{"the shell parts what has no quotes", flags + "['a'] = 'x;y'\n", `start "mesos-slave" "--a=x;y" known 4` + "\n"},
		{"levels", "override['mesos']['master']['flags'][:a] = 'o'\nnode.default['mesos']['master']['flags']['a'] = 'd'\nnode.normal['mesos']['master']['flags']['a'] = 'n'\n", `start "mesos-master" "--a=o"` + "\n"},
		{"all flags at once", "default['mesos']['master']['flags'] = {\n  'a' => 'x',\n  'b' => 1\n}\n", `start "mesos-master" "--a=x" "--b=1"` + "\n"},
		{"roles and environments", "name 'm'\ndefault_attributes(\n  'mesos' => { 'master' => { 'flags' => { 'a' => 'x' } } },\n  :b => 1\n)\noverride_attributes 'mesos' => { 'master' => { 'flags' => { 'a' => 'y', 'c' => true } } }\nrun_list 'recipe[mesos::master]'\n",
			`start "mesos-master" "--a=y" "--c"` + "\n"},
		{"all attributes of a daemon at once", "default[:mesos] = {\n  :version => '1', :slave => { :a => 'x' },\n}\n", "/etc/mesos-slave/a = \"x\"\n"},
		{"files of flags", "default[:mesos][:slave][:a] = 'x'\ndefault[:mesos][:slave][:b] = \"#{x}\"\n", "/etc/mesos-slave/a = \"x\"\n/etc/mesos-slave/b = \"#{x}\" hole 0-4\n"},
		{"what is read and not set", "x = node['mesos']['slave']['flags']['a']\nif default['mesos']['slave']['flags']['a'] == 'x'\nend\n", ""},
		{"another cookbook", "default['marathon']['slave']['flags']['a'] = 'x'\n", ""},
	} {
		if diff := cmp.Diff(c.want, machinetest.Describe(read(c.text), nil)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestReadJSON(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a role", `{"name": "m", "chef_type": "role", "default_attributes": {"mesos": {"master": {"flags": {"a": "x", "b": 2}}}}, "override_attributes": {"mesos": {"master": {"flags": {"a": "y"}}}}, "run_list": []}`,
			`start "mesos-master" "--a=y" "--b=2"` + "\n"},
		{"a node of chef-solo", `{"run_list": ["recipe[mesos::slave]"], "mesos": {"slave": {"c": "x", "d": 5}}}`, "/etc/mesos-slave/c = \"x\"\n/etc/mesos-slave/d = \"5\"\n"},
		{"values", `{"run_list": [], "normal": {"mesos": {"agent": {"flags": {"a": true, "b": false, "c": null, "d": {"e": "f"}, "g": 1.50, "h": "a b"}}}}}`,
			`start "mesos-slave" "--a" "--no-b" "--no-c" "--d=e:f" "--g=1.50" known 4 "--h=a b" known 4` + "\n"},
		{"nothing for Mesos", `{"run_list": [], "normal": {"marathon": {"flags": {"a": true}}}}`, ""},
	} {
		got, ok := ReadJSON(source.WholeText(source.New("f.json", "", []byte(c.text))), machine.Limits{})
		if diff := cmp.Diff(c.want, machinetest.Describe(got, nil)); diff != "" || ok != (c.want != "") {
			t.Errorf("%s (%t) (-want +got):\n%s", c.name, ok, diff)
		}
	}
}

func TestTime(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("default['mesos'][", 50000), strings.Repeat("{ 'a' => ", 50000), strings.Repeat("file 'a' do\n", 30000),
		strings.Repeat("x <<E\n", 50000), "\"" + strings.Repeat("#{", 100000), strings.Repeat("if x\n", 100000),
	} {
		before := time.Now()
		read(text)
		if took := time.Since(before); took > patience.Limit(5*time.Second) {
			t.Errorf("%.30s… took %v", text, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("file '/a' do\n  content \"x#{y}\\n\"\n  mode '0644'\nend\nfile('/b') { content <<-E }\n E\n")
	f.Add("default['mesos']['slave']['flags']['g'] = { 'h' => 'i', j: 'k' }\noverride[:mesos][:master][:x] = node['y']\n")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		machinetest.Bounded(t, len(data), func() machine.Contributions { return read(data) })
		machinetest.Bounded(t, len(data), func() machine.Contributions {
			c, _ := ReadJSON(source.WholeText(source.New("a.json", "", []byte(data))), machine.Limits{})
			return c
		})
	})
}
