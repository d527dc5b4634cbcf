package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// reader holds conditions of the catalogue against a configuration, as the release reads it that an upgrade starts from, and
// what that one does not have as the release it leads to.
type reader struct {
	config  *config.Config
	upgrade release.Upgrade
	daemons map[daemonOn]*resolved.Daemon
}

type daemonOn struct {
	node *config.Node
	on   release.Release
}

func newReader(c *config.Config, u release.Upgrade) *reader {
	return &reader{config: c, upgrade: u, daemons: map[daemonOn]*resolved.Daemon{}}
}

// Holds returns what Path asks of a configuration.
func Holds(c *config.Config, u release.Upgrade) func(*catalog.Applies) Answer {
	r := newReader(c, u)
	return func(a *catalog.Applies) Answer {
		return r.judge(a, []config.Component{config.Master, config.Agent}).answer
	}
}

func (r *reader) daemon(n *config.Node, on release.Release) *resolved.Daemon {
	key := daemonOn{n, on}
	d, found := r.daemons[key]
	if !found {
		d = resolved.Resolve(n, on)
		r.daemons[key] = d
	}
	return d
}

// judge says whether a condition holds. of are the daemons that the change is about, for conditions that name none.
func (r *reader) judge(a *catalog.Applies, of []config.Component) verdict {
	if components, ok := daemonsOf(a); ok {
		if len(components) == 0 {
			components = of
		}
		return r.eachNode(components, func(n *config.Node) verdict { return r.ofNode(n, a) })
	}
	part := func(a *catalog.Applies) verdict { return r.judge(a, of) }
	switch {
	case len(a.All) > 0:
		return allOf(each(a.All, part))
	case len(a.Any) > 0:
		return anyOf(each(a.Any, part))
	case len(a.ACL) > 0:
		return r.acls(of, func(v source.JSON, d *config.Document) verdict { return listed(v, d, a) })
	case a.ACLsPermissive != "":
		return r.acls(of, func(v source.JSON, d *config.Document) verdict { return permissive(v, d, a.ACLsPermissive) })
	case a.Endpoint != "":
		return r.firewall(a.Endpoint)
	case a.CredentialFile != "":
		return r.credentials(of, a.CredentialFile)
	}
	return unknown("nothing that was read tells", source.Span{})
}

// daemonsOf returns the daemons whose settings alone decide a condition, none if it may be either; ok is false for one that
// documents have a part in, or the settings of both daemons together.
func daemonsOf(a *catalog.Applies) (components []config.Component, ok bool) {
	switch {
	case len(a.All)+len(a.Any) > 0:
		for i, part := range slices.Concat(a.All, a.Any) {
			inner, ok := daemonsOf(part)
			if !ok || i > 0 && !slices.Equal(inner, components) {
				return nil, false
			}
			components = inner
		}
		return components, true
	case a.Flag != "":
		switch component, _, _ := strings.Cut(a.Flag, "."); component {
		case config.Master.String():
			return []config.Component{config.Master}, true
		case config.Agent.String():
			return []config.Component{config.Agent}, true
		}
		return nil, true
	case a.Module != "":
		for _, k := range catalog.ModuleKinds() {
			for _, f := range k.Flags {
				if k.Kind == a.Module && !slices.Contains(components, f.Component) {
					components = append(components, f.Component)
				}
			}
		}
		return components, true
	}
	return nil, a.Env != "" || a.Starts != "" || a.Value != ""
}

// eachNode asks every daemon of some components. A component of which none was read is not known.
func (r *reader) eachNode(of []config.Component, ask func(*config.Node) verdict) verdict {
	var parts []verdict
	for _, c := range of {
		read := false
		for _, n := range r.config.Nodes {
			if n.Component == c {
				read = true
				parts = append(parts, ask(n))
			}
		}
		if !read {
			parts = append(parts, notRead(c))
		}
	}
	if len(parts) == 0 {
		return unknown("nothing that was read tells", source.Span{})
	}
	return eachOf(parts)
}

func notRead(c config.Component) verdict {
	return unknown(fmt.Sprintf("no %s was read", c), source.Span{})
}

// each judges the parts of a condition.
func each(parts []*catalog.Applies, judge func(*catalog.Applies) verdict) []verdict {
	out := make([]verdict, len(parts))
	for i, part := range parts {
		out[i] = judge(part)
	}
	return out
}

// ofNode holds a condition about settings against one daemon.
func (r *reader) ofNode(n *config.Node, a *catalog.Applies) verdict {
	part := func(a *catalog.Applies) verdict { return r.ofNode(n, a) }
	switch {
	case len(a.All) > 0:
		return allOf(each(a.All, part))
	case len(a.Any) > 0:
		return anyOf(each(a.Any, part))
	case a.Flag != "":
		_, flag, _ := strings.Cut(a.Flag, ".")
		if strings.ContainsAny(flag, "*?") {
			return r.flagsLike(n, flag)
		}
		return r.flag(n, flag, a)
	case a.Env != "":
		return r.variables(n, a)
	case a.Module != "":
		return r.modules(n, a.Module)
	case a.Starts != "":
		if n.Program == a.Starts {
			return yes("`"+n.Program+"` is started", Place{n, n.ProgramAt.All()})
		}
		return no("nothing that was read starts `" + a.Starts + "`")
	}
	return yes("", Place{n, n.Start}) // what a value looks like is for the rule to tell
}

// flag holds a condition about one flag against a daemon.
func (r *reader) flag(n *config.Node, flag string, a *catalog.Applies) verdict {
	d := r.daemon(n, r.upgrade.From)
	name := d.Canonical(flag)
	if name == "" {
		if d = r.daemon(n, r.upgrade.To); d.Canonical(flag) != "" {
			name = d.Canonical(flag)
		}
	}
	if name == "" {
		return given(n, flag, a)
	}
	v, knowledge := d.Flag(name)
	quoted := "`" + flag + "`"
	switch knowledge {
	case resolved.MayBeSet:
		return r.mayBeSet(n, flag)
	case resolved.Unset:
		return unset(d, name, quoted, a).named(name)
	}
	at := Place{n, v.ValueSpan()}
	switch {
	case a.Unset:
		return no(quoted+" is given", at)
	case a.Resources != "", len(a.Is) == 0 && a.Has == "" && a.HasPrefix == "":
		return yes(quoted+" is given", at).named(name)
	case knowledge == resolved.Opaque:
		return unknown("the value of "+quoted+" is only known at run time", v.ValueSpan())
	}
	text := v.Parsed.Text
	if knowledge == resolved.Refused {
		text = v.Setting.Value.String()
	}
	return valued(text, quoted, a, at).named(name)
}

// given holds a condition against a flag that neither release has: only whether it is written can be told.
func given(n *config.Node, flag string, a *catalog.Applies) verdict {
	for _, s := range n.Settings {
		if s.Overridden == nil && resolved.FlagOfSetting(s) == flag {
			if a.Unset {
				return no("`"+flag+"` is given", Place{n, s.NameSpan})
			}
			return yes("`"+flag+"` is given", Place{n, s.NameSpan}).named(flag)
		}
	}
	if a.Unset {
		return yes("`"+flag+"` is not given", Place{n, n.Start})
	}
	return no("`" + flag + "` is not given")
}

// unset holds a condition against a flag that certainly is not given.
func unset(d *resolved.Daemon, name, quoted string, a *catalog.Applies) verdict {
	at := Place{d.Node, d.Node.Start}
	if a.Unset || a.OrUnset {
		return yes(quoted+" is not given", at)
	}
	def := d.Definition(name).Default
	if def == nil || len(a.Is) == 0 && a.Has == "" && a.HasPrefix == "" {
		return no(quoted + " is not given")
	}
	v := valued(*def, quoted, a, at)
	v.why = quoted + " is not given"
	if v.answer == No {
		v.places = nil
	}
	return v
}

// valued holds a condition against a value.
func valued(text, quoted string, a *catalog.Applies, at Place) verdict {
	names := strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ' ' })
	switch {
	case len(a.Is) > 0:
		if slices.Contains(a.Is, text) {
			return yes(quoted+" is `"+text+"`", at).rephrased(quoted, text)
		}
		return no(quoted+" has another value", at)
	case a.Has != "":
		for _, name := range names {
			if slices.Contains(strings.Split(a.Has, "|"), name) {
				return yes(fmt.Sprintf("%s has `%s`", quoted, name), at).named(name)
			}
		}
		return no(fmt.Sprintf("%s does not have %s", quoted, resolved.AnyOf(strings.Split(a.Has, "|"))), at)
	}
	if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, a.HasPrefix) }) {
		return yes(fmt.Sprintf("%s has a name that begins with `%s`", quoted, a.HasPrefix), at)
	}
	return no(fmt.Sprintf("%s has no name that begins with `%s`", quoted, a.HasPrefix), at)
}

// rephrased says of a boolean that it is on rather than which word says so.
func (v verdict) rephrased(quoted, text string) verdict {
	switch text {
	case "true", "1", "":
		v.why = quoted + " is true"
	case "false", "0":
		v.why = quoted + " is false"
	}
	return v
}

// flagsLike looks for given flags whose names fit a pattern.
func (r *reader) flagsLike(n *config.Node, pattern string) verdict {
	var parts []verdict
	for _, s := range n.Settings {
		flag := resolved.FlagOfSetting(s)
		isFlag := s.Way.OnCommandLine() || strings.HasPrefix(s.Name, catalog.FlagPrefix)
		if fits, _ := path.Match(pattern, flag); fits && isFlag && s.Overridden == nil && catalog.FlagsOf(n.Component).Flag(flag) != nil {
			parts = append(parts, yes("`"+flag+"` is given", Place{n, s.NameSpan}).named(flag))
		}
	}
	switch {
	case len(parts) > 0:
		return anyOf(parts)
	case n.Complete:
		return no("no flag with a name like `" + pattern + "` is given")
	}
	return unknown(gapOf(n))
}

// mayBeSet is the verdict on a flag that something unseen may give.
func (r *reader) mayBeSet(n *config.Node, flag string) verdict {
	if reason, at := gapOf(n); reason != "" {
		return unknown(reason, at)
	}
	return unknown("`"+flag+"` may be given or not", n.Start)
}

// gapOf says what keeps a daemon's settings from being known.
func gapOf(n *config.Node) (reason string, at source.Span) {
	if len(n.Gaps) > 0 {
		g := n.Gaps[0]
		if at = g.At; at.IsZero() {
			at = n.Start
		}
		reason = g.Reason
		if g.Path != "" && !strings.Contains(reason, g.Path) {
			reason = g.Path + ": " + reason
		}
		return reason, at
	}
	if n.Part {
		return "only a part of what starts the " + n.Component.String() + " was read", n.Start
	}
	return "", n.Start
}

// variables holds a condition about environment variables against a daemon.
func (r *reader) variables(n *config.Node, a *catalog.Applies) verdict {
	patterns := strings.Split(a.Env, "|")
	fits := func(name string) bool {
		return slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, name); return ok })
	}
	var parts []verdict
	for _, s := range n.Settings {
		if s.Way != config.Environment || s.Overridden != nil || !fits(s.Name) || catalog.VariableNamed(s.Name) == nil {
			continue
		}
		parts = append(parts, variable(n, s, a))
	}
	if len(parts) > 0 {
		return anyOf(parts)
	}
	if !r.daemon(n, r.upgrade.From).AbsenceOfVariable(strings.Trim(patterns[0], "*")).IsFact() {
		return r.mayBeSet(n, patterns[0])
	}
	if a.OrUnset {
		return yes("`"+a.Env+"` is not set", Place{n, n.Start})
	}
	return no("no variable like `" + strings.Join(patterns, "`, `") + "` is set")
}

// variable holds a condition against one variable that is set.
func variable(n *config.Node, s *config.Setting, a *catalog.Applies) verdict {
	at, quoted := Place{n, s.NameSpan}, "`"+s.Name+"`"
	value := s.Value.String()
	switch {
	case s.Optional:
		return unknown(quoted+" may be set or not", s.NameSpan)
	case len(a.Is) == 0 && a.Has == "":
		return yes(quoted+" is set", at).named(s.Name)
	case s.Dynamic:
		return unknown("the value of "+quoted+" is only known at run time", s.NameSpan)
	case slices.Contains(a.Is, value):
		return yes(quoted+" is "+value, at).named(s.Name)
	case a.Has != "" && slices.ContainsFunc(strings.Split(a.Has, "|"), func(part string) bool { return strings.Contains(value, part) }):
		return yes(quoted+" has one of "+resolved.AnyOf(strings.Split(a.Has, "|")), at).named(s.Name)
	}
	return no(quoted+" has another value", at)
}

// modules looks for modules of a kind that the flags of a daemon name, besides those that come with Mesos.
func (r *reader) modules(n *config.Node, kind string) verdict {
	var parts []verdict
	for _, k := range catalog.ModuleKinds() {
		if k.Kind != kind {
			continue
		}
		for _, f := range k.Flags {
			if f.Component == n.Component {
				parts = append(parts, r.modulesOfFlag(n, k, f.Flag))
			}
		}
	}
	if len(parts) == 0 {
		return no("no flag names modules of the kind " + kind)
	}
	return anyOf(parts)
}

func (r *reader) modulesOfFlag(n *config.Node, kind *catalog.ModuleKind, flag string) verdict {
	none := no("no module that is " + kind.Words + " is named")
	d := r.daemon(n, r.upgrade.From)
	if d.Canonical(flag) == "" {
		return none
	}
	v, knowledge := d.Flag(d.Canonical(flag))
	switch knowledge {
	case resolved.Unset:
		return none
	case resolved.MayBeSet:
		return r.mayBeSet(n, flag)
	case resolved.Opaque:
		return unknown("the value of `"+flag+"` is only known at run time", v.ValueSpan())
	}
	builtIn := catalog.Values(n.Component, v.Flag.Name)
	var found []string
	for name := range resolved.ListedNames(v) {
		if (builtIn == nil || builtIn.Value(name) == nil) && !catalog.IsOwnModule(name) {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		none.places = []Place{{n, v.ValueSpan()}}
		return none
	}
	// Which one is for the rule to quote: what stands in the place of a name may be anything.
	return yes(fmt.Sprintf("`%s` names %s that does not come with Mesos", flag, kind.Words), Place{n, v.ValueSpan()}).named(found...)
}
