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
	for _, n := range l.out.Nodes {
		for _, s := range n.Settings {
			from := s.Span.Source
			if from == nil || checked[from.Path] {
				continue
			}
			if f := l.readAs(from); f != nil && f.written == nil && !l.out.Around[f.path] {
				checked[from.Path], f.used = true, true
				l.out.Checked = append(l.out.Checked, config.Checked{Path: f.path, Kind: l.kindOfNode(n), Component: n.Component, Why: referredTo})
			}
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
