package stout

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// durationUnits are the units of a Duration, largest first. time.Duration counts nanoseconds in 64 bits, as Duration does.
var durationUnits = [...]struct {
	name   string
	factor time.Duration
}{
	{"weeks", 7 * 24 * time.Hour},
	{"days", 24 * time.Hour},
	{"hrs", time.Hour},
	{"mins", time.Minute},
	{"secs", time.Second},
	{"ms", time.Millisecond},
	{"us", time.Microsecond},
	{"ns", time.Nanosecond},
}

// ParseDuration reads a Duration: digits with at most one point, directly followed by one of the units ns, us, ms, secs,
// mins, hrs, days, weeks. If overflowed is set the value is beyond 64 bits of nanoseconds and the release stores the
// smallest negative one; only a release that does not bound durations does that.
func ParseDuration(s string, d FlagDialect) (value time.Duration, overflowed bool, err *ValueError) {
	end := strings.IndexFunc(s, func(c rune) bool { return (c < '0' || c > '9') && c != '.' })
	switch {
	case s == "":
		return 0, false, &ValueError{Problem: "it is empty: a number and a unit (10secs) belong here"}
	case end < 0:
		return 0, false, &ValueError{Offset: len(s), Problem: "it has no unit; " + durationUnitList}
	case end == 0:
		return 0, false, &ValueError{Problem: "it must start with a digit"}
	}
	number, parseErr := strconv.ParseFloat(s[:end], 64)
	if parseErr != nil {
		return 0, false, &ValueError{Problem: fmt.Sprintf("%q is not a number", s[:end])}
	}
	unit := s[end:]
	for _, u := range durationUnits {
		if u.name != unit {
			continue
		}
		nanos := number * float64(u.factor)
		if nanos < math.MaxInt64 {
			return time.Duration(nanos), false, nil
		}
		if d.BoundsDurations && nanos > math.MaxInt64 {
			return 0, false, &ValueError{Problem: "it is longer than 292 years"}
		}
		return math.MinInt64, true, nil
	}
	return 0, false, &ValueError{Offset: end, Problem: fmt.Sprintf("%s is not a unit; %s", quoteShort(unit), durationUnitList)}
}

const durationUnitList = "the units are ns, us, ms, secs, mins, hrs, days and weeks"

// FormatDuration writes a duration in the largest unit that needs no fraction.
func FormatDuration(d time.Duration) string {
	for _, u := range durationUnits {
		if d%u.factor == 0 && (d != 0 || u.factor == time.Second) {
			return strconv.FormatInt(int64(d/u.factor), 10) + u.name
		}
	}
	return strconv.FormatInt(int64(d), 10) + "ns"
}
