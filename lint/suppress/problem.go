package suppress

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// resolve looks the names of a comment up, and returns what is wrong with it. A comment with a fault suppresses nothing that
// the fault is about.
func (c *comment) resolve(lookUp func(string) (Selector, error)) []lint.Diagnostic {
	c.show(c.wordAt)
	if c.word != wordLine && c.word != wordFile {
		c.reason = ""
		return []lint.Diagnostic{c.problem(Unknown, c.wordAt, "", "the comment suppresses nothing: expected `ignore` or `ignore-file` after `mesoslint:`",
			"write `mesoslint: ignore RULE -- reason`")}
	}
	var out []lint.Diagnostic
	for i := range c.names {
		n := &c.names[i]
		selector, err := lookUp(n.text)
		switch {
		case err != nil:
			d := c.problem(Unknown, n.at, "", "the comment suppresses nothing: "+err.Error(), "name a rule or check of `mesoslint rules`")
			if strings.Contains(d.Message, "`"+n.text+"`") {
				c.show(n.at)
			}
			if meant := selector.Current; meant != "" {
				d.Help = "write `" + meant + "`"
				d.Fix = &lint.Fix{Applicability: lint.Manual, Message: d.Help, Edits: []lint.Edit{{Span: n.at, Text: meant}}}
			}
			out = append(out, d)
			continue
		case selector.Current != n.text:
			d := c.problem(Unknown, n.at, n.text, fmt.Sprintf("`%s` is called `%s` today: its findings are suppressed all the same", n.text, selector.Current), "")
			d.Severity = lint.Info
			d.Fix = &lint.Fix{Applicability: lint.Safe, Message: "write the name of today", Edits: []lint.Edit{{Span: n.at, Text: selector.Current}}}
			out = append(out, d)
		}
		c.show(n.at)
		n.selector, n.known = selector, true
	}
	switch {
	case len(c.names) == 0:
		c.reason = ""
		out = append(out, c.problem(Unknown, c.wordAt, "", "the comment suppresses nothing: it names no rule",
			"write `mesoslint: "+c.word+" RULE -- reason`"))
	case c.reason == "":
		out = append(out, c.problem(NoReason, c.at, "", "the comment gives no reason, and suppresses nothing",
			"say why after `--`: `mesoslint: "+c.word+" RULE -- reason`"))
	}
	return out
}

// problem makes a finding about a comment.
func (c *comment) problem(rule string, at source.Span, subject, message, help string) lint.Diagnostic {
	return lint.Diagnostic{Rule: rule, Span: at, Subject: subject, Message: message, Help: help, Effect: lint.Advice, Aside: true, Severity: lint.Error}
}

// show says that a word of the comment is harmless, and what stands before it.
func (c *comment) show(word source.Span) {
	s := c.at.Source
	if strings.Trim(word.Text(), "abcdefghijklmnopqrstuvwxyz0123456789-_/") != "" || len(redact.Generated(word.Text())) > 0 {
		return
	}
	if i := bytes.Index(s.Data[c.at.Start:c.at.End], []byte(directive)); i >= 0 {
		s.Show(c.at.Start, c.at.Start+i+len(directive))
	}
	s.Show(word.Start, word.End)
}

// stale returns the finding that some names of a comment suppress nothing.
func (c *comment) stale(o *Options) (lint.Diagnostic, bool) {
	var stale, left []*name
	for i := range c.names {
		n := &c.names[i]
		if n.known && !n.used && n.selector.Judged && o.sees(c.at.Source.Path, n.selector.Wide) {
			stale = append(stale, n)
		} else {
			left = append(left, n)
		}
	}
	if len(stale) == 0 {
		return lint.Diagnostic{}, false
	}
	names := make([]string, len(stale))
	for i, n := range stale {
		names[i] = "`" + n.text + "`"
	}
	what := "the comment suppresses nothing"
	if len(left) > 0 {
		what = "a part of the comment suppresses nothing"
	}
	where := "here"
	if c.word == wordFile {
		where = "in this file"
	}
	d := lint.Diagnostic{
		Rule: Stale, Span: stale[0].at, Subject: stale[0].selector.Current, Effect: lint.Advice, Aside: true, Severity: lint.Info,
		Message: fmt.Sprintf("%s: there is no finding of %s %s", what, strings.Join(names, " and "), where),
		Help:    "remove it",
		Fix:     &lint.Fix{Applicability: lint.Safe, Message: "remove the comment", Edits: []lint.Edit{c.removal()}},
	}
	if len(left) > 0 {
		kept := make([]string, len(left))
		for i, n := range left {
			kept[i] = n.text
		}
		d.Fix.Message = "remove " + strings.Join(names, " and ") + " from the comment"
		d.Fix.Edits = []lint.Edit{{Span: c.at.Source.Span(c.names[0].at.Start, c.names[len(c.names)-1].at.End), Text: strings.Join(kept, ", ")}}
	}
	return d, true
}

// place says of a comment that suppresses nothing which finding it was most likely meant for: one in the block that begins
// on its line. Whoever put it there wants it elsewhere, and not removed.
func (c *comment) place(stale *lint.Diagnostic, kept []lint.Diagnostic) {
	for i := range kept {
		d := &kept[i]
		if s := d.Span.Source; s == nil || s.Path != c.at.Source.Path || d.Span.Start < c.covers.End || d.Span.Start >= c.blockEnd {
			continue
		}
		k := slices.IndexFunc(c.names, func(n name) bool { return n.known && !n.used && n.selector.Names(d.Rule, d.Check) })
		if k < 0 {
			continue
		}
		line := c.before(d.Span.Start)
		number := c.at.Source.Position(line).Line
		stale.Message = fmt.Sprintf("the comment suppresses nothing: it is about one line, and the finding of `%s` is at line %d",
			c.names[k].text, c.at.Source.Position(d.Span.Start).Line)
		stale.Help = fmt.Sprintf("write it alone before line %d", number)
		stale.Fix = &lint.Fix{Applicability: lint.Manual, Message: stale.Help, Edits: []lint.Edit{c.removal(), c.insertion(line)}}
		return
	}
}

// insertion writes a comment once more, before a line and as far indented. What is not shown of the comment is not shown there.
func (c *comment) insertion(line int) lint.Edit {
	s := c.at.Source
	indent := string(s.Data[line : line+blanks(string(s.Data[line:]))])
	hidden := source.Shifted(source.Within(s.Hidden(), c.at.Start, c.at.End), len(indent)-c.at.Start)
	ending := "\n"
	if bytes.HasSuffix(s.Data[:lineEnd(s.Data, c.at.End)], []byte("\r\n")) {
		ending = "\r\n"
	}
	return lint.Edit{Span: s.Span(line, line), Text: indent + c.at.Text() + ending, Secrets: hidden}
}

// removal takes a comment away: exactly it and the blanks before it, and the line if nothing else is on it.
func (c *comment) removal() lint.Edit {
	s := c.at.Source
	if c.alone {
		return lint.Edit{Span: s.Span(lineStart(s.Data, c.at.Start), lineEnd(s.Data, c.at.End))}
	}
	start := c.at.Start
	for start > 0 && isBlank(s.Data[start-1]) {
		start--
	}
	return lint.Edit{Span: s.Span(start, c.at.End)}
}
