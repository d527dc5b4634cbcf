// Package machinetest helps the tests of format readers: a tree of files in memory, and contributions written out for
// comparison.
package machinetest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Tree is a tree of files: content by path. Names are looked up in its root, whatever source asks.
type Tree map[string]string

// Open implements machine.Tree.
func (t Tree) Open(_ *source.Source, name string) (source.Text, fs.FileMode, string) {
	data, found := t[path.Clean(name)]
	if !found {
		return source.Text{}, 0, "not found"
	}
	return source.WholeText(source.New(path.Clean(name), "", []byte(data))), 0o644, ""
}

// List implements machine.Tree: directories end in a slash.
func (t Tree) List(_ *source.Source, dir string) ([]string, string) {
	prefix := path.Clean(dir) + "/"
	if prefix == "./" {
		prefix = ""
	}
	var names []string
	for name := range t {
		if rest, below := strings.CutPrefix(name, prefix); below {
			first, _, isDir := strings.Cut(rest, "/")
			if isDir {
				first += "/"
			}
			names = append(names, first)
		}
	}
	if names == nil {
		return nil, "not a directory"
	}
	slices.Sort(names)
	return slices.Compact(names), ""
}

// DescribeFile writes a file on one line: "/path = "content" 644 maybe". What is known of the content is a count of
// leading bytes, or all but the holes.
func DescribeFile(f machine.File) string {
	var b strings.Builder
	if f.Root != "" {
		fmt.Fprintf(&b, "%s: ", f.Root)
	}
	fmt.Fprintf(&b, "%s %s", f.Path, [...]string{"=", "+=", "edit", "rm"}[f.Operation])
	switch {
	case f.Directory:
		b.WriteString(" directory")
	case f.Link != "":
		fmt.Fprintf(&b, " -> %s", f.Link)
	case f.Copy != nil:
		fmt.Fprintf(&b, " copy of %s", f.Copy.Path)
	case f.Known == machine.UnknownContent:
		b.WriteString(" unknown")
	case f.Operation != machine.Remove:
		fmt.Fprintf(&b, " %q", f.Content)
		for _, h := range f.Holes {
			fmt.Fprintf(&b, " hole %d-%d", h.Start, h.End)
		}
		if f.Known < f.Content.Len() && len(f.Holes) == 0 {
			fmt.Fprintf(&b, " known %d", f.Known)
		}
	}
	if f.Mode != 0 {
		fmt.Fprintf(&b, " %o", f.Mode)
	}
	if f.Maybe {
		b.WriteString(" maybe")
	}
	if f.OnlyIfMissing {
		b.WriteString(" if missing")
	}
	return b.String()
}

// DescribeStart writes a start on one line: its words and its environment.
func DescribeStart(s machine.Start) string {
	var b strings.Builder
	if s.Root != "" {
		fmt.Fprintf(&b, "%s: ", s.Root)
	}
	b.WriteString("start")
	for _, w := range s.Words {
		fmt.Fprintf(&b, " %q", w.Text)
		if !w.IsKnown() {
			fmt.Fprintf(&b, " known %d", w.Known)
		}
		if w.Maybe {
			b.WriteString(" maybe")
		}
	}
	for _, a := range s.Environment {
		fmt.Fprintf(&b, " %s=%s", a.Name, a.Value)
	}
	return b.String()
}

// Describe writes contributions, a line each: files, with what note says of them if it is not nil, starts and gaps.
func Describe(c machine.Contributions, note func(machine.File) string) string {
	var b strings.Builder
	for _, f := range c.Files {
		b.WriteString(DescribeFile(f))
		if note != nil {
			b.WriteString(note(f))
		}
		b.WriteByte('\n')
	}
	for _, s := range c.Starts {
		b.WriteString(DescribeStart(s) + "\n")
	}
	for _, g := range c.Gaps {
		fmt.Fprintf(&b, "gap %s: %s\n", g.Path, g.Reason)
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable :%d %s\n", Line(c.Unreadable.At), c.Unreadable.Reason)
	}
	return b.String()
}

// Line returns the line that a span starts in.
func Line(at source.Span) int {
	start, _ := at.Range()
	return start.Line
}

// CheckSpans fails the test if a contribution points beyond its source, or knows more of a content than there is.
func CheckSpans(t *testing.T, c machine.Contributions) {
	t.Helper()
	check := func(what string, at source.Span) {
		if at.Source != nil && (at.Start < 0 || at.End < at.Start || at.End > len(at.Source.Data)) {
			t.Fatalf("%s: a span of %d-%d in %d bytes", what, at.Start, at.End, len(at.Source.Data))
		}
	}
	for _, f := range c.Files {
		check(f.Path, f.PathAt)
		if f.Known > f.Content.Len() {
			t.Fatalf("%s: %d bytes known of %d", f.Path, f.Known, f.Content.Len())
		}
		for i := range min(f.Content.Len(), 200) {
			check(f.Path, f.Content.Span(i, i+1))
		}
		for _, h := range f.Holes {
			if h.Start < 0 || h.End < h.Start || h.End > f.Content.Len() {
				t.Fatalf("%s: a hole of %d-%d in %d bytes", f.Path, h.Start, h.End, f.Content.Len())
			}
		}
	}
	for _, s := range c.Starts {
		for _, w := range s.Words {
			check(w.Text.String(), w.Text.Raw())
			if w.Known > w.Text.Len() {
				t.Fatalf("%q: %d bytes known of %d", w.Text, w.Known, w.Text.Len())
			}
		}
	}
}
