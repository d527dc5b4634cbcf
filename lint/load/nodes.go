package load

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
)

// assembleNodes puts the files that start one daemon together.
func (l *assembler) assembleNodes() {
	l.gatherWrapperInputs()
	l.describedNodes()
	l.unitNodes()
	l.startedNodes()
	for _, w := range l.wrapperInputs {
		switch {
		case w.claimed:
		case l.direct[w.host]:
			l.nobodyReads(w)
		default:
			l.wrapperNode(w)
		}
	}
	for _, f := range l.files {
		if f.source == nil || f.used {
			continue
		}
		switch f.class.role() {
		case format.FlagLines:
			l.flagLinesFile(f)
		case format.DaemonEnvironment:
			l.environmentNode(f, f)
		}
	}
	l.unitEnvNodes()
}

func (l *assembler) flagLinesFile(f *file) {
	n := l.flagLinesNode(f)
	if n == nil {
		f.used = true
		return
	}
	n.Component = f.class.component
	if n.Component == config.AnyComponent {
		n.Component = l.guessComponent(n)
	}
	if n.Component == config.AnyComponent {
		if f.named || l.namesAnyFlag(n) {
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-flags or --as agent-flags", nil)
		}
		return
	}
	if len(n.Settings) == 0 && !f.named && !l.namesAnyFlag(n) {
		return // some other program's flags
	}
	kind := config.MasterFlags
	if n.Component == config.Agent {
		kind = config.AgentFlags
	}
	l.checked(f, kind, n.Component)
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// guessComponent returns the component whose daemon alone has the flags of a node.
func (l *assembler) guessComponent(n *config.Node) config.Component {
	master, agent := false, false
	for _, s := range n.Settings {
		name := flagOf(s)
		m, a := l.v.flag(config.Master, name), l.v.flag(config.Agent, name)
		master = master || m && !a
		agent = agent || a && !m
	}
	switch {
	case master && !agent:
		return config.Master
	case agent && !master:
		return config.Agent
	}
	return config.AnyComponent
}

func (l *assembler) namesAnyFlag(n *config.Node) bool {
	return slices.ContainsFunc(n.Settings, func(s *config.Setting) bool { return l.v.flag(config.AnyComponent, flagOf(s)) })
}

// flagOf returns the name under which Mesos looks a setting up, in lower case and without "no-"; "" for a variable that
// is none of its own.
func flagOf(s *config.Setting) string {
	name := strings.ToLower(s.Name)
	if s.Way == config.Environment {
		var found bool
		if name, found = strings.CutPrefix(s.Name, "MESOS_"); !found {
			return ""
		}
		name = strings.ToLower(name)
	}
	if rest, found := strings.CutPrefix(name, "no-"); found && !s.HasValue {
		return rest
	}
	return name
}
