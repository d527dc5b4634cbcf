package authz

import (
	"cmp"
	"slices"
	"sort"
)

// rows gives the decisions for one principal class and all object classes.
type rows struct {
	x *index
	// allowed and denied are the object classes that rules for everyone name, by the verdict of the first such rule and in
	// the order of their positions.
	allowed, denied []int32
	named           *principalIndex
	nodes           *nodeMarks
}

// row is the decisions for one principal class: one for every object not named, and the classes decided otherwise.
type row struct {
	other     bool
	otherwise nodeSet
}

func newRows(x *index) *rows {
	r := &rows{x: x, named: newPrincipalIndex(x), nodes: newNodeMarks(x.objects)}
	for n, at := range x.everyone {
		switch {
		case at == never:
		case x.chain.rules[at].allow:
			r.allowed = append(r.allowed, int32(n))
		default:
			r.denied = append(r.denied, int32(n))
		}
	}
	byPosition := func(a, b int32) int { return cmp.Compare(x.everyone[a], x.everyone[b]) }
	slices.SortFunc(r.allowed, byPosition)
	slices.SortFunc(r.denied, byPosition)
	return r
}

// base returns the row of a principal whom no rule names together with an object.
func (r *rows) base(stop int32) row {
	allow := r.x.chain.verdict(stop)
	otherwise := r.allowed
	if allow {
		otherwise = r.denied
	}
	before := sort.Search(len(otherwise), func(i int) bool { return r.x.everyone[otherwise[i]] >= stop })
	return row{allow, r.x.objects.setOf(otherwise[:before:before])}
}

// row returns the decisions for a principal class.
func (r *rows) row(s int) row {
	c := r.x.chain
	stop := r.x.stop[s]
	out := r.base(stop)
	r.nodes.clear()
	r.nodes.addAll(r.x.objects, r.named.load(s))
	for _, n := range r.nodes.list {
		was, is := c.verdict(min(stop, r.x.everyone[n])), c.verdict(r.named.decides(n))
		if was == is {
			continue
		}
		out.otherwise.flips = append(out.otherwise.flips, n)
		if is == out.other {
			out.otherwise.listed--
		} else {
			out.otherwise.listed++
		}
	}
	return out
}

func (r row) allowed() nodeSet {
	r.otherwise.allBut = r.other
	return r.otherwise
}

func (r row) denied() nodeSet {
	r.otherwise.allBut = !r.other
	return r.otherwise
}

// allowsAll reports whether every object class is allowed.
func (r row) allowsAll() bool { return r.other && r.otherwise.listed == 0 }

// equal reports whether two rows decide alike.
func (r row) equal(o row) bool {
	return r.other == o.other && r.otherwise.listed == o.otherwise.listed && slices.Equal(r.otherwise.list(), o.otherwise.list())
}
