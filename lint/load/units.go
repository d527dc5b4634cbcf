package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/systemd"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// unitHost is a machine, or a directory by itself, with the units that it holds.
type unitHost struct {
	root  string // of the machine; "" for a directory by itself
	files []systemd.File
	ours  []*file // that they were read from; nil if one is a link alone
}

// unitNodes makes a node of each service that starts a daemon.
func (l *assembler) unitNodes() {
	for _, h := range l.unitHosts() {
		byFile := make(map[*systemd.File]*file, len(h.files))
		for i := range h.files {
			byFile[&h.files[i]] = h.ours[i]
		}
		for _, s := range systemd.Services(h.files) {
			if l.ctx.Err() != nil {
				return
			}
			l.serviceNode(h, s, byFile)
		}
	}
}

// unitHosts puts the units of each machine together.
func (l *assembler) unitHosts() []*unitHost {
	hosts := map[string]*unitHost{}
	var order []*unitHost
	add := func(abs string, f *file, link string) {
		root := ""
		key := unitPlace(abs)
		if machine, found := l.machineOf(abs); found {
			root, key = machine, machine
		}
		h := hosts[key]
		if h == nil {
			h = &unitHost{root: root}
			hosts[key], order = h, append(order, h)
		}
		at := filepath.ToSlash(strings.TrimPrefix(abs, strings.TrimSuffix(root, "/")))
		name := template.RenderedName(path.Base(at))
		if !strings.HasSuffix(name, ".service") && !format.IsDropIn(abs) {
			name += ".service" // it is one because the user says so
		}
		u := systemd.File{Path: path.Join(path.Dir(at), name), Link: link}
		if f != nil {
			u.Text, u.Maybe = f.text, f.isMaybe()
			u.Unread, u.Unknown = f.written != nil && f.written.known < 0, f.unknown()
		}
		u.Unknown = source.Union(slices.Concat(u.Unknown, buildVariables(u.Text.String())))
		h.files, h.ours = append(h.files, u), append(h.ours, f)
	}
	linked := map[string]string{}
	for _, link := range l.links {
		linked[link.abs] = link.real
	}
	for _, f := range l.files {
		if f.source == nil || f.installed || f.class.role() != format.Unit {
			continue
		}
		abs := l.placeOf(f)
		add(abs, f, linked[abs])
		delete(linked, abs)
	}
	for _, link := range l.links {
		if target, alone := linked[link.abs]; alone {
			add(link.abs, nil, target)
		}
	}
	return order
}

// buildVariables finds what a build replaces in a unit before it is installed (envsubst of DC/OS): systemd loads no unit
// whose program begins with a variable, so that one which does is not a unit yet.
func buildVariables(text string) []source.Range {
	var out []source.Range
	for line := range strings.Lines(text) {
		value, found := strings.CutPrefix(strings.TrimSpace(line), "ExecStart=$")
		if !found {
			continue
		}
		name, _, isPath := strings.Cut(value, "/")
		if !isPath || name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
			continue
		}
		for at := 0; ; {
			i := strings.Index(text[at:], "$"+name)
			if i < 0 {
				break
			}
			out = append(out, source.Range{Start: at + i, End: at + i + 1 + len(name)})
			at += i + 1 + len(name)
		}
	}
	return out
}

// machineOf returns the directory that stands for the root of the machine a file is from, where its path shows one.
func (l *assembler) machineOf(abs string) (root string, found bool) {
	if m, found := l.machineAt(abs); found {
		return m.abs, true
	}
	return machineOf(abs)
}

// unitPlace returns where units of one name are one unit that are on no machine: their directory.
func unitPlace(abs string) string {
	if format.IsDropIn(abs) {
		return filepath.Dir(filepath.Dir(abs))
	}
	return filepath.Dir(abs)
}

// serviceNode makes the node of a service that starts a daemon.
func (l *assembler) serviceNode(h *unitHost, s *systemd.Service, byFile map[*systemd.File]*file) {
	var files []*file
	for _, u := range append([]*systemd.File{s.Fragment}, s.DropIns...) {
		if f := byFile[u]; u != nil && f != nil {
			files = append(files, f)
		}
	}
	for _, u := range s.Hidden {
		if f := byFile[u]; f != nil {
			f.used = true // another file replaces it
		}
	}
	if len(files) == 0 {
		return
	}
	on := view{source: files[0].source}
	if _, found := l.machines[h.root]; found {
		on.machine = h.root
	}
	read := systemd.Read(s, systemd.Options{
		Tree: unitTree{beside{&l.finder, on.machine}, files[0]},
		Run: func(c systemd.Command) machine.Contributions {
			return l.runShell(files[0], on.machine, c.Words, c.At, c.Environment, c.Main)
		},
	})
	if read.Unreadable != nil {
		at := read.Unreadable.At
		if at.Source == nil {
			at = files[0].text.Span(0, 0)
		}
		l.uncheckedAt(at, withRemedy(read.Unreadable.Reason))
	}
	var daemons []daemon
	for _, start := range read.Starts {
		start.Name = ""
		if s.Fragment == nil && len(start.Words) == 0 {
			if d, found := packageStart(s.Name); found {
				d.start, d.env, d.gaps, d.view = start, start.Environment, start.Gaps, on
				daemons = append(daemons, d)
			}
		} else if ds := l.daemons(started{start: start, from: files[0], on: l.machineOfFile(files[0])}, on, 0); len(ds) > 0 {
			daemons = append(daemons, ds[0])
		}
	}
	if len(daemons) == 0 {
		for _, f := range files {
			l.foreign(f, "is a unit that does not start a Mesos master or agent; name one that does")
		}
		return
	}
	for _, from := range read.Sources {
		if f := l.fileOf(from); f != nil {
			f.used = true // the unit takes it back
		}
	}
	findings := read.Findings
	for i, d := range daemons {
		n := &config.Node{
			Component: d.component, Name: files[0].path, Start: files[0].text.Span(0, 0),
			Gaps: slices.Concat(d.gaps, read.Gaps), Part: true, Findings: findings, User: d.start.User, Replicas: l.replicas[on.machine],
		}
		findings = nil
		if strings.Contains(s.Name, "@") && !strings.HasSuffix(s.Name, "@.service") {
			n.Name += " (" + s.Name + ")"
		}
		if i > 0 {
			n.Name += fmt.Sprintf(" (command %d)", i+1)
		}
		for _, f := range files {
			n.Sources = append(n.Sources, f.source)
			l.checked(f, config.Unit, n.Component)
		}
		l.startNode(n, d)
	}
}

// packageStart returns what the unit of the packages starts.
func packageStart(name string) (daemon, bool) {
	switch arg := strings.TrimSuffix(strings.TrimPrefix(name, "mesos-"), ".service"); arg {
	case "master":
		return daemon{component: config.Master, wrapperArg: arg}, true
	case "slave", "agent":
		return daemon{component: config.Agent, wrapperArg: arg}, true
	}
	return daemon{}, false
}

// unitTree is where the environment files of a unit are looked up: on its machine, and else by their name anywhere in the
// tree, where only one file is called so.
type unitTree struct {
	beside
	unit *file
}

// Open implements machine.Tree.
func (t unitTree) Open(from *source.Source, name string) (source.Text, fs.FileMode, string) {
	text, mode, problem := t.beside.Open(from, name)
	if problem == "" {
		if f := t.l.readAs(text.Source()); f != nil && f.class.role() == format.UnitEnvironment {
			redact.MaskUnassigned(f.source)
		}
		return text, mode, ""
	}
	if f := t.l.namesake(name, t.unit); f != nil {
		return f.text, f.mode, ""
	}
	return text, mode, problem
}

// namesake returns the one file of the tree that is called like an environment file which is not where a unit names it,
// and is one by what it holds; nil if there is none or several.
func (l *finder) namesake(name string, unit *file) *file {
	var found *file
	base := path.Base(name)
	for _, f := range l.files {
		called := template.RenderedName(f.base())
		if f == unit || f.source == nil || f.written != nil || called != base || f.class.role() != format.UnitEnvironment && !f.holdsVariables {
			continue
		}
		if found != nil {
			return nil
		}
		found = f
	}
	return found
}

// noteLink keeps a symbolic link among units as it is written: an alias, a mask, what enables an instance.
func (l *finder) noteLink(abs string) {
	if !strings.HasSuffix(template.RenderedName(filepath.Base(abs)), ".service") && !format.IsDropIn(abs) {
		return
	}
	if target, err := os.Readlink(abs); err == nil {
		l.links = append(l.links, link{abs, target})
		return
	}
	// If git makes no symbolic links, a file holds the target.
	data, err := os.ReadFile(abs)
	if target := string(data); err == nil && len(data) < headSize && strings.HasSuffix(target, ".service") && !strings.ContainsAny(target, " \n=") {
		l.links = append(l.links, link{abs, target})
	}
}

// isEnabling reports whether a directory holds the links that enable units.
func isEnabling(dir string) bool {
	return strings.HasSuffix(dir, ".wants") || strings.HasSuffix(dir, ".requires")
}
