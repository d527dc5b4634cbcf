package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Every help of every fixture, and of the example of every rule, is followed literally, clause by clause, as somebody does who
// reads nothing else: what it says to write is written where the finding is, what it says to delete is deleted, what it says to
// add is added. No finding of a warning or more appears on the target that is as grave as the one that the help is of, and that
// one is gone. A help that cannot be followed without knowing more is named, with what is to be known.
func TestEveryHelpIsTrue(t *testing.T) {
	exhaustive(t)
	var lock sync.Mutex
	tally := map[string]int{}
	count := func(own map[string]int) {
		lock.Lock()
		defer lock.Unlock()
		for what, n := range own {
			tally[what] += n
		}
	}
	eachRequest(t, func(t *testing.T, p *request) { count(followHelps(t, p)) })
	t.Log(tally)
	if tally["followed"] < 400 {
		t.Errorf("only %d clauses of helps were followed", tally["followed"])
	}
}

// followHelps follows the helps of what is found for one request and returns how many clauses there were of each sort.
func followHelps(t *testing.T, p *request) map[string]int {
	t.Helper()
	loaded, found := judged(t, p, p.upgrade, nil)
	try := func(d *lint.Diagnostic, one *byHand) string {
		changes, overlay := one.plan(*d)
		_, after := judged(t, p, p.upgrade, overlay, lint.Before(loaded, changes.Was))
		held := *d
		held.Fix = &one.Fix
		switch worse := graver(fix.Appears(found, after, changes, &held)); {
		case worse != nil && !followsFrom(worse, d) && (worse.Fix == nil || worse.Fix.Applicability == lint.Manual):
			return fmt.Sprintf("lets appear: %s: %s [%s]", worse.Severity, worse.Message, worse.Rule)
		case still(found, after, d):
			return "changes nothing about it"
		}
		return ""
	}
	tally := map[string]int{}
	seen := map[string]bool{}
	for i := range found {
		d := &found[i]
		if d.Help == "" || d.Span.Source == nil || isDump(loaded, d.Span.Source) || seen[fmt.Sprint(fix.IdentityOf(d), d.Span.Start, d.Help)] {
			continue
		}
		seen[fmt.Sprint(fix.IdentityOf(d), d.Span.Start, d.Help)] = true
		for _, clause := range clausesOf(d.Help) {
			h := &helped{config: loaded, found: d, target: p.upgrade.To}
			made, followed := h.follow(clause)
			switch {
			case !followed && len(d.Fixes()) > 0:
				tally["done by a fix"]++ // TestNoFixDoesHarm makes it
			case !followed && leftToPeople(clause) == "":
				t.Errorf("nobody says how to follow %q of %q [%s]", clause, d.Help, d.Rule)
			case !followed:
				tally["left to people"]++
			case len(made) == 0:
				tally["without a place"]++
				if testing.Verbose() {
					t.Logf("no place: %q [%s]", clause, d.Rule)
				}
			}
			var faults []string
			for _, one := range made {
				tally["followed"]++
				fault := try(d, one)
				if fault != "" {
					if all := together(loaded, found, d, clause, p.upgrade.To); all != nil {
						fault = try(d, all) // the same is said of several, and done for all
					}
				}
				if fault != "" {
					faults = append(faults, fmt.Sprintf("%q of %q [%s, %q] %s\n%s", clause, d.Help, d.Rule, d.Message, fault, one))
				}
			}
			if strings.Contains(clause, " one of ") && len(faults) < len(made) {
				faults = nil // there is a choice, and a good one
			}
			for _, fault := range faults {
				t.Error(fault)
			}
		}
	}
	return tally
}

// followsFrom reports whether a finding is that another setting must be given because of what one finding is about: it was
// missing before as well, and hidden by that.
func followsFrom(appeared, d *lint.Diagnostic) bool {
	if appeared.Rule == "ssl/no-key" && strings.HasSuffix(d.Subject, "SSL_ENABLED") {
		return true
	}
	return appeared.Rule == "flag/required" && strings.Contains(appeared.Message, "because ") && strings.Contains(appeared.Message, "`"+d.Subject+"`")
}

// together is what somebody does who follows a clause wherever it is said; nil if it is said once.
func together(loaded *config.Config, found []lint.Diagnostic, d *lint.Diagnostic, clause string, to release.Release) *byHand {
	all, n := &byHand{}, 0
	for i := range found {
		other := &found[i]
		if other.Rule != d.Rule || other.Help != d.Help || other.Span.Source == nil {
			continue
		}
		made, _ := (&helped{loaded, other, to}).follow(clause)
		if len(made) != 1 {
			return nil
		}
		n++
		all.Edits = append(all.Edits, made[0].Edits...)
		all.Renames = append(all.Renames, made[0].Renames...)
		all.gone = append(all.gone, made[0].gone...)
	}
	if n < 2 {
		return nil
	}
	return all
}

// isDump reports whether a source is what a daemon said of itself, which nobody edits.
func isDump(loaded *config.Config, s *source.Source) bool {
	return slices.ContainsFunc(loaded.Checked, func(c config.Checked) bool { return c.Path == s.Path && c.Kind == config.Dump })
}

// graver returns a finding that is at least a warning, nil for any other.
func graver(d *lint.Diagnostic) *lint.Diagnostic {
	if d == nil || d.Severity < lint.Warning {
		return nil
	}
	return d
}

// still reports whether as many findings as before are about what one finding is about.
func still(before, after []lint.Diagnostic, d *lint.Diagnostic) bool {
	count := func(all []lint.Diagnostic) (n int) {
		for i := range all {
			if fix.IdentityOf(&all[i]) == fix.IdentityOf(d) {
				n++
			}
		}
		return n
	}
	return count(after) >= count(before)
}

// clausesOf returns the alternatives that a help names, without what it explains.
func clausesOf(help string) []string {
	help, _, _ = strings.Cut(help, "; ")
	help = strings.NewReplacer(", or ", "\x00", ", and delete it if not", "\x00delete it").Replace(help)
	var out []string
	for _, clause := range strings.Split(help, "\x00") {
		out = append(out, strings.TrimSpace(clause[:reasonAt(clause)]))
	}
	return out
}

// reasonAt is where the explanation of a clause begins: at the first colon that is not quoted and not in JSON.
func reasonAt(clause string) int {
	quoted, depth := false, 0
	for i, c := range clause {
		switch c {
		case '`':
			quoted = !quoted
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ':':
			if !quoted && depth == 0 && strings.HasPrefix(clause[i:], ": ") {
				return i
			}
		}
	}
	return len(clause)
}

// leftToPeople says what is to be known before a clause can be followed, "" if nothing is.
func leftToPeople(clause string) string {
	for _, of := range peopleKnow {
		if slices.ContainsFunc(of.clauses, func(start string) bool { return strings.HasPrefix(clause, start) }) {
			return of.what
		}
	}
	return ""
}
