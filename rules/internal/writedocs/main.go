// Command writedocs writes the pages of the rules into a folder, and deletes those of rules that are no more: `make docs`.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mesoslint/mesoslint/rules/docs"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: writedocs DIR")
		os.Exit(2)
	}
	if err := write(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "writedocs:", err)
		os.Exit(1)
	}
}

func write(ctx context.Context, dir string) error {
	pages, err := docs.Pages(ctx)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if _, wanted := pages[filepath.ToSlash(rel)]; wanted || err != nil {
			return err
		}
		return os.Remove(path)
	})
	if err != nil {
		return err
	}
	for path, page := range pages {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
			return err
		}
	}
	return nil
}
