// Package initsys reads the jobs of upstart and the programs of supervisor: what they start, with its environment. Services
// of runit and scripts of System V init are shell scripts, and need no reader of their own.
//
// A Finding names what the init system does:
//
//	upstart/ignored-line    a line that upstart does not understand, so that it does not load the job
//	supervisor/refused-file supervisord does not start because it cannot read a value
//	supervisor/comment      what comes after a blank and a semicolon is dropped
package initsys

import (
	"fmt"
	"slices"
	"sort"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options say how a text is read. The zero Options read it with nothing known of its machine.
type Options struct {
	// Run reads a shell text or a command line; nil leaves a command line as it is, and reads no shell text.
	Run func(Command) machine.Contributions
	// Unknown are ranges of the text that only a run knows: what a script fills in to the file that it writes.
	Unknown []source.Range
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Command is what an init system runs.
type Command struct {
	// Script is a text for /bin/sh -e, where Words is nil.
	Script source.Text
	// Words are a program and its arguments, which no shell sees.
	Words []machine.Word
	// Environment is what it finds in its environment, later ones winning.
	Environment []machine.Assignment
	// Main is set for the daemon itself, and not set for what runs before it.
	Main bool
	At   source.Span
}

func (o Options) limits() machine.Limits { return o.Limits.OrFor(0) }

// passage is a stretch of text put together of parts of another one, with what is known of each byte.
type passage struct {
	in   source.Text
	data []byte
	// places are the offsets of the bytes in the text, and one more for the end.
	places []int32
	marks  *template.Marks
	// replaced is set if a byte is not the one that stands there: a newline that became a blank.
	replaced bool
}

// marksOf returns what a template engine replaces in a text.
func marksOf(text source.Text) *template.Marks {
	name := ""
	if s := text.Source(); s != nil {
		name = s.Path
	}
	return template.Find(text.View(), name)
}

// rendered returns all of a text as a template engine leaves it. What only a run knows is as unknown as an expression.
func rendered(text source.Text, unknown []source.Range) passage {
	p := passage{in: text, marks: marksOf(text)}
	if len(unknown) > 0 {
		p.marks.Expressions = source.Union(slices.Concat(p.marks.Expressions, unknown))
	}
	data, offsets := p.marks.Rendered()
	p.data, p.places = data, make([]int32, len(data)+1)
	for i := range p.places {
		p.places[i] = int32(i)
		if offsets != nil {
			p.places[i] = int32(offsets[i])
		}
	}
	return p
}

func (p passage) slice(start, end int) passage {
	p.data, p.places = p.data[start:end], p.places[start:end+1]
	return p
}

// join puts passages of one text together, each after the other.
func join(parts ...passage) passage {
	var out passage
	for i, p := range parts {
		if i == 0 {
			out = passage{in: p.in, marks: p.marks}
		}
		out.replaced = out.replaced || p.replaced
		out.data = append(out.data, p.data...)
		out.places = append(out.places, p.places[:len(p.data)]...)
		if i == len(parts)-1 {
			out.places = append(out.places, p.places[len(p.data)])
		}
	}
	return out
}

// span returns where the passage stands.
func (p passage) span() source.Span { return p.text().All() }

func (p passage) start() int { return int(p.places[0]) }

// end is after the last byte of the passage.
func (p passage) end() int {
	if n := len(p.data); n > 0 {
		return int(p.places[n-1]) + 1
	}
	return p.start()
}

// text returns the passage as a text. A part of it can be edited unless a control of a template stands in between.
func (p passage) text() source.Text {
	if p.end()-p.start() == len(p.data) && !p.replaced {
		return p.in.Slice(p.start(), p.end())
	}
	data := make([]byte, len(p.data))
	for i := range data {
		if data[i] = p.data[i]; p.isUnknown(i) {
			data[i] = p.in.String()[p.places[i]]
		}
	}
	offsets := append(append(make([]int32, 0, len(p.places)), p.places[:len(p.data)]...), int32(p.end()))
	part := func(start, end int, s string) (string, bool) {
		return s, int(offsets[end]-offsets[start]) == end-start
	}
	return p.in.Decoded(string(data), offsets, p.start(), p.end(), part, nil)
}

func (p passage) isUnknown(i int) bool {
	at := int(p.places[i])
	return within(p.marks.Expressions, at, at+1)
}

// anyUnknown reports whether an engine changes any of the passage, or puts something into it.
func (p passage) anyUnknown() bool {
	return len(p.data) > 0 && p.marks.Any() && p.marks.Changes(p.start(), p.end())
}

// maybe reports whether the passage may be left out.
func (p passage) maybe() bool { return len(p.data) > 0 && p.marks.MayBeLeftOut(p.start()) }

func within(ranges []source.Range, start, end int) bool {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > start })
	return i < len(ranges) && ranges[i].Start < end
}

// decoded collects the bytes of a word of a passage.
type decoded struct {
	data    []byte
	offsets []int32
	unknown int // the first byte that is not known, plus one; 0 if all are
}

func (d *decoded) add(c byte, from int, known bool) {
	if !known && d.unknown == 0 {
		d.unknown = len(d.data) + 1
	}
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(from))
}

// word makes a word of what was collected, which is written from start to end of a text. last is where its last byte ends.
func (d *decoded) word(in source.Text, start, end, last int,
	part func(start, end int, s string) (string, bool), whole func(string) string) machine.Word {
	known := len(d.data)
	if d.unknown > 0 {
		known, whole = d.unknown-1, nil
	}
	return machine.Word{Text: in.Decoded(string(d.data), append(d.offsets, int32(last)), start, end, part, whole), Known: known}
}

// conditions returns the gap of a template whose conditions decide what it holds.
func conditions(text source.Text, m *template.Marks) []machine.Gap {
	if !m.Conditional {
		return nil
	}
	return []machine.Gap{{Kind: machine.Condition, Reason: "the conditions of the template may add flags", At: text.Span(0, 0)}}
}

// addStarts adds what a command starts, on top of what is known of every start of it.
func addStarts(out *machine.Contributions, o Options, c Command, base machine.Start) {
	if o.Run == nil {
		if base.Words, base.Environment = c.Words, c.Environment; len(c.Words) > 0 {
			out.Starts = append(out.Starts, base)
		}
		return
	}
	run := o.Run(c)
	for _, s := range run.Starts {
		s.Name, s.Maybe, s.Gaps = base.Name, s.Maybe || base.Maybe, append(slices.Clone(base.Gaps), s.Gaps...)
		out.Starts = append(out.Starts, s)
	}
	for _, f := range run.Files {
		f.Maybe = f.Maybe || base.Maybe
		out.Files = append(out.Files, f)
	}
	out.Gaps, out.Sources = append(out.Gaps, run.Gaps...), append(out.Sources, run.Sources...)
	out.Findings = append(out.Findings, run.Findings...)
	if out.Unreadable == nil {
		out.Unreadable = run.Unreadable
	}
}

func tooMany(steps int, at source.Span) *machine.Gap {
	return &machine.Gap{Reason: fmt.Sprintf("takes more than %d steps to read", steps), At: at, Limit: true}
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// isVariableName reports whether a program can find a variable of this name in its environment by a usual name.
func isVariableName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && c != '_' && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return s != ""
}
