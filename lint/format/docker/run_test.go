package docker

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// words makes known words of texts; those that begin with "?" are only known at run time, and "*" ones may be several.
func TestReplicas(t *testing.T) {
	for _, c := range []struct {
		options []string
		want    int
	}{
		{nil, 0},
		{[]string{"--replicas", "3"}, 3},
		{[]string{"--replicas=5"}, 5},
		{[]string{"--mode", "replicated", "--replicas", "2"}, 2},
		{[]string{"--mode", "global"}, machine.UnknownReplicas},
		{[]string{"--replicas", "0"}, machine.UnknownReplicas},
	} {
		line := append(append([]string{"docker", "service", "create"}, c.options...), "image")
		start, found := ReadRun(words(line...), nil)
		if !found || start.Replicas != c.want {
			t.Errorf("%v: %d replicas, want %d", line, start.Replicas, c.want)
		}
	}
}

func words(texts ...string) []machine.Word {
	var out []machine.Word
	for _, s := range texts {
		kind := byte(0)
		if len(s) > 1 && (s[0] == '?' || s[0] == '*') {
			kind, s = s[0], s[1:]
		}
		w := machine.KnownWord(source.WholeText(source.New("words", "", []byte(s))))
		if kind != 0 {
			w.Known, w.Several = 0, kind == '*'
			if i := strings.IndexAny(s, "$`"); i > 0 {
				w.Known = i
			}
		}
		out = append(out, w)
	}
	return out
}

// cliCreate is what the docker command line sent to the daemon for a command line.
type cliCreate struct {
	Refused    bool
	Image      string
	Entrypoint []string
	Cmd        []string
	Env        map[string]string
	Mounts     map[string]string
}

// createOf reads a command line as the daemon gets it; the files of --env-file are those of the test.
func createOf(argv []string) cliCreate {
	pass := machine.Assignment{Name: "PASS", Value: text("on"), Exported: true}
	start, found := ReadRun(words(argv...), []machine.Assignment{pass})
	if !found || len(start.Gaps) > 0 {
		return cliCreate{Refused: true}
	}
	c := cliCreate{
		Image: start.Container.Image.Text.String(), Cmd: strs(start.Words), Entrypoint: strs(start.Container.Entrypoint),
		Env: map[string]string{}, Mounts: map[string]string{},
	}
	var env []machine.Assignment
	for _, f := range start.EnvironmentFiles {
		env = append(env, ReadEnvironmentFile(text(environmentFiles[f.Path.Text.String()])).Assignments...)
	}
	for _, a := range append(env, start.Environment...) {
		switch {
		case a.Name == "PASS":
			c.Env[a.Name] = "on"
		case !a.Unknown:
			c.Env[a.Name] = a.Value.String()
		}
	}
	for _, m := range start.Container.Mounts {
		from := m.From
		if !m.OnHost {
			from = "$PWD/" + from
		}
		c.Mounts[m.Path] = from
	}
	return c
}

var environmentFiles = map[string]string{
	"a.env": "# c\nA=1\n B=two  \n\tC=\"q\" # x\nPASS\nNOTSET\nD=\n",
	"b.env": "B=second\r\nE=a=b\n",
}

// TestAgainstDockerCLI holds ReadRun against what docker 28.2.2 sent to a daemon for the same command lines. Names without a
// value, which docker passes to the daemon to have them removed, are left out.
func TestAgainstDockerCLI(t *testing.T) {
	file, err := os.Open("testdata/docker-run.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cases := 0
	for lines := bufio.NewScanner(file); lines.Scan(); cases++ {
		var c struct {
			Argv []string
			Want struct {
				Refused                      bool
				Image                        string
				Entrypoint, Cmd, Env, Mounts []string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		want := cliCreate{Refused: c.Want.Refused, Image: c.Want.Image, Entrypoint: c.Want.Entrypoint, Cmd: c.Want.Cmd, Env: map[string]string{}, Mounts: map[string]string{}}
		for _, e := range c.Want.Env {
			if name, value, found := strings.Cut(e, "="); found {
				want.Env[name] = value
			}
		}
		for _, m := range c.Want.Mounts {
			parts := strings.Split(m, ":")
			want.Mounts[parts[1]] = parts[0]
		}
		if diff := cmp.Diff(want, createOf(c.Argv), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%q (-docker +read)\n%s", c.Argv, diff)
		}
	}
	if cases < 30 {
		t.Errorf("only %d cases", cases)
	}
}

func TestRunOfUnknownWords(t *testing.T) {
	tests := []struct {
		name  string
		words []machine.Word
		image string
		env   string
		gaps  int
	}{
		{"options that are not known", words("docker", "run", "*$OPTS", "-e", "A=1", "img", "x"), "img", "A", 1},
		{"an image that is not known", words("docker", "run", "-d", "*$IMAGE", "--zk=x"), "$IMAGE", "", 0},
		{"an image whose tag is not known", words("docker", "run", "?mesosphere/mesos-master:$TAG", "--zk=x"), "mesosphere/mesos-master:$TAG", "", 0},
		{"a value that is not known", words("podman", "run", "-e", "?A=$B", "img"), "img", "A", 0},
		{"a name that is not known", words("docker", "run", "-e", "?$B", "img"), "img", "", 1},
		{"options before the command", words("/usr/bin/docker", "-H", "tcp://x", "--tls", "run", "-e", "A=1", "img"), "img", "A", 0},
		{"systemd-docker", words("/opt/bin/systemd-docker", "--cgroups", "name=systemd", "run", "--rm", "-eA=1", "img"), "img", "A", 0},
		{"swarm", words("docker", "service", "create", "--replicas", "3", "-e", "A=1", "img", "x"), "img", "A", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			start, found := ReadRun(test.words, nil)
			if !found {
				t.Fatal("not found")
			}
			var names []string
			for _, a := range start.Environment {
				names = append(names, a.Name)
			}
			if got := start.Container.Image.Text.String(); got != test.image || strings.Join(names, " ") != test.env || len(start.Gaps) != test.gaps {
				t.Errorf("image %q, variables %q, gaps %v", got, names, start.Gaps)
			}
		})
	}
}

func TestNoRun(t *testing.T) {
	for _, line := range []string{"docker exec x run", "docker build -t run .", "docker pull img", "docker-compose run x", "docker", "docker run", "docker run -d", "service docker start", "docker service ls"} {
		if start, found := ReadRun(words(strings.Fields(line)...), nil); found {
			t.Errorf("%q is taken for the start of %v", line, start.Container.Image.Text)
		}
	}
}

func TestMountsOfTheTree(t *testing.T) {
	for arg, want := range map[string]machine.Mount{
		"?$PWD/acls.json:/etc/acls.json:ro": {From: "acls.json", Path: "/etc/acls.json"},
		"?$(pwd)/conf/:/etc/mesos":          {From: "conf", Path: "/etc/mesos"},
		"../x:/y":                           {From: "../x", Path: "/y"},
		"?${CONF:-/etc/a}:/etc/b":           {From: "${CONF:-/etc/a}", Path: "/etc/b", OnHost: true},
		"/srv/a:/b":                         {From: "/srv/a", Path: "/b", OnHost: true},
		"vol:/b":                            {From: "vol", Path: "/b", OnHost: true},
		"?$(dirname \"$0\")/e.sh:/e.sh":     {From: "e.sh", Path: "/e.sh"},
	} {
		start, _ := ReadRun(words("docker", "run", "-v", arg, "img"), nil)
		if len(start.Container.Mounts) != 1 {
			t.Errorf("%s: %d mounts", arg, len(start.Container.Mounts))
			continue
		}
		got := start.Container.Mounts[0]
		got.At = source.Span{}
		if got != want {
			t.Errorf("%s: %+v", arg, got)
		}
	}
}

func TestPassedOnVariable(t *testing.T) {
	given := []machine.Assignment{{Name: "A", Value: text("1"), Exported: true}, {Name: "A", Value: text("2"), Exported: true}, {Name: "B", Value: text("3")}}
	start, _ := ReadRun(words("docker", "run", "-e", "A", "-e", "B", "-e", "C", "img"), given)
	env := start.Environment
	if len(env) != 3 || env[0].Value.String() != "2" || env[0].Unknown || !env[1].Unknown || !env[1].Maybe || !env[2].Unknown {
		t.Errorf("%+v", env)
	}
}
