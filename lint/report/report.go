// Package report writes the outcome of a run for people and for programs: one file per format. It decides nothing, and
// no format shows a secret.
package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Run is the outcome of one run, which every format writes.
type Run struct {
	// Version is the version of the program.
	Version string
	// Upgrade is what the files were checked for.
	Upgrade release.Upgrade
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
	URL func(rule string) string
	// Fixed is how many findings were mended before what is left was reported.
	Fixed int
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
const NothingFound = "nothing to check was found; name the files, or say --allow-empty where that is right"

// Overlooked is how many gaps and unread files there are: what may hold settings and is not part of the judgement.
func (r *Run) Overlooked() int { return len(r.gaps()) + len(r.Config.Unread) }

// Format writes a run.
type Format interface {
	Write(w io.Writer, run *Run) error
}

// ShowsReleases reports whether a format shows Diagnostic.Release.
func ShowsReleases(f Format) bool {
	switch f.(type) {
	case JSON, SARIF:
		return true
	}
	return false
}

// Style says how formats for people look.
type Style struct {
	Color bool
	// Width is the number of columns that lines of files may take; longer ones are cut around what is pointed at. 0
	// stands for 100.
	Width int
}

// Names are the formats, default first.
func Names() []string { return []string{"text", "concise", "json", "github", "sarif"} }

// ByName returns the format of a name; style is what it looks like where that matters.
func ByName(name string, style Style) (Format, error) {
	switch name {
	case "text":
		return Text{style}, nil
	case "concise":
		return Concise{style}, nil
	case "json":
		return JSON{}, nil
	case "github":
		return GitHub{}, nil
	case "sarif":
		return SARIF{}, nil
	}
	return nil, fmt.Errorf("unknown format %q: known are %s", name, strings.Join(Names(), ", "))
}

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

// gap is a gap of a node.
type gap struct {
	config.Gap
	node *config.Node
}

// at is where the gap is: where it is referred to, or else the node.
func (g gap) at() source.Span {
	if g.At.Source != nil {
		return g.At
	}
	return g.node.Start
}

// words say what the gap is.
func (g gap) words() string {
	text := g.Reason
	if g.Path != "" && !strings.Contains(text, g.Path) {
		text = g.Path + ": " + text
	}
	return text + "; it may give the " + cmp.Or(g.node.Component.String(), "daemon") + " more settings"
}

// gaps returns the gaps of all nodes.
func (r *Run) gaps() []gap {
	var out []gap
	for _, n := range r.Config.Nodes {
		for _, g := range n.Gaps {
			out = append(out, gap{g, n})
		}
	}
	return out
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
	return r.URL(rule)
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
