package puppet

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// given are the parameters of one class of the module for Mesos, in the order in which they are written.
type given []member

func (g given) get(name string) (value, bool) { return attribute(g, name) }

// or returns the text of a parameter, or what the module takes without it.
func (g given) or(name, otherwise string) string {
	if v, found := g.get(name); found && v.isKnown() && v.text.Len() > 0 {
		return v.text.String()
	}
	return otherwise
}

// class reads the parameters of a class of the module, as its newest release takes them (deric/puppet-mesos, manifests/master.pp and
// slave.pp, templates/master.erb and slave.erb). Those that it gives nothing to a daemon for are passed.
func (r *reader) class(name source.Text, p given) {
	component := ""
	switch strings.TrimPrefix(name.String(), "::") {
	case "mesos::master":
		component = "master"
	case "mesos::slave", "mesos::agent":
		component = "slave"
	case "mesos":
	default:
		return
	}
	env, dir := "/etc/default/mesos", "/etc/mesos"
	if component != "" {
		env, dir = env+"-"+component, p.or("conf_dir", dir+"-"+component)
	}
	for _, m := range p {
		switch m.key.String() {
		case "zookeeper":
			r.zookeeper(m.key, m.value, p)
		case "env_var":
			r.variables(env, m.value)
		case "listen_address":
			r.export(env, "MESOS_IP", m)
		}
		if component != "" {
			r.daemonParameter(m, component, dir, env, p)
		}
	}
}

// daemonParameter reads one of a daemon's class.
func (r *reader) daemonParameter(m member, component, dir, env string, p given) {
	if !path.IsAbs(dir) {
		return
	}
	name, v := m.key.String(), m.value
	switch name {
	case "work_dir", "isolation":
		r.property(dir, m.key, name, v)
	case "options":
		r.properties(dir, "", v)
	case "cgroups":
		r.properties(dir, "cgroups_", v)
	case "resources", "attributes":
		r.properties(dir+"/"+name, "", v)
	case "syslog_logger":
		if v.kind == boolean && !v.isTrue() {
			v.text = source.LiteralText("false", v.at)
			r.property(dir, m.key, "logger", v)
		}
	}
	if component == "master" {
		switch name {
		case "cluster":
			r.export(env, "MESOS_CLUSTER", m)
		case "master_port":
			r.export(env, "MESOS_PORT", m)
		case "acls":
			r.document(m, dir, "acls", p.or("acls_file", "/etc/mesos/acls"), v)
		case "credentials":
			all := value{kind: hash, at: v.at, members: []member{{source.LiteralText("credentials", m.key.All()), v}}}
			r.document(m, dir, "credentials", p.or("credentials_file", "/etc/mesos/master-credentials"), all)
		}
		return
	}
	switch name {
	case "port":
		r.export(env, "MESOS_PORT", m)
	case "master":
		if _, found := p.get("zookeeper"); !found {
			r.exportMaster(env, m, p)
		}
	case "secret":
		if principal, found := p.get("principal"); found {
			one := value{kind: hash, at: v.at, members: []member{{source.LiteralText("principal", m.key.All()), principal}, m}}
			r.document(m, dir, "credential", p.or("credentials_file", "/etc/mesos/slave-credentials"), one)
		}
	}
}

// zookeeper writes the URL that the module makes of a text, which it takes as it is, or of a list of servers
// (lib/puppet/parser/functions/zookeeper_servers_url.rb).
func (r *reader) zookeeper(name source.Text, v value, p given) {
	const file = "/etc/mesos/zk"
	switch v.kind {
	case text, unknown:
		r.write(file, name, v)
	case list:
		if len(v.items) == 0 {
			return
		}
		port, below := p.or("zk_default_port", "2181"), p.or("zk_path", "mesos")
		parts := []source.Text{source.LiteralText("zk://", v.items[0].at)}
		known := true
		for i, server := range v.items {
			if i > 0 {
				parts = append(parts, source.LiteralText(",", server.at))
			}
			parts = append(parts, server.text)
			if !strings.Contains(server.text.String(), ":") {
				parts = append(parts, source.LiteralText(":"+port, server.at))
			}
			known = known && server.kind == text && server.isKnown()
		}
		parts = append(parts, source.LiteralText("/"+below, v.items[len(v.items)-1].at))
		url := value{kind: text, at: v.at, text: source.Join(parts...)}
		if url.known = url.text.Len(); !known {
			url.kind = unknown
		}
		r.write(file, name, url)
	}
}

// exportMaster writes the address of the master that agents of a cluster without ZooKeeper go to.
func (r *reader) exportMaster(env string, m member, p given) {
	v := m.value
	if v.kind == text {
		v.text = source.Join(v.text, source.LiteralText(":"+p.or("master_port", "5050"), v.text.Span(v.text.Len(), v.text.Len())))
		if len(v.holes) == 0 {
			v.known = v.text.Len()
		}
	}
	r.export(env, "MESOS_MASTER", member{m.key, v})
}

// export writes a variable for a daemon.
func (r *reader) export(env, name string, m member) {
	if m.value.kind == undef {
		return
	}
	key := source.LiteralText(name, m.key.All())
	r.variables(env, value{kind: hash, at: m.value.at, members: []member{{key, m.value}}})
}

// document writes a value as JSON to a file, and the flag that names it. The module writes some of these flags without "file://", which
// the daemons read alike and warn of; whoever uses it cannot change that.
func (r *reader) document(m member, dir, flag, name string, v value) {
	if !path.IsAbs(name) || m.value.kind == undef || (m.value.kind == hash || m.value.kind == list) && len(m.value.members)+len(m.value.items) == 0 {
		return
	}
	at := source.LiteralText("file://"+name, m.key.All())
	r.property(dir, m.key, flag, value{kind: text, text: at, known: at.Len(), at: m.key.All()})
	content := asJSON(v)
	r.add(machine.File{Path: path.Clean(name), Content: content.text, Known: content.known, Holes: content.holes, At: v.at, PathAt: m.key.All()})
}
