package authz

import (
	"maps"
	"slices"
)

// Shadow is an entry that decides nothing.
type Shadow struct {
	Entry Entry
	// By are entries before it that together match every request it matches, and each of which decides some of them, in
	// order; none if it matches no request at all. If there are more than a dozen, By has the first of them and
	// More is set.
	By   []Entry
	More bool
	// Contradicts is set if one of By decides otherwise than the entry would.
	Contradicts bool
	// Why says why it matches no request if By is empty.
	Why Why
}

// Why is why an entry matches no request.
type Why uint8

// The reasons. NamesNobody is a subject or object that lists nothing; NoObject is an object that lists something where
// requests have none.
const (
	Shadowed Why = iota
	NamesNobody
	NoObject
)

// maxShadows is how many entries a Shadow names.
const maxShadows = 12

// Unreachable returns every entry that decides no request, in the order of the schema's lists. An entry of a list that
// the policy leaves without a say is not among them: see Policy.Ignored.
func (p *Policy) Unreachable() []Shadow {
	found := make([]map[int]*Shadow, len(p.schema.Lists)) // by list and entry; nil map: list not looked at yet
	var done [][]string
	for i := range p.schema.Operations {
		o := &p.schema.Operations[i]
		w := p.way(o)
		if w == nil || o.Indirect || size(p, w) == 0 ||
			slices.ContainsFunc(done, func(lists []string) bool { return slices.Equal(lists, w.Lists) }) {
			continue
		}
		done = append(done, w.Lists)
		shadows := p.unreachable(o)
		for _, l := range w.lists {
			if found[l] == nil {
				found[l] = shadows[l]
				continue
			}
			for e := range found[l] { // another operation may reach it
				if shadows[l][e] == nil {
					delete(found[l], e)
				}
			}
		}
	}
	var out []Shadow
	for _, shadows := range found {
		from := len(out)
		for _, s := range shadows {
			out = append(out, *s)
		}
		slices.SortFunc(out[from:], func(a, b Shadow) int { return a.Entry.index - b.Entry.index })
	}
	return out
}

func size(p *Policy, w *Way) int {
	n := 0
	for _, l := range w.lists {
		n += len(p.list(l))
	}
	return n
}

// Ignored returns the keys of lists that have entries and no say in any operation, because of another list.
func (p *Policy) Ignored() []string {
	says := map[string]bool{}
	for i := range p.schema.Operations {
		o := &p.schema.Operations[i]
		if w := p.way(o); w != nil && !o.Indirect {
			for _, key := range w.Lists {
				says[key] = true
			}
		}
	}
	var out []string
	for i, l := range p.schema.Lists {
		if len(p.list(i)) > 0 && !says[l.Key] {
			out = append(out, l.Key)
		}
	}
	return out
}

// shadows are the entries that decide no request of one operation, by list and entry.
type shadows map[int]map[int]*Shadow

func (s shadows) add(p *Policy, l, e int) *Shadow {
	if s[l] == nil {
		s[l] = map[int]*Shadow{}
	}
	shadow := &Shadow{Entry: Entry{p, l, e}}
	s[l][e] = shadow
	return shadow
}

func (p *Policy) unreachable(o *Operation) shadows {
	out := shadows{}
	for _, l := range p.way(o).lists {
		out[l] = map[int]*Shadow{}
	}
	dead := func(l, e int) {
		s := out.add(p, l, e)
		s.Why = s.Entry.matchesNothing(p.way(o))
	}
	seen := p.reach(p.way(o))
	if seen.related != nil {
		for _, at := range seen.unmatched {
			dead(at.list, at.entry)
		}
		if len(seen.covered) == 0 {
			return out
		}
		dead = func(int, int) {}
	}
	u := newUniverse()
	c := p.chainOf(p.way(o), u, dead, seen.related)
	u.objects.finish()
	x := newWholeIndex(c, u.size(), u.objects)
	entryOf := func(at int32) Entry { return Entry{p, int(c.rules[at].list), int(c.rules[at].entry)} }
	for i, cover := range x.covered() {
		s := out.add(p, int(c.rules[i].list), int(c.rules[i].entry))
		slices.Sort(cover)
		for _, at := range cover {
			s.by(entryOf(at), c.rules[at].allow != c.rules[i].allow)
		}
	}
	return out
}

func (s *Shadow) by(e Entry, contradicts bool) {
	s.Contradicts = s.Contradicts || contradicts
	if len(s.By) == maxShadows {
		s.More = true
		return
	}
	s.By = append(s.By, e)
}

// matchesNothing says why no request matches an entry, Shadowed if one may.
func (e Entry) matchesNothing(w *Way) Why {
	subject, object := e.Subject(), e.Object()
	switch implicit := e.policy.schema.Lists[e.list].Implicit || w.Object == ""; {
	case subject.Type() == Some && subject.Len() == 0, object.Type() == Some && object.Len() == 0 && !implicit:
		return NamesNobody
	case object.Type() == Some && implicit:
		return NoObject
	}
	return Shadowed
}

// covered returns for every rule that decides no request the positions of those that do in its place, each once.
func (x *index) covered() map[int32][]int32 {
	c := x.chain
	reached := make([]bool, len(c.rules))
	covers := map[int32][]int32{}
	const few = 16 // as many are looked through
	seen := map[[2]int32]bool{}
	cover := func(i, by int32) {
		known := covers[i]
		switch {
		case len(known) < few && slices.Contains(known, by), seen[[2]int32{i, by}]:
			return
		case len(known) == few:
			for _, b := range known {
				seen[[2]int32{i, b}] = true
			}
			if seen[[2]int32{i, by}] {
				return
			}
		}
		if len(known) >= few {
			seen[[2]int32{i, by}] = true
		}
		covers[i] = append(known, by)
	}
	end := c.closing
	for i := range c.rules {
		r := &c.rules[i]
		switch {
		case r.everyone && r.everything && int32(i) == end:
			reached[i] = true
		case r.everyone && r.everything:
			cover(int32(i), end)
		case r.everyone:
			for _, n := range c.of(r.objects) {
				if by := min(x.everyone[n], end); by == int32(i) {
					reached[i] = true
				} else if !reached[i] {
					cover(int32(i), by)
				}
			}
		}
	}
	x.coverNamed(reached, cover)
	maps.DeleteFunc(covers, func(i int32, _ []int32) bool { return reached[i] })
	return covers
}

// coverNamed goes through the rules of every principal in order. Principals with the same rules count once.
func (x *index) coverNamed(reached []bool, cover func(i, by int32)) {
	c := x.chain
	o := newPrincipalIndex(x)
	k := comparison{old: x, new: x}
	k.group(len(x.stop))
	for _, g := range k.groups {
		s := int(g.principal)
		o.load(s)
		for _, i := range x.rules(s) {
			r := &c.rules[i]
			if r.everything && x.stop[s] == i {
				reached[i] = true
			} else if r.everything && !reached[i] {
				cover(i, x.stop[s])
			}
			for _, n := range c.of(r.objects) {
				switch by := o.decides(int32(n)); {
				case by == i:
					reached[i] = true
				case !reached[i]:
					cover(i, by)
				}
			}
		}
	}
}
