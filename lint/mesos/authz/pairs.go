package authz

import "slices"

// pairs is what two schemas have to do with one another, whatever the policies say.
type pairs struct {
	// both are the operations that both releases authorize, in the order of the new schema; begins are those that only the new
	// one does, and ends those that only the old one does.
	both         []operationPair
	begins, ends []*Operation
	// carried are for each list of the new schema the lists of the old one, by their places, without an entry in which there is
	// nothing to rewrite: those that govern the same operations.
	carried [][]int
}

type operationPair struct{ old, new *Operation }

// isCompared reports whether a release authorizes an operation by a list that requests are made for.
func (o *Operation) isCompared() bool { return o != nil && !o.Indirect && len(o.Ways) > 0 }

// pairsWith pairs the operations of an older release with those of the schema, once for all policies.
func (s *Schema) pairsWith(old *Schema) *pairs {
	if known, ok := s.paired.Load(old); ok {
		return known.(*pairs)
	}
	p := &pairs{carried: make([][]int, len(s.Lists))}
	for i := range s.Operations {
		on := &s.Operations[i]
		if on.Indirect {
			continue
		}
		oo := old.Operation(on.Name)
		if oo != nil && !oo.Indirect {
			p.carry(old, s, oo, on)
		}
		switch {
		case !on.isCompared():
		case oo.isCompared():
			p.both = append(p.both, operationPair{oo, on})
		default:
			p.begins = append(p.begins, on)
		}
	}
	for i := range old.Operations {
		if oo := &old.Operations[i]; oo.isCompared() && !s.Operation(oo.Name).isCompared() {
			p.ends = append(p.ends, oo)
		}
	}
	known, _ := s.paired.LoadOrStore(old, p)
	return known.(*pairs)
}

// carry notes the lists of an operation's older self for the list that governs it when nothing obsolete is left.
func (p *pairs) carry(old, new *Schema, oo, on *Operation) {
	_, target := on.target()
	to, ok := new.lists[target]
	if !ok {
		return
	}
	for _, ways := range [][]Way{oo.Ways, on.Ways} {
		for _, w := range ways {
			for _, key := range w.Lists {
				if l, known := old.lists[key]; known && !slices.Contains(p.carried[to], l) {
					p.carried[to] = append(p.carried[to], l)
				}
			}
		}
	}
}
