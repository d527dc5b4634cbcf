package authz

import "slices"

// principalIndex finds the first rule that lists a principal together with an object, for many objects of one principal after
// the other.
type principalIndex struct {
	x     *index
	s     int
	first []int32 // by object class, where seen is the round
	seen  []int32
	round int32
	nodes []int32
}

func newPrincipalIndex(x *index) *principalIndex {
	n := len(x.objects.nodes)
	return &principalIndex{x: x, first: make([]int32, n), seen: make([]int32, n)}
}

// load takes up a principal and returns the object classes that its rules name. They are overwritten by the next load.
func (o *principalIndex) load(s int) []int32 {
	o.s = s
	o.round++
	o.nodes = o.nodes[:0]
	c := o.x.chain
	for _, i := range o.x.rules(s) {
		for _, n := range c.of(c.rules[i].objects) {
			if o.seen[n] != o.round {
				o.seen[n], o.first[n] = o.round, i
				o.nodes = append(o.nodes, int32(n))
			}
		}
	}
	return o.nodes
}

// decides returns the position that decides for the principal and an object class.
func (o *principalIndex) decides(n int32) int32 {
	at := min(o.x.stop[o.s], o.x.everyone[n])
	for up := n; up != root; up = o.x.objects.parent[up] {
		if o.seen[up] == o.round {
			at = min(at, o.first[up])
		}
		if o.x.objects.parent == nil {
			break
		}
	}
	return at
}

// nodeMarks is a set of object classes that is quick to empty.
type nodeMarks struct {
	seen  []int32
	round int32
	list  []int32
}

func newNodeMarks(a *axis) *nodeMarks { return &nodeMarks{seen: make([]int32, len(a.nodes))} }

func (m *nodeMarks) clear() {
	m.round++
	m.list = m.list[:0]
}

// add adds a class, and what it covers if it is a pattern.
func (m *nodeMarks) add(a *axis, n int32) {
	if m.seen[n] == m.round {
		return
	}
	if !a.nodes[n].pattern {
		m.seen[n] = m.round
		m.list = append(m.list, n)
		return
	}
	for _, below := range a.subtree(uint32(n)) {
		if m.seen[below] != m.round {
			m.seen[below] = m.round
			m.list = append(m.list, below)
		}
	}
}

func (m *nodeMarks) addAll(a *axis, nodes []int32) {
	for _, n := range nodes {
		m.add(a, n)
	}
}

// difference returns the classes that are in one of two lists only.
func difference(a, b []uint32) []int32 {
	in := make(map[uint32]bool, len(b))
	for _, n := range b {
		in[n] = true
	}
	var out []int32
	for _, n := range a {
		if in[n] {
			in[n] = false
		} else {
			out = append(out, int32(n))
		}
	}
	for _, n := range b {
		if in[n] {
			out = append(out, int32(n))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
