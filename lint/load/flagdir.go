package load

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// flagDir is a directory of which the init wrapper makes a command line: each file is a flag.
type flagDir struct {
	abs, path  string
	component  config.Component
	wrapperArg string // the word of the init wrapper that reads it
	files      []*file
	parts      map[string][]*file // of the attributes and the resources directory
	whole      bool               // walked, and not known by single files only
	around     bool               // looked at for the sake of a file that was named
}

// isNamed reports whether the user named a file of it.
func (d *flagDir) isNamed() bool {
	return slices.ContainsFunc(d.files, func(f *file) bool { return f.named })
}

// joins reports whether the wrapper joins the files of a subdirectory into one flag.
func (d *flagDir) joins(name string) bool {
	return d.component == config.Agent && slices.Contains(joinedDirectories, name)
}

var joinedDirectories = []string{"attributes", "resources"}

// isGuess reports whether only the name of the directory, which is not the one that the init wrapper reads, says that it
// is read.
func (d *flagDir) isGuess() bool {
	_, _, named := format.FlagDirectoryName(filepath.Base(d.abs))
	return named && filepath.Base(d.abs) != "mesos-"+d.wrapperArg
}

// start returns where a flag is missed in the directory: where its first file is written, or the directory itself.
func (d *flagDir) start() source.Span {
	for _, f := range slices.Concat(d.files, d.parts["attributes"], d.parts["resources"]) {
		if f.written != nil && f.written.at.Source != nil {
			at := f.written.at
			at.End = at.Start
			return at
		}
	}
	return source.New(d.path, "", nil).Span(0, 0)
}

func (d *flagDir) add(f *file) {
	if !slices.Contains(d.files, f) {
		d.files = append(d.files, f)
	}
}

// flagDirOf returns the flag directory that a directory is, or nil. It is one where its name says so and one of its
// files is called like a flag (any flag, if it lies where the init wrapper reads it), or where the user says so.
func (l *finder) flagDirOf(dir string, entries []fs.DirEntry) *flagDir {
	if d, looked := l.listed[dir]; looked {
		return d
	}
	d := l.newFlagDir(dir)
	if d != nil && !(l.roleOf(l.o.As) == format.FlagLines && slices.Contains(l.tops, dir)) && !l.anyFlag(d, entries) {
		d = nil
	}
	l.listed[dir] = d
	if d != nil {
		l.flagDirs = append(l.flagDirs, d)
	}
	return d
}

func (l *finder) newFlagDir(dir string) *flagDir {
	arg, c, ok := format.FlagDirectoryName(filepath.Base(dir))
	if l.roleOf(l.o.As) == format.FlagLines && slices.Contains(l.tops, dir) {
		_, c = format.OfKind(l.formats, l.o.As)
		arg, ok = c.String(), true
	}
	if !ok {
		return nil
	}
	return &flagDir{abs: dir, path: l.nameOf(dir), wrapperArg: arg, component: c, around: l.around, parts: map[string][]*file{}}
}

func (l *finder) anyFlag(d *flagDir, entries []fs.DirEntry) bool {
	where := filepath.Base(filepath.Dir(d.abs)) == "etc" && !d.isGuess()
	for _, e := range entries {
		if e.IsDir() && d.joins(e.Name()) || !e.IsDir() && (l.isFlagName(d.component, e.Name()) || where && looksLikeFlag(e.Name())) {
			return true
		}
	}
	return false
}

// looksLikeFlag reports whether a name is made as those of flags are.
func looksLikeFlag(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == "" && name != ""
}

// isFlagName reports whether a file is called like a flag, perhaps one that a package manager or an editor put aside.
func (l *finder) isFlagName(c config.Component, name string) bool {
	if strings.HasPrefix(name, "?") {
		return true
	}
	name = strings.TrimPrefix(flagName(name), "no-")
	for _, suffix := range []string{"~", ".bak", ".orig", ".old", ".rpmnew", ".rpmsave", ".dpkg-dist", ".dpkg-old", ".dpkg-new"} {
		name = strings.TrimSuffix(name, suffix)
	}
	return l.v.flag(c, strings.ToLower(name)) && !strings.ContainsRune(name, '.')
}

// flagName returns the name of the flag that a file is, which a template engine may know by another name.
func flagName(name string) string {
	if strings.HasSuffix(name, ".in") {
		return name
	}
	return template.RenderedName(name)
}

// isFlagEntry reports whether a file of this name in a directory that is called like a flag directory is a flag.
func (l *finder) isFlagEntry(dir, name string) bool {
	if strings.HasPrefix(name, ".") {
		return false
	}
	if d, looked := l.listed[dir]; looked {
		return d != nil
	}
	if entries, err := l.list(dir); err == nil {
		return l.flagDirOf(dir, entries) != nil
	}
	_, c, _ := format.FlagDirectoryName(filepath.Base(dir))
	return l.isFlagName(c, name)
}

// addToFlagDir puts a file that was named by itself where its directory would have put it.
func (l *finder) addToFlagDir(f *file) {
	dir := filepath.Dir(l.placeOf(f))
	d := l.listed[dir]
	if d == nil {
		if d = l.newFlagDir(dir); d == nil {
			return
		}
		l.listed[dir] = d
		l.flagDirs = append(l.flagDirs, d)
	}
	d.add(f)
}

// settings returns what the wrapper makes of the directory, in its order.
func (l *assembler) flagDirSettings(n *config.Node, d *flagDir) {
	slices.SortStableFunc(d.files, func(a, b *file) int { return strings.Compare(a.base(), b.base()) })
	for _, f := range d.files {
		if f.source == nil {
			continue
		}
		n.Sources = append(n.Sources, f.source)
		l.checked(f, config.FlagFile, d.component)
		l.flagFileSetting(n, f)
	}
	for _, name := range joinedDirectories {
		if s := l.joinedSetting(n, name, d.parts[name]); s != nil {
			n.Settings = append(n.Settings, s)
		}
	}
}

func (l *assembler) flagFileSetting(n *config.Node, f *file) {
	name := flagName(f.base())
	s := &config.Setting{Way: config.FlagDirectory, Name: name, NameSpan: f.nameSpan(name), Span: f.text.All(), Optional: f.isMaybe()}
	if f.written == nil {
		s.File = f.source.File
	}
	if option, found := strings.CutPrefix(name, "?"); found {
		s.Name, s.Value = option, f.text.Slice(0, 0)
		if option == loggerOption {
			n.Findings = append(n.Findings, config.Finding{
				ID: "wrapper/no-logger", Span: s.Span, Subject: "?" + option,
				Detail: "the init wrapper keeps --no-logger for itself and does not pass its messages to syslog",
			})
			return
		}
		n.Settings = append(n.Settings, s)
		return
	}
	s.HasValue = true
	s.Value = substituted(f.text)
	s.Dynamic = f.marks().Any() || !f.isKnown(s.Value.Len()) || f.written != nil && f.written.base
	if i := strings.IndexByte(f.text.String(), 0); i >= 0 {
		n.Findings = append(n.Findings, config.Finding{
			ID: "wrapper/nul-bytes", Span: f.text.Span(i, i+1), Subject: s.Name,
			Detail: "bash drops the NUL bytes of a file whose content it passes as an argument",
		})
	}
	n.Settings = append(n.Settings, s)
}

// loggerOption is an option of the wrapper, not of Mesos.
const loggerOption = "no-logger"

// substituted returns what bash makes of $(cat file): the content without NUL bytes and without the newlines at its end.
func substituted(text source.Text) source.Text {
	data := text.String()
	if strings.IndexByte(data, 0) < 0 {
		return text.Slice(0, len(strings.TrimRight(data, "\n")))
	}
	var pieces []source.Text
	for at := 0; at < len(data); {
		end := at + len(data[at:])
		if i := strings.IndexByte(data[at:], 0); i >= 0 {
			end = at + i
		}
		pieces = append(pieces, text.Slice(at, end))
		at = end + 1
	}
	joined := source.Join(pieces...)
	return joined.Slice(0, len(strings.TrimRight(joined.String(), "\n")))
}

// joinedSetting returns the flag that the wrapper joins from the files of a directory: "rack:a;zone:b". Empty files
// count for nothing.
func (l *assembler) joinedSetting(n *config.Node, name string, parts []*file) *config.Setting {
	var pieces []source.Text
	var first *file
	s := &config.Setting{Way: config.FlagDirectory, Name: name, HasValue: true}
	for _, f := range parts {
		if f.source == nil {
			continue
		}
		l.checked(f, config.FlagFile, config.Agent)
		if f.text.Len() == 0 && f.isKnown(0) {
			continue
		}
		n.Sources = append(n.Sources, f.source)
		s.Dynamic = s.Dynamic || f.marks().Any() || !f.isKnown(f.text.Len()) || f.isMaybe()
		key := flagName(f.base()) + ":"
		if first == nil {
			first = f
		} else {
			key = ";" + key
		}
		pieces = append(pieces, source.LiteralText(key, f.nameSpan(key)), substituted(f.text))
	}
	if first == nil {
		return nil
	}
	s.NameSpan, s.Span, s.Value = first.nameSpan(name), first.text.All(), source.Join(pieces...)
	return s
}

// noteMisspelt names a directory that is meant as a flag directory and is called as none: nothing reads it.
func (l *finder) noteMisspelt(dir string, entries []fs.DirEntry) {
	name := filepath.Base(dir)
	rest, found := strings.CutPrefix(strings.ToLower(name), "mesos")
	arg := strings.TrimSuffix(strings.Trim(rest, "_.- "), "s")
	if _, _, isRead := format.FlagDirectoryName(name); !found || isRead || arg != "master" && arg != "slave" && arg != "agent" || filepath.Base(filepath.Dir(dir)) != "etc" {
		return
	}
	for _, e := range entries {
		if !e.IsDir() && l.isFlagName(format.WordOf(arg), e.Name()) {
			l.out.Unread = append(l.out.Unread, config.Unread{Path: l.reported(filepath.Join(dir, e.Name())), Line: 1,
				Reason: "lies in " + name + ", which nothing reads: the init wrapper reads mesos-" + arg})
			return
		}
	}
}
