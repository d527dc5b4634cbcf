package main

import (
	"path/filepath"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/lint/suppress"
)

// ignoreList is a list of entries of the configuration file that leave findings out.
type ignoreList struct {
	entries []project.Ignore
	// holds reports whether a file is one of those that the list is for, by its path as patterns see it.
	holds func(rel string) bool
}

// ignoreLists returns those of a configuration file: its own, and those of its overrides.
func ignoreLists(file *project.Project) []ignoreList {
	out := []ignoreList{{file.Ignores, func(string) bool { return true }}}
	for i := range file.Overrides {
		o := &file.Overrides[i]
		out = append(out, ignoreList{o.Ignores, o.Holds})
	}
	return out
}

// unusedIgnores returns findings about the entries of the configuration file that leave nothing out. The fix of each takes
// the entry away.
func (p *request) unusedIgnores(loaded *config.Config, overlay source.Overlay, found []lint.Diagnostic) []lint.Diagnostic {
	if p.project == nil {
		return nil
	}
	lists := ignoreLists(p.projectUnder(overlay))
	var entries []suppress.Entry
	for _, l := range lists {
		for _, e := range l.entries {
			selector, err := p.suppressible(e.Rule.Text)
			if err != nil {
				continue
			}
			entries = append(entries, suppress.Entry{Selector: selector, Subject: e.Subject, At: e.Rule.At, Holds: func(file string) bool {
				rel := p.project.rel(p.located(file))
				return l.holds(rel) && e.Names(e.Subject, rel)
			}})
		}
	}
	unused := suppress.Apply(found, withoutComments(loaded.Files), suppress.Options{Whole: p.inFolder, Read: readToEnd(loaded), Entries: entries,
		Everything: len(loaded.Unchecked) == 0 && slices.ContainsFunc(p.paths, func(path string) bool { return path != "-" && isWithin(p.project.base, p.located(path)) })}).Problems
	// What a file that --config names is for depends on where the run is started: nobody deletes an entry for that.
	applicability := lint.Safe
	if filepath.Dir(p.project.file) != p.project.base {
		applicability = lint.Manual
	}
	for _, l := range lists {
		l.addFixes(unused, applicability)
	}
	return unused
}

// addFixes gives the findings about entries of the list their fixes.
func (l ignoreList) addFixes(unused []lint.Diagnostic, applicability lint.Applicability) {
	of, gone := make([]int, len(l.entries)), make([]bool, len(l.entries))
	for i, e := range l.entries {
		of[i] = slices.IndexFunc(unused, func(d lint.Diagnostic) bool { return d.Span == e.Rule.At })
		gone[i] = of[i] >= 0
	}
	for i, k := range of {
		if k < 0 {
			continue
		}
		if edits := project.Removal(l.entries, gone, i); edits != nil {
			unused[k].Fix = &lint.Fix{Applicability: applicability, Message: "remove the entry", Edits: edits}
		}
	}
}

// projectUnder returns the configuration file as it will be under changes that are not written yet.
func (p *request) projectUnder(overlay source.Overlay) *project.Project {
	pending, changes := overlay[p.project.file]
	if !changes || pending.Data == nil {
		return p.project.Project
	}
	changed, err := project.Read(source.New(p.project.name, p.project.file, pending.Data), vocabulary())
	if err != nil { // a fix that breaks the file is none, and is seen to change nothing
		return p.project.Project
	}
	return changed
}

// withoutComments returns files whose comments nobody looks at.
func withoutComments(files []config.File) []config.File {
	out := slices.Clone(files)
	for i := range out {
		out[i].Comments = nil
	}
	return out
}
