package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/systemd"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// settingOf makes a setting of an assignment.
func settingOf(a machine.Assignment, way config.Way, name string) *config.Setting {
	return &config.Setting{
		Way: way, Name: name, NameSpan: a.NameSpan, HasValue: true, Value: a.Value, Span: a.Span,
		Dynamic: a.Unknown, Optional: a.Maybe,
	}
}

// environmentSettings makes settings of the variables that reach the daemon.
func environmentSettings(env []machine.Assignment) []*config.Setting {
	var out []*config.Setting
	for _, a := range env {
		if a.Exported {
			out = append(out, settingOf(a, config.Environment, a.Name))
		}
	}
	by := make(map[string]*config.Setting, len(out))
	for _, s := range slices.Backward(out) {
		s.Overridden = by[s.Name]
		if !s.Optional {
			by[s.Name] = s
		}
	}
	return out
}

// override marks each assignment of one variable that a later one replaces for certain.
func override(settings []*config.Setting) {
	var by *config.Setting
	for _, s := range slices.Backward(settings) {
		s.Overridden = by
		if !s.Optional {
			by = s
		}
	}
}

// dialect is how an environment file is read.
type dialect uint8

const (
	systemdDialect dialect = iota // EnvironmentFile= of a unit
	wrapperDialect                // bash that the init wrapper sources: all is exported
	shellDialect                  // a shell that exports what it says
)

func dialectOf(r format.Role) dialect {
	switch r {
	case format.UnitEnvironment:
		return systemdDialect
	case format.WrapperEnvironment:
		return wrapperDialect
	}
	return shellDialect
}

// environment is what an environment file assigns, in order.
type environment struct {
	assignments []machine.Assignment
	findings    []machine.Finding
	gaps        []machine.Gap
	// own are the assignments as the file itself exports them, and unexported where variables are assigned that only some init
	// wrappers export.
	own        []machine.Assignment
	unexported map[source.Span]bool
	// apart is set if a file changes what is exported, so that own has to be read by itself, there and in the files after it.
	apart bool
}

// readEnvironmentFile reads an environment file in a dialect. Of the files that a shell sources, before is what those before it
// have assigned.
func (l *assembler) readEnvironmentFile(f *file, d dialect, before environment) environment {
	if d == systemdDialect {
		if f.written == nil {
			redact.MaskUnassigned(f.source)
		}
		read := systemd.ReadEnvironment(f.text, f.unknown()...)
		if read.Unreadable != nil {
			l.uncheckedAt(read.Unreadable.At, withRemedy(read.Unreadable.Reason))
		}
		if read.Refused {
			read.Gaps = append(read.Gaps, machine.Gap{Reason: "systemd refuses an environment file that is not UTF-8", At: f.text.Span(0, 0)})
		}
		return environment{assignments: read.Assignments, findings: read.Findings, gaps: read.Gaps}
	}
	on := ""
	if f.written != nil {
		on = f.written.root
	}
	o := l.shellOptions(f, on)
	o.Wanted, o.Dialect, o.Holes = nil, shell.Bash, f.unknown()
	o.AllExport, o.Strict, o.Environment = d == wrapperDialect, d == wrapperDialect, before.assignments
	read := shell.Read(f.text, o)
	if read.Unreadable != nil {
		l.uncheckedAt(read.Unreadable.At, withRemedy(read.Unreadable.Reason))
		read.Gaps = append(read.Gaps, *read.Unreadable)
	}
	for _, s := range read.Followed {
		if other := l.fileOf(s); other != nil {
			other.used = true
		}
	}
	findings := read.Findings
	if d == shellDialect {
		findings = append(findings, shell.NotExported(read.Assignments, isMesosVariable)...)
	}
	out := environment{assignments: read.Assignments, findings: findings, gaps: read.Gaps}
	if d == wrapperDialect {
		out.apart = before.apart || !read.Plain
		if out.apart {
			o.AllExport, o.Environment = false, before.own
			out.own = shell.Read(f.text, o).Assignments
		} else {
			out.own = asExportedBy(before.own, read.Assignments)
		}
		findUnexported(&out)
	}
	return out
}

// asExportedBy returns the assignments of a text that does nothing but assign as they are if only the variables are exported
// that env exports: what another reading of the text finds, in a fraction of the time.
func asExportedBy(env, assigned []machine.Assignment) []machine.Assignment {
	exported := map[string]bool{}
	for _, a := range env {
		exported[a.Name] = exported[a.Name] || a.Exported
	}
	own := slices.Clone(assigned)
	for i := range own {
		own[i].Exported = exported[own[i].Name]
	}
	return own
}

// findUnexported finds what a file of the init wrapper assigns and does not export by itself.
func findUnexported(out *environment) {
	for _, a := range out.own {
		if !a.Exported {
			if out.unexported == nil {
				out.unexported = map[source.Span]bool{}
			}
			out.unexported[a.Span] = true
		}
	}
	for _, found := range shell.NotExported(out.own, isMesosVariable) {
		found.ID = "wrapper/not-exported"
		found.Detail = "some init wrappers do not export what the file assigns: the variable stays in the shell"
		out.findings = append(out.findings, found)
	}
}

// environmentNode makes a node of environment files that are read one after the other, and is called like the main one.
func (l *assembler) environmentNode(main *file, files ...*file) {
	n := &config.Node{Component: main.class.component, Name: main.path, Start: main.text.Span(0, 0)}
	n.Part, n.Gaps = true, gaps{{Kind: machine.UnknownReader, Reason: "an environment file is only a part of what starts the daemon: its unit or script may add flags"}}
	if main.written != nil {
		l.views[n] = view{machine: main.written.root}
	}
	var env []machine.Assignment
	for _, f := range files {
		read := l.readEnvironmentFile(f, dialectOf(f.class.role()), environment{assignments: env, own: env})
		n.Findings = append(n.Findings, read.findings...)
		n.Gaps = append(n.Gaps, read.gaps...)
		env = append(env, read.assignments...)
		if f == main {
			n.Sources = slices.Insert(n.Sources, 0, f.source)
		} else {
			n.Sources = append(n.Sources, f.source)
		}
	}
	n.Settings = environmentSettings(env)
	if n.Component == config.AnyComponent {
		n.Component = l.guessComponent(n)
	}
	if !slices.ContainsFunc(files, func(f *file) bool { return f.named }) &&
		(n.Component == config.AnyComponent || !slices.ContainsFunc(n.Settings, func(s *config.Setting) bool { return isMesosVariable(s.Name) })) {
		l.dropEnvironment(files, n)
		return
	}
	if n.Component == config.AnyComponent {
		for _, f := range files {
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-env or --as agent-env", nil)
		}
		return
	}
	for _, f := range files {
		l.checked(f, envKind(n.Component), n.Component)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// envKind returns what the environment files of a component are reported as.
func envKind(c config.Component) config.Kind {
	if c == config.Agent {
		return config.AgentEnv
	}
	return config.MasterEnv
}

// dropEnvironment lets go of files that were found by walking and are nobody's, or that cannot be told.
func (l *assembler) dropEnvironment(files []*file, n *config.Node) {
	for _, f := range files {
		switch {
		case f.marks().Any() && f.class.component != config.AnyComponent:
			f.used = true
			l.unchecked(f.path, "is a template: its variables are only known when it is rendered; "+checkRendered, nil)
		case f.class.role() == format.DaemonEnvironment && f.class.component != config.AnyComponent:
			l.checked(f, envKind(f.class.component), f.class.component) // all of it is commented out
		case l.namesAnyFlag(n):
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-env or --as agent-env", nil)
		}
	}
}

// unitEnvNodes groups systemd environment files that no unit was found to read: the common file of a directory goes
// before that of each daemon, and what extends a daemon's file after it.
func (l *assembler) unitEnvNodes() {
	groups := map[string][]*file{}
	var order []string
	for _, f := range l.files {
		if f.source == nil || f.used || f.class.role() != format.UnitEnvironment {
			continue
		}
		dir := filepath.Dir(l.placeOf(f))
		if groups[dir] == nil {
			order = append(order, dir)
		}
		groups[dir] = append(groups[dir], f)
	}
	for _, dir := range order {
		l.unitEnvGroup(groups[dir])
	}
}

func (l *assembler) unitEnvGroup(files []*file) {
	slices.SortFunc(files, func(a, b *file) int { return strings.Compare(a.path, b.path) })
	var grouped []*file
	for _, f := range files {
		if role(f) == alone {
			l.environmentNode(f, f)
		} else {
			grouped = append(grouped, f)
		}
	}
	for _, f := range grouped {
		if role(f) != main {
			continue
		}
		var chain []*file
		for _, when := range []envRole{before, main, after} {
			for _, g := range grouped {
				if role(g) == when && (when != main || g == f) &&
					(g.class.component == f.class.component || g.class.component == config.AnyComponent) {
					chain = append(chain, g)
				}
			}
		}
		l.environmentNode(f, chain...)
	}
	for _, f := range grouped {
		if !f.used && role(f) != main {
			l.environmentNode(f, f)
		}
	}
}

// envRole is the place of an environment file among those of its directory.
type envRole uint8

const (
	alone  envRole = iota
	before         // read first, for several daemons
	main
	after // adds to a main file
)

func role(f *file) envRole {
	name := template.RenderedName(f.base())
	switch {
	case strings.HasSuffix(name, ".env") || !strings.HasPrefix(name, "mesos") || f.as != config.Unknown:
		return alone
	case name == "mesos" || strings.HasSuffix(name, "-common"):
		return before
	case strings.HasSuffix(name, "-extras") || strings.HasSuffix(name, "-provider"):
		return after
	}
	return main
}
