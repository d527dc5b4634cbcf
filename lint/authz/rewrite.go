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
	// enough; List.Key itself where the list stays as it is; "" where the list must be written anew.
	Renamed string
	// Obsolete are the other keys that have no part in the new policy and that the rewrite deletes.
	Obsolete []string
	// Effect is what the rewrite does to the decisions, by Differences.
	Effect Effect
	// Differences compares the old policy on its release with the rewritten one on the new, for Operations.
	Differences *Differences
	// Plain are the differences that carrying the entries over as they are would make; nil where that is the rewrite.
	Plain *Differences

	policy *Policy // of the new release, with this list only
}

// NewEntry is an entry of a rewritten list.
type NewEntry struct {
	// Old is the entry it is made from; zero where it is new.
	Old Entry
	// Same is set where Old can stand as it is, but for the key of its object where the two lists call it differently.
	Same bool
	// Spec is what it says.
	Spec EntrySpec
}

// Migrate returns the lists that must be written differently for the decisions of old on its release to hold on the new
// one, with the least change that holds all of them or, where none does, the largest policy that allows nothing it did
// not. It returns none that widens. asNew is the same document as the new release reads it; nil where it does not.
func Migrate(old *Policy, to *Schema, asNew *Policy) []Rewrite {
	var out []Rewrite
	for i := range to.Lists {
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

// carry makes an entry of an old list one of the new list that says the same; false where it would say nothing.
func (m *migration) carry(e Entry, from *List) (NewEntry, bool) {
	n := NewEntry{Old: e, Same: true, Spec: e.Spec()}
	object := &n.Spec.Object
	if implicit := from.Implicit || m.old.way(m.leading).Object == ""; implicit && !m.list.Implicit {
		if object.Type == Some {
			return n, false // no request could match it
		}
		n.Same, object.Values = len(object.Values) == 0, nil
		return n, true
	}
	if m.list.Recursive && !from.Recursive {
		keep := func(v string) bool { return !isPattern(v) }
		switch {
		case object.Type == Some && n.Spec.Subject.Type != None:
			n.limit(keep) // it must not allow more than the one role it named; denying more does no harm
		case object.Type == Some:
		case len(object.Values) == 1 && !keep(object.Values[0]):
			n.Same, object.Values = false, nil
		}
	}
	if m.list.Objects != nil && object.Type == Some {
		n.limit(func(v string) bool { return slices.Contains(m.list.Objects, v) })
	}
	return n, object.Type != Some || len(object.Values) > 0 || len(e.Spec().Object.Values) == 0
}

// limit keeps some of the entry's objects.
func (n *NewEntry) limit(keep func(string) bool) {
	kept := slices.DeleteFunc(slices.Clone(n.Spec.Object.Values), func(v string) bool { return !keep(v) })
	n.Same = n.Same && len(kept) == len(n.Spec.Object.Values)
	n.Spec.Object.Values = kept
}

// best makes the candidates and takes the first that changes nothing, else the largest that never widens.
func (m *migration) best() Rewrite {
	plain := m.rewrite(m.carried())
	if plain.Effect == Preserving {
		return plain
	}
	left := m.rewrite(m.left())
	if left.Effect == Preserving {
		return left
	}
	var safe Rewrite
	for _, c := range []caution{{}, {noEmpty: true}, {onlyNamed: true}, {onlyNamed: true, noEmpty: true}} {
		if safe = m.rewrite(m.safe(c)); safe.Effect != Widens {
			break
		}
	}
	safe.Plain = plain.Differences
	if plain.Effect == Narrows {
		return plain
	}
	if left.Effect == Narrows && CompareOperations(left.policy, safe.policy, left.Operations).Equal() {
		left.Plain = plain.Differences
		return left
	}
	return safe
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
			out = append(out, NewEntry{Old: e, Same: true, Spec: e.Spec()})
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
	for _, n := range entries {
		subject := &n.Spec.Subject
		switch subject.Type {
		case Some:
			kept := slices.DeleteFunc(slices.Clone(subject.Values), func(v string) bool { return !isFree[v] })
			n.Same = n.Same && len(kept) == len(subject.Values)
			subject.Values = kept
		case Any:
			n.Same = false
			*subject = EntitySpec{Values: free}
		}
		if subject.Type != Some || len(subject.Values) > 0 {
			out = append(out, n)
		}
	}
	if m.old.permissive && len(free) > 0 {
		out = append(out, NewEntry{Spec: EntrySpec{EntitySpec{Values: free}, EntitySpec{Type: Any}}})
	}
	return append(out, NewEntry{Spec: EntrySpec{EntitySpec{Type: None}, EntitySpec{Type: Any}}})
}

// free sorts the named principals by whether the other operations allow them everything, in the order they are named,
// and says whether they allow it to a principal that is not named.
func (m *migration) free() (free, bound []string, other bool) {
	u := newUniverse(newAxis())
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
			all[s] = all[s] && r.allowsAll(s)
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

// allowsAll reports whether a principal class is allowed every object class.
func (r *rows) allowsAll(s int) bool {
	if !r.x.chain.verdict(r.x.stop[s]) {
		return false
	}
	if !r.denies {
		return true // what a rule of the principal's own lists, it allows
	}
	return len(r.row(s).otherwise) == 0
}

// rewrite compares the old policy with one that has the given entries in the list and nothing obsolete.
func (m *migration) rewrite(entries []NewEntry) Rewrite {
	r := Rewrite{List: m.list, Entries: entries, Obsolete: slices.Clone(m.obsolete)}
	for _, o := range m.operations {
		r.Operations = append(r.Operations, o.Name)
	}
	b := newBuilder(m.to, nil)
	b.p.permissive = m.old.permissive
	l := m.to.lists[m.list.Key]
	for _, n := range entries {
		b.p.lists[l] = append(b.p.lists[l], entry{span: nowhere, subject: b.entity(n.Spec.Subject), object: b.entity(n.Spec.Object)})
	}
	r.policy = b.p
	r.Differences = CompareOperations(m.old, b.p, r.Operations)
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
