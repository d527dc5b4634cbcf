package main

// An axis is one way in which configuration grows: n of something. The cost of checking it must grow with n and not with
// its square.
type axis struct {
	name string
	file string // where the text stands
	// head and tail are around n times item, in which %[1]d is the number of the item and %[2]d that of the one before; between stands between two.
	head, item, between, tail string
	// beside are files that do not grow.
	beside map[string]string
	// each puts every item into a file of its own, whose name is file with the number for %d.
	each bool
	// with grows beside it.
	with *axis
	// n is how many TestGrowth begins with; 0 stands for usual.
	n int
	// args are those of the program but for the directory; nil for a check.
	args []string
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
		{name: "flag files", n: 100, file: "etc/mesos-master/foo%d", item: "1", each: true, beside: workDir},
		{name: "files of modules_dir", n: 100, file: "m/%d.json", item: `{"libraries":[{"file":"/l%[1]d.so","modules":[{"name":"org_x_M%[1]d"}]}]}`, each: true,
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
		{name: "names of isolators", n: 50, file: "etc/mesos-slave/isolation", item: "cgroups/cpx%[1]d", between: ",", beside: workDir},
		{name: "paths of a firewall", n: 50, file: "etc/mesos-master/firewall_rules", head: `{"disabled_endpoints":{"paths":[`, item: `"/files/brows%[1]d"`, between: ",", tail: "]}}", beside: workDir},
		{name: "services of compose", file: "docker-compose.yml", head: "services:\n", item: "  m%[1]d:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_FOO: 1\n"},
		{name: "machines", n: 40, file: "h%d/etc/mesos-master/roles", item: "a", each: true},
		{name: "statements of a script", file: "setup.sh", head: "#!/bin/sh\n", item: "echo %[1]d > /etc/mesos-master/cluster\n"},
		{name: "resources of Terraform", file: "main.tf", item: "resource \"aws_instance\" \"m%[1]d\" {\n  user_data = <<-E\n    #!/bin/sh\n    echo 1 > /etc/mesos-master/quorum\n  E\n}\n"},
		{name: "tasks of Ansible", file: "site.yml", head: "- hosts: m\n  tasks:\n", item: "  - copy: dest=/etc/mesos-master/cluster content=%[1]d\n"},
		{name: "lines that a script appends", file: "setup.sh", head: "#!/bin/sh\n", item: "echo MESOS_FOO%[1]d=1 >> /etc/default/mesos-master\n"},
		{name: "lines that a script appends perhaps", file: "setup.sh", head: "#!/bin/sh\n",
			item: "if [ -f /x ]; then\n  echo MESOS_FOO%[1]d=1 >> /etc/default/mesos-master\nfi\n"},
		{name: "files that a script joins", file: "setup.sh", head: "#!/bin/sh\n", item: "echo MESOS_FOO%[1]d=1 > /tmp/a\ncat /tmp/a >> /etc/default/mesos-master\n"},
		{name: "lines that an image appends", file: "Dockerfile", head: "FROM mesosphere/mesos-master:1.3.0\n", item: "RUN echo MESOS_FOO%[1]d=1 >> /etc/default/mesos-master\n"},
		{name: "commands of an image", file: "Dockerfile", head: "FROM mesosphere/mesos-master:1.3.0\n", item: "ADD http://x/%[1]d /etc/mesos-master/a%[1]d\nRUN echo 1 > /etc/mesos-master/b%[1]d\n"},
		{name: "lines that Ansible adds", file: "site.yml", head: "- hosts: m\n  tasks:\n", item: "  - lineinfile: path=/etc/default/mesos-master line=MESOS_FOO%[1]d=1\n"},
		{name: "lines that Salt appends", file: "mesos.sls", item: "a%[1]d:\n  file.append:\n    - name: /etc/default/mesos-master\n    - text: MESOS_FOO%[1]d=1\n"},
		{name: "lines that cloud-init appends", file: "user-data.yml", head: "#cloud-config\nwrite_files:\n",
			item: "- path: /etc/default/mesos-master\n  append: true\n  content: \"MESOS_FOO%[1]d=1\\n\"\n"},
		{name: "attributes of Chef", file: "cookbooks/a/attributes/default.rb", item: "default['mesos']['master']['flags']['foo%[1]d'] = '1'\n"},
		{name: "variables of upstart", file: "etc/init/mesos-master.conf", item: "env MESOS_FOO%[1]d=1\nexport MESOS_FOO%[1]d\n", tail: "exec /usr/sbin/mesos-master --work_dir=/x\n"},
		{name: "variables of supervisor", file: "supervisord.conf", head: "[program:mesos]\ncommand=/usr/sbin/mesos-master --work_dir=/x\nenvironment=A=\"1\"", item: ",MESOS_FOO%[1]d=\"1\"", tail: "\n"},
		{name: "exported names", file: "run.sh", head: "#!/bin/sh\n", item: "MESOS_FOO%[1]d=1\nexport MESOS_FOO%[1]d\n", tail: "mesos-master --work_dir=/x\n"},
		{name: "variables that a unit takes away", file: "mesos-master.service", head: "[Service]\n" + startUnit, item: "Environment=FOO%[1]d=1\nUnsetEnvironment=FOO%[1]d\n"},
		{name: "environment files of a unit", file: "etc/systemd/system/mesos-master.service", head: "[Service]\n" + startUnit, item: "EnvironmentFile=-/etc/foo%[1]d\n"},
		{name: "drop-ins", n: 50, file: "etc/systemd/system/mesos-master.service.d/%d.conf", item: "[Service]\nEnvironment=MESOS_FOO%[1]d=1\n", each: true,
			beside: map[string]string{"etc/systemd/system/mesos-master.service": "[Service]\n" + startUnit}},
		{name: "services of one anchor", file: "docker-compose.yml", head: "x-a: &a\n  MESOS_FOO: 1\nservices:\n", item: "  m%[1]d:\n    image: mesosphere/mesos-master:1.3.0\n    environment: *a\n"},
		{name: "services that extend one another", file: "docker-compose.yml", head: "services:\n  m9:\n    image: mesosphere/mesos-master:1.3.0\n",
			item: "  m%[1]d:\n    extends: m%[2]d\n"},
		{name: "volumes of a service", file: "docker-compose.yml", head: "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    volumes:\n", item: "    - ./a%[1]d:/etc/mesos-master/a%[1]d\n"},
		{name: "references of compose", file: "docker-compose.yml", head: "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n", item: "      MESOS_FOO%[1]d: \"${A%[1]d}\"\n",
			with: &axis{file: ".env", item: "A%[1]d=1\n"}},
		{name: "environment files of compose", n: 50, file: "docker-compose.yml", head: "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    env_file:\n", item: "    - a%[1]d.env\n",
			with: &axis{file: "a%d.env", item: "MESOS_FOO%[1]d=1\n", each: true}},
		{name: "compose files of a directory", n: 50, file: "docker-compose.%d.yml", item: "services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n", each: true},
		{name: "configurations of a directory of Terraform", n: 50, file: "a%d.tf", each: true,
			item: "locals {\n  v%[1]d = \"1\"\n}\nresource \"aws_instance\" \"m%[1]d\" {\n  user_data = \"#!/bin/sh\\necho ${local.v%[1]d} > /etc/mesos-master/quorum\"\n}\n"},
		{name: "files of tasks", n: 50, file: "site.yml", head: "- hosts: m\n  tasks:\n", item: "  - include_tasks: t%[1]d.yml\n",
			with: &axis{file: "t%d.yml", item: "- copy: dest=/etc/mesos-master/cluster content=%[1]d\n", each: true}},
		{name: "credentials of one principal", file: "c.json", head: `{"credentials":[`, item: `{"principal":"p","secret":"example%[1]d"}`, between: ",", tail: "]}",
			beside: with("etc/mesos-master/credentials", "/c.json")},
		{name: "registries", file: "etc/mesos-slave/docker_config", head: `{"auths":{`, item: `"h%[1]d":{"auth":"eHg6eXk="}`, between: ",", tail: "}}", beside: workDir},
		{name: "attributes", n: 2000, file: "etc/mesos-slave/attributes", item: "a%[1]d:b", between: ";", beside: workDir},
		{name: "resources in JSON", file: "etc/mesos-slave/resources", head: "[", item: `{"name":"cpus","role":"r%[1]d","type":"SCALAR","scalar":{"value":1}}`, between: ",", tail: "]", beside: workDir},
		{name: "rate limits", file: "etc/mesos-master/rate_limits", head: `{"limits":[`, item: `{"principal":"p%[1]d","qps":1}`, between: ",", tail: "]}", beside: workDir},
		{name: "hosts of ZooKeeper", file: "etc/mesos/zk", head: "zk://a:2181", item: ",h%[1]d:2181", tail: "/mesos\n"},
		{name: "suppressions", file: "etc/default/mesos-master", item: "# mesoslint: ignore env/unknown -- known\nMESOS_FOO%[1]d=1\n"},
		{name: "machines of a plan", n: 40, file: "h%d/etc/mesos-master/roles", item: "a", each: true, args: []string{"plan", "--from", "1.2", "--to", "1.4"}},
		{name: "findings as text", file: "acls.json", head: `{"permissive":false`, item: ",\n\"register_framewrk%[1]d\":[]", tail: "}", args: []string{"check", "--to", "1.3"}},
		{name: "findings as SARIF", file: "acls.json", head: `{"permissive":false`, item: ",\n\"register_framewrk%[1]d\":[]", tail: "}", args: []string{"check", "--to", "1.3", "--format", "sarif"}},
		{name: "findings as JUnit", file: "acls.json", head: `{"permissive":false`, item: ",\n\"register_framewrk%[1]d\":[]", tail: "}", args: []string{"check", "--to", "1.3", "--format", "junit"}},
		{name: "fixes as a diff", file: "acls.json", head: "{\"permissive\":false,\"run_tasks\":[\n",
			item: `{"principals":{"type":"any"},"users":{"values":["u%[1]d"]}}`, between: ",\n", tail: "]}", args: []string{"check", "--to", "1.3", "--diff", "--unsafe-fixes"}},
		{name: "a list of settings", file: "mesos-master.service", head: "[Service]\n", item: "Environment=MESOS_FOO%[1]d=1\n", tail: startUnit, args: []string{"check", "--to", "1.3", "--list", "-v"}},
	}
}
