package resolved

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Answer says whether something is so, as far as a node tells.
type Answer uint8

const (
	No Answer = iota
	Perhaps
	Yes
)

// Canonical returns the name that the release has for a flag given by any of its names; "" if it has none.
func (r *Daemon) Canonical(flag string) string {
	f, _ := r.Schema.Lookup(flag)
	return f.Name
}

// IsTrue reports whether a flag is true on the release, by what is given or by default.
func (r *Daemon) IsTrue(flag string) (Answer, *FlagValue) {
	v, knowledge := r.Flag(r.Canonical(flag))
	def, _, _, ok := r.Flags.At(flag, r.Release)
	switch {
	case !ok:
		return No, nil
	case knowledge == Known && v.Parsed.Bool:
		return Yes, v
	case knowledge == Known:
		return No, v
	case knowledge == Unset && def.Default != nil && *def.Default == "true":
		return Yes, nil
	case knowledge == Unset:
		return No, nil
	}
	return Perhaps, v
}

// Demands reports whether somebody must authenticate on the release, and what says so.
func (r *Daemon) Demands(a *catalog.Authentication) (Answer, *FlagValue) {
	if a == nil || a.Flag == "" {
		return No, nil
	}
	return r.IsTrue(a.Flag)
}

// IsBuiltIn reports whether the scheme built into Mesos does an authentication, and no module.
func (r *Daemon) IsBuiltIn(a *catalog.Authentication) Answer {
	def, name, _, ok := r.Flags.At(a.Authenticators, r.Release)
	if !ok {
		return Yes
	}
	v, knowledge := r.Flag(name)
	switch {
	case knowledge == Known && slices.Contains(strings.Split(v.Parsed.Text, ","), a.Scheme):
		return Yes
	case knowledge == Known:
		return No
	case knowledge == Unset, knowledge == MayBeSet && r.Maybe[name] == nil:
		// Nothing says that a module is used: the rare case that something outside the node does is left aside.
		if def.Default == nil || *def.Default == a.Scheme {
			return Yes
		}
	}
	return Perhaps
}

// CredentialsOf returns what the release loads from the file that a flag of the node names; nil if that is not known.
func (r *Daemon) CredentialsOf(p *lint.Pass, flag string) *Credentials {
	v, knowledge := r.Flag(flag)
	if knowledge != Known {
		return nil
	}
	d := DocumentOfSetting(p, v.Setting, catalog.DocumentKind(r.Node.Component, flag))
	if d == nil {
		return nil
	}
	return CredentialsOn(p, d, r.Release)
}

// DocumentOfSetting returns the document of a kind that a setting carries or refers to, nil if there is none. Of several
// settings that refer to one file the document names but one.
func DocumentOfSetting(p *lint.Pass, s *config.Setting, kind config.Kind) *config.Document {
	for _, d := range p.Config().Documents {
		if d.Kind != kind {
			continue
		}
		if d.Setting == s || !d.Inline && s.Reference != nil && s.Reference.Source != nil && s.Reference.Source == d.Text.Source() {
			return d
		}
	}
	return nil
}

// Cluster tells by its ZooKeeper URL which cluster a node belongs to; "" if that is not known.
func (r *Daemon) Cluster() string {
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

// masters are those among everything loaded.
type masters struct {
	all, homeless []*Daemon
	ofCluster     map[string][]*Daemon
}

// mastersOn returns the masters among everything loaded on a release.
func mastersOn(p *lint.Pass, on release.Release) masters {
	m := masters{ofCluster: map[string][]*Daemon{}}
	for _, n := range p.Config().Nodes {
		if n.Component != config.Master {
			continue
		}
		master := On(p, n, on)
		m.all = append(m.all, master)
		if home := master.Cluster(); home == "" {
			m.homeless = append(m.homeless, master)
		} else {
			m.ofCluster[home] = append(m.ofCluster[home], master)
		}
	}
	return m
}

// of returns the masters that an agent may belong to: those of its cluster, or where that is not known of any, every one
// that is not of another cluster for certain.
func (m masters) of(agent *Daemon) []*Daemon {
	home := agent.Cluster()
	switch same := m.ofCluster[home]; {
	case home == "":
		return m.all
	case len(same) > 0:
		return same
	}
	return m.homeless
}

// Clusters returns the daemons of a component among everything loaded that belong together, by their ZooKeeper URL: each
// list in the order of the nodes, those of one daemon left out. Names of servers that mean something else elsewhere
// (localhost, names without a dot) say nothing beyond one file; and of different files only those of one name count, since
// others are more often other ways to start the same daemon. A daemon of which there are replicas is a cluster by itself.
func Clusters(p *lint.Pass, c config.Component, on release.Release) [][]*Daemon {
	var order []string
	of := map[string][]*Daemon{}
	for _, n := range p.Config().Nodes {
		if n.Component != c {
			continue
		}
		d := On(p, n, on)
		home := d.Cluster()
		if home == "" || n.Start.Source == nil {
			continue
		}
		if file := n.Start.Source.Path; isLocal(home) {
			home += "\x00" + file
		} else {
			home += "\x00" + path.Base(n.Name)
		}
		if of[home] == nil {
			order = append(order, home)
		}
		of[home] = append(of[home], d)
	}
	var out [][]*Daemon
	for _, home := range order {
		if len(of[home]) > 1 || of[home][0].Node.Replicas > 1 {
			out = append(out, of[home])
		}
	}
	return out
}

// Size returns how many daemons a list of them stands for, all replicas counted; known is false if one has a number that is
// not known. replicated is set if one of them has more than one.
func Size(daemons []*Daemon) (size int, replicated, known bool) {
	for _, d := range daemons {
		if d.Node.Replicas == machine.UnknownReplicas {
			return 0, true, false
		}
		size += max(d.Node.Replicas, 1)
		replicated = replicated || d.Node.Replicas > 1
	}
	return size, replicated, true
}

// isLocal reports whether a ZooKeeper URL names a server that is another one elsewhere.
func isLocal(home string) bool {
	hosts, _, _ := strings.Cut(home, "/")
	for server := range strings.SplitSeq(hosts, ",") {
		host, _, _ := strings.Cut(server, ":")
		if !strings.Contains(host, ".") || strings.HasPrefix(host, "127.") {
			return true
		}
	}
	return false
}

// EachAgent calls fn for every agent with the masters it may belong to, where there are any.
func EachAgent(p *lint.Pass, on release.Release, fn func(agent *Daemon, masters []*Daemon)) {
	all := mastersOn(p, on)
	if len(all.all) == 0 {
		return
	}
	for _, n := range p.Config().Nodes {
		if n.Component != config.Agent {
			continue
		}
		agent := On(p, n, on)
		if masters := all.of(agent); len(masters) > 0 {
			fn(agent, masters)
		}
	}
}
