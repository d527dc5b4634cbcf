package ansible

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// taskContext is where tasks are run: in a role or a play, under conditions.
type taskContext struct {
	in *file
	// role is the directory of the role from that of the text; "" for tasks of a play.
	role string
	// play is the directory of the playbook; "" if no playbook is known.
	play  string
	scope *scope
	maybe bool
	// environment is what is set for the commands.
	environment []machine.Assignment
	depth       int
}

// classify tells what a YAML text is by its root: a list of plays, or of tasks.
func classify(f *file) (isPlaybook, isTasks bool) {
	root := f.doc.Root.Resolve()
	if root.Kind != yamltext.Sequence || len(root.Items()) == 0 {
		return false, false
	}
	plays, tasks, known := 0, 0, 0
	for _, item := range root.Items() {
		item = item.Resolve()
		if item.Kind != yamltext.Mapping {
			return false, false
		}
		if f.isPlay(item) {
			plays++
			continue
		}
		name, _, ok := f.module(item)
		if ok {
			tasks++
		}
		if ok && isCommon(name) {
			known++
		}
	}
	return plays > 0 && plays+tasks == len(root.Items()), plays == 0 && tasks == len(root.Items()) && known > 0
}

// isPlay reports whether an entry of a list is a play, or takes in another playbook.
func (f *file) isPlay(n *yamltext.Node) bool {
	for _, m := range f.doc.Members(n) {
		switch unqualified(m.Name()) {
		case "import_playbook":
			return true
		case "tasks", "roles", "pre_tasks", "post_tasks", "handlers", "gather_facts", "vars", "become", "vars_files", "connection":
			if f.doc.Member(n, "hosts") != nil {
				return true
			}
		}
	}
	return false
}

// playbook reads the plays of a text. Each pattern of hosts is a machine of its own, or each kind of host that an inventory
// gives variables of its own; a pattern that is alone needs no name.
func (r *reader) playbook(f *file) {
	var patterns []string
	plays := map[string][]*yamltext.Node{}
	for _, play := range f.doc.Root.Resolve().Items() {
		pattern := r.pattern(f, play)
		if plays[pattern] == nil {
			patterns = append(patterns, pattern)
		}
		plays[pattern] = append(plays[pattern], play)
	}
	several := len(plays) > 2 || len(plays) == 2 && plays[""] == nil
	for _, pattern := range patterns {
		r.onHosts(pattern, several, func() {
			for _, play := range plays[pattern] {
				r.play(f, play)
			}
		})
	}
}

// pattern returns the hosts of a play, as they are written.
func (r *reader) pattern(f *file, play *yamltext.Node) string {
	hosts := f.doc.Member(play, "hosts").Resolve()
	if hosts.Kind != yamltext.Sequence {
		return hosts.Value()
	}
	var names []string
	for _, n := range hosts.Items() {
		names = append(names, n.Resolve().Value())
	}
	return strings.Join(names, ",")
}

// play reads one play: the tasks before its roles, its roles, its tasks, and then the handlers.
func (r *reader) play(f *file, n *yamltext.Node) {
	n = n.Resolve()
	sc := r.playScope(f, n)
	at := taskContext{in: f, play: f.dir, scope: sc}
	at.environment = r.environment(f.doc.Member(n, "environment"), at)
	r.tasks(f.doc.Member(n, "pre_tasks"), at)
	for _, role := range f.doc.Member(n, "roles").Resolve().Items() {
		r.roleOfPlay(role.Resolve(), at)
	}
	r.tasks(f.doc.Member(n, "tasks"), at)
	r.tasks(f.doc.Member(n, "post_tasks"), at)
	at.maybe = true
	r.tasks(f.doc.Member(n, "handlers"), at)
}

// playScope returns the variables of a play: its vars, and those of its vars_files, which count before them.
func (r *reader) playScope(f *file, n *yamltext.Node) *scope {
	sc := r.withVars(nil, f, f.doc.Member(n, "vars"))
	if sc != nil {
		sc.weak = true
	}
	files := f.doc.Member(n, "vars_files").Resolve()
	names := files.Items()
	if files.Kind == yamltext.Scalar {
		names = []*yamltext.Node{files}
	}
	for _, name := range names {
		s, known := r.evaluate(name, f, sc, 0).string()
		if !known || path.IsAbs(s) {
			continue
		}
		for _, at := range [...]string{path.Join(f.dir, s), path.Join(f.dir, "vars", s)} {
			if vars := r.open(at); vars != nil {
				if inner := r.withVars(sc, vars, vars.doc.Root); inner != sc {
					r.use(vars.text.Source())
					inner.weak = true
					sc = inner
				}
				break
			}
		}
	}
	return sc
}

// withVars returns a scope with the variables of a mapping before those of another.
func (r *reader) withVars(outer *scope, in *file, n *yamltext.Node) *scope {
	members := in.doc.Members(n)
	if len(members) == 0 {
		return outer
	}
	sc := &scope{outer: outer, in: in, nodes: map[string]*yamltext.Node{}}
	for _, m := range members {
		sc.nodes[m.Name()] = m.Value
	}
	return sc
}

// roleOfPlay reads an entry of "roles:" of a play, or of the dependencies of a role: a name, or a mapping with variables.
func (r *reader) roleOfPlay(n *yamltext.Node, at taskContext) {
	name := n
	if n.Kind == yamltext.Mapping {
		if name = at.in.doc.Member(n, "role").Resolve(); name.Kind != yamltext.Scalar {
			name = at.in.doc.Member(n, "name").Resolve()
		}
		var never bool
		if at, never = r.conditions(n, at); never {
			return
		}
		at.scope = r.withVars(at.scope, at.in, n)
		at.scope = r.withVars(at.scope, at.in, at.in.doc.Member(n, "vars"))
	}
	s, known := r.evaluate(name, at.in, at.scope, 0).string()
	if known {
		r.includeRole(s, "main", at)
	}
}

// roleDirectory returns the directory of a role, from that of the text; "" if it is not in the tree.
func (r *reader) roleDirectory(name string, at taskContext) string {
	if path.IsAbs(name) {
		return ""
	}
	var dirs []string
	if at.role != "" {
		dirs = append(dirs, path.Join(at.role, ".."))
	}
	for _, dir := range [...]string{at.play, r.top} {
		if dir != "" {
			dirs = append(dirs, path.Join(dir, "roles"), dir)
		}
	}
	for _, dir := range dirs {
		if isDirectory, found := r.exists(path.Join(dir, name)); found && isDirectory {
			return path.Join(dir, name)
		}
	}
	return ""
}

// includeRole reads the tasks of a role, those of the roles it depends on first, and its handlers.
func (r *reader) includeRole(name, tasks string, at taskContext) {
	dir := r.roleDirectory(name, at)
	if dir == "" || at.depth >= r.limits.Depth/2 || !r.step() {
		return
	}
	at.role = dir
	at.depth++
	if meta := r.openAny(path.Join(dir, "meta", "main")); meta != nil {
		at.in = meta
		for _, dependency := range meta.doc.Member(meta.doc.Root, "dependencies").Resolve().Items() {
			r.roleOfPlay(dependency.Resolve(), at)
		}
	}
	r.include(r.openAny(path.Join(dir, "tasks", tasks)), at)
	if handlers := r.openAny(path.Join(dir, "handlers", "main")); handlers != nil {
		at.maybe = true
		r.include(handlers, at)
	}
}

// openAny opens a YAML file, whose name may be given without its extension.
func (r *reader) openAny(name string) *file {
	for _, ext := range [...]string{"", ".yml", ".yaml"} {
		if isDirectory, found := r.exists(name + ext); found && !isDirectory {
			return r.open(name + ext)
		}
	}
	return nil
}

// stepsOfInclude is what a text that is included costs of the steps that a reader may take.
const stepsOfInclude = 64

// include reads the tasks of another text.
func (r *reader) include(f *file, at taskContext) {
	if r.steps += stepsOfInclude; f == nil || at.depth >= r.limits.Depth/2 || !r.step() {
		return
	}
	at.in = f
	at.depth++
	r.use(f.text.Source())
	r.tasks(f.doc.Root, at)
}

// alone reads a list of tasks that no playbook takes in: as a part of its role, with what that brings.
func (r *reader) alone(f *file) {
	at := taskContext{in: f, role: r.role}
	isMain := strings.HasPrefix(path.Base(r.absolute()), "main.") && path.Base(path.Dir(r.absolute())) == "tasks"
	if isMain && r.role != "" {
		if meta := r.openAny(path.Join(r.role, "meta", "main")); meta != nil {
			inMeta := at
			inMeta.in = meta
			for _, dependency := range meta.doc.Member(meta.doc.Root, "dependencies").Resolve().Items() {
				r.roleOfPlay(dependency.Resolve(), inMeta)
			}
		}
	}
	at.maybe = path.Base(path.Dir(r.absolute())) == "handlers"
	r.tasks(f.doc.Root, at)
	if isMain && r.role != "" {
		at.maybe = true
		r.include(r.openAny(path.Join(r.role, "handlers", "main")), at)
	}
}

// tasks reads a list of tasks.
func (r *reader) tasks(n *yamltext.Node, at taskContext) {
	if n.Resolve().Kind != yamltext.Sequence || at.depth >= r.limits.Depth {
		return
	}
	for _, item := range n.Resolve().Items() {
		if item = item.Resolve(); item.Kind == yamltext.Mapping && r.step() {
			r.task(item, at)
		}
	}
}

// conditions returns a place with what a task, a block or a role says of when it is run. never is set if it is not.
func (r *reader) conditions(n *yamltext.Node, at taskContext) (_ taskContext, never bool) {
	doc := at.in.doc
	for _, m := range doc.Members(n) {
		switch m.Name() {
		case "when", "only_if":
			yes, known := r.condition(m.Value, at)
			never = never || known && !yes
			at.maybe = at.maybe || !known
		case "tags":
			at.maybe = at.maybe || hasWord(m.Value.Resolve(), "never")
		case "delegate_to":
			return at, true
		case "check_mode":
			yes, known := scalarOf(m.Value.Resolve()).isTrue()
			never = never || yes && known
		}
	}
	if n := doc.Member(n, "environment"); n != nil {
		at.environment = append(slices.Clone(at.environment), r.environment(n, at)...)
	}
	return at, never
}

// hasWord reports whether a text, or a list of them, has a word.
func hasWord(n *yamltext.Node, word string) bool {
	for _, item := range n.Items() {
		if item.Resolve().Value() == word {
			return true
		}
	}
	return slices.ContainsFunc(strings.Split(n.Value(), ","), func(s string) bool { return strings.TrimSpace(s) == word })
}

// environment returns the variables of an "environment:" of commands.
func (r *reader) environment(n *yamltext.Node, at taskContext) []machine.Assignment {
	if n == nil {
		return nil
	}
	v := r.evaluate(n, at.in, at.scope, 0)
	return assignments(v)
}

// assignments returns a dictionary as variables of a program.
func assignments(v value) []machine.Assignment {
	var out []machine.Assignment
	for _, m := range v.members {
		name, known := m.key.string()
		if !known || name == "" || !m.value.isScalar() {
			continue
		}
		span := m.key.text.Raw()
		if raw := m.value.text.Raw(); raw.Source == span.Source && raw.End >= span.Start {
			span = source.Span{Source: span.Source, Start: min(span.Start, raw.Start), End: max(span.End, raw.End)}
		}
		out = append(out, machine.Assignment{
			Name: name, NameSpan: m.key.text.All(), Value: m.value.text, Span: span, Unknown: !m.value.isKnown(), Exported: true,
		})
	}
	return out
}
