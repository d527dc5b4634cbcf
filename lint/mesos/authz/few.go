package authz

import "slices"

// Most policies are so small that to try every request of theirs takes less time than to index their rules.

// fewSteps is how many rules may be looked at to try every request.
const fewSteps = 1 << 10

// room is where the classes and the rules of an operation stand while it is compared, in one piece with place for those of small
// policies.
type room struct {
	smallUniverse
	old, new chain
	rules    [2][2]rule
	ids      [2][8]uint32
}

// freeRoom returns an empty room: the last one, if nothing of it is kept.
func (p *comparing) freeRoom() *room {
	r := p.room
	p.room = nil
	if r == nil {
		r = p.new.schema.rooms.Get().(*room)
	}
	*r = room{}
	r.clear()
	for i, c := range []*chain{&r.old, &r.new} {
		c.rules, c.ids = r.rules[i][:0], r.ids[i][:0]
	}
	return r
}

// end leaves the room of a comparison to the next one.
func (p *comparing) end() {
	if p.room != nil {
		p.new.schema.rooms.Put(p.room)
	}
}

// numbering numbers values from 0 in the order they come. Few are looked through.
type numbering[T comparable] struct {
	list []T
	of   map[T]int32 // nil for few
}

// number returns the number of a value, and whether it is new.
func (n *numbering[T]) number(value T) (number int32, isNew bool) {
	if n.of == nil {
		if i := slices.Index(n.list, value); i >= 0 {
			return int32(i), false
		}
		if len(n.list) == fewNames {
			n.of = make(map[T]int32, 2*fewNames)
			for i, v := range n.list {
				n.of[v] = int32(i)
			}
		}
	} else if i, known := n.of[value]; known {
		return i, false
	}
	number = int32(len(n.list))
	n.list = append(n.list, value)
	if n.of != nil {
		n.of[value] = number
	}
	return number, true
}

// areFew reports whether every pair of principal and object classes can be tried on two chains.
func areFew(u *universe, objects int, old, new *chain) bool {
	return u.size()*objects*(len(old.rules)+len(new.rules)+1) <= fewSteps
}

// decideAlike reports whether two chains decide every request alike that both releases can get.
func (u *universe) decideAlike(old, new *chain) bool {
	for s := range u.size() {
		for n := range u.objects.nodes {
			if !u.objects.isExcluded(int32(n)) && old.decide(u.objects, uint32(s), int32(n)) != new.decide(u.objects, uint32(s), int32(n)) {
				return false
			}
		}
	}
	return true
}

// decideAlikeOf reports whether two chains whose requests have different objects decide alike for each principal, whatever the
// objects are.
func (u *universe) decideAlikeOf(old, new *chain, others, objects *axis) bool {
	for s := range u.size() {
		allowed := old.decide(others, uint32(s), root)
		for n := range others.nodes {
			if old.decide(others, uint32(s), int32(n)) != allowed {
				return false
			}
		}
		for n := range objects.nodes {
			if new.decide(objects, uint32(s), int32(n)) != allowed {
				return false
			}
		}
	}
	return true
}

// decide returns the decision for a principal class and an object class: that of the first rule which names both.
func (c *chain) decide(objects *axis, s uint32, n int32) bool {
	for i := range c.rules {
		r := &c.rules[i]
		if (r.everyone || slices.Contains(c.of(r.subjects), s)) && (r.everything || objects.isIn(c.of(r.objects), n)) {
			return r.allow
		}
	}
	return c.permissive
}

// isIn reports whether classes that a rule lists hold an object class or one above it.
func (a *axis) isIn(listed []uint32, n int32) bool {
	for n != root {
		if contains(listed, uint32(n)) {
			return true
		}
		if a.parent == nil {
			break
		}
		n = a.parent[n]
	}
	return false
}
