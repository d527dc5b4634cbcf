// Package plan makes the plan of an upgrade: the hops of the way, and for each what every change of upstream asks for, held
// against a configuration and what the rules found in it. The facts are those of package catalog; nothing here reads a
// file or prints.
package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Class says what a change of upstream is to a configuration. Every change on the way has exactly one.
type Class string

// The classes.
const (
	// Applies: the configuration has what changes, with the places and the findings of the rules.
	Applies Class = "applies"
	// NotHere: it does not have it, or there is nothing to do.
	NotHere Class = "does-not-apply"
	// Clean: it has what the change is about, and that is right already.
	Clean Class = "clean"
	// Yours: no configuration tells; there is a question to answer.
	Yours Class = "yours"
	// Undecided: what was not read decides it.
	Undecided Class = "undecided"
)

// Classes are all classes, those first that ask for something.
func Classes() []Class { return []Class{Applies, Yours, Undecided, Clean, NotHere} }

// Phase is when something of a hop is to be done.
type Phase string

// The phases of a hop.
const (
	Before Phase = "before" // on the release that runs
	With   Phase = "with"   // together with the new binaries: the release that runs does not read it as meant
	After  Phase = "after"
)

// Phases are the phases of a hop in their order.
func Phases() []Phase { return []Phase{Before, With, After} }

// Item is a change of upstream on the way, held against a configuration.
type Item struct {
	Change *catalog.Change
	Class  Class
	// Phase is when it is to be dealt with.
	Phase Phase
	// Why is a clause that says why it is of its class: "`work_dir` is given". It may be empty where findings say it.
	Why string
	// Places are where the configuration shows that.
	Places []Place
	// Findings are those of the rule of the change.
	Findings []lint.Diagnostic
	// Gap is why it is Undecided.
	Gap Gap
	// Question is what to ask, and Asked who can answer; "" if a configuration tells everything.
	Question, Asked string
	// Settled is the number of an earlier hop, from 1, that changes the same places; 0 if there is none.
	Settled int
}

// Hop is one step of the route, from one release to the next.
type Hop struct {
	release.Upgrade
	// Items are the changes of the hop, in the order of the history.
	Items []*Item
	// Others are the findings that appear with the hop and belong to no change of it. In the first hop those are among them that keep
	// its release from starting and are as wrong today.
	Others []lint.Diagnostic
	// Order are the steps in which daemons and clients are upgraded, Bounds what binds the order besides.
	Order  []Step
	Bounds []Reason
	// Back is what is known of going back from the release of the hop to the one before.
	Back []Reason
	// Watch shows whether the hop goes well.
	Watch []*catalog.Watch

	// today are the findings of the first hop that are as wrong on the release that runs.
	today []lint.Diagnostic
}

// Step is one step of the order.
type Step struct {
	// Who is "master", "agent", "scheduler", "executor", "module", "tooling" or "all".
	Who  string
	Do   string
	Note string
	// Nodes is how many daemons of it were read; 0 if that is not known.
	Nodes int
}

// Reading is what was read of a configuration and found in it.
type Reading struct {
	Config *config.Config
	// Today are the findings on the release that runs, whatever the upgrade.
	Today []lint.Diagnostic
	// OfHop are the findings of each hop of the route, of the configuration as it is.
	OfHop [][]lint.Diagnostic
}

// Plan is the plan of an upgrade.
type Plan struct {
	Route *Route
	Hops  []*Hop
	// Reading is nil if no configuration was read.
	Reading *Reading
}

// Make plans an upgrade along a route. reading is nil if no configuration was read.
func Make(route *Route, reading *Reading) *Plan {
	p := &Plan{Route: route, Reading: reading}
	var c *classifier
	if reading != nil {
		c = &classifier{reader: newReader(reading.Config, route.Upgrade), from: route.Upgrade.From}
	} else {
		c = &classifier{from: route.Upgrade.From}
	}
	known, today := newSeen(nil), newSeen(nil)
	if reading != nil {
		known, today = newSeen(reading.Today), newSeen(reading.Today)
	}
	for i, u := range route.Hops() {
		var found []lint.Diagnostic
		if reading != nil {
			found = reading.OfHop[i]
		}
		p.Hops = append(p.Hops, c.hop(u, found, known))
		settle(p.Hops)
		if i == 0 {
			p.Hops[0].addStanding(found, today)
		}
	}
	return p
}

// hop makes a hop. known are the findings that need no mention any more.
func (c *classifier) hop(u release.Upgrade, found []lint.Diagnostic, known *seen) *Hop {
	h := &Hop{Upgrade: u, Watch: catalog.Watches(u.To)}
	c.known = known
	used := make([]bool, len(found))
	if c.reader != nil {
		c.reader.upgrade = u
	}
	for _, change := range catalog.Changes() {
		if u.From.Less(change.Release) && !u.To.Less(change.Release) {
			h.Items = append(h.Items, c.item(change, u, found, used))
		}
	}
	for i := range found {
		if !used[i] && !known.has(&found[i]) {
			h.Others = append(h.Others, found[i])
		}
		known.add(&found[i])
	}
	for _, constraint := range catalog.Hops() {
		switch back := (release.Upgrade{From: u.To, To: u.From}); {
		case constraint.Kind == "rollback" && constraint.On(back):
			h.Back = append(h.Back, reasonOf(constraint))
		case constraint.Kind == "order" && constraint.On(u):
			if r, ok := c.bound(constraint, u); ok {
				h.Bounds = append(h.Bounds, r)
			}
		}
	}
	h.Order = c.order(u, h.Bounds)
	h.Bounds = slices.DeleteFunc(h.Bounds, func(r Reason) bool { return len(r.Order) == 0 && h.shows(r.change) })
	return h
}

// shows reports whether a change is among what has to be dealt with in a hop.
func (h *Hop) shows(change string) bool {
	return slices.ContainsFunc(h.Items, func(i *Item) bool {
		return i.Change.ID == change && (i.Class == Applies || i.Class == Yours || i.Class == Undecided)
	})
}

// addStanding notes the findings of the first hop that are none of the upgrade, and adds those that keep its release from
// starting to what has to be done.
func (h *Hop) addStanding(found []lint.Diagnostic, today *seen) {
	shown := newSeen(h.Others)
	for _, item := range h.Items {
		for i := range item.Findings {
			shown.add(&item.Findings[i])
		}
	}
	for i := range found {
		d := &found[i]
		if !today.has(d) || shown.has(d) {
			continue
		}
		if h.today = append(h.today, *d); d.Effect == lint.Fatal && d.Severity >= lint.Warning {
			h.Others = append(h.Others, *d)
		}
	}
}

// bound returns a constraint on the order of a hop as far as it may concern the configuration; ok is false if it does not.
func (c *classifier) bound(h *catalog.Hop, u release.Upgrade) (r Reason, ok bool) {
	r = reasonOf(h)
	if change := catalog.ChangeNamed(h.Change); change != nil && (c.from.Less(change.Since) || !change.In(u.To)) {
		return r, false // it is about what nobody has yet
	}
	if h.Applies != nil && c.reader != nil {
		r.Holds = c.reader.judge(h.Applies, bothDaemons()).answer
	}
	return r, h.Applies == nil || r.Holds == Yes || r.Holds == Unknown && !cannotHave(h.Applies, c.from)
}

func bothDaemons() []config.Component { return []config.Component{config.Master, config.Agent} }

// settle notes which items of the last hop are about places that an earlier one changes already.
func settle(hops []*Hop) {
	last := hops[len(hops)-1]
	for _, item := range last.Items {
		if item.Class != Applies {
			continue
		}
		for i, earlier := range hops[:len(hops)-1] {
			if slices.ContainsFunc(earlier.Items, func(e *Item) bool { return e.Class == Applies && changesAll(e, item) }) {
				item.Settled = i + 1
				break
			}
		}
	}
}

// changesAll reports whether an item asks for a change of every place of another one.
func changesAll(earlier, later *Item) bool {
	places := placesOf(later)
	if len(places) == 0 || earlier.Change.Do == "" {
		return false
	}
	of := placesOf(earlier)
	return !slices.ContainsFunc(places, func(p place) bool { return !slices.Contains(of, p) })
}

// Of returns the items of a hop that have a class and a phase, in the order in which they are to be dealt with.
func (h *Hop) Of(phase Phase, class Class) []*Item {
	var out []*Item
	for _, item := range h.Items {
		if item.Phase == phase && item.Class == class {
			out = append(out, item)
		}
	}
	slices.SortStableFunc(out, func(a, b *Item) int { return a.urgency() - b.urgency() })
	return out
}

// urgency orders the items of a phase: masters come before agents, what weakens protection before the rest.
func (i *Item) urgency() int {
	rank := slices.Index([]string{"before-masters", "before-agents", "with-binaries", "after-masters", "after-agents", "after-all", "any"}, i.Change.When)
	if i.Change.Weakens {
		return rank - 100
	}
	return rank
}

// Count is how many changes of all hops have a class.
func (p *Plan) Count(class Class) int {
	n := 0
	for _, h := range p.Hops {
		for _, item := range h.Items {
			if item.Class == class {
				n++
			}
		}
	}
	return n
}
