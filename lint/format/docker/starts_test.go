package docker

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

// tree is a tree of the test.
type tree = machinetest.Tree

// known is the table of images of the test.
func known(reference machine.Word) *Image {
	switch ParseReference(reference.Text.String()).Name {
	case "mesosphere/mesos-master":
		return Known{Entrypoint: []string{"mesos-master"}, Command: []string{"--registry=in_memory"}}.Image(reference)
	case "mesoscloud/mesos-slave":
		return Known{
			Entrypoint: []string{"/entrypoint.sh"}, HandsOn: true, Command: []string{"/usr/sbin/mesos-slave"},
			Environment: []string{"MESOS_WORK_DIR=/tmp/mesos"}, Exports: map[string][]string{"SECRET": {"MESOS_CREDENTIAL=/tmp/credential"}},
		}.Image(reference)
	case "debian":
		return Known{Command: []string{"bash"}}.Image(reference)
	case "open":
		return Known{Command: []string{"mesos-slave"}, Sometimes: []string{"S=1"}, Open: "more may come"}.Image(reference)
	}
	return nil
}

// shown writes starts for comparison: words, then the variables that reach the program, then the gaps.
func shown(c machine.Contributions) []string {
	var out []string
	for _, s := range c.Starts {
		line := fmt.Sprintf("%q", strs(s.Words))
		env := map[string]string{}
		var names []string
		for _, a := range s.Environment {
			if _, found := env[a.Name]; !found {
				names = append(names, a.Name)
			}
			env[a.Name] = a.Value.String()
			if a.Unknown {
				env[a.Name] = "?"
			}
			if a.Maybe {
				env[a.Name] += "?"
			}
		}
		for _, n := range names {
			line += " " + n + "=" + env[n]
		}
		if s.Maybe {
			line += " maybe"
		}
		if s.Root != "" {
			line += " in " + s.Root
		}
		for _, g := range s.Gaps {
			line += " | " + g.Reason
		}
		out = append(out, line)
	}
	return out
}

func TestDockerfileStarts(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string
	}{
		{"both forms of ENV", "FROM debian\nENV A /x\nENV B=/y C=\"z\"\nENTRYPOINT [\"mesos-master\"]\nCMD [\"--zk=z\"]\n",
			[]string{`["mesos-master" "--zk=z"] A=/x B=/y C=z`}},
		{"the CMD of a known image", "FROM mesosphere/mesos-master:1.0.1\nENV A=1\n",
			[]string{`["mesos-master" "--registry=in_memory"] A=1`}},
		{"a new ENTRYPOINT drops the inherited CMD", "FROM mesosphere/mesos-master:1.0.1\nENTRYPOINT [\"mesos-master\", \"--x\"]\n",
			[]string{`["mesos-master" "--x"]`}},
		{"an ENTRYPOINT keeps a CMD of its own stage", "FROM mesosphere/mesos-master\nCMD [\"--y\"]\nENTRYPOINT [\"mesos-master\", \"--x\"]\n",
			[]string{`["mesos-master" "--x" "--y"]`}},
		{"a CMD keeps the inherited ENTRYPOINT", "FROM mesosphere/mesos-master\nCMD [\"--y\"]\n",
			[]string{`["mesos-master" "--y"]`}},
		{"a shell CMD under an exec ENTRYPOINT", "FROM mesosphere/mesos-master\nCMD --y\nCMD x --y\n",
			[]string{`["mesos-master" "/bin/sh" "-c" "x --y"]`}},
		{"an image that is not known", "FROM example/x\nCMD [\"mesos-agent\"]\n",
			[]string{`["mesos-agent"] | the image may bring variables and flags of its own`}},
		{"scratch", "FROM scratch\nENV A=${B:-c}\nCMD [\"a\"]\n", []string{`["a"] A=c`}},
		{"ARG is no environment", "ARG V=1\nFROM debian\nARG W=2\nENV A=$W B=$V C=${W:-3}\nCMD [\"a\"]\n", []string{`["a"] A=? B=? C=?`}},
		{"defaults of ENV", "FROM debian\nENV A=${A:-1} B=$A C=${X-${Y:-2}}\nENV D=$A E=${A:-3} F=${C:-4}5\nCMD [\"a\"]\n", []string{`["a"] A=1 B=? C=2 D=? E=? F=?`}},
		{"ENV of the build stage is gone, that of a base stage is not",
			"FROM golang AS build\nENV A=1\nFROM debian AS base\nENV B=2\nCMD [\"b\"]\nFROM base\nCOPY --from=build /x /y\nENV C=3\n",
			[]string{`["b"] B=2 C=3`}},
		{"FROM an argument", "ARG I=debian\nFROM $I\nCMD [\"a\"]\n", []string{`["a"] | --build-arg may choose another image`}},
		{"FROM an argument for the tag", "ARG V=1.0\nFROM mesosphere/mesos-master:$V\n", []string{`["mesos-master" "--registry=in_memory"]`}},
		{"ONBUILD runs in the next stage", "FROM debian AS a\nONBUILD ENV A=1\nONBUILD CMD [\"x\"]\nFROM a\nENV B=$A\n", []string{`["x"] A=1 B=1`}},
		{"stages with a start of their own", "FROM debian AS base\nENV A=1\nFROM base AS master\nCMD [\"mesos-master\"]\nFROM base AS agent\nCMD [\"mesos-agent\"]\n",
			[]string{`["mesos-agent"] A=1`, `["mesos-master"] A=1 maybe in master`}},
		{"init programs", "FROM debian\nENTRYPOINT [\"/usr/bin/dumb-init\", \"--rewrite\", \"15:2\", \"--\", \"tini\", \"-v\", \"-e\", \"143\", \"mesos-master\"]\nCMD [\"-x\"]\n",
			[]string{`["mesos-master" "-x"]`}},
		{"no command", "FROM debian\nENTRYPOINT []\nCMD []\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ReadDockerfile(text(test.file), Options{Images: known})
			if strings.Contains(test.file, "CMD --y") != (got.Unreadable != nil) {
				t.Errorf("unreadable: %v", got.Unreadable)
			}
			if diff := cmp.Diff(test.want, shown(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A template is read as it is once it is rendered: control lines are gone, expressions are not known, and what a condition
// holds is maybe.
func TestTemplates(t *testing.T) {
	file := `FROM mesosphere/mesos-master:{{ version }}
{% if zk %}
ENV A="{{ zk }}/mesos" B=x{{ b }}y
{% endif %}
ENV C=1 \
{% if d %}
    D=2 \
{% endif %}
    E=3
COPY {{ file }} /etc/x
CMD ["--zk={{ zk }}", "--quorum=1"]
`
	o := Options{Images: known, Marks: func(text source.Text) *template.Marks { return template.Find([]byte(text.String()), "Dockerfile.j2") }}
	c := ReadDockerfile(text(file), o)
	if c.Unreadable != nil || len(c.Starts) != 1 {
		t.Fatalf("%v %v", c.Unreadable, c.Starts)
	}
	want := []string{`["mesos-master" "--zk={{ zk }}" "--quorum=1"] A=?? B=?? C=1 D=2? E=3`}
	if diff := cmp.Diff(want, shown(c)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if w := c.Starts[0].Words[1]; w.Known != len("--zk=") {
		t.Errorf("%d bytes of %q are known", w.Known, w.Text)
	}
	if len(c.Gaps) != 1 {
		t.Errorf("gaps %v", c.Gaps)
	}
	for _, a := range c.Starts[0].Environment {
		if a.Name == "E" {
			if after, ok := edited(a.Value, 0, 1, "4"); !ok || !strings.Contains(after, "{% endif %}\n    E=4\n") {
				t.Errorf("%q", after)
			}
		}
	}
}

func TestRunStarts(t *testing.T) {
	files := tree{"a.env": "A=file\nB=\"q\"\n", "bad.env": "export A=1\n"}
	tests := []struct {
		name string
		line string
		want []string
	}{
		{"the words replace CMD", "docker run mesosphere/mesos-master:1.0 --zk=z", []string{`["mesos-master" "--zk=z"]`}},
		{"CMD without words", "docker run mesosphere/mesos-master:1.0", []string{`["mesos-master" "--registry=in_memory"]`}},
		{"--entrypoint drops CMD", "docker run --entrypoint mesos-master mesosphere/mesos-master", []string{`["mesos-master"]`}},
		{"an empty --entrypoint", "docker run --entrypoint= mesosphere/mesos-master mesos-agent", []string{`["mesos-agent"]`}},
		{"files are weaker than -e, wherever they stand", "docker run -e A=e --env-file a.env mesosphere/mesos-master", []string{`["mesos-master" "--registry=in_memory"] A=e B="q"`}},
		{"the image is weaker than both", "docker run -e MESOS_WORK_DIR=/w mesoscloud/mesos-slave:0.28.1", []string{`["/usr/sbin/mesos-slave"] MESOS_WORK_DIR=/w`}},
		{"an entrypoint that is known exports", "docker run -e SECRET=x mesoscloud/mesos-slave:0.28.1 mesos-agent", []string{`["mesos-agent"] MESOS_WORK_DIR=/tmp/mesos SECRET=x MESOS_CREDENTIAL=/tmp/credential`}},
		{"nothing without its variable", "docker run -e SECRET= mesoscloud/mesos-slave:0.28.1 mesos-agent", []string{`["mesos-agent"] MESOS_WORK_DIR=/tmp/mesos SECRET=`}},
		{"nor where it does not run", "docker run -e SECRET=x --entrypoint mesos-agent mesoscloud/mesos-slave:0.28.1", []string{`["mesos-agent"] MESOS_WORK_DIR=/tmp/mesos SECRET=x`}},
		{"a table that does not know all", "docker run open", []string{`["mesos-slave"] S=1? | more may come`}},
		{"a file that docker refuses", "docker run --env-file bad.env mesosphere/mesos-master", []string{`["mesos-master" "--registry=in_memory"] | docker refuses the environment file: a name holds a blank`}},
		{"a file that is not there", "docker run --env-file no.env mesosphere/mesos-master", []string{`["mesos-master" "--registry=in_memory"] | the environment file of the container may add variables, but was not found`}},
		{"an image that is not known", "docker run example/x mesos-agent --a", []string{`["mesos-agent" "--a"] | the image may bring variables and flags of its own`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := Options{Images: known, Tree: files}
			start, found := ReadRun(words(strings.Fields(test.line)...), nil)
			if !found {
				t.Fatal("not found")
			}
			got := o.Starts(known(start.Container.Image), start)
			if diff := cmp.Diff(test.want, shown(got)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// passOn is a shell of the test: it knows "export NAME=value" and exec "$@".
func passOn(s Script) machine.Contributions {
	var c machine.Contributions
	var env []machine.Assignment
	for line := range strings.SplitSeq(s.Text.String(), "\n") {
		if name, value, found := strings.Cut(strings.TrimPrefix(line, "export "), "="); found {
			env = append(env, machine.Assignment{Name: name, Value: text(value), Exported: true})
		}
		if line == `exec "$@"` {
			c.Starts = append(c.Starts, machine.Start{Words: s.Arguments[1:], Environment: env})
		}
	}
	return c
}

func TestEntrypointScripts(t *testing.T) {
	script := "#!/bin/sh\nexport B=2\nexec \"$@\"\n"
	tests := []struct {
		name, file string
		files      tree
		start      string
		want       []string
	}{
		{"its exports reach the command", "FROM debian\nCOPY e.sh /\nENV A=1\nENTRYPOINT [\"/e.sh\"]\nCMD [\"mesos-master\"]\n",
			tree{"e.sh": script}, "docker run x", []string{`["mesos-master"] A=1 B=2`}},
		{"in a directory that is copied", "FROM debian\nCOPY . /opt/\nENTRYPOINT [\"/opt/bin/e.sh\", \"mesos-master\"]\n",
			tree{"bin/e.sh": script, "x": ""}, "docker run x", []string{`["mesos-master"] B=2`}},
		{"found in PATH, renamed", "FROM debian\nADD e.sh /usr/local/bin/start\nENTRYPOINT [\"start\"]\n",
			tree{"e.sh": script}, "docker run x mesos-agent --a", []string{`["mesos-agent" "--a"] B=2`}},
		{"below WORKDIR, behind an init", "FROM debian\nWORKDIR /app\nCOPY e.sh .\nENTRYPOINT [\"tini\", \"--\", \"./e.sh\"]\nCMD [\"mesos-agent\"]\n",
			tree{"e.sh": script}, "docker run x", []string{`["mesos-agent"] B=2`}},
		{"given to a shell", "FROM debian\nCOPY e.sh /\nENTRYPOINT [\"bash\", \"/e.sh\"]\nCMD [\"mesos-agent\"]\n",
			tree{"e.sh": script}, "docker run x", []string{`["mesos-agent"] B=2`}},
		{"from an earlier stage", "FROM debian AS a\nCOPY e.sh /s/e.sh\nFROM debian\nCOPY --from=a /s /t\nENTRYPOINT [\"/t/e.sh\", \"m\"]\n",
			tree{"e.sh": script}, "docker run x", []string{`["m"] B=2`}},
		{"of a here-document", "FROM debian\nCOPY <<\"E\" /e.sh\n" + script + "E\nENTRYPOINT [\"/e.sh\", \"m\"]\n",
			tree{}, "docker run x", []string{`["m"] B=2`}},
		{"mounted over that of the image", "FROM debian\nENTRYPOINT [\"/e.sh\", \"m\"]\n",
			tree{"mine.sh": script}, "docker run -v ./mine.sh:/e.sh x", []string{`["m"] B=2`}},
		{"one that hands on to another", "FROM debian\nCOPY *.sh /\nENTRYPOINT [\"/e.sh\", \"/f.sh\", \"m\"]\n",
			tree{"e.sh": script, "f.sh": "#!/bin/bash\nexport C=3\nexec \"$@\"\n"}, "docker run x", []string{`["m"] B=2 C=3`}},
		{"one that nobody can follow", "FROM debian\nCOPY e.sh /\nENTRYPOINT [\"/e.sh\", \"m\"]\n",
			tree{"e.sh": "#!/bin/sh\n. /lib/x\n"}, "docker run x", []string{`["/e.sh" "m"] | the script may start the program with flags of its own`}},
		{"one that is not in the tree", "FROM debian\nENTRYPOINT [\"/e.sh\", \"m\"]\n", tree{}, "docker run x", []string{`["/e.sh" "m"]`}},
		{"one that the build changes", "FROM debian\nCOPY e.sh /\nCOPY --from=other/image /e.sh /e.sh\nENTRYPOINT [\"/e.sh\", \"m\"]\n",
			tree{"e.sh": script}, "docker run x", []string{`["/e.sh" "m"]`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := Options{Images: known, Tree: test.files, Shell: passOn}
			image, problem := BuildImage(text(test.file), o)
			if problem != nil {
				t.Fatal(problem.Reason)
			}
			start, _ := ReadRun(words(strings.Fields(test.start)...), nil)
			if diff := cmp.Diff(test.want, shown(o.Starts(image, start))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCopiedFiles(t *testing.T) {
	files := tree{
		"flags/work_dir": "/w\n", "flags/README": "", "flags/attributes/rack": "r1", "default": "", "a.json": "", "b.json": "", "up.tar.gz": "",
		".dockerignore": "# none\n**/README\n*.json\n!a.json\n",
	}
	tests := []struct {
		name, file string
		want       []string
	}{
		{"a directory: what is in it", "COPY flags/ /etc/mesos-slave/", []string{"/etc/mesos-slave/attributes/rack < flags/attributes/rack", "/etc/mesos-slave/work_dir < flags/work_dir"}},
		{"a file into a directory", "COPY default /etc/default/", []string{"/etc/default/default < default"}},
		{"a file into one of the usual directories", "COPY default /etc", []string{"/etc/default < default"}},
		{"a file under a new name", "COPY default /etc/default/mesos", []string{"/etc/default/mesos < default"}},
		{"a pattern, and what is ignored", "COPY *.json /x/", []string{"/x/a.json < a.json"}},
		{"variables and WORKDIR", "ENV N=default\nWORKDIR /w\nCOPY $N etc/", []string{"/w/", "/w/etc/default < default"}},
		{"into a directory that is there", "COPY flags /f\nCOPY default /f", []string{"/f/attributes/rack < flags/attributes/rack", "/f/work_dir < flags/work_dir", "/f/default < default"}},
		{"a mode", "COPY --chmod=600 a.json /a", []string{"/a < a.json 0600"}},
		{"what is fetched", "ADD https://x.example/d/q.json?v=1 /etc/", []string{"/etc/q.json unknown"}},
		{"of another image", "COPY --from=other /a/b /c/", []string{"/c/b unknown"}},
		{"a here-document", "ENV Q=2\nCOPY <<E /q\n$Q\nE", []string{`/q = "2\n"`}},
		{"a here-document whose variable is not known", "COPY <<E /q\na $Q\nE", []string{`/q = "a $Q\n" known 2`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			image, problem := BuildImage(text("FROM debian\n"+test.file+"\n"), Options{Tree: files, Images: known})
			if problem != nil {
				t.Fatal(problem.Reason)
			}
			var got []string
			for _, f := range image.Files {
				line := f.Path
				switch {
				case f.Directory:
					line += "/"
				case f.Copy != nil:
					line += " < " + f.Copy.Path
				case f.Known == machine.UnknownContent:
					line += " unknown"
				default:
					line += fmt.Sprintf(" = %q", f.Content.String())
					if f.Known < f.Content.Len() {
						line += fmt.Sprintf(" known %d", f.Known)
					}
				}
				if f.Mode != 0 {
					line += fmt.Sprintf(" %04o", f.Mode)
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if strings.Contains(test.file, "tar") && len(image.Gaps) == 0 {
				t.Error("no gap")
			}
		})
	}
}

func TestGapsOfImages(t *testing.T) {
	for _, line := range []string{"ADD up.tar.gz /etc/", "COPY $X /etc/", "COPY a $X", "COPY --parents a /b"} {
		image, _ := BuildImage(text("FROM debian\n"+line+"\n"), Options{Tree: tree{"up.tar.gz": "", "a": ""}, Images: known})
		if len(image.Gaps) != 1 {
			t.Errorf("%s: %v", line, image.Gaps)
		}
	}
}

func TestRefusedDockerfiles(t *testing.T) {
	for file, at := range map[string]int{
		"FROM a\nENV A\n":                    7,
		"FROM a\nENV A=1\nCMD [\"x\", 1]\n":  15,
		"RUN x\n":                            0,
		"FROM a\nFOO x\n":                    7,
		"FROM a\nENV A=\"x\n":                7,
		"FROM a\nRUN cat <<E\nx\n":           7,
		"FROM a\nENV A=$A$A\nCMD --flag x\n": 18,
		"":                                   0,
	} {
		_, problem := BuildImage(text(file), Options{})
		if problem == nil {
			t.Errorf("%q is read", file)
			continue
		}
		if problem.At.Start != at {
			t.Errorf("%q: at %d", file, problem.At.Start)
		}
	}
}

func TestRunScripts(t *testing.T) {
	var got []string
	shell := func(s Script) machine.Contributions {
		line := fmt.Sprintf("%q in %s", s.Text.String(), s.Directory)
		if s.Command != nil {
			line = fmt.Sprintf("%q in %s", strs(s.Command), s.Directory)
		}
		for _, a := range s.Environment {
			line += fmt.Sprintf(" %s=%s", a.Name, a.Value.String())
			if a.Unknown {
				line += "?"
			}
		}
		got = append(got, line)
		return machine.Contributions{Starts: []machine.Start{{Words: words("mesos-master")}}}
	}
	c := ReadDockerfile(text(`FROM debian
ARG V=1
ENV A=1
WORKDIR /w
RUN set -e; \
    # why
    echo a > b
RUN ["sh", "-c", "x"]
RUN <<E
one
two
E
RUN cat <<-'E' > f
	tab
	E
RUN <<-E
	a
E
SHELL ["/bin/bash", "-c"]
RUN y
`), Options{Images: known, Shell: shell})
	want := []string{
		`"set -e;     echo a > b" in /w A=1 V=?`, `["sh" "-c" "x"] in /w A=1 V=?`, `"one\ntwo\n" in /w A=1 V=?`,
		`"cat <<-'E' > f\n\ttab\n\tE" in /w A=1 V=?`, `"a\n" in /w A=1 V=?`, `["/bin/bash" "-c" "y"] in /w A=1 V=?`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(c.Starts) != 1 || c.Starts[0].Words[0].Text.String() != "bash" {
		t.Errorf("what RUN starts is started by the image: %v", shown(c))
	}
}

func TestReferences(t *testing.T) {
	for text, want := range map[string]Reference{
		"debian":                                {Name: "debian"},
		"library/debian:9":                      {Name: "debian", Tag: "9", TagAt: 15},
		"mesosphere/mesos-master:1.0.1-2.0.93":  {Name: "mesosphere/mesos-master", Tag: "1.0.1-2.0.93", TagAt: 24},
		"localhost:5000/a/b":                    {Registry: "localhost:5000", Name: "a/b"},
		"quay.io/a/b:c@sha256:0":                {Registry: "quay.io", Name: "a/b", Tag: "c", Digest: "sha256:0", TagAt: 12},
		"docker.io/mesosphere/mesos-slave":      {Name: "mesosphere/mesos-slave"},
		"index.docker.io/library/ubuntu:xenial": {Name: "ubuntu", Tag: "xenial", TagAt: 31},
	} {
		if got := ParseReference(text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
