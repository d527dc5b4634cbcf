package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// fixRounds is how often fixes are planned on the fixed configuration before the run gives up and writes nothing. Fixes
// that add at the same place wait for one another, and each release on a long way may add there; more would be fixes
// that undo each other.
const fixRounds = 50

// checkFlags are the flags of check as given.
type checkFlags struct {
	from, to                string
	fix, unsafeFixes, diff  bool
	format, failLevel, as   string
	root, stdinName, colour string
	list, strict            bool
	allowEmpty, skipUnknown bool
	only, ignore            []string
	severities              []string
}

func newCheck(streams Streams) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [--from R] [--to R] [PATH…]",
		Short: "Say what a release does with a configuration, and what changes on the way to it",
		Long: `Check reads files and folders (default: the current one) and says what the release of --to will do with them. With
--from it also says what changes on the way. "-" reads standard input; --fix then prints the fixed text, and the report
goes to standard error.

A release is written 1.3.2, as a series (1.3 or 1.3.x: its newest patch release), as a package version
(1.9.0-2.0.1.ubuntu1604) or "latest".

A file is known by its path or its content. Where neither says what it is, --as does: master-flags, agent-flags,
master-env, agent-env, zk, unit, compose, script, acls, credentials, credential, modules, rate-limits, firewall-rules,
or the name of another flag whose value is JSON.

Exit code 0: nothing at or above --fail-level, with --diff: nothing to fix. 1: findings. 2: usage error, or something
could not be checked.`,
		Example: `  mesoslint check --from 1.2 --to 1.3 /srv/mesos-config
  mesoslint check --to 1.3 --diff acls.json
  mesoslint check --to 1.11 --as credentials secrets/credentials`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if f.from == "" && cmd.Flags().Changed("from") {
				return fmt.Errorf("--from is empty: name the release the cluster runs today, or leave --from out")
			}
			return check(cmd.Context(), streams, f, paths)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.from, "from", "", "the `RELEASE` the cluster runs today")
	flags.StringVar(&f.to, "to", "latest", "the `RELEASE` to check for")
	flags.BoolVar(&f.fix, "fix", false, "write every safe fix: no decision and no value changes on the target release")
	flags.BoolVar(&f.unsafeFixes, "unsafe-fixes", false, "with --fix and --diff, include fixes that change something they name")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change, and write nothing")
	flags.StringVar(&f.format, "format", "text", "the `FORMAT` of the report: "+strings.Join(report.Names(), ", "))
	flags.StringVar(&f.failLevel, "fail-level", "warning", "the least `LEVEL` that makes the exit code 1: info, warning, error or none")
	flags.StringVar(&f.as, "as", "", "the `KIND` of the named files, see above")
	flags.StringVar(&f.root, "root", "", "the `DIR` in which absolute paths of the configuration are looked up; nothing outside is read")
	flags.StringVar(&f.stdinName, "stdin-filename", "", `what standard input ("-") would be called as a `+"`FILE`")
	flags.BoolVar(&f.list, "list", false, "list what was found instead: each file, what it was taken for, the settings it gives, and what was not read")
	flags.BoolVar(&f.strict, "strict", false, "exit with 2 if something may add settings that was not read")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "exit with 0 if nothing to check was found")
	flags.BoolVar(&f.skipUnknown, "skip-unknown", false, "pass over named files that have nothing to do with Mesos")
	flags.StringSliceVar(&f.only, "only", nil, "report nothing but this `RULE`, start-up check, or subject such as acl/")
	flags.StringSliceVar(&f.ignore, "ignore", nil, "a `RULE` to leave out, or a start-up check, or a subject such as acl/")
	flags.StringSliceVar(&f.severities, "severity", nil, "give the findings of a rule, check or subject a severity: `RULE=LEVEL`, where LEVEL is info, warning or error")
	flags.StringVar(&f.colour, "color", "auto", "`WHEN` to colour: auto, always or never")
	return cmd
}

// plan is a check whose flags have been understood.
type plan struct {
	upgrade   release.Upgrade
	rules     []*lint.Rule
	failLevel lint.Severity
	options   []lint.Option
	load      load.Options
	stdin     *replay
	paths     []string
}

// fixesStdin reports whether what standard input should be is to be printed.
func (f checkFlags) fixesStdin(p *plan) bool {
	return f.fix && !f.diff && slices.Contains(p.paths, "-")
}

func check(ctx context.Context, streams Streams, f checkFlags, paths []string) error {
	p, err := f.plan(streams, paths)
	if err != nil {
		return err
	}
	colour := f.colour == "always" || f.colour == "auto" && streams.Terminal
	format, err := report.ByName(f.format, report.Style{Color: colour})
	if err != nil {
		return err
	}
	if !report.ShowsReleases(format) {
		p.options = append(p.options, lint.Undated)
	}
	var loaded *config.Config
	var found []lint.Diagnostic
	out, fixed := streams.Out, 0
	if f.fix || f.diff {
		level := fix.Safe
		if f.unsafeFixes {
			level = fix.Unsafe
		}
		changes, left, err := fix.Loop(ctx, fixRounds, level, func(ctx context.Context, overlay source.Overlay) ([]lint.Diagnostic, error) {
			var err error
			loaded, found, err = p.lint(ctx, overlay)
			if f.fixesStdin(p) {
				found = ofStdinAlone(found)
			}
			return found, err
		})
		if err != nil {
			return err
		}
		if f.diff {
			return showDiff(streams, colour, changes, loaded)
		}
		if err := changes.Apply(ctx); err != nil {
			return err
		}
		if f.fixesStdin(p) {
			out = streams.Err
			if err := printStdin(streams.Out, loaded); err != nil {
				return err
			}
		}
		found, fixed = left, len(changes.Accepted)
	} else if loaded, found, err = p.lint(ctx, nil); err != nil {
		return err
	}
	run := report.Run{
		Version: programVersion(), Upgrade: p.upgrade, Rules: p.rules,
		Diagnostics: found, Nodes: loaded.Nodes, Checked: loaded.Checked, Unchecked: loaded.Unchecked, Unread: loaded.Unread, Fixed: fixed,
		List: f.list, Documents: loaded.Documents, Empty: f.isEmpty(loaded) && fixed == 0,
	}
	if err := format.Write(out, &run); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	if f.list {
		found = nil // which it does not show
	}
	return f.verdict(p, loaded, found, fixed > 0)
}

// isEmpty reports whether a run found nothing to check, and was not told that this may be.
func (f checkFlags) isEmpty(loaded *config.Config) bool {
	return len(loaded.Checked) == 0 && !f.allowEmpty && !f.skipUnknown
}

// verdict is the exit code of a run. What was fixed may leave nothing to check.
func (f checkFlags) verdict(p *plan, loaded *config.Config, found []lint.Diagnostic, fixedAny bool) error {
	gaps := slices.ContainsFunc(loaded.Nodes, func(n *config.Node) bool { return len(n.Gaps) > 0 })
	switch {
	case len(loaded.Unchecked) > 0, f.isEmpty(loaded) && !fixedAny, f.strict && (gaps || len(loaded.Unread) > 0):
		return exitCode(exitError)
	}
	if slices.ContainsFunc(found, func(d lint.Diagnostic) bool { return d.Severity >= p.failLevel }) {
		return exitCode(exitFindings)
	}
	return nil
}

func showDiff(streams Streams, colour bool, changes *fix.Changes, loaded *config.Config) error {
	if err := changes.Diff(streams.Out, fix.DiffStyle{Color: colour, Printable: streams.Terminal}); err != nil {
		return fmt.Errorf("writing the diff: %w", err)
	}
	for _, u := range loaded.Unchecked {
		fmt.Fprintf(streams.Err, "%s: not checked: %s\n", u.Path, u.Reason)
	}
	switch {
	case len(loaded.Unchecked) > 0:
		return exitCode(exitError)
	case len(changes.Files) > 0:
		return exitCode(exitFindings)
	}
	return nil
}

// lint loads and checks once; overlay stands for changes that are not written yet.
func (p *plan) lint(ctx context.Context, overlay source.Overlay) (*config.Config, []lint.Diagnostic, error) {
	options := p.load
	options.Overlay = overlay
	if p.stdin != nil {
		options.Stdin = p.stdin.again()
	}
	loaded, err := load.Load(ctx, p.paths, options)
	if err != nil && len(loaded.Unchecked) == 0 { // what could not be read is in the configuration, for the report
		return nil, nil, err
	}
	found, err := lint.Run(ctx, p.rules, p.upgrade, loaded, p.options...)
	if err != nil {
		return nil, nil, fmt.Errorf("checking: %w", err)
	}
	return loaded, found, nil
}

// plan reads the flags; every error says what would have been right.
func (f checkFlags) plan(streams Streams, paths []string) (*plan, error) {
	p := &plan{paths: paths}
	if len(paths) == 0 {
		p.paths = []string{"."}
	}
	var err error
	if p.upgrade, err = parseUpgrade(f.from, f.to); err != nil {
		return nil, err
	}
	if p.failLevel, err = parseFailLevel(f.failLevel); err != nil {
		return nil, err
	}
	if f.colour != "auto" && f.colour != "always" && f.colour != "never" {
		return nil, fmt.Errorf("--color %q: write auto, always or never", f.colour)
	}
	if f.as != "" && !slices.Contains(rules.Kinds(), config.Kind(f.as)) {
		return nil, fmt.Errorf("--as %q: known are %s", f.as, joined(rules.Kinds()))
	}
	selected, err := parseSelection(f.only, f.ignore, f.severities)
	if err != nil {
		return nil, err
	}
	p.rules, p.options = selected.rules(), append(p.options, lint.Adjusted(selected.adjust))
	if slices.Contains(p.paths, "") {
		return nil, fmt.Errorf("a path is empty: name a file or a folder")
	}
	p.load = load.Options{
		As: config.Kind(f.as), Root: f.root, Dir: streams.Dir,
		StdinName: f.stdinName, SkipUnknown: f.skipUnknown, Vocabulary: rules.Vocabulary(),
	}
	if streams.In != nil {
		p.stdin = &replay{in: streams.In}
	}
	if f.fixesStdin(p) && len(p.paths) > 1 {
		return nil, fmt.Errorf("--fix prints what standard input should be, and takes no path besides \"-\"")
	}
	return p, nil
}

// parseUpgrade resolves --from and --to; going back is refused, because what a newer release does cannot be undone by
// reading the older one's rules backwards.
func parseUpgrade(from, to string) (release.Upgrade, error) {
	var u release.Upgrade
	var err error
	known := catalog.Releases()
	if u.To, err = known.Resolve(to); err != nil {
		return u, fmt.Errorf("--to: %w", err)
	}
	if from == "" {
		return u, nil
	}
	if u.From, err = known.Resolve(from); err != nil {
		return u, fmt.Errorf("--from: %w", err)
	}
	if u.To.Less(u.From) {
		return u, fmt.Errorf("--from %s is newer than --to %s: mesoslint checks upgrades only", u.From, u.To)
	}
	return u, nil
}

func parseSeverity(s string) (lint.Severity, error) {
	for _, severity := range []lint.Severity{lint.Info, lint.Warning, lint.Error} {
		if s == severity.String() {
			return severity, nil
		}
	}
	return 0, fmt.Errorf("%q is not a severity: write info, warning or error", s)
}

// parseFailLevel reads --fail-level; "none" is above every severity.
func parseFailLevel(s string) (lint.Severity, error) {
	if s == "none" {
		return lint.Error + 1, nil
	}
	severity, err := parseSeverity(s)
	if err != nil {
		return 0, fmt.Errorf("--fail-level %q: write info, warning, error or none", s)
	}
	return severity, nil
}

// joined lists kinds in a message.
func joined(kinds []config.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}
