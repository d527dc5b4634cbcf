package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// aclFix makes a fix of changes of an ACL document; nil if no edit can make them, or where the target would no longer
// start with the document. A fix is safe only if it allows nothing that was denied; one that allows something says what.
// old is the document on a release whose decisions the fix is to keep; it may be nil. The release that the upgrade starts
// from is always compared with.
func aclFix(p *lint.Pass, old, now *resolved.ACLs, how lint.Applicability, message string, changes ...resolved.Change) *lint.Fix {
	fix := resolved.RewriteAll(&now.Text, how, message, changes...)
	if fix == nil {
		return nil
	}
	fixed := now.After(changes...)
	if now.Starts() && !fixed.Starts() {
		return nil
	}
	if opens := opened(p, now, fixed, old, resolved.ACLsBefore(p, now.Document)); opens != "" {
		fix.Message += ": " + opens
		if how == lint.Safe {
			fix.Applicability = lint.Unsafe
		}
	}
	return fix
}

// effectiveFix is aclFix for changes that make something of top-level keys take effect which did not, and says all that
// they change.
func effectiveFix(p *lint.Pass, now *resolved.ACLs, keys []string, message string, changes ...resolved.Change) *lint.Fix {
	old := resolved.ACLsBefore(p, now.Document)
	fix := aclFix(p, old, now, lint.Unsafe, message, changes...)
	if fix == nil {
		return nil
	}
	fixed := now.After(changes...)
	for _, key := range keys {
		if from := listReadFrom(p, fixed, key); fix.ValidFrom.Less(from) {
			fix.ValidFrom = from
		}
	}
	switch closes := closed(p, now, fixed, old); {
	case closes == "":
	case fix.Message == message:
		fix.Message += ": " + closes
	default:
		fix.Message += "; " + closes
	}
	return fix
}

// opened says what a changed document allows on its release that it denied before on one of some, "" if that is
// nothing. An operation that the change does not touch is not its doing, if the release starts without it.
func opened(p *lint.Pass, now, fixed *resolved.ACLs, before ...*resolved.ACLs) string {
	refused := slices.Concat(refusedKeys(now), refusedKeys(fixed))
	stops := !fixed.Usable()
	if stops {
		// Another fault stops the target still. What the change allows takes effect when that is fixed.
		if now, fixed = withoutKeys(now, refused), withoutKeys(fixed, refused); !fixed.Usable() {
			return ""
		}
	}
	if !slices.ContainsFunc(before, (*resolved.ACLs).Starts) {
		before = []*resolved.ACLs{now}
	}
	touches := func(string) bool { return true }
	if now.Starts() || stops && now.Usable() {
		touches = func(name string) bool {
			touched := compareShared(p, now, fixed).Operations
			return slices.ContainsFunc(touched, func(c authz.Change) bool { return c.Operation.Name == name })
		}
	}
	said := map[string]bool{}
	var words []string
	for _, was := range before {
		if !was.Starts() {
			continue
		}
		differences := compareShared(p, was, fixed)
		for i := range differences.Operations {
			c := &differences.Operations[i]
			name := c.Operation.Name
			ofRefused := func(key string) bool { return stops && slices.Contains(refused, key) }
			if c.Widened == 0 || said[name] || !touches(name) || c.To != nil && slices.ContainsFunc(c.To.Lists, ofRefused) {
				continue
			}
			said[name] = true
			words = append(words, changeWords(c, true))
		}
	}
	return strings.Join(words, "; ")
}

// refusedKeys returns the top-level keys in which something keeps a document from being loaded.
func refusedKeys(a *resolved.ACLs) []string {
	var keys []string
	for _, problem := range a.Problems {
		if problem.Effect == stout.Fatal {
			keys = append(keys, problem.Path[:len(problem.Path)-len(strings.TrimLeft(problem.Path, keyLetters))])
		}
	}
	return keys
}

// keyLetters are those of the keys of ACLs.
const keyLetters = "abcdefghijklmnopqrstuvwxyz_"

// withoutKeys returns a document as its release would read it without some of its top-level keys.
func withoutKeys(a *resolved.ACLs, keys []string) *resolved.ACLs {
	if a.Syntax != nil {
		return a
	}
	ms := a.Members()
	return a.After(resolved.Drop(a.JSON, func(i int) bool { return slices.Contains(keys, ms[i].Key.String()) })...)
}

// closed says what a changed document denies on its release that it allowed before, "" if that is nothing.
func closed(p *lint.Pass, now, fixed, old *resolved.ACLs) string {
	was := now
	if !was.Usable() {
		was = old
	}
	if !was.Usable() || !fixed.Usable() {
		return ""
	}
	return differenceWords(compareShared(p, was, fixed), false)
}

// comparedKey is for two documents as releases read them.
type comparedKey struct {
	old, new string
	from, to release.Release
}

// comparedOnce is the bytes of a document up to which what was found about two of them is kept for others that say the same:
// fleets have one small file many times.
const comparedOnce = 16 << 10

// compareShared compares what both releases decide, and nothing of what only one does.
func compareShared(p *lint.Pass, old, new *resolved.ACLs) *authz.Differences {
	type compared struct{ old, new *resolved.ACLs }
	return lint.Memo(p, compared{old, new}, func() *authz.Differences { return comparedAmongNodes(p, old, new) })
}

// comparedAmongNodes is compareShared, once for all nodes whose documents say the same. A document that no node reads is looked
// at once in any case.
func comparedAmongNodes(p *lint.Pass, old, new *resolved.ACLs) *authz.Differences {
	compare := func() *authz.Differences { return authz.CompareShared(old.Policy, new.Policy) }
	if new.Document.Node == nil || old.Text.Len() > comparedOnce || new.Text.Len() > comparedOnce {
		return compare()
	}
	return lint.Shared(p, comparedKey{old.Text.String(), new.Text.String(), old.Release, new.Release}, compare)
}

// readFrom returns the first release from which on every one up to the target reads a list as it does: it knows the list,
// calls the object alike, authorizes the endpoints that are named and takes "a/%" for the same.
func readFrom(p *lint.Pass, list *authz.List, entries []authz.NewEntry, to release.Release) release.Release {
	action := catalog.Actions().Action(list.Key)
	var objects []string
	for _, entry := range entries {
		if object := entry.Says().Object; object.Type == authz.Some {
			objects = append(objects, object.Values...)
		}
	}
	patterns := slices.ContainsFunc(objects, func(object string) bool { return strings.HasSuffix(object, "/%") })
	type readAlike struct {
		list     *authz.List
		patterns bool
		to       release.Release
	}
	if list.Objects == nil {
		return lint.Shared(p, readAlike{list, patterns, to}, func() release.Release { return readSince(action, list, nil, patterns, to) })
	}
	return readSince(action, list, objects, patterns, to)
}

// readSince is readFrom for objects that were looked through. They do not matter if the release authorizes any.
func readSince(action *catalog.Action, list *authz.List, objects []string, patterns bool, to release.Release) release.Release {
	return resolved.SinceOrAlways(to, func(r release.Release) bool {
		if !action.Exists.Contains(r) || action.Object(r) != list.Object || patterns && action.RecursiveRoles.Contains(r) != list.Recursive {
			return false
		}
		if list.Objects == nil {
			return true
		}
		known := catalog.Endpoints(r)
		return !slices.ContainsFunc(objects, func(object string) bool { return !slices.Contains(known, object) })
	})
}

// listReadFrom is readFrom for a list of a document as it stands, zero if the key is not one of a list.
func listReadFrom(p *lint.Pass, a *resolved.ACLs, key string) release.Release {
	if !a.Usable() {
		return release.Release{}
	}
	list := a.Policy.Schema().List(key)
	if list == nil {
		return release.Release{}
	}
	var entries []authz.NewEntry
	for entry := range a.Policy.Entries(key) {
		entries = append(entries, authz.NewEntry{Old: entry, Same: true})
	}
	return readFrom(p, list, entries, a.Release)
}

// instead says what to do by hand about a list that another replaces. It looks whether that is there already, and whether
// an entry can stand in it.
func instead(a *resolved.ACLs, action *catalog.Action) string {
	to := action.ReplacedBy
	var old []string
	for _, m := range a.Members() {
		key := m.Key.String()
		if known := catalog.Actions().Action(key); known != nil && known.ReplacedBy == to && !slices.Contains(old, key) {
			old = append(old, key)
		}
	}
	successor := catalog.Actions().Action(to)
	object := cmp.Or(successor.Object(a.Release), successor.Objects[len(successor.Objects)-1].Name)
	switch fits := action.Objects[len(action.Objects)-1].Name == object && entriesHave(a, action.Key, object); {
	case a.Has(to) && fits:
		return fmt.Sprintf("move the entries you want to keep into `%s`, which is there already, and delete it", to)
	case a.Has(to):
		return resolved.DeleteBeside(to)
	case len(old) > 1:
		return fmt.Sprintf("replace %s by one `%s`, whose entries have `%s`", resolved.QuotedList(old), to, object)
	case fits:
		return fmt.Sprintf("rename it to `%s`", to)
	}
	return fmt.Sprintf("replace it by `%s`, whose entries have `%s`; a renamed key with the old entries stops the daemon", to, object)
}

// entriesHave reports whether all entries of the lists of a name have an object. One that lacks it stops a daemon that reads it.
func entriesHave(a *resolved.ACLs, name, object string) bool {
	have := true
	for _, m := range a.Members() {
		if m.Key.String() == name {
			m.Value.ForEach(func(_, entry source.JSON) bool {
				_, have = entry.Get(object)
				return have
			})
		}
		if !have {
			break
		}
	}
	return have
}

// allowsSomething reports whether a policy allows anybody an operation that its release authorizes.
func allowsSomething(policy *authz.Policy, operation string) bool {
	powers, ok := policy.Powers(operation)
	return ok && slices.ContainsFunc(powers.Rows, func(row authz.Row) bool { return row.Allowed.AllBut || len(row.Allowed.Classes) > 0 })
}
