package authz

import (
	"hash/maphash"
	"slices"
)

// names numbers distinct strings from 0 in the order they come. It is a plain open-addressing table because a policy of
// 200 000 entries has as many strings to number in a few dozen milliseconds. The zero names are empty.
type names struct {
	seed   maphash.Seed
	list   []string
	hashes []uint32 // of the strings of list, so that none is hashed or compared twice for nothing
	slots  []uint32 // number + 1; nil for so few strings that they are compared one by one
}

// fewNames is how many strings are compared one by one.
const fewNames = 8

// id returns the number of s, a new one if it has none.
func (t *names) id(s string) uint32 {
	if t.slots == nil {
		if i := slices.Index(t.list, s); i >= 0 {
			return uint32(i)
		}
		if len(t.list) < fewNames {
			t.list = append(t.list, s)
			return uint32(len(t.list) - 1)
		}
		t.index()
	}
	hash := t.hash(s)
	slot := t.find(s, hash)
	if n := t.slots[slot]; n != 0 {
		return n - 1
	}
	t.list = append(t.list, s)
	t.hashes = append(t.hashes, hash)
	t.slots[slot] = uint32(len(t.list))
	if len(t.list)*4 > len(t.slots)*3 {
		t.grow()
	}
	return uint32(len(t.list) - 1)
}

// lookup returns the number of s if it has one.
func (t *names) lookup(s string) (uint32, bool) {
	if t.slots == nil {
		i := slices.Index(t.list, s)
		return uint32(i), i >= 0
	}
	n := t.slots[t.find(s, t.hash(s))]
	return n - 1, n != 0
}

func (t *names) hash(s string) uint32 { return uint32(maphash.String(t.seed, s)) }

// find returns the slot of s, or the free one if it belongs.
func (t *names) find(s string, hash uint32) int {
	mask := len(t.slots) - 1
	slot := int(hash) & mask
	for {
		n := t.slots[slot]
		if n == 0 || t.hashes[n-1] == hash && t.list[n-1] == s {
			return slot
		}
		slot = (slot + 1) & mask
	}
}

// index makes the table of the strings that are there.
func (t *names) index() {
	t.seed = maphash.MakeSeed()
	for _, s := range t.list {
		t.hashes = append(t.hashes, t.hash(s))
	}
	t.slots = make([]uint32, fewNames)
	t.grow()
}

func (t *names) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	mask := len(t.slots) - 1
	for i, hash := range t.hashes {
		slot := int(hash) & mask
		for t.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		t.slots[slot] = uint32(i) + 1
	}
}
