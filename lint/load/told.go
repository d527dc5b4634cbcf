package load

import (
	"cmp"
	"path"
	"path/filepath"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// tell notes which paths of machines a file says something of: what else it mentions of them was not understood.
func (l *assembler) tell(c *machine.Contributions) {
	for _, f := range c.Files {
		if strings.Contains(f.Path, "mesos") {
			l.told[f.Path] = true
			l.told[path.Dir(f.Path)] = true
		}
	}
}

// managesFiles reports whether a file is of a language whose statements each write a file: one that they mention and do not write is
// one that the reader did not understand. A shell mentions files for other ends too.
func managesFiles(f *file) bool {
	if f.class.form == nil || isTest(f.path) {
		return false
	}
	switch f.class.form.Kind() {
	case config.Puppet, config.Chef, config.Salt, config.Ansible, config.Terraform, config.CloudFormation, config.Cloud:
		return true
	}
	return false
}

// untold returns the first path in a line that holds settings of Mesos on a machine, and that nothing in the tree is known to write or
// remove; "" if there is none.
func (l *loader) untold(row string) string {
	if i := strings.Index(row, " #"); i >= 0 {
		row = row[:i]
	}
	for rest := row; ; {
		i := strings.Index(rest, "/etc/")
		if i < 0 {
			return ""
		}
		rest = rest[i:]
		end := strings.IndexFunc(rest, endsPath)
		if end < 0 {
			end = len(rest)
		}
		name := path.Clean(rest[:end])
		isCut := end < len(rest) && strings.IndexByte("$#{<%", rest[end]) >= 0 // by a variable
		if dir := path.Dir(name); holdsSettings(dir, name) && !l.told[name] && !(isCut && l.told[dir]) {
			return name
		}
		rest = rest[end:]
	}
}

// endsPath reports whether a rune is none of a path that is written out: quotes, white space, and what begins a variable.
func endsPath(r rune) bool {
	return !('a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("/_-.?", r))
}

// holdsSettings reports whether a path is one of those that the init wrapper reads.
func holdsSettings(dir, name string) bool {
	switch dir {
	case "/etc/mesos-master", "/etc/mesos-slave", "/etc/mesos-agent":
		return true
	case "/etc/default", "/etc/sysconfig":
		base := path.Base(name)
		return base == "mesos" || daemonOf(base) != config.AnyComponent
	}
	return name == zkPath
}

// edited returns what a change makes of a text, and the ranges of it that only a run knows.
func edited(c machine.File, before source.Text) (after source.Text, holes []source.Range, known bool) {
	if c.Partly != nil {
		return c.Partly(before)
	}
	after, known = c.Change(before)
	return after, nil, known
}

// nameLost names a unit of a daemon that a machine has and that is changed there in a way that is not known: nothing else would show
// that it starts one.
func (l *assembler) nameLost(f, last *file) {
	if last == nil || !strings.HasSuffix(f.written.path, ".service") || !namesDaemon(last.text.String()) {
		return
	}
	if at := cmp.Or(f.written.at, f.written.pathAt); at.Source != nil {
		l.out.Unread = append(l.out.Unread, config.Unread{Path: at.Source.Path, Line: at.Source.Position(at.Start).Line,
			Reason: "changes " + path.Base(f.written.path) + " in a way that is not known, and what the unit starts was not checked"})
	}
}

// nameCopied names the directory that something is copied to of which nothing is known.
func (l *assembler) nameCopied(m machineRoot, c machine.File) {
	dir := path.Dir(c.Path) + "/"
	if l.lineSpeaks(dir) == "" {
		return
	}
	gap := machine.Gap{Kind: machine.UnknownArguments, Path: dir, Reason: "copies a directory that is not in the tree", At: c.At}
	l.unnamed = append(l.unnamed, gap)
	at := filepath.Join(m.abs, filepath.FromSlash(dir))
	l.mayHold[at] = append(l.mayHold[at], gap)
}

// isKnownThere reports whether something is known of a path on a machine that is copied with what it holds.
func (l *assembler) isKnownThere(m machineRoot, c machine.Copy) bool {
	if len(l.written.files[filepath.Join(m.abs, filepath.FromSlash(path.Clean("/"+c.Path)))]) > 0 {
		return true
	}
	from, _ := l.lookUp(view{source: m.writer.source, machine: m.abs}, c.Path)
	return from != nil && from.source != nil
}
