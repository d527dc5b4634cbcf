package ansible

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// run does what the module of a task does.
func (r *reader) run(t *task) {
	switch t.module {
	case "copy", "win_copy":
		r.copy(t)
	case "template":
		r.template(t)
	case "file":
		r.file(t)
	case "lineinfile":
		r.lineInFile(t)
	case "blockinfile":
		r.blockInFile(t)
	case "ini_file":
		r.iniFile(t)
	case "replace":
		r.replace(t)
	case "assemble", "get_url", "fetch_url", "maven_artifact":
		r.unknownFile(t)
	case "shell", "raw":
		r.shell(t)
	case "command":
		r.command(t)
	case "script":
		r.script(t)
	case "docker_container", "docker", "podman_container":
		r.container(t)
	case "include", "include_tasks", "import_tasks":
		r.includeTasks(t)
	case "include_role", "import_role":
		r.includeRoleTask(t)
	}
}

// includeTasks reads the tasks of the file that a task names.
func (r *reader) includeTasks(t *task) {
	v, given := r.value(t, "file")
	if !given && (t.free.node != nil || t.free.text.Len() > 0) {
		v = r.valueOf(t, t.free)
	}
	s, known := v.string()
	s = strings.TrimSpace(s)
	if !known || s == "" || path.IsAbs(s) {
		return
	}
	dirs := []string{t.in.dir}
	if t.role != "" {
		dirs = append(dirs, path.Join(t.role, "tasks"))
	}
	for _, dir := range dirs {
		if f := r.openAny(path.Join(dir, s)); f != nil {
			at := t.taskContext
			if t.module == "include" { // variables may come after the name
				for _, a := range t.arguments {
					at.scope = &scope{outer: at.scope, values: map[string]value{a.name: r.valueOf(t, a)}}
				}
			}
			r.include(f, at)
			return
		}
	}
}

// includeRoleTask reads the tasks of the role that a task names.
func (r *reader) includeRoleTask(t *task) {
	v, _ := r.value(t, "name", "role")
	name, known := v.string()
	if !known {
		return
	}
	tasks := "main"
	if v, given := r.value(t, "tasks_from"); given {
		if tasks, known = v.string(); !known {
			return
		}
	}
	r.includeRole(name, tasks, t.taskContext)
}

// destination returns the absolute path that a task writes to. ok is false if it is not known.
func (r *reader) destination(t *task, names ...string) (name string, at source.Span, ok bool) {
	v, given := r.value(t, names...)
	s, known := v.string()
	if given && !known {
		r.unnamed(t)
	}
	if !given || !known || !path.IsAbs(s) {
		return "", source.Span{}, false
	}
	trimmed := strings.TrimRight(s, "/")
	return s, v.text.Span(strings.LastIndexByte(trimmed, '/')+1, len(s)), true
}

// unnamed notes a task of which only the run knows what it writes.
func (r *reader) unnamed(t *task) {
	g := machine.Gap{Kind: machine.UnknownArguments, At: t.at, Reason: "which files the task writes is known only when Ansible runs"}
	if !slices.Contains(r.out.Gaps, g) {
		r.out.Gaps = append(r.out.Gaps, g)
	}
}

// into returns the path of a file of a name that is put to a destination: into it, if that is a directory.
func (r *reader) into(dest, name string) string {
	if r.isDirectory(dest) && name != "" {
		return path.Join(dest, path.Base(name))
	}
	return path.Clean(dest)
}

// isDirectory reports whether a path is one of a directory: it says so, a task makes one there, or the packages bring it. What
// lies in one of those may be a file as well.
func (r *reader) isDirectory(name string) bool {
	if strings.HasSuffix(name, "/") {
		return true
	}
	name = path.Clean(name)
	if r.made[onMachine{r.machine, name}] {
		return true
	}
	is := r.o.Shell.IsDirectory
	return is != nil && is(r.machine, name) && !is(r.machine, path.Dir(name))
}

// onMachine is a path on a machine.
type onMachine struct{ machine, path string }

// copy reads the module copy: a content, or a file or directory of the tree or of the machine.
func (r *reader) copy(t *task) {
	dest, at, ok := r.destination(t, "dest")
	if !ok {
		return
	}
	f := machine.File{PathAt: at, Mode: r.modeOf(t, false), OnlyIfMissing: r.isFalse(t, "force")}
	src, hasSource := r.value(t, "src")
	if content, given := r.value(t, "content"); given && !hasSource {
		if content.kind == null || r.isDirectory(dest) {
			return // the module fails
		}
		f.Path = r.into(dest, "")
		r.setContent(&f, content)
		r.add(t, f)
		return
	}
	name, known := src.string()
	if !hasSource {
		return
	}
	if v, given := r.value(t, "remote_src"); given {
		if yes, isKnown := v.isTrue(); yes || !isKnown {
			f.Path, f.Known = r.into(dest, name), machine.UnknownContent
			if known && isKnown && path.IsAbs(name) {
				f.Copy = &machine.Copy{Path: path.Clean(name), OnMachine: true, At: src.text.All()}
			}
			if !strings.HasSuffix(name, "/") && known {
				r.add(t, f)
			}
			return
		}
	}
	if !known {
		if !strings.HasSuffix(dest, "/") {
			f.Path, f.Known = r.into(dest, ""), machine.UnknownContent
			r.add(t, f)
		}
		return
	}
	from, isDirectory := r.locate(t, "files", name)
	switch {
	case from == "" && !strings.HasSuffix(name, "/"):
		f.Path, f.Known = r.into(dest, name), machine.UnknownContent
		r.add(t, f)
	case from == "":
	case isDirectory:
		below := path.Clean(dest)
		if !strings.HasSuffix(name, "/") {
			below = path.Join(below, path.Base(name))
		}
		r.copyDirectory(t, f, from, below, 0)
	default:
		f.Path = r.into(dest, name)
		f.Copy = r.copyOf(t, from, false)
		r.add(t, f)
	}
}

// setContent gives a file the text that Ansible makes of a value.
func (r *reader) setContent(f *machine.File, v value) {
	if v.kind == list || v.kind == dict {
		v = asJSON(v, 0, false)
	}
	f.Content, f.Known, f.Holes = v.text, v.known(), v.holes
	if v.kind == unknown && v.opaque {
		f.Known = machine.UnknownContent
	}
}

// copyOf returns where a file of the tree is that a path from the directory of the text names.
func (r *reader) copyOf(t *task, name string, rendered bool) *machine.Copy {
	base := "."
	if dir, found := r.directories[t.at.Source]; found {
		if rel, err := filepath.Rel(filepath.FromSlash(dir), "."); err == nil {
			base = filepath.ToSlash(rel)
		}
	}
	return &machine.Copy{Path: name, Base: base, At: t.at, Rendered: rendered}
}

// copyDirectory copies what a directory of the tree holds.
func (r *reader) copyDirectory(t *task, like machine.File, from, to string, depth int) {
	if depth > r.limits.Depth {
		return
	}
	names, problem := r.o.Shell.Tree.List(r.entry, from)
	if problem != "" {
		return
	}
	for _, name := range names {
		switch {
		case !r.step():
			return
		case strings.HasSuffix(name, "/"):
			r.copyDirectory(t, like, path.Join(from, name), path.Join(to, name), depth+1)
		default:
			f := like
			f.Path, f.Copy = path.Join(to, name), r.copyOf(t, path.Join(from, name), false)
			r.add(t, f)
		}
	}
}

// template reads the module template.
func (r *reader) template(t *task) {
	dest, at, ok := r.destination(t, "dest")
	src, _ := r.value(t, "src")
	name, known := src.string()
	if !ok || !known && strings.HasSuffix(dest, "/") {
		return
	}
	f := machine.File{Path: r.into(dest, name), PathAt: at, Mode: r.modeOf(t, false), OnlyIfMissing: r.isFalse(t, "force"), Known: machine.UnknownContent}
	if from, isDirectory := r.locate(t, "templates", name); known && from != "" && !isDirectory {
		f.Copy = r.copyOf(t, from, true)
	}
	r.add(t, f)
}

// unknownFile reads modules that write a file of which only the name is known.
func (r *reader) unknownFile(t *task) {
	dest, at, ok := r.destination(t, "dest")
	if !ok || strings.HasSuffix(dest, "/") {
		return
	}
	r.add(t, machine.File{Path: path.Clean(dest), PathAt: at, Mode: r.modeOf(t, false), Known: machine.UnknownContent})
}

// file reads the module file: states of files, directories and links.
func (r *reader) file(t *task) {
	dest, at, ok := r.destination(t, "path", "dest", "name")
	if !ok {
		return
	}
	f := machine.File{Path: path.Clean(dest), PathAt: at}
	state, known := "", true
	if v, given := r.value(t, "state"); given {
		state, known = v.string()
	}
	switch {
	case !known:
		return
	case state == "absent":
		f.Operation = machine.Remove
	case state == "directory":
		f.Directory, f.Mode = true, r.modeOf(t, true)
		r.made[onMachine{r.machine, f.Path}] = true
	case state == "touch":
		f.OnlyIfMissing, f.Mode = true, r.modeOf(t, false)
		if !r.hasWritten(f.Path) { // it may be there already, with whatever it holds
			f.OnlyIfMissing = false
		}
	case state == "link" || state == "hard":
		v, _ := r.value(t, "src")
		target, known := v.string()
		if !known {
			return
		}
		if !path.IsAbs(target) {
			target = path.Join(path.Dir(f.Path), target)
		}
		f.Link = path.Clean(target)
	default: // the mode of what is there
		mode := r.modeOf(t, false)
		if mode == 0 || !r.hasWritten(f.Path) {
			return
		}
		f.Operation, f.Mode = machine.Edit, mode
		f.Change = func(before source.Text) (source.Text, bool) { return before, true }
	}
	r.add(t, f)
}

// hasWritten reports whether a task before this one writes a file, so that it is there.
func (r *reader) hasWritten(name string) bool { return r.written[onMachine{r.machine, name}] }
