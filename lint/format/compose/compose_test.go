package compose

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// files is a tree in memory, as a reader sees it from the directory of the file it reads.
type files map[string]string

func (t files) Open(_ *source.Source, name string) (source.Text, fs.FileMode, string) {
	text, found := t[path.Clean(name)]
	if !found {
		return source.Text{}, 0, "is not in the tree"
	}
	return source.WholeText(source.New(path.Clean(name), "", []byte(text))), 0, ""
}

func (t files) List(_ *source.Source, dir string) ([]string, string) {
	var names []string
	for name := range t {
		rest, within := strings.CutPrefix(name, path.Clean(dir)+"/")
		if path.Clean(dir) == "." {
			rest, within = name, true
		}
		if within {
			if first, _, deeper := strings.Cut(rest, "/"); deeper {
				names = append(names, first+"/")
			} else {
				names = append(names, first)
			}
		}
	}
	if names == nil {
		return nil, "is not in the tree"
	}
	slices.Sort(names)
	return slices.Compact(names), ""
}

func read(t files, name string) (machine.Contributions, bool) {
	return Read(source.WholeText(source.New(name, "", []byte(t[name]))), name, t, machine.LimitsFor(0))
}

func place(at source.Span) string {
	start, _ := at.Range()
	if at.Source == nil {
		return "nowhere"
	}
	return fmt.Sprintf("%s:%d", at.Source.Path, start.Line)
}

// dump writes what was read, one thing a line.
func dump(c machine.Contributions) string {
	var b strings.Builder
	words := func(what string, list []machine.Word) {
		for _, w := range list {
			note := ""
			if !w.IsKnown() {
				note = fmt.Sprintf(" known %d", w.Known)
			}
			if w.Several {
				note += " several"
			}
			fmt.Fprintf(&b, "  %s %q%s %s\n", what, w.Text, note, place(w.Text.All()))
		}
	}
	for _, s := range c.Starts {
		fmt.Fprintf(&b, "%s %s", s.Name, place(s.At))
		if s.Maybe {
			b.WriteString(" maybe")
		}
		b.WriteString("\n")
		c := s.Container
		if c.Image.Text.Source() != nil {
			words("image", []machine.Word{c.Image})
		}
		if c.Build != "" {
			fmt.Fprintf(&b, "  build %s %s %s\n", c.Build, c.Dockerfile, c.Stage)
		}
		if c.HasEntrypoint {
			fmt.Fprintf(&b, "  entrypoint of %d\n", len(c.Entrypoint))
		}
		words("entrypoint", c.Entrypoint)
		if c.HasCommand {
			fmt.Fprintf(&b, "  command of %d\n", len(s.Words))
		}
		words("word", s.Words)
		for _, a := range s.Environment {
			note := ""
			if a.Unknown {
				note = " unknown"
			}
			if a.Default {
				note += " default"
			}
			if a.Maybe {
				note += " maybe"
			}
			at := place(a.NameSpan)
			if v := place(a.Value.All()); v != at {
				at += " " + v
			}
			fmt.Fprintf(&b, "  %s=%q%s %s\n", a.Name, a.Value, note, at)
		}
		for _, m := range c.Mounts {
			from := m.From
			if m.OnHost {
				from = "host " + from
			}
			if m.Content != nil {
				from = fmt.Sprintf("%q", m.Content)
			}
			fmt.Fprintf(&b, "  mount %s %s %s\n", m.Path, from, place(m.At))
		}
		for _, f := range s.Findings {
			fmt.Fprintf(&b, "  %s %s %q %s\n", f.ID, place(f.Span), f.Subject, f.Detail)
		}
		for _, g := range s.Gaps {
			fmt.Fprintf(&b, "  gap %s %s %s\n", g.Path, place(g.At), g.Reason)
		}
	}
	for _, g := range c.Gaps {
		fmt.Fprintf(&b, "gap %s %s %s\n", g.Path, place(g.At), g.Reason)
	}
	for _, f := range c.Findings {
		fmt.Fprintf(&b, "%s %s %q %s\n", f.ID, place(f.Span), f.Subject, f.Detail)
	}
	for _, s := range c.Sources {
		fmt.Fprintf(&b, "with %s\n", s.Path)
	}
	if c.Unread != nil {
		fmt.Fprintf(&b, "unread %s\n", c.Unread.Reason)
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable %s %s\n", place(c.Unreadable.At), c.Unreadable.Reason)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	cases := []struct {
		name  string
		files files
		read  string
		want  string
	}{{
		name: "variables as a mapping and as a list, merged, as compose writes them, and passed on",
		files: files{"docker-compose.yml": `
x-common: &common
  LOG_DIR: /l
  PORT: 1
x-late: &late {PORT: 2, LATE: 3}
services:
  a:
    image: i
    environment:
      <<: [*common, *late]
      PORT: 5050 # ours
      OCTAL: 010
      YES: yes
      TRUE: TRUE
      FLOAT: 1_0e1
      IP: ${IP}
      ZK: 'zk://it''s/$$m'
      CLUSTER:
  b:
    image: i
    environment:
    - MASTER=zk://h/m
    - "A=a:\u0062;c:d"
    - Q='x'
    - A=2
    - HOSTNAME
`},
		read: "docker-compose.yml",
		want: `a docker-compose.yml:7
  image "i" docker-compose.yml:8
  LOG_DIR="/l" docker-compose.yml:3
  LATE="3" docker-compose.yml:5
  PORT="5050" docker-compose.yml:11
  OCTAL="8" docker-compose.yml:12
  YES="yes" docker-compose.yml:13
  TRUE="true" docker-compose.yml:14
  FLOAT="100" docker-compose.yml:15
  IP="${IP}" unknown docker-compose.yml:16
  ZK="zk://it's/$m" docker-compose.yml:17
  CLUSTER="" unknown docker-compose.yml:18
b docker-compose.yml:19
  image "i" docker-compose.yml:20
  MASTER="zk://h/m" docker-compose.yml:22
  A="a:b;c:d" docker-compose.yml:23
  Q="'x'" docker-compose.yml:24
  A="2" docker-compose.yml:25
  HOSTNAME="" unknown docker-compose.yml:26
`,
	}, {
		name: "commands as text, list, folded text, and what clears them",
		files: files{"c.yaml": `
services:
  a:
    build: .
    command: 'mesos-master --zk=zk://h/m --cluster="a b" --quorum=1 $$x'
  b:
    build: {context: d, target: t, dockerfile: e/Dockerfile}
    entrypoint: [mesos-agent, --work_dir=/w]
    command: ["--resources=cpus(*):1; mem(*):2", "--port=${PORT:-1}", "--ip=$IP", "--a=${A}b"]
  c:
    image: i
    command: >
      mesos-slave --master=$M:5050
      --hostname=h "$$(x y)" $W
  d:
    image: i
    entrypoint: ''
    command: []
  e:
    image: i
    command: ~
  f:
    image: i
    command: mesos-slave --attributes=a:1;b:2 --x=y
  g:
    image: i
    command: mesos-slave --resources=cpus(*):1
  h: {image: i, command: [a, 1]}
  i: {image: i, command: a &}
`},
		read: "c.yaml",
		want: `a c.yaml:3
  build .  
  command of 5
  word "mesos-master" c.yaml:5
  word "--zk=zk://h/m" c.yaml:5
  word "--cluster=a b" c.yaml:5
  word "--quorum=1" c.yaml:5
  word "$x" c.yaml:5
b c.yaml:6
  build d e/Dockerfile t
  entrypoint of 2
  entrypoint "mesos-agent" c.yaml:8
  entrypoint "--work_dir=/w" c.yaml:8
  command of 4
  word "--resources=cpus(*):1; mem(*):2" c.yaml:9
  word "--port=1" c.yaml:9
  word "--ip=$IP" known 5 c.yaml:9
  word "--a=${A}b" known 4 c.yaml:9
c c.yaml:10
  image "i" c.yaml:11
  command of 5
  word "mesos-slave" c.yaml:13
  word "--master=$M:5050" known 9 several c.yaml:13
  word "--hostname=h" c.yaml:14
  word "$(x y)" c.yaml:14
  word "$W" known 0 several c.yaml:14
d c.yaml:15
  image "i" c.yaml:16
  entrypoint of 0
  command of 0
e c.yaml:19
  image "i" c.yaml:20
f c.yaml:22
  image "i" c.yaml:23
  command of 2
  word "mesos-slave" c.yaml:24
  word "--attributes=a:1" c.yaml:24
  compose/words-lost c.yaml:24 ";" compose ends a command at an unquoted ; & | < or >, and does not pass what follows
g c.yaml:25
  image "i" c.yaml:26
  command of 1
  word "mesos-slave" c.yaml:27
h c.yaml:28
  image "i" c.yaml:28
  command of 2
  word "a" c.yaml:28
  word "1" c.yaml:28
i c.yaml:29
  image "i" c.yaml:29
  command of 1
  word "a" c.yaml:29
compose/refused c.yaml:27 "" a "(" is outside quotes in the command
compose/refused c.yaml:28 "" each word of a command must be a text, in quotes if it looks like a number or a boolean
`,
	}, {
		name:  "the first version of the format",
		files: files{"docker-compose.yml": "zk:\n  image: z\nslave:\n  image: a/mesos-slave:0.28\n  net: host\n  environment:\n    - PORT=1\n  command: --attributes=a:1;b:2 --x \"a\\b\"\n"},
		read:  "docker-compose.yml",
		want: `zk docker-compose.yml:1
  image "z" docker-compose.yml:2
slave docker-compose.yml:3
  image "a/mesos-slave:0.28" docker-compose.yml:4
  command of 3
  word "--attributes=a:1;b:2" docker-compose.yml:8
  word "--x" docker-compose.yml:8
  word "a\\b" docker-compose.yml:8
  PORT="1" docker-compose.yml:7
`,
	}, {
		name: ".env, defaults and env_file in its dialect, with what only the run knows",
		files: files{
			"compose.yaml": "services:\n  a:\n    image: i:${TAG}\n    env_file: [a.env, {path: none.env, required: false}, {path: raw.env, format: raw}]\n    environment:\n      A: ${ZK}/m\n      B: ${NONE:-${ZK:-x}}\n      C: ${EMPTY:-d}${EMPTY-e}${ZK:+f}\n      D: ${NONE}\n      E: ${NONE:?no}\n      F:\n      ZK:\n",
			".env":         "ZK=zk1 # c\nEMPTY=\nF='x y'\nTAG=1.0\n",
			"a.env":        "export A1=a # c\nA2: b\nA3=\"x\\n$ZK ${A1}\"\nA4='$ZK'\nA5=c#1\nA6\nA7={\"a\":1}\nA8=${NONE}x\n",
			"raw.env":      "# c\nR1='x' # y\nR2\n",
		},
		read: "compose.yaml",
		want: `a compose.yaml:2
  image "i:1.0" compose.yaml:3
  A1="a" a.env:1
  A2="b" a.env:2
  A3="x\nzk1 a" default a.env:3
  A4="$ZK" a.env:4
  A5="c#1" a.env:5
  A6="" unknown default a.env:6
  A7="{\"a\":1}" a.env:7
  A8="${NONE}x" unknown a.env:8
  R1="'x' # y" raw.env:2
  R2="" unknown default raw.env:3
  A="zk1/m" default compose.yaml:6 .env:1
  B="zk1" default compose.yaml:7 .env:1
  C="df" default compose.yaml:8
  D="${NONE}" unknown compose.yaml:9
  E="${NONE:?no}" unknown compose.yaml:10
  F="x y" default compose.yaml:11 .env:3
  ZK="zk1" default compose.yaml:12 .env:1
with .env
with a.env
with raw.env
`,
	}, {
		name: "files of variables that are not there, and one that compose refuses",
		files: files{
			"compose.yaml": "services:\n  a:\n    image: i\n    env_file: [one.env, two.env, ../out.env, /etc/x.env, sub/three.env, \"${X}.env\"]\n",
			"one.env":      "A=1\nB C=2\n",
		},
		read: "compose.yaml",
		want: `a compose.yaml:2
  image "i" compose.yaml:3
  A="1" one.env:1
  gap one.env one.env:2 the rest of the env_file could not be read
  gap two.env compose.yaml:4 the env_file could not be read: is not in the tree
  gap ../out.env compose.yaml:4 the env_file could not be read: is not in the tree
  gap /etc/x.env compose.yaml:4 the env_file could not be read: is not in the tree
  gap sub/three.env compose.yaml:4 the env_file could not be read: is not in the tree
  gap  compose.yaml:4 the path of an env_file is known only when compose runs
compose/refused one.env:2 "" the name of a variable has a blank in it
compose/env-file-missing compose.yaml:4 "two.env" the file is not there
compose/env-file-missing compose.yaml:4 "sub/three.env" the file is not there
with one.env
`,
	}, {
		name: "an override file, whatever the base is called",
		files: files{
			"compose.yaml":                 "services:\n  a:\n    image: i\n    command: x\n    environment: [A=1, B=2]\n    env_file: a.env\n    volumes: ['./v:/v', './w:/w']\n  b: {image: j, environment: {A: 1, B: 2}}\n",
			"docker-compose.override.yml":  "services:\n  a:\n    command: y\n    environment: {B: 3}\n    env_file: b.env\n    volumes: ['./u:/v']\n  b:\n    environment: {A: !reset null, C: 4}\n  c: {image: k}\n",
			"docker-compose.override.yaml": "services: {a: {image: no}}\n",
			"a.env":                        "E=1\n", "b.env": "E=2\n",
		},
		read: "compose.yaml",
		want: `a compose.yaml:2
  image "i" compose.yaml:3
  command of 1
  word "y" docker-compose.override.yml:3
  E="1" a.env:1
  E="2" b.env:1
  A="1" compose.yaml:5
  B="2" compose.yaml:5
  B="3" docker-compose.override.yml:4
  mount /v u docker-compose.override.yml:6
  mount /w w compose.yaml:7
b compose.yaml:8
  image "j" compose.yaml:8
  B="2" compose.yaml:8
  C="4" docker-compose.override.yml:8
c docker-compose.override.yml:9
  image "k" docker-compose.override.yml:9
with docker-compose.override.yml
with a.env
with b.env
`,
	}, {
		name:  "an override file by itself",
		files: files{"compose.yaml": "services: {a: {image: i}}\n", "compose.override.yml": "services: {a: {command: x}}\n"},
		read:  "compose.override.yml",
		want:  "unread is merged into the project of compose.yaml\n",
	}, {
		name:  "a file that compose does not look at",
		files: files{"compose.yaml": "services: {a: {image: i}}\n", "docker-compose.yml": "services: {a: {image: j}}\n"},
		read:  "docker-compose.yml",
		want:  "unread is not read by compose, which takes compose.yaml in the same directory\n",
	}, {
		name:  "a file that is merged over another one, which is not known",
		files: files{"compose.yaml": "services: {a: {image: i}}\n", "compose.prod.yaml": "services: {a: {command: x}}\n"},
		read:  "compose.prod.yaml",
		want: `a compose.prod.yaml:1
  command of 1
  word "x" compose.prod.yaml:1
  gap  compose.prod.yaml:1 the service has no image here: the file is merged over another one, which may add settings
`,
	}, {
		name: "COMPOSE_FILE",
		files: files{".env": "COMPOSE_FILE=a.yml:sub/b.yml\n", "a.yml": "services: {a: {image: i, env_file: x.env}}\n", "sub/b.yml": "services: {a: {image: j, volumes: ['./v:/v']}}\n",
			"docker-compose.yml": "services: {a: {image: k}}\n", "x.env": "A=1\n"},
		read: "a.yml",
		want: `a a.yml:1
  image "j" sub/b.yml:1
  A="1" x.env:1
  mount /v v sub/b.yml:1
with .env
with sub/b.yml
with x.env
`,
	}, {
		name:  "what COMPOSE_FILE does not name",
		files: files{".env": "COMPOSE_FILE=a.yml\n", "a.yml": "services: {a: {image: i}}\n", "docker-compose.yml": "services: {a: {image: k}}\n"},
		read:  "docker-compose.yml",
		want:  "unread is not read by compose: COMPOSE_FILE in .env names other files\n",
	}, {
		name: "extends: the same file, another one, itself, nothing",
		files: files{
			"docker-compose.yml": "services:\n  a: {image: i, environment: [A=1]}\n  b: {extends: a, environment: {B: 2}}\n  c:\n    extends: {file: base/m.yml, service: x}\n    environment: {PORT: 3}\n  d: {extends: d}\n  e: {extends: none}\n  f: {extends: {file: no.yml, service: x}}\n",
			"base/m.yml":         "services:\n  x: {extends: y, env_file: x.env, environment: {PORT: 1, V: $V}, volumes: ['./v:/v']}\n  y: {image: j, command: run}\n",
			"base/x.env":         "X=1\n", ".env": "V=main\n", "base/.env": "V=base\n",
		},
		read: "docker-compose.yml",
		want: `a docker-compose.yml:2
  image "i" docker-compose.yml:2
  A="1" docker-compose.yml:2
b docker-compose.yml:3
  image "i" docker-compose.yml:2
  A="1" docker-compose.yml:2
  B="2" docker-compose.yml:3
c docker-compose.yml:4
  image "j" base/m.yml:3
  command of 1
  word "run" base/m.yml:3
  X="1" base/x.env:1
  PORT="1" base/m.yml:2
  V="main" default base/m.yml:2 .env:1
  PORT="3" docker-compose.yml:6
  mount /v base/v base/m.yml:2
d docker-compose.yml:7
  gap  docker-compose.yml:7 the service extends itself
e docker-compose.yml:8
  gap  docker-compose.yml:8 the service that this one extends is not there
f docker-compose.yml:9
  gap no.yml docker-compose.yml:9 the file of the service that this one extends could not be read: is not in the tree
compose/refused docker-compose.yml:7 "d" the service extends itself
compose/refused docker-compose.yml:8 "none" the service that is extended is not in its file
compose/refused docker-compose.yml:9 "no.yml" the file of the service that is extended is not there
with .env
with base/m.yml
with base/x.env
`,
	}, {
		name: "include",
		files: files{
			"compose.yml": "include:\n- m/a.yml\n- path: [n/b.yml]\n  env_file: v.env\n  project_directory: .\n- compose.yml\nservices:\n  z: {image: $V}\n",
			"m/a.yml":     "services:\n  a: {image: \"i:$V-$W\", env_file: x.env, configs: [c]}\nconfigs: {c: {file: ./c}}\n",
			"n/b.yml":     "services:\n  b: {image: \"j:$U\", volumes: ['./v:/v']}\n",
			"m/x.env":     "X=1\n", ".env": "V=main\n", "m/.env": "V=m\nW=w\n", "v.env": "U=u\n",
		},
		read: "compose.yml",
		want: `a m/a.yml:2
  image "i:main-w" m/a.yml:2
  X="1" m/x.env:1
  mount /c m/c m/a.yml:2
b n/b.yml:2
  image "j:u" n/b.yml:2
  mount /v v n/b.yml:2
z compose.yml:8
  image "main" .env:1
compose/refused compose.yml:6 "compose.yml" the file includes itself
with .env
with m/.env
with m/a.yml
with v.env
with n/b.yml
with m/x.env
`,
	}, {
		name: "configurations, secrets and mounts",
		files: files{
			"compose.yml": "services:\n  a:\n    image: i\n    configs: [one, {source: two, target: /t}]\n    secrets: [s, {source: s, target: n}, {source: s, target: /abs}]\n    volumes: [named:/n, /abs:/a, ~/h:/h, './rel:/r/:ro', {type: volume, source: v, target: /v}, {type: bind, source: ../up, target: /u}, /anonymous, '${X}:/x']\nconfigs:\n  one: {content: \"a$$b\"}\n  two: {file: ./two}\nsecrets:\n  s: {file: s}\n",
		},
		read: "compose.yml",
		want: `a compose.yml:2
  image "i" compose.yml:3
  mount /n host  compose.yml:6
  mount /a host /abs compose.yml:6
  mount /h host ~/h compose.yml:6
  mount /r rel compose.yml:6
  mount /v host  compose.yml:6
  mount /u ../up compose.yml:6
  mount /anonymous host  compose.yml:6
  mount /x host  compose.yml:6
  mount /one "a$b" compose.yml:4
  mount /t two compose.yml:4
  mount /run/secrets/s s compose.yml:5
  mount /run/secrets/n s compose.yml:5
  mount /abs s compose.yml:5
`,
	}, {
		name:  "what compose refuses: keys it does not have, keys twice, keys in the wrong place",
		files: files{"docker-compose.yml": "services:\n  a:\n    imagee: i\n    image: j\n    environment:\n      A: 1\n      entrypoint: mesos-master\n      B: [x]\n      A: 2\n  b:\n    image: k\n    environment:\n    - command: x\nother: 1\n"},
		read:  "docker-compose.yml",
		want: `a docker-compose.yml:2
  image "j" docker-compose.yml:4
  A="1" docker-compose.yml:6
  entrypoint="mesos-master" docker-compose.yml:7
  A="2" docker-compose.yml:9
  compose/key-under-environment docker-compose.yml:7 "entrypoint" a key below environment is a variable of the container and nothing else
b docker-compose.yml:10
  image "k" docker-compose.yml:11
  compose/key-under-environment docker-compose.yml:13 "command" a key below environment is a variable of the container and nothing else
compose/refused docker-compose.yml:14 "other" compose has no such key here
compose/refused docker-compose.yml:3 "imagee" compose has no such key here
compose/refused docker-compose.yml:9 "A" the key is given twice in one mapping
compose/refused docker-compose.yml:8 "B" the value of a variable must be a text, a number or a boolean
compose/refused docker-compose.yml:13 "" each entry of a list of variables must be a text NAME=value
`,
	}, {
		name:  "templates",
		files: files{"docker-compose.yml.j2": "services:\n  a:\n    image: \"i:{{ tag }}\"\n    environment:\n      A: \"{{ a }}/b\"\n{% if x %}\n      B: 1\n{% else %}\n      B: 2\n{% endif %}\n    command: [\"--x={{ y }}\"]\n"},
		read:  "docker-compose.yml.j2",
		want: `a docker-compose.yml.j2:2
  image "i:{{ tag }}" known 2 docker-compose.yml.j2:3
  command of 1
  word "--x={{ y }}" known 4 docker-compose.yml.j2:11
  A="{{ a }}/b" unknown docker-compose.yml.j2:5
  B="1" maybe docker-compose.yml.j2:7
  B="2" maybe docker-compose.yml.j2:9
`,
	}, {
		name:  "a template that is not YAML until it is rendered",
		files: files{"docker-compose.yml.j2": "services:\n{% for x in y %}\n  {{ x }}:\n    image: i\n{% endfor %}\n{{ z }}\n"},
		read:  "docker-compose.yml.j2",
		want:  "unreadable docker-compose.yml.j2:6 is a template, which is not YAML until it is rendered\n",
	}, {
		name:  "YAML that cannot be read",
		files: files{"docker-compose.yml": "services: [\n"},
		read:  "docker-compose.yml",
		want:  "unreadable docker-compose.yml:1 is not YAML: the bracket that opens here is not closed\n",
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := read(c.files, c.read)
			if !ok {
				t.Fatal("is taken for no compose file")
			}
			if diff := cmp.Diff(c.want, dump(got)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherYAMLIsNoCompose(t *testing.T) {
	for name, text := range map[string]string{
		"ansible.yml":  "- hosts: mesos\n  tasks:\n  - docker: {image: mesos-master, env: {MESOS_PORT: 1}}\n",
		"deploy.yml":   "agents:\n  image: mesosphere/mesos-slave:1.7.1\n  replicas: 3\n  settings:\n    MESOS_MASTER: zk://zk:2181/m\n",
		"dev.yaml":     "mesos-slave:\n  image: mesos-slave:1.4.1\n  start_command: mesos-slave\n",
		"k8s.yaml":     "apiVersion: apps/v1\nkind: StatefulSet\nspec:\n  template:\n    spec:\n      containers:\n        - name: mesos-master\n          image: mesos-master:1.2.3\n",
		"services.yml": "services:\n  mesos:\n    image: mesos\n    instances: 3\n",
		"broken.yml":   "image: mesos [\nx: [\n",
		"scalar.yml":   "image: mesos\n",
		"empty.yml":    "",
		"kolla.yml":    "mesos_slave: &x\n  image: mesos\n  container: x\n",
	} {
		c, ok := read(files{name: text}, name)
		if ok || c.Starts != nil {
			t.Errorf("%s is taken for a compose file:\n%s", name, dump(c))
		}
	}
}

func TestReplicas(t *testing.T) {
	for service, want := range map[string]int{
		"image: a": 0, "image: a, scale: 3": 3, "image: a, deploy: {replicas: 3}": 3, `image: a, deploy: {replicas: "2"}`: 2,
		"image: a, deploy: {mode: replicated, replicas: 3}": 3, "image: a, deploy: {mode: replicated}": 0,
		"image: a, deploy: {mode: global}": machine.UnknownReplicas, "image: a, deploy: {replicas: 0}": machine.UnknownReplicas,
		`image: a, deploy: {replicas: "${N}"}`: machine.UnknownReplicas, `image: a, deploy: {replicas: "${N:-3}"}`: machine.UnknownReplicas,
		"image: a, deploy: {resources: {}}": 0, "image: a, scale: 2, deploy: {labels: {}}": 2,
	} {
		c, _ := read(files{"docker-compose.yml": "services: {a: {" + service + "}}\n"}, "docker-compose.yml")
		if len(c.Starts) != 1 || c.Starts[0].Replicas != want {
			t.Errorf("%s: %+v, want %d replicas", service, c.Starts, want)
		}
	}
}
