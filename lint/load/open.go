package load

import (
	"cmp"
	"io/fs"
	"os"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// lookUp finds and reads the file that a path in a source names.
func (l *finder) lookUp(from view, path string) (*file, string) {
	return l.lookUpFrom(from, path, config.Unknown, true)
}

func (l *finder) lookUpFrom(from view, path string, kind config.Kind, read bool) (*file, string) {
	real, _, problem := l.locate(from, path)
	if problem != "" {
		return nil, problem
	}
	f, problem := l.open(real, kind, read)
	if f != nil && strings.HasSuffix(path, "/") {
		return nil, config.IsNoDirectory
	}
	return f, problem
}

// open returns the file at an absolute path without symbolic links, read where that is wanted.
func (l *finder) open(abs string, kind config.Kind, read bool) (*file, string) {
	f := l.byPath[abs]
	if versions := l.written.files[abs]; f == nil && len(versions) > 0 {
		f = versions[len(versions)-1]
		l.byPath[abs] = f
	}
	if f == nil {
		if l.written.isDirectory(abs) {
			return nil, config.IsDirectory
		}
		info, err := os.Lstat(abs)
		if _, found := l.overlay[abs]; found {
			err, info = nil, nil
		}
		switch {
		case err != nil:
			return nil, why(err)
		case info != nil && info.IsDir():
			return nil, config.IsDirectory
		case info != nil && irregular(info.Mode()) != "":
			return nil, irregular(info.Mode())
		}
		f = &file{abs: abs, path: l.reported(abs), class: l.classifyByPath(abs)}
		if info != nil {
			f.mode = info.Mode().Perm()
		}
		if !read {
			return f, ""
		}
		l.byPath[abs] = f
	}
	if f.source == nil && f.problem == "" && read {
		f.as = kind
		if kind == config.Unknown {
			f.as = config.FlagFile
		}
		l.readOne(f, make([]byte, headSize))
		if f.problem != "" {
			l.unchecked(f.path, f.problem, nil)
		}
	}
	return f, f.problem
}

// fileOf returns the file that a source is of, as far as it is one; nil if it is of none.
func (l *finder) fileOf(s *source.Source) *file {
	switch {
	case s == nil:
		return nil
	case s.File != "":
		return l.byPath[s.File]
	case l.stdin != nil && l.stdin.source == s:
		return l.stdin
	}
	return nil
}

// readAs returns the file that is read as a source, and as no other; nil if none is.
func (l *finder) readAs(s *source.Source) *file {
	if f := l.fileOf(s); f != nil && f.source == s {
		return f
	}
	return nil
}

// openAny reads a file whatever it may be.
func (l *finder) openAny(real string) (*file, string) {
	if f := l.byPath[real]; f != nil && f.source != nil {
		return f, ""
	}
	info, err := os.Lstat(real)
	switch {
	case err != nil:
		if _, found := l.overlay[real]; !found {
			return nil, why(err)
		}
	case info.Mode()&fs.ModeType != 0:
		return nil, cmp.Or(irregular(info.Mode()), "is a directory")
	}
	f := l.byPath[real]
	if f == nil {
		f = &file{abs: real, path: l.reported(real), class: l.classifyByPath(real)}
		l.byPath[real] = f
	}
	f.wanted = true
	l.readOne(f, make([]byte, headSize))
	if f.source == nil {
		return nil, cmp.Or(f.problem, "could not be read")
	}
	return f, ""
}
