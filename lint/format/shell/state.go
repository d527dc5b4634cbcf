package shell

import (
	"maps"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// shell is one shell while its text is followed.
type shell struct {
	state
	run     *run
	script  *script
	current syntax.Node // the statement that is followed
	// conditions counts the branches around the statement that is followed.
	conditions int
	depth      int
	// inner counts the shells around this one that were started from texts of their own.
	inner int
	// root is that of machine.File.
	root string
	// out and errors collect what goes to standard output and to where errors go; nil if nobody wants it. in is standard
	// input.
	out, errors *output
	in          *value
	// status is how the last command ended.
	status status
	// inFunction counts the functions around the statement, inLoop its loops. frames are what the variables that a function
	// has for itself were before.
	inFunction, inLoop int
	frames             []map[string]*variable
	// subshells counts the subshells around the statement, tolerated what may fail without ending the shell. assigning is set
	// while the value of an assignment is made that has no command.
	subshells, tolerated int
	assigning            bool
	// sourced is set if the text that is read next is a part of this shell's own.
	sourced bool
	// own is the number of assignments in the log that the shell was started with.
	own int
}

// state is what a branch or a subshell has a copy of.
type state struct {
	variables map[string]*variable
	functions map[string]*function
	log       *log
	// directory is the working directory; nil if it is not known. adrift is set if it was changed to one that is not
	// known, so that relative paths lead nowhere.
	directory value
	adrift    bool
	// left are the directories that were left: the one before, and below it those that pushd keeps.
	left      []workingDirectory
	arguments []field
	// hasArguments is set if the arguments are known, and whole where nothing else can be in the environment.
	hasArguments, whole bool
	allExport           bool
	strict              strict
	// foreign is set if a file was sourced that is not known: it may have changed anything.
	foreign bool
}

// variable is a variable of the shell. It is not changed once it is there.
type variable struct {
	value value
	// known is false if the variable may have any value, or none; its value is then empty.
	known bool
	// array holds the words of an array.
	array   []field
	isArray bool
	// blanks is set if a value that it may have has blanks, so that it may be several words.
	blanks bool
	// unset is set if the variable is known not to be there.
	unset bool
	// exported is set if programs see the variable, and perhaps where only a branch has exported it.
	exported, perhaps bool
	uses              *uses
}

// uses are the places in which a value is used, as far as it takes to tell whether it is one alone.
type uses struct {
	first source.Span
	many  bool
}

func (u *uses) at(place source.Span) {
	switch {
	case u.first.IsZero():
		u.first = place
	case u.first != place:
		u.many = true
	}
}

// output collects what commands write.
type output struct {
	value value
	// conditions are those around the place where it is collected.
	conditions int
}

// status is how a command ended.
type status uint8

const (
	unsure status = iota
	success
	failure
)

func (s status) not() status {
	switch s {
	case success:
		return failure
	case failure:
		return success
	}
	return unsure
}

func statusOf(ok bool) status {
	if ok {
		return success
	}
	return failure
}

// flow is where a statement goes on to.
type flow uint8

const (
	next flow = iota
	breaks
	returns
	exits
)

// copyState returns a state that can be changed by itself.
func (s *shell) copyState() state {
	c := s.state
	s.step(1 + (len(c.variables)+len(c.functions))/8)
	c.variables, c.functions = maps.Clone(c.variables), maps.Clone(c.functions)
	return c
}

// isolated follows what runs in a subshell: nothing of its state comes back.
func (s *shell) isolated(follow func()) {
	if !s.deeper() {
		return
	}
	before, own := s.copyState(), s.own
	in, out, errors := s.in, s.out, s.errors
	s.state, before = before, s.state
	s.subshells++
	follow()
	s.subshells--
	s.state, s.own = before, own
	s.in, s.out, s.errors = in, out, errors
	s.depth--
}

// deeper enters a level of nesting, and reports whether there may be one more.
func (s *shell) deeper() bool {
	if s.depth >= s.run.limits.Depth {
		s.run.giveUp("the shell text is nested too deeply to be followed; check what it writes instead", s.here())
		return false
	}
	s.depth++
	return true
}

// branches follows alternatives of which at most one is taken, or exactly one where exhaustive is set, and joins what
// they leave.
func (s *shell) branches(exhaustive bool, alternatives ...func() flow) flow {
	if !s.deeper() {
		return next
	}
	defer func() { s.depth-- }()
	before := s.copyState()
	var ends []state
	if !exhaustive {
		ends = append(ends, before)
	}
	s.conditions++
	worst := next
	all := exhaustive
	for _, follow := range alternatives {
		s.state = before
		s.state = s.copyState()
		f := follow()
		worst = max(worst, f)
		if f == next {
			ends = append(ends, s.state)
			all = false
		}
	}
	s.conditions--
	s.status = unsure
	if all && len(alternatives) > 0 {
		return worst
	}
	s.state = before
	s.merge(before, ends)
	return next
}

// merge makes one state of the ends of several branches.
func (s *shell) merge(before state, ends []state) {
	if len(ends) == 0 {
		return
	}
	if !s.step(len(ends)) {
		return
	}
	out := ends[0]
	out.variables, out.functions = maps.Clone(out.variables), maps.Clone(out.functions)
	out.log = s.mergeLogs(before.log, ends)
	for _, end := range ends[1:] {
		s.step(1 + len(end.variables)/8)
		for name, v := range end.variables {
			out.variables[name] = s.mergeVariables(out.variables[name], v)
		}
		for name, v := range out.variables {
			if _, found := end.variables[name]; !found {
				out.variables[name] = s.mergeVariables(v, nil)
			}
		}
		for name, f := range end.functions {
			if g := out.functions[name]; g != f {
				maybe := *f
				maybe.maybe = true
				out.functions[name] = &maybe
			}
		}
		if !out.directory.equal(end.directory) || out.adrift != end.adrift {
			out.directory, out.adrift = nil, true
		}
		if !slices.EqualFunc(out.left, end.left, workingDirectory.equal) {
			out.left = nil
		}
		if !sameFields(out.arguments, end.arguments) || out.hasArguments != end.hasArguments {
			out.arguments, out.hasArguments = nil, false
		}
		out.foreign = out.foreign || end.foreign
		out.allExport = out.allExport || end.allExport
		out.strict = out.strict.both(end.strict)
		out.whole = out.whole && end.whole
	}
	s.state = out
}

// mergeVariables returns what is known of a variable after one of two branches was taken.
func (s *shell) mergeVariables(a, b *variable) *variable {
	switch {
	case a == b:
		return a
	case a == nil || b == nil:
		v := &variable{uses: &uses{many: true}, blanks: a.hasBlanks() || b.hasBlanks()}
		if set := a; (set != nil || b != nil) && !s.whole {
			if set == nil {
				set = b
			}
			if set.known && !set.isArray && !set.unset {
				// What a branch gives stands there unless the caller has set the variable: the branch mostly asks for that.
				v.value, v.known = set.value.fallback(), len(set.value) > 0
			}
		}
		v.exported = a != nil && a.exported || b != nil && b.exported
		v.perhaps = a == nil || b == nil || a.exported != b.exported || a.perhaps || b.perhaps
		return v
	}
	v := &variable{exported: a.exported || b.exported, perhaps: a.exported != b.exported || a.perhaps || b.perhaps, uses: &uses{many: true}}
	switch {
	case a.isArray && b.isArray:
		v.isArray = true
		v.array, v.known = mergeFields(a.array, b.array)
		v.known = v.known && a.known && b.known
	case a.isArray || b.isArray || !a.known || !b.known || a.unset != b.unset:
		v.blanks = a.hasBlanks() || b.hasBlanks()
	case a.value.equal(b.value):
		v.value, v.known, v.unset, v.uses = a.value, true, a.unset, a.uses
	case a.value.fallback().equal(b.value.fallback()):
		v.value, v.known = a.value.fallback(), true
	case len(a.value) <= len(b.value) && b.value[:len(a.value)].equal(a.value):
		v.value, v.known = b.value.doubt(len(a.value)), true
	case len(b.value) <= len(a.value) && a.value[:len(b.value)].equal(b.value):
		v.value, v.known = a.value.doubt(len(b.value)), true
	default:
		v.blanks = a.hasBlanks() || b.hasBlanks()
	}
	return v
}

// hasBlanks reports whether a value may be several words.
func (v *variable) hasBlanks() bool {
	return v != nil && (v.blanks || strings.ContainsAny(v.value.String(), " \t\n"))
}

// mergeFields returns the words of an array to which one of two branches may have added some.
func mergeFields(a, b []field) ([]field, bool) {
	if len(a) > len(b) {
		a, b = b, a
	}
	for i := range a {
		if !a[i].value.equal(b[i].value) || a[i].several != b[i].several {
			return nil, false
		}
	}
	out := slices.Clone(b)
	for i := range out {
		out[i].maybe = out[i].maybe || i >= len(a) || a[i].maybe
	}
	return out, true
}

func sameFields(a, b []field) bool {
	return slices.EqualFunc(a, b, func(f, g field) bool { return f.equal(g.value) && f.several == g.several && f.maybe == g.maybe })
}

// set gives a variable a value.
func (s *shell) set(name string, v variable) {
	if old := s.variables[name]; old != nil {
		v.perhaps = old.perhaps
		v.exported = v.exported || old.exported
	}
	if v.uses == nil {
		v.uses = &uses{}
	}
	s.variables[name] = &v
}

// forget gives up what is known of one variable.
func (s *shell) forget(name string) {
	if old := s.variables[name]; old != nil && old.exported {
		if entry := s.log.last(name); entry != nil {
			now := *entry
			now.Unknown, now.Maybe, now.Default = true, s.conditions > 0 || old.perhaps, false
			s.logAssignment(now)
		}
	}
	s.set(name, variable{})
}

// forgetAll gives up what is known of every variable and function.
func (s *shell) forgetAll() {
	s.step(len(s.variables))
	for name := range s.variables {
		s.forget(name)
	}
	s.foreign = true
}

// doubtAll takes in a file that is not known: it may have set any variable, as it mostly does to those that have a default
// before it is read.
func (s *shell) doubtAll() {
	s.step(len(s.variables))
	for name, v := range s.variables {
		if v.exported || v.perhaps || v.isArray || !v.known || v.value.size() == 0 {
			s.forget(name)
			continue
		}
		s.set(name, variable{value: v.value.fallback(), known: true, uses: v.uses})
	}
	s.foreign = true
}

// inherit takes in a variable of the environment.
func (s *shell) inherit(a machine.Assignment) {
	v := variable{exported: a.Exported}
	if !a.Unknown && !a.Maybe && !a.Default {
		v.value, v.known = valueOf(a.Value, a.Value.Len(), nil), true
	}
	s.set(a.Name, v)
	s.log = s.log.with(a)
}

// export exports what was assigned to variables, and what will be.
func (s *shell) export(names map[string]bool) {
	for name := range names {
		v := variable{unset: s.whole, known: s.whole}
		if old := s.variables[name]; old != nil {
			v = *old
		}
		v.exported, v.perhaps = true, false
		s.variables[name] = &v
	}
	s.changeAll(names, func(a *machine.Assignment) bool { a.Exported = true; return true })
}

// keep takes a variable out of the environment.
func (s *shell) keep(name string) {
	if old := s.variables[name]; old != nil {
		v := *old
		v.exported = s.conditions > 0 && v.exported
		s.variables[name] = &v
	}
	s.change(name, func(a *machine.Assignment) {
		a.Exported = s.conditions > 0 && a.Exported
		a.Maybe = a.Maybe || s.conditions > 0
	})
}

// unset takes a variable away.
func (s *shell) unset(name string) {
	if s.conditions > 0 {
		s.forget(name)
		s.change(name, func(a *machine.Assignment) { a.Maybe = true })
		return
	}
	s.variables[name] = &variable{known: true, unset: true, uses: &uses{}}
	s.changeAll(map[string]bool{name: true}, func(*machine.Assignment) bool { return false })
}

// environment returns what a program that is started now finds, as far as it is known.
func (s *shell) environment() []machine.Assignment {
	s.step(1 + s.log.size()/4)
	exported := 0
	for l := s.log; l != nil; l = l.before {
		if l.Exported {
			exported++
		}
	}
	if exported == 0 {
		return nil
	}
	env := make([]machine.Assignment, exported)
	for l := s.log; l != nil; l = l.before {
		if l.Exported {
			exported--
			env[exported] = l.Assignment
		}
	}
	return env
}
