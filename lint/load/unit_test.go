package load

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestUnits(t *testing.T) {
	const acls = `{"permissive": false}`
	cases := []struct {
		name  string
		files map[string]string
		paths []string
		want  string
	}{{
		name: "a command line of its own",
		files: map[string]string{
			"etc/systemd/system/mesos-master.service": "[Unit]\nExecStart=/not/here --x=1\n[Service]\nExecStart=/usr/sbin/mesos-master --quorum=2 \\\n  # a comment between\n  --cluster='a b' \"--hostname=x\\x41\" \\\n  --zk=zk://h/m$$ --weights=100%% --roles=a\\x2cb foo\n",
		},
		want: `node master etc/systemd/system/mesos-master.service complete
  cli quorum="2"
  cli cluster="a b"
  cli hostname="xA"
  cli zk="zk://h/m$"
  cli weights="100%"
  cli roles="a,b"
  argument "foo" after end false
  finding systemd/ignored-line "" at etc/systemd/system/mesos-master.service:2:1
`,
	}, {
		name: "what is only known at run time",
		files: map[string]string{
			"mesos-agent@.service": "[Service]\nEnvironment=A=1\nExecStart=-/usr/sbin/mesos-agent --port=%i --ip=${IP} --hostname=$HOST --work_dir=/w/${A} $OPTS\n",
		},
		want: `node agent mesos-agent@.service incomplete
  cli port="%i" dynamic
  cli ip="${IP}" dynamic
  cli hostname="$HOST"
  cli work_dir="/w/1"
  env A="1"
  finding systemd/expansion "$HOST" at mesos-agent@.service:3:66
`,
	}, {
		name: "environment and its files",
		files: map[string]string{
			"etc/systemd/system/mesos-agent.service": "[Service]\nEnvironment=\"MESOS_ATTRIBUTES=a:b c\" MESOS_IP=1.1.1.1 'MESOS_PORT=1'\nEnvironment=MESOS_WORK_DIR=/old stray\nEnvironmentFile=/etc/mesos/one.env\nEnvironmentFile=-/etc/mesos/conf.d/*.env\nExecStart=/usr/sbin/mesos-agent $OPTS --isolation=${ISO}\n",
			"etc/mesos/one.env":                      "MESOS_WORK_DIR=/new\nMESOS_PORT=2\nISO=cgroups/cpu\nOPTS=\"--hostname=h --containerizers='mesos,docker'\"\n",
			"etc/mesos/conf.d/2.env":                 "MESOS_PORT=4\n",
			"etc/mesos/conf.d/1.env":                 "MESOS_PORT=3\n",
		},
		want: `node agent etc/systemd/system/mesos-agent.service complete
  cli hostname="h"
  cli containerizers="mesos,docker"
  cli isolation="cgroups/cpu"
  env MESOS_ATTRIBUTES="a:b c"
  env MESOS_IP="1.1.1.1"
  env MESOS_PORT="1" overridden at etc/mesos/one.env:2:1
  env MESOS_WORK_DIR="/old" overridden at etc/mesos/one.env:1:1
  env MESOS_WORK_DIR="/new"
  env MESOS_PORT="2" overridden at etc/mesos/conf.d/1.env:1:1
  env ISO="cgroups/cpu"
  env OPTS="--hostname=h --containerizers='mesos,docker'"
  env MESOS_PORT="3" overridden at etc/mesos/conf.d/2.env:1:1
  env MESOS_PORT="4"
  finding systemd/invalid-name "stray" at etc/systemd/system/mesos-agent.service:3:33
`,
	}, {
		name: "a file that is not there",
		files: map[string]string{
			"etc/systemd/system/mesos-agent.service": "[Service]\nEnvironmentFile=/etc/sysconfig/mesos-agent\nExecStart=/usr/sbin/mesos-agent\n",
		},
		want: "node agent etc/systemd/system/mesos-agent.service incomplete\n",
	}, {
		name: "drop-ins reset and add",
		files: map[string]string{
			"usr/lib/systemd/system/mesos-master.service":       "[Service]\nEnvironment=MESOS_QUORUM=1\nExecStart=/usr/bin/mesos-init-wrapper master\n",
			"etc/systemd/system/mesos-master.service.d/20.conf": "[Service]\nExecStart=\nExecStart=/usr/sbin/mesos-master --port=1 --acls={\\\"permissive\\\":false}\n",
			"etc/systemd/system/mesos-master.service.d/10.conf": "[Service]\nEnvironment=MESOS_ZK=zk://a/m MESOS_QUORUM=2\n",
			"etc/systemd/system/mesos-master.service.d/README":  "no drop-in",
			"etc/systemd/system/other.service":                  "[Service]\nExecStart=/bin/true\n",
		},
		want: `node master usr/lib/systemd/system/mesos-master.service complete
  cli port="1"
  cli acls="{\"permissive\":false}"
  env MESOS_QUORUM="1" overridden at etc/systemd/system/mesos-master.service.d/10.conf:2:31
  env MESOS_ZK="zk://a/m"
  env MESOS_QUORUM="2"
document acls master etc/systemd/system/mesos-master.service.d/20.conf inline of acls
`,
	}, {
		name: "the wrapper and its files",
		files: map[string]string{
			"lib/systemd/system/mesos-slave.service": "[Service]\nEnvironment=MESOS_HOSTNAME=unit LOGS=/unit\nExecStart=/usr/bin/mesos-init-wrapper slave\n",
			"etc/default/mesos-slave":                "MASTER=`cat /etc/mesos/zk`\nMESOS_HOSTNAME=default\n",
			"etc/default/mesos":                      "",
			"etc/mesos/zk":                           "zk://h/m\n",
			"etc/mesos-slave/work_dir":               "/w\n",
		},
		want: `node agent lib/systemd/system/mesos-slave.service complete
  var master="zk://h/m"
  var log_dir="/unit"
  dir work_dir="/w"
  env MESOS_HOSTNAME="unit" overridden at etc/default/mesos-slave:2:1
  env LOGS="/unit"
  env MASTER="zk://h/m"
  env MESOS_HOSTNAME="default"
`,
	}, {
		name: "the wrapper of a unit named by itself",
		files: map[string]string{
			"etc/systemd/system/mesos-master.service": "[Service]\nExecStart=/usr/bin/mesos-init-wrapper master\n",
			"etc/mesos-master/acls":                   "/etc/acls.json\n",
			"etc/acls.json":                           acls,
		},
		paths: []string{"etc/systemd/system/mesos-master.service"},
		want: `node master etc/systemd/system/mesos-master.service incomplete
  dir acls="/etc/acls.json" refers to /etc/acls.json (etc/acls.json)
document acls master etc/acls.json of acls
`,
	}, {
		name: "a drop-in of the package's unit",
		files: map[string]string{
			"etc/systemd/system/mesos-master.service.d/env.conf": "[Service]\nEnvironment=MESOS_QUORUM=2\n",
			"etc/mesos-master/port":                              "5050",
		},
		want: `node master etc/systemd/system/mesos-master.service.d/env.conf incomplete
  dir port="5050"
  env MESOS_QUORUM="2"
`,
	}, {
		name: "shell command lines",
		files: map[string]string{
			"mesos-agent.service": "[Service]\nEnvironment=W=/w\nExecStart=/bin/sh -c 'exec /usr/sbin/mesos-agent --work_dir=$${W} --ip=$$(hostname -i) --hostname=\"a b\" \"--isolation=x y\" --attributes=${W}'\n",
		},
		want: `node agent mesos-agent.service complete
  cli work_dir="/w"
  cli ip="$(hostname -i)" dynamic
  cli hostname="a b"
  cli isolation="x y"
  cli attributes="/w"
  env W="/w"
`,
	}, {
		name: "a container",
		files: map[string]string{
			"mesos-slave.service": "[Service]\nEnvironment=MESOS_IP=1\nExecStart=/usr/bin/docker run --rm --name=x -p 1:1 -e MESOS_WORK_DIR=/w --env MESOS_IP -it mesosphere/mesos-slave:1.0 --port=5\nExecStop=/usr/bin/docker stop mesos-slave\n",
		},
		want: `node agent mesos-slave.service incomplete
  cli port="5"
  env MESOS_WORK_DIR="/w"
  env MESOS_IP="1"
`,
	}, {
		name: "mesos-daemon.sh and its environment",
		files: map[string]string{
			"etc/systemd/system/m.service":  "[Service]\nExecStart=/usr/sbin/mesos-daemon.sh mesos-master --port=1 \"--cluster=a b\"\n",
			"etc/mesos/mesos-master-env.sh": "export MESOS_quorum=1\nMESOS_zk=x\n",
		},
		want: `node master etc/systemd/system/m.service complete
  cli port="1"
  cli cluster="a"
  env MESOS_quorum="1"
  argument "b" after end false
  finding shell/not-exported "MESOS_zk" at etc/mesos/mesos-master-env.sh:2:1
`,
	}, {
		name: "launchers",
		files: map[string]string{
			"a.service": "[Service]\nExecStart=/usr/bin/env MESOS_PORT=1 nice -n 5 /usr/sbin/mesos-master --quorum=1\n",
			"b.service": "[Service]\nExecStart=/opt/bin/start_mesos.sh /opt/mesos/bin/mesos-agent\n",
		},
		want: `node master a.service complete
  cli quorum="1"
  env MESOS_PORT="1"
node agent b.service incomplete
`,
	}, {
		name:  "a line whose quotes do not match",
		files: map[string]string{"a.service": "[Service]\nEnvironment=\"MESOS_PORT=1\nEnvironment=MESOS_IP=1\nExecStart=/usr/sbin/mesos-master\n"},
		want: `node master a.service complete
  env MESOS_IP="1"
  finding systemd/unbalanced-quotes "Environment" at a.service:2:1
`,
	}, {
		name:  "a unit of something else",
		files: map[string]string{"a.service": "[Service]\nExecStart=/bin/true\n"},
		paths: []string{"a.service"},
		want:  "unchecked a.service: is a unit that does not start a Mesos master or agent; name one that does\n",
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

// checkSpans fails where a setting's spans do not point at what is written.
func checkSpans(t *testing.T, c *config.Config) {
	t.Helper()
	for _, n := range c.Nodes {
		for _, s := range n.Settings {
			if s.Way == config.CommandLine || s.Way == config.Environment {
				if got := s.NameSpan.Text(); !strings.Contains(got, s.Name) && !strings.ContainsAny(got, "\"'\\$%\n") {
					t.Errorf("the span of %s holds %q", s.Name, got)
				}
			}
			if s.HasValue {
				checkText(t, s.Name, s.Value)
			}
		}
	}
}

// checkText fails where the spans of a decoded text do not lie where its bytes are written.
func checkText(t *testing.T, what string, text source.Text) {
	t.Helper()
	raw, last := text.Raw(), text.Raw().Start
	if raw.Start > raw.End || raw.End > len(raw.Source.Data) {
		t.Fatalf("%s: raw span [%d, %d) of %d bytes", what, raw.Start, raw.End, len(raw.Source.Data))
	}
	for i := range text.Len() {
		p := text.Span(i, i+1)
		if p.Start < last || p.End < p.Start || p.End > raw.End {
			t.Fatalf("%s: byte %d of %q has span [%d, %d) in [%d, %d)", what, i, text, p.Start, p.End, raw.Start, raw.End)
		}
		last = p.Start
	}
}
