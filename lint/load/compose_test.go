package load

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComposeAndScripts(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		paths []string
		want  string
	}{{
		name: "environment as mapping and as list, merged and passed on",
		files: map[string]string{"docker-compose.yml": `
x-common: &common
  MESOS_LOG_DIR: /l
  MESOS_PORT: 1
services:
  zk: {image: zookeeper}
  master:
    image: mesosphere/mesos-master:1.0
    environment:
      <<: *common
      MESOS_PORT: 5050 # ours
      MESOS_HOSTNAME_LOOKUP: "false"
      MESOS_IP: ${IP}
      MESOS_ZK: 'zk://it''s/$$m'
      MESOS_CLUSTER:
  slave:
    image: x/y
    command: mesos-slave
    environment:
    - MESOS_MASTER=zk://h/m
    - "MESOS_ATTRIBUTES=a:\u0062;c:d"
    - MESOS_HOSTNAME
`},
		want: `node master docker-compose.yml (service master) incomplete
  env MESOS_LOG_DIR="/l"
  env MESOS_PORT="5050"
  env MESOS_HOSTNAME_LOOKUP="false"
  env MESOS_IP="${IP}" dynamic
  env MESOS_ZK="zk://it's/$m"
  env MESOS_CLUSTER="" dynamic
node agent docker-compose.yml (service slave) incomplete
  env MESOS_MASTER="zk://h/m"
  env MESOS_ATTRIBUTES="a:b;c:d"
  env MESOS_HOSTNAME="" dynamic
`,
	}, {
		name: "commands as text, list, folded text and shell",
		files: map[string]string{"c.yaml": `
services:
  a:
    build: .
    command: 'mesos-master --zk=zk://h/m --cluster="a b" --quorum=1 $$x'
  b:
    build: .
    entrypoint: [mesos-agent, --work_dir=/w]
    command: ["--resources=cpus(*):1; mem(*):2", "--port=${PORT:-1}"]
  c:
    build: .
    command: >
      mesos-slave --master=h:5050
      --hostname=h
  d:
    build: .
    command: bash -c "sleep 1 && exec mesos-master --ip=$$(hostname -i) --port=5050"
  e:
    image: mesosphere/mesos-slave
    command: --port=1 --ip=2
`},
		want: `node master c.yaml (service a) incomplete
  cli zk="zk://h/m"
  cli cluster="a b"
  cli quorum="1"
  argument "$x" after end false
node agent c.yaml (service b) incomplete
  cli work_dir="/w"
  cli resources="cpus(*):1; mem(*):2"
  cli port="1"
node agent c.yaml (service c) incomplete
  cli master="h:5050"
  cli hostname="h"
node master c.yaml (service d) incomplete
  cli ip="$(hostname -i)" dynamic
  cli port="5050"
node agent c.yaml (service e) incomplete
  cli port="1"
  cli ip="2"
document resources agent c.yaml inline of resources
`,
	}, {
		name: "the first version of the format, and YAML that is none",
		files: map[string]string{
			"v1.yml":      "slave:\n  image: a/mesos-slave:0.28\n  environment:\n    MESOS_PORT: 1\n",
			"ansible.yml": "- hosts: mesos\n  tasks:\n  - docker: {image: mesos-master, env: {MESOS_PORT: 1}}\n",
			"broken.yml":  "a: [\n",
			"other.yml":   "services:\n  mesos:\n    image: nginx\n",
		},
		want: "node master ansible.yml incomplete\n  env MESOS_PORT=\"1\"\nnode agent v1.yml (service slave) incomplete\n  env MESOS_PORT=\"1\"\n",
	}, {
		name:  "named YAML that is none",
		files: map[string]string{"broken.yml": "a: [\n", "other.yml": "services:\n  mesos:\n    image: nginx\n"},
		paths: []string{"broken.yml", "other.yml"},
		want: "unchecked broken.yml:1:4: is not YAML: the bracket that opens here is not closed; make sure that it can be read\n" +
			"unchecked other.yml: is not a compose file with a service that runs a Mesos master or agent; name one that is\n",
	}, {
		name: "scripts",
		files: map[string]string{
			"start.sh": "#!/bin/bash\nset -e\nexport MESOS_PORT=1\nIP=1.2.3.4\nnohup mesos-master --ip=$IP \\\n  --zk=\"zk://$HOST/m\" --quorum=1 $OPTS >log 2>&1 &\n" +
				"if x; then sudo -u mesos mesos-slave --master=a:5050 --work_dir='/w w'; fi\npkill mesos-slave\nmesos-master --help\n",
			"run.sh":   "docker run -d \\\n  -e MESOS_WORK_DIR=/w \\\n  --name=x mesoscloud/mesos-slave:0.28 --port=\"1\"\n",
			"other.sh": "apt-get install mesos-master\nsystemctl start mesos-slave\n",
		},
		want: `node agent run.sh incomplete
  cli port="1"
  env MESOS_WORK_DIR="/w"
node master start.sh incomplete
  cli ip="1.2.3.4"
  cli zk="zk://$HOST/m" dynamic
  cli quorum="1"
  env MESOS_PORT="1"
node agent start.sh incomplete
  cli master="a:5050"
  cli work_dir="/w w"
  env MESOS_PORT="1" optional
`,
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t, c.files)
			if c.paths == nil {
				c.paths = []string{"."}
			}
			loaded := load(t, dir, Options{}, c.paths...)
			if diff := cmp.Diff(c.want, dump(loaded)); diff != "" {
				t.Errorf("loaded (-want +got):\n%s", diff)
			}
			checkSpans(t, loaded)
		})
	}
}

// A compose file names files whatever they are called: of those without a suffix nobody says what they are.
func TestComposeFilesOfAnyName(t *testing.T) {
	service := func(name, with string) string {
		return "services:\n  " + name + ":\n    image: mesosphere/mesos-master:1.3.0\n" + with
	}
	dir := tree(t, map[string]string{
		"docker-compose.yml": "include: [base, more.yml]\n" + service("a", "    env_file: common\n"),
		"base":               service("b", ""), "more.yml": service("c", ""), "common": "MESOS_QUORUM=1\n",
	})
	c := load(t, dir, Options{}, ".")
	var names []string
	for _, n := range c.Nodes {
		names = append(names, n.Name)
	}
	want := []string{"docker-compose.yml (service a)", "docker-compose.yml (service b)", "docker-compose.yml (service c)"}
	slices.Sort(names)
	if !slices.Equal(names, want) || len(c.Unchecked) > 0 {
		t.Errorf("%q, not checked %v; want %q", names, c.Unchecked, want)
	}
}
