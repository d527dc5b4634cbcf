package rules

import (
	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// list says how often each name stands in the value of a flag, and how many there are.
type list struct {
	count map[string]int
	all   int
}

// listOf returns the names of a flag's value, counted once for all that are wrong.
func listOf(s *resolved.Start, o resolved.Option) *list {
	type key struct {
		release release.Release
		flag    string
		value   *resolved.FlagValue
	}
	return lint.Memo(s.Pass, key{s.Release, o.Name, o.Value}, func() *list {
		out := &list{count: map[string]int{}}
		for _, n := range namesIn(s, o) {
			out.count[n.Text]++
			out.all++
		}
		return out
	})
}
