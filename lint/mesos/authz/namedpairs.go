package authz

import "slices"

// namedPairs decides the object classes that rules name together with the principals of a group, where the two sides may
// differ in them.
type namedPairs struct {
	k        *comparison
	old, new fingerprints
	// sameEveryone is set if the rules for everyone say the same in the same order.
	sameEveryone bool
	differences  map[[2]int32][]int32 // of the objects of two rules

	nodes    *nodeMarks
	s        int
	ofOld    *principalIndex
	ofNew    *principalIndex
	isLoaded bool // ofOld and ofNew have the rules of s
}

// fingerprints numbers the rules of one side: rules with equal numbers, on either side, say the same to the principals they
// name, with as many rules for everyone before them.
type fingerprints struct {
	number, before []int32
}

// fingerprint is what a rule says besides whom it names, and how many rules for everyone come before it.
type fingerprint struct {
	everything, allow bool
	objects           uint32
	before            int32
}

func newNamedPairs(k *comparison) *namedPairs {
	e := &namedPairs{k: k, nodes: newNodeMarks(k.universe.objects)}
	var c contents
	var numbers numbering[fingerprint]
	var oldEveryone, newEveryone []int32
	e.old, oldEveryone = fingerprintRules(k.old.chain, &c, &numbers)
	e.new, newEveryone = fingerprintRules(k.new.chain, &c, &numbers)
	e.sameEveryone = slices.Equal(oldEveryone, newEveryone)
	return e
}

// fingerprintRules numbers the rules of a chain, and lists the numbers of those for everyone.
func fingerprintRules(chain *chain, c *contents, numbers *numbering[fingerprint]) (out fingerprints, everyone []int32) {
	out = fingerprints{make([]int32, len(chain.rules)), make([]int32, len(chain.rules))}
	for i := range chain.rules {
		r := &chain.rules[i]
		out.before[i] = int32(len(everyone))
		s := fingerprint{r.everything, r.allow, c.number(chain.of(r.objects)), out.before[i]}
		id, _ := numbers.number(s)
		out.number[i] = id
		if r.everyone {
			everyone = append(everyone, id)
		}
	}
	return out, everyone
}

// contents numbers lists of classes by what they hold.
type contents struct {
	few  []content            // are looked through
	of   map[uint64][]content // the others, by their hash
	next uint32
}

type content struct {
	classes []uint32
	number  uint32
}

func (c *contents) number(classes []uint32) uint32 {
	for _, x := range c.few {
		if slices.Equal(x.classes, classes) {
			return x.number
		}
	}
	number := c.next
	if len(c.few) < fewNames {
		c.few = append(c.few, content{classes, number})
		c.next++
		return number
	}
	h := hash(hashSeed, classes)
	for _, x := range c.of[h] {
		if slices.Equal(x.classes, classes) {
			return x.number
		}
	}
	if c.of == nil {
		c.of = map[uint64][]content{}
	}
	c.of[h] = append(c.of[h], content{classes, number})
	c.next++
	return number
}

// load takes up a group and returns the object classes that need a decision of their own for it. The slice is overwritten
// by the next load.
func (e *namedPairs) load(g *group) []int32 {
	e.s = int(g.principal)
	e.isLoaded = false
	e.nodes.clear()
	if e.loadMiddle() {
		return e.nodes.list
	}
	if e.ofOld == nil {
		e.ofOld, e.ofNew = newPrincipalIndex(e.k.old), newPrincipalIndex(e.k.new)
	}
	e.isLoaded = true
	e.nodes.clear()
	e.nodes.addAll(e.k.universe.objects, e.ofOld.load(e.s))
	e.nodes.addAll(e.k.universe.objects, e.ofNew.load(e.s))
	return e.nodes.list
}

// loadMiddle collects the object classes that rules name in which the two sides differ, leaving out the rules before and
// after that are the same on both. It reports whether they are all that matter, and fewer to decide than all that the
// rules name.
func (e *namedPairs) loadMiddle() bool {
	ko, kn := e.k.old, e.k.new
	if !e.sameEveryone || ko.chain.verdict(ko.stop[e.s]) != kn.chain.verdict(kn.stop[e.s]) {
		return false
	}
	old, new := ko.rules(e.s), kn.rules(e.s)
	rules := len(old) + len(new)
	named := ko.named(old) + kn.named(new)
	for len(old) > 0 && len(new) > 0 && e.old.number[old[0]] == e.new.number[new[0]] {
		old, new = old[1:], new[1:]
	}
	for len(old) > 0 && len(new) > 0 && e.old.number[old[len(old)-1]] == e.new.number[new[len(new)-1]] {
		old, new = old[:len(old)-1], new[:len(new)-1]
	}
	everything := func(x *index) func(int32) bool {
		return func(i int32) bool { return x.chain.rules[i].everything }
	}
	if slices.ContainsFunc(old, everything(ko)) || slices.ContainsFunc(new, everything(kn)) {
		return false
	}
	a := e.k.universe.objects
	if e.paired(old, new) {
		for i := range old {
			e.nodes.addAll(a, e.difference(old[i], new[i]))
		}
	} else {
		for _, i := range old {
			for _, n := range ko.chain.of(ko.chain.rules[i].objects) {
				e.nodes.add(a, int32(n))
			}
		}
		for _, i := range new {
			for _, n := range kn.chain.of(kn.chain.rules[i].objects) {
				e.nodes.add(a, int32(n))
			}
		}
	}
	return len(e.nodes.list) == 0 || len(e.nodes.list)*rules <= named
}

// paired reports whether rules differ in their objects only.
func (e *namedPairs) paired(old, new []int32) bool {
	if len(old) != len(new) {
		return false
	}
	for i := range old {
		if e.old.before[old[i]] != e.new.before[new[i]] ||
			e.k.old.chain.rules[old[i]].allow != e.k.new.chain.rules[new[i]].allow {
			return false
		}
	}
	return true
}

// difference returns the object classes that one of two rules lists.
func (e *namedPairs) difference(old, new int32) []int32 {
	key := [2]int32{old, new}
	d, ok := e.differences[key]
	if !ok {
		co, cn := e.k.old.chain, e.k.new.chain
		d = difference(co.of(co.rules[old].objects), cn.of(cn.rules[new].objects))
		if e.differences == nil {
			e.differences = map[[2]int32][]int32{}
		}
		e.differences[key] = d
	}
	return d
}

// decide returns both decisions for the group loaded last and one of its object classes.
func (e *namedPairs) decide(n int32) (old, new bool) {
	if e.isLoaded {
		return e.k.old.chain.verdict(e.ofOld.decides(n)), e.k.new.chain.verdict(e.ofNew.decides(n))
	}
	return e.k.old.chain.verdict(e.k.old.decides(e.s, n)), e.k.new.chain.verdict(e.k.new.decides(e.s, n))
}
