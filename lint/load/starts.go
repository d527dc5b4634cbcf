package load

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maxHandedOn bounds how often a start hands on to another: a unit that runs docker, which runs a script.
const maxHandedOn = 8

// daemon is a master or an agent that something starts.
type daemon struct {
	component config.Component
	// arguments are those of the daemon.
	arguments  []machine.Word
	env        []machine.Assignment
	wrapperArg string // of the init wrapper
	program    string // that mesos-daemon.sh starts
	name       string // of what starts it: "mesos-agent", "mesos slave"
	nameAt     source.Text
	gaps       gaps
	start      machine.Start
	view       view
	writer     *file
}

// maxStarted bounds what one file may start, in settings of all of its starts: a file that many services share multiplies. What
// stands in the file itself is never too much.
const (
	maxStarted      = 1 << 14
	settingsOfStart = 8 // that a start is counted as, besides its own
	bytesOfOwn      = 4 // of its text for which a file may have a setting more
)

// mayStart reports whether more of what a file starts is looked at.
func (l *assembler) mayStart(f *file) bool {
	return l.startedBy[f] <= maxStarted+f.text.Len()/bytesOfOwn
}

// countStart counts the settings of what a file starts, and says once where no more of it is looked at.
func (l *assembler) countStart(s *started) {
	l.startedBy[s.from] += settingsOfStart
	for _, d := range s.daemons {
		l.startedBy[s.from] += len(d.env) + len(d.arguments)
	}
	if !l.mayStart(s.from) {
		at := s.start.At
		if at.Source == nil {
			at = s.from.text.Span(0, 0)
		}
		l.uncheckedAt(at, fmt.Sprintf("what is started from here on was not looked at: before it there are more than %d settings; split the file", maxStarted))
	}
}

// startedNodes makes a node of each daemon that the files start which describe machines.
func (l *assembler) startedNodes() {
	for i, s := range l.started {
		if l.ctx.Err() != nil {
			return
		}
		l.started[i] = started{} // what it says is in the nodes from here on
		for _, d := range s.daemons {
			if n := l.startedNode(s, d); n != nil {
				l.startNode(n, d)
			}
		}
	}
}

// daemons returns the daemons that a start starts in the end.
func (l *assembler) daemons(s started, on view, depth int) []daemon {
	switch {
	case depth > maxHandedOn:
		return nil
	case s.final:
		return l.imageDaemons(s, depth)
	case s.start.Container != nil:
		return l.containerDaemons(s, depth)
	case len(s.start.Words) == 0:
		return nil
	}
	name := path.Base(s.start.Words[0].Text.String())
	switch {
	case docker.IsProgram(name):
		return l.handOnContainer(s, on, depth)
	case isWanted(name):
		d, found := daemonAt(s.start)
		if d.view, d.writer = on, s.from; !found {
			return nil
		}
		return []daemon{d}
	}
	c := l.runShell(s.from, on.machine, s.start.Words, s.start.At, s.start.Environment, true)
	var out []daemon
	for _, next := range c.Starts {
		if len(next.Words) > 0 && isWanted(path.Base(next.Words[0].Text.String())) {
			out = append(out, l.daemons(started{start: inherit(s.start, next, c.Gaps), from: s.from, on: s.on}, on, depth+1)...)
		}
	}
	return out
}

// startsOthers reports whether a program that is not known can be there to start what its arguments name.
func startsOthers(name string) bool {
	switch name {
	case "[", "cat", "chmod", "chown", "cp", "echo", "grep", "kill", "killall", "ln", "logger", "ls", "mkdir", "mv", "pgrep", "pidof", "pkill", "printf",
		"rm", "service", "systemctl", "test", "touch", "which", "sed", "tail", "journalctl", "true", "false", "curl", "wget":
		return false
	}
	return true
}

// inherit returns a start that another one led to.
func inherit(from, next machine.Start, more []machine.Gap) machine.Start {
	next.Name, next.At = from.Name, from.At
	next.Environment = once(slices.Concat(from.Environment, next.Environment))
	next.EnvironmentFiles = slices.Concat(from.EnvironmentFiles, next.EnvironmentFiles)
	more = slices.DeleteFunc(slices.Clone(more), func(g machine.Gap) bool { return slices.Contains(next.Gaps, g) })
	next.Gaps = slices.Concat(from.Gaps, next.Gaps, more)
	next.Maybe = from.Maybe || next.Maybe
	return next
}

// once drops what is there a second time: a shell passes on what it was given.
func once(env []machine.Assignment) []machine.Assignment {
	type assignmentKey struct {
		name      string // variables of an image all stand where its name does
		at, value source.Span
	}
	if eachFurther(env) {
		return slices.Clip(env)
	}
	seen := map[assignmentKey]bool{}
	var out []machine.Assignment
	for _, a := range slices.Backward(env) {
		at := assignmentKey{a.Name, a.NameSpan, a.Span}
		if a.NameSpan.Source != nil && seen[at] {
			continue
		}
		seen[at] = true
		out = append(out, a)
	}
	slices.Reverse(out)
	return out
}

// eachFurther reports whether each assignment stands further on in one source than the one before it.
func eachFurther(env []machine.Assignment) bool {
	for i, a := range env {
		if i > 0 && (a.NameSpan.Source != env[i-1].NameSpan.Source || a.NameSpan.Start <= env[i-1].NameSpan.Start) {
			return false
		}
	}
	return true
}

// handOnContainer follows the container that a command line of docker starts.
func (l *assembler) handOnContainer(s started, on view, depth int) []daemon {
	run, found := docker.ReadRun(s.start.Words, s.start.Environment)
	if !found {
		return nil
	}
	// The environment of docker's client does not reach the container.
	run.Name, run.Maybe = cmp.Or(s.start.Name, run.Name), s.start.Maybe || run.Maybe
	run.Gaps = slices.Concat(s.start.Gaps, run.Gaps)
	run.At = s.start.At
	ran := l.daemons(started{start: run, from: s.from, on: s.on}, on, depth+1)
	for i := range ran {
		ran[i].start.Replicas = cmp.Or(run.Replicas, ran[i].start.Replicas)
	}
	return ran
}

// daemonAt returns the daemon that a start starts whose first word is a program that matters.
func daemonAt(start machine.Start) (daemon, bool) {
	d := daemon{start: start, env: start.Environment, gaps: start.Gaps}
	name, rest := path.Base(start.Words[0].Text.String()), start.Words[1:]
	switch {
	case path.Base(path.Dir(start.Words[0].Text.String())) == "init.d": // a script of the init system, which takes "start"
		return d, false
	case daemonOf(name) != config.AnyComponent:
		d.component, d.arguments = daemonOf(name), rest
		d.name, d.nameAt = name, start.Words[0].Text
	case len(rest) == 0 || !rest[0].IsKnown():
		return d, false
	case name == commandTool:
		command := rest[0].Text.String()
		d.component, d.arguments = daemonOf(name+"-"+command), rest[1:]
		d.name, d.nameAt = name+" "+command, rest[0].Text
	case isWrapper(name):
		d.wrapperArg = rest[0].Text.String()
		d.component = format.WordOf(d.wrapperArg)
	case name == daemonScript:
		d.program = path.Base(rest[0].Text.String())
		d.component, d.arguments = daemonOf(d.program), fields(rest[1:])
	}
	return d, d.component != config.AnyComponent
}

// fields parts words at their blanks, as an unquoted $@ does.
func fields(words []machine.Word) []machine.Word {
	var out []machine.Word
	for _, w := range words {
		text := w.Text.String()
		for at := 0; at < len(text); {
			if strings.IndexByte(" \t\n", text[at]) >= 0 {
				at++
				continue
			}
			end := at
			for end < len(text) && strings.IndexByte(" \t\n", text[end]) < 0 {
				end++
			}
			part := w
			part.Text, part.Known, part.Holes = w.Text.Slice(at, end), max(0, min(w.Known, end)-at), nil
			out = append(out, part)
			at = end
		}
	}
	return out
}

// startedNode returns the node of a daemon, nil if nothing is said about it.
func (l *assembler) startedNode(s started, d daemon) *config.Node {
	if asksOnly(d.arguments) {
		return nil
	}
	inContainer := d.start.Container != nil
	findings := slices.Concat(l.findings[s.from], s.start.Findings)
	says := len(d.arguments)+len(findings) > 0 || slices.ContainsFunc(d.env, func(a machine.Assignment) bool { return isMesosVariable(a.Name) })
	if !inContainer && !says {
		return nil // the machine's own files say it all
	}
	n := &config.Node{Component: d.component, Name: s.from.path, Start: s.start.At, Gaps: d.gaps, Replicas: cmp.Or(d.start.Replicas, s.start.Replicas, l.replicas[s.on.abs]), User: d.start.User}
	if s.start.Name != "" {
		n.Name += " (" + startName(s) + ")"
	}
	if inContainer && d.start.Container.Image.IsKnown() {
		n.Image = d.start.Container.Image.Text
	}
	if n.Sources = append(n.Sources, s.from.source); s.start.At.Source == nil {
		n.Start = s.from.text.Span(0, 0)
	}
	if form := s.from.class.form; !inContainer && (form == nil || !form.Managed) {
		n.Gaps = append(slices.Clone(n.Gaps), callerEnvironment())
	}
	if inContainer && s.final && !d.start.Container.Complete {
		n.Gaps = append(slices.Clone(n.Gaps), machine.Gap{Kind: machine.CallerEnvironment, At: s.start.At,
			Reason: "whoever runs the image may give more variables and flags"})
	}
	n.Findings = findings
	l.checked(s.from, s.from.class.kind(), n.Component)
	if at := s.start.At.Source; at != nil {
		if f := l.fileOf(at); f != nil && f != s.from { // a file that a script writes, run in an image
			l.checked(f, cmp.Or(f.class.kind(), config.Script), n.Component)
		}
	}
	return n
}

// startName returns how reports call a start among those of its file.
func startName(s started) string {
	if form := s.from.class.form; form != nil && form.Starts != "" {
		return form.Starts + " " + s.start.Name
	}
	return s.start.Name
}

// callerEnvironment is the gap of a script, which is started by hand as well as from elsewhere.
func callerEnvironment() machine.Gap {
	return machine.Gap{Kind: machine.CallerEnvironment, Reason: "the script may be run in an environment that adds flags"}
}

// asksOnly reports whether a daemon is started for its help or its version.
func asksOnly(words []machine.Word) bool {
	return slices.ContainsFunc(words, func(w machine.Word) bool { s := w.Text.String(); return s == "--help" || s == "--version" })
}

// isMesosVariable reports whether a variable is one that the daemons look for.
func isMesosVariable(name string) bool {
	return strings.HasPrefix(name, "MESOS_") || strings.HasPrefix(name, "LIBPROCESS_") || strings.HasPrefix(name, "SSL_")
}

// startNode fills a node with what a daemon is started with, and keeps it.
func (l *assembler) startNode(n *config.Node, d daemon) {
	n.Program, n.ProgramAt = d.name, d.nameAt
	if d.view.machine != "" {
		l.views[n] = d.view
	}
	for _, f := range d.start.EnvironmentFiles {
		for _, text := range f.Read {
			l.readFor(n, text.Source())
		}
	}
	d.env = once(d.env)
	for _, a := range d.env {
		l.readFor(n, a.Span.Source)
	}
	env := d.env
	switch {
	case d.wrapperArg != "":
		l.startWrapper(n, d)
	case d.program != "":
		env = l.deployEnvironment(n, d)
		fallthrough
	default:
		l.arguments(n, d.arguments, &l.noMarks)
		n.Settings = append(n.Settings, environmentSettings(env)...)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// readFor notes a source that a node was read from.
func (l *assembler) readFor(n *config.Node, s *source.Source) {
	if s == nil || slices.Contains(n.Sources, s) {
		return
	}
	n.Sources = append(n.Sources, s)
	f := l.fileOf(s)
	if f != nil {
		l.askedBy(f, n.Start.Source)
	}
	switch {
	case f == nil || f.source != s:
	case f.class.role() == format.Describes:
		l.checked(f, f.class.kind(), n.Component)
	default:
		l.checked(f, envKind(n.Component), n.Component)
	}
}

// startWrapper fills a node with what the init wrapper reads.
func (l *assembler) startWrapper(n *config.Node, d daemon) {
	w := l.wrapperInputsFor(l.viewOf(n, n.Start.Source), d)
	w.claimed = true
	own := n.Sources
	n.Sources = nil
	l.fillWrapped(n, w, d.env)
	n.Sources = append(own, n.Sources...)
	n.Gaps = append(n.Gaps, w.missing()...)
	n.Part = w.dir == nil || !w.dir.whole
}

// deployEnvironment adds what the file holds that mesos-daemon.sh reads: exported variables only.
func (l *assembler) deployEnvironment(n *config.Node, d daemon) []machine.Assignment {
	name := "/etc/mesos/" + d.program + "-env.sh"
	f, problem := l.lookUp(l.viewOf(n, n.Start.Source), name)
	if f == nil || f.source == nil {
		n.Gaps = append(n.Gaps, machine.Gap{Path: name, Reason: name + " may add flags, but was " + withoutRemedy(problem)})
		return d.env
	}
	read := l.readEnvironmentFile(f, shellDialect, environment{})
	n.Findings = append(n.Findings, read.findings...)
	n.Gaps = append(n.Gaps, read.gaps...)
	n.Sources = append(n.Sources, f.source)
	l.checked(f, envKind(n.Component), n.Component)
	return append(slices.Clone(d.env), read.assignments...)
}
