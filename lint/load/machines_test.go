package load

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// readLines reads a language made for tests: "OPERATION PATH CONTENT" a line, where the operation is one of = (replace),
// + (append), - (remove), @ (copy from the tree), & (copy on the machine), ? before it for what may not happen.
func readLines(text source.Text) *machine.Contributions {
	c := &machine.Contributions{}
	at := 0
	for line := range strings.Lines(text.String()) {
		end := at + len(strings.TrimSuffix(line, "\n"))
		rest, maybe := strings.CutPrefix(line[:end-at], "?")
		operation, rest, _ := strings.Cut(rest, " ")
		path, content, _ := strings.Cut(rest, " ")
		f := machine.File{Path: path, Maybe: maybe, At: text.Span(at, end), Content: text.Slice(end-len(content), end), Known: len(content)}
		start := at + strings.Index(line, path)
		f.PathAt = text.Span(start, start+len(path))
		if root, found := strings.CutPrefix(operation, "/"); found {
			f.Root, operation = root[:len(root)-1], root[len(root)-1:]
		}
		switch operation {
		case "=":
		case "+":
			f.Operation = machine.Append
		case "-":
			f.Operation = machine.Remove
		case "@", "&":
			f.Copy = &machine.Copy{Path: content, OnMachine: operation == "&"}
		case "!":
			f.Known = machine.UnknownContent
		}
		c.Files = append(c.Files, f)
		at += len(line)
	}
	return c
}

// loadWritten loads a tree in which files called *.writes are in the language of readLines.
func loadWritten(t *testing.T, files map[string]string) string {
	t.Helper()
	l, err := newLoader(context.Background(), Options{Dir: tree(t, files), Vocabulary: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	l.reader = func(f *file) *machine.Contributions {
		if f.source == nil || !strings.HasSuffix(f.base(), ".writes.json") {
			return nil
		}
		return readLines(f.text)
	}
	l.find([]string{"."})
	for _, f := range l.files {
		f.wanted = true
	}
	l.read()
	l.contribute()
	l.assemble()
	l.sort()
	return dump(&l.out)
}

func TestMachinesThatASourceDescribes(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"files of the flag directory", map[string]string{"a.writes.json": "= /etc/mesos-slave/work_dir /srv\n= /etc/mesos-slave/?no-switch_user\n"}, `
node agent a.writes.json (/etc/mesos-slave) incomplete
  dir no-switch_user
  dir work_dir="/srv"
`},
		{"a later one wins, a branch does not", map[string]string{"a.writes.json": "= /etc/mesos-slave/work_dir /a\n= /etc/mesos-slave/work_dir /b\n" +
			"= /etc/mesos-slave/ip 1\n?= /etc/mesos-slave/ip 2\n"}, `
node agent a.writes.json (/etc/mesos-slave) incomplete
  dir ip="1" optional
  dir ip="2" optional
  dir work_dir="/b"
`},
		{"what is taken away is gone", map[string]string{"a.writes.json": "= /etc/mesos-slave/work_dir /a\n= /etc/mesos-slave/ip 1\n- /etc/mesos-slave/work_dir\n" +
			"= /etc/mesos-slave/port 1\n?- /etc/mesos-slave/port\n"}, `
node agent a.writes.json (/etc/mesos-slave) incomplete
  dir ip="1"
  dir port="1" optional
`},
		{"appending", map[string]string{"a.writes.json": "= /etc/mesos-slave/work_dir /a\n+ /etc/mesos-slave/work_dir b\n+ /etc/mesos-slave/ip 1\n" +
			"+ /etc/default/mesos-slave MESOS_PORT=1\n"}, `
node agent a.writes.json (/etc/mesos-slave) incomplete
  dir ip="1" dynamic
  dir work_dir="/ab"
  env MESOS_PORT="1"
  finding wrapper/not-exported "MESOS_PORT" at a.writes.json:4:28
`},
		{"not known", map[string]string{"a.writes.json": "! /etc/mesos-slave/work_dir x\n"}, `
node agent a.writes.json (/etc/mesos-slave) incomplete
  dir work_dir="x" dynamic
`},
		{"copies", map[string]string{"a.writes.json": "@ /etc/mesos/acls.json files/acls\n= /etc/mesos-master/acls file:///etc/mesos/acls.json\n" +
			"& /etc/mesos-master/work_dir /srv/w\n@ /etc/mesos-master/cluster files/none\n", "files/acls": `{"permissive": false}`}, `
node master a.writes.json (/etc/mesos-master) incomplete
  dir acls="file:///etc/mesos/acls.json" refers to /etc/mesos/acls.json (files/acls)
  dir cluster="" dynamic
  dir work_dir="" dynamic
document acls master files/acls of acls
`},
		{"two roots", map[string]string{"a.writes.json": "/$R/= /etc/mesos-slave/work_dir /a\n/pkg/= /etc/mesos-slave/work_dir /b\n"}, `
node agent a.writes.json ($R/ /etc/mesos-slave) incomplete
  dir work_dir="/a"
node agent a.writes.json (pkg/ /etc/mesos-slave) incomplete
  dir work_dir="/b"
`},
		{"attributes, units and drop-ins", map[string]string{"a.writes.json": "= /etc/mesos-slave/attributes/rack r1\n= /etc/mesos-slave/attributes/zone z\n" +
			"= /etc/systemd/system/mesos-slave.service.d/10.conf [Service]\n"}, `
node agent a.writes.json incomplete
  dir attributes="rack:r1;zone:z"
`},
		{"a file that writes itself", map[string]string{"a.writes.json": "@ /x.writes.json a.writes.json\n"}, `
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), loadWritten(t, c.files)); diff != "" {
				t.Errorf("loaded (-want +got):\n%s", diff)
			}
		})
	}
}
