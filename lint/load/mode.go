package load

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mesoslint/mesoslint/lint/format/template"
)

// modeOf returns the permission bits that a file has on the machine it is for, 0 if they are not known. Git keeps none
// of them in a work tree, so that a checkout says nothing, unless its root is that of a machine or its /etc; and a template
// is not the file that is made of it. What a source says of the mode of a file that it writes counts.
func (l *finder) modeOf(f *file) fs.FileMode {
	if f.written != nil {
		return f.mode
	}
	if template.RenderedName(f.path) != f.path || f.abs != "" && l.inWorkTree(filepath.Dir(f.abs)) {
		return 0
	}
	return f.mode
}

// inWorkTree reports whether a directory lies in a work tree of git whose root is neither / nor /etc.
func (l *finder) inWorkTree(dir string) bool { return l.workTreeOf(dir) != "" }

// workTreeOf returns the root of that work tree; "" if there is none.
func (l *finder) workTreeOf(dir string) string {
	if root, asked := l.workTrees[dir]; asked {
		return root
	}
	root := ""
	switch _, err := os.Lstat(filepath.Join(dir, ".git")); {
	case err == nil && (dir == "/" || dir == "/etc"):
	case err == nil:
		root = dir
	case filepath.Dir(dir) != dir:
		root = l.workTreeOf(filepath.Dir(dir))
	}
	l.workTrees[dir] = root
	return root
}
