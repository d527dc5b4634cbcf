package startup

import (
	"slices"
	"strings"
)

// Alias is what a release makes of an old name of an isolator.
type Alias struct {
	Names []string
	// Whole is set where the old name is known as the whole list only.
	Whole bool
}

// Isolation is a list of isolators as an agent reads it.
type Isolation struct {
	// Listed are the names as they are written.
	Listed []Name
	// Isolators are the names with the old ones replaced, each where the one it stems from is written.
	Isolators []Name

	text string
}

// ReadIsolation reads a list of isolators. alias returns what replaces a name, found is false where nothing does. The
// isolation is complete whether there is a problem or not.
func ReadIsolation(text string, d Dialect, alias func(name string) (a Alias, found bool)) (*Isolation, *Problem) {
	rules := d.Isolators
	iso := &Isolation{Listed: Names(text, rules.KeepsEmpty), text: text}
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
	if rules.RefusesTwice {
		if twice, found := firstTwice(iso.Listed); found {
			return iso, blame(twice, "isolator %q is listed twice", twice.Text)
		}
	}
	if rules.RefusesBothNames {
		for _, name := range iso.Isolators {
			old, found := alias(name.Text)
			if found && !old.Whole && len(old.Names) == 1 && iso.mentions(old.Names[0], rules) {
				return iso, blame(name, "%q and %q are two names of one isolator", name.Text, old.Names[0])
			}
		}
	}
	if rules.OneOfAKind {
		for _, kind := range []string{filesystemKind, networkKind} {
			if second, found := iso.second(kind); found {
				return iso, blame(second, "only one isolator may start with %q", kind)
			}
		}
	}
	return iso, nil
}

// The kinds of which an agent wants one, and the isolator that is not counted.
const (
	filesystemKind = "filesystem/"
	networkKind    = "network/"
	portsIsolator  = "network/ports"
)

func blame(name Name, format string, args ...any) *Problem {
	return refuse(piece{text: strings.Repeat(" ", name.End-name.Start), start: name.Start}, format, args...)
}

// second returns the second different isolator of a kind.
func (i *Isolation) second(kind string) (Name, bool) {
	first := ""
	for _, name := range i.Isolators {
		switch {
		case !strings.HasPrefix(name.Text, kind) || name.Text == portsIsolator:
		case first == "":
			first = name.Text
		case name.Text != first:
			return name, true
		}
	}
	return Name{}, false
}

// mentions reports whether a name counts as listed beside another.
func (i *Isolation) mentions(name string, rules IsolatorRules) bool {
	if rules.AsSet {
		_, found := i.Find(name)
		return found
	}
	return i.Contains(name)
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
func Twice(names []Name) (Name, bool) { return firstTwice(names) }

func firstTwice(names []Name) (Name, bool) {
	for i, name := range names {
		if slices.ContainsFunc(names[:i], func(n Name) bool { return n.Text == name.Text }) {
			return name, true
		}
	}
	return Name{}, false
}
