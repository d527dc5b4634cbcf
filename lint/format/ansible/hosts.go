package ansible

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// place is where a text gives variables to hosts.
type place uint8

const (
	// nowhere is a text that gives none to hosts: a play, a role.
	nowhere place = iota
	inInventory
	inGroupVars
	inHostVars
)

// placeOf returns where a text of a tree gives variables to hosts: the directory that has its group_vars or host_vars, and the
// group or the host.
func placeOf(name string) (p place, dir, of string) {
	for _, c := range [...]struct {
		folder string
		place  place
	}{{"group_vars", inGroupVars}, {"host_vars", inHostVars}} {
		before, rest, found := strings.Cut("/"+name, "/"+c.folder+"/")
		if !found {
			continue
		}
		if of, _, found = strings.Cut(rest, "/"); !found {
			of = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(rest, ".yml"), ".yaml"), ".json")
		}
		return c.place, strings.TrimPrefix(before, "/"), of
	}
	return nowhere, "", ""
}

// varsKey names the texts below group_vars or host_vars that are for one group or host.
type varsKey struct {
	place   place
	dir, of string
}

// hostsOf are the inventories of a tree and what gives their hosts variables; built once, when a play asks.
type hostsOf struct {
	inventories []*inventory
	vars        map[varsKey][]*variableText
	// given are the names that some of these texts give.
	given map[string]bool
	// fixed are the definitions of such names elsewhere.
	fixed map[string]fixed
}

// fixed is what gives a name a value besides the variables of hosts.
type fixed struct {
	// weak is the one that those of a host override: the default of a role; nil if there is none, or several that differ.
	weak *definition
	// strong is set if something else overrides them, with a value that differs.
	strong bool
}

// hosts returns the inventories of a tree.
func (p *project) hosts(r *reader) *hostsOf {
	if p.inventory != nil {
		return p.inventory
	}
	h := &hostsOf{vars: map[varsKey][]*variableText{}, given: map[string]bool{}, fixed: map[string]fixed{}}
	p.inventory = h
	byDir := map[string]*inventory{}
	for _, t := range p.texts {
		where, dir, of := placeOf(t.name)
		if where != nowhere {
			key := varsKey{where, dir, of}
			h.vars[key] = append(h.vars[key], t)
			continue
		}
		f, isINI := p.inventoryFile(r, t)
		if f == nil {
			continue
		}
		t.inventory = true
		at := path.Dir(t.name)
		key := t.name
		if isDirectoryInventory(at) {
			key = at
		}
		inv := byDir[key]
		if inv == nil {
			inv = newInventory(strings.TrimPrefix(at, "."))
			byDir[key] = inv
			h.inventories = append(h.inventories, inv)
		}
		if isINI {
			inv.readINI(f)
		} else {
			inv.readYAML(f)
		}
	}
	for _, inv := range h.inventories {
		inv.close()
	}
	for name, texts := range p.names {
		h.given[name] = slices.ContainsFunc(texts, func(i int) bool {
			where, _, _ := placeOf(p.texts[i].name)
			return where != nowhere || p.texts[i].inventory
		})
	}
	return h
}

// inventoryFile returns a text as an inventory, nil if it is none.
func (p *project) inventoryFile(r *reader, t *variableText) (f *file, isINI bool) {
	switch path.Ext(t.name) {
	case ".yml", ".yaml":
		if !isInventory(t.name) && path.Dir(t.name) != "." {
			return nil, false
		}
		if f = p.parse(r, t); f == nil || f.doc.Root.Resolve().Kind != yamltext.Mapping || !isYAMLInventory(f) {
			return nil, false
		}
		return f, false
	case ".sh", ".json":
		return nil, false
	}
	base := strings.ToLower(path.Base(t.name))
	if base == "makefile" || base == "vagrantfile" || base == "ansible.cfg" || !isINIInventory(t.text.String()) {
		return nil, false
	}
	return &file{doc: &yamltext.Document{}, text: t.text}, true
}

// parse reads a text as YAML, once; nil if it is none.
func (p *project) parse(r *reader, t *variableText) *file {
	if !t.read {
		t.read = true
		if docs, problem := yamltext.Parse(t.text, nil, r.limits); problem == nil && len(docs) > 0 {
			t.in = &file{doc: docs[0], text: t.text}
		}
	}
	return t.in
}

// hostContext is the host whose variables count, one of those that have the same.
type hostContext struct{ host *host }

// isForHosts reports whether a name is given to hosts by their inventory, and notes that it was asked for.
func (r *reader) isForHosts(name string) bool {
	if r.asked == nil || !r.variables().hosts(r).given[name] {
		return false
	}
	r.ask(name)
	return true
}

// ask notes that a variable or a group of hosts was asked for.
func (r *reader) ask(name string) {
	if !slices.Contains(r.asked, name) {
		r.asked = append(r.asked, name)
	}
}

// ofHost returns the definition of a variable that counts for a host; nil if there is none, or if it is not known.
func (r *reader) ofHost(h *host, name string) *definition {
	p := r.variables()
	all := p.hosts(r)
	other, known := all.fixed[name]
	if !known {
		other = p.elsewhere(r, name)
		all.fixed[name] = other
	}
	if other.strong || !p.complete {
		return nil
	}
	if d := all.definition(p, r, h, name); d != nil {
		return d
	}
	return other.weak
}

// withoutHosts returns the definitions of a name that are not for hosts of an inventory, as definitions does.
func (p *project) withoutHosts(r *reader, name string) (found []*definition, all bool) {
	p.hosts(r)
	rest := &project{texts: p.texts, names: map[string][]int{}}
	for _, i := range p.names[name] {
		if where, _, _ := placeOf(p.texts[i].name); where == nowhere && !p.texts[i].inventory {
			rest.names[name] = append(rest.names[name], i)
		}
	}
	return rest.definitions(r, name)
}

// elsewhere returns what gives a name a value besides the variables of hosts.
func (p *project) elsewhere(r *reader, name string) fixed {
	found, all := p.withoutHosts(r, name)
	var out fixed
	out.strong = !all
	for _, d := range found {
		switch {
		case d.elsewhere || !d.plain:
			out.strong = true
		case out.weak == nil:
			out.weak = d
		case !sameNode(out.weak.node, d.node, 0):
			out.strong = true
		}
	}
	return out
}

// definition returns what gives a host a variable: its host_vars, its line in the inventory, the group_vars of its groups, those
// of all hosts, and then what the inventory gives its groups (ansible/constants VARIABLE_PRECEDENCE). Of groups the deepest
// counts, and the files beside the playbooks before those beside the inventory.
func (h *hostsOf) definition(p *project, r *reader, of *host, name string) *definition {
	if !h.given[name] {
		return nil
	}
	fromFiles := func(where place, dir, of string) *definition {
		for _, t := range slices.Backward(h.vars[varsKey{where, dir, of}]) {
			if f := p.parse(r, t); f != nil {
				if n := f.doc.Member(f.doc.Root, name); n != nil {
					return &definition{node: n.Resolve(), in: f, plain: true}
				}
			}
		}
		return nil
	}
	dirs := [...]string{"", of.of.dir}
	for _, dir := range dirs {
		if d := fromFiles(inHostVars, dir, of.name); d != nil {
			return d
		}
	}
	if d := of.vars[name]; d != nil {
		return d
	}
	all, groups := of.in[:1], of.in[1:] // "all" is above all others
	for _, level := range [...][]*group{groups, all} {
		for _, dir := range dirs {
			for _, g := range slices.Backward(level) {
				if d := fromFiles(inGroupVars, dir, g.name); d != nil {
					return d
				}
			}
		}
	}
	for _, g := range slices.Backward(of.in) {
		if d := g.vars[name]; d != nil {
			return d
		}
	}
	return nil
}

// inventoryGroup is what a name of a group is asked for as: whether the host is in it.
const inventoryGroup = "group "

// isIn reports whether a host is in a group.
func (h *host) isIn(name string) bool {
	return slices.ContainsFunc(h.in, func(g *group) bool { return g.name == name })
}

// class are hosts for which the variables that were asked for are given at the same places.
type class struct {
	hosts []*host
	label string
}

// classes parts the hosts of a pattern by the places that give them the variables which were asked for.
func (r *reader) classes(pattern string, names []string) []*class {
	all := r.variables().hosts(r)
	byKey := map[string]*class{}
	var out []*class
	for _, inv := range all.inventories {
		for _, h := range inv.match(pattern) {
			var key strings.Builder
			for _, name := range names {
				if g, isGroup := strings.CutPrefix(name, inventoryGroup); isGroup {
					fmt.Fprintf(&key, "%t ", h.isIn(g))
				} else if d := r.ofHost(h, name); d != nil {
					at := d.node.Span()
					fmt.Fprintf(&key, "%s:%d ", at.Source.File+at.Source.Path, at.Start)
				} else {
					key.WriteString("- ")
				}
			}
			c := byKey[key.String()]
			if c == nil {
				c = &class{}
				byKey[key.String()] = c
				out = append(out, c)
			}
			c.hosts = append(c.hosts, h)
		}
	}
	names = nil
	for _, c := range out {
		c.label = c.hosts[0].name
		if n := len(c.hosts) - 1; n > 0 {
			c.label += fmt.Sprintf(" and %d more", n)
		}
		if slices.Contains(names, c.label) {
			c.label += " of " + path.Base(c.hosts[0].of.dir)
		}
		names = append(names, c.label)
		if len(names) > 64 { // a name that is there twice is one of another inventory
			names = names[1:]
		}
	}
	return out
}

// match returns the hosts that a pattern means: names, groups and shell patterns, all of them, none of those after "!" and
// only those after "&". It returns nil for a pattern that only a run knows.
func (inv *inventory) match(pattern string) []*host {
	if strings.Contains(pattern, "{{") {
		return nil
	}
	var out []*host
	has := map[*host]bool{}
	apply := func(prefix string, do func(set map[*host]bool)) {
		for _, part := range strings.FieldsFunc(pattern, func(c rune) bool { return c == ',' || c == ':' || c == ' ' }) {
			sign := ""
			if part[0] == '!' || part[0] == '&' {
				sign, part = part[:1], part[1:]
			}
			if sign == prefix {
				do(inv.named(part))
			}
		}
	}
	apply("", func(set map[*host]bool) {
		for h := range set {
			has[h] = true
		}
	})
	apply("&", func(set map[*host]bool) {
		for h := range has {
			has[h] = has[h] && set[h]
		}
	})
	apply("!", func(set map[*host]bool) {
		for h := range set {
			has[h] = false
		}
	})
	for _, h := range inv.hosts {
		if has[h] {
			out = append(out, h)
		}
	}
	return out
}

// named returns the hosts that one name of a pattern means.
func (inv *inventory) named(name string) map[*host]bool {
	set := map[*host]bool{}
	wild := strings.ContainsAny(name, "*?[")
	if name == "all" || name == "*" {
		for _, h := range inv.hosts {
			set[h] = true
		}
		return set
	}
	if h := inv.byName[name]; h != nil {
		set[h] = true
	}
	for _, h := range inv.hosts {
		if wild {
			if ok, err := path.Match(name, h.name); ok && err == nil {
				set[h] = true
			}
		} else if h.isIn(name) {
			set[h] = true
		}
	}
	return set
}

// onHosts reads the plays of a pattern for the hosts of the inventories, once for each class of them that has variables of its
// own. It reports false if the plays ask for nothing that the inventories give, or no inventory has such hosts: what was read
// without them counts then.
func (r *reader) onHosts(pattern string, several bool, read func()) bool {
	r.host, r.asked = nil, []string{}
	before := r.out
	r.out = machine.Contributions{}
	r.machine = ""
	if several {
		r.machine = pattern
	}
	read()
	without := r.out
	names := r.asked
	var classes []*class
	for range mostRounds {
		if len(names) == 0 || pattern == "" {
			break
		}
		classes = r.classes(pattern, names)
		if len(classes) == 0 {
			break
		}
		r.out = machine.Contributions{}
		steps := r.steps
		for i, c := range classes {
			if r.steps = 0; r.work > r.limits.Steps*mostWork {
				r.out.Unreadable = &machine.Gap{At: r.entry.Span(0, 0), Limit: true,
					Reason: fmt.Sprintf("is for more hosts than are followed: %d with variables of their own", len(classes)-i)}
				break
			}
			r.host = &hostContext{c.hosts[0]}
			if len(classes) > 1 {
				r.machine = c.label
			}
			r.made, r.written = map[onMachine]bool{}, map[onMachine]bool{}
			read()
			r.work += r.steps
		}
		r.steps = steps
		if len(r.asked) == len(names) {
			break
		}
		names = r.asked
	}
	found := r.out
	r.host, r.asked = nil, nil
	r.out = before
	if len(classes) == 0 || losesFiles(without, found) {
		r.out.Merge(without)
		return false
	}
	found.Sources = sources(without.Sources, found.Sources)
	r.out.Merge(found)
	return true
}

const (
	// mostRounds is how often hosts are parted anew because a variable asked for another.
	mostRounds = 4
	// mostWork is how much more may be done for all hosts together than for a text.
	mostWork = 12
)

// losesFiles reports whether what was read without hosts writes a file that is written on none of them.
func losesFiles(without, with machine.Contributions) bool {
	written := map[string]bool{}
	for _, f := range with.Files {
		written[f.Path] = true
	}
	return len(without.Starts) > 0 && len(with.Starts) == 0 ||
		slices.ContainsFunc(without.Files, func(f machine.File) bool { return !written[f.Path] })
}

// sources returns two lists of sources as one.
func sources(a, b []*source.Source) []*source.Source {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}
