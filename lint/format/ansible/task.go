package ansible

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// keywords are the members of a task that name no module (ansible/playbook/task.py and what older releases had).
var keywords = []string{
	"always", "any_errors_fatal", "args", "async", "async_val", "become", "become_exe", "become_flags", "become_method", "become_user", "block",
	"changed_when", "check_mode", "collections", "connection", "debugger", "delay", "delegate_facts", "delegate_to", "diff", "environment",
	"failed_when", "first_available_file", "ignore_errors", "ignore_unreachable", "listen", "loop", "loop_control", "module_defaults", "name",
	"no_log", "notify", "only_if", "poll", "port", "register", "remote_user", "rescue", "retries", "run_once", "su", "su_user", "sudo",
	"sudo_user", "tags", "throttle", "timeout", "until", "vars", "when",
}

// common are modules by which a list of tasks is known; those of other names are tasks too.
var common = []string{
	"action", "add_host", "apt", "apt_key", "apt_repository", "assemble", "assert", "blockinfile", "command", "copy", "cron", "debug", "docker", "docker_container",
	"docker_image", "dnf", "fail", "fetch", "file", "get_url", "git", "group", "import_role", "import_tasks", "include", "include_role",
	"include_tasks", "include_vars", "ini_file", "lineinfile", "meta", "mount", "package", "pause", "pip", "podman_container", "raw", "replace", "script",
	"service", "set_fact", "setup", "shell", "stat", "synchronize", "sysctl", "systemd", "systemd_service", "template", "unarchive", "uri", "user", "wait_for",
	"yum", "yum_repository", "zypper", "block",
}

func isCommon(name string) bool { return slices.Contains(common, name) }

// unqualified returns the name of a module without its collection: ansible.builtin.copy is copy.
func unqualified(name string) string {
	if strings.Count(name, ".") >= 2 && !strings.ContainsAny(name, " /") {
		return name[strings.LastIndexByte(name, '.')+1:]
	}
	return name
}

// module returns the name of the module of a task and where its arguments are. ok is false if the mapping is not a task.
func (f *file) module(n *yamltext.Node) (name string, arguments *yamltext.Node, ok bool) {
	for _, m := range f.doc.Members(n) {
		key := m.Name()
		switch {
		case key == "block":
			return "block", m.Value.Resolve(), true
		case slices.Contains(keywords, key), strings.HasPrefix(key, "with_"):
		case key == "" || strings.ContainsAny(key, " /:$") || name != "":
			return "", nil, false
		default:
			name, arguments = unqualified(key), m.Value.Resolve()
		}
	}
	return name, arguments, name != ""
}

// argument is one that a module is given.
type argument struct {
	name string
	node *yamltext.Node // nil for one of the short form
	text source.Text
}

// task is one that is run, with the variables of one turn of its loop.
type task struct {
	taskContext
	module    string
	arguments []argument
	// free is what a command is given besides its options.
	free argument
	at   source.Span
}

// task reads one task: it runs its module once for each item of its loop.
func (r *reader) task(n *yamltext.Node, at taskContext) {
	at, never := r.conditions(n, at)
	if never {
		return
	}
	doc := at.in.doc
	at.scope = r.withVars(at.scope, at.in, doc.Member(n, "vars"))
	name, arguments, ok := at.in.module(n)
	if !ok {
		return
	}
	if name == "block" {
		at.depth++
		r.tasks(arguments, at)
		r.tasks(doc.Member(n, "always"), at)
		at.maybe = true
		r.tasks(doc.Member(n, "rescue"), at)
		return
	}
	t := &task{taskContext: at, module: name, at: n.Span()}
	if !r.takeArguments(t, n, arguments) {
		return
	}
	r.loop(n, t)
}

// takeArguments gives a task its arguments, of the long form, the short form, and of "args:".
func (r *reader) takeArguments(t *task, n, arguments *yamltext.Node) bool {
	if t.module == "local_action" {
		return false
	}
	if t.module == "action" {
		name := t.in.doc.Member(arguments, "module").Resolve()
		switch {
		case arguments.Kind == yamltext.Mapping:
			t.module = unqualified(name.Value())
		case arguments.Kind == yamltext.Scalar:
			word, _, _ := strings.Cut(strings.TrimSpace(arguments.Value()), " ")
			t.module = unqualified(word)
			i := strings.Index(arguments.Value(), word) + len(word)
			r.shortForm(t, arguments.Text().Slice(i, arguments.Text().Len()))
			arguments = &yamltext.Node{}
		}
	}
	switch arguments.Kind {
	case yamltext.Scalar:
		r.shortForm(t, arguments.Text())
	case yamltext.Mapping:
		r.longForm(t, arguments)
	case yamltext.Sequence:
		return false
	}
	if args := t.in.doc.Member(n, "args").Resolve(); args.Kind == yamltext.Mapping {
		r.longForm(t, args)
	} else if args.Kind == yamltext.Scalar {
		r.shortForm(t, args.Text())
	}
	return true
}

func (r *reader) longForm(t *task, n *yamltext.Node) {
	for _, m := range t.in.doc.Members(n) {
		a := argument{name: m.Name(), node: m.Value.Resolve()}
		switch a.name {
		case "_raw_params", "cmd", "free_form":
			t.free = a
		default:
			t.arguments = append(t.arguments, a)
		}
	}
}

// runsText are the modules whose short form is what they run.
var runsText = []string{"shell", "command", "raw", "script"}

func (r *reader) shortForm(t *task, text source.Text) {
	found, rest := pairs(text, slices.Contains(runsText, t.module))
	for _, p := range found {
		t.arguments = append(t.arguments, argument{name: p.name, text: p.value})
	}
	if strings.TrimSpace(rest.String()) != "" {
		t.free = argument{name: "free", text: rest}
	}
}

// value returns the value of the first argument that is given of several names of one. given is false if none is.
func (r *reader) value(t *task, names ...string) (v value, given bool) {
	for _, a := range t.arguments {
		if slices.Contains(names, a.name) {
			if v = r.valueOf(t, a); v.kind == omitted {
				continue
			}
			return v, true
		}
	}
	return value{}, false
}

func (r *reader) valueOf(t *task, a argument) value {
	if a.node != nil {
		return r.evaluate(a.node, t.in, t.scope, 0)
	}
	return r.render(a.text, t.scope, 0)
}

// isTrue reports whether an argument is given and true.
func (r *reader) isTrue(t *task, name string) bool {
	v, given := r.value(t, name)
	yes, _ := v.isTrue()
	return given && yes
}

// isFalse reports whether an argument is given and is not true, or not known to be.
func (r *reader) isFalse(t *task, name string) bool {
	v, given := r.value(t, name)
	yes, _ := v.isTrue()
	return given && !yes
}

// loop runs a task for each item of its loop.
func (r *reader) loop(n *yamltext.Node, t *task) {
	doc := t.in.doc
	for _, m := range doc.Members(n) {
		if m.Name() != "loop" && !strings.HasPrefix(m.Name(), "with_") {
			continue
		}
		items, known := r.items(m.Name(), m.Value, t)
		name := "item"
		if variable := doc.Member(doc.Member(n, "loop_control"), "loop_var").Resolve(); variable.Kind == yamltext.Scalar {
			name = variable.Value()
		}
		if !known {
			turn := *t
			turn.maybe = true
			turn.scope = &scope{outer: t.scope, values: map[string]value{name: unknownValue(source.LiteralText("", m.Value.Span()))}}
			r.run(&turn)
			return
		}
		for _, item := range items {
			if !r.step() {
				return
			}
			turn := *t
			turn.scope = &scope{outer: t.scope, values: map[string]value{name: item}}
			r.run(&turn)
		}
		return
	}
	r.run(t)
}

// items returns what a loop goes through; known is false if only a run knows.
func (r *reader) items(kind string, n *yamltext.Node, t *task) (items []value, known bool) {
	v := r.evaluate(n, t.in, t.scope, 0)
	if s, isText := v.string(); isText && v.kind == text && isName(s) { // Ansible 1: a name alone is a variable
		if named, found := r.lookUp(s, t.scope, 0); found && !named.isScalar() {
			v = named
		}
	}
	switch {
	case v.kind == unknown:
		return nil, false
	case kind == "with_dict" && v.kind == dict:
		return itemsOf(v).items, true
	case kind == "with_dict" && v.kind == list:
		for _, item := range v.items {
			if item.kind != dict {
				return nil, false
			}
			items = append(items, itemsOf(item).items...)
		}
		return items, true
	case kind == "loop" && v.kind == list:
		return v.items, true
	case (kind == "with_items" || kind == "with_list" || kind == "with_flattened") && v.kind == list:
		for _, item := range v.items {
			switch {
			case item.kind == unknown && !item.opaque && strings.HasPrefix(item.text.String(), "{{") && kind != "with_list":
				return nil, false // it may be a list
			case item.kind == list && kind != "with_list":
				items = append(items, item.items...)
			default:
				items = append(items, item)
			}
		}
		return items, true
	case (kind == "with_items" || kind == "with_flattened") && v.isScalar():
		return []value{v}, true
	case kind == "with_fileglob":
		return r.glob(v, t)
	}
	return nil, false
}

// glob returns the files of a role that match patterns.
func (r *reader) glob(v value, t *task) (items []value, known bool) {
	patterns := v.items
	if v.kind != list {
		patterns = []value{v}
	}
	for _, pattern := range patterns {
		s, known := pattern.string()
		if !known || path.IsAbs(s) || r.o.Shell.Tree == nil {
			return nil, false
		}
		for _, base := range r.searchPath(t, "files") {
			dir := path.Join(base, path.Dir(s))
			names, problem := r.o.Shell.Tree.List(r.entry, dir)
			if problem != "" {
				continue
			}
			for _, name := range names {
				if ok, _ := path.Match(path.Base(s), name); ok && !strings.HasSuffix(name, "/") {
					items = append(items, value{kind: text, text: source.LiteralText(path.Join(path.Dir(s), name), pattern.at), at: pattern.at})
				}
			}
			break
		}
	}
	return items, true
}

// searchPath returns the directories in which Ansible looks for a file that a task names: those of the role, then those of
// the playbook (ansible/parsing/dataloader.py, path_dwim_relative_stack).
func (r *reader) searchPath(t *task, kind string) []string {
	var out []string
	if t.role != "" {
		out = append(out, path.Join(t.role, kind), t.role, path.Join(t.role, "tasks", kind), path.Join(t.role, "tasks"))
	}
	dir := t.play
	if dir == "" && t.role == "" {
		dir = t.in.dir
	}
	if dir != "" {
		out = append(out, path.Join(dir, kind), dir)
	}
	return out
}

// locate returns where a file that a task names lies, from the directory of the text; "" if it is not in the tree.
func (r *reader) locate(t *task, kind, name string) (at string, isDirectory bool) {
	if path.IsAbs(name) {
		return "", false
	}
	for _, dir := range r.searchPath(t, kind) {
		if isDirectory, found := r.exists(path.Join(dir, name)); found {
			return path.Join(dir, name), isDirectory
		}
	}
	return "", false
}

// modeOf returns the mode that a task gives a file; 0 if it gives none or only the run knows.
func (r *reader) modeOf(t *task, isDirectory bool) fs.FileMode {
	v, given := r.value(t, "mode")
	s, known := v.string()
	if !given || !known {
		return 0
	}
	if v.kind == number {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return 0
		}
		return fs.FileMode(n) & fs.ModePerm
	}
	if n, err := strconv.ParseUint(strings.TrimPrefix(s, "0o"), 8, 32); err == nil {
		return fs.FileMode(n) & fs.ModePerm
	}
	return symbolicMode(s, isDirectory)
}

// symbolicMode returns the mode "u=rw,g=r,o=" where it says all of it; 0 if it changes one that is not known.
func symbolicMode(s string, isDirectory bool) fs.FileMode {
	var mode fs.FileMode
	set := map[byte]bool{}
	for clause := range strings.SplitSeq(s, ",") {
		who, what, found := strings.Cut(clause, "=")
		if !found || strings.Trim(what, "rwxX") != "" || strings.Trim(who, "ugoa") != "" {
			return 0
		}
		var bits fs.FileMode
		for _, c := range what {
			switch {
			case c == 'r':
				bits |= 4
			case c == 'w':
				bits |= 2
			case c == 'x', c == 'X' && isDirectory:
				bits |= 1
			}
		}
		if who == "" || strings.Contains(who, "a") {
			who = "ugo"
		}
		for i := range len(who) {
			shift := map[byte]int{'u': 6, 'g': 3, 'o': 0}[who[i]]
			mode = mode&^(7<<shift) | bits<<shift
			set[who[i]] = true
		}
	}
	if !set['u'] || !set['g'] || !set['o'] {
		return 0
	}
	return mode
}

// add adds a file, under the conditions of the task.
func (r *reader) add(t *task, f machine.File) {
	f.Root, f.Maybe, f.At = r.machine, f.Maybe || t.maybe, t.at
	if f.Content.Source() == nil {
		f.Content = source.LiteralText("", f.PathAt)
	}
	r.put(f)
}

// put adds a file, and notes that it is there.
func (r *reader) put(f machine.File) {
	r.written[onMachine{f.Root, f.Path}] = f.Operation != machine.Remove && !f.Directory
	r.steps += stepsOfFile
	r.out.Files = append(r.out.Files, f)
}

// stepsOfFile is what a file that is written costs of the steps that a reader may take.
const stepsOfFile = 24
