package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// text follows a shell text in this shell.
func (s *shell) text(in source.Text, d Dialect, holes []source.Range) flow {
	if i := strings.IndexByte(in.String(), 0); i >= 0 {
		s.run.unreadable("holds a NUL byte: it is not shell text; delete it", in.Span(i, i+1))
		return next
	}
	c := s.run.newScript(in, d, holes)
	before, current, sourced := s.script, s.current, s.sourced
	s.script, s.current, s.sourced = c, nil, false
	defer func() { s.script, s.current = before, current }()
	if at := tooDeep(c.data); at >= 0 {
		s.run.giveUp("the shell text is nested too deeply to be read; check what it writes instead", c.span(at, at))
		return next
	}
	if len(c.marks.Gone) > 0 {
		s.run.gap(machine.Gap{Kind: machine.Condition, Reason: "the conditions of the template may add to the shell text", At: c.span(c.marks.Gone[0].Start, c.marks.Gone[0].End)})
	}
	stmts, stopped := c.parse(s.run.parser)
	if before == nil {
		s.run.result.Plain = assignOnly(stmts)
	}
	var last *syntax.Stmt
	if n := len(stmts); n > 0 {
		last = stmts[n-1]
	}
	f := s.each(stmts, true)
	if last != nil && f == next && stopped < 0 && sourced {
		s.checkSourced(last)
	}
	if stopped >= 0 && f == next {
		reason := "is not bash from here on; fix it here"
		if len(c.marks.Unknown)+len(c.marks.Gone) > 0 {
			reason = "is a template, which is not bash until it is rendered; check the rendered file"
		}
		s.run.unreadable(reason, c.span(stopped, stopped))
	}
	if f == returns || f == breaks {
		return next
	}
	return f
}

// stmts follows statements in order, and says where the last goes on to.
func (s *shell) stmts(stmts []*syntax.Stmt) flow { return s.each(stmts, false) }

// each is stmts. With once, each statement is forgotten when it was followed: those of a text are as large as all that they
// say.
func (s *shell) each(stmts []*syntax.Stmt, once bool) flow {
	for i, stmt := range stmts {
		if once {
			stmts[i] = nil
		}
		s.lostBefore(stmt)
		if f := s.stmt(stmt); f != next {
			if f == exits && i+1 < len(stmts) {
				s.lostBefore(stmts[i+1]) // it is never run, but may be meant for the command that replaced the shell
			}
			return f
		}
	}
	return next
}

// stmt follows one statement.
func (s *shell) stmt(st *syntax.Stmt) flow {
	if !s.step(1) {
		return exits
	}
	outer := s.current
	s.current = st
	defer func() { s.current = outer }()
	if start, _ := s.script.bounds(st); s.conditions == 0 && s.script.mayBeLeftOut(start) {
		return s.branches(false, func() flow { return s.foreground(st) })
	}
	if st.Background || st.Coprocess {
		s.isolated(func() { s.foreground(st) })
		s.status = success
		return next
	}
	if st.Negated {
		f := s.tolerant(func() flow { return s.foreground(st) })
		s.status = s.status.not()
		return f
	}
	f := s.foreground(st)
	s.checkStatus(st)
	return f
}

func (s *shell) foreground(st *syntax.Stmt) flow {
	if len(st.Redirs) == 0 {
		return s.compound(st)
	}
	return s.redirected(st)
}

// compound follows the command of a statement.
func (s *shell) compound(st *syntax.Stmt) flow {
	switch cmd := st.Cmd.(type) {
	case *syntax.CallExpr:
		return s.call(cmd)
	case *syntax.DeclClause:
		s.declare(cmd)
		s.status = success
	case *syntax.Block:
		return s.nested(func() flow { return s.stmts(cmd.Stmts) })
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.AndStmt || cmd.Op == syntax.OrStmt {
			return s.nested(func() flow { return s.chain(cmd) })
		}
		s.pipeline(cmd)
	case *syntax.Subshell:
		s.isolated(func() { s.stmts(cmd.Stmts) })
	case *syntax.TimeClause:
		if cmd.Stmt != nil {
			return s.nested(func() flow { return s.stmt(cmd.Stmt) })
		}
	case *syntax.IfClause:
		return s.nested(func() flow { return s.ifClause(cmd) })
	case *syntax.WhileClause:
		return s.nested(func() flow { return s.while(cmd) })
	case *syntax.ForClause:
		return s.nested(func() flow { return s.loop(cmd) })
	case *syntax.CaseClause:
		return s.nested(func() flow { return s.caseClause(cmd) })
	case *syntax.FuncDecl:
		s.status = success
		if cmd.Name != nil {
			s.functions[cmd.Name.Value] = &function{
				name: cmd.Name.Value, body: cmd.Body, script: s.script, maybe: s.conditions > 0, called: new(bool),
			}
			s.run.declared = append(s.run.declared, s.functions[cmd.Name.Value])
		}
	case *syntax.TestClause:
		s.status = s.testExpr(cmd.X)
	case *syntax.CoprocClause:
		s.isolated(func() { s.stmt(cmd.Stmt) })
	case *syntax.ArithmCmd, *syntax.LetClause:
		s.forgetAssigned(cmd)
		s.status = unsure
	}
	return next
}

func (s *shell) nested(follow func() flow) flow {
	if !s.deeper() {
		return next
	}
	defer func() { s.depth-- }()
	return follow()
}

// forgetAssigned gives up what is known of the variables that a node may change.
func (s *shell) forgetAssigned(n syntax.Node) {
	syntax.Walk(n, func(n syntax.Node) bool {
		if !s.step(1) {
			return false
		}
		switch n := n.(type) {
		case *syntax.Assign:
			if n.Name != nil {
				s.forget(n.Name.Value)
			}
		case *syntax.WordIter:
			s.forget(n.Name.Value)
		case *syntax.BinaryArithm:
			s.forgetOperand(n.X)
		case *syntax.UnaryArithm:
			s.forgetOperand(n.X)
		case *syntax.CallExpr:
			if len(n.Args) > 0 {
				s.forgetRead(n)
				for _, w := range n.Args { // what stands before them is assigned for the command alone
					s.forgetAssigned(w)
				}
				return false
			}
		}
		return true
	})
}

func (s *shell) forgetOperand(x syntax.ArithmExpr) {
	if w, ok := x.(*syntax.Word); ok && isName(w.Lit()) {
		s.forget(w.Lit())
	}
}

// forgetRead gives up the variables that a builtin sets.
func (s *shell) forgetRead(call *syntax.CallExpr) {
	switch call.Args[0].Lit() {
	case "read", "mapfile", "readarray", "getopts", "printf", "unset":
		for _, w := range call.Args[1:] {
			if name := w.Lit(); isName(name) {
				s.forget(name)
			}
		}
	case "shift", "set":
		s.arguments, s.hasArguments = nil, false
	case "cd", "pushd", "popd":
		s.directory, s.adrift = nil, true
	}
}

// chain follows commands that are joined by && and ||.
func (s *shell) chain(cmd *syntax.BinaryCmd) flow {
	var rest []*syntax.BinaryCmd
	first := cmd.X
	for rest = append(rest, cmd); ; {
		b, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.AndStmt && b.Op != syntax.OrStmt || len(first.Redirs) > 0 || first.Negated {
			break
		}
		rest, first = append(rest, b), b.X
	}
	f := s.tolerant(func() flow { return s.stmt(first) })
	before := first
	for i := len(rest) - 1; i >= 0 && f == next; i-- {
		b := rest[i]
		ended := s.status
		if ended == unsure && b.Op == syntax.AndStmt && isEffect(before) {
			ended = success // whoever writes "mkdir x && echo y > x/z" means both
		}
		if b.Op == syntax.OrStmt {
			ended = ended.not()
		}
		follow := func() flow { return s.stmt(b.Y) }
		if i > 0 {
			follow = func() flow { return s.tolerant(func() flow { return s.stmt(b.Y) }) }
		}
		switch ended {
		case success:
			f = follow()
		case failure:
			continue
		default:
			f = s.branches(false, follow)
		}
		before = b.Y
	}
	return f
}

// isEffect reports whether a command is there for what it does, so that its failure is a failure of all: a test is not.
func isEffect(st *syntax.Stmt) bool {
	call, ok := st.Cmd.(*syntax.CallExpr)
	if !ok {
		switch cmd := st.Cmd.(type) {
		case *syntax.DeclClause:
			return true
		case *syntax.BinaryCmd:
			return cmd.Op == syntax.Pipe && isEffect(cmd.Y)
		}
		return false
	}
	if len(call.Args) == 0 {
		return true
	}
	args := call.Args
	for len(args) > 1 && (args[0].Lit() == "sudo" || strings.HasPrefix(args[0].Lit(), "-")) {
		args = args[1:]
	}
	switch base(args[0].Lit()) {
	case "mkdir", "cd", "pushd", "popd", "echo", "printf", "cat", "cp", "mv", "rm", "ln", "touch", "chmod", "chown", "chgrp", "install", "tee",
		"sed", "dd", "apt-get", "apt", "aptitude", "yum", "dnf", "zypper", "apk", "pip", "easy_install", "dpkg", "rpm", "export", "set",
		"source", ".", "sleep", "update-rc.d", "chkconfig", "systemctl", "service", "ldconfig", "tar", "unzip", "make", "cmake", "git",
		"curl", "wget", "add-apt-repository", "apt-key", "useradd", "groupadd", "usermod", "adduser", "ulimit", "umask", "shift",
		"ssh", "scp", "rsync", "su", "bash", "sh", "unset", "exec", "eval", "wait", "docker", "sync", "gpg", "locale-gen":
		return true
	}
	return false
}

// pipeline follows commands that are joined by pipes. Each runs in a shell of its own.
func (s *shell) pipeline(cmd *syntax.BinaryCmd) {
	stages := []*syntax.Stmt{cmd.Y}
	first := cmd.X
	for {
		b, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.Pipe && b.Op != syntax.PipeAll || len(first.Redirs) > 0 || first.Negated {
			break
		}
		stages, first = append(stages, b.Y), b.X
	}
	stages = append(stages, first)
	for i := 0; i < len(stages); i++ {
		b, ok := stages[i].Cmd.(*syntax.BinaryCmd)
		if ok && (b.Op == syntax.Pipe || b.Op == syntax.PipeAll) && len(stages[i].Redirs) == 0 && !stages[i].Negated {
			stages = append(stages[:i], append([]*syntax.Stmt{b.Y, b.X}, stages[i+1:]...)...)
			i--
		}
		if !s.step(1) {
			return
		}
	}
	in, out := s.in, s.out
	failed, missing := false, ""
	for i := len(stages) - 1; i >= 0; i-- {
		between := &output{conditions: s.conditions}
		if i == 0 {
			between = out
		}
		s.out = between
		s.isolated(func() { s.stmt(stages[i]) })
		if s.status == failure && !failed {
			failed, missing = true, s.run.missing
		}
		if i > 0 {
			s.in = &between.value
		}
	}
	s.in, s.out = in, out
	if failed && s.strict.pipefail {
		s.status, s.run.missing = failure, missing
	}
}

// ifClause follows an if with all of its branches.
func (s *shell) ifClause(c *syntax.IfClause) flow {
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 { // else
			return s.stmts(c.Then)
		}
		if f := s.tolerant(func() flow { return s.stmts(c.Cond) }); f != next {
			return f
		}
		switch s.status {
		case success:
			return s.stmts(c.Then)
		case failure:
			continue
		}
		alternatives := []func() flow{func() flow { return s.stmts(c.Then) }}
		exhaustive := false
		for e := c.Else; e != nil; e = e.Else {
			exhaustive = len(e.Cond) == 0
			alternatives = append(alternatives, func() flow {
				if f := s.tolerant(func() flow { return s.stmts(e.Cond) }); f != next || s.status == failure && len(e.Cond) > 0 {
					return f
				}
				return s.stmts(e.Then)
			})
		}
		return s.branches(exhaustive, alternatives...)
	}
	s.status = success
	return next
}

// while follows a loop whose end only the run knows.
func (s *shell) while(c *syntax.WhileClause) flow {
	if f, done := s.readLoop(c); done {
		return f
	}
	if f := s.tolerant(func() flow { return s.stmts(c.Cond) }); f != next {
		return f
	}
	ended := s.status
	if c.Until {
		ended = ended.not()
	}
	if ended == failure {
		s.status = success
		return next
	}
	s.forgetAssigned(&syntax.Block{Stmts: append(append([]*syntax.Stmt{}, c.Cond...), c.Do...)})
	s.inLoop++
	defer func() { s.inLoop-- }()
	if ended == success {
		f := s.stmts(c.Do)
		s.forgetAssigned(&syntax.Block{Stmts: c.Do})
		if f == breaks {
			f = next
		}
		return f
	}
	return min(s.branches(false, func() flow { return s.stmts(c.Do) }), next)
}

// loop follows a for loop, word by word where the words are known.
func (s *shell) loop(c *syntax.ForClause) flow {
	s.inLoop++
	defer func() { s.inLoop-- }()
	words, ok := c.Loop.(*syntax.WordIter)
	if !ok || c.Select {
		if ok {
			s.forget(words.Name.Value)
		}
		s.forgetAssigned(&syntax.Block{Stmts: c.Do})
		s.forgetAssigned(c.Loop)
		s.branches(false, func() flow { return s.stmts(c.Do) })
		return next
	}
	name := words.Name.Value
	items := s.expandAll(words.Items)
	if !words.InPos.IsValid() {
		items = []field{{several: true}}
		if s.hasArguments {
			items = s.arguments
		}
	}
	if s.script.changes(s.script.bounds(words)) {
		items = []field{{several: true}}
	}
	certain := !leavesLoop(c.Do)
	for _, item := range items {
		if !s.within() {
			return next
		}
		once := func() flow {
			if item.several || item.pattern() {
				s.forgetAssigned(&syntax.Block{Stmts: c.Do})
				s.forget(name)
			} else {
				s.setLoop(words.Name, item)
			}
			return s.stmts(c.Do)
		}
		if !certain || item.several || item.maybe || item.pattern() {
			s.branches(false, once)
			continue
		}
		if f := once(); f > breaks {
			return f
		}
	}
	return next
}

// setLoop gives the variable of a loop its next value.
func (s *shell) setLoop(name *syntax.Lit, item field) {
	if old := s.variables[name.Value]; old != nil && old.exported || s.allExport {
		at := s.script.nodeSpan(name)
		s.logAssignment(machine.Assignment{
			Name: name.Value, NameSpan: at, Span: at, Value: item.join(item.at), Unknown: !item.readable(), Maybe: s.conditions > 0 || item.doubtful() || old != nil && old.perhaps,
			Exported: true,
		})
		s.set(name.Value, variable{value: item.value, known: true, exported: true})
		return
	}
	s.set(name.Value, variable{value: item.value, known: true})
}

// leavesLoop reports whether statements hold a break or continue.
func leavesLoop(stmts []*syntax.Stmt) bool {
	found := false
	for _, st := range stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
				word := call.Args[0].Lit()
				found = found || word == "break" || word == "continue"
			}
			return !found
		})
	}
	return found
}
