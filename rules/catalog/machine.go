package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// MachineNeed is what some values need of the machine that the daemon is started on.
type MachineNeed struct {
	// Check is the start-up check that looks for it.
	Check     string           `json:"check"`
	Component config.Component `json:"component"`
	In        release.Ranges   `json:"in"`
	// Needs is what it is, as it stands after "needs"; Condition is when the daemon does not have it.
	Needs     string `json:"needs"`
	Condition string `json:"condition"`
	// User is set if it is the user that the daemon is started as.
	User string `json:"user"`
	// Named are the values that need it.
	Named []NeedyNames `json:"named"`
}

// NeedyNames are names of one flag that need the same of the machine, by one piece of evidence.
type NeedyNames struct {
	Flag string `json:"flag"`
	// Names are empty if every value of the flag does.
	Names []string `json:"names"`
	// Label stands before a name in a message, "" if the name alone says enough.
	Label string `json:"label"`
	// With is another flag that must be given for it, "" for none.
	With     string   `json:"with"`
	Evidence []string `json:"evidence"`
}

// AllMachineNeeds returns what values need of the machine, of every release.
func AllMachineNeeds() []*MachineNeed { return machineNeedData }

// MachineNeedsOf returns what the values that a check of a component looks at need of the machine on a release.
func MachineNeedsOf(check string, c config.Component, on release.Release) []*MachineNeed {
	return slices.DeleteFunc(slices.Clone(machineNeedData), func(n *MachineNeed) bool {
		return n.Check != check || !covers(n.Component, c) || !n.In.Contains(on)
	})
}
