// Package container makes starts of what tools of configuration management say of a container, as all of them take it from docker:
// variables as "NAME=value", a command as a list of words or as one text, directories as "from:to".
package container

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Spec is what is said of a container.
type Spec struct {
	// Name is that of the container, "" for none.
	Name string
	// Root is that of machine.File.
	Root  string
	Image machine.Word
	// Variables are "NAME=value"; one without "=" takes the value of whoever starts the container.
	Variables []machine.Word
	// Environment are variables of which the name is known, besides.
	Environment []machine.Assignment
	// Command are the words that replace those of the image, where HasCommand is set.
	Command    []machine.Word
	HasCommand bool
	// Entrypoint replaces that of the image where HasEntrypoint is set.
	Entrypoint    []machine.Word
	HasEntrypoint bool
	// Volumes are "from:to", with or without a mode behind.
	Volumes []machine.Word
	Maybe   bool
	Gaps    []machine.Gap
	At      source.Span
}

// Start returns the start of a container.
func (s Spec) Start() machine.Start {
	c := &machine.Container{Image: s.Image, HasCommand: s.HasCommand, Entrypoint: s.Entrypoint, HasEntrypoint: s.HasEntrypoint}
	out := machine.Start{Name: s.Name, Root: s.Root, Container: c, Words: s.Command, Environment: s.Environment, Maybe: s.Maybe, At: s.At, WeakFiles: true, Gaps: s.Gaps}
	for _, w := range s.Variables {
		if a, found := Assignment(w); found {
			out.Environment = append(out.Environment, a)
		}
	}
	for _, w := range s.Volumes {
		from, to, found := strings.Cut(w.Text.String(), ":")
		to, _, _ = strings.Cut(to, ":")
		if found && w.IsKnown() && path.IsAbs(to) {
			c.Mounts = append(c.Mounts, machine.Mount{From: from, Path: path.Clean(to), OnHost: true, At: w.Text.All()})
		}
	}
	return out
}

// Assignment returns the variable that "NAME=value" gives a container; false if the name is not known, or no value is given.
func Assignment(w machine.Word) (machine.Assignment, bool) {
	s := w.Text.String()
	i := strings.IndexByte(s, '=')
	if i <= 0 || i > w.Known {
		return machine.Assignment{}, false
	}
	return machine.Assignment{Name: s[:i], NameSpan: w.Text.Span(0, i), Value: w.Text.Slice(i+1, len(s)), Span: w.Text.All(), Unknown: !w.IsKnown(), Maybe: w.Maybe, Exported: true}, true
}

// Words parts a text of which some ranges are not known into words, as a shell parts one that it expands nothing in: at white space
// outside of quotes. known is how many bytes at its start are known.
func Words(text source.Text, known int, holes []source.Range) []machine.Word {
	s := text.String()
	if len(holes) == 0 && known < len(s) {
		holes = []source.Range{{Start: max(known, 0), End: len(s)}}
	}
	var out []machine.Word
	for at := 0; at < len(s); {
		if isBlank(s[at]) {
			at++
			continue
		}
		start := at
		var parts []source.Text
		var own []source.Range
		length := 0
		for at < len(s) && !isBlank(s[at]) {
			from, to := at, at+1
			switch c := s[at]; {
			case (c == '\'' || c == '"') && strings.IndexByte(s[at+1:], c) >= 0:
				from, to = at+1, at+1+strings.IndexByte(s[at+1:], c)
				at = to + 1
			case c == '\\' && at+1 < len(s):
				from, to, at = at+1, at+2, at+2
			default:
				for to < len(s) && !isBlank(s[to]) && strings.IndexByte(`'"\`, s[to]) < 0 || isIn(holes, to) {
					to++
				}
				at = to
			}
			for _, h := range holes {
				if h.Start < to && h.End > from {
					own = append(own, source.Range{Start: length + max(h.Start-from, 0), End: length + min(h.End, to) - from})
				}
			}
			parts, length = append(parts, text.Slice(from, to)), length+to-from
		}
		w := machine.Word{Text: source.LiteralText("", text.Span(start, at)), Known: length, Holes: own}
		if length > 0 {
			w.Text = source.Join(parts...)
		}
		if len(own) > 0 {
			w.Known, w.Several = own[0].Start, own[0].Start == 0 && own[0].End == length
		}
		out = append(out, w)
	}
	return out
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// isIn reports whether a place lies inside of what is not known: what looks like the end of a word there is not one.
func isIn(holes []source.Range, at int) bool {
	for _, h := range holes {
		if h.Start <= at && at < h.End {
			return true
		}
	}
	return false
}
