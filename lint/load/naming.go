package load

import (
	"path/filepath"
	"slices"
	"strings"
)

// Naming is how the reports of a run name files. One report never mixes absolute and relative paths: all are relative to
// the working directory, with "../" for what lies outside of it, if every path that the user named is relative or lies in
// it; all are absolute otherwise.
type Naming struct {
	dir      string
	absolute bool
}

// NewNaming returns how a run names files whose working directory is dir, an absolute path, and that is told to look at
// paths.
func NewNaming(dir string, paths []string) Naming {
	return Naming{dir: dir, absolute: slices.ContainsFunc(paths, func(path string) bool {
		return filepath.IsAbs(path) && !within(filepath.Clean(path), dir)
	})}
}

// Of returns the name of a file, with slashes. file is its path, absolute or relative to the working directory. What has
// no path relative to the working directory, as on another drive, keeps its absolute one.
func (n Naming) Of(file string) string {
	switch {
	case !filepath.IsAbs(file) && !n.absolute:
		return filepath.ToSlash(filepath.Clean(file))
	case !filepath.IsAbs(file):
		file = filepath.Join(n.dir, file)
	}
	switch {
	case n.absolute:
		return filepath.ToSlash(file)
	case file == n.dir:
		return "."
	case within(file, n.dir):
		return filepath.ToSlash(strings.TrimPrefix(file[len(n.dir):], string(filepath.Separator)))
	}
	rel, err := filepath.Rel(n.dir, file)
	if err != nil {
		rel = file
	}
	return filepath.ToSlash(rel)
}

// Absolute reports whether names are absolute.
func (n Naming) Absolute() bool { return n.absolute }
