package systemd

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const etc = "etc/systemd/system/"

func TestRead(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		whole bool
		want  string
	}{{
		name:  "a command line of its own",
		files: map[string]string{etc + "a.service": "[Unit]\nDescription=x\n[Service]\nExecStart=/usr/sbin/mesos-master --quorum=2 \\\n  # a comment between\n  --cluster='a b' \"--hostname=x\\x41\" \\\n  --zk=zk://h/m$$ --weights=100%% --roles=a\\x2cb foo\n"},
		want:  "start a.service: \"/usr/sbin/mesos-master\" \"--quorum=2\" \"--cluster=a b\" \"--hostname=xA\" \"--zk=zk://h/m$\" \"--weights=100%\" \"--roles=a,b\" \"foo\"\n",
	}, {
		name:  "what is only known at run time",
		files: map[string]string{etc + "a@.service": "[Service]\nEnvironment=A=1\nExecStart=-/usr/sbin/mesos-agent --port=%i --ip=${IP} --hostname=$HOST --work_dir=/w/${A} $OPTS --x=%H\n"},
		want: `start a@.service: "/usr/sbin/mesos-agent" "--port="+"%i" "--ip="+"${IP}" "--hostname=$HOST" "--work_dir=/w/1" ""+"$OPTS"... "--x="+"%H"
  env A="1"
systemd/expansion "$HOST" at etc/systemd/system/a@.service:3:66
`,
	}, {
		name: "environment and its files",
		files: map[string]string{
			etc + "a.service":        "[Service]\nEnvironment=\"MESOS_ATTRIBUTES=a:b c\" MESOS_IP=1.1.1.1 'MESOS_PORT=1'\nEnvironment=MESOS_WORK_DIR=/old stray\nEnvironmentFile=/etc/mesos/one.env\nEnvironmentFile=-/etc/mesos/conf.d/*.env\nExecStart=/usr/sbin/mesos-agent $OPTS --isolation=${ISO}\n",
			"etc/mesos/one.env":      "MESOS_WORK_DIR=/new\nMESOS_PORT=2\nISO=cgroups/cpu\nOPTS=\"--hostname=h --containerizers='mesos,docker'\"\n",
			"etc/mesos/conf.d/2.env": "MESOS_PORT=4\n",
			"etc/mesos/conf.d/1.env": "MESOS_PORT=3\n",
			"etc/mesos/conf.d/.env":  "MESOS_PORT=5\n",
		},
		want: `start a.service: "/usr/sbin/mesos-agent" "--hostname=h" "--containerizers=mesos,docker" "--isolation=cgroups/cpu"
  env MESOS_ATTRIBUTES="a:b c"
  env MESOS_IP="1.1.1.1"
  env MESOS_PORT="1"
  env MESOS_WORK_DIR="/old"
  env MESOS_WORK_DIR="/new"
  env MESOS_PORT="2"
  env ISO="cgroups/cpu"
  env OPTS="--hostname=h --containerizers='mesos,docker'"
  env MESOS_PORT="3"
  env MESOS_PORT="4"
  file "/etc/mesos/one.env" read 1
  file "/etc/mesos/conf.d/*.env"? read 2
systemd/invalid-name "stray" at etc/systemd/system/a.service:3:33
`,
	}, {
		name:  "an environment file that is not in the tree",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironmentFile=/etc/sysconfig/a\nExecStart=/bin/a\n"},
		want: `start a.service: "/bin/a"
  file "/etc/sysconfig/a" read 0
  gap the environment file /etc/sysconfig/a may add flags, but was not found under the root
`,
	}, {
		name:  "an environment file that is not there",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironmentFile=/etc/sysconfig/a\nEnvironmentFile=-/etc/b\nEnvironmentFile=/etc/*.none\nExecStart=/bin/a\n"},
		whole: true,
		want: `start a.service: "/bin/a"
  file "/etc/sysconfig/a" read 0
  file "/etc/b"? read 0
  file "/etc/*.none" read 0
systemd/missing-environment-file "/etc/sysconfig/a" at etc/systemd/system/a.service:2:17
systemd/missing-environment-file "/etc/*.none" at etc/systemd/system/a.service:4:17
`,
	}, {
		name: "an empty assignment takes back the list",
		files: map[string]string{
			etc + "a.service": "[Service]\nEnvironment=A=1\nEnvironment=\nEnvironment=B=1\nEnvironmentFile=/etc/a\nEnvironmentFile=\nEnvironmentFile=/etc/b\nExecStart=/bin/a 1\nExecStart=\nExecStart=/bin/a 2\nUnsetEnvironment=B\nUnsetEnvironment=\n",
			"etc/a":           "C=1\n", "etc/b": "D=1\n",
		},
		want: "start a.service: \"/bin/a\" \"2\"\n  env B=\"1\"\n  env D=\"1\"\n  file \"/etc/b\" read 1\n",
	}, {
		name:  "paths of environment files that systemd ignores",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironmentFile=\"/etc/a\"\nEnvironmentFile=etc/a\nEnvironmentFile=/etc/../a\nEnvironmentFile=-%z/a\nEnvironmentFile=/etc/%H.env\nEnvironmentFile=/etc//./b\nExecStart=/bin/a\n", "etc/b": "A=1\n"},
		want: `start a.service: "/bin/a"
  env A="1"
  file "/etc/"+"%H.env" read 0
  file "/etc//./b" read 1
  gap which environment file /etc/%H.env is, is only known at run time
systemd/ignored-line "EnvironmentFile" at etc/systemd/system/a.service:2:17
systemd/ignored-line "EnvironmentFile" at etc/systemd/system/a.service:3:17
systemd/ignored-line "EnvironmentFile" at etc/systemd/system/a.service:4:17
systemd/unknown-specifier "EnvironmentFile" at etc/systemd/system/a.service:5:17
`,
	}, {
		name:  "variables that are taken away or passed",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironment=A=1 B=2 C=3\nEnvironmentFile=/etc/a\nUnsetEnvironment=A B=9 C=3 D\nPassEnvironment=E\nExecStart=/bin/a ${A}\n", "etc/a": "D=1\n"},
		want: `start a.service: "/bin/a" ""+"${A}"
  env B="2"
  file "/etc/a" read 1
  gap PassEnvironment= passes variables on whose values the unit does not say
`,
	}, {
		name:  "several commands",
		files: map[string]string{etc + "a.service": "[Service]\nExecStart=/bin/a 1\nExecStart=/bin/a 2\n"},
		want: `start a.service: "/bin/a" "1"
start a.service: "/bin/a" "2"
systemd/refused-unit "a.service" at etc/systemd/system/a.service:3:1
`,
	}, {
		name:  "several commands of a service that may have them",
		files: map[string]string{etc + "a.service": "[Service]\nType=oneshot\nType=none\nExecStart=/bin/a 1 ; -/bin/b \\; \";\"\nExecStart=@/bin/c called 2\n"},
		want: `start a.service: "/bin/a" "1"
start a.service: "/bin/b" ";" ";"
start a.service: "/bin/c" "2"
`,
	}, {
		name:  "two commands in one line",
		files: map[string]string{etc + "a.service": "[Service]\nType=oneshot\nType=simple\nExecStart=/bin/a 1 ; /bin/b\n"},
		want:  "start a.service: \"/bin/a\" \"1\"\nstart a.service: \"/bin/b\"\nsystemd/refused-unit \"a.service\" at etc/systemd/system/a.service:4:1\n",
	}, {
		name:  "prefixes",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironment=A=1\nExecStart=-@+:/bin/a called ${A} $A $$A\n"},
		want:  "start a.service: \"/bin/a\" \"${A}\" \"$A\" \"$$A\"\n  env A=\"1\"\n",
	}, {
		name:  "variables in a command",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironment=\"A=x y\" E= Q='\\'a b\\' c'\nExecStart=/bin/a ${A} $A x$A $$A ${A}${E} $E ${E} $Q ${A:-b} $A/b $\n"},
		want: `start a.service: "/bin/a" "x y" "x" "y" "x$A" "$A" "x y" "" "a b" "c" "${A:-b}" "$"
  env A="x y"
  env E=""
  env Q="'a b' c"
systemd/expansion "$A" at etc/systemd/system/a.service:3:27
systemd/expansion "${A:-b}" at etc/systemd/system/a.service:3:54
systemd/expansion "$A/b" at etc/systemd/system/a.service:3:62
`,
	}, {
		name:  "a file beats the unit, even one that is named before",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironmentFile=/etc/a\nEnvironment=A=unit\nExecStart=/bin/a ${A}\n", "etc/a": "A=file\n"},
		want:  "start a.service: \"/bin/a\" \"file\"\n  env A=\"unit\"\n  env A=\"file\"\n  file \"/etc/a\" read 1\n",
	}, {
		name:  "an empty line ends a command",
		files: map[string]string{etc + "a.service": "[Service]\nExecStart=/bin/a \\\n\n  --b=c\nstray\n"},
		want:  "start a.service: \"/bin/a\"\nsystemd/ignored-line \"\" at etc/systemd/system/a.service:4:3\nsystemd/ignored-line \"\" at etc/systemd/system/a.service:5:1\n",
	}, {
		name:  "sections",
		files: map[string]string{etc + "a.service": "ExecStart=/none\n[service]\nExecStart=/none\n[Unit]\nExecStart=/none\nEnvironment=A=1\n[X-Mine]\nExecStart=/none\n[Service]\nexecstart=/none\nExecStart=/bin/a\n[Install]\nExecStart=/none\n"},
		want: `start a.service: "/bin/a"
systemd/ignored-line "" at etc/systemd/system/a.service:1:1
systemd/ignored-line "" at etc/systemd/system/a.service:2:1
systemd/ignored-line "" at etc/systemd/system/a.service:3:1
systemd/ignored-line "" at etc/systemd/system/a.service:5:1
systemd/ignored-line "" at etc/systemd/system/a.service:6:1
systemd/ignored-line "" at etc/systemd/system/a.service:8:1
systemd/ignored-line "" at etc/systemd/system/a.service:13:1
`,
	}, {
		name:  "what makes systemd refuse a file",
		files: map[string]string{etc + "a.service": "[Service]\nExecStart=/bin/a\n[Unit\n", etc + "b.service": "[Service]\nExecStart=/bin/b\nEnvironment=A=\xe9\n", etc + "c.service": "[Service]\nExecStart=bin/c\n"},
		want: `start a.service: "/bin/a"
systemd/refused-unit "a.service" at etc/systemd/system/a.service:3:1
start b.service: "/bin/b"
systemd/invalid-utf8 "" at etc/systemd/system/b.service:3:1
systemd/refused-unit "b.service" at etc/systemd/system/b.service:3:1
start c.service: "bin/c"
systemd/refused-unit "c.service" at etc/systemd/system/c.service:2:11
`,
	}, {
		name:  "quoting of Environment=",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironment=A='b c' \"B=d e\" C=\"f\"g D={\"a\":1} E=\\x41\\tb F=$A #G=1 ;H=1\nEnvironment=I=1 J=\\q K=1\nEnvironment=L=1 \"M=1\nEnvironment=N=10% O=%z P=%%\nExecStart=/bin/a\n"},
		want: `start a.service: "/bin/a"
  env A="b c"
  env B="d e"
  env C="fg"
  env D="{a:1}"
  env E="A\tb"
  env F="$A"
  env I="1"
  env L="1"
  env N="10%"
  env P="%"
systemd/invalid-name "#G" at etc/systemd/system/a.service:2:61
systemd/invalid-name ";H" at etc/systemd/system/a.service:2:66
systemd/unknown-escape "Environment" at etc/systemd/system/a.service:3:1
systemd/unbalanced-quotes "Environment" at etc/systemd/system/a.service:4:1
systemd/unknown-specifier "O" at etc/systemd/system/a.service:5:19
`,
	}, {
		name:  "a command whose quotes do not match",
		files: map[string]string{etc + "a.service": "[Service]\nExecStart=/bin/a 'b\nExecStart=/bin/a \\q %z\n"},
		want: `start a.service: "/bin/a" "\\q" ""+"%z"
systemd/unbalanced-quotes "ExecStart" at etc/systemd/system/a.service:2:1
systemd/unknown-specifier "ExecStart" at etc/systemd/system/a.service:3:21
`,
	}, {
		name:  "carriage returns and a byte order mark",
		files: map[string]string{etc + "a.service": "\ufeff[Service]\r\nExecStart=/bin/a \\\r\n  b \"c \\\r\n d\"\r\n"},
		want:  "start a.service: \"/bin/a\" \"b\" \"c   d\"\n",
	}, {
		name:  "an environment file that systemd refuses",
		files: map[string]string{etc + "a.service": "[Service]\nEnvironmentFile=/etc/a\nExecStart=/bin/a\n", "etc/a": "A=1\nB=\xe9\n"},
		want: `start a.service: "/bin/a"
  file "/etc/a" read 1
systemd/invalid-utf8 "B" at /etc/a:2:1
systemd/refused-unit "a.service" at etc/systemd/system/a.service:2:1
`,
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, readAll(t, c.files, c.whole)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTemplates(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{{
		name:  "control lines in a command",
		files: map[string]string{"roles/mesos/templates/a.service.j2": "[Service]\nExecStart=/bin/a \\\n  --master={{ zk }} \\\n{% if gpu %}\n  --isolation=x \\\n{% endif %}\n  --work_dir=/w\n"},
		want: `start a.service: "/bin/a" "--master="+"{{ zk }}" "--isolation=x"? "--work_dir=/w"
  gap the conditions of the template may add flags
`,
	}, {
		name:  "an engine that leaves the newline ends the command",
		files: map[string]string{"salt/mesos/a.service": "[Service]\nExecStart=/bin/a \\\n{% if gpu %}\n  --isolation=x \\\n{% endif %}\n  --work_dir=/w\n"},
		want: `start a.service: "/bin/a"
  gap the conditions of the template may add flags
systemd/ignored-line "" at salt/mesos/a.service:4:3
systemd/ignored-line "" at salt/mesos/a.service:6:3
`,
	}, {
		name:  "ERB",
		files: map[string]string{"modules/mesos/templates/a.service.erb": "[Service]\n<% if @a -%>\nEnvironment=A=1\n<% end -%>\nEnvironment=B=<%= @b %> <%= @c %>=1\nExecStart=/bin/a <%= @d %> \"<%= @e %>\" --x=1<% if @f %>2<% end %>\n"},
		want: `start a.service: "/bin/a" ""+"<%= @d %>"... ""+"<%= @e %>" "--x=1"+"2"
  env A?="1"
  env B="<%= @b %>" unknown
  gap the conditions of the template may add flags
  gap the names of some variables are only known at run time
`,
	}, {
		name:  "a command that is one of two",
		files: map[string]string{"templates/a.service.j2": "[Service]\nType={{ type }}\nEnvironment=A=1\n{% if a %}\nEnvironment=\nExecStart=/bin/a\n{% else %}\nExecStart=/bin/b\n{% endif %}\n"},
		want: `start a.service?: "/bin/a"
  env A?="1"
  gap the conditions of the template may add flags
start a.service?: "/bin/b"
  env A?="1"
  gap the conditions of the template may add flags
`,
	}, {
		name:  "lines that an expression stands for",
		files: map[string]string{"templates/a.service.j2": "[Service]\n{{ lines }}\n{{ key }}=1\nExecStart=/bin/a\n"},
		want:  "start a.service: \"/bin/a\"\n  gap the conditions of the template may add flags\n",
	}, {
		name:  "comments and assignments of the engine add nothing",
		files: map[string]string{"templates/a.service.j2": "# {{ managed }}\n{# if #}\n{% set x = 1 %}\n[Service]\nExecStart=/bin/a\n"},
		want:  "start a.service: \"/bin/a\"\n",
	}, {
		name:  "a part of a variable",
		files: map[string]string{"templates/a.service.j2": "[Service]\nEnvironment=A={{ a }} B=1\nExecStart=/bin/a ${A} $A x${B}{{ b }}${B}\n"},
		want: `start a.service: "/bin/a" ""+"${A}" ""+"$A"... "x1"+"{{ b }}1"
  env A="{{ a }}" unknown
  env B="1"
`,
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, readAll(t, c.files, false)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
