package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
)

// useProject lets the configuration file, if there is one, say what to load.
func (p *request) useProject(o *load.Options) {
	if p.project == nil {
		return
	}
	file := p.project
	if len(file.Exclude) > 0 {
		o.Excluded = func(abs string) bool { return file.Excludes(file.rel(abs)) }
	}
	if o.Root == "" {
		if file.Root.Text != "" {
			o.Root = filepath.FromSlash(relativeTo(p.dir, file.abs(file.Root.Text)))
		}
		for i := range file.Overrides {
			if file.Overrides[i].Root.Text != "" {
				o.RootOf = func(abs string) string {
					if root := file.RootOf(file.rel(abs)); root != nil {
						return file.abs(root.Text)
					}
					return ""
				}
			}
		}
	}
	o.Machines = file.machines()
	if len(file.Images) > 0 {
		o.Vocabulary.Image = file.image(o.Vocabulary.Image)
	}
	if p.upgrades.several() {
		o.UpgradeOf = func(abs string) release.Upgrade {
			u, err := p.upgrades.of(abs)
			if err != nil { // which judging then says
				return p.upgrade
			}
			return u
		}
	}
}

// settle gives findings the severities of the configuration file and leaves those out that it ignores, which it returns
// with where that is written. What a flag says of the severity of a finding stands.
func (p *request) settle(found []lint.Diagnostic) (kept []lint.Diagnostic, ignored []report.Suppressed) {
	if p.project == nil {
		return found, nil
	}
	kept = found[:0]
	for i := range found {
		d := found[i]
		rel := ""
		if d.Span.Source != nil {
			rel = p.project.rel(p.absolute(d.Span.Source))
		}
		p.setSeverity(&d, rel)
		if e := p.ignoring(&d, rel); e != nil && !p.living.all {
			ignored = append(ignored, report.Suppressed{Diagnostic: d, By: e.Rule.At, Reason: e.Reason})
			continue
		}
		kept = append(kept, d)
	}
	return kept, ignored
}

// ignoring returns the entry of the configuration file that leaves a finding out, nil if none does.
func (p *request) ignoring(d *lint.Diagnostic, rel string) *project.Ignore {
	for _, e := range p.project.IgnoresOf(rel) {
		if selector(e.Rule.Text).rank(d.Rule, d.Check) > 0 && e.Names(d.Subject, rel) {
			return &e
		}
	}
	return nil
}

// setSeverity gives a finding the severity of the configuration file. An entry of an override goes before one of the whole
// tree, then the one that names the finding most closely counts, of equals the last.
func (p *request) setSeverity(d *lint.Diagnostic, rel string) {
	if p.selected.gives(d) {
		return
	}
	closest, outer := 0, len(p.project.Severities)
	for i, e := range p.project.SeveritiesOf(rel) {
		if i == outer {
			closest = 0
		}
		if rank := selector(e.Rule.Text).rank(d.Rule, d.Check); rank > 0 && rank >= closest && e.Names(d.Subject, rel) {
			closest, d.Severity = rank, e.Level
		}
	}
}

// noteUpgrade says of every finding of a run with several upgrades which one it is about.
func noteUpgrade(found []lint.Diagnostic) {
	for i := range found {
		d := &found[i]
		words := fmt.Sprintf("checked for the upgrade %s", d.Upgrade)
		if d.Upgrade.From.IsZero() {
			words = fmt.Sprintf("checked for %s", d.Upgrade)
		}
		d.Notes = append(d.Notes[:len(d.Notes):len(d.Notes)], words)
	}
}

// leftOut says how much of what was loaded the configuration file leaves out.
func (p *request) leftOut(loaded *config.Config) []report.LeftOut {
	if p.ignored+len(loaded.Excluded) == 0 {
		return nil
	}
	return []report.LeftOut{{By: p.project.name, Findings: p.ignored, Paths: len(loaded.Excluded)}}
}

// excludesAll reports whether everything that was named is a file which the configuration file excludes: a hook that passes
// names may name no other. A folder of which nothing is left is more likely a mistake.
func (p *request) excludesAll() bool {
	if p.load.Excluded == nil {
		return false
	}
	for _, path := range p.paths {
		abs := path
		if !filepath.IsAbs(path) {
			abs = filepath.Join(p.dir, path)
		}
		info, err := os.Stat(abs)
		if path == "-" || err != nil || info.IsDir() || !p.load.Excluded(filepath.Clean(abs)) {
			return false
		}
	}
	return true
}

// tellProject writes which configuration file a run goes by, and who says the releases.
func (p *request) tellProject(out io.Writer) {
	name := "none"
	if p.project != nil {
		name = source.Printable(p.project.name)
	}
	fmt.Fprintf(out, "configuration file: %s\n", name)
	from, to := p.upgrades.ends(nil, nil)
	for _, e := range []struct {
		what string
		end  end
	}{{"from", from}, {"to", to}} {
		switch {
		case e.end.at != nil:
			start, _ := e.end.at.Range()
			fmt.Fprintf(out, "  %s %s: %s:%d\n", e.what, cmp.Or(e.end.release.String(), project.NoRelease), name, start.Line)
		case e.end.by != "":
			fmt.Fprintf(out, "  %s %s: %s\n", e.what, cmp.Or(e.end.release.String(), project.NoRelease), e.end.by)
		}
	}
}
