package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Check is one condition that a daemon looks at when it starts.
type Check struct {
	ID string `json:"id"`
	// Component is who checks, AnyComponent for both.
	Component config.Component `json:"component"`
	// Flags are the flags or environment variables it is about, under every name they had.
	Flags []string       `json:"flags"`
	In    release.Ranges `json:"in"`
	// Outcome is "exit", "abort" (a failed assertion, no message for the user) or "warn".
	Outcome string `json:"outcome"`
	// Depends is what the outcome depends on besides the settings: "file" (the content of a file they name), "machine"
	// (directories, kernel, tools, saved state), "module" (what is loaded), "platform" (the operating system the daemon
	// was built for), "run-time" (it comes after the start). "" is nothing.
	Depends string `json:"depends"`
	// When is the condition that leads to the outcome.
	When string `json:"when"`
	// Least and Most bound the value of the flag, "" if nothing does; both ends are allowed.
	Least string `json:"least"`
	Most  string `json:"most"`
	// Example is a value of the flag that passes, "" if none is worth showing.
	Example string `json:"example"`
	// Needs is what the machine must have for it not to stop the daemon, "" if that is nothing or the rest says it.
	Needs string `json:"needs"`
	// Values are the values or keys that it is about, if it is not about any that is wrong.
	Values []string `json:"values"`
	// Rules are the names of the rules that report it. If there is none, Unchecked says why.
	Rules     []string `json:"rules"`
	Unchecked string   `json:"unchecked"`
	// Evidence is the check in the first and in the last release that has it.
	Evidence []string `json:"evidence"`
}

// On reports whether a component of a release makes the check.
func (c *Check) On(component config.Component, r release.Release) bool {
	return covers(c.Component, component) && c.In.Contains(r)
}

type checkTable struct {
	all  []Check
	byID map[string]*Check
}

var checks = lazy.Value[checkTable]{Make: func() checkTable {
	t := checkTable{all: checkData, byID: make(map[string]*Check)}
	for i := range t.all {
		t.byID[t.all[i].ID] = &t.all[i]
	}
	return t
}}

// Checks returns the start-up checks.
func Checks() []Check { return checks.Get().all }

// CheckByID returns the check of an id that a user gives, nil if there is none.
func CheckByID(id string) *Check { return checks.Get().byID[id] }

// CheckNamed returns the check of an id. It panics if there is none: ids are written by programmers, not by users.
func CheckNamed(id string) *Check {
	if c := CheckByID(id); c != nil {
		return c
	}
	panic("catalog: no check " + id)
}

// CheckReported returns the id of the first check that a rule reports about a flag, variable or document of a component on a
// release, of the checks about single values that of the value; "" if there is none.
func CheckReported(rule string, c config.Component, on release.Release, about, value string) string {
	for i := range checks.Get().all {
		check := &checks.Get().all[i]
		if check.On(c, on) && slices.Contains(check.Rules, rule) && slices.Contains(check.Flags, about) &&
			(len(check.Values) == 0 || slices.Contains(check.Values, value)) {
			return check.ID
		}
	}
	return ""
}

// ChecksOf returns the checks that a rule reports.
func ChecksOf(rule string) []*Check {
	var out []*Check
	for i := range checks.Get().all {
		if check := &checks.Get().all[i]; slices.Contains(check.Rules, rule) {
			out = append(out, check)
		}
	}
	return out
}
