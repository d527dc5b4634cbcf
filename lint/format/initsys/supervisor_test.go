package initsys

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

func textOf(name, content string) source.Text {
	return source.WholeText(source.New(name, "", []byte(content)))
}

func showWord(w machine.Word) string {
	text := w.Text.String()
	out := fmt.Sprintf("%q", text)
	if w.Known < len(text) {
		out = fmt.Sprintf("%q+%q", text[:w.Known], text[w.Known:])
	}
	if w.Several {
		out += "..."
	}
	if w.Maybe {
		out += "?"
	}
	return out
}

func mark(maybe bool) string {
	if maybe {
		return "?"
	}
	return ""
}

func show(c machine.Contributions) string {
	var b strings.Builder
	for _, s := range c.Starts {
		fmt.Fprintf(&b, "start %s%s:", s.Name, mark(s.Maybe))
		for _, w := range s.Words {
			b.WriteString(" " + showWord(w))
		}
		b.WriteString("\n")
		for _, a := range s.Environment {
			fmt.Fprintf(&b, "  env %s%s=%q%s\n", a.Name, mark(a.Maybe), a.Value.String(), map[bool]string{true: " unknown"}[a.Unknown])
		}
		for _, g := range s.Gaps {
			if g.Kind == machine.CallerEnvironment && strings.HasPrefix(g.Reason, "supervisor passes on") {
				continue // every program of supervisor has this one
			}
			fmt.Fprintf(&b, "  gap %s\n", g.Reason)
		}
	}
	for _, f := range c.Files {
		fmt.Fprintf(&b, "file %s%s\n", f.Path, mark(f.Maybe))
	}
	for _, f := range c.Findings {
		at, _ := f.Span.Range()
		fmt.Fprintf(&b, "%s %q at %d:%d\n", f.ID, f.Subject, at.Line, at.Column)
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable: %s\n", c.Unreadable.Reason)
	}
	return b.String()
}

func TestSupervisor(t *testing.T) {
	cases := []struct{ name, file, text, want string }{
		{"comments, continued lines and the environment of all", "a.conf", `[supervisord]
environment=MESOS_HOSTNAME="a1"

[program:mesos-agent]
command=/usr/sbin/mesos-agent --master=zk://z1:2181/mesos ; --checkpoint
    --work_dir=/var/lib/mesos
environment=MESOS_RESOURCES="cpus(*):4;mem(*):4096",MESOS_DOCKER='http://r'
`, `start mesos-agent: "/usr/sbin/mesos-agent" "--master=zk://z1:2181/mesos" "--work_dir=/var/lib/mesos"
  env MESOS_HOSTNAME="a1"
  env MESOS_RESOURCES="cpus(*):4;mem(*):4096"
  env MESOS_DOCKER="http://r"
supervisor/comment "command" at 5:59
`},
		{"no shell", "a.conf", "[program:a]\ncommand = a $HOME && b > c \"d e\" 'f\\g' \"h\\\"i\\j\" k\\ l a;b\n", `start a: "a" "$HOME" "&&" "b" ">" "c" "d e" "f\\g" "h\"i\\j" "k l" "a;b"
`},
		{"what only the run knows", "a.conf", "[program:a]\ncommand=a --x=%(ENV_X)s --y=%%z --n=%(program_name)s\nenvironment=A=%(ENV_A)s,B=\"%%\"\n", `start a: "a" "--x="+"%(ENV_X)s" "--y=%z" "--n=a"
  env A="%(ENV_A)s" unknown
  env B="%"
`},
		{"a comment in quotes", "a.conf", "[program:a]\ncommand=a --x=\"b ;c\"\n", `start a: "a"
  gap the quotes of the command do not match, so its last words may be others; close the quote
supervisor/refused-file "command" at 2:9
`},
		{"variables that keep supervisord from starting", "a.conf", "[program:a]\ncommand=a\nenvironment=A=b;c,B=1\n[program:b]\ncommand=b\nenvironment=A=\"1\" B=2\nstray\n", `start a: "a"
  env A="b"
start b: "b"
  env A="1"
supervisor/refused-file "" at 7:1
supervisor/refused-file "environment" at 3:1
supervisor/refused-file "environment" at 6:1
`},
		{"a template", "a.conf.j2", "[program:a]\n{% if x %}\nenvironment=A={{ y }}\n{% endif %}\ncommand=a --x={{ z }} {{ more }}\n", `start a: "a" "--x="+"{{ z }}" ""+"{{ more }}"...
  env A?="{{ y }}" unknown
  gap the conditions of the template may add flags
`},
		{"no program", "a.conf", "[group:a]\ncommand=a\n[program:b]\nuser=b\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, show(ReadSupervisor(textOf(c.file, c.text), Options{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestSupervisorPassesItsEnvironmentOn holds that no program is complete by its configuration.
func TestSupervisorPassesItsEnvironmentOn(t *testing.T) {
	c := ReadSupervisor(textOf("a.conf", "[program:a]\ncommand=a\n"), Options{})
	if len(c.Starts) != 1 || len(c.Starts[0].Gaps) != 1 || c.Starts[0].Gaps[0].Kind != machine.CallerEnvironment {
		t.Errorf("%+v", c.Starts)
	}
}

func TestIsSupervisor(t *testing.T) {
	for _, test := range []struct {
		file, text string
		want       bool
	}{
		{"a", "[program:a]\n", true},
		{"a.conf", "x\n [program:b] ; c\n", true},
		{"a.ini.j2", "x\n[program:b]\n", true},
		{"a", "# c\n\n{% if x %}\n[supervisord]\nnodaemon=true\n[program:b]\n", true},
		{"a.conf", "[program:]", false},
		{"a.conf", "[programs]", false},
		{"a.conf", "# [program:a]", false},
		{"a.sh", "#!/bin/sh\ncat >/etc/supervisor/conf.d/a.conf <<E\n[program:a]\nE\n", false},
		{"a", "cat >/etc/supervisor/conf.d/a.conf <<E\n[program:a]\nE\n", false},
		{"a.yml", "write_files:\n- content: |\n    [program:a]\n", false},
	} {
		if IsSupervisor(test.file, []byte(test.text)) != test.want {
			t.Errorf("%s, %q: %v", test.file, test.text, !test.want)
		}
	}
}

// supervisorPrograms prints what supervisor reads of a configuration.
const supervisorPrograms = `
import sys, json, shlex
from supervisor.options import ServerOptions
out = []
for path in sys.argv[1:]:
    try:
        o = ServerOptions()
        o.configfile = path
        o.environ_expansions = {}
        root = o.read_config(path)
        programs = {}
        for g in root.process_group_configs:
            for p in g.process_configs:
                try:
                    words = shlex.split(p.command)
                except ValueError:
                    words = None
                programs[p.name] = {"words": words, "environment": p.environment}
        out.append(programs)
    except Exception as e:
        out.append(None)
print(json.dumps(out))
`

type supervised struct {
	Words       []string          `json:"words"`
	Environment map[string]string `json:"environment"`
}

// TestProgramsAreReadAsSupervisorDoes compares random configurations with what supervisor reads of them.
func TestProgramsAreReadAsSupervisorDoes(t *testing.T) {
	python := ""
	for _, candidate := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(candidate, "-c", "import supervisor.options").Run() == nil {
			python = candidate
			break
		}
	}
	if python == "" {
		t.Skip("there is no supervisor on this machine")
	}
	pieces := []string{"a", "--x=y", " ", "\"b c\"", "'d \"e'", "\\", "\\ ", "\\\"", ";", " ;", "%%", "#", "a;b", "\n  ", "\n\t--z=1", "=", "$X", "\"", "\n\n  --late", ":", ","}
	values := []string{"1", "\"a b\"", "'c,d'", "e;f", "/g.h", "\"i\"j", "k:l", "\"%%m\"", "\"n=o\"", "", "\"p ;q\"", "r\"s\"", "(t)", "u''v\"\"w"}
	r := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	var contents, files []string
	for i := range 150 {
		content := "[supervisord]\nnodaemon=true\n"
		if r.IntN(2) == 0 {
			content += "environment=Z=\"z\"\n"
		}
		content += "[program:p]\ncommand=/bin/a "
		for range r.IntN(6) {
			content += pieces[r.IntN(len(pieces))]
		}
		content += "\n"
		if n := r.IntN(4); n > 0 {
			content += "environment="
			for j := range n {
				content += fmt.Sprintf("%s=%s%s", string(rune('A'+j)), values[r.IntN(len(values))], []string{",", ", ", ",\n  "}[r.IntN(3)])
			}
			content += "\n"
		}
		contents = append(contents, content)
		files = append(files, filepath.Join(dir, fmt.Sprintf("%d.conf", i)))
		if err := os.WriteFile(files[i], []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(python, append([]string{"-c", supervisorPrograms}, files...)...).Output()
	if err != nil {
		t.Fatalf("supervisor: %v", err)
	}
	var theirs []map[string]supervised
	if err := json.Unmarshal(out, &theirs); err != nil {
		t.Fatal(err)
	}
	same := 0
	for i, content := range contents {
		c := ReadSupervisor(textOf("a.conf", content), Options{})
		refused := slices.ContainsFunc(c.Findings, func(f machine.Finding) bool { return f.ID == "supervisor/refused-file" })
		want, found := theirs[i]["p"]
		if !found || want.Words == nil {
			if !refused {
				t.Errorf("supervisor refuses, and we do not:\n%s", content)
			}
			continue
		}
		if refused || len(c.Starts) != 1 {
			t.Errorf("we refuse, and supervisor does not (%v):\n%s\n%s", want, content, show(c))
			continue
		}
		got := supervised{Environment: map[string]string{}}
		for _, w := range c.Starts[0].Words {
			got.Words = append(got.Words, w.Text.String())
		}
		for _, a := range c.Starts[0].Environment {
			got.Environment[a.Name] = a.Value.String()
		}
		if !slices.Equal(got.Words, want.Words) || !maps.Equal(got.Environment, want.Environment) {
			t.Errorf("supervisor reads %q, we read %q of\n%s", want, got, content)
			continue
		}
		same++
	}
	if same < 40 {
		t.Errorf("only %d are the same", same)
	}
}
