package load

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// readAs reads data as a file that was named by the user, without a directory around it.
func readAs(t testing.TB, path string, as config.Kind, data []byte) *config.Config {
	t.Helper()
	l, err := newLoader(t.Context(), Options{Dir: "/nonexistent", Vocabulary: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	f := &file{path: path, abs: "/nonexistent/" + path, named: true, as: as}
	f.class = l.classify(f.abs, as)
	f.set(source.New(f.path, f.abs, data), 0)
	l.files = []*file{f}
	l.recognise(f)
	l.contribute()
	l.assemble()
	l.sort()
	return &l.out
}

// TestFlagLinesAreReadAsTheyStand gives each kind of line its meaning, to the byte.
func TestFlagLinesAreReadAsTheyStand(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"--quorum=2", `cli quorum="2"`},
		{"--quorum= 2 ", `cli quorum=" 2 "`},
		{"\t--quorum=2\r", `cli quorum="2\r"`},
		{"--hostname_lookup", `cli hostname_lookup`},
		{"--hostname_lookup ", `cli hostname_lookup`},
		{"--no-hostname_lookup", `cli no-hostname_lookup`},
		{"--no-x=y", `cli no-x="y"`},
		{"--quorum 2", `cli quorum 2`},
		{"--=x", `cli ="x"`},
		{"--zk=a=b", `cli zk="a=b"`},
		{`--zk="a b"`, `cli zk="\"a b\""`},
		{"--zk=# no comment", `cli zk="# no comment"`},
		{"-quorum=2", `argument "-quorum=2" after end false`},
		{"quorum=2", `argument "quorum=2" after end false`},
		{"\ufeff--quorum=2", `argument "\ufeff--quorum=2" after end false`},
		{"--zk={{ zk }}", `cli zk="{{ zk }}" dynamic`},
		{"# --quorum=2", ""},
		{"  ", ""},
	} {
		want := "node master x complete\n"
		if c.want != "" {
			want += "  " + c.want + "\n"
		}
		if got := dump(readAs(t, "x", config.MasterFlags, []byte(c.line+"\n"))); got != want {
			t.Errorf("%q reads as\n%swant\n%s", c.line, got, want)
		}
	}
}

func FuzzFlagLines(f *testing.F) {
	f.Add([]byte("--quorum=2\n# c\n\n--zk=zk://a\r\nfoo\n--\n--x"))
	f.Add([]byte("{% if x %}\n--a={{ b }}\n{% endif %}\n--{{ c }}=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := readAs(t, "x.flags", config.MasterFlags, data)
		lines := 0
		for line := range strings.Lines(string(data)) {
			if line = strings.Trim(line, mesosSpace); line != "" && line[0] != '#' {
				lines++
			}
		}
		read := 0
		for _, n := range c.Nodes {
			checkSpans(t, c)
			read += len(n.Settings) + len(n.Arguments)
		}
		if len(c.Nodes) > 0 && read > lines {
			t.Errorf("read %d arguments of %d lines", read, lines)
		}
	})
}

func FuzzUnit(f *testing.F) {
	f.Add([]byte("[Service]\nEnvironment=\"MESOS_X=a b\" Y=1\nExecStart=/bin/sh -c 'exec mesos-master --x=$${Y} \"--z=$$(a)\"'\n"))
	f.Add([]byte("[Service]\nExecStart=-/usr/bin/docker run -e A=b \\\n # c\n --rm mesos-agent --x=%i ${A} $A ; x\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkSpans(t, readAs(t, "mesos-master.service", config.Unit, data))
	})
}

// FuzzDetect looks at any bytes as if they could be a document; it must not fail, and must not claim what has no key.
func FuzzDetect(f *testing.F) {
	f.Add([]byte(`{"permissive": true}`))
	f.Add([]byte(`[{"principal": "p", "secret": "s"}`))
	f.Add([]byte(`// c` + "\n" + `{"libraries": [{"file": "x"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := readAs(t, "x", config.Unknown, data)
		if len(c.Documents) > 0 && !strings.Contains(string(data), `"`) {
			t.Errorf("%q was taken for %s", data, c.Documents[0].Kind)
		}
	})
}
