// Package docs is where the rules are documented: a page each, which `make docs` writes from the rules themselves, from the
// facts of the catalogue and from a run over the rule's example.
package docs

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Address is where the pages are published: the folder of this package in the repository.
const Address = "https://github.com/mesoslint/mesoslint/blob/main/rules/docs/"

// Index is the path of the page that lists the others.
const Index = "README.md"

// Checks is the path of the page that lists the start-up checks of Mesos.
const Checks = "checks.md"

// Path returns the path of a rule's page in this folder: "acl/removed-action.md".
func Path(rule string) string { return rule + ".md" }

// URL returns where a rule is documented, "" for one that is not of package rules.
func URL(rule string) string {
	if rules.ByName(rule) == nil {
		return ""
	}
	return Address + Path(rule)
}

// Pages returns all pages by their path in this folder. They are made from the rules, and each example is checked for it.
func Pages(ctx context.Context) (map[string]string, error) {
	pages := map[string]string{Index: index(), Checks: allChecks()}
	for _, r := range rules.All() {
		page, err := Page(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		pages[Path(r.Name)] = page
	}
	return pages, nil
}

// Page returns the page of a rule.
func Page(ctx context.Context, r *lint.Rule) (string, error) {
	judged, err := Judge(ctx, r)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s**\n\n%s\n\n", r.Name, r.Title, summary(r))
	b.WriteString(report.RuleMarkdown(r, report.Shown{Report: judged.Report, Fix: judged.Fix}) + "\n")
	checksTable(&b, r)
	changesTable(&b, r)
	fmt.Fprintf(&b, "---\n[All rules](../%s) · made by `make docs` from the rule, `rules/%s*.go`\n", Index, strings.ReplaceAll(subject(r.Name), "-", "_"))
	return b.String(), nil
}

// summary is a line of what a rule can report and whether it fixes.
func summary(r *lint.Rule) string {
	effects := make([]string, len(r.Effects))
	for i, effect := range r.Effects {
		effects[i] = "`" + string(effect) + "`"
	}
	line := "Effect: " + strings.Join(effects, ", ") + "."
	if r.Fixable {
		line += " A fix is offered if one is known."
	}
	return line
}

// checksTable lists the start-up checks of Mesos that a rule reports.
func checksTable(b *strings.Builder, r *lint.Rule) {
	checks := catalog.ChecksOf(r.Name)
	if len(checks) == 0 {
		return
	}
	b.WriteString("## Start-up checks\n\nThis rule reports these checks of the daemons themselves. `--ignore`, `--only` and `--severity` take their names too, and " +
		"`mesoslint explain CHECK` says more.\n\n| check | daemon | releases | what happens |\n|---|---|---|---|\n")
	for _, c := range checks {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", c.ID, daemonOf(c), c.In, cell(outcome(c)))
	}
	b.WriteByte('\n')
}

// daemonOf says who makes a check.
func daemonOf(c *catalog.Check) string {
	if c.Component == config.AnyComponent {
		return "both"
	}
	return c.Component.String()
}

// allChecks is the page of all start-up checks, with the rules that report them or why none does.
func allChecks() string {
	checks := catalog.Checks()
	var b strings.Builder
	fmt.Fprintf(&b, "# The start-up checks of Mesos\n\n%d checks that masters and agents make when they start, and the rules that report what they would refuse. "+
		"A finding names its check; `--ignore`, `--only` and `--severity` take the name too. `mesoslint explain CHECK` says more, with the places in the source of Mesos.\n\n"+
		"| check | daemon | releases | what happens | reported by |\n|---|---|---|---|---|\n", len(checks))
	for i := range checks {
		c := &checks[i]
		by := "not checked: " + cell(c.Unchecked)
		if len(c.Rules) > 0 {
			links := make([]string, len(c.Rules))
			for i, rule := range c.Rules {
				links[i] = fmt.Sprintf("[%s](%s)", rule, Path(rule))
			}
			by = strings.Join(links, ", ")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", c.ID, daemonOf(c), c.In, cell(outcome(c)), by)
	}
	b.WriteString("\n---\n[All rules](" + Index + ") · made by `make docs`\n")
	return b.String()
}

// outcome says what a check does and when.
func outcome(c *catalog.Check) string {
	return map[string]string{"exit": "exits", "abort": "aborts", "warn": "warns"}[c.Outcome] + " when " + c.When
}

// changesTable lists the changes of upstream that a rule tells about, newest first.
func changesTable(b *strings.Builder, r *lint.Rule) {
	head := "## Changes of Mesos that it checks\n\n| release | change | what changed |\n|---|---|---|\n"
	for _, c := range slices.Backward(catalog.Changes()) {
		if c.Rule == r.Name {
			fmt.Fprintf(b, "%s| %s | `%s` | %s |\n", head, c.Release, c.ID, cell(c.Summary))
			head = ""
		}
	}
	if head == "" {
		b.WriteByte('\n')
	}
}

// cell writes prose as a cell of a table.
func cell(text string) string { return strings.ReplaceAll(report.Markdown(text), "|", `\|`) }

// index is the page that lists the rules by their subject.
func index() string {
	all := slices.SortedStableFunc(slices.Values(rules.All()), func(a, b *lint.Rule) int { return cmp.Compare(subject(a.Name), subject(b.Name)) })
	var b strings.Builder
	fmt.Fprintf(&b, "# The rules of mesoslint\n\n%d rules, by their subject. Each page says what a release does and why it matters, with an example that is "+
		"reported and what becomes of it. `mesoslint explain RULE` shows the same. The [start-up checks](%s) of Mesos have a list of their own.\n", len(all), Checks)
	last := ""
	for _, r := range all {
		if of := subject(r.Name); of != last {
			last = of
			fmt.Fprintf(&b, "\n## %s\n\n| rule | what is wrong | effect | fix |\n|---|---|---|---|\n", of)
		}
		effects := make([]string, len(r.Effects))
		for i, effect := range r.Effects {
			effects[i] = string(effect)
		}
		fix := ""
		if r.Fixable {
			fix = "yes"
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s | %s |\n", r.Name, Path(r.Name), cell(r.Title), strings.Join(effects, ", "), fix)
	}
	b.WriteString("\n---\nMade by `make docs`\n")
	return b.String()
}

// subject is the first part of a rule's name.
func subject(rule string) string {
	of, _, _ := strings.Cut(rule, "/")
	return of
}
