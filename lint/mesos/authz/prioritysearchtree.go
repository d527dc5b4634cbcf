package authz

import (
	"cmp"
	"slices"
	"sort"
)

// dominance finds the everyone matches that the two sides decide differently for a first match, without looking at the
// others: by dominance queries. An everyone match is a point of the plane: how many breakpoints come before it on either side.
// A first match cuts the plane at its own two ranks: the rules for everyone decide below a cut, its own verdict above it.
type dominance struct {
	p *matchClasses
	// below has the points whose verdicts differ, by their old rank; it finds those below both cuts. oldOnly has the points
	// by their old rank and verdict; it finds those below the old cut and above the new one. newOnly is the other way round.
	below            prioritySearchTree
	oldOnly, newOnly [2]prioritySearchTree
}

func newDominance(k *comparison, p *matchClasses) *dominance {
	q := &dominance{p: p}
	oldEnd, newEnd := int32(len(k.old.breakpoints)), int32(len(k.new.breakpoints))
	for at := range p.everyoneMatches {
		old, new := p.oldRanks[at], p.newRanks[at]
		isOld, isNew := old < oldEnd, new < newEnd
		var oldAllow, newAllow bool
		if isOld {
			oldAllow = k.old.chain.rules[p.everyoneMatches[at].old].allow
			q.oldOnly[boolIndex(oldAllow)].add(old, new, int32(at))
		}
		if isNew {
			newAllow = k.new.chain.rules[p.everyoneMatches[at].new].allow
			q.newOnly[boolIndex(newAllow)].add(new, old, int32(at))
		}
		if isOld && isNew && oldAllow != newAllow {
			q.below.add(old, -new, int32(at))
		}
	}
	q.below.sort()
	for i := range 2 {
		q.oldOnly[i].sort()
		q.newOnly[i].sort()
	}
	return q
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

// differing returns the everyone matches decided differently for a first match whose verdicts are the same on both sides.
func (q *dominance) differing(r firstMatch) []int32 {
	var out []int32
	collect := func(id int32) { out = append(out, id) }
	q.below.report(r.old, 1-r.new, collect)
	q.oldOnly[boolIndex(!r.newAllow)].report(r.old, r.new, collect)
	q.newOnly[boolIndex(!r.oldAllow)].report(r.new, r.old, collect)
	slices.Sort(out)
	return out
}

// prioritySearchTree is a static priority search tree: points of the plane in the order of x, under a balanced tree in which
// every node knows the greatest y of its part. It answers three-sided queries in O(log n + k) for k points found.
type prioritySearchTree struct {
	all  []point
	tree []int32 // tree[1] is the root, tree[2i] and tree[2i+1] the halves of tree[i]
	size int     // leaves of the tree, a power of two
}

type point struct{ x, y, id int32 }

func (p *prioritySearchTree) add(x, y, id int32) { p.all = append(p.all, point{x, y, id}) }

func (p *prioritySearchTree) sort() {
	slices.SortFunc(p.all, func(a, b point) int { return cmp.Compare(a.x, b.x) })
	p.size = 1
	for p.size < len(p.all) {
		p.size *= 2
	}
	p.tree = make([]int32, 2*p.size)
	for i := range p.tree {
		p.tree[i] = -never
	}
	for i, at := range p.all {
		p.tree[p.size+i] = at.y
	}
	for i := p.size - 1; i > 0; i-- {
		p.tree[i] = max(p.tree[2*i], p.tree[2*i+1])
	}
}

// report calls found for every point with an x less than the one given and a y not less than the one given.
func (p *prioritySearchTree) report(x, y int32, found func(id int32)) {
	before := sort.Search(len(p.all), func(i int) bool { return p.all[i].x >= x })
	var walk func(node, from, size int)
	walk = func(node, from, size int) {
		if from >= before || p.tree[node] < y {
			return
		}
		if size == 1 {
			found(p.all[from].id)
			return
		}
		half := size / 2
		walk(2*node, from, half)
		walk(2*node+1, from+half, half)
	}
	walk(1, 0, p.size)
}
