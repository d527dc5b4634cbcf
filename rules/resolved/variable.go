package resolved

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// SSLSetting returns what gives an SSL variable of libprocess on the release, under either prefix; nil if nothing does.
func (r *Daemon) SSLSetting(v *catalog.Variable) *config.Setting {
	for _, name := range r.sslNames(v) {
		if s := Variable(r.Node, name); s != nil {
			return s
		}
	}
	return nil
}

// SSL reports whether TLS is switched on for the daemon's own connections, as far as the node tells.
func (r *Daemon) SSL() Answer {
	v := catalog.VariableNamed(LibprocessPrefix + "SSL_ENABLED")
	s := r.SSLSetting(v)
	if s == nil {
		if absence := r.AbsenceOfVariable(r.SSLName(v)); absence.IsFact() {
			return No
		}
		return Perhaps
	}
	switch on, sure := r.Truth(s, v); {
	case !sure:
		return Perhaps
	case on:
		return Yes
	}
	return No
}

// SSLName returns the name that the release prefers.
func (r *Daemon) SSLName(v *catalog.Variable) string {
	if names := r.sslNames(v); len(names) > 0 {
		return names[0]
	}
	return v.Name
}

// sslNames returns the names under which the release reads a variable, the one that counts first.
func (r *Daemon) sslNames(v *catalog.Variable) []string {
	var names []string
	for _, known := range []*catalog.Variable{v, Shorter(v)} {
		if known != nil && known.Exists.Contains(r.Release) {
			names = append(names, known.Name)
		}
	}
	return names
}

// NewestName returns the name that a variable should have on the release: what replaced it, and what replaced that.
func (r *Daemon) NewestName(v *catalog.Variable) *catalog.Variable {
	for v.Replacement != "" && v.DeprecatedIn.Contains(r.Release) {
		next := catalog.VariableNamed(v.Replacement)
		if next == nil || !next.Exists.Contains(r.Release) {
			break
		}
		v = next
	}
	return v
}

// EachVariable calls fn for every variable of a node that the catalogue knows besides the flags' own, whatever release
// reads it.
func EachVariable(p *lint.Pass, n *config.Node, fn func(*Daemon, *config.Setting, *catalog.Variable)) {
	r := Of(p, n)
	if r == nil {
		return
	}
	for _, s := range n.Settings {
		if s.Way != config.Environment || s.Overridden != nil {
			continue
		}
		if v := catalog.VariableNamed(s.Name); v != nil && v.ReadBy == "" {
			fn(r, s, v)
		}
	}
}

// Variable returns the setting of a node that counts for a variable, nil if there is none.
func Variable(n *config.Node, name string) *config.Setting {
	for _, s := range n.Settings {
		if s.Way == config.Environment && s.Overridden == nil && s.Name == name {
			return s
		}
	}
	return nil
}

// Prefixed reports whether a variable is another one under the older, shorter prefix.
func Prefixed(v *catalog.Variable) bool { return v.Replacement == LibprocessPrefix+v.Name }

// Shorter returns the variable that a name of libprocess is under the older prefix; nil if there is none.
func Shorter(v *catalog.Variable) *catalog.Variable {
	if len(v.Name) <= len(LibprocessPrefix) || v.Name[:len(LibprocessPrefix)] != LibprocessPrefix {
		return nil
	}
	old := catalog.VariableNamed(v.Name[len(LibprocessPrefix):])
	if old == nil || !Prefixed(old) {
		return nil
	}
	return old
}

// LibprocessName returns the variable of libprocess that has a name after its prefix and that the release reads, the
// first of them that is not deprecated; "" if there is none.
func (r *Daemon) LibprocessName(rest string) string {
	old := ""
	for _, v := range catalog.Variables() {
		if strings.TrimPrefix(v.Name, LibprocessPrefix) != rest && v.Name != rest || !v.Exists.Contains(r.Release) || v.ReadBy != "" {
			continue
		}
		if !v.DeprecatedIn.Contains(r.Release) {
			return v.Name
		}
		old = v.Name
	}
	return old
}

// LibprocessPrefix starts the variables of libprocess.
const LibprocessPrefix = "LIBPROCESS_"

// Truth returns the boolean that a variable is set to, and whether that is certain.
func (r *Daemon) Truth(s *config.Setting, v *catalog.Variable) (truth, sure bool) {
	if s.Optional {
		return true, false
	}
	return r.WrittenTruth(s, v)
}

// WrittenTruth is Truth for what a line says of itself, whether or not a branch leads to it.
func (r *Daemon) WrittenTruth(s *config.Setting, v *catalog.Variable) (truth, sure bool) {
	text := s.Value.String()
	if s.Dynamic || text == "" {
		return true, !s.Dynamic
	}
	value, err := stout.ParseValue(v.Type, text, r.Dialect, nil)
	return value.Bool, err == nil && !value.Unread && value.Kind == "bool"
}
