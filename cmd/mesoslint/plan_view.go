package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// planView is a plan as people read it; text and Markdown write the same.
type planView struct {
	title string
	// intro are the sections of the first screen.
	intro []planSection
	hops  []planHop
}

// planHop is a hop as people read it.
type planHop struct {
	title    string
	sections []planSection
}

// planSection is a part of a plan with a title.
type planSection struct {
	title string
	tasks []planTask
	// numbered is set if the tasks are steps in their order; notes are not tasks at all, so that nobody ticks them off.
	numbered, notes bool
	// inTrees is set if what --out writes holds it already.
	inTrees bool
}

// planTask is something to do, or to know.
type planTask struct {
	text string
	// ids are the changes it is about.
	ids []string
	// command does it.
	command string
	details []string
}

// viewer makes a view of a plan.
type viewer struct {
	plan    *plan.Plan
	request *planRequest
	// all shows every change, and every place; questions shows those too that can wait until after a hop.
	all, questions bool
}

// view returns a plan as people read it: all shows what does not apply as well, questions those that can wait.
func view(p *plan.Plan, request *planRequest, all, questions bool) planView {
	v := &viewer{plan: p, request: request, all: all, questions: all || questions}
	hops := p.Route.Hops()
	out := planView{title: fmt.Sprintf("Upgrade %s in %s", p.Route.Upgrade, resolved.Plural(len(hops), "hop"))}
	if len(hops) > 1 {
		at := []string{hops[0].From.String()}
		for _, h := range hops {
			at = append(at, h.To.String())
		}
		out.title += ": " + strings.Join(at, " → ")
	}
	out.intro = v.intro()
	for i, h := range p.Hops {
		out.hops = append(out.hops, planHop{title: fmt.Sprintf("Hop %d of %d: %s", i+1, len(p.Hops), h.Upgrade), sections: v.hop(i)})
	}
	return out
}

// intro makes the first screen: what was read, what stops the upgrade today, what can be done now, and the way.
func (v *viewer) intro() []planSection {
	out := []planSection{{title: "read", notes: true, tasks: v.read()}}
	if v.plan.Reading != nil {
		out = append(out, planSection{title: "to do before the first hop", notes: true, tasks: v.first()}, planSection{title: "can be done today", notes: true, tasks: v.today()})
	}
	return append(out, planSection{title: "the way", notes: true, tasks: v.way()}, planSection{title: v.total() + " on the way", notes: true, tasks: v.counts()})
}

// read says what the plan stands on.
func (v *viewer) read() []planTask {
	if v.plan.Reading == nil {
		return []planTask{{text: "no configuration: name its files or folders, and the plan says which of the changes concern it"}}
	}
	c := v.plan.Reading.Config
	count := map[config.Component]int{}
	for _, n := range c.Nodes {
		count[n.Component]++
	}
	gaps, incomplete := 0, 0
	for _, n := range c.Nodes {
		if gaps += len(n.Gaps); len(n.Gaps) > 0 {
			incomplete++
		}
	}
	task := planTask{text: fmt.Sprintf("%s and %s in %s", resolved.Plural(count[config.Master], "master"), resolved.Plural(count[config.Agent], "agent"),
		resolved.Plural(len(c.Checked), "file"))}
	if gaps > 0 {
		task.details = append(task.details, fmt.Sprintf("%s not complete: what may add settings was not read", was(incomplete)))
	}
	for _, u := range c.Unchecked {
		task.details = append(task.details, fmt.Sprintf("not read: %s: %s", u.Path, u.Reason))
	}
	if v.request.empty {
		task.details = append(task.details, "nothing to check was found: name the files")
	}
	if v.request.ignored {
		task.details = append(task.details, "what the configuration file ignores is left out")
	}
	if n := len(c.Unread); n > 0 {
		task.details = append(task.details, fmt.Sprintf("%s of Mesos settings and were not read; `check` names them", speak(n)))
	}
	return []planTask{task}
}

func was(n int) string {
	if n == 1 {
		return "1 of them is"
	}
	return fmt.Sprintf("%d of them are", n)
}

func speak(n int) string {
	if n == 1 {
		return "1 file speaks"
	}
	return fmt.Sprintf("%d files speak", n)
}

// first says what has to be done before the first hop, in a line each.
func (v *viewer) first() []planTask {
	items, others := v.plan.Hops[0].First()
	var out []planTask
	var found []lint.Diagnostic
	ids, seen := map[string][]string{}, map[string]bool{}
	for _, item := range items {
		if len(item.Findings) == 0 {
			out = append(out, planTask{text: item.Change.Do, ids: []string{item.Change.ID}})
		}
		for i := range item.Findings {
			d := &item.Findings[i]
			if said := concisely(d); !seen[said] { // one that is of two changes
				seen[said] = true
				found = append(found, *d)
			}
			if at := d.Rule + placeOf(d.Span); !slices.Contains(ids[at], item.Change.ID) {
				ids[at] = append(ids[at], item.Change.ID)
			}
		}
	}
	for _, kind := range kinds(append(found, others...)) {
		out = append(out, planTask{text: concisely(kind[0]) + andMore(len(kind)-1), ids: ids[kind[0].Rule+placeOf(kind[0].Span)]})
	}
	out = merged(out)
	if len(out) == 0 {
		out = []planTask{{text: "nothing that the configuration shows"}}
	}
	out = limited(out, v.all)
	questions, gaps := 0, 0
	for _, item := range v.plan.Hops[0].Items {
		switch {
		case item.Class == plan.Undecided:
			gaps++
		case item.Class == plan.Yours && item.Phase != plan.After:
			questions++
		}
	}
	if questions > 0 {
		out = append(out, planTask{text: resolved.Plural(questions, "question") + " that no configuration answers: see hop 1"})
	}
	if gaps > 0 {
		out = append(out, planTask{text: resolved.Plural(gaps, "change") + " that may apply, by what was not read: see hop 1"})
	}
	return out
}

// andMore says that there are more findings of a kind.
func andMore(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %s like it)", resolved.Plural(n, "finding"))
}

// kinds puts together the findings of a rule that are at one place or say the same of several.
func kinds(found []lint.Diagnostic) [][]*lint.Diagnostic {
	var out [][]*lint.Diagnostic
	at := map[string]int{}
	for _, alike := range alikes(found) {
		key := alike[0].Rule + placeOf(alike[0].Span)
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], alike...)
	}
	return out
}

// alikes puts together the findings that say the same of several places.
func alikes(found []lint.Diagnostic) [][]*lint.Diagnostic {
	var out [][]*lint.Diagnostic
	at := map[[2]string]int{}
	for i := range found {
		d := &found[i]
		key := [2]string{d.Rule, d.Message}
		if i, known := at[key]; known {
			out[i] = append(out[i], d)
			continue
		}
		at[key] = len(out)
		out = append(out, []*lint.Diagnostic{d})
	}
	return out
}

// today says what can be done at once.
func (v *viewer) today() []planTask {
	var out []planTask
	u := v.plan.Hops[0].Upgrade
	if now := v.plan.Hops[0].Fixes()[plan.Before]; now > 0 {
		out = append(out, planTask{
			text:    fmt.Sprintf("%s that %s and %s both read as meant", fixes(now), u.From, u.To),
			command: v.check("--from", u.From.String(), "--to", u.To.String(), "--fix"),
		})
	}
	wrong := slices.DeleteFunc(slices.Clone(v.plan.Reading.Today), func(d lint.Diagnostic) bool { return d.Severity < lint.Warning })
	if n := len(wrong); n > 0 {
		out = append(out, planTask{
			text:    fmt.Sprintf("%s on %s already, whatever the upgrade", resolved.Plural(n, "mistake"), u.From),
			command: v.check("--to", u.From.String()),
		})
	}
	if len(out) == 0 {
		out = []planTask{{text: "nothing that a fix does"}}
	}
	return out
}

// check returns the command that checks what the plan was made for.
func (v *viewer) check(args ...string) string {
	words := append([]string{"mesoslint", "check"}, args...)
	if a := v.request.asked; a.root != "" {
		words = append(words, "--root", shellWord(a.root))
	}
	if a := v.request.asked; a.as != "" {
		words = append(words, "--as", a.as)
	}
	if a := v.request.asked; a.config != "" {
		words = append(words, "--config", shellWord(a.config))
	}
	if v.request.asked.noConfig {
		words = append(words, "--no-config")
	}
	for _, p := range v.request.paths {
		words = append(words, shellWord(p))
	}
	return strings.Join(words, " ")
}

// shellWord writes a word so that a shell reads it as it is.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./:=@%+,", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// way says where the route stops and why.
func (v *viewer) way() []planTask {
	var out []planTask
	for _, s := range v.plan.Route.Stops {
		task := planTask{text: fmt.Sprintf("stop at %s", s.Release)}
		switch s.Strength() {
		case "":
			task.text += ", as asked for"
		case plan.Must:
			task.text += ": it must lie between"
		default:
			task.text += ": it should lie between"
		}
		for _, r := range s.Reasons {
			task.details = append(task.details, reasonText(r))
		}
		out = append(out, task)
	}
	for _, r := range v.plan.Route.Skipped {
		out = append(out, planTask{text: "skipped: " + reasonText(r)})
	}
	if len(v.plan.Route.Stops) == 0 && len(v.plan.Route.Skipped) == 0 {
		out = append(out, planTask{text: "one hop is enough: no release has to lie between"})
	}
	for _, r := range v.plan.Route.Together {
		out = append(out, planTask{text: r.Why})
	}
	for _, r := range v.plan.Route.Advice {
		out = append(out, planTask{text: r.Why + better(r.Between)})
	}
	for _, end := range []release.Release{v.plan.Route.Upgrade.From, v.plan.Route.Upgrade.To} {
		if newest, err := catalog.History().Resolve(end.Series()); err == nil && end.Less(newest) {
			out = append(out, planTask{text: fmt.Sprintf("%s is not the newest release of its series: %s is", end, newest)})
		}
	}
	return out
}

// better names the releases that would better be stopped at.
func better(between []release.Release) string {
	if len(between) == 0 {
		return ""
	}
	names := make([]string, len(between))
	for i, r := range between {
		names[i] = r.String()
	}
	return fmt.Sprintf(" The cautious way stops at %s too (--via %s).", enumerated(names), strings.Join(names, ","))
}

// reasonText says what a reason is, and when it binds.
func reasonText(r plan.Reason) string {
	text := r.Why
	if c := concerns(r.Applies); c != "" && r.Holds == plan.Unknown {
		text += fmt.Sprintf(" It matters if %s.", c)
	}
	return text
}

// classTitle is a class in words, as the title of a count or a section.
func classTitle(class plan.Class) string {
	switch class {
	case plan.Applies:
		return "applies here"
	case plan.Yours:
		return "yours to check"
	case plan.Undecided:
		return "not decided by what was read"
	case plan.Clean:
		return "checked and clean"
	case plan.NotHere:
		return "does not apply, or asks for nothing"
	}
	return ""
}

// total counts all changes on the way.
func (v *viewer) total() string {
	n := 0
	for _, c := range plan.Classes() {
		n += v.plan.Count(c)
	}
	return resolved.Plural(n, "change")
}

func (v *viewer) counts() []planTask {
	var out []planTask
	for _, c := range plan.Classes() {
		n := v.plan.Count(c)
		out = append(out, planTask{text: fmt.Sprintf("%s: %d", classTitle(c), n)})
	}
	if !v.all {
		out[len(out)-1].text += " (--all)"
		out[len(out)-2].text += " (--all)"
	}
	return out
}

// concisely writes a finding in a line: where, what happens, and the rule.
func concisely(d *lint.Diagnostic) string {
	text := d.Message
	if d.Condition != "" {
		text += ", " + d.Condition
	}
	if n := len(d.Nodes); n > 1 {
		text += fmt.Sprintf(" (%d daemons)", n)
	}
	return fmt.Sprintf("%s: %s [%s]", placeOf(d.Span), text, d.Rule)
}

// placeOf writes where a span begins.
func placeOf(span source.Span) string {
	if span.Source == nil {
		return "the configuration"
	}
	at := span.Source.Position(span.Start)
	return fmt.Sprintf("%s:%d:%d", span.Source.Path, at.Line, at.Column)
}

// harmless is text of the configuration as a plan may show it.
func harmless(text string) string { return source.Printable(redact.Conceal(text, nil)) }

// merged joins tasks of the same text.
func merged(tasks []planTask) []planTask {
	var out []planTask
	for _, t := range tasks {
		i := slices.IndexFunc(out, func(o planTask) bool { return o.text == t.text })
		if i < 0 {
			out = append(out, t)
			continue
		}
		out[i].ids = append(out[i].ids, t.ids...)
	}
	return out
}

// maxTasks is how many tasks, and maxPlaces how many places of one, are shown without --all.
const (
	maxTasks  = 12
	maxPlaces = 4
)

// limited cuts tasks down to the number that a screen holds.
func limited(tasks []planTask, all bool) []planTask {
	if all || len(tasks) <= maxTasks {
		return tasks
	}
	return append(slices.Clone(tasks[:maxTasks]), planTask{text: fmt.Sprintf("and %d more (--all)", len(tasks)-maxTasks)})
}
