package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
)

// fixRounds is how often fixes are planned on the fixed configuration before the run gives up and writes nothing. Fixes
// that add at the same place wait for one another, and each release on a long way may add there; more would be fixes
// that undo each other.
const fixRounds = 50

// fixAttempts and hurriedAttempts are how often the fixed configuration is looked at to find which fixes do harm.
const (
	fixAttempts     = 300
	hurriedAttempts = 12
)

// fixing is what became of fixing.
type fixing struct {
	result *fix.Result
	// loaded is the configuration after the changes.
	loaded *config.Config
	// written is set once the changes are made, even if something is in the way after that.
	written bool
	err     error // why not all is as wanted
}

// fix plans all fixes and, unless only a diff is wanted, writes them. loaded and found are of the files as they are.
func (p *request) fix(ctx context.Context, f checkFlags, loaded *config.Config, found []lint.Diagnostic) *fixing {
	scope := fix.Scope{KeepRunning: p.keepsRunning()}
	if f.unsafeFixes {
		scope.Level = fix.Unsafe
	}
	out := &fixing{}
	out.result, out.loaded, out.err = p.loop(ctx, scope, loaded, found, f.fixesStdin(p))
	if out.err != nil || f.diff {
		return out
	}
	out.err = out.result.Changes.Apply(ctx, fix.Options{State: stateDir(), ReadsAll: readWhole(loaded)})
	var undone *fix.ApplyError
	if out.written = !errors.As(out.err, &undone); !out.written {
		out.loaded = loaded
	}
	return out
}

// readWhole tells of directories of which a daemon reads every file, hidden ones too: those that a setting names as such,
// and, as nobody knows who reads them, those of modules that no setting names.
func readWhole(c *config.Config) func(dir string) bool {
	var whole map[string]bool
	return func(dir string) bool {
		if whole == nil {
			whole = map[string]bool{}
			for _, d := range c.Documents {
				s := d.Text.Source()
				if s == nil || s.File == "" || d.Inline {
					continue
				}
				unknown := d.Setting == nil && d.Kind == config.Modules
				if unknown || d.Setting != nil && d.Setting.Reference != nil && d.Setting.Reference.Mode.IsDir() {
					whole[filepath.Dir(s.File)] = true
					whole[realDir(filepath.Dir(s.File))] = true
				}
			}
		}
		return whole[dir]
	}
}

// loop plans fixes of a scope until they change nothing more, and returns what they come to and the configuration then.
func (p *request) loop(ctx context.Context, scope fix.Scope, loaded *config.Config, found []lint.Diagnostic, stdin bool) (*fix.Result, *config.Config, error) {
	quiet := *p
	quiet.watch = nil // fixing is one phase of a run
	p = &quiet
	after := loaded
	limits := fix.Limits{Rounds: fixRounds, Attempts: fixAttempts}
	if p.hurried {
		limits.Attempts = hurriedAttempts
	}
	result, err := fix.Loop(ctx, limits, scope, func(ctx context.Context, overlay source.Overlay) (fix.Sight, error) {
		sight := fix.Sight{Target: found, Unchecked: loaded.Unchecked}
		if overlay != nil {
			var err error
			was := func(file string) string {
				if from := overlay[file].From; from != "" {
					return from
				}
				return file
			}
			if after, sight.Target, err = p.lint(ctx, overlay, lint.Before(loaded, was)); err != nil {
				return sight, err
			}
			sight.Unchecked = after.Unchecked
		}
		if stdin {
			sight.Target = ofStdinAlone(sight.Target)
		}
		if p.hurried || !scope.KeepRunning || !slices.ContainsFunc(found, func(d lint.Diagnostic) bool { return d.Fix != nil && scope.Allows(&d) }) {
			return sight, nil
		}
		parts, err := p.parts(after)
		if err != nil {
			return sight, err
		}
		sight.Running, err = lint.RunParts(ctx, p.rules, runningParts(parts), append(slices.Clone(p.options), lint.Undated)...)
		return sight, err
	})
	if result == nil {
		result = &fix.Result{Changes: &fix.Changes{}, First: found, Left: found}
	}
	if len(result.Changes.Files) == 0 {
		after = loaded
	}
	return result, after, err
}

// maxForeseen is how many bytes of configuration are fixed in memory to see what a report foresees; of more, --diff tells.
// A file counts for at least filesWeigh bytes: it takes as long to find and to judge.
const (
	maxForeseen = 1 << 20
	filesWeigh  = 8 << 10
)

// foresee adds to a report the findings that appear only when others are fixed, so that it names every change that --fix
// makes, and the reasons why fixes are refused. A fix that does harm is left to a person.
func (p *request) foresee(ctx context.Context, run *report.Run) error {
	narrow, wide := fix.Scope{KeepRunning: p.keepsRunning()}, fix.Scope{Level: fix.Unsafe}
	any := func(wanted func(*lint.Diagnostic) bool) bool {
		return slices.ContainsFunc(run.Diagnostics, func(d lint.Diagnostic) bool { return d.Fix != nil && wanted(&d) })
	}
	first := any(narrow.Allows)
	more := any(func(d *lint.Diagnostic) bool { return wide.Allows(d) && !narrow.Allows(d) })
	if !first && !more {
		return nil
	}
	if sizeOf(run.Config) > maxForeseen {
		run.Unforeseen = true
		return nil
	}
	quick := *p
	quick.hurried = true
	quick.options = append(slices.Clone(p.options), lint.Undated)
	look := func(scope fix.Scope) (*fix.Result, error) {
		result, _, err := quick.loop(ctx, scope, run.Config, slices.Clone(run.Diagnostics), false)
		var unsettled *fix.UnsettledError
		if errors.As(err, &unsettled) {
			run.Unforeseen, err = true, nil
		}
		run.Unforeseen = run.Unforeseen || result.Wholesale
		return result, err
	}
	if first {
		result, err := look(narrow)
		if err != nil || run.Unforeseen {
			return err
		}
		run.Later = result.Later
		explainRefusals(run.Diagnostics, result.Changes.Rejected)
	}
	if more {
		result, err := look(wide)
		if err != nil || run.Unforeseen {
			return err
		}
		known := map[fix.Identity]bool{}
		for i := range run.Later {
			known[fix.IdentityOf(&run.Later[i])] = true
		}
		run.LaterStill = slices.DeleteFunc(result.Later, func(d lint.Diagnostic) bool { return known[fix.IdentityOf(&d)] })
		explainRefusals(run.Diagnostics, result.Changes.Rejected)
	}
	return nil
}

// explainRefusals notes with findings why their fixes are rejected. What the running release would take amiss is for the
// upgrade to the target; any other is left to a person, and nobody is told that --fix makes it.
func explainRefusals(found []lint.Diagnostic, rejected []fix.Rejected) {
	if len(rejected) == 0 {
		return
	}
	at := map[fix.Identity][]*lint.Diagnostic{}
	for i := range found {
		if d := &found[i]; d.Fix != nil {
			at[fix.IdentityOf(d)] = append(at[fix.IdentityOf(d)], d)
		}
	}
	type refusal struct {
		of     fix.Identity
		reason string
		waits  bool
	}
	explained := map[refusal]bool{} // thousands of places may have one mistake
	for _, r := range rejected {
		key := refusal{fix.IdentityOf(r.Diagnostic), r.Reason, r.Waits}
		if explained[key] {
			continue
		}
		explained[key] = true
		for _, d := range at[key.of] {
			if note := fix.NotApplied(r.Reason); !slices.Contains(d.Notes, note) {
				d.Notes = append(slices.Clip(d.Notes), note)
			}
			changed := *d.Fix
			switch {
			case !r.Waits:
				changed.Applicability = lint.Manual
			case changed.ValidFrom.Less(d.Upgrade.To):
				changed.ValidFrom = d.Upgrade.To
			}
			d.Fix = &changed
		}
	}
}

// sizeOf is the number of bytes that were read into nodes and documents, and what the files weigh.
func sizeOf(c *config.Config) int {
	size := len(c.Checked) * filesWeigh
	for _, s := range sourcesOf(c) {
		size += len(s.Data)
	}
	return size
}

// sourcesOf returns what was read into nodes and documents, each source once.
func sourcesOf(c *config.Config) []*source.Source {
	var out []*source.Source
	seen := map[*source.Source]bool{nil: true}
	see := func(s *source.Source) {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	for _, d := range c.Documents {
		see(d.Text.Source())
	}
	for _, n := range c.Nodes {
		for _, s := range n.Sources {
			see(s)
		}
	}
	return out
}

// into puts what fixing came to into a report: what is left, or where nothing was written all there was.
func (f *fixing) into(run *report.Run) {
	run.Later = nil
	changes := f.result.Changes
	for _, file := range changes.Files {
		outcome := report.Outcome{File: file.Path, NewFile: file.NewPath, Created: file.Created, Written: f.written}
		run.Outcomes = append(run.Outcomes, outcome)
	}
	if !f.written {
		run.Diagnostics = f.result.First
		return
	}
	checked := run.Config.Checked
	run.Config, run.Diagnostics = f.loaded, f.result.Left
	if len(run.Config.Checked) == 0 {
		run.Config.Checked = checked // what is left of a file may say nothing of what it is
	}
	run.Fixed = len(changes.Accepted)
	explainRefusals(run.Diagnostics, changes.Rejected)
}

// showDiff prints the changes, and on standard error what is not in them.
func (f *fixing) showDiff(streams Streams, colour bool, run *report.Run, strict bool) error {
	if f.err != nil {
		return f.err
	}
	changes := f.result.Changes
	if err := printDiff(streams, changes, colour); err != nil {
		return fmt.Errorf("writing the diff: %w", err)
	}
	for _, u := range f.loaded.Unchecked {
		fmt.Fprintf(streams.Err, "%s: not checked: %s\n", report.PathAtStart(u.Path), u.Reason)
	}
	for _, r := range changes.Rejected {
		fmt.Fprintf(streams.Err, "%s: its fix is not applied: %s\n", report.PathAtStart(fix.RuleAt(r.Diagnostic)), r.Reason)
	}
	if s := run.Summary(); s.Waiting > 0 {
		fmt.Fprintf(streams.Err, "%d more with the upgrade: add --with-upgrade\n", s.Waiting)
	}
	switch n := len(changes.Files); {
	case run.Empty:
		if !run.AllowEmpty {
			fmt.Fprintln(streams.Err, report.NothingFound)
		}
	case n == 0:
		fmt.Fprintln(streams.Err, run.Judgement()+": no file to fix")
	case n == 1:
		fmt.Fprintln(streams.Err, run.Judgement()+": 1 file to fix")
	default:
		fmt.Fprintf(streams.Err, "%s: %d files to fix\n", run.Judgement(), n)
	}
	switch {
	case incomplete(run, strict):
		return exitCode(exitError)
	case len(changes.Files) > 0:
		return exitCode(exitFindings)
	}
	return nil
}

// printDiff prints the changes as a diff. In the log of a job of GitHub Actions its lines do nothing.
func printDiff(streams Streams, changes *fix.Changes, colour bool) error {
	style := fix.DiffStyle{Color: colour, Printable: streams.Terminal}
	if streams.Terminal || streams.Env == nil || streams.Env("GITHUB_ACTIONS") != "true" {
		return changes.Diff(streams.Out, style)
	}
	var text bytes.Buffer
	if err := changes.Diff(&text, style); err != nil {
		return err
	}
	_, err := streams.Out.Write(report.WithoutCommands(text.Bytes()))
	return err
}
