package rules

import "github.com/mesoslint/mesoslint/lint/mesos/authz"

// ChangeWords says the smallest difference of an operation that widens, or that narrows, and how many more there are: who may
// do what from then on, or may no longer.
func ChangeWords(c *authz.Change, widened bool) string { return changeWords(c, widened) }
