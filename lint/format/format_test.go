package format

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

// What the README says is read is what the table has.
func TestReadmeNamesEveryForm(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`\s+`).ReplaceAllString(string(data), " ")
	for _, f := range Table() {
		title := f.Title
		if rest, isEnvironment := strings.CutPrefix(title, "environment files "); isEnvironment {
			title = rest // which it lists together
		}
		if f.Title == "" || !strings.Contains(text, title) {
			t.Errorf("the README does not say that %q are read", f.Title)
		}
	}
}

func pathOf(abs string) Path {
	return NewPath(abs, func() bool { return true }, func() config.Component { return WordOf(abs) })
}

// claimed returns the form that claims a path.
func claimed(abs string) string {
	for _, f := range Table() {
		if f.Claims == nil {
			continue
		}
		if _, ours := f.Claims(pathOf(abs)); ours {
			return f.Title
		}
	}
	return ""
}

func TestPathsAreClaimed(t *testing.T) {
	for abs, want := range map[string]string{
		"/r/etc/mesos-slave/work_dir":                "flag directories of the init wrapper",
		"/r/etc/default/mesos-slave":                 "environment files of the init wrapper",
		"/r/etc_default_mesos-master.j2":             "environment files of the init wrapper",
		"/r/etc/mesos/mesos-agent-env.sh":            "environment files of a source build",
		"/r/etc/sysconfig/mesos":                     "environment files of systemd",
		"/r/opt/mesosphere/etc/mesos-slave-common":   "environment files of systemd",
		"/r/etc/mesos-slave-modules":                 "",
		"/r/etc/systemd/system/x.service":            "units of systemd",
		"/r/x.service.d/a.conf":                      "units of systemd",
		"/r/x.timer.d/a.conf":                        "",
		"/r/multi-user.target.wants/mesos@1.service": "",
		"/r/docker-compose.yml":                      "compose files",
		"/r/Dockerfile.agent":                        "Dockerfiles",
		"/r/agent.dockerfile":                        "Dockerfiles",
		"/r/Dockerfiles/notes":                       "",
		"/r/install.sh":                              "shell scripts",
		"/r/etc/mesos/zk":                            "files with the URL of ZooKeeper",
		"/r/master.flags":                            "files of flags, one a line",
		"/r/acls.json":                               "",
	} {
		if got := claimed(abs); got != want {
			t.Errorf("%s is claimed by %q, want %q", abs, got, want)
		}
	}
}

// shown returns the first form that a content shows.
func shown(name, data string) string {
	for _, f := range Table() {
		if f.Shows != nil && f.Shows(name, []byte(data)) {
			return f.Title
		}
	}
	return ""
}

func TestContentsShowTheirForm(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"run", "#!/bin/sh\nexec mesos-slave\n", "shell scripts"},
		{"run", "#!/usr/bin/env python\n", ""},
		{"files/mesos-slave", "MASTER=`cat /etc/mesos/zk`\n", "environment files of the init wrapper"},
		{"files/other", "MASTER=yarn\n", ""},
		{"vars", "MESOS_QUORUM=1\n# more\n", "environment files of systemd"},
		{"vars.j2", "{% if x %}\nMESOS_QUORUM={{ q }}\n{% endif %}\n", "environment files of systemd"},
		{"vars", "export MESOS_QUORUM=1\n", "environment files of a source build"},
		{"vars", "MESOS_QUORUM=1\nrm -rf x\n", ""},
		{"zk.j2", "zk://{{ hosts }}/mesos\n", "files with the URL of ZooKeeper"},
		{"zk", "zk://a/m\nzk://b/m\n", ""},
		{"user-data", "#cloud-config\nwrite_files: []\n", "user data of clouds"},
		{"stack.json", `{"Resources": {"M": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": "mesos"}}}}`, "templates of CloudFormation"},
		{"stack.md", "Resources AWS:: UserData mesos", ""},
		{"etc/init/mesos.conf", "start on runlevel [2]\nexec mesos-master\n", "jobs of upstart"},
		{"mesos.conf", "[program:mesos]\ncommand=mesos-slave\n", "programs of supervisor"},
	} {
		if got := shown(c.name, c.data); got != c.want {
			t.Errorf("%s with %q is %q, want %q", c.name, c.data, got, c.want)
		}
	}
}

// Every word of --as names one form, the one whose dialect is meant where the path is silent.
func TestWordsNameForms(t *testing.T) {
	table := Table()
	for _, k := range Kinds() {
		if f, _ := OfKind(table, k); f == nil {
			t.Errorf("%s names no form", k)
		}
	}
	f, c := OfKind(table, config.AgentEnv)
	if f.Role != UnitEnvironment || c != config.Agent {
		t.Errorf("agent-env is role %d of %v", f.Role, c)
	}
	if f, _ := OfKind(table, config.ACLs); f != nil {
		t.Error("a document is a form")
	}
}
