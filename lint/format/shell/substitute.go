package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// source follows a file that the shell reads as if it were a part of its own text.
func (s *shell) source(c *command) flow {
	if len(c.words) < 2 {
		return next
	}
	w := c.words[1]
	content, problem := s.content(w)
	if problem != "" {
		s.run.unseenSettings(machine.Gap{Reason: problem, Path: s.nameOf(w), At: w.at})
		s.doubtAll()
		s.readMissing(w)
		return next
	}
	if !s.deeper() {
		return next
	}
	defer func() { s.depth-- }()
	args, had := s.arguments, s.hasArguments
	if len(c.words) > 2 && s.script.dialect != Dash {
		s.arguments, s.hasArguments = c.words[2:], s.script.dialect == Bash
	}
	f := next
	if !s.step(stepsToSource + content.size()/bytesPerStep) {
		return next
	}
	s.status = success
	if len(content) > 0 {
		s.sourced = true
		f = s.text(content.join(w.at), s.script.dialect, content.holes())
	}
	if len(c.words) > 2 {
		s.arguments, s.hasArguments = args, had
	}
	if s.status != failure {
		s.status = success
	}
	return f
}

// A file is found and parsed each time it is sourced, which counts as many steps as statements would take that time.
const (
	stepsToSource = 256
	bytesPerStep  = 16
)

// substitute returns what a command substitution is replaced by.
func (b *builder) substitute(n *syntax.CmdSubst) value {
	s := b.shell
	start, end := s.script.bounds(n)
	unknown := value{{text: s.script.in.Slice(start, end)}}
	if s.script.changes(start, end) {
		return unknown
	}
	var v value
	in, out := s.in, s.out
	defer func() { s.in, s.out = in, out }()
	s.isolated(func() {
		s.out = &output{conditions: s.conditions}
		if len(n.Stmts) == 1 && n.Stmts[0].Cmd == nil && len(n.Stmts[0].Redirs) == 1 && n.Stmts[0].Redirs[0].Op == syntax.RdrIn {
			f := s.scalar(n.Stmts[0].Redirs[0].Word)
			content, problem := s.content(f)
			s.out.value = content
			if problem != "" {
				s.out.value = unknown
				s.readMissing(f)
			}
		} else {
			s.stmts(n.Stmts)
		}
		v = s.out.value
	})
	if len(v) > 0 && v[0].inTree && v[1:].readable() {
		return v.trimNewlines()
	}
	if !v.readable() || v == nil && !s.prints(n.Stmts) {
		return unknown
	}
	return v.trimNewlines()
}

// prints reports whether statements are known to write what was collected of them, be it nothing.
func (s *shell) prints(stmts []*syntax.Stmt) bool {
	for _, st := range stmts {
		call, ok := st.Cmd.(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 {
			return false
		}
		switch call.Args[0].Lit() {
		case "echo", "printf", "cat":
		default:
			return false
		}
	}
	return true
}
