package baseline

import (
	"fmt"
	"path"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Stale is the rule under which entries are reported that match nothing any more.
const Stale = "baseline/stale"

// Scope says what a run looked at.
type Scope struct {
	// Upgrade is the one that was judged.
	Upgrade release.Upgrade
	// Covers reports whether a file, by its reported path, lies in what was named.
	Covers func(file string) bool
	// Exists reports whether there is a file of a reported path.
	Exists func(file string) bool
	// Looked reports whether findings of a rule and check were looked for.
	Looked func(rule, check string) bool
}

// Matched is what a baseline makes of the findings of a run.
type Matched struct {
	// New are those that it does not know, in their order, Known the others.
	New, Known []lint.Diagnostic
	// Stale are the entries that match nothing any more, as far as the run can tell; the others of Kept it knows or cannot
	// tell about.
	Stale, Kept []Entry
}

// claim is a finding in the place of one of its components.
type claim struct {
	finding int
	entry   Entry
}

// Match parts findings into new and known ones. An entry stands for one finding. It is held first against findings in its
// own file; only if that file is gone, against those in files that no entry names, of the same name before others: a
// folder was renamed, and a mistake that is copied into another file is a new one. A finding whose effect became graver,
// or hangs on a condition no longer, is new.
func (b *Baseline) Match(found []lint.Diagnostic, scope Scope) Matched {
	claims := map[identity][]*claim{}
	all := make([][]*claim, len(found))
	for i := range found {
		for _, e := range entriesOf(&found[i]) {
			c := &claim{finding: i, entry: e}
			claims[e.identity()] = append(claims[e.identity()], c)
			all[i] = append(all[i], c)
		}
	}
	entries := map[identity][]int{}
	for k := range b.Entries {
		id := b.Entries[k].identity()
		entries[id] = append(entries[id], k)
	}
	named := map[string]bool{} // files that entries name
	for _, e := range b.Entries {
		named[e.File] = true
	}
	of := map[*claim]*Entry{}
	used := make([]bool, len(b.Entries))
	for id, known := range entries {
		b.pair(known, claims[id], named, scope, func(k int, c *claim) { of[c], used[k] = &b.Entries[k], true })
	}
	var out Matched
	for i := range found {
		d := found[i]
		known := true
		for _, c := range all[i] {
			e := of[c]
			if e == nil {
				known = false
			} else if graver(&c.entry, e) {
				known = false
				d.Notes = append(slices.Clip(d.Notes), fmt.Sprintf("the baseline knows it as %s, which is less grave", words(e)))
			}
		}
		if known {
			out.Known = append(out.Known, d)
		} else {
			out.New = append(out.New, d)
		}
	}
	for k, e := range b.Entries {
		if !used[k] && b.Judges(scope.Upgrade) && scope.Looked(e.Rule, e.Check) && scope.Covers(e.File) {
			out.Stale = append(out.Stale, e)
		} else if !used[k] {
			out.Kept = append(out.Kept, e)
		}
	}
	return out
}

// pair pairs entries and findings of one identity.
func (b *Baseline) pair(entries []int, claims []*claim, named map[string]bool, scope Scope, paired func(int, *claim)) {
	match := func(key func(*Entry) (string, bool)) {
		waiting := map[string][]*claim{}
		for _, c := range claims {
			if k, in := key(&c.entry); in {
				waiting[k] = append(waiting[k], c)
			}
		}
		taken := map[*claim]bool{}
		entries = slices.DeleteFunc(entries, func(k int) bool {
			at, in := key(&b.Entries[k])
			if !in || len(waiting[at]) == 0 {
				return false
			}
			c := waiting[at][0]
			waiting[at] = waiting[at][1:]
			taken[c] = true
			paired(k, c)
			return true
		})
		claims = slices.DeleteFunc(claims, func(c *claim) bool { return taken[c] })
	}
	match(func(e *Entry) (string, bool) { return e.File + "\x00" + e.Node, true })
	match(func(e *Entry) (string, bool) { return e.File, true })
	if len(entries) == 0 || len(claims) == 0 {
		return
	}
	gone := map[string]bool{}
	for _, k := range entries {
		gone[b.Entries[k].File] = !scope.Exists(b.Entries[k].File)
	}
	moved := func(e *Entry) bool { return gone[e.File] || !named[e.File] }
	match(func(e *Entry) (string, bool) { return path.Base(e.File) + "\x00" + e.Node, moved(e) })
	match(func(e *Entry) (string, bool) { return path.Base(e.File), moved(e) })
	match(func(e *Entry) (string, bool) { return "", moved(e) })
}

// Outside returns the entries that are about what a run did not look at.
func (b *Baseline) Outside(scope Scope) []Entry {
	var out []Entry
	for _, e := range b.Entries {
		if !scope.Covers(e.File) || !scope.Looked(e.Rule, e.Check) {
			out = append(out, e)
		}
	}
	return out
}

// graver reports whether a finding is graver than the entry that stands for it.
func graver(now, known *Entry) bool {
	if a, b := rank(now.Effect), rank(known.Effect); a != b {
		return a < b
	}
	return known.Conditional && !now.Conditional
}

// rank orders effects, worst first.
func rank(e lint.Effect) int {
	order := []lint.Effect{lint.Fatal, lint.Ignored, lint.Changed, lint.Deprecated, lint.Advice}
	if i := slices.Index(order, e); i >= 0 {
		return i
	}
	return len(order)
}

func words(e *Entry) string {
	if e.Conditional {
		return string(e.Effect) + " on a condition"
	}
	return string(e.Effect)
}

// Judges reports whether the baseline was written for an upgrade: of another one it does not say which entries match nothing.
func (b *Baseline) Judges(u release.Upgrade) bool {
	return b.From == u.From.String() && b.To == u.To.String()
}

// maxNamed is how many stale entries a finding names.
const maxNamed = 10

// Finding reports stale entries; ok is false if there are none.
func (b *Baseline) Finding(stale []Entry) (d lint.Diagnostic, ok bool) {
	if len(stale) == 0 || b.source == nil {
		return d, false
	}
	entries := "1 finding of the baseline is"
	if len(stale) > 1 {
		entries = fmt.Sprintf("%d findings of the baseline are", len(stale))
	}
	d = lint.Diagnostic{
		Rule: Stale, Span: b.span(&stale[0]), Effect: lint.Advice, Aside: true, Severity: lint.Info,
		Message: entries + " no longer found",
		Help:    "write the baseline anew with --write-baseline, so that they count if they come back",
	}
	for i := range stale[:min(len(stale), maxNamed)] {
		e := &stale[i]
		note := "no longer found: " + e.Rule
		if e.Subject != "" {
			note += " `" + e.Subject + "`"
		}
		d.Notes = append(d.Notes, note+" in "+e.File)
	}
	if more := len(stale) - maxNamed; more > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("and %d more", more))
	}
	return d, true
}

// span returns where an entry stands.
func (b *Baseline) span(e *Entry) source.Span { return b.source.Span(e.at, e.at) }
