package rules

import (
	"testing"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// A change is reported by a rule that there is, or by nobody, which it says. That every rule fires in a fixture is held by
// the tests of the command.
func TestRulesOfChanges(t *testing.T) {
	ruled := 0
	for _, c := range catalog.Changes() {
		switch {
		case c.Rule == catalog.Manual:
		case ByName(c.Rule) == nil:
			t.Errorf("%s is reported by %s, which is not a rule", c.ID, c.Rule)
		default:
			ruled++
		}
	}
	for _, m := range catalog.Meanings() {
		c := catalog.ChangeNamed(m.Change)
		rule := meaningChanged.Name
		if m.Unset {
			rule = defaultChanged.Name
		}
		if c == nil || c.Rule != rule || !m.Does[len(m.Does)-1].In.Contains(c.Release) {
			t.Errorf("meaning %s: %q is not the change that %s reports", m.ID, m.Change, rule)
		}
	}
	if ruled < 230 {
		t.Errorf("only %d changes are reported by rules", ruled)
	}
}
