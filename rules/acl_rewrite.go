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

// rewriteAction adds to a finding about an action that has a successor what to write instead: the fix that the comparison
// of all decisions allows, and what it changes.
func rewriteAction(p *lint.Pass, a *resolved.ACLs, action *catalog.Action, found *lint.Diagnostic) {
	if action.ReplacedBy == "" {
		return
	}
	old := resolved.ACLsOn(p, a.Document, before(p.Upgrade, action))
	if !old.Starts() {
		return
	}
	rewrites := migrations(p, old, a)
	for i := range rewrites {
		rewrite := &rewrites[i]
		if rewrite.List.Key == action.ReplacedBy && (rewrite.Renamed == action.Key || slices.Contains(rewrite.Obsolete, action.Key)) {
			offer(p, old, a, rewrite, found)
			if from := p.Upgrade.From; old.Release != from && !from.IsZero() && found.Fix != nil && found.Fix.Applicability == lint.Safe &&
				old.Policy.Len(action.Key) > 0 {
				found.Fix.Applicability = lint.Unsafe
				found.Fix.Message += fmt.Sprintf("; but %s silently ignores `%s` already, so that it takes effect again", from, action.Key)
			}
			return
		}
	}
	if old.Policy.Len(action.Key) == 0 {
		found.Help = "delete it: it is empty"
		found.Fix = resolved.RewriteAll(&a.Text, lint.Safe, fmt.Sprintf("delete `%s`, which has no entries", action.Key),
			resolved.Drop(a.JSON, keyed(a.JSON, action.Key))...)
	}
}

// before is the release whose decisions a rewrite of an action must keep: the one the upgrade starts from, or where that
// is not known or does not have the action, the newest up to the target that has it.
func before(u release.Upgrade, action *catalog.Action) release.Release {
	if action.Exists.Contains(u.From) && !u.From.IsZero() {
		return u.From
	}
	if action.Exists.Contains(u.To) {
		return u.To
	}
	return action.Exists[len(action.Exists)-1].Last
}

// migrations returns how the lists of a document must be written for what they decide on one release to hold on another.
func migrations(p *lint.Pass, old, now *resolved.ACLs) []authz.Rewrite {
	type key struct{ old, now release.Release }
	return lint.Memo(p, key{old.Release, now.Release}, func() []authz.Rewrite {
		return authz.Migrate(old.Policy, catalog.ACLSchema(now.Release), now.Policy)
	})
}

// offer turns a rewrite into the fix of a finding.
func offer(p *lint.Pass, old, now *resolved.ACLs, rewrite *authz.Rewrite, found *lint.Diagnostic) {
	type fixOf struct {
		*authz.Rewrite
		since release.Release
	}
	fix := lint.Memo(p, fixOf{rewrite, found.Release}, func() *lint.Fix { return rewriteFix(p, old, now, rewrite, found.Release) })
	if fix == nil {
		return
	}
	own := *fix // what replaces several lists is the fix of each
	found.Fix = &own
	switch deletes := rewrite.Renamed == rewrite.List.Key; {
	case rewrite.Effect != authz.Preserving:
		found.Help = fmt.Sprintf("no `%s` keeps every decision: take the fix, which never allows more", rewrite.List.Key)
	case deletes && !strings.HasPrefix(found.Help, "delete"):
		found.Help = "delete it"
	}
	if rewrite.Plain == nil || !rewrite.Plain.Differences.Widens() {
		return
	}
	if other := consolidation(p, old, now, rewrite.Plain); other != nil {
		found.Alternatives = append(found.Alternatives, other)
		found.Help += ", or the alternative " + consolidated(rewrite.Plain)
	}
}

// rewriteFix is the fix that a rewrite makes, safe where no decision differs. What the release that the upgrade starts from
// would decide differently is valid from the one on, since, that what it fixes begins with.
func rewriteFix(p *lint.Pass, old, now *resolved.ACLs, rewrite *authz.Rewrite, since release.Release) *lint.Fix {
	message := rewriteWords(old, now, rewrite)
	how := lint.Unsafe
	switch rewrite.Effect {
	case authz.Preserving:
		how = lint.Safe
		message += fmt.Sprintf(": compared with %s, none of %d decisions differs", old.Release, rewrite.Differences.Compared)
	case authz.Narrows:
		message += ": allows nothing that was denied, but " + differenceWords(rewrite.Differences, false)
	}
	changes := rewriteChanges(old, now, rewrite)
	fix := aclFix(p, old, now, how, message, changes...)
	if fix == nil {
		return nil
	}
	fix.ValidFrom = readFrom(p, rewrite.List, rewrite.Entries, now.Release)
	if from := p.Upgrade.From; how == lint.Safe && old.Release == from && !from.Less(fix.ValidFrom) && !heldOn(p, now, from, changes...) {
		fix.ValidFrom = now.Release
		if from.Less(since) {
			fix.ValidFrom = since
		}
	}
	limitedToOwnRole(old, now, rewrite, fix)
	return fix
}

// consolidation is the fix that carries a list over with the same principals and objects, and says what it allows that
// was denied, and the other way round.
func consolidation(p *lint.Pass, old, now *resolved.ACLs, plain *authz.Rewrite) *lint.Fix {
	changes := rewriteChanges(old, now, plain)
	if now.Starts() && !now.After(changes...).Starts() {
		return nil
	}
	// Where the target does not start without the fix, it is the fix that lets people do what other lists now allow.
	more := cmp.Or(opened(p, now, now.After(changes...), old, resolved.ACLsBefore(p, now.Document)), differenceWords(plain.Differences, true))
	message := rewriteWords(old, now, plain) + " " + consolidated(plain) + ": " + more
	if less := differenceWords(plain.Differences, false); less != "" {
		message += "; " + less
	}
	fix := resolved.RewriteAll(&now.Text, lint.Unsafe, message, changes...)
	if fix != nil {
		fix.ValidFrom = readFrom(p, plain.List, plain.Entries, now.Release)
		limitedToOwnRole(old, now, plain, fix)
	}
	return fix
}

// consolidated says what a consolidation holds.
func consolidated(plain *authz.Rewrite) string {
	if slices.ContainsFunc(plain.Entries, func(e authz.NewEntry) bool { return e.Old.IsZero() }) {
		return fmt.Sprintf("with the same principals, for all %s", plain.List.Object)
	}
	return fmt.Sprintf("with the same principals and %s", plain.List.Object)
}

// limitedToOwnRole makes a fix unsafe that carries the permission of frameworks to do something for their own role to a
// release that has them do it for every role the list names.
func limitedToOwnRole(old, now *resolved.ACLs, rewrite *authz.Rewrite, fix *lint.Fix) {
	for _, limit := range catalog.RoleLimits(release.Upgrade{From: old.Release, To: now.Release}) {
		name := limit.Operation
		if !slices.Contains(rewrite.Operations, name) || !allowsSomething(old.Policy, name) {
			continue
		}
		if fix.Applicability == lint.Safe {
			fix.Applicability = lint.Unsafe
		}
		fix.Message += fmt.Sprintf("; but %s lets a framework %s for its own role only, and %s for any role that the list allows its principal",
			old.Release, old.Phrase(name), now.Release)
	}
}

// heldOn reports whether a changed document decides on a release what it decides there as it is.
func heldOn(p *lint.Pass, a *resolved.ACLs, on release.Release, changes ...resolved.Change) bool {
	before := resolved.ACLsOn(p, a.Document, on)
	if !before.Usable() {
		return false
	}
	after := before.After(changes...)
	return after.Usable() && authz.DecideAlike(before.Policy, after.Policy)
}

// rewriteWords says what a rewrite does to the file.
func rewriteWords(old, now *resolved.ACLs, rewrite *authz.Rewrite) string {
	list := rewrite.List.Key
	obsolete := resolved.QuotedList(rewrite.Obsolete)
	words := ""
	switch {
	case rewrite.Renamed == list:
		return "delete " + obsolete
	case rewrite.Renamed != "":
		words = fmt.Sprintf("rename `%s` to `%s`", rewrite.Renamed, list)
	case now.Key(list).Kind() != source.NoValue:
		words = fmt.Sprintf("write `%s` anew", list)
		if was := old.Policy.Schema().List(list); obsolete == "" && was != nil && was.Object != rewrite.List.Object {
			words = fmt.Sprintf("write `%s` instead of `%s` in `%s`", rewrite.List.Object, was.Object, list)
		} else if obsolete == "" && rewrite.List.Objects != nil {
			words = fmt.Sprintf("leave out of `%s` what %s does not authorize", list, now.Release)
		}
	case obsolete != "":
		return fmt.Sprintf("replace %s by a new `%s`", obsolete, list)
	default:
		words = fmt.Sprintf("add a new `%s`", list)
	}
	if obsolete != "" {
		words += " and delete " + obsolete
	}
	return words
}

// rewriteChanges are the changes of the document's text that a rewrite makes: entries that stay keep their bytes.
func rewriteChanges(old, now *resolved.ACLs, rewrite *authz.Rewrite) []resolved.Change {
	ms := now.Members()
	list := rewrite.List.Key
	// What is written stands where the list that gives it its entries stood, the last one of that name.
	at := rewrite.Renamed
	if at == "" {
		at = firstKey(ms, append([]string{list}, rewrite.Obsolete...))
	}
	place := -1
	for i, m := range ms {
		if m.Key.String() == at {
			place = i
		}
	}
	var out []resolved.Change
	if place >= 0 {
		if at != list {
			out = append(out, resolved.RenameKey(ms[place].Key, list))
		}
		if rewrite.Renamed == "" {
			out = append(out, resolved.Replace(ms[place].Value, listText(old, now, ms[place].Value, rewrite)))
		}
	}
	gone := append([]string{at, list}, rewrite.Obsolete...)
	return append(out, resolved.Drop(now.JSON, func(i int) bool {
		return i != place && slices.Contains(gone, ms[i].Key.String())
	})...)
}

// firstKey returns the first key of an object that is one of names.
func firstKey(ms []resolved.Member, names []string) string {
	for _, m := range ms {
		if slices.Contains(names, m.Key.String()) {
			return m.Key.String()
		}
	}
	return ""
}

// listText writes the entries of a rewritten list in the layout of the list that it replaces.
func listText(old, now *resolved.ACLs, place source.JSON, rewrite *authz.Rewrite) string {
	text := now.Text.String()
	separator, before, after := ", ", "", ""
	if open, end := place.Bounds(); place.Kind() == source.Array {
		place.ForEach(func(_, element source.JSON) bool {
			start, _ := element.Bounds()
			before = resolved.LayoutBefore(text, open+1, start)
			return false
		})
		after = resolved.LayoutBefore(text, open+1, end-1)
		if before != "" {
			separator = "," + before
		}
	}
	entries := make([]string, len(rewrite.Entries))
	for i, entry := range rewrite.Entries {
		entries[i] = entryText(old, now, entry, rewrite.List)
	}
	if len(entries) == 0 {
		return "[]"
	}
	return "[" + before + strings.Join(entries, separator) + after + "]"
}

// entryText returns an entry of a rewritten list: as it is written, with the names that the list gives its two sides and
// without the values it no longer has. One that says something else is written anew.
func entryText(old, now *resolved.ACLs, entry authz.NewEntry, list *authz.List) string {
	says := entry.Says()
	if entry.Old.IsZero() {
		return list.JSON(says)
	}
	text := now.Text.Slice(entry.Old.Bounds())
	from := old.Policy.Schema().List(entry.Old.List())
	written, err := source.ParseJSON(&text)
	if from == nil || err != nil {
		return list.JSON(says)
	}
	var changes []resolved.Change
	sides := []struct {
		from, to string
		had      authz.Entity
		has      authz.EntitySpec
	}{
		{from.Subject, list.Subject, entry.Old.Subject(), says.Subject},
		{from.Object, list.Object, entry.Old.Object(), says.Object},
	}
	for _, m := range resolved.Members(written) {
		for _, side := range sides {
			if m.Key.String() != side.from {
				continue
			}
			if side.from != side.to {
				changes = append(changes, resolved.RenameKey(m.Key, side.to))
			}
			fewer, ok := withoutValues(m.Value, side.had, side.has)
			if !ok {
				return list.JSON(says)
			}
			changes = append(changes, fewer...)
		}
	}
	return resolved.Apply(text.String(), changes)
}

// withoutValues takes the values out of an entity that it no longer has; false if that alone does not make it what it
// is to be.
func withoutValues(entity source.JSON, had authz.Entity, has authz.EntitySpec) ([]resolved.Change, bool) {
	if had.Type() != has.Type {
		return nil, false
	}
	if slices.Equal(had.Values(), has.Values) {
		return nil, true
	}
	values, _ := entity.Get("values")
	if has.Type != authz.Some || values.Kind() != source.Array {
		return nil, false
	}
	// A list in the list is flattened and null is skipped: then an element is not a value.
	if !parallel(values, had) {
		return nil, false
	}
	var kept []string
	gone := map[int]bool{}
	for i, v := range had.Values() {
		if gone[i] = !slices.Contains(has.Values, v); !gone[i] {
			kept = append(kept, v)
		}
	}
	return resolved.Drop(values, func(i int) bool { return gone[i] }), slices.Equal(kept, has.Values)
}

// parallel reports whether the elements of an array are the values of an entity, one by one.
func parallel(values source.JSON, entity authz.Entity) bool {
	n, same := 0, true
	values.ForEach(func(_, element source.JSON) bool {
		same = same && element.Kind() == source.String
		n++
		return same
	})
	return same && n == entity.Len()
}

// keyed says which members of an object have a key.
func keyed(object source.JSON, key string) func(i int) bool {
	ms := resolved.Members(object)
	return func(i int) bool { return ms[i].Key.String() == key }
}

// differenceWords says in plain words what differs, by one example for each operation: of what is then allowed where
// widened is set, else of what is then denied.
func differenceWords(d *authz.Differences, widened bool) string {
	var words []string
	for i := range d.Operations {
		c := &d.Operations[i]
		if widened && c.Widened > 0 || !widened && c.Narrowed > 0 {
			words = append(words, changeWords(c, widened))
		}
	}
	return strings.Join(words, "; ")
}

// changeWords says the smallest difference of an operation that widens, or that narrows: "`ops` may no longer remove
// quotas set by `dev` (and 3 more)".
func changeWords(c *authz.Change, widened bool) string {
	may, n := "may no longer", c.Narrowed
	if widened {
		may, n = "may from then on", c.Widened
	}
	d, found := c.SmallestThat(widened)
	if !found {
		return fmt.Sprintf("%d decisions to %s differ: %s", n, c.Operation.Phrase, may)
	}
	who := "`" + d.Principal.Name + "`"
	switch d.Principal.Kind {
	case authz.Other:
		who = "a principal that no entry names"
	case authz.Nobody:
		who = "a request without authentication"
	}
	words := fmt.Sprintf("%s %s %s", who, may, c.Operation.Phrase)
	way, object := c.To, d.Object
	if d.Old != nil && c.From != nil {
		way, object = c.From, *d.Old
	}
	if way != nil && way.Relation != "" {
		words += " " + objectWords(way, object)
	}
	if n > 1 {
		words += fmt.Sprintf(" (and %d more)", n-1)
	}
	return words
}

// objectWords says an object with its relation: "for role `a`", "for any other role", "made by others".
func objectWords(way *authz.Way, c authz.Class) string {
	noun := way.Object[strings.LastIndexByte(way.Object, ' ')+1:]
	relation, named := strings.CutSuffix(way.Relation, " "+noun)
	switch c.Kind {
	case authz.Named:
		return way.Relation + " `" + c.Name + "`"
	case authz.Below:
		if named {
			return relation + " any " + noun + " below `" + c.Name + "`"
		}
		return relation + " those below `" + c.Name + "`"
	case authz.Nobody:
		return "with no " + way.Object
	}
	if named {
		return relation + " any other " + noun
	}
	return relation + " others"
}

// objectField adds to a finding about a missing object the fix for one that an older release called differently.
func objectField(p *lint.Pass, a *resolved.ACLs, problem stout.Problem, found *lint.Diagnostic) {
	key, _, _ := strings.Cut(problem.Path, "[")
	action := catalog.Actions().Action(key)
	if action == nil || !slices.Contains(problem.Missing, action.Object(a.Release)) {
		return
	}
	for _, object := range action.Objects {
		written, ok := problem.Value.Get(object.Name)
		if object.Name == action.Object(a.Release) || !ok {
			continue
		}
		found.Subject, found.Release = key, resolved.FirstWithout(object.In, a.Release)
		found.Related = append(found.Related, lint.Related{Span: written.Span(), Message: fmt.Sprintf("`%s` was the name in %s", object.Name, object.In)})
		found.Help = fmt.Sprintf("write `%s` instead of `%s`", action.Object(a.Release), object.Name)
		found.Notes = append(found.Notes, resolved.ReadAt(object.Evidence)...)
		old := resolved.ACLsOn(p, a.Document, object.In[len(object.In)-1].Last)
		if object.In.Contains(p.Upgrade.From) && !p.Upgrade.From.IsZero() {
			old = resolved.ACLsOn(p, a.Document, p.Upgrade.From)
		}
		if !old.Starts() {
			return
		}
		for _, rewrite := range authz.Migrate(old.Policy, catalog.ACLSchema(a.Release), nil) {
			if rewrite.List.Key == key {
				offer(p, old, a, &rewrite, found)
			}
		}
		return
	}
}

// rewriteEndpoint adds to a finding about an endpoint that the target does not authorize the fix for one that an older
// release did.
func rewriteEndpoint(p *lint.Pass, a *resolved.ACLs, refusal authz.Refusal, found *lint.Diagnostic) {
	action := catalog.Actions().Action(refusal.Entry.List())
	path := refusal.Entry.Object().Value(refusal.Value)
	known := slices.DeleteFunc(catalog.Releases().All(), func(r release.Release) bool {
		return !r.Less(a.Release) || !slices.Contains(catalog.Endpoints(r), path)
	})
	if len(known) == 0 {
		return
	}
	last := known[len(known)-1]
	found.Release = resolved.FirstWithout(release.Ranges{{First: known[0], Last: last}}, a.Release)
	found.Notes = append(found.Notes, fmt.Sprintf("authorized in %s–%s", known[0], last))
	from := last
	if slices.Contains(known, p.Upgrade.From) {
		from = p.Upgrade.From
	}
	old := resolved.ACLsOn(p, a.Document, from)
	if !old.Starts() {
		return
	}
	help := found.Help
	for _, rewrite := range authz.Migrate(old.Policy, catalog.ACLSchema(a.Release), a.Policy) {
		if rewrite.List.Key == action.Key {
			offer(p, old, a, &rewrite, found)
			found.Help = help
		}
	}
}
