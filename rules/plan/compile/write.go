package compile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/mesoslint/mesoslint/lint/fix"
)

// Place says where a plan may be written: at dir, for the configuration in paths; relative ones start from the working
// directory. It returns dir as an absolute path, or why it may not: something has that name already, its parent is not a
// directory, or it lies in what is to be copied.
func Place(dir, working string, paths []string) (string, error) {
	if dir == "" {
		return "", errors.New("its name is empty: name a directory that does not exist yet")
	}
	abs, err := absolutePaths(working, []string{dir})
	if err != nil {
		return "", fmt.Errorf("%q is not the name of a directory", dir)
	}
	out := abs[0]
	if _, err := os.Lstat(out); err == nil {
		return "", fmt.Errorf("%s exists already: name a directory that does not exist yet", dir)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(out))
	if err != nil {
		return "", fmt.Errorf("%s cannot be made: %w", dir, causeOf(err))
	}
	named, err := absolutePaths(working, paths)
	if err != nil {
		return "", err
	}
	for i, p := range named {
		if real, err := filepath.EvalSymlinks(p); err == nil && within(parent, real) {
			return "", fmt.Errorf("%s lies in %s, which is to be copied: name a directory outside of it", dir, paths[i])
		}
	}
	return filepath.Join(parent, filepath.Base(out)), nil
}

// Write writes a plan to a directory that does not exist yet, all of it or nothing: the trees, the patches between them, and
// readme as README.md. dir is what Place returned. Where anything goes wrong, or the context is cancelled, nothing is left.
func (p *Plan) Write(ctx context.Context, dir string, readme []byte) (err error) {
	staging, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, remove(staging))
		}
	}()
	w := &writer{ctx: ctx, copied: map[string]string{}, buffer: make([]byte, 64<<10)}
	for i, tree := range p.Trees {
		if err := w.tree(tree.files, filepath.Join(staging, tree.Name)); err != nil {
			return err
		}
		if i == 0 {
			if err := unchanged(tree.files); err != nil {
				return err
			}
		}
		if err := w.patch(tree, staging); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(staging, "README.md"), readme, 0o644); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := os.Lstat(dir); err == nil {
		return fmt.Errorf("%s has come to exist in the meantime", dir)
	}
	return os.Rename(staging, dir)
}

// remove removes what was written, directories that nobody may write to as well.
func remove(dir string) error {
	err := os.RemoveAll(dir)
	if err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
		if d != nil && d.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}

// unchanged reports whether the files on the disk are still those of which a snapshot was taken.
func unchanged(s *snapshot) error {
	for _, rel := range slices.Sorted(maps.Keys(s.entries)) {
		e := s.entries[rel]
		if e.info == nil {
			continue
		}
		info, err := os.Lstat(e.disk)
		if err != nil || !os.SameFile(info, e.info) || info.Size() != e.info.Size() || !info.ModTime().Equal(e.info.ModTime()) || info.Mode() != e.info.Mode() {
			return fmt.Errorf("%s changed while the plan was made: run it again", rel)
		}
	}
	return nil
}

// writer writes trees.
type writer struct {
	ctx context.Context
	// copied are the files of the first tree by those on the disk that they are copies of, so that all trees are copies of
	// the same bytes.
	copied map[string]string
	buffer []byte
}

// tree writes one tree below a directory, which it makes.
func (w *writer) tree(s *snapshot, dir string) error {
	names := slices.Sorted(maps.Keys(s.entries))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for _, rel := range names {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		e, to := s.entries[rel], filepath.Join(dir, filepath.FromSlash(rel))
		var err error
		switch {
		case e.mode.IsDir():
			if rel != "." {
				err = os.Mkdir(to, 0o700)
			}
		case e.mode&fs.ModeSymlink != 0:
			err = os.Symlink(e.target, to)
		case e.data != nil:
			err = w.file(to, bytes.NewReader(e.data), e)
		default:
			err = w.copy(to, e)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", rel, err)
		}
	}
	// A directory gets its mode once it is full, those in it first.
	for _, rel := range slices.Backward(names) {
		if e := s.entries[rel]; e.mode.IsDir() {
			if err := finish(filepath.Join(dir, filepath.FromSlash(rel)), e); err != nil {
				return fmt.Errorf("writing %s: %w", rel, err)
			}
		}
	}
	return nil
}

// copy copies a file that is as it was.
func (w *writer) copy(to string, e *entry) error {
	from, again := w.copied[e.disk]
	if !again {
		from = e.disk
	}
	in, err := os.OpenFile(from, os.O_RDONLY|careful, 0)
	if err != nil {
		return err
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil {
		return err
	} else if !info.Mode().IsRegular() {
		return errors.New("it is not a regular file any more")
	}
	if err := w.file(to, in, e); err != nil {
		return err
	}
	if !again {
		w.copied[e.disk] = to
	}
	return nil
}

// file writes one file. Until it has its mode nobody else may read it.
func (w *writer) file(to string, content io.Reader, e *entry) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(out, content, w.buffer)
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	return finish(to, e)
}

// finish gives a file or a directory its owner, as far as that is allowed, its mode, and where it is as it was its time.
func finish(path string, e *entry) error {
	mode := e.mode & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky)
	if e.info != nil {
		mode = withOwner(path, e.info, mode)
	}
	if err := os.Chmod(path, mode); err != nil {
		return err
	}
	if e.info != nil && e.data == nil {
		return os.Chtimes(path, time.Time{}, e.info.ModTime())
	}
	return nil
}

// patch writes what makes a tree of the one before it, where anything does. Only the owner reads one that holds a secret, or of
// a file that not everybody may read.
func (w *writer) patch(tree *Tree, dir string) error {
	if len(tree.Changes.Files) == 0 {
		return nil
	}
	var text bytes.Buffer
	secret, err := tree.Changes.Patch(&text)
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if secret || slices.ContainsFunc(tree.Changes.Files, func(f *fix.File) bool { return tree.files.isPrivate(f.NewPath) }) {
		mode = 0o600
	}
	path := filepath.Join(dir, tree.Patch())
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		return err
	}
	return os.Chmod(path, mode)
}

// Patch is the name of the file that makes the tree of the one before it, "" where nothing changes.
func (t *Tree) Patch() string {
	if len(t.Changes.Files) == 0 {
		return ""
	}
	return t.Name + ".patch"
}

// isPrivate reports whether not everybody may read a file of the tree.
func (s *snapshot) isPrivate(rel string) bool {
	for at := rel; ; at = filepath.ToSlash(filepath.Dir(at)) {
		e := s.entries[at]
		if e != nil && e.mode&fs.ModeSymlink == 0 && (e.mode&0o004 == 0 || e.mode.IsDir() && e.mode&0o001 == 0) {
			return true
		}
		if at == "." || !strings.Contains(at, "/") {
			return false
		}
	}
}
