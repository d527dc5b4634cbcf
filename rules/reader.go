package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// fromReader judges what a format's reader found under a rule's name. judge returns nil for what does no harm, and leaves the
// place, the component and the subject of a diagnostic to it. What a finding is about may be a secret: a message quotes only
// names that are known.
func fromReader(p *lint.Pass, n *config.Node, id string, judge func(*resolved.Daemon, machine.Finding) *lint.Diagnostic) {
	r := resolved.Of(p, n)
	if r == nil {
		return
	}
	for _, f := range n.Findings {
		if f.ID != id {
			continue
		}
		if d := judge(r, f); d != nil {
			d.Span, d.Component, d.Subject = f.Span, n.Component, f.Subject
			deletableLine(d, r, f)
			graver(r, f, d)
			p.Report(*d)
		}
	}
}

// deletableLine gives a finding about an assignment that reaches nobody, and whose help is to delete it, the manual fix that does so.
func deletableLine(d *lint.Diagnostic, r *resolved.Daemon, f machine.Finding) {
	if d.Fix == nil {
		*d = deletable(*d, r, &config.Setting{Way: config.Environment, Name: f.Subject, Span: f.Whole})
	}
}

// graver makes an error of a line that is dropped, if it would have kept somebody out.
func graver(r *resolved.Daemon, f machine.Finding, d *lint.Diagnostic) {
	flag := r.FlagOfDropped(f)
	if d.Effect != lint.Ignored || flag == "" || r.IsGiven(flag) || !catalog.IsGuard(r.Node.Component, flag, r.Release) {
		return
	}
	value := strings.Trim(string(f.Span.Source.Data[f.Span.End:]), " \t\"'=")
	if d.Severity == 0 && !strings.HasPrefix(value, "false") && !strings.HasPrefix(value, "0") {
		d.Severity = lint.Error
		d.Message += fmt.Sprintf("; without `%s` %s is less protected", flag, r.Who())
	}
}

// isRead reports whether the daemon takes a setting from an environment variable. One that only makes it print something and
// end is not meant for it: MESOS_VERSION is what scripts call the release they install.
func isRead(r *resolved.Daemon, name string) bool {
	if v := catalog.VariableNamed(name); v != nil {
		return v.ReadBy == "" && v.Exists.Contains(r.Release)
	}
	flag := r.FlagOf(&config.Setting{Way: config.Environment, Name: name})
	return flag != "" && !r.Flags.Flag(flag).Exits
}

// insertBefore returns a fix that writes text before a place.
func insertBefore(at source.Span, text string, how lint.Applicability, message string) *lint.Fix {
	at.End = at.Start
	return &lint.Fix{Applicability: how, Message: message, Edits: []lint.Edit{{Span: at, Text: text}}}
}
