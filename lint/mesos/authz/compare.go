package authz

import (
	"math/bits"
	"slices"
)

// Differences is what two policies decide differently.
type Differences struct {
	// Compared is the number of decisions that were compared: for every operation that both releases authorize, every
	// class of principals with every class of objects. Requests of the same classes are decided alike, so nothing else
	// differs if none of these does.
	Compared uint64
	// Operations are those with a difference, in the order of the new schema.
	Operations []Change
	// Begins are the operations that only the new release authorizes, where the new policy denies something; Ends those
	// that only the old one does, where the old policy does. They are not in Compared.
	Begins, Ends []Change
}

// Equal reports whether the policies decide everything alike that both releases decide.
func (d *Differences) Equal() bool { return len(d.Operations) == 0 }

// Widens reports whether something is allowed that was denied.
func (d *Differences) Widens() bool {
	return slices.ContainsFunc(d.Operations, func(c Change) bool { return c.Widened > 0 })
}

// Differing returns the number of compared decisions that differ.
func (d *Differences) Differing() uint64 {
	var n uint64
	for _, c := range d.Operations {
		n += c.Widened + c.Narrowed
	}
	return n
}

// Change is what differs in one operation.
type Change struct {
	Operation *Operation
	// Widened and Narrowed count the compared decisions that were denied and are allowed, and the other way round.
	Widened, Narrowed uint64
	// From and To govern the operation; nil if a release does not authorize it.
	From, To *Way
	// More is set if so much differs that Blocks and All leave some of it out.
	More bool

	principals *names
	objects    *axis // of the new policy; of the old one if both have the same kind
	old        *axis // of the old policy, where its kind is another
	blocks     []block
	least      Difference // of the blocks left out
	hasLeast   bool
}

// block is a set of classes of principals by a set of classes of objects that all differ in the same way. If the
// kinds of object differ, others are the classes of the old policy's kind.
type block struct {
	principals principalSet
	objects    nodeSet
	others     nodeSet
	widens     bool
}

// Compare compares what old decides on its release with what new decides on its own.
func Compare(old, new *Policy) *Differences {
	return compare(old, new, nil, counted)
}

// CompareOperations is Compare for some operations only.
func CompareOperations(old, new *Policy, operations []string) *Differences {
	return compare(old, new, operations, counted)
}

// CompareShared is Compare for the operations that both releases authorize, and does not count what it compared: it takes less
// time where most lists say the same.
func CompareShared(old, new *Policy) *Differences {
	return compare(old, new, nil, uncounted)
}

// DecideAlike reports whether two policies decide everything alike that both releases authorize.
func DecideAlike(old, new *Policy) bool {
	return compare(old, new, nil, anyDifference).Equal()
}

// decideAlike is DecideAlike for some operations.
func decideAlike(old, new *Policy, operations []string) bool {
	return compare(old, new, operations, anyDifference).Equal()
}

// extent is how much of a comparison is wanted.
type extent uint8

const (
	counted       extent = iota // all differences, and how many decisions were compared
	uncounted                   // all differences
	anyDifference               // whether there is one
	indexed                     // as counted, by the same way for policies of any size
)

// counts reports whether it is wanted how many decisions were compared.
func (e extent) counts() bool { return e == counted || e == indexed }

// compare compares some operations, all of them for nil.
func compare(old, new *Policy, operations []string, wanted extent) *Differences {
	d := &Differences{}
	leftOut := func(o *Operation) bool { return operations != nil && !slices.Contains(operations, o.Name) }
	pairs := new.schema.pairsWith(old.schema)
	k := comparing{old: old, new: new, wanted: wanted}
	defer k.end()
	for _, both := range pairs.both {
		if leftOut(both.new) {
			continue
		}
		change, compared := k.operation(both.old, both.new)
		d.Compared += compared
		if change != nil {
			d.Operations = append(d.Operations, *change)
			if wanted == anyDifference {
				return d
			}
		}
	}
	if !wanted.counts() {
		return d
	}
	for _, on := range pairs.begins {
		if leftOut(on) {
			continue
		}
		if c := denials(new, on); c != nil {
			c.To = new.way(on)
			d.Begins = append(d.Begins, *c)
		}
	}
	for _, oo := range pairs.ends {
		if leftOut(oo) {
			continue
		}
		if c := denials(old, oo); c != nil {
			c.From = old.way(oo)
			d.Ends = append(d.Ends, *c)
		}
	}
	return d
}

// denials returns what a policy denies of an operation, nil if nothing: what changes when it starts to be authorized.
func denials(p *Policy, o *Operation) *Change {
	if p.permissive && size(p, p.way(o)) == 0 {
		return nil
	}
	open := &Policy{schema: p.schema, permissive: true}
	k := comparing{old: open, new: p, wanted: uncounted}
	defer k.end()
	c, _ := k.operation(o, o)
	return c
}

// unnamed returns how many decisions there are where nobody and nothing is named: the classes of principals by those of objects.
func unnamed(from, to *Way) uint64 {
	a := axis{nodes: make([]node, 1), bare: from.Object == "" && to.Object == ""}
	if from.Object != "" && to.Object != "" && from.Object != to.Object {
		return firstNamed * a.size() * a.size()
	}
	return firstNamed * a.size()
}

// comparing is the work of comparing two policies, operation by operation.
type comparing struct {
	old, new *Policy
	wanted   extent
	room     *room // of an operation that is decided alike, for the next one
}

// operation compares an operation; nil if it is decided alike.
func (p *comparing) operation(oo, on *Operation) (*Change, uint64) {
	wo, wn := p.old.way(oo), p.new.way(on)
	if p.old.permissive == p.new.permissive && size(p.old, wo) == 0 && size(p.new, wn) == 0 {
		return nil, unnamed(wo, wn)
	}
	if !p.wanted.counts() && sayTheSame(p.old, p.new, wo, wn) {
		return nil, 0
	}
	c := Change{Operation: on, From: wo, To: wn}
	if wo.Object != "" && wn.Object != "" && wo.Object != wn.Object {
		return p.kinds(c)
	}
	return p.shared(c)
}

// found returns a change that has something in it.
func found(c *Change) *Change {
	if len(c.blocks) == 0 {
		return nil
	}
	return c
}

// sayTheSame reports whether the lists that govern an operation hold the same entries, and both releases read them alike. Lists
// that do not may decide alike all the same.
func sayTheSame(old, new *Policy, wo, wn *Way) bool {
	if old.permissive != new.permissive || old.schema.EmptyPrincipal != new.schema.EmptyPrincipal || wo.Object != wn.Object || len(wo.lists) != len(wn.lists) {
		return false
	}
	for i := range wo.lists {
		a, b := &old.schema.Lists[wo.lists[i]], &new.schema.Lists[wn.lists[i]]
		if a.Implicit != b.Implicit || a.Recursive != b.Recursive || !slices.Equal(a.Objects, b.Objects) ||
			!slices.EqualFunc(old.list(wo.lists[i]), new.list(wn.lists[i]), func(x, y entry) bool {
				return old.sayTheSame(new, &x, &y, false) && old.sayTheSame(new, &x, &y, true)
			}) {
			return false
		}
	}
	return true
}

// sayTheSame reports whether the object or the subject of an entry lists what that of an entry of another policy does, in the same
// order.
func (p *Policy) sayTheSame(other *Policy, a, b *entry, object bool) bool {
	i, to := a.listed(object)
	j, end := b.listed(object)
	if a.side(object).kind() != b.side(object).kind() || to-i != end-j {
		return false
	}
	for ; i < to; i, j = i+1, j+1 {
		if p.value(i) != other.value(j) {
			return false
		}
	}
	return true
}

// comparison is the work of comparing two chains over the same classes.
type comparison struct {
	universe *universe
	old, new *index
	anyOnly  bool // whether one difference is as good as all

	groups  []group
	groupOf []int32 // by principal class
	// member[firstMember[g]:firstMember[g+1]] are the principals of a group, once needed.
	firstMember, member []int32
}

// group is principals that the same rules name.
type group struct {
	principal int32 // one of them
	size      int32
}

// shared compares an operation whose requests have the same object on both sides.
func (p *comparing) shared(operation Change) (*Change, uint64) {
	r := p.freeRoom()
	u, co, cn := &r.universe, &r.old, &r.new
	p.old.fill(co, operation.From, u, nil, nil)
	p.new.fill(cn, operation.To, u, nil, nil)
	u.objects.finish()
	u.objects.bare = operation.From.Object == "" && operation.To.Object == ""
	u.objects.exclude(p.old, operation.From)
	u.objects.exclude(p.new, operation.To)
	classes := uint64(u.size()) * u.objects.size()
	if co.same(cn) || p.wanted != indexed && areFew(u, len(u.objects.nodes), co, cn) && u.decideAlike(co, cn) {
		p.room = r
		return nil, classes
	}
	c := operation
	c.principals, c.objects = u.principals, u.objects
	k := comparison{universe: u, anyOnly: p.wanted == anyDifference}
	k.old, k.new = newIndex(co, u.size(), u.objects), newIndex(cn, u.size(), u.objects)
	k.group(u.size())
	k.run(&c)
	return found(&c), classes
}

// exclude marks the named objects that a release does not let an entry list: it has no requests for them.
func (a *axis) exclude(p *Policy, w *Way) {
	for _, key := range w.Lists {
		allowed := p.schema.List(key).Objects
		if allowed == nil {
			continue
		}
		for id, name := range a.literals.list {
			if !slices.Contains(allowed, name) {
				if a.excluded == nil {
					a.excluded = make([]bool, len(a.nodes))
				}
				a.excluded[a.literalNode[id]] = true
			}
		}
	}
}

func (a *axis) isExcluded(n int32) bool { return a.excluded != nil && a.excluded[n] }

// same reports whether two chains are made of the same rules.
func (c *chain) same(o *chain) bool {
	if len(c.rules) != len(o.rules) || c.permissive != o.permissive && int(c.closing) == len(c.rules) {
		return false
	}
	for i := range c.rules {
		a, b := &c.rules[i], &o.rules[i]
		if a.everyone != b.everyone || a.everything != b.everything || a.allow != b.allow ||
			!slices.Equal(c.of(a.subjects), o.of(b.subjects)) || !slices.Equal(c.of(a.objects), o.of(b.objects)) {
			return false
		}
	}
	return true
}

// group puts those of n principal classes together that the same rules name, on both sides.
func (k *comparison) group(n int) {
	k.groupOf = make([]int32, n)
	width := max(4, bits.Len(uint(2*n)))
	size := 1 << width
	slots := make([]int32, size) // by hash: number of a group + 1
	for s := range n {
		h := hash(hash(hashSeed, k.old.rules(s)), k.new.rules(s))
		slot := int(h * spread >> (64 - width))
		for slots[slot] != 0 && !k.sameRules(int(k.groups[slots[slot]-1].principal), s) {
			slot = (slot + 1) & (size - 1)
		}
		if slots[slot] == 0 {
			k.groups = append(k.groups, group{principal: int32(s)})
			slots[slot] = int32(len(k.groups))
		}
		g := slots[slot] - 1
		k.groups[g].size++
		k.groupOf[s] = g
	}
}

// sameRules reports whether the same rules name two principal classes, on both sides.
func (k *comparison) sameRules(a, b int) bool {
	return slices.Equal(k.old.rules(a), k.old.rules(b)) && slices.Equal(k.new.rules(a), k.new.rules(b))
}

const (
	hashSeed = 14695981039346656037
	// spread brings what is in any bits of a hash into its highest ones: 2^64 divided by the golden ratio.
	spread = 0x9e3779b97f4a7c15
)

// hash continues an FNV-1a hash over the length and the elements.
func hash[T ~int32 | ~uint32](h uint64, elements []T) uint64 {
	h = (h ^ uint64(len(elements))) * 1099511628211
	for _, e := range elements {
		h = (h ^ uint64(uint32(e))) * 1099511628211
		h ^= h >> 29
	}
	return h
}

// run finds every difference.
func (k *comparison) run(c *Change) {
	p := k.classify()
	e := newNamedPairs(k)
	u := k.universe.objects
	exceptions := make([]map[int32][]exception, len(p.firstMatches)) // of differing pairs of sets, by first match and everyone match
	for g := range k.groups {
		nodes := e.load(&k.groups[g])
		if len(nodes) == 0 {
			continue
		}
		var widened, narrowed []int32
		var crossed map[int32][]int32 // the nodes of sets that differ, by everyone match
		for _, n := range nodes {
			if u.isExcluded(n) {
				continue
			}
			everyone := p.everyoneMatchOf[n]
			if old, new := p.decide(k, p.firstMatchOf[g], everyone); old != new {
				if crossed == nil {
					crossed = map[int32][]int32{}
				}
				crossed[everyone] = append(crossed[everyone], n)
			}
			switch old, new := e.decide(n); {
			case new && !old:
				widened = append(widened, n)
			case old && !new:
				narrowed = append(narrowed, n)
			}
		}
		of := &exceptions[p.firstMatchOf[g]]
		for everyone, nodes := range crossed {
			if *of == nil {
				*of = map[int32][]exception{}
			}
			(*of)[everyone] = append((*of)[everyone], exception{int32(g), nodes})
		}
		k.differs(c, int32(g), u.setOf(widened), true)
		k.differs(c, int32(g), u.setOf(narrowed), false)
		if k.isDone(c) {
			return
		}
	}
	k.addUnnamed(c, p, e.sameEveryone, exceptions)
}

// exception is classes that a pair of sets does not speak for, because rules name them together with a principal.
type exception struct {
	group int32
	nodes []int32
}

// differs adds a difference of all principals of a group.
func (k *comparison) differs(c *Change, g int32, objects nodeSet, widens bool) {
	if n := k.universe.objects.count(objects); n > 0 {
		c.add(block{principals: principalsOf(c.principals, k.members(g)), objects: objects, widens: widens}, n*uint64(k.groups[g].size))
	}
}

// add adds a block and the number of decisions in it. If there are too many blocks, the least of those left out is
// kept for Smallest.
func (c *Change) add(b block, decisions uint64) {
	if b.widens {
		c.Widened += decisions
	} else {
		c.Narrowed += decisions
	}
	if len(c.blocks) < maxBlocks {
		c.blocks = append(c.blocks, b)
		return
	}
	c.More = true
	if d, less := c.less(&b, c.least, c.hasLeast); less {
		c.least, c.hasLeast = d, true
	}
}

// maxBlocks is how many blocks a change keeps: enough for every principal of the largest policies to have its own.
const maxBlocks = 1 << 18

// members returns the principals of a group.
func (k *comparison) members(g int32) []int32 {
	if k.firstMember == nil {
		k.firstMember = make([]int32, len(k.groups)+1)
		for g, group := range k.groups {
			k.firstMember[g+1] = k.firstMember[g] + group.size
		}
		next := slices.Clone(k.firstMember)
		k.member = make([]int32, len(k.groupOf))
		for s, g := range k.groupOf {
			k.member[next[g]] = int32(s)
			next[g]++
		}
	}
	return k.member[k.firstMember[g]:k.firstMember[g+1]:k.firstMember[g+1]]
}

// kinds compares an operation whose requests have an object of another kind on each side. Every principal asks for every
// pair of objects.
func (p *comparing) kinds(operation Change) (*Change, uint64) {
	r := p.freeRoom()
	u, un := &r.universe, &universe{principals: r.universe.principals, objects: newAxis()}
	co, cn := &r.old, &r.new
	p.old.fill(co, operation.From, u, nil, nil)
	p.new.fill(cn, operation.To, un, nil, nil)
	u.objects.finish()
	un.objects.finish()
	decisions := uint64(u.size()) * u.objects.size() * un.objects.size()
	if p.wanted != indexed && areFew(u, len(u.objects.nodes)+len(un.objects.nodes), co, cn) && u.decideAlikeOf(co, cn, u.objects, un.objects) {
		p.room = r
		return nil, decisions
	}
	c := operation
	c.principals, c.old, c.objects = u.principals, u.objects, un.objects
	k := comparison{universe: u, anyOnly: p.wanted == anyDifference, old: newIndex(co, u.size(), u.objects), new: newIndex(cn, u.size(), un.objects)}
	k.group(u.size())
	ro, rn := newRows(k.old), newRows(k.new)
	for g, group := range k.groups {
		a, b := ro.row(int(group.principal)), rn.row(int(group.principal))
		add := func(others, objects nodeSet, widens bool) {
			if n := u.objects.count(others) * un.objects.count(objects); n > 0 {
				c.add(block{principals: principalsOf(c.principals, k.members(int32(g))), others: others, objects: objects, widens: widens}, n*uint64(group.size))
			}
		}
		add(a.denied(), b.allowed(), true)
		add(a.allowed(), b.denied(), false)
		if k.isDone(&c) {
			break
		}
	}
	return found(&c), decisions
}
