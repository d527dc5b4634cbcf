package shell

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

func sortNames(names []string) { slices.Sort(names) }

// operandsOf parts the sources of cp and its like from where they go to.
func operandsOf(o options) (sources []field, to field) {
	if t, found := o.get("-t", "--target-directory"); found {
		return o.operands, t.value
	}
	if len(o.operands) < 2 {
		return nil, field{}
	}
	n := len(o.operands) - 1
	return o.operands[:n], o.operands[n]
}

// target returns where a file goes: to a name, or into a directory under its own.
func (s *shell) target(to, from field, into bool) target {
	p := s.locate(to)
	if !into && !p.trailing && !s.isDirectory(p) {
		return p
	}
	text, known := from.literal()
	if len(from.value) > 1 && from.value[0].inTree && from.value[1:].readable() {
		text, known = from.value[1:].String(), true
	}
	name := path.Base(text)
	if !known || name == "." || name == ".." || name == "/" {
		q := target{at: p.at}
		if p.known() && p.root == "" {
			q.directory = p.path + "/"
		}
		return q
	}
	return p.join(name)
}

// isDirectory reports whether a place is known to be a directory.
func (s *shell) isDirectory(p target) bool {
	if e := s.run.disk[p.diskKey()]; e != nil {
		return e.dir
	}
	if !p.known() {
		return false
	}
	switch p.path {
	case "/", "/etc", "/etc/default", "/etc/sysconfig", "/etc/init", "/etc/init.d", "/etc/systemd/system", "/lib/systemd/system",
		"/usr/lib/systemd/system", "/tmp", "/opt", "/usr/local/bin", "/usr/bin", "/root", "/home", "/var/tmp", "/srv":
		return true
	}
	if s.run.o.IsDirectory != nil && s.run.o.IsDirectory(p.root, p.path) {
		return true
	}
	s.step(len(s.run.disk)/64 + 1)
	for k := range s.run.disk {
		if strings.HasPrefix(k, p.key()+"/") {
			return true
		}
	}
	return false
}

// copy follows cp and mv.
func (s *shell) copy(c *command, move bool) {
	o := parseOptions(c.words[1:], "St", "--suffix", "--target-directory")
	sources, to := operandsOf(o)
	into := len(sources) > 1 || o.has("-t", "--target-directory")
	recursive := move || o.has("-r", "-R", "-a", "--recursive", "--archive")
	for _, f := range s.globbed(sources) {
		s.copyOne(f, to, into && !o.has("-T"), copying{recursive: recursive, move: move, ifMissing: o.has("-n", "--no-clobber"), at: c.at})
	}
}

// copying is how files are copied.
type copying struct {
	recursive, move, ifMissing bool
	// into is set if the copy is put into a directory, under its own name.
	into bool
	mode fs.FileMode
	at   source.Span
}

// globbed replaces patterns by the names of the tree that they fit.
func (s *shell) globbed(sources []field) []field {
	var out []field
	for _, f := range sources {
		if !f.pattern() {
			out = append(out, f)
			continue
		}
		text := f.String()
		name := path.Base(text)
		d := f
		d.value = f.value.slice(0, len(text)-len(name))
		p := target{inTree: true, tree: "."}
		if len(d.value) > 0 {
			p = s.locate(d)
		}
		names := s.listTree(p, f.at.Source)
		if names == nil && p.diskKey() != "" {
			names = s.written(p, name)
		}
		any := false
		for _, n := range names {
			if fitsName(name, strings.TrimSuffix(n, "/")) {
				g := d
				g.value = append(append(value(nil), d.value...), made(strings.TrimSuffix(n, "/"), f.at))
				out, any = append(out, g), true
			}
		}
		if !any {
			f.several = true
			for i := range f.value {
				f.value[i].known = false
			}
			out = append(out, f)
		}
	}
	return out
}

// listTree returns the entries of a directory of the tree; nil if there is none.
func (s *shell) listTree(p target, from *source.Source) []string {
	if !p.inTree || s.run.o.Tree == nil || !s.step(1) {
		return nil
	}
	names, problem := s.run.o.Tree.List(from, p.tree)
	if problem != "" || !s.step(len(names)) {
		return nil
	}
	return names
}

func (s *shell) copyOne(f, to field, into bool, how copying) {
	p := s.target(to, f, into)
	if how.recursive && strings.HasSuffix(f.String(), "/.") {
		p = s.locate(to)
		if from := s.locate(f); p.known() && p.root == "" && !from.inTree && !from.known() {
			s.nameUnknown(target{directory: p.path + "/"}, how.at)
			return
		}
	}
	how.into = s.locate(to).path != p.path
	s.copyTo(s.locate(f), p, f, how)
}

// copyTo copies a file, or a directory with what it holds.
func (s *shell) copyTo(from, p target, f field, how copying) {
	if isDevice(p) || from.diskKey() != "" && from.diskKey() == p.diskKey() {
		return
	}
	if !p.known() && !p.inTree {
		s.nameUnknown(p, how.at)
		return
	}
	if how.recursive && (from.inTree || !from.known()) && s.run.disk[from.diskKey()] == nil && !s.isThere(from, f) { // it may be a directory, which holds files of any names
		s.nameUnknown(target{directory: strings.TrimSuffix(path.Dir(p.path), "/") + "/"}, how.at)
		return
	}
	if from.inTree && s.run.disk[from.diskKey()] == nil {
		if names := s.listTree(from, f.at.Source); names != nil {
			if how.recursive {
				s.copyTree(from, p, names, f, how)
			}
			return
		}
	}
	s.copyFile(from, p, f, how)
}

// isThere reports whether what is copied is a file or directory of the tree.
func (s *shell) isThere(from target, f field) bool {
	if s.run.o.Tree == nil || !from.inTree || !s.step(1) {
		return false
	}
	if s.listTree(from, f.at.Source) != nil {
		return true
	}
	_, _, problem := s.run.o.Tree.Open(f.at.Source, from.tree)
	return problem == ""
}

// copyTree copies what a directory of the tree holds.
func (s *shell) copyTree(from, to target, names []string, f field, how copying) {
	if !s.deeper() {
		return
	}
	defer func() { s.depth-- }()
	s.makeDirectory(to, 0, how.at)
	for _, n := range names {
		if !s.within() {
			return
		}
		name := strings.TrimSuffix(n, "/")
		source, target := from.join(name), to.join(name)
		source.at, target.at = from.at, to.at
		if name != n {
			s.copyTree(source, target, s.listTree(source, f.at.Source), f, how)
			continue
		}
		s.copyFile(source, target, f, how)
	}
}

// copyFile copies one file.
func (s *shell) copyFile(from, to target, f field, how copying) {
	if !s.step(1) {
		return
	}
	maybe := s.conditions > 0 || to.maybe || from.maybe
	e := s.run.disk[from.diskKey()]
	switch {
	case e != nil && e.known && !e.removed:
		s.write(to, e.content, writing{ifMissing: how.ifMissing, mode: how.mode, at: how.at})
	case e != nil && e.dir:
		s.makeDirectory(to, how.mode, how.at)
	default:
		c := &machine.Copy{At: f.at}
		switch {
		case from.inTree && e == nil:
			c.Path = from.tree
		case from.known() && from.root == s.root:
			c.Path, c.OnMachine, c.Recursive = from.path, true, how.recursive && !how.move && how.into
		default:
			s.write(to, value{unknownAt(f.at)}, writing{ifMissing: how.ifMissing, mode: how.mode, at: how.at})
			c = nil
		}
		if c == nil {
			break
		}
		s.run.disk[to.diskKey()] = s.copied(from, f, maybe)
		if to.known() {
			s.emit(machine.File{
				Root: to.root, Path: to.path, Copy: c, Known: machine.UnknownContent, OnlyIfMissing: how.ifMissing, Mode: how.mode, Maybe: maybe,
				At: how.at, PathAt: to.at,
			})
		}
	}
	if how.move {
		s.removePlace(from, true, how.at)
	}
}

// copied returns what the copy of a file of the tree holds.
func (s *shell) copied(from target, f field, maybe bool) *entry {
	if maybe || !from.inTree || s.run.o.Tree == nil {
		return &entry{}
	}
	content, problem := s.open(from.tree, f.at.Source)
	return &entry{content: content, known: problem == ""}
}

// install copies files and sets their mode, or makes directories.
func (s *shell) install(c *command) {
	o := parseOptions(c.words[1:], "gmotSZ", "--group", "--mode", "--owner", "--target-directory", "--suffix")
	mode := modeOf(o)
	if o.has("-d", "--directory") {
		for _, f := range o.operands {
			s.makeDirectory(s.locate(f), mode, c.at)
		}
		return
	}
	if !o.has("-m", "--mode") {
		mode = 0o755
	}
	sources, to := operandsOf(o)
	into := len(sources) > 1 || o.has("-t", "--target-directory")
	for _, f := range s.globbed(sources) {
		if f.lit() == "/dev/stdin" && s.in != nil {
			s.write(s.target(to, f, into), *s.in, writing{mode: mode, at: c.at})
			continue
		}
		s.copyOne(f, to, into, copying{mode: mode, at: c.at})
	}
}

// send follows scp and rsync, which copy files to another host.
func (s *shell) send(name string, c *command) {
	valued, recursive := "cDFiJlPoSX", "r"
	if name == "rsync" {
		valued, recursive = "efBTM", "a"
	}
	o := parseOptions(c.words[1:], valued, "--exclude", "--include", "--rsh", "--filter")
	sources, to := operandsOf(options{operands: o.operands})
	target := to.String()
	colon := strings.IndexByte(target, ':')
	if colon <= 0 || strings.ContainsRune(target[:colon], '/') || to.several || to.maybe {
		if name == "rsync" && colon < 0 && len(sources) > 0 {
			s.copy(&command{words: append(append([]field{c.words[0], {value: value{made("-r", c.at)}}}, sources...), to), at: c.at}, false)
		}
		return
	}
	host, at := to, to
	host.value, at.value = to.value.slice(0, colon), to.value.slice(colon+1, len(target))
	root := s.root
	for _, f := range s.globbed(sources) {
		from := s.locate(f)
		s.root = "ssh " + hostName(host)
		p := s.locate(at)
		if p.known() {
			p = s.target(at, f, len(sources) > 1)
		}
		s.root = root
		how := copying{recursive: o.has("-"+recursive, "-r"), at: c.at}
		if name == "rsync" && strings.HasSuffix(f.String(), "/") && from.inTree {
			p.path = strings.TrimSuffix(s.locate(at).path, "/")
		}
		s.copyTo(from, p, f, how)
	}
}

// setContent gives a file its content, of which only what is known for certain counts.
func setContent(f *machine.File, v value) {
	if v.doubtful() {
		w := append(value(nil), v...)
		lines := strings.Count(v.String(), "\n") > 1
		for i := range w {
			if w[i].fallback && lines {
				w[i].known = false
			}
			f.Maybe = f.Maybe || w[i].fallback && !lines
		}
		v = w
	}
	f.Content, f.Known = v.join(f.At), v.leading()
	f.Holes = v.holes()
	if len(f.Holes) == 1 && f.Holes[0].Start == 0 && f.Holes[0].End == f.Content.Len() {
		f.Known = machine.UnknownContent
	}
}
