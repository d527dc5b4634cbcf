package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// suppressedIn checks files and returns what is suppressed and what is reported, each as "file:line rule".
func suppressedIn(t *testing.T, files map[string]string, args ...string) (suppressed, reported []string) {
	t.Helper()
	dir := t.TempDir()
	writeTree(t, dir, files, strings.NewReplacer())
	out := run(t, dir, append([]string{"check", "--to", "1.3", "--format", "json"}, args...)...)
	body, _, _ := cutLast(out, "exit ")
	var report struct {
		Suppressed []struct {
			File, Rule string
			Line       int
			By         struct{ Line int }
		}
		Diagnostics []struct {
			File, Rule, Severity string
			Start                struct{ Line int }
		}
	}
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, s := range report.Suppressed {
		suppressed = append(suppressed, fmt.Sprintf("%s:%d %s by %d", s.File, s.Line, s.Rule, s.By.Line))
	}
	for _, d := range report.Diagnostics {
		if d.Severity != "info" || strings.HasPrefix(d.Rule, "suppression/") {
			reported = append(reported, fmt.Sprintf("%s:%d %s", d.File, d.Start.Line, d.Rule))
		}
	}
	return suppressed, reported
}

// In every format that has comments a suppression is one where a comment can stand, and none in a string, a here-document
// or a value.
func TestSuppressionsInEveryFormat(t *testing.T) {
	for _, c := range []struct {
		name, file, text     string
		suppressed, reported []string
	}{
		{
			"flags, alone on the line before", "master.flags",
			"--work_dir=/w\n--zk=zk://z:2181/m\n--quorum=1\n# mesoslint: ignore flag/unknown -- r\n# more\n\n--aa=1\n--bb=1\n",
			[]string{"7 flag/unknown by 4"}, []string{"8 flag/unknown"},
		}, {
			"flags, no comment behind a value", "master.flags",
			"--work_dir=/w\n--zk=zk://z:2181/m\n--quorum=1\n--aa=1 # mesoslint: ignore flag/unknown -- r\n",
			nil, []string{"4 flag/unknown"},
		}, {
			"the whole file", "master.flags",
			"--work_dir=/w\n--zk=zk://z:2181/m\n--quorum=1\n--aa=1\n# mesoslint: ignore-file flag/ -- r\n--bb=1\n",
			[]string{"4 flag/unknown by 5", "6 flag/unknown by 5"}, nil,
		}, {
			"a unit, with both markers, before a command of several lines", "mesos-master.service",
			"[Service]\n; mesoslint: ignore flag/unknown -- r\nExecStart=/usr/sbin/mesos-master --work_dir=/w --zk=zk://z:2181/m \\\n  --quorum=1 \\\n  --aa=1\n",
			[]string{"5 flag/unknown by 2"}, nil,
		}, {
			"a unit, within the lines of a command", "mesos-master.service",
			"[Service]\nExecStart=/usr/sbin/mesos-master --work_dir=/w --zk=zk://z:2181/m \\\n  --quorum=1 \\\n# mesoslint: ignore flag/unknown -- r\n  --aa=1\n",
			[]string{"5 flag/unknown by 4"}, nil,
		}, {
			"a unit has no comment behind a command", "mesos-master.service",
			"[Service]\nExecStart=/usr/sbin/mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1 # mesoslint: ignore flag/unknown -- r\n",
			nil, []string{"2 flag/unknown"},
		}, {
			"a script, behind a command and before one", "start.sh",
			"#!/bin/sh\nmesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1 # mesoslint: ignore flag/unknown -- r\n" +
				"# mesoslint: ignore flag/unknown -- r\nmesos-master --work_dir=/w --zk=zk://z:2181/m \\\n  --quorum=1 --bb=1\n",
			[]string{"2 flag/unknown by 2", "5 flag/unknown by 3"}, nil,
		}, {
			"a script, in a string and in a here-document", "start.sh",
			"#!/bin/sh\necho \"\n# mesoslint: ignore-file flag/unknown -- r\n\"\ncat >/tmp/x <<EOF\n# mesoslint: ignore-file flag/unknown -- r\nEOF\n" +
				"mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1\n",
			nil, []string{"8 flag/unknown"},
		}, {
			"a script, before a command with a here-document", "start.sh",
			"#!/bin/sh\n# mesoslint: ignore env/ -- r\ncat >/etc/default/mesos-master <<EOF\nMESOS_AA=1\nMESOS_QUORUM=1\nMESOS_WORK_DIR=/w\nEOF\n",
			[]string{"4 env/unknown by 2"}, nil,
		}, {
			"the file of the init wrapper", "etc/default/mesos-master",
			"MESOS_AA=1 # mesoslint: ignore env/unknown -- r\nMESOS_BB='1 # mesoslint: ignore env/unknown -- r'\n",
			[]string{"1 env/unknown by 1"}, []string{"2 env/unknown"},
		}, {
			"a file of variables for systemd", "etc/sysconfig/mesos-master",
			"; mesoslint: ignore env/unknown -- r\nMESOS_AA=1\nMESOS_BB=1 # mesoslint: ignore env/unknown -- r\nMESOS_CC=\"\n# mesoslint: ignore env/unknown -- r\"\nMESOS_DD=1\n",
			[]string{"2 env/unknown by 1"}, []string{"3 env/unknown", "4 env/unknown", "6 env/unknown"},
		}, {
			"a compose file", "docker-compose.yml",
			"services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_WORK_DIR: /w\n      MESOS_ZK: zk://z:2181/m\n      MESOS_QUORUM: '1'\n" +
				"      MESOS_AA: 1 # mesoslint: ignore env/unknown -- r\n      # mesoslint: ignore env/unknown -- r\n      MESOS_BB: |\n        x\n      MESOS_CC: '# mesoslint: ignore env/unknown -- r'\n",
			[]string{"8 env/unknown by 8", "10 env/unknown by 9"}, []string{"12 env/unknown"},
		}, {
			"a compose file, before a block", "docker-compose.yml",
			"services:\n  m:\n    image: mesosphere/mesos-master:1.3.0\n    # mesoslint: ignore flag/unknown -- r\n    command: >\n      --work_dir=/w --zk=zk://z:2181/m\n      --quorum=1\n      --aa=1\n",
			[]string{"8 flag/unknown by 4"}, nil,
		}, {
			"a Dockerfile", "Dockerfile",
			"FROM mesosphere/mesos-master:1.3.0\nENV MESOS_WORK_DIR=/w MESOS_ZK=zk://z:2181/m MESOS_QUORUM=1\n# mesoslint: ignore env/unknown -- r\nENV MESOS_AA=1 \\\n  # more\n  MESOS_BB=1\nENV MESOS_CC=\"# mesoslint: ignore env/unknown -- r\"\n",
			[]string{"4 env/unknown by 3", "6 env/unknown by 3"}, []string{"7 env/unknown"},
		}, {
			"terraform", "main.tf",
			"resource \"aws_instance\" \"m\" {\n  // mesoslint: ignore flag/unknown -- r\n  user_data = <<EOF\n#!/bin/sh\n# mesoslint: ignore-file flag/ -- r\nmesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1\nEOF\n}\n" +
				"resource \"aws_instance\" \"n\" {\n  user_data = <<EOF\n#!/bin/sh\nmesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --bb=1\nEOF\n}\n",
			[]string{"6 flag/unknown by 2"}, []string{"12 flag/unknown"},
		}, {
			"puppet", "mesos.pp",
			"# mesoslint: ignore env/unknown -- r\nfile { '/etc/default/mesos-master': content => \"MESOS_AA=1\n# mesoslint: ignore-file env/ -- r\nMESOS_BB=1\n\" }\n",
			[]string{"2 env/unknown by 1", "4 env/unknown by 1"}, nil,
		}, {
			"chef", "recipe.rb",
			"file '/etc/default/mesos-master' do\n  # mesoslint: ignore env/unknown -- r\n  content <<-EOF\nMESOS_AA=1\n# mesoslint: ignore-file env/ -- r\n  EOF\nend\n" +
				"file '/etc/default/mesos-slave' do\n  content 'MESOS_BB=1 # mesoslint: ignore env/ -- r'\nend\n",
			[]string{"4 env/unknown by 2"}, []string{"9 env/unknown"},
		}, {
			"salt", "mesos.sls",
			"/etc/default/mesos-master:\n  file.managed:\n    # mesoslint: ignore env/unknown -- r\n    - contents: |\n        MESOS_AA=1\n        # mesoslint: ignore-file env/ -- r\n/etc/default/mesos-slave:\n  file.managed:\n    - contents: 'MESOS_BB=1'\n",
			[]string{"5 env/unknown by 3"}, []string{"9 env/unknown"},
		}, {
			"ansible", "play.yml",
			"- hosts: all\n  tasks:\n    - copy:\n        dest: /etc/default/mesos-master\n        # mesoslint: ignore env/unknown -- r\n        content: |\n          MESOS_AA=1\n          # mesoslint: ignore-file env/ -- r\n    - copy:\n        dest: /etc/default/mesos-slave\n        content: 'MESOS_BB=1'\n",
			[]string{"7 env/unknown by 5"}, []string{"11 env/unknown"},
		}, {
			"user data of a cloud", "user-data.yml",
			"#cloud-config\nwrite_files:\n  - path: /etc/default/mesos-master\n    # mesoslint: ignore env/unknown -- r\n    content: |\n      MESOS_AA=1\n      # mesoslint: ignore-file env/ -- r\n  - path: /etc/default/mesos-slave\n    content: MESOS_BB=1\n",
			[]string{"6 env/unknown by 4"}, []string{"9 env/unknown"},
		}, {
			"a Vagrantfile", "Vagrantfile",
			"Vagrant.configure('2') do |c|\n  # mesoslint: ignore flag/unknown -- r\n  c.vm.provision :shell, inline: <<-EOF\n    mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1\n    # mesoslint: ignore-file flag/ -- r\n  EOF\n  c.vm.provision :shell, inline: 'mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --bb=1'\nend\n",
			[]string{"4 flag/unknown by 2"}, []string{"7 flag/unknown"},
		}, {
			"upstart", "mesos-master.conf",
			"start on runlevel [2345]\n# mesoslint: ignore flag/unknown -- r\nexec mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1\n",
			[]string{"3 flag/unknown by 2"}, nil,
		}, {
			"a script of upstart", "mesos-master.conf",
			"start on runlevel [2345]\nscript\n  cat >/tmp/x <<EOF\n# mesoslint: ignore-file flag/ -- r\nEOF\n  mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1 # mesoslint: ignore flag/unknown -- r\nend script\n",
			[]string{"6 flag/unknown by 6"}, nil,
		}, {
			"supervisor", "supervisord.conf",
			"[program:m]\n; mesoslint: ignore flag/unknown -- r\ncommand=mesos-master --work_dir=/w --zk=zk://z:2181/m --quorum=1 --aa=1\n",
			[]string{"3 flag/unknown by 2"}, nil,
		}, {
			"JSON has no comments", "acls.json",
			"{\"set_quotas\": [{\"principals\": {\"values\": [\"# mesoslint: ignore-file acl/ -- r\"]}, \"roles\": {\"type\": \"ANY\"}}]}\n",
			nil, []string{"1 acl/removed-action"},
		}, {
			"the value of a flag", "etc/mesos-master/quorum",
			"# mesoslint: ignore-file flag/ -- r\n", nil, []string{"1 flag/value"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name := func(lines []string) []string {
				var out []string
				for _, line := range lines {
					out = append(out, c.file+":"+line)
				}
				return out
			}
			suppressed, reported := suppressedIn(t, map[string]string{c.file: c.text}, "--ignore", "flag/required,flag/syntax,fleet/")
			if !slices.Equal(suppressed, name(c.suppressed)) {
				t.Errorf("suppressed:\n got %q\nwant %q", suppressed, name(c.suppressed))
			}
			if !slices.Equal(reported, name(c.reported)) {
				t.Errorf("reported:\n got %q\nwant %q", reported, name(c.reported))
			}
		})
	}
}
