package compile

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// maxShown is how many of the places of which the same is said the summary lists.
const maxShown = 3

// Summary says in lines of text what was made and what is left to a person. dir is how the directory is called.
func (p *Plan) Summary(dir string) string {
	var b strings.Builder
	width := 0
	for _, t := range p.Trees {
		width = max(width, len(t.Name))
	}
	fmt.Fprintf(&b, "%s: the configuration from %s to %s, in %s\n\n", source.Printable(dir), p.Upgrade.From, p.Upgrade.To, counted(len(p.Trees), "tree"))
	for _, t := range p.Trees {
		fmt.Fprintf(&b, "%-*s  %s; %s\n", width, t.Name, t.changed(), join(t.Starts(), t.stillOpen()))
	}
	if len(p.Steps) > 0 {
		b.WriteString("\nonly a person can do, and no tree has it:\n")
		for _, s := range p.Steps {
			fmt.Fprintf(&b, "%3d. %s: %s [%s]\n", s.Number, s.Place, source.Printable(s.Message), s.Rule)
			if len(s.More) > 0 {
				fmt.Fprintf(&b, "     and at %s: %s\n", counted(len(s.More), "more place"), someOf(s.More, maxShown, func(place string) string { return place }))
			}
			fmt.Fprintf(&b, "     %s\n     %s\n", source.Printable(s.when()), source.Printable(s.Why))
			if s.Help != "" {
				fmt.Fprintf(&b, "     help: %s\n", source.Printable(s.Help))
			}
		}
	}
	for _, t := range p.Trees {
		for _, opened := range t.opened(maxShown) {
			fmt.Fprintf(&b, "\n%s opens what was closed: %s", t.Name, opened)
		}
		b.WriteString(listed(t.Name+": decisions not compared", t.Incomparable))
	}
	b.WriteString(listed("not copied", p.LeftOut))
	for _, u := range p.Unchecked {
		fmt.Fprintf(&b, "\nnot checked: %s", source.Printable(u.Error()))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// listed is a line for each of the first of some things, and one for the others.
func listed(what string, things []string) string {
	var b strings.Builder
	for i, thing := range things {
		if i == maxShown {
			fmt.Fprintf(&b, "\n%s: %d more", what, len(things)-i)
			break
		}
		fmt.Fprintf(&b, "\n%s: %s", what, source.Printable(thing))
	}
	return b.String()
}
