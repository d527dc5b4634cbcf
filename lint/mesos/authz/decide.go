package authz

import (
	"fmt"
	"slices"
	"sync"
)

// Request is one question to the authorizer.
type Request struct {
	Operation string
	// Principal is who asks, nil if the request is not authenticated.
	Principal *string
	// Objects are what it is about: mostly one. Nil if the request has no object; an empty list is a request about a
	// list of objects that has none.
	Objects []string
}

// Decision is the answer to a request.
type Decision struct {
	Allowed bool
	// Entry is the one that decided; zero if none matched and permissive did.
	Entry Entry
}

// UnknownOperation is the error of a request for an operation that the release does not have.
type UnknownOperation struct {
	Operation string
	Schema    *Schema
}

func (e *UnknownOperation) Error() string {
	return fmt.Sprintf("Mesos %s does not authorize %q", e.Schema.Release, e.Operation)
}

// lazyIndex is the index of one operation, made when it is first asked for.
type lazyIndex struct {
	once     sync.Once
	index    *index
	universe *universe
	cells    map[uint64]int32
}

// cellsFrom is the number of rules of one principal from which they are looked up and not tried one after another,
// unless that would take more than maxCells.
const (
	cellsFrom = 16
	maxCells  = 1 << 22
)

// Decide answers a request. The object of a request is what the release sends: where the release sends none, the
// request's are not looked at. What kind of object that is can depend on the policy; see Policy.Governed.
func (p *Policy) Decide(r Request) (Decision, error) {
	o, ok := p.schema.operations[r.Operation]
	if !ok {
		return Decision{}, &UnknownOperation{r.Operation, p.schema}
	}
	op := &p.schema.Operations[o]
	x := p.index(o)
	s := x.principal(p, r.Principal)
	way := p.way(op)
	switch {
	case r.Objects == nil || way == nil || way.Object == "":
		return p.decision(x, x.decides(s, root)), nil
	case len(r.Objects) == 1:
		return p.decision(x, x.decides(s, x.universe.objects.class(r.Objects[0]))), nil
	case len(r.Objects) == 0 && op.Several == Each:
		return Decision{Allowed: p.permissive}, nil
	case op.Several == Together:
		return p.decision(x, x.together(s, r.Objects)), nil
	}
	var last Decision
	for _, object := range r.Objects {
		last = p.decision(x, x.decides(s, x.universe.objects.class(object)))
		if !last.Allowed {
			break
		}
	}
	return last, nil
}

// Governed says what governs an operation under the policy: the lists that decide, and the kind of object that a
// request has, "" if it has none. There are no lists if the release has none for the operation.
func (p *Policy) Governed(operation string) (lists []string, object string) {
	if o := p.schema.Operation(operation); o != nil {
		if w := p.way(o); w != nil {
			return w.Lists, w.Object
		}
	}
	return nil, ""
}

func (p *Policy) decision(x *lazyIndex, at int32) Decision {
	c := x.index.chain
	d := Decision{Allowed: c.verdict(at)}
	if int(at) < len(c.rules) {
		r := c.rules[at]
		d.Entry = Entry{p, int(r.list), int(r.entry)}
	}
	return d
}

func (p *Policy) index(o int) *lazyIndex {
	p.indexed.Do(func() { p.indexes = make([]lazyIndex, len(p.schema.Operations)) })
	x := &p.indexes[o]
	x.once.Do(func() {
		x.universe = newUniverse()
		c := p.chain(&p.schema.Operations[o], x.universe, nil)
		x.universe.objects.finish()
		x.index = newIndex(c, x.universe.size(), x.universe.objects)
		x.indexCells()
	})
	return x
}

// indexCells makes the table of (principal, object) → first own rule for principals with many rules.
func (x *lazyIndex) indexCells() {
	c := x.index.chain
	total := 0
	for s := range x.index.stop {
		if rules := x.index.rules(s); len(rules) >= cellsFrom {
			for _, i := range rules {
				total += len(c.of(c.rules[i].objects))
			}
		}
	}
	if total == 0 || total > maxCells {
		return
	}
	x.cells = make(map[uint64]int32, total)
	for s := range x.index.stop {
		rules := x.index.rules(s)
		if len(rules) < cellsFrom {
			continue
		}
		for _, i := range rules {
			for _, n := range c.of(c.rules[i].objects) {
				key := cell(s, int32(n))
				if _, ok := x.cells[key]; !ok {
					x.cells[key] = i
				}
			}
		}
	}
}

func cell(s int, n int32) uint64 { return uint64(s)<<32 | uint64(n) }

// decides is index.decides through the table where there is one.
func (x *lazyIndex) decides(s int, n int32) int32 {
	if x.cells == nil || len(x.index.rules(s)) < cellsFrom {
		return x.index.decides(s, n)
	}
	at := min(x.index.stop[s], x.index.everyone[n])
	for n != root {
		if i, ok := x.cells[cell(s, n)]; ok {
			at = min(at, i)
		}
		if x.universe.objects.parent == nil {
			break
		}
		n = x.universe.objects.parent[n]
	}
	return at
}

// principal returns the class of a principal.
func (x *lazyIndex) principal(p *Policy, name *string) int {
	if name == nil {
		return noPrincipal
	}
	if id, ok := x.universe.principals.lookup(*name); ok {
		return int(id) + firstNamed
	}
	return otherPrincipal
}

// together decides a request that carries several objects, or none if it could: an entry that lists objects
// matches if it lists them all.
func (x *lazyIndex) together(s int, objects []string) int32 {
	c := x.index.chain
	for i := range c.rules {
		r := &c.rules[i]
		if !r.everyone && !slices.Contains(c.of(r.subjects), uint32(s)) {
			continue
		}
		all := true
		for _, o := range objects {
			all = all && (r.everything || x.index.lists(r, x.universe.objects.class(o)))
		}
		if all {
			return int32(i)
		}
	}
	return int32(len(c.rules))
}
