package load

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// containerDaemons returns the daemons that run in a container: what its image, its command and the scripts between make
// of it.
func (l *assembler) containerDaemons(s started, depth int) []daemon {
	on := s.on.part(cmp.Or(s.start.Name, s.start.Root))
	o := l.dockerOptions(s.from, on.abs)
	image := l.imageOf(s, on, o)
	l.mount(on, s.start)
	if image != nil {
		l.addMachines(l.apply(on, image.Files))
	}
	run := o.Starts(image, s.start)
	l.addMachines(l.apply(on, run.Files))
	l.findings[s.from] = append(l.findings[s.from], run.Findings...)
	return l.runDaemons(s, on, run.Starts, depth)
}

// imageDaemons returns the daemons of an image that is built in the tree, whose start says what runs in the end.
func (l *assembler) imageDaemons(s started, depth int) []daemon {
	return l.runDaemons(s, s.on, []machine.Start{s.start}, depth)
}

// runDaemons returns the daemons among what runs in a container in the end.
func (l *assembler) runDaemons(s started, on machineRoot, starts []machine.Start, depth int) []daemon {
	in := view{machine: on.abs, closed: true}
	var out []daemon
	for _, start := range starts {
		ran := start
		ran.Container = nil
		found := l.daemons(started{start: ran, from: s.from, on: on}, in, depth+1)
		if len(found) == 0 {
			if d, isDaemon := l.imageDaemon(s, start); isDaemon {
				d.view, d.writer = in, s.from
				found = append(found, d)
			}
		}
		for _, d := range found {
			d.start.Container = start.Container
			out = append(out, d)
		}
	}
	if slices.ContainsFunc(out, func(d daemon) bool { return d.wrapperArg == "" }) {
		l.direct[on.abs] = true
	}
	return out
}

// addMachines keeps machines that have got files.
func (l *assembler) addMachines(roots []machineRoot) {
	for _, m := range roots {
		if _, known := l.machines[m.abs]; !known {
			l.machines[m.abs] = m
			l.machineRoots = append(l.machineRoots, m.abs)
		}
	}
}

// imageOf returns the image of a container: one that is built in the tree, or a known one.
func (l *assembler) imageOf(s started, on machineRoot, o docker.Options) *docker.Image {
	c := s.start.Container
	if c.Build == "" {
		return l.knownImage(c.Image)
	}
	name := path.Join(c.Build, cmp.Or(c.Dockerfile, "Dockerfile"))
	text, _, problem := (beside{&l.finder, ""}).Open(s.from.source, name)
	if problem != "" {
		return nil
	}
	o.Target = c.Stage
	if dir := path.Dir(name); dir != path.Clean(c.Build) {
		rel, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(path.Clean(c.Build)))
		if err == nil {
			o.Context = filepath.ToSlash(rel)
		}
	}
	build := imageBuild{text.Source(), s.from, o.Context, o.Target}
	_, holds := l.machines[on.abs]
	if holds = holds || len(l.mounts[on.abs]) > 0; !holds && l.images[build] != nil {
		return l.images[build]
	}
	image, _ := docker.BuildImage(text, o)
	if f := l.fileOf(text.Source()); f != nil && image != nil {
		f.used = true
	}
	if !holds {
		l.images[build] = image
	}
	return image
}

// imageBuild is what an image is made of, which many services may be built from. On a machine that holds something already it
// may be another one.
type imageBuild struct {
	dockerfile      *source.Source
	from            *file // that names it
	context, target string
}

// imageDaemon returns the daemon of a container whose program is not known: what its image is called after, or what its
// variables are for.
func (l *assembler) imageDaemon(s started, start machine.Start) (daemon, bool) {
	d := daemon{start: start, env: start.Environment, gaps: start.Gaps, arguments: start.Words}
	if len(start.Words) > 0 {
		first := start.Words[0].Text.String()
		if !strings.HasPrefix(first, "-") && start.Words[0].Known > 0 {
			if !start.Words[0].IsKnown() || isOtherProgram(path.Base(first)) || docker.IsProgram(path.Base(first)) {
				return d, false
			}
			d.arguments = start.Words[1:]
			d.gaps.add(machine.UnknownArguments, "the program of the container starts the daemon and may add flags")
			if imageComponent(s.start.Container.Image.Text.String()) == config.AnyComponent {
				return d, false
			}
		}
	}
	d.component = imageComponent(s.start.Container.Image.Text.String())
	if d.component == config.AnyComponent {
		d.component = l.componentOfVariables(s.start.Name, start.Environment)
	}
	return d, d.component != config.AnyComponent
}

// isOtherProgram reports whether a program is one that comes with Mesos or near it and is not a daemon.
func isOtherProgram(name string) bool {
	switch name {
	case "mesos", "mesos-execute", "mesos-ps", "mesos-log", "mesos-dns", "mesos-cat", "mesos-tail", "mesos-local", "mesos-resolve":
		return true
	}
	return false
}

// enoughVariables is how many variables must be called after flags to show a daemon in a container whose image does not: a
// framework is told its master in the same way, with one.
const enoughVariables = 2

// componentOfVariables tells the daemon of a container that runs what its image does from its name and its variables.
func (l *assembler) componentOfVariables(name string, env []machine.Assignment) config.Component {
	probe := &config.Node{Settings: environmentSettings(env)}
	named := 0
	for _, s := range probe.Settings {
		if l.v.flag(config.AnyComponent, flagOf(s)) {
			named++
		}
	}
	if named < enoughVariables {
		return config.AnyComponent
	}
	return cmp.Or(l.guessComponent(probe), format.WordOf(strings.TrimPrefix(name, "mesos")))
}

// imageComponent returns the daemon that an image is called after.
func imageComponent(image string) config.Component {
	name, _, _ := strings.Cut(path.Base(image), ":")
	if i := strings.Index(name, "mesos"); i >= 0 {
		return format.WordOf(name[i:])
	}
	return config.AnyComponent
}

// mountPoint is a file or directory of the tree that a container sees.
type mountPoint struct {
	path string // in the container
	real string // in the tree
}

// mount lets a container see what its start mounts.
func (l *assembler) mount(on machineRoot, start machine.Start) {
	for _, m := range start.Container.Mounts {
		switch {
		case m.Content != nil:
			l.addMachines(l.apply(on, []machine.File{{Path: m.Path, Content: *m.Content, Known: m.Content.Len(), At: m.At, PathAt: m.At}}))
		case m.OnHost || m.From == "":
		default:
			if real, problem := (beside{&l.finder, ""}).locate(m.At.Source, m.From); problem == "" && l.exists(real) {
				l.mounts[on.abs] = append(l.mounts[on.abs], mountPoint{path.Clean(m.Path), real})
			}
		}
	}
}

// mounted returns where a path of a container lies in the tree, "" if nothing is mounted there.
func (t *fileTree) mounted(root, name string) string {
	for _, m := range slices.Backward(t.mounts[root]) {
		if rest, below := strings.CutPrefix(name, m.path+"/"); below {
			return filepath.Join(m.real, filepath.FromSlash(rest))
		}
		if name == m.path {
			return m.real
		}
	}
	return ""
}
