package authz

import "sort"

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

// crosses adds the differences between sets of principals and objects that no rule names together.
func (k *comparison) crosses(c *Change, p *pairing, sameEveryone bool, exceptions []map[int32][]exception) {
	var objectsOf []nodeSet // by place
	var groupsOf [][]int32  // by reach
	var q *quadrants
	every := make([]int32, len(p.places))
	for at := range every {
		every[at] = int32(at)
	}
	for r, reach := range p.reaches {
		places := every
		switch {
		case reach.oldAllow != reach.newAllow:
		case sameEveryone && reach.old == reach.new:
			continue
		default:
			if q == nil {
				q = newQuadrants(k, p)
			}
			places = q.differing(reach)
		}
		var principals principalSet
		for _, at := range places {
			old, new := p.decide(k, int32(r), at)
			if old == new {
				continue
			}
			if objectsOf == nil {
				objectsOf, groupsOf = k.objectsOf(p), k.groupsOf(p)
			}
			if principals.shared == nil {
				principals = principalsOf(c.principals, k.membersOf(groupsOf[r]))
			}
			b := block{principals: principals, objects: objectsOf[at], widens: new}
			if except := exceptions[r][at]; len(except) > 0 {
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

// objectsOf lists the object classes of every place; those of the root's as all but the others.
func (k *comparison) objectsOf(p *pairing) []nodeSet {
	members := make([][]int32, len(p.places))
	var others []int32
	other := p.placeOf[root]
	for n, at := range p.placeOf {
		if at == other || k.universe.objects.isExcluded(int32(n)) {
			continue
		}
		members[at] = append(members[at], int32(n))
		others = append(others, int32(n))
	}
	sets := make([]nodeSet, len(p.places))
	for at := range sets {
		sets[at] = k.universe.objects.setOf(members[at])
	}
	sets[other] = k.universe.objects.setOf(others)
	sets[other].allBut = true
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
