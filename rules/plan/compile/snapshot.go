package compile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/source"
)

// snapshot is a configuration tree in memory: what is on the disk, and over it what fixes make of it. Paths are relative
// to the base, with slashes. An entry is never changed, only replaced, so that trees share what they have in common.
type snapshot struct {
	base    string // absolute
	entries map[string]*entry
}

// entry is one file, directory or symbolic link of a tree.
type entry struct {
	// mode is the type and the permission bits.
	mode fs.FileMode
	// target is where a symbolic link leads, as it is written.
	target string
	// disk is the file that holds the content where data is nil; "" for a directory that is only on the way to what was named.
	disk string
	data []byte
	// info is what was known of the file on the disk when it was found; nil for what is on no disk.
	info fs.FileInfo
}

// versionControl are the directories that hold the history of a tree and are no part of it.
var versionControl = []string{".git", ".hg", ".svn"}

// take makes a snapshot of what paths name, which are absolute. It returns besides what it leaves out, as it is named in the
// tree: the history that a version control keeps. Symbolic links are not followed, but for a path that is one itself.
func take(ctx context.Context, base string, paths []string) (*snapshot, []string, error) {
	s := &snapshot{base: base, entries: map[string]*entry{}}
	var leftOut []string
	for _, named := range paths {
		real, err := filepath.EvalSymlinks(named)
		if err != nil {
			return nil, nil, err
		}
		err = filepath.WalkDir(real, func(at string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			}
			rel := s.relative(filepath.Join(named, strings.TrimPrefix(at, real)))
			if at != real && slices.Contains(versionControl, d.Name()) {
				leftOut = append(leftOut, rel)
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			return s.add(rel, at, d)
		})
		if err != nil {
			return nil, nil, err
		}
	}
	s.addParents()
	slices.Sort(leftOut)
	return s, slices.Compact(leftOut), nil
}

// add adds what is on the disk.
func (s *snapshot) add(rel, disk string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	e := &entry{mode: info.Mode(), disk: disk, info: info}
	switch what := irregular(e.mode); {
	case what != "":
		return fmt.Errorf("%s is %s, which cannot be copied: leave it out of what is named", rel, what)
	case e.mode&fs.ModeSymlink != 0:
		if e.target, err = os.Readlink(disk); err != nil {
			return err
		}
	}
	s.entries[rel] = e
	return nil
}

// irregular says what a file is that no tree can hold; "" for a regular file, a directory and a symbolic link.
func irregular(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&(fs.ModeDevice|fs.ModeCharDevice) != 0:
		return "a device"
	case mode&fs.ModeIrregular != 0:
		return "not a regular file"
	}
	return ""
}

// addParents adds the directories above what was named.
func (s *snapshot) addParents() {
	for _, rel := range slices.Collect(maps.Keys(s.entries)) {
		for dir := path.Dir(rel); s.entries[dir] == nil; dir = path.Dir(dir) {
			s.entries[dir] = &entry{mode: fs.ModeDir | 0o755}
		}
	}
}

// relative names an absolute path in the tree; "" if it lies outside.
func (s *snapshot) relative(abs string) string {
	rel, err := filepath.Rel(s.base, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// nameOf names the file of a source by its path in the tree. A name that holds a secret stays as reports have it, and so does
// the path of what lies outside.
func (s *snapshot) nameOf(of *source.Source) string {
	if rel := s.relative(of.File); of.File != "" && rel != "" {
		return path.Join(path.Dir(rel), path.Base(of.Path))
	}
	return of.Path
}

// absolute is where a path of the tree is on the disk, or would be.
func (s *snapshot) absolute(rel string) string { return filepath.Join(s.base, filepath.FromSlash(rel)) }

func (s *snapshot) clone() *snapshot {
	return &snapshot{base: s.base, entries: maps.Clone(s.entries)}
}

// maxLinks is the number of symbolic links the kernel follows in one path.
const maxLinks = 40

// resolve follows the symbolic links of a path as far as the tree holds it, the last one too if follow is set. It returns ""
// for what leads out of the tree, and for what lies in no directory of it.
func (s *snapshot) resolve(rel string, follow bool) string {
	for range maxLinks {
		next, linked := s.firstLink(rel, follow)
		if !linked {
			if parent := s.entries[path.Dir(next)]; next == "" || parent == nil || !parent.mode.IsDir() {
				return ""
			}
			return next
		}
		rel = next
	}
	return ""
}

// firstLink replaces the first symbolic link of a path by where it leads, "" if that is outside.
func (s *snapshot) firstLink(rel string, follow bool) (string, bool) {
	if rel == "" {
		return "", false
	}
	names := strings.Split(rel, "/")
	at := "."
	for i, name := range names {
		at = path.Join(at, name)
		e := s.entries[at]
		if e == nil || e.mode&fs.ModeSymlink == 0 || i == len(names)-1 && !follow {
			continue
		}
		rest := path.Join(names[i+1:]...)
		if filepath.IsAbs(e.target) {
			return s.relative(filepath.Join(e.target, rest)), true
		}
		to := path.Join(path.Dir(at), filepath.ToSlash(e.target), rest)
		if to == ".." || strings.HasPrefix(to, "../") {
			return "", true
		}
		return to, true
	}
	return rel, false
}

// holds reports whether the tree has a file, or a directory for it to be in, so that a change of it is a change of the tree.
func (s *snapshot) holds(file string) bool {
	rel := s.relative(file)
	return rel != "" && s.resolve(rel, true) != ""
}

var errOutside = errors.New("it leads out of the tree")

// apply returns the tree after changes, and the changes by the names that files have in the tree.
func (s *snapshot) apply(changes *fix.Changes) (*snapshot, *fix.Changes, error) {
	out, named := s.clone(), &fix.Changes{Accepted: changes.Accepted}
	moved := map[string]*entry{}
	for _, f := range changes.Files {
		n := *f
		if f.Created {
			rel := s.resolve(s.relative(f.NewFile), false)
			if rel == "" {
				return nil, nil, fmt.Errorf("%s: %w", f.NewPath, errOutside)
			}
			n.Path, n.NewPath = rel, rel
			moved[rel] = &entry{mode: f.Mode.Perm(), data: f.New}
			named.Files = append(named.Files, &n)
			continue
		}
		from, to := s.resolve(s.relative(f.File), false), s.resolve(s.relative(f.NewFile), false)
		content := s.resolve(s.relative(f.File), true)
		old := s.entries[from]
		if old == nil || to == "" || s.entries[content] == nil {
			return nil, nil, fmt.Errorf("%s: %w", f.Path, errOutside)
		}
		if from != to {
			delete(out.entries, from)
			moved[to] = old
		}
		if f.New != nil && string(f.New) != string(f.Old) {
			changed := *s.entries[content]
			changed.data = f.New
			if content == from {
				moved[to] = &changed
			} else if other := moved[content]; other != nil && string(other.data) != string(f.New) {
				return nil, nil, fmt.Errorf("%s and another path lead to the same file and change it differently", f.Path)
			} else {
				moved[content] = &changed
			}
		}
		named.Files = append(named.Files, parts(&n, from, to, content)...)
	}
	maps.Copy(out.entries, moved)
	named.Files = once(named.Files)
	return out, named, nil
}

// parts names a changed file as the tree does. A file that is reached through a symbolic link is two: the link, which may be
// renamed, and the file.
func parts(f *fix.File, from, to, content string) []*fix.File {
	if content == from {
		f.Path, f.NewPath = from, to
		return []*fix.File{f}
	}
	var out []*fix.File
	if from != to {
		out = append(out, &fix.File{Path: from, NewPath: to, File: f.File, NewFile: f.NewFile})
	}
	if f.New != nil && string(f.New) != string(f.Old) {
		f.Path, f.NewPath, f.NewFile = content, content, f.File
		out = append(out, f)
	}
	return out
}

// once leaves out files that are changed under two names.
func once(files []*fix.File) []*fix.File {
	seen := map[[2]string]bool{}
	return slices.DeleteFunc(files, func(f *fix.File) bool {
		key := [2]string{f.Path, f.NewPath}
		found := seen[key]
		seen[key] = true
		return found
	})
}
