package dump

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

// facts know a few flags; what is reported as "default" is one, and "acls" are never known.
func facts() Facts {
	flags := map[string][]string{
		master: {"zk", "quorum", "acls", "modules", "work_dir", "port", "registry"},
		agent:  {"master", "isolation", "work_dir", "port", "attributes"},
	}
	return Facts{
		IsFlag: func(daemon, name string) bool { return slices.Contains(flags[daemon], name) },
		Report: func(_, version string, _ map[string]string) func(name, value string) Value {
			return func(name, value string) Value {
				switch {
				case value == "default", value == "default of "+version:
					return Default
				case name == "acls", name == "modules":
					return Unknown
				}
				return Given
			}
		},
	}
}

func read(text string) machine.Contributions {
	c, _ := Read(source.WholeText(source.New("f", "", []byte(text))), facts(), machine.Limits{})
	return c
}

// shown writes what was read, a line a start.
func shown(c machine.Contributions) string {
	var b strings.Builder
	for _, s := range c.Starts {
		for i, w := range s.Words {
			fmt.Fprintf(&b, "%s%q", strings.Repeat(" ", min(i, 1)), w.Text)
			if !w.IsKnown() {
				fmt.Fprintf(&b, " known %d", w.Known)
			}
		}
		for _, a := range s.Environment {
			fmt.Fprintf(&b, " %s=%q", a.Name, a.Value)
		}
		for _, g := range s.Gaps {
			fmt.Fprintf(&b, " gap %d", g.Kind)
		}
		b.WriteString("\n")
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable: %s\n", c.Unreadable.Reason)
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{
			"/flags: what is a default is not given, and a message is not known",
			`{"flags": {"acls": "permissive: false\n", "port": "default", "quorum": "2", "zk": "zk://h:2181/m"}}`,
			`"mesos-master" "--acls=permissive: false\n" known 7 "--quorum=2" "--zk=zk://h:2181/m"` + "\n",
		}, {
			"an answer with its headers, after one that only promises it",
			"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nDate: x\r\n\r\n" + `{"flags": {"quorum": "2", "zk": "zk://h:2181/m"}}`,
			`"mesos-master" "--quorum=2" "--zk=zk://h:2181/m"` + "\n",
		}, {
			"a redirection", "HTTP/1.1 307 Temporary Redirect\r\nLocation: //h:5050/flags\r\n\r\n",
			"unreadable: is a redirection (HTTP 307), from a master that is not the leading one; ask with curl -L\n",
		}, {
			"a refusal", "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic\n\n",
			"unreadable: the daemon refused to answer (HTTP 401); ask as a principal who may see the flags, with curl -u\n",
		}, {
			"a log of docker, a line of JSON each, the last cut off",
			`{"log":"I0101 10:00:00.000000  12 master.cpp:383] Flags at startup: --quorum=\"1\" --zk=\"zk://h:2181/m\"\n","stream":"stderr"}` + "\n" +
				`{"log":"I0101 11:00:00.000000  12 master.cpp:383] Flags at startup: --quorum=\"2\" --zk=\"zk://h:2181/m\"\n","stream":"stderr"}` + "\n" + `{"log":"I01`,
			`"mesos-master" "--quorum=2" "--zk=zk://h:2181/m"` + "\n",
		}, {
			"what journalctl prints as JSON",
			`{"MESSAGE":"I0101 10:00:00.000000  12 slave.cpp:210] Flags at startup: --master=\"zk://h:2181/m\" --work_dir=\"/w\"","_PID":"1"}` + "\n",
			`"mesos-agent" "--master=zk://h:2181/m" "--work_dir=/w"` + "\n",
		}, {
			"another answer", "HTTP/2 500\n\n", "unreadable: is not an answer about flags (HTTP 500)\n",
		}, {
			"/state: the release is in it, and the daemon is told by the address of its process",
			`{"version": "1.4.1", "pid": "slave(1)@10.0.0.1:5051", "frameworks": [], "flags": {"port": "default of 1.4.1", "work_dir": "/w"}}`,
			`"mesos-agent" "--work_dir=/w"` + "\n",
		}, {
			"/state of one who may not see the flags",
			`{"version": "1.4.1", "pid": "master@10.0.0.1:5050", "frameworks": []}`,
			"unreadable: says nothing of the flags of the daemon, because whoever asked may not see them (VIEW_FLAGS); ask as a principal who may, and check the answer of /flags\n",
		}, {
			"GET_FLAGS: a list of names and values, in any order",
			`{"type": "GET_FLAGS", "get_flags": {"flags": [{"name": "quorum", "value": "1"}, {"value": "/w", "name": "work_dir"}, {"name": "acls"}, {"name": "zk", "value": "default"}]}}`,
			`"mesos-master" "--quorum=1" "--work_dir=/w"` + "\n",
		}, {
			"flags that a build of its own has",
			`{"flags": {"quorum": "2", "zk": "zk://h/m", "work_dir": "/w", "acme": "1"}}`,
			`"mesos-master" "--quorum=2" "--zk=zk://h/m" "--work_dir=/w" "--acme=1"` + "\n",
		}, {"flags of another program, one of which Mesos has too", `{"flags": {"dark_mode": "yes", "port": "1"}}`, ""},
		{"flags that both daemons have", `{"flags": {"work_dir": "yes", "port": "1"}}`, ""},
		{"flags that are no texts", `{"flags": {"quorum": "2", "zk": 1, "work_dir": "/w"}}`, ""},
		{"an answer that was cut off", `{"flags": {"quorum": "2", "zk": "zk`, "unreadable: is not JSON: it ends in the middle; save the whole answer\n"},
		{
			"a log: messages over several lines, quotes inside, and the entry behind it",
			"I1128 10:00:00.123456  17 main.cpp:1] Version: 1.4.1\nI1128 10:00:00.123460  17 master.cpp:2] Flags at startup: --acls=\"run {\n  \"ops\" --x\n}\n\" --port=\"default of 1.4.1\" --quorum=\"1\" --work_dir=\"/w x\"\nI1128 10:00:01.000000  17 master.cpp:3] \"done\"\n",
			`"mesos-master" "--acls=run {\n  \"ops\" --x\n}\n" known 7 "--quorum=1" "--work_dir=/w x"` + "\n",
		}, {
			"a log of two starts: what runs is the last one; syslog's own prefix does not matter",
			"Nov 28 h mesos[1]: I1128 10:00:00.123460  17 slave.cpp:2] Flags at startup: --port=\"1\" --work_dir=\"/a\"\nNov 28 h mesos[1]: I1128 10:00:01.123460  17 slave.cpp:2] Flags at startup: --port=\"2\" --work_dir=\"/b\"\r\n",
			`"mesos-agent" "--port=2" "--work_dir=/b"` + "\n",
		}, {
			"a line that was cut off",
			"I1128 10:00:00.123460  17 slave.cpp:2] Flags at startup: --port=\"1\" --work_dir=\"/va\n",
			`"mesos-agent" "--port=1" "--work_dir=/va" known 11 gap 1` + "\n",
		}, {
			"/proc/N/cmdline: blanks and newlines belong to values",
			"/usr/sbin/mesos-slave\x00--attributes=a:b c;\nd\x00--work_dir=/w\x00",
			`"/usr/sbin/mesos-slave" "--attributes=a:b c;\nd" "--work_dir=/w" gap 4` + "\n",
		}, {
			"/proc/N/environ",
			"PATH=/bin\x00MESOS_ISOLATION=cgroups\x00MESOS_WORK_DIR=/w\x00",
			`"mesos-agent" PATH="/bin" MESOS_ISOLATION="cgroups" MESOS_WORK_DIR="/w" gap 1` + "\n",
		}, {"the environment of an executor", "MESOS_ISOLATION=cgroups\x00MESOS_FRAMEWORK_ID=f\x00", ""},
		{"the command line of another program", "/bin/grep\x00mesos-slave\x00--port=1\x00", ""},
		{
			"ps -ef: only the daemons",
			"UID PID PPID C STIME TTY TIME CMD\nroot 1 1 0 Nov27 ? 00:01:02 /usr/sbin/mesos-slave --port=1 --no-strict\nroot 2 1 0 Nov27 ? 00:00:00 logger -t mesos-slave[1]\nme 9 1 0 10:00 pts/0 00:00:00 grep mesos-slave --port=2\nroot 3 1 0 Nov27 ? 00:00:00 sudo mesos-slave --port=3\n",
			`"/usr/sbin/mesos-slave" "--port=1" "--no-strict" gap 4` + "\n",
		}, {
			"ps aux: a word that is no flag may belong to the value before it",
			"root 1 0.1 0.3 99 12 ? Ssl 10:00 0:01 mesos-agent --attributes=os:el 7 --port=1 --strict\n",
			`"mesos-agent" "--attributes=os:el 7" known 13 "--port=1" "--strict" gap 4` + "\n",
		}, {
			"what looks like a flag inside such a value",
			"root 1 0.1 0.3 99 12 ? S 10:00 0:01 mesos-agent --attributes=os:el --x=7 --port=1\nroot 2 0.1 0.3 99 12 ? S 10:00 0:01 mesos-agent --attributes=os:el 7 --x=7 --port=1\n",
			`"mesos-agent" "--attributes=os:el" "--x=7" "--port=1" gap 4` + "\n" + `"mesos-agent" "--attributes=os:el 7 --x=7" known 13 "--port=1" gap 4` + "\n",
		},
		{"systemctl status draws a tree before the processes", "   CGroup: /system.slice/mesos-slave.service\n           ├─1234 /usr/sbin/mesos-slave --port=1\n           └─1235 logger -p user.info -t mesos-slave[1234]\n",
			`"/usr/sbin/mesos-slave" "--port=1" gap 4` + "\n"},
		{"ps -o args=", "/usr/sbin/mesos-master --quorum=1\n", `"/usr/sbin/mesos-master" "--quorum=1" gap 4` + "\n"},
		{"a daemon without arguments", "root 1 0.1 0.3 99 12 ? S 10:00 0:01 mesos-master\n", ""},
	} {
		if diff := cmp.Diff(c.want, shown(read(c.text))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestShows(t *testing.T) {
	for text, want := range map[string]bool{
		`{"flags" : { "a": "b"}}`:                                     true,
		`{"x": {"flags": [1]}, "flags": {}}`:                          false,
		`{"flags": {"a": 1}}`:                                         false,
		`{"frameworks": [], "pid": "slave(1)"}`:                       true,
		`{"marathon_config": {"master": "zk://h:2181/mesos"}}`:        false,
		"Start it with\n\n    mesos-master --quorum=1\n":              false,
		"mesos-master --quorum=1\n":                                   true,
		"mesos-master --quorum=$QUORUM\n":                             false,
		"#!/bin/sh\nmesos-master --quorum=1\n":                        false,
		"the mesos-master takes --quorum=1\n":                         false,
		"1. run mesos-master --quorum=1\n":                            false,
		"MESOS_QUORUM=1\x00":                                          true,
		"MESOS_QUORUM=1\n":                                            false,
		"I0101 00:00:00.000000 1 x.cpp:1] Flags at startup: --a=\"\"": true,
	} {
		if got := Shows("f", []byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Where a flag and its value stand is where they are written.
func TestSpans(t *testing.T) {
	for _, text := range []string{
		`{"flags": {"quorum": "2", "zk": "zk://\u0068/m"}}`,
		"I0101 00:00:00.000000 1 master.cpp:1] Flags at startup: --quorum=\"2\" --zk=\"zk://h/m\"\n",
	} {
		w := read(text).Starts[0].Words[2].Text
		if name := w.Span(len("--"), len("--zk")).Text(); w.String() != "--zk=zk://h/m" || name != "zk" {
			t.Errorf("%q at %q in %s", w, name, text)
		}
		if value := w.Slice(len("--zk="), w.Len()).All().Text(); !strings.HasPrefix(value, "zk://") || !strings.HasSuffix(value, "/m") {
			t.Errorf("value at %q in %s", value, text)
		}
	}
}

func TestLimits(t *testing.T) {
	many := strings.Repeat(` --port="1"`, 3000)
	for _, text := range []string{
		"I0101 00:00:00.000000 1 master.cpp:1] Flags at startup:" + many + "\n",
		`{"flags": {` + strings.TrimPrefix(strings.Repeat(`,"port":"1"`, 3000), ",") + `}}`,
		"mesos-master\x00" + strings.Repeat("--port=1\x00", 3000),
		"mesos-master" + strings.Repeat(" --port=1", 3000) + "\n",
	} {
		c, _ := Read(source.WholeText(source.New("f", "", []byte(text))), facts(), machine.Limits{Steps: 1000})
		if c.Unreadable == nil {
			t.Errorf("%.60s… is read as if it had no bound", text)
		}
	}
	// Lines and quotes without end take time in proportion.
	for _, text := range []string{
		strings.Repeat("I0101 00:00:00.000000 1 x] Flags at startup: --a=\"\n", 20000),
		"Flags at startup: --a=\"" + strings.Repeat(`" --`, 300000),
		strings.Repeat("1 ", 500000) + "mesos-",
		"{" + strings.Repeat(`"flags":{"a`, 100000),
	} {
		before := time.Now()
		Shows("f", []byte(text))
		read(text)
		if took := time.Since(before); took > patience.Limit(5*time.Second) {
			t.Errorf("%.40s… took %v", text, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"flags": {"acls": "permissive: false\n", "quorum": "2", "zk": "zk://\u0068/m"}}`)
	f.Add(`{"type": "GET_FLAGS", "get_flags": {"flags": [{"name": "quorum", "value": "1"}, {"name": "zk"}]}}`)
	f.Add("I0101 00:00:00.000000 1 master.cpp:1] Flags at startup: --acls=\"a\n\" --quorum=\"2\"\nI0101 00:00:00.000000 1 x]")
	f.Add("mesos-agent\x00--attributes=a b\x00--port=1\x00")
	f.Add("MESOS_ISOLATION=a\x00MESOS_PORT=1\x00")
	f.Add("root 1 0.1 ? Ss 0:01 mesos-agent --attributes=a b --port=1 --x\n")
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		Shows("f", []byte(data))
		for _, s := range machinetest.Bounded(t, len(data), func() machine.Contributions { return read(data) }).Starts {
			for _, w := range s.Words {
				if at := w.Text.Raw(); at.Start < 0 || at.End > len(data) || at.Start > at.End || w.Known < 0 || w.Known > w.Text.Len() {
					t.Errorf("%q at %d..%d of %d, known %d", w.Text, at.Start, at.End, len(data), w.Known)
				}
			}
			for _, a := range s.Environment {
				if at := a.Span; at.Start < 0 || at.End > len(data) {
					t.Errorf("%q at %d..%d", a.Name, at.Start, at.End)
				}
			}
		}
	})
}
