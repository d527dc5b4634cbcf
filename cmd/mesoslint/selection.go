package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules"
)

// selector names findings: those of a rule ("acl/removed-action"), of the rules of a subject ("acl/"), of a start-up check
// ("master-weights-format") or of the checks whose ids begin alike ("agent-gpu-").
type selector string

// parseSelector reads a selector, which must name something that can be found.
func parseSelector(name string) (selector, error) {
	if s := rules.Current(name); rules.Selects(s) {
		return selector(s), nil
	}
	err := fmt.Errorf("%q: there is no such rule or check; `mesoslint rules` lists the rules", name)
	if meant := rules.Meant(name); meant != "" {
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

// rank says how closely a selector names the findings of a rule and a check; see rules.Rank.
func (s selector) rank(rule, check string) int { return rules.Rank(string(s), rule, check) }

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

// looksFor reports whether findings of a rule and a check are reported, either of which may be empty.
func (s selection) looksFor(rule, check string) bool {
	return !anyNames(s.ignore, rule, check) && (len(s.only) == 0 || anyNames(s.only, rule, check))
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
	return s.looksFor(d.Rule, d.Check)
}
