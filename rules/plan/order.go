package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// order returns the steps of a hop: those of the procedure that leads to its series, with whoever has to go first before
// those that wait for them. Steps for what the configuration does not have are left out.
func (c *classifier) order(u release.Upgrade, bounds []Reason) []Step {
	var steps []Step
	for _, p := range catalog.Procedures() {
		if p.To != u.To.Series() || u.From.Series() == u.To.Series() {
			continue
		}
		for _, s := range p.Steps {
			steps = append(steps, Step{Who: s.Who, Do: s.Do, Note: s.Note, Nodes: c.nodes(s.Who)})
		}
	}
	if len(steps) == 0 {
		steps = []Step{
			{Who: "master", Do: "Install the new master binaries and restart the masters", Nodes: c.nodes("master")},
			{Who: "agent", Do: "Install the new agent binaries and restart the agents", Nodes: c.nodes("agent")},
		}
	}
	if c.reader != nil && c.reader.judge(&catalog.Applies{Flag: "*.modules", Given: true}, bothDaemons()).answer == No {
		steps = slices.DeleteFunc(steps, func(s Step) bool { return s.Who == "module" })
	}
	for range bounds { // each may undo an order that an earlier one made
		for _, b := range bounds {
			steps = inOrder(steps, b.Order)
		}
	}
	return steps
}

// inOrder moves the steps of the first of two before those of the second.
func inOrder(steps []Step, order []string) []Step {
	if len(order) < 2 {
		return steps
	}
	at := slices.IndexFunc(steps, func(s Step) bool { return s.Who == order[1] })
	late := func(s Step) bool { return s.Who == order[0] }
	if at < 0 || !slices.ContainsFunc(steps[at:], late) {
		return steps
	}
	out := slices.Clone(steps[:at])
	for _, s := range steps[at:] {
		if late(s) {
			out = append(out, s)
		}
	}
	return append(out, slices.DeleteFunc(slices.Clone(steps[at:]), late)...)
}

// nodes is how many daemons of a component were read.
func (c *classifier) nodes(who string) int {
	if c.reader == nil {
		return 0
	}
	n := 0
	for _, node := range c.reader.config.Nodes {
		if node.Component != config.AnyComponent && node.Component.String() == who {
			n++
		}
	}
	return n
}
