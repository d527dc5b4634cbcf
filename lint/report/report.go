// Package report writes the outcome of a run for people and for programs: one file per format. It decides nothing, and
// no format shows a secret.
package report

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Run is the outcome of one run, which every format writes.
type Run struct {
	// Version returns the version of the program, for the reports that name it; nil if it has none.
	Version func() string
	// Upgrade is what the files were checked for.
	Upgrade release.Upgrade
	// Judged are the upgrades that parts of the files were checked for; nil if Upgrade holds for all.
	Judged []Judged
	// LeftOut are findings that are not among the diagnostics, and files that were not looked at, because somebody said so. What
	// could not be checked is never among them.
	LeftOut []LeftOut
	// Rules are the rules that were applied.
	Rules []*lint.Rule
	// Diagnostics in the order to report them, each with its final severity.
	Diagnostics []lint.Diagnostic
	// Config is what was loaded.
	Config *config.Config
	// KeepRunning is set if fixes are left for the upgrade that the release does not read as meant which runs until then.
	KeepRunning bool
	// Later are findings that appear only when others are fixed, and which --fix then fixes as well.
	Later []lint.Diagnostic
	// LaterStill are those that do so only with --unsafe-fixes or --with-upgrade.
	LaterStill []lint.Diagnostic
	// Unforeseen is set if Later is not known.
	Unforeseen bool
	// Outcomes are what became of the files that fixes change.
	Outcomes []Outcome
	// Empty is set if nothing to check was found.
	Empty bool
	// List is set if what was loaded is to be listed: the settings of each node and the documents.
	List bool
	// AllowEmpty is set if it is right that there is nothing to check.
	AllowEmpty bool
	// URL returns where a rule is documented, "" if nowhere; it may be nil.
	URL  func(rule string) string
	urls map[string]string // those that URL was asked for
	// Fixed is how many findings were fixed before what is left was reported.
	Fixed int
	// Partial says why not everything was judged, "" if it was: "the time of --timeout was over …".
	Partial string
	// Selective is set if findings may have been left out: by --only, --ignore, suppressions or a baseline. Nothing is called
	// clean then.
	Selective bool
	// Fails reports whether a finding makes the run fail; nil stands for errors and warnings.
	Fails func(*lint.Diagnostic) bool
	// Verbose has reports for people show each of many equal findings.
	Verbose bool
	// Statistics adds to reports for people, and to JSON, how often each rule found something.
	Statistics bool
	// Lived is what was found besides Diagnostics.
	Lived LivedWith
	// ReportSuppressed has SARIF list what Lived holds as well, marked for what it is.
	ReportSuppressed bool
}

func (r *Run) version() string {
	if r.Version == nil {
		return ""
	}
	return r.Version()
}

// fails reports whether a finding makes the run fail.
func (r *Run) fails(d *lint.Diagnostic) bool {
	if r.Fails != nil {
		return r.Fails(d)
	}
	return d.Severity >= lint.Warning
}

// Judged is an upgrade and the paths that were checked for it.
type Judged struct {
	Upgrade release.Upgrade
	// Paths are patterns of paths.
	Paths []string
	// Rest is set if it is the upgrade of all paths besides that no other names.
	Rest bool
}

// LeftOut counts the findings, and the files and folders, that a file leaves out.
type LeftOut struct {
	// By is the file, as reports name it.
	By              string
	Findings, Paths int
}

// Outcome is what became of a file that fixes change.
type Outcome struct {
	// File is the path before the change, NewFile after it; they differ where it is renamed.
	File, NewFile string
	// Created is set for a file that did not exist.
	Created bool
	// Written is false if nothing was written, this file included.
	Written bool
}

// Words say what became of the file, which they name.
func (o Outcome) Words() string {
	switch {
	case !o.Written && o.Created:
		return "not created: " + o.NewFile
	case !o.Written:
		return "left as it was: " + o.File
	case o.Created:
		return "created: " + o.NewFile
	case o.File != o.NewFile:
		return "renamed: " + o.File + " to " + o.NewFile
	}
	return "fixed: " + o.File
}

// nothingFound reports whether there was nothing to check although there should be.
func (r *Run) nothingFound() bool { return r.Empty && !r.AllowEmpty }

// NothingFound is what reports say of a run that is Empty.
const NothingFound = "nothing to check was found; name the files, or give --allow-empty if that is right"

// Overlooked is how many gaps and unread files there are: what may hold settings and is not part of the judgement.
func (r *Run) Overlooked() int { return len(r.gaps()) + len(r.Config.Unread) }

// Summary counts a run.
type Summary struct {
	// Files is the number of files that were checked, Affected the number with findings.
	Files, Affected         int
	Errors, Warnings, Infos int
	// Fixable is the number of findings that have a safe fix, FixableUnsafe the number that have an unsafe one. Those among
	// them that wait for the upgrade are counted in Waiting and WaitingUnsafe.
	Fixable, FixableUnsafe, Waiting, WaitingUnsafe int
	Unchecked, Unread, Gaps                        int
}

// Summary counts the run.
func (r *Run) Summary() Summary {
	out := Summary{Unchecked: len(r.Config.Unchecked), Unread: len(r.Config.Unread), Gaps: len(r.gaps())}
	checked, affected := map[string]bool{}, map[string]bool{}
	for _, c := range r.Config.Checked {
		checked[c.Path] = true
	}
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		if d.Span.Source != nil {
			affected[d.Span.Source.Path] = true
		}
		switch d.Severity {
		case lint.Error:
			out.Errors++
		case lint.Warning:
			out.Warnings++
		default:
			out.Infos++
		}
		if d.Fix == nil {
			continue
		}
		waits := r.KeepRunning && d.Waits(d.Fix)
		switch d.Fix.Applicability {
		case lint.Safe:
			out.Fixable++
			if waits {
				out.Waiting++
			}
		case lint.Unsafe:
			out.FixableUnsafe++
			if waits {
				out.WaitingUnsafe++
			}
		}
	}
	out.Files, out.Affected = len(checked), len(affected)
	return out
}

// String counts the findings in one line.
func (s Summary) String() string {
	var counts []string
	for _, c := range []struct {
		n    int
		name string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Infos, "info"}} {
		if c.n > 0 {
			counts = append(counts, plural(c.n, c.name))
		}
	}
	if len(counts) == 0 {
		return "no findings in " + plural(s.Files, "file")
	}
	of := ""
	if s.Affected < s.Files {
		of = fmt.Sprintf("%d of ", s.Affected)
	}
	return strings.Join(counts, ", ") + " in " + of + plural(max(s.Files, s.Affected), "file")
}

func plural(n int, name string) string {
	if n == 1 {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", n, name)
}

// statement returns the message of a diagnostic with its condition, which makes it true, and how many nodes it is about.
func statement(d *lint.Diagnostic) string {
	text := d.Message
	if d.Condition != "" {
		text += ", " + d.Condition
	}
	if about := aboutNodes(d.Nodes); about != "" {
		text += " (" + about + ")"
	}
	return text
}

// aboutNodes says in a few words for how many nodes a finding stands; "" where it is one.
func aboutNodes(nodes []lint.Node) string {
	if len(nodes) < 2 {
		return ""
	}
	var masters, agents int
	for _, n := range nodes {
		switch n.Component {
		case config.Master:
			masters++
		case config.Agent:
			agents++
		}
	}
	switch {
	case masters == 1 && agents == 1:
		return "master and agent"
	case agents == 0:
		return plural(masters, "master")
	case masters == 0:
		return plural(agents, "agent")
	}
	return plural(masters, "master") + " and " + plural(agents, "agent")
}

// lineOfSpan returns the line a span starts on; 0 if it has no source.
func lineOfSpan(p source.Span) int {
	if p.Source == nil {
		return 0
	}
	return p.Source.Position(p.Start).Line
}

// url returns where the rule of a diagnostic is documented.
func (r *Run) url(rule string) string {
	if r.URL == nil {
		return ""
	}
	url, known := r.urls[rule]
	if !known {
		if r.urls == nil {
			r.urls = map[string]string{}
		}
		url = r.URL(rule)
		r.urls[rule] = url
	}
	return url
}

// conceal returns text of a diagnostic as a report may show it. Messages hold no secrets by contract; a URL that slipped
// in still keeps its password.
func conceal(text string) string { return redact.Conceal(text, nil) }

// path returns how reports name the file of a span, "" where it has none.
func path(p source.Span) string {
	if p.Source == nil {
		return ""
	}
	return p.Source.Path
}
