package rules

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/suppress"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// The rules of this file look at no configuration: lint/suppress reports under their names what it finds about
// suppressions.

var suppressionStale = &lint.Rule{
	Name:  "suppression/stale",
	Title: "The suppression suppresses nothing",
	Doc: `A comment or an entry of the configuration that suppresses a finding stays when the finding goes. It then says
something of the file that is not so, and hides the mistake silently if somebody makes it again.

What is meant is this run: the release of --to, and --from if it is given. A repository that is checked for several upgrades
may need a suppression for one of them and not for another; leave the rule out there with --ignore suppression/stale. A
suppression of a rule that this run does not look for is not reported.`,
	Effects: []lint.Effect{lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
# mesoslint: ignore flag/unknown -- a module reads it
--quorum=1
`}},
		After: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
`}},
	},
}

var suppressionNoReason = &lint.Rule{
	Name:  "suppression/no-reason",
	Title: "The suppression gives no reason",
	Doc: `Who reads a suppression later has to know why somebody decided to live with the finding: without a reason nobody dares
to remove it. A suppression without one suppresses nothing. The reason is written after "--" with a blank on either side of it.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
# mesoslint: ignore flag/unknown
--vendor_mode=on
`}},
		After: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
# mesoslint: ignore flag/unknown -- our build of Mesos has this flag
--vendor_mode=on
`}},
	},
}

var suppressionUnknown = &lint.Rule{
	Name:  "suppression/unknown",
	Title: "The suppression names something that does not exist",
	Doc: `A suppression names rules or start-up checks as "mesoslint rules" lists them, or the beginning of their names ("acl/").
A name that is misspelt suppresses nothing. A rule that was renamed is known by its old name still; that is reported as
information, with a fix that writes the new one.

The findings of the rules about suppressions and baselines cannot be suppressed by a comment: --ignore leaves them out.`,
	Effects: []lint.Effect{lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
# mesoslint: ignore flag/unkown -- our build of Mesos has this flag
--vendor_mode=on
`}},
		After: []lint.File{{Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
# mesoslint: ignore flag/unknown -- our build of Mesos has this flag
--vendor_mode=on
`}},
	},
}

// Rank says how closely a name given by a user names the findings of a rule and a check, either of which may be empty: 0 if
// it does not name them, more the less else it names. It is a rule ("acl/removed-action"), a subject ("acl/"), a start-up
// check ("master-weights-format"), or what the ids of several begin with ("agent-gpu-").
func Rank(name, rule, check string) int {
	switch {
	case name == "":
		return 0
	case name == check:
		return math.MaxInt
	case name == rule:
		return math.MaxInt - 1
	case strings.HasSuffix(name, "/") && strings.HasPrefix(rule, name), strings.HasSuffix(name, "-") && strings.HasPrefix(check, name):
		return len(name)
	}
	return 0
}

// Selects reports whether a name given by a user names anything that can be found, as Rank takes it.
func Selects(name string) bool {
	return slices.ContainsFunc(All(), func(r *lint.Rule) bool { return Rank(name, r.Name, "") > 0 }) ||
		slices.ContainsFunc(catalog.Checks(), func(c catalog.Check) bool { return len(c.Rules) > 0 && Rank(name, "", c.ID) > 0 })
}

// Meant returns what a name that selects nothing most likely meant: a subject without its slash, a rule or check, or a
// subject that is spelt otherwise; "" if none is near.
func Meant(name string) string {
	if subject := name + "/"; Selects(subject) {
		return subject
	}
	selectable := func(yield func(string) bool) {
		for _, r := range All() {
			if !yield(r.Name) {
				return
			}
		}
		for _, c := range catalog.Checks() {
			if len(c.Rules) > 0 && !yield(c.ID) {
				return
			}
		}
		for _, r := range All() {
			if subject, _, _ := strings.Cut(r.Name, "/"); !yield(subject + "/") {
				return
			}
		}
	}
	return resolved.Nearest(name, selectable)
}

// Current returns the name that a rule has today: the name itself unless the rule was renamed.
func Current(name string) string { return current(All(), name) }

func current(all []*lint.Rule, name string) string {
	for _, r := range all {
		if slices.Contains(r.Formerly, name) {
			return r.Name
		}
	}
	return name
}

// Suppressible returns what a name in a suppression stands for. looked reports whether a run looks for the findings of a
// rule and a check, either of which may be empty.
func Suppressible(name string, looked func(rule, check string) bool) (suppress.Selector, error) {
	s := suppress.Selector{Current: Current(name), Judged: true}
	if aboutLiving(s.Current) {
		return suppress.Selector{}, fmt.Errorf("findings of `%s` cannot be suppressed by a comment", s.Current)
	}
	if !Selects(s.Current) {
		shown := "the name is not that of a rule or check"
		if isName(name) {
			shown = fmt.Sprintf("there is no rule or check `%s`", name)
		}
		s = suppress.Selector{}
		if meant := Meant(name); meant != "" && !aboutLiving(meant) {
			s.Current = meant
			shown += fmt.Sprintf("; did you mean `%s`?", meant)
		}
		return s, errors.New(shown)
	}
	s.Names = func(rule, check string) bool { return !aboutLiving(rule) && Rank(s.Current, rule, check) > 0 }
	for _, r := range All() {
		if aboutLiving(r.Name) {
			continue
		}
		checks := slices.DeleteFunc(catalog.ChecksOf(r.Name), func(c *catalog.Check) bool { return Rank(s.Current, "", c.ID) == 0 })
		if Rank(s.Current, r.Name, "") > 0 {
			s.Judged = s.Judged && looked(r.Name, "")
		} else if len(checks) == 0 {
			continue
		}
		for _, c := range checks {
			s.Judged = s.Judged && looked(r.Name, c.ID)
		}
		s.Wide = s.Wide || r.Config != nil
	}
	return s, nil
}

// aboutLiving reports whether a rule or subject is about suppressions and baselines themselves.
func aboutLiving(name string) bool {
	return strings.HasPrefix(name, "suppression/") || strings.HasPrefix(name, "baseline/")
}

// isName reports whether a text is written as names of rules and checks are, and is not a secret that stands in their place.
func isName(text string) bool {
	return strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/") == "" && len(text) <= 60 && len(redact.Generated(text)) == 0
}
