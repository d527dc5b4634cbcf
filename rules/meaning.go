package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var meaningChanged = &lint.Rule{
	Name:  "meaning/changed",
	Title: "A setting means something else after the upgrade",
	Doc: `Both releases accept the setting and use it differently: VERIFY_CERT applies only to servers from 1.9 on; the
sorters of the master, which older releases accept and never read, are read from 1.4.2, 1.5.2 and 1.6.1 on.`,
	Effects: []lint.Effect{lint.Changed, lint.Advice},
	Example: lint.Example{
		On: "1.3..1.4",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={}
--launcher=linux
--isolation=filesystem/linux,disk/xfs
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--executor_environment_variables={}
--launcher=linux
--isolation=filesystem/linux,disk/xfs
--enforce_container_disk_quota
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachChangedMeaning(p, n, false)
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) { reportNowRead(p, r, v) })
	},
}

// eachChangedMeaning reports the meanings of the catalogue that change on the way, those of flags that are not given or
// the others.
func eachChangedMeaning(p *lint.Pass, n *config.Node, unset bool) {
	r := resolved.Of(p, n)
	if r == nil || p.Upgrade.From.IsZero() || unset && resolved.On(p, n, p.Upgrade.From).Refuses() {
		return
	}
	for _, m := range catalog.Meanings() {
		if m.Unset != unset || m.Component != config.AnyComponent && m.Component != n.Component {
			continue
		}
		if before, after := m.On(p.Upgrade.From), m.On(p.Upgrade.To); before != nil && after != nil && before != after {
			reportMeaning(p, r, m, before, after)
		}
	}
}

func reportMeaning(p *lint.Pass, r *resolved.Daemon, m *catalog.Meaning, before, after *catalog.Doing) {
	about := catalog.Condition{Flag: m.About, Given: true}
	with := "with"
	switch {
	case catalog.VariableNamed(m.About) != nil:
		about.OneOf = []string{"true"}
	case m.Unset:
		about.Given, with = false, "without"
	}
	found := lint.Diagnostic{
		Span: r.Node.Start, Effect: lint.Changed, Component: r.Node.Component, Help: m.Help,
		Release: resolved.Since(p.Upgrade.To, after.In.Contains),
		Notes:   resolved.ReadAt(m.Evidence...),
	}
	if c := catalog.ChangeNamed(m.Change); c != nil {
		found.Notes = append(found.Notes, fmt.Sprintf("change %s of %s", c.ID, c.Release))
	}
	if m.Weakens && !isLimited(r, m) {
		found.Severity = lint.Error
	}
	var of []string
	for i, c := range append([]catalog.Condition{about}, m.When...) {
		g, holds := groundOf(r, c)
		if g.doubt.Silent && (i > 0 || m.Unset) {
			g.doubt = withoutSilence(r, g, m)
		}
		if !holds || g.doubt.Silent {
			return
		}
		if i == 0 {
			found.Subject = g.name
		}
		if g.at != nil && found.Span == r.Node.Start {
			found.Span = g.at.Span
		}
		if len(g.of) > 0 {
			of = g.of
		}
		hedgeMeaning(&found, g.doubt, i == 0 && m.Unset)
	}
	if m.Machine != "" {
		found.Effect, found.Severity = lint.Advice, lint.Info
		resolved.AddCondition(&found, m.Machine)
	}
	subject := "`" + found.Subject + "`"
	if of != nil {
		subject += " (" + resolved.QuotedList(of) + ")"
	}
	found.Message = fmt.Sprintf("%s %s %s %s; %s %s", with, subject, resolved.Who(r.Node.Component, p.Upgrade.From), before.What,
		r.Who(), after.What)
	found.Help += notBefore(r, p.Upgrade.From, found.Help)
	p.Report(found)
}

// withoutSilence returns what a finding depends on although the absence of a flag says nothing by itself: one about a setting
// that is there on any flag, and one about a default that changes on what else an init wrapper reads.
func withoutSilence(r *resolved.Daemon, g ground, m *catalog.Meaning) resolved.Absence {
	if m.Unset && !resolved.IsPartOfWrapper(r.Node) {
		return g.doubt
	}
	return r.Elsewhere(g.name)
}

// isLimited reports whether a flag is given, or may be given by what was not seen, that may keep people from what a change of
// meaning lets them do.
func isLimited(r *resolved.Daemon, m *catalog.Meaning) bool {
	return slices.ContainsFunc(m.LimitedBy, func(flag string) bool {
		g, unset := groundOf(r, catalog.Condition{Flag: flag})
		return !unset || g.doubt.Condition != "" || g.doubt.Silent
	})
}

// hedgeMeaning makes a finding depend on what is not given as far as the node shows. A finding about what is absent is
// then information; one about what is there, and that an unseen flag would change, a warning.
func hedgeMeaning(found *lint.Diagnostic, doubt resolved.Absence, absent bool) {
	switch {
	case doubt.Condition == "":
		return
	case absent:
		found.Severity = lint.Info
	case found.Severity == lint.Error:
		found.Severity = lint.Warning
	}
	resolved.AddCondition(found, doubt.Condition)
}

// isNowRead reports whether the target reads a value that the release the upgrade starts from takes and never reads.
func isNowRead(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue) bool {
	f := r.Flags.Flag(v.Name)
	if f == nil || p.Upgrade.From.IsZero() || !v.Known() {
		return false
	}
	now, def := r.Flags.Flag(v.Flag.Name), r.Definition(v.Flag.Name)
	read := f.Exists.Contains(r.Release) && !f.Unread.Contains(r.Release) && !now.Unread.Contains(r.Release)
	return read && f.Unread.Contains(p.Upgrade.From) && (def.Default == nil || *def.Default != v.Parsed.Text)
}

// nowRead returns the settings of a node that are now read, as they are written.
func nowRead(p *lint.Pass, r *resolved.Daemon) []string {
	var out []string
	for _, v := range r.Values {
		if isNowRead(p, r, v) {
			out = append(out, v.Setting.Name)
		}
	}
	return out
}

// reportNowRead reports a flag that the release the upgrade starts from takes and never reads.
func reportNowRead(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue) {
	if !isNowRead(p, r, v) {
		return
	}
	f, def := r.Flags.Flag(v.Name), r.Definition(v.Flag.Name)
	found := lint.Diagnostic{
		Span: v.Setting.Span, Effect: lint.Changed, Component: r.Node.Component, Subject: v.Flag.Name,
		Release: resolved.Since(r.Release, func(on release.Release) bool { return f.Exists.Contains(on) && !f.Unread.Contains(on) }),
		Message: fmt.Sprintf("%s reads `%s`, which %s accepts and never reads", r.Who(), v.Setting.Name, p.Upgrade.From),
		Help:    "make sure that the value is correct, or delete it",
		Notes:   resolved.ReadAt(def.Evidence),
	}
	if also := nowRead(p, r); len(also) > 1 {
		found.Help = fmt.Sprintf("make sure that the values are correct, or delete %s together", resolved.QuotedList(also))
	}
	p.Report(found)
}
