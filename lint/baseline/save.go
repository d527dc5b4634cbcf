package baseline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Load reads the baseline of a file; path is how reports name it. A missing file is fs.ErrNotExist.
func Load(path, file string, current func(rule string) string) (*Baseline, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, err
	}
	return Read(source.New(path, file, data), current)
}

// Save writes a baseline to a file, all of it or nothing. It replaces what is there and keeps its permissions.
func (b *Baseline) Save(file string) error {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(file); err == nil {
		if !info.Mode().IsRegular() {
			return errors.New("is not a regular file")
		}
		mode = info.Mode().Perm()
		if err := probe(file); err != nil {
			return err
		}
	}
	pending, err := os.CreateTemp(filepath.Dir(file), ".mesoslint-baseline-*")
	if err != nil {
		return fmt.Errorf("creating a file next to it: %w", err)
	}
	done := false
	defer func() {
		if !done {
			_ = pending.Close()
			_ = os.Remove(pending.Name())
		}
	}()
	if err := b.Write(pending); err != nil {
		return err
	}
	if err := errors.Join(pending.Chmod(mode), pending.Sync(), pending.Close()); err != nil {
		return err
	}
	if err := os.Rename(pending.Name(), file); err != nil {
		return err
	}
	done = true
	return nil
}

// probe returns why a file may not be written to: one that is write-protected is meant to be, whoever may replace it.
func probe(file string) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return err
	}
	return f.Close()
}
