package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var envValue = &lint.Rule{
	Name:  "env/value",
	Title: "libprocess refuses the value of a variable",
	Doc: `The variables of libprocess are read after the flags, when the daemon opens its socket. A malformed address, port
or boolean stops the start there. The SSL variables are read by binaries that were built with SSL: booleans and numbers
whether or not SSL is switched on, all others only if it is. Other builds ignore them.

A variable that the daemon itself sets from a flag is reported for that flag: see flag/address.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Example: lint.Example{
		On:        "1.10",
		Condition: "if it was built with --enable-ssl",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=yes
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=false
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachVariable(p, n, func(r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
			reading := v.On(r.Release)
			if reading == nil || s.Dynamic || !v.Exists.Contains(r.Release) || setsAnyway(r, v) {
				return
			}
			problem := misread(r, s.Value.String(), reading)
			if problem == "" || !readsAnyway(reading) && v.Build != "" && !maySpeakSSL(r) {
				return
			}
			found := lint.Diagnostic{
				Check: catalog.CheckReported("env/value", n.Component, r.Release, v.Name, ""),
				Span:  valueSpan(s), Effect: lint.Fatal, Component: n.Component, Subject: v.Name,
				Message: fmt.Sprintf("%s refuses the value of `%s` and will not start: %s", r.Who(), v.Name, problem),
				Help:    "write " + resolved.ExampleOf(reading.Type),
				Notes:   resolved.ReadAt(v.Evidence),
			}
			switch {
			case reading.Tolerant:
				found.Effect = lint.Ignored
				found.Message = fmt.Sprintf("%s ignores `%s` with a warning: %s", r.Who(), v.Name, problem)
			case v.Build != "":
				found.Severity = lint.Warning
				found.Condition = "if it was built with " + v.Build
				if !readsAnyway(reading) && r.SSL() == resolved.Perhaps {
					found.Condition += " and SSL is switched on"
				}
			}
			p.Report(found)
		})
	},
}

// maySpeakSSL reports whether SSL is switched on for a daemon, or something that can be named may switch it on.
func maySpeakSSL(r *resolved.Daemon) bool {
	switch r.SSL() {
	case resolved.Yes:
		return true
	case resolved.No:
		return false
	}
	return !r.AbsenceOfVariable(resolved.LibprocessPrefix + "SSL_ENABLED").Silent
}

// readsAnyway reports whether a value is parsed before anybody asks whether SSL is switched on: a boolean or a number.
func readsAnyway(reading *catalog.Reading) bool {
	return reading.Type != "string" && reading.Type != "Option<string>"
}

// misread says why a release does not take a text as it reads it, "" if it does.
func misread(r *resolved.Daemon, text string, reading *catalog.Reading) string {
	switch {
	case reading.Type == "rate" && text != "":
		if problem := startup.Rate(text, catalog.StartupDialect(r.Release)); problem != nil {
			return problem.Text
		}
		return ""
	case reading.Type == "rate", reading.Type == "bool" && text == "":
		return ""
	}
	value, err := stout.ParseValue(reading.Type, text, r.Dialect, nil)
	switch {
	case err != nil:
		return err.Problem
	case value.Unread:
		return ""
	}
	return resolved.Beyond(value, reading.Limits, r.Dialect)
}

// setsAnyway reports whether the daemon overwrites the variable from a flag before it is read.
func setsAnyway(r *resolved.Daemon, v *catalog.Variable) bool {
	if _, ok := r.Schema.Lookup(v.SetBy); v.SetBy == "" || !ok {
		return false
	}
	value, _ := r.Flag(v.SetBy)
	return v.AlwaysSet || value != nil
}

// valueSpan returns where a setting's value stands, or its name where it is empty.
func valueSpan(s *config.Setting) source.Span {
	if s.Value.Source() == nil || s.Value.Len() == 0 {
		return s.NameSpan
	}
	return s.Value.All()
}

var envConflict = &lint.Rule{
	Name:  "env/conflict",
	Title: "Another setting overrides the variable",
	Doc: `A setting of libprocess can be given in more than one way, and then one of them is dropped: of the two prefixes
LIBPROCESS_SSL_ wins, with a warning if they differ; an old name set to true wins over the new one, whatever its value; and
if the daemon has a flag for the setting, it overwrites the variable from that flag (the port even if the flag is not
given).`,
	Effects: []lint.Effect{lint.Changed, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_PORT=5052
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5051
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5051
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachVariable(p, n, func(r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
			if !v.Exists.Contains(r.Release) {
				return
			}
			replacement := resolved.Variable(n, v.Replacement)
			switch {
			case setsAnyway(r, v):
				reportOverwritten(p, r, s, v)
			case replacement == nil || v.Replacement == "" || !v.DeprecatedIn.Contains(r.Release):
			case v.Foreign != "": // it is for somebody else then
			case resolved.Prefixed(v) && !sameText(s, replacement):
				p.Report(differing(r, s, replacement, v, p.Upgrade.From))
			case !resolved.Prefixed(v):
				reportForced(p, r, s, replacement)
			}
		})
	},
}

// differing is about two variables that differ in their prefix and in their value. running is the release that the daemon is
// upgraded from, zero if that is not asked.
func differing(r *resolved.Daemon, s, replacement *config.Setting, v *catalog.Variable, running release.Release) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: v.Name,
		Related: []lint.Related{{Span: replacement.NameSpan, Message: "this one takes effect"}},
		Message: fmt.Sprintf("`%s` and `%s` differ, and %s uses the second, with a warning", v.Name, v.Replacement, r.Who()),
		Help:    fmt.Sprintf("delete `%s`", v.Name) + whereUsed(r, s),
		Fix:     manual(deletion(r, s), fmt.Sprintf("delete `%s`, which has no effect", v.Name)),
	}
	if usesOther(v, running) {
		found.Effect, found.Severity = lint.Changed, lint.Warning
		found.Message += fmt.Sprintf("; %s uses the first", resolved.Who(r.Node.Component, running))
		rivals{uses: s, drops: replacement, on: running}.keep(r, &found)
	}
	return found
}

// sameText reports whether two settings certainly have one value.
func sameText(a, b *config.Setting) bool {
	return !a.Dynamic && !b.Dynamic && a.Value.String() == b.Value.String()
}

// reportForced reports a new name that says false beside its old name that says true.
func reportForced(p *lint.Pass, r *resolved.Daemon, old, s *config.Setting) {
	v, running := catalog.VariableNamed(s.Name), p.Upgrade.From
	forced, sure := r.Truth(old, v)
	wanted, known := r.Truth(s, v)
	if !sure || !forced || !known || wanted {
		return
	}
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Changed, Component: r.Node.Component, Subject: s.Name,
		Related: []lint.Related{{Span: old.NameSpan, Message: "this turns it on"}},
		Message: fmt.Sprintf("%s takes `true` from `%s`, whatever the value of `%s` is", r.Who(), old.Name, s.Name),
	}
	if !running.IsZero() && !v.Exists.Contains(running) {
		rivals{uses: old, drops: s, on: running}.keep(r, &found)
	} else {
		keepMeant(r, s, old, &found)
	}
	p.Report(found)
}

// reportOverwritten reports a variable that the daemon sets from a flag.
func reportOverwritten(p *lint.Pass, r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
	value, knowledge := r.Flag(v.SetBy)
	def := r.Definition(v.SetBy)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Component: r.Node.Component, Subject: v.Name,
		Help:  fmt.Sprintf("delete it, and set `%s`", v.SetBy),
		Notes: resolved.ReadAt(v.Evidence),
	}
	switch {
	case value != nil && knowledge == resolved.Known && value.Parsed.String() == s.Value.String():
		return
	case value != nil && knowledge == resolved.Opaque && s.Dynamic && value.Setting.Value.String() == s.Value.String():
		return // both are of the same variable
	case value != nil:
		found.Message = fmt.Sprintf("%s overwrites `%s` with the value of `%s`", r.Who(), v.Name, v.SetBy)
		found.Related = []lint.Related{{Span: value.Setting.NameSpan, Message: "this one takes effect"}}
		found.Help = "delete it"
	case def.Default != nil && *def.Default == s.Value.String():
		return
	case def.Default != nil:
		found.Message = fmt.Sprintf("%s overwrites `%s` with the value of `%s`, which is %s by default", r.Who(), v.Name, v.SetBy, *def.Default)
	}
	p.Report(deletable(found, r, s))
}
