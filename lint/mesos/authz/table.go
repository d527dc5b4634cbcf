package authz

import (
	"encoding/json"
	"slices"
)

// Powers says who may do one operation with what.
type Powers struct {
	Operation *Operation
	// Way is how the policy has it governed; nil if no list does.
	Way *Way
	// Rows are in the order of their first principals. Every principal is in one of them.
	Rows []Row

	principals *names
	objects    *axis
}

// PrincipalClass returns the class that the table puts a principal in.
func (p *Powers) PrincipalClass(name *string) Class { return principalClassOf(p.principals, name) }

// ObjectClass returns the class that the table puts a request's object in.
func (p *Powers) ObjectClass(name *string) Class { return p.objects.classOf(name) }

// Named returns the classes that the lists put objects in by name, in the order of the file. An object is in the class of
// its own name, without one in that of the longest role it is below, else it is another. There are none if requests
// have no object.
func (p *Powers) Named() []Class {
	out := []Class{}
	if p.objects.bare {
		return out
	}
	for n := range p.objects.nodes[1:] {
		out = append(out, p.objects.classAt(int32(n+1)))
	}
	return out
}

// Except returns the classes that "any other below" leaves out where a set lists it: those right below, in the order of
// the file, that the set does not list. It returns the first ones, at most so many, and the number of the others.
func (p *Powers) Except(set Classes, below Class, most int) (classes []Class, others int) {
	a := p.objects
	up, ok := a.find(below)
	if !ok || !a.patterned() {
		return nil, 0
	}
	listed := make([]bool, len(a.nodes))
	for _, c := range set.Classes {
		if n, ok := a.find(c); ok {
			listed[n] = true
		}
	}
	for n := 1; n < len(a.nodes); n++ {
		switch {
		case a.parent[n] != up || listed[n]:
		case len(classes) == most:
			others++
		default:
			classes = append(classes, a.classAt(int32(n)))
		}
	}
	return classes, others
}

// Row is principals that may do the same.
type Row struct {
	Principals Classes `json:"principals"`
	// Allowed are the objects they may do it with. If requests have no object, it holds Nobody or nothing.
	Allowed Classes `json:"allowed"`
}

// Table says who may do what, in the order of the schema's operations.
func (p *Policy) Table() []Powers {
	var out []Powers
	for i := range p.schema.Operations {
		if o := &p.schema.Operations[i]; !o.Indirect && len(o.Ways) > 0 {
			out = append(out, p.powers(o))
		}
	}
	return out
}

// Powers says who may do one operation; false if the release does not authorize it by any list.
func (p *Policy) Powers(operation string) (Powers, bool) {
	o := p.schema.Operation(operation)
	if o == nil || len(o.Ways) == 0 {
		return Powers{}, false
	}
	return p.powers(o), true
}

func (p *Policy) powers(o *Operation) Powers {
	out := Powers{Operation: o, Way: p.way(o)}
	u := newUniverse()
	out.principals, out.objects = u.principals, u.objects
	c := p.chain(o, u, nil)
	u.objects.finish()
	u.objects.bare = out.Way.Object == ""
	x := newIndex(c, u.size(), u.objects)
	k := comparison{old: x, new: x}
	k.group(u.size())
	r := newRows(x)

	type kind struct {
		row        row
		principals []int32
	}
	var kinds []kind
	byHash := map[uint64][]int{}
	for g, group := range k.groups {
		row := r.row(int(group.principal))
		h := hash(hashSeed, row.otherwise.list())
		at := slices.IndexFunc(byHash[h], func(i int) bool {
			return kinds[i].row.equal(row)
		})
		if at < 0 {
			byHash[h] = append(byHash[h], len(kinds))
			kinds = append(kinds, kind{row, k.members(int32(g))})
			continue
		}
		same := &kinds[byHash[h][at]]
		same.principals = append(same.principals, k.members(int32(g))...)
	}
	for _, kind := range kinds {
		out.Rows = append(out.Rows, Row{principalClasses(u.principals, kind.principals), u.objects.classes(kind.row.allowed())})
	}
	slices.SortStableFunc(out.Rows, func(a, b Row) int { return a.Principals.compare(b.Principals) })
	return out
}

// compare puts sets that list names before the others.
func (c Classes) compare(o Classes) int {
	rank := func(c Classes) Class {
		if c.AllBut || len(c.Classes) == 0 || c.Classes[0].Kind != Named {
			return Class{Kind: Below, Name: "\xff"}
		}
		return c.Classes[0]
	}
	if c.AllBut != o.AllBut {
		if o.AllBut {
			return -1
		}
		return 1
	}
	a, b := rank(c), rank(o)
	if (a.Kind == Named) != (b.Kind == Named) {
		if a.Kind == Named {
			return -1
		}
		return 1
	}
	return a.compare(b)
}

// MarshalJSON writes a class as a request has it where it can be one: a name, or null for none. Others are
// {"other": true} and {"below": "a/"}.
func (c Class) MarshalJSON() ([]byte, error) {
	switch c.Kind {
	case Nobody:
		return []byte("null"), nil
	case Other:
		return []byte(`{"other": true}`), nil
	case Below:
		return json.Marshal(map[string]string{"below": c.Name})
	}
	return json.Marshal(c.Name)
}

// MarshalJSON writes {"only": […]} or {"all_but": […]}.
func (c Classes) MarshalJSON() ([]byte, error) {
	key := "only"
	if c.AllBut {
		key = "all_but"
	}
	classes := c.Classes
	if classes == nil {
		classes = []Class{}
	}
	return json.Marshal(map[string][]Class{key: classes})
}
