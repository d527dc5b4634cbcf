package authz

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// Class is a class of principals or objects that a policy tells from the others.
type Class struct {
	Kind ClassKind
	// Name is the name of a Named class, and of a Below class what its members start with: "a/".
	Name string
}

// ClassKind is the kind of a class.
type ClassKind uint8

// The kinds of class. Other is any that no entry names, Nobody a request without a principal or object, and Below any
// below a role that no entry names.
const (
	Other ClassKind = iota
	Nobody
	Named
	Below
)

func (c Class) compare(o Class) int {
	return cmp.Or(cmp.Compare(min(c.Kind, Named), min(o.Kind, Named)), cmp.Compare(len(c.Name), len(o.Name)),
		cmp.Compare(c.Name, o.Name), cmp.Compare(c.Kind, o.Kind))
}

// Classes is a set of classes: those listed, or all but those listed.
type Classes struct {
	Classes []Class
	AllBut  bool
}

// Difference is one decision that differs.
type Difference struct {
	Operation string
	Principal Class
	// Object is the class of the request's object on both releases, on the new one if Old is set.
	Object Class
	// Old is the class of the request's object on the old release where that is of another kind.
	Old *Class
	// Allowed is the new decision.
	Allowed bool
}

// Block is principals and objects of which every pair differs in the same way.
type Block struct {
	Principals, Objects Classes
	// Old are the objects on the old release where they are of another kind.
	Old *Classes
	// Allowed is the new decision.
	Allowed bool
}

// Blocks returns everything that differs unless More is set, each decision in one block.
func (c *Change) Blocks() iter.Seq[Block] {
	return func(yield func(Block) bool) {
		for i := range c.blocks {
			b := &c.blocks[i]
			out := Block{Principals: principalClasses(c.principals, slices.Collect(b.principals.each())), Objects: c.objects.classes(b.objects), Allowed: b.widens}
			if c.old != nil {
				old := c.old.classes(b.others)
				out.Old = &old
			}
			if !yield(out) {
				return
			}
		}
	}
}

// All returns every decision that differs unless More is set. There may be more than anyone wants to see.
func (c *Change) All() iter.Seq[Difference] {
	return func(yield func(Difference) bool) {
		for i := range c.blocks {
			b := &c.blocks[i]
			for s := range b.principals.each() {
				for object := range c.objects.each(b.objects) {
					d := Difference{Operation: c.Operation.Name, Principal: principalClass(c.principals, s), Object: object, Allowed: b.widens}
					if c.old == nil {
						if !yield(d) {
							return
						}
						continue
					}
					for old := range c.old.each(b.others) {
						d.Old = &old
						if !yield(d) {
							return
						}
					}
				}
			}
		}
	}
}

// Smallest returns the difference that is quickest to say, a widening one if there is one: about any other principal
// before a request without one before named ones, short names before long ones.
func (c *Change) Smallest() Difference {
	best, found := c.least, c.hasLeast
	for i := range c.blocks {
		if d, less := c.less(&c.blocks[i], best, found); less {
			best, found = d, true
		}
	}
	return best
}

// SmallestThat is Smallest among the differences that widen, or among those that narrow; false if there is none, or
// none of them was kept.
func (c *Change) SmallestThat(widens bool) (best Difference, found bool) {
	if c.hasLeast && c.least.Allowed == widens {
		best, found = c.least, true
	}
	for i := range c.blocks {
		if c.blocks[i].widens != widens {
			continue
		}
		if d, less := c.less(&c.blocks[i], best, found); less {
			best, found = d, true
		}
	}
	return best, found
}

// less returns the least difference of a block if it comes before best.
func (c *Change) less(b *block, best Difference, found bool) (Difference, bool) {
	d := Difference{Operation: c.Operation.Name, Allowed: b.widens}
	if found && best.Allowed && !d.Allowed {
		return d, false
	}
	d.Principal = b.principals.first
	if found && best.Allowed == d.Allowed && best.Principal.compare(d.Principal) < 0 {
		return d, false
	}
	if len(b.principals.except) > 0 {
		d.Principal = b.principals.least(c.principals)
	}
	// The objects are looked at only if the principal leaves the question open.
	if found && best.Allowed == d.Allowed && best.Principal.compare(d.Principal) < 0 {
		return d, false
	}
	d.Object = c.objects.least(b.objects)
	if c.old != nil {
		old := c.old.least(b.others)
		d.Old = &old
	}
	return d, !found || d.before(best)
}

func (d Difference) before(o Difference) bool {
	if d.Allowed != o.Allowed {
		return d.Allowed
	}
	return cmp.Or(d.Principal.compare(o.Principal), d.Object.compare(o.Object)) < 0
}

func principalClass(principals *names, s int32) Class {
	switch s {
	case otherPrincipal:
		return Class{Kind: Other}
	case noPrincipal:
		return Class{Kind: Nobody}
	}
	return Class{Named, principals.list[s-firstNamed]}
}

// principalClasses says a set of principals in the shorter way.
func principalClasses(principals *names, classes []int32) Classes {
	total := len(principals.list) + firstNamed
	n := len(classes)
	out := Classes{AllBut: slices.Contains(classes, otherPrincipal) && (n == total || n > firstNamed && n*2 > total)}
	if !out.AllBut {
		for _, s := range classes {
			out.Classes = append(out.Classes, principalClass(principals, s))
		}
	} else {
		in := make([]bool, total)
		for _, s := range classes {
			in[s] = true
		}
		for s := range in {
			if !in[s] {
				out.Classes = append(out.Classes, principalClass(principals, int32(s)))
			}
		}
	}
	slices.SortFunc(out.Classes, Class.compare)
	return out
}

func (a *axis) classAt(n int32) Class {
	switch {
	case n == root && a.bare:
		return Class{Kind: Nobody}
	case n == root:
		return Class{Kind: Other}
	case a.nodes[n].pattern:
		return Class{Below, a.text(n)}
	}
	return Class{Named, a.text(n)}
}

// find returns the node of a class that has a name.
func (a *axis) find(c Class) (n int32, ok bool) {
	names, nodes := &a.literals, a.literalNode
	switch c.Kind {
	case Named:
	case Below:
		names, nodes = &a.patterns, a.patternNode
	default:
		return root, false
	}
	id, ok := names.lookup(c.Name)
	if !ok {
		return root, false
	}
	return nodes[id], true
}

// String says the class as "other", "none", "name" or "below name/".
func (c Class) String() string {
	switch c.Kind {
	case Other:
		return "any other"
	case Nobody:
		return "none"
	case Below:
		return "any other below " + strconv.Quote(c.Name)
	}
	return strconv.Quote(c.Name)
}

// String lists the classes.
func (c Classes) String() string {
	var b strings.Builder
	if c.AllBut {
		b.WriteString("any")
		if len(c.Classes) == 0 {
			return b.String()
		}
		b.WriteString(" but ")
	}
	for i, x := range c.Classes {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(x.String())
	}
	return b.String()
}

// Contains reports whether a class is in the set.
func (c Classes) Contains(x Class) bool { return slices.Contains(c.Classes, x) != c.AllBut }

// PrincipalClass returns the class that the comparison puts a principal in.
func (c *Change) PrincipalClass(name *string) Class { return principalClassOf(c.principals, name) }

func principalClassOf(principals *names, name *string) Class {
	if name == nil {
		return Class{Kind: Nobody}
	}
	if _, ok := principals.lookup(*name); ok {
		return Class{Named, *name}
	}
	return Class{Kind: Other}
}

// ObjectClass returns the class that the comparison puts a request's object in; OldClass does for an object of the kind
// that the old release asks about, where that is another.
func (c *Change) ObjectClass(name *string) Class { return c.objects.classOf(name) }

// OldClass is ObjectClass for the old release.
func (c *Change) OldClass(name *string) Class { return c.old.classOf(name) }

func (a *axis) classOf(name *string) Class {
	if name == nil || a.bare {
		return Class{Kind: Nobody}
	}
	return a.classAt(a.class(*name))
}
