package main

import (
	"bytes"
	"context"
	"maps"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// layout is a way in which the files of one format lie beside each other: one leads to others. text and other are what they hold
// for a start.
type layout struct {
	file   string
	others []string
	text   string
	other  string
	fixed  map[string]string // what does not vary
}

// layouts are those of all formats of which a reader looks at more than one file, and those that only a path shows.
func layouts() []layout {
	const mesos, start = "MESOS_QUORUM=1\n", "exec mesos-master --work_dir=/x --quorum=1\n"
	task := "- copy: {dest: /etc/mesos-master/quorum, content: '{{ v }}'}\n"
	service := "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n"
	play := map[string]string{"site.yml": "- hosts: m\n  tasks:\n  " + task}
	return []layout{
		{"site.yml", []string{"hosts", "group_vars/all.yml", "roles/a/tasks/main.yml", "roles/a/defaults/main.yml", "roles/a/templates/a.j2"},
			"- hosts: m\n  vars: {v: 1}\n  roles: [a]\n  tasks:\n  - template: {src: a.j2, dest: /etc/default/mesos-master}\n  - include_tasks: roles/a/tasks/main.yml\n", task, nil},
		{"hosts", []string{"group_vars/m.yml", "host_vars/a.yml"}, "[m]\na v=1\nb[1:3] v='2'\n[m:vars]\nv=3\n[x:children]\nm\n", "v: 1\nw: '{{ v }}'\n", play},
		{"inventory.yml", []string{"group_vars/m/main.yml"}, "all:\n  children:\n    m:\n      hosts: {a: {v: 1}, 'b[1:3]': }\n      vars: {v: 2}\n", "v: 1\n", play},
		{"salt/mesos.sls", []string{"pillar/top.sls", "pillar/mesos.sls", "salt/a.j2"}, "{% set v = pillar['v'] %}\n/etc/mesos-master/quorum:\n  file.managed:\n    - source: salt://a.j2\n    - contents_pillar: mesos:v\n", "base:\n  '*': [mesos]\nmesos: {v: 1}\n", nil},
		{"pillar/mesos.sls", []string{"salt/mesos.sls"}, "mesos: {v: 1}\n", "/etc/mesos-master/quorum:\n  file.managed:\n    - contents_pillar: mesos:v\n", nil},
		{"manifests/site.pp", []string{"modules/m/templates/a.erb", "modules/m/files/a", "hieradata/common.yaml"},
			"$v = hiera('v', 1)\nfile { '/etc/mesos-master/quorum': content => \"${v}\" }\nfile { '/etc/default/mesos-master': content => template('m/a.erb') }\nfile_line { 'a': path => '/etc/mesos/zk', line => 'zk://a/b' }\n", "mesos::v: 1\nA=<%= @v %>\n", nil},
		{"hieradata/common.yaml", nil, "mesos::master::options: {quorum: 1}\nmesos::zookeeper: ['a', 'b']\n", "", nil},
		{"cookbooks/m/recipes/default.rb", []string{"cookbooks/m/attributes/default.rb", "cookbooks/m/templates/default/a.erb"},
			"file '/etc/mesos-master/quorum' do\n  content \"#{node['m']['q']}\"\nend\ntemplate '/etc/default/mesos-master' do\n  source 'a.erb'\nend\n", "default['m']['q'] = '1'\n", nil},
		{"roles/mesos.json", nil, `{"name":"m","default_attributes":{"mesos":{"master":{"flags":{"quorum":1}}}}}`, "", nil},
		{"Vagrantfile", []string{"setup.sh"}, "Vagrant.configure('2') do |c|\n  c.vm.provision 'shell', path: 'setup.sh', args: [1]\n  c.vm.provision 'shell', inline: <<-E\n    " + start + "  E\nend\n", "echo $1 > /etc/mesos-master/quorum\n", nil},
		{"docker-compose.yml", []string{".env", "common", "b", "b.yml", "Dockerfile", "docker-compose.override.yml"},
			"include: [b, b.yml]\n" + service + "    build: .\n    env_file: common\n    extends: {file: b.yml, service: m}\n    command: --quorum=${Q}\n", service + "Q=1\n", nil},
		{"Dockerfile", []string{"entry.sh", "conf/quorum", ".dockerignore"}, "FROM mesosphere/mesos-master:1.3.0 AS a\nCOPY conf /etc/mesos-master\nCOPY entry.sh /\nRUN . /entry.sh && echo 1 >> /etc/default/mesos\nENTRYPOINT [\"/entry.sh\"]\n", start, nil},
		{"main.tf", []string{"a.tpl", "modules/m/main.tf", "terraform.tfvars"}, "locals { q = var.q }\nmodule \"m\" {\n  source = \"./modules/m\"\n}\nresource \"a\" \"b\" {\n  user_data = templatefile(\"a.tpl\", { q = local.q })\n}\n", "#!/bin/sh\necho ${q} > /etc/mesos-master/quorum\n", nil},
		{"stack.yml", nil, "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  A:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData: {Fn::Base64: {Fn::Sub: ['#!/bin/sh\n\n " + strings.TrimSpace(start) + " --cluster=${A}', {A: b}]}}\n", "", nil},
		{"user-data", nil, "#cloud-config\nwrite_files:\n- {path: /etc/mesos-master/quorum, content: '1'}\nruncmd: [mesos-master --work_dir=/x]\n", "", nil},
		{"cloud-config.yaml", nil, "root:\n- path: /etc/mesosphere/setup-flags/a\n  content: MESOS_A={{ a }}\npackage:\n- path: /etc/mesos-master\n  content: |\n    MESOS_QUORUM=1\n", "", nil},
		{"setup.sh", []string{"b.sh", "etc/default/mesos"}, "#!/bin/bash\n. ./b.sh\nwhile read a; do echo \"$a\" >> /etc/default/mesos-master; done < b.sh\nsource /etc/default/mesos\n" + start, mesos, nil},
		{"etc/systemd/system/mesos-master.service", []string{"etc/systemd/system/mesos-master.service.d/a.conf", "etc/default/mesos-master"},
			"[Service]\nEnvironmentFile=-/etc/default/mesos-master\nExecStart=/usr/sbin/mesos-master --quorum=${Q} --work_dir=/x\n", "[Service]\nEnvironment=Q=1\n", nil},
		{"etc/init/mesos-master.conf", []string{"etc/init/mesos-master.override", "etc/default/mesos-master"}, "env A=1\nscript\n. /etc/default/mesos-master\n" + start + "end script\n", mesos, nil},
		{"etc/supervisor/conf.d/mesos.conf", []string{"etc/supervisor/supervisord.conf"}, "[program:m]\ncommand=mesos-master --quorum=%(ENV_Q)s\nenvironment=Q=1\n", "[supervisord]\nenvironment=Q=2\n", nil},
		{"etc/service/mesos-master/run", []string{"etc/service/mesos-master/env/MESOS_QUORUM"}, "#!/bin/sh\nexec chpst -e ./env mesos-master --work_dir=/x\n", "1\n", nil},
		{"flags.json", nil, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"flags\":{\"quorum\":\"1\",\"work_dir\":\"/var/lib/mesos\"}}", "", nil},
		{"etc/mesos-master/acls", []string{"etc/mesos-master/modules_dir", "etc/mesos-master/credentials", "m/a.json"}, "file:///m/a.json", "/m", nil},
		{"m/a.json", []string{"etc/mesos-slave/modules_dir", "m/b.json"}, `{"libraries":[{"file":"/l.so","modules":[{"name":"org_a","parameters":[{"key":"k","value":"{}"}]}]}]}`, "/m", nil},
	}
}

// FuzzTree gives the program trees in which files lead to others: it never panics, says what it does in three exit codes and
// without acting on a terminal, and is done with a small tree in some memory, whatever stands in it.
func FuzzTree(f *testing.F) {
	exhaustive(f)
	all := layouts()
	for i, l := range all {
		f.Add(uint8(i), l.text, l.other)
	}
	f.Fuzz(func(t *testing.T, which uint8, text, other string) {
		l := all[int(which)%len(all)]
		dir := t.TempDir()
		writeTree(t, dir, l.files(text, other), strings.NewReplacer())
		var out, errs bytes.Buffer
		code := 0
		took := allocated(func() {
			code = Main(context.Background(), []string{"check", "--no-config", "--from", "1.2", "--to", "1.3", dir, filepath.Join(dir, l.file)}, Streams{Out: &out, Err: &errs, Dir: dir})
		})
		small := len(text)+len(other)*len(l.others) <= smallFiles
		if small && took > mostAllocated {
			t.Errorf("they take %d MiB", took>>20)
		}
		if code < exitOK || code > exitError || hasControl(out.String()+errs.String()) {
			t.Errorf("exit code %d, %q", code, out.String()+errs.String())
		}
	})
}

// files returns the files of a layout by their path.
func (l layout) files(text, other string) map[string]string {
	out := maps.Clone(l.fixed)
	if out == nil {
		out = map[string]string{}
	}
	out[l.file] = text
	for _, name := range l.others {
		out[name] = other
	}
	return out
}

// What a layout begins with is read, and not passed over.
func TestLayoutsAreRead(t *testing.T) {
	for _, l := range layouts() {
		t.Run(l.file, func(t *testing.T) {
			dir := t.TempDir()
			writeTree(t, dir, l.files(l.text, l.other), strings.NewReplacer())
			code, out, errs := mesoslint(dir, "check", "--no-config", "--list", "--to", "1.3", ".", l.file)
			if !regexp.MustCompile(` of [1-9][0-9]* nodes?`).MatchString(out) {
				t.Errorf("exit %d: %s%s", code, out, errs)
			}
		})
	}
}
