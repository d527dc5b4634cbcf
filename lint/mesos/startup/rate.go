package startup

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
)

// Rate returns why a daemon refuses a rate like 1/10mins. A rate that allows nothing, or nothing ever, is a failed
// assertion.
func Rate(text string, d Dialect) *Problem {
	all := whole(text)
	tokens := all.tokenize("/")
	if len(tokens) != 2 {
		return refuse(all, "a rate is written number/duration, like 1/10mins")
	}
	permits, ok := signedInt(tokens[0].text, d)
	if !ok {
		return refuse(tokens[0], "the rate does not start with a whole number")
	}
	duration, overflowed, err := stout.ParseDuration(tokens[1].text, d.Flags)
	switch {
	case err != nil:
		return refuse(tokens[1], "the rate does not end with a duration: %s", err.Problem)
	case permits <= 0:
		return abort(tokens[0], "the number of a rate must be positive")
	case overflowed || duration <= 0:
		return abort(tokens[1], "the duration of a rate must be positive")
	}
	return nil
}

// Percentage returns why a daemon refuses a text that must be a percentage like 80%.
func Percentage(text string) *Problem {
	all := whole(text)
	digits, found := strings.CutSuffix(text, "%")
	if !found {
		return refuse(all, `a percentage ends with "%%"`)
	}
	value, ok := float(digits)
	switch {
	case !ok:
		return refuse(all, `what is before the "%%" is not a number`)
	case value < 0 || value > 100:
		return refuse(all, "a percentage is between 0%% and 100%%")
	}
	return nil
}
