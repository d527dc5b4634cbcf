package catalog

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Change is one thing that a release changed, of those that somebody who upgrades may have to know.
type Change struct {
	// ID is stable: plans, rules and people refer to it.
	ID      string          `json:"id"`
	Release release.Release `json:"release"`
	// Area is "core", "flags", "acl", "credentials", "environment", "framework-api", "module-api", "endpoints", "metrics",
	// "build" or "procedure".
	Area string `json:"area"`
	// Kind is "added", "changed", "deprecated" or "removed".
	Kind string `json:"kind"`
	// Components are those it concerns: "master", "agent", "scheduler", "executor", "module", "tooling".
	Components []string `json:"components"`
	// Summary says what changed, and Do what to do about it, "" if that is nothing: whole sentences.
	Summary string `json:"summary"`
	Do      string `json:"do"`
	// When says when to do it: "any", "before-masters", "after-masters", "before-agents", "after-agents", "with-binaries" or
	// "after-all".
	When string `json:"when"`
	// Subjects are the names it is about: flags, endpoints, fields, actions, kinds of module.
	Subjects []string `json:"subjects"`
	// Applies says of which configuration it is true; nil if a configuration cannot tell.
	Applies *Applies `json:"applies"`
	// Since is the first release that has what changes, so that an upgrade from an older one does not come past it; zero
	// if every release has it.
	Since release.Release `json:"since"`
	// ReplacedBy is the id of a later change that takes its place, or the name of what is used instead.
	ReplacedBy string `json:"replaced_by"`
	// RemovedIn is the release that removes what this one adds or deprecates.
	RemovedIn release.Release `json:"removed_in"`
	// Order says in which order components take part, if that is not the usual one.
	Order string `json:"order"`
	Note  string `json:"note"`
	// Weakens is set if it silently lets somebody do more than before.
	Weakens bool `json:"weakens"`
	// Seed is set if the upgrade guides have it.
	Seed bool `json:"seed"`
	// Rule is the name of the rule that reports it from a configuration, "manual" if a person has to look.
	Rule     string   `json:"rule"`
	Evidence []string `json:"evidence"`
}

// Manual is the Rule of a change that no configuration tells.
const Manual = "manual"

// EndpointArea is the Area of changes of endpoints.
const EndpointArea = "endpoints"

// The kinds of a change.
const (
	Added      = "added"
	Deprecated = "deprecated"
	Removed    = "removed"
)

// Applies is a condition about the configuration of a daemon. All that is given in one must hold.
type Applies struct {
	All []*Applies `json:"all"`
	Any []*Applies `json:"any"`
	// Flag is "agent.launcher", "*.modules" for both daemons, or a pattern, "*.*slave*". Given, Unset, Is, Has, HasPrefix and Resources are about it.
	Flag  string `json:"flag"`
	Given bool   `json:"given"`
	Unset bool   `json:"unset"`
	// Is lists values, of which it must have one; OrUnset says that none given is as good.
	Is      []string `json:"is"`
	OrUnset bool     `json:"or_unset"`
	// Has is an element of the comma separated value, alternatives parted by "|"; HasPrefix begins one.
	Has       string `json:"has"`
	HasPrefix string `json:"has_prefix"`
	// Resources is a property of resources: "finer" (than three decimal digits), "relative-disk-root" or "reserved".
	Resources string `json:"resources"`
	// Env is a pattern of the name of an environment variable.
	Env string `json:"env"`
	// ACL are keys of lists, of which one must be given (or none, with Unset). ACLsPermissive is "true" or "false".
	ACL            []string `json:"acl"`
	ACLsPermissive string   `json:"acls_permissive"`
	// Endpoint is one that firewall rules name. Whoever asks for it is concerned as well, and no configuration tells of them.
	Endpoint string `json:"endpoint"`
	// Module is a kind of module that is used.
	Module string `json:"module"`
	// CredentialFile is the form of a credential file that is used: "text" or "json".
	CredentialFile string `json:"credential_file"`
	// Starts is the command that starts a daemon.
	Starts string `json:"starts"`
	// Value describes a form of value that any flag may have.
	Value string `json:"value"`
}

// On reports whether an upgrade comes past the change: it starts from an older release that has what changes.
func (c *Change) On(u release.Upgrade) bool {
	return u.From.Less(c.Release) && !u.To.Less(c.Release) && !u.From.Less(c.Since)
}

// In reports whether a release has the change behind it.
func (c *Change) In(r release.Release) bool { return !r.Less(c.Release) }

// Changes returns all changes, oldest first. They reach back to releases that nobody can lint for.
func Changes() []*Change { return changeData }

// ChangeNamed returns the change of an id, nil if there is none.
func ChangeNamed(id string) *Change {
	for _, c := range changeData {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// OnlyChangeOf returns the change that a rule reports, nil if it reports several or none.
func OnlyChangeOf(rule string) *Change { return soleChanges.Get()[rule] }

var soleChanges = lazy.Value[map[string]*Change]{Make: func() map[string]*Change {
	out := map[string]*Change{}
	for _, c := range changeData {
		if _, found := out[c.Rule]; found {
			out[c.Rule] = nil
		} else {
			out[c.Rule] = c
		}
	}
	return out
}}

// WhenOf returns when to act on the changes that a rule reports. It is "" if that differs from one to another, and for a rule that
// reports more than changes: one of which a change has no condition.
func WhenOf(rule string) string {
	when := ""
	for _, c := range changeData {
		switch {
		case c.Rule != rule:
		case c.Applies == nil, when != "" && when != c.When:
			return ""
		default:
			when = c.When
		}
	}
	return when
}

// ChangesOn returns the changes that an upgrade comes past, oldest first.
func ChangesOn(u release.Upgrade) []*Change {
	return slices.DeleteFunc(slices.Clone(changeData), func(c *Change) bool { return !c.On(u) })
}

// ModuleChanges returns what changed for a kind of module on the way of an upgrade and asks for a change of the module,
// oldest first.
func ModuleChanges(kind string, u release.Upgrade) []*Change {
	var out []*Change
	for _, c := range changeData {
		if c.Applies != nil && c.Applies.Module == kind && c.Do != "" && c.On(u) {
			out = append(out, c)
		}
	}
	return out
}

// Procedure is the order of the steps of one release step.
type Procedure struct {
	// From and To are series: "0.13".
	From string `json:"from"`
	To   string `json:"to"`
	// Source is "guide", or says from what the steps are inferred.
	Source   string          `json:"source"`
	Steps    []ProcedureStep `json:"steps"`
	Notes    []ProcedureNote `json:"notes"`
	Evidence []string        `json:"evidence"`
}

// ProcedureStep is one step.
type ProcedureStep struct {
	Do string `json:"do"`
	// Who is "master", "agent", "scheduler", "executor", "module", "tooling" or "all".
	Who  string `json:"who"`
	Note string `json:"note"`
}

// ProcedureNote is about the procedure as a whole; ID is the change it belongs to.
type ProcedureNote struct {
	Text string `json:"text"`
	ID   string `json:"id"`
}

// Procedures returns the procedures from each series to the next, oldest first.
func Procedures() []*Procedure { return procedureData }

// Hop is a constraint on the way or the order of an upgrade.
type Hop struct {
	ID string `json:"id"`
	// Kind is "path" (a release must lie between), "order" (who goes first), "rollback" or another word of the data.
	Kind string `json:"kind"`
	// From and To are the releases an upgrade starts from and leads to for it to apply; empty stands for every one.
	From release.Ranges `json:"from"`
	To   release.Ranges `json:"to"`
	// MustPass are the releases of which one must lie between; empty if none must.
	MustPass release.Ranges `json:"must_pass"`
	// Strength is "must", "advised" or "free": what some would think is needed and is not.
	Strength string   `json:"strength"`
	Who      []string `json:"who"`
	// Order names who is upgraded before whom, in this order; nil if the constraint is not about the order of steps.
	Order   []string `json:"order"`
	Why     string   `json:"why"`
	Applies *Applies `json:"applies"`
	// Change is the id of the change it comes from, "" if there is none.
	Change   string   `json:"change"`
	Evidence []string `json:"evidence"`
}

// On reports whether a constraint is about an upgrade: it starts from one of From and leads to one of To.
func (h *Hop) On(u release.Upgrade) bool {
	return (len(h.From) == 0 || h.From.Contains(u.From)) && (len(h.To) == 0 || h.To.Contains(u.To))
}

// Hops returns the constraints on the way of an upgrade.
func Hops() []*Hop { return hopData }

// Window says in which releases an old and a new name of one thing are both read.
type Window struct {
	// Kind is "master flag", "agent flag", "env", "endpoint", "acl", "acl field", "credential file" or "value of FLAG".
	Kind  string         `json:"kind"`
	Old   string         `json:"old"`
	OldIn release.Ranges `json:"old_in"`
	New   string         `json:"new"`
	NewIn release.Ranges `json:"new_in"`
	// Both are the releases that read both; empty if none does.
	Both release.Ranges `json:"both"`
	// Verdict says what that means for an upgrade.
	Verdict string `json:"verdict"`
	// RemovedAfter is the last release that has the old name; zero if the newest has it.
	RemovedAfter release.Release `json:"removed_after"`
	Note         string          `json:"note"`
	Evidence     []string        `json:"evidence"`
}

// Parts reports whether the two ends of an upgrade have no name in common: the older release reads only the old one, the
// newer only the new one.
func (w *Window) Parts(u release.Upgrade) bool {
	return w.OldIn.Contains(u.From) && !w.NewIn.Contains(u.From) && w.NewIn.Contains(u.To) && !w.OldIn.Contains(u.To)
}

// Applies is the condition that a configuration uses the old name; nil if a configuration cannot tell.
func (w *Window) Applies() *Applies {
	if flag, found := strings.CutPrefix(w.Kind, "value of "); found {
		return &Applies{Flag: "*." + flag, Has: w.Old}
	}
	switch w.Kind {
	case "master flag", "agent flag":
		return &Applies{Flag: strings.TrimSuffix(w.Kind, " flag") + "." + w.Old, Given: true}
	case "env":
		return &Applies{Env: w.Old}
	case "endpoint":
		return &Applies{Endpoint: w.Old}
	case "acl":
		return &Applies{ACL: []string{w.Old}}
	}
	return nil
}

// Windows returns the old and new names of what was renamed.
func Windows() []*Window { return windowData }
