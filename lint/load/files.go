package load

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/source"
)

// checkParts notes as checked what a setting stands in, although it was read as a part of another file only: the template that a
// file of Terraform fills in, the inventory of a playbook.
func (l *loader) checkParts() {
	checked := map[string]bool{}
	for _, c := range l.out.Checked {
		checked[c.Path] = true
	}
	for _, u := range l.out.Unchecked {
		checked[u.Path] = true // is what it is named for
	}
	note := func(f *file, kind config.Kind, c config.Component) {
		if f != nil && f.written == nil && !checked[f.path] && !l.out.Around[f.path] {
			checked[f.path], f.used = true, true
			l.out.Checked = append(l.out.Checked, config.Checked{Path: f.path, Kind: kind, Component: c, Why: referredTo})
		}
	}
	for _, n := range l.out.Nodes {
		kind := l.kindOfNode(n)
		for _, s := range n.Settings {
			note(l.readAs(s.Span.Source), kind, n.Component)
		}
	}
	for _, d := range l.out.Documents {
		note(l.readAs(d.Text.Source()), d.Kind, d.Component)
	}
	for _, f := range l.files {
		if f.named && l.parts[f] {
			note(f, f.class.kind(), config.AnyComponent)
		}
	}
}

// kindOfNode returns the kind of the file that a node begins in, or of the first that it is made of and that has one.
func (l *loader) kindOfNode(n *config.Node) config.Kind {
	for _, s := range append([]*source.Source{n.Start.Source}, n.Sources...) {
		if f := l.fileOf(s); f != nil && f.class.kind() != config.Unknown {
			return f.class.kind()
		}
	}
	return config.Unknown
}

// noteFiles lists the files that were read as configuration, with where their comments stand. A file without a form of its
// own that gives settings is one that a unit or script names for its variables.
func (l *loader) noteFiles() {
	checked, gives := map[string]bool{}, map[*source.Source]bool{}
	for _, c := range l.out.Checked {
		checked[c.Path] = true
	}
	for _, n := range l.out.Nodes {
		for _, s := range n.Sources {
			gives[s] = true
		}
	}
	for _, f := range l.files {
		if f.source == nil || f.written != nil || l.out.Around[f.path] || !checked[f.path] && !gives[f.source] {
			continue
		}
		file := config.File{Source: f.source}
		if comments := l.commentsOf(f); comments != nil {
			name, s := f.path, f.source
			file.Comments = func() source.Comments { return comments(name, s) }
		}
		l.out.Files = append(l.out.Files, file)
	}
}

// commentsOf returns what finds the comments of a file; nil if it can have none.
func (l *loader) commentsOf(f *file) func(string, *source.Source) source.Comments {
	switch {
	case f.class.form != nil && f.class.role() != format.FlagPart:
		return f.class.form.Comments
	case f.kind == config.Unknown && !source.LooksLikeJSON(f.source.Data):
		return l.byRole(format.UnitEnvironment).Comments
	}
	return nil
}
