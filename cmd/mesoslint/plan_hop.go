package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
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
	add(planSection{title: "before: yours to check", tasks: v.questions(h, true, plan.Before, plan.With)})
	add(planSection{title: "before: not decided by what was read", tasks: v.undecided(h)})
	add(planSection{title: "in this order", tasks: orderTasks(h), numbered: true})
	add(planSection{title: "mind the order", tasks: boundTasks(h), notes: true})
	add(planSection{title: "with the binaries of " + h.To.String(), inTrees: true, tasks: first(made[plan.With],
		fmt.Sprintf("that only %s reads as meant, in the copy that goes out with it", h.To), v.tasks(h, plan.With),
		slices.Concat(from, to, []string{"--fix", "--with-upgrade"})...)})
	add(planSection{title: "after, on " + h.To.String(), tasks: first(made[plan.After],
		fmt.Sprintf("that %s does not read as meant, once nobody goes back to it", h.From), v.tasks(h, plan.After),
		slices.Concat(to, []string{"--fix"})...)})
	add(planSection{title: "after: yours to check", tasks: v.questions(h, v.all, plan.After)})
	add(planSection{title: "watch", tasks: v.watchTasks(i), notes: true})
	add(planSection{title: "going back to " + h.From.String(), tasks: backTasks(h), notes: true})
	if v.all {
		add(planSection{title: "checked and clean", tasks: reasons(h, plan.Clean), notes: true, inTrees: true})
		add(planSection{title: "does not apply", tasks: reasons(h, plan.NotHere), notes: true, inTrees: true})
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
		text := strings.TrimSpace(item.Change.Summary + " " + item.Change.Do)
		if item.Settled > 0 {
			details = append(details, fmt.Sprintf("hop %d changes the same places: look again, nothing may be left to do", item.Settled))
		}
		out = append(out, planTask{text: text, ids: []string{item.Change.ID}, details: details})
	}
	others := h.OthersOf(phase)
	for i := range others {
		d := &others[i]
		out = append(out, planTask{text: sentence(d), details: []string{concisely(d)}})
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
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// placesOf says where a change applies: the findings, or what shows it.
func (v *viewer) placesOf(item *plan.Item) []string {
	var out []string
	for i := range item.Findings {
		out = append(out, concisely(&item.Findings[i]))
	}
	if len(out) == 0 {
		out = placesSeen(item.Places, item.Why)
	}
	if extra := len(out) - maxPlaces; !v.all && extra > 1 {
		out = append(out[:maxPlaces:maxPlaces], fmt.Sprintf("and %d more places (--all)", extra))
	}
	return out
}

// placesSeen writes places with what is seen there.
func placesSeen(places []plan.Place, why string) []string {
	var out []string
	for _, p := range places {
		text := placeOf(p.Span)
		if why != "" {
			text += ": " + why
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
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

// questions are what to ask in some phases, by who can answer; only how many there are, if they are not to be shown.
func (v *viewer) questions(h *plan.Hop, shown bool, phases ...plan.Phase) []planTask {
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

// undecided are the changes that what was not read decides, by what that is.
func (v *viewer) undecided(h *plan.Hop) []planTask {
	var out []planTask
	var items []*plan.Item
	for _, phase := range plan.Phases() {
		items = append(items, h.Of(phase, plan.Undecided)...)
	}
	for _, item := range items {
		text := gapText(item.Gap)
		i := slices.IndexFunc(out, func(t planTask) bool { return t.text == text })
		if i < 0 {
			i = len(out)
			out = append(out, planTask{text: text})
		}
		what := item.Change.Summary
		if c := concerns(item.Change.Applies); c != "" {
			what += " It matters if " + c + "."
		}
		out[i].details = append(out[i].details, fmt.Sprintf("%s (%s)", what, item.Change.ID))
	}
	for i := range out {
		if n := len(out[i].details); !v.all && n > maxPlaces+1 {
			out[i].details = append(out[i].details[:maxPlaces:maxPlaces], fmt.Sprintf("and %d more changes (--all)", n-maxPlaces))
		}
	}
	return out
}

func gapText(g plan.Gap) string {
	text := strings.ToUpper(g.Reason[:1]) + g.Reason[1:]
	if g.At != (source.Span{}) {
		text += " (" + placeOf(g.At) + ")"
	}
	return text + ":"
}

// orderTasks are the steps of the order, and what binds it besides.
func orderTasks(h *plan.Hop) []planTask {
	var out []planTask
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

// boundTasks are what binds the order besides.
func boundTasks(h *plan.Hop) []planTask {
	var out []planTask
	for _, b := range h.Bounds {
		out = append(out, planTask{text: reasonText(b), ids: []string{b.ID}})
	}
	return out
}

// watchTasks are what to watch in a hop; what was said of the hop before is not said again.
func (v *viewer) watchTasks(i int) []planTask {
	h := v.plan.Hops[i]
	if i > 0 && slices.Equal(h.Watch, v.plan.Hops[i-1].Watch) {
		return []planTask{{text: fmt.Sprintf("the same as in hop %d", i)}}
	}
	var out []planTask
	for _, w := range h.Watch {
		kind := "metric"
		if w.What == "log" {
			kind = "log line"
		}
		out = append(out, planTask{text: fmt.Sprintf("%s of the %s `%s`: %s", kind, strings.Join(w.Who, " and the "), w.Name, w.Why)})
	}
	return out
}

func backTasks(h *plan.Hop) []planTask {
	words := map[string]string{plan.Must: "point of no return: "}
	var out []planTask
	for _, strength := range []string{plan.Must, plan.Advised, plan.Free} {
		for _, r := range h.Back {
			if r.Strength == strength {
				out = append(out, planTask{text: words[strength] + r.Why})
			}
		}
	}
	return out
}

// reasons are the changes of a class with why they are of it, those of the same reason together.
func reasons(h *plan.Hop, class plan.Class) []planTask {
	var out []planTask
	for _, item := range h.Items {
		if item.Class != class {
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
