package rules

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// who names the daemon for a message: "the 1.3.2 master".
func (r *Resolved) who() string { return daemon(r.Node.Component, r.Release) }

// eachProblem calls fn for every problem of one of the classes that the target's flag parser finds in a node.
func eachProblem(p *lint.Pass, n *config.Node, fn func(*Resolved, FlagProblem), classes ...stout.Class) {
	r := resolved(p, n)
	if r == nil {
		return
	}
	for _, problem := range r.Problems {
		for _, c := range classes {
			if problem.Class == c {
				fn(r, problem)
			}
		}
	}
}

// eachValue calls fn for every flag that the node gives and that counts, in the order of the settings. Those of settings
// that may not be there are among them.
func eachValue(p *lint.Pass, n *config.Node, fn func(*Resolved, *FlagValue)) {
	if r := resolved(p, n); r != nil {
		for _, v := range r.Values {
			fn(r, v)
		}
	}
}

// known reports whether the value can be told from what is written.
func (v *FlagValue) known() bool {
	return v.Refused == 0 && !v.Opaque && !v.Parsed.Unread && v.Parsed.Surprise != stout.Uninitialised
}

// written returns how a flag is named where the setting stands: its variable, or its bare name.
func written(s *config.Setting, flag string) string {
	if s.Way == config.Environment {
		return catalog.FlagPrefix + strings.ToUpper(flag)
	}
	return flag
}

// assigned returns how a flag is given a value where the setting stands.
func assigned(s *config.Setting, flag, value string) string {
	switch s.Way {
	case config.Environment:
		return written(s, flag) + "=" + value
	case config.FlagDirectory:
		return value
	}
	return "--" + flag + "=" + value
}

// definition returns the declaration of a flag on the release; it has one.
func (r *Resolved) definition(flag string) *catalog.Definition {
	def, _, _, _ := r.Flags.At(flag, r.Release)
	return def
}

// onlyAllowed reports whether a value is the only one the release accepts for its flag, so that nothing is lost by it.
func (r *Resolved) onlyAllowed(v *FlagValue) bool {
	limits := r.definition(v.Flag.Name).Limits
	return limits != nil && len(limits.Only) == 1 && v.known() && v.Parsed.String() == limits.Only[0]
}

// since returns the first release on the way to the target from which on a fact held without a break; the zero release
// where it held on every known one.
func since(to release.Release, holds func(release.Release) bool) release.Release {
	var first release.Release
	for _, r := range slices.Backward(catalog.Releases().All()) {
		if to.Less(r) {
			continue
		}
		if !holds(r) {
			break
		}
		first = r
	}
	return first
}

// sinceOrAlways is since, with the zero release where the fact holds from the first known release on.
func sinceOrAlways(to release.Release, holds func(release.Release) bool) release.Release {
	if first := since(to, holds); first != catalog.Releases().All()[0] {
		return first
	}
	return release.Release{}
}

// dated is sinceOrAlways for what takes time to ask, the zero release where nobody wants to know.
func dated(p *lint.Pass, to release.Release, holds func(release.Release) bool) release.Release {
	if p.Undated {
		return release.Release{}
	}
	return sinceOrAlways(to, holds)
}

// renameFlag returns the fix that gives the setting's flag another name where it stands, nil where that cannot be done:
// in a shell variable of the init wrapper, in a name that is quoted, and where the new name is taken.
func renameFlag(n *config.Node, s *config.Setting, from, to string) *lint.Fix {
	negation := ""
	name := s.Name
	if s.Way == config.Environment {
		var ours bool
		if name, ours = strings.CutPrefix(name, catalog.FlagPrefix); !ours {
			return nil
		}
	}
	if len(name) > len(from) && strings.EqualFold(name[:len(name)-len(from)], "no-") {
		negation = name[:len(name)-len(from)]
	}
	if !strings.EqualFold(name, negation+from) {
		return nil
	}
	if name[len(negation):] == strings.ToUpper(from) {
		to = strings.ToUpper(to)
	}
	renamed := s.Name[:len(s.Name)-len(from)] + to
	if s.Way == config.FlagDirectory {
		return renameFile(n, s, renamed)
	}
	return renameInPlace(s, renamed)
}

// renameInPlace replaces the name of a setting, nil where it does not stand in the file as it is.
func renameInPlace(s *config.Setting, name string) *lint.Fix {
	if s.Way == config.WrapperVar || s.NameSpan.Text() != s.Name {
		return nil
	}
	return &lint.Fix{Edits: []lint.Edit{{Span: s.NameSpan, Text: name}}}
}

// renameFile renames a file of a flag directory, whose name is the flag's with what the directory's reader cuts off
// around it; nil where a file of the new name is there.
func renameFile(n *config.Node, s *config.Setting, name string) *lint.Fix {
	dir, base := filepath.Split(s.File)
	before, after, found := strings.Cut(base, s.Name)
	if !found || s.File == "" || strings.Trim(before, "?") != "" {
		return nil
	}
	target := dir + before + name + after
	for _, other := range n.Settings {
		if other.File == target {
			return nil
		}
	}
	return &lint.Fix{Renames: []lint.Rename{{From: s.File, To: target}}}
}

// deleteSetting returns the fix that takes a setting out of its file, nil where the setting is a file of its own or made
// by the init wrapper. A line that holds nothing else goes with it.
func deleteSetting(s *config.Setting) *lint.Fix {
	span := s.Span
	if s.Way == config.FlagDirectory || s.Way == config.WrapperVar || span.Source == nil || span.Start >= span.End {
		return nil
	}
	data := span.Source.Data
	start, end := span.Start, span.End
	for start > 0 && (data[start-1] == ' ' || data[start-1] == '\t') {
		start--
	}
	for end < len(data) && (data[end] == ' ' || data[end] == '\t' || data[end] == '\r') {
		end++
	}
	startsLine := start == 0 || data[start-1] == '\n'
	switch {
	case startsLine && end == len(data):
		span.Start, span.End = start, end
	case startsLine && data[end] == '\n':
		span.Start, span.End = start, end+1
	case startsLine || s.Way == config.Environment:
		return nil // something else on the line belongs to it: "export", a quote, a continuation
	default:
		span.Start = start
	}
	return &lint.Fix{Edits: []lint.Edit{{Span: span}}}
}

// alone reports whether the setting is the only one of its node that gives its flag.
func (r *Resolved) alone(s *config.Setting, flag string) bool {
	for _, other := range r.Node.Settings {
		if other != s && other.Overridden == nil && r.names(other) == flag {
			return false
		}
	}
	return true
}

// names returns the canonical name of the flag that a setting gives on the release; "" where it gives none.
func (r *Resolved) names(s *config.Setting) string {
	name := strings.ToLower(s.Name)
	if s.Way == config.Environment {
		if !strings.HasPrefix(s.Name, catalog.FlagPrefix) {
			return ""
		}
		name = name[len(catalog.FlagPrefix):]
	}
	f, _ := r.schema.Lookup(strings.TrimPrefix(name, "no-"))
	return f.Name
}

// otherComponent is the other one of the two daemons.
func otherComponent(c config.Component) config.Component {
	if c == config.Master {
		return config.Agent
	}
	return config.Master
}

// history says where a name existed, with the evidence.
func history(c config.Component, f *catalog.Flag) string {
	evidence := ""
	for _, d := range f.Definitions {
		evidence = cmp.Or(evidence, d.Evidence)
	}
	text := "`" + f.Name + "` of the " + c.String() + " exists in " + f.Exists.String()
	if evidence != "" {
		text += " (" + evidence + ")"
	}
	return text
}
