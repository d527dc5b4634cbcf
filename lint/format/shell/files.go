package shell

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// disk is what the text itself has done to files so far.
type disk map[string]*entry

// entry is a file that was written.
type entry struct {
	content value
	// known is set if content is all of the file.
	known   bool
	removed bool
	dir     bool
}

// diskKey is what files are told apart by: those of machines, and those of the tree.
func (p target) diskKey() string {
	switch {
	case p.known():
		return p.key()
	case p.inTree:
		return "\x01" + p.tree
	}
	return ""
}

// writing is how a file is written.
type writing struct {
	append, ifMissing bool
	mode              fs.FileMode
	at                source.Span
}

// write writes a file.
func (s *shell) write(p target, v value, how writing) {
	if !s.step(1) || isDevice(p) {
		return
	}
	key := p.diskKey()
	if key == "" {
		s.nameUnknown(p, how.at)
		return
	}
	before := s.run.disk[key]
	maybe := s.conditions > 0 || p.maybe
	switch {
	case how.ifMissing && before != nil && !before.removed:
	case how.append:
		now := &entry{}
		if before != nil && before.known && !maybe && !before.removed {
			now = &entry{content: append(before.content, v...), known: true} // which takes the place of the one before
		}
		s.run.disk[key] = now
	case maybe || how.ifMissing:
		s.run.disk[key] = &entry{}
	default:
		s.run.disk[key] = &entry{content: slices.Clip(v), known: true}
	}
	if !p.known() {
		return
	}
	f := machine.File{
		Root: p.root, Path: p.path, OnlyIfMissing: how.ifMissing, Mode: how.mode, Maybe: maybe, At: how.at, PathAt: p.at,
	}
	if how.append {
		f.Operation = machine.Append
	}
	setContent(&f, v)
	s.emit(f)
}

func (s *shell) emit(f machine.File) {
	s.run.bytes += 128
	s.run.result.Files = append(s.run.result.Files, f)
}

// nameUnknown notes that a file is written whose name only the run knows, in a directory that is known.
func (s *shell) nameUnknown(p target, at source.Span) {
	if p.directory != "" && !isDevice(target{path: p.directory}) {
		s.run.gap(machine.Gap{Reason: "writes a file whose name only the run of the shell text knows", Path: p.directory, At: at})
	}
}

// isDevice reports whether a path is not a file that keeps what is written to it.
func isDevice(p target) bool {
	for _, dir := range [...]string{"/dev/", "/proc/", "/sys/"} {
		if strings.HasPrefix(p.path, dir) {
			return true
		}
	}
	return false
}

// content returns what a file holds: what was written to it, or what it holds in the tree.
func (s *shell) content(f field) (v value, problem string) {
	p := s.locate(f)
	key := p.diskKey()
	if key == "" || p.maybe {
		return nil, "which file is read is only known when the shell text is run"
	}
	if e := s.run.disk[key]; e != nil {
		if !e.known || e.removed {
			return nil, "what the file holds is only known when the shell text is run"
		}
		return slices.Clip(e.content), ""
	}
	if s.run.o.Tree == nil || s.root != s.run.o.Root {
		return nil, "the file is not in the tree"
	}
	name := p.path
	if p.inTree {
		name = p.tree
	}
	return s.open(name, f.at.Source)
}

// opening is how many steps it takes to look up a file and to read it, next to those of what it says: a file that sources
// another one twice, which does so in turn, opens more than it says.
const opening = 1024

// open returns what a file of the tree holds.
func (s *shell) open(name string, from *source.Source) (v value, problem string) {
	text, _, problem := s.run.o.Tree.Open(from, name)
	if problem != "" {
		return nil, problem
	}
	if !s.step(opening + text.Len()/256) {
		return nil, "the shell text does too much to be followed"
	}
	s.run.follow(text.Source())
	var holes []source.Range
	if s.run.o.Marks != nil {
		m := s.run.o.Marks(text)
		holes = source.Union(append(append([]source.Range(nil), m.Unknown...), m.Gone...))
	}
	return valueOf(text, text.Len(), holes), ""
}

// isVerbose reports whether a word makes a command that changes files print what it does.
func isVerbose(f field) bool {
	switch f.lit() {
	case "-v", "--verbose", "-c", "--changes":
		return true
	}
	return false
}

// printsOnly reports whether a command is there for what it prints, so that -v is not what makes it print.
func printsOnly(name string) bool {
	switch name {
	case "echo", "printf", "grep", "egrep":
		return true
	}
	return false
}

// follow notes a source that is read on the way.
func (r *run) follow(src *source.Source) {
	if src != nil && !r.read[src] {
		r.read[src] = true
		r.result.Followed = append(r.result.Followed, src)
	}
}

// fileCommand follows a command that prints or that changes files, and reports whether it is one.
func (s *shell) fileCommand(name string, c *command) bool {
	if s.out != nil && !printsOnly(name) && slices.ContainsFunc(c.words[1:], isVerbose) {
		s.printUnknown(c.at)
	}
	switch name {
	case "echo":
		s.echo(c)
	case "printf":
		s.printf(c)
	case "cat":
		s.cat(c)
	case "grep", "egrep":
		s.grep(name, c)
	case "dirname", "basename", "pwd", "readlink", "realpath":
		s.printPath(name, c)
	case "tee":
		s.tee(c)
	case "dd":
		s.dd(c)
	case "sed":
		s.sed(c)
	case "touch":
		s.touch(c)
	case "mkdir":
		s.mkdir(c)
	case "rm", "unlink", "rmdir":
		s.remove(c)
	case "cp":
		s.copy(c, false)
	case "mv":
		s.copy(c, true)
	case "install":
		s.install(c)
	case "ln":
		s.link(c)
	case "chmod":
		s.chmod(c)
	case "chown", "chgrp":
	case "scp", "rsync":
		s.send(name, c)
	default:
		return false
	}
	return true
}

// tee writes its input to files, and prints it.
func (s *shell) tee(c *command) {
	o := parseOptions(c.words[1:], "", "--output-error")
	v := value{unknownAt(c.at)}
	if s.in != nil {
		v = *s.in
	}
	for _, f := range o.operands {
		s.write(s.locate(f), v, writing{append: o.has("-a", "--append"), at: c.at})
	}
	s.print(v)
}

// dd copies its input, or the file of if=, to the file of of=.
func (s *shell) dd(c *command) {
	v := value{unknownAt(c.at)}
	if s.in != nil {
		v = *s.in
	}
	var to *field
	how := writing{at: c.at}
	for _, w := range c.words[1:] {
		name, _, found := strings.Cut(w.String(), "=")
		if !found {
			continue
		}
		f := w.from(len(name) + 1)
		switch name {
		case "of":
			to = &f
		case "if":
			v = value{unknownAt(c.at)}
			if held, problem := s.content(f); problem == "" {
				v = held
			}
		case "oflag", "conv":
			how.append = how.append || f.lit() == "append"
			if f.lit() != "append" && f.lit() != "notrunc" && f.lit() != "fsync" && f.lit() != "sync" {
				v = value{unknownAt(c.at)}
			}
		case "count", "skip", "seek", "bs", "ibs":
			if name != "bs" || f.lit() == "" {
				v = value{unknownAt(c.at)}
			}
		}
	}
	if to == nil {
		s.print(v)
		return
	}
	s.write(s.locate(*to), v, how)
}

// touch makes files that are not there.
func (s *shell) touch(c *command) {
	o := parseOptions(c.words[1:], "drt", "--date", "--reference")
	if o.has("-c", "--no-create", "-h", "--no-dereference") {
		return
	}
	for _, f := range o.operands {
		s.write(s.locate(f), nil, writing{ifMissing: true, at: c.at})
	}
}

func (s *shell) mkdir(c *command) {
	o := parseOptions(c.words[1:], "mZ", "--mode")
	for _, f := range o.operands {
		s.makeDirectory(s.locate(f), modeOf(o), c.at)
	}
}

func (s *shell) makeDirectory(p target, mode fs.FileMode, at source.Span) {
	if key := p.diskKey(); key != "" {
		s.run.disk[key] = &entry{dir: true}
	}
	if p.known() && !isDevice(p) && s.step(1) {
		s.emit(machine.File{Root: p.root, Path: p.path, Directory: true, Mode: mode, Maybe: s.conditions > 0 || p.maybe, At: at, PathAt: p.at})
	}
}

func modeOf(o options) fs.FileMode {
	opt, _ := o.get("-m", "--mode")
	return machine.ParseMode(opt.value.lit())
}

// remove follows rm and rmdir.
func (s *shell) remove(c *command) {
	o := parseOptions(c.words[1:], "")
	all := o.has("-r", "-R", "--recursive")
	for _, f := range o.operands {
		if f.pattern() {
			s.removePattern(f, all, c)
			continue
		}
		s.removePlace(s.locate(f), all, c.at)
	}
}

func (s *shell) removePlace(p target, all bool, at source.Span) {
	key := p.diskKey()
	if key == "" || isDevice(p) || !s.step(1) {
		return
	}
	maybe := s.conditions > 0 || p.maybe
	for _, k := range s.below(p, all) {
		s.run.disk[k] = &entry{removed: !maybe}
	}
	s.run.disk[key] = &entry{removed: !maybe}
	if p.known() {
		s.emit(machine.File{Root: p.root, Path: p.path, Operation: machine.Remove, Directory: all, Maybe: maybe, At: at, PathAt: p.at})
	}
}

// below returns the keys of the files that were written in a directory.
func (s *shell) below(p target, all bool) []string {
	if !all {
		return nil
	}
	s.step(len(s.run.disk)/8 + 1)
	var keys []string
	for k := range s.run.disk {
		if strings.HasPrefix(k, p.diskKey()+"/") {
			keys = append(keys, k)
		}
	}
	return keys
}

// removePattern removes the files that a pattern fits. All of a directory is the directory made anew.
func (s *shell) removePattern(f field, all bool, c *command) {
	text, known := f.literal()
	if !known {
		return
	}
	dir, name := path.Split(text)
	d := f
	d.value = f.value.slice(0, len(dir))
	p := s.locate(d)
	if !p.known() || strings.ContainsAny(dir, "*?[") {
		return
	}
	if name == "*" {
		s.removePlace(p, true, c.at)
		s.makeDirectory(p, 0, c.at)
		return
	}
	names := s.written(p, name)
	for _, n := range names {
		q := p.join(n)
		q.at = f.at
		s.removePlace(q, all, c.at)
	}
	if len(names) == 0 && !strings.ContainsAny(name, "*[") {
		s.removePlace(s.locate(f), all, c.at) // a pattern that fits nothing stands for itself
	}
}

// written returns the names of the files in a directory that were written and that a pattern fits, sorted.
func (s *shell) written(dir target, pattern string) []string {
	prefix := dir.diskKey() + "/"
	s.step(len(s.run.disk)/8 + 1)
	var names []string
	for k, e := range s.run.disk {
		rest, found := strings.CutPrefix(k, prefix)
		if found && !strings.Contains(rest, "/") && !e.removed && !e.dir && fitsName(pattern, rest) {
			names = append(names, rest)
		}
	}
	sortNames(names)
	return names
}

// fitting returns the files that were written and that a pattern fits, and the pattern itself where others may.
func (s *shell) fitting(f field) []field {
	text, known := f.literal()
	dir, name := path.Split(text)
	if !f.pattern() || !known || strings.ContainsAny(dir, "*?[") {
		return []field{f}
	}
	d := f
	d.value = f.value.slice(0, len(dir))
	var out []field
	itself := false
	for _, n := range s.written(s.locate(d), name) {
		g := f
		g.value = append(append(value(nil), d.value...), made(n, f.at))
		out = append(out, g)
		itself = itself || n == name
	}
	if !itself {
		out = append(out, f)
	}
	return out
}

// fitsName reports whether a pattern fits the name of a file: a leading dot has to be written.
func fitsName(pattern, name string) bool {
	if strings.HasPrefix(name, ".") && !strings.HasPrefix(pattern, ".") {
		return false
	}
	fits, err := path.Match(pattern, name)
	return err == nil && fits
}

// chmod sets the mode of files.
func (s *shell) chmod(c *command) {
	o := parseOptions(c.words[1:], "")
	if len(o.operands) < 2 {
		return
	}
	mode := machine.ParseMode(o.operands[0].lit())
	if mode == 0 {
		return
	}
	var files []field
	for _, f := range o.operands[1:] {
		files = append(files, s.fitting(f)...)
	}
	for _, f := range files {
		p := s.locate(f)
		if !p.known() || !s.step(1) {
			continue
		}
		s.emit(machine.File{
			Root: p.root, Path: p.path, Operation: machine.Edit, Mode: mode, Maybe: s.conditions > 0 || p.maybe, At: c.at, PathAt: p.at,
			Change: func(before source.Text) (source.Text, bool) { return before, true },
		})
	}
}

// link follows ln.
func (s *shell) link(c *command) {
	o := parseOptions(c.words[1:], "St", "--suffix", "--target-directory")
	if !o.has("-s", "--symbolic") {
		s.copy(c, false)
		return
	}
	sources, to := operandsOf(o)
	for _, f := range sources {
		p := s.target(to, f, len(sources) > 1 || o.has("-t", "--target-directory"))
		target, known := f.literal()
		if !p.known() || !known || target == "" || isDevice(p) || !s.step(1) {
			s.nameUnknown(p, c.at)
			continue
		}
		s.run.disk[p.diskKey()] = &entry{}
		s.emit(machine.File{Root: p.root, Path: p.path, Link: target, Maybe: s.conditions > 0 || p.maybe, At: c.at, PathAt: p.at})
	}
}
