package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var upgradePath = &lint.Rule{
	Name:  "upgrade/path",
	Title: "The upgrade needs a release in between",
	Doc: `Masters and agents are upgraded one after the other, and during the upgrade both releases must work together. Some
do not: masters from 1.2.1 on ignore agents older than 1.0, and libraries before 0.23 cannot read what 0.24 publishes in
ZooKeeper. Then every daemon must be upgraded to a release between the two before the first daemon is upgraded further.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On:      "0.28..1.3",
		AfterOn: "0.28..1.0",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={}
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		eachHop(p, "upgrade/path", func(h *catalog.Hop, change *catalog.Change) {
			nodes, at := nodesOf(p, c, h)
			if len(nodes) == 0 {
				return
			}
			why, rest, _ := strings.Cut(h.Why, ". ")
			between := newestOf(h)
			p.Report(lint.Diagnostic{
				Span: at, Component: nodes[0].Component, Subject: subjectOf(change), Effect: lint.Changed, Nodes: nodes, Release: change.Release,
				Message: fmt.Sprintf("from %s to %s in one step: %s", p.Upgrade.From, p.Upgrade.To, clause(why)),
				Help:    fmt.Sprintf("upgrade everything to %s first", between),
				Notes:   slices.Concat(nonEmpty(rest), resolved.ReadAt(h.Evidence...)),
			})
		})
	},
}

var upgradeOrder = &lint.Rule{
	Name:  "upgrade/order",
	Title: "A setting requires a certain order of the upgrade",
	Doc: `A setting works only if other daemons are upgraded first: with reconfiguration_policy=additive an agent that
re-registers with a master before 1.5 exits, and the ping timeouts of a master must not be set until all agents are at 0.23.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.4..1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--reconfiguration_policy=additive
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		eachHop(p, "upgrade/order", func(h *catalog.Hop, change *catalog.Change) {
			nodes, at := nodesOf(p, c, h)
			if len(nodes) == 0 {
				return
			}
			p.Report(lint.Diagnostic{
				Span: at, Component: nodes[0].Component, Subject: subjectOf(change), Effect: lint.Advice, Nodes: nodes, Release: change.Release,
				Message: clause(h.Why),
				Help:    clause(change.Do),
				Notes:   resolved.ReadAt(h.Evidence...),
			})
		})
	},
}

// subjectOf returns the flag that a change is about, or else its id.
func subjectOf(c *catalog.Change) string {
	if len(c.Subjects) > 0 {
		if _, flag, found := strings.Cut(c.Subjects[0], "."); found {
			return flag
		}
	}
	return c.ID
}

// eachHop calls fn for each constraint on the judged upgrade whose change is reported by a rule.
func eachHop(p *lint.Pass, rule string, fn func(*catalog.Hop, *catalog.Change)) {
	if p.Upgrade.From.IsZero() || !p.Upgrade.From.Less(p.Upgrade.To) || len(p.Config().Nodes) == 0 {
		return
	}
	for _, h := range catalog.Hops() {
		change := catalog.ChangeNamed(h.Change)
		if change != nil && change.Rule == rule && h.From.Contains(p.Upgrade.From) && h.To.Contains(p.Upgrade.To) {
			fn(h, change)
		}
	}
}

// nodesOf returns the nodes that a constraint is about, with the place of the first: those that its condition holds for,
// and without one those of the components it names, or else all.
func nodesOf(p *lint.Pass, c *config.Config, h *catalog.Hop) (nodes []lint.Node, at source.Span) {
	named := func(n *config.Node) bool { return slices.Contains(h.Who, n.Component.String()) }
	any := slices.ContainsFunc(c.Nodes, named)
	for _, n := range c.Nodes {
		r := resolved.Of(p, n)
		if r == nil {
			continue
		}
		span := n.Start
		if h.Applies != nil {
			g, holds := appliesTo(r, h.Applies)
			if !holds {
				continue
			}
			if g.at != nil {
				span = g.at.Span
			}
		} else if any && !named(n) {
			continue
		}
		if at.IsZero() {
			at = span
		}
		nodes = append(nodes, lint.Node{Component: n.Component, Name: n.Name, Start: n.Start})
	}
	return nodes, at
}

// appliesTo reports whether a condition about a flag of the history holds for a daemon, and by what.
func appliesTo(r *resolved.Daemon, a *catalog.Applies) (ground, bool) {
	component, flag, found := strings.Cut(a.Flag, ".")
	if !found || component != "*" && component != r.Node.Component.String() {
		return ground{}, false
	}
	c := catalog.Condition{Flag: flag, Given: !a.Unset, OneOf: a.Is}
	if a.Has != "" {
		c.Has = strings.Split(a.Has, "|")
	}
	g, holds := groundOf(r, c)
	return g, holds && g.doubt.IsFact()
}

// newestOf returns the newest of the releases that must lie between.
func newestOf(h *catalog.Hop) string {
	newest := ""
	for _, r := range catalog.Releases().All() {
		if h.MustPass.Contains(r) {
			newest = r.String()
		}
	}
	return cmp.Or(newest, "a release between")
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
