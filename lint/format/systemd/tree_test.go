package systemd

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

// machineTree is a machine whose files are known: all of it where whole is set.
type machineTree struct {
	files map[string]string
	whole bool
}

func (m machineTree) Open(_ *source.Source, name string) (source.Text, fs.FileMode, string) {
	content, found := m.files[name]
	if !found {
		return source.Text{}, 0, "not found under the root; name it"
	}
	return source.WholeText(source.New(name, "", []byte(content))), 0, ""
}

func (m machineTree) List(_ *source.Source, dir string) (names []string, problem string) {
	prefix := strings.TrimSuffix(dir, "/") + "/"
	for name := range m.files {
		if rest, found := strings.CutPrefix(name, prefix); found {
			first, _, isDir := strings.Cut(rest, "/")
			if isDir {
				first += "/"
			}
			names = append(names, first)
		}
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		problem = "not found under the root"
	}
	return names, problem
}

func (m machineTree) Absent(_ *source.Source, name string) bool {
	_, found := m.files[name]
	return m.whole && !found
}

// unitFiles returns the files of a map that may be units. A content that begins with "-> " is a link.
func unitFiles(files map[string]string) []File {
	var out []File
	for name, content := range files {
		f := File{Path: path.Clean("/" + name)}
		if target, found := strings.CutPrefix(content, "-> "); found {
			f.Link = target
			at := target
			if !path.IsAbs(at) {
				at = path.Join(path.Dir(f.Path), at)
			}
			content = files[strings.TrimPrefix(at, "/")]
		}
		f.Text = source.WholeText(source.New(name, "", []byte(content)))
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out
}

func showWord(w machine.Word) string {
	text := w.Text.String()
	out := fmt.Sprintf("%q", text)
	if w.Known < len(text) {
		out = fmt.Sprintf("%q+%q", text[:w.Known], text[w.Known:])
	}
	if w.Several {
		out += "..."
	}
	if w.Maybe {
		out += "?"
	}
	return out
}

// showContributions writes what a service does, one thing a line.
func showContributions(c machine.Contributions) string {
	var b strings.Builder
	for _, s := range c.Starts {
		fmt.Fprintf(&b, "start %s%s:", s.Name, mark(s.Maybe))
		for _, w := range s.Words {
			b.WriteString(" " + showWord(w))
		}
		b.WriteString("\n")
		for _, a := range s.Environment {
			value := fmt.Sprintf("%q", a.Value.String())
			if a.Unknown {
				value += " unknown"
			}
			fmt.Fprintf(&b, "  env %s%s=%s\n", a.Name, mark(a.Maybe), value)
		}
		for _, f := range s.EnvironmentFiles {
			fmt.Fprintf(&b, "  file %s%s read %d\n", showWord(f.Path), mark(f.Optional), len(f.Read))
		}
		for _, g := range s.Gaps {
			fmt.Fprintf(&b, "  gap %s\n", g.Reason)
		}
	}
	for _, f := range c.Findings {
		start, _ := f.Span.Range()
		fmt.Fprintf(&b, "%s %q at %s:%d:%d\n", f.ID, f.Subject, f.Span.Source.Path, start.Line, start.Column)
	}
	if c.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable: %s\n", c.Unreadable.Reason)
	}
	return b.String()
}

func mark(maybe bool) string {
	if maybe {
		return "?"
	}
	return ""
}

// readAll reads all services of a machine.
func readAll(t testing.TB, files map[string]string, whole bool) string {
	t.Helper()
	tree := machineTree{files: map[string]string{}, whole: whole}
	for name, content := range files {
		tree.files["/"+name] = content
	}
	var out strings.Builder
	for _, s := range Services(unitFiles(files)) {
		c := Read(s, Options{Tree: tree})
		checkContributions(t, c)
		if s.Masked {
			fmt.Fprintf(&out, "masked %s\n", s.Name)
		}
		out.WriteString(showContributions(c))
	}
	return out.String()
}

// checkContributions fails where a span is outside of its source or a text has none.
func checkContributions(t testing.TB, c machine.Contributions) {
	t.Helper()
	check := func(what string, span source.Span) {
		if span.Source == nil || span.Start < 0 || span.End < span.Start || len(span.Source.Data) < span.End {
			t.Fatalf("the span of %s is [%d, %d)", what, span.Start, span.End)
		}
	}
	for _, s := range c.Starts {
		check("the start", s.At)
		for _, w := range s.Words {
			check(w.Text.String(), w.Text.Raw())
			check(w.Text.String(), w.Text.All())
			if w.Known < 0 || w.Text.Len() < w.Known {
				t.Fatalf("%d bytes of %q are known", w.Known, w.Text.String())
			}
		}
		for _, a := range s.Environment {
			check(a.Name, a.NameSpan)
			check(a.Name, a.Span)
			check(a.Name, a.Value.Raw())
			check(a.Name, a.Value.All())
		}
		for _, f := range s.EnvironmentFiles {
			check("EnvironmentFile", f.At)
		}
		for _, g := range s.Gaps {
			check(g.Reason, g.At)
		}
	}
	for _, f := range c.Findings {
		check(f.ID, f.Span)
	}
}
