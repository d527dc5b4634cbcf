package load

import (
	"bytes"
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// mayStart reports whether a script is worth parsing: it speaks of a program that starts a daemon.
func mayStart(data []byte) bool {
	for name := range programs {
		if bytes.Contains(data, []byte(name)) {
			return true
		}
	}
	return bytes.Contains(data, []byte("mesos-init-wrapper"))
}

// scriptNodes makes a node of each command of a shell script that starts a daemon with flags or variables of its own.
func (l *loader) scriptNodes(f *file) {
	if !f.named && !mayStart(f.source.Data) {
		return
	}
	t := findTemplates(f.source, f.path)
	r := l.newShellReader(source.WholeText(f.source), t)
	before, nodes := len(l.out.Unchecked), len(l.out.Nodes)
	r.command = func(c shellCommand) {
		st, found := l.findStart(c.words, c.env, t, false)
		if !found || st.verb != "" || st.program != "" || asksOnly(st.words) {
			return
		}
		if !st.container {
			st.env = append(c.env, st.env...)
		}
		if len(st.words) == 0 && !slices.ContainsFunc(st.env, func(a machine.Assignment) bool { return isMesosVariable(a.Name) }) {
			return // nothing is said about the daemon
		}
		n := &config.Node{
			Component: st.component, Name: f.path, Start: c.at, Sources: []*source.Source{f.source},
			Gaps: slices.Concat(st.gaps, r.out.gaps, gaps{callerEnvironment}),
		}
		l.startNode(n, st, nil, t)
		l.checked(f, config.Script, n.Component)
	}
	r.read()
	switch {
	case len(l.out.Nodes) > nodes:
		l.out.Nodes[nodes].Findings = append(l.out.Nodes[nodes].Findings, r.out.findings...)
	case f.named:
		if f.used = len(l.out.Unchecked) > before; !f.used {
			l.foreign(f, "is a script that starts no Mesos master or agent; name one that does")
		}
	default:
		l.out.Unchecked = l.out.Unchecked[:before] // some other script, whose shell is not ours to judge
	}
}

// callerEnvironment is the gap of a script, which is started by hand as well as from elsewhere.
var callerEnvironment = machine.Gap{Kind: machine.CallerEnvironment, Reason: "the script may be run in an environment that adds flags"}

// asksOnly reports whether a daemon is started for its help or its version.
func asksOnly(words []machine.Word) bool {
	return slices.ContainsFunc(words, func(w machine.Word) bool { s := w.Text.String(); return s == "--help" || s == "--version" })
}
