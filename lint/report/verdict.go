package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// verdict ends a report for people: what was judged, what it comes to, what a fix does about it, and what was not read.
func (p *printer) verdict(run *Run) {
	p.notRead(run)
	p.statistics(run)
	p.judgement(run)
	p.counts(run)
}

// end ends a report of one line a finding, and a list.
func (p *printer) end(run *Run) {
	p.notRead(run)
	p.statistics(run)
	if !run.List && !run.Empty {
		p.print(p.bold(prose(run.judged())), "\n")
	}
	p.counts(run)
}

// judgement writes what was judged, how often a daemon meets which effect, and in which parts nothing was found.
func (p *printer) judgement(run *Run) {
	if run.Empty {
		return
	}
	if len(run.Judged) == 0 {
		p.print(p.bold(judged(run.Upgrade)), "\n")
		p.tally(run.Diagnostics)
	}
	for _, j := range run.Judged {
		p.judged(j, run.Diagnostics)
	}
	if clean := run.clean(); len(clean) > 0 {
		p.print("  checked and clean: ", prose(strings.Join(clean, ", ")), "\n")
	}
}

// judged names what the files were checked for.
func judged(u release.Upgrade) string {
	if u.From.IsZero() {
		return "On Mesos " + u.To.String()
	}
	return "Upgrade " + u.String()
}

// Judgement names what the files of a run were checked for, and which of them for what, on one line that does nothing to a
// terminal.
func (r *Run) Judgement() string { return prose(r.judged()) }

// Verdict says on one line what was judged and what it comes to.
func (r *Run) Verdict() string {
	return r.Judgement() + ": " + prose(strings.Join(r.lastLines(), "; "))
}

// judged is Judgement with the names of files as they are.
func (r *Run) judged() string {
	if len(r.Judged) == 0 {
		return judged(r.Upgrade)
	}
	all := make([]string, len(r.Judged))
	for i, j := range r.Judged {
		all[i] = j.words()
	}
	return strings.Join(all, "; ")
}

// words name an upgrade and the files that were checked for it.
func (j Judged) words() string {
	where := slices.Clone(j.Paths)
	if j.Rest {
		where = append(where, "everything else")
	}
	return judged(j.Upgrade) + " (" + strings.Join(where, ", ") + ")"
}

// judged writes what an upgrade that some of the files were checked for comes to.
func (p *printer) judged(j Judged, diags []lint.Diagnostic) {
	of := slices.DeleteFunc(slices.Clone(diags), func(d lint.Diagnostic) bool { return d.Upgrade != j.Upgrade })
	p.print(p.bold(prose(j.words())))
	if len(of) == 0 {
		p.print(": no findings")
	}
	p.print("\n")
	p.tally(of)
}

// tally writes how many findings have which effect.
func (p *printer) tally(diags []lint.Diagnostic) {
	for _, row := range tally(diags) {
		p.print("  ", row.words(), "\n")
	}
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
			if d.Effect != m.effect || d.Aside {
				continue
			}
			found = true
			counts := &row.certain
			if d.Condition != "" {
				counts = &row.conditional
			}
			for _, c := range d.Components() {
				counts[c]++
			}
		}
		if found {
			out = append(out, row)
		}
	}
	return out
}

// title is the effect in the words of an operator: "fatal (will not start)".
func (t tallied) title() string {
	for _, m := range meanings() {
		if m.effect == t.effect && m.words != "" {
			return string(t.effect) + " (" + m.words + ")"
		}
	}
	return string(t.effect)
}

// count says how often a component meets the effect: "1 and 3 on a condition"; "" if it does not.
func (t tallied) count(c config.Component) string {
	certain, conditional := t.certain[c], t.conditional[c]
	switch {
	case certain > 0 && conditional > 0:
		return fmt.Sprintf("%d and %d on a condition", certain, conditional)
	case certain > 0:
		return fmt.Sprint(certain)
	case conditional > 0:
		return fmt.Sprintf("%d on a condition", conditional)
	}
	return ""
}

// words say how often each component meets the effect: "fatal (will not start): master 2, agent 1 and 3 on a condition".
func (t tallied) words() string {
	var parts []string
	for _, c := range []config.Component{config.Master, config.Agent, config.AnyComponent} {
		if count := t.count(c); count != "" {
			parts = append(parts, cmp.Or(c.String(), "either daemon")+" "+count)
		}
	}
	return t.title() + ": " + strings.Join(parts, ", ")
}

// notRead writes what could not be checked, what mentions Mesos and is not read, and what may add settings.
func (p *printer) notRead(run *Run) {
	rows, gaps := 0, 0
	for _, group := range foldedRemarks(run) {
		m := group[0]
		if m.gap {
			if gaps++; gaps > maxGaps && !run.Verbose {
				continue
			}
		}
		rows++
		p.print(p.bold(m.at()), ": ", p.paintOf(m.severity)(m.what), ": ", prose(m.why))
		if more := len(group) - 1; more > 0 {
			p.print("; the same in ", plural(more, "more place"), ": ", places(more, func(i int) string { return group[i+1].at() }), "; -v shows each")
		}
		p.print("\n")
	}
	if more := gaps - maxGaps; more > 0 && !run.Verbose {
		p.print(fmt.Sprintf("… and %s; -v and --format json list all\n", plural(more, "more place")))
	}
	if rows > 0 && len(run.Diagnostics) > 0 {
		p.print("\n")
	}
}

// maxGaps is how many gaps a report for people lists.
const maxGaps = 10

// foldedRemarks returns what is remarked of files, many of one reason as one, each group in its order. A list has the gaps
// with their nodes, and leaves them out here.
func foldedRemarks(run *Run) [][]remark {
	var out [][]remark
	index := map[remark]int{} // of out, by a remark without its place
	count := map[remark]int{}
	kept := slices.DeleteFunc(run.remarks(), func(m remark) bool { return m.ofRun || m.gap && run.List })
	for _, m := range kept {
		count[m.reason()]++
	}
	for _, m := range kept {
		at, found := index[m.reason()]
		if !found || run.Verbose || count[m.reason()] < manyEqual {
			index[m.reason()] = len(out)
			out = append(out, []remark{m})
			continue
		}
		out[at] = append(out[at], m)
	}
	return out
}

// counts writes how much was found, what fixes do about it, and how much was not read.
func (p *printer) counts(run *Run) {
	for _, o := range run.Outcomes {
		p.print(prose(o.Words()), "\n")
	}
	for _, line := range run.lastLines() {
		p.print(prose(line), "\n")
	}
}

// lastLines say how much was found and not read, and what fixes do about it. There is at least one.
func (r *Run) lastLines() []string {
	if r.Empty {
		text := NothingFound
		if r.AllowEmpty {
			text, _, _ = strings.Cut(text, ";")
		}
		return slices.Concat([]string{text}, r.leftOut(), nonEmpty(r.unfinished()))
	}
	s := r.Summary()
	if r.Partial != "" && s.Files == 0 {
		return []string{r.unfinished()}
	}
	last := s.String()
	if r.List {
		last = r.listSummary()
	}
	if r.Fixed > 0 {
		last = fmt.Sprintf("%d fixed; %s", r.Fixed, last)
	}
	if words := r.Lived.words(); words != "" && !r.List {
		last = strings.Replace(last, "no findings", "no other findings", 1)
		last += "; " + words
	}
	if missed := s.missed(); missed != "" {
		last += "; " + missed
	}
	lines := slices.Concat(nonEmpty(r.nothingChanged()), []string{last}, r.leftOut())
	if able := s.fixes(); able != "" && !r.List {
		lines = append(lines, able)
	}
	if r.Unforeseen {
		lines = append(lines, "further fixes that these make possible are not counted here: --diff shows them")
	}
	return append(lines, nonEmpty(r.unfinished())...)
}

// unfinished says that the report is not all there would be; "" if it is.
func (r *Run) unfinished() string {
	if r.Partial == "" {
		return ""
	}
	return "not finished: " + r.Partial
}

// leftOut says what of the findings and files is not part of the report because somebody said so.
func (r *Run) leftOut() []string {
	var out []string
	for _, left := range r.LeftOut {
		if left.Findings > 0 {
			out = append(out, fmt.Sprintf("%s ignored by %s", plural(left.Findings, "finding"), left.By))
		}
		if left.Paths > 0 {
			out = append(out, fmt.Sprintf("%s excluded by %s", plural(left.Paths, "path"), left.By))
		}
	}
	return out
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
		parts = append(parts, plural(s.Gaps, "place")+" may add settings that were not seen")
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

// later writes the findings that appear only when others are fixed, and their fixes; of many equal ones the first.
func (p *printer) later(run *Run, title string, diags []lint.Diagnostic) {
	if len(diags) == 0 {
		return
	}
	p.print(p.bold(title), "\n\n")
	p.diagnostics(run, diags)
}
