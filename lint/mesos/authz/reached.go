package authz

import "hash/maphash"

// allReached reports whether every entry that a request matches is seen to decide one without a look at the objects: it lists a
// principal that no entry before it lists, and none before it is for everyone. False means that this does not tell. Before it
// answers true it calls dead for every entry that no request matches, in order.
func (p *Policy) allReached(way *Way, dead deadEntry) bool {
	var unmatched [][2]int
	principals := newValueSet(p, p.subjects(way))
	closed := false
	for _, key := range way.Lists {
		l := p.schema.lists[key]
		list := &p.schema.Lists[l]
		for i := range p.lists[l] {
			e := &p.lists[l][i]
			from, to := e.listed(false)
			objects, end := e.listed(true)
			everyone := e.subject.kind() != Some
			objectless := list.Implicit || way.Object == "" || objects == end
			switch {
			case !everyone && from == to, objectless && p.objectKind(list, way, e) == Some:
				unmatched = append(unmatched, [2]int{l, i})
			case closed:
				return false
			case everyone:
				closed = true
			case !principals.addAny(from, to):
				return false
			}
		}
	}
	for _, at := range unmatched {
		dead(at[0], at[1])
	}
	return true
}

// subjects returns how many principals the lists of a way name, each as often as it is named.
func (p *Policy) subjects(w *Way) int {
	n := 0
	for _, key := range w.Lists {
		list := p.lists[p.schema.lists[key]]
		for i := range list {
			from, to := list[i].listed(false)
			n += int(to - from)
		}
	}
	return n
}

// valueSet is a set of values of a policy. It is half the size of names, which have to number them.
type valueSet struct {
	policy *Policy
	seed   maphash.Seed
	slots  []hashedValue
}

// hashedValue is a value's number among those of the policy + 1, 0 in a free slot, and the hash of its text.
type hashedValue struct{ number, hash uint32 }

// newValueSet returns an empty set with room for n values.
func newValueSet(p *Policy, n int) *valueSet {
	size := 16
	for size < n+n/4 {
		size *= 2
	}
	return &valueSet{policy: p, seed: maphash.MakeSeed(), slots: make([]hashedValue, size)}
}

// addAny adds the values [from, to) and reports whether one of them is new.
func (s *valueSet) addAny(from, to uint32) bool {
	added := false
	for ; from < to; from++ {
		added = s.add(from) || added
	}
	return added
}

// add adds a value and reports whether it is new.
func (s *valueSet) add(number uint32) bool {
	text := s.policy.value(number)
	hash := uint32(maphash.String(s.seed, text))
	mask := len(s.slots) - 1
	for slot := int(hash) & mask; ; slot = (slot + 1) & mask {
		switch at := s.slots[slot]; {
		case at.number == 0:
			s.slots[slot] = hashedValue{number + 1, hash}
			return true
		case at.hash == hash && s.policy.value(at.number-1) == text:
			return false
		}
	}
}
