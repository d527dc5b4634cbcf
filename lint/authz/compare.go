package authz

import (
	"cmp"
	"slices"
	"sort"
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
	// From and To govern the operation; nil where a release does not authorize it.
	From, To *Way

	principals *names
	objects    *axis // of the new policy; of the old one where both have the same kind
	old        *axis // of the old policy, where its kind is another
	blocks     []block
}

// block is a set of classes of principals by a set of classes of objects that all differ in the same way. Where the
// kinds of object differ, others are the classes of the old policy's kind.
type block struct {
	principals []int32
	objects    nodeSet
	others     nodeSet
	widens     bool
}

// nodeSet is a set of object classes: the nodes, or all but the nodes.
type nodeSet struct {
	nodes  []int32
	allBut bool
}

// Compare compares what old decides on its release with what new decides on its own.
func Compare(old, new *Policy) *Differences {
	return compare(old, new, func(string) bool { return true })
}

// CompareOperations is Compare for some operations only.
func CompareOperations(old, new *Policy, operations []string) *Differences {
	return compare(old, new, func(name string) bool { return slices.Contains(operations, name) })
}

func compare(old, new *Policy, wanted func(operation string) bool) *Differences {
	d := &Differences{}
	for i := range new.schema.Operations {
		on := &new.schema.Operations[i]
		if on.Indirect || len(on.Ways) == 0 || !wanted(on.Name) {
			continue
		}
		oo := old.schema.Operation(on.Name)
		if oo == nil || oo.Indirect || len(oo.Ways) == 0 {
			if c := denials(new, on); c != nil {
				c.To = new.way(on)
				d.Begins = append(d.Begins, *c)
			}
			continue
		}
		change, compared := compareOperation(old, new, oo, on)
		d.Compared += compared
		if change != nil {
			d.Operations = append(d.Operations, *change)
		}
	}
	for i := range old.schema.Operations {
		oo := &old.schema.Operations[i]
		if oo.Indirect || len(oo.Ways) == 0 || !wanted(oo.Name) {
			continue
		}
		if on := new.schema.Operation(oo.Name); on == nil || on.Indirect || len(on.Ways) == 0 {
			if c := denials(old, oo); c != nil {
				c.From = old.way(oo)
				d.Ends = append(d.Ends, *c)
			}
		}
	}
	return d
}

// denials returns what a policy denies of an operation, nil if nothing: what changes when it starts to be authorized.
func denials(p *Policy, o *Operation) *Change {
	open := &Policy{schema: p.schema, permissive: true, lists: make([][]entry, len(p.lists))}
	c, _ := compareOperation(open, p, o, o)
	return c
}

func compareOperation(old, new *Policy, oo, on *Operation) (*Change, uint64) {
	wo, wn := old.way(oo), new.way(on)
	c := &Change{Operation: on, From: wo, To: wn}
	var compared uint64
	if wo.Object != "" && wn.Object != "" && wo.Object != wn.Object {
		compared = c.compareKinds(old, new, oo, on)
	} else {
		compared = c.compareShared(old, new, oo, on)
	}
	if len(c.blocks) == 0 {
		return nil, compared
	}
	return c, compared
}

// comparison is the work of comparing two chains over the same classes.
type comparison struct {
	universe *universe
	old, new *index

	groups  []group
	groupOf []int32 // by principal class
	// member[firstMember[g]:firstMember[g+1]] are the principals of a group, once needed.
	firstMember, member []int32
}

// group is principals that the same rules name.
type group struct {
	principal int32 // one of them
	size      int32
	next      int32 // another group with the same hash, -1 for none
}

// compareShared compares an operation whose requests have the same object on both sides.
func (c *Change) compareShared(old, new *Policy, oo, on *Operation) uint64 {
	u := newUniverse(newAxis())
	co, cn := old.chain(oo, u, nil), new.chain(on, u, nil)
	u.objects.finish()
	u.objects.bare = c.From.Object == "" && c.To.Object == ""
	c.principals, c.objects = u.principals, u.objects
	k := comparison{universe: u}
	u.objects.exclude(old, c.From)
	u.objects.exclude(new, c.To)
	classes := uint64(u.size()) * u.objects.count(nodeSet{allBut: true})
	if co.same(cn) {
		return classes
	}
	k.old, k.new = newIndex(co, u.size(), u.objects), newIndex(cn, u.size(), u.objects)
	k.group(u.size())
	k.run(c)
	return classes
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

// count returns the number of classes in a set, without those excluded, which it does not list.
func (a *axis) count(s nodeSet) uint64 {
	n := uint64(len(s.nodes))
	if slices.Contains(s.nodes, root) {
		n += a.rootClasses() - 1
	}
	if !s.allBut {
		return n
	}
	all := uint64(len(a.nodes)) + a.rootClasses() - 1
	for _, x := range a.excluded {
		if x {
			all--
		}
	}
	return all - n
}

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
	first := make(map[uint64]int32, n)
	for s := range n {
		h := hash(hash(14695981039346656037, k.old.rules(s)), k.new.rules(s))
		g, found := first[h]
		if !found {
			g = -1
		}
		for ; g >= 0; g = k.groups[g].next {
			rep := int(k.groups[g].principal)
			if slices.Equal(k.old.rules(rep), k.old.rules(s)) && slices.Equal(k.new.rules(rep), k.new.rules(s)) {
				break
			}
		}
		if g < 0 {
			next := int32(-1)
			if found {
				next = first[h]
			}
			g = int32(len(k.groups))
			k.groups = append(k.groups, group{principal: int32(s), next: next})
			first[h] = g
		}
		k.groups[g].size++
		k.groupOf[s] = g
	}
}

// hash continues an FNV-1a hash over the length and the elements.
func hash(h uint64, positions []int32) uint64 {
	h = (h ^ uint64(len(positions))) * 1099511628211
	for _, p := range positions {
		h = (h ^ uint64(uint32(p))) * 1099511628211
		h ^= h >> 29
	}
	return h
}

// Decisions fall into two parts. For most pairs of classes no rule names both, and the decision depends on two numbers
// only: where the rules stop for the principal, and where the rules for everyone name the object. Principals and objects
// with equal numbers are put together, and every pair of sets is decided once. The pairs that a rule does name are
// decided one by one; there are no more of them than the policy writes out.

// reach is where the rules stop for a set of principals: how many of the rules for everyone come before, and the verdict.
type reach struct {
	old, new           int32 // ranks in index.marks
	oldAllow, newAllow bool
}

// place is where the rules for everyone name a set of objects.
type place struct{ old, new int32 }

// pairing numbers the sets of principals and objects that are decided alike where no rule names both.
type pairing struct {
	reaches  []reach
	places   []place
	oldRanks []int32 // rank of places[i].old in index.marks
	newRanks []int32
	reachOf  []int32 // by group
	placeOf  []int32 // by object class
}

func (k *comparison) pair() *pairing {
	p := &pairing{reachOf: make([]int32, len(k.groups)), placeOf: make([]int32, len(k.universe.objects.nodes))}
	reaches := map[reach]int32{}
	for g, group := range k.groups {
		so, sn := k.old.stop[group.principal], k.new.stop[group.principal]
		r := reach{k.old.rank(so), k.new.rank(sn), k.old.chain.verdict(so), k.new.chain.verdict(sn)}
		id, ok := reaches[r]
		if !ok {
			id = int32(len(p.reaches))
			reaches[r] = id
			p.reaches = append(p.reaches, r)
		}
		p.reachOf[g] = id
	}
	places := map[place]int32{}
	for n := range p.placeOf {
		at := place{k.old.everyone[n], k.new.everyone[n]}
		id, ok := places[at]
		if !ok {
			id = int32(len(p.places))
			places[at] = id
			p.places = append(p.places, at)
			p.oldRanks = append(p.oldRanks, k.old.rank(at.old))
			p.newRanks = append(p.newRanks, k.new.rank(at.new))
		}
		p.placeOf[n] = id
	}
	return p
}

// rank returns how many marks come before a position.
func (x *index) rank(position int32) int32 {
	return int32(sort.Search(len(x.marks), func(i int) bool { return x.marks[i] >= position }))
}

// decide returns both decisions for a set of principals and a set of objects.
func (p *pairing) decide(k *comparison, reach, place int32) (old, new bool) {
	r, at := p.reaches[reach], p.places[place]
	old, new = r.oldAllow, r.newAllow
	if p.oldRanks[place] < r.old {
		old = k.old.chain.rules[at.old].allow
	}
	if p.newRanks[place] < r.new {
		new = k.new.chain.rules[at.new].allow
	}
	return old, new
}

// run finds every difference.
func (k *comparison) run(c *Change) {
	p := k.pair()
	e := newExplicit(k)
	exceptions := map[[2]int32][]exception{} // of differing pairs of sets, by reach and place
	for g := range k.groups {
		nodes := e.nodes(&k.groups[g])
		if len(nodes) == 0 {
			continue
		}
		var widened, narrowed []int32
		var places map[int32][]int32
		for _, n := range nodes {
			if k.universe.objects.isExcluded(int32(n)) {
				continue
			}
			place := p.placeOf[n]
			if old, new := p.decide(k, p.reachOf[g], place); old != new {
				if places == nil {
					places = map[int32][]int32{}
				}
				places[place] = append(places[place], n)
			}
			switch old, new := e.decide(n); {
			case new && !old:
				widened = append(widened, n)
			case old && !new:
				narrowed = append(narrowed, n)
			}
		}
		for place, nodes := range places {
			key := [2]int32{p.reachOf[g], place}
			exceptions[key] = append(exceptions[key], exception{int32(g), nodes})
		}
		k.differs(c, int32(g), nodeSet{nodes: widened}, true)
		k.differs(c, int32(g), nodeSet{nodes: narrowed}, false)
	}
	k.crosses(c, p, exceptions)
}

// exception is classes that a pair of sets does not speak for, because rules name them together with a principal.
type exception struct {
	group int32
	nodes []int32
}

// differs adds a difference of all principals of a group.
func (k *comparison) differs(c *Change, g int32, objects nodeSet, widens bool) {
	if n := k.universe.objects.count(objects); n > 0 {
		c.add(block{principals: k.members(g), objects: objects, widens: widens}, n*uint64(k.groups[g].size))
	}
}

func (c *Change) add(b block, decisions uint64) {
	c.blocks = append(c.blocks, b)
	if b.widens {
		c.Widened += decisions
	} else {
		c.Narrowed += decisions
	}
}

// crosses adds the differences between sets of principals and objects that no rule names together.
func (k *comparison) crosses(c *Change, p *pairing, exceptions map[[2]int32][]exception) {
	var objectsOf []nodeSet // by place, made when first needed
	var groupsOf [][]int32  // by reach
	for r := range p.reaches {
		for at := range p.places {
			old, new := p.decide(k, int32(r), int32(at))
			if old == new {
				continue
			}
			if objectsOf == nil {
				objectsOf, groupsOf = k.objectsOf(p), k.groupsOf(p)
			}
			objects := objectsOf[at]
			except := exceptions[[2]int32{int32(r), int32(at)}]
			for _, x := range except {
				k.differs(c, x.group, without(objects, x.nodes), new)
			}
			b := block{objects: objects, widens: new}
			for _, g := range groupsOf[r] {
				if !isException(except, g) {
					b.principals = append(b.principals, k.members(g)...)
				}
			}
			if n := uint64(len(b.principals)) * k.universe.objects.count(objects); n > 0 {
				c.add(b, n)
			}
		}
	}
}

// isException finds a group among exceptions, which are in the order of the groups.
func isException(except []exception, g int32) bool {
	_, found := slices.BinarySearchFunc(except, g, func(x exception, g int32) int { return cmp.Compare(x.group, g) })
	return found
}

// objectsOf lists the object classes of every place; those of the root's as all but the others.
func (k *comparison) objectsOf(p *pairing) []nodeSet {
	sets := make([]nodeSet, len(p.places))
	other := p.placeOf[root]
	sets[other].allBut = true
	for n, at := range p.placeOf {
		if k.universe.objects.isExcluded(int32(n)) {
			continue
		}
		if at != other {
			sets[at].nodes = append(sets[at].nodes, int32(n))
			sets[other].nodes = append(sets[other].nodes, int32(n))
		}
	}
	return sets
}

// groupsOf lists the groups of every reach.
func (k *comparison) groupsOf(p *pairing) [][]int32 {
	groups := make([][]int32, len(p.reaches))
	for g, r := range p.reachOf {
		groups[r] = append(groups[r], int32(g))
	}
	return groups
}

// without takes nodes that are in a set out of it.
func without(s nodeSet, nodes []int32) nodeSet {
	if s.allBut {
		return nodeSet{nodes: slices.Concat(s.nodes, nodes), allBut: true}
	}
	drop := make(map[int32]bool, len(nodes))
	for _, n := range nodes {
		drop[n] = true
	}
	var out nodeSet
	for _, n := range s.nodes {
		if !drop[n] {
			out.nodes = append(out.nodes, n)
		}
	}
	return out
}

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

// explicit decides the object classes that rules name together with the principals of a group.
type explicit struct {
	k                          *comparison
	oldSignature, newSignature []uint32 // of rules; equal on both sides where the rules say the same at the same place
	sameEveryone               bool
	first                      [2][]int32 // by object class: the first own rule that lists it, on either side
	seen                       []int32    // by object class: the group that named it last, +1
	round                      int32
	list                       []int32
	group                      *group
	patterns                   bool
}

func newExplicit(k *comparison) *explicit {
	n := len(k.universe.objects.nodes)
	e := &explicit{k: k, seen: make([]int32, n), patterns: k.universe.objects.patterned()}
	e.first[0], e.first[1] = make([]int32, n), make([]int32, n)
	e.sign()
	return e
}

// signature is what a rule says besides whom it names, and how many rules for everyone come before it.
type signature struct {
	everything, allow bool
	objects           uint32
	before            int32
}

// sign gives every rule a number so that principals whose rules have the same numbers on both sides are decided alike.
func (e *explicit) sign() {
	c := contents{of: map[uint64][]ids32{}}
	numbers := map[signature]uint32{}
	var everyone [2][]uint32
	number := func(side int, x *index) []uint32 {
		out := make([]uint32, len(x.chain.rules))
		before := int32(0)
		for i := range x.chain.rules {
			r := &x.chain.rules[i]
			s := signature{r.everything, r.allow, c.number(x.chain.of(r.objects)), before}
			id, ok := numbers[s]
			if !ok {
				id = uint32(len(numbers))
				numbers[s] = id
			}
			out[i] = id
			if r.everyone {
				everyone[side] = append(everyone[side], id)
				before++
			}
		}
		return out
	}
	e.oldSignature, e.newSignature = number(0, e.k.old), number(1, e.k.new)
	e.sameEveryone = slices.Equal(everyone[0], everyone[1])
}

// contents numbers lists of classes by what they hold.
type contents struct {
	of   map[uint64][]ids32
	next uint32
}

type ids32 struct {
	classes []uint32
	number  uint32
}

func (c *contents) number(classes []uint32) uint32 {
	h := uint64(14695981039346656037)
	for _, n := range classes {
		h = (h ^ uint64(n)) * 1099511628211
		h ^= h >> 29
	}
	for _, x := range c.of[h] {
		if slices.Equal(x.classes, classes) {
			return x.number
		}
	}
	c.of[h] = append(c.of[h], ids32{classes, c.next})
	c.next++
	return c.next - 1
}

// alike reports whether the rules of a group say the same in the same order on both sides.
func (e *explicit) alike(old, new []int32, s int32) bool {
	if !e.sameEveryone || len(old) != len(new) {
		return false
	}
	for i := range old {
		if e.oldSignature[old[i]] != e.newSignature[new[i]] {
			return false
		}
	}
	return e.k.old.chain.verdict(e.k.old.stop[s]) == e.k.new.chain.verdict(e.k.new.stop[s])
}

// nodes returns the object classes that need a decision of their own for a group, none where both sides are alike.
func (e *explicit) nodes(g *group) []int32 {
	s := int(g.principal)
	old, new := e.k.old.rules(s), e.k.new.rules(s)
	e.list = e.list[:0]
	if e.alike(old, new, g.principal) {
		return nil
	}
	e.round++
	e.group = g
	e.collect(0, e.k.old, old)
	e.collect(1, e.k.new, new)
	if e.patterns {
		a := e.k.universe.objects
		for _, n := range slices.Clone(e.list) {
			if a.nodes[n].pattern {
				for _, below := range a.subtree(uint32(n)) {
					e.see(below)
				}
			}
		}
	}
	return e.list
}

func (e *explicit) see(n int32) {
	if e.seen[n] != e.round {
		e.seen[n] = e.round
		e.first[0][n], e.first[1][n] = never, never
		e.list = append(e.list, n)
	}
}

func (e *explicit) collect(side int, x *index, rules []int32) {
	for _, i := range rules {
		for _, n := range x.chain.of(x.chain.rules[i].objects) {
			e.see(int32(n))
			e.first[side][n] = min(e.first[side][n], i)
		}
	}
}

// decide returns both decisions for the group of the last call of nodes and one of its object classes.
func (e *explicit) decide(n int32) (old, new bool) {
	return e.side(0, e.k.old, n), e.side(1, e.k.new, n)
}

func (e *explicit) side(side int, x *index, n int32) bool {
	at := min(x.stop[e.group.principal], x.everyone[n], e.first[side][n])
	if e.patterns {
		a := e.k.universe.objects
		for up := a.parent[n]; up != root; up = a.parent[up] {
			if e.seen[up] == e.round {
				at = min(at, e.first[side][up])
			}
		}
	}
	return x.chain.verdict(at)
}

// compareKinds compares an operation whose requests have an object of another kind on each side. Every principal asks
// for every pair of objects.
func (c *Change) compareKinds(old, new *Policy, oo, on *Operation) uint64 {
	u := newUniverse(newAxis())
	un := &universe{principals: u.principals, objects: newAxis()}
	co, cn := old.chain(oo, u, nil), new.chain(on, un, nil)
	u.objects.finish()
	un.objects.finish()
	c.principals, c.old, c.objects = u.principals, u.objects, un.objects
	k := comparison{universe: u, old: newIndex(co, u.size(), u.objects), new: newIndex(cn, u.size(), un.objects)}
	k.group(u.size())
	ro, rn := newRows(k.old), newRows(k.new)
	everything := nodeSet{allBut: true}
	for g, group := range k.groups {
		a, b := ro.row(int(group.principal)), rn.row(int(group.principal))
		add := func(others, objects nodeSet, widens bool) {
			if n := u.objects.count(others) * un.objects.count(objects); n > 0 {
				c.add(block{principals: k.members(int32(g)), others: others, objects: objects, widens: widens}, n*uint64(group.size))
			}
		}
		add(a.denied(), b.allowed(), true)
		add(a.allowed(), b.denied(), false)
	}
	return uint64(u.size()) * u.objects.count(everything) * un.objects.count(everything)
}

// rows gives the decisions for one principal class and all object classes.
type rows struct {
	x      *index
	named  []int32 // the object classes that rules for everyone name
	denies bool    // one of these rules denies
}

// row is the decisions for one principal class: one for every object not named, and the classes decided otherwise.
type row struct {
	other     bool
	otherwise []int32
}

func newRows(x *index) *rows {
	r := &rows{x: x}
	for n, at := range x.everyone {
		if at != never {
			r.named = append(r.named, int32(n))
			r.denies = r.denies || !x.chain.rules[at].allow
		}
	}
	return r
}

func (r *rows) row(s int) row {
	nodes := slices.Clone(r.named)
	c := r.x.chain
	for _, i := range r.x.rules(s) {
		for _, n := range c.of(c.rules[i].objects) {
			if r.x.objects.nodes[n].pattern {
				nodes = append(nodes, r.x.objects.subtree(n)...)
			} else {
				nodes = append(nodes, int32(n))
			}
		}
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	out := row{other: c.verdict(r.x.stop[s])}
	for _, n := range nodes {
		if c.verdict(r.x.decides(s, n)) != out.other {
			out.otherwise = append(out.otherwise, n)
		}
	}
	return out
}

func (r row) allowed() nodeSet { return nodeSet{nodes: r.otherwise, allBut: r.other} }
func (r row) denied() nodeSet  { return nodeSet{nodes: r.otherwise, allBut: !r.other} }
