package authz

import (
	"cmp"
	"slices"
	"sort"
)

// quadrants finds the places that are decided otherwise on the two sides for a reach, without looking at the others. A
// place is a point: how many marks come before it on either side. A reach cuts the plane at its own two ranks: rules for
// everyone decide below a cut, and the reach's verdict above it.
type quadrants struct {
	p *pairing
	// below has the points whose verdicts differ, by their old rank; it finds those below both cuts. oldOnly has the points
	// by their old rank and verdict; it finds those below the old cut and above the new one. newOnly is the other way round.
	below            points
	oldOnly, newOnly [2]points
}

func newQuadrants(k *comparison, p *pairing) *quadrants {
	q := &quadrants{p: p}
	oldMarks, newMarks := int32(len(k.old.marks)), int32(len(k.new.marks))
	for at := range p.places {
		old, new := p.oldRanks[at], p.newRanks[at]
		isOld, isNew := old < oldMarks, new < newMarks
		var oldAllow, newAllow bool
		if isOld {
			oldAllow = k.old.chain.rules[p.places[at].old].allow
			q.oldOnly[index01(oldAllow)].add(old, new, int32(at))
		}
		if isNew {
			newAllow = k.new.chain.rules[p.places[at].new].allow
			q.newOnly[index01(newAllow)].add(new, old, int32(at))
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

func index01(b bool) int {
	if b {
		return 1
	}
	return 0
}

// differing returns the places decided otherwise for a reach whose verdicts are the same on both sides.
func (q *quadrants) differing(r reach) []int32 {
	var out []int32
	collect := func(place int32) { out = append(out, place) }
	q.below.report(r.old, 1-r.new, collect)
	q.oldOnly[index01(!r.newAllow)].report(r.old, r.new, collect)
	q.newOnly[index01(!r.oldAllow)].report(r.new, r.old, collect)
	slices.Sort(out)
	return out
}

// points are points of the plane, in the order of x, under a tree that knows the greatest y of every part.
type points struct {
	all  []point
	tree []int32 // tree[1] is the root, tree[2i] and tree[2i+1] the halves of tree[i]
	size int     // leaves of the tree, a power of two
}

type point struct{ x, y, place int32 }

func (p *points) add(x, y, place int32) { p.all = append(p.all, point{x, y, place}) }

func (p *points) sort() {
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
func (p *points) report(x, y int32, found func(place int32)) {
	before := sort.Search(len(p.all), func(i int) bool { return p.all[i].x >= x })
	var walk func(node, from, size int)
	walk = func(node, from, size int) {
		if from >= before || p.tree[node] < y {
			return
		}
		if size == 1 {
			found(p.all[from].place)
			return
		}
		half := size / 2
		walk(2*node, from, half)
		walk(2*node+1, from+half, half)
	}
	walk(1, 0, p.size)
}
