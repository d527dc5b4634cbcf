package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestAFileThatStartsSeveralNodesIsReportedOnce(t *testing.T) {
	s := source.New("common.env", "", []byte("MESOS_X=1\n"))
	setting := &config.Setting{Name: "MESOS_X", NameSpan: s.Span(0, 7)}
	node := func(c config.Component) *config.Node {
		return &config.Node{Component: c, Settings: []*config.Setting{setting}}
	}
	rule := &Rule{Name: "test/rule", Node: func(p *Pass, n *config.Node) {
		p.Report(Diagnostic{Span: n.Settings[0].NameSpan, Message: "found", Effect: Ignored, Component: n.Component})
	}}
	for _, c := range []struct {
		nodes []*config.Node
		want  int
	}{
		{[]*config.Node{node(config.Agent), node(config.Agent)}, 1},
		{[]*config.Node{node(config.Agent), node(config.Master)}, 1},
	} {
		found, err := Run(context.Background(), []*Rule{rule}, release.Upgrade{}, &config.Config{Nodes: c.nodes})
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != c.want {
			t.Errorf("%d nodes: %d findings, want %d", len(c.nodes), len(found), c.want)
		}
	}
}

func TestUndatedReachesTheRules(t *testing.T) {
	for _, options := range [][]Option{nil, {Undated}} {
		var undated []bool
		rule := &Rule{Config: func(p *Pass, _ *config.Config) { undated = append(undated, p.Undated) }}
		if _, err := Run(context.Background(), []*Rule{rule}, release.Upgrade{}, &config.Config{}, options...); err != nil {
			t.Fatal(err)
		}
		if want := []bool{len(options) > 0}; !slices.Equal(undated, want) {
			t.Errorf("%d options: undated %v, want %v", len(options), undated, want)
		}
	}
}

// A run whose time is over returns what was found until then, says how far it came, and does not wait for a rule that does
// not end.
func TestRunThatIsEnded(t *testing.T) {
	var nodes []*config.Node
	for i := range 500 {
		nodes = append(nodes, &config.Node{Component: config.Agent, Name: fmt.Sprint(i)})
	}
	for _, hangs := range []bool{false, true} {
		ctx, cancel := context.WithCancel(context.Background())
		end, looked := make(chan struct{}), 0
		var lock sync.Mutex
		rule := &Rule{Name: "a/b", Node: func(p *Pass, n *config.Node) {
			lock.Lock()
			looked++
			last := looked == 4
			lock.Unlock()
			p.Report(Diagnostic{Message: "found " + n.Name, Effect: Advice})
			if last {
				cancel()
				if hangs {
					<-end
				}
			}
		}}
		watched := 0
		found, err := Run(ctx, []*Rule{rule}, release.Upgrade{}, &config.Config{Nodes: nodes}, Watched(func(judged, of int) { watched = judged }))
		var unfinished *UnfinishedError
		if !errors.As(err, &unfinished) || !errors.Is(err, context.Canceled) || unfinished.Of != 500 || unfinished.Judged != watched || watched == 500 {
			t.Errorf("it ends with %v after %d", err, watched)
		}
		if len(found) < unfinished.Judged || len(found) == 500 || len(found) == 0 {
			t.Errorf("%d findings of %d nodes", len(found), unfinished.Judged)
		}
		close(end)
		cancel()
	}
}

// What many findings say is kept once.
func TestEqualWordsAreKeptOnce(t *testing.T) {
	rule := &Rule{Name: "a/b", Config: func(p *Pass, _ *config.Config) {
		for i := range 3 {
			p.Report(Diagnostic{Span: source.New(fmt.Sprint(i), "", nil).Span(0, 0), Message: fmt.Sprint("message ", 1), Help: fmt.Sprint("help ", 1), Effect: Advice,
				Notes: []string{fmt.Sprint("note ", 1)}, Fix: &Fix{Message: fmt.Sprint("fix ", 1)}})
		}
	}}
	found, err := Run(context.Background(), []*Rule{rule}, release.Upgrade{}, &config.Config{})
	if err != nil || len(found) != 3 {
		t.Fatal(len(found), err)
	}
	first := &found[0]
	for i := range found[1:] {
		d := &found[i+1]
		for _, pair := range [][2]string{{first.Message, d.Message}, {first.Help, d.Help}, {first.Fix.Message, d.Fix.Message}, {first.Notes[0], d.Notes[0]}} {
			if unsafe.StringData(pair[0]) != unsafe.StringData(pair[1]) || pair[0] != pair[1] {
				t.Errorf("%q is kept twice", pair[1])
			}
		}
	}
}
