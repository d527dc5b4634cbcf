package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/baseline"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/docs"
)

// checkFlags are the flags of check as given.
type checkFlags struct {
	from, to                            string
	fix, unsafeFixes, withUpgrade, diff bool
	recover                             bool
	format, failLevel, as               string
	outputs                             []string
	pathPrefix                          string
	statistics, verbose                 bool
	timeout                             time.Duration
	timeoutGiven                        bool
	list, strict                        bool
	allowEmpty, skipUnknown             bool
	root, stdinName, colour             string
	only, ignore                        []string
	severities                          []string
	config                              string
	noConfig                            bool
	baseline, writeBaseline, diffBase   string
	noSuppressions, reportSuppressed    bool
}

// checkHelp is the help of check, with the formats of files and of reports.
func checkHelp() string {
	return `Check reads files and folders (default: the current one) and says what the release of --to will do with them. With
--from it also says what changes on the way. "-" reads standard input; --fix then prints the fixed text, and the report
goes to standard error.

Reports name files relative to the working directory if every PATH is relative or lies in it, and all of them by their
absolute paths otherwise.

A release is written 1.3.2, as a series (1.3 or 1.3.x: its newest patch release), as a package version
(1.9.0-2.0.1.ubuntu1604) or "latest".

What the flags do not say is taken from the environment (MESOSLINT_FROM, MESOSLINT_TO), then from the overrides of the
configuration file, then from the rest of it: .mesoslint.yaml in the working directory, or the nearest above it in the same work tree.

A file is known by its path or its content. If neither says what it is, --as does:
` + wrapWords(rules.NamedKinds()) + `
or the name of another flag whose value is JSON.

With --from, --fix and --diff make the fixes whose result both releases read as meant. Those that only the target reads as
meant are listed, and made by --with-upgrade, or by --fix without --from once the upgrade is done.

A comment "mesoslint: ignore RULE -- reason" suppresses findings on its line, or alone on the next one, and "mesoslint:
ignore-file RULE -- reason" in its file; what suppresses nothing is reported. A baseline (--write-baseline, --baseline) and
--diff-base leave out what is known and what did not change. What is left out is counted and not fixed.

A --fail-level that is an effect (fatal, ignored, changed, deprecated, advice) is reached by findings of that effect or a
worse one that do not depend on a condition; "fatal?" also by those that do.

` + formatsHelp() + `

Exit code 0: nothing at or above --fail-level, with --diff: nothing to fix. 1: findings. 2: usage error, something could
not be checked or written, or nothing to check was found.`
}

func newCheck(streams Streams) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [--from R] [--to R] [PATH…]",
		Short: "Say what a release does with a configuration, and what changes on the way to it",
		Example: `  mesoslint check --from 1.2 --to 1.3 /srv/mesos-config
  mesoslint check --to 1.3 --diff acls.json
  mesoslint check --to 1.11 --as credentials secrets/credentials
  mesoslint check --to 1.11 --output text --output sarif=lint.sarif --output markdown=summary.md`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if f.recover {
				return recoverFixes(streams, cmd.Flags(), paths)
			}
			if err := chooseFormat(cmd.Flags()); err != nil {
				return err
			}
			f.timeoutGiven = cmd.Flags().Changed("timeout")
			return check(cmd.Context(), streams, f, paths)
		},
	}
	if streams.helps {
		cmd.Long = checkHelp()
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.from, "from", "", "the `RELEASE` the cluster runs today, or none")
	flags.StringVar(&f.to, "to", "", "the `RELEASE` to check for (default latest)")
	flags.BoolVar(&f.fix, "fix", false, "write every safe fix: no decision and no value changes on the target release")
	flags.BoolVar(&f.unsafeFixes, "unsafe-fixes", false, "with --fix and --diff, include fixes that change something they name")
	flags.BoolVar(&f.withUpgrade, "with-upgrade", false, "with --fix and --diff, include fixes that the release of --from does not read as meant")
	flags.BoolVar(&f.diff, "diff", false, "print what --fix would change, and write nothing")
	flags.BoolVar(&f.recover, "recover", false, "undo what an interrupted --fix left half done, under the paths or anywhere, and check nothing")
	flags.StringVar(&f.format, "format", "text", "the `FORMAT` of the report: "+strings.Join(report.Names(), ", "))
	flags.Var(&listFlag{&f.outputs, false}, "output", "a report: `FORMAT` to standard output, or FORMAT=FILE; may be given several times, see above")
	flags.StringVar(&f.pathPrefix, "path-prefix", "", "the `DIR` that reported paths are put under, for a run below the root of its repository")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "show each of many equal findings, and say what was read as what, which rules ran and how long it took")
	flags.DurationVar(&f.timeout, "timeout", 0, "the `TIME` a run may take, such as 30s: then it reports what was judged until then, and exits with 2")
	flags.BoolVar(&f.statistics, "statistics", false, "add how often each rule found something")
	flags.StringVar(&f.failLevel, "fail-level", "warning", "the least `LEVEL` that makes the exit code 1: info, warning, error, none, or an effect, see above")
	flags.StringVar(&f.as, "as", "", "the `KIND` of the named files, see above")
	flags.StringVar(&f.root, "root", "", "the `DIR` in which absolute paths of the configuration are looked up; nothing outside is read")
	flags.StringVar(&f.stdinName, "stdin-filename", "", `what standard input ("-") would be called as a `+"`FILE`")
	flags.BoolVar(&f.list, "list", false, "list what was found instead: each file, what it was taken for, the settings it gives, and what was not read")
	flags.BoolVar(&f.strict, "strict", false, "exit with 2 if something may add settings that was not read")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "exit with 0 if nothing to check was found")
	flags.BoolVar(&f.skipUnknown, "skip-unknown", false, "pass over named files that have nothing to do with Mesos")
	flags.Var(&listFlag{&f.only, true}, "only", "report nothing but this `RULE`, start-up check, or subject such as acl/")
	flags.Var(&listFlag{&f.ignore, true}, "ignore", "a `RULE` to leave out, or a start-up check, or a subject such as acl/")
	flags.Var(&listFlag{&f.severities, true}, "severity", "give the findings of a rule, check or subject a severity: `RULE=LEVEL`, where LEVEL is info, warning or error")
	flags.StringVar(&f.config, "config", "", "the configuration `FILE`, whose paths are then relative to the working directory")
	flags.BoolVar(&f.noConfig, "no-config", false, "read no configuration file")
	flags.StringVar(&f.baseline, "baseline", "", "report only what is not in this `FILE` of known findings")
	flags.StringVar(&f.writeBaseline, "write-baseline", "", "write all that is found to a `FILE` for --baseline")
	flags.StringVar(&f.diffBase, "diff-base", "", "report only what is about files, and nodes built from them, that changed since HEAD parted from this `REV` of git")
	flags.BoolVar(&f.noSuppressions, "no-suppressions", false, "report, and fix, what comments and the configuration suppress as well")
	flags.BoolVar(&f.reportSuppressed, "report-suppressed", false, "list in SARIF what is suppressed or in the baseline too, marked as such; GitHub shows it as open")
	flags.StringVar(&f.colour, "color", "auto", "`WHEN` to colour: auto, always or never")
	return cmd
}

// fixesStdin reports whether what standard input should be is to be printed.
func (f checkFlags) fixesStdin(p *request) bool {
	return f.fix && !f.diff && slices.Contains(p.paths, "-")
}

func check(ctx context.Context, streams Streams, f checkFlags, paths []string) error {
	p, err := f.request(streams, paths)
	if err != nil {
		return err
	}
	if !dated(p.reports) {
		p.options = append(p.options, lint.Undated)
	}
	if f.fix || f.writeBaseline != "" || len(f.outputs) > 0 {
		var stop context.CancelFunc
		ctx, stop = streams.interruptible(ctx)
		defer stop()
	}
	var refused error // why nothing is fixed, whatever is found
	if err := p.livingWith(ctx, f); err != nil {
		return err
	}
	if f.fix && !f.diff {
		refused = undoInterrupted(streams.Err, streams.Dir, p.paths)
	}
	p.watch = startWatch(streams, showAfter)
	defer p.watch.end()
	ctx, stop := f.withDeadline(ctx)
	defer stop()
	loaded, found, partial, err := p.firstLook(ctx, f)
	if err != nil {
		return err
	}
	if f.diff && partial != "" {
		return errors.New(partial)
	}
	judged, err := p.judged(loaded)
	if err != nil {
		return err
	}
	if err := p.overInput(loaded); err != nil {
		return err
	}
	if err := p.noteInterrupted(loaded); err != nil {
		return err
	}
	run := report.Run{
		Version: programVersion, Upgrade: p.upgrade, Judged: judged, Rules: p.rules, KeepRunning: p.keepsRunning(),
		AllowEmpty: f.allowEmpty || f.skipUnknown || p.excludesAll(), LeftOut: p.leftOut(loaded),
		Empty: len(loaded.Checked)+len(loaded.Unchecked) == 0 && partial == "", Partial: partial, List: f.list, Config: loaded.Asked(), Diagnostics: found, Lived: p.lived,
		URL:   docs.URL,
		Fails: func(d *lint.Diagnostic) bool { return p.failLevel.reaches(*d) }, Statistics: f.statistics, Verbose: f.verbose, ReportSuppressed: f.reportSuppressed, Selective: len(f.only)+len(f.ignore) > 0 || p.lived.Any() || p.living.since != nil,
	}
	if err := p.record(&run); err != nil {
		return err
	}
	out := streams.Out
	p.watch.enter(fixingIt)
	switch {
	case refused != nil:
		err = fmt.Errorf("%w; no file is fixed", refused)
	case f.list || partial != "":
	case f.fix || f.diff:
		fixing := p.fix(ctx, f, loaded, found)
		if f.diff {
			p.watch.end()
			if timedOut(fixing.err) {
				fixing.err = errors.New(f.overtime("while fixes were made"))
			}
			return fixing.showDiff(streams, f.coloured(streams), &run, p.strict)
		}
		if f.fixesStdin(p) {
			out = streams.Err
			if fixing.err == nil {
				fixing.err = printStdin(streams.Out, fixing.loaded)
			}
		}
		fixing.into(&run)
		fixing.lateFix(f, &run)
		err = fixing.err
		if err == nil {
			run.Lived = p.lived
		}
	default:
		switch err := p.foresee(ctx, &run); {
		case timedOut(err):
			run.Partial, run.Unforeseen = f.overtime("while fixes were tried: all is judged, and not known which fixes would be refused"), true
		case err != nil:
			return err
		}
	}
	p.watch.end()
	if f.verbose {
		p.tellProject(streams.Err)
		p.watch.tell(streams.Err, &run, p.selected)
	}
	run.Under(f.pathPrefix)
	if slices.ContainsFunc(p.reports, func(d destination) bool { return d.file == "" && report.SaysNothing(d.format, &run) }) {
		fmt.Fprintln(streams.Err, run.Verdict())
	}
	if err := errors.Join(write(p.reports, out, &run), err); err != nil {
		return err
	}
	return p.verdict(&run)
}

// verdict is the exit code of a run.
func (p *request) verdict(run *report.Run) error {
	switch {
	case incomplete(run, p.strict):
		return exitCode(exitError)
	case !run.List && slices.ContainsFunc(run.Diagnostics, p.failLevel.reaches):
		return exitCode(exitFindings)
	}
	return nil
}

// incomplete reports whether not all was judged that should have been.
func incomplete(run *report.Run, strict bool) bool {
	return len(run.Config.Unchecked) > 0 || run.Partial != "" || run.Empty && !run.AllowEmpty || strict && run.Overlooked() > 0
}

// lint loads and checks once; overlay stands for changes that are not written yet.
func (p *request) lint(ctx context.Context, overlay source.Overlay, more ...lint.Option) (*config.Config, []lint.Diagnostic, error) {
	options := p.load
	options.Overlay = overlay
	if p.stdin != nil {
		options.Stdin = p.stdin.again()
	}
	p.watch.enter(reading)
	loaded, err := p.read(ctx, options)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil && len(loaded.Unchecked) == 0 { // what could not be read is in the configuration, for the report
		return nil, nil, err
	}
	leaveOutReports(p.load.Dir, loaded)
	loaded.Unchecked = append(loaded.Unchecked, p.halfDone...)
	p.project.addTo(loaded)
	parts, err := p.parts(loaded)
	if err != nil {
		return nil, nil, err
	}
	p.watch.enter(applying)
	found, err := lint.RunParts(ctx, p.rules, parts, slices.Concat(p.options, more, []lint.Option{lint.Watched(p.watch.counts)})...)
	var unfinished *lint.UnfinishedError
	if err != nil && !errors.As(err, &unfinished) { // what was found until then is true all the same
		return nil, nil, err
	}
	if p.wantsFingerprints() {
		for i, fingerprint := range baseline.Fingerprints(found) {
			found[i].Fingerprint = fingerprint
		}
	}
	unused := p.unusedIgnores(loaded, overlay, found)
	found, ignored := p.settle(found)
	if overlay == nil {
		p.ignored = len(ignored)
	}
	if p.differ(parts) {
		noteUpgrade(found)
	}
	found, p.lived = p.leaveOut(loaded, overlay, found, ignored, unused, err != nil)
	return loaded, found, err
}

// helpWidth is the number of columns of a help text.
const helpWidth = 118

// wrapWords lists words with a comma behind each, in lines of a help text.
func wrapWords(kinds []config.Kind) string {
	var b strings.Builder
	column := 0
	for i, k := range kinds {
		word := string(k) + ","
		switch {
		case i == 0:
		case column+1+len(word) > helpWidth:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
