package load

import (
	"bytes"
	"path/filepath"
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
)

// maxAround is how many entries the directories may have that are looked at for the sake of named files. If there are more, those
// files are judged by themselves: to read them all takes longer than a commit should.
const maxAround = 100_000

// treesOfParts returns the work trees of named files of which nothing was checked, in order: the defaults of a role, the data of a
// manifest, a template are parts of what another file of the tree describes. A commit names them alone.
func (l *loader) treesOfParts() []string {
	checked := map[string]bool{}
	for _, c := range l.out.Checked {
		checked[c.Path] = true
	}
	var trees []string
	for _, f := range l.files {
		if f.named && f.abs != "" && f.as == config.Unknown && f.source != nil && !checked[f.path] && !(filepath.Ext(f.base()) != "" && isProse(f.base())) {
			if tree := l.workTreeOf(filepath.Dir(f.abs)); tree != "" && !slices.Contains(trees, tree) {
				trees = append(trees, tree)
			}
		}
	}
	slices.Sort(trees)
	return trees
}

// inTrees loads the same once more, beside all that some work trees hold. What was reported about is reported about, and of the
// rest what stands in a named file.
func (l *loader) inTrees(paths, trees []string) (*loader, error) {
	o := l.o
	if l.stdin != nil && l.stdin.source != nil {
		o.Stdin = bytes.NewReader(l.stdin.source.Data)
	}
	whole, err := newLoader(l.ctx, o)
	if err != nil {
		return nil, err
	}
	whole.trees, whole.mostAround, whole.asked = trees, l.mostAround, map[string]bool{}
	for abs, f := range l.byPath {
		whole.asked[abs] = f.source != nil && !l.out.Around[f.path]
	}
	for _, d := range l.flagDirs {
		whole.asked[d.abs] = !l.out.Around[d.path]
	}
	whole.load(paths)
	return whole, nil
}

// findInTrees finds what the trees hold that are looked at.
func (l *finder) findInTrees() {
	l.around, l.inTree = true, true
	for _, tree := range l.trees {
		l.tops = append(l.tops, tree) // what lies in them may be referred to
		l.walkAround(tree)
	}
	l.findLinked()
	l.around, l.inTree = false, false
}

// noteParts adds all that nobody asked about to what is around.
func (l *finder) noteParts(around map[string]bool) {
	see := func(f *file) {
		if f.written == nil && !f.named && !l.asked[f.abs] {
			around[f.path] = true
		}
	}
	for _, f := range l.files {
		see(f)
	}
	for _, f := range l.byPath {
		see(f)
	}
	for _, d := range l.flagDirs {
		if !l.asked[d.abs] && !d.isNamed() {
			around[d.path] = true
		}
	}
}
