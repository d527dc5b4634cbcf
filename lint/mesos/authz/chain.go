package authz

import (
	"slices"
	"strings"
)

// chain is what decides one operation: the entries that requests can match, in the order they are tried.
type chain struct {
	rules      []rule
	ids        []uint32 // what the rules list
	permissive bool
	// closing is the position of the first rule that matches every request, the number of rules if there is none.
	closing int32
}

// rule is an entry with its classes. Both sides of an entry say the same as "everyone" or "everything" when they are
// ANY or NONE; the entry forbids only if one of them is NONE.
type rule struct {
	subjects, objects    ids
	everyone, everything bool
	allow                bool
	list                 uint16
	entry                uint32
}

// closes reports whether the rule matches every request.
func (r *rule) closes() bool { return r.everyone && r.everything }

// ids is a range of chain.ids.
type ids struct{ from, to uint32 }

func (c *chain) of(r ids) []uint32 { return c.ids[r.from:r.to] }

// verdict is the decision of the rule at a position, of permissive after the last.
func (c *chain) verdict(position int32) bool {
	if int(position) < len(c.rules) {
		return c.rules[position].allow
	}
	return c.permissive
}

// way returns how the policy has the operation governed, nil if no list does.
func (p *Policy) way(o *Operation) *Way {
	for i := range o.Ways {
		w := &o.Ways[i]
		if len(w.IfAny) == 0 || slices.ContainsFunc(w.ifAny, func(l int) bool { return len(p.list(l)) > 0 }) {
			return w
		}
	}
	return nil
}

// deadEntry is called for an entry that becomes no rule because no request matches it.
type deadEntry func(list, entry int)

// chain collects what decides an operation and adds its classes to the universe. If dead is nil it ends at the first
// rule that matches every request.
func (p *Policy) chain(o *Operation, u *universe, dead deadEntry) *chain {
	return p.chainOf(p.way(o), u, dead, nil)
}

// chainOf is chain for some of the entries of a way; for all if wanted is nil.
func (p *Policy) chainOf(way *Way, u *universe, dead deadEntry, wanted func(e *entry) bool) *chain {
	c := &chain{}
	p.fill(c, way, u, dead, wanted)
	return c
}

// fill is chainOf for a chain that has nothing in it but may have room.
func (p *Policy) fill(c *chain, way *Way, u *universe, dead deadEntry, wanted func(e *entry) bool) {
	c.permissive = p.permissive
	if way == nil {
		return
	}
	if wanted == nil {
		c.rules = slices.Grow(c.rules, size(p, way))
	}
	for _, l := range way.lists {
		list := p.list(l)
		for i := range list {
			if wanted != nil && !wanted(&list[i]) {
				continue
			}
			switch added := c.add(p, way, u, l, i); {
			case !added && dead != nil:
				dead(l, i)
			case added && dead == nil && c.rules[len(c.rules)-1].closes():
				c.closing = int32(len(c.rules) - 1)
				return
			}
		}
	}
	c.closing = int32(slices.IndexFunc(c.rules, func(r rule) bool { return r.closes() }))
	if c.closing < 0 {
		c.closing = int32(len(c.rules))
	}
}

// add appends the rule of an entry; false if no request can match it.
func (c *chain) add(p *Policy, way *Way, u *universe, l, i int) bool {
	list, e := &p.schema.Lists[l], &p.list(l)[i]
	r := rule{list: uint16(l), entry: uint32(i)}
	mark := len(c.ids)

	r.everyone = e.subject.kind() != Some
	r.allow = e.subject.kind() != None
	r.subjects.from = uint32(len(c.ids))
	if !r.everyone {
		for v, to := e.listed(false); v < to; v++ {
			name := p.value(v)
			c.ids = append(c.ids, u.principals.id(name)+firstNamed)
			if name == "" && p.schema.EmptyPrincipal {
				c.ids = append(c.ids, noPrincipal)
			}
		}
	}
	r.subjects.to = uint32(len(c.ids))

	kind := p.objectKind(list, way, e)
	from, to := e.listed(true)
	recursive := list.Recursive && way.Object != ""
	r.everything = kind != Some
	r.allow = r.allow && kind != None
	r.objects.from = uint32(len(c.ids))
	if !r.everything && !list.Implicit && way.Object != "" {
		for v := from; v < to; v++ {
			name := p.value(v)
			if recursive && isPattern(name) {
				c.ids = append(c.ids, u.objects.below(name[:len(name)-1]))
			} else {
				c.ids = append(c.ids, u.objects.literal(name))
			}
		}
	}
	r.objects.to = uint32(len(c.ids))
	if objects := c.of(r.objects); len(objects) >= sortedFrom {
		slices.Sort(objects)
	}

	if !r.everyone && r.subjects.from == r.subjects.to || !r.everything && r.objects.from == r.objects.to {
		c.ids = c.ids[:mark]
		return false
	}
	c.rules = append(c.rules, r)
	return true
}

// objectKind returns the type that the release takes the object of an entry for.
func (p *Policy) objectKind(list *List, way *Way, e *entry) Type {
	from, to := e.listed(true)
	if list.Recursive && way.Object != "" && to-from == 1 && isPattern(p.value(from)) {
		return Some // the release does not look at the type then
	}
	return e.object.kind()
}

// sortedFrom is the number of objects from which a rule has them in order of their classes.
const sortedFrom = 16

// recursiveSuffix ends a role that means every role below.
const recursiveSuffix = "/%"

func isPattern(role string) bool { return strings.HasSuffix(role, recursiveSuffix) }

// index answers which rule decides for given classes.
type index struct {
	chain   *chain
	objects *axis
	// listings[first[s]:first[s+1]] are the positions of the rules that list the principal class s, up to the first that
	// decides whatever the object is.
	first    []uint32
	listings []int32
	// stop[s] is the first position that decides for s whatever the object is.
	stop []int32
	// everyone[n] is the first position of a rule for everyone that lists the class n or one above it; never where
	// there is none.
	everyone []int32
	// breakpoints are the positions in everyone, each once, in order.
	breakpoints []int32
}

const never = int32(1<<31 - 1)

// newIndex indexes a chain over classes of principals and an object axis that is finished.
func newIndex(c *chain, principals int, objects *axis) *index {
	x := newWholeIndex(c, principals, objects)
	kept := x.listings[:0]
	from := uint32(0)
	for s := range x.stop {
		rules := x.listings[from:x.first[s+1]]
		from = x.first[s+1]
		for _, i := range rules {
			if i <= x.stop[s] {
				kept = append(kept, i)
			}
		}
		x.first[s+1] = uint32(len(kept))
	}
	x.listings = kept
	return x
}

// newWholeIndex is newIndex with all rules of every principal in listings.
func newWholeIndex(c *chain, principals int, objects *axis) *index {
	x := &index{chain: c, objects: objects, stop: make([]int32, principals), first: make([]uint32, principals+1)}
	for s := range x.stop {
		x.stop[s] = c.closing
	}
	for i := range c.rules {
		r := &c.rules[i]
		for _, s := range c.of(r.subjects) {
			x.first[s+1]++
			if r.everything {
				x.stop[s] = min(x.stop[s], int32(i))
			}
		}
	}
	for s := range principals {
		x.first[s+1] += x.first[s]
	}
	x.listings = make([]int32, x.first[principals])
	next := slices.Clone(x.first[:principals])
	for i := range c.rules {
		for _, s := range c.of(c.rules[i].subjects) {
			x.listings[next[s]] = int32(i)
			next[s]++
		}
	}
	x.indexEveryone()
	return x
}

func (x *index) indexEveryone() {
	x.everyone = make([]int32, len(x.objects.nodes))
	for n := range x.everyone {
		x.everyone[n] = never
	}
	for i, r := range x.chain.rules {
		if !r.everyone || r.everything {
			continue
		}
		for _, n := range x.chain.of(r.objects) {
			x.everyone[n] = min(x.everyone[n], int32(i))
		}
	}
	for _, n := range x.objects.topDown {
		x.everyone[n] = min(x.everyone[n], x.everyone[x.objects.parent[n]])
	}
	for _, at := range x.everyone {
		if at != never {
			x.breakpoints = append(x.breakpoints, at)
		}
	}
	slices.Sort(x.breakpoints)
	x.breakpoints = slices.Compact(x.breakpoints)
}

// rules returns the positions of the rules that list a principal class.
func (x *index) rules(s int) []int32 { return x.listings[x.first[s]:x.first[s+1]] }

// named returns how many objects rules list.
func (x *index) named(rules []int32) int {
	n := 0
	for _, i := range rules {
		r := x.chain.rules[i].objects
		n += int(r.to - r.from)
	}
	return n
}

// decides returns the position that decides for a principal class and an object class.
func (x *index) decides(s int, n int32) int32 {
	at := min(x.stop[s], x.everyone[n])
	for _, i := range x.rules(s) {
		if i >= at {
			break
		}
		r := &x.chain.rules[i]
		if r.everything || x.lists(r, n) {
			return i
		}
	}
	return at
}

// lists reports whether a rule lists an object class or one above it.
func (x *index) lists(r *rule, n int32) bool {
	return x.objects.isIn(x.chain.of(r.objects), n)
}

func contains(objects []uint32, n uint32) bool {
	if len(objects) < sortedFrom {
		return slices.Contains(objects, n)
	}
	_, found := slices.BinarySearch(objects, n)
	return found
}
