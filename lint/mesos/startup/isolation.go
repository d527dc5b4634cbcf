package startup

import (
	"slices"
	"strings"
)

// Alias is what a release makes of an old name of an isolator.
type Alias struct {
	Names []string
	// Whole is set if the old name is known as the whole list only.
	Whole bool
}

// Isolation is a list of isolators as an agent reads it.
type Isolation struct {
	// Listed are the names as they are written.
	Listed []Name
	// Isolators are the names with the old ones replaced, each where the one it stems from is written.
	Isolators []Name

	text  string
	rules IsolatorRules
	alias func(string) (Alias, bool)
}

// ReadIsolation reads a list of isolators. alias returns what replaces a name, found is false if nothing does.
func ReadIsolation(text string, d Dialect, alias func(name string) (a Alias, found bool)) *Isolation {
	rules := d.Isolators
	iso := &Isolation{Listed: Names(text, rules.KeepsEmpty), text: text, rules: rules, alias: alias}
	for _, name := range iso.Listed {
		replacement, found := alias(name.Text)
		if !found || !rules.AliasesInList && !(replacement.Whole && name.Text == text) {
			iso.Isolators = append(iso.Isolators, name)
			continue
		}
		for _, each := range replacement.Names {
			iso.Isolators = append(iso.Isolators, Name{each, name.Start, name.End})
		}
	}
	return iso
}

// Twice returns a name that is listed a second time where that is refused.
func (i *Isolation) Twice() *Problem {
	if twice, found := Twice(i.Listed); found && i.rules.RefusesTwice {
		return blame(twice, "isolator %q is listed twice", twice.Text)
	}
	return nil
}

// BothNames returns an old name that is listed beside its new one if that is refused.
func (i *Isolation) BothNames() *Problem {
	if !i.rules.RefusesBothNames {
		return nil
	}
	for _, name := range i.Isolators {
		old, found := i.alias(name.Text)
		if found && !old.Whole && len(old.Names) == 1 && i.Mentions(old.Names[0]) {
			return blame(name, "%q and %q are two names of one isolator", name.Text, old.Names[0])
		}
	}
	return nil
}

// SecondOf returns the second isolator whose name starts with a kind ("network/") where only one may be; except, which
// may be "", is not counted.
func (i *Isolation) SecondOf(kind, except string) *Problem {
	if !i.rules.OneOfAKind {
		return nil
	}
	first := ""
	for _, name := range i.Isolators {
		switch {
		case !strings.HasPrefix(name.Text, kind) || name.Text == except:
		case first == "":
			first = name.Text
		case name.Text != first:
			return blame(name, "%q and %q are both isolators of the kind %q", first, name.Text, strings.TrimSuffix(kind, "/"))
		}
	}
	return nil
}

// Mentions reports whether a name counts as listed beside another.
func (i *Isolation) Mentions(name string) bool {
	if i.rules.AsSet {
		_, found := i.Find(name)
		return found
	}
	return i.Contains(name)
}

func blame(name Name, format string, args ...any) *Problem {
	p := refuse(token{}, format, args...)
	p.Start, p.End = name.Start, name.End
	return p
}

// Find returns where an isolator is asked for.
func (i *Isolation) Find(name string) (Name, bool) {
	at := slices.IndexFunc(i.Isolators, func(n Name) bool { return n.Text == name })
	if at < 0 {
		return Name{}, false
	}
	return i.Isolators[at], true
}

// Contains reports whether the text of the list contains a text, which is how the daemon looks for what an isolator needs.
func (i *Isolation) Contains(text string) bool { return strings.Contains(i.text, text) }

// Before reports whether one isolator is listed before another.
func (i *Isolation) Before(first, second string) bool {
	at := func(name string) int {
		return slices.IndexFunc(i.Isolators, func(n Name) bool { return n.Text == name })
	}
	return at(first) < at(second)
}

// Twice returns the first name of a list that is written a second time, where it is.
func Twice(names []Name) (Name, bool) {
	for i, name := range names {
		if slices.ContainsFunc(names[:i], func(n Name) bool { return n.Text == name.Text }) {
			return name, true
		}
	}
	return Name{}, false
}

// HasNetwork reports whether an isolator for the network is listed, so that none is implied. The one that only watches
// ports is none if the list is a set.
func (i *Isolation) HasNetwork() bool {
	const kind, watcher = "network/", "network/ports"
	if !i.rules.AsSet {
		return i.Contains(kind)
	}
	return slices.ContainsFunc(i.Isolators, func(n Name) bool { return strings.HasPrefix(n.Text, kind) && n.Text != watcher })
}
