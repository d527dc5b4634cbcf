// Package ansible reads playbooks and lists of tasks into what they do to a machine: the files that copy, template, lineinfile
// and their like write, the commands that shell runs, the containers that are started. Each pattern of hosts is one machine,
// and so is each role that no playbook of the tree uses; its tasks count in the order in which they are run. What only a run
// knows (facts of a host, the command line, filters) stays unknown and is never guessed.
package ansible

import (
	"bytes"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options say how a text is read.
type Options struct {
	// Name is the path of the file.
	Name string
	// Shell are the options of the shell text that tasks run; its Tree is what lies beside the file.
	Shell shell.Options
	// Run says what a command without a shell does; nil if nothing is known of that.
	Run func(words []machine.Word, at source.Span, env []machine.Assignment, main bool) machine.Contributions
	// Projects keep the variables of a tree from one text to the next; nil if each text looks for itself.
	Projects *Projects
}

// Shows reports whether a text may be a playbook or a list of tasks that has to do with Mesos: a YAML list that mentions it,
// or that a role or folder called after it holds, or plays with roles, which may.
func Shows(name string, data []byte) bool {
	if ext := path.Ext(name); ext != ".yml" && ext != ".yaml" {
		return false
	}
	return (speaksOfMesos(name, data) || hasRoles(data)) && beginsList(data)
}

// hasRoles reports whether a text may be a playbook whose tasks are those of roles.
func hasRoles(data []byte) bool {
	return bytes.Contains(data, []byte("hosts:")) &&
		(bytes.Contains(data, []byte("roles:")) || bytes.Contains(data, []byte("_role:")) || bytes.Contains(data, []byte("include")))
}

func speaksOfMesos(name string, data []byte) bool {
	return bytes.Contains(data, []byte("mesos")) || bytes.Contains(data, []byte("MESOS")) || strings.Contains(name, "mesos")
}

// beginsList reports whether the first line of a YAML text that holds anything is an entry of a list.
func beginsList(data []byte) bool {
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
		switch {
		case len(line) == 0, line[0] == '#', line[0] == '%', bytes.HasPrefix(line, []byte("---")) && len(bytes.TrimLeft(line, "- ")) == 0:
			data = rest
		default:
			return line[0] == '-' || line[0] == '['
		}
	}
	return false
}

// Order is where a text stands among those that are read: playbooks first, then what begins the tasks of a role, because
// the others may be parts of them.
func Order(name string, data []byte) int {
	switch {
	case bytes.Contains(data, []byte("hosts:")):
		return 0
	case strings.HasPrefix(path.Base(name), "main.") && path.Base(path.Dir(name)) == "tasks":
		return 1
	}
	return 2
}

// Read reads a playbook or a list of tasks. ok is false if the text is neither.
func Read(in source.Text, o Options) (c machine.Contributions, ok bool) {
	r := &reader{o: o, limits: o.Shell.Limits, projects: o.Projects, directories: map[*source.Source]string{}, used: map[*source.Source]bool{},
		opened: map[string]*file{}, entries: map[string]map[string]bool{}, made: map[onMachine]bool{}, written: map[onMachine]bool{}}
	r.limits = r.limits.OrFor(in.Len())
	if r.projects == nil {
		r.projects = NewProjects()
	}
	docs, problem := yamltext.Parse(in, nil, r.limits)
	if problem != nil {
		return machine.Contributions{Unreadable: problem}, false
	}
	if len(docs) == 0 {
		return c, false
	}
	f := &file{doc: docs[0], text: in, dir: "."}
	r.entry = in.Source()
	r.locateRole()
	if !speaksOfMesos(o.Name, []byte(in.String())) && !r.variables().mentions {
		return c, false
	}
	isPlaybook, isTasks := classify(f)
	switch {
	case isPlaybook:
		r.playbook(f)
	case isTasks:
		r.alone(f)
	default:
		return c, false
	}
	return r.out, true
}

// file is a YAML text that was read, and the directory it lies in, from that of the text that is read.
type file struct {
	doc  *yamltext.Document
	text source.Text
	dir  string
}

// reader reads one text with all that it includes.
type reader struct {
	o        Options
	limits   machine.Limits
	entry    *source.Source
	projects *Projects
	// project holds the variables of the tree around the text; nil until one is asked for.
	project *project
	// role is the directory of the role that the text is of, and top that of the tree of the playbooks; both from that of the
	// text. role is "" if it is of none.
	role, top string
	// opened are the texts that were opened by their path, nil if there is none; entries those of the directories around them.
	opened  map[string]*file
	entries map[string]map[string]bool
	// directories are those of the texts that were opened.
	directories map[*source.Source]string
	used        map[*source.Source]bool
	made        map[onMachine]bool
	written     map[onMachine]bool
	machine     string
	// host is that whose variables count; nil if it is not known which.
	host *hostContext
	// asked are the variables of hosts that were asked for; nil if nobody wants to know.
	asked []string
	steps int
	// work are the steps for all hosts.
	work  int
	bytes int
	out   machine.Contributions
}

// absolute returns the absolute path of the text, with slashes.
func (r *reader) absolute() string {
	if r.entry.File != "" {
		return filepath.ToSlash(r.entry.File)
	}
	return path.Clean("/" + r.entry.Path)
}

// locateRole finds the role and the tree that the text is of by its path.
func (r *reader) locateRole() {
	dir := path.Dir(r.absolute())
	up := "."
	for at := dir; at != "/" && at != "."; at = path.Dir(at) {
		switch path.Base(at) {
		case "tasks", "handlers":
			if r.role == "" {
				r.role = path.Join(up, "..")
			}
		}
		up = path.Join(up, "..")
	}
	r.top = r.findTop(dir)
}

// marksOfTop are entries of the directory that playbooks are run from.
var marksOfTop = []string{"ansible.cfg", "group_vars/", "host_vars/", "inventory/", "inventories/", "roles/", "inventory", "hosts"}

// findTop returns the highest directory that looks like one that playbooks are run from, as far up as the tree goes.
func (r *reader) findTop(string) string {
	start := "."
	if r.role != "" {
		start = r.role
		if path.Base(path.Dir(path.Join(path.Dir(r.absolute()), r.role))) == "roles" {
			start = path.Join(r.role, "..", "..")
		}
	}
	top := start
	if r.o.Shell.Tree == nil {
		return top
	}
	const most = 3
	for at, i := start, 0; i < most; i++ {
		at = path.Join(at, "..")
		names, problem := r.o.Shell.Tree.List(r.entry, at)
		if problem != "" {
			break
		}
		for _, name := range names {
			for _, mark := range marksOfTop {
				if name == mark {
					top = at
				}
			}
		}
	}
	return top
}

// step counts work, and reports whether there may be more of it.
func (r *reader) step() bool {
	r.steps++
	if r.steps >= r.limits.Steps && r.out.Unreadable == nil {
		r.out.Unreadable = &machine.Gap{Reason: "does too much to be followed", At: r.entry.Span(0, 0), Limit: true}
	}
	return r.steps < r.limits.Steps
}

// grow counts bytes of rendered text, and reports whether there may be more of it.
func (r *reader) grow(n int) bool {
	if r.bytes += n; r.bytes > r.limits.Bytes && r.out.Unreadable == nil {
		r.out.Unreadable = &machine.Gap{Reason: fmt.Sprintf("its variables expand to more than %d bytes", r.limits.Bytes), At: r.entry.Span(0, 0), Limit: true}
	}
	return r.bytes <= r.limits.Bytes
}

// open reads a YAML file of the tree, by its path from the directory of the text. It returns nil if there is none.
func (r *reader) open(name string) *file {
	if r.o.Shell.Tree == nil {
		return nil
	}
	if f, opened := r.opened[name]; opened {
		return f
	}
	r.opened[name] = nil
	text, _, problem := r.o.Shell.Tree.Open(r.entry, name)
	if problem != "" || text.Source() == nil {
		return nil
	}
	docs, broken := yamltext.Parse(text, nil, r.limits)
	if broken != nil || len(docs) == 0 {
		return nil
	}
	r.directories[text.Source()] = path.Dir(name)
	r.opened[name] = &file{doc: docs[0], text: text, dir: path.Dir(name)}
	return r.opened[name]
}

// use notes that a text is a part of this one.
func (r *reader) use(s *source.Source) {
	if s != nil && s != r.entry && !r.used[s] {
		r.used[s] = true
		r.out.Sources = append(r.out.Sources, s)
	}
}

// exists reports whether there is a file or a directory (with a slash after it) of a name in the tree.
func (r *reader) exists(name string) (isDirectory, found bool) {
	if r.o.Shell.Tree == nil {
		return false, false
	}
	dir, base := path.Dir(name), path.Base(name)
	entries, listed := r.entries[dir]
	if !listed {
		names, _ := r.o.Shell.Tree.List(r.entry, dir)
		entries = make(map[string]bool, len(names))
		for _, n := range names {
			entries[n] = true
		}
		r.entries[dir] = entries
	}
	return entries[base+"/"], entries[base] || entries[base+"/"]
}
