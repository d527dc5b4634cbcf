package rules

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// answer says whether something is so, as far as a node tells.
type answer uint8

const (
	no answer = iota
	perhaps
	yes
)

// canonical returns the name that the release has for a flag given by any of its names; "" where it has none.
func (r *Resolved) canonical(flag string) string {
	f, _ := r.schema.Lookup(flag)
	return f.Name
}

// isTrue reports whether a flag is true on the release, by what is given or by default.
func (r *Resolved) isTrue(flag string) (answer, *FlagValue) {
	v, knowledge := r.Flag(r.canonical(flag))
	def, _, _, ok := r.Flags.At(flag, r.Release)
	switch {
	case !ok:
		return no, nil
	case knowledge == Known && v.Parsed.Bool:
		return yes, v
	case knowledge == Known:
		return no, v
	case knowledge == Unset && def.Default != nil && *def.Default == "true":
		return yes, nil
	case knowledge == Unset:
		return no, nil
	}
	return perhaps, v
}

// demands reports whether somebody must authenticate on the release, and what says so.
func (r *Resolved) demands(a *catalog.Authentication) (answer, *FlagValue) {
	if a == nil || a.Flag == "" {
		return no, nil
	}
	return r.isTrue(a.Flag)
}

// isBuiltIn reports whether the scheme built into Mesos does an authentication, and no module.
func (r *Resolved) isBuiltIn(a *catalog.Authentication) answer {
	def, name, _, ok := r.Flags.At(a.Authenticators, r.Release)
	if !ok {
		return yes
	}
	v, knowledge := r.Flag(name)
	switch {
	case knowledge == Known && slices.Contains(strings.Split(v.Parsed.Text, ","), a.Scheme):
		return yes
	case knowledge == Known:
		return no
	case knowledge == Unset, knowledge == MayBeSet && r.maybe[name] == nil:
		// Nothing says that a module is used: the rare case that something outside the node does is left aside.
		if def.Default == nil || *def.Default == a.Scheme {
			return yes
		}
	}
	return perhaps
}

// credentialsOf returns what the release loads from the file that a flag of the node names; nil where that is not known.
func (r *Resolved) credentialsOf(p *lint.Pass, flag string) *credentials {
	v, knowledge := r.Flag(flag)
	if knowledge != Known {
		return nil
	}
	d := documentOf(p, v.Setting, catalog.DocumentKind(r.Node.Component, flag))
	if d == nil {
		return nil
	}
	return credentialsOn(p, d, r.Release)
}

// documentOf returns the document of a kind that a setting carries or refers to, nil where there is none. Of several
// settings that refer to one file the document names but one.
func documentOf(p *lint.Pass, s *config.Setting, kind config.Kind) *config.Document {
	for _, d := range p.Config.Documents {
		if d.Kind != kind {
			continue
		}
		if d.Setting == s || !d.Inline && s.Reference != nil && s.Reference.Source != nil && s.Reference.Source == d.Text.Source() {
			return d
		}
	}
	return nil
}

// cluster tells by its ZooKeeper URL which cluster a node belongs to; "" where that is not known.
func (r *Resolved) cluster() string {
	v, knowledge := r.Flag(catalog.ElectionFlag(r.Node.Component))
	if knowledge != Known {
		return ""
	}
	url, found := strings.CutPrefix(strings.TrimSpace(v.Parsed.Text), "zk://")
	if !found {
		return ""
	}
	hosts, path, _ := strings.Cut(url[strings.LastIndexByte(url, '@')+1:], "/")
	servers := strings.Split(hosts, ",")
	slices.Sort(servers)
	return strings.Join(servers, ",") + "/" + strings.TrimSuffix(path, "/")
}

// mastersOf returns the masters among everything loaded that an agent may belong to: those of its cluster, or where that
// is not known of any, every one that is not of another cluster for certain.
func mastersOf(p *lint.Pass, agent *Resolved) []*Resolved {
	var same, others []*Resolved
	home := agent.cluster()
	for _, n := range p.Config.Nodes {
		if n.Component != config.Master {
			continue
		}
		master := resolvedOn(p, n, agent.Release)
		switch its := master.cluster(); {
		case home != "" && its == home:
			same = append(same, master)
		case home == "" || its == "":
			others = append(others, master)
		}
	}
	if len(same) > 0 {
		return same
	}
	return others
}

// eachAgent calls fn for every agent with the masters it may belong to, where there are any.
func eachAgent(p *lint.Pass, on release.Release, fn func(agent *Resolved, masters []*Resolved)) {
	for _, n := range p.Config.Nodes {
		if n.Component != config.Agent {
			continue
		}
		agent := resolvedOn(p, n, on)
		if masters := mastersOf(p, agent); len(masters) > 0 {
			fn(agent, masters)
		}
	}
}
