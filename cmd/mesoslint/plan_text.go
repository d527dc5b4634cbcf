package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/plan"
)

// writePlanText writes a plan for people, as wide as width columns.
func writePlanText(w io.Writer, v planView, width int) error {
	if width == 0 {
		width = defaultWidth
	}
	p := &page{w: bufio.NewWriter(w), width: min(max(width, minWidth), maxWidth)}
	p.paragraph("", "    ", v.title)
	for _, s := range v.intro {
		p.planSection(s)
	}
	for _, h := range v.hops {
		p.line("")
		p.line(h.title)
		p.line(strings.Repeat("=", utf8.RuneCountInString(h.title)))
		for _, s := range h.sections {
			p.planSection(s)
		}
	}
	p.line("")
	p.paragraph("", "", "`mesoslint explain NAME` says more about a change or a rule that is named in brackets.")
	return p.w.Flush()
}

func (p *page) planSection(s planSection) {
	p.line("")
	p.line(s.title)
	for i, t := range s.tasks {
		head, indent := "  - ", "    "
		if s.numbered {
			head, indent = fmt.Sprintf("  %2d. ", i+1), "      "
		}
		text := t.text
		if len(t.ids) > 0 {
			text += " [" + strings.Join(t.ids, ", ") + "]"
		}
		p.paragraph(head, indent, harmless(text))
		for _, d := range t.details {
			p.paragraph(indent+"- ", indent+"  ", harmless(d))
		}
		if t.command != "" {
			p.line(indent + "$ " + harmless(t.command))
		}
	}
}

// writePlanMarkdown writes a plan as a list with check boxes, for a ticket.
func writePlanMarkdown(w io.Writer, v planView) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s\n", markdown(v.title))
	for _, s := range v.intro {
		writeMarkdownSection(b, "##", s)
	}
	for _, h := range v.hops {
		fmt.Fprintf(b, "\n## %s\n", markdown(h.title))
		for _, s := range h.sections {
			writeMarkdownSection(b, "###", s)
		}
	}
	return b.Flush()
}

func writeMarkdownSection(b *bufio.Writer, level string, s planSection) {
	fmt.Fprintf(b, "\n%s %s\n\n", level, markdown(capitalised(s.title)))
	for i, t := range s.tasks {
		mark, indent := "- [ ] ", "  "
		switch {
		case s.notes:
			mark = "- "
		case s.numbered:
			mark, indent = fmt.Sprintf("%d. [ ] ", i+1), "    "
		}
		text := markdown(t.text)
		if len(t.ids) > 0 {
			text += " (" + strings.Join(t.ids, ", ") + ")"
		}
		fmt.Fprintf(b, "%s%s\n", mark, text)
		box := ""
		if !s.notes && strings.HasSuffix(t.text, ":") { // each detail is a question to tick off
			box = "[ ] "
		}
		for _, d := range t.details {
			fmt.Fprintf(b, "%s- %s%s\n", indent, box, markdown(d))
		}
		if t.command != "" {
			fmt.Fprintf(b, "\n%[1]s```sh\n%[1]s%[2]s\n%[1]s```\n\n", indent, harmless(t.command))
		}
	}
}

// markdown writes text so that Markdown shows it as it is; what is in back quotes stays code.
func markdown(text string) string {
	var b strings.Builder
	code := false
	for _, r := range harmless(text) {
		if r == '`' {
			code = !code
		} else if !code && strings.ContainsRune(`\*_[]<>#|`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// stepsBesides returns what is to be done on a hop besides what its compiled trees do, as Markdown.
func stepsBesides(p *plan.Plan, r *planRequest) func(release.Upgrade) string {
	v := view(p, r, false, true)
	return func(u release.Upgrade) string {
		var out strings.Builder
		for i, h := range p.Hops {
			if h.Upgrade != u {
				continue
			}
			b := bufio.NewWriter(&out)
			for _, s := range v.hops[i].sections {
				if !s.inTrees {
					writeMarkdownSection(b, "###", s)
				}
			}
			_ = b.Flush() // a strings.Builder takes everything
		}
		return out.String()
	}
}
