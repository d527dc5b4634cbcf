package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// command is a command with all of its words expanded.
type command struct {
	words []field
	// env is what the command adds to the environment of the shell.
	env []machine.Assignment
	// files are files of variables that a launcher reads.
	files []machine.EnvironmentFile
	// cleared is set if the environment of the shell does not reach the program, empty if nothing else does, and
	// doubtful if it may not.
	cleared, empty, doubtful bool
	// meant is set if the command is there to start something.
	meant bool
	gaps  []machine.Gap
	at    source.Span
	stmt  *syntax.CallExpr
}

// with returns the command that begins at a later word.
func (c *command) with(words []field) *command {
	d := *c
	d.words = words
	return &d
}

// call follows a simple command.
func (s *shell) call(cmd *syntax.CallExpr) flow {
	s.run.missing = ""
	if len(cmd.Args) == 0 {
		s.assignAll(cmd.Assigns)
		return next
	}
	c := &command{words: s.expandAll(cmd.Args), at: s.script.nodeSpan(cmd), meant: s.run.o.Meant, stmt: cmd}
	for _, a := range cmd.Assigns {
		c.env = append(c.env, s.prefix(a))
	}
	if !s.within() {
		return exits
	}
	s.status = unsure
	return s.launch(c)
}

// assignAll follows assignments without a command: they fail if the last command fails that is substituted in them.
func (s *shell) assignAll(assigns []*syntax.Assign) {
	s.status, s.assigning = success, true
	for _, a := range assigns {
		s.assign(a, assignment{})
	}
	if s.assigning = false; s.status != failure {
		s.status = success
	}
}

// prefix reads an assignment before a command, which reaches that command alone.
func (s *shell) prefix(a *syntax.Assign) machine.Assignment {
	v, text := s.assigned(a)
	c := s.script
	start, nameEnd := c.bounds(a.Name)
	_, end := c.bounds(a)
	entry := machine.Assignment{
		Name: a.Name.Value, NameSpan: c.span(start, nameEnd), Span: c.span(start, end), Value: text, Exported: true,
	}
	switch {
	case v.isArray, !v.known, !v.value.readable():
		entry.Unknown, entry.Value = true, s.rawValue(a)
	case v.value.doubtful():
		entry.Maybe = true
	}
	return entry
}

// launch runs a command: a function, something the shell or a program does to files, a launcher or a program.
func (s *shell) launch(c *command) flow {
	if !s.step(1) {
		return exits
	}
	if len(c.words) == 0 {
		return next
	}
	first := c.words[0]
	name, known := first.program()
	if !known {
		return s.unknownProgram(c)
	}
	if f := s.functions[name]; f != nil {
		return s.callFunction(f, c)
	}
	program := base(name)
	if s.run.o.Wanted != nil && s.run.o.Wanted(program) {
		s.start(c)
		return next
	}
	if f, done := s.builtin(program, c); done {
		return f
	}
	if s.fileCommand(program, c) {
		return next
	}
	f := next
	handled := false
	if s.deeper() {
		f, handled = s.launcher(program, c)
		s.depth--
	}
	if handled {
		return f
	}
	s.otherProgram(program, c)
	return next
}

// program returns the program that a word names. Of a path it takes the name: whatever $DIR is, $DIR/x is x.
func (f field) program() (name string, known bool) {
	if f.several || f.maybe {
		return "", false
	}
	if name, known = f.literal(); known {
		return name, true
	}
	text := f.String()
	if slash := strings.LastIndexByte(text, '/'); slash >= f.value.lastHole() && slash < len(text)-1 && !f.value.slice(slash, len(text)).doubtful() {
		return text[slash:], true
	}
	return "", false
}

// unknownProgram follows a command whose program only the run knows.
func (s *shell) unknownProgram(c *command) flow {
	first := c.words[0]
	s.printUnknown(c.at)
	switch {
	case first.several && len(first.value) == 1 && first.value[0].name == "@" && s.inFunction == 0:
		if s.run.result.Rest < 0 && s.conditions == 0 {
			s.run.result.Rest = len(s.run.result.Starts)
		}
		s.start(c)
	case first.several && len(c.words) > 1:
		// $SUDO in front of a command is nothing, or something that starts it.
		s.branches(false, func() flow { return s.launch(c.with(c.words[1:])) })
	case c.meant && !first.known() && len(c.words) > 1:
		s.searchProgram(c)
	}
	return next
}

// otherProgram follows a program that nobody knows.
func (s *shell) otherProgram(program string, c *command) {
	s.printUnknown(c.at)
	if c.meant && !isBystander(program) {
		s.searchProgram(c)
		return
	}
	s.noProgram(c)
}

// searchProgram takes a program that nobody knows for a launcher of one that is wanted.
func (s *shell) searchProgram(c *command) {
	for i := 1; i < len(c.words); i++ {
		name := base(c.words[i].lit())
		if s.run.o.Wanted == nil || name == "" || !s.run.o.Wanted(name) {
			continue
		}
		d := c.with(c.words[i:])
		d.gaps = append(slices.Clone(c.gaps), machine.Gap{Reason: "another program starts it and may add flags", At: c.words[0].at})
		s.start(d)
		return
	}
}

// isBystander reports whether a program never starts the one in its arguments.
func isBystander(program string) bool {
	switch program {
	case "systemctl", "service", "initctl", "pkill", "kill", "killall", "pidof", "which", "type", "hash", "until", "grep", "egrep", "pgrep", "chown",
		"chgrp", "ls", "find", "id", "usermod", "useradd", "logger", "man", "apt-get", "apt", "yum", "dnf", "rpm", "dpkg", "pip", "update-rc.d",
		"chkconfig", "update-alternatives", "curl", "wget", "git", "diff", "stat", "file", "strip", "ldd", "head", "tail", "wc", "awk", "sort":
		return true
	}
	return false
}

// callFunction follows the body of a function.
func (s *shell) callFunction(f *function, c *command) flow {
	*f.called = true
	run := func() flow { return s.body(f, c.words[1:], true, c.env) }
	if f.maybe {
		return s.branches(false, run)
	}
	return s.nested(run)
}

// body follows the body of a function with arguments, if they are known.
func (s *shell) body(f *function, arguments []field, known bool, env []machine.Assignment) flow {
	script, current, outer, had := s.script, s.current, s.arguments, s.hasArguments
	s.script, s.arguments, s.hasArguments = f.script, arguments, known
	frame := map[string]*variable{}
	s.frames = append(s.frames, frame)
	for _, a := range env {
		frame[a.Name] = s.variables[a.Name]
		s.set(a.Name, variableOf(a))
	}
	s.inFunction++
	result := s.stmt(f.body)
	s.inFunction--
	s.frames = s.frames[:len(s.frames)-1]
	for name, v := range frame {
		if v == nil {
			delete(s.variables, name)
			continue
		}
		s.variables[name] = v
	}
	s.script, s.current, s.arguments, s.hasArguments = script, current, outer, had
	if result == returns || result == breaks {
		return next
	}
	return result
}

func variableOf(a machine.Assignment) variable {
	v := variable{exported: a.Exported}
	if !a.Unknown && !a.Maybe && !a.Default {
		v.value, v.known = valueOf(a.Value, a.Value.Len(), nil), true
	}
	return v
}

// uncalled follows the functions that nothing in the text calls: somebody else may.
func (s *shell) uncalled() {
	before := s.log.size()
	for i := 0; i < len(s.run.declared) && s.within(); i++ {
		f := s.run.declared[i]
		if *f.called {
			continue
		}
		*f.called = true
		s.branches(false, func() flow { return s.body(f, nil, false, nil) })
	}
	if s.log.size() > before {
		s.run.gap(machine.Gap{Kind: machine.Condition, Reason: "functions of the file may set more", At: s.log.list(s)[before].Span})
	}
}

// builtin follows what only a shell can do, and reports whether a command is that.
func (s *shell) builtin(name string, c *command) (flow, bool) {
	args := c.words[1:]
	switch name {
	case ":", "true":
		s.status = success
	case "false":
		s.status = failure
	case "exit":
		if s.run.o.Strict && s.certain() {
			s.run.ended = true
			s.run.find("shell/failing-command", c.at, "exit", "`exit` ends the shell that reads the file")
		}
		return exits, true
	case "return":
		if len(args) > 0 {
			s.status = returned(args[0])
		}
		return returns, true
	case "break", "continue":
		return breaks, true
	case "set":
		s.setOptions(args)
	case "shift":
		s.shift(args)
	case "unset":
		s.unsetAll(args)
	case ".", "source":
		return s.source(c), true
	case "eval":
		return s.eval(c), true
	case "read", "mapfile", "readarray", "getopts", "let":
		if name == "read" && s.readAll(args) {
			return next, true
		}
		for _, w := range args {
			if name := w.lit(); isName(name) {
				s.forget(name)
			} else if before, _, found := strings.Cut(name, "="); found && isName(before) {
				s.forget(before)
			}
		}
		s.forget("REPLY")
	case "export", "declare", "local", "readonly", "typeset": // their words are not known to the parser
		s.run.unseenSettings(machine.Gap{Reason: "the names of some variables are only known when the shell text is run", At: c.at})
	case "cd", "pushd", "popd":
		s.changeTo(name, args)
	case "test", "[":
		s.status = s.test(args, name == "[")
	case "exec":
		if len(args) == 0 {
			return next, true
		}
		if strings.HasPrefix(args[0].lit(), "-") {
			return next, false
		}
		s.launch(c.with(args))
		return exits, true
	case "alias", "shopt", "umask", "ulimit", "jobs", "kill", "times", "hash":
		s.printUnknown(c.at)
	case "trap", "unalias", "wait", "sleep", "enable", "bg", "fg", "disown", "complete", "bind":
	default:
		return next, false
	}
	return next, true
}

// readAll follows read -r -d "" NAME, which reads all of a heredoc. It reports whether what it reads is known.
func (s *shell) readAll(args []field) bool {
	o := parseOptions(args, "adinNptu")
	d, found := o.get("-d")
	name := ""
	if len(o.operands) == 1 {
		name = o.operands[0].lit()
	}
	if !found || d.value.size() > 0 || !d.value.known() || !o.has("-r") || len(o.list) != 2 || !isName(name) || s.in == nil || !s.in.readable() ||
		s.variables["IFS"] != nil {
		return false
	}
	text := s.in.String()
	start := len(text) - len(strings.TrimLeft(text, " \t\n"))
	s.set(name, variable{value: s.in.slice(start, max(start, len(strings.TrimRight(text, " \t\n")))), known: true})
	s.status = failure
	return true
}

// setOptions follows the set builtin: options that export what is assigned, and new arguments.
func (s *shell) setOptions(args []field) {
	s.status = success
	for i := 0; i < len(args); i++ {
		w, known := args[i].literal()
		switch {
		case !known:
			s.arguments, s.hasArguments = nil, false
			if s.conditions == 0 {
				s.arguments, s.hasArguments = args[i:], true
			}
			return
		case w == "--" || w == "-":
			s.arguments, s.hasArguments = args[i+1:], true
			return
		case len(w) > 1 && (w[0] == '-' || w[0] == '+'):
			on := w[0] == '-'
			if strings.ContainsRune(w, 'a') {
				s.allExport = on
			}
			name := ""
			if strings.HasSuffix(w, "o") && i+1 < len(args) {
				i++
				if name = args[i].lit(); name == "allexport" {
					s.allExport = on
				}
			}
			s.setStrict(w[1:], name, on)
		default:
			s.arguments, s.hasArguments = args[i:], true
			return
		}
	}
}

func (s *shell) shift(args []field) {
	n := 1
	if len(args) > 0 {
		v, err := strconv.Atoi(args[0].lit())
		if err != nil {
			s.arguments, s.hasArguments = nil, false
			return
		}
		n = v
	}
	if !s.hasArguments || n < 0 || n > len(s.arguments) || anyUncertain(s.arguments[:n]) {
		s.arguments, s.hasArguments = nil, false
		return
	}
	s.status = success
	s.arguments = s.arguments[n:]
}

func anyUncertain(words []field) bool {
	return slices.ContainsFunc(words, func(f field) bool { return f.several || f.maybe })
}

func (s *shell) unsetAll(args []field) {
	s.status = success
	for _, w := range args {
		switch name := w.lit(); {
		case name == "-f":
			return
		case isName(name):
			s.unset(name)
		}
	}
}
