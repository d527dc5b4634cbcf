package authz

import (
	"slices"
	"strings"
)

// universe holds the classes of principals and objects that one operation can tell apart: everyone and everything that
// is named, and what is not. Two requests of the same classes are decided alike, which makes checks over the classes
// exact.
type universe struct {
	principals *names // the class of a name is its number + firstNamed
	objects    *axis
}

// The classes of principals that have no name: any that is not named, and none at all.
const (
	otherPrincipal = iota
	noPrincipal
	firstNamed
)

// smallUniverse is a universe in one piece with place for what most policies name. What names more takes room of its own.
type smallUniverse struct {
	universe
	names      names
	axis       axis
	principals [4]string
	objects    [4]string
	nodes      [5]node
	literals   [4]int32
}

// clear makes it one with nothing named.
func (s *smallUniverse) clear() {
	*s = smallUniverse{}
	s.universe = universe{&s.names, &s.axis}
	s.names.list = s.principals[:0]
	s.axis.literals.list, s.axis.nodes, s.axis.literalNode = s.objects[:0], s.nodes[:1], s.literals[:0]
}

// newUniverse returns one with nothing named.
func newUniverse() *universe {
	s := &smallUniverse{}
	s.clear()
	return &s.universe
}

// size returns the number of classes of principals.
func (u *universe) size() int { return len(u.principals.list) + firstNamed }

// axis holds the classes of objects of one kind as a tree. Its root is every object not named, an object "a/b" stands
// below the pattern "a/%", and the class of a pattern is what it covers and nothing below it names. An entry decides a
// class if it lists the class or one above it.
type axis struct {
	literals, patterns names // patterns without their "%"
	literalNode        []int32
	patternNode        []int32
	nodes              []node
	// bare is set if requests have no object, so that there is one class only.
	bare     bool
	excluded []bool // classes that no request can have; nil for none
	// What follows is there once finish was called, and only if there are patterns.
	parent     []int32
	topDown    []int32 // every node but the root, each after its parent
	order      []int32 // the nodes in depth-first order
	begin, end []int32 // order[begin[n]:end[n]] is n and what is below
}

type node struct {
	id      uint32 // in literals or patterns
	pattern bool
}

const root = 0

func newAxis() *axis { return &axis{nodes: make([]node, 1)} }

// literal returns the node of an object.
func (a *axis) literal(s string) uint32 {
	id := a.literals.id(s)
	if int(id) == len(a.literalNode) {
		a.literalNode = append(a.literalNode, int32(len(a.nodes)))
		a.nodes = append(a.nodes, node{id: id})
	}
	return uint32(a.literalNode[id])
}

// below returns the node of everything that starts with prefix, which ends in a slash.
func (a *axis) below(prefix string) uint32 {
	id := a.patterns.id(prefix)
	if int(id) == len(a.patternNode) {
		a.patternNode = append(a.patternNode, int32(len(a.nodes)))
		a.nodes = append(a.nodes, node{id: id, pattern: true})
	}
	return uint32(a.patternNode[id])
}

// text returns the name of an object, or the prefix of a pattern.
func (a *axis) text(n int32) string {
	if a.nodes[n].pattern {
		return a.patterns.list[a.nodes[n].id]
	}
	return a.literals.list[a.nodes[n].id]
}

// patterned reports whether the tree is more than a root and its leaves.
func (a *axis) patterned() bool { return len(a.patternNode) > 0 }

// covering returns the node of the longest pattern that covers the first n bytes of s; the root if there is none.
func (a *axis) covering(s string, n int) int32 {
	for n > 0 {
		i := strings.LastIndexByte(s[:n], '/')
		if i < 0 {
			break
		}
		if id, ok := a.patterns.lookup(s[:i+1]); ok {
			return a.patternNode[id]
		}
		n = i
	}
	return root
}

// class returns the node of an object that a request is about.
func (a *axis) class(object string) int32 {
	if id, ok := a.literals.lookup(object); ok {
		return a.literalNode[id]
	}
	if !a.patterned() {
		return root
	}
	return a.covering(object, len(object))
}

// finish links the tree after all names are known.
func (a *axis) finish() {
	if !a.patterned() || a.parent != nil {
		return
	}
	a.parent = make([]int32, len(a.nodes))
	children := make([][]int32, len(a.nodes))
	for n := 1; n < len(a.nodes); n++ {
		s := a.text(int32(n))
		length := len(s)
		if a.nodes[n].pattern {
			length--
		}
		up := a.covering(s, length)
		a.parent[n] = up
		children[up] = append(children[up], int32(n))
	}
	a.begin, a.end = make([]int32, len(a.nodes)), make([]int32, len(a.nodes))
	var walk func(n int32)
	walk = func(n int32) {
		a.begin[n] = int32(len(a.order))
		a.order = append(a.order, n)
		for _, c := range children[n] {
			walk(c)
		}
		a.end[n] = int32(len(a.order))
	}
	walk(root)
	a.topDown = slices.Clone(a.order[1:])
}

// subtree returns the classes that n covers, n first.
func (a *axis) subtree(n uint32) []int32 { return a.order[a.begin[n]:a.end[n]] }
