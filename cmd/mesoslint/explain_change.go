package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// changeNamed explains the change of an id.
func changeNamed(name string) []answer {
	c := catalog.ChangeNamed(name)
	if c == nil {
		return nil
	}
	a := answer{Kind: "change", Name: c.ID, Title: fmt.Sprintf("change %s of %s", c.ID, c.Release)}
	a.add("what", c.Summary)
	a.add("kind", c.Kind+", "+areaTitle(c.Area))
	a.add("concerns", enumerated(c.Components))
	a.add("if", concerns(c.Applies))
	a.add("do", doWhen(c.Do, c.When))
	a.add("order", inOrder(c.Order))
	if c.Weakens {
		a.add("protection", "weakened: afterwards somebody may do more than before, and nothing logs it")
	}
	a.add("checked", checkedBy(c))
	a.add("came with", c.Since.String())
	a.add("replaced by", c.ReplacedBy)
	a.add("removed in", c.RemovedIn.String())
	a.add("about", strings.Join(c.Subjects, ", "))
	a.add("note", c.Note)
	a.add("evidence", strings.Join(c.Evidence, ", "))
	return []answer{a}
}

// checkedBy says who finds out whether a configuration is concerned.
func checkedBy(c *catalog.Change) string {
	switch {
	case c.Rule != catalog.Manual:
		return "by " + c.Rule
	case c.Do != "":
		return "by nothing: yours to check"
	}
	return ""
}

// inOrder writes an order of steps for people.
func inOrder(order string) string { return strings.ReplaceAll(order, " -> ", ", then ") }

// changeAnswers returns changes as answers have them.
func changeAnswers(changes []*catalog.Change) []changeAnswer {
	out := make([]changeAnswer, len(changes))
	for i, c := range changes {
		rule := c.Rule
		if rule == catalog.Manual {
			rule = ""
		}
		out[i] = changeAnswer{
			ID: c.ID, Release: c.Release, Area: c.Area, Kind: c.Kind, Components: c.Components, Summary: c.Summary, Do: c.Do, When: c.When,
			Order: inOrder(c.Order), Concerns: concerns(c.Applies), Rule: rule, Weakens: c.Weakens, Subjects: c.Subjects, Replaced: c.ReplacedBy,
			Note: c.Note, Evidence: c.Evidence,
		}
	}
	return out
}

// historyOf returns the group of what changed about one of some subjects, newest first; none if nothing did.
func historyOf(subjects ...string) []changeGroup {
	var about []*catalog.Change
	for _, c := range slices.Backward(catalog.Changes()) {
		if slices.ContainsFunc(c.Subjects, func(s string) bool { return slices.Contains(subjects, s) || isPartOf(s, subjects) }) {
			about = append(about, c)
		}
	}
	if len(about) == 0 {
		return nil
	}
	return []changeGroup{{Title: "changes, newest first", Changes: changeAnswers(about)}}
}

// addHistory adds what changed about a name, and which of it says where the name exists.
func (a *answer) addHistory(name string) {
	a.Groups = historyOf(name)
	labels := map[string]string{catalog.Added: "added in", catalog.Deprecated: "deprecated", catalog.Removed: "removed in"}
	for _, g := range a.Groups {
		for _, c := range slices.Backward(g.Changes) {
			text := c.Release.String()
			if c.Replaced != "" && catalog.ChangeNamed(c.Replaced) == nil {
				text += ", use " + c.Replaced
			}
			if label := labels[c.Kind]; label != "" && c.Subjects[0] == name {
				a.add(label, text)
			}
		}
	}
}

// isPartOf reports whether a subject is a part of an endpoint among names: "/state.json executors".
func isPartOf(subject string, names []string) bool {
	endpoint, _, found := strings.Cut(subject, " ")
	return found && strings.HasPrefix(endpoint, "/") && slices.Contains(names, endpoint)
}

// subjectNamed explains a name that is nothing of its own in the catalogue and that changes are about: a call, a metric, a kind
// of module.
func subjectNamed(name string) []answer {
	for _, c := range catalog.Changes() {
		for _, s := range c.Subjects {
			if strings.EqualFold(s, name) {
				a := answer{Kind: "subject", Name: s, Title: fmt.Sprintf("%s in the history of Mesos", s)}
				a.addHistory(s)
				return []answer{a}
			}
		}
	}
	return nil
}

// doWhen says what to do and before it when, unless it says so itself; "" if there is nothing to do.
func doWhen(do, when string) string {
	prefix := whenPrefix(when)
	if do == "" || strings.Contains(do, strings.TrimSuffix(prefix, ": ")) {
		return do
	}
	return prefix + do
}

// whenPrefix says when something is to be done, to stand before what it is.
func whenPrefix(when string) string {
	switch when {
	case "before-masters":
		return "before the masters are upgraded: "
	case "after-masters":
		return "after the masters are upgraded: "
	case "before-agents":
		return "before the agents are upgraded: "
	case "after-agents":
		return "after the agents are upgraded: "
	case "with-binaries":
		return "together with the new binaries: "
	case "after-all":
		return "after everything is upgraded: "
	}
	return ""
}
