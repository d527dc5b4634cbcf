package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var containerDNSNetwork = &lint.Rule{
	Name:  "container-dns/network",
	Title: "The agent does not accept DNS settings for this network",
	Doc: `Each entry of --default_container_dns belongs to one network: CNI for the Mesos containerizer, BRIDGE or USER for
Docker. The agent exits at an entry without a mode or with HOST, and at a second entry for the same network: entries are
distinguished by "network_name", all entries without a name are the same network, and there is only one BRIDGE network.

From 1.5 on, a misspelt mode is silently dropped and the entry then has none.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--default_container_dns={"docker": [{"network_mode": "HOST", "dns": {"nameservers": ["10.0.0.2"]}}]}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--default_container_dns={"docker": [{"network_mode": "BRIDGE", "dns": {"nameservers": ["10.0.0.2"]}}]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "default_container_dns")
		if j == nil {
			return
		}
		for _, containerizer := range []string{"mesos", "docker"} {
			seen := map[string]*resolved.DocumentValue{}
			for _, entry := range j.Values.All(containerizer) {
				judgeDNS(p, j, containerizer, entry, seen)
			}
		}
	},
}

// judgeDNS reports what is wrong with one entry. seen holds the entries before it by their network.
func judgeDNS(p *lint.Pass, j *resolved.Document, containerizer string, entry *resolved.DocumentValue, seen map[string]*resolved.DocumentValue) {
	found := lint.Diagnostic{
		Effect:  lint.Fatal,
		Subject: "default_container_dns",
		Check:   "agent-container-dns-network",
		Notes:   resolved.ReadAt(catalog.CheckNamed("agent-container-dns-network").Evidence...),
	}
	mode := entry.Get("network_mode")
	switch word := mode.Text(); word {
	case "", "UNKNOWN", "HOST":
		found.Span = resolved.FirstByte(entry.Value)
		if mode != nil {
			found.Span = mode.Value.Span()
		}
		found.Message = fmt.Sprintf("the entry has no `network_mode` that the agent knows; %s", j.Refusal())
		if word == "HOST" {
			found.Message = fmt.Sprintf("there are no DNS settings for HOST networks; %s", j.Refusal())
		}
		found.Help = "write CNI"
		if containerizer == "docker" {
			found.Help = "write BRIDGE or USER"
		}
	default:
		network, named := word, entry.Get("network_name")
		if word == "CNI" || word == "USER" {
			network = word + " network without a name"
			if named != nil {
				network = fmt.Sprintf("%s network `%s`", word, named.Text())
			}
		}
		before := seen[network]
		if before == nil {
			seen[network] = entry
			return
		}
		found.Span = resolved.FirstByte(entry.Value)
		found.Message = fmt.Sprintf("a second entry for the %s; %s", network, j.Refusal())
		found.Related = []lint.Related{{Span: resolved.FirstByte(before.Value), Message: "the first entry"}}
		found.Help = "merge the two entries"
	}
	j.Report(p, found)
}
