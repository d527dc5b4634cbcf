package resolved

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/internal/nodetest"
)

func TestResolvedFlags(t *testing.T) {
	for _, c := range []struct {
		lines []string
		flag  string
		want  Knowledge
		value string
	}{
		{nil, "quorum", Unset, ""},
		{[]string{"--quorum=2"}, "quorum", Known, "2"},
		{[]string{"MESOS_QUORUM=2"}, "quorum", Known, "2"},
		{[]string{"--quorum=2", "MESOS_QUORUM=x"}, "quorum", Known, "2"},
		{[]string{"--quorum=x"}, "quorum", Refused, ""},
		{[]string{"--quorum"}, "quorum", Refused, ""},
		{[]string{"$ --quorum=$Q"}, "quorum", Opaque, ""},
		{[]string{"--quorum=file:///q"}, "quorum", Opaque, ""},
		{[]string{"? --quorum=2"}, "quorum", MayBeSet, ""},
		{[]string{"--quorum=1", "? --quorum=2"}, "quorum", MayBeSet, ""},
		{[]string{"--slave_ping_timeout=20secs"}, "agent_ping_timeout", Known, "20secs"},
		{[]string{"--no-hostname_lookup"}, "hostname_lookup", Known, "false"},
	} {
		r := Resolve(nodetest.Node(config.Master, c.lines...), release.MustParse("1.3.2"))
		v, known := r.Flag(c.flag)
		if known != c.want || known == Known && v.Parsed.String() != c.value {
			t.Errorf("%q: %s is %v %+v, want %v %s", c.lines, c.flag, known, v, c.want, c.value)
		}
	}
	open := nodetest.Node(config.Master)
	open.Complete = false
	if _, known := Resolve(open, release.MustParse("1.3.2")).Flag("quorum"); known != MayBeSet {
		t.Error("a flag that an incomplete node does not give is called unset")
	}
}

func TestResolvedProblemsPointAtTheirSettings(t *testing.T) {
	n := nodetest.Node(config.Master, "MESOS_QUORM=1", "--port=50x", "--quorum=1", "? --cluster", "--quorum=2")
	r := Resolve(n, release.MustParse("1.3.2"))
	type seen struct {
		class stout.Class
		name  string
	}
	var got []seen
	for _, p := range r.Problems {
		got = append(got, seen{p.Class, p.Setting.Name})
	}
	want := []seen{
		{stout.UnknownVariable, "MESOS_QUORM"}, {stout.BadValue, "port"}, {stout.Duplicate, "quorum"}, {stout.MissingValue, "cluster"},
	}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
	if v, _ := r.Flag("port"); v.ErrorSpan().Text() != "x" {
		t.Errorf("the error points at %q", v.ErrorSpan().Text())
	}
}

func TestResolvedReadsReferences(t *testing.T) {
	n := nodetest.Node(config.Master, "--quorum=file:///q")
	n.Settings[0].Reference = &config.Reference{Path: "/q", Source: source.New("q", "/q", []byte("2\n"))}
	v, known := Resolve(n, release.MustParse("0.28.0")).Flag("quorum")
	if known != Known || v.Parsed.Int != 2 {
		t.Errorf("0.28.0: %v %+v", known, v)
	}
	v, known = Resolve(n, release.MustParse("0.28.1")).Flag("quorum")
	if known != Refused || v.ErrorSpan().Source.Path != "q" {
		t.Errorf("0.28.1: %v %+v", known, v)
	}
}

func TestPartsOfValuesStandWhereTheyAreWritten(t *testing.T) {
	r := Resolve(nodeWith("cluster", "ab", "work_dir=/x", "y", "quorum", "0b2"), release.MustParse("1.3.2"))
	cluster, _ := r.Flag("cluster")
	if got := cluster.PartSpan(1, 2).Text(); got != "b" {
		t.Errorf("the second byte of the value is %q", got)
	}
	if got := cluster.PartSpan(1, 3).Text(); got != "ab" {
		t.Errorf("a part beyond the value is %q", got)
	}
	fix := cluster.RewritePart(1, 2, "c", lint.Safe, "write c")
	if fix == nil || fix.Edits[0].Span.Text() != "b" || fix.Edits[0].Text != "c" {
		t.Errorf("the fix is %+v", fix)
	}
	work, _ := r.Flag("work_dir")
	if work.Text != "/x=y" || work.PartSpan(0, 2) != work.ValueSpan() || work.RewritePart(0, 2, "/z", lint.Safe, "") != nil {
		t.Errorf("%q begins in the name: it has no part to point at, and none to edit", work.Text)
	}
	if quorum, _ := r.Flag("quorum"); quorum.ErrorSpan().Text() != "b2" {
		t.Errorf("the error points at %q", quorum.ErrorSpan().Text())
	}
}

// nodeWith makes a master of a flag directory's files, whose names and contents are given in turns.
func nodeWith(files ...string) *config.Node {
	n := &config.Node{Component: config.Master, Complete: true}
	for i := 0; i < len(files); i += 2 {
		s := source.New(files[i], "/etc/mesos-master/"+files[i], []byte(files[i+1]))
		n.Settings = append(n.Settings, &config.Setting{
			Way: config.FlagDirectory, Name: files[i], NameSpan: s.Span(0, 0), HasValue: true, Value: source.WholeText(s),
			Span: s.Span(0, len(s.Data)), File: s.Path,
		})
	}
	return n
}

func TestNodesOfNoComponentAreNotResolved(t *testing.T) {
	if On(nil, &config.Node{}, release.MustParse("1.0.0")) != nil {
		t.Error("resolved without knowing the daemon")
	}
}
