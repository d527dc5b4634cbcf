package authz

import (
	"iter"
	"slices"
)

// nodeSet is a set of object classes of an axis: those in either list but not in both, or all but these. shared belongs
// to many sets and has the root first if it has it; flips is this set's own and never has the root.
type nodeSet struct {
	shared, flips []int32
	allBut        bool
	// listed is the number of classes listed, the root counted for those it stands for.
	listed uint64
}

// setOf returns the set of nodes of which none or the first is the root.
func (a *axis) setOf(nodes []int32) nodeSet {
	s := nodeSet{shared: nodes, listed: uint64(len(nodes))}
	if len(nodes) > 0 && nodes[0] == root {
		s.listed += a.rootClasses() - 1
	}
	return s
}

// rootClasses returns the number of classes the root stands for: any other object and none, or none only.
func (a *axis) rootClasses() uint64 {
	if a.bare {
		return 1
	}
	return 2
}

// size returns the number of classes on the axis that requests can have.
func (a *axis) size() uint64 {
	n := uint64(len(a.nodes)) + a.rootClasses() - 1
	for _, x := range a.excluded {
		if x {
			n--
		}
	}
	return n
}

// count returns the number of classes in a set, which lists none that is excluded.
func (a *axis) count(s nodeSet) uint64 {
	if s.allBut {
		return a.size() - s.listed
	}
	return s.listed
}

// without returns the set without nodes that are in it.
func (s nodeSet) without(nodes []int32) nodeSet {
	s.flips = nodes
	if s.allBut {
		s.listed += uint64(len(nodes))
	} else {
		s.listed -= uint64(len(nodes))
	}
	return s
}

// hasRoot reports whether the root is in the set.
func (s nodeSet) hasRoot() bool { return (len(s.shared) > 0 && s.shared[0] == root) != s.allBut }

// list returns the nodes that the set lists, in order.
func (s nodeSet) list() []int32 {
	if len(s.flips) == 0 {
		return slices.Sorted(slices.Values(s.shared))
	}
	only := make(map[int32]bool, len(s.flips)) // flips that shared does not have
	for _, n := range s.flips {
		only[n] = true
	}
	out := make([]int32, 0, len(s.shared)+len(s.flips))
	for _, n := range s.shared {
		if only[n] {
			only[n] = false
		} else {
			out = append(out, n)
		}
	}
	for _, n := range s.flips {
		if only[n] {
			out = append(out, n)
			only[n] = false
		}
	}
	slices.Sort(out)
	return out
}

// each returns the classes of a set one by one.
func (a *axis) each(s nodeSet) iter.Seq[Class] {
	return func(yield func(Class) bool) {
		nodes := s.list()
		if s.allBut {
			out := make([]bool, len(a.nodes))
			for _, n := range nodes {
				out[n] = true
			}
			nodes = nil
			for n := range out {
				if !out[n] && !a.isExcluded(int32(n)) {
					nodes = append(nodes, int32(n))
				}
			}
		}
		for _, n := range nodes {
			if !yield(a.classAt(n)) || n == root && !a.bare && !yield(Class{Kind: Nobody}) {
				return
			}
		}
	}
}

// least returns the first class of a set in the order of classes.
func (a *axis) least(s nodeSet) Class {
	if s.hasRoot() {
		return a.classAt(root)
	}
	var best Class
	found := false
	for c := range a.each(s) {
		if !found || c.compare(best) < 0 {
			best, found = c, true
		}
	}
	return best
}

// classes says a set to the outside.
func (a *axis) classes(s nodeSet) Classes {
	out := Classes{AllBut: s.allBut}
	for _, n := range s.list() {
		out.Classes = append(out.Classes, a.classAt(n))
		if n == root && !a.bare {
			out.Classes = append(out.Classes, Class{Kind: Nobody})
		}
	}
	slices.SortFunc(out.Classes, Class.compare)
	return out
}
