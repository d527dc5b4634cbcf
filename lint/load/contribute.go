package load

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/compose"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maxWritten is how deep files that write files are followed: a script that writes a script that writes a flag's file.
const maxWritten = 4

// started is a program that a file starts, and the machine it is started on.
type started struct {
	start machine.Start
	from  *file
	on    machineRoot
	// final is set where the words are what runs in the container in the end.
	final bool
	// daemons are those that it starts in the end.
	daemons []daemon
}

// contribute lets every file that describes a machine write to it, and then finds what lies on those machines as it finds
// what lies in a directory.
func (l *loader) contribute() {
	depth := map[*file]int{}
	queue := slices.Clone(l.files)
	for len(queue) > 0 && l.ctx.Err() == nil {
		f := queue[0]
		queue = queue[1:]
		c := l.reader(f)
		if c == nil {
			continue
		}
		l.findings[f] = append(l.findings[f], c.Findings...)
		on := l.machineOfFile(f)
		for _, s := range c.Starts {
			l.started = append(l.started, started{start: s, from: f, on: on.part(s.Root), final: f.place.format == dockerFile})
		}
		if len(c.Files) == 0 {
			continue
		}
		roots := l.apply(on, c.Files)
		l.addMachines(roots)
		for _, m := range roots {
			for _, abs := range l.written.below(m.abs) {
				if w := l.current(abs); depth[w] == 0 && depth[f] < maxWritten {
					depth[w] = depth[f] + 1
					queue = append(queue, w)
				}
			}
		}
	}
	l.dropParts()
	for i := range l.started {
		s := &l.started[i]
		s.daemons = l.daemons(*s, view{machine: s.on.abs, closed: s.final}, 0)
	}
	for _, root := range l.machineRoots {
		l.walk(root, root)
	}
	l.readWritten()
}

// current returns the file that lies at a path of a machine: the last one that was written there.
func (l *loader) current(abs string) *file {
	versions := l.written.files[abs]
	return versions[len(versions)-1]
}

// readWritten looks at what lies on the machines that were found.
func (l *loader) readWritten() {
	for _, f := range l.files {
		if f.written != nil {
			l.recognise(f)
		}
	}
}

// nameOf returns how reports call a directory or file, which may be one of a machine that a source describes.
func (l *loader) nameOf(abs string) string {
	if m, found := l.machineAt(abs); found {
		on := filepath.ToSlash(strings.TrimPrefix(abs, m.abs))
		return m.writer.path + " (" + strings.TrimPrefix(m.label+" "+on, " ") + ")"
	}
	return l.reported(abs)
}

// machineAt returns the machine that a path lies on, where a source describes it.
func (l *loader) machineAt(abs string) (machineRoot, bool) {
	if len(l.machines) == 0 {
		return machineRoot{}, false
	}
	for dir := abs; ; dir = filepath.Dir(dir) {
		if m, found := l.machines[dir]; found {
			return m, true
		}
		if dir == filepath.Dir(dir) {
			return machineRoot{}, false
		}
	}
}

// kindOf returns what a file is reported as that describes machines.
func kindOf(p place) config.Kind {
	switch p.format {
	case unitFile:
		return config.Unit
	case composeFile:
		return config.Compose
	case dockerFile:
		return config.Dockerfile
	}
	return config.Script
}

// beside is what a reader may look at besides its own text: the tree around its file.
type beside struct {
	l *loader
	// machine is that which the source describes; "" where it describes none.
	machine string
}

// Open implements machine.Tree.
func (b beside) Open(from *source.Source, name string) (source.Text, fs.FileMode, string) {
	at, problem := b.locate(from, name)
	if problem != "" {
		return source.Text{}, 0, problem
	}
	f, problem := b.l.openAny(at)
	if f == nil {
		return source.Text{}, 0, withoutRemedy(problem)
	}
	return f.text, f.mode, ""
}

// List implements machine.Tree.
func (b beside) List(from *source.Source, name string) ([]string, string) {
	at, problem := b.locate(from, name)
	if problem != "" {
		return nil, problem
	}
	entries, err := b.l.list(at)
	if err != nil {
		return nil, withoutRemedy(why(err))
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	return names, ""
}

// locate returns where the file lies that a path in a source names. An absolute one is looked up on the machine that the
// source is a file of, where it is one.
func (b beside) locate(from *source.Source, name string) (string, string) {
	if path.IsAbs(name) {
		at, _, problem := b.l.locate(view{source: from, machine: b.machine}, name)
		return at, withoutRemedy(problem)
	}
	abs := cmp.Or(from.File, b.l.absolute(from.Path))
	at := filepath.Join(filepath.Dir(abs), filepath.FromSlash(name))
	root := b.l.rootOf(abs)
	real, problem := b.l.resolveUnder(at, root, append([]string{root, filepath.Dir(abs)}, b.l.tops...))
	return real, withoutRemedy(problem)
}

// contributions returns what a file says about the machine it describes; nil where it describes none.
func (l *loader) contributions(f *file) *machine.Contributions {
	if f.source == nil {
		return nil
	}
	on := l.machineOfFile(f).abs
	var c *machine.Contributions
	switch f.place.format {
	case scriptFile:
		c = l.scriptContributions(f, on)
	case dockerFile:
		c = l.dockerfileContributions(f, on)
	case composeFile:
		c = l.composeContributions(f, on)
	case jobFile:
		c = l.jobContributions(f, on)
	case cloudFile:
		c = l.cloudContributions(f, on)
	}
	if c != nil {
		l.unreadPart(f, c)
	}
	return c
}

// unreadPart names what of a file could not be read, where the user asked for it or it is plainly about Mesos.
func (l *loader) unreadPart(f *file, c *machine.Contributions) {
	switch {
	case c.Unreadable != nil && (f.named || len(c.Files)+len(c.Starts) > 0 || strings.Contains(f.text.String(), "MESOS_")):
		f.used = true
		at := c.Unreadable.At
		if at.Source == nil {
			at = f.text.Span(0, 0)
		}
		reason := c.Unreadable.Reason
		if f.marks().Any() {
			reason = "is a template; " + checkRendered
		}
		l.uncheckedAt(at, withRemedy(reason))
	case c.Unread != nil:
		f.used = true
		l.passedOver[f] = *c.Unread
	}
	for _, s := range c.Sources {
		if other := l.byPath[s.File]; other != nil {
			other.used = true
			l.parts[other] = true
		}
	}
}

// dropParts forgets what files say by themselves that others are made of, and names those that nobody reads.
func (l *loader) dropParts() {
	l.started = slices.DeleteFunc(l.started, func(s started) bool { return l.parts[s.from] })
	for _, f := range l.files {
		if gap, found := l.passedOver[f]; found && !l.parts[f] {
			l.unread(f, gap.At, gap.Reason)
		}
	}
}

// unread names a file that speaks of Mesos settings and is not read as configuration.
func (l *loader) unread(f *file, at source.Span, reason string) {
	line := 1
	if at.Source != nil {
		line = at.Source.Position(at.Start).Line
	}
	l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Line: line, Reason: reason})
}

// dockerfileContributions returns what a Dockerfile makes of its image.
func (l *loader) dockerfileContributions(f *file, on string) *machine.Contributions {
	if !f.named && !speaksOfMesos([]byte(f.text.String())) {
		return nil
	}
	c := docker.ReadDockerfile(f.text, l.dockerOptions(f, on))
	return &c
}

// composeContributions returns what the services of a compose file start.
func (l *loader) composeContributions(f *file, on string) *machine.Contributions {
	if cloud.MayBe([]byte(f.text.String())) {
		if c := l.cloudContributions(f, on); c != nil {
			f.place.format = cloudFile
			return c
		}
	}
	if !f.named && !compose.MayBe(f.base(), []byte(f.text.String())) {
		return nil
	}
	c, ok := compose.Read(f.text, f.name(), beside{l, on}, machine.DefaultLimits)
	switch {
	case ok:
		return &c
	case c.Unreadable != nil && f.named:
		l.unreadPart(f, &c)
	}
	return nil
}

// cloudContributions returns what a machine is made of as user data or a list of files says.
func (l *loader) cloudContributions(f *file, on string) *machine.Contributions {
	if !f.named && !speaksOfMesos([]byte(f.text.String())) {
		return nil
	}
	if c, ok := cloud.Read(f.text, f.name(), l.shellOptions(f, on)); ok {
		return &c
	}
	return nil
}
