package authz

import (
	"iter"
	"slices"
)

// principalSet is a set of principal classes: shared ones, which belong to many sets, but for a few.
type principalSet struct {
	shared []int32
	except []int32 // all of them in shared, in order
	first  Class   // the least class of shared
}

// principalsOf returns the set of classes.
func principalsOf(principals *names, classes []int32) principalSet {
	s := principalSet{shared: classes}
	s.first = s.least(principals)
	return s
}

func (s principalSet) without(classes []int32) principalSet {
	s.except = slices.Sorted(slices.Values(classes))
	return s
}

func (s principalSet) count() uint64 { return uint64(len(s.shared) - len(s.except)) }

func (s principalSet) each() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, c := range s.shared {
			if len(s.except) > 0 {
				if _, found := slices.BinarySearch(s.except, c); found {
					continue
				}
			}
			if !yield(c) {
				return
			}
		}
	}
}

// least returns the first class of the set in the order of classes.
func (s principalSet) least(principals *names) Class {
	var best Class
	found := false
	for c := range s.each() {
		if class := principalClass(principals, c); !found || class.compare(best) < 0 {
			best, found = class, true
		}
	}
	return best
}
