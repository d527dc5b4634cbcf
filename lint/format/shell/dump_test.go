package shell

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"io/fs"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// dirTree is a tree of files below a directory.
type dirTree string

func (d dirTree) resolve(from *source.Source, path string) string {
	if strings.HasPrefix(path, "/") {
		return filepath.Join(string(d), path)
	}
	return filepath.Join(string(d), filepath.Dir(from.Path), path)
}

func (d dirTree) Open(from *source.Source, path string) (source.Text, fs.FileMode, string) {
	file := d.resolve(from, path)
	data, err := os.ReadFile(file)
	if err != nil {
		return source.Text{}, 0, "is not in the tree"
	}
	rel, _ := filepath.Rel(string(d), file)
	return source.WholeText(source.New(rel, file, data)), 0o644, ""
}

func (d dirTree) List(from *source.Source, path string) ([]string, string) {
	entries, err := os.ReadDir(d.resolve(from, path))
	if err != nil {
		return nil, "is not in the tree"
	}
	var names []string
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	return names, ""
}

func at(p source.Span) string {
	if p.Source == nil {
		return "-"
	}
	start, end := p.Range()
	return fmt.Sprintf("%d:%d-%d:%d", start.Line, start.Column, end.Line, end.Column)
}

// describe writes a result as the tests compare it.
func describe(r *Result) string {
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&b, "file %s", describeFile(f))
	}
	for _, st := range r.Starts {
		fmt.Fprintf(&b, "start %s\n", describeStart(st))
	}
	for _, g := range r.Gaps {
		fmt.Fprintf(&b, "gap %s (%s) at %s\n", g.Reason, g.Path, at(g.At))
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "finding %s %q at %s: %s\n", f.ID, f.Subject, at(f.Span), f.Detail)
	}
	if r.Unreadable != nil {
		fmt.Fprintf(&b, "unreadable %s at %s\n", r.Unreadable.Reason, at(r.Unreadable.At))
	}
	return b.String()
}

func describeFile(f machine.File) string {
	var b strings.Builder
	if f.Root != "" {
		fmt.Fprintf(&b, "[%s]", f.Root)
	}
	b.WriteString(f.Path)
	fmt.Fprintf(&b, " %s", [...]string{"replace", "append", "edit", "remove"}[f.Operation])
	if f.Maybe {
		b.WriteString(" maybe")
	}
	if f.OnlyIfMissing {
		b.WriteString(" if-missing")
	}
	if f.Directory {
		b.WriteString(" directory")
	}
	if f.Mode != 0 {
		fmt.Fprintf(&b, " %o", f.Mode)
	}
	switch {
	case f.Link != "":
		fmt.Fprintf(&b, " -> %s", f.Link)
	case f.Copy != nil:
		fmt.Fprintf(&b, " copy of %s machine=%v", f.Copy.Path, f.Copy.OnMachine)
	case f.Known == machine.UnknownContent:
		b.WriteString(" unknown")
	case !f.Directory && f.Operation < machine.Edit:
		fmt.Fprintf(&b, " %q", known(f.Content.String(), f.Holes))
	}
	fmt.Fprintf(&b, " at %s\n", at(f.At))
	return b.String()
}

// known writes a text with a mark for each part of it that is not known.
func known(text string, holes []source.Range) string {
	var b strings.Builder
	from := 0
	for _, h := range holes {
		b.WriteString(text[from:h.Start] + "<?>")
		from = h.End
	}
	return b.String() + text[from:]
}

func describeStart(st machine.Start) string {
	var b strings.Builder
	if st.Root != "" {
		fmt.Fprintf(&b, "[%s] ", st.Root)
	}
	if st.Maybe {
		b.WriteString("maybe ")
	}
	for _, a := range st.Environment {
		b.WriteString(describeAssignment(a) + " ")
	}
	for _, f := range st.EnvironmentFiles {
		fmt.Fprintf(&b, "<%s %s> ", f.Dialect, f.Path.Text)
	}
	for i, w := range st.Words {
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%q", known(w.Text.String(), w.Holes))
		if w.Several {
			b.WriteString("…")
		}
		if w.Maybe {
			b.WriteString("?")
		}
		fmt.Fprintf(&b, "@%s", strings.Split(at(w.Text.All()), "-")[0])
	}
	for range st.Gaps {
		b.WriteString(" gap")
	}
	return b.String()
}

func describeAssignment(a machine.Assignment) string {
	mark := ""
	if a.Maybe {
		mark += "?"
	}
	if a.Default {
		mark += ":"
	}
	if !a.Exported {
		mark += "-"
	}
	if a.Unknown {
		return a.Name + mark + "=<?>"
	}
	return fmt.Sprintf("%s%s=%q", a.Name, mark, a.Value.String())
}

func wanted(name string) bool {
	return slices.Contains([]string{"mesos-master", "mesos-slave", "mesos-agent", "mesos-master.sh", "docker", "mesos-init-wrapper"}, name)
}

func TestDump(t *testing.T) {
	dir := os.Getenv("DUMP")
	if dir == "" {
		t.Skip("no directory to show")
	}
	filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, _ := os.ReadFile(path)
		d, ok := DialectOf(data)
		if !ok && !strings.HasSuffix(path, ".sh") {
			return nil
		}
		rel, _ := filepath.Rel(dir, path)
		r := Read(source.WholeText(source.New(rel, path, data)), Options{Dialect: d, Wanted: wanted, Tree: dirTree(dir)})
		fmt.Printf("--- %s\n%s", path, describe(r))
		return nil
	})
}
