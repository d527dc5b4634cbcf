package resolved

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// ExampleOf says how a value of a type is written.
func ExampleOf(kind string) string {
	switch kind {
	case "bool":
		return "`true` or `false`"
	case "int", "numify<int>", "numify<long>":
		return "a whole number like `3`"
	case "uint16_t":
		return "a whole number from 0 to 65535"
	case "unsigned int", "size_t":
		return "a whole number, 0 or more"
	case "double":
		return "a number like `0.5`"
	case "Duration":
		return "a number and a unit like `10secs`"
	case "Bytes":
		return "a whole number and a unit like `100MB`"
	case "net::IP", "net::IPv4":
		return "an address like `10.0.0.1`"
	case "net::IPv6":
		return "an address like `fd00::1`"
	case "set<string>":
		return "each name once, with commas between them"
	case "vector<unsigned int>":
		return "whole numbers with commas between them"
	case "rate":
		return "a number and a duration like `2/1secs`"
	}
	return "another value"
}

// Allows reports whether the release's validation accepts the value.
func (r *Daemon) Allows(v *FlagValue) bool {
	return r.Outside(v, r.Definition(v.Flag.Name).Limits) == ""
}

// Outside says which limit a known value breaks, "" if it breaks none.
func (r *Daemon) Outside(v *FlagValue, limits *catalog.Limits) string {
	if !v.Known() {
		return ""
	}
	return Beyond(v.Parsed, limits, r.Dialect)
}

// Beyond says which limit a value breaks, "" if it breaks none or there are none.
func Beyond(value stout.Parsed, limits *catalog.Limits, d stout.FlagDialect) string {
	if limits == nil {
		return ""
	}
	for i, only := range limits.Only {
		if value.String() == only {
			break
		}
		if i == len(limits.Only)-1 {
			return "it must be " + strings.Join(limits.Only, " or ")
		}
	}
	switch {
	case limits.Least != "" && less(value, limits.Least, d) < 0:
		return "it must be at least " + limits.Least
	case limits.Most != "" && less(value, limits.Most, d) > 0:
		return "it must be at most " + limits.Most
	case limits.Longest > 0 && len(value.Text) > limits.Longest:
		return fmt.Sprintf("it must be at most %d bytes long", limits.Longest)
	}
	return ""
}

// less compares a value with a bound of its own type.
func less(value stout.Parsed, bound string, d stout.FlagDialect) int {
	b, _ := stout.ParseValue(value.Kind, bound, d, nil)
	return cmp.Or(cmp.Compare(value.Int, b.Int), cmp.Compare(value.Uint, b.Uint), cmp.Compare(value.Float, b.Float),
		cmp.Compare(value.Duration, b.Duration))
}
