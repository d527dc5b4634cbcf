package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// assignment is how a variable is declared.
type assignment struct {
	export, local bool
	// braces is set if the shell may make several arguments of the assignment.
	braces bool
}

// assign follows an assignment.
func (s *shell) assign(a *syntax.Assign, how assignment) {
	if !s.step(1) {
		return
	}
	c := s.script
	name := a.Name.Value
	start, nameEnd := c.bounds(a.Name)
	if c.changes(start, nameEnd) {
		s.run.unseenSettings(machine.Gap{Kind: machine.Condition, Reason: "the names of some variables are only known when the template is rendered", At: c.span(start, nameEnd)})
		return
	}
	if !isName(name) {
		return
	}
	v, valueText := s.assigned(a)
	if how.braces {
		v = variable{}
	}
	_, end := c.bounds(a)
	old := s.variables[name]
	entry := machine.Assignment{
		Name: name, NameSpan: c.span(start, nameEnd), Span: c.span(start, end), Value: valueText,
		Exported: how.export || s.allExport || old != nil && old.exported,
		Maybe:    s.conditions > 0,
	}
	switch {
	case v.isArray, !v.known, !v.value.readable():
		entry.Unknown = true
		entry.Value = s.rawValue(a)
	case v.value.doubtful():
		entry.Default = defaultsTo(a, name)
		entry.Maybe = entry.Maybe || !entry.Default
	}
	v.exported = entry.Exported
	s.set(name, v)
	if now := s.variables[name]; now.perhaps {
		now.perhaps = !how.export && !s.allExport
		entry.Maybe = entry.Maybe || now.perhaps
	}
	if !how.local {
		s.logAssignment(entry)
	}
}

// defaultsTo reports whether a value is ${NAME:-…} of the variable that is assigned.
func defaultsTo(a *syntax.Assign, name string) bool {
	if a.Value == nil || a.Append {
		return false
	}
	parts := a.Value.Parts
	if q, ok := parts[0].(*syntax.DblQuoted); ok && len(parts) == 1 {
		parts = q.Parts
	}
	if len(parts) != 1 {
		return false
	}
	p, ok := parts[0].(*syntax.ParamExp)
	return ok && p.Param != nil && p.Param.Value == name && p.Exp != nil
}

// rawValue returns the value of an assignment as it is written.
func (s *shell) rawValue(a *syntax.Assign) source.Text {
	_, start := s.script.bounds(a.Name)
	_, end := s.script.bounds(a)
	if a.Value != nil {
		start, end = s.script.bounds(a.Value)
	}
	return s.script.in.Slice(min(start, end), end)
}

// assigned returns the value that an assignment gives, and its text.
func (s *shell) assigned(a *syntax.Assign) (variable, source.Text) {
	c := s.script
	old := s.variables[a.Name.Value]
	switch {
	case a.Index != nil:
		return variable{isArray: true}, source.Text{}
	case a.Array != nil:
		return s.array(a, old), source.Text{}
	}
	var v value
	_, at := c.bounds(a)
	text := c.in.Quoted(at, at, at, at, stretchQuoting{anew: true})
	if a.Value != nil {
		f := s.scalar(a.Value)
		v = f.value
		if f.several {
			return variable{}, source.Text{}
		}
		if len(v) > 0 {
			text = v.join(f.at)
		}
	} else {
		v = value{{text: text, known: true}}
	}
	if !a.Append {
		return variable{value: v, known: true}, text
	}
	switch {
	case old != nil && old.isArray:
		return variable{isArray: true}, text
	case old == nil && !s.whole:
		v = v.fallback()
	case old == nil || old.known && old.unset:
	case !old.known:
		return variable{}, text
	default:
		v = s.grow(append(append(value(nil), old.value...), v...))
	}
	return variable{value: v, known: true}, v.join(c.span(at, at))
}

// array returns the words of an array after an assignment.
func (s *shell) array(a *syntax.Assign, old *variable) variable {
	v := variable{isArray: true, known: true}
	if a.Append {
		switch {
		case old == nil:
		case !old.known:
			return variable{isArray: true}
		case old.isArray:
			v.array = append(v.array, old.array...)
			s.run.bytes += 8 * len(old.array) // copied, and dropped with the next
		case !old.unset:
			v.array = append(v.array, field{value: old.value, at: s.script.nodeSpan(a)})
		}
	}
	for _, e := range a.Array.Elems {
		if e.Index != nil || e.Value == nil {
			return variable{isArray: true}
		}
		v.array = append(v.array, s.expand(e.Value)...)
		if !s.within() {
			return variable{isArray: true}
		}
	}
	return v
}

// declare follows export, declare, local, readonly and typeset.
func (s *shell) declare(cmd *syntax.DeclClause) {
	s.status = success
	how := assignment{export: cmd.Variant.Value == "export"}
	how.local = cmd.Variant.Value == "local" || s.inFunction > 0 && (cmd.Variant.Value == "declare" || cmd.Variant.Value == "typeset")
	for i, a := range cmd.Args {
		if a.Name != nil || a.Value == nil {
			continue
		}
		switch options := a.Value.Lit(); {
		case how.export && strings.HasPrefix(options, "-") && strings.Contains(options, "n"):
			for _, a := range cmd.Args {
				if a.Name != nil {
					s.keep(a.Name.Value)
				}
			}
			how.export = false
		case strings.HasPrefix(options, "-") && strings.Contains(options, "x"):
			how.export = true
		case strings.HasPrefix(options, "-") && strings.ContainsAny(options, "fF"):
			return
		case strings.HasPrefix(options, "-") && strings.Contains(options, "g"):
			how.local = false
		case !strings.HasPrefix(options, "-") && !strings.HasPrefix(options, "+"):
			words := s.expand(a.Value)
			if s.assignWords(words, how) {
				continue
			}
			if slices.ContainsFunc(words, func(w field) bool { return w.several || w.maybe || w.lit() == "" }) {
				s.declareUnknown(a)
				continue
			}
			if last := cmd.Args[len(cmd.Args)-1]; i > 0 && cmd.Args[i-1].Name != nil {
				s.noIdentifier(cmd, cmd.Args[i-1], last)
			}
		}
	}
	exported := map[string]bool{}
	for _, a := range cmd.Args {
		switch {
		case a.Name == nil:
		case !a.Naked:
			how.braces = hasBraces(a)
			s.makeLocal(a.Name.Value, how)
			s.assign(a, how)
		case how.export:
			exported[a.Name.Value] = true
		case how.local:
			s.makeLocal(a.Name.Value, how)
			s.set(a.Name.Value, variable{known: true, unset: true})
		}
	}
	if len(exported) > 0 {
		s.export(exported)
	}
}

// declareUnknown notes an argument of export whose name only the run knows.
func (s *shell) declareUnknown(a *syntax.Assign) {
	s.run.unseenSettings(machine.Gap{Reason: "the names of some variables are only known when the shell text is run", At: s.script.nodeSpan(a.Value)})
}

// makeLocal notes the value that a variable has outside of the function.
func (s *shell) makeLocal(name string, how assignment) {
	if n := len(s.frames); how.local && n > 0 {
		if _, found := s.frames[n-1][name]; !found {
			s.frames[n-1][name] = s.variables[name]
		}
	}
}

// hasBraces reports whether the shell may expand {a,b} in a value.
func hasBraces(a *syntax.Assign) bool {
	if a.Value == nil {
		return false
	}
	for _, p := range a.Value.Parts {
		if lit, ok := p.(*syntax.Lit); ok && strings.ContainsRune(lit.Value, '{') {
			return true
		}
	}
	return false
}

// assignDefault follows ${NAME:=word}, which gives a variable a value if it has none.
func (b *builder) assignDefault(p *syntax.ParamExp, name string, v value, absent bool) {
	if !isName(name) {
		return
	}
	c := b.script
	start, end := c.bounds(p.Param)
	spanStart, spanEnd := c.bounds(p)
	entry := machine.Assignment{
		Name: name, NameSpan: c.span(start, end), Span: c.span(spanStart, spanEnd), Value: v.join(c.span(end, end)),
		Unknown: !v.readable(), Default: absent, Maybe: b.conditions > 0,
	}
	if old := b.variables[name]; old != nil {
		entry.Exported = old.exported
	}
	entry.Exported = entry.Exported || b.allExport
	b.set(name, variable{value: v, known: true, exported: entry.Exported})
	b.logAssignment(entry)
}
