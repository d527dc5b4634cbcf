package puppet

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// variables are those that are assigned, with what they were before, so that a scope can be left.
type variables struct {
	values map[string]value
	log    []assigned
}

// assigned is an assignment that can be taken back.
type assigned struct {
	name   string
	before value
	had    bool
}

func (v *variables) set(name string, to value) {
	before, had := v.values[name]
	if v.values == nil {
		v.values = map[string]value{}
	}
	v.log = append(v.log, assigned{name, before, had})
	v.values[name] = to
}

// back takes back what was assigned since there were n assignments.
func (v *variables) back(n int) {
	for ; len(v.log) > n; v.log = v.log[:len(v.log)-1] {
		if last := v.log[len(v.log)-1]; last.had {
			v.values[last.name] = last.before
		} else {
			delete(v.values, last.name)
		}
	}
}

// assignment reads $name = value at the level of statements. A variable without "=" after it is passed.
func (r *reader) assignment() {
	r.at++
	name := r.identifier()
	end := r.at
	r.skipSpace()
	if r.at = end; r.loop(r.variable(name)) {
		return
	}
	r.skipSpace()
	if rest := r.src[r.at:]; name == "" || !strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, "==") || strings.HasPrefix(rest, "=~") || strings.HasPrefix(rest, "=>") {
		r.at = end
		return
	}
	r.at++
	v := r.expression(0)
	if r.on.maybe {
		v = value{at: v.at} // another branch may give it another value, or none
	}
	r.vars.set(name, v)
}

// parameters reads those of a class or define, up to the closing bracket. Whoever declares it may give them other values.
func (r *reader) parameters() {
	for r.at < len(r.src) && r.step(r.in.Span(r.at, r.at)) {
		r.skipSpace()
		switch {
		case r.at >= len(r.src):
		case r.src[r.at] == ')':
			r.at++
			return
		case r.src[r.at] == '$':
			r.at++
			name := r.identifier()
			r.skipSpace()
			if strings.HasPrefix(r.src[r.at:], "=") {
				r.at++
				r.expression(0)
			}
			r.vars.set(name, value{})
		case r.src[r.at] == '[':
			r.list(0) // of a type: Enum['a', 'b']
		default:
			r.at++
		}
	}
}

// variable returns the value of a variable; the zero value if it is not known. Those of other scopes, "::name" among them,
// are not looked for.
func (r *reader) variable(name string) value { return r.vars.values[name] }

// interpolated returns what "${name}" or "$name" stands for inside a text; false if that is not known, or too much.
func (r *reader) interpolated(name string) (value, bool) {
	v := r.variable(name)
	switch v.kind {
	case text, number, boolean:
	default:
		return value{}, false
	}
	if v.call != "" || !v.isKnown() && len(v.holes) == 0 {
		return value{}, false
	}
	const piece = 64 // what each text that it is made of costs beside its bytes
	if r.bytes += v.text.Len() + piece*v.text.CountPieces(); r.bytes > r.limits.Bytes {
		if r.out.Unreadable == nil {
			r.out.Unreadable = &machine.Gap{Reason: fmt.Sprintf("its variables expand to more than %d bytes", r.limits.Bytes), At: r.in.Span(r.at, r.at), Limit: true}
		}
		return value{}, false
	}
	return v, true
}
