package report

import (
	"fmt"
	slashpath "path"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// manyEqual is the least number of findings that are shown as one. Of fewer it is worth seeing each with its fix.
const manyEqual = 4

// fold groups findings that say the same of the same text in different places: 150 copies of one mistake. It returns, by the
// index of the first of a group, all of its indices in order, and reports of the others that they are not to be shown.
func fold(diags []lint.Diagnostic) (groups map[int][]int, hidden map[int]bool) {
	if len(diags) < manyEqual {
		return nil, nil
	}
	byKey := map[string][]int{}
	for i := range diags {
		key := sameness(&diags[i])
		byKey[key] = append(byKey[key], i)
	}
	groups, hidden = map[int][]int{}, map[int]bool{}
	for _, all := range byKey {
		if len(all) < manyEqual {
			continue
		}
		groups[all[0]] = all
		for _, i := range all[1:] {
			hidden[i] = true
		}
	}
	return groups, hidden
}

// sameness is what findings have in common that are equal but for their place.
func sameness(d *lint.Diagnostic) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %q %q %q %q %d %q %q", d.Rule, d.Check, d.Message, d.Condition, d.Help, d.Subject, d.Effect, d.Severity, spanText(d.Span), d.Notes)
	fmt.Fprintf(&b, " %d", len(d.Nodes))
	for _, r := range d.Related {
		fmt.Fprintf(&b, " %q %q", r.Message, spanText(r.Span))
	}
	for _, f := range d.Fixes() {
		fmt.Fprintf(&b, " fix %q %q %s", f.Applicability, f.Message, f.ValidFrom)
		for _, e := range f.Edits {
			fmt.Fprintf(&b, " %q %q", spanText(e.Span), e.Text)
		}
		for _, r := range f.Renames {
			fmt.Fprintf(&b, " %q %q", slashpath.Base(r.From), slashpath.Base(r.To))
		}
		for _, c := range f.Creates {
			fmt.Fprintf(&b, " %q %q", slashpath.Base(c.Path), c.Data)
		}
	}
	return b.String()
}

func spanText(p source.Span) string {
	if p.Source == nil {
		return ""
	}
	return p.Text()
}

// maxPlaces is how many of the places of equal findings are named.
const maxPlaces = 3

// morePlaces names where else a finding is: "and in 149 more places: a:1:2, b:1:2, c:1:2 …".
func morePlaces(diags []lint.Diagnostic, group []int) string {
	rest := group[1:]
	return "and in " + plural(len(rest), "more place") + ": " + places(len(rest), func(i int) string { return location(diags[rest[i]].Span) })
}

// places names the first few of n places.
func places(n int, place func(i int) string) string {
	named := make([]string, min(maxPlaces, n))
	for i := range named {
		named[i] = place(i)
	}
	text := strings.Join(named, ", ")
	if n > maxPlaces {
		text += " …"
	}
	return text
}
