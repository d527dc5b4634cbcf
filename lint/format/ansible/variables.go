package ansible

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Projects are the variables of trees, by the directory that playbooks are run from. Each is looked through once.
type Projects struct{ byTop map[string]*project }

// NewProjects returns an empty set.
func NewProjects() *Projects { return &Projects{byTop: map[string]*project{}} }

// Forget drops what is known of them: who asks again has it looked through again.
func (p *Projects) Forget() { clear(p.byTop) }

// project are the variables of one tree.
type project struct {
	texts []*variableText
	// names says in which texts a name stands where it may be given a value.
	names map[string][]int
	// complete is false if the tree is too large to be looked through.
	complete bool
	known    map[string]*definition
	// mentions is set if one of the texts has to do with Mesos.
	mentions bool
	// inventory are its hosts; nil until a play asks.
	inventory *hostsOf
}

// variableText is a text that may give variables their values.
type variableText struct {
	// name is its path from the top.
	name string
	// from is the text that the tree was opened from, and path the way from there.
	from *source.Source
	path string
	text source.Text
	read bool
	in   *file
	// inventory is set if it is one.
	inventory bool
	// gives are the variables that it gives values; nil until one is asked for.
	gives *givenBy
}

// definition is a variable that is given a value, as YAML.
type definition struct {
	node *yamltext.Node
	in   *file
	// plain is set for the defaults of a role and what is given for groups and hosts, which a play overrides.
	plain bool
	// fallback is set for the defaults of a role, which everything else overrides.
	fallback bool
	// elsewhere is set if the text may be none that Ansible takes variables from.
	elsewhere bool
}

// isPlaceholder reports whether a role declares the variable without a value: whoever uses the role gives it one, or leaves out
// what it is for.
func (d *definition) isPlaceholder() bool {
	return d.fallback && (d.node.Kind == yamltext.Null || d.node.Kind == yamltext.Scalar && d.node.Text().Len() == 0)
}

// bounds of the search for variables.
const (
	mostFiles = 32768
	mostDepth = 8
	// largest is the size of a file that is looked at, in bytes.
	largest = 1 << 20
)

// skipped are directories in which nothing gives a variable of a playbook its value.
var skipped = []string{"files/", "templates/", "molecule/", "tests/", "test/", "node_modules/", "library/", "meta/", "docs/"}

// variables returns the variables of the tree around the text.
func (r *reader) variables() *project {
	if r.project != nil {
		return r.project
	}
	top := path.Join(path.Dir(r.absolute()), r.top)
	if r.project = r.projects.byTop[top]; r.project == nil {
		r.project = &project{names: map[string][]int{}, complete: true, known: map[string]*definition{}}
		r.projects.byTop[top] = r.project
		r.project.walk(r, r.top, "", 0)
	}
	return r.project
}

// walk looks through a directory.
func (p *project) walk(r *reader, dir, name string, depth int) {
	if r.o.Shell.Tree == nil {
		return
	}
	entries, problem := r.o.Shell.Tree.List(r.entry, dir)
	if problem != "" {
		return
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e, "."), slices.Contains(skipped, e):
		case strings.HasSuffix(e, "/"):
			if depth == mostDepth {
				p.complete = false
				continue
			}
			p.walk(r, path.Join(dir, e), path.Join(name, e), depth+1)
		case mayGive(path.Join(name, e)):
			if len(p.texts) == mostFiles {
				p.complete = false
				return
			}
			p.open(r, path.Join(dir, e), path.Join(name, e))
		}
	}
}

// mayGive reports whether a file may give variables their values: YAML, an inventory, or what runs ansible-playbook.
func mayGive(name string) bool {
	if isBelow(name, "group_vars") || isBelow(name, "host_vars") {
		return true // a host's name has dots, too
	}
	switch path.Ext(name) {
	case ".yml", ".yaml", ".ini":
		return true
	case "", ".json", ".sh":
		base := strings.ToLower(path.Base(name))
		return isInventory(name) || !strings.ContainsAny(name, "/.") || base == "makefile" || base == "vagrantfile" || path.Ext(name) == ".sh"
	}
	return false
}

func isBelow(name, dir string) bool { return strings.Contains("/"+name, "/"+dir+"/") }

func isInventory(name string) bool {
	base := path.Base(name)
	return base == "hosts" || strings.HasPrefix(base, "inventory") || strings.HasSuffix(base, ".ini") || isBelow(name, "inventory") || isBelow(name, "inventories")
}

// open notes the names that a file may give values.
func (p *project) open(r *reader, at, name string) {
	text, _, problem := r.o.Shell.Tree.Open(r.entry, at)
	if problem != "" || text.Len() > largest {
		p.complete = p.complete && problem != ""
		return
	}
	s := text.String()
	ext := path.Ext(name)
	if isYAML := ext == ".yml" || ext == ".yaml" || isBelow(name, "group_vars") || isBelow(name, "host_vars"); !isYAML && !isInventory(name) && !strings.Contains(s, "ansible") && !isINIInventory(s) {
		return
	}
	p.mentions = p.mentions || speaksOfMesos(name, text.View())
	i := len(p.texts)
	p.texts = append(p.texts, &variableText{name: name, from: r.entry, path: at, text: text})
	this := []int{i} // what most names share
	note := func(name string) {
		switch have := p.names[name]; {
		case name == "" || len(have) > 0 && have[len(have)-1] == i:
		case len(have) == 0:
			p.names[name] = this
		default:
			p.names[name] = append(have, i)
		}
	}
	for k := 0; k < len(s); {
		if !isNameByte(s[k]) {
			k++
			continue
		}
		start := k
		for k < len(s) && isNameByte(s[k]) {
			k++
		}
		end := k
		for k < len(s) && (s[k] == ' ' || s[k] == '"' || s[k] == '\'') {
			k++
		}
		if k < len(s) && (s[k] == ':' || s[k] == '=') {
			note(s[start:end])
		}
		if word := s[start:end]; word == "register" || word == "name" {
			rest := strings.TrimLeft(s[k:min(k+80, len(s))], ": ")
			length := 0
			for length < len(rest) && isNameByte(rest[length]) {
				length++
			}
			note(rest[:length])
		}
	}
}

// find returns the one definition of a variable; nil if there is none, or several that differ.
func (p *project) find(r *reader, name string) *definition {
	if d, found := p.known[name]; found {
		return d
	}
	p.known[name] = nil // an expression that comes back to it has no value
	found, all := p.definitions(r, name)
	var d *definition
	for _, f := range found {
		if !f.elsewhere {
			d = f
			break
		}
	}
	for _, f := range found {
		if !all || d != nil && !sameNode(f.node, d.node, 0) {
			d = nil
		}
	}
	if !p.complete || d != nil && d.isPlaceholder() {
		d = nil
	}
	p.known[name] = d
	return d
}

// definitions returns all definitions of a name. all is false if something gives it a value that only a run knows.
func (p *project) definitions(r *reader, name string) (found []*definition, all bool) {
	all = true
	for _, i := range p.names[name] {
		t := p.texts[i]
		p.parse(r, t)
		if t.in == nil || t.in.doc.Root.Resolve().Kind == yamltext.Null || t.in.doc.Root.Resolve().Kind == yamltext.Scalar {
			if givesInText(t, name) {
				all = false
			}
			continue
		}
		if t.gives == nil {
			t.gives = givenIn(t.in, r.limits.Steps)
		}
		if n := t.gives.file[name]; n != nil {
			found = append(found, &definition{node: n.Resolve(), in: t.in, plain: !isBelow(t.name, "vars") || isBelow(t.name, "group_vars") || isBelow(t.name, "host_vars"),
				fallback: isBelow(t.name, "defaults"), elsewhere: !holdsVariables(t.name)})
		}
		for _, n := range t.gives.parts[name] {
			found = append(found, &definition{node: n.Resolve(), in: t.in, elsewhere: true})
		}
		all = all && !t.gives.atRun[name] && !t.gives.cut
	}
	return found, all
}

// holdsVariables reports whether Ansible takes the variables of a file in such a place.
func holdsVariables(name string) bool {
	for _, dir := range [...]string{"defaults", "vars", "group_vars", "host_vars"} {
		if isBelow(name, dir) {
			return true
		}
	}
	return false
}

// givesInText reports whether a text that is not YAML gives a name a value: an inventory, a command line.
func givesInText(t *variableText, name string) bool {
	s := t.text.String()
	for at := 0; ; {
		i := strings.Index(s[at:], name)
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(name)
		rest := strings.TrimLeft(s[at:], " \"'")
		if (start == 0 || !isNameByte(s[start-1])) && rest != "" && (rest[0] == '=' || rest[0] == ':') {
			return true
		}
	}
}

// givenBy are the variables that a text gives values.
type givenBy struct {
	in *file
	// file are those of a file that is a mapping of variables, parts those of its plays, tasks, roles and hosts, in the order in
	// which they stand.
	file  map[string]*yamltext.Node
	parts map[string][]*yamltext.Node
	// atRun are those to which something gives a value that only a run knows.
	atRun map[string]bool
	// cut is set if not all of the text was looked at.
	cut    bool
	budget int
}

// givenIn looks through a text once, for all variables.
func givenIn(in *file, budget int) *givenBy {
	g := &givenBy{in: in, file: map[string]*yamltext.Node{}, parts: map[string][]*yamltext.Node{}, atRun: map[string]bool{}, budget: budget}
	root := in.doc.Root.Resolve()
	if root.Kind != yamltext.Mapping {
		g.tasks(root, 0)
		return g
	}
	for name, n := range g.members(root) {
		g.file[name] = n
	}
	g.inventory(root, 0)
	return g
}

// members yields the members of a mapping, of those that have one name the first.
func (g *givenBy) members(n *yamltext.Node) iter.Seq2[string, *yamltext.Node] {
	return func(yield func(string, *yamltext.Node) bool) {
		seen := map[string]bool{}
		for _, m := range g.in.doc.Members(n) {
			name := m.Name()
			if !seen[name] && !yield(name, m.Value) {
				return
			}
			seen[name] = true
		}
	}
}

func (g *givenBy) spend(depth int) bool {
	g.budget--
	if g.budget <= 0 || depth > 32 {
		g.cut = true
		return false
	}
	return true
}

// inventory looks into the vars of an inventory that is written as YAML.
func (g *givenBy) inventory(n *yamltext.Node, depth int) {
	n = n.Resolve()
	if n.Kind != yamltext.Mapping || !g.spend(depth) {
		return
	}
	for _, m := range g.in.doc.Members(n) {
		switch name := m.Name(); name {
		case "vars":
			g.vars(m.Value)
		case "hosts", "children", "all":
			g.inventory(m.Value, depth+1)
			for _, host := range g.in.doc.Members(m.Value) {
				if name == "hosts" {
					g.vars(host.Value)
				}
				g.inventory(host.Value, depth+1)
			}
		}
	}
}

// vars takes the definitions from a mapping of variables.
func (g *givenBy) vars(n *yamltext.Node) {
	if n == nil {
		return
	}
	for name, v := range g.members(n) {
		g.parts[name] = append(g.parts[name], v)
	}
}

// tasks looks through a list of plays or tasks, and the blocks in it.
func (g *givenBy) tasks(n *yamltext.Node, depth int) {
	n = n.Resolve()
	if !g.spend(depth) {
		return
	}
	doc := g.in.doc
	for _, item := range n.Items() {
		item = item.Resolve()
		for _, m := range doc.Members(item) {
			switch name := unqualified(m.Name()); name {
			case "vars":
				g.vars(m.Value)
			case "register":
				g.atRun[m.Value.Resolve().Value()] = true
			case "set_fact", "include_vars", "action", "local_action":
				g.set(m.Value)
			case "vars_prompt":
				for _, prompt := range m.Value.Resolve().Items() {
					g.atRun[doc.Member(prompt, "name").Resolve().Value()] = true
				}
			case "roles":
				for _, role := range m.Value.Resolve().Items() {
					g.vars(role)
					g.vars(doc.Member(role, "vars"))
				}
			case "tasks", "pre_tasks", "post_tasks", "handlers", "block", "rescue", "always":
				g.tasks(m.Value, depth+1)
			}
		}
	}
}

// set notes that a task gives variables values when it is run: those of a mapping, or of the words of a line.
func (g *givenBy) set(n *yamltext.Node) {
	n = n.Resolve()
	switch n.Kind {
	case yamltext.Mapping:
		for name := range g.members(n) {
			g.atRun[name] = true
		}
	case yamltext.Scalar:
		for word := range strings.SplitSeq(n.Value(), " ") {
			if name, _, isGiven := strings.Cut(word, "="); isGiven {
				g.atRun[name] = true
			}
		}
	}
}

// overrides reports whether something gives the variable of a play another value that counts before it. What an inventory
// gives never does.
func (r *reader) overrides(name string, s *scope, n *yamltext.Node) bool {
	found, all := r.variables().withoutHosts(r, name)
	if !all {
		return true
	}
	if !s.weak {
		return false
	}
	for _, d := range found {
		if !d.plain && !d.elsewhere && !sameNode(d.node, n, 0) {
			return true
		}
	}
	return false
}

// sameNode reports whether two nodes are the same value.
func sameNode(a, b *yamltext.Node, depth int) bool {
	a, b = a.Resolve(), b.Resolve()
	if a == b {
		return true
	}
	if a.Kind != b.Kind || a.Tag() != b.Tag() || depth > 32 || len(a.Items()) != len(b.Items()) || len(a.Members()) != len(b.Members()) {
		return false
	}
	if a.Kind == yamltext.Scalar {
		return a.Value() == b.Value() && (scalarOf(a).kind == scalarOf(b).kind)
	}
	for i := range a.Items() {
		if !sameNode(a.Items()[i], b.Items()[i], depth+1) {
			return false
		}
	}
	for i := range a.Members() {
		if !sameNode(a.Members()[i].Key, b.Members()[i].Key, depth+1) || !sameNode(a.Members()[i].Value, b.Members()[i].Value, depth+1) {
			return false
		}
	}
	return true
}
