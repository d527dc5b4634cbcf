package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagDeprecated = &lint.Rule{
	Name:  "flag/deprecated",
	Title: "The flag is deprecated",
	Doc: `The flag still works on the release. Its documentation, its help text or a warning in the log say that it will be
removed. A flag that was renamed is reported by flag/renamed instead.`,
	Effects: []lint.Effect{lint.Deprecated},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--weights=web=2
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			f := r.Flags.Flag(v.Flag.Name)
			if !f.DeprecatedIn.Contains(r.Release) || f.Unread.Contains(r.Release) || v.Refused != 0 || r.OnlyAllowed(v) {
				return
			}
			from := resolved.SinceOrAlways(r.Release, f.DeprecatedIn.Contains)
			found := lint.Diagnostic{
				Check: catalog.CheckReported("flag/deprecated", n.Component, r.Release, f.Name, ""),
				Span:  v.Setting.NameSpan, Effect: lint.Deprecated, Component: n.Component, Subject: f.Name, Release: from,
				Message: fmt.Sprintf("`%s` is deprecated in %s", v.Setting.Name, r.Who()),
				Help:    insteadOf(v.Setting, f),
				Notes:   []string{"announced in: " + f.DeprecatedBy, resolved.History(n.Component, f)},
			}
			if gone := goneFrom(f, r); gone != "" {
				found.Message += " and will be removed in " + gone
			}
			if running := p.Upgrade.From; !running.IsZero() && f.Exists.Contains(running) && !f.DeprecatedIn.Contains(running) {
				found.Help += fmt.Sprintf("; not before the upgrade: %s relies on it", resolved.Who(n.Component, running))
			}
			p.Report(found)
		})
	},
}

// insteadOf says what to do instead of giving a flag.
func insteadOf(s *config.Setting, f *catalog.Flag) string {
	switch {
	case f.Replacement != "" && f.Note != "":
		return fmt.Sprintf("use `%s`: %s", resolved.Written(s, f.Replacement), f.Note)
	case f.Replacement != "":
		return fmt.Sprintf("use `%s`", resolved.Written(s, f.Replacement))
	case f.Note != "":
		return "stop using it: " + f.Note
	}
	return "stop using it"
}

// goneFrom returns the first release after r's that does not have the flag any more, "" if all known ones have it.
func goneFrom(f *catalog.Flag, r *resolved.Daemon) string {
	for _, on := range catalog.Releases().All() {
		if r.Release.Less(on) && !f.Exists.Contains(on) {
			return on.String()
		}
	}
	return ""
}

var flagUnread = &lint.Rule{
	Name:  "flag/unread",
	Title: "The daemon accepts the flag and never reads it",
	Doc: `Some flags were declared and never read, for many releases. Any value is accepted and has no effect. If a later
release starts to read the flag, a value that had no effect for years, even a misspelt one, takes effect.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "0.28",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--user_sorter=dfr
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			f := r.Flags.Flag(v.Flag.Name)
			if !f.Unread.Contains(r.Release) || v.Refused != 0 || r.OnlyAllowed(v) || !r.Allows(v) {
				return
			}
			found := lint.Diagnostic{
				Span: v.Setting.NameSpan, Effect: lint.Ignored, Component: n.Component, Subject: f.Name,
				Release: resolved.SinceOrAlways(r.Release, f.Unread.Contains),
				Message: fmt.Sprintf("%s accepts `%s` and never reads it", r.Who(), v.Setting.Name),
				Help:    "delete it",
				Notes:   []string{resolved.History(n.Component, f)},
			}
			for _, on := range catalog.Releases().All() {
				if r.Release.Less(on) && f.Exists.Contains(on) && !f.Unread.Contains(on) {
					found.Message += fmt.Sprintf(" (%s starts to)", on)
					break
				}
			}
			p.Report(deletable(found, r, v.Setting))
		})
	},
}
