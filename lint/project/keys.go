package project

import (
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
)

// theFile has the keys of the file itself.
func theFile(p *Project) object {
	return object{"file", slices.Concat(settings(&p.Settings), []key{
		patterns("exclude", &p.Exclude),
		list("overrides", func(r *reader, n *yamltext.Node) {
			o := Override{At: start(n.Span())}
			r.object(n, override(&o))
			p.Overrides = append(p.Overrides, o)
		}),
		list("machines", func(r *reader, n *yamltext.Node) {
			var m Machine
			r.object(n, byHand(&m))
			p.Machines = append(p.Machines, m)
		}),
		list("modules", func(r *reader, n *yamltext.Node) {
			var m Module
			r.object(n, ownModule(&m))
			p.Modules = append(p.Modules, m)
		}),
		list("images", func(r *reader, n *yamltext.Node) {
			var i Image
			if r.object(n, ownImage(&i)); len(i.Flags) > 0 && i.Component == config.AnyComponent {
				r.fail(start(n.Span()), "\"flags\" are for a daemon: say with \"component\" for which")
			}
			p.Images = append(p.Images, i)
		}),
	})}
}

// settings are the keys that the file and its overrides have.
func settings(s *Settings) []key {
	return []key{
		{name: "from", read: func(r *reader, n *yamltext.Node) { s.From = r.release(n, true) }},
		{name: "to", read: func(r *reader, n *yamltext.Node) { s.To = r.release(n, false) }},
		{name: "root", read: func(r *reader, n *yamltext.Node) { s.Root = r.path(n) }},
		list("severity", func(r *reader, n *yamltext.Node) {
			var e Severity
			r.object(n, severity(&e))
			s.Severities = append(s.Severities, e)
		}),
		list("ignore", func(r *reader, n *yamltext.Node) {
			e := Ignore{extent: extent(n)}
			r.object(n, object{"ignore", findings(&e.Findings)})
			s.Ignores = append(s.Ignores, e)
		}),
	}
}

func override(o *Override) object {
	return object{"override", append([]key{required(patterns("paths", &o.Paths))}, settings(&o.Settings)...)}
}

// findings are the keys that say which findings an entry is about, and why.
func findings(f *Findings) []key {
	return []key{
		required(key{name: "rule", read: func(r *reader, n *yamltext.Node) {
			w, ok := r.word(n)
			if !ok {
				return
			}
			current, err := r.v.Rule(w.Text)
			if err != nil {
				r.fail(w.At, "%s", err)
				return
			}
			f.Rule = Word{current, w.At}
		}}),
		text("subject", func(w Word) { f.Subject = w.Text }),
		notEmpty(patterns("paths", &f.Paths)),
		required(text("reason", func(w Word) { f.Reason = w.Text })),
	}
}

// levels are the severities by their names, least first.
func levels() []lint.Severity { return []lint.Severity{lint.Info, lint.Warning, lint.Error} }

func severity(s *Severity) object {
	level := func(*reader) []string {
		var words []string
		for _, l := range levels() {
			words = append(words, l.String())
		}
		return words
	}
	set := func(word string) {
		for _, l := range levels() {
			if l.String() == word {
				s.Level = l
			}
		}
	}
	return object{"severity", append(findings(&s.Findings), required(oneOf("severity", "severity", level, set)))}
}

// components are the words for a daemon.
func components(*reader) []string { return []string{config.Master.String(), config.Agent.String()} }

func component(to *config.Component) key {
	return oneOf("component", "component", components, func(word string) { _ = to.UnmarshalText([]byte(word)) })
}

func byHand(m *Machine) object {
	return object{"machine", []key{
		required(text("name", func(w Word) { m.Name = w })),
		required(component(&m.Component)),
		required(list("files", func(r *reader, n *yamltext.Node) {
			var f File
			if n.Kind == yamltext.Scalar {
				f.Path = r.path(n)
			} else {
				r.object(n, fileOf(&f))
			}
			m.Files = append(m.Files, f)
		})),
		flag("complete", func(is bool) { m.Complete = is }),
	}}
}

func fileOf(f *File) object {
	return object{"machine_file", []key{
		required(key{name: "path", read: func(r *reader, n *yamltext.Node) { f.Path = r.path(n) }}),
		{name: "at", read: func(r *reader, n *yamltext.Node) {
			w, ok := r.word(n)
			if !ok {
				return
			}
			if !path.IsAbs(w.Text) {
				r.fail(w.At, "the path of a file on its machine is absolute")
				return
			}
			f.At = path.Clean(w.Text)
		}},
		oneOf("as", "kind of file", func(r *reader) []string { return r.v.Kinds() }, func(word string) { f.As = config.Kind(word) }),
	}}
}

func ownModule(m *Module) object {
	return object{"module", []key{
		required(text("name", func(w Word) { m.Name = w })),
		required(oneOf("kind", "kind of module", func(r *reader) []string { return r.v.ModuleKinds() }, func(word string) { m.Kind = word })),
	}}
}

func ownImage(i *Image) object {
	return object{"image", []key{
		required(key{name: "name", read: func(r *reader, n *yamltext.Node) {
			w, ok := r.word(n)
			if !ok {
				return
			}
			if i.Name, i.Tag = splitTag(w); !doublestar.ValidatePattern(i.Tag) {
				r.fail(w.At, "the tag is not a pattern: a bracket is not closed, or a backslash stands at the end")
			}
		}}),
		component(&i.Component),
		list("flags", func(r *reader, n *yamltext.Node) {
			w, ok := r.word(n)
			if ok && !strings.HasPrefix(w.Text, "--") {
				r.fail(w.At, "a flag is written --name=value")
				return
			}
			i.Flags = append(i.Flags, w.Text)
		}),
		texts("command", func(w Word) { i.Command = append(i.Command, w.Text) }),
		{name: "environment", read: func(r *reader, n *yamltext.Node) { i.Environment = r.environment(n) }},
	}}
}

// splitTag takes the tag from the name of an image: what follows a colon behind the last slash.
func splitTag(w Word) (Word, string) {
	name := w.Text
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
		w.Text = name[:colon]
		return w, name[colon+1:]
	}
	return w, ""
}

// environment reads variables and their values.
func (r *reader) environment(n *yamltext.Node) []string {
	if n.Kind != yamltext.Mapping {
		r.fail(n.Span(), "expected NAME: value")
		return nil
	}
	var out []string
	for _, m := range r.doc.Members(n) {
		value := m.Value.Resolve()
		if value.Kind != yamltext.Scalar || isNothing(value) {
			r.fail(m.Key.Resolve().Span(), "the variable has no value; write \"\" for an empty one")
			continue
		}
		out = append(out, m.Name()+"="+value.Value())
	}
	return out
}

// release reads a release.
func (r *reader) release(n *yamltext.Node, mayBeNone bool) *Release {
	w, ok := r.word(n)
	switch {
	case !ok:
		return nil
	case mayBeNone && w.Text == NoRelease:
		return &Release{Word: w}
	}
	found, err := r.v.Release(w.Text)
	if err != nil {
		r.fail(w.At, "%s", err)
		return nil
	}
	return &Release{w, found}
}

// path reads the path of a file or folder of the tree. Whether it leads out of the work tree is for the caller to say, who
// knows its links.
func (r *reader) path(n *yamltext.Node) Word {
	w, ok := r.word(n)
	if ok && path.IsAbs(w.Text) {
		r.fail(w.At, "expected a path relative to the folder of this file: nothing outside the work tree is read for it")
		return Word{}
	}
	return w
}
