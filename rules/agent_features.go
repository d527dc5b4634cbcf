package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var agentFeaturesMissing = &lint.Rule{
	Name:  "agent-features/missing",
	Title: "The agent features lack one that the release requires",
	Doc: `--agent_features lists what the agent is capable of, and each release refuses a list that lacks a feature it
requires: three in 1.5, seven in 1.10. A name that the release does not know is dropped before the list is checked. Without
the flag the agent has every feature that the release requires.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--agent_features={"capabilities": [{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}, {"type": "RESERVATION_REFINEMENT"}, {"type": "RESOURCE_PROVIDER"}]}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--agent_features={"capabilities": [{"type": "MULTI_ROLE"}, {"type": "HIERARCHICAL_ROLE"}, {"type": "RESERVATION_REFINEMENT"}, {"type": "RESOURCE_PROVIDER"}, {"type": "AGENT_OPERATION_FEEDBACK"}]}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { featureStart.Look(p, n) },
}

var featureStart = resolved.StartChecks{List: featureChecks}

// featureChecks are the start-up checks of the features of an agent.
func featureChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: []string{"agent-features-missing"}, Find: agentFeatures}}
}

func agentFeatures(s *resolved.Start) {
	set := catalog.Values(config.Agent, "agent_features")
	for _, o := range s.Own() {
		j := resolved.DocumentOfFlag(s.Pass, s.Daemon, o.Name)
		if !j.Taken() {
			continue
		}
		var listed []string
		for _, capability := range j.Values.All("capabilities") {
			listed = append(listed, capability.Get("type").Text())
		}
		if missing := missingFeatures(set, s.Release, listed); len(missing) > 0 {
			s.Refuse(resolved.Finding{
				At: o, What: fmt.Sprintf("the agent features lack %s", resolved.QuotedList(missing)),
				Help: fmt.Sprintf("add %s, or delete `%s`", resolved.QuotedList(missing), o.Name),
			})
		}
	}
}

// missingFeatures returns the features that have to be added to some for a release to start: those it requires, and what any of them
// needs in its turn.
func missingFeatures(set *catalog.ValueSet, on release.Release, listed []string) (missing []string) {
	values := set.At(on)
	has := func(name string) bool { return slices.Contains(listed, name) || slices.Contains(missing, name) }
	for _, v := range values {
		if v.Required.Contains(on) && !has(v.Name) {
			missing = append(missing, v.Name)
		}
	}
	for again := true; again; {
		again = false
		for _, v := range values {
			if has(v.Name) && v.NeedsValue != "" && !has(v.NeedsValue) {
				missing, again = append(missing, v.NeedsValue), true
			}
		}
	}
	return missing
}
