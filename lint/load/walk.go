package load

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/redact"
)

// link is a symbolic link to a directory.
type link struct{ abs, real string }

// find turns what the user named into files to read.
func (l *finder) find(paths []string) {
	if slices.Contains(paths, "-") { // it can be read once, and before the file that it is called as
		l.findStdin()
	}
	for _, path := range paths {
		if l.ctx.Err() != nil {
			return
		}
		if path != "-" {
			l.findNamed(path)
		}
	}
	l.findAround()
	l.findLinked()
	l.findInTrees()
}

// findLinked walks the directories that symbolic links have led to.
func (l *finder) findLinked() {
	for len(l.linked) > 0 && l.ctx.Err() == nil {
		next := l.linked[0]
		l.linked = l.linked[1:]
		l.walk(next.abs, next.real)
	}
}

// findStdin takes standard input for what was named, and for what the tree holds under its name.
func (l *finder) findStdin() {
	f := &file{path: cmp.Or(l.o.StdinName, "<stdin>"), named: true, as: l.o.As, listed: true}
	if l.o.StdinName != "" {
		f.abs = l.absolute(l.o.StdinName)
		f.class, l.byPath[f.abs] = l.classify(f.abs, f.as), f
	} else {
		f.class.form, f.class.component = format.OfKind(l.formats, f.as)
	}
	data, err := readStdin(l.o.Stdin)
	if pending, found := l.overlay[""]; found {
		data, err = pending.Data, nil
	}
	if err != nil {
		f.problem = "reading standard input: " + why(err)
	} else {
		f.set(l.newSource(f.path, "", data), 0)
	}
	l.files, l.stdin = append(l.files, f), f
	if f.class.role() == format.FlagEntry {
		l.addToFlagDir(f)
	}
}

func (l *finder) findNamed(path string) {
	abs := l.absolute(path)
	if l.excludes(abs) {
		return
	}
	info, err := os.Stat(abs)
	if pending, found := l.overlay[abs]; found && !pending.Gone {
		l.addNamed(abs)
		return
	} else if found {
		err = fs.ErrNotExist
	}
	switch {
	case err != nil:
		l.unchecked(l.reported(abs), why(err), nil)
	case info.IsDir():
		l.findDirectory(abs)
	case irregular(info.Mode()) != "":
		l.unchecked(l.reported(abs), irregular(info.Mode()), nil)
	default:
		l.addNamed(abs)
	}
}

func (l *finder) addNamed(abs string) {
	f := l.add(abs, "")
	f.named, f.as = true, l.o.As
	f.class = l.classify(abs, f.as)
	if f.class.role() == format.FlagEntry {
		f.hideName()
		l.addToFlagDir(f)
	}
}

// hideName takes a secret out of the name under which reports know a file that is a flag: who wrote one in place of a
// flag's name reads only that there is one.
func (f *file) hideName() {
	name := f.base()
	if secrets := redact.Generated(name); len(secrets) > 0 {
		f.shown = redact.Conceal(name, secrets)
		if dir, _ := filepath.Split(f.path); f.written == nil {
			f.path = dir + f.shown
		}
	}
}

// add notes a file, once however often it is found.
func (l *finder) add(abs, real string) *file {
	f := l.byPath[abs]
	switch versions := l.written.files[abs]; {
	case f != nil:
	case len(versions) > 0:
		f = versions[len(versions)-1]
	default:
		f = &file{abs: abs, path: l.reported(abs), real: real}
	}
	l.byPath[abs] = f
	if !f.listed {
		f.listed, f.around = true, l.around
		l.files = append(l.files, f)
	}
	return f
}

func (l *finder) findDirectory(abs string) {
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		l.unchecked(l.reported(abs), why(err), nil)
		return
	}
	l.tops = append(l.tops, abs)
	l.plain[abs] = true
	l.walk(abs, real)
}

// walk finds the files of a directory, in the order of their names. real is the directory without symbolic links.
func (l *finder) walk(dir, real string) {
	if l.visited[real] || l.ctx.Err() != nil || l.beyond {
		return
	}
	l.visited[real] = true
	entries, err := l.list(dir)
	if err != nil {
		if _, described := l.machines[dir]; !described { // of a machine that a source only removes files from there is nothing
			l.unchecked(l.reported(dir), why(err), nil)
		}
		return
	}
	if l.around {
		l.entries += len(entries)
		l.beyond = l.entries > l.mostAround
	}
	flags := l.flagDirOf(dir, entries)
	if flags != nil {
		flags.whole = true
	} else {
		l.noteMisspelt(dir, entries)
	}
	if l.ahead == nil && len(l.overlay) == 0 {
		if l.ahead = lookAhead(dir, entries); l.ahead != nil {
			defer func() {
				l.ahead.end()
				l.ahead = nil
			}()
		}
	}
	for _, e := range entries {
		name := e.Name()
		abs := filepath.Join(dir, name)
		if !strings.HasPrefix(name, ".") && flags == nil && !l.written.isDirectory(dir) && l.excludes(abs) {
			continue // but of a flag directory the daemon gets all files, whoever looks at them
		}
		mode, target := e.Type(), ""
		if mode&fs.ModeSymlink != 0 {
			if strings.HasPrefix(name, ".") {
				continue
			}
			l.noteLink(abs)
			if mode, target = l.followLink(abs, real, flags != nil); target == "" {
				continue
			}
		}
		switch {
		case strings.HasPrefix(name, ".") && !(mode.IsRegular() && isManifest(name)):
		case mode.IsDir() && flags != nil && flags.joins(name):
			flags.parts[name] = l.walkParts(abs)
		case mode.IsDir() && target != "":
			l.linked = append(l.linked, link{abs, target})
		case mode.IsDir():
			if isWalkedFolder(e) {
				if l.plain[dir] {
					l.plain[abs] = true
				}
				l.walk(abs, filepath.Join(real, name))
			}
		case irregular(mode) != "":
			if l.isAboutMesos(abs) {
				l.unchecked(l.reported(abs), irregular(mode), nil)
			}
		default:
			if isEnabling(dir) && target == "" {
				l.noteLink(abs)
			}
			l.addFound(abs, target, flags)
		}
	}
}

// excludes reports whether the user does not want a file or folder looked at, and notes that it was passed over.
func (l *finder) excludes(abs string) bool {
	if l.o.Excluded == nil || !l.o.Excluded(abs) {
		return false
	}
	if path := l.reported(abs); !slices.Contains(l.out.Excluded, path) {
		l.out.Excluded = append(l.out.Excluded, path)
	}
	return true
}

// skippedDirectories hold copies and caches of other people's files. Those that begin with a dot are skipped anyway.
var skippedDirectories = []string{"node_modules", "__pycache__", "CVS"}

func (l *finder) addFound(abs, real string, flags *flagDir) {
	var at classification
	if flags != nil {
		at = classification{form: l.byRole(format.FlagEntry), component: flags.component}
	} else if at = l.classify(abs, config.Unknown); at.role() == format.Unclaimed && (isBinaryName(abs) || l.isWalked(real)) {
		return
	}
	f := l.add(abs, real)
	if !f.named || f.as == config.Unknown {
		f.class = at
	}
	if flags == nil {
		return
	}
	f.hideName()
	for _, other := range l.written.files[abs] {
		if other != f { // a branch decides which of them it is
			other.class, other.listed, other.shown = at, true, f.shown
			l.files = append(l.files, other)
			flags.add(other)
		}
	}
	flags.add(f)
}

// isWalked reports whether the target of a symbolic link is found by itself.
func (l *finder) isWalked(real string) bool {
	return real != "" && slices.ContainsFunc(l.tops, func(top string) bool {
		return within(real, top) && !strings.Contains(real[len(top):], string(filepath.Separator)+".") &&
			!slices.ContainsFunc(skippedDirectories, func(name string) bool { return strings.Contains(real[len(top):], name) })
	})
}

// walkParts returns the files of the attributes or resources directory of an agent's flag directory.
func (l *finder) walkParts(dir string) []*file {
	entries, err := l.list(dir)
	if err != nil {
		l.unchecked(l.reported(dir), why(err), nil)
		return nil
	}
	var parts []*file
	for _, e := range entries {
		name := e.Name()
		abs := filepath.Join(dir, name)
		mode, target := e.Type(), ""
		if strings.HasPrefix(name, ".") {
			continue
		}
		if mode&fs.ModeSymlink != 0 {
			if mode, target = l.followLink(abs, dir, true); target == "" {
				continue
			}
		}
		switch {
		case mode.IsDir():
		case irregular(mode) != "":
			l.unchecked(l.reported(abs), irregular(mode), nil)
		default:
			f := l.add(abs, target)
			f.class = classification{form: l.byRole(format.FlagEntry), part: true, component: config.Agent}
			parts = append(parts, f)
		}
	}
	return parts
}

// isManifest reports whether a file that is hidden is configuration all the same: that of a service which builds and tests. Those of
// mesoslint and of what runs it are not.
func isManifest(name string) bool {
	stem, found := strings.CutSuffix(name, ".yml")
	if !found {
		stem, found = strings.CutSuffix(name, ".yaml")
	}
	return found && stem != ".mesoslint" && stem != ".pre-commit-config" && stem != ".golangci"
}

// isAboutMesos reports whether the path of something that cannot be read says that it is about Mesos.
func (l *finder) isAboutMesos(abs string) bool {
	switch l.classify(abs, config.Unknown).role() {
	case format.FlagEntry, format.FlagPart, format.FlagLines, format.WrapperEnvironment, format.DaemonEnvironment, format.ZooKeeper:
		return true
	}
	if mayMatter(filepath.Base(abs)) {
		return true
	}
	return !isProse(filepath.Base(abs)) && slices.ContainsFunc(strings.Split(l.reported(abs), string(filepath.Separator)), func(name string) bool {
		return format.IndexWord(name, "mesos") >= 0
	})
}

// followLink returns what a symbolic link leads to and where that is. It returns "" for a link that is not followed,
// after naming it where it would have mattered: one that leads around in a circle, or out of what may be read.
func (l *finder) followLink(abs, realDir string, matters bool) (fs.FileMode, string) {
	if target, err := os.Readlink(abs); err == nil && target == os.DevNull {
		return 0, "" // how a unit is masked: there is nothing to read, on any machine
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil && within(realDir, real) {
		if l.isAboutMesos(abs) {
			l.unchecked(l.reported(abs), "is a symbolic link to a directory above it, which is not walked again; name that directory, if it is to be checked", nil)
		}
		return 0, ""
	}
	ours := l.isAboutMesos(abs)
	real, outside := l.resolve(abs)
	if outside != "" {
		if matters || ours {
			l.unchecked(l.reported(abs), outside, nil)
		}
		return 0, ""
	}
	info, err := os.Lstat(real)
	if err != nil {
		if ours && !matters { // what matters is a flag directory's, and the wrapper sees no file there
			l.unchecked(l.reported(abs), l.dangling(real), nil)
		}
		return 0, ""
	}
	return info.Mode(), real
}
