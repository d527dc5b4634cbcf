package load

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// fileTree is what may be looked at: the directories that were named and the root, as they will be once the overlay is
// written, and the files that formats write to machines of their own. Such a machine is laid out below the path of the
// source that describes it, if nothing else can be: "setup.sh/etc/mesos-slave/work_dir".
type fileTree struct {
	dir     string                  // working directory, absolute
	root    string                  // Options.Root, absolute; "" if not given
	rootFor func(abs string) string // Options.RootOf; nil if not given
	tops    []string                // the directories that were named
	plain   map[string]bool         // directories at or below one that was named, without a link from it to there
	naming  Naming                  // how reports name files
	overlay source.Overlay
	pending map[string][]string // the files of the overlay that will be there, by their directory
	ahead   *ahead              // nil if nobody lists folders ahead of the walk
	shared  map[string]bool     // whether machines find the directory of a Vagrantfile, by its path
	written written
	mounts  map[string][]mountPoint // what containers see of the tree, by their machine
}

// pendingByDirectory returns the files of an overlay that will be there, by their directory.
func pendingByDirectory(overlay source.Overlay) map[string][]string {
	if len(overlay) == 0 {
		return nil
	}
	out := map[string][]string{}
	for path, pending := range overlay {
		if !pending.Gone && path != "" {
			dir := filepath.Dir(path)
			out[dir] = append(out[dir], path)
		}
	}
	return out
}

// list returns the entries of a directory by name, as they will be once the overlay is written.
func (t *fileTree) list(dir string) ([]fs.DirEntry, error) {
	if t.written.isDirectory(dir) {
		return t.written.list(dir), nil
	}
	if t.ahead != nil {
		if l, known := t.ahead.list(dir); known {
			return l.entries, l.err
		}
	}
	entries, err := os.ReadDir(dir)
	if len(t.overlay) == 0 {
		return entries, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		_, found := t.overlay[filepath.Join(dir, e.Name())]
		return found
	})
	for _, path := range t.pending[dir] {
		entries = append(entries, pendingEntry(filepath.Base(path)))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	if len(entries) > 0 {
		err = nil
	}
	return entries, err
}

// pendingEntry is a regular file of an overlay.
type pendingEntry string

func (e pendingEntry) Name() string { return string(e) }

func (e pendingEntry) IsDir() bool { return false }

func (e pendingEntry) Type() fs.FileMode { return 0 }

func (e pendingEntry) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

// dangling is the reason to give for a symbolic link to nothing.
func (t *fileTree) dangling(target string) string {
	return fmt.Sprintf("is a symbolic link to %s, which does not exist; fix it, or give --root", t.reported(target))
}

// maxLinks is the number of symbolic links the kernel follows in one path.
const maxLinks = 40

// resolve returns path without symbolic links. A link with an absolute target is looked up under the root, as the daemon
// would see it. What lies neither in a named directory nor under the root is outside, for which it returns a reason.
func (t *fileTree) resolve(path string) (real, outside string) {
	root := t.rootOf(path)
	return t.resolveUnder(path, root, append(slices.Clone(t.tops), root))
}

func (t *fileTree) resolveUnder(path, root string, allowed []string) (real, outside string) {
	for range maxLinks {
		base := ""
		for _, a := range allowed {
			if within(path, a) && len(a) > len(base) {
				base = a
			}
		}
		if base == "" {
			return "", fmt.Sprintf("is a symbolic link that leads out of %s, which is not followed; %s", t.reported(root), nameDestination)
		}
		if dir := filepath.Dir(path); t.plain[dir] {
			base = dir // the directory that was named is allowed, and there is no link from it to here
		}
		next, linked := firstLink(base, path)
		if !linked {
			return path, ""
		}
		if path = next; filepath.IsAbs(next) && strings.HasPrefix(next, absoluteTarget) {
			path = filepath.Join(root, strings.TrimPrefix(next, absoluteTarget))
		}
	}
	return "", "has too many levels of symbolic links; fix them"
}

// absoluteTarget marks what firstLink returns of a link whose target is absolute. No clean path begins with it.
const absoluteTarget = string(filepath.Separator) + string(filepath.Separator)

// firstLink replaces the first symbolic link below base in path by its target, and reports whether there was one.
func firstLink(base, path string) (replaced string, linked bool) {
	rest := strings.Trim(strings.TrimPrefix(path, base), string(filepath.Separator))
	at := base
	for rest != "" {
		name, after, _ := strings.Cut(rest, string(filepath.Separator))
		next := filepath.Join(at, name)
		target, err := os.Readlink(next)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENAMETOOLONG):
			return path, false // and nothing is below it
		case err != nil:
			at, rest = next, after
		case filepath.IsAbs(target):
			return absoluteTarget + filepath.Join(target, after), true
		default:
			return filepath.Join(at, target, after), true
		}
	}
	return path, false
}

// within reports whether path is dir or lies in it. Both are absolute and clean.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// given returns the directory that the user names for absolute paths in the file at an absolute path; "" if there is none.
func (t *fileTree) given(abs string) string {
	if t.rootFor != nil {
		if root := t.rootFor(abs); root != "" {
			return root
		}
	}
	return t.root
}

// absoluteOf returns the absolute path of a source.
func (t *fileTree) absoluteOf(s *source.Source) string {
	switch {
	case s == nil:
		return t.dir
	case s.File != "":
		return s.File
	}
	return t.absolute(s.Path)
}

// rootOf returns the directory under which the file at an absolute path would have its absolute paths looked up.
func (t *fileTree) rootOf(abs string) string {
	if given := t.given(abs); given != "" {
		return given
	}
	if root, found := machineOf(abs); found {
		return root
	}
	return filepath.Dir(abs)
}

// machineOf returns the directory that stands for the root of the machine a file is from, where its path shows one.
func machineOf(abs string) (root string, found bool) {
	for dir := filepath.Dir(abs); ; dir = filepath.Dir(dir) {
		for _, units := range []string{"/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system", "/run/systemd/system"} {
			if root, found := strings.CutSuffix(filepath.ToSlash(dir), units); found {
				return filepath.Clean(root + "/"), true
			}
		}
		if filepath.Base(dir) == "etc" {
			return filepath.Dir(dir), true
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
	}
}

// view is the place from which absolute paths are looked up.
type view struct {
	source *source.Source
	// machine is where the machine is laid out that a source describes and that the path is of; "" if it is of a
	// directory of the tree.
	machine string
	// closed is set if nothing but the machine is looked at: a container.
	closed bool
}

// locate returns where the file at a path of the daemon's machine lies, and the root it was found under.
func (t *fileTree) locate(from view, path string) (real, root, problem string) {
	if !strings.HasPrefix(path, "/") {
		return "", "", "is a relative path, which starts from the directory the daemon is started in"
	}
	if len(path) > machine.MaxPath {
		return "", "", fmt.Sprintf("is a path of more than %d bytes, of which there can be no file", machine.MaxPath)
	}
	if real := t.mounted(from.machine, path); real != "" && t.exists(real) {
		return real, filepath.Dir(real), ""
	}
	if real := t.synced(from, path); real != "" && t.exists(real) {
		return t.locateSynced(real)
	}
	roots := t.roots(from, path)
	if len(roots) == 0 {
		return "", "", "not in the tree"
	}
	for _, root := range roots {
		candidate := filepath.Join(root, path)
		if real, problem = t.resolveUnder(candidate, root, append([]string{root}, t.tops...)); problem != "" {
			return "", "", problem
		}
		if t.exists(real) {
			return real, root, ""
		}
	}
	if roots[0] == from.machine { // which is in no tree: a script's, or one that it reaches by ssh
		return "", "", "not found among the files that are written to that machine"
	}
	return "", "", fmt.Sprintf("not found under %s", t.reported(roots[0]))
}

// deadLink returns the symbolic link to nothing that a path of the daemon's machine leads to, and why it is not read; "" if it
// leads to none.
func (t *fileTree) deadLink(from view, path string) (link, reason string) {
	if !strings.HasPrefix(path, "/") || len(path) > machine.MaxPath {
		return "", ""
	}
	for _, root := range t.roots(from, path) {
		candidate := filepath.Join(root, path)
		real, outside := t.resolveUnder(candidate, root, append([]string{root}, t.tops...))
		switch {
		case real == candidate || !t.exists(candidate):
		case outside != "":
			return candidate, outside
		case !t.exists(real):
			return candidate, t.dangling(real)
		}
	}
	return "", ""
}

// isAbsent reports whether the directory of a path is there and the file itself is not. That the root is there says nothing,
// unless the user named it: what is not below it is not on the machine.
func (t *fileTree) isAbsent(from view, path string) bool {
	if from.machine != "" {
		return false // what else is done to the machine is not known
	}
	if given := t.given(t.absoluteOf(from.source)); given != "" && filepath.IsAbs(path) {
		return !t.exists(filepath.Join(given, path))
	}
	dir, _, problem := t.locate(from, filepath.Dir(path))
	return problem == "" && filepath.Dir(path) != "/" && !t.exists(filepath.Join(dir, filepath.Base(path)))
}

func (t *fileTree) exists(abs string) bool {
	if pending, found := t.overlay[abs]; found {
		return !pending.Gone
	}
	if t.written.has(abs) {
		return true
	}
	_, err := os.Lstat(abs)
	return err == nil
}

// roots returns the directories under which a path in a source is looked up. Without --root that is the one that holds
// the etc of the source, then those above it as far up as the user named a directory; and the one in which the path
// leads to the directory of the source itself.
func (t *fileTree) roots(from view, path string) []string {
	var roots []string
	if from.machine != "" {
		roots = append(roots, from.machine)
	}
	switch {
	case from.closed || from.source == nil:
		return roots
	}
	abs := t.absoluteOf(from.source)
	if given := t.given(abs); given != "" {
		return append(roots, given)
	}
	own := t.rootOf(abs)
	roots = append(roots, own)
	add := func(dir string) {
		if !slices.Contains(roots, dir) {
			roots = append(roots, dir)
		}
	}
	for _, top := range t.tops {
		if within(abs, top) {
			for dir := filepath.Dir(own); within(dir, top); dir = filepath.Dir(dir) {
				add(dir)
				if dir == filepath.Dir(dir) {
					break
				}
			}
		}
	}
	for dir := filepath.Dir(filepath.Clean(path)); dir != "/" && dir != "."; dir = filepath.Dir(dir) {
		if root, found := strings.CutSuffix(filepath.ToSlash(filepath.Dir(abs)), dir); found {
			add(filepath.Clean(root + "/"))
			break
		}
	}
	return roots
}

func (t *fileTree) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(t.dir, path)
}

// placeOf returns the absolute path of a file, or the one that standard input is said to be read from.
func (t *fileTree) placeOf(f *file) string { return cmp.Or(f.abs, t.absolute(f.path)) }

// reported returns how reports name an absolute path.
func (t *fileTree) reported(abs string) string { return t.naming.Of(abs) }
