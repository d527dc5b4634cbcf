package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// selector names findings: those of a rule ("acl/removed-action"), of the rules of a subject ("acl/"), of a start-up check
// ("master-weights-format") or of the checks whose ids begin alike ("agent-gpu-").
type selector string

// parseSelector reads a selector, which must name something that can be found.
func parseSelector(name string) (selector, error) {
	s := selector(name)
	if slices.ContainsFunc(rules.All(), func(r *lint.Rule) bool { return s.rank(r.Name, "") > 0 }) ||
		slices.ContainsFunc(catalog.Checks(), func(c catalog.Check) bool { return len(c.Rules) > 0 && s.rank("", c.ID) > 0 }) {
		return s, nil
	}
	err := fmt.Errorf("%q: there is no such rule or check; `mesoslint rules` lists the rules", name)
	if meant := rules.Nearest(name); meant != "" && (rules.ByName(meant) != nil || catalog.CheckByID(meant) != nil) {
		err = fmt.Errorf("%w; did you mean %q?", err, meant)
	}
	return "", err
}

func parseSelectors(flag string, names []string) ([]selector, error) {
	out := make([]selector, 0, len(names))
	for _, name := range names {
		s, err := parseSelector(name)
		if err != nil {
			return nil, fmt.Errorf("--%s %w", flag, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// rank says how closely a selector names the findings of a rule and a check, either of which may be empty: 0 if it does not
// name them, more the less else it names.
func (s selector) rank(rule, check string) int {
	name := string(s)
	switch {
	case name == "":
		return 0
	case name == check:
		return math.MaxInt
	case name == rule:
		return math.MaxInt - 1
	case strings.HasSuffix(name, "/") && strings.HasPrefix(rule, name), strings.HasSuffix(name, "-") && strings.HasPrefix(check, name):
		return len(name)
	}
	return 0
}

func anyNames(all []selector, rule, check string) bool {
	return slices.ContainsFunc(all, func(s selector) bool { return s.rank(rule, check) > 0 })
}

// selection says which findings a run reports, and how severe they are.
type selection struct {
	only, ignore []selector // empty stands for all, and for none
	severities   []severityOf
}

// severityOf gives the findings of a selector a severity.
type severityOf struct {
	of       selector
	severity lint.Severity
}

// parseSelection reads --only, --ignore and --severity.
func parseSelection(only, ignore, severities []string) (selection, error) {
	var s selection
	var err error
	if s.only, err = parseSelectors("only", only); err != nil {
		return s, err
	}
	if s.ignore, err = parseSelectors("ignore", ignore); err != nil {
		return s, err
	}
	for _, text := range severities {
		name, level, _ := strings.Cut(text, "=")
		severity, err := parseSeverity(level)
		if err != nil {
			return s, fmt.Errorf("--severity %q: write RULE=info, RULE=warning or RULE=error with a rule of `mesoslint rules`, or a check", text)
		}
		of, err := parseSelector(name)
		if err != nil {
			return s, fmt.Errorf("--severity %w", err)
		}
		s.severities = append(s.severities, severityOf{of, severity})
	}
	if len(s.rules()) == 0 {
		return s, fmt.Errorf("--only and --ignore leave no rule")
	}
	return s, nil
}

// rules returns the rules that have to be asked. A check may be reported by several.
func (s selection) rules() []*lint.Rule {
	byCheck := slices.ContainsFunc(s.only, func(o selector) bool { return !strings.Contains(string(o), "/") })
	return slices.DeleteFunc(rules.All(), func(r *lint.Rule) bool {
		return anyNames(s.ignore, r.Name, "") || len(s.only) > 0 && !byCheck && !anyNames(s.only, r.Name, "")
	})
}

// gives reports whether a finding has its severity from a flag.
func (s selection) gives(d *lint.Diagnostic) bool {
	return slices.ContainsFunc(s.severities, func(o severityOf) bool { return o.of.rank(d.Rule, d.Check) > 0 })
}

// adjust gives a finding its severity, and reports whether it is to be reported. Of several severities the one that names
// it most closely wins, of equals the last.
func (s selection) adjust(d *lint.Diagnostic) bool {
	closest := 0
	for _, o := range s.severities {
		if rank := o.of.rank(d.Rule, d.Check); rank > 0 && rank >= closest {
			closest, d.Severity = rank, o.severity
		}
	}
	return !anyNames(s.ignore, d.Rule, d.Check) && (len(s.only) == 0 || anyNames(s.only, d.Rule, d.Check))
}
