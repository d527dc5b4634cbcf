package resolved

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// doubtful is a finding of a check with the flags that were left at their defaults on the way to it, although something
// unseen may give them.
type doubtful struct {
	found lint.Diagnostic
	// asked are flags of which it is not known whether they would change what was found, decisive those that would.
	asked, decisive []string
}

// settle adds the condition of a finding: only flags that would really avert it if they were given. That is tried out, by
// looking again as if each were given.
func (c StartCheck) settle(s *Start, f doubtful) lint.Diagnostic {
	decisive := slices.Clone(f.decisive)
	for _, flag := range f.asked {
		if !slices.Contains(decisive, flag) && c.averts(s, flag, f.found) {
			decisive = append(decisive, flag)
		}
	}
	s.Hedge(&f.found, decisive...)
	return f.found
}

// averts reports whether some value of a flag would avert a finding.
func (c StartCheck) averts(s *Start, flag string, found lint.Diagnostic) bool {
	tried := false
	for _, text := range s.samples(flag) {
		option, ok := s.assume(flag, text)
		if !ok {
			continue
		}
		tried = true
		again := &Start{Daemon: s.Daemon, Pass: s.Pass, Check: s.Check, StartDialect: s.StartDialect, assumed: map[string]Option{flag: option}}
		c.Find(again)
		// What is found may move to another setting that asks for the same.
		same := func(d doubtful) bool {
			return d.found.Span == found.Span && d.found.Subject == found.Subject || d.found.Message == found.Message
		}
		if !slices.ContainsFunc(again.found, same) {
			return true
		}
	}
	return !tried
}

// samples returns values of a flag that are as different as can be for the checks that look at it.
func (s *Start) samples(flag string) []string {
	switch def := s.Definition(flag); def.Type {
	case "bool":
		return []string{"true", "false"}
	case "string":
		samples := []string{"another"}
		if set := catalog.Values(s.Node.Component, flag); set != nil {
			var all []string
			for _, v := range set.Values {
				if v.In.Contains(s.Release) {
					all = append(all, v.Name)
				}
			}
			samples = append(append(samples, all...), strings.Join(all, ","))
		}
		return samples
	}
	return []string{"another", "/another", "1", "0.5", "1secs", "1MB", "10.0.0.1", "{}", "[]"}
}

// assume returns what the daemon would have for a flag that is given a value; false if it would refuse the value.
func (s *Start) assume(flag, text string) (Option, bool) {
	f, _ := s.Schema.Lookup(flag)
	parsed, err := stout.ParseValue(s.Definition(flag).Type, text, s.Dialect, nil)
	if err != nil {
		return Option{}, false
	}
	value := &FlagValue{
		Given:   &stout.Given{Flag: &f, Name: f.Name, Text: text, Offset: -1, Parsed: parsed},
		Setting: &config.Setting{Name: f.Name, NameSpan: s.Node.Start, Span: s.Node.Start},
	}
	return Option{Name: f.Name, Value: value, Text: text, Set: true, Parsed: parsed}, true
}
