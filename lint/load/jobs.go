package load

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/initsys"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// jobContributions returns what the jobs of upstart and the programs of supervisor start that a file holds.
func (l *loader) jobContributions(f *file, on string) *machine.Contributions {
	text := f.text.String()
	if !f.named && !speaksOfMesos([]byte(text)) {
		return nil
	}
	o := initsys.Options{Run: func(c initsys.Command) machine.Contributions { return l.runJob(f, on, c) }}
	var c machine.Contributions
	if initsys.IsSupervisor([]byte(text)) {
		c = initsys.ReadSupervisor(f.text, o)
	} else {
		name := template.RenderedName(f.base())
		name = strings.TrimSuffix(strings.TrimSuffix(name, ".conf"), ".upstart")
		c = initsys.ReadUpstart("", f.text, l.overrides(f, on, name), o)
	}
	return &c
}

// runJob reads what an init system runs. Upstart runs scripts with sh -e.
func (l *loader) runJob(f *file, on string, c initsys.Command) machine.Contributions {
	if c.Words != nil {
		return l.runShell(f, on, c.Words, c.At, c.Environment, c.Main)
	}
	o := l.shellOptions(f, on)
	o.Dialect, o.Environment, o.Meant = shell.Posix, c.Environment, c.Main
	read := shell.Read(c.Script, o)
	read.Sources = append(read.Sources, read.Followed...)
	return read.Contributions
}

// overrides returns the file that overrides a job of upstart, where there is one beside it.
func (l *loader) overrides(f *file, on, name string) []source.Text {
	text, _, problem := beside{l, on}.Open(f.source, path.Base(name)+".override")
	if problem != "" {
		return nil
	}
	return []source.Text{text}
}
