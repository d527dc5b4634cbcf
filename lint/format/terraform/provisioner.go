package terraform

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// homeOf returns a name for the home directory of the user who provisions: relative paths are relative to it.
func homeOf(b *hclsyntax.Block) string { return "/home/" + b.Labels[1] }

// provisioner reads one provisioner. local-exec runs on another machine.
func (m *module) provisioner(f *file, b *hclsyntax.Block, home string) machine.Contributions {
	switch b.Labels[0] {
	case "file":
		return m.upload(f, b, home)
	case "remote-exec", "shell":
		return m.remote(f, b, home)
	}
	return machine.Contributions{}
}

// upload reads a file that is copied to the machine: content, or a file or directory of the tree.
func (m *module) upload(f *file, b *hclsyntax.Block, home string) (out machine.Contributions) {
	destination, found := b.Body.Attributes["destination"]
	if !found {
		return out
	}
	to := m.eval(f, destination.Expr)
	name, known := to.Literal()
	if leading := name[:to.Leading()]; !known && strings.HasPrefix(leading, "/etc/mesos") {
		out.Gaps = append(out.Gaps, machine.Gap{Kind: machine.UnknownArguments, Path: leading[:strings.LastIndexByte(leading, '/')] + "/", At: to.Text().All(),
			Reason: "which files are copied is known only when Terraform runs"})
	}
	if !known || name == "" {
		return out
	}
	r := b.TypeRange
	w := machine.File{Path: absolute(name, home), At: f.in.Span(r.Start.Byte, r.End.Byte), PathAt: to.Text().All()}
	if content, found := b.Body.Attributes["content"]; found {
		text := m.eval(f, content.Expr)
		w.Content, w.Holes, w.Known = text.Text(), text.Holes(), text.Leading()
		if w.Content.Source() == nil {
			w.Content = source.LiteralText("", w.PathAt)
		}
		out.Files = append(out.Files, w)
		return out
	}
	from, found := b.Body.Attributes["source"]
	if !found {
		return out
	}
	text := m.eval(f, from.Expr)
	local, known := text.Literal()
	if !known {
		w.Content, w.Known = source.LiteralText("", w.PathAt), machine.UnknownContent
		out.Files = append(out.Files, w)
		return out
	}
	if strings.HasSuffix(name, "/") && !strings.HasSuffix(local, "/") {
		w.Path = path.Join(w.Path, path.Base(local))
	}
	m.copy(w, local, text, 0, &out)
	return out
}

// copy copies a file, or a directory with what it holds.
func (m *module) copy(w machine.File, local string, text partly.Text, depth int, out *machine.Contributions) {
	if m.shell.Tree != nil && depth < 8 {
		if names, problem := m.shell.Tree.List(m.main.in.Source(), local); problem == "" && names != nil {
			for _, name := range names {
				if m.steps--; m.steps <= 0 {
					return
				}
				inner := w
				inner.Path = path.Join(w.Path, name)
				m.copy(inner, path.Join(local, name), text, depth+1, out)
			}
			return
		}
	}
	w.Copy = &machine.Copy{Path: local, At: text.Text().All()}
	if w.Copy.At.Source == nil {
		w.Copy.At = w.PathAt
	}
	out.Files = append(out.Files, w)
}

func absolute(name, home string) string {
	if rest, found := strings.CutPrefix(name, "~/"); found {
		name = rest
	}
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(home, name)
}

// remote reads the commands that run on the machine: the lines of inline are one script, scripts are files of the tree.
func (m *module) remote(f *file, b *hclsyntax.Block, home string) (out machine.Contributions) {
	read := func(text partly.Text) {
		o := m.shell
		o.Holes, o.Limits, o.Directory, o.Dialect = text.Holes(), m.limits, home, shell.Posix
		if d, isShell := shell.DialectOf(text.Text().View()); isShell {
			o.Dialect = d
		}
		c := shell.Read(text.Text(), o)
		c.Sources = append(c.Sources, c.Followed...)
		out.Merge(c.Contributions)
	}
	if inline, found := b.Body.Attributes["inline"]; found {
		lines := []hclsyntax.Expression{inline.Expr}
		if list, isList := inline.Expr.(*hclsyntax.TupleConsExpr); isList {
			lines = list.Exprs
		}
		var text partly.Text
		for _, line := range lines {
			text.Add(m.eval(f, line))
			end := min(line.Range().End.Byte, f.in.Len())
			text.AddKnown(source.LiteralText("\n", f.in.Span(end, end)))
		}
		read(text)
	}
	var scripts []hclsyntax.Expression
	if script, found := b.Body.Attributes["script"]; found {
		scripts = append(scripts, script.Expr)
	}
	if list, found := b.Body.Attributes["scripts"]; found {
		if tuple, isList := list.Expr.(*hclsyntax.TupleConsExpr); isList {
			scripts = append(scripts, tuple.Exprs...)
		}
	}
	for _, script := range scripts {
		if text, ok := m.open(f, script); ok {
			read(partly.Known(text))
		}
	}
	return out
}
