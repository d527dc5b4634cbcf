package main

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Whoever follows a help before the upgrade, because it does not say to wait, has a running release that reads the file as before:
// none of it is as grave as a warning that was not there. Helps are followed as TestEveryHelpIsTrue follows them.
func TestNoHelpHurtsTheRunningRelease(t *testing.T) {
	exhaustive(t)
	var followed, waiting atomic.Int64
	eachRequest(t, func(t *testing.T, p *request) {
		if p.upgrade.From.IsZero() {
			return
		}
		running := release.Upgrade{To: p.upgrade.From}
		loaded, found := judged(t, p, p.upgrade, nil)
		_, today := judged(t, p, running, nil)
		seen := map[string]bool{}
		for i := range found {
			d := &found[i]
			said := fmt.Sprint(fix.IdentityOf(d), d.Span.Start, d.Help)
			if d.Span.Source == nil || isDump(loaded, d.Span.Source) || seen[said] {
				continue
			}
			seen[said] = true
			for _, clause := range clausesOf(d.Help) {
				made, _ := (&helped{config: loaded, found: d, target: p.upgrade.To}).follow(clause)
				for _, one := range made {
					if strings.Contains(d.Help, "upgrade") || strings.Contains(d.Help, "once no daemon") || strings.Contains(d.Help, "binaries") {
						waiting.Add(1)
						continue
					}
					followed.Add(1)
					changes, overlay := one.plan(*d)
					_, after := judged(t, p, running, overlay)
					held := *d
					held.Fix = &one.Fix
					if worse := graver(fix.Appears(today, after, changes, &held)); worse != nil {
						t.Errorf("%q of %q [%s], followed before the upgrade, lets appear on %s: %s: %s [%s]\n%s",
							clause, d.Help, d.Rule, p.upgrade.From, worse.Severity, worse.Message, worse.Rule, one)
					}
				}
			}
		}
	})
	t.Logf("%d clauses were followed, %d say to wait", followed.Load(), waiting.Load())
	if followed.Load() < 40 {
		t.Errorf("only %d clauses were followed", followed.Load())
	}
}
