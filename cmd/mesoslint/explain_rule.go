package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/docs"
)

// ruleNamed explains a rule. Its name has a slash, which few other names have.
func ruleNamed(name string) []answer {
	r := rules.ByName(name)
	if r == nil {
		return nil
	}
	a := answer{Kind: "rule", Name: r.Name, Title: fmt.Sprintf("rule %s: %s", r.Name, r.Title), Text: strings.TrimSpace(r.Doc)}
	effects := make([]string, len(r.Effects))
	for i, effect := range r.Effects {
		effects[i] = string(effect)
	}
	a.add("effect", strings.Join(effects, ", "))
	if r.Fixable {
		a.add("fix", "offered if one is known")
	}
	for _, c := range catalog.ChecksOf(r.Name) {
		a.add("check", fmt.Sprintf("%s (%s): %s", c.ID, c.In, c.When))
	}
	for _, c := range slices.Backward(catalog.Changes()) {
		if c.Rule == r.Name {
			a.add("change", fmt.Sprintf("%s (%s): %s", c.ID, c.Release, c.Summary))
		}
	}
	a.add("page", docs.URL(r.Name))
	a.Example = exampleOf(r)
	return []answer{a}
}

// exampleOf returns the example of a rule as answers have it, nil if it has none.
func exampleOf(r *lint.Rule) *exampleAnswer {
	x := &r.Example
	if len(x.Before) == 0 {
		return nil
	}
	from, to := x.Upgrade()
	return &exampleAnswer{From: from, To: to, Condition: x.Condition, Before: exampleFiles(x.Before), After: exampleFiles(x.After), AfterCheck: x.AfterCommand(), text: report.ExampleText(x)}
}

func exampleFiles(files []lint.File) []exampleFile {
	out := []exampleFile{}
	for _, f := range files {
		out = append(out, exampleFile{f.Path, f.Text, fmt.Sprintf("%04o", f.Permissions()), f.Gone})
	}
	return out
}

// outcomeLabel is the label of a start-up check by what it leads to.
func outcomeLabel(outcome string) string {
	switch outcome {
	case "exit":
		return "exits when"
	case "abort":
		return "aborts when"
	case "warn":
		return "warns when"
	}
	return ""
}

// checkNamed explains the start-up check of an id, which is words with dashes between them.
func checkNamed(name string) []answer {
	if !strings.Contains(name, "-") {
		return nil // the checks need not be read
	}
	c := catalog.CheckByID(name)
	if c == nil {
		return nil
	}
	who := "master and agent"
	if c.Component != config.AnyComponent {
		who = c.Component.String()
	}
	a := answer{Kind: "check", Name: c.ID, Component: c.Component.String(), Title: fmt.Sprintf("start-up check %s of the %s", c.ID, who)}
	a.add(outcomeLabel(c.Outcome), c.When)
	a.add("exists in", c.In.String())
	a.add("about", strings.Join(c.Flags, ", "))
	a.add("at least", c.Least)
	a.add("at most", c.Most)
	a.add("example", c.Example)
	a.add("needs", c.Needs)
	a.add("reported by", strings.Join(c.Rules, ", "))
	for _, rule := range c.Rules {
		a.add("page", docs.URL(rule))
	}
	a.add("not checked", c.Unchecked)
	a.add("evidence", strings.Join(c.Evidence, ", "))
	return []answer{a}
}
