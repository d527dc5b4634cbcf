package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// sameness is what two findings at one place have in common when they are one.
type sameness struct {
	check, subject, message, condition, help string
	effect                                   Effect
	severity                                 Severity
}

// fold makes one finding of those that differ in nothing but their node and component: one file that two daemons read,
// five services of one anchor. diags are ordered by compare.
func fold(diags []Diagnostic) []Diagnostic {
	out := diags[:0]
	for start := 0; start < len(diags); {
		end := start + 1
		for end < len(diags) && samePlace(&diags[start], &diags[end]) {
			end++
		}
		if end-start == 1 {
			out = append(out, diags[start])
		} else {
			out = append(out, foldPlace(diags[start:end])...)
		}
		start = end
	}
	return out
}

// twinsOf returns, for nodes that several of one file are written as one text (the services of an anchor), where the first
// of them starts. What all of them lack is lacking once.
func twinsOf(nodes []*config.Node) map[*config.Node]source.Span {
	type text struct {
		start, first *source.Source
		component    config.Component
		at           int
	}
	groups := map[text][]*config.Node{}
	for _, n := range nodes {
		if s := firstSetting(n); s != nil && s.NameSpan.Source != nil {
			key := text{n.Start.Source, s.NameSpan.Source, n.Component, s.NameSpan.Start}
			groups[key] = append(groups[key], n)
		}
	}
	out := map[*config.Node]source.Span{}
	for _, group := range groups {
		if len(group) == 1 {
			continue
		}
		first := slices.MinFunc(group, func(a, b *config.Node) int { return cmp.Compare(a.Start.Start, b.Start.Start) })
		for _, n := range group {
			out[n] = first.Start
		}
	}
	return out
}

// firstSetting returns the first setting on the command line of a node, or where it has none, the first of all.
func firstSetting(n *config.Node) *config.Setting {
	for _, s := range n.Settings {
		if s.Way.OnCommandLine() {
			return s
		}
	}
	if len(n.Settings) > 0 {
		return n.Settings[0]
	}
	return nil
}

// foldTwins makes one finding of those that are reported at the start of nodes written as one text. diags are ordered by
// compare.
func foldTwins(diags []Diagnostic) []Diagnostic {
	type twinKey struct {
		rule  string
		start *source.Source
		at    int
		sameness
	}
	var known map[twinKey]int
	absorbed := map[int][]*Diagnostic{}
	out := diags[:0]
	for i := range diags {
		d := &diags[i]
		if len(d.Nodes) == 1 && d.Nodes[0].twin.Source != nil && sameSpan(d.Span, d.Nodes[0].Start) && len(d.Fixes()) == 0 {
			key := twinKey{d.Rule, d.Nodes[0].twin.Source, d.Nodes[0].twin.Start, samenessOf(d)}
			if k, found := known[key]; found {
				other := *d // others take its place
				absorbed[k] = append(absorbed[k], &other)
				continue
			}
			if known == nil {
				known = map[twinKey]int{}
			}
			known[key] = len(out)
		}
		out = append(out, *d)
	}
	absorbAll(out, absorbed)
	return out
}

func samePlace(a, b *Diagnostic) bool {
	return a.Rule == b.Rule && sameSpan(a.Span, b.Span)
}

// foldPlace folds findings of one rule at one place. Masters come before agents, so that what is said does not depend on
// the order in which nodes were found.
func foldPlace(diags []Diagnostic) []Diagnostic {
	slices.SortStableFunc(diags, func(a, b Diagnostic) int { return cmp.Compare(a.Component, b.Component) })
	var out []Diagnostic
	known := map[sameness][]int{}
	absorbed := map[int][]*Diagnostic{}
next:
	for i := range diags {
		d := diags[i]
		key := samenessOf(&d)
		for _, k := range known[key] {
			if sameFixes(&out[k], &d) {
				absorbed[k] = append(absorbed[k], &d)
				continue next
			}
		}
		known[key] = append(known[key], len(out))
		out = append(out, d)
	}
	absorbAll(out, absorbed)
	Sort(out)
	return out
}

func samenessOf(d *Diagnostic) sameness {
	return sameness{check: d.Check, subject: d.Subject, message: impersonal(d.Message, d.Component), condition: impersonal(d.Condition, d.Component),
		help: impersonal(d.Help, d.Component), effect: d.Effect, severity: d.Severity}
}

// impersonal returns a text with the name of the component, where it stands as a word of its own, taken out.
func impersonal(text string, c config.Component) string {
	name := c.String()
	if name == "" || !strings.Contains(text, name) {
		return text
	}
	inWord := func(b byte) bool {
		return b == '_' || b == '-' || b == '/' || b == '.' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		i := strings.Index(text[at:], name)
		if i < 0 {
			b.WriteString(text[at:])
			break
		}
		start, end := at+i, at+i+len(name)
		b.WriteString(text[at:start])
		// A full stop after the word ends a sentence, one within a word is part of a name.
		joined := start > 0 && inWord(text[start-1]) || end < len(text) && inWord(text[end]) &&
			(text[end] != '.' || end+1 < len(text) && inWord(text[end+1]))
		if joined {
			b.WriteString(name)
		} else {
			b.WriteByte(0)
		}
		at = end
	}
	return b.String()
}

// absorb makes d stand for others too.
func (d *Diagnostic) absorb(others []*Diagnostic) {
	type place struct {
		path, message string
		start, end    int
	}
	placeOf := func(r Related) place { return place{path(r.Span), r.Message, r.Span.Start, r.Span.End} }
	notes, related := map[string]bool{}, map[place]bool{}
	for _, note := range d.Notes {
		notes[note] = true
	}
	for _, r := range d.Related {
		related[placeOf(r)] = true
	}
	d.Nodes, d.Notes, d.Related = slices.Clip(d.Nodes), slices.Clip(d.Notes), slices.Clip(d.Related)
	for _, o := range others {
		d.Nodes = append(d.Nodes, o.Nodes...)
		d.Release = earlier(d.Release, o.Release)
		for _, note := range o.Notes {
			if !notes[note] {
				notes[note] = true
				d.Notes = append(d.Notes, note)
			}
		}
		for _, r := range o.Related {
			if !related[placeOf(r)] {
				related[placeOf(r)] = true
				d.Related = append(d.Related, r)
			}
		}
	}
	slices.SortStableFunc(d.Nodes, compareNodes)
	d.Nodes = slices.CompactFunc(d.Nodes, func(a, b Node) bool { return compareNodes(a, b) == 0 })
}

// absorbAll has findings absorb those that are to be one with them.
func absorbAll(diags []Diagnostic, absorbed map[int][]*Diagnostic) {
	for i, others := range absorbed {
		diags[i].absorb(others)
	}
}

// earlier returns the first release on which either of two findings holds; the zero release is every known one.
func earlier(a, b release.Release) release.Release {
	if b.Less(a) {
		return b
	}
	return a
}

func compareNodes(a, b Node) int {
	return cmp.Or(cmp.Compare(path(a.Start), path(b.Start)), cmp.Compare(a.Start.Start, b.Start.Start),
		cmp.Compare(a.Component, b.Component), cmp.Compare(a.Name, b.Name))
}

func sameSpan(a, b source.Span) bool {
	return path(a) == path(b) && a.Start == b.Start && a.End == b.End
}

// sameFixes reports whether two diagnostics offer the same changes.
func sameFixes(a, b *Diagnostic) bool {
	return slices.EqualFunc(a.Fixes(), b.Fixes(), func(x, y *Fix) bool {
		return x.Applicability == y.Applicability && x.ValidFrom == y.ValidFrom && x.SameChange(y)
	})
}

// SameChange reports whether two fixes change the same in the same way, whatever they say of it.
func (f *Fix) SameChange(o *Fix) bool {
	return slices.EqualFunc(f.Edits, o.Edits, func(a, b Edit) bool { return sameSpan(a.Span, b.Span) && a.Text == b.Text }) &&
		slices.Equal(f.Renames, o.Renames) &&
		slices.EqualFunc(f.Creates, o.Creates, func(a, b Create) bool {
			return a.Path == b.Path && string(a.Data) == string(b.Data) && a.Permissions() == b.Permissions()
		})
}
