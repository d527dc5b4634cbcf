package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// hop makes the sections of a hop.
func (v *viewer) hop(i int) []planSection {
	h := v.plan.Hops[i]
	var out []planSection
	add := func(s planSection) {
		if len(s.tasks) > 0 {
			out = append(out, s)
		}
	}
	made := h.Fixes()
	from, to := []string{"--from", h.From.String()}, []string{"--to", h.To.String()}
	first := func(n int, what string, tasks []planTask, args ...string) []planTask {
		if n == 0 {
			return tasks
		}
		return append([]planTask{{text: "Make " + fixes(n) + " " + what, command: v.check(args...)}}, tasks...)
	}
	add(planSection{title: "before, on " + h.From.String(), inTrees: true, tasks: first(made[plan.Before], "that both releases read as meant",
		v.tasks(h, plan.Before), slices.Concat(from, to, []string{"--fix"})...)})
	add(planSection{title: "before: " + classTitle(plan.Yours), tasks: v.questionTasks(h, true, plan.Before, plan.With)})
	if v.plan.Reading != nil {
		add(planSection{title: "before: " + classTitle(plan.Undecided), tasks: v.undecided(h)})
	} else {
		add(planSection{title: "before: if it concerns you", tasks: v.unread(h, plan.Before)})
	}
	add(planSection{title: "in this order", tasks: v.orderTasks(h), numbered: true})
	add(planSection{title: "mind the order", tasks: v.boundTasks(i), notes: true})
	if v.plan.Reading == nil {
		add(planSection{title: "with the binaries: if it concerns you", tasks: v.unread(h, plan.With)})
		add(planSection{title: "after: if it concerns you", tasks: v.unread(h, plan.After)})
	}
	add(planSection{title: "with the binaries of " + h.To.String(), inTrees: true, tasks: first(made[plan.With],
		fmt.Sprintf("that only %s reads as meant, in the copy that goes out with it", h.To), v.tasks(h, plan.With),
		slices.Concat(from, to, []string{"--fix", "--with-upgrade"})...)})
	add(planSection{title: "after, on " + h.To.String(), tasks: first(made[plan.After],
		fmt.Sprintf("that %s does not read as meant, once nobody goes back to it", h.From), v.tasks(h, plan.After),
		slices.Concat(to, []string{"--fix"})...)})
	add(planSection{title: "after: " + classTitle(plan.Yours), tasks: v.questionTasks(h, v.questions, plan.After)})
	add(planSection{title: "becomes possible", tasks: v.possible(h), notes: true})
	add(planSection{title: "watch", tasks: v.watchTasks(i), notes: true})
	add(planSection{title: "going back to " + h.From.String(), tasks: v.backTasks(i), notes: true})
	if v.all {
		add(planSection{title: classTitle(plan.Clean), tasks: reasons(h, plan.Clean), notes: true, inTrees: true})
		add(planSection{title: classTitle(plan.NotHere), tasks: reasons(h, plan.NotHere), notes: true, inTrees: true})
	}
	return out
}

func fixes(n int) string {
	if n == 1 {
		return "1 safe fix"
	}
	return fmt.Sprintf("%d safe fixes", n)
}

// tasks are what applies in a phase: the changes, and the findings that belong to none. Changes that the same findings show are
// one task.
func (v *viewer) tasks(h *plan.Hop, phase plan.Phase) []planTask {
	var out []planTask
	shown := map[string]int{}
	for _, item := range h.Of(phase, plan.Applies) {
		details := v.placesOf(item)
		key := strings.Join(details, "\n")
		if at, found := shown[key]; found && key != "" {
			out[at].ids = append(out[at].ids, item.Change.ID)
			if item.Change.Do != "" && !strings.Contains(out[at].text, item.Change.Do) {
				out[at].text += " " + item.Change.Do
			}
			continue
		}
		shown[key] = len(out)
		text := item.Change.Summary
		if item.Change.Weakens {
			text += " This weakens protection."
		}
		text = strings.TrimSpace(text + " " + item.Change.Do)
		if item.Settled > 0 {
			details = append(details, fmt.Sprintf("hop %d changes the same places: look again, nothing may be left to do", item.Settled))
		}
		out = append(out, planTask{text: text, ids: []string{item.Change.ID}, details: details})
	}
	return append(out, v.otherTasks(h.OthersOf(phase))...)
}

// otherTasks are findings that belong to no change, those together that ask for the same.
func (v *viewer) otherTasks(found []lint.Diagnostic) []planTask {
	var out []planTask
	at := map[[2]string]int{}
	for _, alike := range alikes(found) {
		key := [2]string{alike[0].Rule, sentence(alike[0])}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, planTask{text: key[1]})
		}
		out[i].details = append(out[i].details, v.findingTexts(alike)...)
	}
	return out
}

// findingTexts write findings that say the same: the first in full, of the others where they are.
func (v *viewer) findingTexts(alike []*lint.Diagnostic) []string {
	out := []string{concisely(alike[0])}
	var also []string
	for _, d := range alike[1:] {
		also = append(also, placeOf(d.Span))
	}
	if extra := len(also) - maxPlaces; !v.all && extra > 1 {
		also = append(also[:maxPlaces:maxPlaces], fmt.Sprintf("%d more places (--all)", extra))
	}
	if len(also) > 0 {
		out = append(out, "also at "+strings.Join(also, ", "))
	}
	return out
}

// sentence says what to do about a finding.
func sentence(d *lint.Diagnostic) string {
	text := d.Help
	if text == "" && d.Fix != nil {
		text = d.Fix.Message
	}
	if text == "" {
		return "Look at it."
	}
	return capitalised(strings.TrimSuffix(text, ".")) + "."
}

// capitalised returns text with its first letter as at the beginning of a sentence.
func capitalised(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// placesOf says where a change applies: the findings, or what shows it.
func (v *viewer) placesOf(item *plan.Item) []string {
	var out []string
	for _, alike := range alikes(item.Findings) {
		out = append(out, v.findingTexts(alike)...)
	}
	if len(out) == 0 {
		out = placesSeen(item.Places, item.Why)
	}
	if extra := len(out) - 2*maxPlaces; !v.all && extra > 1 {
		out = append(out[:2*maxPlaces:2*maxPlaces], fmt.Sprintf("and %d more (--all)", extra))
	}
	return out
}

// placesSeen writes places with what is seen there.
func placesSeen(places []plan.Place, why string) []string {
	var at []string
	for _, p := range places {
		if text := placeOf(p.Span); !slices.Contains(at, text) {
			at = append(at, text)
		}
	}
	if len(at) == 0 {
		return nil
	}
	if extra := len(at) - maxPlaces; extra > 1 {
		at = append(at[:maxPlaces:maxPlaces], fmt.Sprintf("%d more places", extra))
	}
	text := strings.Join(at, ", ")
	if why != "" {
		text += ": " + why
	}
	return []string{text}
}

// askedWords say whom to ask.
var askedWords = []struct{ who, words string }{
	{"operator", "yourself"},
	{"scheduler", "those who write and run schedulers"},
	{"executor", "those who write executors"},
	{"module", "those who write modules"},
	{"tooling", "those who run what asks Mesos for something: monitoring, dashboards, scripts"},
	{"build", "those who build Mesos and its modules"},
}

// questionTasks are what to ask in some phases, by who can answer; only how many there are, if they are not to be shown.
func (v *viewer) questionTasks(h *plan.Hop, shown bool, phases ...plan.Phase) []planTask {
	var out []planTask
	for _, asked := range askedWords {
		task := planTask{text: "Ask " + asked.words + ":"}
		var endpoints, ids []string
		for _, phase := range phases {
			for _, item := range h.Of(phase, plan.Yours) {
				switch a := item.Change.Applies; {
				case item.Asked != asked.who:
				case a != nil && a.Endpoint != "":
					endpoints, ids = append(endpoints, a.Endpoint), append(ids, item.Change.ID)
				default:
					task.details = append(task.details, questionText(item))
				}
			}
		}
		if len(endpoints) > 0 {
			text := fmt.Sprintf("Does anything ask for %s? (%s)", resolved.Alternatives(endpoints), strings.Join(ids, ", "))
			task.details = append([]string{text}, task.details...)
		}
		switch n := len(task.details); {
		case n == 0:
			continue
		case !shown:
			task = planTask{text: fmt.Sprintf("%s for %s (--all)", resolved.Plural(n, "question"), asked.words)}
		}
		out = append(out, task)
	}
	return out
}

// questionText writes a question, and what in the configuration makes it one.
func questionText(item *plan.Item) string {
	text := fmt.Sprintf("%s (%s)", item.Question, item.Change.ID)
	if len(item.Places) > 0 && item.Why != "" {
		text += fmt.Sprintf("; %s: %s", placeOf(item.Places[0].Span), item.Why)
	}
	return text
}

// undecided are the changes that what was not read decides, by what that is: first where a finding says what may be wrong.
func (v *viewer) undecided(h *plan.Hop) []planTask {
	var items []*plan.Item
	for _, phase := range plan.Phases() {
		items = append(items, h.Of(phase, plan.Undecided)...)
	}
	slices.SortStableFunc(items, func(a, b *plan.Item) int { return min(1, len(b.Findings)) - min(1, len(a.Findings)) })
	type gap struct {
		reason        string
		places, texts []string
	}
	var gaps []*gap
	for _, item := range items {
		i := slices.IndexFunc(gaps, func(g *gap) bool { return g.reason == item.Gap.Reason })
		if i < 0 {
			i = len(gaps)
			gaps = append(gaps, &gap{reason: item.Gap.Reason})
		}
		g := gaps[i]
		if at := placeOf(item.Gap.At); !item.Gap.At.IsZero() && !slices.Contains(g.places, at) {
			g.places = append(g.places, at)
		}
		g.texts = append(g.texts, undecidedText(item))
	}
	var out []planTask
	for _, g := range gaps {
		if n := len(g.texts); !v.all && n > 2*maxPlaces+1 {
			g.texts = append(g.texts[:2*maxPlaces:2*maxPlaces], fmt.Sprintf("and %d more changes (--all)", n-2*maxPlaces))
		}
		text := capitalised(g.reason)
		if extra := len(g.places) - maxPlaces; extra > 1 {
			g.places = append(g.places[:maxPlaces:maxPlaces], fmt.Sprintf("%d more places", extra))
		}
		if len(g.places) > 0 {
			text += " (" + strings.Join(g.places, ", ") + ")"
		}
		out = append(out, planTask{text: text + ":", details: g.texts})
	}
	return out
}

// undecidedText says what may apply: the finding that hangs on a condition, or else the change and when it matters.
func undecidedText(item *plan.Item) string {
	if len(item.Findings) > 0 {
		return fmt.Sprintf("%s (%s)", concisely(&item.Findings[0]), item.Change.ID)
	}
	text := item.Change.Summary
	if c := concerns(item.Change.Applies); c != "" && !item.Gap.Met {
		text += " It matters if " + c + "."
	}
	return fmt.Sprintf("%s (%s)", text, item.Change.ID)
}

// unread are the changes of a phase that a configuration would decide, without one.
func (v *viewer) unread(h *plan.Hop, phase plan.Phase) []planTask {
	var out []planTask
	for _, item := range h.Of(phase, plan.Undecided) {
		text := item.Change.Summary + " " + item.Change.Do
		if c := concerns(item.Change.Applies); c != "" {
			text = "If " + c + ": " + text
		}
		out = append(out, planTask{text: text, ids: []string{item.Change.ID}})
	}
	return limited(out, v.all)
}

// orderTasks are the steps of the order.
func (v *viewer) orderTasks(h *plan.Hop) []planTask {
	var out []planTask
	if v.plan.Reading != nil {
		out = append(out, planTask{
			text:    fmt.Sprintf("Check what goes out with %s: an error keeps a daemon from starting, or opens something", h.To),
			command: v.check("--to", h.To.String()),
		})
	}
	for _, s := range h.Order {
		text := s.Do
		if s.Nodes > 0 {
			text += fmt.Sprintf(" (%s read)", resolved.Plural(s.Nodes, s.Who))
		}
		if s.Note != "" {
			text += ", " + s.Note
		}
		out = append(out, planTask{text: text})
	}
	return out
}

// boundTasks are what binds the order besides; what was said of an earlier hop is not said again.
func (v *viewer) boundTasks(i int) []planTask {
	return v.newReasons(i, func(h *plan.Hop) []plan.Reason { return h.Bounds }, nil)
}

// newReasons are the reasons of a hop that none before it has.
func (v *viewer) newReasons(i int, of func(*plan.Hop) []plan.Reason, prefix map[string]string) []planTask {
	var out []planTask
	again := false
	for _, r := range of(v.plan.Hops[i]) {
		said := slices.ContainsFunc(v.plan.Hops[:i], func(h *plan.Hop) bool {
			return slices.ContainsFunc(of(h), func(o plan.Reason) bool { return o.ID == r.ID })
		})
		if said {
			again = true
			continue
		}
		out = append(out, planTask{text: prefix[r.Strength] + reasonText(r)})
	}
	if again {
		out = append(out, planTask{text: "what was said of the hops before holds here too"})
	}
	return out
}

// watchTasks are what to watch in a hop; what was said of the hop before is not said again.
func (v *viewer) watchTasks(i int) []planTask {
	h := v.plan.Hops[i]
	var out []planTask
	again := false
	for _, w := range h.Watch {
		if i > 0 && slices.Contains(v.plan.Hops[i-1].Watch, w) {
			again = true
			continue
		}
		where := "metric"
		if w.What == "log" {
			where = "log of " + enumerated(w.Who)
		}
		out = append(out, planTask{text: fmt.Sprintf("`%s` (%s): %s", w.Name, where, w.Why)})
	}
	switch {
	case again && len(out) > 0:
		out = append(out, planTask{text: fmt.Sprintf("the rest as in hop %d", i)})
	case again:
		out = append(out, planTask{text: fmt.Sprintf("the same as in hop %d", i)})
	}
	return out
}

// backTasks are what is known of going back, the point of no return first.
func (v *viewer) backTasks(i int) []planTask {
	return v.newReasons(i, func(h *plan.Hop) []plan.Reason {
		out := slices.Clone(h.Back)
		slices.SortStableFunc(out, func(a, b plan.Reason) int { return binding(a) - binding(b) })
		return out
	}, map[string]string{plan.Must: "point of no return: "})
}

func binding(r plan.Reason) int {
	return slices.Index([]string{plan.Must, plan.Advised, plan.Free}, r.Strength)
}

// isNew reports whether a change only adds something, and asks for nothing.
func isNew(item *plan.Item) bool {
	return item.Class == plan.NotHere && item.Change.Kind == catalog.Added && item.Change.Do == ""
}

// possible are what a hop adds and nobody has to care about.
func (v *viewer) possible(h *plan.Hop) []planTask {
	var out []planTask
	for _, item := range h.Items {
		if isNew(item) {
			out = append(out, planTask{text: item.Change.Summary, ids: []string{item.Change.ID}})
		}
	}
	if n := len(out); n > 0 && !v.all {
		return []planTask{{text: fmt.Sprintf("%s that need nothing (--all)", resolved.Plural(n, "addition"))}}
	}
	return out
}

// reasons are the changes of a class with why they are of it, those of the same reason together.
func reasons(h *plan.Hop, class plan.Class) []planTask {
	var out []planTask
	for _, item := range h.Items {
		if item.Class != class || isNew(item) {
			continue
		}
		text := item.Why
		if text == "" {
			text = "checked by " + item.Change.Rule
		}
		if class == plan.Clean && len(item.Places) > 0 {
			text = placeOf(item.Places[0].Span) + ": " + text
		}
		i := slices.IndexFunc(out, func(t planTask) bool { return t.text == text })
		if i < 0 {
			i = len(out)
			out = append(out, planTask{text: text})
		}
		out[i].ids = append(out[i].ids, item.Change.ID)
	}
	return out
}
