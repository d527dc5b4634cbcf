package authz

import "sort"

// Decisions fall into two parts. For most pairs of classes no rule names both, and the decision depends on two numbers
// only: where the rules stop for the principal, and where the rules for everyone name the object. Principals and objects
// with equal numbers are put together, and every pair of sets is decided once. The pairs that a rule does name are
// decided one by one; there are no more of them than the policy writes out.

// firstMatch is where the rules stop for a set of principals whatever the object is: how many breakpoints of the rules for
// everyone come before, and the verdict.
type firstMatch struct {
	old, new           int32 // ranks in index.breakpoints
	oldAllow, newAllow bool
}

// everyoneMatch is the position of the first rule for everyone that names a set of objects, on either side.
type everyoneMatch struct{ old, new int32 }

// matchClasses numbers the sets of principals and objects that are decided alike if no rule names both.
type matchClasses struct {
	firstMatches    []firstMatch
	everyoneMatches []everyoneMatch
	oldRanks        []int32 // rank of everyoneMatches[i].old in index.breakpoints
	newRanks        []int32
	firstMatchOf    []int32 // by group
	everyoneMatchOf []int32 // by object class
}

func (k *comparison) classify() *matchClasses {
	p := &matchClasses{firstMatchOf: make([]int32, len(k.groups)), everyoneMatchOf: make([]int32, len(k.universe.objects.nodes))}
	var firsts numbering[firstMatch]
	for g, group := range k.groups {
		so, sn := k.old.stop[group.principal], k.new.stop[group.principal]
		r := firstMatch{k.old.rank(so), k.new.rank(sn), k.old.chain.verdict(so), k.new.chain.verdict(sn)}
		p.firstMatchOf[g], _ = firsts.number(r)
	}
	p.firstMatches = firsts.list
	var everyones numbering[everyoneMatch]
	for n := range p.everyoneMatchOf {
		at := everyoneMatch{k.old.everyone[n], k.new.everyone[n]}
		id, isNew := everyones.number(at)
		if isNew {
			p.oldRanks = append(p.oldRanks, k.old.rank(at.old))
			p.newRanks = append(p.newRanks, k.new.rank(at.new))
		}
		p.everyoneMatchOf[n] = id
	}
	p.everyoneMatches = everyones.list
	return p
}

// rank returns how many breakpoints come before a position.
func (x *index) rank(position int32) int32 {
	return int32(sort.Search(len(x.breakpoints), func(i int) bool { return x.breakpoints[i] >= position }))
}

// decide returns both decisions for a set of principals and a set of objects.
func (p *matchClasses) decide(k *comparison, first, everyone int32) (old, new bool) {
	r, at := p.firstMatches[first], p.everyoneMatches[everyone]
	old, new = r.oldAllow, r.newAllow
	if p.oldRanks[everyone] < r.old {
		old = k.old.chain.rules[at.old].allow
	}
	if p.newRanks[everyone] < r.new {
		new = k.new.chain.rules[at.new].allow
	}
	return old, new
}

// addUnnamed adds the differences between sets of principals and objects that no rule names together.
func (k *comparison) addUnnamed(c *Change, p *matchClasses, sameEveryone bool, exceptions []map[int32][]exception) {
	var objectsOf []nodeSet // by everyone match
	var groupsOf [][]int32  // by first match
	var q *dominance
	every := make([]int32, len(p.everyoneMatches))
	for at := range every {
		every[at] = int32(at)
	}
	for f, first := range p.firstMatches {
		candidates := every
		switch {
		case first.oldAllow != first.newAllow:
		case sameEveryone && first.old == first.new:
			continue
		default:
			if q == nil {
				q = newDominance(k, p)
			}
			candidates = q.differing(first)
		}
		var principals principalSet
		for _, at := range candidates {
			old, new := p.decide(k, int32(f), at)
			if old == new {
				continue
			}
			if objectsOf == nil {
				objectsOf, groupsOf = k.objectsOf(p), k.groupsOf(p)
			}
			if principals.shared == nil {
				principals = principalsOf(c.principals, k.membersOf(groupsOf[f]))
			}
			b := block{principals: principals, objects: objectsOf[at], widens: new}
			if except := exceptions[f][at]; len(except) > 0 {
				var groups []int32
				for _, x := range except {
					groups = append(groups, x.group)
					k.differs(c, x.group, b.objects.without(x.nodes), new)
				}
				b.principals = principals.without(k.membersOf(groups))
			}
			if n := b.principals.count() * k.universe.objects.count(b.objects); n > 0 {
				c.add(b, n)
			}
			if k.isDone(c) {
				return
			}
		}
	}
}

// isDone reports whether the question is only whether something differs, and it does.
func (k *comparison) isDone(c *Change) bool { return k.anyOnly && len(c.blocks) > 0 }

// membersOf returns the principals of groups.
func (k *comparison) membersOf(groups []int32) []int32 {
	if len(groups) == 1 {
		return k.members(groups[0])
	}
	var out []int32
	for _, g := range groups {
		out = append(out, k.members(g)...)
	}
	return out
}

// objectsOf lists the object classes of every everyone match; those of the root's as all but the others.
func (k *comparison) objectsOf(p *matchClasses) []nodeSet {
	members := make([][]int32, len(p.everyoneMatches))
	var others []int32
	other := p.everyoneMatchOf[root]
	for n, at := range p.everyoneMatchOf {
		if at == other || k.universe.objects.isExcluded(int32(n)) {
			continue
		}
		members[at] = append(members[at], int32(n))
		others = append(others, int32(n))
	}
	sets := make([]nodeSet, len(p.everyoneMatches))
	for at := range sets {
		sets[at] = k.universe.objects.setOf(members[at])
	}
	sets[other] = k.universe.objects.setOf(others)
	sets[other].allBut = true
	return sets
}

// groupsOf lists the groups of every first match.
func (k *comparison) groupsOf(p *matchClasses) [][]int32 {
	groups := make([][]int32, len(p.firstMatches))
	for g, r := range p.firstMatchOf {
		groups[r] = append(groups[r], int32(g))
	}
	return groups
}
