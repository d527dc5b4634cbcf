// Package suppress leaves out the findings that somebody has looked at and decided to live with. They say so where the
// finding is, in a comment, or in the configuration of mesoslint for files that can hold none:
//
//	# mesoslint: ignore RULE[, RULE…] -- reason         on the line of the finding, or alone on the line before it
//	# mesoslint: ignore-file RULE[, RULE…] -- reason    anywhere in the file
//
// RULE is a rule, a start-up check, or the beginning of either ("acl/"). Any marker of a comment that the format has will
// do. A line with all that it goes on in counts as one: a command and its here-document, a text of YAML over several
// lines, lines that end in a backslash. Without a reason nothing is suppressed. What suppresses nothing any more is
// reported, and removed by --fix.
package suppress

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// The rules under which suppressions themselves are reported. They cannot be suppressed.
const (
	Stale    = "suppression/stale"
	NoReason = "suppression/no-reason"
	Unknown  = "suppression/unknown"
)

// Selector is what a name in a suppression stands for.
type Selector struct {
	// Current is what is to be written today; it differs from what was written where a rule was renamed.
	Current string
	// Names reports whether the findings of a rule and a check are meant; the check may be empty.
	Names func(rule, check string) bool
	// Judged is set if this run looks for all that is meant, wherever it may be. Wide is set if some of it shows only in a
	// run over all files, not in one over a file that is named.
	Judged, Wide bool
}

// Entry is a suppression of the configuration, for files that can hold no comment.
type Entry struct {
	Selector Selector
	// Subject is that of the findings; "" for any.
	Subject string
	// Holds reports whether a file is meant, by its reported path.
	Holds func(file string) bool
	// At is where the entry is written.
	At source.Span
}

// Options say what is known about names and files.
type Options struct {
	// Resolve returns what a name in a comment stands for. Its error says in one line what is wrong with the name; the
	// selector then has the name that was most likely meant, or none.
	Resolve func(name string) (Selector, error)
	// Whole reports whether a run sees all that there is to say about a file: it was found in a folder that was named. Read
	// reports whether the file could be read to its end. nil stands for yes.
	Whole, Read func(file string) bool
	// Entries are those of the configuration. Everything is set if all that they can be for was looked at.
	Entries    []Entry
	Everything bool
}

// sees reports whether it is known that there is no finding in a file where none was found; wide is set for findings that
// show only in a run over all files.
func (o *Options) sees(file string, wide bool) bool {
	return (o.Read == nil || o.Read(file)) && (!wide || o.Whole == nil || o.Whole(file))
}

// Result is what is left of the findings of a run.
type Result struct {
	// Kept are those that are not suppressed, in their order.
	Kept []lint.Diagnostic
	// Suppressed are the others.
	Suppressed []Suppressed
	// Problems are findings about the suppressions themselves.
	Problems []lint.Diagnostic
}

// Suppressed is a finding that was left out.
type Suppressed struct {
	lint.Diagnostic
	// By is where that is written.
	By source.Span
}

// Apply parts the findings of a run. files are those that were read.
func Apply(found []lint.Diagnostic, files []config.File, o Options) Result {
	var out Result
	written := map[string][]*comment{}
	var ordered []*comment
	for _, f := range files {
		for _, c := range commentsOf(f) {
			out.Problems = append(out.Problems, c.resolve(o.Resolve)...)
			if c.reason != "" {
				written[f.Source.Path] = append(written[f.Source.Path], c)
				ordered = append(ordered, c)
			}
		}
	}
	if len(ordered)+len(o.Entries) == 0 {
		out.Kept = found
		return out
	}
	used := make([]bool, len(o.Entries))
	for i := range found {
		d := &found[i]
		by, suppressed := source.Span{}, false
		if s := d.Span.Source; s != nil {
			for _, c := range written[s.Path] {
				if c.suppresses(d) && !suppressed {
					by, suppressed = c.at, true
				}
			}
		}
		for k, e := range o.Entries {
			if e.suppresses(d) {
				used[k] = true
				if !suppressed {
					by, suppressed = e.At, true
				}
			}
		}
		if suppressed {
			out.Suppressed = append(out.Suppressed, Suppressed{*d, by})
		} else {
			out.Kept = append(out.Kept, *d)
		}
	}
	for _, c := range ordered {
		if d, stale := c.stale(&o); stale {
			c.place(&d, out.Kept)
			out.Problems = append(out.Problems, d)
		}
	}
	for k, e := range o.Entries {
		if d, stale := e.stale(files, &o); stale && !used[k] {
			out.Problems = append(out.Problems, d)
		}
	}
	return out
}

// suppresses reports whether an entry names a finding.
func (e *Entry) suppresses(d *lint.Diagnostic) bool {
	file := ""
	if d.Span.Source != nil {
		file = d.Span.Source.Path
	}
	return e.Selector.Names(d.Rule, d.Check) && (e.Subject == "" || e.Subject == d.Subject) && e.Holds(file)
}

// stale returns the finding that an entry matches nothing, if that is known: the files that it is for were read, all of
// them, and what it names was looked for.
func (e *Entry) stale(files []config.File, o *Options) (lint.Diagnostic, bool) {
	if !e.Selector.Judged || e.At.Source == nil {
		return lint.Diagnostic{}, false
	}
	held := 0
	for _, f := range files {
		if e.Holds(f.Source.Path) {
			held++
			if !o.sees(f.Source.Path, true) {
				return lint.Diagnostic{}, false
			}
		}
	}
	why := "there is no such finding in the files that it is for"
	if held == 0 {
		if why = "none of the files that it is for holds anything to check"; !o.Everything {
			return lint.Diagnostic{}, false
		}
	}
	return lint.Diagnostic{
		Rule: Stale, Span: e.At, Subject: e.Selector.Current, Effect: lint.Advice, Aside: true, Severity: lint.Info,
		Message: "the suppression of `" + e.Selector.Current + "` suppresses nothing: " + why,
		Help:    "remove the entry",
	}, true
}

// comment is a suppression in a file.
type comment struct {
	at     source.Span
	alone  bool
	covers source.Range
	// blockEnd is where the block ends that begins on the line which the comment is about, which is no part of covers, and
	// before returns where the line begins before which a comment would be about a place.
	blockEnd int
	before   func(at int) int
	// word is "ignore" or "ignore-file".
	word   string
	wordAt source.Span
	names  []name
	reason string
}

// name is one of the names of a suppression.
type name struct {
	text string
	at   source.Span
	// selector is what it stands for; known is false if nothing.
	selector Selector
	known    bool
	used     bool
}

// directive is how a comment for mesoslint begins.
const directive = "mesoslint:"

// commentsOf returns the comments of a file that are for mesoslint.
func commentsOf(f config.File) []*comment {
	data := f.Source.Data
	if f.Comments == nil || !bytes.Contains(data, []byte(directive)) {
		return nil
	}
	comments := f.Comments()
	lines := newLayout(data, comments)
	var out []*comment
	for _, r := range comments.At {
		c := read(f.Source, r)
		if c == nil {
			continue
		}
		start := lineStart(data, r.Start)
		c.alone = len(bytes.TrimSpace(data[start:r.Start])) == 0
		c.covers = source.Range{Start: 0, End: len(data)}
		if c.word != wordFile {
			line := 0
			c.covers, line = lines.covered(r, c.alone)
			c.blockEnd, c.before = lines.blockEnd(line, c.covers.End), lines.before
		}
		out = append(out, c)
	}
	return out
}

// The words after the directive.
const (
	wordLine = "ignore"
	wordFile = "ignore-file"
)

// read takes a comment apart; it returns nil for one that is not for mesoslint.
func read(s *source.Source, r source.Range) *comment {
	text := strings.TrimRight(string(s.Data[r.Start:r.End]), " \t\r")
	if closed, isBlock := strings.CutSuffix(text, "*/"); isBlock && strings.HasPrefix(text, "/*") {
		text = strings.TrimRight(closed, " \t")
	}
	at := len(text) - len(strings.TrimLeft(text, "#;/* \t"))
	if !strings.HasPrefix(text[at:], directive) {
		return nil
	}
	c := &comment{at: s.Span(r.Start, r.Start+len(strings.TrimRight(string(s.Data[r.Start:r.End]), " \t\r")))}
	at += len(directive)
	span := func(start, end int) source.Span { return s.Span(r.Start+start, r.Start+end) }
	at += blanks(text[at:])
	end := at + wordLength(text[at:])
	c.word, c.wordAt = text[at:end], span(at, end)
	listed, reason := text[end:], ""
	if i := indexReason(listed); i >= 0 {
		listed, reason = listed[:i], listed[i+len(reasonMark):]
	}
	c.reason = strings.TrimSpace(reason)
	for part := range strings.SplitSeq(listed, ",") {
		start := end + blanks(part)
		// What stands behind a name without a comma is meant as a reason.
		if length := wordLength(part[start-end:]); length > 0 {
			c.names = append(c.names, name{text: text[start : start+length], at: span(start, start+length)})
		}
		end += len(part) + 1
	}
	return c
}

// reasonMark parts the names from the reason.
const reasonMark = "--"

// indexReason returns where the mark stands that a reason follows, between blanks or ends; -1 if it does not.
func indexReason(text string) int {
	for at := 0; ; {
		i := strings.Index(text[at:], reasonMark)
		if i < 0 {
			return -1
		}
		i += at
		at = i + len(reasonMark)
		if (i == 0 || isBlank(text[i-1])) && (at == len(text) || isBlank(text[at])) {
			return i
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func blanks(text string) int { return len(text) - len(strings.TrimLeft(text, " \t")) }

func wordLength(text string) int {
	if i := strings.IndexAny(text, " \t"); i >= 0 {
		return i
	}
	return len(text)
}

// suppresses reports whether a comment is about a finding, and notes which of its names are.
func (c *comment) suppresses(d *lint.Diagnostic) bool {
	if d.Span.Start < c.covers.Start || d.Span.Start > c.covers.End || d.Span.Start == c.covers.End && c.word != wordFile {
		return false
	}
	suppressed := false
	for i := range c.names {
		if n := &c.names[i]; n.known && n.selector.Names(d.Rule, d.Check) {
			n.used, suppressed = true, true
		}
	}
	return suppressed
}
