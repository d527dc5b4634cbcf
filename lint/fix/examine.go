package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// examine checks that every file is as it was linted, and returns what is to be done, in order: each file that is replaced,
// once, then the renames, then what is created.
func examine(ctx context.Context, files []*File) ([]entry, error) {
	out, err := examineReplaced(ctx, files)
	if err != nil {
		return nil, err
	}
	moved, err := orderRenames(files)
	if err != nil {
		return nil, err
	}
	for _, f := range moved {
		e := entry{Kind: renames, Path: realPath(f.File), To: realPath(f.NewFile), shown: f.Path}
		if f.Old != nil && !bytes.Equal(f.Old, f.New) && !isLink(e.Path) {
			e.Old, e.New = hash(f.Old), hash(f.New)
		} else {
			e.New = hashOf(e.Path)
		}
		out = append(out, e)
	}
	for _, f := range files {
		if !f.Created {
			continue
		}
		path := realPath(f.NewFile)
		if _, err := os.Lstat(path); err == nil {
			return nil, fmt.Errorf("creating %s: %w", f.NewPath, fs.ErrExist)
		}
		out = append(out, entry{Kind: creates, Path: path, New: hash(f.New), content: f.New, mode: f.Mode, shown: f.NewPath})
	}
	return out, nil
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// examineReplaced returns what is to be replaced, each file once.
func examineReplaced(ctx context.Context, files []*File) ([]entry, error) {
	var out []entry
	byPath := map[string][]byte{}
	for _, f := range files {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if f.Created || f.File == "" || f.Old == nil {
			continue
		}
		real, info, err := stillHolds(f)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(f.Old, f.New) {
			continue
		}
		if known, found := byPath[real]; found {
			if !bytes.Equal(known, f.New) {
				return nil, fmt.Errorf("%s and another path lead to the same file and change it differently", f.Path)
			}
			continue
		}
		byPath[real] = f.New
		out = append(out, entry{Kind: replaces, Path: real, Old: hash(f.Old), New: hash(f.New), content: f.New, old: f.Old, info: info, shown: f.Path})
	}
	return out, nil
}

// stillHolds returns the file that a path leads to, if it holds what was linted.
func stillHolds(f *File) (string, fs.FileInfo, error) {
	real, err := filepath.EvalSymlinks(f.File)
	if err != nil {
		return "", nil, err
	}
	if real, err = filepath.Abs(real); err != nil {
		return "", nil, err
	}
	info, err := os.Lstat(real)
	if err != nil {
		return "", nil, err
	}
	if !info.Mode().IsRegular() {
		return "", nil, fmt.Errorf("%s is not a regular file", f.Path)
	}
	same, err := holds(real, f.Old)
	if err == nil && !same {
		err = fmt.Errorf("%s: %w", f.Path, errChanged)
	}
	return real, info, err
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
