package plan

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// classifier says what each change is to a configuration.
type classifier struct {
	reader *reader // nil if no configuration was read
	from   release.Release
	known  *seen // the findings of earlier hops, and of the release that runs
}

// item classifies a change of a hop. used marks the findings that it takes.
func (c *classifier) item(change *catalog.Change, u release.Upgrade, found []lint.Diagnostic, used []bool) *Item {
	item := &Item{Change: change}
	if q := catalog.QuestionOf(change.ID); q != nil {
		item.Question, item.Asked = q.Ask, q.Who
	} else if change.Applies != nil && change.Applies.Endpoint != "" && change.Do != "" {
		item.Question, item.Asked = fmt.Sprintf("Does anything ask for %s?", change.Applies.Endpoint), "tooling"
	}
	c.classify(item, found, used)
	item.Phase = phaseOf(item, u)
	return item
}

func (c *classifier) classify(item *Item, found []lint.Diagnostic, used []bool) {
	change := item.Change
	v := c.verdict(change)
	names := namesOf(change, v)
	for i := range found {
		if c.belongs(&found[i], change, names) {
			used[i] = true
			item.Findings = append(item.Findings, found[i])
		}
	}
	certain := slices.ContainsFunc(item.Findings, func(d lint.Diagnostic) bool { return d.Condition == "" })
	item.Why, item.Places = v.why, v.places
	switch {
	case certain, len(item.Findings) > 0 && v.answer == Yes:
		item.Class = Applies
	case len(item.Findings) > 0:
		item.Class, item.Gap = Undecided, Gap{Reason: item.Findings[0].Condition, At: item.Findings[0].Span}
		if v.gap.Reason != "" {
			item.Gap = v.gap
		}
	case v.answer == Yes && change.Do == "":
		item.Class, item.Why, item.Places = NotHere, asksForNothing, nil
	case v.answer == Yes: // even if the release that runs does not know it
		item.Class = classOf(item, v)
		if item.Class == Clean { // the rule says nothing: because there is nothing, or because it cannot see
			if gap, hidden := c.hidden(item, found); hidden {
				item.Class, item.Gap = Undecided, gap
			}
		}
	case c.from.Less(change.Since):
		item.Class, item.Why = NotHere, fmt.Sprintf("it is about what came with %s, which %s does not have", change.Since, c.from)
		item.Places = nil
	case cannotHave(change.Applies, c.from):
		item.Class, item.Why = NotHere, fmt.Sprintf("it is about what %s does not have", c.from)
		item.Places = nil
	case change.Do == "":
		item.Class, item.Why, item.Places = NotHere, asksForNothing, nil
	case change.Applies == nil:
		c.withoutCondition(item)
	default:
		item.Class = classOf(item, v)
		if item.Class == Undecided {
			item.Gap = v.gap
		}
	}
}

const asksForNothing = "it asks for nothing"

// hidden reports whether something keeps the rule of a change from seeing what the change is about: a document that was not read, or
// a mistake that keeps the daemon from taking it over.
func (c *classifier) hidden(item *Item, found []lint.Diagnostic) (Gap, bool) {
	for _, p := range item.Places {
		if readsDocument(item.Change.Applies.Flag) && p.Node != nil && !c.hasDocument(p.Node, item.Change.Applies.Flag) {
			_, flag, _ := strings.Cut(item.Change.Applies.Flag, ".")
			return Gap{Reason: "the file of `" + flag + "` was not read", At: p.Span, Met: true}, true
		}
		for i := range found {
			d := &found[i]
			about := d.Span.Source == p.Span.Source || !ofDocument(item.Change.Applies) && isAbout(d, p.Node)
			if about && d.Effect == lint.Fatal && d.Condition == "" {
				return Gap{Reason: "a mistake that keeps the daemon from starting hides it", At: d.Span, Met: true}, true
			}
		}
	}
	return Gap{}, false
}

// ofDocument reports whether a condition is about what stands in a document alone.
func ofDocument(a *catalog.Applies) bool {
	return len(a.ACL) > 0 || a.ACLsPermissive != "" || a.CredentialFile != ""
}

// isAbout reports whether a finding is about a daemon.
func isAbout(d *lint.Diagnostic, n *config.Node) bool {
	return n != nil && slices.ContainsFunc(d.Nodes, func(o lint.Node) bool { return o.Start == n.Start && o.Component == n.Component })
}

// hasDocument reports whether the document of a flag of a daemon was read.
func (c *classifier) hasDocument(n *config.Node, flag string) bool {
	_, name, _ := strings.Cut(flag, ".")
	kind := catalog.DocumentKind(n.Component, name)
	return slices.ContainsFunc(c.reader.config.Documents, func(d *config.Document) bool {
		return d.Kind == kind && (d.Node == n || slices.Contains(d.Others, n))
	})
}

// verdict holds the condition of a change against the configuration.
func (c *classifier) verdict(change *catalog.Change) verdict {
	switch {
	case c.reader == nil:
		return unknown("no configuration was read", source.Span{})
	case change.Applies == nil:
		return verdict{}
	}
	return c.reader.judge(change.Applies, daemonsIn(change))
}

// daemonsIn are the daemons that a change is about, both if it names none.
func daemonsIn(change *catalog.Change) []config.Component {
	var out []config.Component
	for _, c := range bothDaemons() {
		if slices.Contains(change.Components, c.String()) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return bothDaemons()
	}
	return out
}

// classOf classifies a change without findings by its condition.
func classOf(item *Item, v verdict) Class {
	elsewhere := item.Change.Applies.Endpoint != "" // those who ask for it are in no configuration
	switch {
	case v.answer == Yes && item.Question != "" || elsewhere && v.answer != Yes:
		return Yours
	case v.answer == Yes && item.Change.Rule == catalog.Manual:
		return Applies
	case v.answer == Yes, v.answer == No && len(v.places) > 0:
		return Clean
	case v.answer == No:
		return NotHere
	}
	return Undecided
}

// withoutCondition classifies a change that has no condition: a person answers, or its rule looks at everything.
func (c *classifier) withoutCondition(item *Item) {
	switch {
	case item.Question != "":
		item.Class = Yours
	case c.reader == nil:
		item.Class, item.Gap = Undecided, Gap{Reason: "no configuration was read"}
	default:
		item.Class = Clean
		for _, n := range c.reader.config.Nodes {
			if reason, at := gapOf(n); reason != "" {
				item.Class, item.Gap = Undecided, Gap{Reason: reason, At: at}
			}
		}
	}
}

// belongs reports whether a finding is one of a change. about are the names that findings of the change may be about.
func (c *classifier) belongs(d *lint.Diagnostic, change *catalog.Change, about []string) bool {
	if d.Rule != change.Rule {
		return readsNow(d, change)
	}
	for _, note := range d.Notes {
		if rest, found := strings.CutPrefix(note, "change "); found {
			id, _, _ := strings.Cut(rest, " ")
			return id == change.ID || sameCondition(catalog.ChangeNamed(id), change)
		}
	}
	if change.Applies != nil && change.Applies.CredentialFile != "" {
		return true // what a credential file is wrong about is no flag
	}
	if slices.ContainsFunc(about, func(name string) bool { return names(d, name) }) {
		return true
	}
	switch {
	case catalog.OnlyChangeOf(change.Rule) == change:
		return (d.Release == change.Release || d.Release.IsZero()) && !c.known.has(d)
	case change.Applies == nil:
		return d.Release == change.Release && !c.known.has(d)
	}
	return readsDocument(change.Applies.Flag) && !isFlag(d.Subject) // its findings are about what stands in the document
}

// sameCondition reports whether two changes of one release are about the same settings, so that one finding is about both.
func sameCondition(a, b *catalog.Change) bool {
	return a != nil && a.Release == b.Release && a.Rule == b.Rule && reflect.DeepEqual(a.Applies, b.Applies)
}

// readsNow reports whether a finding of another rule than that of a change says what the change does: that a flag it names is read
// for the first time.
func readsNow(d *lint.Diagnostic, change *catalog.Change) bool {
	if change.Applies == nil || d.Effect != lint.Changed || d.Release.IsZero() || d.Release.Less(change.Release) || hasChange(d) {
		return false
	}
	return slices.ContainsFunc(append(slices.Clip(change.Applies.Any), change.Applies), func(a *catalog.Applies) bool {
		_, flag, _ := strings.Cut(a.Flag, ".")
		return a.Given && flag == d.Subject && !readsDocument(a.Flag)
	})
}

// hasChange reports whether a finding says itself which change it is one of.
func hasChange(d *lint.Diagnostic) bool {
	return slices.ContainsFunc(d.Notes, func(note string) bool { return strings.HasPrefix(note, "change ") })
}

// readsDocument reports whether a flag of a condition, "master.modules", names a document.
func readsDocument(flag string) bool {
	component, name, _ := strings.Cut(flag, ".")
	return slices.ContainsFunc(bothDaemons(), func(c config.Component) bool {
		return (component == "*" || component == c.String()) && catalog.DocumentKind(c, name) != config.Unknown
	})
}

func isFlag(name string) bool {
	return slices.ContainsFunc(bothDaemons(), func(c config.Component) bool { return catalog.FlagsOf(c).Flag(name) != nil })
}

// names reports whether a finding is about something of a name.
func names(d *lint.Diagnostic, name string) bool {
	for subject := range strings.SplitSeq(d.Subject, ",") {
		if fits, _ := path.Match(name, subject); fits || subject == name {
			return true
		}
	}
	return false
}

// namesOf are what findings of a change may be about.
func namesOf(change *catalog.Change, v verdict) []string {
	out := slices.Clone(v.names)
	for _, subject := range change.Subjects {
		if _, flag, found := strings.Cut(subject, "."); found && !strings.HasPrefix(subject, "/") {
			subject = flag
		}
		out = append(out, subject)
	}
	var walk func(*catalog.Applies)
	walk = func(a *catalog.Applies) {
		if a == nil {
			return
		}
		for _, part := range slices.Concat(a.All, a.Any) {
			walk(part)
		}
		if _, flag, found := strings.Cut(a.Flag, "."); found {
			out = append(out, flag)
		}
		out = append(out, a.ACL...)
		for _, list := range []string{a.Has, a.Env} {
			for name := range strings.SplitSeq(list, "|") {
				out = append(out, name)
			}
		}
		out = append(out, a.Endpoint, a.Starts)
	}
	walk(change.Applies)
	return slices.DeleteFunc(out, func(name string) bool { return name == "" })
}

// phaseOf says when an item is to be dealt with. The fix of a finding that the running release reads as meant can be made before,
// and one that it does not only with the new binaries, whatever the history says of the change as a whole.
func phaseOf(item *Item, u release.Upgrade) Phase {
	phase := phaseOfWhen(item.Change)
	if len(item.Findings) == 0 || item.Class != Applies {
		return phase
	}
	harm := slices.ContainsFunc(item.Findings, func(d lint.Diagnostic) bool { return d.Effect != lint.Deprecated && d.Effect != lint.Advice })
	switch {
	case phase == After && !harm:
		return After
	case item.Change.Area == aclArea && item.Change.Kind == catalog.Added:
		return Before // an older release drops a list that it does not know, and harms nobody by that
	case phase == After:
		phase = With // until it is done, it does harm
	}
	now := 0
	for i := range item.Findings {
		fixes := item.Findings[i].Fixes()
		if len(fixes) == 0 && namesNewFlag(&item.Findings[i], u) {
			continue
		}
		if len(fixes) == 0 {
			return phase
		}
		if validOn(fixes, u.From) {
			now++
		}
	}
	switch now {
	case len(item.Findings):
		return Before
	case 0:
		return With
	}
	return phase
}

// aclArea is the Area of changes of ACLs.
const aclArea = "acl"

// namesNewFlag reports whether a finding is about a flag that only the release of a hop has, so that nobody can set it before.
func namesNewFlag(d *lint.Diagnostic, u release.Upgrade) bool {
	of := bothDaemons()
	if d.Component != config.AnyComponent {
		of = []config.Component{d.Component}
	}
	has := func(r release.Release) bool {
		return slices.ContainsFunc(of, func(c config.Component) bool {
			_, found := catalog.FlagSchema(c, r).Lookup(d.Subject)
			return found
		})
	}
	return has(u.To) && !has(u.From)
}

// validOn reports whether a release reads what one of some fixes writes as meant.
func validOn(fixes []*lint.Fix, r release.Release) bool {
	return slices.ContainsFunc(fixes, func(f *lint.Fix) bool { return !r.Less(f.ValidFrom) })
}

// withBinaries is the When of a change that is dealt with together with the new binaries.
const withBinaries = "with-binaries"

func phaseOfWhen(change *catalog.Change) Phase {
	switch change.When {
	case withBinaries:
		return With
	case "after-masters", "after-agents", "after-all":
		return After
	case "any":
		if change.Kind == catalog.Added || change.Kind == catalog.Deprecated {
			return After // it works for now
		}
	}
	return Before
}

// place is where an item is, and what of it stands there.
type place struct {
	span    source.Span
	subject string
}

// placesOf are the places of an item: of its findings, or else of what its condition saw.
func placesOf(item *Item) []place {
	var out []place
	for _, d := range item.Findings {
		out = append(out, place{d.Span, d.Subject})
	}
	if len(out) == 0 {
		for _, p := range item.Places {
			out = append(out, place{span: p.Span})
		}
	}
	return out
}

// seen knows findings again, by what they say and where.
type seen struct{ known map[seenKey]bool }

type seenKey struct {
	rule, check, subject string
	span                 source.Span
}

func newSeen(found []lint.Diagnostic) *seen {
	s := &seen{known: map[seenKey]bool{}}
	for i := range found {
		s.add(&found[i])
	}
	return s
}

func (s *seen) add(d *lint.Diagnostic)      { s.known[keyOf(d)] = true }
func (s *seen) has(d *lint.Diagnostic) bool { return s.known[keyOf(d)] }

func keyOf(d *lint.Diagnostic) seenKey { return seenKey{d.Rule, d.Check, d.Subject, d.Span} }
