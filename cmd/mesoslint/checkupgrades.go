package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// The variables that stand for --from and --to.
const (
	variableFrom = "MESOSLINT_FROM"
	variableTo   = "MESOSLINT_TO"
)

// end is a release to come from or to go to, and who says so.
type end struct {
	release release.Release
	// by is the flag or variable, or the key of the configuration file that stands at at; "" if nobody says it.
	by string
	at *source.Span
}

// words name an end in a message.
func (e end) words() string {
	switch {
	case e.by == "":
		return "the newest release, " + e.release.String()
	case e.at == nil:
		return e.by + " " + e.release.String()
	}
	return fmt.Sprintf("%q %s", e.by, e.release)
}

// upgradesOf says which upgrade each file is checked for: flags go before the environment, that before the overrides of the
// configuration file, those before the rest of it.
type upgradesOf struct {
	// from and to are those of the flags and the environment.
	from, to end
	file     *projectFile
}

// parseUpgrades reads the releases of the flags and of the environment. env is asked for a variable; nil if there is none.
func parseUpgrades(from, to string, env func(string) string, file *projectFile) (upgradesOf, error) {
	u := upgradesOf{file: file}
	read := func(flag, value, variable string) (end, error) {
		by := flag
		if value == "" && env != nil {
			by, value = variable, env(variable)
		}
		switch {
		case value == "":
			return end{}, nil
		case flag == "--from" && value == project.NoRelease:
			return end{by: by}, nil
		}
		r, err := catalog.Releases().Resolve(value)
		if err != nil {
			return end{}, fmt.Errorf("%s: %w", by, err)
		}
		return end{release: r, by: by}, nil
	}
	var err error
	if u.from, err = read("--from", from, variableFrom); err != nil {
		return u, err
	}
	if u.to, err = read("--to", to, variableTo); err != nil {
		return u, err
	}
	return u, u.check()
}

// check looks at the upgrade of the whole tree and at those of the overrides.
func (u upgradesOf) check() error {
	if _, err := u.base(); err != nil || u.file == nil {
		return err
	}
	for i := range u.file.Overrides {
		o := &u.file.Overrides[i]
		if _, err := u.upgrade(o.From, o.To); err != nil {
			return err
		}
	}
	return nil
}

// base returns the upgrade of files that no override is about.
func (u upgradesOf) base() (release.Upgrade, error) { return u.upgrade(nil, nil) }

// ends returns the two ends of the upgrade of files for which an override says from and to, either of which may be nil.
func (u upgradesOf) ends(from, to *project.Release) (first, last end) {
	first, last = u.from, u.to
	if u.file != nil {
		first = cmp.Or(first, ofFile("from", cmp.Or(from, u.file.From)))
		last = cmp.Or(last, ofFile("to", cmp.Or(to, u.file.To)))
	}
	if last.by == "" {
		last.release = catalog.Releases().Latest()
	}
	return first, last
}

// upgrade returns the upgrade of files for which an override says from and to, either of which may be nil.
func (u upgradesOf) upgrade(from, to *project.Release) (release.Upgrade, error) {
	first, last := u.ends(from, to)
	out := release.Upgrade{From: first.release, To: last.release}
	if out.From.IsZero() || !out.To.Less(out.From) {
		return out, nil
	}
	return out, notAnUpgrade(first, last)
}

// notAnUpgrade says that a release to come from is newer than the one to go to. Where the file says one of them, the error
// stands there; where it says both, at the one further down, which is that of an override.
func notAnUpgrade(from, to end) error {
	older := fmt.Sprintf("%s is older than %s: mesoslint checks upgrades only", to.words(), from.words())
	newer := fmt.Sprintf("%s is newer than %s: mesoslint checks upgrades only", from.words(), to.words())
	switch {
	case to.at != nil && (from.at == nil || from.at.Start < to.at.Start):
		return project.Problems{{At: *to.at, Message: older}}
	case from.at != nil:
		return project.Problems{{At: *from.at, Message: newer}}
	}
	return errors.New(newer)
}

// ofFile returns the end that a key of the configuration file gives.
func ofFile(key string, r *project.Release) end {
	if r == nil {
		return end{}
	}
	return end{release: r.Release, by: key, at: &r.At}
}

// several reports whether files may differ in their upgrade.
func (u upgradesOf) several() bool {
	return u.file != nil && slices.ContainsFunc(u.file.Overrides, func(o project.Override) bool {
		return o.From != nil && u.from.by == "" || o.To != nil && u.to.by == ""
	})
}

// of returns the upgrade of the file at an absolute path.
func (u upgradesOf) of(abs string) (release.Upgrade, error) {
	return u.upgrade(u.file.Upgrade(u.file.rel(abs)))
}

// parts takes what was loaded apart by upgrade.
func (p *request) parts(c *config.Config) ([]lint.Part, error) {
	if !p.upgrades.several() {
		return []lint.Part{{Upgrade: p.upgrade, Config: c}}, nil
	}
	return lint.Split(c, func(s *source.Source) (release.Upgrade, error) {
		if s == nil {
			return p.upgrade, nil
		}
		return p.upgrades.of(p.absolute(s))
	})
}

// absolute returns the absolute path of a source: of what has no file, where it would be by its name.
func (p *request) absolute(s *source.Source) string {
	switch {
	case s.File != "":
		return s.File
	case filepath.IsAbs(s.Path):
		return s.Path
	}
	return filepath.Join(p.dir, filepath.FromSlash(s.Path))
}

// runningParts returns parts as the releases read them that run until the upgrades; those that come from nowhere are left out.
func runningParts(parts []lint.Part) []lint.Part {
	var out []lint.Part
	for _, part := range parts {
		if !part.Upgrade.From.IsZero() {
			out = append(out, lint.Part{Upgrade: release.Upgrade{To: part.Upgrade.From}, Config: part.Config})
		}
	}
	return out
}

// differ reports whether parts are not all checked for the upgrade of the run.
func (p *request) differ(parts []lint.Part) bool {
	return len(parts) > 1 || parts[0].Upgrade != p.upgrade
}

// judged says which paths were checked for which upgrade; nil if it is the one of the run for all.
func (p *request) judged(c *config.Config) ([]report.Judged, error) {
	parts, err := p.parts(c)
	if err != nil || !p.differ(parts) {
		return nil, err
	}
	out := make([]report.Judged, len(parts))
	for i, part := range parts {
		out[i] = p.judgedPart(part)
	}
	return out, nil
}

// judgedPart says by which patterns of the configuration file what is in a part came into it.
func (p *request) judgedPart(part lint.Part) report.Judged {
	out := report.Judged{Upgrade: part.Upgrade}
	seen := map[*source.Source]bool{}
	see := func(s *source.Source) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		patterns := p.patternsOf(p.project.rel(p.absolute(s)))
		out.Rest = out.Rest || len(patterns) == 0
		for _, pattern := range patterns {
			if !slices.Contains(out.Paths, pattern) {
				out.Paths = append(out.Paths, pattern)
			}
		}
	}
	for _, n := range part.Config.Nodes {
		see(n.Start.Source)
	}
	for _, d := range part.Config.Documents {
		if d.Node == nil {
			see(d.Text.Source())
		}
	}
	return out
}

// patternsOf returns the patterns of overrides that give a path a release.
func (p *request) patternsOf(rel string) []string {
	var out []string
	for i := range p.project.Overrides {
		o := &p.project.Overrides[i]
		if o.From == nil && o.To == nil {
			continue
		}
		for _, pattern := range o.Paths {
			if pattern.Matches(rel) {
				out = append(out, string(pattern))
			}
		}
	}
	return out
}
