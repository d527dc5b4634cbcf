package load

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// gaps are what may add settings and cannot be read.
type gaps []machine.Gap

// add adds a gap, once for each reason.
func (g *gaps) add(kind machine.GapKind, reason string) {
	g.addAll(machine.Gap{Kind: kind, Reason: reason})
}

func (g *gaps) addAll(more ...machine.Gap) {
next:
	for _, m := range more {
		for _, have := range *g {
			if have.Reason == m.Reason && have.Path == m.Path {
				continue next
			}
		}
		*g = append(*g, m)
	}
}

// closeNode says of a node whether it is complete, once all of its gaps are known.
func closeNode(n *config.Node) {
	n.Complete = len(n.Gaps) == 0
	if !n.Complete {
		n.Incomplete = n.Gaps[0].Reason
	}
	n.Part = n.Part && !n.Complete
}
