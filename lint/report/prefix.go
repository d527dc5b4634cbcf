package report

import (
	slashpath "path"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Under has a run report every relative path under a folder, for readers who stand elsewhere: at the root of a repository of
// which only that folder was checked. It changes the run and its sources, so it comes last. What a message says of files
// stays as it is.
func (r *Run) Under(folder string) {
	if folder == "" || folder == "." {
		return
	}
	u := under{folder: folder, seen: map[*source.Source]bool{}}
	for _, diags := range [][]lint.Diagnostic{r.Diagnostics, r.Later, r.LaterStill, r.Lived.Known} {
		for i := range diags {
			u.diagnostic(&diags[i])
		}
	}
	for _, all := range [][]Suppressed{r.Lived.Suppressed, r.Lived.Ignored} {
		for i := range all {
			u.diagnostic(&all[i].Diagnostic)
			u.span(all[i].By)
		}
	}
	c := r.Config
	for _, n := range c.Nodes {
		u.span(n.Start)
		for _, s := range n.Sources {
			u.source(s)
		}
		for _, s := range n.Settings {
			u.span(s.NameSpan)
			u.span(s.Span)
			u.source(s.Value.Source())
		}
		for _, g := range n.Gaps {
			u.span(g.At)
		}
	}
	for _, d := range c.Documents {
		u.source(d.Text.Source())
	}
	for i := range c.Checked {
		c.Checked[i].Path = u.path(c.Checked[i].Path)
	}
	for i, excluded := range c.Excluded {
		c.Excluded[i] = u.path(excluded)
	}
	for i := range c.Unchecked {
		c.Unchecked[i].Path = u.path(c.Unchecked[i].Path)
	}
	for i := range c.Unread {
		c.Unread[i].Path = u.path(c.Unread[i].Path)
	}
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		o.File, o.NewFile = u.path(o.File), u.path(o.NewFile)
	}
}

// under puts paths under a folder, those of each source once.
type under struct {
	folder string
	seen   map[*source.Source]bool
}

// path returns a path under the folder. An absolute one, and what is not a file, stay.
func (u under) path(p string) string {
	if p == "" || strings.HasPrefix(p, "/") || strings.HasPrefix(p, "<") {
		return p
	}
	return slashpath.Join(u.folder, p)
}

func (u under) source(s *source.Source) {
	if s != nil && !u.seen[s] {
		u.seen[s] = true
		s.Path = u.path(s.Path)
	}
}

func (u under) span(p source.Span) { u.source(p.Source) }

func (u under) diagnostic(d *lint.Diagnostic) {
	u.span(d.Span)
	for _, r := range d.Related {
		u.span(r.Span)
	}
	for _, n := range d.Nodes {
		u.span(n.Start)
	}
	for _, f := range d.Fixes() {
		for _, e := range f.Edits {
			u.span(e.Span)
		}
	}
}
