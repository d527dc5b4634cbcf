package main

import (
	"bufio"
	_ "embed" // for the schema
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
)

// explanation is what explain says: the answers to one question. Its JSON is held against explain_schema.json.
type explanation struct {
	Schema  int      `json:"schema"` // 1; fields are only added
	Answers []answer `json:"answers"`
}

// answer explains one thing that a name means.
type answer struct {
	// Kind is "rule", "check", "flag", "flags", "variable", "action", "value", "release", "upgrade", "change", "endpoint", "field"
	// or "subject".
	Kind string `json:"kind"`
	// Name is the name of the thing as Mesos or mesoslint has it.
	Name string `json:"name"`
	// Component is "master" or "agent"; "" for both and where it is neither's.
	Component string `json:"component"`
	Title     string `json:"title"`
	// Text is what the title does not say, in paragraphs.
	Text  string `json:"text"`
	Facts []fact `json:"facts"`
	// Groups are changes of upstream that belong to it.
	Groups []changeGroup `json:"groups"`
	// Example is that of a rule; nil for everything else.
	Example *exampleAnswer `json:"example"`
}

// exampleAnswer is a minimal configuration that a rule reports, and what becomes of it.
type exampleAnswer struct {
	// From and To are the releases it is checked for; From is "" if it is about one alone.
	From      string        `json:"from"`
	To        string        `json:"to"`
	Condition string        `json:"condition"`
	Before    []exampleFile `json:"before"`
	// After are the files that are other than before.
	After []exampleFile `json:"after"`
	// AfterCheck is the command line that does not report it any more.
	AfterCheck string `json:"after_check"`

	text []report.Part
}

// exampleFile is a file of an example.
type exampleFile struct {
	Path string `json:"path"`
	Text string `json:"text"`
	// Mode is its permission bits in octal digits.
	Mode string `json:"mode"`
	Gone bool   `json:"gone"`
}

// fact is one thing to know: a label and what it is.
type fact struct {
	// Label is "" if the text continues the fact before.
	Label string `json:"label"`
	Text  string `json:"text"`
}

// changeGroup are changes that belong together.
type changeGroup struct {
	Title string `json:"title"`
	// Hop is the release step the group belongs to, "1.2 → 1.3"; Area is what its changes are about. "" for neither.
	Hop  string `json:"hop"`
	Area string `json:"area"`
	// Steps are those of the hop, in their order.
	Steps   []string       `json:"steps"`
	Notes   []string       `json:"notes"`
	Changes []changeAnswer `json:"changes"`
}

// changeAnswer is a change in a group.
type changeAnswer struct {
	ID         string          `json:"id"`
	Release    release.Release `json:"release"`
	Area       string          `json:"area"`
	Kind       string          `json:"kind"`
	Components []string        `json:"components"`
	Summary    string          `json:"summary"`
	// Do and When are what to do and when; Do is "" if that is nothing.
	Do    string `json:"do"`
	When  string `json:"when"`
	Order string `json:"order"`
	// Concerns says of which configuration it is true, "" if that does not depend on it.
	Concerns string `json:"concerns"`
	// Rule reports it from a configuration; "" if a person has to look.
	Rule     string   `json:"rule"`
	Weakens  bool     `json:"weakens_protection"`
	Subjects []string `json:"subjects"`
	Replaced string   `json:"replaced_by"`
	Note     string   `json:"note"`
	Evidence []string `json:"evidence"`
}

// add appends a fact, and nothing if there is no text.
func (a *answer) add(label, text string) {
	if text != "" {
		a.Facts = append(a.Facts, fact{label, text})
	}
}

//go:embed explain_schema.json
var explainSchema string

// writeExplanation writes answers for people, as wide as width columns, or for programs.
func writeExplanation(w io.Writer, answers []answer, format string, width int) error {
	if format == "json" {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(explanation{Schema: 1, Answers: withoutNull(answers)})
	}
	p := &page{w: bufio.NewWriter(w), width: min(max(width, minWidth), maxWidth), shown: map[string]bool{}}
	for i := range answers {
		if i > 0 {
			p.line("")
		}
		p.answer(&answers[i])
	}
	return p.w.Flush()
}

// withoutNull makes empty arrays of lists that are not there.
func withoutNull(answers []answer) []answer {
	answers = slices.Clone(answers)
	for i := range answers {
		a := &answers[i]
		a.Facts = append([]fact{}, a.Facts...)
		a.Groups = append([]changeGroup{}, a.Groups...)
		for j := range a.Groups {
			g := &a.Groups[j]
			g.Steps, g.Notes, g.Changes = append([]string{}, g.Steps...), append([]string{}, g.Notes...), append([]changeAnswer{}, g.Changes...)
			for k := range g.Changes {
				c := &g.Changes[k]
				c.Components, c.Subjects, c.Evidence = append([]string{}, c.Components...), append([]string{}, c.Subjects...), append([]string{}, c.Evidence...)
			}
		}
	}
	return answers
}

// The columns that a text may take: lines longer than maxWidth are hard to read on any terminal.
const (
	defaultWidth = 100
	minWidth     = 40
	maxWidth     = 120
)

// page writes answers as text. Errors of the writer are kept until it is flushed.
type page struct {
	w     *bufio.Writer
	width int
	shown map[string]bool // the changes that stand on it in full
	steps []string        // the steps that were shown last
}

func (p *page) line(s string) { fmt.Fprintln(p.w, strings.TrimRight(s, " ")) }

// labelWidth is the column at which the texts of facts begin.
const labelWidth = 15

func (p *page) answer(a *answer) {
	p.paragraph("", "    ", a.Title)
	if a.Text != "" {
		for paragraph := range strings.SplitSeq(strings.TrimSpace(a.Text), "\n\n") {
			p.line("")
			p.text(paragraph)
		}
		p.line("")
	}
	for _, f := range a.Facts {
		p.labelled(f.Label, f.Text)
	}
	if a.Example != nil {
		for _, part := range a.Example.text {
			p.line("")
			p.paragraph("", "", part.Title)
			if part.Text == "" {
				continue
			}
			p.line("")
			for line := range strings.SplitSeq(strings.TrimSuffix(part.Text, "\n"), "\n") {
				p.line(line)
			}
		}
	}
	hop := ""
	for i := range a.Groups {
		g := &a.Groups[i]
		if g.Hop != hop {
			hop = g.Hop
			p.line("")
			p.line(hop)
			p.line(strings.Repeat("=", utf8.RuneCountInString(hop)))
		}
		p.group(g)
	}
}

// text writes a paragraph; one whose lines are laid out by hand stays as it is.
func (p *page) text(paragraph string) {
	if strings.Contains(paragraph, "\n ") || strings.Contains(paragraph, "\n- ") {
		for line := range strings.SplitSeq(paragraph, "\n") {
			p.line(line)
		}
		return
	}
	p.paragraph("", "", paragraph)
}

func (p *page) group(g *changeGroup) {
	p.line("")
	if g.Title != "" {
		p.paragraph("", "    ", g.Title)
	}
	if len(g.Steps) > 0 && slices.Equal(g.Steps, p.steps) {
		p.line("  the same steps as in the hop before")
	} else {
		for i, step := range g.Steps {
			p.paragraph(fmt.Sprintf("  %2d. ", i+1), "      ", step)
		}
	}
	if len(g.Steps) > 0 {
		p.steps = g.Steps
	}
	for _, note := range g.Notes {
		p.paragraph("  note: ", "      ", note)
	}
	for i := range g.Changes {
		p.change(&g.Changes[i])
	}
}

func (p *page) change(c *changeAnswer) {
	head := fmt.Sprintf("%s (%s, %s)", c.ID, c.Kind, c.Release)
	if p.shown[c.ID] {
		p.paragraph("  ", "      ", head+": see above")
		return
	}
	p.shown[c.ID] = true
	p.paragraph("  ", "      ", head)
	p.paragraph("      ", "      ", c.Summary)
	if c.Do == "" {
		return
	}
	p.step("if", c.Concerns)
	p.step("do", doWhen(c.Do, c.When))
	p.step("order", c.Order)
	if c.Rule != "" {
		p.step("checked", "by "+c.Rule)
	} else {
		p.step("checked", "by nothing: yours to check")
	}
}

// step writes a labelled line of a change, and nothing if there is no text.
func (p *page) step(label, text string) {
	if text != "" {
		p.paragraph(fmt.Sprintf("      %-8s ", label), strings.Repeat(" ", labelWidth), text)
	}
}

func (p *page) labelled(label, text string) {
	p.paragraph(fmt.Sprintf("  %-12s ", label), strings.Repeat(" ", labelWidth), text)
}

// paragraph writes text broken at its blanks, the first line after a head and the others after an indent.
func (p *page) paragraph(head, indent, text string) {
	line := head
	used := utf8.RuneCountInString(head)
	empty := true
	for word := range strings.FieldsSeq(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case empty:
		case used+1+n > p.width:
			p.line(line)
			line, used = indent, utf8.RuneCountInString(indent)
		default:
			line, used = line+" ", used+1
		}
		line, used, empty = line+word, used+n, false
	}
	p.line(line)
}
