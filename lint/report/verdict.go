package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// verdict ends a report for people: what was judged, what it comes to, what a fix does about it, and what was not read.
func (p *printer) verdict(run *Run) {
	p.notRead(run)
	if len(run.Diagnostics) > 0 {
		p.print(p.bold(judged(run.Upgrade)), "\n")
		for _, row := range tally(run.Diagnostics) {
			p.print("  ", row.words(), "\n")
		}
	}
	p.counts(run)
}

// end ends a report of one line a finding.
func (p *printer) end(run *Run) {
	p.notRead(run)
	p.counts(run)
}

// judged names what the files were checked for.
func judged(u release.Upgrade) string {
	if u.From.IsZero() {
		return "On Mesos " + u.To.String()
	}
	return "Upgrade " + u.String()
}

// tallied counts the findings of one effect.
type tallied struct {
	effect lint.Effect
	// certain and conditional are the numbers by component: Master, Agent, and AnyComponent for either.
	certain, conditional [3]int
}

// meanings are the effects, worst first, in the words of an operator.
func meanings() []struct {
	effect lint.Effect
	words  string
} {
	return []struct {
		effect lint.Effect
		words  string
	}{
		{lint.Fatal, "will not start"},
		{lint.Ignored, "silently"},
		{lint.Changed, "means something else"},
		{lint.Deprecated, ""},
		{lint.Advice, ""},
	}
}

// tally counts findings by effect, worst first, those that stand for a master and an agent with both.
func tally(diags []lint.Diagnostic) []tallied {
	var out []tallied
	for _, m := range meanings() {
		row := tallied{effect: m.effect}
		found := false
		for i := range diags {
			d := &diags[i]
			if d.Effect != m.effect {
				continue
			}
			found = true
			counts := &row.certain
			if d.Condition != "" {
				counts = &row.conditional
			}
			for _, c := range components(d) {
				counts[c]++
			}
		}
		if found {
			out = append(out, row)
		}
	}
	return out
}

// components returns the components a finding is about.
func components(d *lint.Diagnostic) []config.Component {
	out := []config.Component{d.Component}
	for _, n := range d.Nodes {
		if !slices.Contains(out, n.Component) {
			out = append(out, n.Component)
		}
	}
	if len(out) > 1 {
		out = slices.DeleteFunc(out, func(c config.Component) bool { return c == config.AnyComponent })
	}
	return out
}

// words say how often a component meets an effect: "fatal, will not start: master 2, agent 1 and 3 on a condition".
func (t tallied) words() string {
	var parts []string
	for _, c := range []config.Component{config.Master, config.Agent, config.AnyComponent} {
		certain, conditional := t.certain[c], t.conditional[c]
		name := c.String()
		if c == config.AnyComponent {
			name = "either daemon"
		}
		switch {
		case certain > 0 && conditional > 0:
			parts = append(parts, fmt.Sprintf("%s %d and %d on a condition", name, certain, conditional))
		case certain > 0:
			parts = append(parts, fmt.Sprintf("%s %d", name, certain))
		case conditional > 0:
			parts = append(parts, fmt.Sprintf("%s %d on a condition", name, conditional))
		}
	}
	words := string(t.effect)
	for _, m := range meanings() {
		if m.effect == t.effect && m.words != "" {
			words += " (" + m.words + ")"
		}
	}
	return words + ": " + strings.Join(parts, ", ")
}

// notRead writes what could not be checked, what speaks of Mesos and is not read, and what may add settings.
func (p *printer) notRead(run *Run) {
	row := func(at string, paint paint, what, why string) {
		p.print(p.bold(at), ": ", paint(what), ": ", prose(why), "\n")
	}
	for _, u := range run.Config.Unchecked {
		row(uncheckedAt(u), p.severity[lint.Error], "not checked", u.Reason)
	}
	for _, u := range run.Config.Unread {
		at := source.Printable(conceal(u.Path))
		if u.Line > 0 {
			at += fmt.Sprintf(":%d", u.Line)
		}
		row(at, p.severity[lint.Warning], "not read", u.Reason)
	}
	var gaps []gap
	if !run.List { // which has them with their nodes
		gaps = foldedGaps(run.gaps())
	}
	for _, g := range gaps[:min(maxGaps, len(gaps))] {
		row(location(g.at()), p.severity[lint.Info], "not read", g.words())
	}
	if more := len(gaps) - maxGaps; more > 0 {
		p.print(fmt.Sprintf("… and %s; --format json lists all\n", plural(more, "more place")))
	}
	if len(run.Config.Unchecked)+run.Overlooked() > 0 && len(run.Diagnostics) > 0 {
		p.print("\n")
	}
}

// maxGaps is how many gaps a report for people lists.
const maxGaps = 10

// foldedGaps returns gaps with those of one place and reason as one: services of an anchor share theirs.
func foldedGaps(gaps []gap) []gap {
	type key struct{ at, reason, path string }
	seen := map[key]bool{}
	return slices.DeleteFunc(gaps, func(g gap) bool {
		k := key{location(g.at()), g.Reason, g.Path}
		defer func() { seen[k] = true }()
		return seen[k]
	})
}

func uncheckedAt(u config.Unchecked) string {
	name := source.Printable(conceal(u.Path))
	if u.Position != nil {
		name = fmt.Sprintf("%s:%d:%d", name, u.Position.Line, u.Position.Column)
	}
	return name
}

// counts writes how much was found, what fixes do about it, and how much was not read.
func (p *printer) counts(run *Run) {
	for _, o := range run.Outcomes {
		p.print(prose(o.Words()), "\n")
	}
	if run.Empty {
		text := NothingFound
		if run.AllowEmpty {
			text, _, _ = strings.Cut(text, ";")
		}
		p.print(text, "\n")
		return
	}
	s := run.Summary()
	last := s.String()
	if run.List {
		last = run.listSummary()
	}
	if run.Fixed > 0 {
		last = fmt.Sprintf("%d fixed; %s", run.Fixed, last)
	}
	if missed := s.missed(); missed != "" {
		last += "; " + missed
	}
	p.print(last, "\n")
	if able := s.fixes(); able != "" && !run.List {
		p.print(able, "\n")
	}
	if run.Unforeseen {
		p.print("what these fixes make possible in turn is not looked at here: --diff shows it\n")
	}
}

// missed says how much was not read; "" where all was.
func (s Summary) missed() string {
	var parts []string
	if s.Unchecked > 0 {
		parts = append(parts, plural(s.Unchecked, "file")+" could not be checked")
	}
	if s.Unread > 0 {
		parts = append(parts, plural(s.Unread, "file")+" not read")
	}
	if s.Gaps > 0 {
		parts = append(parts, plural(s.Gaps, "place")+" may add settings unseen")
	}
	return strings.Join(parts, ", ")
}

// fixes says what --fix fixes now and what waits for the upgrade; "" where it fixes nothing.
func (s Summary) fixes() string {
	list := func(safe, unsafe int, how string) string {
		switch {
		case safe > 0 && unsafe > 0:
			return fmt.Sprintf("%s fixes %d, with --unsafe-fixes %d more", how, safe, unsafe)
		case safe > 0:
			return fmt.Sprintf("%s fixes %d", how, safe)
		case unsafe > 0:
			return fmt.Sprintf("%s --unsafe-fixes fixes %d", how, unsafe)
		}
		return ""
	}
	now := list(s.Fixable-s.Waiting, s.FixableUnsafe-s.WaitingUnsafe, "--fix")
	then := list(s.Waiting, s.WaitingUnsafe, "with the upgrade: --fix --with-upgrade")
	if now != "" && then != "" {
		return now + "; " + then
	}
	return now + then
}

// later writes the findings that appear only when others are fixed, and their fixes.
func (p *printer) later(title string, diags []lint.Diagnostic) {
	if len(diags) == 0 {
		return
	}
	p.print(p.bold(title), "\n\n")
	for i := range diags {
		p.diagnostic(&diags[i])
		p.print("\n")
	}
}
