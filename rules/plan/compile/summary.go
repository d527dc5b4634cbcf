package compile

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// maxShown is how many further places of a step the summary lists.
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
		for _, o := range t.Openings {
			fmt.Fprintf(&b, "\n%s opens what was closed: %s: %s", t.Name, source.Printable(o.Path), source.Printable(o.Message))
		}
		for _, reason := range t.Incomparable {
			fmt.Fprintf(&b, "\n%s: decisions not compared: %s", t.Name, source.Printable(reason))
		}
	}
	for _, name := range p.LeftOut {
		fmt.Fprintf(&b, "\nnot copied: %s", source.Printable(name))
	}
	for _, u := range p.Unchecked {
		fmt.Fprintf(&b, "\nnot checked: %s", source.Printable(u.Error()))
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}
