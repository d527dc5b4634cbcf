package load

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Machine is a daemon that the user describes, because no file of the tree says what starts it.
type Machine struct {
	// Name is how reports call it.
	Name      string
	Component config.Component
	Files     []MachineFile
	// Complete is set if nothing but the files gives the daemon settings.
	Complete bool
	// Within is the absolute directory outside of which nothing is read for it.
	Within string
	// At is where it is described.
	At source.Span
}

// MachineFile is a file, or a directory with what lies in it, that a machine holds.
type MachineFile struct {
	// Path is absolute.
	Path string
	// At is its absolute path on the machine; "" for what the daemon is started with: files of flags and of variables, units,
	// and a directory, which is a flag directory of the init wrapper then.
	At string
	// As is what it is; config.Unknown lets it speak for itself.
	As config.Kind
}

// byHand is a machine that the user describes, and the files that were found for it.
type byHand struct {
	Machine
	root machineRoot
	// starts are the files with which the daemon is started, laid those that lie on the machine.
	starts []*file
	laid   []laidFile
	flags  *flagDir
}

// laidFile is a file of the tree and its path on a machine.
type laidFile struct {
	file *file
	at   string
}

// findByHand finds the files of the machines that the user describes. A machine of which nobody asked for any file is left out.
func (l *finder) findByHand() {
	for _, m := range l.o.Machines {
		var found []foundByHand
		for _, named := range m.Files {
			found = append(found, l.filesOf(m, named)...)
		}
		if !slices.ContainsFunc(found, func(f foundByHand) bool {
			known := l.byPath[f.abs]
			return known != nil && known.listed && !known.around
		}) {
			continue
		}
		h := &byHand{Machine: m}
		for _, f := range found {
			l.addByHand(h, f)
		}
		l.described = append(l.described, h)
	}
}

// foundByHand is a file that was found for a machine: what the user says of it, with its own paths.
type foundByHand struct {
	abs, at string
	as      config.Kind
	// flagDir is the flag directory that it lies in, "" for none.
	flagDir string
}

// filesOf returns the files of what the user names for a machine.
func (l *finder) filesOf(m Machine, named MachineFile) []foundByHand {
	info, err := os.Stat(named.Path)
	pending, found := l.overlay[named.Path]
	switch {
	case l.o.Excluded != nil && l.o.Excluded(named.Path):
		return nil
	case err != nil && !(found && !pending.Gone):
		l.unchecked(l.reported(named.Path), why(err), nil)
		return nil
	case err != nil || !info.IsDir():
		return []foundByHand{{named.Path, named.At, named.As, ""}}
	}
	var out []foundByHand
	below := l.filesBelow(named.Path, m.Within)
	switch {
	case len(below) == 0:
		l.unchecked(l.reported(named.Path), "holds no file for "+m.Name+"; name another directory", nil)
	case len(below) == maxByHand:
		l.unchecked(l.reported(named.Path), "holds too many files to be laid out on "+m.Name+"; name the ones that count", nil)
	}
	for _, rel := range below {
		f := foundByHand{abs: filepath.Join(named.Path, rel), as: named.As}
		if named.At != "" {
			f.at = path.Join(named.At, filepath.ToSlash(rel))
		} else {
			f.as, f.flagDir = config.Unknown, named.Path
		}
		out = append(out, f)
	}
	return out
}

// addByHand adds a file to those that are read, and to a machine.
func (l *finder) addByHand(h *byHand, found foundByHand) {
	l.around = true
	f := l.add(found.abs, "")
	l.around = false
	f.wanted, f.described = true, true
	switch {
	case found.flagDir != "":
		l.addToDescribedDir(h, f, found.flagDir)
		return
	case found.as != config.Unknown:
		f.as, f.class = found.as, l.classify(found.abs, found.as)
	case f.class == (classification{}):
		f.class = l.classify(found.abs, config.Unknown)
	}
	h.put(f, found.at)
}

// addToDescribedDir adds a file of a flag directory to a machine.
func (l *finder) addToDescribedDir(h *byHand, f *file, dir string) {
	if h.flags == nil {
		h.flags = &flagDir{abs: dir, path: l.reported(dir), component: h.Component, wrapperArg: h.Component.String(), whole: true, parts: map[string][]*file{}}
		l.flagDirs = slices.DeleteFunc(l.flagDirs, func(d *flagDir) bool { return d.abs == dir })
	}
	f.class = classification{form: l.byRole(format.FlagEntry), component: h.Component}
	switch name := filepath.Base(filepath.Dir(f.abs)); {
	case filepath.Dir(f.abs) == h.flags.abs:
		f.hideName()
		h.flags.add(f)
	case h.flags.joins(name):
		f.class.part = true
		h.flags.parts[name] = append(h.flags.parts[name], f)
	}
}

// put keeps a file of a machine.
func (h *byHand) put(f *file, at string) {
	if at == "" {
		h.starts = append(h.starts, f)
		return
	}
	h.laid = append(h.laid, laidFile{f, at})
}

// maxByHand bounds how many files of a directory are laid out on a machine.
const maxByHand = 10_000

// filesBelow returns the regular files of a directory and of those in it, relative to it. Names that begin with a dot are
// passed over; what is not a regular file, and a symbolic link that leads out of within, is named as unchecked.
func (l *finder) filesBelow(dir, within string) []string {
	var out []string
	var below func(rel string)
	below = func(rel string) {
		entries, err := l.list(filepath.Join(dir, rel))
		if err != nil {
			l.unchecked(l.reported(filepath.Join(dir, rel)), why(err), nil)
		}
		for _, e := range entries {
			at := filepath.Join(rel, e.Name())
			switch {
			case e.Name()[0] == '.' || len(out) >= maxByHand:
			case e.IsDir():
				below(at)
			case e.Type().IsRegular() || leadsWithin(filepath.Join(dir, at), within):
				out = append(out, at)
			case e.Type()&fs.ModeSymlink != 0:
				l.unchecked(l.reported(filepath.Join(dir, at)), "is a symbolic link to no regular file of the work tree, which is not followed; leave it out", nil)
			default:
				l.unchecked(l.reported(filepath.Join(dir, at)), irregular(e.Type()), nil)
			}
		}
	}
	below("")
	return out
}

// leadsWithin reports whether a symbolic link leads to a regular file in a directory.
func leadsWithin(link, dir string) bool {
	real, err := filepath.EvalSymlinks(link)
	if err != nil {
		return false
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil || !within(real, dir) {
		return false
	}
	info, err := os.Stat(real)
	return err == nil && info.Mode().IsRegular()
}

// layOut puts the files of machines that the user describes where they lie on them, before anything looks there.
func (l *assembler) layOut() {
	for i, h := range l.described {
		l.settleStarts(h)
		if len(h.laid) == 0 {
			continue
		}
		h.root = machineRoot{abs: filepath.Join(h.laid[0].file.abs, "machine", strconv.Itoa(i)), writer: h.laid[0].file, label: h.Name}
		for _, laid := range h.laid {
			l.lay(h, laid)
		}
		l.addMachines([]machineRoot{h.root})
	}
}

// lay puts a file on a machine.
func (l *assembler) lay(h *byHand, laid laidFile) {
	f := laid.file
	if f.source == nil {
		return // which is named as unchecked
	}
	l.applyFile(h.root, machine.File{Path: laid.at, Content: f.text, Known: f.text.Len(), PathAt: f.source.Span(0, 0), Mode: f.mode})
	on := l.current(filepath.Join(h.root.abs, filepath.FromSlash(laid.at)))
	on.copied, on.path, on.written.writer = f, f.path, f
	on.used = true // unless something reads it there, it says nothing by itself
	f.used, f.installed = f.kind == config.Unknown, true
	if f.class.role() != format.Unit { // what it is says its place on the machine, if not --as
		f.class.form = nil
	}
}

// isOf reports whether a node was read from a file that lies on the machine.
func (h *byHand) isOf(n *config.Node) bool {
	return slices.ContainsFunc(h.laid, func(laid laidFile) bool {
		return laid.file.source != nil && slices.Contains(n.Sources, laid.file.source)
	})
}

// reportUnusedByHand names the machines on which no daemon is started, and the files that the user put on a machine and that
// nothing there reads. Documents are checked by themselves then.
func (l *assembler) reportUnusedByHand() {
	for _, h := range l.described {
		if len(h.starts) == 0 && h.flags == nil && !slices.ContainsFunc(l.out.Nodes, h.isOf) {
			l.uncheckedAt(h.At, "nothing of "+h.Name+" starts a daemon; give a file of flags or of variables, a unit, or a flag directory")
		}
		for _, laid := range h.laid {
			f := laid.file
			read := slices.ContainsFunc(l.out.Checked, func(c config.Checked) bool { return c.Path == f.path }) ||
				slices.ContainsFunc(l.out.Unchecked, func(u config.Unchecked) bool { return u.Path == f.path })
			if f.source != nil && f.kind == config.Unknown && !read {
				l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Reason: "lies at " + laid.at + " on " + h.Name + ", where nothing reads it"})
			}
		}
	}
}

// settleStarts finds out what the files are with which a daemon is started. A unit lies on the machine; what is none of
// these is named.
func (l *assembler) settleStarts(h *byHand) {
	var starts []*file
	for _, f := range h.starts {
		switch f.class.role() {
		case format.Unit:
			h.laid = append(h.laid, laidFile{f, "/etc/systemd/system/" + filepath.Base(f.abs)})
		case format.FlagLines, format.UnitEnvironment, format.WrapperEnvironment, format.DaemonEnvironment:
			starts = append(starts, f)
			f.used = true
		default:
			if f.source != nil {
				f.used = true
				l.unchecked(f.path, "is given for "+h.Name+", and does not say what it is; say it with \"as\", or where it lies on the machine with \"at\"", nil)
			}
		}
	}
	h.starts = starts
}

// describedNodes makes a node of each machine that the user describes and that is not started by a unit of its own.
func (l *assembler) describedNodes() {
	for _, h := range l.described {
		if len(h.starts) > 0 || h.flags != nil {
			l.describedNode(h)
		}
	}
}

func (l *assembler) describedNode(h *byHand) {
	n := &config.Node{Component: h.Component, Name: h.Name}
	if h.root.abs != "" {
		l.views[n] = view{machine: h.root.abs}
	}
	var variables []*file
	onCommandLine := false
	for _, f := range h.starts {
		switch {
		case f.source == nil:
		case f.class.role() == format.FlagLines:
			onCommandLine = true
			l.describedFlags(n, f)
		default:
			variables = append(variables, f)
		}
	}
	if h.flags != nil {
		w := &wrapperInputs{host: h.root.abs, wrapperArg: h.flags.wrapperArg, component: h.Component, dir: h.flags, daemonDefaults: variables}
		l.fillWrapped(n, w, nil)
		n.Start = h.flags.start()
		n.Gaps = append(n.Gaps, w.missing()...)
	} else {
		l.describedVariables(n, variables)
	}
	if n.Start.Source == nil && len(n.Sources) > 0 {
		n.Start = n.Sources[0].Span(0, 0)
	}
	if n.Start.Source == nil {
		return // nothing of it could be read
	}
	switch {
	case h.Complete:
		n.Gaps = slices.DeleteFunc(n.Gaps, func(g config.Gap) bool { return g.Kind == machine.PackageFiles || g.Kind == machine.CallerEnvironment })
	case !onCommandLine && h.flags == nil:
		n.Part = true
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.UnknownReader,
			Reason: "variables are only a part of what starts the daemon, unless the configuration file says that " + h.Name + " is complete"})
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// describedFlags adds what a file of flags gives to a node.
func (l *assembler) describedFlags(n *config.Node, f *file) {
	given := l.flagLinesNode(f)
	if given == nil {
		return
	}
	kind := config.MasterFlags
	if n.Component == config.Agent {
		kind = config.AgentFlags
	}
	l.checked(f, kind, n.Component)
	n.Sources = append(n.Sources, given.Sources...)
	n.Settings, n.Arguments = append(n.Settings, given.Settings...), append(n.Arguments, given.Arguments...)
	n.Gaps, n.Findings = append(n.Gaps, given.Gaps...), append(n.Findings, given.Findings...)
}

// describedVariables adds what files of variables give to a node.
func (l *assembler) describedVariables(n *config.Node, files []*file) {
	var env []machine.Assignment
	for _, f := range files {
		read := l.readEnvironmentFile(f, dialectOf(f.class.role()), environment{assignments: env, own: env})
		l.checked(f, envKind(n.Component), n.Component)
		n.Sources = append(n.Sources, f.source)
		n.Gaps, n.Findings = append(n.Gaps, read.gaps...), append(n.Findings, read.findings...)
		env = append(env, read.assignments...)
	}
	n.Settings = append(n.Settings, environmentSettings(env)...)
}
