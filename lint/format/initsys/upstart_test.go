package initsys

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

// recorded is a Run that starts a shell text as one word, and writes a file for what runs before.
func recorded(c Command) machine.Contributions {
	if !c.Main {
		return machine.Contributions{Files: []machine.File{{Path: "/written by " + c.Script.String()}}}
	}
	words := c.Words
	if words == nil {
		words = []machine.Word{machine.KnownWord(source.LiteralText("sh:"+c.Script.String(), c.At))}
	}
	return machine.Contributions{Starts: []machine.Start{{Words: words, Environment: c.Environment, At: c.At}}}
}

func TestUpstart(t *testing.T) {
	cases := []struct {
		name, file, text string
		overrides        []string
		want             string
	}{
		{"a command and variables", "etc/init/m.conf", `description "mesos # master"
start on (stopped rc RUNLEVEL=[2345] # all
  and started network)
respawn
env MESOS_WORK_DIR=/var/lib/mesos
env A="b c"'d'\ e\f # comment
env B="f
   g"
env C
exec /usr/local/sbin/mesos-master --zk=zk://z1:2181/mesos \
    --quorum=1 # comment
`, nil, `start j: "sh:exec /usr/local/sbin/mesos-master --zk=zk://z1:2181/mesos --quorum=1"
  env MESOS_WORK_DIR="/var/lib/mesos"
  env A="b cd e\\f"
  env B="f g"
  gap the value of C is that of the environment in which upstart was started
`},
		{"a command that no shell runs", "etc/init/m.conf", "exec /bin/a b#c\n", nil, "start j: \"/bin/a\" \"b\"\n"},
		{"a script", "etc/init/m.conf", "pre-start script\n  echo exec\nend script\npost-stop exec /bin/b\nscript\n  . /etc/default/a\n  exec a # x\n end  script # end\nexit\n", nil, `start j: "sh:  . /etc/default/a\n  exec a # x\n"
file /written by   echo exec

`},
		{"the last one counts", "etc/init/m.conf", "exec /bin/a\nscript\n/bin/b\nend script\nexec /bin/c\n", nil, "start j: \"/bin/c\"\n"},
		{"a file that overrides", "etc/init/m.conf", "env A=1\nexec /bin/a\n", []string{"env A=2\nexec /bin/b\n"}, "start j: \"/bin/b\"\n  env A=\"1\"\n  env A=\"2\"\n"},
		{"a template", "templates/m.conf.j2", "{% if x %}\nenv A=1\n{% endif %}\nenv B={{ b }}\nenv {{ c }}=1\n{{ lines }}\nexec /bin/a {{ d }} {{ e }}\n", nil, `start j: "/bin/a" ""+"{{ d }}"... ""+"{{ e }}"...
  env A?="1"
  env B="{{ b }}" unknown
  gap the conditions of the template may add flags
  gap the names of some variables are only known when the template is rendered
  gap what some lines hold is only known when the template is rendered
`},
		{"quotes that do not end", "etc/init/m.conf", "env A=\"b\nexec /bin/a\n", nil, ""},
		{"nothing", "etc/init/m.conf", "description x\n\n# exec /bin/a\n", nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var overrides []source.Text
			for _, text := range c.overrides {
				overrides = append(overrides, textOf("m.override", text))
			}
			got := ReadUpstart("j", textOf(c.file, c.text), overrides, Options{Run: recorded})
			if diff := cmp.Diff(c.want, show(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestIsUpstart(t *testing.T) {
	const job = "start on x\nexec /bin/a\n"
	cases := []struct {
		file, text string
		want       bool
	}{
		{"etc/init/a.conf", "exec /bin/a\n", true}, {"etc/init/a.conf", "a=b\n", false}, {"a.upstart", "script\n", true}, {"x/a.conf.j2", job, true},
		{"x/a.conf", "exec /bin/a\n", false}, {"x/a.sh", job, false}, {"upstart/a.conf.erb", "script\nend script\n", true}, {"etc/init/a.conf", "script x\n", false},
	}
	for _, c := range cases {
		if IsUpstart(c.file, []byte(c.text)) != c.want {
			t.Errorf("%s %q: %v", c.file, c.text, !c.want)
		}
	}
}

// TestEditsAreReadBack replaces a value of a variable and of a word.
func TestEditsAreReadBack(t *testing.T) {
	values := []string{"plain", "\"a b\"", "'c'", "d\\ e", "f\"g\"h", "i%%j", "\"k\\\"l\"", "\"m,n\""}
	inserts := []string{"new", "a b", "it's", `"q"`, "%", "", `\`, ";", "#", " ;x"}
	edited := 0
	check := func(before string, read func(string) (machine.Assignment, bool)) {
		a, ok := read(before)
		if !ok || a.Unknown {
			return
		}
		for start := range a.Value.Len() + 1 {
			for _, insert := range inserts {
				span, text, ok := a.Value.Edit(start, a.Value.Len(), insert)
				if !ok {
					continue
				}
				want := a.Value.String()[:start] + insert
				after := before[:span.Start] + text + before[span.End:]
				if got, ok := read(after); !ok || got.Value.String() != want {
					t.Fatalf("writing %q in %q wrote %q, which reads as %q (%v)", insert, before, after, got.Value, ok)
				}
				edited++
			}
		}
	}
	for _, value := range values {
		check("env A="+value+"\nexec /bin/a\n", func(text string) (a machine.Assignment, ok bool) {
			c := ReadUpstart("j", textOf("etc/init/a.conf", text), nil, Options{})
			if len(c.Starts) != 1 || len(c.Starts[0].Environment) != 1 {
				return a, false
			}
			return c.Starts[0].Environment[0], true
		})
		check("[program:a]\nenvironment=A="+value+"\ncommand=a\n", func(text string) (a machine.Assignment, ok bool) {
			c := ReadSupervisor(textOf("a.conf", text), Options{})
			if len(c.Starts) != 1 || len(c.Starts[0].Environment) != 1 {
				return a, false
			}
			return c.Starts[0].Environment[0], true
		})
		check("[program:a]\ncommand=a A="+value+"\n", func(text string) (a machine.Assignment, ok bool) {
			c := ReadSupervisor(textOf("a.conf", text), Options{})
			if len(c.Starts) != 1 || len(c.Starts[0].Words) != 2 {
				return a, false
			}
			w := c.Starts[0].Words[1]
			return machine.Assignment{Value: w.Text, Unknown: !w.IsKnown()}, true
		})
	}
	if edited < 100 {
		t.Errorf("only %d values were edited", edited)
	}
}

func TestNothingIsOutOfProportion(t *testing.T) {
	for _, piece := range []string{"\\\n", "\"'", "env A=1\n", "exec a\n", "script\n", "(", "#\n", "[program:a]\n", "command=a\n", "\n  a", "%(", "A=1,", " ;", "\"\n", "a {{ b }} "} {
		for _, head := range []string{"exec ", "env A=", "[program:a]\ncommand=", "[program:a]\nenvironment="} {
			text := textOf("a.conf.j2", head+strings.Repeat(piece, 1<<16/len(piece)))
			began := time.Now()
			ReadUpstart("a", text, nil, Options{Run: recorded})
			ReadSupervisor(text, Options{Run: recorded})
			if took := time.Since(began); took > patience.Limit(10*time.Second) {
				t.Errorf("%q behind %q: %s", piece, head, took)
			}
		}
	}
}

func FuzzInitSystems(f *testing.F) {
	for _, seed := range []string{
		"env A=\"b c\"\nexec /bin/a \\\n --b={{ c }} # d\nscript\nx\nend script\n", "[supervisord]\nenvironment=A=1\n[program:a]\ncommand=a \"b\" %(ENV_X)s ;c\n  d\nenvironment=B='c',D=\"e\"\n",
		"start on (a\n b)\npre-start exec x\n", "{% if a %}[program:b]{% endif %}\ncommand={{ c }}d",
	} {
		f.Add([]byte(seed), "a.conf.j2")
		f.Add([]byte(seed), "a.conf")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		text := textOf(name, string(data))
		for _, read := range []func() machine.Contributions{
			func() machine.Contributions { return ReadUpstart("a", text, nil, Options{Run: recorded}) },
			func() machine.Contributions { return ReadSupervisor(text, Options{}) },
		} {
			c := machinetest.Bounded(t, len(data), read)
			for _, s := range c.Starts {
				for _, w := range s.Words {
					checkSpan(t, w.Text.Raw())
					checkSpan(t, w.Text.All())
				}
				for _, a := range s.Environment {
					checkSpan(t, a.NameSpan)
					checkSpan(t, a.Span)
					checkSpan(t, a.Value.All())
				}
				checkSpan(t, s.At)
			}
			for _, found := range c.Findings {
				checkSpan(t, found.Span)
			}
		}
		IsUpstart(name, data)
		IsSupervisor("a.conf", data)
	})
}

func checkSpan(t *testing.T, s source.Span) {
	t.Helper()
	if s.Source == nil || s.Start < 0 || s.End < s.Start || len(s.Source.Data) < s.End {
		t.Fatalf("[%d, %d)", s.Start, s.End)
	}
}
