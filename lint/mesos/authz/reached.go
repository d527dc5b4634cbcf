package authz

import (
	"hash/maphash"
	"iter"
	"strings"
)

// reach is what a look at the text of the entries of one operation says of them, which takes a fraction of the time and
// memory of an index.
type reach struct {
	// unmatched are the entries that no request matches, covered those of the others that decide none, as far as their
	// hashes tell: whether they do has to be looked at. Both are in the order they are tried.
	unmatched, covered []place
	// related reports whether an entry has a say in whether those of covered decide anything. It is nil if all have: the
	// entries name so many pairs of principals and objects that they were not looked at.
	related func(e *entry) bool
}

// place is an entry by its list and its place in it.
type place struct{ list, entry int }

// reacher finds a reach. An entry decides a request if it names a principal and an object that no entry before it names
// together, nor one for everyone. Sets keep hashes only: where two are equal by chance, an entry is looked at for nothing.
type reacher struct {
	policy *Policy
	way    *Way
	seed   maphash.Seed
	// repeated are the principals that are named more than once.
	repeated hashSet
	// pairs are what the entries so far name of those, everyone the objects of the entries for everyone.
	pairs, everyone hashSet
	// patterns are the lengths of the patterns among the objects so far.
	patterns map[int]bool
	left     int // how many more pairs are looked at
	closed   bool
	out      reach
}

// reach looks at the entries of a way in the order they are tried. It takes O(L) for L names, and O(L·d) where patterns of d
// lengths are nested.
func (p *Policy) reach(way *Way) reach {
	r := reacher{policy: p, way: way, seed: maphash.MakeSeed(), left: 4*len(p.values) + 1000}
	r.findRepeated()
	for _, l := range way.lists {
		for i := range p.list(l) {
			r.entry(l, i)
			if r.left < 0 {
				return reach{}
			}
		}
	}
	r.out.related = r.related(r.out.covered)
	return r.out
}

// findRepeated finds the principals that are named more than once, and makes room for what will be noted of them.
func (r *reacher) findRepeated() {
	named, ofEveryone, pairs := 0, 0, 0
	for e := range r.entries() {
		from, to := e.listed(false)
		objects, end := e.listed(true)
		switch {
		case e.subject.kind() != Some:
			ofEveryone += int(end - objects)
		default:
			named += int(to - from)
			pairs += int(to-from) * int(max(1, end-objects))
		}
	}
	seen := newHashSet(named)
	for e := range r.entries() {
		if e.subject.kind() != Some {
			continue
		}
		for from, to := e.listed(false); from < to; from++ {
			if name := r.hash(r.policy.value(from)); !seen.add(name) {
				r.repeated.add(name)
			}
		}
	}
	if ofEveryone > 0 {
		r.everyone = newHashSet(ofEveryone)
	}
	if r.repeated.count > 0 {
		r.pairs = newHashSet(min(pairs, r.left))
	}
}

// entries yields the entries in the order they are tried.
func (r *reacher) entries() iter.Seq[*entry] {
	return func(yield func(*entry) bool) {
		for _, l := range r.way.lists {
			list := r.policy.list(l)
			for i := range list {
				if !yield(&list[i]) {
					return
				}
			}
		}
	}
}

// entry puts an entry where it belongs.
func (r *reacher) entry(l, i int) {
	p := r.policy
	list, e := &p.schema.Lists[l], &p.list(l)[i]
	everyone, everything := e.subject.kind() != Some, p.objectKind(list, r.way, e) != Some
	from, to := e.listed(false)
	objects, end := e.listed(true)
	objectless := list.Implicit || r.way.Object == "" || objects == end
	decides := false
	switch {
	case !everyone && from == to, !everything && objectless:
		r.out.unmatched = append(r.out.unmatched, place{l, i})
		return
	case r.closed:
	case everyone && everything:
		r.closed, decides = true, true
	case everyone:
		decides = r.ofEveryone(list, objects, end)
	case everything:
		for ; from < to; from++ {
			name := r.hash(p.value(from))
			decides = !r.repeated.has(name) || r.pairs.add(name) || decides
			r.left--
		}
	default:
		for ; from < to && r.left >= 0; from++ {
			decides = r.ofOne(list, r.hash(p.value(from)), objects, end) || decides
		}
	}
	if !decides {
		r.out.covered = append(r.out.covered, place{l, i})
	}
}

// ofEveryone notes objects of an entry for everyone, and reports whether one of them is new.
func (r *reacher) ofEveryone(list *List, objects, end uint32) bool {
	decides := false
	for ; objects < end; objects++ {
		object := r.object(list, objects)
		decides = !r.covers(&r.everyone, 0, object) || decides
		r.everyone.add(object.hash)
		r.left--
	}
	return decides
}

// ofOne notes objects for one principal, and reports whether the entry decides about one of them.
func (r *reacher) ofOne(list *List, name uint64, objects, end uint32) bool {
	repeated := r.repeated.has(name)
	if !repeated && r.everyone.count == 0 {
		return true
	}
	decides := false
	everything := repeated && r.pairs.has(name)
	for ; objects < end && (repeated || !decides); objects++ {
		object := r.object(list, objects)
		decides = decides || !everything && !r.covers(&r.everyone, 0, object) && !(repeated && r.covers(&r.pairs, name, object))
		if repeated {
			r.pairs.add(pair(name, object.hash))
		}
		r.left--
	}
	return decides
}

// hashedObject is an object with its hash. A pattern is told from a name that is spelled as it is.
type hashedObject struct {
	text    string
	hash    uint64
	pattern bool
}

const patternMark = 0x5bd1e9955bd1e995

func (r *reacher) object(list *List, at uint32) hashedObject {
	text := r.policy.value(at)
	if list.Recursive && isPattern(text) {
		text = text[:len(text)-1]
		if r.patterns == nil {
			r.patterns = map[int]bool{}
		}
		r.patterns[len(text)] = true
		return hashedObject{text, r.hash(text) ^ patternMark, true}
	}
	return hashedObject{text, r.hash(text), false}
}

// covers reports whether a set has an object, or a pattern above it, together with a principal.
func (r *reacher) covers(s *hashSet, name uint64, object hashedObject) bool {
	if s.has(pair(name, object.hash)) {
		return true
	}
	if len(r.patterns) == 0 {
		return false
	}
	n := len(object.text)
	if object.pattern {
		n-- // nothing is above itself
	}
	for n > 0 {
		slash := strings.LastIndexByte(object.text[:n], '/')
		if slash < 0 {
			break
		}
		if r.patterns[slash+1] && s.has(pair(name, r.hash(object.text[:slash+1])^patternMark)) {
			return true
		}
		n = slash
	}
	return false
}

// related reports which entries have a say in whether some decide anything: those for everyone, and those that share a principal
// with one of the some.
func (r *reacher) related(some []place) func(e *entry) bool {
	var names hashSet
	for _, at := range some {
		e := &r.policy.list(at.list)[at.entry]
		for from, to := e.listed(false); from < to; from++ {
			names.add(r.hash(r.policy.value(from)))
		}
	}
	return func(e *entry) bool {
		if e.subject.kind() != Some {
			return true
		}
		for from, to := e.listed(false); from < to; from++ {
			if names.has(r.hash(r.policy.value(from))) {
				return true
			}
		}
		return false
	}
}

// hash returns the hash of a name, which is never 0.
func (r *reacher) hash(name string) uint64 { return maphash.String(r.seed, name) | 1<<63 }

// pair returns the hash of a principal together with an object, that of the object for the principal 0.
func pair(name, object uint64) uint64 {
	if name == 0 {
		return object
	}
	h := (name ^ object<<31 ^ object>>33) * spread
	return (h ^ h>>32) | 1<<63
}

// hashSet is a set of hashes, none of which is 0. The zero set is empty.
type hashSet struct {
	slots []uint64
	count int
}

// newHashSet returns an empty set with room for n hashes.
func newHashSet(n int) hashSet {
	size := 16
	for size < n+n/4 {
		size *= 2
	}
	return hashSet{slots: make([]uint64, size)}
}

// slot returns where a hash stands, or the free slot it belongs in.
func (s *hashSet) slot(hash uint64) int {
	mask := len(s.slots) - 1
	slot := int(hash) & mask
	for s.slots[slot] != 0 && s.slots[slot] != hash {
		slot = (slot + 1) & mask
	}
	return slot
}

func (s *hashSet) has(hash uint64) bool { return s.count > 0 && s.slots[s.slot(hash)] == hash }

// add adds a hash and reports whether it is new.
func (s *hashSet) add(hash uint64) bool {
	if s.slots == nil {
		*s = newHashSet(0)
	}
	slot := s.slot(hash)
	if s.slots[slot] == hash {
		return false
	}
	s.slots[slot] = hash
	if s.count++; s.count*5 > len(s.slots)*4 {
		old := s.slots
		*s = hashSet{slots: make([]uint64, 2*len(old)), count: s.count}
		for _, h := range old {
			if h != 0 {
				s.slots[s.slot(h)] = h
			}
		}
	}
	return true
}
