package load

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/source"
)

// findAround finds what the tree holds of the machines that single files were named of, so that a file is judged with
// all that its daemon is given. What is found so is judged and not reported.
func (l *finder) findAround() {
	named := l.files
	l.around = true
	for _, f := range named {
		if f.named && f.abs != "" && f.as == config.Unknown {
			l.findMachineOf(f.abs)
			if form := f.class.form; form != nil && form.Kind() == config.Compose {
				l.findProjectsOf(f.abs)
			}
		}
	}
	l.around = false
}

// findProjectsOf finds the compose files that a service may be extended or included from: those of the folder of a file, and of the
// folders above it in its work tree. What they make of a service is what starts, and not the service as it stands there.
func (l *finder) findProjectsOf(abs string) {
	tree := l.workTreeOf(filepath.Dir(abs))
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		entries, err := l.list(dir)
		if err != nil {
			return
		}
		for _, e := range entries {
			name := strings.ToLower(e.Name())
			if e.Type().IsRegular() && strings.Contains(name, "compose") && slices.Contains([]string{".yml", ".yaml"}, filepath.Ext(name)) {
				l.addFound(filepath.Join(dir, e.Name()), "", nil)
			}
		}
		if tree == "" || dir == tree {
			return
		}
	}
}

// unitDirectories are those of a machine that hold units.
func unitDirectories() []string {
	return []string{"etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"}
}

func (l *finder) findMachineOf(abs string) {
	dir := filepath.Dir(abs)
	if base := filepath.Base(dir); base == joinedDirectories[0] || base == joinedDirectories[1] {
		dir = filepath.Dir(dir)
	}
	if _, _, isFlags := format.FlagDirectoryName(filepath.Base(dir)); isFlags {
		l.walkAround(dir)
	}
	root, found := machineOf(abs)
	if !found {
		return
	}
	for _, units := range unitDirectories() {
		l.walkAround(filepath.Join(root, filepath.FromSlash(units)))
	}
	l.walkAround(filepath.Join(root, "etc", "mesos"))
	for _, parent := range []string{"etc", "etc/default", "etc/sysconfig"} {
		at := filepath.Join(root, filepath.FromSlash(parent))
		entries, err := l.list(at)
		if err != nil {
			continue
		}
		for _, e := range entries {
			child := filepath.Join(at, e.Name())
			_, _, isFlags := format.FlagDirectoryName(e.Name())
			switch {
			case e.IsDir() && isFlags:
				l.walkAround(child)
			case e.Type().IsRegular() && strings.HasPrefix(e.Name(), "mesos"):
				l.addFound(child, "", nil)
			}
		}
	}
}

// walkAround walks a directory where it is there.
func (l *finder) walkAround(dir string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		l.walk(dir, real)
	}
}

// askedBy notes that somebody asked for a file by naming another that refers to it.
func (l *finder) askedBy(f *file, by *source.Source) {
	if by == nil || !f.around {
		return
	}
	if from := l.fileOf(by); from == nil || !from.around {
		f.around = false
	}
}

// leaveOutAround takes what was only looked at for the sake of named files out of what is reported.
func (l *finder) leaveOutAround() {
	around := map[string]bool{}
	if l.asked != nil {
		l.noteParts(around)
	}
	for _, f := range l.files {
		if f.around && !f.named && l.asked == nil {
			around[f.path] = true
		}
	}
	if len(around) > 0 && l.asked == nil {
		for _, d := range l.flagDirs {
			if (d.around || !l.isTop(d.abs)) && !d.isNamed() {
				around[d.path] = true
			}
		}
	}
	l.noteExcluded(around)
	if len(around) == 0 {
		return
	}
	l.out.Around = around
	l.out.Checked = deleteFrom(l.out.Checked, func(c config.Checked) bool { return around[c.Path] })
	l.out.Unchecked = deleteFrom(l.out.Unchecked, func(u config.Unchecked) bool { return around[u.Path] })
	l.out.Unread = deleteFrom(l.out.Unread, func(u config.Unread) bool { return around[u.Path] })
}

// noteExcluded adds the files that were read although the user does not want them looked at: those of flag directories, and
// what checked files refer to.
func (l *finder) noteExcluded(around map[string]bool) {
	if l.o.Excluded == nil {
		return
	}
	see := func(f *file) {
		if f.abs != "" && f != l.stdin && f.source != nil && f.written == nil && l.o.Excluded(f.abs) {
			around[f.path] = true
			if !slices.ContainsFunc(l.out.Excluded, func(path string) bool { return f.path == path || strings.HasPrefix(f.path, path+"/") }) {
				l.out.Excluded = append(l.out.Excluded, f.path)
			}
		}
	}
	for _, f := range l.files {
		see(f)
	}
	for _, abs := range slices.Sorted(maps.Keys(l.byPath)) {
		see(l.byPath[abs])
	}
}

// isTop reports whether a directory lies in one that was named.
func (l *finder) isTop(dir string) bool {
	for _, top := range l.tops {
		if within(dir, top) {
			return true
		}
	}
	return false
}

func deleteFrom[T any](list []T, drop func(T) bool) []T {
	var kept []T
	for _, v := range list {
		if !drop(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
