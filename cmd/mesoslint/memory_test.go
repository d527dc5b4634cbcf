package main

import (
	"io/fs"
	"path/filepath"
	"testing"
)

// A large is configuration without a finding, and how many bytes of memory each byte more of it may take.
type large struct {
	axis
	most float64
}

// larges has what people write large files of, form by form. A fifth more than is needed is allowed.
func larges() []large {
	const clean = "    environment:\n      MESOS_WORK_DIR: /var/lib/mesos\n      MESOS_QUORUM: \"2\"\n      MESOS_ZK: zk://a:2181,b:2181,c:2181/mesos\n" +
		"      MESOS_CLUSTER: prod\n      MESOS_LOG_DIR: /var/log/mesos\n      MESOS_PORT: \"5050\"\n      MESOS_OFFER_TIMEOUT: 5mins\n      MESOS_AGENT_PING_TIMEOUT: 15secs\n"
	const tasks = "- copy: {dest: /etc/mesos-slave/work_dir, content: \"{{ mesos_work_dir }}\"}\n"
	play := map[string]string{"site.yml": "- hosts: all\n  roles: [a]\n", "roles/a/tasks/main.yml": tasks}
	return []large{
		{axis{name: "ACLs", file: "acls.json", head: `{"permissive":false,"run_tasks":[`,
			item: `{"principals":{"values":["p%[1]d"]},"users":{"values":["u%[1]d"]}}`, between: ",", tail: "]}", n: 833}, 6},
		{axis{name: "services of compose", file: "docker-compose.yml", head: "services:\n", n: 106,
			item: "  m%[1]d:\n    image: mesosphere/mesos-master:1.3.0\n" + clean}, 199},
		{axis{name: "services of one build", file: "docker-compose.yml", head: "services:\n", n: 106, item: "  m%[1]d:\n    build: .\n" + clean,
			beside: map[string]string{"Dockerfile": "FROM mesosphere/mesos-master:1.3.0\nENV MESOS_ROLES=a\n"}}, 269},
		{axis{name: "other services of compose", file: "docker-compose.yml", head: "services:\n", n: 666,
			item: "  s%[1]d:\n    image: nginx\n    environment:\n      A: b\n"}, 98},
		{axis{name: "variables of Ansible", file: "group_vars/all.yml", head: "mesos_work_dir: /var/lib/mesos\n", n: 1666, item: "var_%[1]d: value-%[1]d\n", beside: play}, 31},
		{axis{name: "lists of Ansible", file: "group_vars/all.yml", head: "mesos_work_dir: /var/lib/mesos\n", n: 500,
			item: "l%[1]d: [a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a]\n", beside: play}, 32},
		{axis{name: "tasks of Ansible", file: "site.yml", head: "- hosts: m\n  tasks:\n", n: 333,
			item: "  - name: write %[1]d\n    copy:\n      dest: /etc/mesos-master/cluster\n      content: prod%[1]d\n"}, 71},
		{axis{name: "files of cloud-init", file: "user-data.yml", head: "#cloud-config\nwrite_files:\n- path: /etc/mesos-master/quorum\n  content: '1'\n", n: 833,
			item: "- path: /opt/x%[1]d\n  content: abc\n"}, 186},
		{axis{name: "files of Salt", file: "mesos.sls", head: "b:\n  file.managed:\n    - name: /etc/mesos-master/quorum\n    - contents: '1'\n", n: 500,
			item: "a%[1]d:\n  file.managed:\n    - name: /opt/x%[1]d\n    - contents: abc\n"}, 125},
		{axis{name: "resources of Terraform", file: "main.tf", n: 266,
			item: "resource \"aws_instance\" \"m%[1]d\" {\n  user_data = <<-E\n    #!/bin/sh\n    echo 1 > /etc/mesos-master/quorum\n  E\n}\n"}, 648},
		{axis{name: "locals of Terraform", file: "main.tf", head: "resource \"aws_instance\" \"m\" {\n  user_data = <<-E\n    #!/bin/sh\n    echo 1 > /etc/mesos-master/quorum\n  E\n}\n",
			item: "locals {\n  v%[1]d = \"value-%[1]d\"\n}\n", n: 1000}, 497},
		{axis{name: "files of Puppet", file: "manifests/site.pp", head: "file { '/etc/mesos-master/quorum': content => '1' }\n", n: 666,
			item: "file { '/opt/x/file%[1]d':\n  content => 'value',\n}\n"}, 121},
		{axis{name: "attributes of Chef", file: "cookbooks/a/attributes/default.rb", head: "default['mesos']['master']['flags']['quorum'] = '1'\n", n: 833,
			item: "default['other']['key%[1]d'] = 'value%[1]d'\n"}, 43},
		{axis{name: "variables of a unit", file: "etc/systemd/system/mesos-master.service", head: "[Service]\n", n: 1000,
			item: "Environment=OTHER_%[1]d=value-%[1]d\n", tail: startUnit}, 163},
		{axis{name: "variables of an environment file", file: "etc/default/mesos-master", head: "MESOS_QUORUM=1\n", n: 1333, item: "OTHER_%[1]d=value-%[1]d\n"}, 191},
		{axis{name: "variables of a script", file: "run.sh", head: "#!/bin/sh\n", n: 1000, item: "export OTHER_%[1]d=value-%[1]d\n",
			tail: "mesos-master --work_dir=/x --quorum=1 --zk=zk://a:2181/m\n"}, 110},
		{axis{name: "variables of an image", file: "Dockerfile", head: "FROM mesosphere/mesos-master:1.3.0\nENV MESOS_WORK_DIR=/x MESOS_QUORUM=1\n", n: 1000,
			item: "ENV OTHER_%[1]d=value-%[1]d\n"}, 132},
		{axis{name: "commands of an image", file: "Dockerfile", head: "FROM mesosphere/mesos-master:1.3.0\nENV MESOS_WORK_DIR=/x MESOS_QUORUM=1\n", n: 666,
			item: "RUN apt-get install -y package%[1]d\n"}, 444},
	}
}

// TestMemory holds for each of them how much memory each byte more of it takes while it is checked. What is taken, unlike what is
// in use at once, is the same in every run; the most that is in use is a part of it.
func TestMemory(t *testing.T) {
	exhaustive(t)
	axes()[0].check(t, 1) // what is decoded once
	for _, l := range larges() {
		l.args = []string{"check", "--to", "1.3"}
		t.Run(l.name, func(t *testing.T) {
			_, few := l.check(t, l.n)
			_, many := l.check(t, 4*l.n)
			each := (float64(many) - float64(few)) / float64(l.size(t, 4*l.n)-l.size(t, l.n))
			if each > l.most {
				t.Errorf("each byte takes %.0f bytes of memory, not %.0f", each, l.most)
			}
		})
	}
}

// size returns how many bytes the files of n have.
func (l large) size(t *testing.T, n int) int64 {
	dir := t.TempDir()
	l.write(t, dir, n)
	size := int64(0)
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return size
}
