package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// projectFile is the configuration file that a run goes by.
type projectFile struct {
	*project.Project
	// name is how reports call it, file its absolute path.
	name, file string
	// base is the absolute path of the folder that its paths are relative to, tree that of the folder outside of which nothing
	// is read for it: the root of the work tree, or base where there is none.
	base, tree string
}

// findProject returns the configuration file of a run, nil if there is none: the one that is named, or the nearest from the
// working directory up to the root of its work tree. Outside of a work tree only the working directory is looked at: what
// lies above may be anybody's.
func findProject(dir, named string, without bool, naming load.Naming) (*projectFile, error) {
	switch {
	case without && named != "":
		return nil, errors.New("--config names a configuration file, and --no-config wants none: give one of them")
	case without:
		return nil, nil
	}
	found, tree, err := lookUpwards(dir)
	if err != nil && named == "" {
		return nil, err
	}
	file := &projectFile{base: filepath.Dir(found), tree: tree}
	switch {
	case named != "":
		found, file.base = inDir(dir, named), dir
	case found == "":
		return nil, nil
	}
	file.name, file.file = naming.Of(found), found
	if named == "" {
		if err := file.inside(found); err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
	}
	data, err := readProject(found)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.name, err)
	}
	if file.Project, err = project.Read(source.New(file.name, found, data), vocabulary()); err != nil {
		return nil, err
	}
	return file, file.check()
}

// misnamed is how the configuration file is called by mistake.
const misnamed = ".mesoslint.yml"

// lookUpwards looks for the configuration file, and for the root of the work tree.
func lookUpwards(dir string) (found, tree string, err error) {
	for at := dir; ; at = filepath.Dir(at) {
		if found == "" && isThere(filepath.Join(at, project.FileName)) {
			found = filepath.Join(at, project.FileName)
		}
		if other := filepath.Join(at, misnamed); (found == "" || filepath.Dir(found) == at) && err == nil && isThere(other) {
			err = fmt.Errorf("%s is not read: the configuration file is called %s", relativeTo(dir, other), project.FileName)
		}
		if isThere(filepath.Join(at, ".git")) {
			return found, at, err
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if filepath.Dir(found) != dir {
		found = ""
	}
	if !isThere(filepath.Join(dir, misnamed)) {
		err = nil
	}
	return found, dir, err
}

func isThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// readProject reads a configuration file, which is a regular one of no absurd size.
func readProject(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, why(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	case info.Size() > project.MaxBytes:
		return nil, fmt.Errorf("is larger than %d KiB", project.MaxBytes>>10)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, why(err)
	}
	return data, nil
}

// why returns what an error of the file system says, without the path that is named anyway.
func why(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	if links, found := strings.CutPrefix(err.Error(), "EvalSymlinks: "); found {
		return errors.New(links)
	}
	return err
}

// relativeTo returns a path as reports name it that is relative to a folder.
func relativeTo(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		rel = path
	}
	return filepath.ToSlash(rel)
}

// rel returns the path of a file as the patterns of the configuration see it.
func (f *projectFile) rel(abs string) string { return relativeTo(f.base, abs) }

// abs returns where a path of the configuration lies.
func (f *projectFile) abs(path string) string { return filepath.Join(f.base, filepath.FromSlash(path)) }

// inside returns an error for a path that lies outside of the work tree, or that a symbolic link leads out of it.
func (f *projectFile) inside(abs string) error {
	real, err := filepath.EvalSymlinks(abs)
	if err != nil {
		return why(err)
	}
	tree, err := filepath.EvalSymlinks(f.tree)
	if err != nil {
		return why(err)
	}
	if rel, err := filepath.Rel(tree, real); err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return errors.New("lies outside of the work tree, where nothing is read for a configuration file")
	}
	return nil
}

// check looks whether the paths are there that the configuration names, and may be read for it.
func (f *projectFile) check() error {
	var problems project.Problems
	roots := []project.Word{f.Root}
	for i := range f.Overrides {
		roots = append(roots, f.Overrides[i].Root)
	}
	for _, root := range roots {
		if root.Text == "" {
			continue
		}
		info, err := os.Stat(f.abs(root.Text))
		if err = cmp.Or(f.inside(f.abs(root.Text)), err); err == nil && !info.IsDir() {
			err = errors.New("is not a folder")
		}
		if err != nil {
			problems = append(problems, project.Problem{At: root.At, Message: fmt.Sprintf("%q: %v", root.Text, why(err))})
		}
	}
	for _, m := range f.Machines {
		for _, file := range m.Files {
			if err := f.inside(f.abs(file.Path.Text)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				problems = append(problems, project.Problem{At: file.Path.At, Message: fmt.Sprintf("%q: %v", file.Path.Text, err)})
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// vocabulary tells the reader of the configuration what there is to name.
func vocabulary() project.Vocabulary {
	return project.Vocabulary{
		Release: func(text string) (release.Release, error) { return catalog.Releases().Resolve(text) },
		Rule: func(name string) (string, error) {
			s, err := parseSelector(name)
			return string(s), err
		},
		Kinds: kindNames,
		ModuleKinds: func() []string {
			var names []string
			for _, k := range catalog.ModuleKinds() {
				names = append(names, k.Kind)
			}
			return names
		},
		Nearest: resolved.Nearest,
	}
}
