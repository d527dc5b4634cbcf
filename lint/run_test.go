package lint

import (
	"context"
	"slices"
	"testing"

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
