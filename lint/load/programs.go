package load

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// daemonOf returns the daemon that a program is, by the name it is called by; AnyComponent if it is none.
func daemonOf(name string) config.Component {
	switch name {
	case "mesos-master", "mesos-master.sh":
		return config.Master
	case "mesos-agent", "mesos-slave", "mesos-agent.sh", "mesos-slave.sh":
		return config.Agent
	}
	return config.AnyComponent
}

// isWrapper reports whether a program is the init wrapper of the packages.
func isWrapper(name string) bool { return strings.TrimSuffix(name, ".sh") == "mesos-init-wrapper" }

// daemonScript is the script with which a build from source starts a daemon that it is given the name of.
const daemonScript = "mesos-daemon.sh"

// commandTool is the program that hands on to mesos-master, mesos-agent and others by its first argument.
const commandTool = "mesos"

// isWanted reports whether it matters that a program is started: it is a daemon, starts one, or starts a container.
func isWanted(name string) bool {
	return daemonOf(name) != config.AnyComponent || isWrapper(name) || name == daemonScript || name == commandTool || docker.IsProgram(name)
}

// isWantedInContainer reports the same of a program in a container, where scripts hand on to each other.
func isWantedInContainer(name string) bool { return isWanted(name) || strings.HasSuffix(name, ".sh") }

// speaksOfMesos reports whether a text is worth reading for what it does with Mesos.
func speaksOfMesos(data []byte) bool {
	return bytes.Contains(data, []byte("mesos")) || bytes.Contains(data, []byte("MESOS"))
}

// shellOf returns the shell that the first line of a text names.
func shellOf(text string) (shell.Dialect, bool) {
	return shell.DialectOf([]byte(text[:min(len(text), headSize)]))
}

// templateMarks are what a template engine will replace in a text, as the reader of a shell sees it.
func templateMarks(name string) func(source.Text) shell.Marks {
	return func(text source.Text) shell.Marks {
		m := template.Find(text.View(), name)
		return shell.Marks{Unknown: m.Expressions, Gone: m.Controls, Optional: m.Optional}
	}
}

// shellOptions are those of a text of a file that a shell reads on a machine.
func (l *assembler) shellOptions(f *file, machine string) shell.Options {
	o := shell.Options{
		Dialect: shell.Posix, Wanted: isWanted, Reads: isMesosVariable, Tree: beside{&l.finder, machine}, Marks: templateMarks(f.name()),
		IsDirectory: func(root, path string) bool { return l.isDirectory(machine, root, path) },
	}
	if d, isShell := shellOf(f.text.String()); isShell {
		o.Dialect = d
	}
	return o
}

// name returns the path by which the name of a file is known: that on its machine, where it lies on one.
func (f *file) name() string {
	if f.written != nil {
		return f.written.path
	}
	return f.path
}

// isDirectory reports whether a path of a machine is a directory for certain: one that the packages of Mesos bring.
func (l *assembler) isDirectory(on, root, name string) bool {
	if on != "" && l.written.isDirectory(machineRoot{abs: on}.part(root).abs+name) {
		return true
	}
	dir, base := path.Split(strings.TrimSuffix(name, "/"))
	if dir == "/etc/" {
		_, _, ok := format.FlagDirectoryName(base)
		return ok || base == "default" || base == "mesos" || base == "sysconfig"
	}
	_, c, ok := format.FlagDirectoryName(path.Base(dir))
	return ok && c == config.Agent && slices.Contains(joinedDirectories, base)
}

// runShell says what a command does, with the launchers and shells that its words name.
func (l *assembler) runShell(f *file, on string, words []machine.Word, at source.Span, env []machine.Assignment, meant bool) machine.Contributions {
	o := l.shellOptions(f, on)
	o.Environment, o.Meant = env, meant
	c := shell.Command(words, at, o).Contributions
	if meant && len(c.Starts) == 0 && len(words) > 1 && startsOthers(path.Base(words[0].Text.String())) {
		c.Starts = behindUnknown(words, at, env)
	}
	return c
}

// behindUnknown returns the start of the daemon that stands in the arguments of a program that is not known.
func behindUnknown(words []machine.Word, at source.Span, env []machine.Assignment) []machine.Start {
	for i, w := range words[1:] {
		name := path.Base(w.Text.String())
		if name == commandTool && (i+2 >= len(words) || daemonOf(commandTool+"-"+words[i+2].Text.String()) == config.AnyComponent) {
			continue // the user or the directory of that name
		}
		if isWanted(name) {
			return []machine.Start{{Words: words[i+1:], Environment: env, At: at, Gaps: []machine.Gap{{
				Kind: machine.UnknownArguments, At: words[0].Text.Raw(),
				Reason: path.Base(words[0].Text.String()) + " starts the daemon and may add flags",
			}}}}
		}
	}
	return nil
}

// dockerOptions are those of what a file says about containers.
func (l *assembler) dockerOptions(f *file, on string) docker.Options {
	return docker.Options{
		Tree:   beside{&l.finder, on},
		Images: l.knownImage,
		Marks:  func(text source.Text) *template.Marks { return template.Find(text.View(), f.path) },
		Shell: func(s docker.Script) machine.Contributions {
			o := l.shellOptions(f, on)
			o.Wanted, o.Environment, o.Directory = isWantedInContainer, s.Environment, s.Directory
			if len(s.Command) > 0 {
				o.Meant = true
				return shell.Command(s.Command, s.Command[0].Text.Raw(), o).Contributions
			}
			if len(s.Arguments) > 0 {
				o.Arguments, o.HasArguments = s.Arguments[1:], true
			}
			if d, isShell := shellOf(s.Text.String()); isShell {
				o.Dialect = d
			}
			return shell.Read(s.Text, o).Contributions
		},
	}
}

// knownImage returns what the vocabulary knows of an image, nil if that is nothing. Of a name whose tag is not known it is
// asked what holds for every tag.
func (l *assembler) knownImage(reference machine.Word) *docker.Image {
	name := docker.ParseReference(reference.Text.String())
	switch {
	case l.v.Image == nil:
		return nil
	case reference.IsKnown():
	case name.TagAt > 0 && reference.Known >= name.TagAt && !reference.Several:
		name.Tag = reference.Text.String()[name.TagAt:]
	default:
		return nil
	}
	known, found := l.v.Image(name)
	if !found {
		return nil
	}
	return known.Image(reference)
}
