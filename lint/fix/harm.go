package fix

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

// harm says why fixes are not to be made; the zero refusal if they may.
func (l *loop) harm(before, after state, fixed []*lint.Diagnostic) refusal {
	if broken := breaking(before, after); broken != "" {
		return refusal{reason: "after it " + broken + " could not be read", harm: true}
	}
	if d := appearing(before.Target, after.Target, before.changes, after.changes, fixed, l.repairs); d != nil {
		return refusal{reason: "it would cause " + RuleAt(d), harm: true}
	}
	if d := appearing(before.Running, after.Running, before.changes, after.changes, fixed, nil); d != nil {
		return refusal{reason: fmt.Sprintf("on %s, which reads the files until the upgrade, it would cause %s", d.Upgrade.To, RuleAt(d)), waits: true}
	}
	return refusal{}
}

// breaking returns a file in which more places cannot be read after fixes than before them; "" if there is none. That a file has
// nothing to do with Mesos any more has no place.
func breaking(before, after state) string {
	broken := map[string]int{}
	count := func(s state, by int) {
		names := s.changes.oldNames()
		for _, u := range s.Unchecked {
			if u.Position != nil {
				broken[cmp.Or(names[u.Path], u.Path)] += by
			}
		}
	}
	count(before, -1)
	count(after, 1)
	for _, path := range slices.Sorted(maps.Keys(broken)) {
		if broken[path] > 0 {
			return path
		}
	}
	return ""
}

// harmless returns those fixes that, made one after the other, let no finding appear, and remembers the others. It halves
// what does harm until one is left.
func (l *loop) harmless(ctx context.Context, before state, accepted []*lint.Diagnostic, try attempt) ([]*lint.Diagnostic, error) {
	var good []*lint.Diagnostic
	var sift func(some []*lint.Diagnostic) error
	sift = func(some []*lint.Diagnostic) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		l.attempts++
		_, after, err := try(slices.Concat(good, some))
		if err != nil {
			return err
		}
		if why := l.harm(before, after, some); why == (refusal{}) {
			good, before = slices.Concat(good, some), after
			return nil
		} else if len(some) == 1 || l.attempts >= l.limits.Attempts {
			if len(some) > 1 {
				l.wholesale = true
				why.reason = "together with others, " + why.reason
			}
			for _, d := range some {
				l.refused[changeKey(d)] = why
			}
			return nil
		}
		half := len(some) / 2
		if err := sift(some[:half]); err != nil {
			return err
		}
		return sift(some[half:])
	}
	err := sift(accepted)
	return good, err
}

// repairs reports whether a finding that appears is one that a later round makes disappear.
func (l *loop) repairs(d *lint.Diagnostic) bool {
	if !l.patient || d.Fix == nil || !l.scope.Allows(d) || l.refused[changeKey(d)] != (refusal{}) {
		return false
	}
	l.waited = true
	return true
}

// appearing returns a finding that is there after fixes and was not before, as grave as one of the findings that they are
// for; nil if there is none. repairs tells of one that it does not count; it may be nil. A finding that is about another
// name after a rename is not a new one.
// was and is are the changes at either time.
func appearing(before, after []lint.Diagnostic, was, is *Changes, fixed []*lint.Diagnostic, repairs func(*lint.Diagnostic) bool) *lint.Diagnostic {
	if len(fixed) == 0 {
		return nil
	}
	names := was.oldNames()
	least := leastGrave(fixed, names)
	fixedOnes := map[finding]int{}
	for _, d := range fixed {
		fixedOnes[findingOf(d, nil)]++
	}
	left := map[finding]int{} // of before
	for i := range before {
		left[findingOf(&before[i], names)]++
	}
	names = is.oldNames()
	var fresh []*lint.Diagnostic
	for i := range after {
		d := &after[i]
		if key := findingOf(d, names); left[key] > 0 {
			left[key]--
		} else if d.Severity >= least(key.path) {
			fresh = append(fresh, d)
		}
	}
	moved := map[finding]int{}
	for key, n := range left {
		n -= min(n, fixedOnes[key])
		key.subject, key.effect = "", ""
		moved[key] += n
	}
	for _, d := range fresh {
		key := findingOf(d, names)
		key.subject, key.effect = "", ""
		// One that was reported once for many may be reported for each.
		if moved[key] == 0 && (repairs == nil || !repairs(d)) {
			return d
		}
	}
	return nil
}

// leastGrave returns a function that says how grave a finding in a file must be, by its old name, to be held against
// fixes: as the least grave one that changes the file is, or of all if none does.
func leastGrave(fixed []*lint.Diagnostic, oldNames map[string]string) func(path string) lint.Severity {
	least, in := fixed[0].Severity, map[string]lint.Severity{}
	changes := func(path string, severity lint.Severity) {
		if old, renamed := oldNames[path]; renamed {
			path = old
		}
		if known, found := in[path]; !found || severity < known {
			in[path] = severity
		}
	}
	for _, d := range fixed {
		least = min(least, d.Severity)
		for _, e := range d.Fix.Edits {
			if e.Span.Source != nil {
				changes(e.Span.Source.Path, d.Severity)
			}
		}
		for _, r := range d.Fix.Renames {
			if d.Span.Source != nil {
				changes(d.Span.Source.PathOf(r.From), d.Severity)
			}
		}
	}
	return func(path string) lint.Severity {
		if severity, found := in[path]; found {
			return severity
		}
		return least
	}
}

// finding is what a finding is about, whatever it says of it and wherever it stands in its file.
type finding struct {
	rule, check, subject, path string
	component                  config.Component
	effect                     lint.Effect
	severity                   lint.Severity
}

// findingOf returns what a finding is about, its file by the old name.
func findingOf(d *lint.Diagnostic, oldNames map[string]string) finding {
	path := sourcePath(d)
	if old, renamed := oldNames[path]; renamed {
		path = old
	}
	return finding{d.Rule, d.Check, d.Subject, path, d.Component, d.Effect, d.Severity}
}
