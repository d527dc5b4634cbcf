package load

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// start is what a command line starts.
type start struct {
	component config.Component
	words     []machine.Word       // the arguments of the daemon
	env       []machine.Assignment // what the command adds to the environment, later ones winning
	verb      string               // of the init wrapper
	program   string               // that mesos-daemon.sh starts
	container bool                 // the environment outside does not reach the daemon
	// gaps are what else may add flags.
	gaps gaps
}

// startOf returns what the first command of a unit that starts a daemon starts.
func (l *loader) startOf(s *service, env []machine.Assignment) (start, *marks, bool) {
	for _, command := range s.commands {
		t := findTemplates(command[0].Text.Source(), command[0].Text.Source().Path)
		if st, found := l.findStart(command, env, t, true); found {
			return st, t, true
		}
	}
	return start{}, nil, false
}

// programs are the daemons by the names of their programs.
var programs = map[string]config.Component{
	"mesos-master": config.Master, "mesos-agent": config.Agent, "mesos-slave": config.Agent,
	"mesos-master.sh": config.Master, "mesos-agent.sh": config.Agent, "mesos-slave.sh": config.Agent,
}

// launchers are programs that start the program in their arguments and leave its arguments alone.
var launchers = []string{
	"chroot", "chrt", "command", "dumb-init", "env", "exec", "gosu", "ionice", "nice", "nohup", "numactl", "runuser", "setpriv",
	"setsid", "stdbuf", "su-exec", "sudo", "taskset", "time", "tini",
}

// findStart looks for a daemon in a command line. meant says that the command is there to start one, so that a program
// that is not known is taken for a launcher.
func (l *loader) findStart(words []machine.Word, env []machine.Assignment, t *marks, meant bool) (start, bool) {
	if len(words) == 0 {
		return start{}, false
	}
	name := path.Base(words[0].Text.String())
	switch {
	case programs[name] != config.AnyComponent:
		return start{component: programs[name], words: words[1:]}, true
	case name == "mesos-init-wrapper":
		if len(words) < 2 {
			return start{}, false
		}
		verb := words[1].Text.String()
		return start{component: wordOf(verb), verb: verb}, wordOf(verb) != config.AnyComponent
	case name == "mesos-daemon.sh":
		if len(words) < 2 {
			return start{}, false
		}
		program := path.Base(words[1].Text.String())
		return start{component: programs[program], program: program, words: fields(words[2:])}, programs[program] != config.AnyComponent
	case name == "sh" || name == "bash" || name == "dash" || name == "ash":
		return l.findShellStart(words, env, t, meant)
	case name == "docker":
		return l.findContainerStart(words, env)
	}
	if !meant && !slices.Contains(launchers, name) {
		return start{}, false
	}
	for i := 1; i < len(words); i++ {
		if i+1 < len(words) && name == "env" && strings.Contains(words[i].Text.String(), "=") {
			continue
		}
		if st, found := l.findStart(words[i:], env, t, false); found {
			if name == "env" {
				st.env = append(wordAssignments(words[1:i]), st.env...)
			}
			if !slices.Contains(launchers, name) {
				st.gaps.add(machine.UnknownArguments, name+" starts the daemon and may add flags")
			}
			return st, true
		}
	}
	return start{}, false
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
			out = append(out, machine.Word{Text: w.Text.Slice(at, end), Known: max(0, min(w.Known, end)-at)})
			at = end
		}
	}
	return out
}

// wordAssignments reads the words NAME=value.
func wordAssignments(words []machine.Word) []machine.Assignment {
	var env []machine.Assignment
	for _, w := range words {
		name, _, found := strings.Cut(w.Text.String(), "=")
		if found && isVariableName(name) && w.Known > len(name) {
			env = append(env, machine.Assignment{
				Name: name, NameSpan: w.Text.Span(0, len(name)), Value: w.Text.Slice(len(name)+1, w.Text.Len()),
				Span: w.Text.Raw(), Unknown: !w.IsKnown(), Exported: true,
			})
		}
	}
	return env
}

// findShellStart looks for a daemon among the commands of sh -c '…'.
func (l *loader) findShellStart(words []machine.Word, env []machine.Assignment, t *marks, meant bool) (start, bool) {
	for i, w := range words[1:] {
		text := w.Text.String()
		if !strings.HasPrefix(text, "-") || strings.HasPrefix(text, "--") {
			return start{}, false
		}
		if strings.Contains(text, "c") && i+2 < len(words) {
			return l.shellStart(words[i+2].Text, env, t, meant)
		}
	}
	return start{}, false
}

// shellStart looks for a daemon among the commands of a shell text, which finds env in its environment.
func (l *loader) shellStart(text source.Text, env []machine.Assignment, t *marks, meant bool) (start, bool) {
	var found start
	any := false
	r := l.newShellReader(text, t)
	for _, a := range env {
		if a.Exported {
			r.exported[a.Name] = true
			r.values[a.Name] = variable{a.Value.String(), !a.Unknown && !a.Maybe}
		}
	}
	r.command = func(c shellCommand) {
		if any {
			return
		}
		st, ok := l.findStart(c.words, c.env, t, meant && isMeant(c.words))
		if !ok {
			return
		}
		if !st.container {
			st.env = append(c.env, st.env...)
		}
		found, any = st, true
	}
	r.read()
	if any {
		found.gaps.addAll(r.out.gaps...)
	}
	return found, any
}

// isMeant reports whether a command can be there to start something: the builtins of the shell are not.
func isMeant(words []machine.Word) bool {
	return len(words) > 0 && !slices.Contains([]string{"echo", "printf", "test", "[", "trap", "export", "cd", "mkdir", "systemctl",
		"service", "pkill", "kill", "killall", "rm", "which", "type", "until", "grep", "pgrep", "chown", "chmod", "cp", "ln", "cat"},
		path.Base(words[0].Text.String()))
}

// startNode fills a node with what a start makes of it. env is the environment it is started in.
func (l *loader) startNode(n *config.Node, st start, env []machine.Assignment, t *marks) {
	if st.container {
		env = nil
	}
	env = append(slices.Clone(env), st.env...)
	switch {
	case st.verb != "":
		l.startWrapper(n, st, env)
	case st.program != "":
		env = l.deployEnvironment(n, st, env)
		fallthrough
	default:
		l.arguments(n, st.words, t)
		n.Settings = append(n.Settings, environmentSettings(env)...)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// startWrapper fills a node with what the init wrapper reads.
func (l *loader) startWrapper(n *config.Node, st start, env []machine.Assignment) {
	w := l.wrappedFor(l.viewOf(n, n.Start.Source), st)
	w.claimed = true
	own := n.Sources
	n.Sources = nil
	l.fillWrapped(n, w, env)
	n.Sources = append(own, n.Sources...)
	n.Gaps = append(n.Gaps, w.missing()...)
	n.Part = w.dir == nil || !w.dir.whole
}

// deployEnvironment adds what the file holds that mesos-daemon.sh reads: exported variables only.
func (l *loader) deployEnvironment(n *config.Node, st start, env []machine.Assignment) []machine.Assignment {
	f, problem := l.lookUp(l.viewOf(n, n.Start.Source), "/etc/mesos/"+st.program+"-env.sh")
	if f == nil || f.source == nil {
		path := "/etc/mesos/" + st.program + "-env.sh"
		n.Gaps = append(n.Gaps, machine.Gap{Path: path, Reason: path + " may add flags, but was " + withoutRemedy(problem)})
		return env
	}
	read := l.readShellEnv(f, false)
	n.Findings = append(append(n.Findings, read.findings...), read.notExported()...)
	n.Gaps = append(n.Gaps, read.gaps...)
	n.Sources = append(n.Sources, f.source)
	l.checked(f, envKind(n.Component), n.Component)
	return append(env, read.assignments...)
}
