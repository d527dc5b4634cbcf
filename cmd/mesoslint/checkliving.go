package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/baseline"
	"github.com/mesoslint/mesoslint/lint/changed"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/lint/suppress"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// living is what a run is told of findings that people live with.
type living struct {
	// all is set if suppressions are not looked at.
	all bool
	// baseline are the findings that are known; nil if no baseline was given.
	baseline *baseline.Baseline
	// baselinePath is the baseline as it was named, writes what is to be written: its path, and the one that is there.
	baselinePath, writes string
	before               *baseline.Baseline
	// since is what changed; nil if all counts.
	since *changed.Since
}

// livingWith reads what a run is told of findings that people live with.
func (p *request) livingWith(ctx context.Context, f checkFlags) error {
	l := &p.living
	l.all = f.noSuppressions
	switch {
	case f.baseline != "" && f.writeBaseline != "":
		return fmt.Errorf("--baseline and --write-baseline do not go together: --write-baseline writes the file anew, with all that is found")
	case f.writeBaseline != "" && (f.fix || f.diff):
		return fmt.Errorf("--write-baseline writes down what is found and fixes nothing: leave --fix and --diff out")
	case f.writeBaseline != "" && f.list:
		return fmt.Errorf("--list reports no findings: leave --write-baseline out")
	case f.writeBaseline != "" && f.diffBase != "":
		return fmt.Errorf("--write-baseline writes down all that is found: leave --diff-base out")
	}
	if f.writeBaseline != "" {
		folder := filepath.Dir(f.writeBaseline)
		if info, err := os.Stat(p.located(folder)); err != nil || !info.IsDir() {
			return fmt.Errorf("--write-baseline %s: there is no folder %s: make it first", f.writeBaseline, folder)
		}
	}
	for _, given := range []struct{ flag, file string }{{"baseline", f.baseline}, {"write-baseline", f.writeBaseline}} {
		if given.file == "-" {
			return fmt.Errorf("--%s -: a baseline is a file; one that is called so is ./-", given.flag)
		}
	}
	var err error
	if f.baseline != "" {
		l.baselinePath = f.baseline
		if l.baseline, err = p.readBaseline(f.baseline); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				err = fmt.Errorf("there is no such file: --write-baseline %s writes one", f.baseline)
			}
			return fmt.Errorf("--baseline %s: %w", f.baseline, err)
		}
	}
	if f.writeBaseline != "" {
		l.writes = f.writeBaseline
		if l.before, err = p.readBaseline(f.writeBaseline); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("--write-baseline %s: %w: it is not overwritten", f.writeBaseline, err)
		}
	}
	if f.diffBase != "" {
		if l.since, err = changed.Find(ctx, p.dir, f.diffBase); err != nil {
			return meantRevision(err)
		}
		return p.inWorkTree()
	}
	return nil
}

// meantRevision adds the revision that a misspelt one most likely meant.
func meantRevision(err error) error {
	var unknown *changed.UnknownRevisionError
	if !errors.As(err, &unknown) {
		return err
	}
	if meant := resolved.Nearest(unknown.Revision, slices.Values(unknown.Known())); meant != "" {
		return fmt.Errorf("%w; did you mean %q?", err, meant)
	}
	return err
}

// inWorkTree refuses paths of which git cannot say what changed.
func (p *request) inWorkTree() error {
	for _, path := range p.paths {
		if path != "-" && !p.living.since.Within(p.located(path)) {
			return fmt.Errorf("--diff-base: %s is not in the work tree of git that the current directory is in", path)
		}
	}
	return nil
}

// readBaseline reads a baseline, whose paths are relative to its folder: who runs it from where, and how files are named
// then, makes no difference.
func (p *request) readBaseline(path string) (*baseline.Baseline, error) {
	at := p.located(path)
	b, err := baseline.Load(p.naming.Of(path), at, rules.Current)
	if err != nil {
		return nil, err
	}
	b.Rename(func(file string) string { return p.naming.Of(inDir(filepath.Dir(at), filepath.FromSlash(file))) })
	return b, nil
}

// located returns a path as the file system takes it.
func (p *request) located(path string) string {
	path = filepath.FromSlash(path)
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.dir, path)
}

// leaveOut parts the findings of a run into those to report and those that people live with: first what is suppressed,
// then what the baseline knows, then what is about nothing that changed. unused are findings about the configuration file's
// own suppressions, which were applied before and left out ignored. Of a partial run nothing is said to be stale. What could not be checked none of them touches.
func (p *request) leaveOut(loaded *config.Config, overlay source.Overlay, found []lint.Diagnostic, ignored []report.Suppressed,
	unused []lint.Diagnostic, partial bool) ([]lint.Diagnostic, report.LivedWith) {
	l := &p.living
	out := report.LivedWith{Ignored: ignored}
	var hidden []lint.Diagnostic
	for _, s := range ignored {
		hidden = append(hidden, s.Diagnostic)
	}
	looked := func(rule, check string) bool { return !partial && p.selected.looksFor(rule, check) }
	if !l.all {
		resolve := func(name string) (suppress.Selector, error) { return rules.Suppressible(name, looked) }
		result := suppress.Apply(found, loaded.Files, suppress.Options{Resolve: resolve, Whole: p.inFolder, Read: readToEnd(loaded)})
		for _, s := range result.Suppressed {
			out.Suppressed = append(out.Suppressed, report.Suppressed{Diagnostic: s.Diagnostic, By: s.By})
			hidden = append(hidden, s.Diagnostic)
		}
		if partial {
			unused = nil
		}
		found = p.with(result.Kept, slices.Concat(result.Problems, unused)...)
	}
	scope := baseline.Scope{Upgrade: p.upgrade, Covers: p.covers, Exists: p.exists(overlay), Looked: looked}
	if l.baseline != nil {
		matched := l.baseline.Match(found, scope)
		found, hidden = matched.New, append(hidden, matched.Known...)
		out.Known, out.Baseline = matched.Known, p.naming.Of(l.baselinePath)
		if d, stale := l.baseline.Finding(matched.Stale); stale {
			found = p.with(found, d)
		}
	}
	withhold(found, hidden)
	if l.since != nil {
		also := func(file string) bool { _, pending := overlay[file]; return pending }
		about, others := l.since.Filter(found, loaded, also)
		// What is said of the baseline is about the run.
		for _, d := range others {
			if d.Rule == baseline.Stale {
				about = append(about, d)
			}
		}
		out.Unchanged, out.Since, out.Base = len(found)-len(about), l.since.Revision, l.since.Short()
		out.Untouched = !l.since.Touches(loaded.Files, p.covers)
		found = about
	}
	return found, out
}

// record writes the baseline of what is found; all of it is known then.
func (p *request) record(run *report.Run) error {
	l := &p.living
	switch {
	case l.writes == "":
		return nil
	case run.Partial != "":
		return fmt.Errorf("--write-baseline %s: not written, because not all was judged: %s", l.writes, run.Partial)
	}
	b := baseline.Of(run.Diagnostics, p.upgrade)
	if l.before != nil {
		scope := baseline.Scope{Upgrade: p.upgrade, Covers: p.covers, Exists: p.exists(nil), Looked: p.selected.looksFor}
		b.Entries = append(b.Entries, l.before.Outside(scope)...)
	}
	at := p.located(l.writes)
	b.Rename(func(file string) string { return relativeTo(filepath.Dir(at), p.located(file)) })
	if err := b.Save(at); err != nil {
		return fmt.Errorf("--write-baseline %s: %w", l.writes, err)
	}
	run.Lived.Known, run.Lived.Baseline, run.Lived.Recorded = run.Diagnostics, p.naming.Of(l.writes), true
	run.Diagnostics, run.Selective = nil, true
	return nil
}

// with adds findings about suppressions and baselines to others, as severe as the user wants them.
func (p *request) with(found []lint.Diagnostic, more ...lint.Diagnostic) []lint.Diagnostic {
	for i, fingerprint := range baseline.Fingerprints(more) {
		more[i].Fingerprint = fingerprint
	}
	more, _ = p.settle(more)
	for _, d := range more {
		if d.Upgrade = p.upgrade; p.selected.adjust(&d) {
			found = append(found, d)
		}
	}
	lint.Sort(found)
	return found
}

// suppressible returns what a name in a suppression stands for in this run.
func (p *request) suppressible(name string) (suppress.Selector, error) {
	return rules.Suppressible(name, p.selected.looksFor)
}

// covers reports whether a file, by its reported path, lies in what was named.
func (p *request) covers(file string) bool {
	at := p.located(file)
	return slices.ContainsFunc(p.paths, func(path string) bool {
		if path == "-" {
			return file == cmp.Or(p.load.StdinName, "<stdin>")
		}
		return isWithin(at, p.located(path))
	})
}

func isWithin(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// exists reports whether there is a file of a reported path, as it will be under the overlay.
func (p *request) exists(overlay source.Overlay) func(string) bool {
	return func(file string) bool {
		at := p.located(file)
		if pending, found := overlay[at]; found {
			return !pending.Gone
		}
		_, err := os.Lstat(at)
		return err == nil
	}
}

// readToEnd returns what reports whether a file could be read to its end.
func readToEnd(loaded *config.Config) func(string) bool {
	partly := map[string]bool{}
	for _, u := range loaded.Unchecked {
		partly[u.Path] = true
	}
	return func(file string) bool { return !partly[file] }
}

// inFolder reports whether a file was found in a folder that was named.
func (p *request) inFolder(file string) bool {
	at := p.located(file)
	return slices.ContainsFunc(p.paths, func(path string) bool {
		named := p.located(path)
		return path != "-" && at != named && isWithin(at, named)
	})
}

// withhold leaves fixes to a person that would change what people live with as well: they are the fix of a finding that
// is left out.
func withhold(found, hidden []lint.Diagnostic) {
	of := map[string]*lint.Diagnostic{}
	for i := range hidden {
		if d := &hidden[i]; d.Fix != nil && d.Fix.Applicability != lint.Manual {
			of[change(d.Fix)] = d
		}
	}
	if len(of) == 0 {
		return
	}
	for i := range found {
		d := &found[i]
		if d.Fix == nil || d.Fix.Applicability == lint.Manual {
			continue
		}
		if other := of[change(d.Fix)]; other != nil {
			manual := *d.Fix
			manual.Applicability = lint.Manual
			d.Fix = &manual
			d.Notes = append(slices.Clip(d.Notes), "its fix is left to you, because it is also that of a finding that is not reported: "+fix.RuleAt(other))
		}
	}
}

// change names what a fix changes.
func change(f *lint.Fix) string {
	var b strings.Builder
	for _, e := range f.Edits {
		path := ""
		if e.Span.Source != nil {
			path = e.Span.Source.Path
		}
		fmt.Fprintf(&b, "%q %d %d %q ", path, e.Span.Start, e.Span.End, e.Text)
	}
	for _, r := range f.Renames {
		fmt.Fprintf(&b, "%q %q ", r.From, r.To)
	}
	for _, c := range f.Creates {
		fmt.Fprintf(&b, "%q ", c.Path)
	}
	return b.String()
}
