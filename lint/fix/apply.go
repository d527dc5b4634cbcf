package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/google/renameio/v2"
)

// ApplyError says why changes were not applied.
type ApplyError struct {
	Err error
	// Left are the files that could not be put back as they were, and where their old content is; nearly always none,
	// and then no file was changed.
	Left []string
}

func (e *ApplyError) Error() string {
	if len(e.Left) == 0 {
		return e.Err.Error() + "; no file was changed"
	}
	return fmt.Sprintf("%v; not put back: %s", e.Err, strings.Join(e.Left, ", "))
}

// Unwrap returns the cause.
func (e *ApplyError) Unwrap() error { return e.Err }

// Apply writes the changes: every file or, where anything goes wrong, none (the error is then an ApplyError). A file is
// replaced by a new one of the same mode and owner in one step; a symbolic link stays and the file it leads to is
// replaced. Apply refuses where a file no longer holds what was linted and where a path to be made is taken. Standard
// input (the File whose NewFile is "") is left to the caller.
func (c *Changes) Apply(ctx context.Context) error {
	return c.apply(ctx, func(string, string) error { return nil })
}

// apply is Apply with a place for tests to fail each step: before is called with the step and the path it is about.
func (c *Changes) apply(ctx context.Context, before func(step, path string) error) error {
	t := &transaction{ctx: ctx, before: before}
	err := t.run(c.Files)
	if err != nil {
		left := t.rollBack()
		t.discard()
		return &ApplyError{Err: err, Left: left}
	}
	if left := t.discard(); len(left) > 0 {
		return fmt.Errorf("all changes are written, but temporary files could not be removed: %s", strings.Join(left, ", "))
	}
	return nil
}

// transaction writes files so that all of it can be undone.
type transaction struct {
	ctx    context.Context
	before func(step, path string) error
	staged []*renameio.PendingFile
	links  []string // second names of the old files
	undo   []undo
	dirs   map[string]bool
}

type undo struct {
	path string
	do   func() error
	hint string // where the old content is, for a person
}

// replacement is a file that gets new content.
type replacement struct {
	path    string // of the file itself, links resolved
	content []byte
	info    fs.FileInfo
	pending *renameio.PendingFile
	spare   *renameio.PendingFile // the old content, where the file system has no hard links
	backup  string                // second name of the old file
}

func (t *transaction) run(files []*File) error {
	replacements, err := t.examine(files)
	if err != nil {
		return err
	}
	renames, err := orderRenames(files)
	if err != nil {
		return err
	}
	for _, r := range replacements {
		if err := t.stage(r); err != nil {
			return fmt.Errorf("preparing %s: %w", r.path, err)
		}
	}
	creates, err := t.stageCreates(files)
	if err != nil {
		return err
	}

	for _, r := range replacements {
		if err := t.replace(r); err != nil {
			return fmt.Errorf("writing %s: %w", r.path, err)
		}
	}
	for _, f := range renames {
		if err := t.rename(f.File, f.NewFile); err != nil {
			return fmt.Errorf("renaming %s to %s: %w", f.File, filepath.Base(f.NewFile), err)
		}
	}
	for _, c := range creates {
		if err := t.create(c.path, c.pending); err != nil {
			return fmt.Errorf("creating %s: %w", c.path, err)
		}
	}
	return t.sync()
}

// step is called before everything that touches the file system.
func (t *transaction) step(name, path string) error {
	if err := t.ctx.Err(); err != nil {
		return err
	}
	return t.before(name, path)
}

var errChanged = errors.New("it changed since it was read")

// examine checks that every file is as it was linted, and returns what is to be replaced, each file once.
func (t *transaction) examine(files []*File) ([]*replacement, error) {
	var out []*replacement
	byPath := map[string]*replacement{}
	for _, f := range files {
		if f.Created || f.File == "" {
			continue
		}
		if f.Old == nil {
			continue
		}
		real, err := filepath.EvalSymlinks(f.File)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(real)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is not a regular file", real)
		}
		if err := t.step("read", real); err != nil {
			return nil, err
		}
		data, err := os.ReadFile(real)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(data, f.Old) {
			return nil, fmt.Errorf("%s: %w", f.File, errChanged)
		}
		if bytes.Equal(f.Old, f.New) {
			continue
		}
		if known := byPath[real]; known != nil {
			if !bytes.Equal(known.content, f.New) {
				return nil, fmt.Errorf("%s and another path lead to the same file and change it differently", f.File)
			}
			continue
		}
		byPath[real] = &replacement{path: real, content: f.New, info: info}
		out = append(out, byPath[real])
	}
	return out, nil
}

// orderRenames returns the files to rename, each after the one that makes its new name free.
func orderRenames(files []*File) ([]*File, error) {
	waiting := map[string]*File{}
	var order []string
	for _, f := range files {
		if !f.Created && f.File != f.NewFile {
			waiting[f.File] = f
			order = append(order, f.File)
		}
	}
	var out []*File
	for len(waiting) > 0 {
		progress := false
		for _, from := range order {
			f := waiting[from]
			if f == nil || waiting[f.NewFile] != nil {
				continue
			}
			out = append(out, f)
			delete(waiting, from)
			progress = true
		}
		if !progress {
			return nil, errors.New("files are renamed in a circle")
		}
	}
	return out, nil
}

// stage writes the new content beside the file.
func (t *transaction) stage(r *replacement) error {
	var err error
	if r.pending, err = t.write(r.path, r.content, r.info.Mode(), r.info); err != nil {
		return err
	}
	if err := t.step("link", r.path); err != nil {
		return err
	}
	if r.backup, err = t.link(r.path); err == nil {
		return nil
	}
	old, err := os.ReadFile(r.path)
	if err != nil {
		return err
	}
	r.spare, err = t.write(r.path, old, r.info.Mode(), r.info)
	return err
}

// write makes a temporary file beside path, with the owner of like if that is not nil.
func (t *transaction) write(path string, content []byte, mode fs.FileMode, like fs.FileInfo) (*renameio.PendingFile, error) {
	if err := t.step("write", path); err != nil {
		return nil, err
	}
	pending, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(0o600))
	if err != nil {
		return nil, err
	}
	t.staged = append(t.staged, pending)
	if _, err := pending.Write(content); err != nil {
		return nil, err
	}
	if like != nil {
		if err := keepOwner(pending.File, like); err != nil {
			return nil, fmt.Errorf("keeping its owner: %w", err)
		}
	}
	const kept = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky
	if err := pending.Chmod(mode & kept); err != nil {
		return nil, fmt.Errorf("keeping its mode: %w", err)
	}
	return pending, pending.Sync()
}

func keepOwner(file *os.File, like fs.FileInfo) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	have, ok := info.Sys().(*syscall.Stat_t)
	want, ok2 := like.Sys().(*syscall.Stat_t)
	if !ok || !ok2 || have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	return file.Chown(int(want.Uid), int(want.Gid))
}

// link gives a file a second name, hidden beside it, and returns that.
func (t *transaction) link(path string) (string, error) {
	var err error
	for range 100 {
		name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".old"+strconv.FormatUint(rand.Uint64(), 36))
		if err = os.Link(path, name); err == nil {
			t.links = append(t.links, name)
			return name, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return "", err
}

// replace puts the new file in the place of the old one.
func (t *transaction) replace(r *replacement) error {
	if err := t.step("replace", r.path); err != nil {
		return err
	}
	info, err := os.Stat(r.path)
	if err != nil {
		return err
	}
	if !os.SameFile(info, r.info) || !info.ModTime().Equal(r.info.ModTime()) || info.Size() != r.info.Size() {
		return errChanged
	}
	if err := r.pending.CloseAtomicallyReplace(); err != nil {
		return err
	}
	t.touched(r.path)
	if r.spare != nil {
		t.undo = append(t.undo, undo{r.path, r.spare.CloseAtomicallyReplace, r.spare.Name()})
	} else {
		t.undo = append(t.undo, undo{r.path, func() error { return os.Rename(r.backup, r.path) }, r.backup})
	}
	return nil
}

// rename gives a file another name without ever replacing a file of that name.
func (t *transaction) rename(from, to string) error {
	if err := t.step("rename", from); err != nil {
		return err
	}
	if err := move(from, to); err != nil {
		return err
	}
	t.touched(to)
	t.undo = append(t.undo, undo{from, func() error { return move(to, from) }, to})
	return nil
}

// move renames a file; a file that has the new name already is an error.
func move(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("it is a directory")
	}
	if info.Mode().IsRegular() {
		err := os.Link(from, to)
		if err == nil {
			if err = os.Remove(from); err != nil {
				_ = os.Remove(to) // from is still there
			}
			return err
		}
		if errors.Is(err, fs.ErrExist) {
			return fs.ErrExist
		}
	}
	// A symbolic link, or a file system without hard links: there is no renaming without replacing, so look first.
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(from, to)
}

type creation struct {
	path    string
	pending *renameio.PendingFile
}

func (t *transaction) stageCreates(files []*File) ([]creation, error) {
	var out []creation
	for _, f := range files {
		if !f.Created {
			continue
		}
		pending, err := t.write(f.NewFile, f.New, f.Mode, nil)
		if err != nil {
			return nil, fmt.Errorf("preparing %s: %w", f.NewFile, err)
		}
		out = append(out, creation{f.NewFile, pending})
	}
	return out, nil
}

// create gives a staged file its name, which must be free.
func (t *transaction) create(path string, pending *renameio.PendingFile) error {
	if err := t.step("create", path); err != nil {
		return err
	}
	switch err := os.Link(pending.Name(), path); {
	case errors.Is(err, fs.ErrExist):
		return fs.ErrExist
	case err != nil:
		if _, err := os.Lstat(path); err == nil {
			return fs.ErrExist
		}
		if err := pending.CloseAtomicallyReplace(); err != nil {
			return err
		}
	}
	t.touched(path)
	t.undo = append(t.undo, undo{path, func() error { return os.Remove(path) }, path})
	return nil
}

func (t *transaction) touched(path string) {
	if t.dirs == nil {
		t.dirs = map[string]bool{}
	}
	t.dirs[filepath.Dir(path)] = true
}

// sync makes the new names last. A file system that cannot sync a directory is none the worse.
func (t *transaction) sync() error {
	for dir := range t.dirs {
		if err := t.step("sync", dir); err != nil {
			return err
		}
		if d, err := os.Open(dir); err == nil {
			_ = d.Sync()
			_ = d.Close()
		}
	}
	return nil
}

// rollBack undoes everything, last first, and returns what it could not undo.
func (t *transaction) rollBack() (left []string) {
	for i := len(t.undo) - 1; i >= 0; i-- {
		u := t.undo[i]
		if err := u.do(); err != nil {
			left = append(left, fmt.Sprintf("%s (%v; see %s)", u.path, err, u.hint))
			t.keep(u.hint)
		}
	}
	t.undo = nil
	return left
}

// keep leaves a temporary file for a person to find.
func (t *transaction) keep(path string) {
	for i, link := range t.links {
		if link == path {
			t.links[i] = ""
		}
	}
	for i, pending := range t.staged {
		if pending.Name() == path {
			t.staged[i] = nil
		}
	}
}

// discard removes what was only temporary and returns what it could not remove.
func (t *transaction) discard() (left []string) {
	for _, pending := range t.staged {
		if pending == nil {
			continue
		}
		if err := pending.Cleanup(); err != nil && !errors.Is(err, fs.ErrNotExist) {
			left = append(left, pending.Name())
		}
	}
	for _, link := range t.links {
		if link == "" {
			continue
		}
		if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
			left = append(left, link)
		}
	}
	return left
}
