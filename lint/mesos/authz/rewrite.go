package authz

import (
	"slices"
)

// Effect says what a rewrite does to the decisions.
type Effect uint8

// The effects, best first. Preserving was compared decision by decision. Narrows takes permissions away and gives none;
// Widens gives some.
const (
	Preserving Effect = iota
	Narrows
	Widens
)

// String returns "preserving", "narrows" or "widens".
func (e Effect) String() string { return [...]string{"preserving", "narrows", "widens"}[e] }

// effect classifies differences.
func (d *Differences) effect() Effect {
	switch {
	case d.Equal():
		return Preserving
	case d.Widens():
		return Widens
	}
	return Narrows
}

// Rewrite is a list as it must be written for the new release, because what governs its operations there, or what an
// entry may say, is not what it was.
type Rewrite struct {
	// List is the list to write.
	List *List
	// Operations are those it governs on the new release.
	Operations []string
	// Entries are what it must hold.
	Entries []NewEntry
	// Renamed is the key of the old list that holds exactly these entries as they stand, so that renaming the key is
	// enough; List.Key itself if the list stays as it is; "" if the list must be written anew.
	Renamed string
	// Obsolete are the other keys that have no part in the new policy and that the rewrite deletes.
	Obsolete []string
	// Effect is what the rewrite does to the decisions, by Differences.
	Effect Effect
	// Differences compares the old policy on its release with the rewritten one on the new, for Operations.
	Differences *Differences
	// Plain is the consolidation with the same principals and objects, which allows other things than before; nil if the
	// rewrite needs no other.
	Plain *Rewrite

	policy *Policy // of the new release, with this list only
}

// NewEntry is an entry of a rewritten list.
type NewEntry struct {
	// Old is the entry it is made from; zero if it is new.
	Old Entry
	// Same is set if Old can stand as it is, but for the key of its object where the two lists call it differently.
	Same bool
	// Spec is what it says if it is not Same.
	Spec EntrySpec
}

// Says returns what the entry says.
func (n NewEntry) Says() EntrySpec {
	if n.Same {
		return n.Old.Spec()
	}
	return n.Spec
}

// Migrate returns the lists that must be written differently for the decisions of old on its release to hold on the new
// one, with the least change that holds all of them or, where none does, the largest policy that allows nothing it did
// not. It returns none that widens. asNew is the same document as the new release reads it; nil if it does not.
func Migrate(old *Policy, to *Schema, asNew *Policy) []Rewrite {
	var out []Rewrite
	carried := to.pairsWith(old.schema).carried
	for i := range to.Lists {
		if !slices.ContainsFunc(carried[i], func(l int) bool { return len(old.list(l)) > 0 }) {
			continue
		}
		m := migration{old: old, to: to, asNew: asNew, list: &to.Lists[i]}
		if m.needed() {
			out = append(out, m.best())
		}
	}
	return out
}

// migration is the work on one list of the new release.
type migration struct {
	old   *Policy
	to    *Schema
	asNew *Policy
	list  *List

	operations []*Operation // of the new release, that the list governs when nothing obsolete is left
	leading    *Operation   // the old operation whose requests have the same object as the list's
	others     []*Operation // the old operations whose requests have another
	obsolete   []string
}

// target returns the list that governs an operation when nothing obsolete is left: the last of the last way.
func (o *Operation) target() (*Way, string) {
	if len(o.Ways) == 0 {
		return nil, ""
	}
	w := &o.Ways[len(o.Ways)-1]
	return w, w.Lists[len(w.Lists)-1]
}

// needed reports whether the list cannot be left as it is.
func (m *migration) needed() bool {
	seen := map[string]bool{m.list.Key: true}
	carried := false
	for i := range m.to.Operations {
		o := &m.to.Operations[i]
		way, key := o.target()
		if o.Indirect || key != m.list.Key {
			continue
		}
		m.operations = append(m.operations, o)
		oo := m.old.schema.Operation(o.Name)
		if oo == nil || oo.Indirect || len(oo.Ways) == 0 {
			continue
		}
		governs := m.old.way(oo)
		if governs.Object == way.Object || governs.Object == "" {
			m.leading = oo
		} else {
			m.others = append(m.others, oo)
		}
		for _, ways := range [][]Way{oo.Ways, o.Ways} {
			for _, w := range ways {
				for _, key := range w.Lists {
					if !seen[key] && m.old.Len(key) > 0 {
						m.obsolete = append(m.obsolete, key)
					}
					seen[key] = true
				}
			}
		}
		carried = carried || slices.ContainsFunc(governs.Lists, m.changes)
	}
	return m.leading != nil && (len(m.obsolete) > 0 || carried)
}

// changes reports whether an entry of an old list cannot stand in the new one as it is.
func (m *migration) changes(key string) bool {
	from := m.old.schema.List(key)
	if m.old.Len(key) > 0 && (from.Subject != m.list.Subject || from.Object != m.list.Object) {
		return true
	}
	if from.Key == m.list.Key && slices.Equal(from.Objects, m.list.Objects) {
		return false
	}
	for e := range m.old.Entries(key) {
		if n, ok := m.carry(e, from); !ok || !n.Same {
			return true
		}
	}
	return false
}

// carry makes an entry of an old list one of the new list that says the same; false if it would say nothing.
func (m *migration) carry(e Entry, from *List) (NewEntry, bool) {
	n := NewEntry{Old: e, Same: true}
	object := e.Object()
	implicit := from.Implicit || m.old.way(m.leading).Object == ""
	switch {
	case implicit && !m.list.Implicit && object.Type() == Some:
		return n, false // no request could match it
	case implicit && !m.list.Implicit && object.Len() > 0:
		n.change().Object.Values = nil
	case m.list.Recursive && !from.Recursive && object.Type() != Some:
		if object.Len() == 1 && isPattern(object.Value(0)) {
			n.change().Object.Values = nil
		}
	case m.list.Recursive && !from.Recursive && e.Subject().Type() != None:
		// It must not allow more than the one role it named; denying more does no harm.
		return n, n.limit(func(v string) bool { return !isPattern(v) })
	case m.list.Objects != nil && object.Type() == Some:
		return n, n.limit(func(v string) bool { return slices.Contains(m.list.Objects, v) })
	}
	return n, true
}

// change makes the entry one that says what Spec does, which is what the old one says to begin with.
func (n *NewEntry) change() *EntrySpec {
	if n.Same {
		n.Same, n.Spec = false, n.Old.Spec()
	}
	return &n.Spec
}

// limit keeps some of the objects that the entry lists; false if none of them is left.
func (n *NewEntry) limit(keep func(string) bool) bool {
	object := n.Old.Object()
	drops := 0
	for i := range object.Len() {
		if !keep(object.Value(i)) {
			drops++
		}
	}
	if drops > 0 {
		spec := n.change()
		spec.Object.Values = slices.DeleteFunc(spec.Object.Values, func(v string) bool { return !keep(v) })
	}
	return drops == 0 || drops < object.Len()
}

// best makes the candidates and takes the first that changes nothing, else the largest that never widens.
func (m *migration) best() Rewrite {
	plain := m.rewrite(m.carried())
	if plain.Effect == Preserving {
		return plain
	}
	left, operations := m.left(), plain.Operations
	leftPolicy := m.policy(left)
	if decideAlike(m.old, leftPolicy, operations) {
		return m.rewrite(left)
	}
	if plain.Effect == Narrows {
		return plain
	}
	var safe Rewrite
	for _, c := range []caution{{}, {noEmpty: true}, {onlyNamed: true}, {onlyNamed: true, noEmpty: true}} {
		if safe = m.rewrite(m.safe(c)); safe.Effect != Widens {
			break
		}
	}
	if decideAlike(leftPolicy, safe.policy, operations) {
		safe = m.rewrite(left)
	}
	if len(plain.Entries) == 0 {
		plain = m.rewrite(m.consolidated())
	}
	safe.Plain = &plain
	return safe
}

// consolidated are the entries of the other operations, about every object where they allow anything: their own objects
// are of another kind.
func (m *migration) consolidated() []NewEntry {
	var out []NewEntry
	for _, o := range m.others {
		for _, key := range m.old.way(o).Lists {
			for e := range m.old.Entries(key) {
				spec := EntrySpec{Subject: e.Subject().Spec(), Object: EntitySpec{Type: Any}}
				if e.Object().Type() == None {
					spec.Object.Type = None
				}
				out = append(out, NewEntry{Spec: spec})
			}
		}
	}
	return out
}

// carried are the entries that govern the leading operation, as they are.
func (m *migration) carried() []NewEntry {
	var out []NewEntry
	for _, key := range m.old.way(m.leading).Lists {
		from := m.old.schema.List(key)
		for e := range m.old.Entries(key) {
			if n, ok := m.carry(e, from); ok {
				out = append(out, n)
			}
		}
	}
	return out
}

// left are the entries that the new release finds when only the obsolete keys are deleted.
func (m *migration) left() []NewEntry {
	var out []NewEntry
	if m.asNew != nil {
		for e := range m.asNew.Entries(m.list.Key) {
			out = append(out, NewEntry{Old: e, Same: true})
		}
	}
	return out
}

// caution denies more than the policies would need, where the two releases do not take a request without a principal for
// the same: everything to principals that no entry names, or to the principal "".
type caution struct{ onlyNamed, noEmpty bool }

// safe allows a principal what the leading entries do, and only if the other operations allow it everything: what it
// may do with any object, it may do with any other object under a list that does not tell those apart.
func (m *migration) safe(c caution) []NewEntry {
	entries := m.carried()
	free, bound, other := m.free()
	if i := slices.Index(free, ""); i >= 0 && c.noEmpty {
		free, bound = slices.Delete(free, i, i+1), append(bound, "")
	}
	if other && !c.onlyNamed {
		if len(bound) == 0 {
			return entries
		}
		return append([]NewEntry{{Spec: EntrySpec{EntitySpec{Values: bound}, EntitySpec{Type: None}}}}, entries...)
	}
	isFree := make(map[string]bool, len(free))
	for _, name := range free {
		isFree[name] = true
	}
	var out []NewEntry
	forAll := 0
	for _, n := range entries {
		if n.isForAll() {
			forAll++
		}
	}
	for _, n := range entries {
		subject := n.Old.Subject()
		switch {
		case n.isForAll() && forAll*len(free) > maxNames:
			continue // leaving out what allows something only narrows
		case subject.Type() == Any && n.Says().Object.Type != None:
			n.change().Subject = EntitySpec{Values: free}
		case subject.Type() == Some:
			kept := slices.DeleteFunc(subject.Values(), func(v string) bool { return !isFree[v] })
			if len(kept) < subject.Len() {
				n.change().Subject.Values = kept
			}
		}
		if n.Same || n.Spec.Subject.Type != Some || len(n.Spec.Subject.Values) > 0 {
			out = append(out, n)
		}
	}
	if m.old.permissive && len(free) > 0 {
		out = append(out, NewEntry{Spec: EntrySpec{EntitySpec{Values: free}, EntitySpec{Type: Any}}})
	}
	return append(out, NewEntry{Spec: EntrySpec{EntitySpec{Type: None}, EntitySpec{Type: Any}}})
}

// maxNames is how many names a rewrite may write out in place of ANY.
const maxNames = 1 << 18

// isForAll reports whether the entry lists objects that every principal is allowed.
func (n NewEntry) isForAll() bool {
	return n.Old.Subject().Type() == Any && n.Old.Object().Type() == Some
}

// free sorts the named principals by whether the other operations allow them everything, in the order they are named,
// and says whether they allow it to a principal that is not named.
func (m *migration) free() (free, bound []string, other bool) {
	u := newUniverse()
	m.old.chain(m.leading, u, nil)
	axes := make([]*axis, len(m.others))
	chains := make([]*chain, len(m.others))
	for i, o := range m.others {
		axes[i] = newAxis()
		chains[i] = m.old.chain(o, &universe{principals: u.principals, objects: axes[i]}, nil)
	}
	all := make([]bool, u.size())
	for s := range all {
		all[s] = true
	}
	for i, c := range chains {
		axes[i].finish()
		r := newRows(newIndex(c, u.size(), axes[i]))
		for s := range all {
			all[s] = all[s] && r.row(s).allowsAll()
		}
	}
	for i, name := range u.principals.list {
		if all[firstNamed+i] {
			free = append(free, name)
		} else {
			bound = append(bound, name)
		}
	}
	return free, bound, all[otherPrincipal]
}

// rewrite compares the old policy with one that has the given entries in the list and nothing obsolete.
func (m *migration) rewrite(entries []NewEntry) Rewrite {
	r := Rewrite{List: m.list, Entries: entries, Obsolete: slices.Clone(m.obsolete)}
	for _, o := range m.operations {
		r.Operations = append(r.Operations, o.Name)
	}
	r.policy = m.policy(entries)
	r.Differences = CompareOperations(m.old, r.policy, r.Operations)
	r.Effect = r.Differences.effect()
	for _, key := range append([]string{m.list.Key}, m.obsolete...) {
		if m.holds(key, entries) {
			r.Renamed = key
			r.Obsolete = slices.DeleteFunc(r.Obsolete, func(k string) bool { return k == key })
			break
		}
	}
	return r
}

// policy is what the new release makes of the list.
func (m *migration) policy(entries []NewEntry) *Policy {
	b := newBuilder(m.to, m.old.text)
	b.p.permissive = m.old.permissive
	b.p.values, b.p.decoded = slices.Clip(m.old.values), slices.Clip(m.old.decoded)
	held := make([]entry, 0, len(entries))
	for _, n := range entries {
		if n.Same && n.Old.policy == m.old {
			held = append(held, *n.Old.compact())
			continue
		}
		held = append(held, b.entry(n.Says()))
	}
	b.p.hold(m.to.lists[m.list.Key], held)
	return b.p
}

// holds reports whether a list of the document has exactly the entries, as they stand.
func (m *migration) holds(key string, entries []NewEntry) bool {
	from := m.old.schema.List(key)
	if key == m.list.Key && m.asNew != nil && len(entries) == m.asNew.Len(key) &&
		!slices.ContainsFunc(entries, func(n NewEntry) bool { return n.Old.policy != m.asNew }) {
		return true
	}
	if from == nil || from.Subject != m.list.Subject || from.Object != m.list.Object || m.old.Len(key) != len(entries) {
		return false
	}
	for i, n := range entries {
		if !n.Same || n.Old.policy != m.old || n.Old.List() != key || n.Old.Index() != i {
			return false
		}
	}
	return true
}
