package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// How much a reason binds.
const (
	Must    = "must"
	Advised = "advised"
	Free    = "free"
)

// Reason is why a release has to lie, or should lie, on the way, or why none has to.
type Reason struct {
	// ID is the id of the constraint in the catalogue, or the kind and the name of what was renamed.
	ID string
	// Strength is Must, Advised or Free.
	Strength string
	// Who are those that must have reached the release: "agent", "scheduler" …
	Who []string
	// Why says it in whole sentences.
	Why string
	// Pass are the releases of which one has to lie between; nil if it names none.
	Pass release.Ranges
	// Between are the releases that a hop passes over and that would better be stopped at, oldest first.
	Between []release.Release
	// Applies is the condition under which it binds, nil if it always does, and Holds whether the configuration meets it.
	Applies *catalog.Applies
	Holds   Answer
	// Order names who is upgraded before whom; nil if the reason is not about that.
	Order    []string
	change   string
	Evidence []string
}

// Stop is a release at which everything has to arrive before anything goes on.
type Stop struct {
	Release release.Release
	Reasons []Reason
}

// Strength is that of the strongest reason; a stop that the user named has none.
func (s Stop) Strength() string {
	strength := ""
	for _, r := range s.Reasons {
		if r.Strength == Must || strength == "" {
			strength = r.Strength
		}
	}
	return strength
}

// Route is the way of an upgrade.
type Route struct {
	Upgrade release.Upgrade
	// Stops lie between, oldest first.
	Stops []Stop
	// Advice are reasons that name no stop: what is promised for the way as it is, and what is not.
	Advice []Reason
	// Together are the names that the configuration has and that have to change in one step with the binaries of a hop: no release
	// reads the old name and the new one.
	Together []Reason
	// Skipped are reasons to stop which the route does not heed, because the user asked for one hop.
	Skipped []Reason
}

// Hops returns the single steps of the route, one behind another. There is at least one.
func (r *Route) Hops() []release.Upgrade {
	var hops []release.Upgrade
	at := r.Upgrade.From
	for _, s := range r.Stops {
		hops = append(hops, release.Upgrade{From: at, To: s.Release})
		at = s.Release
	}
	return append(hops, release.Upgrade{From: at, To: r.Upgrade.To})
}

// Refused returns the reasons that forbid the route: those that the user wanted to skip and cannot.
func (r *Route) Refused() []Reason {
	return slices.DeleteFunc(slices.Clone(r.Skipped), func(s Reason) bool { return s.Strength != Must })
}

// Wish is what the user wants of the route.
type Wish struct {
	// Direct asks for one hop, whatever speaks against it.
	Direct bool
	// Via are releases between the two ends to stop at besides.
	Via []release.Release
}

// Path finds the fewest hops of an upgrade that every constraint of the catalogue allows, each to the newest published
// patch release that it may be. holds says whether the configuration meets a condition; it is nil if none was read, and
// then what hangs on a condition counts.
func Path(u release.Upgrade, wish Wish, holds func(*catalog.Applies) Answer) *Route {
	if holds == nil {
		holds = func(*catalog.Applies) Answer { return Unknown }
	}
	route := &Route{Upgrade: u}
	for _, r := range wish.Via {
		route.Stops = append(route.Stops, Stop{Release: r})
	}
	slices.SortFunc(route.Stops, func(a, b Stop) int { return a.Release.Compare(b.Release) })
	reasons := reasonsToStop(u, holds)
	if wish.Direct {
		route.Skipped = reasons
	} else {
		for _, r := range reasons {
			route.heed(r)
		}
	}
	route.Advice = advice(route.Hops())
	route.Together = together(route.Hops(), holds)
	return route
}

// together returns the names that a configuration has and that one of some hops parts from the new ones.
func together(hops []release.Upgrade, holds func(*catalog.Applies) Answer) []Reason {
	var out []Reason
	for _, w := range catalog.Windows() {
		applies := w.Applies()
		if applies == nil || holds(applies) != Yes {
			continue
		}
		for _, hop := range hops {
			if w.Parts(hop) {
				out = append(out, Reason{
					ID: w.Kind + " " + w.Old, Strength: Must, Who: []string{"operator"}, Applies: applies, Holds: Yes, Evidence: w.Evidence,
					Why: "`" + w.Old + "` becomes `" + w.New + "` together with the binaries of " + hop.To.String() + ": " + hop.From.String() +
						" does not read the new name, and " + hop.To.String() + " does not read the old one.",
				})
			}
		}
	}
	return out
}

// heed makes a stop of a reason, or adds it to one that satisfies it already. Reasons come ordered by the newest release
// they may be satisfied at, so that the newest one that satisfies the first satisfies as many of the others as any.
func (r *Route) heed(why Reason) {
	for i := range r.Stops {
		if why.Pass.Contains(r.Stops[i].Release) {
			r.Stops[i].Reasons = append(r.Stops[i].Reasons, why)
			return
		}
	}
	r.Stops = append(r.Stops, Stop{Release: newestOf(why.Pass, r.Upgrade), Reasons: []Reason{why}})
	slices.SortFunc(r.Stops, func(a, b Stop) int { return a.Release.Compare(b.Release) })
}

// reasonsToStop returns the reasons for stops between the ends of an upgrade, ordered by the newest release that each may be
// satisfied at.
func reasonsToStop(u release.Upgrade, holds func(*catalog.Applies) Answer) []Reason {
	var out []Reason
	for _, h := range catalog.Hops() {
		if h.Kind != "path" || !h.On(u) || h.MustPass.Contains(u.From) || h.MustPass.Contains(u.To) || newestOf(h.MustPass, u).IsZero() {
			continue
		}
		r := reasonOf(h)
		if h.Applies != nil {
			if r.Holds = holds(h.Applies); r.Holds == No {
				continue
			}
		}
		out = append(out, r)
	}
	for _, w := range catalog.Windows() {
		if !w.Parts(u) || newestOf(w.Both, u).IsZero() {
			continue
		}
		applies := w.Applies()
		if applies == nil || holds(applies) != Yes {
			continue
		}
		out = append(out, Reason{
			ID: w.Kind + " " + w.Old, Strength: Advised, Who: []string{"operator"}, Pass: w.Both, Applies: applies, Holds: Yes, Evidence: w.Evidence,
			Why: renamedApart(w, u),
		})
	}
	slices.SortStableFunc(out, func(a, b Reason) int { return newestOf(a.Pass, u).Compare(newestOf(b.Pass, u)) })
	return out
}

func renamedApart(w *catalog.Window, u release.Upgrade) string {
	return "The configuration has `" + w.Old + "`, which " + u.To.String() + " does not read, and " + u.From.String() +
		" does not read `" + w.New + "` yet: on a release between the two that reads both, one file is valid before and after each hop."
}

func reasonOf(h *catalog.Hop) Reason {
	return Reason{ID: h.ID, Strength: h.Strength, Who: h.Who, Why: h.Why, Pass: h.MustPass, Applies: h.Applies, Order: h.Order, change: h.Change, Evidence: h.Evidence}
}

// advice returns what is promised for some hops, each promise once, and what is not: that names the releases which would make each
// hop one to a neighbour.
func advice(hops []release.Upgrade) []Reason {
	var out []Reason
	for _, h := range catalog.Hops() {
		if h.Kind != "policy" {
			continue
		}
		r, found := reasonOf(h), false
		for _, hop := range hops {
			between := seriesBetween(hop)
			if !h.On(hop) || h.Strength == Advised && len(between) == 0 {
				continue
			}
			if found = true; h.Strength == Advised {
				r.Between = append(r.Between, between...)
			}
		}
		if found {
			out = append(out, r)
		}
	}
	return out
}

// seriesBetween returns the newest published release of each series that a hop passes over.
func seriesBetween(hop release.Upgrade) []release.Release {
	var out []release.Release
	for _, r := range catalog.History().Published() {
		switch n := len(out); {
		case !hop.From.Less(r) || !r.Less(hop.To) || r.Series() == hop.From.Series() || r.Series() == hop.To.Series():
		case n > 0 && out[n-1].Series() == r.Series():
			out[n-1] = r
		default:
			out = append(out, r)
		}
	}
	return out
}

// newestOf returns the newest published release of some that lies between the ends of an upgrade; the zero release if none
// does.
func newestOf(of release.Ranges, u release.Upgrade) release.Release {
	for _, r := range slices.Backward(catalog.History().Published()) {
		if of.Contains(r) && u.From.Less(r) && r.Less(u.To) {
			return r
		}
	}
	return release.Release{}
}
