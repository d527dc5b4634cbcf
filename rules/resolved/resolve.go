package resolved

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Daemon is what one release of a daemon makes of the settings of a node, as far as the flag parser goes.
type Daemon struct {
	Node    *config.Node
	Release release.Release
	// Flags are the flags of the daemon on every release, Dialect is how this one parses them.
	Flags   *catalog.Flags
	Dialect stout.FlagDialect
	// Problems are what the flag parser finds, in its order; after them what it finds in each setting that may or may
	// not be there, taken by itself.
	Problems []FlagProblem
	// Values are the flags that are given and count, those of settings that may not be there included, in the order of
	// the settings.
	Values []*FlagValue

	// Schema are the flags the release declares.
	Schema *stout.Schema
	// Given are the flags that are given for certain, Maybe those of settings that may not be there, both by canonical name.
	Given, Maybe map[string]*FlagValue

	// onlyPrints is what OnlyPrints returns.
	onlyPrints bool
	// What the checks of its start read again and again. One goroutine looks at a node.
	unset              map[string]defaultOption
	isolation          *Isolation
	containerizersText string
	containerizers     []startup.Name
	// used are the names of variables that the node's files use, gathered when they are asked for.
	used func() map[string]bool
}

// FlagProblem is a problem of the flag parser with the settings it is about.
type FlagProblem struct {
	stout.FlagProblem
	// Setting is what the problem is about, nil for a flag that is missing. Beside is what it collides with or gives way
	// to, nil if that is nothing.
	Setting, Beside *config.Setting
}

// FlagValue is a flag that was given, with the setting that decides its value.
type FlagValue struct {
	*stout.Given
	// Setting is the one whose value takes effect.
	Setting *config.Setting
}

// Knowledge is how much is known about a flag of a node.
type Knowledge uint8

// The steps of knowledge.
const (
	// Unset: nothing gives the flag, and nothing outside the node can. Its default counts.
	Unset Knowledge = iota
	// MayBeSet: the node does not give the flag for certain, but something that is not known may.
	MayBeSet
	// Opaque: the flag is given, and its value is only known at run time.
	Opaque
	// Refused: the flag is given, and the daemon refuses its value.
	Refused
	// Known: the flag is given, and its value is known.
	Known
)

type nodeOn struct {
	node    *config.Node
	release release.Release
}

// Of returns what the target release makes of a node; nil if it is not known which daemon the node starts.
func Of(p *lint.Pass, n *config.Node) *Daemon { return On(p, n, p.Upgrade.To) }

// On returns what one release makes of a node; nil if it is not known which daemon the node starts.
func On(p *lint.Pass, n *config.Node, on release.Release) *Daemon {
	if n.Component == config.AnyComponent {
		return nil
	}
	type daemons struct{}
	return lint.MemoOf(p, daemons{}, nodeOn{n, on}, func() *Daemon { return Resolve(n, on) })
}

// Before returns what the release the upgrade starts from makes of a node as it is today, before any fix; nil if that
// release or the daemon is not known, or there was no such node.
func Before(p *lint.Pass, n *config.Node) *Daemon {
	was := p.NodeWas(n)
	if was == nil || p.Upgrade.From.IsZero() {
		return nil
	}
	return On(p, was, p.Upgrade.From)
}

// Resolve returns what a release makes of a node whose component is known. Of and On keep it for all rules of a run.
func Resolve(n *config.Node, on release.Release) *Daemon {
	r := &Daemon{
		Node: n, Release: on, Flags: catalog.FlagsOf(n.Component), Dialect: catalog.FlagDialect(on),
		Schema: catalog.FlagSchema(n.Component, on), Given: map[string]*FlagValue{}, Maybe: map[string]*FlagValue{},
		used: sync.OnceValue(func() map[string]bool { return usedNames(n) }),
	}
	var certain []*config.Setting
	for _, s := range n.Settings {
		if s.Overridden == nil && !s.Optional && reaches(s, on) == always {
			certain = append(certain, s)
		}
	}
	r.load(certain, r.Given)
	for _, s := range n.Settings {
		if s.Overridden == nil && (s.Optional && reaches(s, on) != never || reaches(s, on) == perhaps) {
			r.load([]*config.Setting{s}, r.Maybe)
		}
	}
	order := make(map[*config.Setting]int, len(n.Settings))
	for i, s := range n.Settings {
		order[s] = i
	}
	slices.SortFunc(r.Values, func(a, b *FlagValue) int { return cmp.Compare(order[a.Setting], order[b.Setting]) })
	for _, v := range r.Given {
		if v.Known() && v.Parsed.Bool {
			f := r.Flags.Flag(v.Flag.Name)
			r.onlyPrints = r.onlyPrints || f != nil && f.Exits
		}
	}
	return r
}

// Whether a variable reaches the daemon that its file does not export.
type exposure uint8

const (
	never exposure = iota
	perhaps
	always
)

// reaches returns whether a setting reaches the daemon: one that its file does not export does where the init wrapper of
// the release's packages exports all that the files under /etc/default assign.
func reaches(s *config.Setting, on release.Release) exposure {
	if !s.Unexported {
		return always
	}
	feature := catalog.WrapperFeatureNamed(catalog.WrapperExportsAll)
	switch {
	case feature.In.Contains(on):
		return always
	case feature.NotIn.Contains(on):
		return never
	}
	return perhaps
}

// load runs the flag parser over settings and keeps what it finds.
func (r *Daemon) load(settings []*config.Setting, into map[string]*FlagValue) {
	var args []stout.Arg
	var env []stout.Variable
	var words, variables []*config.Setting
	for _, s := range settings {
		if s.Way.OnCommandLine() {
			arg := stout.FlagArg(s.Name, s.Value.String(), s.HasValue)
			arg.Opaque = s.Dynamic
			args = append(args, arg)
			words = append(words, s)
		} else {
			env = append(env, stout.Variable{Name: s.Name, Value: s.Value.String(), Opaque: s.Dynamic})
			variables = append(variables, s)
		}
	}
	at := func(o stout.Origin) *config.Setting {
		switch {
		case o == stout.Nowhere:
			return nil
		case o.Environment:
			return variables[o.Index]
		}
		return words[o.Index]
	}
	loaded := stout.Load(r.Schema, args, env, r.Dialect, ReadReferences(settings))
	for _, p := range loaded.Problems {
		if p.Class == stout.Missing && len(settings) == 1 && settings[0].Optional {
			continue // asked of the settings that are there for certain
		}
		r.Problems = append(r.Problems, FlagProblem{p, at(p.At), at(p.Other)})
	}
	for name, g := range loaded.Flags {
		into[name] = &FlagValue{g, at(g.From)}
		r.Values = append(r.Values, into[name])
	}
}

// ReadReferences lets the flag parser read the files that were found for the settings.
func ReadReferences(settings []*config.Setting) stout.ReadFile {
	return func(path string) (string, bool) {
		for _, s := range settings {
			if s.Reference != nil && s.Reference.Path == path && s.Reference.Source != nil {
				text := source.WholeText(s.Reference.Source)
				return text.String(), true
			}
		}
		return "", false
	}
}

// Flag returns what the node gives for a flag, by its canonical name, and how much is known about it. The value is nil
// if the flag is Unset or MayBeSet.
func (r *Daemon) Flag(name string) (*FlagValue, Knowledge) {
	v := r.Given[name]
	switch {
	case r.Maybe[name] != nil, v == nil && !r.Node.Complete: // what Absence calls no fact
		return nil, MayBeSet
	case v == nil:
		return nil, Unset
	case v.Refused != 0:
		return v, Refused
	case v.Opaque, v.Parsed.Unread:
		return v, Opaque
	}
	return v, Known
}

// ValueSpan returns where the value stands, or the name where it has none.
func (v *FlagValue) ValueSpan() source.Span {
	if !v.Setting.HasValue || v.Setting.Value.Source() == nil {
		return v.Setting.NameSpan
	}
	return v.Setting.Value.All()
}

// ErrorSpan returns the bytes of the value from where the flag parser stumbles over it, in the file the value names where
// it names one.
func (v *FlagValue) ErrorSpan() source.Span {
	text, ok := v.parsedText()
	if v.Err == nil || !ok {
		return v.ValueSpan()
	}
	end := text.Len()
	if v.Parsed.File != "" {
		end = len(strings.TrimRight(text.String(), "\n"))
		return text.Span(min(v.Err.Offset, end), end)
	}
	if v.Err.Offset >= end {
		return v.ValueSpan()
	}
	return text.Span(v.Err.Offset, end)
}

// PartSpan returns where the bytes [start, end) of the value that is parsed stand, and where the value stands where the
// bytes are none.
func (v *FlagValue) PartSpan(start, end int) source.Span {
	text, ok := v.parsedText()
	if start >= end || !ok || end > text.Len() {
		return v.ValueSpan()
	}
	return text.Span(start, end)
}

// RewritePart returns the fix that makes the bytes [start, end) of the value that is parsed read as something else; nil
// if no edit can.
func (v *FlagValue) RewritePart(start, end int, s string, how lint.Applicability, message string) *lint.Fix {
	text, ok := v.parsedText()
	if !ok {
		return nil
	}
	return Rewrite(&text, start, end, s, how, message)
}

// parsedText returns the text whose first byte is the first of the value that is parsed: that of the file the value names
// where it names one. ok is false if the value stands nowhere.
func (v *FlagValue) parsedText() (text source.Text, ok bool) {
	if v.Parsed.File == "" {
		return v.WrittenText()
	}
	if ref := v.Setting.Reference; ref != nil && ref.Source != nil {
		return source.WholeText(ref.Source), true
	}
	return source.Text{}, false
}

// WrittenText returns the text of the value as it is written in its setting. ok is false if it stands nowhere as such:
// of a boolean without a value, and where a part of it is in the setting's name.
func (v *FlagValue) WrittenText() (text source.Text, ok bool) {
	if !v.Setting.HasValue || v.Setting.Value.Source() == nil || v.Offset != 0 {
		return source.Text{}, false
	}
	return v.Setting.Value, true
}
