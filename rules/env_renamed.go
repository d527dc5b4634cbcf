package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var envSSLPrefix = &lint.Rule{
	Name:  "env/ssl-prefix",
	Title: "The variable has the prefix of other releases",
	Doc: `The SSL settings of libprocess were called SSL_… when they came in 0.23.0. Since 1.0.0 they are called LIBPROCESS_SSL_…;
the old names are silently read to this day. Releases before 1.0.0 read the old names only and silently ignore the new ones:
a daemon that is meant to speak SSL then speaks plain text.

The fix writes the name that the release reads. SSL_CERT_FILE is also a variable of OpenSSL and of curl: it is reported only
if SSL is switched on for the daemon, and it is not renamed automatically.`,
	Effects: []lint.Effect{lint.Ignored, lint.Deprecated},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=SSL_ENABLED=true SSL_KEY_FILE=/etc/mesos/key.pem LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachVariable(p, n, func(r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
			old := resolved.Shorter(v)
			switch {
			case resolved.Prefixed(v) && v.DeprecatedIn.Contains(r.Release):
				switch taken := shadowing(r, v); {
				case v.Foreign != "" && (taken != nil || r.SSL() != resolved.Yes): // it is not for Mesos
				case taken != nil:
					p.Report(shadowed(r, s, v, p.Upgrade.From))
				default:
					p.Report(oldPrefix(r, s, v, p.Upgrade.From))
				}
			case !v.Exists.Contains(r.Release) && old != nil && old.Exists.Contains(r.Release):
				p.Report(newPrefix(r, s, v, old))
			}
		})
	},
}

func oldPrefix(r *resolved.Daemon, s *config.Setting, v *catalog.Variable, running release.Release) lint.Diagnostic {
	newest := r.NewestName(v)
	from := resolved.SinceOrAlways(r.Release, v.DeprecatedIn.Contains)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Deprecated, Component: r.Node.Component, Subject: v.Name, Release: from,
		Message: fmt.Sprintf("`%s` is called `%s` since %s; %s still reads the old name", v.Name, newest.Name, newest.Exists[0].First, r.Who()),
		Help:    fmt.Sprintf("write `%s`", newest.Name),
		Notes:   resolved.ReadAt(v.Evidence),
	}
	if v.Note != "" {
		found.Notes = append(found.Notes, v.Note)
	}
	// The old name of a boolean that was renamed once more counts only if it is true: its prefix alone is changed then.
	if truth, sure := r.WrittenTruth(s, v); newest.Name != v.Replacement && (!sure || !truth) {
		newest = catalog.VariableNamed(v.Replacement)
		found.Help = fmt.Sprintf("write `%s`", newest.Name)
	}
	if given := resolved.Variable(r.Node, newest.Name); given != nil {
		found.Help = forcedHelp(r, given, newest) + notYet(r, newest, running)
	} else if found.Fix = renaming(r, s, resolved.RenameInPlace(s, newest.Name)); found.Fix != nil {
		found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, newest.Exists[0].First
		found.Fix.Message = fmt.Sprintf("rename `%s` to `%s`", v.Name, newest.Name)
	} else {
		found.Help += notYet(r, newest, running) + whereUsed(r, s)
	}
	if v.Foreign != "" {
		found.Notes = append(found.Notes, v.Foreign)
		if found.Fix != nil {
			found.Fix.Applicability = lint.Manual
		}
	}
	return found
}

// shadowing returns the setting of the name with the newer prefix, beside which a release does not look at a variable with the
// older one; nil if there is none.
func shadowing(r *resolved.Daemon, v *catalog.Variable) *config.Setting {
	if !catalog.VariableNamed(v.Replacement).Exists.Contains(r.Release) {
		return nil
	}
	return resolved.Variable(r.Node, v.Replacement)
}

// shadowed is about a variable with the older prefix beside the same one with the newer prefix. If the release that runs uses
// the older one, and they differ, to delete either is a decision: env/conflict has it.
func shadowed(r *resolved.Daemon, s *config.Setting, v *catalog.Variable, running release.Release) lint.Diagnostic {
	from := resolved.SinceOrAlways(r.Release, v.DeprecatedIn.Contains)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Deprecated, Component: r.Node.Component, Subject: v.Name, Release: from,
		Related: []lint.Related{{Span: shadowing(r, v).NameSpan, Message: "this one takes effect"}},
		Message: fmt.Sprintf("`%s` is called `%s` since %s, which is given as well: %s uses that", v.Name, v.Replacement, from, r.Who()),
		Help:    resolved.DeleteBeside(v.Replacement),
		Notes:   resolved.ReadAt(v.Evidence),
		Fix:     deletion(r, s),
	}
	if usesOther(v, running) && !sameText(s, shadowing(r, v)) {
		rivals{uses: s, drops: shadowing(r, v), on: running}.keep(r, &found)
	} else if found.Fix != nil {
		found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, catalog.VariableNamed(v.Replacement).Exists[0].First
		found.Fix.Message = fmt.Sprintf("delete `%s`, which has no effect beside `%s`", v.Name, v.Replacement)
	}
	return found
}

// usesOther reports whether the release that runs, if one is known, reads a variable with the older prefix, and not yet the
// one with the newer prefix.
func usesOther(v *catalog.Variable, running release.Release) bool {
	return !running.IsZero() && v.Exists.Contains(running) && !catalog.VariableNamed(v.Replacement).Exists.Contains(running)
}

func newPrefix(r *resolved.Daemon, s *config.Setting, v, old *catalog.Variable) lint.Diagnostic {
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Ignored, Severity: lint.Error, Component: r.Node.Component, Subject: v.Name,
		Message: fmt.Sprintf("%s silently ignores `%s`: it reads `%s` only", r.Who(), v.Name, old.Name),
		Help:    fmt.Sprintf("write `%s`", old.Name),
		Notes:   []string{fmt.Sprintf("`%s` is read in %s (%s)", v.Name, v.Exists, v.Evidence)},
	}
	offerVariable(r, s, old.Name, &found)
	return found
}

// offerVariable adds to a finding about a variable that is not read the fix that gives it another name; if something has that
// name already, the help says so.
func offerVariable(r *resolved.Daemon, s *config.Setting, to string, found *lint.Diagnostic) {
	if v := catalog.VariableNamed(to); v != nil {
		if old := resolved.Shorter(v); old != nil && resolved.Variable(r.Node, old.Name) != nil {
			to = old.Name // which the release reads as well
		}
	}
	if resolved.Variable(r.Node, to) == nil {
		found.Fix = beginsToCount(r, renaming(r, s, resolved.RenameInPlace(s, to)), s.Name, to)
		return
	}
	found.Help = resolved.DeleteBeside(to)
	found.Fix = manual(deletion(r, s), fmt.Sprintf("delete `%s`", s.Name))
}

var envRenamed = &lint.Rule{
	Name:  "env/renamed",
	Title: "The variable was renamed, and the old name does less",
	Doc: `In 1.10.0 two SSL settings were renamed: VERIFY_CERT became VERIFY_SERVER_CERT and REQUIRE_CERT became
REQUIRE_CLIENT_CERT. The old name set to true still works: it logs a warning and turns the new setting on, whatever the new
variable says. Set to false it has no effect.`,
	Effects: []lint.Effect{lint.Deprecated, lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.10",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem
Environment=LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem LIBPROCESS_SSL_VERIFY_CERT=true
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem
Environment=LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem LIBPROCESS_SSL_VERIFY_SERVER_CERT=true
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachVariable(p, n, func(r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
			if v.Replacement == "" || resolved.Prefixed(v) || !v.DeprecatedIn.Contains(r.Release) || !v.Exists.Contains(r.Release) {
				return
			}
			p.Report(renamedVariable(r, s, v, p.Upgrade.From))
		})
	},
}

func renamedVariable(r *resolved.Daemon, s *config.Setting, v *catalog.Variable, running release.Release) lint.Diagnostic {
	from := resolved.SinceOrAlways(r.Release, v.DeprecatedIn.Contains)
	found := lint.Diagnostic{
		Span: s.NameSpan, Effect: lint.Deprecated, Component: r.Node.Component, Subject: v.Name, Release: from,
		Message: fmt.Sprintf("`%s` is called `%s` since %s: %s takes `true` from the old name with a warning",
			v.Name, v.Replacement, from, r.Who()),
		Help:  fmt.Sprintf("write `%s`", v.Replacement),
		Notes: resolved.ReadAt(v.Evidence),
	}
	if truth, sure := r.WrittenTruth(s, v); sure && !truth {
		found.Effect = lint.Ignored
		found.Message = fmt.Sprintf("`%s` is called `%s` since %s: %s takes only `true` from the old name",
			v.Name, v.Replacement, from, r.Who())
	}
	if given := resolved.Variable(r.Node, v.Replacement); given != nil {
		found.Help = resolved.DeleteBeside(v.Replacement)
		if found.Effect == lint.Deprecated {
			newest := catalog.VariableNamed(v.Replacement)
			found.Help = forcedHelp(r, given, newest) + notYet(r, newest, running)
		}
	} else if old := resolved.Shorter(v); old != nil && resolved.Variable(r.Node, old.Name) != nil {
		found.Help = fmt.Sprintf("delete `%s`, which takes effect once this name is gone, and write `%s`", old.Name, v.Replacement)
	} else if !s.Dynamic {
		if found.Fix = renaming(r, s, resolved.RenameInPlace(s, v.Replacement)); found.Fix != nil {
			found.Fix.Applicability, found.Fix.ValidFrom = lint.Safe, from
			found.Fix.Message = fmt.Sprintf("rename `%s` to `%s`", v.Name, v.Replacement)
		} else {
			found.Help += notYet(r, catalog.VariableNamed(v.Replacement), running) + whereUsed(r, s)
		}
	}
	return found
}

// forcedHelp says what to do about an old name that turns on what the new name, which is given as well, is for.
func forcedHelp(r *resolved.Daemon, given *config.Setting, v *catalog.Variable) string {
	if truth, sure := r.Truth(given, v); truth && sure {
		return fmt.Sprintf("delete it: `%s` says the same", v.Name)
	}
	return fmt.Sprintf("delete it, and write `%s=true` to keep what takes effect today", v.Name)
}

// notYet ends a help that has no fix, and so no release from which it is valid: until the upgrade, a new name that the running
// release does not read yet must not take the place of the old one. It is "" if that release reads it, or is not known.
func notYet(r *resolved.Daemon, newest *catalog.Variable, running release.Release) string {
	if running.IsZero() || newest.Exists.Contains(running) {
		return ""
	}
	return fmt.Sprintf("; not before the upgrade: %s does not read `%s`", resolved.Who(r.Node.Component, running), newest.Name)
}

// notBefore ends a help that names flags which the running release, if one is known, does not have yet; it is "" if it has all of
// them, or if the help says what is to wait.
func notBefore(r *resolved.Daemon, running release.Release, help string) string {
	if running.IsZero() || strings.Contains(help, "upgrade") || strings.Contains(help, "new binaries") {
		return ""
	}
	for i, word := range strings.Split(help, "`") {
		name, _, _ := strings.Cut(word, "=")
		if f := r.Flags.Flag(name); i%2 == 1 && f != nil && !f.Exists.Contains(running) {
			return fmt.Sprintf("; not before the upgrade: %s does not have `%s`", resolved.Who(r.Node.Component, running), name)
		}
	}
	return ""
}

var envUnread = &lint.Rule{
	Name:  "env/unread",
	Title: "The release does not read this variable",
	Doc: `Some names are in the documentation of Mesos and in the code of no release: VERIFY_DEPTH for VERIFICATION_DEPTH,
ECDH_CURVE for ECDH_CURVES. Others are read only by later or only by older releases. All are silently ignored: certificates
that VERIFY_SERVER_CERT or REQUIRE_CLIENT_CERT should require are not required before 1.10.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem
Environment=LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem LIBPROCESS_SSL_VERIFY_DEPTH=2
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_KEY_FILE=/etc/mesos/key.pem
Environment=LIBPROCESS_SSL_CERT_FILE=/etc/mesos/cert.pem LIBPROCESS_SSL_VERIFICATION_DEPTH=2
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachVariable(p, n, func(r *resolved.Daemon, s *config.Setting, v *catalog.Variable) {
			if v.Exists.Contains(r.Release) {
				return
			}
			if old := resolved.Shorter(v); old != nil && old.Exists.Contains(r.Release) || v.Foreign != "" {
				return // the prefix is what is wrong, or it is for somebody else
			}
			found := lint.Diagnostic{
				Span: s.NameSpan, Effect: lint.Ignored, Component: n.Component, Subject: v.Name,
				Message: fmt.Sprintf("%s does not read `%s` (it is read in %s)", r.Who(), v.Name, v.Exists),
				Help:    "delete it",
				Notes:   resolved.ReadAt(v.Evidence),
				Release: resolved.SinceOrAlways(r.Release, func(on release.Release) bool { return !v.Exists.Contains(on) }),
			}
			if v.Unread() {
				found.Message = fmt.Sprintf("the documentation names `%s`, and no release reads it", v.Name)
			}
			if to := v.Replacement; to != "" && catalog.VariableNamed(to).Exists.Contains(r.Release) {
				found.Help = fmt.Sprintf("write `%s`", to)
				offerVariable(r, s, to, &found)
			}
			if former := formerName(v, r.Release); former != nil {
				found.Help = fmt.Sprintf("write `%s` before %s", former.Name, v.Exists[0].First)
				offerVariable(r, s, former.Name, &found)
			}
			if truth, sure := r.Truth(s, v); v.Protects && truth && sure {
				found.Severity = lint.Error
				found.Message += ": certificates are not checked as it says"
			}
			p.Report(found)
		})
	},
}

// formerName returns the variable that a release reads in the place of one that only later releases read, nil if it has none.
func formerName(v *catalog.Variable, on release.Release) *catalog.Variable {
	if len(v.Exists) == 0 || !on.Less(v.Exists[0].First) {
		return nil
	}
	for _, old := range catalog.Variables() {
		if old.Replacement == v.Name && !resolved.Prefixed(old) && old.Exists.Contains(on) {
			return old
		}
	}
	return nil
}
