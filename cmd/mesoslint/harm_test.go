package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Every fix of every fixture, and of the example of every rule, safe, unsafe, manual and alternative, is made alone, and the
// result is held against the releases it is for: the target, and the first one that should read it as meant. None lets a
// finding appear that is as grave as the one it fixes.
func TestNoFixDoesHarm(t *testing.T) {
	var tried atomic.Int32
	eachRequest(t, func(t *testing.T, p *request) { tried.Add(int32(tryFixes(t, p))) })
	if tried.Load() < 250 {
		t.Errorf("only %d fixes were tried", tried.Load())
	}
	t.Logf("%d fixes were tried", tried.Load())
}

// tryFixes makes each fix of what is found for a request alone and returns how many there were.
func tryFixes(t *testing.T, p *request) int {
	t.Helper()
	loaded, found := judged(t, p, p.upgrade, nil)
	before := map[release.Upgrade][]lint.Diagnostic{p.upgrade: found}
	all, _, err := p.loop(context.Background(), fix.Scope{Level: fix.Unsafe}, loaded, slices.Clone(found), false)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for i := range found {
		for n, proposed := range found[i].Fixes() {
			if len(proposed.Edits)+len(proposed.Renames)+len(proposed.Creates) == 0 {
				continue
			}
			tried++
			d, made := found[i], *proposed
			made.Applicability = lint.Safe
			d.Fix = &made
			changes := fix.Plan([]lint.Diagnostic{d}, fix.Scope{}, func(file string) bool { _, err := os.Lstat(file); return err == nil })
			what := fmt.Sprintf("%s, fix %d (%s: %s) of %q", fix.RuleAt(&d), n, proposed.Applicability, proposed.Message, d.Message)
			if len(changes.Rejected) > 0 {
				t.Errorf("%s cannot be made: %s", what, changes.Rejected[0].Reason)
				continue
			}
			dealtWith := map[string]bool{} // the rules of findings that appear on the target and are dealt with there
			for _, u := range releasesOfFix(p.upgrade, proposed) {
				if before[u] == nil {
					_, before[u] = judged(t, p, u, nil)
				}
				_, after := judged(t, p, u, changes.Overlay(), lint.Before(loaded, changes.Was))
				appeared := fix.Appears(before[u], after, changes, &d)
				if appeared != nil && n == 0 && proposed.Applicability != lint.Manual &&
					(dealtWith[appeared.Rule] || u.To == p.upgrade.To && isDealtWith(all, &found[i], appeared)) {
					dealtWith[appeared.Rule] = true
					continue
				}
				if appeared != nil {
					t.Errorf("%s lets on %s appear: %s: %s: %s [%s]", what, u, fix.RuleAt(appeared), appeared.Severity, appeared.Message, appeared.Rule)
				}
			}
		}
	}
	return tried
}

// isDealtWith reports whether --fix does no harm with a fix that, made alone, lets a finding appear: it refuses the fix and
// says so, or has another one that makes the finding disappear.
func isDealtWith(all *fix.Result, fixed, appeared *lint.Diagnostic) bool {
	for _, r := range all.Changes.Rejected {
		if r.Harm && fix.IdentityOf(r.Diagnostic) == fix.IdentityOf(fixed) {
			return true
		}
	}
	return !slices.ContainsFunc(all.Left, func(d lint.Diagnostic) bool { return fix.IdentityOf(&d) == fix.IdentityOf(appeared) })
}

// releasesOfFix are the upgrades whose findings a fix must not worsen: the one that was asked about, and the first release
// that reads its result as meant, which is the running one if all do.
func releasesOfFix(u release.Upgrade, f *lint.Fix) []release.Upgrade {
	out := []release.Upgrade{u, {To: u.To}}
	switch {
	case !f.ValidFrom.IsZero():
		out = append(out, release.Upgrade{To: f.ValidFrom})
	case !u.From.IsZero():
		out = append(out, release.Upgrade{To: u.From})
	}
	return slices.Compact(out)
}

// What --fix writes with --from is read by the running release as well: no finding of a warning or more appears there.
func TestFixesKeepTheRunningRelease(t *testing.T) {
	fixed := 0
	for _, dir := range caseDirs(t) {
		args := checkArgs(t, dir)
		i := slices.Index(args, "--from")
		if i < 0 {
			continue
		}
		running := slices.Concat([]string{"check", "--to", args[i+1]}, args[5:])
		count := func(work string) map[string]int {
			out := map[string]int{}
			for _, d := range parseReport(t, reportOf(t, work, running...)).Diagnostics {
				if d.Severity != "info" {
					out[d.Rule]++
				}
			}
			return out
		}
		for _, flags := range [][]string{nil, {"--unsafe-fixes"}} {
			work := t.TempDir()
			copyTree(t, filepath.Join(dir, "input"), work)
			before, files := count(work), tree(t, work)
			run(t, work, slices.Concat(args, []string{"--fix"}, flags)...)
			if gocmp.Equal(files, tree(t, work)) {
				continue
			}
			fixed++
			for rule, n := range count(work) {
				if before[rule] == 0 {
					t.Errorf("%s, %v: %s has %d findings of %s, none before", dir, flags, args[i+1], n, rule)
				}
			}
		}
	}
	if fixed < 10 {
		t.Errorf("only %d times was something fixed", fixed)
	}
}
