package changed

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Since is what changed since a revision: what the commits behind the merge-base with HEAD changed, what is not committed,
// and what git does not track.
type Since struct {
	// Revision is the one that was asked about, Base the commit from which HEAD parts from it.
	Revision, Base string

	top string
	// same are the files that are what they were, gone those that were there, both relative to top with slashes.
	same map[string]bool
	gone []string
}

// Find asks git what changed since a revision in the work tree that a directory lies in.
func Find(ctx context.Context, dir, revision string) (*Since, error) {
	r, err := open(ctx, dir)
	if err != nil {
		return nil, err
	}
	s := &Since{Revision: revision, top: r.top, same: map[string]bool{}}
	if s.Base, err = r.mergeBase(ctx, revision); err != nil {
		return nil, err
	}
	if err := s.compare(ctx, r, "", s.Base); err != nil {
		return nil, fmt.Errorf("asking what changed since %s: %w", s.Short(), err)
	}
	return s, nil
}

// submoduleMode is the mode under which a tree of git names the commit of a submodule.
const submoduleMode = "160000"

// compare notes which files of a commit of a work tree are what they were. folder is where the work tree lies, relative to
// s.top with a slash at its end, and "" for that itself. Of a submodule its own repository is asked: git tells no more of it
// than that its commit changed.
func (s *Since) compare(ctx context.Context, r *repository, folder, commit string) error {
	were, err := r.git(ctx, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return err
	}
	submodules := map[string]string{}
	for _, entry := range list(were) {
		about, file, _ := strings.Cut(entry, "\t")
		fields := strings.Fields(about)
		if len(fields) == 3 && fields[0] == submoduleMode {
			submodules[file] = fields[2]
		}
		s.same[folder+file] = true
	}
	differ, err := r.git(ctx, "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", commit, "--")
	if err != nil {
		return err
	}
	fields := list(differ)
	for i := 0; i+1 < len(fields); i += 2 {
		delete(s.same, folder+fields[i+1])
		if fields[i] == "D" {
			s.gone = append(s.gone, folder+fields[i+1])
		}
	}
	for at, commit := range submodules {
		inner, err := open(ctx, filepath.Join(r.top, filepath.FromSlash(at)))
		if err != nil || inner.top != filepath.Join(r.top, filepath.FromSlash(at)) {
			continue // it is not checked out
		}
		if err := s.compare(ctx, inner, folder+at+"/", commit); ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// Short returns the first digits of the merge-base.
func (s *Since) Short() string { return s.Base[:min(len(s.Base), 10)] }

// Within reports whether a path lies in the work tree that was asked.
func (s *Since) Within(file string) bool {
	_, in := s.relative(file)
	return in
}

// relative returns a path relative to the root of the work tree, with slashes.
func (s *Since) relative(file string) (string, bool) {
	if real, err := filepath.EvalSymlinks(filepath.Dir(file)); err == nil {
		file = filepath.Join(real, filepath.Base(file))
	}
	rel, err := filepath.Rel(s.top, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// isSame reports whether a file is what it was. What git does not know is not.
func (s *Since) isSame(file string) bool {
	rel, in := s.relative(file)
	if !in || !s.same[rel] {
		return false
	}
	real, err := filepath.EvalSymlinks(file)
	if err != nil {
		return true
	}
	at, in := s.relative(real)
	return in && s.same[at] // what a symbolic link leads to counts, too
}

// filter keeps what it found out about files.
type filter struct {
	since *Since
	also  func(file string) bool
	known map[string]bool
	// lost are the folders of the files that are gone, lostNames their names, and lostOn the machines that they were on.
	lost, lostNames, lostOn map[string]bool

	counts map[nodeKey]bool
	of     map[*source.Source][]nodeKey
}

// nodeKey names a node as diagnostics do.
type nodeKey struct {
	component config.Component
	name      string
	start     int
	file      string
}

// Touches reports whether any of some files changed, or one is gone of which in says that it would have been looked at.
func (s *Since) Touches(files []config.File, in func(file string) bool) bool {
	f := &filter{since: s, known: map[string]bool{}}
	return slices.ContainsFunc(files, func(file config.File) bool { return f.changed(file.Source) }) ||
		slices.ContainsFunc(s.gone, func(gone string) bool { return in(filepath.Join(s.top, filepath.FromSlash(gone))) })
}

// Filter parts the findings of a run into those about what changed and the others. A finding is about what changed if its
// file did, a file that it points at besides, or any file that one of its nodes is built from, one that is gone included.
// also says which files count as changed whatever git says, by Source.File; it may be nil.
func (s *Since) Filter(found []lint.Diagnostic, c *config.Config, also func(file string) bool) (about, others []lint.Diagnostic) {
	f := &filter{since: s, also: also, known: map[string]bool{}, counts: map[nodeKey]bool{}, of: map[*source.Source][]nodeKey{},
		lost: map[string]bool{}, lostNames: map[string]bool{}, lostOn: map[string]bool{}}
	for _, gone := range s.gone {
		f.lost[path.Dir(gone)], f.lostNames[path.Base(gone)] = true, true
		if root, onMachine := machineOf(gone); onMachine {
			f.lostOn[root] = true
		}
	}
	for _, n := range c.Nodes {
		key := nodeKey{n.Component, n.Name, n.Start.Start, pathOf(n.Start.Source)}
		files := builtFrom(n)
		f.counts[key] = f.counts[key] || slices.ContainsFunc(files, f.changed) || f.lostOne(n, files)
		for _, file := range files {
			f.of[file] = append(f.of[file], key)
		}
	}
	for _, d := range c.Documents {
		for _, n := range append([]*config.Node{d.Node}, d.Others...) {
			if n != nil && f.changed(d.Text.Source()) {
				f.counts[nodeKey{n.Component, n.Name, n.Start.Start, pathOf(n.Start.Source)}] = true
			}
		}
	}
	for _, d := range found {
		if f.isAbout(&d) {
			about = append(about, d)
		} else {
			others = append(others, d)
		}
	}
	return about, others
}

func (f *filter) isAbout(d *lint.Diagnostic) bool {
	if f.changed(d.Span.Source) || slices.ContainsFunc(d.Related, func(r lint.Related) bool { return f.changed(r.Span.Source) }) {
		return true
	}
	for _, n := range d.Nodes {
		if f.counts[nodeKey{n.Component, n.Name, n.Start.Start, pathOf(n.Start.Source)}] {
			return true
		}
	}
	return len(d.Nodes) == 0 && slices.ContainsFunc(f.of[d.Span.Source], func(k nodeKey) bool { return f.counts[k] })
}

// changed reports whether a file changed. Standard input did; a folder that stands for a node is none.
func (f *filter) changed(s *source.Source) bool {
	switch {
	case s == nil:
		return false
	case s.File == "":
		return len(s.Data) > 0
	}
	changed, asked := f.known[s.File]
	if !asked {
		changed = f.also != nil && f.also(s.File) || isFile(s.File) && !f.since.isSame(s.File)
		f.known[s.File] = changed
	}
	return changed
}

// isFile reports whether a source is a file and not a directory, which stands for a node, or text that a script writes.
func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.IsDir()
}

// builtFrom returns the files that a node is built from: those that it is read from, and those that its settings refer to.
func builtFrom(n *config.Node) []*source.Source {
	out := slices.Clone(n.Sources)
	add := func(s *source.Source) {
		if s != nil && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(n.Start.Source)
	for _, s := range n.Settings {
		add(s.Span.Source)
		if s.Reference != nil {
			add(s.Reference.Source)
		}
	}
	return out
}

// lostOne reports whether a node may have been built from a file that is gone: one beside its other files, a drop-in of one
// of them, one on the same machine, or one that is still referred to.
func (f *filter) lostOne(n *config.Node, files []*source.Source) bool {
	if len(f.lost) == 0 {
		return false
	}
	for _, s := range files {
		at, in := f.since.relative(s.File)
		if s.File == "" || !in {
			continue
		}
		root, onMachine := machineOf(at)
		if f.lost[path.Dir(at)] || f.lost[at+".d"] || onMachine && f.lostOn[root] {
			return true
		}
	}
	for _, s := range n.Settings {
		if r := s.Reference; r != nil && r.Source == nil && r.Path != "" && f.lostNames[path.Base(r.Path)] {
			return true
		}
	}
	return false
}

// machineOf returns what stands before the "etc" of a path that has one: the root of a machine.
func machineOf(file string) (root string, ok bool) {
	parts := strings.Split(file, "/")
	i := slices.Index(parts, "etc")
	if i < 0 {
		return "", false
	}
	return strings.Join(parts[:i], "/"), true
}

func pathOf(s *source.Source) string {
	if s == nil {
		return ""
	}
	return s.Path
}
