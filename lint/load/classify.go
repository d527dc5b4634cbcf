package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
)

// classification is what the path of a file, its content and --as say about it.
type classification struct {
	// form is the row of the table of formats; nil for a document, where the content says so.
	form      *format.Format
	component config.Component
	// wrapperArg is the word of the init wrapper that reads it: master, slave, agent; "" if each does.
	wrapperArg string
	// host is the directory that stands for the root of the machine the file is from.
	host string
	// part is set for a file of the attributes or resources directory.
	part bool
}

// role returns what the file is for the assembly.
func (p classification) role() format.Role {
	switch {
	case p.part:
		return format.FlagPart
	case p.form == nil:
		return format.Unclaimed
	}
	return p.form.Role
}

// kind is what reports call a file that describes machines.
func (p classification) kind() config.Kind {
	if p.form == nil {
		return config.Unknown
	}
	return p.form.Kind()
}

// isDocument reports whether files of a kind are read as documents.
func (l *finder) isDocument(k config.Kind) bool {
	return k != config.Unknown && l.roleOf(k) == format.Unclaimed
}

// roleOf returns the role of the files of a kind.
func (l *finder) roleOf(k config.Kind) format.Role {
	if f, _ := format.OfKind(l.formats, k); f != nil {
		return f.Role
	}
	return format.Unclaimed
}

// byRole returns the form that has a role of its own.
func (l *finder) byRole(r format.Role) *format.Format {
	i := slices.IndexFunc(l.formats, func(f *format.Format) bool { return f.Role == r })
	return l.formats[i]
}

// classify reads a path. If as is given, it has the last word on what the file is, and the path only on its dialect.
func (l *finder) classify(abs string, as config.Kind) classification {
	p := l.classifyByPath(abs)
	if as == config.Unknown {
		return p
	}
	f, c := format.OfKind(l.formats, as)
	if r := p.role(); f != nil && f.Role == format.UnitEnvironment && (r == format.WrapperEnvironment || r == format.DaemonEnvironment) {
		f = p.form
	}
	if f != p.form {
		p.wrapperArg = ""
	}
	if p.form = f; c != config.AnyComponent {
		p.component = c
	}
	return p
}

// classifyByPath asks the formats whose a path is.
func (l *finder) classifyByPath(abs string) classification {
	p := format.NewPath(abs, func() bool { return l.isFlagEntry(filepath.Dir(abs), filepath.Base(abs)) },
		func() config.Component { return l.wordOfPath(abs) })
	for _, f := range l.formats {
		if f.Claims == nil {
			continue
		}
		if claim, ours := f.Claims(p); ours {
			return classification{form: f, component: claim.Component, wrapperArg: claim.WrapperArg, host: hostOf(p.Dir)}
		}
	}
	return classification{component: l.wordOfPath(abs)}
}

// hostOf returns the directory that stands for the root of the machine, of the directory a file lies in.
func hostOf(dir string) string {
	switch base := filepath.Base(dir); {
	case base == "default", base == "sysconfig", base == "mesos" && filepath.Base(filepath.Dir(dir)) == "etc":
		dir = filepath.Dir(dir)
	}
	if filepath.Base(dir) == "etc" {
		dir = filepath.Dir(dir)
	}
	return dir
}

// wordOfPath returns the component that the name of a file or else of the nearest directory mentions, as far up as the
// path is reported.
func (l *finder) wordOfPath(abs string) config.Component {
	dir, name := filepath.Split(abs)
	if c := format.WordOf(name); c != config.AnyComponent {
		return c
	}
	c, known := l.words[dir]
	if !known {
		for path := l.reported(filepath.Clean(dir)); path != "" && c == config.AnyComponent; {
			i := strings.LastIndexByte(path, '/')
			c = format.WordOf(path[i+1:])
			path = path[:max(i, 0)]
		}
		l.words[dir] = c
	}
	return c
}

// binarySuffixes are the names of files that hold no configuration and are often large.
var binarySuffixes = []string{
	".7z", ".a", ".bin", ".bz2", ".class", ".deb", ".dll", ".dylib", ".exe", ".gif", ".gz", ".ico", ".img", ".iso", ".jar",
	".jpeg", ".jpg", ".mp4", ".o", ".ova", ".pdf", ".png", ".pyc", ".qcow2", ".rpm", ".so", ".svg", ".tar", ".tgz", ".ttf",
	".vmdk", ".war", ".webp", ".woff", ".woff2", ".xz", ".zip", ".zst",
}

func isBinaryName(path string) bool {
	ext := filepath.Ext(path)
	_, found := slices.BinarySearch(binarySuffixes, ext)
	return found
}

// mayMatter reports whether a file is called as if it were an ACL file, so that it is named where its content does not
// show one.
func (f *file) mayMatter() bool { return mayMatter(f.base()) }

func mayMatter(base string) bool {
	name := template.RenderedName(base)
	ext := filepath.Ext(name)
	return (ext == "" || ext == ".json") && format.IndexWord(strings.TrimSuffix(name, "s"), "acl") >= 0 ||
		format.IndexWord(name, "acls") >= 0 && (ext == "" || ext == ".json")
}
