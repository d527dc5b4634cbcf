// Package lint is the engine: rules are values, a run applies them to what was loaded and returns diagnostics. It knows
// no single fact about Mesos.
package lint

import (
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Effect is what the target release does with what was found.
type Effect string

// The effects. Fatal is a claim about the real daemon: this release of this component will not start with this input, or
// ends by itself soon after.
const (
	Fatal      Effect = "fatal"
	Ignored    Effect = "ignored"    // silently dropped
	Changed    Effect = "changed"    // means something else
	Deprecated Effect = "deprecated" // works, deprecated
	Advice     Effect = "advice"
)

// Severity orders diagnostics; it follows from the effect unless a rule or the user says otherwise.
type Severity uint8

// The severities, least first.
const (
	Info Severity = iota + 1
	Warning
	Error
)

// String returns "info", "warning" or "error".
func (s Severity) String() string { return [...]string{"", "info", "warning", "error"}[s] }

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Severity returns the severity that follows from an effect.
func (e Effect) Severity() Severity {
	switch e {
	case Fatal:
		return Error
	case Advice:
		return Info
	}
	return Warning
}

// Diagnostic is one finding.
type Diagnostic struct {
	// Rule is the name of the rule; Run fills it in.
	Rule string
	// Check is the id of the catalogue's check that the finding is one of; empty if the rule has one meaning.
	Check string
	// Span is what the finding is about, as short as it can be. Its source may be empty of text (a missing flag is
	// reported at the start of its node).
	Span source.Span
	// Message says in one line what the release does with it. It never holds a secret.
	Message string
	// Condition is what unseen must hold for the effect to come about; empty for a plain fact. It is a clause that reports
	// put after the message and a comma: "unless something else gives `credentials`", "if the agent was built with …".
	Condition string
	Effect    Effect
	// Severity is left zero to follow from Effect.
	Severity  Severity
	Component config.Component
	// Subject is the flag, action, variable or key the finding is about.
	Subject string
	// Release is the first release on which this holds on the way to the target; zero if it holds on every known one.
	Release release.Release
	// Upgrade is the one that the finding is about; Report fills it in.
	Upgrade release.Upgrade
	// Related are other places that belong to the finding.
	Related []Related
	// Help says what to do; it ends with the replacement where there is one.
	Help string
	// Notes give the releases and the upstream evidence.
	Notes []string
	// Fix is the proposed fix, the only one that is ever applied.
	Fix *Fix
	// Alternatives are other fixes a person may choose instead of Fix.
	Alternatives []*Fix
	// Nodes are the nodes the finding is about. Report fills in the one that is being looked at, and Run makes one finding
	// of those that differ in nothing but their node and component.
	Nodes []Node
	// Aside is set for a finding about what people write for mesoslint: no daemon does anything with it.
	Aside bool
	// Fingerprint knows the finding again in another run (lint/baseline.Fingerprints); Run leaves it empty.
	Fingerprint string
}

// Node names a node in a diagnostic.
type Node struct {
	Component config.Component
	Name      string
	// Start is where the node is written.
	Start source.Span

	// twin is the Start of the first node of the same file whose settings begin with the same text; the zero span if
	// there is no other.
	twin source.Span
}

// Fixes returns all fixes of the diagnostic, the proposed one first.
func (d *Diagnostic) Fixes() []*Fix {
	if d.Fix == nil {
		return d.Alternatives
	}
	return append([]*Fix{d.Fix}, d.Alternatives...)
}

// Waits reports whether a fix of the diagnostic is for after the upgrade: the release that runs until then does not read its
// result as meant.
func (d *Diagnostic) Waits(f *Fix) bool {
	return !d.Upgrade.From.IsZero() && d.Upgrade.From.Less(f.ValidFrom)
}

// Components returns the components that the finding is about: its own and those of its nodes, each once. AnyComponent is
// among them only if nothing else is.
func (d *Diagnostic) Components() []config.Component {
	out := []config.Component{d.Component}
	for _, n := range d.Nodes {
		if !slices.Contains(out, n.Component) {
			out = append(out, n.Component)
		}
	}
	if len(out) > 1 {
		out = slices.DeleteFunc(out, func(c config.Component) bool { return c == config.AnyComponent })
	}
	return out
}

// Related is another place that belongs to a diagnostic.
type Related struct {
	Span    source.Span
	Message string
}

// Applicability says whether a fix can be applied without looking.
type Applicability string

// The applicabilities. A safe fix changes no decision and no value on the target.
const (
	Safe   Applicability = "safe"
	Unsafe Applicability = "unsafe"
	// Manual is printed for a person to decide and never written, by any flag.
	Manual Applicability = "manual"
)

// Fix is a change that fixes a diagnostic. It is applied as a whole or not at all.
type Fix struct {
	Applicability Applicability
	// Message says what the fix does; of an unsafe one, exactly what changes.
	Message string
	// ValidFrom is the first release on which the fixed file means what it should; zero if it does everywhere.
	ValidFrom release.Release
	Edits     []Edit
	Renames   []Rename
	Creates   []Create
}

// Edit replaces the bytes of a span.
type Edit struct {
	Span source.Span
	Text string
	// Secrets are the bytes of Text that no report or diff shows, ordered and disjoint (the Builder of lint/redact makes both).
	// If it is nil and the span holds secret bytes, all of Text counts as secret.
	Secrets []source.Range
}

// Hidden returns the bytes of Text that no report or diff may show, ordered and disjoint.
func (e Edit) Hidden() []source.Range {
	if e.Secrets != nil || e.Span.Source == nil {
		return e.Secrets
	}
	if len(e.Text) > 0 && len(source.Within(e.Span.Source.Secrets(), e.Span.Start, e.Span.End)) > 0 {
		return []source.Range{{Start: 0, End: len(e.Text)}}
	}
	return nil
}

// Rename renames a file; both are paths as Source.File has them, in one directory.
type Rename struct{ From, To string }

// Create makes a new file, which must not exist.
type Create struct {
	// Path is a path as Source.File has them.
	Path string
	Data []byte
	// Mode is the file's permission bits; zero leaves them to Permissions.
	Mode fs.FileMode
	// Secrets are the bytes of Data that no report or diff shows, ordered and disjoint.
	Secrets []source.Range
}

// Permissions returns the permission bits the file gets: Mode, or where that is zero 0644, and 0600 for one with secrets.
func (c Create) Permissions() fs.FileMode {
	switch {
	case c.Mode != 0:
		return c.Mode.Perm()
	case len(c.Secrets) > 0:
		return 0o600
	}
	return 0o644
}

// Rule is one thing the linter knows to look for. It reads like its own documentation: explain, the JSON list of rules
// and SARIF are made from these fields.
type Rule struct {
	// Name is "subject/what", the stable name in reports and suppressions: "acl/removed-action".
	Name string
	// Title says in one line what is wrong.
	Title string
	// Doc explains why it matters, what the daemon does and what to do, in a few paragraphs.
	Doc string
	// Effects are those the rule can report, worst first.
	Effects []Effect
	// Fixable says whether the rule can offer a fix.
	Fixable bool
	// Example is a minimal configuration that the rule reports, and what becomes of it.
	Example Example
	// Formerly are names that the rule had in earlier versions; users may still write them.
	Formerly []string
	// One of these is set, or none for a rule under whose name others report. Each is called once for every document or node, or once for the whole run, possibly
	// from several goroutines; it reports through the pass and keeps nothing.
	Document func(*Pass, *config.Document)
	Node     func(*Pass, *config.Node)
	Config   func(*Pass, *config.Config)
}

// Pass is what a rule is given besides what it looks at.
type Pass struct {
	// Upgrade is what the user asked about. From may be zero.
	Upgrade release.Upgrade
	// Undated is set if nobody looks at Diagnostic.Release: a rule may leave it out if it takes time to find.
	Undated bool

	config   *config.Config
	wide     bool // whether a rule asked for it
	alike    bool // whether documents that say the same are looked at once
	rule     *Rule
	nodes    []Node // the node that is looked at, if it is one
	before   *before
	repeat   bool       // whether what is reported is wanted again
	said     []reported // which is here then
	report   func(Diagnostic)
	adjust   func(*Diagnostic) bool // nil to report everything as it is
	adjusted *Diagnostic            // what adjust looks at; nil until it does
	watch    func(judged, of int)   // nil if nobody watches
	worker   *worker
	memo     *memo
	shared   *sync.Map // of func() T, by key
}

// Config returns everything that was loaded. What a rule that asks for it finds in a document is never taken for what it would
// find in another that says the same (see Alike).
func (p *Pass) Config() *config.Config {
	p.wide = true
	return p.config
}

// untilUpgrade says of a help whose fix is for after the upgrade that it has to wait, unless it says so itself: somebody who follows
// it by hand may not look at the fix.
func untilUpgrade(help string) string {
	if help == "" || strings.Contains(help, "upgrade") || strings.Contains(help, "once no daemon") {
		return help
	}
	return help + "; not before the upgrade"
}

// Report adds a finding of the pass's rule. What a program printed is not a place to fix anything.
func (p *Pass) Report(d Diagnostic) {
	if p.repeat {
		p.said = append(p.said, reported{p.rule, d})
	}
	if d.Span.Source != nil && p.config.Around[d.Span.Source.Path] {
		return // nobody asked about that file
	}
	d.Rule, d.Upgrade = p.rule.Name, p.Upgrade
	if s := d.Span.Source; s != nil && s.Printed {
		d.Fix, d.Alternatives = nil, nil
	}
	if d.Fix != nil && d.Waits(d.Fix) {
		d.Help = untilUpgrade(d.Help)
	}
	if d.Severity == 0 {
		d.Severity = d.Effect.Severity()
	}
	if d.Nodes == nil {
		d.Nodes = p.nodes
	}
	if p.adjust != nil {
		if p.adjusted == nil {
			p.adjusted = new(Diagnostic) // one for all, so that not every finding takes memory of its own
		}
		*p.adjusted = d
		if !p.adjust(p.adjusted) {
			return
		}
		d = *p.adjusted
	}
	p.worker.words.keep(&d)
	p.report(d)
}
