package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
)

// request is a check whose flags have been understood.
type request struct {
	// upgrade is that of what no override of the configuration file is about.
	upgrade  release.Upgrade
	upgrades upgradesOf
	// project is the configuration file; nil if there is none.
	project *projectFile
	// dir is the working directory, absolute, and naming how reports name files.
	dir      string
	naming   load.Naming
	selected selection
	// ignored is how many findings the configuration file left out when the files were checked as they are.
	ignored   int
	rules     []*lint.Rule
	failLevel failLevel
	strict    bool
	// hurried leaves out to look whether the running release takes a fix amiss, whatever the fix says of itself.
	hurried bool
	// waits is set if fixes that the running release does not read as meant are left for the upgrade.
	waits   bool
	options []lint.Option
	load    load.Options
	stdin   *replay
	paths   []string
	reports []destination
	// halfDone are files that an interrupted --fix left as nobody wanted them.
	halfDone []config.Unchecked
	// watch follows the run; nil if nothing does.
	watch  *watch
	living living
	// lived is what the last look left out because people live with it.
	lived report.LivedWith
}

// request reads the flags; every error says what would have been right.
func (f checkFlags) request(streams Streams, paths []string) (*request, error) {
	p := &request{paths: paths, strict: f.strict, waits: !f.withUpgrade}
	if err := f.without(); err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		p.paths = []string{"."}
	}
	var err error
	if p.dir, err = filepath.Abs(cmp.Or(streams.Dir, ".")); err != nil {
		return nil, fmt.Errorf("finding the working directory: %w", err)
	}
	p.naming = load.NewNaming(p.dir, p.paths)
	if f.pathPrefix != "" && p.naming.Absolute() {
		return nil, fmt.Errorf("--path-prefix does nothing if a path is named that is absolute and not in the current directory: all are reported as absolute ones then")
	}
	if p.project, err = findProject(p.dir, f.config, f.noConfig, p.naming); err != nil {
		return nil, err
	}
	if p.upgrades, err = parseUpgrades(f.from, f.to, streams.Env, p.project); err != nil {
		return nil, err
	}
	if p.upgrade, err = p.upgrades.base(); err != nil {
		return nil, err
	}
	if f.withUpgrade && p.upgrade.From.IsZero() && !p.upgrades.several() {
		return nil, fmt.Errorf("--with-upgrade does nothing without --from: no fix waits for an upgrade then")
	}
	if p.failLevel, err = parseFailLevel(f.failLevel); err != nil {
		return nil, err
	}
	if f.colour != "auto" && f.colour != "always" && f.colour != "never" {
		return nil, fmt.Errorf("--color %q: write auto, always or never", f.colour)
	}
	if p.reports, err = f.destinations(streams); err != nil {
		return nil, err
	}
	if f.reportSuppressed && !slices.ContainsFunc(p.reports, func(d destination) bool { return report.MarksSuppressed(d.format) }) {
		return nil, fmt.Errorf("--report-suppressed does nothing without a report as sarif: json lists what is suppressed anyway")
	}
	if f.timeout < 0 || f.timeout == 0 && f.timeoutGiven {
		return nil, fmt.Errorf("--timeout %s: write a time such as 30s or 2m", f.timeout)
	}
	if f.as != "" && !slices.Contains(rules.Kinds(), config.Kind(f.as)) {
		return nil, noSuchName("--as", f.as, kindNames())
	}
	p.selected, err = parseSelection(f.only, f.ignore, f.severities)
	if err != nil {
		return nil, err
	}
	p.rules, p.options = p.selected.rules(), append(p.options, lint.Alike, lint.Adjusted(p.selected.adjust))
	if f.stdinName != "" && !slices.Contains(p.paths, "-") {
		return nil, fmt.Errorf("--stdin-filename does nothing if standard input is not read: name \"-\" too, or leave it out")
	}
	if slices.Contains(p.paths, "") {
		return nil, fmt.Errorf("a path is empty: name a file or a folder")
	}
	p.load = load.Options{
		As: config.Kind(f.as), Root: f.root, Dir: p.dir,
		StdinName: f.stdinName, SkipUnknown: f.skipUnknown, Vocabulary: rules.Vocabulary(), Upgrade: p.upgrade,
	}
	p.useProject(&p.load)
	if streams.In != nil {
		p.stdin = &replay{in: streams.In}
	}
	if f.fixesStdin(p) && len(p.paths) > 1 {
		return nil, fmt.Errorf("--fix prints what standard input should be, and takes no path besides \"-\"")
	}
	return p, nil
}

func parseSeverity(s string) (lint.Severity, error) {
	for _, severity := range []lint.Severity{lint.Info, lint.Warning, lint.Error} {
		if s == severity.String() {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("%q is not a severity: write info, warning or error", s)
}

// failLevel is what makes a run fail: findings of a severity, or of an effect or a worse one.
type failLevel struct {
	severity lint.Severity // 0 if effects count
	effects  []lint.Effect
	// conditional is set if an effect counts that hangs on what was not read.
	conditional bool
}

// effects are all effects, worst first.
func effects() []lint.Effect {
	return []lint.Effect{lint.Fatal, lint.Ignored, lint.Changed, lint.Deprecated, lint.Advice}
}

// reaches reports whether a finding makes the run fail.
func (l failLevel) reaches(d lint.Diagnostic) bool {
	if l.severity != 0 {
		return d.Severity >= l.severity
	}
	return slices.Contains(l.effects, d.Effect) && (l.conditional || d.Condition == "")
}

// parseFailLevel reads --fail-level; "none" is above every severity.
func parseFailLevel(s string) (failLevel, error) {
	if s == "none" {
		return failLevel{severity: lint.Error + 1}, nil
	}
	if severity, err := parseSeverity(s); err == nil {
		return failLevel{severity: severity}, nil
	}
	name, conditional := strings.CutSuffix(s, "?")
	if i := slices.Index(effects(), lint.Effect(name)); i >= 0 {
		return failLevel{effects: effects()[:i+1], conditional: conditional}, nil
	}
	return failLevel{}, fmt.Errorf("--fail-level %q: write info, warning, error or none, or an effect: fatal, ignored, changed, deprecated or advice, followed by \"?\" for those with a condition as well", s)
}

// chooseFormat refuses --format and --output together, which say the same.
func chooseFormat(flags *pflag.FlagSet) error {
	if flags.Changed("format") && flags.Changed("output") {
		return fmt.Errorf("--format X is the same as one --output X: give one of them")
	}
	return nil
}

// without refuses flags that do nothing without others, so that nobody trusts in what they would do.
func (f checkFlags) without() error {
	switch {
	case f.unsafeFixes && !f.fix && !f.diff:
		return fmt.Errorf("--unsafe-fixes does nothing alone: add --fix to write the fixes, or --diff to see them")
	case f.list && (f.fix || f.diff):
		return fmt.Errorf("--list fixes nothing: leave --fix and --diff out")
	case f.withUpgrade && !f.fix && !f.diff:
		return fmt.Errorf("--with-upgrade does nothing alone: add --fix to write the fixes, or --diff to see them")
	case f.diff && (f.format != "text" || slices.ContainsFunc(f.outputs, func(o string) bool { return o != "text" })):
		return fmt.Errorf("--diff prints a diff and no report: leave --format and --output out")
	case f.diff && f.statistics:
		return fmt.Errorf("--diff prints a diff and no report: leave --statistics out")
	case f.list && f.statistics:
		return fmt.Errorf("--list finds nothing: leave --statistics out")
	}
	return nil
}

// keepsRunning reports whether fixes must keep how the release reads the files that runs until the upgrade.
func (p *request) keepsRunning() bool {
	return p.waits && (!p.upgrade.From.IsZero() || p.upgrades.several())
}

// kindNames are what --as takes.
func kindNames() []string {
	var names []string
	for _, k := range rules.Kinds() {
		names = append(names, string(k))
	}
	return names
}
